-- name: report_add
-- takes: every column of report but those made later
-- gives: nothing
INSERT INTO report (id, org, channel, category, id_mode, named, received_day, entered_day,
                    undo_until_ms, clerk, state, identity_state, sealed_number, sealed_body,
                    sealed_check, sealed_identity, identity_desk, identity_generation, body_version,
                    entry_undo_until_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1, $19);

-- name: report_find
-- takes: id
-- gives: org, channel, category, id_mode, named, received_day, entered_day, undo_until_ms, clerk,
--        state, identity_state, sealed_number, sealed_body, sealed_check, sealed_identity,
--        identity_desk, identity_generation, body_version, entry_undo_until_ms
SELECT org, channel, category, id_mode, named, received_day, entered_day, undo_until_ms, clerk,
       state, identity_state, sealed_number, sealed_body, sealed_check, sealed_identity,
       identity_desk, identity_generation, body_version, entry_undo_until_ms
  FROM report WHERE id = $1 LIMIT 1;

-- name: report_last_matter
-- takes: report
-- gives: matter, seq, org, state, version, category, route, hidden_until_ms, area, mass_interest of
--        the last matter in its chain
SELECT rm.matter, rm.seq, m.org, m.state, m.version, m.category, m.route, m.hidden_until_ms,
       m.area, m.mass_interest
  FROM report_matter rm JOIN matter m ON m.id = rm.matter
 WHERE rm.report = $1 ORDER BY rm.seq DESC LIMIT 1;

-- name: report_undone
-- takes: state, id
-- gives: nothing; what was sealed is gone with its key
UPDATE report SET state = $1, undo_until_ms = NULL, entry_undo_until_ms = NULL,
       sealed_number = NULL, sealed_body = NULL, sealed_check = NULL, sealed_identity = NULL,
       identity_desk = NULL, identity_generation = NULL
 WHERE id = $2;

-- name: report_amended
-- takes: org, category, id_mode, named, identity_state, sealed number, body, check and identity,
--        identity desk and generation, body_version it gets, id
-- gives: nothing
UPDATE report SET org = $1, category = $2, id_mode = $3, named = $4, identity_state = $5,
       sealed_number = $6, sealed_body = $7, sealed_check = $8, sealed_identity = $9,
       identity_desk = $10, identity_generation = $11, body_version = $12
 WHERE id = $13;

-- name: report_set_state
-- takes: state, org, id
-- gives: nothing
UPDATE report SET state = $1, org = $2 WHERE id = $3;

-- name: report_reveal
-- takes: now
-- gives: one row each whose undo time is over
UPDATE report SET undo_until_ms = NULL WHERE id IN
  (SELECT id FROM report WHERE undo_until_ms <= $1 ORDER BY undo_until_ms LIMIT 1000)
RETURNING id;

-- name: report_entry_over
-- takes: now
-- gives: one row each that its clerk can no longer take back
UPDATE report SET entry_undo_until_ms = NULL WHERE id IN
  (SELECT id FROM report WHERE entry_undo_until_ms <= $1 ORDER BY entry_undo_until_ms LIMIT 1000)
RETURNING id;

-- name: report_entry_next
-- takes: nothing
-- gives: the next time of a clerk's that ends
SELECT entry_undo_until_ms FROM report WHERE entry_undo_until_ms IS NOT NULL
 ORDER BY entry_undo_until_ms LIMIT 1;

-- name: report_entry_touched
-- takes: matter, clerk
-- gives: how much was done with it since he entered it: steps but the intake's own, requests that
--        wait, matters that were joined to it
-- bounded: one row
SELECT (SELECT COUNT(*) FROM event e WHERE e.matter = $1 AND e.actor_role <> 'SYS'
           AND (e.officer IS NULL OR e.officer <> $2
                OR e.kind NOT IN ('E_RECEIVED', 'E_REGISTERED')))
     + (SELECT COUNT(*) FROM proposal p WHERE p.matter = $1)
     + (SELECT COUNT(*) FROM matter l WHERE l.lead_matter = $1);

-- name: matter_reveal
-- takes: now
-- gives: one row each that staff see from now on
UPDATE matter SET hidden_until_ms = NULL WHERE id IN
  (SELECT id FROM matter WHERE hidden_until_ms <= $1 ORDER BY hidden_until_ms LIMIT 1000)
RETURNING id;

-- name: report_reveal_next
-- takes: nothing
-- gives: the next undo time that ends
SELECT undo_until_ms FROM report WHERE undo_until_ms IS NOT NULL
 ORDER BY undo_until_ms LIMIT 1;

-- name: intake_matter_add
-- takes: id, org, state, channel, category, area, named, mass_interest, route, received day,
--        hidden_until, parent, stage, today
-- gives: nothing
INSERT INTO matter (id, org, state, version, channel, category, area, named, mass_interest, route,
                    received_day, hidden_until_ms, parent, round, stage, explanations, referrals,
                    restricted, unread, state_day)
VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'FIRST', $13, 0, 0, 0, 0, $14);

-- name: report_matter_add
-- takes: report, matter
-- gives: nothing
INSERT INTO report_matter (report, seq, matter)
SELECT CAST($1 AS BIGINT), COALESCE(MAX(seq), 0) + 1, CAST($2 AS BIGINT)
  FROM report_matter WHERE report = $1;

-- name: intake_register
-- takes: year, seq, mark, today, id
-- gives: version; no row when it is not 00 any more
UPDATE matter SET state = 'ST_REGISTERED', version = version + 1, reg_year = $1, reg_seq = $2,
       reg_mark = $3, state_day = $4
 WHERE id = $5 AND state = 'ST_RECEIVED' RETURNING version;

-- name: counter_next
-- takes: org, kind, year
-- gives: the number after the one that is yours
INSERT INTO counter (org, kind, year, next) VALUES ($1, $2, $3, 2)
ON CONFLICT (org, kind, year) DO UPDATE SET next = counter.next + 1
RETURNING next;

-- name: matter_undone
-- takes: hidden_until (for ever), today, id
-- gives: version
UPDATE matter SET state = 'ST_WITHDRAWN', version = version + 1, hidden_until_ms = $1,
       state_day = $2, closed_day = $2, due_day = NULL, due_code = NULL, due_at_ms = NULL
 WHERE id = $3 RETURNING version;

-- name: matter_amended
-- takes: category, area, named, mass_interest, id
-- gives: version
UPDATE matter SET category = $1, area = $2, named = $3, mass_interest = $4, version = version + 1
 WHERE id = $5 RETURNING version;

-- name: matter_sealed_up
-- takes: today, id, version it had
-- gives: version; no row when it moved meanwhile
UPDATE matter SET state = 'ST_TOMBSTONE', version = version + 1, level = NULL, topic = NULL,
       sealed_note = NULL, due_day = NULL, due_code = NULL, due_at_ms = NULL, unread = 0,
       state_day = $1, closed_day = $1
 WHERE id = $2 AND version = $3 RETURNING version;

-- name: forward_open
-- takes: matter
-- gives: id, org, due_day of the open task to forward it
SELECT id, org, due_day FROM task
 WHERE matter = $1 AND kind = 'FORWARD' AND done_day IS NULL LIMIT 1;

-- name: forward_list
-- takes: org
-- gives: matter, report, day, due_day of a principal leader's open tasks whose undo time is over
SELECT t.matter, rm.report, t.day, t.due_day
  FROM task t JOIN report_matter rm ON rm.matter = t.matter
  JOIN report r ON r.id = rm.report
 WHERE t.org = $1 AND t.role = 'RO_PRINCIPAL' AND t.kind = 'FORWARD' AND t.done_day IS NULL
   AND r.undo_until_ms IS NULL
 ORDER BY t.due_day, t.id LIMIT 200;

-- name: forward_done
-- takes: kind it ends as, today, id
-- gives: matter
UPDATE task SET kind = $1, done_day = $2 WHERE id = $3 AND done_day IS NULL RETURNING matter;

-- name: forward_lapsed
-- takes: today
-- gives: id, org, matter of tasks whose day is over
SELECT id, org, matter FROM task
 WHERE kind = 'FORWARD' AND done_day IS NULL AND due_day < $1 ORDER BY due_day LIMIT 1000;

-- name: forward_next
-- takes: nothing
-- gives: due_day of the next task that may lapse
SELECT due_day FROM task WHERE kind = 'FORWARD' AND done_day IS NULL ORDER BY due_day LIMIT 1;

-- name: matter_stones
-- takes: report, matter
-- gives: ids of the tombstones the report left, but for this matter
SELECT m.id FROM report_matter rm JOIN matter m ON m.id = rm.matter
 WHERE rm.report = $1 AND m.id <> $2 AND m.state = 'ST_TOMBSTONE' LIMIT 20;

-- name: task_drop_of_matter
-- takes: matter
-- gives: nothing
DELETE FROM task WHERE matter = $1 AND done_day IS NULL;

-- name: token_add
-- takes: desk, generation, kind, token, report
-- gives: nothing; the same name twice in one report is one token
INSERT INTO token (desk, generation, kind, token, report) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (desk, generation, token, report) DO NOTHING;

-- name: token_drop
-- takes: report
-- gives: nothing
DELETE FROM token WHERE report = $1;

-- name: token_repeats_own
-- takes: desk, generation, token, clerk, first day, category, area
-- gives: matter, report, register number's mark, year and seq, received_day of what this clerk took
--        in with that token
SELECT m.id, r.id, m.reg_mark, m.reg_year, m.reg_seq, r.received_day
  FROM token t
  JOIN report r ON r.id = t.report
  JOIN report_matter rm ON rm.report = r.id AND rm.seq = 1
  JOIN matter m ON m.id = rm.matter
 WHERE t.desk = $1 AND t.generation = $2 AND t.token = $3 AND r.clerk = $4
   AND r.received_day >= $5 AND m.category = $6 AND m.area = $7
   AND m.state <> 'ST_TOMBSTONE'
 ORDER BY r.received_day DESC LIMIT 20;

-- name: matter_of_intake
-- takes: matter
-- gives: report, org, state, version, channel, category, route, named, mass_interest, area, clerk,
--        received_day of the one report it was made for
SELECT r.id, m.org, m.state, m.version, m.channel, m.category, m.route, m.named, m.mass_interest,
       m.area, r.clerk, m.received_day
  FROM matter m JOIN report_matter rm ON rm.matter = m.id JOIN report r ON r.id = rm.report
 WHERE m.id = $1 ORDER BY rm.seq LIMIT 1;
