/*
 * record_fuzz.c - the forms of the vault opened from any bytes.
 *
 * The first byte says what is done with the rest. Opening what was never sealed must fail and read
 * nothing beyond it; what was sealed here must open as it was; and one changed byte must refuse it.
 * The padding is reached only through bytes that were sealed, so those are sealed unpadded and
 * opened as padded.
 */
#include "base/ctx.h"
#include "crypto/crypto.h"

#include <stdint.h>
#include <stdlib.h>

#define MUST(x)                                                                                    \
    do {                                                                                           \
        if (!(x))                                                                                  \
            abort();                                                                               \
    } while (0)

enum { OPEN_RAW, ROUND_TRIP, CHANGED, PADDING, PIECES, WAYS };

static const struct place here = { 8, 2, 3, 4, 5 };
static const struct binding bound = { 1, 2, 3, 4, 5 };

static void fill_counting(struct chance *self, void *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        ((uint8_t *)p)[i] = (uint8_t)(i * 3 + 1);
}

static void open_raw(struct ctx *c, const struct key *k, const struct key_pair *me, struct str s)
{
    struct key key;
    struct str ret;
    size_t n;
    uint8_t *out = arena_take(c->arena, PIECE_PLAIN);
    MUST(!record_open(c->arena, k, here, s, false, &ret));
    MUST(!record_open(c->arena, k, here, s, true, &ret));
    MUST(!key_unwrap(k, bound, s, &key));
    /* A box proves nothing about who made it, so only its context may be wrong. */
    MUST(!key_unseal(me, bound, s, &key));
    MUST(!payload_unseal(c->arena, me, bound, here, s, &ret));
    MUST(!piece_open(k, 1, 0, true, (const uint8_t *)s.p, s.n, out, &n));
    MUST(!piece_open(k, 1, 0, false, (const uint8_t *)s.p, s.n, out, &n));
}

static void round_trip(struct ctx *c, const struct key *k, const struct key_pair *me, struct str s)
{
    struct str ret;
    for (int padded = 0; padded < 2; padded++) {
        struct str sealed = record_seal(c, k, here, s, padded);
        MUST(record_open(c->arena, k, here, sealed, padded, &ret) && str_eq(ret, s));
    }
    struct str payload = payload_seal(c, &me->pk, bound, here, s);
    MUST(payload_unseal(c->arena, me, bound, here, payload, &ret) && str_eq(ret, s));
}

/* The first two bytes say where, the third what is changed; by 0 nothing is, and it opens. */
static void changed(struct ctx *c, const struct key *k, const struct key_pair *me, struct str s)
{
    if (s.n < 3)
        return;
    size_t where = (size_t)(uint8_t)s.p[0] << 8 | (uint8_t)s.p[1];
    struct str text = str_slice(s, 3, s.n), ret;
    struct key key;
    struct str forms[] = {
        record_seal(c, k, here, text, true),
        key_wrap(c, k, bound, k),
        key_seal(c, &me->pk, bound, k),
        payload_seal(c, &me->pk, bound, here, text),
    };
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        ((char *)forms[i].p)[where % forms[i].n] ^= s.p[2];
    bool same = s.p[2] == 0;
    MUST(record_open(c->arena, k, here, forms[0], true, &ret) == same);
    MUST(key_unwrap(k, bound, forms[1], &key) == same);
    MUST(key_unseal(me, bound, forms[2], &key) == same);
    MUST(payload_unseal(c->arena, me, bound, here, forms[3], &ret) == same);
}

static void padding(struct ctx *c, const struct key *k, struct str s)
{
    struct str ret, sealed = record_seal(c, k, here, s, false);
    if (!record_open(c->arena, k, here, sealed, true, &ret))
        return;
    /* what opens is the beginning of s, then 80 and zeros to its end, in the last block */
    MUST(s.n % RECORD_PAD == 0 && ret.n < s.n && s.n - ret.n <= RECORD_PAD);
    MUST((uint8_t)s.p[ret.n] == 0x80 && memcmp(ret.p, s.p, ret.n) == 0);
    for (size_t i = ret.n + 1; i < s.n; i++)
        MUST(s.p[i] == 0);
}

static void pieces(struct ctx *c, const struct key *k, struct str s)
{
    size_t n = s.n < PIECE_PLAIN ? s.n : PIECE_PLAIN, ret_n;
    uint8_t *sealed = arena_take(c->arena, PIECE_SEALED), *out = arena_take(c->arena, PIECE_PLAIN);
    size_t sealed_n = piece_seal(c, k, 1, 2, true, (const uint8_t *)s.p, n, sealed);
    MUST(piece_open(k, 1, 2, true, sealed, sealed_n, out, &ret_n) && ret_n == n);
    MUST(memcmp(out, s.p, n) == 0);
    MUST(!piece_open(k, 1, 2, false, sealed, sealed_n, out, &ret_n));
    MUST(!piece_open(k, 1, 2, true, sealed, sealed_n - 1, out, &ret_n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    crypto_start();
    ARENA_AUTO arena = arena_new((size_t)64 << 20);
    struct chance chance = { .fill = fill_counting };
    struct ctx c = { .arena = arena, .chance = &chance };
    const struct key k = { { 1, 2, 3 } };
    struct key_pair me = key_pair_random(&c);
    struct str rest = str_bytes(data + 1, size - 1);
    switch (data[0] % WAYS) {
    case OPEN_RAW:
        open_raw(&c, &k, &me, rest);
        break;
    case ROUND_TRIP:
        round_trip(&c, &k, &me, rest);
        break;
    case CHANGED:
        changed(&c, &k, &me, rest);
        break;
    case PADDING:
        padding(&c, &k, rest);
        break;
    case PIECES:
        pieces(&c, &k, rest);
        break;
    }
    return 0;
}
