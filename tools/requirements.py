#!/usr/bin/env python3
"""Is what docs/requirements.md names there: every row, page, call and test?

requirements.py ROOT prints what is wrong and ends with 1; "not yet" is the only empty cell allowed.
"""
import os
import re
import sys

ROWS = [f"R{n:03}" for n in range(1, 38)] + [f"F{n:02}" for n in range(1, 14)]


def routes(root, room):
    text = open(os.path.join(root, "src", room, "routes.def"), encoding="utf-8").read()
    return {(m, p) for m, p in re.findall(r"\w+\((\w+),\s+\"([^\"]+)\"", text)}


def numbers(cell):
    """F04-F07 are four."""
    first, _, last = cell.partition("-")
    if not last:
        return [first]
    return [f"{first[0]}{n:0{len(first) - 1}}" for n in range(int(first[1:]), int(last[1:]) + 1)]


def wrong(root):
    text = open(os.path.join(root, "docs", "requirements.md"), encoding="utf-8").read()
    pages, calls, seen = routes(root, "web"), routes(root, "api"), []
    for line in text.splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if not line.startswith("|") or not re.match(r"[RF]\d", cells[0]):
            continue
        seen += numbers(cells[0])
        if "**not yet**" not in line and not all(cells):
            yield f"{cells[0]}: an empty cell"
        for word in re.findall(r"`([^`]+)`", line):
            method, _, path = word.rpartition(" ")
            if method and (method, "/api/v1" + path) not in calls:
                yield f"{cells[0]}: no call {word}"
            if not method and ("GET", path) not in pages:
                yield f"{cells[0]}: no page {word}"
        for path in re.findall(r"\b(?:src|tests)/\S+", line):
            if not os.path.exists(os.path.join(root, path)):
                yield f"{cells[0]}: no test {path}"
    if seen != ROWS:
        yield f"rows missing, twice or out of order: {sorted(set(ROWS) ^ set(seen))}"


if __name__ == "__main__":
    found = list(wrong(sys.argv[1]))
    for line in found:
        print(f"docs/requirements.md: {line}")
    sys.exit(1 if found else 0)
