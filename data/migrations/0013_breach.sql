-- Accountability (domain 3.5 AC): where each breach is, between the body that is bound and the one that
-- decides, and each step with its words. They have a key of their own: of the matter's own keys the
-- body above gets none.

CREATE TABLE breach_case (
  breach @ID@ REFERENCES breach (id),
  state TEXT NOT NULL,             -- AC_*
  version @INT@ NOT NULL,
  decider @INT@ NOT NULL REFERENCES org (id), -- the body above; at the top its cadre supervision
  recorder @INT@,                  -- officer who recorded it by hand; NULL: the system
  heard_due @INT@ NOT NULL,        -- D39
  correct_by @INT@,                -- ordered
  outcome TEXT,                    -- ACC_*: proposed, then decided
  proposer @INT@, approver @INT@,
  decided_day @INT@, published_day @INT@
) @STRICT@;
CREATE INDEX breach_case_decider ON breach_case (decider, state);
CREATE INDEX breach_case_unheard ON breach_case (heard_due) WHERE state = 'AC_RECORDED';
CREATE INDEX breach_case_published ON breach_case (published_day) WHERE published_day IS NOT NULL;

CREATE TABLE breach_step (
  id @ID@,
  breach @INT@ NOT NULL REFERENCES breach (id),
  seq @INT@ NOT NULL,
  move TEXT NOT NULL,              -- AC2
  to_state TEXT NOT NULL,
  day @INT@ NOT NULL,
  org @INT@ NOT NULL,              -- whose officer; of the system: the body that is bound
  officer @INT@, role TEXT NOT NULL,
  dossier @INT@,                   -- of the key of its words; NULL: none
  sealed_words @BLOB@,
  sealed_paper @BLOB@,             -- A01, A02 with their salt
  UNIQUE (breach, seq)
) @STRICT@;

INSERT INTO breach_case (breach, state, version, decider, heard_due)
SELECT b.id, 'AC_RECORDED', 0, COALESCE(o.parent, o.id), b.day + 7
  FROM breach b JOIN org o ON o.id = b.org;
