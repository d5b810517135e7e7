-- task.sql - what somebody of a body is told to look at.

-- name: task_open
-- takes: body, roles as "RO_HANDLER RO_CLERK"
-- gives: id, kind, matter, due_day, day; the newest first
SELECT id, kind, matter, due_day, day FROM task
 WHERE org = $1 AND done_day IS NULL AND $2 LIKE '%' || role || '%'
   AND kind IN ('REMINDED', 'ESCALATED', 'URGED', 'COMPLAINT', 'RECUSAL', 'PRESSED', 'REPLACE',
                'KEYS_THIN')
 ORDER BY day DESC, id LIMIT 200;

-- name: task_seen
-- takes: day, id, body, roles
-- gives: id; no row when it is not his, or seen already
UPDATE task SET done_day = $1
 WHERE id = $2 AND org = $3 AND done_day IS NULL AND $4 LIKE '%' || role || '%' RETURNING id;
