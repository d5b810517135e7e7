-- job.sql - sweeps of what dies of age, and how far they came.

-- name: job_due
-- takes: name
-- gives: next_ms
SELECT next_ms FROM job WHERE name = $1 LIMIT 1;

-- name: job_set
-- takes: name, next_ms, last_ms
-- gives: nothing
INSERT INTO job (name, next_ms, last_ms) VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE SET next_ms = excluded.next_ms, last_ms = excluded.last_ms;

-- name: job_sweep_sessions
-- takes: now_ms
-- gives: nothing
DELETE FROM session WHERE until_ms <= $1 OR idle_ms <= $1;

-- name: job_sweep_attempts
-- takes: oldest last_ms kept
-- gives: nothing
DELETE FROM attempt WHERE last_ms <= $1;

-- name: job_task_open
-- takes: body, kind
-- gives: a row when such a task waits
SELECT id FROM task WHERE org = $1 AND kind = $2 AND done_day IS NULL LIMIT 1;

-- name: job_task_done
-- takes: today, body, kind
-- gives: nothing; what it warned of is over
UPDATE task SET done_day = $1 WHERE org = $2 AND kind = $3 AND done_day IS NULL;

-- name: job_close_openings
-- takes: today
-- gives: nothing; that it was opened stays, what was opened goes
UPDATE identity_opening SET sealed_fields = NULL
 WHERE until_day < $1 AND sealed_fields IS NOT NULL;

-- name: job_one_time_over
-- takes: day
-- gives: locators of one-time passwords that ended by then
SELECT locator FROM access_row WHERE state = 'ONE_TIME' AND until_day <= $1 LIMIT 1000;

-- name: job_drop_one_time
-- takes: locator, day
-- gives: nothing; one that was made the reporter's own meanwhile stays
DELETE FROM access_row WHERE locator = $1 AND state = 'ONE_TIME' AND until_day <= $2;
