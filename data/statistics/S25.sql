-- S25: results made public, by form (F04-F07). One result in two forms is two publications and
-- one result; both counts are given.

-- name: statistic_published
-- takes: body, from, to
-- gives: codes of the event (form=PF_MEETING …), count of publications in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT e.codes, COUNT(*)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_PUBLISHED'
 GROUP BY e.codes ORDER BY e.codes LIMIT 1000;

-- name: statistic_published_results
-- takes: body, from, to
-- gives: count of matters whose result was made public in the window
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(DISTINCT e.matter)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_PUBLISHED';
