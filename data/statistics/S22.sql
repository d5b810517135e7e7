-- S22, S23, S24: settled after review or re-review (F12, F13). Confirmed by the reporter in his
-- own log-in, or quiet for the days of D40: no repeat of the same facts to any body, by whomever,
-- no objection, no further request. Not yet over: in observation, in neither count. A withdrawal
-- settles nothing.

-- name: statistic_settled
-- takes: body, from, to, days of observation (D40), cut-off day
-- gives: E_REVIEW_DONE or E_RR_DONE; 1 when no later one followed, else 0; CONFIRMED, AGAIN,
--        QUIET or OBSERVED; count of matters whose last one of that kind is in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), done AS (
  SELECT e.matter AS matter, e.kind AS kind, MAX(e.seq) AS seq, MAX(e.happened_day) AS day
    FROM body b
    CROSS JOIN event e
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' IN ('E_REVIEW_DONE', 'E_RR_DONE')
     AND NOT EXISTS (SELECT 1 FROM event x
                      WHERE x.matter = e.matter AND x.kind || '' = e.kind AND x.happened_day >= $3)
   GROUP BY e.matter, e.kind
), state AS (
  SELECT d.kind AS kind,
         CASE WHEN EXISTS (SELECT 1 FROM event x
                            WHERE x.matter = d.matter AND x.seq > d.seq
                              AND x.kind || '' IN ('E_REVIEW_DONE', 'E_RR_DONE'))
              THEN 0 ELSE 1 END AS final,
         CASE WHEN EXISTS (SELECT 1 FROM event x
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
    FROM done d
)
SELECT kind, final, settled, COUNT(*) FROM state
 GROUP BY kind, final, settled ORDER BY kind, final, settled LIMIT 20;
