-- overview.sql - what runs and what is late, counted for who leads.

-- name: overview_by_dept
-- takes: today, body, now
-- gives: department, its name (null: not assigned yet), matters with a date, those past it
SELECT d.id, d.name, COUNT(*), SUM(CASE WHEN m.due_day < $1 THEN 1 ELSE 0 END)
  FROM matter m LEFT JOIN dept d ON d.id = m.dept
 WHERE m.org = $2 AND m.due_day IS NOT NULL
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $3)
 GROUP BY d.id, d.name ORDER BY 4 DESC, d.id LIMIT 50;

-- name: overview_by_body
-- takes: today, body, now
-- gives: each body directly below with all below it: id, name, matters with a date, those past it
SELECT k.id, k.name, COUNT(*), SUM(CASE WHEN m.due_day < $1 THEN 1 ELSE 0 END)
  FROM matter m JOIN org a ON a.id = m.org LEFT JOIN org b ON b.id = a.parent
  LEFT JOIN org e ON e.id = b.parent
  JOIN org k ON k.parent = $2 AND (k.id = a.id OR k.id = b.id OR k.id = e.id)
 WHERE m.due_day IS NOT NULL AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $3)
 GROUP BY k.id, k.name ORDER BY k.id LIMIT 200;
