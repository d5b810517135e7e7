-- S21: matters heard, and of them those whose petitioner rated the result as satisfied, and those
-- that are settled (F11, where the article divides matters by sessions). Who did not rate stays
-- in the denominator. A rating points to no matter, so the two are never joined person by person.

-- name: statistic_heard
-- takes: body, from, to, days of observation (D40), cut-off day
-- gives: CONFIRMED, AGAIN, QUIET or OBSERVED as in S22, counted from the last hearing in the
--        window; count of matters heard in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), held AS (
  SELECT e.matter AS matter, MAX(e.seq) AS seq, MAX(e.happened_day) AS day
    FROM body b
    CROSS JOIN event e
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' = 'E_HEARING_HELD'
   GROUP BY e.matter
), state AS (
  SELECT CASE WHEN EXISTS (SELECT 1 FROM event x
                            WHERE x.matter = d.matter AND x.actor_role = 'RO_REPORTER'
                              AND x.kind || '' IN ('E_SETTLED', 'E_CLOSED')
                              AND x.happened_day >= d.day) THEN 'CONFIRMED'
              WHEN EXISTS (SELECT 1 FROM event x
                            WHERE x.matter = d.matter
                              AND x.kind || '' IN ('E_REOPENED', 'E_OBJECTION', 'E_REVIEW_REQ',
                                                   'E_RR_REQ')
                              AND x.seq > d.seq AND x.happened_day <= d.day + $4)
                OR EXISTS (SELECT 1 FROM matter z JOIN event x ON x.matter = z.id
                            WHERE z.lead_matter = d.matter AND x.kind || '' = 'E_REPEAT'
                              AND x.happened_day >= d.day AND x.happened_day <= d.day + $4)
              THEN 'AGAIN'
              WHEN d.day + $4 < $5 THEN 'QUIET'
              ELSE 'OBSERVED' END AS settled
    FROM held d
)
SELECT settled, COUNT(*) FROM state GROUP BY settled ORDER BY settled LIMIT 4;

-- name: statistic_heard_sessions
-- takes: body, from, to
-- gives: sessions held in the window
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(*)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_HEARING_HELD';

-- name: statistic_heard_rated
-- takes: body, from, to
-- gives: ratings of the result as satisfied by petitioners heard in the window (whole months)
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(*)
  FROM body b
  CROSS JOIN rating t
 WHERE t.org = b.id AND t.heard_month >= $2 AND t.heard_month < $3
   AND t.target = 'HANDLING' AND t.result = 1;
