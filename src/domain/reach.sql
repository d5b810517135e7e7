-- name: reach_chain
-- takes: officer, report
-- gives: matter, org, how often the officer is recused, undo_until_ms of the report; also of the
--        matters it was merged into
SELECT m.id, m.org,
       (SELECT COUNT(*) FROM recusal x WHERE x.matter = m.id AND x.officer = $1
           AND x.state <> 'LIFTED'), r.undo_until_ms
  FROM report r JOIN report_matter rm ON rm.report = r.id JOIN matter first ON first.id = rm.matter
  JOIN matter m ON m.id = first.id OR m.id = first.lead_matter
 WHERE r.id = $2 ORDER BY rm.seq, m.id LIMIT 50;

-- name: followed_chain
-- takes: report, hidden_until of what was undone
-- gives: matter, org, state, channel, category, round, named, stage, version, lead_matter,
--        state_day, unread, undo_until_ms and state of the report, the last of the chain first; of a
--        matter merged into another (T46) that other one's
SELECT COALESCE(l.id, m.id), COALESCE(l.org, m.org), COALESCE(l.state, m.state),
       COALESCE(l.channel, m.channel), COALESCE(l.category, m.category),
       COALESCE(l.round, m.round), COALESCE(l.named, m.named), COALESCE(l.stage, m.stage),
       COALESCE(l.version, m.version), m.lead_matter, COALESCE(l.state_day, m.state_day),
       COALESCE(l.unread, m.unread), r.undo_until_ms, r.state
  FROM report r JOIN report_matter rm ON rm.report = r.id JOIN matter m ON m.id = rm.matter
  LEFT JOIN matter l ON l.id = m.lead_matter AND m.state <> 'ST_FILED_REPEAT'
 WHERE r.id = $1 AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms < $2)
 ORDER BY rm.seq DESC LIMIT 20;
