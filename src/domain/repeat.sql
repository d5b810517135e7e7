-- name: sketch_add
-- takes: report, desk, generation, matter, bands, sealed sketch
-- gives: nothing; made anew it takes the place of the old one
INSERT INTO sketch (report, desk, generation, matter, bands, sealed) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (report, desk, generation) DO UPDATE SET matter = excluded.matter,
   bands = excluded.bands, sealed = excluded.sealed;

-- name: sketch_band_add
-- takes: band, report
-- gives: nothing
INSERT INTO sketch_band (band, report) VALUES ($1, $2) ON CONFLICT (band, report) DO NOTHING;

-- name: sketch_of_report
-- takes: report
-- gives: desk, generation, matter, bands, sealed sketch; one for each desk it came to
SELECT desk, generation, matter, bands, sealed FROM sketch WHERE report = $1 LIMIT 20;

-- name: sketch_band_drop
-- takes: band, report
-- gives: nothing
DELETE FROM sketch_band WHERE band = $1 AND report = $2;

-- name: sketch_drop
-- takes: report
-- gives: nothing
-- bounded: one for each desk it came to
DELETE FROM sketch WHERE report = $1;

-- name: sketch_band_find
-- takes: band
-- gives: report; more than 64 mean that it tells nothing
SELECT report FROM sketch_band WHERE band = $1 LIMIT 65;

-- name: token_reports
-- takes: desk, generation, token
-- gives: report, the newest first
SELECT report FROM token WHERE desk = $1 AND generation = $2 AND token = $3
 ORDER BY report DESC LIMIT 50;
