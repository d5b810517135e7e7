-- S33: persons found to have accused falsely, persons cleared. A sub-procedure is about one
-- person; what is done after the finding counts no second time.

-- name: statistic_false_and_cleared
-- takes: body, from, to
-- gives: E_FA_APPROVED or E_CLARIFIED, count of persons in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT e.kind, COUNT(*)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' IN ('E_FA_APPROVED', 'E_CLARIFIED')
   AND NOT EXISTS (SELECT 1 FROM event x
                    WHERE x.matter = e.matter AND x.kind || '' = e.kind AND x.seq < e.seq
                      AND COALESCE(x.subproc, 0) = COALESCE(e.subproc, 0))
 GROUP BY e.kind ORDER BY e.kind LIMIT 2;
