-- name: test_officer_swap
-- takes: id of the other, id of the one
-- gives: nothing; what one without the server key would do: puts the other's pair and password into
--        the row of the one
UPDATE officer SET public_key = (SELECT o.public_key FROM officer o WHERE o.id = $1),
       salt = (SELECT o.salt FROM officer o WHERE o.id = $1),
       sealed_secret = (SELECT o.sealed_secret FROM officer o WHERE o.id = $1)
 WHERE id = $2;

-- name: test_officer_role
-- takes: role, officer
-- gives: nothing; another role, past the program
UPDATE officer_role SET role = $1 WHERE officer = $2;

-- name: test_desk_key
-- takes: public key, desk
-- gives: nothing
UPDATE desk SET public_key = $1 WHERE id = $2;

-- name: test_holder_steal
-- takes: the thief, desk, its holder
-- gives: nothing; the holder's sealed secret under the thief's name
INSERT INTO desk_holder (desk, generation, officer, sealed_secret)
SELECT h.desk, h.generation, $1, h.sealed_secret FROM desk_holder h
 WHERE h.desk = $2 AND h.officer = $3;

-- name: test_holder_count
-- takes: officer
-- gives: how many desk secrets are sealed to him
-- bounded: one row
SELECT COUNT(*) FROM desk_holder WHERE officer = $1 AND sealed_secret IS NOT NULL;

-- name: test_session_count
-- takes: officer
-- gives: how many sessions he has
-- bounded: one row
SELECT COUNT(*) FROM session WHERE kind = 'OFFICER' AND subject = $1;

-- name: test_session_swap
-- takes: id of a session, id of another
-- gives: nothing; the record of the one under the id of the other
UPDATE session SET sealed_record = (SELECT s.sealed_record FROM session s WHERE s.id = $1)
 WHERE id = $2;

-- name: test_session_prolong
-- takes: absolute end
-- gives: nothing
UPDATE session SET until_ms = $1, idle_ms = $1;

-- name: test_access_own
-- takes: nothing
-- gives: nothing; makes one-time passwords lasting
UPDATE access_row SET state = 'OWN', until_day = NULL;

-- name: test_access_count
-- takes: nothing
-- gives: how many rows
-- bounded: one row
SELECT COUNT(*) FROM access_row;

-- name: test_org_mark
-- takes: mark, org
-- gives: nothing
UPDATE org SET mark = $1 WHERE id = $2;

-- name: test_parameter_value
-- takes: value
-- gives: nothing
UPDATE parameter SET value = $1;

-- name: test_audit_act
-- takes: act, org, seq
-- gives: nothing
UPDATE audit SET act = $1 WHERE org = $2 AND seq = $3;

-- name: test_audit_cut
-- takes: org, seq
-- gives: nothing
DELETE FROM audit WHERE org = $1 AND seq = $2;

-- name: test_grant_move
-- takes: object it is moved to, object
-- gives: nothing
UPDATE key_grant SET object = $1 WHERE object = $2;

-- name: test_matter_add
-- takes: id, org, day
-- gives: nothing; a bare matter, for counting its keys
INSERT INTO matter (id, org, state, version, channel, category, area, named, mass_interest, route,
                    received_day, round, stage, explanations, referrals, restricted, unread,
                    state_day)
VALUES ($1, $2, 'ST_REGISTERED', 1, 'CH_WEB', 'CAT_REPORT', $2, 1, 0, 'NORMAL', $3, 'FIRST', 1, 0,
        0, 0, 0, $3);

-- name: test_names_body
-- takes: org
-- gives: rows of each table of cases that name a body: report, matter by body, matter by area, event,
--        clock, breach, counter, audit, task, grants to its desks, grants to its officers
-- bounded: one row
SELECT (SELECT COUNT(*) FROM report WHERE org = $1),
       (SELECT COUNT(*) FROM matter WHERE org = $1),
       (SELECT COUNT(*) FROM matter WHERE area = $1),
       (SELECT COUNT(*) FROM event WHERE org = $1),
       (SELECT COUNT(*) FROM clock WHERE org = $1 OR param_org = $1),
       (SELECT COUNT(*) FROM breach WHERE org = $1),
       (SELECT COUNT(*) FROM counter WHERE org = $1),
       (SELECT COUNT(*) FROM audit WHERE org = $1),
       (SELECT COUNT(*) FROM task WHERE org = $1),
       (SELECT COUNT(*) FROM key_grant g JOIN desk d ON d.id = g.holder
         WHERE g.holder_kind = 'DESK' AND d.org = $1),
       (SELECT COUNT(*) FROM key_grant g JOIN officer o ON o.id = g.holder
         WHERE g.holder_kind = 'OFFICER' AND o.org = $1);

-- name: test_grants_of
-- takes: kind of object, object
-- gives: holder_kind, holder, desk's org and kind of each grant
-- bounded: the holders of one key
SELECT g.holder_kind, g.holder, d.org, d.kind FROM key_grant g
  LEFT JOIN desk d ON g.holder_kind = 'DESK' AND d.id = g.holder
 WHERE g.object_kind = $1 AND g.object = $2 ORDER BY g.holder_kind, d.org, d.kind;

-- name: test_other_report
-- takes: id
-- gives: id, state, org, undo_until_ms of a report that is not this one
SELECT r.id, r.state, r.org, r.undo_until_ms FROM report r WHERE r.id <> $1 LIMIT 2;

-- name: test_matters_of
-- takes: report
-- gives: id, org, state, route, hidden_until_ms, area of the matters in its chain
-- bounded: the chain of one report
SELECT m.id, m.org, m.state, m.route, m.hidden_until_ms, m.area
  FROM report_matter rm JOIN matter m ON m.id = rm.matter
 WHERE rm.report = $1 ORDER BY rm.seq;

-- name: test_events_of
-- takes: matter
-- gives: id, seq, kind, report, shown, org, due, happened_day, entered_day, from_state, to_state
-- bounded: one matter's events in a test
SELECT id, seq, kind, report, shown, org, due, happened_day, entered_day, from_state, to_state
  FROM event WHERE matter = $1 ORDER BY seq;

-- name: test_leaves_of
-- takes: kind of chain, owner
-- gives: event, seq, b, sealed payload, sealed_case, sealed_open, chain id
-- bounded: one chain in a test
SELECT ec.event, ec.seq, ec.b, ec.sealed_payload, c.sealed_case, c.sealed_open, c.id
  FROM chain c JOIN event_chain ec ON ec.chain = c.id
 WHERE c.kind = $1 AND c.owner = $2 ORDER BY ec.seq;

-- name: test_pending
-- takes: tag
-- gives: entry waiting under it
SELECT entry FROM leaf_pending WHERE tag = $1 LIMIT 1;

-- name: test_counts
-- takes: nothing
-- gives: reports, matters, events, leaves pending, access rows, grants of Kr, tokens, drafts
-- bounded: one row
SELECT (SELECT COUNT(*) FROM report), (SELECT COUNT(*) FROM matter),
       (SELECT COUNT(*) FROM event), (SELECT COUNT(*) FROM leaf_pending),
       (SELECT COUNT(*) FROM access_row),
       (SELECT COUNT(*) FROM key_grant WHERE object_kind = 'KR'),
       (SELECT COUNT(*) FROM token), (SELECT COUNT(*) FROM draft);

-- name: test_matter_due
-- takes: matter
-- gives: due_day, due_code
SELECT due_day, due_code FROM matter WHERE id = $1 LIMIT 1;

-- name: test_chain_version
-- takes: version, owner
-- gives: nothing; as if an older row were put back
UPDATE chain SET version = $1 WHERE kind = 'MATTER' AND owner = $2;

-- name: test_report_columns
-- takes: report
-- gives: sealed number, body, check, identity; named, category, id_mode, body_version
SELECT sealed_number, sealed_body, sealed_check, sealed_identity, named, category, id_mode,
       body_version FROM report WHERE id = $1 LIMIT 1;

-- name: test_clear_times
-- takes: nothing
-- gives: how many rows of report and matter hold a moment in clear
-- bounded: one row
SELECT (SELECT COUNT(*) FROM report WHERE undo_until_ms IS NOT NULL)
     + (SELECT COUNT(*) FROM matter WHERE hidden_until_ms IS NOT NULL OR due_at_ms IS NOT NULL);

-- name: test_spoil_matters
-- takes: state, stage
-- gives: nothing; what rebuild has to mend
-- bounded: the tests' few rows
UPDATE matter SET state = $1, stage = $2, unread = unread + 3, closed_day = 1, due_day = 5,
       due_code = 'D99', explanations = explanations + 2, referrals = referrals + 4, round = 'REVIEW'
 WHERE id IN (SELECT id FROM matter ORDER BY id LIMIT 5);

-- name: test_spoil_leads
-- takes: nothing
-- gives: nothing
-- bounded: the tests' few rows
UPDATE lead SET state = 'OPEN' WHERE finding IS NOT NULL;

-- name: test_spoil_counters
-- takes: nothing
-- gives: nothing
-- bounded: the tests' few rows
UPDATE counter SET next = 1 WHERE kind = 'REG';

-- name: test_perishable
-- takes: nothing
-- gives: rows of sessions, drafts, answers, attempts, one-time passwords, identities lying open
-- bounded: one row
SELECT (SELECT COUNT(*) FROM session), (SELECT COUNT(*) FROM draft),
       (SELECT COUNT(*) FROM idempotency), (SELECT COUNT(*) FROM attempt),
       (SELECT COUNT(*) FROM access_row WHERE state = 'ONE_TIME'),
       (SELECT COUNT(*) FROM identity_opening WHERE sealed_fields IS NOT NULL);

-- name: test_no_sessions
-- takes: end
-- gives: nothing; those of the world's officers go
DELETE FROM session WHERE until_ms > $1;

-- name: test_put_session
-- takes: id, end
-- gives: nothing
INSERT INTO session (id, kind, subject, until_ms, idle_ms, sealed_record)
VALUES ($1, 'OFFICER', 1, $2, $2, $1);

-- name: test_put_draft
-- takes: id, end
-- gives: nothing
INSERT INTO draft (id, until_ms, version, sealed_record) VALUES ($1, $2, 1, $1);

-- name: test_put_answer
-- takes: id, end
-- gives: nothing
INSERT INTO idempotency (id, until_ms, sealed_record) VALUES ($1, $2, $1);

-- name: test_put_attempt
-- takes: key, last
-- gives: nothing
INSERT INTO attempt (key, count, since_ms, last_ms) VALUES ($1, 1, $2, $2);

-- name: test_put_opening
-- takes: id, report, last day
-- gives: nothing
INSERT INTO identity_opening (id, report, officer, fields, day, until_day, sealed_fields)
VALUES ($1, $2, 1, 'name', $3, $3, x'01');

-- name: test_tasks_of_body
-- takes: body, kind
-- gives: how many wait
-- bounded: one row
SELECT COUNT(*) FROM task WHERE org = $1 AND kind = $2 AND done_day IS NULL;

-- name: test_officers_gone
-- takes: body, the one who stays
-- gives: nothing
UPDATE officer SET state = 'LEFT' WHERE org = $1 AND id <> $2;

-- name: test_tasks_open
-- takes: matter
-- gives: how many of its tasks are not put away
SELECT COUNT(*) FROM task WHERE matter = $1 AND done_day IS NULL LIMIT 1;

-- name: test_event_by
-- takes: officer, matter, move
-- gives: nothing; that move was his act
UPDATE event SET officer = $1 WHERE matter = $2 AND move = $3;
