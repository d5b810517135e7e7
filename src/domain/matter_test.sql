-- Statements of the tests of matters and moves.

-- name: test_matter_state
-- takes: state, stage, matter
-- gives: nothing; as if it had moved there
UPDATE matter SET state = $1, stage = $2 WHERE id = $3;

-- name: test_matter_give
-- takes: department, handler, matter
-- gives: nothing
UPDATE matter SET dept = $1, handler = $2 WHERE id = $3;

-- name: test_matter_dated
-- takes: id, org, received day, due day, due code
-- gives: nothing; a bare matter with a date
INSERT INTO matter (id, org, state, version, channel, category, area, named, mass_interest, route,
                    received_day, round, stage, explanations, referrals, restricted, unread,
                    state_day, due_day, due_code)
VALUES ($1, $2, 'ST_REGISTERED', 1, 'CH_WEB', 'CAT_REPORT', $2, 1, 0, 'NORMAL', $3, 'FIRST', 1, 0,
        0, 0, 0, $3, $4, $5);

-- name: test_recuse
-- takes: matter, officer, state
-- gives: nothing
INSERT INTO recusal (matter, officer, state, ground, day) VALUES ($1, $2, $3, 'OTHER', 20000);

-- name: test_audit_of
-- takes: matter
-- gives: act, officer
SELECT act, officer FROM audit WHERE matter = $1 ORDER BY org, seq LIMIT 50;
