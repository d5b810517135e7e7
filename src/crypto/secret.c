/*
 * secret.c - guarded memory of libsodium with its size and whether it was locked.
 */
#include "crypto/secret.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define SECRET_ALIGN 16

struct secret {
    size_t n;
    bool locked;
    _Alignas(SECRET_ALIGN) uint8_t b[];
};

struct secret *secret_new(size_t n)
{
    assert(n >= 1 && n <= SECRET_SIZE_MAX);
    /* sodium_malloc ends its block at the end of a page: a whole number of alignments keeps it
     * aligned. */
    size_t room = (sizeof(struct secret) + n + SECRET_ALIGN - 1) / SECRET_ALIGN * SECRET_ALIGN;
    struct secret *s = sodium_malloc(room);
    if (!s)
        abort();
    sodium_memzero(s, room);
    s->n = n;
    /* sodium_malloc locks, too, but does not say whether it could; locking twice is harmless. */
    s->locked = sodium_mlock(s, room) == 0;
    return s;
}

void secret_free(struct secret *s)
{
    sodium_free(s); /* wipes */
}

void *secret_bytes(struct secret *s)
{
    return s->b;
}

size_t secret_size(const struct secret *s)
{
    return s->n;
}

bool secret_locked(const struct secret *s)
{
    return s->locked;
}

void secret_set_read_only(struct secret *s)
{
    int failed = sodium_mprotect_readonly(s);
    assert(!failed);
}

bool secret_process_guard(void)
{
    const struct rlimit none = { 0, 0 };
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && setrlimit(RLIMIT_CORE, &none) == 0;
}
