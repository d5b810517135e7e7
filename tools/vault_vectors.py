#!/usr/bin/env python3
"""The worked vectors of docs/formats/vault.md, made a second time.

Everything is written from the document and the public texts it names (RFC 7748, RFC 8439,
draft-irtf-cfrg-xchacha, NaCl), in plain Python without a library, so that the document can be
trusted without trusting the program in C. Slow and not constant in time: for vectors only.

    vault_vectors.py --check docs/formats/vault.md     exit status 1 when a vector differs
    vault_vectors.py --write docs/formats/vault.md     fills the blocks in
"""
import hashlib
import re
import struct
import sys

MASK = 0xFFFFFFFF


def rotl(v, n):
    return ((v << n) | (v >> (32 - n))) & MASK


# ChaCha20, HChaCha20, Poly1305, XChaCha20-Poly1305 (RFC 8439, draft-irtf-cfrg-xchacha-03)

def chacha_quarter(s, a, b, c, d):
    for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        s[x] = (s[x] + s[y]) & MASK
        s[z] = rotl(s[z] ^ s[x], n)


def chacha_rounds(state):
    s = list(state)
    for _ in range(10):
        for q in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                  (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            chacha_quarter(s, *q)
    return s


SIGMA = struct.unpack("<4I", b"expand 32-byte k")


def chacha20(key, nonce12, counter, data):
    out = bytearray()
    for i in range(0, len(data), 64):
        state = [*SIGMA, *struct.unpack("<8I", key), counter + i // 64,
                 *struct.unpack("<3I", nonce12)]
        words = [(a + b) & MASK for a, b in zip(chacha_rounds(state), state)]
        out += bytes(a ^ b for a, b in zip(data[i:i + 64], struct.pack("<16I", *words)))
    return bytes(out)


def hchacha20(key, nonce16):
    s = chacha_rounds([*SIGMA, *struct.unpack("<8I", key), *struct.unpack("<4I", nonce16)])
    return struct.pack("<8I", *s[:4], *s[12:])


def poly1305(key, data):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    acc = 0
    for i in range(0, len(data), 16):
        block = data[i:i + 16] + b"\x01"
        acc = (acc + int.from_bytes(block, "little")) * r % (2 ** 130 - 5)
    return ((acc + int.from_bytes(key[16:], "little")) % 2 ** 128).to_bytes(16, "little")


def pad16(b):
    return b + bytes(-len(b) % 16)


def xchacha20_poly1305(key, nonce24, ad, plain):
    subkey, nonce12 = hchacha20(key, nonce24[:16]), bytes(4) + nonce24[16:]
    text = chacha20(subkey, nonce12, 1, plain)
    mac = poly1305(chacha20(subkey, nonce12, 0, bytes(32)),
                   pad16(ad) + pad16(text) + struct.pack("<QQ", len(ad), len(text)))
    return text + mac


# X25519, XSalsa20-Poly1305, crypto_box (RFC 7748, NaCl)

def x25519(scalar, point):
    p, a24 = 2 ** 255 - 19, 121665
    k = bytearray(scalar)
    k[0] &= 248
    k[31] = k[31] & 127 | 64
    k = int.from_bytes(k, "little")
    u = int.from_bytes(point, "little") % 2 ** 255
    x1, x2, z2, x3, z3, swap = u, 1, 0, u, 1, 0
    for t in range(254, -1, -1):
        bit = k >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb, da, cb = a * a % p, b * b % p, d * a % p, c * b % p
        e = aa - bb
        x3, z3 = (da + cb) ** 2 % p, x1 * (da - cb) ** 2 % p
        x2, z2 = aa * bb % p, e * (aa + a24 * e) % p
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, p - 2, p) % p).to_bytes(32, "little")


def public_of(secret):
    return x25519(secret, (9).to_bytes(32, "little"))


def salsa_rounds(state):
    s = list(state)
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11),
                           (0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)):
            s[b] ^= rotl((s[a] + s[d]) & MASK, 7)
            s[c] ^= rotl((s[b] + s[a]) & MASK, 9)
            s[d] ^= rotl((s[c] + s[b]) & MASK, 13)
            s[a] ^= rotl((s[d] + s[c]) & MASK, 18)
    return s


def salsa_state(key, input16):
    k, n = struct.unpack("<8I", key), struct.unpack("<4I", input16)
    return [SIGMA[0], *k[:4], SIGMA[1], *n, SIGMA[2], *k[4:], SIGMA[3]]


def hsalsa20(key, nonce16):
    s = salsa_rounds(salsa_state(key, nonce16))
    return struct.pack("<8I", *(s[i] for i in (0, 5, 10, 15, 6, 7, 8, 9)))


def xsalsa20_stream(key, nonce24, n):
    subkey, out = hsalsa20(key, nonce24[:16]), b""
    for i in range(0, n, 64):
        state = salsa_state(subkey, nonce24[16:] + struct.pack("<Q", i // 64))
        out += struct.pack("<16I", *((a + b) & MASK for a, b in zip(salsa_rounds(state), state)))
    return out[:n]


def crypto_box(plain, nonce, to, secret):
    key = hsalsa20(x25519(secret, to), bytes(16))
    stream = xsalsa20_stream(key, nonce, 32 + len(plain))
    text = bytes(a ^ b for a, b in zip(plain, stream[32:]))
    return poly1305(stream[:32], text) + text


def sealed_box(plain, to, once_secret):
    once = public_of(once_secret)
    return once + crypto_box(plain, blake2b(once + to, 24), to, once_secret)


def blake2b(data, size, key=b""):
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


# The forms

SUITE = b"\x01"


def place(table, column, owner, row, version):
    return struct.pack(">HHQQI", table, column, owner, row, version)


def binding(object_kind, obj, holder_kind, holder, generation):
    return struct.pack(">BQBQI", object_kind, obj, holder_kind, holder, generation)


def pad(text):
    return text + b"\x80" + bytes(-(len(text) + 1) % 256)


def record(key, nonce, ad, plain):
    return SUITE + nonce + xchacha20_poly1305(key, nonce, ad, plain)


def counting(start, n):
    return bytes((start + i) % 256 for i in range(n))


KEY, NONCE, NEWKEY, ONCE = (counting(0, 32), counting(0x40, 24), counting(0x80, 32),
                            counting(0xA0, 32))
SECRET = counting(0xC0, 32)
PLACE = {"table": 8, "column": 2, "owner": 0x0102030405060708, "row": 0x1112131415161718,
         "version": 3}
BINDING = {"object kind": 1, "object": 0x2122232425262728, "holder kind": 2,
           "holder": 0x3132333435363738, "generation": 4}
TEXT = "反映村务不公开".encode()


def vectors():
    at, bound = place(*PLACE.values()), binding(*BINDING.values())
    ad = b"yg1" + SUITE + at
    wrap_ad = b"yg1" + SUITE + bytes(24) + bound
    context = blake2b(b"yg/seal" + SUITE + bound, 16)
    to = public_of(SECRET)
    seal = SUITE + sealed_box(context + NEWKEY, to, ONCE)
    piece_ad = b"yg/file" + SUITE + struct.pack(">QQB", BINDING["object"], 5, 1)
    person = b"ygserver" + bytes(8)
    subkeys = {f"S{i}": hashlib.blake2b(b"", digest_size=32, key=KEY, person=person,
                                        salt=struct.pack("<QQ", i, 0)).digest()
               for i in range(1, 8)}
    n = 12345678901234
    return {
        "hash": {"key": KEY, "x": b"yg", "H": blake2b(b"yg", 32, KEY),
                 "H[16]": blake2b(b"yg", 16, KEY)},
        "record": {"key": KEY, **PLACE, "ad": ad, "nonce": NONCE, "plain": TEXT,
                   "sealed": record(KEY, NONCE, ad, TEXT)},
        "record-padded": {"key": KEY, **PLACE, "ad": ad, "nonce": NONCE, "plain": TEXT,
                          "padded": pad(TEXT), "sealed": record(KEY, NONCE, ad, pad(TEXT))},
        "wrap": {"under": KEY, **BINDING, "ad": wrap_ad, "nonce": NONCE, "key": NEWKEY,
                 "wrapped": record(KEY, NONCE, wrap_ad, NEWKEY)},
        "seal": {"secret": SECRET, "public": to, **BINDING, "ctx": context, "key": NEWKEY,
                 "ephemeral secret": ONCE, "sealed": seal},
        "payload": {"secret": SECRET, **BINDING, **PLACE, "plain": TEXT, "fresh key": NEWKEY,
                    "ephemeral secret": ONCE, "nonce": NONCE,
                    "sealed": seal + record(NEWKEY, NONCE, ad, pad(TEXT))},
        "piece": {"key": KEY, "file": BINDING["object"], "index": 5, "last": 1, "ad": piece_ad,
                  "nonce": NONCE, "plain": TEXT,
                  "sealed": NONCE + xchacha20_poly1305(KEY, NONCE, piece_ad, TEXT)},
        "server-key": {"S": KEY, **subkeys},
        "report-number": {"given": n, "whole": f"{n}{98 - n * 100 % 97:02d}"},
    }


def known_answers():
    """The primitives above against their own texts, so that a slip here is not blamed on C."""
    text = (b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for "
            b"the future, sunscreen would be it.")
    sealed = xchacha20_poly1305(counting(0x80, 32), counting(0x40, 24),
                                bytes.fromhex("50515253c0c1c2c3c4c5c6c7"), text)
    assert sealed[-16:].hex() == "c0875924c1c7987947deafd8780acf49"
    alice = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    bob = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    assert public_of(alice).hex().startswith("8520f0098930a754748b7ddcb43ef75a")
    assert x25519(alice, public_of(bob)).hex().startswith("4a5d9d5ba4ce2de1728e3bf480350f25")


def show(value):
    if not isinstance(value, bytes):
        return str(value)
    digits = value.hex()
    return "\n    ".join(digits[i:i + 64] for i in range(0, len(digits), 64))


def block(fields):
    return "".join(f"{name} = {show(value)}\n" for name, value in fields.items())


def main():
    if len(sys.argv) != 3 or sys.argv[1] not in ("--check", "--write"):
        sys.exit(__doc__)
    known_answers()
    with open(sys.argv[2], encoding="utf-8") as f:
        text = f.read()
    made = {name: block(fields) for name, fields in vectors().items()}
    seen, wrong = set(), []

    def compare(m):
        name = m.group(1)
        seen.add(name)
        if name in made and m.group(2) != made[name]:
            wrong.append(name)
        return f"```vector {name}\n{made.get(name, m.group(2))}```"

    new = re.sub(r"```vector ([a-z-]+)\n(.*?)```", compare, text, flags=re.S)
    missing = sorted(set(made) - seen)
    if sys.argv[1] == "--write":
        with open(sys.argv[2], "w", encoding="utf-8") as f:
            f.write(new)
        wrong = []
    for name in wrong:
        print(f"{name}: the document says something else", file=sys.stderr)
    for name in missing:
        print(f"{name}: not in the document", file=sys.stderr)
    sys.exit(1 if wrong or missing else 0)


if __name__ == "__main__":
    main()
