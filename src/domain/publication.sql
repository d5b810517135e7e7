-- publication.sql - publications, the consents to their texts, where they were posted.

-- name: publication_add
-- takes: id, subproc, matter, org, area, stage, what, part, layer, form, must, due day
-- gives: nothing
INSERT INTO publication (id, subproc, matter, org, area, stage, what, part, layer, form, must,
                         due_day, late, draft, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, 0, 'PLAN');

-- name: publication_of_subproc
-- takes: subproc
-- gives: id, subproc, matter, org, area, stage, what, part, layer, form, must, due_day, late,
--        draft, drafter, checker, sealed_draft, state, hash, salt, title, text, live_day,
--        corrected_day, ended_day
SELECT id, subproc, matter, org, area, stage, what, part, layer, form, must, due_day, late, draft,
       drafter, checker, sealed_draft, state, hash, salt, title, text, live_day, corrected_day,
       ended_day
  FROM publication WHERE subproc = $1 LIMIT 1;

-- name: publication_of_matter
-- takes: matter
-- gives: as publication_of_subproc, the newest first
SELECT id, subproc, matter, org, area, stage, what, part, layer, form, must, due_day, late, draft,
       drafter, checker, sealed_draft, state, hash, salt, title, text, live_day, corrected_day,
       ended_day
  FROM publication WHERE matter = $1 ORDER BY id DESC LIMIT 50;

-- name: publication_drafted
-- takes: draft, drafter, sealed draft, id, draft it had
-- gives: id; no row when somebody wrote meanwhile
UPDATE publication SET draft = $1, drafter = $2, checker = NULL, sealed_draft = $3
 WHERE id = $4 AND draft = $5 RETURNING id;

-- name: publication_compared
-- takes: checker, sealed draft, id, draft
-- gives: id; no row when somebody wrote meanwhile
UPDATE publication SET checker = $1, sealed_draft = $2 WHERE id = $3 AND draft = $4 RETURNING id;

-- name: publication_made_live
-- takes: hash, salt, title, text, day, id
-- gives: nothing
UPDATE publication SET state = 'LIVE', hash = $1, salt = $2, title = $3, text = $4,
       corrected_day = CASE WHEN live_day IS NOT NULL AND hash <> $1 THEN $5
                            ELSE corrected_day END,
       live_day = COALESCE(live_day, $5)
 WHERE id = $6;

-- name: publication_taken_down
-- takes: state, day, id
-- gives: nothing; the words go, the hash stays
UPDATE publication SET state = $1, title = NULL, text = NULL, salt = NULL, ended_day = $2
 WHERE id = $3;

-- name: publication_expired
-- takes: day, id
-- gives: nothing
UPDATE publication SET state = 'EXPIRED', ended_day = $1 WHERE id = $2;

-- name: consent_put
-- takes: publication, report, draft, hash, answer, day, identity, desk, generation, sealed text,
--        sealed text to compare
-- gives: nothing
INSERT INTO publication_consent (publication, report, draft, hash, answer, day, identity,
                                 identity_desk, identity_generation, sealed_text, sealed_compare)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (publication, report) DO UPDATE SET draft = $3, hash = $4, answer = $5, day = $6,
       identity = $7, identity_desk = $8, identity_generation = $9, sealed_text = $10,
       sealed_compare = $11;

-- name: consent_of_publication
-- takes: publication
-- gives: report, draft, hash, answer, day, identity
SELECT report, draft, hash, answer, day, identity FROM publication_consent
 WHERE publication = $1 ORDER BY report LIMIT 50;

-- name: consent_of_report
-- takes: report
-- gives: publication, draft, hash, answer, sealed_text of what stands at the question, subproc,
--        layer, form
SELECT x.publication, x.draft, x.hash, x.answer, x.sealed_text, p.subproc, p.layer, p.form
  FROM publication_consent x JOIN publication p ON p.id = x.publication
  JOIN subproc s ON s.id = p.subproc
 WHERE x.report = $1 AND x.draft = p.draft AND s.state = 'PB_CONSENT'
 ORDER BY x.publication LIMIT 20;

-- name: consent_answered
-- takes: answer, day, publication, report, draft
-- gives: report; no row when the text is another by now
UPDATE publication_consent SET answer = $1, day = $2
 WHERE publication = $3 AND report = $4 AND draft = $5 RETURNING report;

-- name: compare_waiting
-- takes: body of the id desk
-- gives: publication, report, draft, desk, generation, sealed_compare, day
SELECT x.publication, x.report, x.draft, x.identity_desk, x.identity_generation, x.sealed_compare,
       x.day
  FROM publication_consent x JOIN desk d ON d.id = x.identity_desk
 WHERE d.org = $1 AND x.identity = 'WAITING' ORDER BY x.day, x.publication LIMIT 100;

-- name: compare_done
-- takes: result, publication, report, draft
-- gives: report; no row when the text is another by now
UPDATE publication_consent SET identity = $1, sealed_compare = NULL
 WHERE publication = $2 AND report = $3 AND draft = $4 AND identity = 'WAITING' RETURNING report;

-- name: posting_add
-- takes: id, publication, org, form, layer, place, address, from, to
-- gives: nothing
INSERT INTO posting (id, publication, org, form, layer, place, address, from_day, to_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: posting_of_publication
-- takes: publication
-- gives: id, form, place, address, from_day, to_day, ended_day
SELECT id, form, place, address, from_day, to_day, ended_day FROM posting
 WHERE publication = $1 ORDER BY from_day DESC, id LIMIT 50;

-- name: posting_end_all
-- takes: day, publication
-- gives: nothing
UPDATE posting SET ended_day = $1 WHERE publication = $2 AND ended_day IS NULL;

-- name: publication_of_body
-- takes: body
-- gives: id, matter, stage, what, layer, form, due_day, late, state, live_day, the state of its
--        procedure, register mark, year and number; what is under way first
SELECT p.id, p.matter, p.stage, p.what, p.layer, p.form, p.due_day, p.late, p.state, p.live_day,
       s.state, m.reg_mark, m.reg_year, m.reg_seq
  FROM publication p JOIN subproc s ON s.id = p.subproc JOIN matter m ON m.id = p.matter
 WHERE p.org = $1 ORDER BY s.closed_day IS NOT NULL, s.state_day DESC, p.id LIMIT 200;

-- name: published_page
-- takes: body (with all below it), form or empty, how many come before
-- gives: id, org, area, stage, what, form, title, text, hash, live_day, corrected_day; posted to
--        the public, live or over, the newest first
SELECT p.id, p.org, p.area, p.stage, p.what, p.form, p.title, p.text, p.hash, p.live_day,
       p.corrected_day
  FROM publication p
 WHERE p.state IN ('LIVE', 'EXPIRED') AND p.layer = 'LY_SOCIETY' AND (p.org = $1 OR EXISTS (SELECT 1 FROM org a LEFT JOIN org b ON b.id = a.parent
              LEFT JOIN org d ON d.id = b.parent
             WHERE a.id = p.org AND (a.parent = $1 OR b.parent = $1 OR d.parent = $1)))
   AND EXISTS (SELECT 1 FROM posting o WHERE o.publication = p.id AND o.form = 'PF_SITE'
                  AND o.ended_day IS NULL)
   AND ($2 = '' OR EXISTS (SELECT 1 FROM posting o WHERE o.publication = p.id AND o.form = $2))
 ORDER BY p.live_day DESC, p.id LIMIT 50 OFFSET $3;

-- name: published_one
-- takes: id
-- gives: id, org, area, stage, what, form, title, text, hash, live_day, corrected_day, salt, state,
--        ended_day; also what was withdrawn, without its words
SELECT p.id, p.org, p.area, p.stage, p.what, p.form, p.title, p.text, p.hash, p.live_day,
       p.corrected_day, p.salt, p.state, p.ended_day
  FROM publication p
 WHERE p.id = $1 AND p.layer = 'LY_SOCIETY' AND p.live_day IS NOT NULL AND p.state <> 'DROPPED'
   AND EXISTS (SELECT 1 FROM posting o WHERE o.publication = p.id AND o.form = 'PF_SITE')
 LIMIT 1;

-- name: published_on_wall
-- takes: body (with all below it), today
-- gives: id, org, stage, title, text, live_day of what stands on displays today
SELECT p.id, p.org, p.stage, p.title, p.text, p.live_day FROM publication p
 WHERE p.state = 'LIVE' AND p.layer = 'LY_SOCIETY' AND (p.org = $1 OR EXISTS (SELECT 1 FROM org a LEFT JOIN org b ON b.id = a.parent
              LEFT JOIN org d ON d.id = b.parent
             WHERE a.id = p.org AND (a.parent = $1 OR b.parent = $1 OR d.parent = $1)))
   AND EXISTS (SELECT 1 FROM posting o WHERE o.publication = p.id AND o.form = 'PF_DISPLAY'
                  AND o.ended_day IS NULL AND o.from_day <= $2 AND o.to_day >= $2)
 ORDER BY p.live_day DESC, p.id LIMIT 20;

-- name: publication_over
-- takes: today
-- gives: matter, subproc of what is live and stands nowhere any more
SELECT p.matter, p.subproc FROM publication p
 WHERE p.state = 'LIVE' AND NOT EXISTS (SELECT 1 FROM posting o WHERE o.publication = p.id
                                           AND o.ended_day IS NULL AND o.to_day >= $1)
 ORDER BY p.id LIMIT 500;

-- name: publication_late
-- takes: today
-- gives: id, matter, org of what had to be told by now and never was
SELECT id, matter, org FROM publication
 WHERE due_day < $1 AND late = 0 AND live_day IS NULL AND state = 'PLAN' ORDER BY due_day, id
 LIMIT 500;

-- name: publication_late_set
-- takes: id
-- gives: nothing
UPDATE publication SET late = 1 WHERE id = $1;

-- name: publication_dropped
-- takes: day, id
-- gives: nothing
UPDATE publication SET state = 'DROPPED', ended_day = $1 WHERE id = $2;
