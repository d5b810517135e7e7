-- S13, S14: leads of which somebody decided how to go on, each once, by the last way decided in
-- the window; a talk or inquiry is also counted as an act, as the national body does. An event of
-- the whole matter speaks of all its leads; a matter whose leads nobody wrote down counts as one.

-- name: statistic_disposed
-- takes: body, from, to
-- gives: TALK, VERIFY, HOLD or DISMISS (the last in the window); count of leads
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), decided AS (
  SELECT e.matter AS matter, COALESCE(l.id, 0) AS lead, e.seq AS seq, e.move AS move
    FROM body b
    CROSS JOIN event e
    LEFT JOIN lead l ON l.matter = e.matter AND (e.lead IS NULL OR l.id = e.lead)
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' = 'E_DISPOSAL'
), last AS (
  SELECT CASE d.move WHEN 'T17' THEN 'DISP_TALK' WHEN 'T19' THEN 'DISP_HOLD'
                     WHEN 'T20' THEN 'DISP_DISMISS' ELSE 'DISP_VERIFY' END AS way
    FROM decided d
   WHERE NOT EXISTS (SELECT 1 FROM decided x
                      WHERE x.matter = d.matter AND x.lead = d.lead AND x.seq > d.seq)
)
SELECT way, COUNT(*) FROM last GROUP BY way ORDER BY way LIMIT 4;

-- name: statistic_talks
-- takes: body, from, to
-- gives: count of talks and inquiries decided in the window, one for each lead
-- bounded: one row
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT COUNT(*)
  FROM body b
  CROSS JOIN event e
  LEFT JOIN lead l ON l.matter = e.matter AND (e.lead IS NULL OR l.id = e.lead)
 WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
   AND e.kind || '' = 'E_DISPOSAL' AND e.move = 'T17';
