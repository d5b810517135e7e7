"""A verifier of the public log, written from the public texts alone: it shares nothing with src/.

Sources: RFC 6962 2.1, RFC 9162 2.1.3 and 2.1.4, RFC 8032 5.1; c2sp.org signed-note,
tlog-checkpoint, tlog-tiles. Fetches over HTTP and refuses all that is not exactly as it should be.
"""
import base64
import hashlib
import http.client

# --- Ed25519 (RFC 8032), verification only ---

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def recover(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        raise Wrong("a point is not canonical")
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P or (x == 0 and sign):
        raise Wrong("not a point")
    return (P - x if x & 1 != sign else x, y)


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    m, n = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def extended(point):
    x, y = point
    return (x, y, 1, x * y % P)


BASE = extended(recover((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")))


def signed(public_key, text, signature):
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public_key + text).digest(), "little") % L
    left = times(s, BASE)
    right = add(extended(recover(signature[:32])), times(h, extended(recover(public_key))))
    return ((left[0] * right[2] - right[0] * left[2]) % P == 0 and
            (left[1] * right[2] - right[1] * left[2]) % P == 0)


# --- the tree ---

class Wrong(Exception):
    """The log is not what it says."""


def must(condition, what):
    if not condition:
        raise Wrong(what)


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def tree_root(hashes):
    """By the definition: halves at the largest power of two below the size."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    level = list(hashes)
    # pairs from the left, an odd one goes up as it is: the same tree, without recursion
    while len(level) > 1:
        up = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = up + level[len(level) & ~1:]
    return level[0]


def inclusion(index, size, leaf, path, root):
    must(index < size, "index beyond the tree")
    fn, sn, r = index, size - 1, leaf
    for p in path:
        must(sn > 0, "the path is too long")
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    must(sn == 0 and r == root, f"entry {index} is not in the tree")


def consistency(m, n, old, new, path):
    if m == 0 or m == n:
        must(not path and (m == 0 or old == new), "two trees of one size")
        return
    path = ([old] if m & (m - 1) == 0 else []) + path
    fn, sn = m - 1, n - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        must(sn > 0, "the path is too long")
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    must(fr == old and sr == new and sn == 0, f"the tree of {n} is not the one of {m} grown")


# --- notes ---

def strict64(text):
    raw = base64.b64decode(text, validate=True)
    must(base64.b64encode(raw).decode() == text, "base64 is not canonical")
    return raw


def read_vkey(vkey):
    name, hex_id, key = vkey.split("+", 2)
    raw = strict64(key)
    must(len(raw) == 33 and raw[0] == 1, "no Ed25519 key")
    right = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    must(hex_id == right.hex(), "the key's id is not its own")
    return name, right, raw[1:]


def decimal(text):
    must(text.isascii() and text.isdigit() and (text == "0" or text[0] != "0"), "not a number")
    return int(text)


def open_checkpoint(note, vkey):
    """(size, root) of a checkpoint that this key signed, once, with nothing else in it."""
    name, key_id, key = read_vkey(vkey)
    text = note.decode("utf-8")
    must(not any(ord(c) < 32 and c != "\n" for c in text), "control characters")
    at = text.rfind("\n\n")
    must(at >= 0 and text.endswith("\n"), "no signatures")
    body, lines = text[:at + 1], text[at + 2:].split("\n")[:-1]
    parts = body.split("\n")
    must(len(parts) == 4 and parts[3] == "", "not exactly three lines")
    must(parts[0] == name, f"the origin is {parts[0]}")
    seen = []
    for line in lines:
        must(line.startswith("\u2014 "), "a signature line begins otherwise")
        signer, signature = line[2:].split(" ")
        raw = strict64(signature)
        must((signer, raw[:4]) not in seen, "a key signed twice")
        seen.append((signer, raw[:4]))
        if (signer, raw[:4]) == (name, key_id):
            must(signed(key, body.encode(), raw[4:]), "the signature is wrong")
    must((name, key_id) in seen, "the log did not sign")
    root = strict64(parts[2])
    must(len(root) == 32, "the root is no hash")
    return decimal(parts[1]), root


# --- the log over HTTP ---

def tile_name(n):
    groups = []
    while True:
        groups.insert(0, f"{n % 1000:03}")
        n //= 1000
        if not n:
            break
    return "/".join(["x" + g for g in groups[:-1]] + groups[-1:])


class Log:
    def __init__(self, port, vkey, prefix="/log", host="127.0.0.1"):
        self.port, self.host, self.vkey, self.prefix = port, host, vkey, prefix
        self.connection = None

    def ask(self, path, method="GET"):
        """(status, headers, body); no redirect is followed."""
        for again in (False, True):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, self.port, timeout=20)
            try:
                self.connection.request(method, self.prefix + path)
                answer = self.connection.getresponse()
                return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
            except (http.client.HTTPException, OSError):
                self.connection.close()
                self.connection = None
                if again:
                    raise

    def get(self, path, kind, keep):
        status, headers, body = self.ask(path)
        must(status == 200, f"{path}: {status}")
        must(headers.get("content-type") == kind, f"{path}: {headers.get('content-type')}")
        must(headers.get("cache-control") == keep, f"{path}: {headers.get('cache-control')}")
        must(headers.get("access-control-allow-origin") == "*", f"{path}: not open to other pages")
        must("set-cookie" not in headers, f"{path}: a cookie")
        must(int(headers["content-length"]) == len(body), f"{path}: length")
        return body

    def none(self, path):
        status, headers, _ = self.ask(path)
        must(status == 404, f"{path}: {status} instead of 404")
        must("immutable" not in headers.get("cache-control", ""), f"{path}: a 404 kept for ever")

    def checkpoint(self):
        """(size, root), the note's bytes"""
        note = self.get("/checkpoint", "text/plain; charset=utf-8", "no-store")
        return open_checkpoint(note, self.vkey), note

    def tile(self, level, n, width=256):
        name = f"/tile/{level}/{tile_name(n)}" + (f".p/{width}" if width < 256 else "")
        return self.get(name, "application/octet-stream", "public, max-age=31536000, immutable")

    def hashes(self, n, level, width):
        raw = self.tile(level, n, width)
        must(len(raw) == 32 * width, f"tile {level}/{n} has {len(raw)} bytes")
        return [raw[i:i + 32] for i in range(0, len(raw), 32)]

    def entries(self, n, width):
        raw, found = self.tile("entries", n, width), []
        while raw:
            length = int.from_bytes(raw[:2], "big")
            must(len(raw) >= 2 + length, f"bundle {n} is cut short")
            found.append(raw[2:2 + length])
            raw = raw[2 + length:]
        must(len(found) == width, f"bundle {n} has {len(found)} entries")
        return found


class Tree:
    """All tiles of a tree of one size, fetched and checked; proofs come from the tiles alone."""

    def __init__(self, log, size, root):
        self.size, self.root, self.levels = size, root, []
        count, level = size, 0
        while count:
            widths = [256] * (count // 256) + ([count % 256] if count % 256 else [])
            hashes = []
            for n, width in enumerate(widths):
                hashes += log.hashes(n, level, width)
            self.levels.append(hashes)
            count, level = count // 256, level + 1
        self.entries = []
        for n in range((size + 255) // 256):
            self.entries += log.entries(n, min(256, size - 256 * n))
        self.check()

    def check(self):
        made = [leaf_hash(e) for e in self.entries]
        if self.size:
            must(made == self.levels[0], "tiles and entries differ")
        for below, level in zip(self.levels, self.levels[1:]):
            for i, h in enumerate(level):
                must(tree_root(below[256 * i:256 * i + 256]) == h, "a tile is not of the one below")
        must(tree_root(made) == self.root, "the root is of other entries")

    def full(self, height, index):
        """Hash of a full subtree from the tile that has it."""
        level, inside = divmod(height, 8)
        first = index << inside
        return tree_root(self.levels[level][first:first + (1 << inside)])

    def range(self, lo, hi):
        parts = []
        while lo < hi:
            height = (hi - lo).bit_length() - 1
            parts.append(self.full(height, lo >> height))
            lo += 1 << height
        r = parts.pop()
        while parts:
            r = node(parts.pop(), r)
        return r

    def inclusion_path(self, index):
        lo, hi, path = 0, self.size, []
        while hi - lo > 1:
            mid = lo + (1 << ((hi - lo - 1).bit_length() - 1))
            if index < mid:
                path.insert(0, self.range(mid, hi))
                hi = mid
            else:
                path.insert(0, self.range(lo, mid))
                lo = mid
        return path

    def consistency_path(self, m):
        lo, hi, known, path = 0, self.size, True, []
        if m in (0, self.size):
            return []
        while m != hi:
            mid = lo + (1 << ((hi - lo - 1).bit_length() - 1))
            if m <= mid:
                path.insert(0, self.range(mid, hi))
                hi = mid
            else:
                path.insert(0, self.range(lo, mid))
                lo, known = mid, False
        return ([] if known else [self.range(lo, hi)]) + path

    def prove(self, step=1):
        """Every entry (or each step-th), by a proof of its own."""
        for i in range(0, self.size, step):
            inclusion(i, self.size, leaf_hash(self.entries[i]), self.inclusion_path(i), self.root)

    def grown_from(self, older):
        consistency(older.size, self.size, older.root, self.root,
                    self.consistency_path(older.size))
        must(self.entries[:older.size] == older.entries, "an entry changed")


MALFORMED = ["/tile/", "/tile/0", "/tile/0/", "/tile/0/0", "/tile/0/00", "/tile/0/0000",
             "/tile/0/x000/000", "/tile/0/x000", "/tile/0/000/", "/tile/0/000.p", "/tile/0/000.p/",
             "/tile/0/000.p/0", "/tile/0/000.p/00", "/tile/0/000.p/01", "/tile/0/000.p/256",
             "/tile/0/000.p/-1", "/tile/0/000.p/1/", "/tile/0/000.p/1.p/1", "/tile/00/000",
             "/tile/01/000", "/tile/64/000", "/tile/-1/000", "/tile/+1/000", "/tile/a/000",
             "/tile/0/abc", "/tile/0/x001", "/tile/0/001/000", "/tile/entries", "/tile/entries/",
             "/tile/entries/0", "/tile/entries/000.p/0", "/tile/entries/000.p/256",
             "/tile/Entries/000", "/checkpoint/", "/checkpoint.txt",
             "/tile/0/x999/x999/x999/x999/x999/x999/999"]


def check_edges(log, size):
    """What the published size just does not hold, and what no size holds."""
    for path in MALFORMED:
        log.none(path)
    count, level = size, 0
    while level < 10:
        n, width = divmod(count, 256)
        log.none(f"/tile/{level}/{tile_name(n)}")
        log.none(f"/tile/{level}/{tile_name(n + 1)}.p/1")
        if width < 255:
            log.none(f"/tile/{level}/{tile_name(n)}.p/{width + 1}")
        count, level = count // 256, level + 1
    n, width = divmod(size, 256)
    log.none(f"/tile/entries/{tile_name(n)}")
    if width < 255:
        log.none(f"/tile/entries/{tile_name(n)}.p/{width + 1}")
    log.none("/tile/63/000.p/1")


def walk(log, older=None, step=1):
    """Everything at the size that is published now; gives the tree."""
    (size, root), _ = log.checkpoint()
    tree = Tree(log, size, root)
    tree.prove(step)
    if older:
        tree.grown_from(older)
    check_edges(log, size)
    return tree
