-- S26: reviews that changed or revoked what was decided before. It shows that review is real.

-- name: statistic_reviewed
-- takes: body, from, to
-- gives: ruling as outcome or among the codes (ruling=RV_CHANGE), count of reviews done in the
--        window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COALESCE(e.outcome, e.codes), COUNT(*)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_REVIEW_DONE'
 GROUP BY COALESCE(e.outcome, e.codes) ORDER BY 1 LIMIT 1000;
