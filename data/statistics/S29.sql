-- S29: matters whose term was lengthened, among those of S09.

-- name: statistic_extended
-- takes: body, from, to
-- gives: matters with at least one granted extension, all
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), due AS (
  SELECT c.matter AS matter
    FROM body b
    CROSS JOIN clock c
   WHERE c.org = b.id AND c.code IN ('D10', 'D11', 'D12')
     AND c.first_due_day >= $2 AND c.first_due_day < $3
     AND NOT EXISTS (SELECT 1 FROM clock x
                      WHERE x.matter = c.matter AND x.code IN ('D10', 'D11', 'D12')
                        AND x.first_due_day < c.first_due_day)
     AND NOT EXISTS (SELECT 1 FROM event e
                      WHERE e.matter = c.matter AND e.kind || '' = 'E_CASE_FILED')
   GROUP BY c.matter
)
SELECT COUNT(CASE WHEN EXISTS (SELECT 1 FROM event e
                                WHERE e.matter = d.matter AND e.kind || '' = 'E_EXTENDED')
                  THEN 1 END),
       COUNT(*)
  FROM due d;
