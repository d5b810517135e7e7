-- name: move_matter
-- takes: state, category, topic, level, area, department, handler, lead matter, round, stage,
--        explanations, state day, closed day, sealed note (none: it stays), id, version it had
-- gives: version; no row when somebody moved it first
UPDATE matter SET state = $1, category = $2, topic = $3, level = $4, area = $5, dept = $6,
       handler = $7, lead_matter = $8, round = $9, stage = $10, explanations = $11,
       state_day = $12, closed_day = $13, sealed_note = COALESCE($14, sealed_note),
       version = version + 1
 WHERE id = $15 AND version = $16 RETURNING version;

-- name: move_register
-- takes: year, seq, mark, id
-- gives: nothing
UPDATE matter SET reg_year = $1, reg_seq = $2, reg_mark = $3 WHERE id = $4;

-- name: move_closed_day
-- takes: id
-- gives: closed_day
SELECT closed_day FROM matter WHERE id = $1 LIMIT 1;

-- name: move_times
-- takes: matter, move
-- gives: how often it was made
-- bounded: one row
SELECT COUNT(*) FROM event WHERE matter = $1 AND move = $2;

-- name: move_last_officer
-- takes: matter, move
-- gives: officer who made it last
SELECT officer FROM event WHERE matter = $1 AND move = $2 ORDER BY seq DESC LIMIT 1;

-- name: move_child_told
-- takes: matter
-- gives: 1 when a matter made from it has told the reporter
SELECT 1 FROM matter
 WHERE parent = $1 AND state IN ('ST_FEEDBACK', 'ST_OBJECTION', 'ST_RECHECK', 'ST_REVIEW',
                                 'ST_REVIEWED', 'ST_REREVIEW', 'ST_REREVIEWED', 'ST_CLOSED',
                                 'ST_FINAL') LIMIT 1;

-- name: move_child_org
-- takes: matter
-- gives: id and body of the newest matter made from it
SELECT id, org FROM matter WHERE parent = $1 ORDER BY id DESC LIMIT 1;

-- name: move_merged_into
-- takes: matter
-- gives: ids of matters merged into it
SELECT id FROM matter WHERE lead_matter = $1 LIMIT 50;

-- name: move_child_counts
-- takes: referrals, id
-- gives: nothing
UPDATE matter SET referrals = $1 WHERE id = $2;

-- name: move_referred
-- takes: id
-- gives: nothing; sent on once more
UPDATE matter SET referrals = referrals + 1 WHERE id = $1;

-- name: move_recused
-- takes: matter, officer
-- gives: 1 when he is recused, or it is being asked
SELECT 1 FROM recusal WHERE matter = $1 AND officer = $2 AND state <> 'LIFTED' LIMIT 1;

-- name: lead_add
-- takes: id, matter, seq, sealed text
-- gives: nothing
INSERT INTO lead (id, matter, seq, state, sealed_text) VALUES ($1, $2, $3, 'OPEN', $4);

-- name: lead_disposal
-- takes: way, matter
-- gives: nothing
UPDATE lead SET disposal = $1, state = 'DISPOSED' WHERE matter = $2;

-- name: lead_finding
-- takes: finding, outcome, form, id
-- gives: nothing
UPDATE lead SET finding = $1, outcome = $2, form = $3, state = 'CONCLUDED' WHERE id = $4;

-- name: proposal_add
-- takes: id, matter, org, version (of the sub-procedure when it is a step of one), move, outcome,
--        officer, report, role, day, waits, sealed fields, sub-procedure
-- gives: nothing
INSERT INTO proposal (id, matter, org, version, move, outcome, officer, report, role, day, state,
                      waits, sealed_fields, subproc)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'WAITING', $11, $12, $13);

-- name: proposal_waiting
-- takes: matter, move (none: any), sub-procedure (none: any)
-- gives: id, version, officer, report, move, outcome, role, day, sealed fields, body that decides,
--        sub-procedure
SELECT id, version, officer, report, move, outcome, role, day, sealed_fields, org, subproc
  FROM proposal
 WHERE matter = $1 AND state = 'WAITING' AND (move = $2 OR $2 IS NULL)
   AND (subproc = $3 OR $3 IS NULL)
 ORDER BY day DESC, id LIMIT 50;

-- name: proposal_end
-- takes: state, officer, day, sealed reason, id
-- gives: id; no row when somebody decided it first
UPDATE proposal SET state = $1, decided_by = $2, decided_day = $3, sealed_reason = $4, waits = 0
 WHERE id = $5 AND state = 'WAITING' RETURNING id;

-- name: proposal_drop
-- takes: day, matter, sub-procedure (0: the matter itself)
-- gives: nothing; what officers proposed before it moved on
UPDATE proposal SET state = 'DROPPED', decided_day = $1, waits = 0
 WHERE matter = $2 AND state = 'WAITING' AND officer IS NOT NULL AND COALESCE(subproc, 0) = $3;

-- name: proposal_waits
-- takes: roles, id
-- gives: id; no row when it does not wait any more
UPDATE proposal SET waits = $1 WHERE id = $2 AND state = 'WAITING' RETURNING id;

-- name: proposal_agree
-- takes: proposal, part, officer, day
-- gives: nothing
INSERT INTO proposal_approval (proposal, part, officer, day) VALUES ($1, $2, $3, $4);

-- name: proposal_agreed
-- takes: proposal
-- gives: part, officer
SELECT part, officer FROM proposal_approval WHERE proposal = $1 ORDER BY part LIMIT 8;
