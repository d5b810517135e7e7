/*
 * server_key.c - the subkeys of the server key S.
 */
#include "crypto/crypto.h"

#include <assert.h>
#include <sodium.h>

static_assert(KEY_SIZE == crypto_kdf_KEYBYTES, "kdf");

void server_key_of(const struct key *s, struct server_key *ret)
{
    key_wipe(&ret->s[0]);
    for (uint64_t i = S_OFFICER; i <= S_ATTEMPT; i++)
        (void)crypto_kdf_derive_from_key(ret->s[i].b, KEY_SIZE, i, "ygserver", s->b);
}
