-- name: audit_last
-- takes: org
-- gives: seq, head of the last row of a body's chain; no row when it has none
SELECT seq, head FROM audit WHERE org = $1 ORDER BY seq DESC LIMIT 1;

-- name: audit_add
-- takes: org, seq, officer, act, matter, report, day, detail, head
-- gives: nothing
INSERT INTO audit (org, seq, officer, act, matter, report, day, detail, head)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: audit_page
-- takes: org, seq after which to go on
-- gives: seq, officer, act, matter, report, day, detail, head; a thousand at a time
SELECT seq, officer, act, matter, report, day, detail, head
  FROM audit WHERE org = $1 AND seq > $2 ORDER BY seq LIMIT 1000;
