/*
 * test.h - what every unit test includes: cmocka and two short words.
 */
#ifndef YG_BASE_TEST_H
#define YG_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/arena.h"
#include "base/ctx.h"

#define CHECK(x) assert_true(x)
#define CHECK_STR(a, b)                                                                            \
    do {                                                                                           \
        struct str check_a_ = (a), check_b_ = (b);                                                 \
        if (!str_eq(check_a_, check_b_))                                                           \
            fail_msg("\"%.*s\" is not \"%.*s\"", STR_ARG(check_a_), STR_ARG(check_b_));            \
    } while (0)

/* A chance that gives the same bytes each run (SplitMix64 from seed). */
struct chance_seeded {
    struct chance base;
    uint64_t state;
};
void chance_seed(struct chance_seeded *c, uint64_t seed);

#endif
