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
-- gives: id, seq, sender, day, needs_answer, answered, sealed_text, work number of the officer;
--        newest first
SELECT m.id, m.seq, m.sender, m.day, m.needs_answer, m.answered, m.sealed_text, o.work_no
  FROM message m LEFT JOIN officer o ON o.id = m.officer
 WHERE m.report = $1 ORDER BY m.seq DESC LIMIT $2;

-- name: message_of_body_since
-- takes: report, day, most
-- gives: the same, of the body, written on that day or later
SELECT m.id, m.seq, m.sender, m.day, m.needs_answer, m.answered, m.sealed_text, o.work_no
  FROM message m LEFT JOIN officer o ON o.id = m.officer
 WHERE m.report = $1 AND m.sender = 'BODY' AND m.day >= $2 ORDER BY m.seq DESC LIMIT $3;

-- name: message_sealed
-- takes: report, seq after which to go on
-- gives: id, sealed_text, seq of the next thousand
SELECT id, sealed_text, seq FROM message WHERE report = $1 AND seq > $2 ORDER BY seq LIMIT 1000;

-- name: message_reseal
-- takes: sealed text, report, seq
-- gives: nothing
UPDATE message SET sealed_text = $1 WHERE report = $2 AND seq = $3;

-- name: message_mark_answered
-- takes: report
-- gives: nothing; the reporter's own, answered by what the body writes now
UPDATE message SET answered = 1 WHERE report = $1 AND sender = 'REPORTER' AND answered = 0;

-- name: message_asked
-- takes: report
-- gives: how many messages of the body the reporter has not reacted to; 1 when a question is among
--        them (asked first: most have nothing to mark, and an UPDATE makes a table in memory each
--        time)
SELECT COUNT(*), MAX(needs_answer) FROM message
 WHERE report = $1 AND sender = 'BODY' AND answered = 0 LIMIT 1;

-- name: message_mark_replied
-- takes: report
-- gives: nothing; the body's questions, answered by what the reporter writes now
UPDATE message SET answered = 1 WHERE report = $1 AND sender = 'BODY' AND answered = 0;

-- name: message_matter_one_more
-- takes: matter
-- gives: nothing
UPDATE matter SET unread = unread + 1 WHERE id = $1;

-- name: message_owed
-- takes: matter
-- gives: how many messages of its reporters are owed a reply; an answer to a question is owed none
SELECT COUNT(*) FROM message
 WHERE matter = $1 AND sender = 'REPORTER' AND needs_answer = 1 AND answered = 0 LIMIT 1;

-- name: message_matter_unread
-- takes: matter
-- gives: how many messages of reporters nobody has answered
UPDATE matter SET unread = (SELECT COUNT(*) FROM message
                             WHERE matter = $1 AND sender = 'REPORTER' AND answered = 0)
 WHERE id = $1 RETURNING unread;

-- name: message_attach
-- takes: message, file, report of both
-- gives: nothing
UPDATE file SET message = $1
 WHERE (id = $2 OR original = $2) AND report = $3 AND message IS NULL
   AND EXISTS (SELECT 1 FROM message g WHERE g.id = $1 AND g.report = $3);

-- name: message_urged
-- takes: report
-- gives: day of the last urging
SELECT happened_day FROM event WHERE report = $1 AND kind = 'E_URGED'
 ORDER BY happened_day DESC LIMIT 1;

-- name: message_complaint_answered
-- takes: today, matter, body that got the complaint
-- gives: nothing
UPDATE task SET done_day = $1
 WHERE matter = $2 AND org = $3 AND kind = 'COMPLAINT' AND done_day IS NULL;
