-- S30: not accepted, by reason; and complaints against it that were upheld. Of the reports
-- received in the window, as they stand at the cut-off.

-- name: statistic_not_accepted
-- takes: body, from, to
-- gives: reason as codes of the last such event (reason=1), count of reports
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
), last AS (
  SELECT v.report AS report, v.matter AS matter, MAX(e.seq) AS seq
    FROM received v JOIN event e ON e.matter = v.matter AND e.kind || '' = 'E_NOT_ACCEPTED'
   GROUP BY v.report, v.matter
)
SELECT e.codes, COUNT(*)
  FROM last l JOIN event e ON e.matter = l.matter AND e.seq = l.seq
 GROUP BY e.codes ORDER BY e.codes LIMIT 1000;

-- name: statistic_refusals
-- takes: body, from, to
-- gives: reports not accepted, all reports received in the window
-- bounded: one row
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
)
SELECT COUNT(CASE WHEN EXISTS (SELECT 1 FROM event e
                                WHERE e.matter = v.matter AND e.kind || '' = 'E_NOT_ACCEPTED')
                  THEN 1 END),
       COUNT(*)
  FROM received v;

-- name: statistic_upheld
-- takes: body, from, to
-- gives: complaints against non-acceptance that the body above upheld in the window
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(*)
  FROM body b
  CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_REOPENED' AND e.move = 'T48';
