-- public_leaf.sql - documents whose hash stands in the log for everybody.

-- name: public_leaf_put
-- takes: id, kind, subject, time, hash, document
-- gives: nothing
INSERT INTO public_leaf (id, kind, subject, since_ms, hash, document)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: public_leaf_number
-- takes: index, id
-- gives: nothing
UPDATE public_leaf SET idx = $1 WHERE id = $2;

-- name: public_leaf_last
-- takes: subject
-- gives: id, kind, subject, time, hash, document, index; no row when nothing was said of it
SELECT id, kind, subject, since_ms, hash, document, idx FROM public_leaf
 WHERE subject = $1 ORDER BY since_ms DESC, id DESC LIMIT 1;

-- name: public_leaf_named
-- takes: hash
-- gives: id, kind, subject, time, hash, document, index of the first that everybody may read
SELECT id, kind, subject, since_ms, hash, document, idx FROM public_leaf
 WHERE hash = $1 AND document IS NOT NULL ORDER BY since_ms, id LIMIT 1;

-- name: public_leaf_page
-- takes: how many to skip
-- gives: id, kind, subject, time, hash, document, index: 51, the latest first
SELECT id, kind, subject, since_ms, hash, document, idx FROM public_leaf
 WHERE document IS NOT NULL ORDER BY since_ms DESC, id DESC LIMIT 51 OFFSET $1;

-- name: public_leaf_desks
-- takes: nothing
-- gives: desk, body, kind, department, generation, public key of those whose key nothing was said of
SELECT d.id, d.org, d.kind, d.dept, d.generation, d.public_key FROM desk d
 WHERE d.public_key IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM public_leaf p
         WHERE p.subject = 'desk ' || d.id || ' ' || d.generation)
 ORDER BY d.id LIMIT 5000;

-- name: audit_heads
-- takes: day
-- gives: body (0: the system's), head of its last row up to that day; absent: none
SELECT b.org, (SELECT a.head FROM audit a WHERE a.org = b.org AND a.day <= $1
                ORDER BY a.seq DESC LIMIT 1)
  FROM (SELECT 0 AS org UNION ALL SELECT id AS org FROM org) b ORDER BY b.org LIMIT 10000;
