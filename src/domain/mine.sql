-- mine.sql - what the reporter's own page reads besides events, clocks and papers; ratings.

-- name: mine_report
-- takes: report
-- gives: state, id_mode, identity_state, undo_until_ms
SELECT state, id_mode, identity_state, undo_until_ms FROM report WHERE id = $1 LIMIT 1;

-- name: mine_openings
-- takes: report
-- gives: day, fields
SELECT day, fields FROM identity_opening WHERE report = $1 ORDER BY day DESC, id LIMIT 20;

-- name: mine_unread
-- takes: report, day of the last log-in
-- gives: messages of the body written on it or later
SELECT count(*) FROM message WHERE report = $1 AND sender = 'BODY' AND day >= $2 LIMIT 1;

-- name: rating_pair
-- takes: id, id
-- gives: id, changes, process, attitude, result, pressed (IN would make a table in memory)
SELECT id, changes, process, attitude, result, pressed FROM rating WHERE id = $1
 UNION ALL
SELECT id, changes, process, attitude, result, pressed FROM rating WHERE id = $2 LIMIT 2;

-- name: rating_find
-- takes: id
-- gives: changes, process, attitude, result, pressed
SELECT changes, process, attitude, result, pressed FROM rating WHERE id = $1 LIMIT 1;

-- name: rating_reissued
-- takes: report
-- gives: a row when a password was re-issued after a window of rating had opened
SELECT e.id FROM event e
 WHERE e.report = $1 AND e.kind = 'E_REISSUED'
   AND EXISTS (SELECT 1 FROM clock k JOIN report_matter rm ON rm.matter = k.matter
                WHERE rm.report = $1 AND k.code = 'D24' AND k.start_day <= e.happened_day)
 LIMIT 1;

-- name: rating_days
-- takes: report
-- gives: day on which its result was first told, day of its last hearing; null when there was none
-- bounded: one row
SELECT MIN(CASE WHEN e.kind = 'E_FEEDBACK' THEN e.happened_day END),
       MAX(CASE WHEN e.kind = 'E_HEARING_HELD' THEN e.happened_day END)
  FROM report_matter rm JOIN event e ON e.matter = rm.matter
 WHERE rm.report = $1;

-- name: rating_add
-- takes: id, org, target, process, attitude, result, pressed, day, first day of the month in which
--        the result was told, the same of the hearing
-- gives: nothing
INSERT INTO rating (id, org, target, process, attitude, result, pressed, day, changes, told_month,
                    heard_month)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10);

-- name: rating_change
-- takes: process, attitude, result, pressed, day, id
-- gives: nothing
UPDATE rating SET process = $1, attitude = $2, result = $3, pressed = $4, day = $5,
       changes = changes + 1
 WHERE id = $6;

-- name: mine_body_set
-- takes: sealed body, id, version it was read with
-- gives: version; no row when it was changed meanwhile
UPDATE report SET sealed_body = $1 WHERE id = $2 AND body_version = $3 RETURNING body_version;
