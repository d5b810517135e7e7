-- S06: acceptance notices delivered (F02 of the article).

-- name: statistic_notices
-- takes: body, from, to
-- gives: count of acceptance notices (N01) first delivered in the window, in whatever form
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), told AS (
  SELECT (SELECT MIN(y.day) FROM delivery y WHERE y.document = d.id) AS day
    FROM body b
    CROSS JOIN matter m
    CROSS JOIN document d
   WHERE m.org = b.id AND d.matter = m.id AND d.code = 'N01' AND d.replaced_by IS NULL
)
SELECT COUNT(*) FROM told WHERE day >= $2 AND day < $3;
