-- Review and re-review (domain 3.3, T36-T41): which body looks at a matter again, which of its officers,
-- and what they ruled. Words stand in the papers and in the record; here stand persons, days, codes.

CREATE TABLE review (
  id @ID@,
  matter @INT@ NOT NULL REFERENCES matter (id),
  round TEXT NOT NULL CHECK (round IN ('REVIEW','REREVIEW')),
  org @INT@ NOT NULL REFERENCES org (id),        -- the body that looks again
  asked_by TEXT NOT NULL CHECK (asked_by IN ('REPORTER','BODY')),
  asked_day @INT@ NOT NULL,
  officer @INT@ NOT NULL REFERENCES officer (id), -- who took it on
  reviewer @INT@, approver @INT@,
  ruling TEXT,                     -- RV_*; NULL: under way
  redo_day @INT@,                  -- ordered: handled anew by then
  decided_day @INT@
) @STRICT@;
CREATE INDEX review_matter ON review (matter, asked_day);
CREATE INDEX review_open ON review (org, asked_day);

-- what was concluded each time: after "revoked, to be handled again" the same opinion on the same
-- facts is refused
CREATE TABLE conclusion (
  matter @INT@ NOT NULL REFERENCES matter (id),
  seq @INT@ NOT NULL,
  day @INT@ NOT NULL,
  opinion TEXT NOT NULL,           -- codes: a finding for each lead, the opinion of a claim
  sealed_facts @BLOB@ NOT NULL,    -- under Km
  PRIMARY KEY (matter, seq)
) @STRICT@;
