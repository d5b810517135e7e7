-- S38: first reports of wrongdoing that were withdrawn; of them those withdrawn within thirty
-- days of a request for protection, which ask for a safety check (domain rules 3.5, WD).

-- name: statistic_withdrawn
-- takes: body, from, to
-- gives: withdrawn, withdrawn within 30 days of a request for protection, all of S03
-- bounded: one row
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
), gone AS (
  SELECT f.report AS report, MIN(e.happened_day) AS day
    FROM first f JOIN report_matter y ON y.report = f.report
    JOIN event e ON e.matter = y.matter AND e.kind || '' = 'E_WITHDRAWN'
   GROUP BY f.report
)
SELECT (SELECT COUNT(*) FROM gone),
       (SELECT COUNT(*) FROM gone g
         WHERE EXISTS (SELECT 1 FROM report_matter y JOIN event e ON e.matter = y.matter
                        WHERE y.report = g.report AND e.to_state = 'PR_ASKED'
                          AND e.happened_day <= g.day AND e.happened_day >= g.day - 30)),
       (SELECT COUNT(*) FROM first);
