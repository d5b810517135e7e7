-- log_proof.sql - a chain's leaves found again: by tag, never by a link.

-- name: leaf_by_tag
-- takes: tag
-- gives: index, entry; no row when it is not in the tree
SELECT idx, entry FROM leaf WHERE tag = $1 LIMIT 1;

-- name: leaf_pending_by_tag
-- takes: tag
-- gives: since when it waits, entry
SELECT since_ms, entry FROM leaf_pending WHERE tag = $1 LIMIT 1;

-- name: signed_head_over
-- takes: index
-- gives: size, note of the first signed head that covers it
SELECT size, note FROM signed_head WHERE size > $1 ORDER BY size LIMIT 1;

-- name: signed_head_quorum_over
-- takes: serial of a policy, index
-- gives: size, note of the first head that covers it and that this policy's quorum has signed
SELECT size, note FROM signed_head WHERE quorum = $1 AND size > $2 ORDER BY size LIMIT 1;

-- name: leaf_facts_of_chain
-- takes: kind of chain, owner, seq of the first
-- gives: event, seq, B, sealed payload, kind, org, channel, named, happened_day, entered_day, due,
--        outcome, codes; a page of 500
SELECT e.id, ec.seq, ec.b, ec.sealed_payload, e.kind, e.org, e.channel, e.named, e.happened_day,
       e.entered_day, e.due, e.outcome, e.codes
  FROM chain c
  JOIN event_chain ec ON ec.chain = c.id
  JOIN event e ON e.id = ec.event
 WHERE c.kind = $1 AND c.owner = $2 AND ec.seq >= $3
 ORDER BY ec.seq LIMIT 500;
