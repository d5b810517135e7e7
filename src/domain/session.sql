-- name: session_add
-- takes: id, kind, subject, report tag, absolute end, idle end, sealed record
-- gives: nothing
INSERT INTO session (id, kind, subject, report_tag, until_ms, idle_ms, sealed_record)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: session_find
-- takes: id
-- gives: kind, subject, absolute end, idle end, sealed record; no row when there is none
SELECT kind, subject, until_ms, idle_ms, sealed_record FROM session WHERE id = $1 LIMIT 1;

-- name: session_touch
-- takes: new idle end, id
-- gives: nothing
UPDATE session SET idle_ms = $1 WHERE id = $2;

-- name: session_write
-- takes: sealed record, report tag, id
-- gives: id; no row when the session ended meanwhile
UPDATE session SET sealed_record = $1, report_tag = $2 WHERE id = $3 RETURNING id;

-- name: session_remove
-- takes: id
-- gives: nothing
DELETE FROM session WHERE id = $1;

-- name: session_remove_officer
-- takes: officer, id of a session to keep (empty: none)
-- gives: nothing
DELETE FROM session WHERE kind = 'OFFICER' AND subject = $1 AND id <> $2;

-- name: session_remove_report
-- takes: report tag, id of a session to keep (empty: none)
-- gives: nothing
DELETE FROM session WHERE report_tag = $1 AND id <> $2;

-- name: session_remove_over
-- takes: now
-- gives: nothing
DELETE FROM session WHERE until_ms <= $1 OR idle_ms <= $1;

-- name: attempt_find
-- takes: key
-- gives: count, since, last; no row when nothing failed
SELECT count, since_ms, last_ms FROM attempt WHERE key = $1 LIMIT 1;

-- name: attempt_add
-- takes: key, now, begin of the window
-- gives: count; one more, or 1 when the window of the last ones is over
INSERT INTO attempt (key, count, since_ms, last_ms) VALUES ($1, 1, $2, $2)
    ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN attempt.since_ms < $3 THEN 1 ELSE attempt.count + 1 END,
       since_ms = CASE WHEN attempt.since_ms < $3 THEN excluded.since_ms ELSE attempt.since_ms END,
       last_ms = excluded.last_ms
RETURNING count;

-- name: attempt_remove
-- takes: key
-- gives: nothing
DELETE FROM attempt WHERE key = $1;

-- name: attempt_remove_over
-- takes: begin of the window
-- gives: nothing
DELETE FROM attempt WHERE since_ms < $1;
