-- backup.sql - what a backup leaves out, and which blobs go with it.

-- name: backup_drop_sessions
-- takes: nothing
-- gives: nothing
-- bounded: all of them, on purpose
DELETE FROM session;

-- name: backup_drop_attempts
-- takes: nothing
-- gives: nothing
-- bounded: all of them, on purpose
DELETE FROM attempt;

-- name: backup_drop_drafts
-- takes: nothing
-- gives: nothing
-- bounded: all of them, on purpose
DELETE FROM draft;

-- name: backup_drop_draft_files
-- takes: nothing
-- gives: nothing
-- bounded: all of them, on purpose
DELETE FROM file WHERE draft IS NOT NULL;

-- name: backup_drop_answers
-- takes: nothing
-- gives: nothing
-- bounded: all of them, on purpose
DELETE FROM idempotency;

-- name: backup_drop_outbox
-- takes: nothing
-- gives: nothing
-- bounded: all of them, on purpose
DELETE FROM outbox;

-- name: backup_blobs
-- takes: id after which to go on
-- gives: id, name
SELECT id, name FROM file WHERE id > $1 ORDER BY id LIMIT 1000;
