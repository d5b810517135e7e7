-- Sub-procedures (domain 3.5): small machines beside a matter's own course. Their words stand in the
-- record, sealed; here stands only where each is. Derived from events like a matter's state.

CREATE TABLE subproc (
  id @ID@,
  matter @INT@ NOT NULL REFERENCES matter (id),
  kind TEXT NOT NULL,              -- SP_HEARING
  state TEXT NOT NULL,
  version @INT@ NOT NULL,
  report @INT@,                    -- its reporter asked for it; NULL: the body
  officer @INT@,                   -- who made its last step; NULL: a reporter, or time
  opened_day @INT@ NOT NULL,
  state_day @INT@ NOT NULL,
  closed_day @INT@
) @STRICT@;
CREATE INDEX subproc_matter ON subproc (matter, kind, opened_day DESC, id);

ALTER TABLE event ADD COLUMN subproc @INT@;    -- from_state and to_state are then its states
ALTER TABLE proposal ADD COLUMN subproc @INT@; -- what is proposed is a step of it
