#!/usr/bin/env python3
"""Puts templates, data and assets into the program (src/gen/embed.h says what it looks like).

embed.py SOURCE_ROOT OUT_C OUT_S DEPFILE

The files are found anew at each run. The depfile names every file and every folder looked into: a
folder's time changes when a file comes or goes, so ninja runs this again and nobody keeps a list.
The bytes go through .incbin into read-only data (ld -b binary would make them writable).
"""
import gzip
import hashlib
import os
import shutil
import subprocess
import sys

DATA_SUFFIXES = (".rules", ".tsv", ".days", ".txt", ".mustache", ".sql", ".json")
ASSET_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".png": "image/png",
}


def walk(root, top):
    """Folders and files under top, paths from root; editor and hidden files left out."""
    folders, files = [], []
    for folder, names, leaves in os.walk(os.path.join(root, top)):
        names[:] = sorted(n for n in names if not n.startswith((".", "__")))
        here = os.path.relpath(folder, root)
        folders.append(here)
        files += [os.path.join(here, f) for f in leaves if not f.startswith(".")]
    return folders, sorted(files)


def collect(root):
    """(folders, {embedded name: path}, [asset paths])"""
    folders, named, assets = [], {}, []
    for top in ("src", "data"):
        more, files = walk(root, top)
        folders += more
        for path in files:
            if path.startswith("src/web/assets/"):
                if os.path.splitext(path)[1] in ASSET_TYPES:
                    assets.append(path)
                continue
            if top == "src" and path.endswith(".mustache"):
                name = os.path.basename(path)
            elif path.startswith("data/migrations/"):
                continue  # tools/sqlgen.py looks after those
            elif top == "data" and path.endswith(DATA_SUFFIXES):
                name = os.path.relpath(path, "data")
            else:
                continue
            if name in named:
                sys.exit(f"embed: two files would be called {name}: {named[name]} and {path}")
            named[name] = path
    return folders, named, assets


def brotli(data):
    """brotli -11, or nothing where the program is not installed: gzip serves then."""
    tool = shutil.which("brotli")
    if not tool:
        return None
    return subprocess.run([tool, "-q", "11", "-w", "24", "-c"], input=data,
                          stdout=subprocess.PIPE, check=True).stdout


class Assembler:
    """Collects the .incbin lines and gives each file a symbol."""

    def __init__(self):
        self.lines = ['/* made by tools/embed.py */',
                      '#ifdef __CET__', '#include <cet.h>', '#endif',
                      '.section .rodata.embed,"a",@progbits']
        self.externs = []
        self.count = 0

    def add(self, path):
        symbol = f"embed_bytes_{self.count}"
        self.count += 1
        quoted = path.replace("\\", "\\\\").replace('"', '\\"')
        self.lines += [".balign 16", f".globl {symbol}", f".hidden {symbol}", f"{symbol}:",
                       f'.incbin "{quoted}"', ".byte 0"]
        self.externs.append(f"extern const unsigned char {symbol}[];")
        return symbol

    def text(self):
        return "\n".join(self.lines + ['.section .note.GNU-stack,"",@progbits', ""])


def c_string(s):
    return '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'


def coding(asm, path, data):
    etag = '"' + hashlib.sha256(data).hexdigest()[:32] + '"'
    return f"{{ {asm.add(path)}, {len(data)}, {c_string(etag)} }}"


def asset_entry(asm, root, path, private):
    """One line of embed_assets; the compressed variants are written into the private folder."""
    source = os.path.join(root, path)
    with open(source, "rb") as f:
        data = f.read()
    name = os.path.basename(path)
    stem, suffix = os.path.splitext(name)
    digest = hashlib.sha256(data).hexdigest()[:8]
    codings = [coding(asm, source, data)]
    for mark, packed in ((".gz", gzip.compress(data, 9, mtime=0)), (".br", brotli(data))):
        if packed is None or len(packed) >= len(data):
            codings.append("{ NULL, 0, NULL }")
            continue
        out = os.path.join(private, name + mark)
        with open(out, "wb") as f:
            f.write(packed)
        codings.append(coding(asm, out, packed))
    return "    { %s, %s, %s,\n      %s }," % (
        c_string(name), c_string(f"/a/{stem}.{digest}{suffix}"), c_string(ASSET_TYPES[suffix]),
        ",\n      ".join(codings))


def main():
    root, out_c, out_s, depfile = sys.argv[1:]
    root = os.path.abspath(root)
    private = os.path.abspath(out_s) + ".packed"
    os.makedirs(private, exist_ok=True)
    folders, named, assets = collect(root)

    asm = Assembler()
    files = []
    for name in sorted(named, key=str.encode):
        source = os.path.join(root, named[name])
        files.append(f"    {{ {c_string(name)}, {asm.add(source)}, {os.path.getsize(source)} }},")
    entries = [asset_entry(asm, root, path, private) for path in assets]

    with open(out_c, "w", encoding="utf-8") as f:
        f.write("/* made by tools/embed.py */\n#include \"gen/embed.h\"\n\n")
        f.write("\n".join(asm.externs) + "\n\n")
        # a last empty entry keeps the arrays from being empty
        f.write("const struct embed_file embed_files[] = {\n" + "\n".join(files)
                + "\n    { NULL, NULL, 0 }\n};\n")
        f.write(f"const size_t embed_file_count = {len(files)};\n\n")
        f.write("const struct embed_asset embed_assets[] = {\n" + "\n".join(entries)
                + "\n    { NULL, NULL, NULL, { NULL, 0, NULL }, { NULL, 0, NULL },"
                + " { NULL, 0, NULL } }\n};\n")
        f.write(f"const size_t embed_asset_count = {len(entries)};\n")
    with open(out_s, "w", encoding="utf-8") as f:
        f.write(asm.text())
    with open(depfile, "w", encoding="utf-8") as f:
        inputs = folders + list(named.values()) + assets
        for path in inputs:
            if " " in path:
                sys.exit(f"embed: a blank in the name of {path}")
        f.write(f"{out_c}: " + " ".join(os.path.join(root, p) for p in inputs) + "\n")


if __name__ == "__main__":
    main()
