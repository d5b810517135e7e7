"""Looks for words in files and in memory, in every form in which they could lie there."""
import base64
import os
import urllib.parse

CHUNK = 1 << 22


def forms(word):
    """name of the form: the bytes to look for"""
    utf8 = word.encode()
    out = {"UTF-8": utf8, "UTF-16LE": word.encode("utf-16-le"),
           "UTF-16BE": word.encode("utf-16-be"), "GB18030": word.encode("gb18030"),
           "percent": urllib.parse.quote(utf8).encode(),
           "percent, small": urllib.parse.quote(utf8).lower().encode()}
    for name, data in (("UTF-8", utf8), ("GB18030", word.encode("gb18030"))):
        for shift in range(3):  # where the word begins within three bytes
            # characters that depend on the word alone: not the first and last ones
            coded = base64.b64encode(b"\0" * shift + data)
            start = (0, 2, 3)[shift]
            whole = (shift + len(data)) // 3 * 4
            out[f"base64 of {name} at {shift}"] = coded[start:whole]
            out[f"base64url of {name} at {shift}"] = coded[start:whole].translate(
                bytes.maketrans(b"+/", b"-_"))
    return out


def regions(pid):
    """(name, start, end, flags) of the memory that is no file's text or constants."""
    out = []
    with open(f"/proc/{pid}/smaps", encoding="ascii", errors="replace") as maps:
        for line in maps:
            words = line.split(None, 5)
            if "-" in words[0] and len(words) >= 5:
                start, end = (int(x, 16) for x in words[0].split("-"))
                named = words[5].strip() if len(words) > 5 else ""
                own = "w" in words[1] or (words[1].startswith("r") and not named)
                out.append([named or "heap or stack of a thread", start, end, set(), own])
            elif words[0] == "VmFlags:":
                out[-1][3] = set(line.split()[1:])
    return [tuple(r[:4]) for r in out if r[4]]


class Scanner:
    def __init__(self, words):
        self.needles = [(w, form, data) for w in words for form, data in forms(w).items()]
        self.measure()

    def measure(self):
        self.longest = max((len(data) for _, _, data in self.needles), default=1)

    def look_for(self, needles):
        """Bytes as they are; needles: name → bytes."""
        self.needles += [(name, "bytes", data) for name, data in needles.items()]
        self.measure()

    def in_bytes(self, data):
        return {(w, form) for w, form, needle in self.needles if needle in data}

    def in_stream(self, read):
        """read(n) gives the next bytes; a word across two pieces is found too."""
        found, rest = set(), b""
        while piece := read(CHUNK):
            if not piece.strip(b"\0"):
                rest = b""
                continue
            rest += piece
            found |= self.in_bytes(rest)
            rest = rest[-self.longest:]
        return found

    def in_file(self, path):
        with open(path, "rb") as f:
            return self.in_stream(f.read)

    def in_folder(self, folder, leave=()):
        """(path, word, form) for every file below; names of files count too."""
        found = set()
        for top, folders, names in os.walk(folder):
            for name in names + folders:
                path = os.path.join(top, name)
                if path in leave or os.path.islink(path):
                    continue
                for w, form in self.in_bytes(os.fsencode(name)):
                    found.add((path, w, "name, " + form))
                if os.path.isfile(path):
                    try:
                        found |= {(path, w, form) for w, form in self.in_file(path)}
                    except OSError:
                        continue  # gone since
        return found

    def in_memory(self, pid, guarded=None):
        """Every page that the process may write to, and those that it may only read again; for
        root. guarded: True, those that no core dump holds; False, all the others; None, all."""
        found, read = set(), 0
        with open(f"/proc/{pid}/mem", "rb", buffering=0) as mem:
            for name, start, end, flags in regions(pid):
                if guarded is not None and guarded != ("dd" in flags):
                    continue
                hits, n = self.in_region(mem, start, end)
                read += n
                found |= {(f"{name} {start:x}", w, form) for w, form in hits}
        return found, read

    def in_region(self, mem, start, end):
        at, n = start, 0

        def read(size):
            nonlocal at, n
            if at >= end:
                return b""
            try:
                mem.seek(at)
                piece = mem.read(min(size, end - at))
            except OSError:
                return b""  # a page that is not there
            at += len(piece)
            n += len(piece)
            return piece
        return self.in_stream(read), n
