-- S10: accepted in the window, concluded by the cut-off.

-- name: statistic_accepted
-- takes: body, from, to, cut-off day
-- gives: of the matters first accepted in the window: concluded by the cut-off, all
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), accepted AS (
  SELECT DISTINCT e.matter AS matter
    FROM body b
    CROSS JOIN event e
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' = 'E_ACCEPTED'
     AND NOT EXISTS (SELECT 1 FROM event x WHERE x.matter = e.matter AND x.kind || '' = 'E_ACCEPTED'
                                             AND x.happened_day < e.happened_day)
)
SELECT COUNT(CASE WHEN EXISTS (SELECT 1 FROM event e
                                WHERE e.matter = COALESCE(m.lead_matter, m.id)
                                  AND e.kind || '' = 'E_CONCLUDED' AND e.happened_day <= $4)
                  THEN 1 END),
       COUNT(*)
  FROM accepted a JOIN matter m ON m.id = a.matter;
