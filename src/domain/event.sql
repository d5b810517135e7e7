-- name: chain_add
-- takes: id, kind, owner, sealed K_case, sealed K_open, sealed state
-- gives: nothing
INSERT INTO chain (id, kind, owner, sealed_case, sealed_open, sealed_state, version)
VALUES ($1, $2, $3, $4, $5, $6, 0);

-- name: chain_find
-- takes: kind, owner
-- gives: id, sealed_case, sealed_open, sealed_state, version
SELECT id, sealed_case, sealed_open, sealed_state, version
  FROM chain WHERE kind = $1 AND owner = $2 LIMIT 1;

-- name: chain_version
-- takes: id
-- gives: version
SELECT version FROM chain WHERE id = $1 LIMIT 1;

-- name: chain_move
-- takes: sealed state, id, version it had
-- gives: nothing; it was read in the same transaction, so nobody moved it meanwhile (RETURNING would
--        make a table in memory each time)
UPDATE chain SET sealed_state = $1, version = version + 1 WHERE id = $2 AND version = $3;

-- name: event_chain_add
-- takes: event, chain, seq, B, sealed payload (none when no key was at hand)
-- gives: nothing
INSERT INTO event_chain (event, chain, seq, b, sealed_payload) VALUES ($1, $2, $3, $4, $5);

-- name: leaf_pending_add
-- takes: tag, time of insertion, entry
-- gives: nothing
INSERT INTO leaf_pending (tag, since_ms, entry) VALUES ($1, $2, $3);

-- name: event_add
-- takes: every column of event
-- gives: nothing
INSERT INTO event (id, matter, seq, report, shown, lead, org, actor_role, officer, kind, move,
                   from_state, to_state, happened_day, entered_day, channel, named, due, outcome,
                   codes, subproc)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21);

-- name: event_of_chain
-- takes: kind of chain, owner
-- gives: one line of the timeline each, oldest first: id, seq in the chain, kind, move, from_state,
--        to_state, actor_role, codes, outcome, due, happened_day, entered_day, officer,
--        sealed payload, matter, sub-procedure
SELECT e.id, ec.seq, e.kind, e.move, e.from_state, e.to_state, e.actor_role, e.codes, e.outcome,
       e.due, e.happened_day, e.entered_day, e.officer, ec.sealed_payload, e.matter,
       e.subproc
  FROM chain c
  JOIN event_chain ec ON ec.chain = c.id
  JOIN event e ON e.id = ec.event
 WHERE c.kind = $1 AND c.owner = $2
 ORDER BY ec.seq LIMIT 2000;

-- name: event_of_report_page
-- takes: report, seq below which it begins
-- gives: as event_of_chain, but newest first, without the messages: these have a page of their own,
--        and a thread of a thousand is no step of the handling
SELECT e.id, ec.seq, e.kind, e.move, e.from_state, e.to_state, e.actor_role, e.codes, e.outcome,
       e.due, e.happened_day, e.entered_day, e.officer, ec.sealed_payload, e.matter,
       e.subproc
  FROM chain c
  JOIN event_chain ec ON ec.chain = c.id
  JOIN event e ON e.id = ec.event
 WHERE c.kind = 'REPORT' AND c.owner = $1 AND ec.seq < $2 AND e.kind <> 'E_MESSAGE'
 ORDER BY ec.seq DESC LIMIT 201;
