-- name: officer_by_id
-- takes: id
-- gives: id, org, dept, work_no, name, state, public key, salt, sealed secret, invite end,
--        generation, joined, left, sealed log-ins, mac
SELECT id, org, dept, work_no, name, state, public_key, salt, sealed_secret, invite_until_ms,
       generation, joined_day, left_day, sealed_logins, mac
  FROM officer WHERE id = $1 LIMIT 1;

-- name: officer_by_work_no
-- takes: work number, normalised
-- gives: id, org, dept, work_no, name, state, public key, salt, sealed secret, invite end,
--        generation, joined, left, sealed log-ins, mac
SELECT id, org, dept, work_no, name, state, public_key, salt, sealed_secret, invite_until_ms,
       generation, joined_day, left_day, sealed_logins, mac
  FROM officer WHERE work_no = $1 LIMIT 1;

-- name: officer_of_org
-- takes: org
-- gives: those who have not left, by work number: id, org, dept, work_no, name, state, public key,
--        salt, sealed secret, invite end, generation, joined, left, sealed log-ins, mac
SELECT id, org, dept, work_no, name, state, public_key, salt, sealed_secret, invite_until_ms,
       generation, joined_day, left_day, sealed_logins, mac
  FROM officer WHERE org = $1 AND state <> 'LEFT' ORDER BY work_no LIMIT 2000;

-- name: officer_put
-- takes: id, org, dept, work_no, name, state, public key, salt, sealed secret, invite end,
--        generation, joined, left, sealed log-ins, mac
-- gives: nothing; a new officer, or the same one changed
INSERT INTO officer (id, org, dept, work_no, name, state, public_key, salt, sealed_secret,
                     invite_until_ms, generation, joined_day, left_day, sealed_logins, mac)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    ON CONFLICT (id) DO UPDATE SET
       dept = excluded.dept, state = excluded.state, public_key = excluded.public_key,
       salt = excluded.salt, sealed_secret = excluded.sealed_secret,
       invite_until_ms = excluded.invite_until_ms, generation = excluded.generation,
       left_day = excluded.left_day, sealed_logins = excluded.sealed_logins, mac = excluded.mac;

-- name: officer_set_logins
-- takes: sealed log-ins, id
-- gives: nothing
UPDATE officer SET sealed_logins = $1 WHERE id = $2;

-- name: officer_role_of
-- takes: officer
-- gives: role, from, to, given by, confirmed by, mac
SELECT role, from_day, to_day, given_by, confirmed_by, mac
  FROM officer_role WHERE officer = $1 ORDER BY from_day, role LIMIT 500;

-- name: officer_role_put
-- takes: officer, role, from, to, given by, confirmed by, mac
-- gives: nothing
INSERT INTO officer_role (officer, role, from_day, to_day, given_by, confirmed_by, mac)
VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (officer, role, from_day) DO UPDATE SET
       to_day = excluded.to_day, given_by = excluded.given_by,
       confirmed_by = excluded.confirmed_by, mac = excluded.mac;

-- name: officer_principal_of
-- takes: org, officer not meant
-- gives: an officer of the body who is its principal leader already, or is named as such
SELECT o.id FROM officer o JOIN officer_role r ON r.officer = o.id
 WHERE o.org = $1 AND o.id <> $2 AND o.state <> 'LEFT' AND r.role = 'RO_PRINCIPAL'
   AND r.to_day IS NULL LIMIT 1;
