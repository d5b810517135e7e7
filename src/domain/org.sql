-- name: org_all
-- takes: nothing
-- gives: all bodies by id: id, parent, level, name, mark, address, phone, hours, closed day, mac
SELECT id, parent, level, name, mark, address, phone, hours, closed_day, mac
  FROM org ORDER BY id LIMIT 5000;

-- name: org_add
-- takes: id, parent, level, name, mark, address, phone, hours, mac
-- gives: nothing; one that is there already stays
INSERT INTO org (id, parent, level, name, mark, address, phone, hours, mac)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING;

-- name: org_contact
-- takes: address, phone, hours, mac, id
-- gives: nothing; a body that was abolished stays as it was
UPDATE org SET address = $1, phone = $2, hours = $3, mac = $4
 WHERE id = $5 AND closed_day IS NULL;

-- name: dept_add
-- takes: id, org, kind, name
-- gives: nothing; one that is there already stays
INSERT INTO dept (id, org, kind, name) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING;

-- name: dept_of_org
-- takes: org
-- gives: id, kind, name
SELECT id, kind, name FROM dept WHERE org = $1 ORDER BY id LIMIT 100;

-- name: desk_add
-- takes: id, org, kind, dept, mac
-- gives: nothing; without a key yet; one that is there already stays
INSERT INTO desk (id, org, kind, dept, generation, public_key, mac)
VALUES ($1, $2, $3, $4, 0, NULL, $5) ON CONFLICT (id) DO NOTHING;
