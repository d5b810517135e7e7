-- S12: what was passed on to other bodies, entrusted to bodies below, and urged (XF 41(2)). Acts.

-- name: statistic_passed_on
-- takes: body, from, to
-- gives: UP, DOWN, SIDE, ENTRUSTED or SUPERVISED; count of acts in the window
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
), act AS (
  SELECT CASE WHEN e.kind = 'E_ENTRUSTED' THEN 'ENTRUSTED'
              WHEN e.kind = 'E_SUPERVISED' THEN 'SUPERVISED'
              WHEN e.to_state = 'ST_REFERRED_UP' THEN 'UP'
              WHEN e.to_state = 'ST_REFERRED_DOWN' THEN 'DOWN'
              ELSE 'SIDE' END AS way
    FROM body b
    CROSS JOIN event e
   WHERE e.org = b.id AND e.happened_day >= $2 AND e.happened_day < $3
     AND e.kind || '' IN ('E_REFERRED', 'E_ENTRUSTED', 'E_SUPERVISED')
)
SELECT way, COUNT(*) FROM act GROUP BY way ORDER BY way LIMIT 5;
