#!/usr/bin/env python3
"""Finds variables below the doors that outlive a request: requests must not leave traces.

usage: globals.py BUILD_FOLDER      prints FILE: VARIABLE; exit 1 when there are any

Looks into the objects that the compiler made, so that nothing hides behind a macro: writable
objects in .data and .bss. Constants, also those with addresses inside, lie in .rodata and
.data.rel.ro. What only tests link (*_world, *_fixture) is left out.
"""
import re
import subprocess
import sys
from pathlib import Path

ROOMS = ("base", "crypto", "store", "http", "html", "i18n", "net", "pdf", "tlog", "domain")
# Why each may stay: it is set before serving begins, or holds no state of a request.
ALLOWED = {
    ("base/log.c", "most"),  # the level of the log, set once by the operator
    ("base/ctx.c", "system_chance"),  # a constant that callers hold without const
    ("crypto/password.c", "lowered"),  # tests' cheap passwords, refused while serving
    ("crypto/password.c", "serving"),
}
SYMBOL = re.compile(r"^\S+ .{6}O (\.(?:data|bss|tdata|tbss)\S*)\s+\S+\s+(?:\.hidden )?(\S+)$")


def variables(path):
    table = subprocess.run(["objdump", "-t", path], capture_output=True, text=True, check=True)
    for line in table.stdout.splitlines():
        found = SYMBOL.match(line)
        if found and not found[1].startswith(".data.rel.ro"):
            yield re.sub(r"\.\d+$", "", found[2])  # a static inside a function: name.0


def main():
    build, faults, seen = Path(sys.argv[1]), [], 0
    for path in sorted(build.rglob("*.c.o")):
        folder = path.parent.name  # libbase.a.p
        room = path.parent.parent.name
        if room not in ROOMS or re.search(r"_(world|fixture|test|fuzz)\b", folder):
            continue
        seen += 1
        source = f"{room}/{path.name[:-2]}"
        faults += [f"{source}: {v}" for v in variables(path) if (source, v) not in ALLOWED]
    print("\n".join(faults) if faults else f"none in {seen} files")
    return 1 if faults or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
