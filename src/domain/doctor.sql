-- doctor.sql - what the doctor counts.

-- name: doctor_provisional
-- takes: nothing
-- gives: running clocks that end in a year whose days off are not known yet, first and last day
SELECT COUNT(*), MIN(due_day), MAX(due_day) FROM clock
 WHERE provisional = 1 AND state = 'RUNNING' LIMIT 1;

-- name: doctor_staffed
-- takes: today
-- gives: bodies with officers in force
SELECT DISTINCT o.org FROM officer o JOIN officer_role r ON r.officer = o.id
 WHERE o.state = 'ACTIVE' AND r.from_day <= $1 AND (r.to_day IS NULL OR r.to_day > $1)
 ORDER BY o.org LIMIT 3000;

-- name: doctor_last_day
-- takes: nothing
-- gives: the latest day on which anything was entered
SELECT MAX(entered_day) FROM event LIMIT 1;
