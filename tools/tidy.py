#!/usr/bin/env python3
"""The rules of the house that a program can check.

usage: tidy.py [ROOT]       prints FILE:LINE: rule: what; exit 1 when something is wrong
       tidy.py --rules      the names of the rules

No compiler is needed: C is read as text whose comments and strings are set apart.
"""
import re
import sys
import unicodedata
from pathlib import Path

FUNCTION_LINES_MAX = 70
FILE_LINES_MAX = 800
COLUMNS_MAX = 100

RULES = ("function-length", "file-length", "line-length", "banned", "goto", "memory", "sql",
         "clock", "template", "machine-path")

BANNED = re.compile(r"(?<![\w.>])(strcpy|stpcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|"
                    r"strtok|atoi|atol|atoll|atof|system|popen|tmpnam|tempnam|mktemp|alloca)\s*\(")
MEMORY = re.compile(r"(?<![\w.>])(malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|"
                    r"vasprintf)\s*\(")
CLOCK = re.compile(r"(?<![\w.>])(clock_gettime|gettimeofday|time|getenv|secure_getenv|rand|srand|"
                   r"random|drand48|getrandom|getentropy|arc4random\w*|randombytes_\w+)\s*\(")
MONOTONIC = re.compile(r"clock_gettime\s*\(\s*CLOCK_MONOTONIC")
SQL = re.compile(r"\bSELECT\b.*\bFROM\b|\bINSERT\s+INTO\b|\bUPDATE\s+\w+\s+SET\b|\bDELETE\s+FROM\b|"
                 r"\b(CREATE|DROP|ALTER)\s+(TABLE|INDEX|VIEW|TRIGGER)\b|\bPRAGMA\s+\w|"
                 r"\b(SAVEPOINT|ROLLBACK TO|BEGIN IMMEDIATE)\b", re.S)
TEMPLATE = re.compile(r"(?P<raw>\{\{\{|\{\{\s*&)|(?P<style>\bstyle\s*=|<style\b)|"
                      r"(?P<handler>[\s\"']on[a-z]+\s*=)|"
                      r"(?P<script><script\b(?![^>]*\bsrc=)|javascript:)", re.I)
MACHINE_PATH = re.compile(r"(?<![\w./:~-])/(home|root|Users)/\w|(?<![\w./-])/tmp/\d")

MEMORY_ROOMS = {"base", "store", "http"}  # the arena itself, and the two drivers
BELOW_DOORS = {"base", "crypto", "store", "http", "html", "i18n", "net", "pdf", "tlog",
               "domain"}
CHANCE_FILE = "src/base/ctx.c"  # the one door through which the system's chance comes in
MONOTONIC_ROOMS = {"store", "http", "net"}  # deadlines of sockets and queues follow no calendar

C_TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
SKIPPED = {"golden", "node_modules", "corpus", "__pycache__"}


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else
               0 if unicodedata.combining(c) else 1 for c in line)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


def read_c(text):
    """code with comments and strings blanked, and the strings: (line, text), neighbours joined"""
    strings, last_end = [], None
    out, at = [], 0
    for token in C_TOKEN.finditer(text):
        between = text[at:token.start()]
        out += [between, blank(token[0])]
        at = token.end()
        if token[0].startswith("/"):
            continue
        if token[0].startswith('"'):
            line = text.count("\n", 0, token.start()) + 1
            if strings and last_end is not None and not text[last_end:token.start()].strip():
                strings[-1] = (strings[-1][0], strings[-1][1] + token[0][1:-1])
            else:
                strings.append((line, token[0][1:-1]))
            last_end = token.end()
    return "".join(out) + text[at:], strings


def without_directives(code):
    """preprocessor lines, continued ones too, blanked: their braces need not match"""
    return re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", lambda m: blank(m[0]), code, flags=re.M)


def functions(code):
    """(first line, length) of each block at the top that follows a ')'"""
    depth, start, line, before = 0, None, 1, ""
    for c in without_directives(code):
        if c == "\n":
            line += 1
        elif c == "{":
            if depth == 0 and before == ")":
                start = line
            depth += 1
        elif c == "}":
            depth -= 1
            if depth == 0 and start is not None:
                yield start, line - start + 1
                start = None
        if not c.isspace():
            before = c


class Report:
    def __init__(self, root):
        self.root, self.lines = root, []

    def add(self, path, line, rule, what):
        assert rule in RULES
        self.lines.append((str(path.relative_to(self.root)), line, rule, what))


def check_size(report, path, text):
    lines = text.splitlines()
    if len(lines) > FILE_LINES_MAX:
        report.add(path, len(lines), "file-length", f"{len(lines)} lines, {FILE_LINES_MAX} allowed")
    for number, line in enumerate(lines, 1):
        if columns(line) > COLUMNS_MAX:
            report.add(path, number, "line-length", f"{columns(line)} columns")


def each_match(report, path, code, pattern, rule):
    for found in pattern.finditer(code):
        report.add(path, code.count("\n", 0, found.start()) + 1, rule, found[1])


def check_c(report, path, text):
    name = path.relative_to(report.root).as_posix()
    parts = name.split("/")
    room = parts[1] if parts[0] == "src" and len(parts) > 2 else None
    test = name.endswith("_test.c") or parts[0] == "tests"
    code, strings = read_c(text)

    for line, length in functions(code):
        if length > FUNCTION_LINES_MAX:
            what = f"{length} lines, {FUNCTION_LINES_MAX} allowed"
            report.add(path, line, "function-length", what)
    each_match(report, path, code, BANNED, "banned")
    each_match(report, path, code, re.compile(r"\b(goto)\b"), "goto")
    if not test and room not in MEMORY_ROOMS:
        each_match(report, path, code, MEMORY, "memory")
    if room and room != "store":
        for line, string in strings:
            if SQL.search(string):
                report.add(path, line, "sql", "statements stand in .sql files")
    if room in BELOW_DOORS and name != CHANCE_FILE:
        if room in MONOTONIC_ROOMS or test:
            code = MONOTONIC.sub(lambda m: blank(m[0]), code)
        if test:
            code = re.sub(r"\bgetenv\b", "      ", code)
        each_match(report, path, code, CLOCK, "clock")


def check_template(report, path, text):
    for found in TEMPLATE.finditer(text):
        report.add(path, text.count("\n", 0, found.start()) + 1, "template", found.lastgroup)


def check_paths(report, path, text):
    here = str(report.root.resolve())
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line) or (here.count("/") > 1 and here in line):
            report.add(path, number, "machine-path", "a path of one machine")


def check_file(report, path):
    top = path.relative_to(report.root).parts[0]
    try:
        text = path.read_text()
    except UnicodeDecodeError:  # pictures, corpora
        return
    if path.suffix in (".c", ".h", ".def", ".py", ".sh", "") and path.name != "LICENSE":
        check_size(report, path, text)
    if path.suffix in (".c", ".h"):
        check_c(report, path, text)
    if path.suffix == ".mustache" and top == "src":
        check_template(report, path, text)
    check_paths(report, path, text)


def all_files(root):
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(p.startswith(".") and p != ".ci" for p in parts)
        if path.is_file() and not hidden and not SKIPPED & set(parts) and \
                not parts[0].startswith("build"):
            yield path


def main():
    if sys.argv[1:] == ["--rules"]:
        print("\n".join(RULES))
        return 0
    report = Report(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    for path in all_files(report.root):
        check_file(report, path)
    for name, line, rule, what in sorted(report.lines):
        print(f"{name}:{line}: {rule}: {what}")
    return 1 if report.lines else 0


if __name__ == "__main__":
    sys.exit(main())
