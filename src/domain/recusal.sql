-- name: recusal_find
-- takes: matter, officer
-- gives: state, asked by
SELECT state, asked_by FROM recusal WHERE matter = $1 AND officer = $2 LIMIT 1;

-- name: recusal_put
-- takes: matter, officer, ground, day, asked by, sealed reason
-- gives: nothing; one that was lifted is asked anew
INSERT INTO recusal (matter, officer, state, ground, day, asked_by, sealed_reason)
VALUES ($1, $2, 'ASKED', $3, $4, $5, $6)
    ON CONFLICT (matter, officer) DO UPDATE SET state = 'ASKED', ground = excluded.ground,
       day = excluded.day, asked_by = excluded.asked_by, decided_by = NULL,
       sealed_reason = excluded.sealed_reason;

-- name: recusal_set
-- takes: state, decided by, matter, officer, state it had
-- gives: officer; no row when it changed meanwhile
UPDATE recusal SET state = $1, decided_by = $2
 WHERE matter = $3 AND officer = $4 AND state = $5 RETURNING officer;

-- name: recusal_of_matter
-- takes: matter
-- gives: officer, state, ground, day, sealed reason, asked by
SELECT officer, state, ground, day, sealed_reason, asked_by FROM recusal
 WHERE matter = $1 ORDER BY day, officer LIMIT 100;
