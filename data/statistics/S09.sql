-- S09, S09b, S09c: concluded by the first due date, with extensions, days taken (F08).

-- name: statistic_concluded
-- takes: body, from, to
-- gives: matters by their first due date of completion (D10, D11, D12) in the window: concluded by
--        it; the same with granted extensions; all, still open ones too; filed as cases (in none of
--        the others). A merged matter is concluded with its lead matter.
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), due AS (
  SELECT c.matter AS matter, c.first_due_day AS first_due,
         MAX(CASE WHEN c.extensions > 0 THEN c.due_day ELSE c.first_due_day END) AS due
    FROM body b
    CROSS JOIN clock c
   WHERE c.org = b.id AND c.code IN ('D10', 'D11', 'D12')
     AND c.first_due_day >= $2 AND c.first_due_day < $3
     AND NOT EXISTS (SELECT 1 FROM clock x
                      WHERE x.matter = c.matter AND x.code IN ('D10', 'D11', 'D12')
                        AND x.first_due_day < c.first_due_day)
   GROUP BY c.matter, c.first_due_day
), done AS (
  SELECT d.first_due AS first_due, d.due AS due,
         (SELECT MIN(e.happened_day) FROM event e
           WHERE e.matter = COALESCE(m.lead_matter, m.id) AND e.kind || '' = 'E_CONCLUDED') AS concluded,
         (SELECT COUNT(*) FROM event e
           WHERE e.matter = d.matter AND e.kind || '' = 'E_CASE_FILED') AS filed
    FROM due d JOIN matter m ON m.id = d.matter
)
SELECT COUNT(CASE WHEN filed = 0 AND concluded <= first_due THEN 1 END),
       COUNT(CASE WHEN filed = 0 AND concluded <= due THEN 1 END),
       COUNT(CASE WHEN filed = 0 THEN 1 END),
       COUNT(CASE WHEN filed > 0 THEN 1 END)
  FROM done;

-- name: statistic_days_taken
-- takes: body, from, to
-- gives: days from the start of the first clock of completion to the conclusion, count of matters;
--        the matters of statistic_concluded that are concluded, shortest first
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), due AS (
  SELECT c.matter AS matter, MIN(c.start_day) AS start_day
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
), done AS (
  SELECT (SELECT MIN(e.happened_day) FROM event e
           WHERE e.matter = COALESCE(m.lead_matter, m.id) AND e.kind || '' = 'E_CONCLUDED')
         - d.start_day AS days
    FROM due d JOIN matter m ON m.id = d.matter
)
SELECT days, COUNT(*) FROM done WHERE days IS NOT NULL GROUP BY days ORDER BY days LIMIT 9000;
