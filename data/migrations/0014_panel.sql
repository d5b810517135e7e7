-- Who is called from outside (domain 3.5 MR, EC, HR): registers of representatives and experts, the
-- seats of those who are called, the copy without names that they read, notes, closed votes.

CREATE TABLE panel_member (
  id @ID@,
  org @INT@ NOT NULL REFERENCES org (id),  -- whose register
  kind TEXT NOT NULL,              -- REP_* or REP_EXPERT
  name TEXT NOT NULL,              -- who stands in a register is known to everybody
  unit TEXT NOT NULL,              -- village or unit
  field TEXT,                      -- what he knows about
  from_day @INT@ NOT NULL, to_day @INT@ NOT NULL, -- term of office
  officer @INT@ NOT NULL REFERENCES officer (id), -- who entered him
  added_day @INT@ NOT NULL,
  withdrawn_day @INT@,
  withdrawn_by @INT@,
  reason TEXT                      -- why he was withdrawn
) @STRICT@;
CREATE INDEX panel_member_org ON panel_member (org, kind, to_day);

-- one for each sub-procedure that calls somebody
CREATE TABLE panel (
  subproc @INT@ NOT NULL PRIMARY KEY REFERENCES subproc (id),
  matter @INT@ NOT NULL REFERENCES matter (id),
  org @INT@ NOT NULL REFERENCES org (id),
  until_day @INT@,                 -- the copy is read up to this day; it is part of what is sealed
  sealed_text @BLOB@,              -- the copy without names, under Kd
  sealed_record @BLOB@,            -- hearing: what was said, under Kd
  sealed_reasons @BLOB@,           -- hearing: reasons of all votes, without whose, under Kd
  hearers @INT@,                   -- votes that are asked for
  ballot_key @BLOB@,               -- votes are sealed to it; its secret is parted among the hearers
  votes_for @INT@, votes_against @INT@, -- NULL until all have voted
  prepared_day @INT@
) @STRICT@;

CREATE TABLE panel_seat (
  id @ID@,
  subproc @INT@ NOT NULL REFERENCES subproc (id),
  matter @INT@ NOT NULL REFERENCES matter (id),
  org @INT@ NOT NULL REFERENCES org (id),
  role TEXT NOT NULL,              -- RO_MASS_REP RO_EXPERT RO_HEARER RO_CHAIR RO_RECORDER
  member @INT@ REFERENCES panel_member (id), -- in the register; NULL: named for this hearing
  kind TEXT,                       -- as the register says
  name TEXT NOT NULL,
  unit TEXT,
  state TEXT NOT NULL CHECK (state IN ('INVITED','ACCEPTED','PLEDGED','DECLINED','ENDED')),
  code_day @INT@,                  -- his code was printed
  code_no @INT@ NOT NULL,          -- counts codes: a new one shuts the old one out
  pledged_day @INT@,
  opinion_day @INT@,
  voted_day @INT@,
  signed_day @INT@,
  signed_hash @BLOB@               -- SHA-256 of the record that he signed
) @STRICT@;
CREATE INDEX panel_seat_subproc ON panel_seat (subproc, id);
CREATE INDEX panel_seat_matter ON panel_seat (matter);

-- is he from the reporter's village or unit, does the copy name the reporter? the custodian's session
-- compares, nobody reads
CREATE TABLE panel_check (
  id @ID@,
  subproc @INT@ NOT NULL REFERENCES subproc (id),
  seat @INT@ REFERENCES panel_seat (id), -- NULL: it is about the copy
  report @INT@ NOT NULL REFERENCES report (id),
  org @INT@ NOT NULL, desk @INT@ NOT NULL, generation @INT@ NOT NULL, -- whose custodian
  sealed_text @BLOB@,              -- the copy, to the id desk; gone when compared
  state TEXT NOT NULL CHECK (state IN ('WAITING','CLEAN','HIT')),
  day @INT@ NOT NULL
) @STRICT@;
CREATE INDEX panel_check_subproc ON panel_check (subproc);
CREATE INDEX panel_check_waiting ON panel_check (org) WHERE state = 'WAITING';

-- votes that wait for the last one: each with its voter's part of the secret; gone when counted
CREATE TABLE panel_vote (
  seat @INT@ NOT NULL PRIMARY KEY REFERENCES panel_seat (id),
  subproc @INT@ NOT NULL REFERENCES subproc (id),
  share @BLOB@ NOT NULL,
  sealed_vote @BLOB@ NOT NULL
) @STRICT@;
CREATE INDEX panel_vote_subproc ON panel_vote (subproc);

-- what representatives saw and experts found: only ever added to; each under a key of its own, for
-- the petition office and the one above
CREATE TABLE panel_note (
  id @ID@,
  seat @INT@ NOT NULL REFERENCES panel_seat (id),
  subproc @INT@ NOT NULL REFERENCES subproc (id),
  matter @INT@ NOT NULL REFERENCES matter (id),
  org @INT@ NOT NULL REFERENCES org (id),
  upper @INT@,                     -- body above that has it too
  kind TEXT NOT NULL CHECK (kind IN ('NOTE','OPINION')),
  seen_day @INT@ NOT NULL,
  day @INT@ NOT NULL,
  sealed_note @BLOB@ NOT NULL
) @STRICT@;
CREATE INDEX panel_note_subproc ON panel_note (subproc, day);
CREATE INDEX panel_note_org ON panel_note (org, day);
CREATE INDEX panel_note_upper ON panel_note (upper, day);
