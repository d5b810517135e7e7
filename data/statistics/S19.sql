-- S19: expert consultation meetings held (F09). Sessions.

-- name: statistic_consulted
-- takes: body, from, to
-- gives: count of meetings held in the window
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(*)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_CONSULT_HELD';
