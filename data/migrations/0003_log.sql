-- The public log (log.md 3.1): leaves in their order, the tree in tiles, its head, and every head
-- that was signed. No row of it points to an event or a chain.

CREATE TABLE leaf (
  idx @ID@,
  tag @BLOB@ UNIQUE,               -- NULL: a public leaf
  entry @BLOB@ NOT NULL
) @STRICT@;

-- level and number as in log.md 1.2; a tile not yet full grows in place
CREATE TABLE log_tile (
  level @INT@ NOT NULL,
  n @INT@ NOT NULL,
  width @INT@ NOT NULL,
  data @BLOB@ NOT NULL,            -- width hashes
  PRIMARY KEY (level, n)
) @STRICT@;

CREATE TABLE log_head (
  id @ID@ CHECK (id = 1),
  epoch @INT@ NOT NULL,            -- of the sequencer that may write
  size @INT@ NOT NULL,
  root @BLOB@ NOT NULL,
  batch @INT@ NOT NULL,            -- leaves of the last batch when it had to grow, else 0
  batch_day @INT@ NOT NULL,        -- the day on which it grew
  sealed_pad @BLOB@ NOT NULL       -- K_pad under S4
) @STRICT@;

-- never updated: what was signed was seen
CREATE TABLE signed_head (
  size @ID@,
  note TEXT NOT NULL               -- checkpoint with the log's signature line
) @STRICT@;

-- public leaves wait apart from the others: they do not count in a batch
CREATE TABLE public_pending (
  id @ID@,
  since_ms @INT@ NOT NULL,
  entry @BLOB@ NOT NULL
) @STRICT@;
CREATE INDEX public_pending_since ON public_pending (since_ms, id);
