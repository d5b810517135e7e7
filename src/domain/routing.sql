-- name: route_named
-- takes: name without blanks, day
-- gives: org, managed_by, kind, unit, post of everybody of that name in the directory
SELECT org, managed_by, kind, unit, post FROM directory
 WHERE name = $1 AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2) LIMIT 100;

-- name: route_leaders
-- takes: org, day
-- gives: org, managed_by, kind, unit, post of the leaders a body's directory names
SELECT org, managed_by, kind, unit, post FROM directory
 WHERE org = $1 AND kind IN ('HEAD', 'LEADER', 'CADRE')
   AND from_day <= $2 AND (to_day IS NULL OR to_day >= $2) LIMIT 1000;

-- name: route_officer
-- takes: day, name
-- gives: org, role of every officer of that name, one row for each role in force
SELECT o.org, r.role FROM officer o
  LEFT JOIN officer_role r ON r.officer = o.id AND r.from_day <= $1
       AND (r.to_day IS NULL OR r.to_day > $1)
 WHERE o.name = $2 AND o.state <> 'LEFT' LIMIT 500;
