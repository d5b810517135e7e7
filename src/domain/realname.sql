-- realname.sql - names that wait to be verified, and what becomes of them.

-- name: realname_claims
-- takes: body whose id desk holds them
-- gives: report, matter, its body, sub-procedure, received_day, due day of D04, days tried, the last
--        of them; what is under way stays in the matter it began in
SELECT r.id, COALESCE(s.matter, m.id),
       COALESCE((SELECT x.org FROM matter x WHERE x.id = s.matter), m.org), s.id, r.received_day,
       (SELECT MIN(k.due_day) FROM clock k
         WHERE k.matter = m.id AND k.code = 'D04' AND k.state = 'RUNNING'),
       (SELECT COUNT(DISTINCT e.happened_day) FROM event e
         WHERE e.matter = s.matter AND e.subproc = s.id AND e.move = 'RN3'),
       (SELECT MAX(e.happened_day) FROM event e
         WHERE e.matter = s.matter AND e.subproc = s.id AND e.move = 'RN3')
  FROM desk d
  JOIN report r ON r.identity_desk = d.id AND r.identity_state = 'RN_CLAIMED'
  JOIN report_matter rm ON rm.report = r.id
       AND rm.seq = (SELECT MAX(y.seq) FROM report_matter y WHERE y.report = r.id)
  JOIN matter m ON m.id = rm.matter
  LEFT JOIN subproc s ON s.report = r.id AND s.kind = 'SP_REALNAME'
 WHERE d.org = $1 AND d.kind = 'id' AND m.closed_day IS NULL AND m.state <> 'ST_RECEIVED'
   AND m.state <> 'ST_FILED_REPEAT'
 ORDER BY r.received_day, r.id LIMIT 200;

-- name: realname_begun
-- takes: report
-- gives: id of its check, begun or ended
SELECT id FROM subproc WHERE report = $1 AND kind = 'SP_REALNAME' LIMIT 1;

-- name: realname_tries
-- takes: today, matter, sub-procedure
-- gives: days tried, of them today
-- bounded: one row
SELECT COUNT(DISTINCT happened_day), COUNT(DISTINCT CASE WHEN happened_day = $1 THEN 1 END)
  FROM event WHERE matter = $2 AND subproc = $3 AND move = 'RN3';

-- name: realname_set
-- takes: state, named, report
-- gives: id; nothing when it was decided before
UPDATE report SET identity_state = $1, named = $2 WHERE id = $3 AND identity_state = 'RN_CLAIMED'
 RETURNING id;

-- name: realname_matter_named
-- takes: report
-- gives: nothing; a matter is named while one of its reports is
UPDATE matter SET named = CASE WHEN EXISTS (
         SELECT 1 FROM report_matter x JOIN report r ON r.id = x.report
          WHERE x.matter = matter.id AND r.named = 1) THEN 1 ELSE 0 END
 WHERE id IN (SELECT y.matter FROM report_matter y WHERE y.report = $1);

-- name: realname_verified
-- takes: matter
-- gives: a row when the name of one of its reports was verified
SELECT r.id FROM report_matter rm JOIN report r ON r.id = rm.report
 WHERE rm.matter = $1 AND r.identity_state = 'RN_VERIFIED' LIMIT 1;
