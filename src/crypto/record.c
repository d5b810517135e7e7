/*
 * record.c - records of the database, and keys wrapped under keys.
 */
#include "crypto/forms.h"

#include <assert.h>
#include <sodium.h>

static_assert(WRAP_SIZE == RECORD_OVERHEAD + KEY_SIZE, "wrap");

struct str record_seal(struct ctx *c, const struct key *k, struct place at, struct str plain,
                       bool padded)
{
    assert(plain.n <= RECORD_PLAIN_MAX);
    size_t n = padded ? (plain.n / RECORD_PAD + 1) * RECORD_PAD : plain.n;
    uint8_t *out = arena_take(c->arena, RECORD_OVERHEAD + n);
    uint8_t nonce[NONCE_SIZE];
    struct form_ad ad = form_ad_record(at);
    ctx_random(c, nonce, sizeof nonce);
    out[0] = SUITE_STD;
    uint8_t *text = out + 1 + NONCE_SIZE;
    if (plain.n > 0)
        memcpy(text, plain.p, plain.n);
    if (padded) {
        size_t padded_n;
        int failed = sodium_pad(&padded_n, text, plain.n, RECORD_PAD, n);
        assert(!failed && padded_n == n);
    }
    form_encrypt(k, &ad, nonce, out + 1, n);
    return str_bytes(out, RECORD_OVERHEAD + n);
}

bool record_open(struct arena *a, const struct key *k, struct place at, struct str sealed,
                 bool padded, struct str *ret)
{
    const size_t longest = RECORD_OVERHEAD + RECORD_PLAIN_MAX + RECORD_PAD;
    if (sealed.n < RECORD_OVERHEAD || sealed.n > longest || sealed.p[0] != SUITE_STD)
        return false;
    size_t n = sealed.n - RECORD_OVERHEAD;
    if (padded && n % RECORD_PAD != 0) /* sodium_unpad refuses an empty one itself */
        return false;
    struct form_ad ad = form_ad_record(at);
    uint8_t *plain = arena_take(a, n + 1); /* never NULL: an empty record is not an absent one */
    if (!form_decrypt(k, &ad, (const uint8_t *)sealed.p + 1, sealed.n - 1, plain))
        return false;
    if (padded && sodium_unpad(&n, plain, n, RECORD_PAD) != 0)
        return false;
    *ret = str_bytes(plain, n);
    return true;
}

/* AD of a wrap: that of a record which lies nowhere (all of its place zero), then the binding, so
 * that it is longer than any record's and neither opens as the other. */
static struct form_ad wrap_ad(const struct binding *b)
{
    struct form_ad ad = form_ad_record((struct place){ 0 });
    form_ad_binding(&ad, b);
    return ad;
}

struct str key_wrap(struct ctx *c, const struct key *under, struct binding b, const struct key *k)
{
    uint8_t *out = arena_take(c->arena, WRAP_SIZE);
    uint8_t nonce[NONCE_SIZE];
    struct form_ad ad = wrap_ad(&b);
    ctx_random(c, nonce, sizeof nonce);
    out[0] = SUITE_STD;
    memcpy(out + 1 + NONCE_SIZE, k->b, KEY_SIZE);
    form_encrypt(under, &ad, nonce, out + 1, KEY_SIZE);
    return str_bytes(out, WRAP_SIZE);
}

bool key_unwrap(const struct key *under, struct binding b, struct str wrapped, struct key *ret)
{
    if (wrapped.n != WRAP_SIZE || wrapped.p[0] != SUITE_STD)
        return false;
    struct key k;
    struct form_ad ad = wrap_ad(&b);
    if (!form_decrypt(under, &ad, (const uint8_t *)wrapped.p + 1, WRAP_SIZE - 1, k.b))
        return false;
    *ret = k;
    key_wipe(&k);
    return true;
}
