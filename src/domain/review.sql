-- review.sql - who looked at a matter again, and what was concluded before.

-- name: review_add
-- takes: id, matter, round, body, who asked, day it was asked, officer
-- gives: nothing
INSERT INTO review (id, matter, round, org, asked_by, asked_day, officer)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: review_decide
-- takes: reviewer, approver, ruling, day ordered, today, id
-- gives: nothing
UPDATE review SET reviewer = $1, approver = $2, ruling = $3, redo_day = $4, decided_day = $5
 WHERE id = $6;

-- name: review_last
-- takes: matter
-- gives: id, round, org, asked_by, asked_day, officer, reviewer, approver, ruling, redo_day,
--        decided_day of the newest
SELECT id, round, org, asked_by, asked_day, officer, reviewer, approver, ruling, redo_day,
       decided_day
  FROM review WHERE matter = $1 ORDER BY asked_day DESC, decided_day IS NOT NULL, id DESC LIMIT 1;

-- name: review_earlier
-- takes: officer, matter
-- gives: 1 when he had to do with it, or with another matter of the same reports, before this
--        review: acted, proposed, agreed, or reviewed it in an earlier round
SELECT 1 AS one FROM event e
 WHERE e.officer = $1
   AND (e.move IS NULL OR e.move NOT IN ('T36', 'T36b', 'T37', 'T39', 'T40'))
   AND (e.matter = $2 OR e.matter IN (
         SELECT b.matter FROM report_matter a JOIN report_matter b ON b.report = a.report
          WHERE a.matter = $2))
UNION ALL
SELECT 1 FROM proposal p
 WHERE (p.matter = $2 OR p.matter IN (
         SELECT b.matter FROM report_matter a JOIN report_matter b ON b.report = a.report
          WHERE a.matter = $2))
   AND p.move NOT IN ('T36', 'T36b', 'T37', 'T39', 'T40')
   AND (p.officer = $1 OR p.decided_by = $1
        OR EXISTS (SELECT 1 FROM proposal_approval x WHERE x.proposal = p.id AND x.officer = $1))
UNION ALL
SELECT 1 FROM review v
 WHERE v.matter = $2 AND v.decided_day IS NOT NULL
   AND (v.officer = $1 OR v.reviewer = $1 OR v.approver = $1)
LIMIT 1;

-- name: review_repeats
-- takes: matter
-- gives: how many reports came in again about it after its last conclusion
-- bounded: one row
SELECT COUNT(*) FROM matter m
 WHERE m.lead_matter = $1 AND m.state = 'ST_FILED_REPEAT'
   AND m.received_day > (SELECT COALESCE(MAX(e.happened_day), 9999999) FROM event e
                          WHERE e.matter = $1 AND e.kind = 'E_CONCLUDED');

-- name: review_of_body
-- takes: body
-- gives: matter, round, asked_by, asked_day, ruling, decided_day, body handling it, state, and the
--        due day of the opinion while it is under way; what is under way first, then the newest
SELECT v.matter, v.round, v.asked_by, v.asked_day, v.ruling, v.decided_day, m.org, m.state,
       (SELECT k.due_day FROM clock k
         WHERE k.matter = v.matter AND k.code IN ('D21', 'D23') AND k.state = 'RUNNING' LIMIT 1)
  FROM review v JOIN matter m ON m.id = v.matter
 WHERE v.org = $1 ORDER BY v.decided_day IS NOT NULL, v.asked_day DESC, v.id DESC LIMIT 200;

-- name: review_asked
-- takes: body
-- gives: matter, move, day, body handling it, state, due day of the decision, whether the
--        reporter asked; requests that wait, the oldest first
SELECT p.matter, p.move, p.day, m.org, m.state,
       (SELECT k.due_day FROM clock k
         WHERE k.matter = p.matter AND k.code IN ('D21.accept', 'D23.accept')
           AND k.state = 'RUNNING' LIMIT 1),
       CASE WHEN p.officer IS NULL THEN 1 ELSE 0 END
  FROM proposal p JOIN matter m ON m.id = p.matter
 WHERE p.org = $1 AND p.state = 'WAITING' AND p.move IN ('T36', 'T36b', 'T39')
 ORDER BY p.day, p.id LIMIT 200;

-- name: conclusion_add
-- takes: matter, seq, day, opinion, sealed facts
-- gives: nothing
INSERT INTO conclusion (matter, seq, day, opinion, sealed_facts) VALUES ($1, $2, $3, $4, $5);

-- name: conclusion_revoked
-- takes: matter, day of the ruling
-- gives: seq, opinion, sealed facts of the newest one before that day, that day included
SELECT seq, opinion, sealed_facts FROM conclusion
 WHERE matter = $1 AND day <= $2 ORDER BY seq DESC LIMIT 1;

-- name: conclusion_next
-- takes: matter
-- gives: the seq the next one will have
-- bounded: one row
SELECT COALESCE(MAX(seq), 0) + 1 FROM conclusion WHERE matter = $1;
