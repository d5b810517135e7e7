-- name: test_officer_swap
-- takes: id of the other, id of the one
-- gives: nothing; what one without the server key would do: puts the other's pair and password into
--        the row of the one
UPDATE officer SET public_key = (SELECT o.public_key FROM officer o WHERE o.id = $1),
       salt = (SELECT o.salt FROM officer o WHERE o.id = $1),
       sealed_secret = (SELECT o.sealed_secret FROM officer o WHERE o.id = $1)
 WHERE id = $2;

-- name: test_officer_role
-- takes: role, officer
-- gives: nothing; another role, past the program
UPDATE officer_role SET role = $1 WHERE officer = $2;

-- name: test_desk_key
-- takes: public key, desk
-- gives: nothing
UPDATE desk SET public_key = $1 WHERE id = $2;

-- name: test_holder_steal
-- takes: the thief, desk, its holder
-- gives: nothing; the holder's sealed secret under the thief's name
INSERT INTO desk_holder (desk, generation, officer, sealed_secret)
SELECT h.desk, h.generation, $1, h.sealed_secret FROM desk_holder h
 WHERE h.desk = $2 AND h.officer = $3;

-- name: test_holder_count
-- takes: officer
-- gives: how many desk secrets are sealed to him
-- bounded: one row
SELECT COUNT(*) FROM desk_holder WHERE officer = $1 AND sealed_secret IS NOT NULL;

-- name: test_session_count
-- takes: officer
-- gives: how many sessions he has
-- bounded: one row
SELECT COUNT(*) FROM session WHERE kind = 'OFFICER' AND subject = $1;

-- name: test_session_swap
-- takes: id of a session, id of another
-- gives: nothing; the record of the one under the id of the other
UPDATE session SET sealed_record = (SELECT s.sealed_record FROM session s WHERE s.id = $1)
 WHERE id = $2;

-- name: test_session_prolong
-- takes: absolute end
-- gives: nothing
UPDATE session SET until_ms = $1, idle_ms = $1;

-- name: test_access_own
-- takes: nothing
-- gives: nothing; makes one-time passwords lasting
UPDATE access_row SET state = 'OWN', until_day = NULL;

-- name: test_access_count
-- takes: nothing
-- gives: how many rows
-- bounded: one row
SELECT COUNT(*) FROM access_row;

-- name: test_org_mark
-- takes: mark, org
-- gives: nothing
UPDATE org SET mark = $1 WHERE id = $2;

-- name: test_parameter_value
-- takes: value
-- gives: nothing
UPDATE parameter SET value = $1;

-- name: test_audit_act
-- takes: act, org, seq
-- gives: nothing
UPDATE audit SET act = $1 WHERE org = $2 AND seq = $3;

-- name: test_audit_cut
-- takes: org, seq
-- gives: nothing
DELETE FROM audit WHERE org = $1 AND seq = $2;

-- name: test_grant_move
-- takes: object it is moved to, object
-- gives: nothing
UPDATE key_grant SET object = $1 WHERE object = $2;

-- name: test_matter_add
-- takes: id, org, day
-- gives: nothing; a bare matter, for counting its keys
INSERT INTO matter (id, org, state, version, channel, category, area, named, mass_interest, route,
                    received_day, round, stage, explanations, referrals, restricted, unread,
                    state_day)
VALUES ($1, $2, 'ST_REGISTERED', 1, 'CH_WEB', 'CAT_REPORT', $2, 1, 0, 'NORMAL', $3, 'FIRST', 1, 0,
        0, 0, 0, $3);
