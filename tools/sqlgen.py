#!/usr/bin/env python3
"""Turns the .sql files into C: named statements (queries.h, queries.c) and migrations.c.

A statement:
    -- name: matter_find
    -- takes: id of the matter, id of the actor
    -- gives: id, state, version; no row when none or out of reach
    -- bounded: one row, by primary key        (only a SELECT without LIMIT needs this)
    SELECT ... ;

Refused: a missing or double name, missing takes or gives, $n not in ascending order of first use
(SQLite numbers them so), other placeholders, SELECT *, an unbounded SELECT, more than one
statement under a name, words only one of the two databases knows (@ID@ and the like belong to
migrations). Migrations are run and all statements prepared on a database in memory, so a typing
error breaks the build; tools/pg_prepare does the same on PostgreSQL.

*_test.sql files and *_test folders are left out unless such a file is named itself.
"""
import argparse
import os
import re
import sqlite3
import sys

DIALECT = {
    # KEYED instead of STRICT: the rows lie in the primary key itself
    "sqlite": {"ID": "INTEGER PRIMARY KEY", "INT": "INTEGER", "BLOB": "BLOB", "STRICT": "STRICT",
               "KEYED": "STRICT, WITHOUT ROWID"},
    "postgres": {"ID": "BIGINT PRIMARY KEY", "INT": "BIGINT", "BLOB": "BYTEA", "STRICT": "",
                 "KEYED": ""},
}
FIRST_WORDS = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")
WRITING_WORDS = ("INSERT", "UPDATE", "DELETE")
MIGRATION_REFUSED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "ATTACH",
                     "VACUUM", "AUTOINCREMENT")
TOKEN = re.compile(r"""
    (?P<comment>--[^\n]*|/\*.*?\*/)
  | (?P<space>\s+)
  | (?P<string>'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"]|"")*")
  | (?P<param>\$[0-9]+)
  | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<dialect>@[A-Za-z_]+@)
  | (?P<number>[0-9][0-9A-Za-z_.]*)
  | (?P<other>.)
""", re.X | re.S)


class Refused(Exception):
    pass


def tokens(sql):
    """(kind, text) of everything but blanks and comments."""
    found = []
    for m in TOKEN.finditer(sql):
        if m.lastgroup not in ("comment", "space"):
            found.append((m.lastgroup, m.group()))
    return found


def without_comments(sql):
    text = "".join(" " if m.lastgroup == "comment" else m.group() for m in TOKEN.finditer(sql))
    lines = [line.rstrip() for line in text.split("\n")]
    return "\n".join(line for line in lines if line.strip())


class Query:
    def __init__(self, path, line, name):
        self.path, self.line, self.name = path, line, name
        self.notes = {}
        self.lines = []
        self.sql, self.params, self.writes = "", 0, False

    def where(self):
        return f"{self.path}:{self.line}: {self.name}"


NOTE = re.compile(r"--\s*(name|takes|gives|bounded):\s*(.*)$")


def read_queries(path, shown):
    """The statements of one file, checked one by one."""
    found, current, note = [], None, None
    with open(path, encoding="utf-8") as f:
        lines = f.read().split("\n")
    for number, line in enumerate(lines, 1):
        m = NOTE.match(line)
        if m and m.group(1) == "name":
            current = Query(shown, number, m.group(2).strip())
            found.append(current)
            note = None
        elif current is None:
            if line.strip() and not line.startswith("--"):
                raise Refused(f"{shown}:{number}: a statement without -- name:")
        elif m:
            if m.group(1) in current.notes:
                raise Refused(f"{current.where()}: two times {m.group(1)}")
            note = m.group(1)
            current.notes[note] = m.group(2).strip()
        elif note and line.startswith("--") and not current.lines:
            current.notes[note] += " " + line[2:].strip()
        else:
            current.lines.append(line)
    for q in found:
        check_query(q)
    return found


def check_query(q):
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", q.name):
        raise Refused(f"{q.where()}: a name is written thing_verb")
    for note in ("takes", "gives"):
        if not q.notes.get(note):
            raise Refused(f"{q.where()}: -- {note}: is missing")
    toks = tokens("\n".join(q.lines))
    if not toks or toks[-1][1] != ";":
        raise Refused(f"{q.where()}: the statement ends with ;")
    toks.pop()
    if any(text == ";" for _, text in toks):
        raise Refused(f"{q.where()}: more than one statement")
    check_tokens(q, toks)
    q.sql = without_comments("\n".join(q.lines)).rstrip().rstrip(";").rstrip()


def check_tokens(q, toks):
    if not toks or toks[0][1].upper() not in FIRST_WORDS:
        raise Refused(f"{q.where()}: begins with one of {', '.join(FIRST_WORDS)}")
    depth, limited, before = 0, False, ""
    for i, (kind, text) in enumerate(toks):
        upper = text.upper()
        if text == "(":
            depth += 1
        elif text == ")":
            depth -= 1
        elif kind == "word" and depth == 0 and upper in WRITING_WORDS:
            q.writes = True
        elif kind == "word" and depth == 0 and upper == "LIMIT":
            limited = True
        elif kind == "param":
            check_param(q, int(text[1:]))
        elif kind == "dialect":
            raise Refused(f"{q.where()}: {text} belongs to migrations")
        elif text == "*" and before in ("SELECT", "DISTINCT", "ALL", "RETURNING", ",", "."):
            raise Refused(f"{q.where()}: name the columns instead of *")
        elif kind == "other" and text in "?:@`[":
            raise Refused(f"{q.where()}: {text} is no part of our SQL (parameters are $1, $2)")
        if upper == "INSERT" and i + 1 < len(toks) and toks[i + 1][1].upper() != "INTO":
            raise Refused(f"{q.where()}: INSERT OR is known to SQLite only; use ON CONFLICT")
        before = upper
    if not q.writes and not limited and not q.notes.get("bounded"):
        raise Refused(f"{q.where()}: a SELECT needs LIMIT, or a comment -- bounded: why")


def check_param(q, n):
    if n == q.params + 1:
        q.params = n
    elif n < 1 or n > q.params:
        raise Refused(f"{q.where()}: ${n} stands before ${q.params + 1}; number the parameters "
                      "in the order of their first use")


def find_sql(roots):
    """All .sql files below the roots, in a fixed order, and the folders looked at."""
    files, folders = [], []
    for root in roots:
        if os.path.isfile(root):
            files.append(root)
            continue
        for folder, below, names in os.walk(root):
            below[:] = sorted(n for n in below if not n.endswith("_test"))
            folders.append(folder)
            files += [os.path.join(folder, n) for n in sorted(names)
                      if n.endswith(".sql") and not n.endswith("_test.sql")]
    return files, folders


def read_all_queries(roots):
    files, folders = find_sql(roots)
    queries, seen = [], {}
    for path in files:
        base = next((r for r in roots if path.startswith(r + os.sep)), os.path.dirname(path))
        for q in read_queries(path, os.path.relpath(path, base)):
            if q.name in seen:
                raise Refused(f"{q.where()}: the name is taken by {seen[q.name].where()}")
            seen[q.name] = q
            queries.append(q)
    return queries, files, folders


class Migration:
    def __init__(self, version, name, text):
        self.version, self.name, self.text = version, name, text

    def form(self, dialect):
        words = DIALECT[dialect]
        sql = re.sub(r"@(ID|INT|BLOB|STRICT|KEYED)@", lambda m: words[m.group(1)], self.text)
        return without_comments(sql)


def read_migrations(folder):
    found = []
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    for name in names:
        m = re.fullmatch(r"([0-9]{4})_([a-z0-9_]+)\.sql", name)
        if not m:
            raise Refused(f"{name}: a migration is named NNNN_name.sql")
        if int(m.group(1)) != len(found) + 1:
            raise Refused(f"{name}: expected number {len(found) + 1:04d}")
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            text = f.read()
        for kind, tok in tokens(text):
            if kind == "word" and tok.upper() in MIGRATION_REFUSED:
                raise Refused(f"{name}: {tok} may not stand in a migration")
            if kind == "dialect" and tok.strip("@") not in DIALECT["sqlite"]:
                raise Refused(f"{name}: unknown dialect word {tok}")
        found.append(Migration(int(m.group(1)), m.group(2), text))
    return found


def try_sqlite(migrations, queries):
    """Runs the migrations and prepares the statements on an empty database."""
    db = sqlite3.connect(":memory:")
    db.execute("PRAGMA foreign_keys=ON")
    for m in migrations:
        try:
            db.executescript(m.form("sqlite"))
        except sqlite3.Error as e:
            raise Refused(f"{m.version:04d}_{m.name}.sql: {e}") from e
    for q in queries:
        try:
            db.execute("EXPLAIN " + q.sql, {str(i + 1): None for i in range(q.params)})
        except sqlite3.Error as e:
            raise Refused(f"{q.where()}: {e}") from e
    db.close()


def c_string(text, indent):
    out = []
    for line in text.split("\n"):
        line = line.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
        out.append(f'{indent}"{line}\\n"')
    return "\n".join(out) if out else f'{indent}""'


def count_name(table):
    """yg_queries -> yg_query_count, yg_migrations -> yg_migration_count"""
    return (table[:-3] + "y" if table.endswith("ies") else table.rstrip("s")) + "_count"


MADE = "/* made by tools/sqlgen.py from the .sql files; do not edit */\n"
LONG_TEXTS = '#pragma GCC diagnostic ignored "-Woverlength-strings"\n'


def comment_text(text):
    return text.replace("*/", "* /")


def queries_h(queries, table, prefix):
    guard = f"YG_GEN_{table.upper()}_H"
    out = [MADE, f"#ifndef {guard}", f"#define {guard}", '#include "store/store.h"', "",
           f"extern const struct query {table}[];", f"extern const size_t {count_name(table)};"]
    for i, q in enumerate(queries):
        out += ["", f"/* {q.path}", f" * takes: {comment_text(q.notes['takes'])}",
                f" * gives: {comment_text(q.notes['gives'])} */",
                f"#define {prefix}{q.name.upper()} (&{table}[{i}])"]
    return "\n".join(out + ["", "#endif", ""])


def queries_c(queries, table, header):
    out = [MADE + LONG_TEXTS, f'#include "{header}"', "", f"const struct query {table}[] = {{"]
    for i, q in enumerate(queries):
        out.append(f'    {{ "{q.name}",\n{c_string(q.sql, "      ")},\n'
                   f'      {q.params}, {i}, {"true" if q.writes else "false"} }},')
    out += ["    { NULL, NULL, 0, 0, false },", "};",
            f"const size_t {count_name(table)} = {len(queries)};", ""]
    return "\n".join(out)


def migrations_c(migrations, table):
    out = [MADE + LONG_TEXTS, '#include "store/store.h"', "",
           f"extern const struct migration {table}[];",
           f"extern const size_t {count_name(table)};",
           f"const struct migration {table}[] = {{"]
    for m in migrations:
        out.append(f'    {{ {m.version}, "{m.name}",\n{c_string(m.form("sqlite"), "      ")} }},')
    out += ["    { 0, NULL, NULL },", "};",
            f"const size_t {count_name(table)} = {len(migrations)};", ""]
    return "\n".join(out)


def write_if_changed(path, text):
    """An unchanged file keeps its time, so that nothing is compiled again."""
    try:
        with open(path, encoding="utf-8") as f:
            if f.read() == text:
                return
    except FileNotFoundError:
        pass
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def write_depfile(path, target, files):
    with open(path, "w", encoding="utf-8") as f:
        f.write(f"{target}: " + " ".join(x.replace(" ", "\\ ") for x in files) + "\n")


def main():
    p = argparse.ArgumentParser(description=__doc__,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--sql", action="append", default=[], help="file, or folder with .sql files")
    p.add_argument("--migrations", required=True, help="folder of NNNN_name.sql")
    p.add_argument("--out-h")
    p.add_argument("--out-c")
    p.add_argument("--out-migrations")
    p.add_argument("--depfile")
    p.add_argument("--table", default="yg_queries", help="name of the C table")
    p.add_argument("--migration-table", default="yg_migrations")
    p.add_argument("--prefix", default="Q_", help="of the constants")
    p.add_argument("--include", default="gen/queries.h", help="how queries.c includes its header")
    a = p.parse_args()
    queries, files, folders = read_all_queries(a.sql)
    migrations = read_migrations(a.migrations)
    try_sqlite(migrations, queries)
    if a.out_h:
        write_if_changed(a.out_h, queries_h(queries, a.table, a.prefix))
    if a.out_c:
        write_if_changed(a.out_c, queries_c(queries, a.table, a.include))
    if a.out_migrations:
        write_if_changed(a.out_migrations, migrations_c(migrations, a.migration_table))
    if a.depfile:
        # the folders too: a file that comes or goes changes them
        known = [a.migrations] if os.path.isdir(a.migrations) else []
        known += [os.path.join(a.migrations, n) for n in os.listdir(a.migrations)] if known else []
        write_depfile(a.depfile, a.out_h or a.out_migrations, files + folders + known)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as e:
        print(f"sqlgen: {e}", file=sys.stderr)
        sys.exit(1)
