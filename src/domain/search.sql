-- search.sql - reports within reach with a grant of each. CROSS JOIN: SQLite then goes from the
-- body's matters, newest first, to their reports; else it would walk every grant of the province and
-- sort what it found, sealed bodies and all.

-- name: search_org
-- takes: body, po body, case supervision's body, leader's body, cadre's body, now, officer, state,
--        channel, category, area, handler, named, six desks (0: none), most
-- gives: report, matter, body_version, sealed_body, sealed_number, holder kind, holder, generation,
--        sealed key; newest first, one row for each grant this officer may open
SELECT r.id, m.id, r.body_version, r.sealed_body, r.sealed_number, g.holder_kind, g.holder,
       g.generation, g.sealed_key
  FROM matter m CROSS JOIN report_matter rm CROSS JOIN report r CROSS JOIN key_grant g
 WHERE m.org = $1
   AND rm.matter = m.id AND r.id = rm.report AND g.object_kind = 'KR' AND g.object = r.id
   AND ((m.org = $2 AND m.route <> 'STAFF' AND m.state <> 'ST_TOMBSTONE')
     OR (m.org = $3 AND m.stage >= 3)
     OR (m.org = $4 AND m.state NOT IN ('ST_RECEIVED', 'ST_REGISTERED', 'ST_TOMBSTONE'))
     OR (m.org = $5 AND m.route = 'STAFF'))
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $6)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $7
                      AND x.state <> 'LIFTED')
   AND CASE WHEN m.state <> $8 OR m.channel <> $9 OR m.category <> $10 OR m.area <> $11
              OR COALESCE(m.handler, 0) <> $12 OR m.named <> $13 THEN 0 ELSE 1 END = 1
   AND r.state <> 'UNDONE'
   AND ((g.holder_kind = 'OFFICER' AND g.holder = $7)
     OR (g.holder_kind = 'DESK' AND g.holder IN ($14, $15, $16, $17, $18, $19)))
 ORDER BY m.received_day DESC, m.id DESC LIMIT $20;

-- name: search_own
-- takes: department, handler, clerk's body, now, officer, state, channel, category, area, handler,
--        named, six desks (0: none), most
-- gives: the same, for who has a department, an assignment or an intake of his own only
SELECT r.id, m.id, r.body_version, r.sealed_body, r.sealed_number, g.holder_kind, g.holder,
       g.generation, g.sealed_key
  FROM matter m CROSS JOIN report_matter rm CROSS JOIN report r CROSS JOIN key_grant g
 WHERE rm.matter = m.id AND r.id = rm.report AND g.object_kind = 'KR' AND g.object = r.id
   AND m.id IN (SELECT a.id FROM matter a WHERE a.dept = $1
                 UNION SELECT b.id FROM matter b WHERE b.handler = $2
                 UNION SELECT k.id FROM matter k
                        WHERE k.org = $3 AND k.state IN ('ST_RECEIVED', 'ST_REGISTERED',
                                                         'ST_SCREENING', 'ST_SUPPLEMENT'))
   AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms <= $4)
   AND NOT EXISTS (SELECT 1 FROM recusal x WHERE x.matter = m.id AND x.officer = $5
                      AND x.state <> 'LIFTED')
   AND CASE WHEN m.state <> $6 OR m.channel <> $7 OR m.category <> $8 OR m.area <> $9
              OR COALESCE(m.handler, 0) <> $10 OR m.named <> $11 THEN 0 ELSE 1 END = 1
   AND r.state <> 'UNDONE'
   AND ((g.holder_kind = 'OFFICER' AND g.holder = $5)
     OR (g.holder_kind = 'DESK' AND g.holder IN ($12, $13, $14, $15, $16, $17)))
 ORDER BY m.received_day DESC, m.id DESC LIMIT $18;

-- name: search_number
-- takes: desk, generation, token
-- gives: matters of the report with this number
SELECT rm.matter FROM token t JOIN report_matter rm ON rm.report = t.report
 WHERE t.desk = $1 AND t.generation = $2 AND t.token = $3 AND t.kind = 'NUMBER'
 ORDER BY rm.seq LIMIT 20;
