-- breach.sql - accountability: where a breach is, what was said and decided. Reach stands here: the
-- body itself, the one that decides, those above; a recusal and the undo time hide it as they hide the
-- matter.

-- name: breach_case_open
-- takes: breach, body that decides, officer who recorded it, day by which it is heard
-- gives: nothing
INSERT INTO breach_case (breach, state, version, decider, recorder, heard_due)
VALUES ($1, 'AC_RECORDED', 0, $2, $3, $4);

-- name: breach_case_list
-- takes: body, 1 closed ones too, now, officer
-- gives: id, matter, org, code, day, state, version, decider, recorder, heard_due, correct_by, outcome,
--        proposer, approver, decided_day, published_day; open ones first, then the newest
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT b.id, b.matter, b.org, b.code, b.day, k.state, k.version, k.decider, k.recorder, k.heard_due,
       k.correct_by, k.outcome, k.proposer, k.approver, k.decided_day, k.published_day
  FROM body o
  CROSS JOIN breach b
  JOIN breach_case k ON k.breach = b.id
  JOIN matter m ON m.id = b.matter
 WHERE b.org = o.id
   AND ($2 = 1 OR k.state NOT IN ('AC_DECIDED', 'AC_PUBLISHED'))
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $3)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = b.matter AND x.officer = $4
                      AND x.state <> 'LIFTED')
 ORDER BY CASE WHEN k.state IN ('AC_DECIDED', 'AC_PUBLISHED') THEN 1 ELSE 0 END, b.day DESC, b.id
 LIMIT 300;

-- name: breach_case_find
-- takes: id, body, now, officer
-- gives: as breach_case_list; no row when none, or out of reach
WITH RECURSIVE above (id, parent) AS (
  SELECT o.id, o.parent FROM org o JOIN breach b ON b.org = o.id WHERE b.id = $1
  UNION ALL SELECT o.id, o.parent FROM org o JOIN above a ON o.id = a.parent
)
SELECT b.id, b.matter, b.org, b.code, b.day, k.state, k.version, k.decider, k.recorder, k.heard_due,
       k.correct_by, k.outcome, k.proposer, k.approver, k.decided_day, k.published_day
  FROM breach b
  JOIN breach_case k ON k.breach = b.id
  JOIN matter m ON m.id = b.matter
 WHERE b.id = $1
   AND EXISTS (SELECT 1 FROM above a WHERE a.id = $2)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $3)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = b.matter AND x.officer = $4
                      AND x.state <> 'LIFTED')
 LIMIT 1;

-- name: breach_case_by_id
-- takes: id
-- gives: as breach_case_list; for time, whose reach is its own
SELECT b.id, b.matter, b.org, b.code, b.day, k.state, k.version, k.decider, k.recorder, k.heard_due,
       k.correct_by, k.outcome, k.proposer, k.approver, k.decided_day, k.published_day
  FROM breach b JOIN breach_case k ON k.breach = b.id WHERE b.id = $1 LIMIT 1;

-- name: breach_case_move
-- takes: state, correct_by, outcome, proposer, approver, decided_day, published_day, id, version it had
-- gives: version; no row when somebody moved it first
UPDATE breach_case SET state = $1, correct_by = $2, outcome = $3, proposer = $4, approver = $5,
       decided_day = $6, published_day = $7, version = version + 1
 WHERE breach = $8 AND version = $9 RETURNING version;

-- name: breach_step_add
-- takes: id, breach, seq, move, to_state, day, org, officer, role, dossier, sealed_words, sealed_paper
-- gives: nothing
INSERT INTO breach_step (id, breach, seq, move, to_state, day, org, officer, role, dossier,
                         sealed_words, sealed_paper)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: breach_step_list
-- takes: breach
-- gives: id, seq, move, to_state, day, org, officer, role, dossier, sealed_words, sealed_paper
SELECT id, seq, move, to_state, day, org, officer, role, dossier, sealed_words, sealed_paper
  FROM breach_step WHERE breach = $1 ORDER BY seq LIMIT 100;

-- name: breach_unheard
-- takes: day
-- gives: breaches whose body had until before that day to explain
SELECT breach FROM breach_case WHERE state = 'AC_RECORDED' AND heard_due < $1
 ORDER BY heard_due, breach LIMIT 500;

-- name: breach_task_done
-- takes: day, matter
-- gives: nothing; what is to be done about its breaches is asked anew after each step
UPDATE task SET done_day = $1 WHERE matter = $2 AND kind = 'BREACH' AND done_day IS NULL;

-- name: breach_published
-- takes: body, how many to skip
-- gives: org, code, day, outcome, decided_day, published_day of decisions made public, its own and
--        those of bodies below; the newest first
WITH RECURSIVE body (id) AS (
  SELECT o.id FROM org o WHERE o.id = $1
  UNION ALL SELECT o.id FROM org o JOIN body b ON o.parent = b.id
)
SELECT b.org, b.code, b.day, k.outcome, k.decided_day, k.published_day
  FROM breach_case k JOIN breach b ON b.id = k.breach
 WHERE k.published_day IS NOT NULL AND b.org IN (SELECT id FROM body)
 ORDER BY k.published_day DESC, b.code, k.breach LIMIT 51 OFFSET $2;
