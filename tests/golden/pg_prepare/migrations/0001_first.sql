CREATE TABLE thing (id @ID@, size @INT@, name TEXT NOT NULL, data @BLOB@) @STRICT@;
