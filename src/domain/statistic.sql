-- statistic.sql - counts from facts for a body and all below it, window [from, to) in day numbers.
-- Definitions: domain.md 7.2. Only counts and days leave the database; C makes texts of them.
-- CROSS JOIN: SQLite then goes from the bodies to their rows. kind || '': it looks up a matter's few
-- events by matter, not every event of that kind (measured: 10 s against 20 ms for 6,000 matters).

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

-- name: statistic_concluded
-- takes: body, from, to
-- gives: matters by their first due date of completion (D10, D11, D12) in the window: concluded by
--        it; the same with granted extensions; all, still open ones too; filed as cases (in none of
--        the others). A merged matter is concluded with its lead matter.
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), due AS (
  SELECT c.matter AS matter, c.first_due_day AS first_due,
         MAX(CASE WHEN c.extensions > 0 THEN c.due_day ELSE c.first_due_day END) AS due
    FROM body b
    CROSS JOIN clock c
   WHERE c.org = b.id AND c.code IN ('D10', 'D11', 'D12')
     AND c.first_due_day >= $2 AND c.first_due_day < $3
     AND NOT EXISTS (SELECT 1 FROM clock x
                      WHERE x.matter = c.matter AND x.code IN ('D10', 'D11', 'D12')
                        AND x.first_due_day < c.first_due_day)
   GROUP BY c.matter, c.first_due_day
), done AS (
  SELECT d.first_due AS first_due, d.due AS due,
         (SELECT MIN(e.happened_day) FROM event e
           WHERE e.matter = COALESCE(m.lead_matter, m.id) AND e.kind || '' = 'E_CONCLUDED') AS concluded,
         (SELECT COUNT(*) FROM event e
           WHERE e.matter = d.matter AND e.kind || '' = 'E_CASE_FILED') AS filed
    FROM due d JOIN matter m ON m.id = d.matter
)
SELECT COUNT(CASE WHEN filed = 0 AND concluded <= first_due THEN 1 END),
       COUNT(CASE WHEN filed = 0 AND concluded <= due THEN 1 END),
       COUNT(CASE WHEN filed = 0 THEN 1 END),
       COUNT(CASE WHEN filed > 0 THEN 1 END)
  FROM done;

-- name: statistic_days_taken
-- takes: body, from, to
-- gives: days from the start of the first clock of completion to the conclusion, count of matters;
--        the matters of statistic_concluded that are concluded, shortest first
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), due AS (
  SELECT c.matter AS matter, MIN(c.start_day) AS start_day
    FROM body b
    CROSS JOIN clock c
   WHERE c.org = b.id AND c.code IN ('D10', 'D11', 'D12')
     AND c.first_due_day >= $2 AND c.first_due_day < $3
     AND NOT EXISTS (SELECT 1 FROM clock x
                      WHERE x.matter = c.matter AND x.code IN ('D10', 'D11', 'D12')
                        AND x.first_due_day < c.first_due_day)
     AND NOT EXISTS (SELECT 1 FROM event e
                      WHERE e.matter = c.matter AND e.kind || '' = 'E_CASE_FILED')
   GROUP BY c.matter
), done AS (
  SELECT (SELECT MIN(e.happened_day) FROM event e
           WHERE e.matter = COALESCE(m.lead_matter, m.id) AND e.kind || '' = 'E_CONCLUDED')
         - d.start_day AS days
    FROM due d JOIN matter m ON m.id = d.matter
)
SELECT days, COUNT(*) FROM done WHERE days IS NOT NULL GROUP BY days ORDER BY days LIMIT 9000;

-- name: statistic_accepted
-- takes: body, from, to, cut-off day
-- gives: of the matters first accepted in the window: concluded by the cut-off, all
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), accepted AS (
  SELECT DISTINCT e.matter AS matter
    FROM body b
    CROSS JOIN event e
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' = 'E_ACCEPTED'
     AND NOT EXISTS (SELECT 1 FROM event x WHERE x.matter = e.matter AND x.kind || '' = 'E_ACCEPTED'
                                             AND x.happened_day < e.happened_day)
)
SELECT COUNT(CASE WHEN EXISTS (SELECT 1 FROM event e
                                WHERE e.matter = COALESCE(m.lead_matter, m.id)
                                  AND e.kind || '' = 'E_CONCLUDED' AND e.happened_day <= $4)
                  THEN 1 END),
       COUNT(*)
  FROM accepted a JOIN matter m ON m.id = a.matter;

-- name: statistic_fed_back
-- takes: body, from, to
-- gives: real-name matters whose result (N13) was delivered by the due date of their first D15,
--        real-name matters whose first D15 is due in the window. Not in it: one whose clock stopped
--        in time without a result of its own (an entrusted matter: the body below tells).
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), due AS (
  SELECT m.id AS matter, c.state AS state,
         CASE WHEN c.stop_day <= c.due_day THEN 1 ELSE 0 END AS stopped_in_time,
         (SELECT COUNT(*) FROM document d
           WHERE d.matter = m.id AND d.code = 'N13') AS notices,
         (SELECT COUNT(*) FROM document d JOIN delivery y ON y.document = d.id
           WHERE d.matter = m.id AND d.code = 'N13' AND y.day <= c.due_day) AS told
    FROM body b
    CROSS JOIN clock c
    JOIN matter m ON m.id = c.matter AND m.named = 1
   WHERE c.org = b.id AND c.code = 'D15' AND c.due_day >= $2 AND c.due_day < $3
     AND NOT EXISTS (SELECT 1 FROM clock x
                      WHERE x.matter = c.matter AND x.code = 'D15' AND x.start_day < c.start_day)
)
SELECT COUNT(DISTINCT CASE WHEN told > 0 THEN matter END), COUNT(DISTINCT matter) FROM due
 WHERE notices > 0 OR state <> 'STOPPED' OR stopped_in_time = 0;

-- name: statistic_entered_late
-- takes: body, from, to
-- gives: days between what happened and its entry, count of events; smallest first
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT e.entered_day - e.happened_day AS days, COUNT(*)
  FROM body b CROSS JOIN event e
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
 GROUP BY e.entered_day - e.happened_day ORDER BY days LIMIT 9000;
