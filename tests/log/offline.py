"""`yangguang verify` without an installation: the small log of the specification, made here anew,
its receipt, and every way in which either may be wrong."""
import base64
import hashlib
import hmac
import os
import shutil

from house import command, must, scratch
from verifier import BASE, L, P, leaf_hash, tile_name, times, tree_root

SPOILT = {
    "the opening": (b"AQGvVoGd", b"AQGvVoGe", 1, b"altered"),
    "the index": (b"index 1", b"index 2", 1, b"altered"),
    "the proof": (b"danBjZcd", b"danBjZce", 1, b"altered"),
    "the size": (b"\n5\n", b"\n6\n", 1, b"signature"),
    "the log's signature": (b"+1PfCg7/Inc4", b"+1PfCg7/Inc5", 1, b"signature"),
    "the witness's signature": (b"AABpVbkAjjkb", b"AABpVbkAjjkc", 1, b"signature"),
    "the first line": (b"tlog-proof@v1", b"tlog-proof@v2", 65, b"no receipt"),
    "the extra line": (b"extra AQ", b"extra BQ", 65, b"which entry"),
}


def encode(point):
    x, y, z, _t = point
    inverse = pow(z, P - 2, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def sign(seed, text):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & (1 << 254) - 8 | 1 << 254
    public = encode(times(a, BASE))
    r = int.from_bytes(hashlib.sha512(h[32:] + text).digest(), "little") % L
    head = encode(times(r, BASE))
    k = int.from_bytes(hashlib.sha512(head + public + text).digest(), "little") % L
    return public, head + ((r + k * a) % L).to_bytes(32, "little")


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


class Small:
    """log.md 1.7: three events of one case, a public leaf, padding; seeds 00.. and 20.."""

    name, witness, time = "log.example/ygxf", "witness.example/w1", 1767225600

    def __init__(self):
        case = bytes(range(0x40, 0x60))
        self.entries, self.openings = [], []
        for i, kind in enumerate(["received", "accepted", "feedback"]):
            meta, body = f"seq {i}\nkind {kind}\n".encode(), f"body {i}\n".encode()
            r_m, r_b = bytes([0xa0 + i]) * 32, bytes([0xb0 + i]) * 32
            tag = hmac.digest(case, b"ygxf/tag/v1\n" + i.to_bytes(4, "big"), "sha256")
            m = hashlib.sha256(b"ygxf/meta/v1\n" + r_m + meta).digest()
            b = hashlib.sha256(b"ygxf/body/v1\n" + r_b + body).digest()
            self.entries.append(b"\1" + tag +
                                hashlib.sha256(b"ygxf/leaf/v1\n" + tag + m + b).digest())
            self.openings.append(b"\1\1" + tag + r_m + len(meta).to_bytes(4, "big") + meta + b)
        self.entries.append(b"\2\1" + hashlib.sha256(b"statistics").digest())
        self.entries.append(b"\1" + bytes(32) + b"\xff" * 32)
        public, _s = sign(bytes(range(32)), b"")
        self.vkey = self.key(self.name, 1, public)
        public, _s = sign(bytes(range(32, 64)), b"")
        self.witness_key = self.key(self.witness, 4, public)
        self.policy = (f"log {self.vkey}\nwitness w1 {self.witness_key}\ngroup all all w1\n"
                       "quorum all\n")

    @staticmethod
    def key(name, kind, public):
        return (f"{name}+{key_id(name, kind, public).hex()}+"
                f"{base64.b64encode(bytes([kind]) + public).decode()}")

    def line(self, name, kind, public, signature):
        raw = base64.b64encode(key_id(name, kind, public) + signature).decode()
        return f"\u2014 {name} {raw}\n".encode()

    def note(self, entries, witnessed=True):
        root = base64.b64encode(tree_root([leaf_hash(e) for e in entries])).decode()
        text = f"{self.name}\n{len(entries)}\n{root}\n".encode()
        public, s = sign(bytes(range(32)), text)
        lines = self.line(self.name, 1, public, s)
        if witnessed:
            public, s = sign(bytes(range(32, 64)),
                             f"cosignature/v1\ntime {self.time}\n".encode() + text)
            lines += self.line(self.witness, 4, public, self.time.to_bytes(8, "big") + s)
        return text + b"\n" + lines

    def copy(self, entries, witnessed=True):
        folder = scratch()
        put(folder, "checkpoint", self.note(entries, witnessed))
        if entries:
            hashes = [leaf_hash(e) for e in entries]
            put(folder, f"tile/0/000.p/{len(entries)}", b"".join(hashes))
            put(folder, f"tile/entries/000.p/{len(entries)}",
                b"".join(len(e).to_bytes(2, "big") + e for e in entries))
        return folder


def put(folder, name, content):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(content)


def keep_copy(log, tree, note):
    """What a stranger fetched, as files."""
    folder = scratch()
    put(folder, "checkpoint", note)
    for level, hashes in enumerate(tree.levels):
        for n in range((len(hashes) + 255) // 256):
            part = hashes[256 * n:256 * n + 256]
            tail = f".p/{len(part)}" if len(part) < 256 else ""
            put(folder, f"tile/{level}/{tile_name(n)}{tail}", b"".join(part))
    for n in range((tree.size + 255) // 256):
        part = tree.entries[256 * n:256 * n + 256]
        tail = f".p/{len(part)}" if len(part) < 256 else ""
        put(folder, f"tile/entries/{tile_name(n)}{tail}",
            b"".join(len(e).to_bytes(2, "big") + e for e in part))
    return folder


def verify(*words):
    return command("verify", *words, code=None)


def gives(done, code, words, what):
    said = done.stdout + done.stderr
    must(done.returncode == code and words in said,
         f"{what}: exit {done.returncode}, {said[-300:].decode(errors='replace')}")


def published_receipt():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fuzz", "corpus",
                        "receipt_fuzz", "event")
    with open(path, "rb") as f:
        return f.read()


def receipts():
    small, folder, receipt = Small(), scratch(), published_receipt()
    must(receipt.endswith(small.note(small.entries)), "the small log came out differently")
    put(folder, "policy", small.policy.encode())
    put(folder, "r.tlog-proof", receipt)
    policy, file = os.path.join(folder, "policy"), os.path.join(folder, "r.tlog-proof")
    done = verify("receipt", file, "--policy", policy)
    gives(done, 0, b"kind accepted", "the published receipt")
    must(b"seen by the witness w1 at 2026-01-01T08:00:00+08:00" in done.stdout, "no witness")
    gives(verify("receipt", file, "--vkey", small.vkey), 0, b"entry 1 of a tree of 5", "by key")
    for what, (old, new, code, words) in SPOILT.items():
        must(receipt.count(old) >= 1, f"{what}: nothing to spoil")
        put(folder, "bad", receipt.replace(old, new, 1))
        gives(verify("receipt", os.path.join(folder, "bad"), "--policy", policy), code, words, what)
    for cut in (0, 20, 300, len(receipt) - 1, len(receipt) - 90):
        put(folder, "bad", receipt[:cut])
        done = verify("receipt", os.path.join(folder, "bad"), "--policy", policy)
        must(done.returncode == 65, f"cut at {cut}: exit {done.returncode}")
    alone = receipt[:receipt.rindex("\u2014 witness".encode())]
    put(folder, "bad", alone)
    gives(verify("receipt", os.path.join(folder, "bad"), "--policy", policy), 1, b"too few", "one")
    other = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    gives(verify("receipt", file, "--vkey", other), 1, b"another log", "another log's policy")
    gives(verify("receipt", file, "--vkey", "x"), 65, b"--vkey", "no key")
    gives(verify("receipt", os.path.join(folder, "none"), "--policy", policy), 66, b"none", "gone")
    put(folder, "bad", b"log x\nquorum none\n")
    gives(verify("receipt", file, "--policy", os.path.join(folder, "bad")), 65, b"line 1", "policy")
    # beside a copy of the log
    gives(verify("receipt", file, "--policy", policy, "--copy", small.copy(small.entries)), 0,
          b"holds it as well", "a copy of the same size")
    grown = small.entries + [b"\1" + b"\x11" * 64]
    gives(verify("receipt", file, "--policy", policy, "--copy", small.copy(grown)), 0,
          b"holds it as well", "a copy that grew")
    gives(verify("receipt", file, "--policy", policy, "--copy", small.copy(small.entries[:3])), 1,
          b"newer tree", "a copy that is older")
    forked = small.entries[:4] + [b"\1" + b"\x22" * 64] * 2
    gives(verify("receipt", file, "--policy", policy, "--copy", small.copy(forked)), 1,
          b"different people different things", "a split view")
    return f"{len(SPOILT)} altered ones, 5 cut off"


def sentences():
    """The catalogue's sentences of both languages: {lang: {key: sentence}}."""
    data = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "i18n")
    found = {}
    for lang in ("en", "zh"):
        with open(os.path.join(data, lang, "log.txt"), encoding="utf-8") as f:
            found[lang] = dict(line.rstrip("\n").split(" = ", 1) for line in f if " = " in line)
    return found


def in_words():
    """Each kind of bad receipt has a sentence of its own, in both languages."""
    small, folder, receipt = Small(), scratch(), published_receipt()
    own = os.path.join(folder, "own")
    put(folder, "own", small.policy.encode())
    other = "log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n"
    put(folder, "other", f"{other}quorum none\n".encode())
    stranger, _s = sign(bytes(range(64, 96)), b"")
    put(folder, "unknown", f"log {small.key(small.name, 1, stranger)}\nquorum none\n".encode())
    alone = receipt[:receipt.rindex("\u2014 witness".encode())]
    forked = small.copy(small.entries[:4] + [b"\1" + b"\x22" * 64] * 2)
    cases = {
        "judge.none": (b"%PDF-1.4\n", own, None),
        "judge.cut": (receipt[:len(receipt) // 2], own, None),
        "judge.form": (receipt.replace(b"index ", b"indix "), own, None),
        "judge.closed": (receipt.replace(b"extra AQ", b"extra BQ"), own, None),
        "judge.other_log": (receipt, os.path.join(folder, "other"), None),
        "judge.unknown_key": (receipt, os.path.join(folder, "unknown"), None),
        "judge.signature": (receipt.replace(b"\n5\n", b"\n6\n"), own, None),
        "judge.few": (alone, own, None),
        "judge.altered": (receipt.replace(b"index 1", b"index 2"), own, None),
        "judge.newer": (receipt, own, small.copy(small.entries[:3])),
        "judge.split": (receipt, own, forked),
    }
    for lang, said in sentences().items():
        must(len({said[key] for key in cases}) == len(cases), "two faults have one sentence")
        for key, (content, policy, copy) in cases.items():
            put(folder, "bad", content)
            words = ["receipt", os.path.join(folder, "bad"), "--policy", policy, "--lang", lang]
            done = verify(*words, *(["--copy", copy] if copy else []))
            must(done.returncode in (1, 65), f"{key}: exit {done.returncode}")
            must(said[key].encode() in done.stderr, f"{key} ({lang}): {done.stderr.decode()}")
    return f"{len(cases)} kinds, two languages"


class Omission:
    """Three events of a report of which the second names a date; what a stranger is handed."""

    def __init__(self):
        self.key, self.entries, self.openings = bytes(range(0x40, 0x60)), [], []
        prev = ""
        for i, (kind, more) in enumerate([("E_RECEIVED", ""), ("E_REGISTERED",
                                           "due D04 2025-12-20\n"), ("E_MESSAGE", "")]):
            meta = f"seq {i}\nkind {kind}\nchain report\nentered 2025-12-0{i + 1}\n{more}{prev}"
            r_m, b = bytes([0xa0 + i]) * 32, bytes([0xb0 + i]) * 32
            tag = self.tag(i)
            m = hashlib.sha256(b"ygxf/meta/v1\n" + r_m + meta.encode()).digest()
            c = hashlib.sha256(b"ygxf/leaf/v1\n" + tag + m + b).digest()
            self.entries.append(b"\1" + tag + c)
            self.openings.append(b"\1\1" + tag + r_m + len(meta).to_bytes(4, "big") +
                                 meta.encode() + b)
            prev = f"prev {c.hex()}\n"

    def tag(self, i):
        return hmac.digest(self.key, b"ygxf/tag/v1\n" + i.to_bytes(4, "big"), "sha256")

    def file(self, openings=None, step="D04", origin=Small.name):
        lines = [f"ygxf/omission/v1\norigin {origin}\nstep {step}\n"]
        lines += [f"open {base64.b64encode(o).decode()}\n" for o in openings or self.openings[1:]]
        return ("".join(lines) + f"next {self.tag(3).hex()}\n").encode()


def omissions():
    """A step that is overdue is shown from a file and a copy; each fault is told."""
    small, o, folder = Small(), Omission(), scratch()
    copy = small.copy(o.entries)
    answered = o.openings[2].replace(b"kind E_MESSAGE", b"kind E_ACCEPTED")
    cut = len(answered) - len(o.openings[2])
    at = 2 + 32 + 32
    answered = answered[:at] + (int.from_bytes(answered[at:at + 4], "big") + cut).to_bytes(
        4, "big") + answered[at + 4:]
    put(folder, "f", o.file())
    by_key = ["--vkey", small.vkey, "--copy", copy]
    put(folder, "policy", small.policy.encode())
    by_policy = ["--policy", os.path.join(folder, "policy"), "--copy", copy]
    file = os.path.join(folder, "f")
    done = verify("omission", file, *by_policy)
    gives(done, 0, b"D04 was due on 2025-12-20", "cosigned after the date")
    must(o.entries[2][33:].hex().encode() in done.stdout, "how it is rebutted")
    gives(verify("omission", file, *by_key, "--fetched", "2025-12-25"), 0, b"no answer", "fetched")
    gives(verify("omission", file, *by_key, "--fetched", "x"), 64, b"--fetched", "no day")
    gives(verify("omission", os.path.join(folder, "no"), *by_key), 66, b"no", "no file")
    went = small.copy(o.entries + [b"\1" + o.tag(3) + bytes(32)])
    cases = {
        "omission.none": (b"hello\n", by_policy),
        "omission.cut": (o.file()[:200], by_policy),
        "omission.form": (o.file().replace(b"open AQ", b"open BQ", 1), by_policy),
        "omission.step": (o.file(step="D10"), by_policy),
        "omission.gap": (o.file([o.openings[1], o.openings[1]]), by_policy),
        "omission.answered": (o.file([o.openings[1], answered]), by_policy),
        "omission.other_log": (o.file(origin="log.example/other"), by_policy),
        "omission.unlogged": (o.file([o.openings[1][:40] + b"!" + o.openings[1][41:]]), by_policy),
        "omission.went_on": (o.file(), by_policy[:3] + [went]),
        "omission.untimed": (o.file(), by_key),
        "omission.early": (o.file(), by_key + ["--fetched", "2025-12-20"]),
    }
    for lang, said in sentences().items():
        must(len({said[key] for key in cases}) == len(cases), "two faults have one sentence")
        for key, (content, how) in cases.items():
            put(folder, "bad", content)
            done = verify("omission", os.path.join(folder, "bad"), *how, "--lang", lang)
            must(done.returncode in (1, 65), f"{key}: exit {done.returncode}")
            must(said[key].encode() in done.stderr, f"{key} ({lang}): {done.stderr.decode()}")
    return f"{len(cases)} kinds of fault"


def handed_over():
    """A log whose key handed over to another: followed from the old one, if it was done openly."""
    small, seed = Small(), bytes(range(96, 128))
    public, _s = sign(seed, b"")
    new = Small.key(small.name, 1, public)
    text = (f"ygxf/key/v1\norigin {small.name}\nold {small.vkey}\nnew {new}\n"
            "day 2026-11-24\n").encode()

    def line(by, text):
        public, s = sign(by, text)
        return small.line(small.name, 1, public, s)

    def copy(entries, statement):
        folder = small.copy(entries)
        root = base64.b64encode(tree_root([leaf_hash(e) for e in entries])).decode()
        head = f"{small.name}\n{len(entries)}\n{root}\n".encode()
        put(folder, "checkpoint", head + b"\n" + line(seed, head))
        put(folder, "keys", statement)
        return folder

    old_seed = bytes(range(32))
    statement = text + b"\n" + line(old_seed, text) + line(seed, text)
    logged = small.entries + [b"\2\2" + hashlib.sha256(statement).digest()]
    old = ["--vkey", small.vkey]
    gives(verify("log", "--copy", copy(logged, statement), *old), 0, b"6 entries", "followed")
    gives(verify("log", "--copy", copy(logged, b""), *old), 1, b"", "without the statement")
    gives(verify("log", "--copy", copy(small.entries, statement), *old), 1, b"not made openly",
          "a statement that is not in the log")
    forged = text + b"\n" + line(seed, text) * 2
    gives(verify("log", "--copy", copy(logged, forged), *old), 65, b"both keys", "forged")
    folder = copy(logged, statement)
    gives(verify("log", "--copy", folder, "--vkey", new, "--keys", os.path.join(folder, "none")),
          66, b"none", "no such file")
    return "from the old key, by the log alone"


def copies():
    small = Small()
    whole = small.copy(small.entries)
    put(whole, "policy", small.policy.encode())
    policy = os.path.join(whole, "policy")
    gives(verify("log", "--copy", whole, "--policy", policy), 0, b"5 entries", "a whole copy")
    gives(verify("log", "--copy", small.copy([]), "--policy", policy), 0, b"0 entries", "empty")
    gives(verify("log", "--copy", small.copy(small.entries, False), "--policy", policy), 1,
          b"too few", "without the witness")
    for name, code, words in (("tile/0/000.p/5", 1, b"entry 0"),
                              ("tile/entries/000.p/5", 1, b"entry 0")):
        bad = small.copy(small.entries)
        with open(os.path.join(bad, name), "r+b") as f:
            f.seek(5)
            f.write(b"!")
        gives(verify("log", "--copy", bad, "--policy", policy), code, words, name)
        os.unlink(os.path.join(bad, name))
        gives(verify("log", "--copy", bad, "--policy", policy), 66, name.encode(), "missing")
    forged = small.copy(small.entries[:4] + [b"\1" + b"\x22" * 64])
    shutil.copy(os.path.join(whole, "checkpoint"), forged)
    gives(verify("log", "--copy", forged, "--policy", policy), 1, b"not those", "forged")
    gives(verify("log", "--copy", whole, "--policy", policy, "--code", "0000"), 65, b"mistyped",
          "a mistyped code")
    return "and six that are not"
