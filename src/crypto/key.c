/*
 * key.c - keys as such: made, compared, wiped; the library started.
 */
#include "crypto/crypto.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>

static_assert(KEY_SIZE == crypto_scalarmult_BYTES, "public key");

void crypto_start(void)
{
    if (sodium_init() < 0) /* no source of chance: nothing may go on */
        abort();
}

void key_wipe(struct key *k)
{
    sodium_memzero(k, sizeof *k);
}

bool key_equal(const struct key *a, const struct key *b)
{
    return sodium_memcmp(a->b, b->b, KEY_SIZE) == 0;
}

struct key key_random(struct ctx *c)
{
    struct key k;
    ctx_random(c, k.b, KEY_SIZE);
    return k;
}

struct key_pair key_pair_of(const struct key *sk)
{
    struct key_pair pair = { .sk = *sk };
    /* The base point has full order and the scalar is clamped, so this cannot fail. */
    (void)crypto_scalarmult_base(pair.pk.b, pair.sk.b);
    return pair;
}

struct key_pair key_pair_random(struct ctx *c)
{
    struct key sk = key_random(c);
    struct key_pair pair = key_pair_of(&sk);
    key_wipe(&sk);
    return pair;
}
