-- Statements of the tests of matters and moves.

-- name: test_matter_state
-- takes: state, stage, matter
-- gives: nothing; as if it had moved there
UPDATE matter SET state = $1, stage = $2 WHERE id = $3;

-- name: test_matter_give
-- takes: department, handler, matter
-- gives: nothing
UPDATE matter SET dept = $1, handler = $2 WHERE id = $3;

-- name: test_matter_dated
-- takes: id, org, received day, due day, due code
-- gives: nothing; a bare matter with a date
INSERT INTO matter (id, org, state, version, channel, category, area, named, mass_interest, route,
                    received_day, round, stage, explanations, referrals, restricted, unread,
                    state_day, due_day, due_code)
VALUES ($1, $2, 'ST_REGISTERED', 1, 'CH_WEB', 'CAT_REPORT', $2, 1, 0, 'NORMAL', $3, 'FIRST', 1, 0,
        0, 0, 0, $3, $4, $5);

-- name: test_recuse
-- takes: matter, officer, state
-- gives: nothing
INSERT INTO recusal (matter, officer, state, ground, day) VALUES ($1, $2, $3, 'OTHER', 20000);

-- name: test_audit_of
-- takes: matter
-- gives: act, officer
SELECT act, officer FROM audit WHERE matter = $1 ORDER BY org, seq LIMIT 50;

-- name: test_documents
-- takes: matter
-- gives: codes of its papers but the slip, which all have, how each was delivered, report
SELECT d.code, v.form, d.report FROM document d LEFT JOIN delivery v ON v.document = d.id
 WHERE d.matter = $1 AND d.code <> 'W01' ORDER BY d.code, d.report LIMIT 200;

-- name: test_clock_of
-- takes: matter, code
-- gives: state, due_day, start_day, stop_day, told_day of the newest of that code
SELECT state, due_day, start_day, stop_day, told_day FROM clock
 WHERE matter = $1 AND code = $2 ORDER BY start_day DESC, id LIMIT 1;

-- name: test_clocks_running
-- takes: matter
-- gives: codes that run or pause
SELECT code FROM clock WHERE matter = $1 AND state IN ('RUNNING', 'PAUSED') ORDER BY code LIMIT 50;

-- name: test_holders_of
-- takes: object kind, object
-- gives: holder kind, holder
SELECT holder_kind, holder FROM key_grant WHERE object_kind = $1 AND object = $2
 ORDER BY holder_kind, holder LIMIT 100;

-- name: test_events
-- takes: matter
-- gives: kind, move, from_state, to_state, actor_role, officer, codes, shown, due
SELECT kind, move, from_state, to_state, actor_role, officer, codes, shown, due FROM event
 WHERE matter = $1 ORDER BY seq LIMIT 200;

-- name: test_breaches
-- takes: matter
-- gives: code
SELECT code FROM breach WHERE matter = $1 ORDER BY code LIMIT 20;

-- name: test_report_of
-- takes: matter
-- gives: report
SELECT report FROM report_matter WHERE matter = $1 ORDER BY report LIMIT 10;

-- name: test_child_of
-- takes: matter
-- gives: id of the matter made from it
SELECT id FROM matter WHERE parent = $1 ORDER BY id LIMIT 5;

-- name: test_searches
-- takes: officer
-- gives: how often he searched
-- bounded: one row
SELECT COUNT(*) FROM audit WHERE act = 'matter.search' AND officer = $1;

-- name: test_delivery
-- takes: matter, code
-- gives: day, officer, second officer
SELECT v.day, v.officer, v.second_officer FROM delivery v JOIN document d ON d.id = v.document
 WHERE d.matter = $1 AND d.code = $2 LIMIT 5;

-- name: test_leads_gone
-- takes: matter
-- gives: nothing
DELETE FROM lead WHERE matter = $1;

-- name: test_matter_version
-- takes: matter
-- gives: nothing
UPDATE matter SET version = version + 1 WHERE id = $1;

-- name: test_forms_of
-- takes: matter, code
-- gives: report, form of each delivery
SELECT d.report, v.form FROM document d JOIN delivery v ON v.document = d.id
 WHERE d.matter = $1 AND d.code = $2 ORDER BY d.report LIMIT 20;

-- name: test_tasks_of
-- takes: matter
-- gives: kind, body
SELECT kind, org FROM task WHERE matter = $1 ORDER BY day, kind LIMIT 50;

-- name: test_paper_of
-- takes: matter, code
-- gives: id of its papers of that code
SELECT id FROM document WHERE matter = $1 AND code = $2 ORDER BY id LIMIT 20;

-- name: test_sketch_bands
-- takes: nothing
-- gives: band
SELECT DISTINCT band FROM sketch_band ORDER BY band LIMIT 1000;

-- name: test_sketch_crowd
-- takes: band, report
-- gives: nothing
INSERT INTO sketch_band (band, report) VALUES ($1, $2) ON CONFLICT (band, report) DO NOTHING;

-- name: test_sketched
-- takes: nothing
-- gives: report
SELECT report FROM sketch ORDER BY report LIMIT 1000;

-- name: panel_test_note_events
-- takes: matter
-- gives: codes of events with a note
SELECT codes FROM event WHERE matter = $1 AND codes LIKE 'note=%' ORDER BY seq LIMIT 50;

-- name: panel_test_vote_events
-- takes: matter
-- gives: all words that stand in clear in its events
SELECT COALESCE(codes, '') || ' ' || COALESCE(outcome, '') FROM event WHERE matter = $1
 ORDER BY seq LIMIT 200;
