-- S11: result told in time.

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
