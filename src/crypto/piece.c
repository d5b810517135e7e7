/*
 * piece.c - files in pieces, each sealed on its own, so that ranges and resumed uploads work.
 */
#include "crypto/forms.h"

#include <assert.h>

#define PIECE_OVERHEAD (NONCE_SIZE + TAG_SIZE)

static_assert(PIECE_SEALED == PIECE_PLAIN + PIECE_OVERHEAD, "piece");

/* The last flag makes a cut file fail: its new last piece was not sealed as one. */
static struct form_ad piece_ad(int64_t file, uint64_t index, bool last)
{
    struct form_ad ad = { .n = 0 };
    form_ad_bytes(&ad, "yg/file", 7);
    form_ad_int(&ad, SUITE_STD, 1);
    form_ad_int(&ad, (uint64_t)file, 8);
    form_ad_int(&ad, index, 8);
    form_ad_int(&ad, last ? 1 : 0, 1);
    return ad;
}

size_t piece_seal(struct ctx *c, const struct key *f, int64_t file, uint64_t index, bool last,
                  const uint8_t *plain, size_t n, uint8_t *out)
{
    assert(last ? n <= PIECE_PLAIN : n == PIECE_PLAIN);
    uint8_t nonce[NONCE_SIZE];
    struct form_ad ad = piece_ad(file, index, last);
    ctx_random(c, nonce, sizeof nonce);
    if (n > 0)
        memcpy(out + NONCE_SIZE, plain, n);
    form_encrypt(f, &ad, nonce, out, n);
    return n + PIECE_OVERHEAD;
}

bool piece_open(const struct key *f, int64_t file, uint64_t index, bool last, const uint8_t *sealed,
                size_t n, uint8_t *out, size_t *ret_n)
{
    if (n > PIECE_SEALED || (!last && n != PIECE_SEALED)) /* form_decrypt: too short */
        return false;
    struct form_ad ad = piece_ad(file, index, last);
    if (!form_decrypt(f, &ad, sealed, n, out))
        return false;
    *ret_n = n - PIECE_OVERHEAD;
    return true;
}
