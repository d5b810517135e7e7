-- Documents whose hash stands in the log for everybody (log.md 1.8, kinds 1-7): what was said, when,
-- and under which number it is in the log.

CREATE TABLE public_leaf (
  id @ID@,                         -- of its row in public_pending while it waits
  kind @INT@ NOT NULL,
  subject TEXT NOT NULL,           -- what it is about, to find it from there: "stats 330000 2026Q3"
  since_ms @INT@ NOT NULL,
  hash @BLOB@ NOT NULL,            -- SHA-256(document)
  document TEXT,                   -- NULL: not for everybody; its keeper makes it anew
  idx @INT@                        -- NULL: not in the log yet
) @STRICT@;
CREATE INDEX public_leaf_subject ON public_leaf (subject, since_ms, id);
CREATE INDEX public_leaf_hash ON public_leaf (hash);
CREATE INDEX public_leaf_since ON public_leaf (since_ms, id);
