-- S01-S04, S28: reports received, of which reports of wrongdoing, of which first ones; by channel,
-- category, level and topic; repeats. Domain rules 7.2, as the national body publishes them.

-- name: statistic_received
-- takes: body, from, to
-- gives: channel, category at the cut-off, is a repeat, count of reports received in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), received AS (
  SELECT r.channel AS channel, COALESCE(m.category, r.category) AS category,
         CASE WHEN EXISTS (SELECT 1 FROM event e
                            WHERE e.matter = rm.matter AND e.kind || '' = 'E_REPEAT'
                              AND NOT EXISTS (SELECT 1 FROM event x
                                               WHERE x.matter = e.matter AND x.seq > e.seq
                                                 AND x.from_state = 'ST_FILED_REPEAT'))
              THEN 1 ELSE 0 END AS repeated
    FROM body b
    CROSS JOIN report r
    LEFT JOIN report_matter rm ON rm.report = r.id
         AND rm.seq = (SELECT MAX(y.seq) FROM report_matter y WHERE y.report = r.id)
    LEFT JOIN matter m ON m.id = rm.matter
   WHERE r.org = b.id AND r.received_day >= $2 AND r.received_day < $3
     AND r.state <> 'UNDONE' AND r.channel <> 'CH_DAILY'
)
SELECT channel, category, repeated, COUNT(*) FROM received
 GROUP BY channel, category, repeated ORDER BY channel, category, repeated LIMIT 1000;

-- name: statistic_coded
-- takes: body, from, to
-- gives: level, topic (null while the screener has not coded them), count of the reports of
--        statistic_received whose category is CAT_REPORT
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT m.level, m.topic, COUNT(*)
  FROM body b
  CROSS JOIN report r
  LEFT JOIN report_matter rm ON rm.report = r.id
       AND rm.seq = (SELECT MAX(y.seq) FROM report_matter y WHERE y.report = r.id)
  LEFT JOIN matter m ON m.id = rm.matter
 WHERE r.org = b.id AND r.received_day >= $2 AND r.received_day < $3
   AND r.state <> 'UNDONE' AND r.channel <> 'CH_DAILY'
   AND COALESCE(m.category, r.category) = 'CAT_REPORT'
 GROUP BY m.level, m.topic ORDER BY m.level, m.topic LIMIT 1000;
