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
          b"another tree", "a split view")
    return f"{len(SPOILT)} altered ones, 5 cut off"


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
