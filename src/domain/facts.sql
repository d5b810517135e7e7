-- facts.sql - what statistics are counted from, without a word of anybody: for a count by another
-- program. Pages by key; the first columns of a row are its key.

-- name: facts_orgs
-- takes: id after which to go on
-- gives: id, parent, level
SELECT id, parent, level FROM org WHERE id > $1 ORDER BY id LIMIT 5000;

-- name: facts_reports
-- takes: id after which to go on
-- gives: id, org, channel, category, named, received_day, state
SELECT id, org, channel, category, named, received_day, state
  FROM report WHERE id > $1 ORDER BY id LIMIT 5000;

-- name: facts_matters
-- takes: id after which to go on
-- gives: id, org, category, level, topic, named, lead_matter
SELECT id, org, category, level, topic, named, lead_matter
  FROM matter WHERE id > $1 ORDER BY id LIMIT 5000;

-- name: facts_links
-- takes: report and seq after which to go on
-- gives: report, seq, matter
SELECT report, seq, matter FROM report_matter
 WHERE (report, seq) > ($1, $2) ORDER BY report, seq LIMIT 5000;

-- name: facts_events
-- takes: id after which to go on
-- gives: id, matter, seq, report, lead, org, actor_role, kind, move, from_state, to_state,
--        happened_day, entered_day, outcome, codes, subproc
SELECT id, matter, seq, report, lead, org, actor_role, kind, move, from_state, to_state,
       happened_day, entered_day, outcome, codes, subproc
  FROM event WHERE id > $1 ORDER BY id LIMIT 5000;

-- name: facts_clocks
-- takes: id after which to go on
-- gives: id, matter, report, org, code, start_day, due_day, first_due_day, state, extensions, stop_day
SELECT id, matter, report, org, code, start_day, due_day, first_due_day, state, extensions, stop_day
  FROM clock WHERE id > $1 ORDER BY id LIMIT 5000;

-- name: facts_documents
-- takes: id after which to go on
-- gives: id, matter, report, code, replaced_by
SELECT id, matter, report, code, replaced_by FROM document WHERE id > $1 ORDER BY id LIMIT 5000;

-- name: facts_deliveries
-- takes: id after which to go on
-- gives: id, document, day
SELECT id, document, day FROM delivery WHERE id > $1 ORDER BY id LIMIT 5000;

-- name: facts_leads
-- takes: id after which to go on
-- gives: id, matter, finding
SELECT id, matter, finding FROM lead WHERE id > $1 ORDER BY id LIMIT 5000;

-- name: facts_messages
-- takes: report and seq after which to go on
-- gives: report, seq, matter, sender, day
SELECT report, seq, matter, sender, day FROM message
 WHERE (report, seq) > ($1, $2) ORDER BY report, seq LIMIT 5000;

-- name: facts_ratings
-- takes: nothing
-- gives: org, target, process, attitude, result, month told, month heard, count: ratings have no key
--        that may leave the house
SELECT org, target, process, attitude, result, told_month, heard_month, COUNT(*)
  FROM rating
 GROUP BY org, target, process, attitude, result, told_month, heard_month
 ORDER BY org, target, process, attitude, result, told_month, heard_month LIMIT 10000;
