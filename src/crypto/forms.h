/*
 * forms.h - what the forms of crypto.h share: big-endian integers, associated data, the AEAD.
 *
 * Layer:  crypto, for its own files and tests only
 * Source: docs/formats/vault.md, which says each form byte by byte
 */
#ifndef YG_CRYPTO_FORMS_H
#define YG_CRYPTO_FORMS_H

#include "crypto/crypto.h"

#define NONCE_SIZE 24
#define TAG_SIZE 16
#define BINDING_SIZE 22   /* kind, id, kind, id, generation */
#define RECORD_AD_SIZE 28 /* "yg1", suite, table, column, owner, row, version */
#define FORM_AD_MAX 64

/* Bytes of fixed meaning in a fixed order: associated data, or what is hashed into a context. */
struct form_ad {
    uint8_t b[FORM_AD_MAX];
    size_t n;
};

void form_ad_bytes(struct form_ad *ad, const void *p, size_t n); /* asserts beyond FORM_AD_MAX */
void form_ad_int(struct form_ad *ad, uint64_t v, size_t width);  /* big-endian, 1..8 bytes */
void form_ad_binding(struct form_ad *ad, const struct binding *b);
struct form_ad form_ad_record(struct place at);

/* nonce ‖ ciphertext ‖ tag from plain at out + NONCE_SIZE, in place: n + 40 bytes at out. */
void form_encrypt(const struct key *k, const struct form_ad *ad, const uint8_t nonce[NONCE_SIZE],
                  uint8_t *out, size_t n);
/* The reverse, n bytes at in to n - 40 bytes at out; false leaves zeros at out. */
bool form_decrypt(const struct key *k, const struct form_ad *ad, const uint8_t *in, size_t n,
                  uint8_t *out);

#endif
