-- matter.sql - finding what an officer may find. Reach stands here, never behind it: what a
-- statement does not give is not there. A parameter that names a body, a department or a person
-- is 0 for who has no such part. Undo time and recusal hide a matter from all they concern.
--   po         screeners and petition head: all of the body but what is about its own staff
--   clerk      web reports until screening begins, his own intake until it ends, his tombstones
--   cadre      cadre supervision: what is about staff, as clerk, screener and head in one desk
--   leader     deputy and principal leader: from screening on
--   complaint  the body above, while a complaint to it is not answered
--   review     the body above that is asked to look at it again (1), or does (2)
--   upper      all bodies above: clocks and states only
--   publish    publisher and approver: while something of the matter is being published

-- name: matter_in_reach
-- takes: po body, clerk's body, officer, cadre's body, department, handler, case supervision's
--        body, leader's body, body a complaint went to, body that reviews, upper body, publisher's
--        body, now, id
-- gives: columns of struct matter, in the order of matter_row, then one flag for each part above;
--        no row when none, or out of reach
SELECT f.id, f.org, f.version, f.state, f.channel, f.category, f.topic, f.level, f.route,
       f.round, f.area, f.named, f.mass_interest, f.restricted, f.received_day, f.due_day,
       f.state_day, f.due_code, f.reg_mark, f.reg_year, f.reg_seq, f.dept, f.handler, f.parent,
       f.lead_matter, f.stage, f.unread, f.explanations, f.referrals,
       f.as_po, f.as_clerk, f.as_cadre, f.as_dept, f.as_handler, f.as_case, f.as_leader,
       f.as_complaint, f.as_review, f.as_upper, f.as_publish
  FROM (
  SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
         m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
         m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
         m.lead_matter, m.stage, m.unread, m.explanations, m.referrals,
         CASE WHEN m.org = $1 AND m.route <> 'STAFF' AND m.state <> 'ST_TOMBSTONE'
              THEN 1 ELSE 0 END AS as_po,
         CASE WHEN m.org = $2 AND m.route <> 'STAFF'
              AND ((m.state IN ('ST_RECEIVED', 'ST_REGISTERED')
                    AND NOT EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                                      JOIN officer o ON o.id = r.clerk
                                     WHERE rm.matter = m.id AND o.org = m.org AND o.id <> $3))
                OR (m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                                'ST_TOMBSTONE')
                    AND EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                                 WHERE rm.matter = m.id AND r.clerk = $3)))
              THEN 1 ELSE 0 END AS as_clerk,
         CASE WHEN m.org = $4 AND m.route = 'STAFF' THEN 1 ELSE 0 END AS as_cadre,
         CASE WHEN m.dept = $5 THEN 1 ELSE 0 END AS as_dept,
         CASE WHEN m.handler = $6 THEN 1 ELSE 0 END AS as_handler,
         CASE WHEN m.org = $7 AND m.stage >= 3 THEN 1 ELSE 0 END AS as_case,
         CASE WHEN m.org = $8 AND m.state NOT IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_TOMBSTONE')
              THEN 1 ELSE 0 END AS as_leader,
         CASE WHEN (m.state = 'ST_NOT_ACCEPTED'
               AND EXISTS (SELECT 1 FROM org a WHERE a.id = m.org AND a.parent = $9)
               AND EXISTS (SELECT 1 FROM clock k WHERE k.matter = m.id AND k.code = 'D18'
                              AND k.state = 'RUNNING'))
               OR EXISTS (SELECT 1 FROM task t WHERE t.matter = m.id AND t.org = $9
                             AND t.kind = 'COMPLAINT' AND t.done_day IS NULL)
              THEN 1 ELSE 0 END AS as_complaint,
         CASE WHEN m.state IN ('ST_REVIEW', 'ST_REREVIEW')
               AND EXISTS (SELECT 1 FROM review v WHERE v.matter = m.id AND v.org = $10
                              AND v.decided_day IS NULL)
              THEN 2
              WHEN EXISTS (SELECT 1 FROM proposal p WHERE p.matter = m.id AND p.state = 'WAITING'
                              AND p.org = $10 AND p.move IN ('T36', 'T36b', 'T39'))
              THEN 1 ELSE 0 END AS as_review,
         CASE WHEN m.state <> 'ST_TOMBSTONE'
               AND EXISTS (SELECT 1 FROM org a LEFT JOIN org b ON b.id = a.parent
                         LEFT JOIN org d ON d.id = b.parent
                        WHERE a.id = m.org AND (a.parent = $11 OR b.parent = $11 OR d.parent = $11))
              THEN 1 ELSE 0 END AS as_upper,
         CASE WHEN m.org = $12 AND EXISTS (SELECT 1 FROM subproc s WHERE s.matter = m.id
                        AND s.kind = 'SP_PUBLISH' AND s.closed_day IS NULL)
              THEN 1 ELSE 0 END AS as_publish
    FROM matter m
   WHERE (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $13)
     AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $3
                        AND x.state <> 'LIFTED')
     AND m.id = $14) f
 WHERE f.as_po + f.as_clerk + f.as_cadre + f.as_dept + f.as_handler + f.as_case + f.as_leader
       + f.as_complaint + f.as_review + f.as_upper + f.as_publish > 0
 LIMIT 1;

-- name: matter_reports
-- takes: matter
-- gives: report, received_day, channel, id_mode, identity_state, named of the reports it handles,
--        those of matters merged into it too; the matter each belongs to, its clerk
SELECT r.id, r.received_day, r.channel, r.id_mode, r.identity_state, r.named, rm.matter, r.clerk
  FROM report_matter rm JOIN report r ON r.id = rm.report
 WHERE rm.matter IN (SELECT m.id FROM matter m
                      WHERE m.id = $1 OR (m.lead_matter = $1 AND m.state <> 'ST_FILED_REPEAT'))
   AND r.state <> 'UNDONE'
 ORDER BY r.received_day, r.id LIMIT 50;

-- name: lead_of_matter
-- takes: matter
-- gives: id, seq, state, finding, disposal, outcome, form, sealed_text
SELECT id, seq, state, finding, disposal, outcome, form, sealed_text
  FROM lead WHERE matter = $1 ORDER BY seq LIMIT 40;

-- name: matter_note
-- takes: matter
-- gives: sealed_note
SELECT sealed_note FROM matter WHERE id = $1 LIMIT 1;

-- name: matter_by_reg_no
-- takes: org, year, seq, mark
-- gives: id
SELECT id FROM matter WHERE org = $1 AND reg_year = $2 AND reg_seq = $3 AND reg_mark = $4 LIMIT 1;

-- name: matter_by_id
-- takes: id
-- gives: columns of struct matter, in the order of matter_row; for the reporter and for time, whose reach is their own
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m WHERE m.id = $1 LIMIT 1;
