-- S27: what reporters say of it: three questions on two objects. Only from their own log-in or a
-- sealed slip. By the month in which the result was told; who does not rate stays in the
-- denominator.

-- name: statistic_eligible
-- takes: body, from, to
-- gives: count of reports whose result was first told in the window
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), told AS (
  SELECT DISTINCT e.matter AS matter
    FROM body b
    CROSS JOIN event e
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' = 'E_FEEDBACK'
     AND NOT EXISTS (SELECT 1 FROM event x WHERE x.matter = e.matter AND x.kind || '' = 'E_FEEDBACK'
                                             AND x.happened_day < e.happened_day)
)
SELECT COUNT(DISTINCT rm.report)
  FROM told t JOIN report_matter rm ON rm.matter = t.matter;

-- name: statistic_rated
-- takes: body, from, to
-- gives: PETITION or HANDLING; raters, satisfied with the process, the attitude, the result
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT t.target, COUNT(*), COUNT(CASE WHEN t.process = 1 THEN 1 END),
       COUNT(CASE WHEN t.attitude = 1 THEN 1 END), COUNT(CASE WHEN t.result = 1 THEN 1 END)
  FROM body b
  CROSS JOIN rating t
 WHERE t.org = b.id AND t.told_month >= $2 AND t.told_month < $3
 GROUP BY t.target ORDER BY t.target LIMIT 2;
