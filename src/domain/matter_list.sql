-- matter_list.sql - lists within reach (matter.sql says who finds what). Each part an officer has
-- in matters has a statement of its own, so that each walks an index from the page's first line
-- on; matter_list.c puts the parts together. A page begins behind a key: a day and an id.
-- Filters: NULL takes everything (they stand in one CASE, so that SQLite does not take them for
-- reasons to sort).

-- name: matter_list_org_due
-- takes: body, po body, case supervision's body, leader's body, key's day and id, now, officer,
--        due at the latest, state, channel, category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; most urgent first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.org = $1
   AND ((m.org = $2 AND m.route <> 'STAFF' AND m.state <> 'ST_TOMBSTONE')
     OR (m.org = $3 AND m.stage >= 3)
     OR (m.org = $4 AND m.state NOT IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_TOMBSTONE')))
   AND m.due_day IS NOT NULL AND (m.due_day, m.id) > ($5, $6)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $7)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $8
                      AND x.state <> 'LIFTED')
   AND m.due_day <= $9
   AND CASE WHEN m.state <> $10 OR m.channel <> $11 OR m.category <> $12
              OR m.area <> $13 OR COALESCE(m.handler, 0) <> $14 OR m.named <> $15
              OR m.unread < $16 THEN 0 ELSE 1 END = 1
 ORDER BY m.due_day, m.id LIMIT $17;


-- name: matter_list_org_new
-- takes: body, po body, case supervision's body, leader's body, key's day and id, now, officer,
--        due at the latest, state, channel, category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; newest first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.org = $1
   AND ((m.org = $2 AND m.route <> 'STAFF' AND m.state <> 'ST_TOMBSTONE')
     OR (m.org = $3 AND m.stage >= 3)
     OR (m.org = $4 AND m.state NOT IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_TOMBSTONE')))
   AND (m.received_day, m.id) < ($5, $6)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $7)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $8
                      AND x.state <> 'LIFTED')
   AND CASE WHEN COALESCE(m.due_day, 1000000) > $9 OR m.state <> $10
              OR m.channel <> $11 OR m.category <> $12 OR m.area <> $13
              OR COALESCE(m.handler, 0) <> $14 OR m.named <> $15
              OR m.unread < $16 THEN 0 ELSE 1 END = 1
 ORDER BY m.received_day DESC, m.id DESC LIMIT $17;


-- name: matter_list_org_unread
-- takes: body, po body, case supervision's body, leader's body, key's day and id, now, officer,
--        due at the latest, state, channel, category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; newest first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.org = $1
   AND m.unread > 0
   AND ((m.org = $2 AND m.route <> 'STAFF' AND m.state <> 'ST_TOMBSTONE')
     OR (m.org = $3 AND m.stage >= 3)
     OR (m.org = $4 AND m.state NOT IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_TOMBSTONE')))
   AND (m.received_day, m.id) < ($5, $6)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $7)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $8
                      AND x.state <> 'LIFTED')
   AND CASE WHEN COALESCE(m.due_day, 1000000) > $9 OR m.state <> $10
              OR m.channel <> $11 OR m.category <> $12 OR m.area <> $13
              OR COALESCE(m.handler, 0) <> $14 OR m.named <> $15
              OR m.unread < $16 THEN 0 ELSE 1 END = 1
 ORDER BY m.received_day DESC, m.id DESC LIMIT $17;


-- name: matter_list_staff_due
-- takes: cadre's body, key's day and id, now, officer, due at the latest, state, channel,
--        category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; most urgent first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.org = $1 AND m.route = 'STAFF'
   AND m.due_day IS NOT NULL AND (m.due_day, m.id) > ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND m.due_day <= $6
   AND CASE WHEN m.state <> $7 OR m.channel <> $8 OR m.category <> $9
              OR m.area <> $10 OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.due_day, m.id LIMIT $14;


-- name: matter_list_dept_due
-- takes: department, key's day and id, now, officer, due at the latest, state, channel, category,
--        area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; most urgent first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.dept = $1
   AND m.due_day IS NOT NULL AND (m.due_day, m.id) > ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND m.due_day <= $6
   AND CASE WHEN m.state <> $7 OR m.channel <> $8 OR m.category <> $9
              OR m.area <> $10 OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.due_day, m.id LIMIT $14;


-- name: matter_list_handler_due
-- takes: handler, key's day and id, now, officer, due at the latest, state, channel, category,
--        area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; most urgent first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.handler = $1
   AND m.due_day IS NOT NULL AND (m.due_day, m.id) > ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND m.due_day <= $6
   AND CASE WHEN m.state <> $7 OR m.channel <> $8 OR m.category <> $9
              OR m.area <> $10 OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.due_day, m.id LIMIT $14;


-- name: matter_list_staff_new
-- takes: cadre's body, key's day and id, now, officer, due at the latest, state, channel,
--        category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; newest first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.org = $1 AND m.route = 'STAFF'
   AND (m.received_day, m.id) < ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND CASE WHEN COALESCE(m.due_day, 1000000) > $6 OR m.state <> $7
              OR m.channel <> $8 OR m.category <> $9 OR m.area <> $10
              OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.received_day DESC, m.id DESC LIMIT $14;


-- name: matter_list_dept_new
-- takes: department, key's day and id, now, officer, due at the latest, state, channel, category,
--        area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; newest first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.dept = $1
   AND (m.received_day, m.id) < ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND CASE WHEN COALESCE(m.due_day, 1000000) > $6 OR m.state <> $7
              OR m.channel <> $8 OR m.category <> $9 OR m.area <> $10
              OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.received_day DESC, m.id DESC LIMIT $14;


-- name: matter_list_handler_new
-- takes: handler, key's day and id, now, officer, due at the latest, state, channel, category,
--        area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; newest first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.handler = $1
   AND (m.received_day, m.id) < ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND CASE WHEN COALESCE(m.due_day, 1000000) > $6 OR m.state <> $7
              OR m.channel <> $8 OR m.category <> $9 OR m.area <> $10
              OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.received_day DESC, m.id DESC LIMIT $14;


-- name: matter_list_clerk_due
-- takes: clerk's body, key's day and id, now, officer, due at the latest, state, channel,
--        category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; most urgent first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.org = $1
   AND m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                   'ST_TOMBSTONE')
   AND m.due_day IS NOT NULL AND (m.due_day, m.id) > ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND m.route <> 'STAFF'
   AND ((m.state IN ('ST_RECEIVED', 'ST_REGISTERED')
         AND NOT EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                           JOIN officer o ON o.id = r.clerk
                          WHERE rm.matter = m.id AND o.org = m.org AND o.id <> $5))
     OR (m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                     'ST_TOMBSTONE')
         AND EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                      WHERE rm.matter = m.id AND r.clerk = $5)))
   AND m.due_day <= $6
   AND CASE WHEN m.state <> $7 OR m.channel <> $8 OR m.category <> $9
              OR m.area <> $10 OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.due_day, m.id LIMIT $14;


-- name: matter_list_clerk_new
-- takes: clerk's body, key's day and id, now, officer, due at the latest, state, channel,
--        category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; newest first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.org = $1
   AND m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                   'ST_TOMBSTONE')
   AND (m.received_day, m.id) < ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND m.route <> 'STAFF'
   AND ((m.state IN ('ST_RECEIVED', 'ST_REGISTERED')
         AND NOT EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                           JOIN officer o ON o.id = r.clerk
                          WHERE rm.matter = m.id AND o.org = m.org AND o.id <> $5))
     OR (m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                     'ST_TOMBSTONE')
         AND EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                      WHERE rm.matter = m.id AND r.clerk = $5)))
   AND CASE WHEN COALESCE(m.due_day, 1000000) > $6 OR m.state <> $7
              OR m.channel <> $8 OR m.category <> $9 OR m.area <> $10
              OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.received_day DESC, m.id DESC LIMIT $14;


-- name: matter_list_below_due
-- takes: upper body, one body below it or 0, key's day and id, now, officer, due at the latest,
--        state, channel, category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; most urgent first; the first of
--        each body below, of these the first
WITH RECURSIVE below (id) AS (
  SELECT o.id FROM org o WHERE o.parent = $1
   UNION ALL
  SELECT o.id FROM org o JOIN below b ON o.parent = b.id)
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM below b JOIN matter m ON m.id IN (
         SELECT x.id FROM matter x
          WHERE x.org = b.id AND (b.id = $2 OR $2 = 0) AND x.state <> 'ST_TOMBSTONE'
            AND x.due_day IS NOT NULL AND (x.due_day, x.id) > ($3, $4)
            AND (x.hidden_until_ms IS NULL OR x.hidden_until_ms <= $5)
            AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.matter = x.id AND z.officer = $6
                               AND z.state <> 'LIFTED')
            AND x.due_day <= $7
            AND CASE WHEN x.state <> $8 OR x.channel <> $9 OR x.category <> $10
                       OR x.area <> $11 OR COALESCE(x.handler, 0) <> $12 OR x.named <> $13
                       OR x.unread < $14 THEN 0 ELSE 1 END = 1
          ORDER BY x.due_day, x.id LIMIT $15)
 ORDER BY m.due_day, m.id LIMIT $15;


-- name: matter_list_below_new
-- takes: upper body, one body below it or 0, key's day and id, now, officer, due at the latest,
--        state, channel, category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; newest first; the first of each
--        body below, of these the first
WITH RECURSIVE below (id) AS (
  SELECT o.id FROM org o WHERE o.parent = $1
   UNION ALL
  SELECT o.id FROM org o JOIN below b ON o.parent = b.id)
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM below b JOIN matter m ON m.id IN (
         SELECT x.id FROM matter x
          WHERE x.org = b.id AND (b.id = $2 OR $2 = 0) AND x.state <> 'ST_TOMBSTONE'
            AND (x.received_day, x.id) < ($3, $4)
            AND (x.hidden_until_ms IS NULL OR x.hidden_until_ms <= $5)
            AND NOT EXISTS (SELECT 1 FROM recusal z WHERE z.matter = x.id AND z.officer = $6
                               AND z.state <> 'LIFTED')
            AND CASE WHEN COALESCE(x.due_day, 1000000) > $7 OR x.state <> $8
                       OR x.channel <> $9 OR x.category <> $10 OR x.area <> $11
                       OR COALESCE(x.handler, 0) <> $12 OR x.named <> $13
                       OR x.unread < $14 THEN 0 ELSE 1 END = 1
          ORDER BY x.received_day DESC, x.id DESC LIMIT $15)
 ORDER BY m.received_day DESC, m.id DESC LIMIT $15;


-- name: matter_list_wide_due
-- takes: upper body, key's day and id, now, officer, due at the latest, state, channel, category,
--        area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; most urgent first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.state <> 'ST_TOMBSTONE'
   AND EXISTS (SELECT 1 FROM org a LEFT JOIN org b ON b.id = a.parent
                 LEFT JOIN org d ON d.id = b.parent
                WHERE a.id = m.org AND (a.parent = $1 OR b.parent = $1 OR d.parent = $1))
   AND m.due_day IS NOT NULL AND (m.due_day, m.id) > ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND m.due_day <= $6
   AND CASE WHEN m.state <> $7 OR m.channel <> $8 OR m.category <> $9
              OR m.area <> $10 OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.due_day, m.id LIMIT $14;


-- name: matter_list_wide_new
-- takes: upper body, key's day and id, now, officer, due at the latest, state, channel, category,
--        area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; newest first
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.state <> 'ST_TOMBSTONE'
   AND EXISTS (SELECT 1 FROM org a LEFT JOIN org b ON b.id = a.parent
                 LEFT JOIN org d ON d.id = b.parent
                WHERE a.id = m.org AND (a.parent = $1 OR b.parent = $1 OR d.parent = $1))
   AND (m.received_day, m.id) < ($2, $3)
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND CASE WHEN COALESCE(m.due_day, 1000000) > $6 OR m.state <> $7
              OR m.channel <> $8 OR m.category <> $9 OR m.area <> $10
              OR COALESCE(m.handler, 0) <> $11 OR m.named <> $12
              OR m.unread < $13 THEN 0 ELSE 1 END = 1
 ORDER BY m.received_day DESC, m.id DESC LIMIT $14;


-- name: matter_list_proposed
-- takes: body of the proposal, 1 = his own proposals, officer, his roles, his roles in what is
--        about staff, po body, cadre's body, department, handler, leader's body, body a complaint
--        went to, body that reviews, now, key's day and id, due at the latest, state, channel,
--        category, area, handler, named, least unread, most
-- gives: columns of struct matter, in the order of matter_row; newest first: proposals of this
--        officer, or those that wait for one of his roles
SELECT m.id, m.org, m.version, m.state, m.channel, m.category, m.topic, m.level, m.route,
       m.round, m.area, m.named, m.mass_interest, m.restricted, m.received_day, m.due_day,
       m.state_day, m.due_code, m.reg_mark, m.reg_year, m.reg_seq, m.dept, m.handler, m.parent,
       m.lead_matter, m.stage, m.unread, m.explanations, m.referrals
  FROM matter m
 WHERE m.id IN (
         SELECT p.matter FROM proposal p JOIN matter q ON q.id = p.matter
          WHERE p.org = $1 AND p.state = 'WAITING'
            AND (($2 = 1 AND p.officer = $3)
              OR ($2 = 0 AND (p.officer IS NULL OR p.officer <> $3)
                  AND (p.waits & CASE WHEN q.route = 'STAFF' THEN CAST($4 AS BIGINT)
                                      ELSE CAST($5 AS BIGINT) END) <> 0
                  AND NOT EXISTS (SELECT 1 FROM proposal_approval a
                                   WHERE a.proposal = p.id AND a.officer = $3))))
   AND ((m.org = $6 AND m.route <> 'STAFF' AND m.state <> 'ST_TOMBSTONE')
     OR (m.org = $7 AND m.route = 'STAFF') OR m.dept = $8 OR m.handler = $9
     OR (m.org = $10 AND m.state NOT IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_TOMBSTONE'))
     OR (m.state = 'ST_NOT_ACCEPTED'
         AND EXISTS (SELECT 1 FROM org a WHERE a.id = m.org AND a.parent = $11)
         AND EXISTS (SELECT 1 FROM clock k WHERE k.matter = m.id AND k.code = 'D18'
                        AND k.state = 'RUNNING'))
     OR EXISTS (SELECT 1 FROM proposal w
                 WHERE w.matter = m.id AND w.org = $12 AND w.state = 'WAITING'
                   AND w.move IN ('T36', 'T36b', 'T37', 'T39', 'T40', 'T45')))
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $13)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $3
                      AND x.state <> 'LIFTED')
   AND (m.received_day, m.id) < ($14, $15)
   AND CASE WHEN COALESCE(m.due_day, 1000000) > $16 OR m.state <> $17
              OR m.channel <> $18 OR m.category <> $19 OR m.area <> $20
              OR COALESCE(m.handler, 0) <> $21 OR m.named <> $22
              OR m.unread < $23 THEN 0 ELSE 1 END = 1
 ORDER BY m.received_day DESC, m.id DESC LIMIT $24;


-- name: matter_count_due
-- takes: first day, last day, now, officer, body, po body, case supervision's body, leader's
--        body, cadre's body, department, handler, clerk's body
-- gives: how many are due in these days, at most 1000
-- bounded: one row
SELECT COUNT(*) FROM (SELECT u.id FROM (
  SELECT a0.id FROM (
         SELECT m.id FROM matter m
          WHERE m.due_day BETWEEN $1 AND $2
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $3)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $4
                               AND x.state <> 'LIFTED')
            AND m.org = $5
            AND ((m.org = $6 AND m.route <> 'STAFF' AND m.state <> 'ST_TOMBSTONE')
              OR (m.org = $7 AND m.stage >= 3)
              OR (m.org = $8 AND m.state NOT IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_TOMBSTONE')))
          LIMIT 1000) a0
   UNION
  SELECT a1.id FROM (
         SELECT m.id FROM matter m
          WHERE m.due_day BETWEEN $1 AND $2
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $3)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $4
                               AND x.state <> 'LIFTED')
            AND m.org = $9 AND m.route = 'STAFF'
          LIMIT 1000) a1
   UNION
  SELECT a2.id FROM (
         SELECT m.id FROM matter m
          WHERE m.due_day BETWEEN $1 AND $2
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $3)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $4
                               AND x.state <> 'LIFTED')
            AND m.dept = $10
          LIMIT 1000) a2
   UNION
  SELECT a3.id FROM (
         SELECT m.id FROM matter m
          WHERE m.due_day BETWEEN $1 AND $2
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $3)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $4
                               AND x.state <> 'LIFTED')
            AND m.handler = $11
          LIMIT 1000) a3
   UNION
  SELECT a4.id FROM (
         SELECT m.id FROM matter m
          WHERE m.due_day BETWEEN $1 AND $2
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $3)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $4
                               AND x.state <> 'LIFTED')
            AND m.org = $12
            AND m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                            'ST_TOMBSTONE')
            AND m.route <> 'STAFF'
            AND ((m.state IN ('ST_RECEIVED', 'ST_REGISTERED')
                  AND NOT EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                                    JOIN officer o ON o.id = r.clerk
                                   WHERE rm.matter = m.id AND o.org = m.org AND o.id <> $4))
              OR (m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                              'ST_TOMBSTONE')
                  AND EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                               WHERE rm.matter = m.id AND r.clerk = $4)))
          LIMIT 1000) a4
  ) u LIMIT 1000) t;


-- name: matter_count_all
-- takes: now, officer, body, po body, case supervision's body, leader's body, cadre's body,
--        department, handler, clerk's body
-- gives: how many there are, at most 1000
-- bounded: one row
SELECT COUNT(*) FROM (SELECT u.id FROM (
  SELECT a0.id FROM (
         SELECT m.id FROM matter m
          WHERE (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.org = $3
            AND ((m.org = $4 AND m.route <> 'STAFF' AND m.state <> 'ST_TOMBSTONE')
              OR (m.org = $5 AND m.stage >= 3)
              OR (m.org = $6 AND m.state NOT IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_TOMBSTONE')))
          LIMIT 1000) a0
   UNION
  SELECT a1.id FROM (
         SELECT m.id FROM matter m
          WHERE (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.org = $7 AND m.route = 'STAFF'
          LIMIT 1000) a1
   UNION
  SELECT a2.id FROM (
         SELECT m.id FROM matter m
          WHERE (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.dept = $8
          LIMIT 1000) a2
   UNION
  SELECT a3.id FROM (
         SELECT m.id FROM matter m
          WHERE (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.handler = $9
          LIMIT 1000) a3
   UNION
  SELECT a4.id FROM (
         SELECT m.id FROM matter m
          WHERE (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.org = $10
            AND m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                            'ST_TOMBSTONE')
            AND m.route <> 'STAFF'
            AND ((m.state IN ('ST_RECEIVED', 'ST_REGISTERED')
                  AND NOT EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                                    JOIN officer o ON o.id = r.clerk
                                   WHERE rm.matter = m.id AND o.org = m.org AND o.id <> $2))
              OR (m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                              'ST_TOMBSTONE')
                  AND EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                               WHERE rm.matter = m.id AND r.clerk = $2)))
          LIMIT 1000) a4
  ) u LIMIT 1000) t;


-- name: matter_count_unread
-- takes: now, officer, body, po body, case supervision's body, leader's body, cadre's body,
--        department, handler, clerk's body
-- gives: how many have messages that wait for an answer, at most 1000
-- bounded: one row
SELECT COUNT(*) FROM (SELECT u.id FROM (
  SELECT a0.id FROM (
         SELECT m.id FROM matter m
          WHERE m.unread > 0 AND m.received_day > 0
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.org = $3
            AND ((m.org = $4 AND m.route <> 'STAFF' AND m.state <> 'ST_TOMBSTONE')
              OR (m.org = $5 AND m.stage >= 3)
              OR (m.org = $6 AND m.state NOT IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_TOMBSTONE')))
          LIMIT 1000) a0
   UNION
  SELECT a1.id FROM (
         SELECT m.id FROM matter m
          WHERE m.unread > 0 AND m.received_day > 0
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.org = $7 AND m.route = 'STAFF'
          LIMIT 1000) a1
   UNION
  SELECT a2.id FROM (
         SELECT m.id FROM matter m
          WHERE m.unread > 0 AND m.received_day > 0
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.dept = $8
          LIMIT 1000) a2
   UNION
  SELECT a3.id FROM (
         SELECT m.id FROM matter m
          WHERE m.unread > 0 AND m.received_day > 0
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.handler = $9
          LIMIT 1000) a3
   UNION
  SELECT a4.id FROM (
         SELECT m.id FROM matter m
          WHERE m.unread > 0 AND m.received_day > 0
            AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $1)
            AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $2
                               AND x.state <> 'LIFTED')
            AND m.org = $10
            AND m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                            'ST_TOMBSTONE')
            AND m.route <> 'STAFF'
            AND ((m.state IN ('ST_RECEIVED', 'ST_REGISTERED')
                  AND NOT EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                                    JOIN officer o ON o.id = r.clerk
                                   WHERE rm.matter = m.id AND o.org = m.org AND o.id <> $2))
              OR (m.state IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_SCREENING', 'ST_SUPPLEMENT',
                              'ST_TOMBSTONE')
                  AND EXISTS (SELECT 1 FROM report_matter rm JOIN report r ON r.id = rm.report
                               WHERE rm.matter = m.id AND r.clerk = $2)))
          LIMIT 1000) a4
  ) u LIMIT 1000) t;

