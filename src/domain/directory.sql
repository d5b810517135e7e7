-- name: directory_add
-- takes: id, org, managed by, kind, name, unit, post, level, from
-- gives: nothing
INSERT INTO directory (id, org, managed_by, kind, name, unit, post, level, from_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: directory_named
-- takes: name, unit, today
-- gives: id, org, managed by, kind, name, unit, post, level
SELECT id, org, managed_by, kind, name, unit, post, level FROM directory
 WHERE name = $1 AND unit = $2 AND from_day <= $3 AND (to_day IS NULL OR to_day > $3)
 ORDER BY id LIMIT 100;

-- name: directory_posted
-- takes: unit, post, today
-- gives: id, org, managed by, kind, name, unit, post, level
SELECT id, org, managed_by, kind, name, unit, post, level FROM directory
 WHERE unit = $1 AND post = $2 AND from_day <= $3 AND (to_day IS NULL OR to_day > $3)
 ORDER BY id LIMIT 100;
