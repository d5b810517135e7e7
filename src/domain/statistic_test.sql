-- statistic_test.sql - bare facts for counting by hand, written past the rules.

-- name: test_stat_report
-- takes: id, org, channel, category, named, received day, state
-- gives: nothing
INSERT INTO report (id, org, channel, category, id_mode, named, received_day, entered_day, state,
                    identity_state, body_version)
VALUES ($1, $2, $3, $4, 'ID_REAL', $5, $6, $6, $7, 'RN_NONE', 1);

-- name: test_stat_matter
-- takes: id, org, category, level, topic, named, day, lead matter
-- gives: nothing
INSERT INTO matter (id, org, state, version, channel, category, area, level, topic, named,
                    mass_interest, route, received_day, lead_matter, round, stage, explanations,
                    referrals, restricted, unread, state_day)
VALUES ($1, $2, 'ST_REGISTERED', 1, 'CH_WEB', $3, $2, $4, $5, $6, 0, 'NORMAL', $7, $8, 'FIRST', 1,
        0, 0, 0, 0, $7);

-- name: test_stat_link
-- takes: report, seq, matter
-- gives: nothing
INSERT INTO report_matter (report, seq, matter) VALUES ($1, $2, $3);

-- name: test_stat_event
-- takes: id, matter, seq, org, kind, from_state, happened day, entered day
-- gives: nothing
INSERT INTO event (id, matter, seq, shown, org, actor_role, kind, from_state, happened_day,
                   entered_day, channel, named)
VALUES ($1, $2, $3, 1, $4, 'SYS', $5, $6, $7, $8, 'CH_WEB', 1);

-- name: test_stat_clock
-- takes: id, matter, org, code, start, due, state, extensions, first due, stop
-- gives: nothing
INSERT INTO clock (id, matter, report, org, code, term_n, term_unit, roll, start_day, due_day,
                   state, pauses, extensions, first_due_day, stop_day, warned, param_org,
                   provisional)
VALUES ($1, $2, NULL, $3, $4, 1, 'CD', 0, $5, $6, $7, 0, $8, $9, $10, 0, 0, 0);

-- name: test_stat_document
-- takes: id, matter, report, code, day
-- gives: nothing
INSERT INTO document (id, matter, report, code, template, made_day, sealed_text)
VALUES ($1, $2, $3, $4, 'none', $5, x'00');

-- name: test_stat_delivery
-- takes: id, document, day
-- gives: nothing
INSERT INTO delivery (id, document, form, day, tries) VALUES ($1, $2, 'SYSTEM', $3, 1);

-- name: test_stat_fact
-- takes: id, matter, seq, report, lead, org, role, kind, move, from state, to state, day, outcome,
--        codes, sub-procedure
-- gives: nothing
INSERT INTO event (id, matter, seq, shown, report, lead, org, actor_role, kind, move, from_state,
                   to_state, happened_day, entered_day, channel, named, outcome, codes, subproc)
VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 'CH_WEB', 1, $13, $14, $15);

-- name: test_stat_lead
-- takes: id, matter, seq, finding
-- gives: nothing
INSERT INTO lead (id, matter, seq, state, finding, sealed_text)
VALUES ($1, $2, $3, 'OPEN', $4, x'00');

-- name: test_stat_message
-- takes: id, report, matter, seq, sender, day
-- gives: nothing
INSERT INTO message (id, report, matter, seq, sender, day, needs_answer, answered, sealed_text)
VALUES ($1, $2, $3, $4, $5, $6, 0, 0, x'00');

-- name: test_stat_rating
-- takes: id, org, target, process, attitude, result, month told, month heard
-- gives: nothing
INSERT INTO rating (id, org, target, process, attitude, result, pressed, day, changes, told_month,
                    heard_month)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7, 0, $7, $8);
