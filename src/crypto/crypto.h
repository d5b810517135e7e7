/*
 * crypto.h - the forms of design 7.1: record, wrap, seal, file piece; hashes; passwords.
 *
 * Layer:  crypto (knows no petition; libsodium and OpenSSL's SHA-256 behind it)
 * Memory: results live in the arena; keys are struct key, wiped by key_wipe or with the arena
 * Errors: open functions give false and leave ret untouched; a wrong key, a moved row, a changed
 *         byte and an unknown suite look alike. Lengths are checked before anything is read.
 * Integers inside are big-endian. ‖ joins. H(k,x) is keyed BLAKE2b.
 */
#ifndef YG_CRYPTO_CRYPTO_H
#define YG_CRYPTO_CRYPTO_H

#include "base/ctx.h"

#define KEY_SIZE 32
#define SUITE_STD 0x01 /* XChaCha20-Poly1305, X25519 sealed boxes; SM2/SM3/SM4 later */

struct key { /* secret */
    uint8_t b[KEY_SIZE];
};
struct public_key {
    uint8_t b[KEY_SIZE];
};
struct key_pair {
    struct public_key pk;
    struct key sk;
};

void crypto_start(void); /* sodium_init; safe to call again, from any thread */
/* The server says so once before it listens: from now on nothing may weaken what protects people.
 * Asserts when password costs were lowered before. */
void crypto_serving(void);
void key_wipe(struct key *k);
bool key_equal(const struct key *a, const struct key *b); /* constant time */
struct key key_random(struct ctx *c);
struct key_pair key_pair_random(struct ctx *c);
struct key_pair key_pair_of(const struct key *sk); /* the pair a secret belongs to */

/* H(k, x): keyed BLAKE2b, out 16..64 bytes; an absent x counts as empty, here and below */
void hash_keyed(const struct key *k, struct str x, void *out, size_t out_size);
struct key hash_key(const struct key *k, struct str label); /* H(k,label)[32] as a key */
void hash_plain(struct str x, void *out, size_t out_size);  /* unkeyed BLAKE2b */
/* SipHash-2-4 under 16 bytes: for tables, never to prove anything */
uint64_t hash_short(const uint8_t k[16], struct str x);
void sha256(struct str x, uint8_t out[32]);
void sha256_parts(const struct str *parts, size_t n, uint8_t out[32]); /* one after another */
void hmac_sha256(const struct key *k, struct str x, uint8_t out[32]);
struct sha256_stream; /* for long inputs */
struct sha256_stream *sha256_new(struct arena *a);
void sha256_add(struct sha256_stream *s, struct str x);
void sha256_end(struct sha256_stream *s, uint8_t out[32]); /* wipes; s may then start anew */

/* Where a record lies; all of it is authenticated, so a record moved elsewhere does not open. */
struct place {
    uint16_t table; /* enum place_table of the domain */
    uint16_t column;
    int64_t owner; /* the case or officer it belongs to */
    int64_t row;
    uint32_t version;
};

/* record = 01 ‖ nonce[24] ‖ AEAD; texts padded to multiples of 256 first when padded is true
 * (ISO/IEC 7816-4: 80 and zeros, always at least one byte). An absent plain opens as empty.
 * plain up to RECORD_PLAIN_MAX (asserts); longer records do not open. Files go in pieces. */
#define RECORD_OVERHEAD (1 + 24 + 16)
#define RECORD_PAD 256
#define RECORD_PLAIN_MAX (16u << 20)
struct str record_seal(struct ctx *c, const struct key *k, struct place at, struct str plain,
                       bool padded);
bool record_open(struct arena *a, const struct key *k, struct place at, struct str sealed,
                 bool padded, struct str *ret);

/* wrap: record of a 32-byte key, 73 bytes; AD also names object and holder */
#define WRAP_SIZE 73
struct binding {
    uint8_t object_kind;
    int64_t object;
    uint8_t holder_kind;
    int64_t holder;
    uint32_t generation;
};
struct str key_wrap(struct ctx *c, const struct key *under, struct binding b, const struct key *k);
bool key_unwrap(const struct key *under, struct binding b, struct str wrapped, struct key *ret);

/* seal: 01 ‖ crypto_box_seal(pk, ctx[16] ‖ key[32]), 97 bytes; ctx compared after opening */
#define SEAL_SIZE 97
/* Absent when `to` is no usable point (small order): a row damaged before its MAC was checked. */
struct str key_seal(struct ctx *c, const struct public_key *to, struct binding b,
                    const struct key *k);
bool key_unseal(const struct key_pair *me, struct binding b, struct str sealed, struct key *ret);
/* larger payload: seal of a fresh key ‖ padded record under it (place as given); absent as above */
struct str payload_seal(struct ctx *c, const struct public_key *to, struct binding b,
                        struct place at, struct str plain);
bool payload_unseal(struct arena *a, const struct key_pair *me, struct binding b, struct place at,
                    struct str sealed, struct str *ret);

/* file pieces: 65,536 bytes plain, nonce[24] ‖ AEAD = 65,576 on disk. Only the last may be shorter
 * (an empty file is one empty last piece): asserted when sealed, refused when opened, so that a
 * piece's offset follows from its index. plain and out may not overlap; out of piece_open has room
 * for n - 40 bytes and never holds bytes that were not authenticated. */
#define PIECE_PLAIN 65536
#define PIECE_SEALED (PIECE_PLAIN + 24 + 16)
size_t piece_seal(struct ctx *c, const struct key *f, int64_t file, uint64_t index, bool last,
                  const uint8_t *plain, size_t n, uint8_t *out); /* returns n + 40 */
bool piece_open(const struct key *f, int64_t file, uint64_t index, bool last, const uint8_t *sealed,
                size_t n, uint8_t *out, size_t *ret_n);

/* Argon2id. A hash needs 19 or 128 MiB; run it in a hash lane, never on an I/O thread. */
enum password_cost { PASSWORD_REPORTER /* 19 MiB, t=2 */, PASSWORD_OFFICER /* 128 MiB, t=3 */ };
struct password_job {
    enum password_cost cost;
    struct str password; /* NFKC already */
    uint8_t salt[16];
    struct key out; /* result */
    bool ok;        /* false: no memory */
};
void password_run(void *job /* struct password_job */); /* fits a lane's run(void *) */
/* Tests and the bench loader lower the cost for the whole process to the least libsodium knows
 * (8 KiB, t=1), both kinds; asserts when called after crypto_serving. */
void password_cost_lowered_for_tests(void);

/* The server key S and its subkeys S1..S7 (crypto_kdf, context "ygserver"). */
enum server_subkey { S_OFFICER = 1, S_REPORTER, S_MAC, S_LOG, S_OUTBOX, S_SESSION, S_ATTEMPT };
struct server_key {
    struct key s[8]; /* [1]..[7] */
};
void server_key_of(const struct key *s, struct server_key *ret);

/* ISO 7064 MOD 97-10: 14 digits → 16; n mod 97 == 1. mod97_ok: 16 ASCII digits, nothing else. */
void mod97_complete(char digits[16]); /* first 14 given, last two filled */
bool mod97_ok(struct str digits16);

/* Ed25519 for signed statements (log: later) */
void sign_detached(const uint8_t seed[32], struct str text, uint8_t sig[64], uint8_t pk[32]);
bool sign_verify(const uint8_t pk[32], struct str text, const uint8_t sig[64]);

#endif
