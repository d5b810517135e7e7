/*
 * secret.h - memory for keys that live as long as the process: the server key and its subkeys.
 *
 * Layer:  crypto (libsodium's guarded memory behind it)
 * Memory: each secret has pages of its own between guard pages, locked against swap and left out
 *         of core dumps; wiped when freed. Four pages or more each: for few long-lived things.
 *         Keys of one request lie in its arena, which is wiped with it.
 * Errors: out of memory ends the program. Memory that the system would not lock is used all the
 *         same; secret_locked tells, so that the operator can be told to raise the limit.
 */
#ifndef YG_CRYPTO_SECRET_H
#define YG_CRYPTO_SECRET_H

#include "base/str.h"

#define SECRET_SIZE_MAX 65536

struct secret; /* opaque */

/* n bytes of zeros, 1..SECRET_SIZE_MAX (asserts), aligned to 16. Call crypto_start before. */
struct secret *secret_new(size_t n);
void secret_free(struct secret *s); /* wipes, then unmaps. NULL is allowed. */
void *secret_bytes(struct secret *s);
size_t secret_size(const struct secret *s);
bool secret_locked(const struct secret *s);
/* From now on a write into it ends the program by a signal. secret_free still works. */
void secret_set_read_only(struct secret *s);

/* The whole process: no core file, not dumpable, no debugger of the same user. True when the
 * system agreed. Called once at start, by main. */
MUST_CHECK bool secret_process_guard(void);

static inline void secret_drop(struct secret **s)
{
    secret_free(*s);
}
#define SECRET_AUTO __attribute__((cleanup(secret_drop))) struct secret *

#endif
