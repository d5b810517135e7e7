-- Keys of the public log that handed over to the next one (log.md 3.4). The present one stands in
-- setting log_vkey.

CREATE TABLE log_key_former (
  id @ID@,                         -- 1, 2, ... in the order of handing over
  vkey TEXT NOT NULL UNIQUE,
  until_day @INT@ NOT NULL,        -- last day on which it signs beside its successor
  statement TEXT NOT NULL          -- signed by both keys; its hash is a public leaf
) @STRICT@;
