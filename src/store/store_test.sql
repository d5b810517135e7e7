-- Statements of the driver's own tests.

-- name: thing_add
-- takes: id, name, size, data
-- gives: nothing
INSERT INTO thing (id, name, size, data) VALUES ($1, $2, $3, $4);

-- name: thing_find
-- takes: id
-- gives: id, name, size, data
-- bounded: one row, by primary key
SELECT id, name, size, data FROM thing WHERE id = $1;

-- name: thing_list
-- takes: limit
-- gives: id, name; by id
SELECT id, name FROM thing ORDER BY id LIMIT $1;

-- name: thing_count
-- takes: nothing
-- gives: number of things
-- bounded: one row
SELECT count(*) FROM thing;

-- name: thing_series
-- takes: first, last
-- gives: first, first + 1 ... last
-- bounded: by last
WITH RECURSIVE s (n) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM s WHERE n < $2)
SELECT n FROM s;

-- name: thing_grow
-- takes: how much, id
-- gives: the new size; no row when there is no such thing
UPDATE thing SET size = size + $1 WHERE id = $2 RETURNING size;

-- name: part_add
-- takes: id, thing, later
-- gives: nothing
INSERT INTO part (id, thing, later) VALUES ($1, $2, $3);

-- name: thing_fill
-- takes: first id, last id, bytes of each
-- gives: nothing
WITH RECURSIVE s (n) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT n + 1 FROM s WHERE n < $2)
INSERT INTO thing (id, name, size, data)
SELECT n, 'thing ' || CAST(n AS TEXT), 0, $3 FROM s;

-- name: thing_drop
-- takes: id
-- gives: nothing
DELETE FROM thing WHERE id = $1;
