-- document.sql - papers and how they reached whom they are for

-- name: document_add
-- takes: id, matter, report, code, year, seq, mark, template, today, sealed text
-- gives: nothing
INSERT INTO document (id, matter, report, code, no_year, no_seq, no_mark, template, made_day,
                      sealed_text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: document_find
-- takes: id
-- gives: id, matter, report, code, no_mark, no_year, no_seq, made_day, form and day of the latest
--        delivery, sealed_text
SELECT d.id, d.matter, d.report, d.code, d.no_mark, d.no_year, d.no_seq, d.made_day,
       (SELECT v.form FROM delivery v WHERE v.document = d.id ORDER BY v.day DESC, v.id LIMIT 1),
       (SELECT MAX(v.day) FROM delivery v WHERE v.document = d.id), d.sealed_text
  FROM document d WHERE d.id = $1 LIMIT 1;

-- name: document_list_report
-- takes: report
-- gives: the same columns
SELECT d.id, d.matter, d.report, d.code, d.no_mark, d.no_year, d.no_seq, d.made_day,
       (SELECT v.form FROM delivery v WHERE v.document = d.id ORDER BY v.day DESC, v.id LIMIT 1),
       (SELECT MAX(v.day) FROM delivery v WHERE v.document = d.id), d.sealed_text
  FROM document d WHERE d.report = $1 ORDER BY d.made_day DESC, d.no_seq DESC, d.id LIMIT 200;

-- name: document_list_matter
-- takes: matter
-- gives: the same columns
SELECT d.id, d.matter, d.report, d.code, d.no_mark, d.no_year, d.no_seq, d.made_day,
       (SELECT v.form FROM delivery v WHERE v.document = d.id ORDER BY v.day DESC, v.id LIMIT 1),
       (SELECT MAX(v.day) FROM delivery v WHERE v.document = d.id), d.sealed_text
  FROM document d WHERE d.matter = $1 ORDER BY d.made_day DESC, d.no_seq DESC, d.id LIMIT 200;

-- name: document_reseal
-- takes: sealed text, id
-- gives: nothing
UPDATE document SET sealed_text = $1 WHERE id = $2;

-- name: document_org
-- takes: matter
-- gives: its body
SELECT org FROM matter WHERE id = $1 LIMIT 1;

-- name: delivery_add
-- takes: id, document, form, day, officer, second officer, sealed detail
-- gives: nothing
INSERT INTO delivery (id, document, form, day, officer, second_officer, tries, sealed_detail)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7);

-- name: delivery_paper
-- takes: document
-- gives: matter, report, code, made_day
SELECT matter, report, code, made_day FROM document WHERE id = $1 LIMIT 1;

-- name: delivery_same
-- takes: document, form, day
-- gives: a row when it is on record
SELECT id FROM delivery WHERE document = $1 AND form = $2 AND day = $3 LIMIT 1;

-- name: delivery_slip_waits
-- takes: matter
-- gives: the slip of its letter that nobody has posted; only where somebody waits for it
SELECT d.id FROM document d JOIN clock k ON k.matter = d.matter
 WHERE d.matter = $1 AND d.code = 'W01' AND k.code = 'D01.letter' AND k.state = 'RUNNING'
   AND NOT EXISTS (SELECT 1 FROM delivery v WHERE v.document = d.id)
 ORDER BY d.id LIMIT 1;
