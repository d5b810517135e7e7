-- Publication (domain 6): what is planned to be told to whom, its text on the way through the ten
-- checks, each reporter's consent to the exact words, where it was posted. Until it is live its
-- words stand only sealed; after it was taken down only its hash is left.

CREATE TABLE publication (
  id @ID@,
  subproc @INT@ NOT NULL UNIQUE REFERENCES subproc (id),
  matter @INT@ NOT NULL REFERENCES matter (id),
  org @INT@ NOT NULL REFERENCES org (id),
  area @INT@ NOT NULL,             -- county of the facts, no nearer
  stage TEXT NOT NULL,             -- accept check feedback remedy
  what TEXT NOT NULL,              -- procedure content
  part TEXT NOT NULL,              -- full part
  layer TEXT NOT NULL,             -- LY_GROUP LY_SOCIETY
  form TEXT NOT NULL,              -- PF_*: the one planned
  must @INT@ NOT NULL CHECK (must IN (0, 1)),
  due_day @INT@,                   -- of what must be told
  late @INT@ NOT NULL CHECK (late IN (0, 1)), -- the breach stands on record
  draft @INT@ NOT NULL,            -- counts texts; 0: none yet
  drafter @INT@,                   -- who wrote the present one
  checker @INT@,                   -- in whose session it was compared with the report
  sealed_draft @BLOB@,             -- under Km: salt, guess, hits, title, text
  state TEXT NOT NULL CHECK (state IN ('PLAN','LIVE','EXPIRED','WITHDRAWN','DROPPED')),
  hash @BLOB@,                     -- SHA-256 (salt, title, text) of what was last live
  salt @BLOB@,
  title TEXT, text TEXT,           -- while it is live or expired
  live_day @INT@, corrected_day @INT@, ended_day @INT@
) @STRICT@;
CREATE INDEX publication_matter ON publication (matter, id);
CREATE INDEX publication_org ON publication (org, state, live_day DESC, id);
CREATE INDEX publication_live ON publication (state, live_day DESC, id);
CREATE INDEX publication_due ON publication (due_day) WHERE due_day IS NOT NULL AND late = 0;

CREATE TABLE publication_consent (
  publication @INT@ NOT NULL REFERENCES publication (id),
  report @INT@ NOT NULL REFERENCES report (id),
  draft @INT@ NOT NULL,            -- of the text that was shown
  hash @BLOB@ NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('WAITING','YES','NO','NONE')), -- NONE: not asked
  day @INT@ NOT NULL,
  identity TEXT NOT NULL CHECK (identity IN ('NONE','WAITING','CLEAN','HIT')),
  identity_desk @INT@, identity_generation @INT@,
  sealed_text @BLOB@,              -- under Kr: the text as in sealed_draft
  sealed_compare @BLOB@,           -- the same to the id desk, until it was compared
  PRIMARY KEY (publication, report)
) @STRICT@;
CREATE INDEX publication_consent_report ON publication_consent (report);
CREATE INDEX publication_consent_identity ON publication_consent (identity_desk)
 WHERE identity = 'WAITING';

CREATE TABLE posting (
  id @ID@,
  publication @INT@ NOT NULL REFERENCES publication (id),
  org @INT@ NOT NULL,
  form TEXT NOT NULL,              -- PF_*
  layer TEXT NOT NULL,
  place TEXT NOT NULL,             -- hall, board, paper, programme: public by its nature
  address TEXT,                    -- of a page elsewhere
  from_day @INT@ NOT NULL,
  to_day @INT@ NOT NULL,           -- last day
  ended_day @INT@                  -- taken down before
) @STRICT@;
CREATE INDEX posting_publication ON posting (publication, from_day, id);
CREATE INDEX posting_form ON posting (form, to_day);
