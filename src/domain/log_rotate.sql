-- log_rotate.sql - keys that signed before the present one.

-- name: log_key_former_add
-- takes: number (1, 2, ...), vkey, last day on which it signs beside its successor, statement
-- gives: nothing
INSERT INTO log_key_former (id, vkey, until_day, statement) VALUES ($1, $2, $3, $4);

-- name: log_key_former_list
-- takes: nothing
-- gives: vkey, until_day, statement, the latest first
SELECT vkey, until_day, statement FROM log_key_former ORDER BY id DESC LIMIT 15;
