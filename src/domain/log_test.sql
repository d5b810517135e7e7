-- log_test.sql - what only the tests of the public log ask and spoil.

-- name: test_leaf_spoil
-- takes: entry, index
-- gives: nothing
UPDATE leaf SET entry = $1 WHERE idx = $2;

-- name: test_tile_spoil
-- takes: hashes, level, number
-- gives: nothing
UPDATE log_tile SET data = $1 WHERE level = $2 AND n = $3;

-- name: test_tile_drop
-- takes: level, number
-- gives: nothing
DELETE FROM log_tile WHERE level = $1 AND n = $2;

-- name: test_signed_spoil
-- takes: note, size
-- gives: nothing
UPDATE signed_head SET note = $1 WHERE size = $2;

-- name: test_leaf_by_tag
-- takes: tag
-- gives: index, entry
SELECT idx, entry FROM leaf WHERE tag = $1 LIMIT 2;

-- name: test_leaf_public
-- takes: nothing
-- gives: index, entry of leaves without tag
SELECT idx, entry FROM leaf WHERE tag IS NULL ORDER BY idx LIMIT 100;

-- name: test_event_kind
-- takes: kind, matter
-- gives: nothing
UPDATE event SET kind = $1 WHERE matter = $2 AND seq = 0;

-- name: test_signed_drop
-- takes: size
-- gives: nothing; heads larger than that
DELETE FROM signed_head WHERE size > $1;

-- name: test_chain_leaves_drop
-- takes: kind of chain, owner
-- gives: nothing
DELETE FROM event_chain WHERE chain IN (SELECT id FROM chain WHERE kind = $1 AND owner = $2);

-- name: test_chain_drop
-- takes: kind of chain, owner
-- gives: nothing
DELETE FROM chain WHERE kind = $1 AND owner = $2;

-- name: test_audit_spoil
-- takes: body
-- gives: nothing; the heads of its chain are others
UPDATE audit SET head = x'00' WHERE org = $1;

-- name: test_public_drop
-- takes: nothing
-- gives: nothing; no public leaf waits
DELETE FROM public_pending;
