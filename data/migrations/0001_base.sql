-- The schema of the first release. Facts: event, event_chain, chain, sealed rows, grants, officers,
-- parameters, delivered documents. Derived (yangguang rebuild makes them again): matter.state and
-- what else of matter and clock follows from events, counts. Days are day numbers (1970-01-01 = 0,
-- Asia/Shanghai); *_ms are ms UTC and stand only where domain and design allow a time in clear.
-- Columns named sealed_* hold records, wraps or seals of design 7.1; nothing else holds words.

CREATE TABLE setting (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) @STRICT@;

-- bodies: id = division code as a number (330000, 330411, 330411001)
CREATE TABLE org (
  id @ID@,
  parent @INT@,
  level TEXT NOT NULL CHECK (level IN ('PROVINCE','CITY','COUNTY','TOWNSHIP')),
  name TEXT NOT NULL,
  mark TEXT NOT NULL,              -- 机关代字 of register and document numbers
  address TEXT, phone TEXT, hours TEXT,
  closed_day @INT@,
  mac @BLOB@ NOT NULL
) @STRICT@;
CREATE INDEX org_parent ON org (parent);

CREATE TABLE dept (
  id @ID@,
  org @INT@ NOT NULL REFERENCES org (id),
  kind TEXT NOT NULL,              -- DEPT_PETITION ...
  name TEXT NOT NULL
) @STRICT@;
CREATE INDEX dept_org ON dept (org);

CREATE TABLE officer (
  id @ID@,
  org @INT@ NOT NULL REFERENCES org (id),
  dept @INT@ REFERENCES dept (id),
  work_no TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('INVITED','ACTIVE','LEFT')), -- INVITED: one-time password
  public_key @BLOB@ NOT NULL,
  salt @BLOB@ NOT NULL,
  sealed_secret @BLOB@,            -- X25519 secret under H(S1, Argon2id(password, salt))
  invite_until_ms @INT@,
  generation @INT@ NOT NULL,       -- counts key pairs; a reset opens nothing of the old
  joined_day @INT@ NOT NULL,
  left_day @INT@,
  sealed_logins @BLOB@,            -- last log-ins and failures
  mac @BLOB@ NOT NULL
) @STRICT@;
CREATE INDEX officer_org ON officer (org);

CREATE TABLE officer_role (
  officer @INT@ NOT NULL REFERENCES officer (id),
  role TEXT NOT NULL,
  from_day @INT@ NOT NULL,
  to_day @INT@,
  given_by @INT@, confirmed_by @INT@,
  mac @BLOB@ NOT NULL,
  PRIMARY KEY (officer, role, from_day)
) @STRICT@;

-- who is managed by which body; in clear, matched by name + unit for sealed routing (domain 4.3)
CREATE TABLE directory (
  id @ID@,
  org @INT@ NOT NULL REFERENCES org (id), -- the body or area the person works in
  managed_by @INT@ NOT NULL REFERENCES org (id),
  kind TEXT NOT NULL CHECK (kind IN ('HEAD','LEADER','STAFF','CLERK','OPERATOR','CADRE')),
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  post TEXT NOT NULL,
  level TEXT NOT NULL,
  from_day @INT@ NOT NULL,
  to_day @INT@
) @STRICT@;
CREATE INDEX directory_name ON directory (name, unit);
CREATE INDEX directory_unit ON directory (unit, post);

-- desks and their key generations (design 7.2)
CREATE TABLE desk (
  id @ID@,
  org @INT@ NOT NULL REFERENCES org (id),
  kind TEXT NOT NULL CHECK (kind IN ('po','id','cs','pl','dept','arc')),
  dept @INT@ REFERENCES dept (id),
  generation @INT@ NOT NULL,
  public_key @BLOB@,               -- NULL until its first holder logs in
  mac @BLOB@ NOT NULL
) @STRICT@;
CREATE INDEX desk_org ON desk (org, kind);

CREATE TABLE desk_holder (
  desk @INT@ NOT NULL REFERENCES desk (id),
  generation @INT@ NOT NULL,
  officer @INT@ NOT NULL REFERENCES officer (id),
  sealed_secret @BLOB@,            -- NULL: named, waits for a holder to grant
  PRIMARY KEY (desk, generation, officer)
) @STRICT@;
CREATE INDEX desk_holder_officer ON desk_holder (officer);

-- who can open which key (design 7.2 "Grant")
CREATE TABLE key_grant (
  object_kind TEXT NOT NULL CHECK (object_kind IN ('KR','KM','KD')),
  object @INT@ NOT NULL,
  holder_kind TEXT NOT NULL CHECK (holder_kind IN ('DESK','OFFICER')),
  holder @INT@ NOT NULL,
  generation @INT@ NOT NULL,
  form TEXT NOT NULL CHECK (form IN ('SEAL','WRAP')),
  sealed_key @BLOB@ NOT NULL,
  given_day @INT@ NOT NULL,
  PRIMARY KEY (object_kind, object, holder_kind, holder, generation)
) @STRICT@;
CREATE INDEX key_grant_holder ON key_grant (holder_kind, holder, object_kind, object);

CREATE TABLE access_row (
  locator @BLOB@ NOT NULL PRIMARY KEY,
  sealed_record @BLOB@ NOT NULL,   -- report id ‖ Kr ‖ A
  state TEXT NOT NULL CHECK (state IN ('OWN','ONE_TIME')),
  until_day @INT@,                 -- ONE_TIME: 14 days
  tag @BLOB@ NOT NULL,             -- H(Kr,"access")[16]: whoever has Kr finds the row again
  sealed_logins @BLOB@             -- last log-in, under A
) @STRICT@;
CREATE INDEX access_row_tag ON access_row (tag);

CREATE TABLE session (
  id @BLOB@ NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('REPORTER','OFFICER')),
  subject @INT@ NOT NULL,          -- officer id, or 0 for reporters
  report_tag @BLOB@,               -- reporters: H(Kr,"sess")[16], to end the other sessions
  until_ms @INT@ NOT NULL,         -- absolute
  idle_ms @INT@ NOT NULL,
  sealed_record @BLOB@ NOT NULL
) @STRICT@;
CREATE INDEX session_subject ON session (kind, subject);
CREATE INDEX session_report ON session (report_tag);

CREATE TABLE attempt (
  key @BLOB@ NOT NULL PRIMARY KEY, -- H(S7, typed number or work number)
  count @INT@ NOT NULL,
  since_ms @INT@ NOT NULL,
  last_ms @INT@ NOT NULL
) @STRICT@;

CREATE TABLE draft (
  id @BLOB@ NOT NULL PRIMARY KEY,
  until_ms @INT@ NOT NULL,
  version @INT@ NOT NULL,
  sealed_record @BLOB@ NOT NULL
) @STRICT@;

CREATE TABLE idempotency (
  id @BLOB@ NOT NULL PRIMARY KEY,
  until_ms @INT@ NOT NULL,
  sealed_record @BLOB@ NOT NULL
) @STRICT@;

-- one act of reporting; owns the number, the password, the thread
CREATE TABLE report (
  id @ID@,
  org @INT@ NOT NULL REFERENCES org (id),  -- holding body at intake
  channel TEXT NOT NULL,
  category TEXT NOT NULL,                   -- the reporter's choice
  id_mode TEXT NOT NULL,
  named @INT@ NOT NULL CHECK (named IN (0, 1)),
  received_day @INT@ NOT NULL,              -- clocks start here (arrival stamp)
  entered_day @INT@ NOT NULL,
  undo_until_ms @INT@,                      -- set while the reporter may undo; null afterwards
  clerk @INT@ REFERENCES officer (id),      -- who took it in at the desk
  state TEXT NOT NULL CHECK (state IN ('OPEN','UNDONE','SEALED_UP')),
  identity_state TEXT NOT NULL,             -- RN_NONE RN_CLAIMED RN_VERIFIED RN_FAILED RN_UNREACHABLE
  sealed_number @BLOB@,
  sealed_body @BLOB@,                       -- all fields of domain 2.3 as JSON, under Kr
  sealed_check @BLOB@,                      -- the check code, under Kr
  sealed_identity @BLOB@,                   -- to the id desk
  identity_desk @INT@, identity_generation @INT@,
  body_version @INT@ NOT NULL
) @STRICT@;
CREATE INDEX report_org ON report (org, received_day);
CREATE INDEX report_undo ON report (undo_until_ms) WHERE undo_until_ms IS NOT NULL;

-- what one organisation handles
CREATE TABLE matter (
  id @ID@,
  org @INT@ NOT NULL REFERENCES org (id),
  state TEXT NOT NULL,
  version @INT@ NOT NULL,
  reg_year @INT@, reg_seq @INT@, reg_mark TEXT,   -- reg_no = mark〔year〕seq号
  channel TEXT NOT NULL,
  category TEXT NOT NULL,                   -- as staff see it
  area @INT@ NOT NULL,                      -- division code of the facts
  level TEXT,                               -- once coded by the screener
  topic TEXT,
  named @INT@ NOT NULL CHECK (named IN (0, 1)),
  mass_interest @INT@ NOT NULL CHECK (mass_interest IN (0, 1)),
  route TEXT NOT NULL,                      -- NORMAL CADRE HEAD STAFF CLERK TOWNSHIP
  received_day @INT@ NOT NULL,
  hidden_until_ms @INT@,                    -- undo time of a web report: invisible to staff
  dept @INT@ REFERENCES dept (id),
  handler @INT@ REFERENCES officer (id),
  parent @INT@,                             -- the upper matter of T10/T11
  lead_matter @INT@,                        -- T12, T46: the matter it was merged into
  round TEXT NOT NULL,                      -- FIRST REVIEW REREVIEW REOPENED
  stage @INT@ NOT NULL,
  explanations @INT@ NOT NULL,              -- T33 count
  referrals @INT@ NOT NULL,
  restricted @INT@ NOT NULL CHECK (restricted IN (0, 1)),
  due_day @INT@, due_code TEXT,             -- the most urgent running clock (derived)
  due_at_ms @INT@,                          -- for H clocks
  unread @INT@ NOT NULL,                    -- messages of reporters not answered
  state_day @INT@ NOT NULL,
  closed_day @INT@,
  sealed_note @BLOB@                        -- conclusion record and other words of the file, under Km
) @STRICT@;
-- lists: by urgency and newest first, for a body, a department, a handler, and bodies above all
CREATE INDEX matter_due ON matter (org, due_day, id) WHERE due_day IS NOT NULL;
CREATE INDEX matter_new ON matter (org, received_day, id);
CREATE INDEX matter_org_state ON matter (org, state, due_day);
CREATE INDEX matter_handler ON matter (handler, due_day, id) WHERE handler IS NOT NULL;
CREATE INDEX matter_handler_new ON matter (handler, received_day, id) WHERE handler IS NOT NULL;
CREATE INDEX matter_dept ON matter (dept, due_day, id) WHERE dept IS NOT NULL;
CREATE INDEX matter_dept_new ON matter (dept, received_day, id) WHERE dept IS NOT NULL;
CREATE INDEX matter_staff ON matter (org, received_day, id) WHERE route = 'STAFF';
CREATE INDEX matter_unread ON matter (org, received_day, id) WHERE unread > 0;
CREATE INDEX matter_due_all ON matter (due_day, id) WHERE due_day IS NOT NULL;
CREATE INDEX matter_new_all ON matter (received_day, id);
CREATE INDEX matter_parent ON matter (parent) WHERE parent IS NOT NULL;
CREATE INDEX matter_lead ON matter (lead_matter) WHERE lead_matter IS NOT NULL;
CREATE UNIQUE INDEX matter_reg ON matter (org, reg_year, reg_seq);
CREATE INDEX matter_hidden ON matter (hidden_until_ms) WHERE hidden_until_ms IS NOT NULL;

-- which reports a matter handles; a report's chain of matters is followed by seq
CREATE TABLE report_matter (
  report @INT@ NOT NULL REFERENCES report (id),
  seq @INT@ NOT NULL,
  matter @INT@ NOT NULL REFERENCES matter (id),
  PRIMARY KEY (report, seq)
) @STRICT@;
CREATE INDEX report_matter_matter ON report_matter (matter, report, seq);

CREATE TABLE lead (
  id @ID@,
  matter @INT@ NOT NULL REFERENCES matter (id),
  seq @INT@ NOT NULL,
  state TEXT NOT NULL,
  finding TEXT, disposal TEXT, outcome TEXT,   -- FIND_*, DISP_*, codes only
  form @INT@,                                  -- four forms 1..4
  sealed_text @BLOB@ NOT NULL,                 -- accused and facts, under Km
  UNIQUE (matter, seq)
) @STRICT@;

-- append-only; event_append is the only writer
CREATE TABLE event (
  id @ID@,
  matter @INT@ NOT NULL,
  seq @INT@ NOT NULL,
  report @INT@,                    -- set when the reporter may see it and it is about one report
  shown @INT@ NOT NULL CHECK (shown IN (0, 1)), -- reporters of the matter see it
  lead @INT@,
  org @INT@ NOT NULL,
  actor_role TEXT NOT NULL,        -- RO_* or SYS
  officer @INT@,                   -- who acted; shown to the head and in the record only
  kind TEXT NOT NULL,              -- E_*
  move TEXT,                       -- T07
  from_state TEXT, to_state TEXT,
  happened_day @INT@ NOT NULL,
  entered_day @INT@ NOT NULL,
  channel TEXT NOT NULL,
  named @INT@ NOT NULL,
  due TEXT,                        -- lines "D04 2026-10-15"
  outcome TEXT,
  codes TEXT,                      -- public codes "doc=N01 reason=2", sorted by key
  UNIQUE (matter, seq)
) @STRICT@;
CREATE INDEX event_org ON event (org, happened_day);
CREATE INDEX event_urged ON event (report, happened_day) WHERE kind = 'E_URGED';

-- log chains (log.md 1.8, design 7.6)
CREATE TABLE chain (
  id @ID@,
  kind TEXT NOT NULL CHECK (kind IN ('REPORT','MATTER')),
  owner @INT@ NOT NULL,
  sealed_case @BLOB@ NOT NULL,     -- K_case under S4
  sealed_open @BLOB@ NOT NULL,     -- K_open under S4
  sealed_state @BLOB@ NOT NULL,    -- next seq ‖ last C under S4
  version @INT@ NOT NULL,
  UNIQUE (kind, owner)
) @STRICT@;

CREATE TABLE event_chain (
  event @INT@ NOT NULL REFERENCES event (id),
  chain @INT@ NOT NULL REFERENCES chain (id),
  seq @INT@ NOT NULL,
  b @BLOB@ NOT NULL,
  sealed_payload @BLOB@,           -- r_b ‖ body under Kr (REPORT) or Km (MATTER); NULL when SYS wrote
  PRIMARY KEY (chain, seq)
) @STRICT@;

CREATE TABLE leaf_pending (
  tag @BLOB@ NOT NULL PRIMARY KEY, -- random to whoever has no K_case: the row's place says nothing
  since_ms @INT@ NOT NULL,
  entry @BLOB@ NOT NULL
) @STRICT@;
CREATE INDEX leaf_pending_since ON leaf_pending (since_ms);

CREATE TABLE clock (
  id @ID@,
  matter @INT@ NOT NULL REFERENCES matter (id),
  report @INT@,
  org @INT@ NOT NULL,
  code TEXT NOT NULL,              -- D04
  term_n @INT@ NOT NULL, term_unit TEXT NOT NULL, roll @INT@ NOT NULL,
  start_day @INT@ NOT NULL, start_ms @INT@,      -- ms only for H clocks
  due_day @INT@ NOT NULL, due_ms @INT@,
  told_day @INT@,                  -- the date promised to the reporter
  state TEXT NOT NULL CHECK (state IN ('RUNNING','PAUSED','STOPPED','LAPSED')),
  paused_day @INT@, pauses @INT@ NOT NULL,
  extensions @INT@ NOT NULL,
  first_due_day @INT@ NOT NULL,    -- S09 counts by the first due date
  stop_day @INT@,
  warned @INT@ NOT NULL,           -- last rung of the ladder: 0 60 80 100 150
  next_day @INT@,                  -- day of the next rung, for the jobs
  param_org @INT@ NOT NULL,        -- whose parameter row gave the term
  provisional @INT@ NOT NULL
) @STRICT@;
CREATE INDEX clock_matter ON clock (matter, code, start_day DESC, id);
CREATE INDEX clock_next ON clock (next_day) WHERE next_day IS NOT NULL;
CREATE INDEX clock_due ON clock (org, code, first_due_day);

CREATE TABLE breach (
  id @ID@,
  matter @INT@ NOT NULL REFERENCES matter (id),
  org @INT@ NOT NULL,
  code TEXT NOT NULL,              -- V01
  clock @INT@,
  day @INT@ NOT NULL,
  UNIQUE (matter, code, clock)
) @STRICT@;
CREATE INDEX breach_org ON breach (org, day);

-- acts / approves: the first person's act waits for the second's
CREATE TABLE proposal (
  id @ID@,
  matter @INT@ NOT NULL REFERENCES matter (id),
  org @INT@ NOT NULL,              -- body whose persons decide
  version @INT@ NOT NULL,          -- of the matter when proposed
  move TEXT NOT NULL,
  outcome TEXT,
  officer @INT@ REFERENCES officer (id), -- NULL: the reporter asked
  report @INT@,                    -- set: fields lie under this Kr, not under Km
  role TEXT NOT NULL,
  day @INT@ NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('WAITING','APPROVED','REFUSED','DROPPED')),
  waits @INT@ NOT NULL,            -- roles of which one may agree next, as bits of domain/role.h (derived)
  decided_by @INT@, decided_day @INT@,
  sealed_fields @BLOB@ NOT NULL,
  sealed_reason @BLOB@
) @STRICT@;
CREATE INDEX proposal_matter ON proposal (matter, state);
CREATE INDEX proposal_waiting ON proposal (org, matter) WHERE state = 'WAITING';

-- who has agreed already when more than one must
CREATE TABLE proposal_approval (
  proposal @INT@ NOT NULL REFERENCES proposal (id),
  part @INT@ NOT NULL,             -- which of the move's approvals, from 0
  officer @INT@ NOT NULL REFERENCES officer (id),
  day @INT@ NOT NULL,
  PRIMARY KEY (proposal, part),
  UNIQUE (proposal, officer)
) @STRICT@;

CREATE TABLE document (
  id @ID@,
  matter @INT@ NOT NULL REFERENCES matter (id),
  report @INT@,                    -- set: sealed under Kr, for this reporter; else under Km
  code TEXT NOT NULL,              -- N01
  no_year @INT@, no_seq @INT@, no_mark TEXT,
  template TEXT NOT NULL,          -- name@date of the wording
  made_day @INT@ NOT NULL,
  event @INT@,
  sealed_text @BLOB@ NOT NULL,     -- salt[32] ‖ data and text; its salted hash stands in the event's body
  replaced_by @INT@
) @STRICT@;
CREATE INDEX document_matter ON document (matter, made_day DESC, no_seq DESC, id);
CREATE INDEX document_report ON document (report, made_day DESC, no_seq DESC, id)
 WHERE report IS NOT NULL;

CREATE TABLE delivery (
  id @ID@,
  document @INT@ NOT NULL REFERENCES document (id),
  form TEXT NOT NULL,              -- WRITTEN IN_PERSON PHONE SMS SYSTEM MAIL POST PUBLIC
  day @INT@ NOT NULL,
  officer @INT@,
  second_officer @INT@,
  tries @INT@ NOT NULL,
  sealed_detail @BLOB@
) @STRICT@;
CREATE INDEX delivery_document ON delivery (document, day DESC, id);

CREATE TABLE message (
  id @INT@ NOT NULL,               -- random; found by (report, seq)
  report @INT@ NOT NULL REFERENCES report (id),
  matter @INT@ NOT NULL,
  seq @INT@ NOT NULL,
  sender TEXT NOT NULL CHECK (sender IN ('REPORTER','BODY')),
  officer @INT@,
  day @INT@ NOT NULL,
  needs_answer @INT@ NOT NULL,
  answered @INT@ NOT NULL,
  sealed_text @BLOB@ NOT NULL,     -- exact time and words, under Kr
  PRIMARY KEY (report, seq)
) @STRICT@;
-- what waits for the reporter's answer, and for the body's
CREATE INDEX message_asked ON message (report, sender, answered)
 WHERE sender = 'BODY' AND answered = 0;
CREATE INDEX message_waiting ON message (matter) WHERE sender = 'REPORTER' AND answered = 0;

CREATE TABLE file (
  id @ID@,
  report @INT@,
  matter @INT@,
  draft @BLOB@,                    -- while it belongs to a draft
  kind TEXT NOT NULL CHECK (kind IN ('ORIGINAL','CLEAN','SCAN','EVIDENCE')),
  original @INT@,                  -- CLEAN: the file it was made from
  message @INT@,
  name @BLOB@ NOT NULL,            -- 16 random bytes: where the blob lies
  day @INT@ NOT NULL,
  size_class @INT@ NOT NULL,       -- bytes on disk, for limits
  sealed_key @BLOB@ NOT NULL,      -- F under the draft key, then Kr or Km
  sealed_row @BLOB@ NOT NULL,      -- file name, type, length, pieces, sha256; under F
  until_ms @INT@                   -- drafts: removed after
) @STRICT@;
CREATE INDEX file_report ON file (report) WHERE report IS NOT NULL;
CREATE INDEX file_matter ON file (matter) WHERE matter IS NOT NULL;
CREATE INDEX file_draft ON file (draft) WHERE draft IS NOT NULL;
CREATE INDEX file_original ON file (original) WHERE original IS NOT NULL;
CREATE UNIQUE INDEX file_name ON file (name);

-- exact look-up of names and numbers under a desk's key (design 7.3)
CREATE TABLE token (
  desk @INT@ NOT NULL,
  generation @INT@ NOT NULL,
  kind TEXT NOT NULL,              -- NAME UNIT NAME_UNIT NUMBER PHONE ID_NO
  token @BLOB@ NOT NULL,
  report @INT@ NOT NULL,
  PRIMARY KEY (desk, generation, token, report)
) @STRICT@;
CREATE INDEX token_report ON token (report);

CREATE TABLE rating (
  id @BLOB@ NOT NULL PRIMARY KEY,  -- HMAC under A: not linked to the matter
  org @INT@ NOT NULL,
  target TEXT NOT NULL CHECK (target IN ('PETITION','HANDLING')),
  process @INT@ NOT NULL, attitude @INT@ NOT NULL, result @INT@ NOT NULL,
  pressed @INT@ NOT NULL,
  day @INT@ NOT NULL,
  changes @INT@ NOT NULL
) @STRICT@;
CREATE INDEX rating_org ON rating (org, day);

-- who may not see a matter (recusal asked or decided)
CREATE TABLE recusal (
  matter @INT@ NOT NULL REFERENCES matter (id),
  officer @INT@ NOT NULL REFERENCES officer (id),
  state TEXT NOT NULL CHECK (state IN ('ASKED','DECIDED','LIFTED')),
  ground TEXT NOT NULL,
  day @INT@ NOT NULL,
  asked_by @INT@,
  decided_by @INT@,
  sealed_reason @BLOB@,
  PRIMARY KEY (matter, officer)
) @STRICT@;

-- something for one officer or role of a body to do that is no state of a matter
CREATE TABLE task (
  id @ID@,
  org @INT@ NOT NULL,
  role TEXT NOT NULL,
  matter @INT@,
  kind TEXT NOT NULL,              -- FORWARD ESCALATED IDENTITY GRANT ...
  due_day @INT@,
  day @INT@ NOT NULL,
  done_day @INT@
) @STRICT@;
CREATE INDEX task_org ON task (org, role, done_day);

-- who opened what: a hash chain per body
CREATE TABLE audit (
  org @INT@ NOT NULL,
  seq @INT@ NOT NULL,
  officer @INT@,
  act TEXT NOT NULL,
  matter @INT@,
  report @INT@,
  day @INT@ NOT NULL,
  detail TEXT,                     -- codes only
  head @BLOB@ NOT NULL,            -- H(previous head ‖ row)
  PRIMARY KEY (org, seq)
) @STRICT@;
CREATE INDEX audit_matter ON audit (matter) WHERE matter IS NOT NULL;

CREATE TABLE identity_opening (
  id @ID@,
  report @INT@ NOT NULL REFERENCES report (id),
  officer @INT@ NOT NULL,
  fields TEXT NOT NULL,
  day @INT@ NOT NULL,
  until_day @INT@,
  sealed_fields @BLOB@
) @STRICT@;
CREATE INDEX identity_opening_report ON identity_opening (report, day DESC, id);

CREATE TABLE parameter (
  id @ID@,
  org @INT@ NOT NULL,
  key TEXT NOT NULL,
  value @INT@ NOT NULL,
  unit TEXT NOT NULL,
  roll @INT@ NOT NULL, pause @INT@ NOT NULL,
  valid_from @INT@ NOT NULL, valid_to @INT@,
  basis TEXT NOT NULL,
  approved_by @INT@,
  pilot TEXT,
  mac @BLOB@ NOT NULL
) @STRICT@;
CREATE INDEX parameter_key ON parameter (key, org);

-- imported yearly notices of days off; a year here replaces the shipped one
CREATE TABLE calendar_year (
  year @INT@ NOT NULL PRIMARY KEY,
  status TEXT NOT NULL,
  notice TEXT NOT NULL,
  text TEXT NOT NULL,
  imported_day @INT@ NOT NULL,
  mac @BLOB@ NOT NULL
) @STRICT@;

-- counters: register numbers, document numbers, audit sequence
CREATE TABLE counter (
  org @INT@ NOT NULL,
  kind TEXT NOT NULL,
  year @INT@ NOT NULL,
  next @INT@ NOT NULL,
  PRIMARY KEY (org, kind, year)
) @STRICT@;

-- jobs remember how far they came (simulated and real clock alike)
CREATE TABLE job (
  name TEXT NOT NULL PRIMARY KEY,
  next_ms @INT@ NOT NULL,
  last_ms @INT@
) @STRICT@;

CREATE TABLE outbox (
  id @ID@,
  since_ms @INT@ NOT NULL,
  kind TEXT NOT NULL,
  sealed_record @BLOB@ NOT NULL,
  tries @INT@ NOT NULL
) @STRICT@;
