-- commitment.sql - letters of commitment, each a sub-procedure about one report.

-- name: commitment_of
-- takes: report
-- gives: matter, sub-procedure, state of its newest letter
SELECT matter, id, state FROM subproc WHERE report = $1 AND kind = 'SP_COMMIT'
 ORDER BY opened_day DESC, id LIMIT 1;

-- name: commitment_open_in
-- takes: matter
-- gives: sub-procedure, report, of letters whose reporter has not answered
SELECT id, report FROM subproc
 WHERE matter = $1 AND kind = 'SP_COMMIT' AND state IN ('CL_OFFERED', 'CL_SIGNED_B')
 ORDER BY id LIMIT 50;

-- name: commitment_paper
-- takes: report
-- gives: id of the letter as it was delivered
SELECT id FROM document WHERE report = $1 AND code = 'N02' ORDER BY made_day DESC, id LIMIT 1;

-- name: commitment_steps
-- takes: matter, sub-procedure
-- gives: move, happened_day, officer of each step
SELECT move, happened_day, officer FROM event
 WHERE matter = $1 AND subproc = $2 ORDER BY seq LIMIT 10;

-- name: commitment_asked
-- takes: today, matter
-- gives: nothing; the head of the office has answered
UPDATE task SET done_day = $1 WHERE matter = $2 AND kind = 'COMMITMENT' AND done_day IS NULL;
