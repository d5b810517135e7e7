-- name: desk_of_kind
-- takes: org, kind
-- gives: id, org, kind, dept, generation, public key, mac, living holders
SELECT d.id, d.org, d.kind, d.dept, d.generation, d.public_key, d.mac,
       (SELECT COUNT(*) FROM desk_holder h JOIN officer o ON o.id = h.officer
         WHERE h.desk = d.id AND h.generation = d.generation AND h.sealed_secret IS NOT NULL
           AND o.state = 'ACTIVE')
  FROM desk d WHERE d.org = $1 AND d.kind = $2 ORDER BY d.id LIMIT 20;

-- name: desk_by_id
-- takes: id
-- gives: id, org, kind, dept, generation, public key, mac, living holders
SELECT d.id, d.org, d.kind, d.dept, d.generation, d.public_key, d.mac,
       (SELECT COUNT(*) FROM desk_holder h JOIN officer o ON o.id = h.officer
         WHERE h.desk = d.id AND h.generation = d.generation AND h.sealed_secret IS NOT NULL
           AND o.state = 'ACTIVE')
  FROM desk d WHERE d.id = $1 LIMIT 1;

-- name: desk_set_key
-- takes: new generation, public key, mac, id, generation so far
-- gives: id; no row when another session was first
UPDATE desk SET generation = $1, public_key = $2, mac = $3
 WHERE id = $4 AND generation = $5 RETURNING id;

-- name: desk_holder_of_officer
-- takes: officer
-- gives: desk, generation, sealed secret, org, kind; newest first
SELECT h.desk, h.generation, h.sealed_secret, d.org, d.kind
  FROM desk_holder h JOIN desk d ON d.id = h.desk
 WHERE h.officer = $1 ORDER BY h.generation DESC, h.desk LIMIT 64;

-- name: desk_holder_waiting
-- takes: desk, generation
-- gives: officers who are named and wait for the secret
SELECT h.officer FROM desk_holder h JOIN officer o ON o.id = h.officer
 WHERE h.desk = $1 AND h.generation = $2 AND h.sealed_secret IS NULL AND o.state = 'ACTIVE'
 ORDER BY h.officer LIMIT 100;

-- name: desk_holder_name
-- takes: desk, generation, officer
-- gives: nothing; a row that is there already stays
INSERT INTO desk_holder (desk, generation, officer, sealed_secret) VALUES ($1, $2, $3, NULL)
    ON CONFLICT (desk, generation, officer) DO NOTHING;

-- name: desk_holder_put
-- takes: desk, generation, officer, sealed secret
-- gives: nothing
INSERT INTO desk_holder (desk, generation, officer, sealed_secret) VALUES ($1, $2, $3, $4)
    ON CONFLICT (desk, generation, officer) DO UPDATE SET sealed_secret = excluded.sealed_secret;

-- name: desk_holder_move_waiting
-- takes: new generation, desk
-- gives: nothing; those who wait, wait for the new key
UPDATE desk_holder SET generation = $1 WHERE desk = $2 AND sealed_secret IS NULL;

-- name: desk_holder_delete
-- takes: desk, officer
-- gives: nothing
DELETE FROM desk_holder WHERE desk = $1 AND officer = $2;

-- name: desk_holder_forget
-- takes: officer
-- gives: nothing; after a reset he holds nothing and waits nowhere
DELETE FROM desk_holder WHERE officer = $1;

-- name: desk_holder_last_of
-- takes: officer
-- gives: desks with keys sealed to them whose only living holder he is
SELECT h.desk FROM desk_holder h JOIN desk d ON d.id = h.desk AND d.generation = h.generation
 WHERE h.officer = $1 AND h.sealed_secret IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM desk_holder x JOIN officer o ON o.id = x.officer
                    WHERE x.desk = h.desk AND x.generation = h.generation AND x.officer <> h.officer
                      AND x.sealed_secret IS NOT NULL AND o.state = 'ACTIVE')
   AND EXISTS (SELECT 1 FROM key_grant g WHERE g.holder_kind = 'DESK' AND g.holder = h.desk)
 ORDER BY h.desk LIMIT 20;

-- name: key_grant_put
-- takes: object kind, object, holder kind, holder, generation, form, sealed key, day
-- gives: nothing; replaces that of the same holder and generation
INSERT INTO key_grant (object_kind, object, holder_kind, holder, generation, form, sealed_key,
                       given_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (object_kind, object, holder_kind, holder, generation)
    DO UPDATE SET form = excluded.form, sealed_key = excluded.sealed_key,
                  given_day = excluded.given_day;

-- name: key_grant_of
-- takes: object kind, object
-- gives: holder kind, holder, generation, form, sealed key; wraps first, they open faster
SELECT holder_kind, holder, generation, form, sealed_key FROM key_grant
 WHERE object_kind = $1 AND object = $2 ORDER BY form DESC, holder LIMIT 200;

-- name: key_grant_rewrap
-- takes: wrapped key, object kind, object, holder kind, holder, generation
-- gives: nothing
UPDATE key_grant SET form = 'WRAP', sealed_key = $1
 WHERE object_kind = $2 AND object = $3 AND holder_kind = $4 AND holder = $5 AND generation = $6
   AND form = 'SEAL';

-- name: key_grant_remove
-- takes: object kind, object, holder kind, holder
-- gives: nothing
DELETE FROM key_grant
 WHERE object_kind = $1 AND object = $2 AND holder_kind = $3 AND holder = $4;

-- name: key_grant_remove_org
-- takes: object kind, object, org
-- gives: nothing
DELETE FROM key_grant
 WHERE object_kind = $1 AND object = $2
   AND ((holder_kind = 'DESK' AND holder IN (SELECT id FROM desk WHERE org = $3))
     OR (holder_kind = 'OFFICER' AND holder IN (SELECT id FROM officer WHERE org = $3)));

-- name: key_grant_remove_object
-- takes: object kind, object
-- gives: nothing
DELETE FROM key_grant WHERE object_kind = $1 AND object = $2;

-- name: key_grant_remove_officer
-- takes: officer
-- gives: nothing
DELETE FROM key_grant WHERE holder_kind = 'OFFICER' AND holder = $1;

-- name: key_grant_thin
-- takes: org
-- gives: how many open objects of the body have fewer than two living holders
-- bounded: one row
SELECT COUNT(*) FROM (
  SELECT 'KM' AS kind, m.id AS object FROM matter m WHERE m.org = $1 AND m.closed_day IS NULL
  UNION
  SELECT 'KR', rm.report FROM report_matter rm JOIN matter m ON m.id = rm.matter
   WHERE m.org = $1 AND m.closed_day IS NULL) AS o
 WHERE (SELECT COUNT(*) FROM (
          SELECT h.officer FROM key_grant g
            JOIN desk_holder h ON h.desk = g.holder AND h.generation = g.generation
            JOIN officer f ON f.id = h.officer
           WHERE g.object_kind = o.kind AND g.object = o.object AND g.holder_kind = 'DESK'
             AND h.sealed_secret IS NOT NULL AND f.state = 'ACTIVE'
          UNION
          SELECT f.id FROM key_grant g JOIN officer f ON f.id = g.holder
           WHERE g.object_kind = o.kind AND g.object = o.object AND g.holder_kind = 'OFFICER'
             AND f.generation = g.generation AND f.state = 'ACTIVE') AS holders) < 2;
