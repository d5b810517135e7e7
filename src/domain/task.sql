-- task.sql - what somebody of a body is told to look at.

-- name: task_open
-- takes: body, roles as "RO_HANDLER RO_CLERK"
-- gives: id, kind, matter, due_day, day of those whose step is not done yet; the newest first
SELECT t.id, t.kind, t.matter, t.due_day, t.day FROM task t
 WHERE t.org = $1 AND t.done_day IS NULL AND $2 LIKE '%' || t.role || '%'
   AND t.kind IN ('REMINDED', 'ESCALATED', 'URGED', 'COMPLAINT', 'RECUSAL', 'PRESSED', 'REPLACE',
                  'KEYS_THIN', 'REVIEW', 'SUPERVISED')
   AND NOT (
       (t.kind = 'REMINDED' AND NOT EXISTS
          (SELECT 1 FROM clock k WHERE k.matter = t.matter AND k.due_day = t.due_day
              AND k.state IN ('RUNNING', 'PAUSED')))
    OR (t.kind IN ('ESCALATED', 'URGED') AND NOT EXISTS
          (SELECT 1 FROM clock k WHERE k.matter = t.matter AND k.state IN ('RUNNING', 'PAUSED')
              AND (k.due_day <= t.day OR k.told_day <= t.day)))
    OR (t.kind = 'COMPLAINT' AND NOT EXISTS
          (SELECT 1 FROM clock k WHERE k.matter = t.matter AND k.code = 'D18'
              AND k.state IN ('RUNNING', 'PAUSED')))
    OR (t.kind = 'REVIEW' AND NOT EXISTS
          (SELECT 1 FROM clock k WHERE k.matter = t.matter
              AND k.code IN ('D21.accept', 'D23.accept') AND k.state IN ('RUNNING', 'PAUSED')))
    OR (t.kind = 'RECUSAL' AND NOT EXISTS
          (SELECT 1 FROM recusal x WHERE x.matter = t.matter AND x.state = 'ASKED'))
    OR (t.kind = 'REPLACE' AND NOT EXISTS
          (SELECT 1 FROM matter m JOIN recusal x ON x.matter = m.id AND x.officer = m.handler
            WHERE m.id = t.matter AND x.state = 'DECIDED')))
 ORDER BY t.day DESC, t.id LIMIT 500;

-- name: task_over
-- takes: day
-- gives: nothing; whose step is done is put away, by the conditions of task_open
UPDATE task SET done_day = $1 WHERE id IN (
SELECT t.id FROM task t WHERE t.done_day IS NULL AND (
       (t.kind = 'REMINDED' AND NOT EXISTS
          (SELECT 1 FROM clock k WHERE k.matter = t.matter AND k.due_day = t.due_day
              AND k.state IN ('RUNNING', 'PAUSED')))
    OR (t.kind IN ('ESCALATED', 'URGED') AND NOT EXISTS
          (SELECT 1 FROM clock k WHERE k.matter = t.matter AND k.state IN ('RUNNING', 'PAUSED')
              AND (k.due_day <= t.day OR k.told_day <= t.day)))
    OR (t.kind = 'COMPLAINT' AND NOT EXISTS
          (SELECT 1 FROM clock k WHERE k.matter = t.matter AND k.code = 'D18'
              AND k.state IN ('RUNNING', 'PAUSED')))
    OR (t.kind = 'REVIEW' AND NOT EXISTS
          (SELECT 1 FROM clock k WHERE k.matter = t.matter
              AND k.code IN ('D21.accept', 'D23.accept') AND k.state IN ('RUNNING', 'PAUSED')))
    OR (t.kind = 'RECUSAL' AND NOT EXISTS
          (SELECT 1 FROM recusal x WHERE x.matter = t.matter AND x.state = 'ASKED'))
    OR (t.kind = 'REPLACE' AND NOT EXISTS
          (SELECT 1 FROM matter m JOIN recusal x ON x.matter = m.id AND x.officer = m.handler
            WHERE m.id = t.matter AND x.state = 'DECIDED')))
 LIMIT 10000);

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
