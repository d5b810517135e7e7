-- S08: told in time whether accepted; by the due date, not by the day of telling.

-- name: statistic_told
-- takes: body, from, to
-- gives: real-name reports told by the due date of their first D04, real-name reports whose D04 is
--        due in the window. Not in it: one that went elsewhere in time (referred, merged, withdrawn:
--        the clock stopped and there is no notice to deliver); one that waits for its reporter.
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), due AS (
  SELECT r.id AS report, c.state AS state,
         CASE WHEN c.stop_day <= c.due_day THEN 1 ELSE 0 END AS stopped_in_time,
         (SELECT COUNT(*) FROM document d
           WHERE d.matter = c.matter AND d.code IN ('N01', 'N03')
             AND (d.report IS NULL OR d.report = r.id)) AS notices,
         (SELECT COUNT(*) FROM document d JOIN delivery y ON y.document = d.id
           WHERE d.matter = c.matter AND d.code IN ('N01', 'N03')
             AND (d.report IS NULL OR d.report = r.id) AND y.day <= c.due_day) AS told
    FROM body b
    CROSS JOIN clock c
    JOIN report_matter rm ON rm.matter = c.matter
    JOIN report r ON r.id = rm.report AND r.named = 1 AND r.state <> 'UNDONE'
   WHERE c.org = b.id AND c.code = 'D04' AND c.due_day >= $2 AND c.due_day < $3
     AND c.state <> 'PAUSED' AND (c.report IS NULL OR c.report = r.id)
     AND NOT EXISTS (SELECT 1 FROM clock x
                      WHERE x.matter = c.matter AND x.code = 'D04' AND x.start_day < c.start_day)
)
SELECT COUNT(DISTINCT CASE WHEN told > 0 THEN report END), COUNT(DISTINCT report) FROM due
 WHERE notices > 0 OR state <> 'STOPPED' OR stopped_in_time = 0;
