-- public_log.sql - what the public log holds and has published.

-- name: log_head
-- takes: nothing
-- gives: epoch, size, root, batch, batch_day, sealed K_pad; no row before the log was made
SELECT epoch, size, root, batch, batch_day, sealed_pad FROM log_head WHERE id = 1 LIMIT 1;

-- name: signed_head_last
-- takes: nothing
-- gives: size, note, whether it is shown; no row before anything was signed
SELECT size, note, published FROM signed_head ORDER BY size DESC LIMIT 1;

-- name: signed_head_shown
-- takes: nothing
-- gives: size, note of the last one that is shown
SELECT size, note FROM signed_head WHERE published = 1 ORDER BY size DESC LIMIT 1;

-- name: leaf_bundle
-- takes: first index, index after the last
-- gives: entries in their order
SELECT entry FROM leaf WHERE idx >= $1 AND idx < $2 ORDER BY idx LIMIT 256;

-- name: log_tile
-- takes: level, number
-- gives: its hashes, as many as there are now
SELECT data FROM log_tile WHERE level = $1 AND n = $2 LIMIT 1;

-- name: public_pending_add
-- takes: random id, time of insertion, entry
-- gives: nothing
INSERT INTO public_pending (id, since_ms, entry) VALUES ($1, $2, $3);
