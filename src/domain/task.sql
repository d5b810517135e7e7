-- task.sql - what somebody of a body is told to look at.

-- name: task_open
-- takes: body, roles as "RO_HANDLER RO_CLERK"
-- gives: id, kind, matter, due_day, day of those whose step is not done yet; the newest first
SELECT t.id, t.kind, t.matter, t.due_day, t.day FROM task t
 WHERE t.org = $1 AND t.done_day IS NULL AND $2 LIKE '%' || t.role || '%'
   AND t.kind IN ('REMINDED', 'ESCALATED', 'URGED', 'COMPLAINT', 'RECUSAL', 'PRESSED', 'REPLACE',
                  'KEYS_THIN', 'REVIEW', 'SUPERVISED', 'COMMITMENT', 'BREACH')
   AND NOT EXISTS (SELECT 1 FROM task_stale s WHERE s.id = t.id)
 ORDER BY t.day DESC, t.id LIMIT 500;

-- name: task_over
-- takes: day
-- gives: nothing; whose step is done is put away
UPDATE task SET done_day = $1 WHERE id IN (SELECT id FROM task_stale LIMIT 10000);

-- name: task_redated
-- takes: new due_day, body, matter, due_day before
-- gives: nothing; a reminder keeps to the date of its clock
UPDATE task SET due_day = $1
 WHERE org = $2 AND matter = $3 AND due_day = $4 AND kind = 'REMINDED' AND done_day IS NULL;

-- name: task_answered
-- takes: day, body, matter
-- gives: nothing; who urged has heard from the body
UPDATE task SET done_day = $1
 WHERE org = $2 AND matter = $3 AND kind = 'URGED' AND done_day IS NULL;

-- name: task_seen
-- takes: day, id, body, roles
-- gives: id; no row when it is not his, or seen already
UPDATE task SET done_day = $1
 WHERE id = $2 AND org = $3 AND done_day IS NULL AND $4 LIKE '%' || role || '%' RETURNING id;
