-- Which texts are much alike (design 7.3): looked up by bands, told by the sketch, which only the
-- key of the matter opens. Bands are numbers under the desk's key: those of two desks never meet.

CREATE TABLE sketch (
  report @INT@ NOT NULL,
  desk @INT@ NOT NULL,
  generation @INT@ NOT NULL,
  matter @INT@ NOT NULL,           -- its Km opens the sketch
  bands @BLOB@ NOT NULL,           -- the numbers under which it is found, to take them out again
  sealed @BLOB@ NOT NULL,
  PRIMARY KEY (report, desk, generation)
) @STRICT@;

CREATE TABLE sketch_band (
  band @INT@ NOT NULL,
  report @INT@ NOT NULL,
  PRIMARY KEY (band, report)
) @KEYED@;
