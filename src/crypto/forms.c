/*
 * forms.c - associated data and the AEAD under every form.
 */
#include "crypto/forms.h"

#include <assert.h>
#include <sodium.h>

static_assert(NONCE_SIZE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce");
static_assert(TAG_SIZE == crypto_aead_xchacha20poly1305_ietf_ABYTES, "tag");
static_assert(KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key");

void form_ad_bytes(struct form_ad *ad, const void *p, size_t n)
{
    assert(n <= FORM_AD_MAX - ad->n);
    memcpy(ad->b + ad->n, p, n);
    ad->n += n;
}

void form_ad_int(struct form_ad *ad, uint64_t v, size_t width)
{
    assert(width >= 1 && width <= 8 && width <= FORM_AD_MAX - ad->n);
    for (size_t i = 0; i < width; i++)
        ad->b[ad->n + i] = (uint8_t)(v >> (8 * (width - 1 - i)));
    ad->n += width;
}

void form_ad_binding(struct form_ad *ad, const struct binding *b)
{
    form_ad_int(ad, b->object_kind, 1);
    form_ad_int(ad, (uint64_t)b->object, 8);
    form_ad_int(ad, b->holder_kind, 1);
    form_ad_int(ad, (uint64_t)b->holder, 8);
    form_ad_int(ad, b->generation, 4);
}

struct form_ad form_ad_record(struct place at)
{
    struct form_ad ad = { .n = 0 };
    form_ad_bytes(&ad, "yg1", 3);
    form_ad_int(&ad, SUITE_STD, 1);
    form_ad_int(&ad, at.table, 2);
    form_ad_int(&ad, at.column, 2);
    form_ad_int(&ad, (uint64_t)at.owner, 8);
    form_ad_int(&ad, (uint64_t)at.row, 8);
    form_ad_int(&ad, at.version, 4);
    assert(ad.n == RECORD_AD_SIZE);
    return ad;
}

void form_encrypt(const struct key *k, const struct form_ad *ad, const uint8_t nonce[NONCE_SIZE],
                  uint8_t *out, size_t n)
{
    uint8_t *text = out + NONCE_SIZE;
    memcpy(out, nonce, NONCE_SIZE);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(text, NULL, text, n, ad->b, ad->n, NULL, nonce,
                                                     k->b); /* always 0 */
}

bool form_decrypt(const struct key *k, const struct form_ad *ad, const uint8_t *in, size_t n,
                  uint8_t *out)
{
    if (n < NONCE_SIZE + TAG_SIZE)
        return false;
    return crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, in + NONCE_SIZE,
                                                      n - NONCE_SIZE, ad->b, ad->n, in, k->b) == 0;
}
