-- S31: matters past due and still open, by how long. A snapshot of one day: of the clocks of
-- completion, review and re-review that ran on it the one that was late the longest.

-- name: statistic_late
-- takes: body, day
-- gives: days late, count of open matters
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), late AS (
  SELECT c.matter AS matter, MAX($2 - c.due_day) AS days
    FROM body b
    CROSS JOIN matter m
    JOIN clock c ON c.matter = m.id
   WHERE m.org = b.id AND c.due_day < $2 AND c.code IN ('D10', 'D11', 'D12', 'D21', 'D23')
     AND (c.state = 'RUNNING' OR c.stop_day >= $2)
   GROUP BY c.matter
)
SELECT days, COUNT(*) FROM late GROUP BY days ORDER BY days LIMIT 9000;
