-- name: draft_find
-- takes: id, now
-- gives: version, sealed record
SELECT version, sealed_record FROM draft WHERE id = $1 AND until_ms > $2 LIMIT 1;

-- name: draft_version
-- takes: id
-- gives: version of a draft, over or not
SELECT version FROM draft WHERE id = $1 LIMIT 1;

-- name: draft_put
-- takes: id, until, version, sealed record
-- gives: nothing
INSERT INTO draft (id, until_ms, version, sealed_record) VALUES ($1, $2, $3, $4)
ON CONFLICT (id) DO UPDATE SET until_ms = excluded.until_ms, version = excluded.version,
  sealed_record = excluded.sealed_record;

-- name: draft_drop
-- takes: id
-- gives: nothing
DELETE FROM draft WHERE id = $1;

-- name: draft_expire
-- takes: now
-- gives: one row each that was removed
DELETE FROM draft WHERE id IN
  (SELECT id FROM draft WHERE until_ms <= $1 ORDER BY until_ms LIMIT 1000)
RETURNING until_ms;
