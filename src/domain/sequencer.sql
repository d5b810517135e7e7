-- sequencer.sql - from the queue into the tree. Everything here runs under the head's row.

-- name: log_head_make
-- takes: root of the empty tree, sealed K_pad
-- gives: nothing
INSERT INTO log_head (id, epoch, size, root, batch, batch_day, sealed_pad)
VALUES (1, 0, 0, $1, 0, 0, $2) ON CONFLICT (id) DO NOTHING;

-- name: log_head_take
-- takes: nothing
-- gives: the new epoch; whoever had the one before may write no more
UPDATE log_head SET epoch = epoch + 1 WHERE id = 1 RETURNING epoch;

-- name: log_head_lock
-- takes: epoch
-- gives: size; no row when another took over. The row stays locked until the end.
UPDATE log_head SET epoch = epoch WHERE id = 1 AND epoch = $1 RETURNING size;

-- name: log_head_move
-- takes: size, root, batch, batch_day, epoch, size before
-- gives: size
UPDATE log_head SET size = $1, root = $2, batch = $3, batch_day = $4
 WHERE id = 1 AND epoch = $5 AND size = $6 RETURNING size;

-- name: leaf_pending_oldest
-- takes: how many
-- gives: tag, entry
SELECT tag, entry FROM leaf_pending ORDER BY since_ms, tag LIMIT $1;

-- name: leaf_pending_drop
-- takes: tag
-- gives: nothing
DELETE FROM leaf_pending WHERE tag = $1;

-- name: leaf_pending_count
-- takes: nothing
-- gives: how many wait
SELECT COUNT(*) FROM leaf_pending LIMIT 1;

-- name: public_pending_count
-- takes: nothing
-- gives: how many public ones wait
SELECT COUNT(*) FROM public_pending LIMIT 1;

-- name: public_pending_oldest
-- takes: nothing
-- gives: id, entry
SELECT id, entry FROM public_pending ORDER BY since_ms, id LIMIT 64;

-- name: public_pending_drop
-- takes: id
-- gives: nothing
DELETE FROM public_pending WHERE id = $1;

-- name: leaf_add
-- takes: index, tag (none: a public leaf), entry
-- gives: nothing
INSERT INTO leaf (idx, tag, entry) VALUES ($1, $2, $3);

-- name: leaf_from
-- takes: first index, index after the last
-- gives: index, entry
SELECT idx, entry FROM leaf WHERE idx >= $1 AND idx < $2 ORDER BY idx LIMIT 4096;

-- name: log_tile_put
-- takes: level, number, width, hashes
-- gives: nothing; a tile only grows
INSERT INTO log_tile (level, n, width, data) VALUES ($1, $2, $3, $4)
    ON CONFLICT (level, n) DO UPDATE SET width = excluded.width, data = excluded.data;

-- name: signed_head_add
-- takes: size, note, whether it is shown at once
-- gives: nothing
INSERT INTO signed_head (size, note, published) VALUES ($1, $2, $3);

-- name: signed_head_overtaken
-- takes: size
-- gives: nothing; nobody waits for witnesses longer than a batch
UPDATE signed_head SET published = 1 WHERE size = $1 AND published = 0;
