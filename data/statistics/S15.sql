-- S15: leads filed as cases, by the level of the accused. A matter is filed once; filed again
-- after a reopening it is a second case.

-- name: statistic_filed
-- takes: body, from, to
-- gives: level of the accused (null while not coded), count of leads filed in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT m.level, COUNT(*)
  FROM body b
  CROSS JOIN event e
  JOIN matter m ON m.id = e.matter
  LEFT JOIN lead l ON l.matter = e.matter AND (e.lead IS NULL OR l.id = e.lead)
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_CASE_FILED'
 GROUP BY m.level ORDER BY m.level LIMIT 20;
