-- S07: two-way commitment letters that both sides signed (F03). The event is written when the
-- second of them signs. A letter is never a condition of anything (domain rules 1.2).

-- name: statistic_commitments
-- takes: body, from, to
-- gives: count of letters signed by both in the window: one for each matter and reporter
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), signed AS (
  SELECT DISTINCT e.matter AS matter, e.report AS report
    FROM body b
    CROSS JOIN event e
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' = 'E_COMMIT_SIGNED'
)
SELECT COUNT(*) FROM signed;
