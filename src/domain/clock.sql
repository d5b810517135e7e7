-- clock.sql - legal clocks and breach records. Days are day numbers.

-- name: clock_insert
-- takes: id, matter, report, org, code, term_n, term_unit, roll, start_day, start_ms, due_day, due_ms, told_day, next_day, param_org, provisional
-- gives: nothing
INSERT INTO clock (id, matter, report, org, code, term_n, term_unit, roll, start_day, start_ms,
  due_day, due_ms, told_day, state, paused_day, pauses, extensions, first_due_day, stop_day, warned,
  next_day, param_org, provisional)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'RUNNING', NULL, 0, 0, $11, NULL, 0,
  $14, $15, $16);

-- name: clock_by_code
-- takes: matter, code
-- gives: id, matter, report, org, code, state, term_n, term_unit, roll, start_day, start_ms, due_day, due_ms, told_day, paused_day, pauses, extensions, first_due_day, stop_day, warned, next_day, provisional; the running or paused one
SELECT id, matter, report, org, code, state, term_n, term_unit, roll, start_day, start_ms, due_day,
  due_ms, told_day, paused_day, pauses, extensions, first_due_day, stop_day, warned, next_day,
  provisional
  FROM clock WHERE matter = $1 AND code = $2 AND state IN ('RUNNING', 'PAUSED')
 ORDER BY start_day DESC, id LIMIT 1;

-- name: clock_by_id
-- takes: id
-- gives: as clock_by_code
SELECT id, matter, report, org, code, state, term_n, term_unit, roll, start_day, start_ms, due_day,
  due_ms, told_day, paused_day, pauses, extensions, first_due_day, stop_day, warned, next_day,
  provisional
  FROM clock WHERE id = $1 LIMIT 1;

-- name: clock_all_of_matter
-- takes: matter
-- gives: as clock_by_code, in no order: sorting here would make a table in memory each time, and
--        every page of a matter asks
SELECT id, matter, report, org, code, state, term_n, term_unit, roll, start_day, start_ms, due_day,
  due_ms, told_day, paused_day, pauses, extensions, first_due_day, stop_day, warned, next_day,
  provisional
  FROM clock WHERE matter = $1 LIMIT 200;

-- name: clock_open_page
-- takes: after id, most
-- gives: as clock_by_code; running and paused ones in order of id
SELECT id, matter, report, org, code, state, term_n, term_unit, roll, start_day, start_ms, due_day,
  due_ms, told_day, paused_day, pauses, extensions, first_due_day, stop_day, warned, next_day,
  provisional
  FROM clock WHERE id > $1 AND state IN ('RUNNING', 'PAUSED') ORDER BY id LIMIT $2;

-- name: clock_end
-- takes: state, stop_day, id
-- gives: nothing
UPDATE clock SET state = $1, stop_day = $2, next_day = NULL WHERE id = $3;

-- name: clock_hold
-- takes: paused_day, id
-- gives: nothing
UPDATE clock SET state = 'PAUSED', paused_day = $1, next_day = NULL WHERE id = $2;

-- name: clock_redate
-- takes: due_day, due_ms, told_day, pauses, extensions, warned, next_day, provisional, term_n, term_unit, roll, id
-- gives: nothing; runs again
UPDATE clock SET state = 'RUNNING', paused_day = NULL, due_day = $1, due_ms = $2, told_day = $3,
  pauses = $4, extensions = $5, warned = $6, next_day = $7, provisional = $8, term_n = $9,
  term_unit = $10, roll = $11
 WHERE id = $12;

-- name: clock_first_due
-- takes: first_due_day, id
-- gives: nothing; a pause or a new category moves the first date too, an extension does not
UPDATE clock SET first_due_day = $1 WHERE id = $2;

-- name: clock_warned
-- takes: warned, next_day, id
-- gives: nothing
UPDATE clock SET warned = $1, next_day = $2 WHERE id = $3;

-- name: clock_due_next
-- takes: day
-- gives: id, next_day; the clock whose next rung is reached first, at most on this day
SELECT id, next_day FROM clock WHERE next_day IS NOT NULL AND next_day <= $1
 ORDER BY next_day, id LIMIT 1;

-- name: clock_next_day
-- takes: nothing
-- gives: next_day; the earliest rung of all clocks
SELECT next_day FROM clock WHERE next_day IS NOT NULL ORDER BY next_day LIMIT 1;

-- name: clock_matter_facts
-- takes: matter
-- gives: org, category, named, state, received_day, channel
SELECT org, category, named, state, received_day, channel FROM matter WHERE id = $1 LIMIT 1;

-- name: clock_matter_due
-- takes: due_day, due_code, due_at_ms, matter
-- gives: nothing
UPDATE matter SET due_day = $1, due_code = $2, due_at_ms = $3 WHERE id = $4;

-- name: breach_insert
-- takes: id, matter, org, code, clock, day
-- gives: id; nothing when it is recorded already
INSERT INTO breach (id, matter, org, code, clock, day) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (matter, code, clock) DO NOTHING RETURNING id;

-- name: breach_all_of_matter
-- takes: matter
-- gives: id, matter, org, code, day
SELECT id, matter, org, code, day FROM breach WHERE matter = $1 ORDER BY day, code LIMIT 100;

-- name: task_insert
-- takes: id, org, role, matter, kind, due_day, day
-- gives: nothing
INSERT INTO task (id, org, role, matter, kind, due_day, day, done_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL);
