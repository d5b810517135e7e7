-- S17: the four forms, in person-times. Shares come from the counts, never from rounded ones.

-- name: statistic_forms
-- takes: body, from, to
-- gives: form (FORM_1 to FORM_4), count of person-times in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT e.outcome, COUNT(*)
  FROM body b
  CROSS JOIN event e
  LEFT JOIN lead l ON l.matter = e.matter AND (l.id = e.lead OR
         (e.lead IS NULL AND l.finding IN ('FIND_TRUE', 'FIND_PART')))
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_FORM'
 GROUP BY e.outcome ORDER BY e.outcome LIMIT 20;
