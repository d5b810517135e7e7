-- name: file_usage_draft
-- takes: draft
-- gives: number and bytes on disk of what the reporter sent
SELECT COUNT(*), CAST(COALESCE(SUM(size_class), 0) AS BIGINT) FROM file
 WHERE draft = $1 AND kind <> 'CLEAN' LIMIT 1;

-- name: file_usage_report
-- takes: report
-- gives: the same
SELECT COUNT(*), CAST(COALESCE(SUM(size_class), 0) AS BIGINT) FROM file
 WHERE report = $1 AND kind <> 'CLEAN' LIMIT 1;

-- name: file_usage_matter
-- takes: matter
-- gives: the same
SELECT COUNT(*), CAST(COALESCE(SUM(size_class), 0) AS BIGINT) FROM file
 WHERE matter = $1 AND kind <> 'CLEAN' LIMIT 1;

-- name: file_add
-- takes: id, report, matter, draft, kind, original, message, name, day, size_class, sealed key,
--        sealed row, until
-- gives: nothing
INSERT INTO file (id, report, matter, draft, kind, original, message, name, day, size_class,
                  sealed_key, sealed_row, until_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- name: file_find
-- takes: file
-- gives: id, kind, original, message, name, day, sealed_key, sealed_row, report, matter, clean copy,
--        draft
SELECT f.id, f.kind, f.original, f.message, f.name, f.day, f.sealed_key, f.sealed_row, f.report,
       f.matter, (SELECT k.id FROM file k WHERE k.original = f.id LIMIT 1), f.draft
  FROM file f WHERE f.id = $1 LIMIT 1;

-- name: file_of_draft
-- takes: draft
-- gives: the same columns of all its files, copies after originals
SELECT f.id, f.kind, f.original, f.message, f.name, f.day, f.sealed_key, f.sealed_row, f.report,
       f.matter, (SELECT k.id FROM file k WHERE k.original = f.id AND k.draft = f.draft LIMIT 1),
       f.draft
  FROM file f WHERE f.draft = $1 ORDER BY f.original IS NOT NULL, f.until_ms, f.id LIMIT 400;

-- name: file_of_report
-- takes: report
-- gives: the same columns
SELECT f.id, f.kind, f.original, f.message, f.name, f.day, f.sealed_key, f.sealed_row, f.report,
       f.matter, (SELECT k.id FROM file k WHERE k.original = f.id AND k.report = f.report LIMIT 1),
       f.draft
  FROM file f WHERE f.report = $1 ORDER BY f.original IS NOT NULL, f.day, f.id LIMIT 400;

-- name: file_of_matter
-- takes: matter
-- gives: the same columns
SELECT f.id, f.kind, f.original, f.message, f.name, f.day, f.sealed_key, f.sealed_row, f.report,
       f.matter, (SELECT k.id FROM file k WHERE k.original = f.id AND k.matter = f.matter LIMIT 1),
       f.draft
  FROM file f WHERE f.matter = $1 ORDER BY f.original IS NOT NULL, f.day, f.id LIMIT 400;

-- name: file_to_report
-- takes: report, sealed key, file
-- gives: nothing
UPDATE file SET report = $1, sealed_key = $2, draft = NULL, until_ms = NULL WHERE id = $3;

-- name: file_remove
-- takes: draft, file
-- gives: name of the original's and the copy's blob
DELETE FROM file WHERE draft = $1 AND (id = $2 OR original = $2) RETURNING name;

-- name: file_forget
-- takes: report
-- gives: nothing; the sweep takes the blobs, whose keys are gone
DELETE FROM file WHERE report = $1;

-- name: file_expired
-- takes: now
-- gives: blob names of drafts' files whose day is over
DELETE FROM file WHERE id IN
  (SELECT id FROM file WHERE draft IS NOT NULL AND until_ms <= $1 ORDER BY until_ms LIMIT 1000)
RETURNING name;

-- name: file_by_name
-- takes: name
-- gives: id; no row: the blob is an orphan
SELECT id FROM file WHERE name = $1 LIMIT 1;

-- name: file_names
-- takes: id after which to go on
-- gives: id, name of the next thousand
SELECT id, name FROM file WHERE id > $1 ORDER BY id LIMIT 1000;

-- name: file_there
-- takes: id
-- gives: id
SELECT id FROM file WHERE id = $1 LIMIT 1;
