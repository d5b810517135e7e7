#!/usr/bin/env python3
"""Checks that assets stay small enough for an old phone on slow data (ux.md U4).

usage: sizes.py [ASSETS]    prints the sizes; exit 1 when one is over its bound
"""
import sys
from pathlib import Path

KB = 1000
# what a page loads together: at most so many bytes, uncompressed
BOUNDS = (
    (("site.css",), 15 * KB, "styles of a public page"),
    (("site.css", "work.css"), 20 * KB, "styles of a staff page"),
    (("exit.js",), 10 * KB, "scripts of a public page"),
)


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "src/web/assets")
    faults = 0
    for names, most, what in BOUNDS:
        size = sum((folder / n).stat().st_size for n in names)
        over = size > most
        print(f"{'not ok' if over else 'ok'} {what} ({' + '.join(names)}): {size} of {most} bytes")
        faults += over
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
