-- papers_test.sql - statements of the tests of files, documents, messages and the reporter's page

-- name: test_file_names
-- takes: nothing
-- gives: name of each blob
SELECT name FROM file ORDER BY id LIMIT 100;

-- name: test_file_size
-- takes: bytes, file
-- gives: nothing; as if the file were that large
UPDATE file SET size_class = $1 WHERE id = $2;

-- name: test_assign
-- takes: state, handler, matter
-- gives: nothing; as if it had been moved there
UPDATE matter SET state = $1, handler = $2 WHERE id = $3;

-- name: test_audit_count
-- takes: act
-- gives: how often
-- bounded: one row
SELECT COUNT(*) FROM audit WHERE act = $1;

-- name: test_document_clear
-- takes: document
-- gives: its sealed text as it lies there
SELECT sealed_text FROM document WHERE id = $1 LIMIT 1;

-- name: test_state
-- takes: state, stage, matter
-- gives: nothing; as if it had been moved there
UPDATE matter SET state = $1, stage = $2 WHERE id = $3;

-- name: test_matter_below
-- takes: id, body, matter it was sent from
-- gives: nothing; as T10 makes it
INSERT INTO matter (id, org, state, version, channel, category, area, named, mass_interest, route,
                    received_day, parent, round, stage, explanations, referrals, restricted,
                    unread, state_day)
VALUES ($1, $2, 'ST_RECEIVED', 1, 'CH_WEB', 'CAT_REPORT', $2, 1, 0, 'NORMAL', 20000, $3, 'FIRST',
        1, 0, 0, 0, 0, 20000);

-- name: test_chain_add
-- takes: report, matter
-- gives: nothing
INSERT INTO report_matter (report, seq, matter) VALUES ($1, 2, $2);

-- name: test_hide
-- takes: until, matter
-- gives: nothing
UPDATE matter SET hidden_until_ms = $1 WHERE id = $2;

-- name: test_rating_count
-- takes: nothing
-- gives: how many
-- bounded: one row
SELECT COUNT(*) FROM rating;

-- name: test_rated_events
-- takes: nothing
-- gives: how many events tell that somebody rated
-- bounded: one row
SELECT COUNT(*) FROM event WHERE kind = 'E_RATED';

-- name: test_pressed
-- takes: nothing
-- gives: how many tasks tell the body above of pressure, and name no matter
-- bounded: one row
SELECT COUNT(*) FROM task WHERE kind = 'PRESSED' AND org = 330400 AND matter IS NULL;

-- name: test_urged_tasks
-- takes: body
-- gives: how many
-- bounded: one row
SELECT COUNT(*) FROM task WHERE org = $1 AND kind = 'URGED' AND role = 'RO_PO_HEAD';

-- name: test_message_in
-- takes: matter, report
-- gives: nothing; the report is handled in that matter from now on
UPDATE report_matter SET matter = $1 WHERE report = $2;

-- name: test_unread
-- takes: matter
-- gives: unread
SELECT unread FROM matter WHERE id = $1 LIMIT 1;

-- name: test_message_words
-- takes: report
-- gives: sealed texts
SELECT sealed_text FROM message WHERE report = $1 ORDER BY seq LIMIT 100;
