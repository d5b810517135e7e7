/*
 * crypto_test.h - what the tests of this room share: a context with seeded chance, bytes from hex,
 * and a child process that is expected to die.
 */
#ifndef YG_CRYPTO_CRYPTO_TEST_H
#define YG_CRYPTO_CRYPTO_TEST_H

#include "base/test.h"
#include "crypto/crypto.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ASAN 1
#endif
#endif
#ifndef UNDER_ASAN
#define UNDER_ASAN 0
#endif

struct kit {
    struct arena *arena;
    struct chance_seeded chance;
    struct ctx c;
};

static inline void kit_start(struct kit *k)
{
    crypto_start();
    *k = (struct kit){ .arena = arena_new((size_t)64 << 20) };
    chance_seed(&k->chance, 1);
    k->c.arena = k->arena;
    k->c.chance = &k->chance.base;
}

static inline void kit_end(struct kit *k)
{
    arena_free(k->arena);
}
#define KIT_AUTO __attribute__((cleanup(kit_end))) struct kit

static inline struct str unhex(struct kit *k, const char *hex)
{
    struct str ret = STR_NONE;
    CHECK(str_unhex(k->arena, str_of(hex), &ret));
    return ret;
}

/* The key 00 01 02 … 1f. */
static inline struct key key_counting(void)
{
    struct key k;
    for (size_t i = 0; i < KEY_SIZE; i++)
        k.b[i] = (uint8_t)i;
    return k;
}

#define CHECK_HEX(k, p, n, hex) CHECK_STR(str_hex((k)->arena, (p), (n)), str_of(hex))

/* The signal a child dies of while it runs f, 0 when it does not. */
static inline int signal_of(void (*f)(void))
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        signal(SIGABRT, SIG_DFL);
        signal(SIGSEGV, SIG_DFL);
        signal(SIGBUS, SIG_DFL);
        (void)!freopen("/dev/null", "w", stderr); /* the message of assert is expected */
        f();
        _exit(0);
    }
    int status = 0;
    CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

#endif
