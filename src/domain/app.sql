-- name: setting_find
-- takes: key
-- gives: value; no row when it was never set
SELECT value FROM setting WHERE key = $1 LIMIT 1;

-- name: setting_put
-- takes: key, value
-- gives: nothing
INSERT INTO setting (key, value) VALUES ($1, $2)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: parameter_page
-- takes: id after which to go on
-- gives: id, org, key, value, unit, roll, pause, valid from, valid to, basis, approved by, pilot,
--        mac; in order of id, which is the order they were stored in
SELECT id, org, key, value, unit, roll, pause, valid_from, valid_to, basis, approved_by, pilot, mac
  FROM parameter WHERE id > $1 ORDER BY id LIMIT 5000;

-- name: parameter_last
-- takes: nothing
-- gives: the last id; no row when there is none
SELECT id FROM parameter ORDER BY id DESC LIMIT 1;

-- name: parameter_put
-- takes: id, org, key, value, unit, roll, pause, valid from, valid to, basis, approved by, pilot, mac
-- gives: nothing
INSERT INTO parameter (id, org, key, value, unit, roll, pause, valid_from, valid_to, basis,
                       approved_by, pilot, mac)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: calendar_all
-- takes: nothing
-- gives: year, status, notice, text, imported, mac
SELECT year, status, notice, text, imported_day, mac FROM calendar_year ORDER BY year LIMIT 300;

-- name: calendar_put
-- takes: year, status, notice, text, imported, mac
-- gives: nothing; replaces the year's earlier one
INSERT INTO calendar_year (year, status, notice, text, imported_day, mac)
VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (year) DO UPDATE SET status = excluded.status, notice = excluded.notice,
       text = excluded.text, imported_day = excluded.imported_day, mac = excluded.mac;
