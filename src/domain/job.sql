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

-- name: job_sweep_drafts
-- takes: now_ms
-- gives: nothing
DELETE FROM draft WHERE until_ms <= $1;

-- name: job_sweep_answers
-- takes: now_ms
-- gives: nothing
DELETE FROM idempotency WHERE until_ms <= $1;

-- name: job_sweep_attempts
-- takes: oldest last_ms kept
-- gives: nothing
DELETE FROM attempt WHERE last_ms <= $1;
