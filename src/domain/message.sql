-- message.sql - the thread of a report. Words and exact times lie under Kr.

-- name: message_next_seq
-- takes: report
-- gives: seq the next message gets
SELECT coalesce(max(seq), 0) + 1 FROM message WHERE report = $1 LIMIT 1;

-- name: message_add
-- takes: id, report, matter, seq, sender, officer, day, needs_answer, sealed text
-- gives: nothing
INSERT INTO message (id, report, matter, seq, sender, officer, day, needs_answer, answered,
                     sealed_text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9);

-- name: message_all
-- takes: report, most
-- gives: id, seq, sender, day, needs_answer, answered, sealed_text; newest first
SELECT id, seq, sender, day, needs_answer, answered, sealed_text
  FROM message WHERE report = $1 ORDER BY seq DESC LIMIT $2;

-- name: message_mark_answered
-- takes: report, sender whose messages are answered by this
-- gives: nothing
UPDATE message SET answered = 1 WHERE report = $1 AND sender = $2 AND answered = 0;

-- name: message_matter_unread
-- takes: matter
-- gives: nothing; counts what reporters wrote and nobody answered
UPDATE matter SET unread = (SELECT count(*) FROM message
                             WHERE matter = $1 AND sender = 'REPORTER' AND answered = 0)
 WHERE id = $1;

-- name: message_urged
-- takes: report, codes
-- gives: id of the event when this step was urged before
SELECT id FROM event WHERE report = $1 AND kind = 'E_URGED' AND codes = $2 LIMIT 1;

-- name: message_facts
-- takes: report
-- gives: matter, org, channel, named, state of the last matter in the report's chain
SELECT m.id, m.org, m.channel, m.named, m.state
  FROM report_matter rm JOIN matter m ON m.id = rm.matter
 WHERE rm.report = $1 ORDER BY rm.seq DESC LIMIT 1;
