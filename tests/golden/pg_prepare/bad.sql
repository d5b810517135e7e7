-- Good SQL for SQLite; PostgreSQL, or our driver for it, could not take it. Only the first is fine.

-- name: thing_find
-- takes: id
-- gives: size, name, data
SELECT size, name, data FROM thing WHERE id = $1 LIMIT 1;

-- name: thing_glob
-- takes: pattern
-- gives: id
SELECT id FROM thing WHERE name GLOB $1 LIMIT 1;

-- name: thing_sum
-- takes: nothing
-- gives: sum of sizes
-- bounded: one row
SELECT sum(size) FROM thing;

-- name: thing_large
-- takes: bound
-- gives: whether it is larger
SELECT size > $1 FROM thing LIMIT 1;

-- name: thing_blank
-- takes: size
-- gives: nothing
INSERT INTO thing (id, size, name, data) VALUES (1, $1, 'x', zeroblob(4));

-- name: thing_mixed
-- takes: name
-- gives: id
SELECT id FROM thing WHERE size = 'x' || $1 LIMIT 1;
