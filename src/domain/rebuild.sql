-- rebuild.sql - derived columns of matters beside what events and messages say.

-- name: rebuild_page
-- takes: id after which to go on
-- gives: id, state, state_day, closed_day, stage, unread; by the facts: state, day it was entered,
--        messages of reporters without an answer
SELECT m.id, m.state, m.state_day, m.closed_day, m.stage, m.unread,
       (SELECT e.to_state FROM event e
         WHERE e.matter = m.id AND e.to_state IS NOT NULL AND e.subproc IS NULL
         ORDER BY e.seq DESC LIMIT 1),
       (SELECT e.entered_day FROM event e
         WHERE e.matter = m.id AND e.to_state IS NOT NULL AND e.subproc IS NULL
           AND (e.from_state IS NULL OR e.from_state <> e.to_state)
         ORDER BY e.seq DESC LIMIT 1),
       (SELECT COUNT(*) FROM message g
         WHERE g.matter = m.id AND g.sender = 'REPORTER' AND g.answered = 0)
  FROM matter m WHERE m.id > $1 ORDER BY m.id LIMIT 500;

-- name: rebuild_set
-- takes: state, state_day, closed_day, stage, unread, id
-- gives: nothing
UPDATE matter SET state = $1, state_day = $2, closed_day = $3, stage = $4, unread = $5
 WHERE id = $6;
