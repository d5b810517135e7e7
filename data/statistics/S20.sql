-- S20: matters with at least one representative of the masses who took part (F10). Matters, not
-- persons.

-- name: statistic_represented
-- takes: body, from, to
-- gives: count of matters in which somebody joined in the window
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(DISTINCT e.matter)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_REP_JOINED';
