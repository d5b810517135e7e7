/*
 * password.c - Argon2id at the two costs of design 7.2, and the one way to lower them.
 */
#include "crypto/crypto.h"

#include <assert.h>
#include <sodium.h>
#include <stdatomic.h>

#define MIB (UINT64_C(1) << 20)

struct cost {
    uint64_t passes;
    uint64_t memory_bytes;
};

static const struct cost costs[] = {
    [PASSWORD_REPORTER] = { 2, 19 * MIB },
    [PASSWORD_OFFICER] = { 3, 128 * MIB },
};
static const struct cost least = {
    crypto_pwhash_argon2id_OPSLIMIT_MIN,
    crypto_pwhash_argon2id_MEMLIMIT_MIN,
};

/* Of the whole process, on purpose: one test or loader means all of its hashes. */
static atomic_bool lowered, serving;

void crypto_serving(void)
{
    assert(!atomic_load(&lowered));
    atomic_store(&serving, true);
}

void password_cost_lowered_for_tests(void)
{
    assert(!atomic_load(&serving));
    atomic_store(&lowered, true);
}

void password_run(void *job)
{
    struct password_job *j = job;
    assert((size_t)j->cost < COUNT_OF(costs));
    static_assert(sizeof j->salt == crypto_pwhash_argon2id_SALTBYTES, "salt");
    const struct cost *cost = atomic_load(&lowered) ? &least : &costs[j->cost];
    j->ok =
        crypto_pwhash(j->out.b, KEY_SIZE, j->password.p ? j->password.p : "", j->password.n,
                      j->salt, cost->passes, cost->memory_bytes, crypto_pwhash_ALG_ARGON2ID13) == 0;
}
