-- Reminders whose step is done: not shown any more, and put away by the day's job.
CREATE VIEW task_stale AS
SELECT t.id FROM task t
 WHERE t.done_day IS NULL AND (
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
            WHERE m.id = t.matter AND x.state = 'DECIDED')));

-- what waits to be forwarded by itself is looked for every second
CREATE INDEX task_forward ON task (due_day) WHERE kind = 'FORWARD' AND done_day IS NULL;
