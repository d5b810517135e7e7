-- panel.sql - registers, seats, codes, notes and votes of those who are called from outside.

-- name: panel_members
-- takes: body, today
-- gives: id, org, kind, name, unit, field, from_day, to_day, withdrawn_day, reason; who serves or
--        will serve first
SELECT id, org, kind, name, unit, field, from_day, to_day, withdrawn_day, reason FROM panel_member
 WHERE org = $1
 ORDER BY CASE WHEN withdrawn_day IS NULL AND to_day >= $2 THEN 0 ELSE 1 END, kind, name, id
 LIMIT 500;

-- name: panel_members_serving
-- takes: body, today, whether experts are asked for
-- gives: as panel_members
SELECT id, org, kind, name, unit, field, from_day, to_day, withdrawn_day, reason FROM panel_member
 WHERE org = $1 AND withdrawn_day IS NULL AND from_day <= $2 AND to_day >= $2
   AND CASE WHEN kind = 'REP_EXPERT' THEN 1 ELSE 0 END = $3
 ORDER BY kind, name, id LIMIT 500;

-- name: panel_member_same
-- takes: body, kind, name, unit, today
-- gives: id of one who serves already
SELECT id FROM panel_member
 WHERE org = $1 AND kind = $2 AND name = $3 AND unit = $4 AND withdrawn_day IS NULL
   AND to_day >= $5 LIMIT 1;

-- name: panel_member_add
-- takes: id, body, kind, name, unit, field, first day, last day, officer, day
-- gives: nothing
INSERT INTO panel_member (id, org, kind, name, unit, field, from_day, to_day, officer, added_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: panel_member_withdraw
-- takes: day, officer, reason, id, body
-- gives: id; no row when he is not in this register, or was withdrawn before
UPDATE panel_member SET withdrawn_day = $1, withdrawn_by = $2, reason = $3
 WHERE id = $4 AND org = $5 AND withdrawn_day IS NULL RETURNING id;

-- name: panel_add
-- takes: subproc, matter, body
-- gives: nothing
INSERT INTO panel (subproc, matter, org) VALUES ($1, $2, $3);

-- name: panel_of_subproc
-- takes: subproc
-- gives: matter, org, until_day, sealed_text, sealed_record, sealed_reasons, hearers, ballot_key,
--        votes_for, votes_against, prepared_day, kind and state of the sub-procedure, votes given
SELECT p.matter, p.org, p.until_day, p.sealed_text, p.sealed_record, p.sealed_reasons, p.hearers,
       p.ballot_key, p.votes_for, p.votes_against, p.prepared_day, s.kind, s.state,
       (SELECT COUNT(*) FROM panel_seat t WHERE t.subproc = p.subproc AND t.voted_day IS NOT NULL)
  FROM panel p JOIN subproc s ON s.id = p.subproc WHERE p.subproc = $1 LIMIT 1;

-- name: panel_copy
-- takes: last day, sealed text, day, subproc
-- gives: nothing
UPDATE panel SET until_day = $1, sealed_text = $2, prepared_day = $3 WHERE subproc = $4;

-- name: panel_record
-- takes: sealed record, subproc
-- gives: nothing
UPDATE panel SET sealed_record = $1 WHERE subproc = $2;

-- name: panel_ballot
-- takes: hearers, key, subproc
-- gives: nothing
UPDATE panel SET hearers = $1, ballot_key = $2 WHERE subproc = $3;

-- name: panel_counted
-- takes: votes for, votes against, sealed reasons, subproc
-- gives: subproc; no row when they were counted before
UPDATE panel SET votes_for = $1, votes_against = $2, sealed_reasons = $3
 WHERE subproc = $4 AND votes_for IS NULL RETURNING subproc;

-- name: panel_seats
-- takes: subproc
-- gives: id, subproc, matter, org, role, member, kind, name, unit, state, code_day, code_no,
--        pledged_day, opinion_day, voted_day, signed_day
SELECT id, subproc, matter, org, role, member, kind, name, unit, state, code_day, code_no,
       pledged_day, opinion_day, voted_day, signed_day
  FROM panel_seat WHERE subproc = $1 ORDER BY id LIMIT 40;

-- name: panel_seat_by_id
-- takes: id
-- gives: as panel_seats
SELECT id, subproc, matter, org, role, member, kind, name, unit, state, code_day, code_no,
       pledged_day, opinion_day, voted_day, signed_day
  FROM panel_seat WHERE id = $1 LIMIT 1;

-- name: panel_seat_add
-- takes: id, subproc, matter, org, role, member, kind, name, unit
-- gives: nothing
INSERT INTO panel_seat (id, subproc, matter, org, role, member, kind, name, unit, state, code_no)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'INVITED', 0);

-- name: panel_seats_drop
-- takes: subproc
-- gives: nothing; those of a notice that was moved
DELETE FROM panel_seat WHERE subproc = $1;

-- name: panel_seat_code
-- takes: day, number of the code, id, number it had
-- gives: id; no row when another was printed meanwhile
UPDATE panel_seat SET code_day = $1, code_no = $2, voted_day = NULL
 WHERE id = $3 AND code_no = $4 RETURNING id;

-- name: panel_seat_code_counted
-- takes: day, number of the code, id, number it had
-- gives: id; as panel_seat_code, the votes were counted and stay
UPDATE panel_seat SET code_day = $1, code_no = $2
 WHERE id = $3 AND code_no = $4 RETURNING id;

-- name: panel_seat_state
-- takes: state, day of the pledge, id
-- gives: nothing
UPDATE panel_seat SET state = $1, pledged_day = COALESCE($2, pledged_day) WHERE id = $3;

-- name: panel_seat_opinion
-- takes: day, id
-- gives: nothing
UPDATE panel_seat SET opinion_day = $1 WHERE id = $2;

-- name: panel_seat_voted
-- takes: day, id
-- gives: nothing
UPDATE panel_seat SET voted_day = $1 WHERE id = $2;

-- name: panel_seat_signed
-- takes: day, hash of what he signed, id
-- gives: nothing
UPDATE panel_seat SET signed_day = $1, signed_hash = $2 WHERE id = $3;

-- name: panel_vote_add
-- takes: seat, subproc, part of the secret, sealed vote
-- gives: nothing
INSERT INTO panel_vote (seat, subproc, share, sealed_vote) VALUES ($1, $2, $3, $4);

-- name: panel_votes
-- takes: subproc
-- gives: seat, part of the secret, sealed vote
SELECT seat, share, sealed_vote FROM panel_vote WHERE subproc = $1 ORDER BY seat LIMIT 40;

-- name: panel_votes_drop
-- takes: subproc
-- gives: nothing
DELETE FROM panel_vote WHERE subproc = $1;

-- name: panel_note_add
-- takes: id, seat, subproc, matter, org, body above, kind, day it was seen, day, sealed note
-- gives: nothing
INSERT INTO panel_note (id, seat, subproc, matter, org, upper, kind, seen_day, day, sealed_note)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: panel_notes_of
-- takes: subproc
-- gives: id, subproc, matter, org, kind, name, unit, role, seen_day, day, sealed note
SELECT n.id, n.subproc, n.matter, n.org, n.kind, t.name, t.unit, t.role, n.seen_day, n.day,
       n.sealed_note
  FROM panel_note n JOIN panel_seat t ON t.id = n.seat
 WHERE n.subproc = $1 ORDER BY n.day, n.id LIMIT 200;

-- name: panel_notes_of_body
-- takes: body
-- gives: as panel_notes_of: of the body, and what those below sent up; the newest first
SELECT n.id, n.subproc, n.matter, n.org, n.kind, t.name, t.unit, t.role, n.seen_day, n.day,
       n.sealed_note
  FROM panel_note n JOIN panel_seat t ON t.id = n.seat
 WHERE n.org = $1 OR n.upper = $1 ORDER BY n.day DESC, n.id LIMIT 200;

-- name: panel_check_add
-- takes: id, subproc, seat, report, body of the custodian, desk, generation, sealed text, day
-- gives: nothing
INSERT INTO panel_check (id, subproc, seat, report, org, desk, generation, sealed_text, state, day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'WAITING', $9);

-- name: panel_check_drop
-- takes: subproc
-- gives: nothing; of a copy that was made anew
DELETE FROM panel_check WHERE subproc = $1 AND seat IS NULL;

-- name: panel_check_drop_seats
-- takes: subproc
-- gives: nothing; of seats that go
DELETE FROM panel_check WHERE subproc = $1;

-- name: panel_checks_waiting
-- takes: body
-- gives: id, subproc, seat, report, desk, generation, sealed text, name, unit, day
SELECT k.id, k.subproc, k.seat, k.report, k.desk, k.generation, k.sealed_text, t.name, t.unit, k.day
  FROM panel_check k LEFT JOIN panel_seat t ON t.id = k.seat
 WHERE k.org = $1 AND k.state = 'WAITING' ORDER BY k.day, k.id LIMIT 200;

-- name: panel_check_done
-- takes: state, id
-- gives: id; no row when another compared meanwhile
UPDATE panel_check SET state = $1, sealed_text = NULL WHERE id = $2 AND state = 'WAITING'
RETURNING id;

-- name: panel_check_open
-- takes: subproc
-- gives: whether it is about a seat, worst state that is not CLEAN; seats that are over left out
SELECT CASE WHEN k.seat IS NULL THEN 0 ELSE 1 END, MIN(k.state)
  FROM panel_check k LEFT JOIN panel_seat t ON t.id = k.seat
 WHERE k.subproc = $1 AND k.state <> 'CLEAN'
   AND (t.id IS NULL OR t.state NOT IN ('DECLINED', 'ENDED'))
 GROUP BY CASE WHEN k.seat IS NULL THEN 0 ELSE 1 END
 ORDER BY 1 LIMIT 2;

-- name: panel_handled
-- takes: matter, name
-- gives: 1 when an officer of that name acted in the matter, or agreed to a step
SELECT 1 AS one FROM event e JOIN officer o ON o.id = e.officer
 WHERE e.matter = $1 AND o.name = $2
UNION ALL
SELECT 1 FROM proposal p JOIN officer o ON o.id = p.officer OR o.id = p.decided_by
 WHERE p.matter = $1 AND o.name = $2
LIMIT 1;

-- name: panel_seated
-- takes: matter, member
-- gives: id of a seat of his in this matter that is not over
SELECT id FROM panel_seat
 WHERE matter = $1 AND member = $2 AND state NOT IN ('DECLINED', 'ENDED') LIMIT 1;

-- name: panel_refusable
-- takes: matter
-- gives: as panel_seats: representatives under way that have not given their opinion
SELECT t.id, t.subproc, t.matter, t.org, t.role, t.member, t.kind, t.name, t.unit, t.state,
       t.code_day, t.code_no, t.pledged_day, t.opinion_day, t.voted_day, t.signed_day
  FROM panel_seat t JOIN subproc s ON s.id = t.subproc
 WHERE t.matter = $1 AND s.kind = 'SP_REPRESENT' AND s.closed_day IS NULL
   AND s.state <> 'MR_OPINION'
   AND t.state NOT IN ('DECLINED', 'ENDED') ORDER BY t.id LIMIT 40;
