-- Witnesses of the public log (log.md 1.4, 1.5): whom we ask, what each has signed, which policy was
-- in force, and what one of them has shown against us.

CREATE TABLE witness (
  id @ID@,
  vkey TEXT NOT NULL UNIQUE,       -- its name stands in it
  url TEXT NOT NULL,               -- submission prefix, without a slash at its end
  active @INT@ NOT NULL,           -- 0: is asked no more; its signatures stay
  seen @INT@ NOT NULL,             -- size of the tree that it has seen last, -1: not known
  status TEXT NOT NULL,            -- a word for its last answer
  status_ms @INT@ NOT NULL,        -- when that was, 0: it was never asked
  signed_s @INT@ NOT NULL          -- time of its last cosignature by its own clock, 0: none
) @STRICT@;

CREATE TABLE cosignature (
  size @INT@ NOT NULL,
  witness @INT@ NOT NULL REFERENCES witness (id),
  line TEXT NOT NULL,              -- as it came, with its LF
  PRIMARY KEY (size, witness)
) @STRICT@;

-- each policy that was published; the last one is in force
CREATE TABLE log_policy (
  serial @ID@,
  since_ms @INT@ NOT NULL,
  quorum @INT@ NOT NULL,           -- so many witnesses, 0: none
  document TEXT NOT NULL
) @STRICT@;

-- a head waits for its witnesses before it is shown, some seconds at most
ALTER TABLE signed_head ADD COLUMN published @INT@ NOT NULL DEFAULT 1;
-- serial of the policy whose quorum has signed it, 0: none
ALTER TABLE signed_head ADD COLUMN quorum @INT@ NOT NULL DEFAULT 0;
CREATE INDEX signed_head_quorum ON signed_head (quorum, size);

-- what a witness has shown against this log; kept for ever
CREATE TABLE log_evidence (
  id @ID@,
  at_ms @INT@ NOT NULL,
  witness @INT@ NOT NULL REFERENCES witness (id),
  kind TEXT NOT NULL,              -- ahead, split
  size @INT@ NOT NULL,             -- of the tree that it has seen
  proven @INT@ NOT NULL,           -- 1: theirs carries our own signature
  stops @INT@ NOT NULL,            -- 1: nothing is signed until it is settled
  ours TEXT NOT NULL,              -- our head
  theirs TEXT NOT NULL,            -- the other head, or what was asked and answered
  UNIQUE (witness, kind, theirs)
) @STRICT@;
