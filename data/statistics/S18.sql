-- S18: what was found. Of the leads of matters first concluded in the window, by their finding at
-- the cut-off. Never used to rank those who report.

-- name: statistic_found
-- takes: body, from, to
-- gives: finding (FIND_*), count of leads
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), concluded AS (
  SELECT DISTINCT e.matter AS matter
    FROM body b
    CROSS JOIN event e
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' = 'E_CONCLUDED'
     AND NOT EXISTS (SELECT 1 FROM event x
                      WHERE x.matter = e.matter AND x.kind || '' = 'E_CONCLUDED'
                        AND x.happened_day < e.happened_day)
)
SELECT l.finding, COUNT(*)
  FROM concluded c JOIN lead l ON l.matter = c.matter
 WHERE l.finding IS NOT NULL
 GROUP BY l.finding ORDER BY l.finding LIMIT 20;
