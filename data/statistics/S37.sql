-- S37: calendar days from a reporter's message to the next answer in the same thread.

-- name: statistic_answers
-- takes: body, from, to
-- gives: days, count of messages of the window that were answered
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), asked AS (
  SELECT (SELECT MIN(a.day) FROM message a
           WHERE a.report = g.report AND a.sender = 'BODY' AND a.seq > g.seq) - g.day AS days
    FROM body b
    CROSS JOIN matter m
    JOIN report_matter rm ON rm.matter = m.id
    JOIN message g ON g.report = rm.report AND g.matter = m.id
   WHERE m.org = b.id AND g.day >= $2 AND g.day < $3 AND g.sender = 'REPORTER'
)
SELECT days, COUNT(*) FROM asked WHERE days IS NOT NULL GROUP BY days ORDER BY days LIMIT 9000;

-- name: statistic_messages
-- takes: body, from, to
-- gives: messages answered, all that reporters sent in the window
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(CASE WHEN EXISTS (SELECT 1 FROM message a
                                WHERE a.report = g.report AND a.sender = 'BODY' AND a.seq > g.seq)
                  THEN 1 END),
       COUNT(*)
  FROM body b
  CROSS JOIN matter m
  JOIN report_matter rm ON rm.matter = m.id
  JOIN message g ON g.report = rm.report AND g.matter = m.id
 WHERE m.org = b.id AND g.day >= $2 AND g.day < $3 AND g.sender = 'REPORTER';
