-- S35: protection asked for, measures taken, retaliation found. Of the province only: a smaller
-- area would point at a person.

-- name: statistic_protected
-- takes: body, from, to
-- gives: ASKED, GRANTED or RETALIATION; count in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), act AS (
  SELECT CASE WHEN e.to_state = 'PR_ASKED' THEN 'ASKED'
              WHEN e.to_state = 'PR_MEASURES' THEN 'GRANTED'
              WHEN e.kind = 'E_BREACH' AND e.codes LIKE '%breach=V10%' THEN 'RETALIATION'
              END AS what
    FROM body b
    CROSS JOIN event e
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' IN ('E_PROTECT', 'E_BREACH')
)
SELECT what, COUNT(*) FROM act WHERE what IS NOT NULL GROUP BY what ORDER BY what LIMIT 3;
