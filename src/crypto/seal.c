/*
 * seal.c - keys and payloads sealed to a holder's public key.
 *
 * The sealed box is put together from its parts (crypto_box_seal would draw its own ephemeral key),
 * so that chance comes in through ctx only. Its bytes are those of libsodium:
 * epk[32] ‖ crypto_box(m, nonce = BLAKE2b-24(epk ‖ pk), pk, esk); crypto_box_seal_open opens them.
 */
#include "crypto/forms.h"

#include <assert.h>
#include <sodium.h>

#define SEAL_CTX_SIZE 16
#define SEAL_PLAIN_SIZE (SEAL_CTX_SIZE + KEY_SIZE)

static_assert(SEAL_SIZE == 1 + crypto_box_SEALBYTES + SEAL_PLAIN_SIZE, "seal");
static_assert(KEY_SIZE == crypto_box_PUBLICKEYBYTES && KEY_SIZE == crypto_box_SECRETKEYBYTES,
              "box");

static void seal_context(const struct binding *b, uint8_t out[SEAL_CTX_SIZE])
{
    struct form_ad named = { .n = 0 };
    form_ad_bytes(&named, "yg/seal", 7);
    form_ad_int(&named, SUITE_STD, 1);
    form_ad_binding(&named, b);
    hash_plain(str_bytes(named.b, named.n), out, SEAL_CTX_SIZE);
}

/* crypto_box_seal with an ephemeral key from ctx; out has room for n + crypto_box_SEALBYTES. */
static bool box_seal(struct ctx *c, const struct public_key *to, const uint8_t *plain, size_t n,
                     uint8_t *out)
{
    struct key_pair once = key_pair_random(c);
    uint8_t both[2 * KEY_SIZE], nonce[crypto_box_NONCEBYTES];
    memcpy(both, once.pk.b, KEY_SIZE);
    memcpy(both + KEY_SIZE, to->b, KEY_SIZE);
    hash_plain(str_bytes(both, sizeof both), nonce, sizeof nonce);
    memcpy(out, once.pk.b, KEY_SIZE);
    bool ok = crypto_box_easy(out + KEY_SIZE, plain, n, nonce, to->b, once.sk.b) == 0;
    key_wipe(&once.sk);
    return ok;
}

struct str key_seal(struct ctx *c, const struct public_key *to, struct binding b,
                    const struct key *k)
{
    uint8_t plain[SEAL_PLAIN_SIZE];
    uint8_t *out = arena_take(c->arena, SEAL_SIZE);
    seal_context(&b, plain);
    memcpy(plain + SEAL_CTX_SIZE, k->b, KEY_SIZE);
    out[0] = SUITE_STD;
    bool ok = box_seal(c, to, plain, sizeof plain, out + 1);
    sodium_memzero(plain, sizeof plain);
    return ok ? str_bytes(out, SEAL_SIZE) : STR_NONE;
}

bool key_unseal(const struct key_pair *me, struct binding b, struct str sealed, struct key *ret)
{
    if (sealed.n != SEAL_SIZE || sealed.p[0] != SUITE_STD)
        return false;
    uint8_t plain[SEAL_PLAIN_SIZE], context[SEAL_CTX_SIZE];
    seal_context(&b, context);
    bool ok = crypto_box_seal_open(plain, (const uint8_t *)sealed.p + 1, SEAL_SIZE - 1, me->pk.b,
                                   me->sk.b) == 0 &&
              sodium_memcmp(plain, context, SEAL_CTX_SIZE) == 0;
    if (ok)
        memcpy(ret->b, plain + SEAL_CTX_SIZE, KEY_SIZE);
    sodium_memzero(plain, sizeof plain);
    return ok;
}

struct str payload_seal(struct ctx *c, const struct public_key *to, struct binding b,
                        struct place at, struct str plain)
{
    struct key once = key_random(c);
    struct buf both = buf_new(c->arena);
    struct str sealed_key = key_seal(c, to, b, &once);
    if (!str_absent(sealed_key)) {
        buf_put(&both, sealed_key);
        buf_put(&both, record_seal(c, &once, at, plain, true));
    }
    key_wipe(&once);
    return str_absent(sealed_key) ? STR_NONE : buf_str(&both);
}

bool payload_unseal(struct arena *a, const struct key_pair *me, struct binding b, struct place at,
                    struct str sealed, struct str *ret)
{
    struct key once;
    /* slices are clipped, and both parts refuse what is too short */
    if (!key_unseal(me, b, str_slice(sealed, 0, SEAL_SIZE), &once))
        return false;
    struct str record = str_slice(sealed, SEAL_SIZE, sealed.n - SEAL_SIZE);
    bool ok = record_open(a, &once, at, record, true, ret);
    key_wipe(&once);
    return ok;
}
