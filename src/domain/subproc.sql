-- subproc.sql - sub-procedures of a matter.

-- name: subproc_add
-- takes: id, matter, kind, state, report, officer, day
-- gives: nothing
INSERT INTO subproc (id, matter, kind, state, version, report, officer, opened_day, state_day)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $7);

-- name: subproc_move
-- takes: state, officer, day of the state, closed day, id, version it had
-- gives: version; no row when somebody moved it first
UPDATE subproc SET state = $1, officer = $2, state_day = $3, closed_day = $4, version = version + 1
 WHERE id = $5 AND version = $6 RETURNING version;

-- name: subproc_of_matter
-- takes: matter
-- gives: id, kind, state, version, report, officer, opened_day, state_day, closed_day; what is open
--        comes first, then the newest
SELECT id, kind, state, version, report, officer, opened_day, state_day, closed_day FROM subproc
 WHERE matter = $1 ORDER BY closed_day IS NOT NULL, opened_day DESC, id LIMIT 50;

-- name: subproc_by_id
-- takes: id, matter
-- gives: as subproc_of_matter
SELECT id, kind, state, version, report, officer, opened_day, state_day, closed_day FROM subproc
 WHERE id = $1 AND matter = $2 LIMIT 1;

-- name: subproc_open_of
-- takes: matter, kind
-- gives: as subproc_of_matter; the open ones of that kind, the newest first
SELECT id, kind, state, version, report, officer, opened_day, state_day, closed_day FROM subproc
 WHERE matter = $1 AND kind = $2 AND closed_day IS NULL ORDER BY opened_day DESC, id LIMIT 50;
