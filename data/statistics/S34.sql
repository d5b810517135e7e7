-- S34: days between what happened and its entry; late entry is how figures are polished.

-- name: statistic_entered_late
-- takes: body, from, to
-- gives: days between what happened and its entry, count of events; smallest first
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT e.entered_day - e.happened_day AS days, COUNT(*)
  FROM body b CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
 GROUP BY e.entered_day - e.happened_day ORDER BY days LIMIT 9000;
