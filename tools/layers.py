#!/usr/bin/env python3
"""Checks that each room of src/ includes only what src/LAYERS allows.

usage: layers.py [SRC]      prints FILE:LINE: what is wrong; exit 1 when something is

A quoted include names its room ("store/store.h"); gen/ holds what the build writes. A library's
header is included only by the rooms that LAYERS names for it. Lower never includes upper, and doors
never include each other, whatever the table says.
"""
import re
import sys
from pathlib import Path

DOORS = {"web", "api", "cli", "jobs"}
# An operator's command may start what otherwise time starts (demo --at, rebuild).
DOOR_MAY = {("cli", "jobs")}
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')


def read_layers(path):
    """rooms: name -> allowed rooms, in order, lower first; libraries: prefix -> allowed rooms"""
    rooms, libraries, faults = {}, {}, []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        name, colon, rest = line.partition(":")
        if not colon:
            faults.append(f"{path}:{number}: no colon")
        elif name.startswith("<"):
            libraries[name.strip("<>")] = set(rest.split())
        else:
            for other in rest.split():
                if other not in rooms:
                    faults.append(f"{path}:{number}: {name} names {other}, which is not below it")
                if {name, other} <= DOORS and (name, other) not in DOOR_MAY:
                    faults.append(f"{path}:{number}: a door, {name}, may not name another, {other}")
            rooms[name] = set(rest.split()) | {name}
    return rooms, libraries, faults


def check_include(room, quoted, library, rooms, libraries):
    """what is wrong with one include of a room, or None"""
    if library:
        for prefix, allowed in libraries.items():
            if library.startswith(prefix) and room not in allowed:
                return f"<{library}> belongs to {' '.join(sorted(allowed))}, not to {room}"
        return None
    target, slash, _ = quoted.partition("/")
    if not slash:
        return f'"{quoted}" does not name its room'
    if target == "gen" or target in rooms[room]:
        return None
    if target not in rooms:
        return f'"{quoted}": no such room in LAYERS'
    return f"{room} may not include {target}"


def check_tree(src):
    rooms, libraries, faults = read_layers(src / "LAYERS")
    for path in sorted(src.rglob("*")):
        if path.suffix not in (".c", ".h", ".def"):
            continue
        parts = path.relative_to(src).parts
        room = parts[0] if len(parts) > 1 else path.stem
        if room not in rooms:
            faults.append(f"{path}:1: {room} stands not in LAYERS")
            continue
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = INCLUDE.match(line)
            wrong = found and check_include(room, found[1], found[2], rooms, libraries)
            if wrong:
                faults.append(f"{path}:{number}: {wrong}")
    return faults


def main():
    faults = check_tree(Path(sys.argv[1] if len(sys.argv) > 1 else "src"))
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
