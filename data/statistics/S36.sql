-- S36: how often a report was passed on, along all bodies it came through. Three times and more
-- is a breach (V05).

-- name: statistic_handed_on
-- takes: body, from, to
-- gives: times passed on, count of the reports received in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), received AS (
  SELECT r.id AS report, rm.matter AS matter
    FROM body b
    CROSS JOIN report r
    LEFT JOIN report_matter rm ON rm.report = r.id
         AND rm.seq = (SELECT MAX(y.seq) FROM report_matter y WHERE y.report = r.id)
    LEFT JOIN matter m ON m.id = rm.matter
   WHERE r.org = b.id AND r.received_day >= $2 AND r.received_day < $3
     AND r.state <> 'UNDONE' AND r.channel <> 'CH_DAILY'
), times AS (
  SELECT (SELECT COUNT(*) FROM report_matter y JOIN event e ON e.matter = y.matter
           WHERE y.report = v.report AND e.kind || '' IN ('E_REFERRED', 'E_ENTRUSTED')) AS n
    FROM received v
)
SELECT n, COUNT(*) FROM times GROUP BY n ORDER BY n LIMIT 1000;
