/*
 * sign.c - Ed25519 (RFC 8032) for statements that others verify.
 */
#include "crypto/crypto.h"

#include <assert.h>
#include <sodium.h>

static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_BYTES == 64 &&
                  crypto_sign_PUBLICKEYBYTES == 32,
              "Ed25519");

static const uint8_t *bytes_of(struct str x)
{
    return (const uint8_t *)(x.p ? x.p : "");
}

void sign_detached(const uint8_t seed[32], struct str text, uint8_t sig[64], uint8_t pk[32])
{
    uint8_t sk[crypto_sign_SECRETKEYBYTES];
    (void)crypto_sign_seed_keypair(pk, sk, seed);
    (void)crypto_sign_detached(sig, NULL, bytes_of(text), text.n, sk);
    sodium_memzero(sk, sizeof sk);
}

bool sign_verify(const uint8_t pk[32], struct str text, const uint8_t sig[64])
{
    return crypto_sign_verify_detached(sig, bytes_of(text), text.n, pk) == 0;
}
