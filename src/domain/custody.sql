-- custody.sql - tasks of the identity custodian, and what he hands on.

-- name: custody_tasks
-- takes: body
-- gives: id, kind, matter, day, due_day, its first report, body of the last matter of its chain
SELECT t.id, t.kind, t.matter, t.day, t.due_day,
       (SELECT MIN(rm.report) FROM report_matter rm WHERE rm.matter = t.matter),
       (SELECT m.org FROM report_matter x JOIN report_matter y ON y.report = x.report
          JOIN matter m ON m.id = y.matter
         WHERE x.matter = t.matter ORDER BY x.report, y.seq DESC LIMIT 1)
  FROM task t
 WHERE t.org = $1 AND t.role = 'RO_CUSTODIAN' AND t.done_day IS NULL
   AND t.kind IN ('IDENTITY_MOVE', 'IDENTITY_CHECK')
 ORDER BY t.day, t.id LIMIT 200;

-- name: custody_reports
-- takes: matter
-- gives: its reports
SELECT report FROM report_matter WHERE matter = $1 ORDER BY report LIMIT 50;

-- name: custody_facts
-- takes: matter
-- gives: org, channel, named
SELECT org, channel, named FROM matter WHERE id = $1 LIMIT 1;

-- name: custody_of_matter
-- takes: matter, kind
-- gives: id, done_day of the newest such task
SELECT id, done_day FROM task WHERE matter = $1 AND kind = $2 ORDER BY day DESC, id LIMIT 1;

-- name: custody_end
-- takes: kind it gets, today, id, kind it had
-- gives: id; nothing when it was done before
UPDATE task SET kind = $1, done_day = $2 WHERE id = $3 AND kind = $4 RETURNING id;

-- name: custody_identity_set
-- takes: sealed identity, desk, generation, report, desk it had
-- gives: id; nothing when it was handed on before
UPDATE report SET sealed_identity = $1, identity_desk = $2, identity_generation = $3
 WHERE id = $4 AND identity_desk = $5 RETURNING id;

-- name: custody_opening_add
-- takes: id, report, officer, fields, day
-- gives: nothing
INSERT INTO identity_opening (id, report, officer, fields, day, until_day, sealed_fields)
VALUES ($1, $2, $3, $4, $5, $5, NULL);
