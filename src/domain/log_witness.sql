-- log_witness.sql - the log's witnesses, what they signed, and what they showed against us.

-- name: witness_list
-- takes: nothing
-- gives: id, vkey, url, seen, status, status_ms, signed_s of those that are asked
SELECT id, vkey, url, seen, status, status_ms, signed_s FROM witness
 WHERE active = 1 ORDER BY id LIMIT 16;

-- name: witness_by_vkey
-- takes: vkey
-- gives: id, active
SELECT id, active FROM witness WHERE vkey = $1 LIMIT 1;

-- name: witness_last
-- takes: nothing
-- gives: the largest id, 0 before the first
SELECT COALESCE(MAX(id), 0) FROM witness LIMIT 1;

-- name: witness_add
-- takes: id, vkey, url
-- gives: nothing
INSERT INTO witness (id, vkey, url, active, seen, status, status_ms, signed_s)
VALUES ($1, $2, $3, 1, -1, 'new', 0, 0);

-- name: witness_active
-- takes: active, url, id
-- gives: nothing
UPDATE witness SET active = $1, url = $2 WHERE id = $3;

-- name: witness_said
-- takes: seen, status, status_ms, id
-- gives: nothing
UPDATE witness SET seen = $1, status = $2, status_ms = $3 WHERE id = $4;

-- name: witness_signed
-- takes: seen, status_ms, signed_s, id
-- gives: nothing
UPDATE witness SET seen = $1, status = 'good', status_ms = $2, signed_s = $3 WHERE id = $4;

-- name: cosignature_add
-- takes: size, witness, line
-- gives: nothing; the first one stays: it bounds the time most closely
INSERT INTO cosignature (size, witness, line) VALUES ($1, $2, $3)
    ON CONFLICT (size, witness) DO NOTHING;

-- name: cosignature_of
-- takes: size
-- gives: line, witness, whether the witness is still asked
SELECT s.line, s.witness, w.active
  FROM cosignature s JOIN witness w ON w.id = s.witness
 WHERE s.size = $1 ORDER BY s.witness LIMIT 64;

-- name: log_policy_last
-- takes: nothing
-- gives: serial, quorum, document; no row before the first witness
SELECT serial, quorum, document FROM log_policy ORDER BY serial DESC LIMIT 1;

-- name: log_policy_add
-- takes: serial, since_ms, quorum, document
-- gives: nothing
INSERT INTO log_policy (serial, since_ms, quorum, document) VALUES ($1, $2, $3, $4);

-- name: signed_head_show
-- takes: serial of the policy whose quorum has signed (0: none), size
-- gives: nothing
UPDATE signed_head SET published = 1, quorum = $1 WHERE size = $2;

-- name: log_evidence_add
-- takes: id, at_ms, witness, kind, size, proven, stops, ours, theirs
-- gives: nothing; the same once
INSERT INTO log_evidence (id, at_ms, witness, kind, size, proven, stops, ours, theirs)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (witness, kind, theirs)
    DO UPDATE SET stops = excluded.stops;

-- name: log_evidence_settle
-- takes: witness
-- gives: nothing; a proven split is never settled
UPDATE log_evidence SET stops = 0
 WHERE witness = $1 AND stops = 1 AND (kind = 'ahead' OR proven = 0);

-- name: log_evidence_settle_said
-- takes: witness
-- gives: nothing; only what has no signature of ours
UPDATE log_evidence SET stops = 0 WHERE witness = $1 AND stops = 1 AND proven = 0;

-- name: log_evidence_stops
-- takes: nothing
-- gives: kind, size, vkey of the witness; a split before anything else
SELECT e.kind, e.size, w.vkey FROM log_evidence e JOIN witness w ON w.id = e.witness
 WHERE e.stops = 1 ORDER BY e.kind DESC, e.size DESC LIMIT 1;

-- name: log_evidence_list
-- takes: nothing
-- gives: at_ms, vkey of the witness, kind, size, proven, stops, ours, theirs
SELECT e.at_ms, w.vkey, e.kind, e.size, e.proven, e.stops, e.ours, e.theirs
  FROM log_evidence e JOIN witness w ON w.id = e.witness
 ORDER BY e.stops DESC, e.at_ms DESC, e.id LIMIT 16;
