-- name: log_metrics
-- takes: nothing
-- gives: leaves that wait, public ones, since when the oldest of each, last signed size, last size
--        that a quorum signed
SELECT (SELECT COUNT(*) FROM leaf_pending), (SELECT COUNT(*) FROM public_pending),
       (SELECT MIN(since_ms) FROM leaf_pending), (SELECT MIN(since_ms) FROM public_pending),
       (SELECT MAX(size) FROM signed_head), (SELECT MAX(size) FROM signed_head WHERE quorum > 0)
 LIMIT 1;
