-- S32: breaches by their code, what became of them, and those without a decision.

-- name: statistic_breaches
-- takes: body, from, to
-- gives: codes of the event (breach=V01 …), count of breaches in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT e.codes, COUNT(*)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_BREACH'
 GROUP BY e.codes ORDER BY e.codes LIMIT 1000;

-- name: statistic_accountable
-- takes: body, from, to
-- gives: count of decisions on breaches in the window
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(*)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_ACCOUNTABLE';

-- name: statistic_undecided
-- takes: body, from, to
-- gives: count of matters with a breach in the window on which nobody has decided since
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(DISTINCT e.matter)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_BREACH'
   AND NOT EXISTS (SELECT 1 FROM event x
                    WHERE x.matter = e.matter AND x.kind || '' = 'E_ACCOUNTABLE' AND x.seq > e.seq
                      AND x.codes LIKE '%' || e.codes || '%');

-- name: statistic_accountable_kinds
-- takes: body, from, to
-- gives: kind of the decision (ACC_*), count of decisions in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT e.outcome, COUNT(*)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_ACCOUNTABLE' AND e.outcome IS NOT NULL
 GROUP BY e.outcome ORDER BY e.outcome LIMIT 20;
