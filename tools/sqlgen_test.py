#!/usr/bin/env python3
"""What sqlgen takes and what it refuses; each refusal has a case of its own."""
import os
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sqlgen  # noqa: E402

HEAD = "-- name: thing_find\n-- takes: id\n-- gives: name\n"
TABLE = "CREATE TABLE thing (id @ID@, name TEXT, size @INT@, data @BLOB@) @STRICT@;\n"


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        return path

    def read(self, *texts):
        for i, text in enumerate(texts):
            self.write(f"q/{i}.sql", text)
        return sqlgen.read_all_queries([os.path.join(self.folder.name, "q")])[0]

    def refused(self, text, words, *more):
        with self.assertRaises(sqlgen.Refused) as caught:
            self.read(text, *more)
        self.assertIn(words, str(caught.exception))

    def migrations(self, **texts):
        for name, text in texts.items():
            self.write(f"m/{name.lstrip('v')}.sql", text)
        return sqlgen.read_migrations(os.path.join(self.folder.name, "m"))


class Statements(Case):
    def test_a_statement_is_taken_whole(self):
        q, = self.read(HEAD + "SELECT name FROM thing -- why; not\n"
                       " WHERE id = $1 AND name <> ';$9 ''x' LIMIT 1;\n\n")
        self.assertEqual(q.sql, "SELECT name FROM thing\n"
                         " WHERE id = $1 AND name <> ';$9 ''x' LIMIT 1")
        self.assertEqual((q.params, q.writes, q.notes["takes"]), (1, False, "id"))

    def test_parameters_may_come_again(self):
        q, = self.read(HEAD + "SELECT name FROM thing WHERE id > $1 AND size > $1 + $2 LIMIT $1;")
        self.assertEqual(q.params, 2)

    def test_what_writes_is_known(self):
        for sql, writes in (("INSERT INTO thing (id) VALUES ($1);", True),
                            ("UPDATE thing SET size = 1 WHERE id = $1 RETURNING size;", True),
                            ("DELETE FROM thing WHERE id = $1;", True),
                            ("WITH a AS (SELECT $1 AS n) DELETE FROM thing WHERE id IN "
                             "(SELECT n FROM a);", True),
                            ("SELECT replace(name, $1, 'insert') FROM thing LIMIT 1;", False)):
            with self.subTest(sql):
                self.assertEqual(self.read(HEAD + sql)[0].writes, writes)

    def test_notes_may_be_long(self):
        q, = self.read("-- name: a_b\n-- takes: x\n-- gives: one\n--   two\n-- bounded: y\n"
                       "SELECT 1;")
        self.assertEqual(q.notes["gives"], "one two")

    def test_notes_are_needed(self):
        self.refused("-- name: a_b\n-- gives: y\nSELECT 1 LIMIT 1;", "takes")
        self.refused("-- name: a_b\n-- takes: y\nSELECT 1 LIMIT 1;", "gives")
        self.refused("-- name: a_b\n-- takes:\n-- gives: y\nSELECT 1 LIMIT 1;", "takes")
        self.refused("-- name: a_b\n-- takes: x\n-- takes: x\n-- gives: y\nSELECT 1 LIMIT 1;",
                     "two times")
        self.refused("SELECT 1 LIMIT 1;", "without -- name")
        self.refused("-- name: Thing\n-- takes: x\n-- gives: y\nSELECT 1 LIMIT 1;", "thing_verb")

    def test_names_are_unique(self):
        self.refused(HEAD + "SELECT 1 LIMIT 1;", "taken", HEAD + "SELECT 2 LIMIT 1;")

    def test_parameters_ascend(self):
        self.refused(HEAD + "SELECT $2, $1 LIMIT 1;", "$2 stands before $1")
        self.refused(HEAD + "SELECT $1, $3 LIMIT 1;", "$3")
        self.refused(HEAD + "SELECT $0 LIMIT 1;", "$0")
        for sign in ("?", ":id", "@id"):
            self.refused(HEAD + f"SELECT {sign} LIMIT 1;", "no part of our SQL")

    def test_stars(self):
        for sql in ("SELECT * FROM thing LIMIT 1;", "SELECT t.* FROM thing t LIMIT 1;",
                    "SELECT DISTINCT * FROM thing LIMIT 1;", "SELECT id, * FROM thing LIMIT 1;",
                    "DELETE FROM thing RETURNING *;"):
            with self.subTest(sql):
                self.refused(HEAD + sql, "instead of *")
        self.read(HEAD + "SELECT count(*), 2 * size FROM thing LIMIT 1;")

    def test_bounds(self):
        self.refused(HEAD + "SELECT name FROM thing;", "LIMIT")
        self.refused(HEAD + "SELECT name FROM thing WHERE id = (SELECT 1 LIMIT 1);", "LIMIT")
        self.read(HEAD + "-- bounded: one row\nSELECT name FROM thing WHERE id = $1;")

    def test_one_statement_each(self):
        self.refused(HEAD + "SELECT 1 LIMIT 1; SELECT 2 LIMIT 1;", "more than one")
        self.refused(HEAD + "SELECT 1 LIMIT 1", "ends with ;")
        self.refused(HEAD, "ends with ;")
        self.refused(HEAD + "PRAGMA user_version;", "begins with")

    def test_words_of_one_database(self):
        self.refused(HEAD + "SELECT CAST($1 AS @INT@) LIMIT 1;", "@INT@")
        self.refused(HEAD + "INSERT OR IGNORE INTO thing (id) VALUES ($1);", "ON CONFLICT")

    def test_tests_keep_theirs(self):
        self.write("q/x_test.sql", HEAD + "SELECT 1 LIMIT 1;")
        self.write("q/x_test/1.sql", HEAD + "SELECT 1 LIMIT 1;")
        self.assertEqual(self.read(), [])


class Migrations(Case):
    def test_both_forms(self):
        m, = self.migrations(v0001_first=TABLE)
        self.assertEqual(m.form("sqlite"), "CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, "
                         "size INTEGER, data BLOB) STRICT;")
        self.assertEqual(m.form("postgres"), "CREATE TABLE thing (id BIGINT PRIMARY KEY, "
                         "name TEXT, size BIGINT, data BYTEA) ;")

    def test_numbers_have_no_gap(self):
        with self.assertRaisesRegex(sqlgen.Refused, "expected number 0002"):
            self.migrations(v0001_first=TABLE, v0003_third="SELECT 1;")

    def test_names(self):
        with self.assertRaisesRegex(sqlgen.Refused, "NNNN_name"):
            self.migrations(first=TABLE)

    def test_words(self):
        for text, words in (("CREATE TABLE a (b @TEXT@);", "@TEXT@"), ("BEGIN;", "BEGIN"),
                            ("PRAGMA x;", "PRAGMA")):
            with self.subTest(text), self.assertRaisesRegex(sqlgen.Refused, words):
                self.migrations(v0001_first=text)

    def test_both_are_tried(self):
        m = self.migrations(v0001_first=TABLE)
        q = self.read(HEAD + "SELECT nmae FROM thing WHERE id = $1 LIMIT 1;")
        with self.assertRaisesRegex(sqlgen.Refused, "nmae"):
            sqlgen.try_sqlite(m, q)
        with self.assertRaisesRegex(sqlgen.Refused, "0001_first"):
            sqlgen.try_sqlite(self.migrations(v0001_first="CREATE TABEL x;"), [])


class Output(Case):
    def test_c_of_it(self):
        q = self.read(HEAD + "SELECT 'a\\\"b' FROM thing WHERE id = $1 LIMIT 1;")
        text = sqlgen.queries_c(q, "yg_queries", "gen/queries.h")
        self.assertIn('"SELECT \'a\\\\\\"b\' FROM thing WHERE id = $1 LIMIT 1\\n"', text)
        self.assertIn("1, 0, false", text)
        self.assertIn("yg_query_count = 1;", text)
        self.assertIn("#define Q_THING_FIND (&yg_queries[0])",
                      sqlgen.queries_h(q, "yg_queries", "Q_"))

    def test_an_unchanged_file_keeps_its_time(self):
        path = self.write("x", "same")
        os.utime(path, (1, 1))
        sqlgen.write_if_changed(path, "same")
        self.assertEqual(os.stat(path).st_mtime, 1)
        sqlgen.write_if_changed(path, "other")
        self.assertNotEqual(os.stat(path).st_mtime, 1)


if __name__ == "__main__":
    unittest.main()
