-- S05: real names that were verified, among the first reports of wrongdoing (F01 of the article).
-- Who gave a name that could not be verified is counted apart: giving a name is not enough.

-- name: statistic_real_name
-- takes: body, from, to
-- gives: VERIFIED, FAILED (tried, never verified) or NONE; count of the first reports of
--        wrongdoing (S03)
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), first AS (
  SELECT r.id AS report, rm.matter AS matter
    FROM body b
    CROSS JOIN report r
    LEFT JOIN report_matter rm ON rm.report = r.id
         AND rm.seq = (SELECT MAX(y.seq) FROM report_matter y WHERE y.report = r.id)
    LEFT JOIN matter m ON m.id = rm.matter
   WHERE r.org = b.id AND r.received_day >= $2 AND r.received_day < $3
     AND r.state <> 'UNDONE' AND r.channel <> 'CH_DAILY'
     AND COALESCE(m.category, r.category) = 'CAT_REPORT'
     AND NOT EXISTS (SELECT 1 FROM event e
                      WHERE e.matter = rm.matter AND e.kind || '' = 'E_REPEAT'
                        AND NOT EXISTS (SELECT 1 FROM event x
                                         WHERE x.matter = e.matter AND x.seq > e.seq
                                           AND x.from_state = 'ST_FILED_REPEAT'))
), checked AS (
  SELECT CASE WHEN EXISTS (SELECT 1 FROM report_matter y JOIN event e ON e.matter = y.matter
                            WHERE y.report = f.report AND e.kind || '' = 'E_RN_VERIFIED'
                              AND (e.report IS NULL OR e.report = f.report)) THEN 'VERIFIED'
              WHEN EXISTS (SELECT 1 FROM report_matter y JOIN event e ON e.matter = y.matter
                            WHERE y.report = f.report AND e.kind || '' = 'E_RN_FAILED'
                              AND (e.report IS NULL OR e.report = f.report)) THEN 'FAILED'
              ELSE 'NONE' END AS name
    FROM first f
)
SELECT name, COUNT(*) FROM checked GROUP BY name ORDER BY name LIMIT 3;
