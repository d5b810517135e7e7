-- a schema of its own for the driver's tests
CREATE TABLE thing (
  id @ID@,
  name TEXT NOT NULL UNIQUE,
  size @INT@ CHECK (size >= 0),
  data @BLOB@
) @STRICT@;
