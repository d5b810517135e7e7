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
