-- S16: persons sanctioned, by kind and level. A lead is one accused; an event of the whole matter
-- speaks of the leads found true or partly true, or of one person when there are none written
-- down.

-- name: statistic_sanctioned
-- takes: body, from, to
-- gives: kind (SANC_*), level (null while not coded), count of persons in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT e.outcome, m.level, COUNT(*)
  FROM body b
  CROSS JOIN event e
  JOIN matter m ON m.id = e.matter
  LEFT JOIN lead l ON l.matter = e.matter AND (l.id = e.lead OR
         (e.lead IS NULL AND l.finding IN ('FIND_TRUE', 'FIND_PART')))
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_SANCTION'
 GROUP BY e.outcome, m.level ORDER BY e.outcome, m.level LIMIT 100;
