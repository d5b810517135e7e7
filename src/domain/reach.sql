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
--        state_day, unread, undo_until_ms and state of the report, the last of the chain first
SELECT m.id, m.org, m.state, m.channel, m.category, m.round, m.named, m.stage, m.version,
       m.lead_matter, m.state_day, m.unread, r.undo_until_ms,
       r.state
  FROM report r JOIN report_matter rm ON rm.report = r.id JOIN matter m ON m.id = rm.matter
 WHERE r.id = $1 AND (m.hidden_until_ms IS NULL OR m.hidden_until_ms < $2)
 ORDER BY rm.seq DESC LIMIT 20;
