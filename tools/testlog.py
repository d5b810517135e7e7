#!/usr/bin/env python3
"""Reads meson's testlog.json and prints a line for each test inside each test program.

usage: testlog.py BUILD/meson-logs/testlog.json      prints "ok NAME" or "not ok NAME"

cmocka says which of its tests passed. A program that died, ran into its time limit or was stopped
by a sanitizer is a failure of its own, whatever its tests said.
"""
import json
import re
import sys

LINE = re.compile(r"^\[\s+(OK|FAILED|PASSED|SKIPPED)\s+\] (\w+)$", re.M)


def results_of(entry):
    """test name -> True or False"""
    results = {}
    for word, name in LINE.findall(entry.get("stdout", "") + "\n" + entry.get("stderr", "")):
        if word in ("OK", "FAILED"):
            results[name] = results.get(name, True) and word == "OK"
    good = entry["result"] in ("OK", "EXPECTEDFAIL")
    if not results or (not good and all(results.values())):
        results["(the program)"] = good
    return results


def main():
    failed = False
    with open(sys.argv[1]) as log:
        for line in log:
            entry = json.loads(line)
            for name, good in results_of(entry).items():
                print(f"{'ok' if good else 'not ok'} {entry['name']}: {name}")
                failed = failed or not good
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
