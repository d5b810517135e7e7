-- rebuild.sql - derived columns beside what events, messages and clocks say.

-- name: rebuild_page
-- takes: id after which to go on
-- gives: id, state, state_day, closed_day, stage, unread, due_day, due_code, due_at_ms, explanations,
--        referrals, round; by the facts: state, day it was entered, messages of reporters without an
--        answer, explanations given, the round that the last move began; parent
SELECT m.id, m.state, m.state_day, m.closed_day, m.stage, m.unread, m.due_day, m.due_code,
       m.due_at_ms, m.explanations, m.referrals, m.round,
       (SELECT e.to_state FROM event e
         WHERE e.matter = m.id AND e.to_state IS NOT NULL AND e.subproc IS NULL
         ORDER BY e.seq DESC LIMIT 1),
       (SELECT e.entered_day FROM event e
         WHERE e.matter = m.id AND e.to_state IS NOT NULL AND e.subproc IS NULL
           AND (e.from_state IS NULL OR e.from_state <> e.to_state)
         ORDER BY e.seq DESC LIMIT 1),
       (SELECT COUNT(*) FROM message g
         WHERE g.matter = m.id AND g.sender = 'REPORTER' AND g.answered = 0),
       (SELECT COUNT(*) FROM event e WHERE e.matter = m.id AND e.move = 'T33'),
       (SELECT CASE WHEN e.move = 'T39' THEN 'REREVIEW'
                    WHEN e.move IN ('T36', 'T36b') THEN 'REVIEW' ELSE 'REOPENED' END
          FROM event e
         WHERE e.matter = m.id AND e.to_state IS NOT NULL
           AND e.move IN ('T36', 'T36b', 'T39', 'T44', 'T48')
         ORDER BY e.seq DESC LIMIT 1),
       m.parent
  FROM matter m WHERE m.id > $1 ORDER BY m.id LIMIT 500;

-- name: rebuild_set
-- takes: state, state_day, closed_day, stage, unread, due_day, due_code, due_at_ms, explanations,
--        referrals, round, id
-- gives: nothing
UPDATE matter SET state = $1, state_day = $2, closed_day = $3, stage = $4, unread = $5,
       due_day = $6, due_code = $7, due_at_ms = $8, explanations = $9, referrals = $10, round = $11
 WHERE id = $12;

-- name: rebuild_sent
-- takes: matter
-- gives: how often it was sent on, the matter it came from
SELECT (SELECT COUNT(*) FROM event e WHERE e.matter = m.id AND e.move IN ('T03b', 'T10', 'T11')),
       m.parent
  FROM matter m WHERE m.id = $1 LIMIT 1;

-- name: rebuild_sent_before
-- takes: the matter it was sent from, the matter
-- gives: how often that was sent on after the matter was made from it
SELECT COUNT(*) FROM matter s JOIN event e ON e.matter = s.id AND e.seq = 0
 WHERE s.parent = $1 AND s.id <> $2
   AND e.entered_day > (SELECT b.entered_day FROM event b WHERE b.matter = $2 AND b.seq = 0)
 LIMIT 1;

-- name: rebuild_leads
-- takes: id after which to go on
-- gives: id, matter, state, the state that its finding and disposal say; one disposed of anew after
--        a reopening keeps its finding
SELECT l.id, l.matter, l.state,
       CASE WHEN l.finding IS NULL AND l.disposal IS NULL THEN 'OPEN'
            WHEN l.finding IS NULL THEN 'DISPOSED'
            WHEN l.state = 'OPEN' THEN 'CONCLUDED' ELSE l.state END
  FROM lead l WHERE l.id > $1 ORDER BY l.id LIMIT 500;

-- name: rebuild_lead_set
-- takes: state, id
-- gives: nothing
UPDATE lead SET state = $1 WHERE id = $2;

-- name: rebuild_counters
-- takes: nothing
-- gives: body, kind, year, next register number, the one after the last given out
-- bounded: one row for a body and a year
SELECT k.org, k.kind, k.year, k.next,
       (SELECT COALESCE(MAX(m.reg_seq), 0) + 1 FROM matter m
         WHERE m.org = k.org AND m.reg_year = k.year)
  FROM counter k WHERE k.kind = 'REG' ORDER BY k.org, k.kind, k.year;

-- name: rebuild_counter_set
-- takes: next, org, kind, year
-- gives: nothing
UPDATE counter SET next = $1 WHERE org = $2 AND kind = $3 AND year = $4;
