-- name: access_add
-- takes: locator, sealed record, state, until, tag
-- gives: nothing
INSERT INTO access_row (locator, sealed_record, state, until_day, tag)
VALUES ($1, $2, $3, $4, $5);

-- name: access_find
-- takes: locator
-- gives: sealed record, state, until, sealed log-ins; no row: wrong number or password
SELECT sealed_record, state, until_day, sealed_logins FROM access_row WHERE locator = $1 LIMIT 1;

-- name: access_set_logins
-- takes: sealed log-ins, locator
-- gives: nothing
UPDATE access_row SET sealed_logins = $1 WHERE locator = $2;

-- name: access_remove
-- takes: locator
-- gives: nothing
DELETE FROM access_row WHERE locator = $1;

-- name: access_remove_tagged
-- takes: tag
-- gives: nothing
DELETE FROM access_row WHERE tag = $1;
