-- name: idempotency_find
-- takes: id, now
-- gives: until_ms, sealed record
SELECT until_ms, sealed_record FROM idempotency WHERE id = $1 AND until_ms > $2 LIMIT 1;

-- name: idempotency_drop_old
-- takes: id, now
-- gives: nothing; a row whose time is over makes room for the same key
DELETE FROM idempotency WHERE id = $1 AND until_ms <= $2;

-- name: idempotency_drop
-- takes: id
-- gives: nothing
DELETE FROM idempotency WHERE id = $1;

-- name: idempotency_add
-- takes: id, until, sealed record
-- gives: nothing
INSERT INTO idempotency (id, until_ms, sealed_record) VALUES ($1, $2, $3);

-- name: idempotency_expire
-- takes: now
-- gives: one row each that was removed
DELETE FROM idempotency WHERE id IN
  (SELECT id FROM idempotency WHERE until_ms <= $1 ORDER BY until_ms LIMIT 1000)
RETURNING until_ms;
