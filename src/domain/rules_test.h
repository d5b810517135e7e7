/*
 * rules_test.h - for the tests of the pure rules: the shipped data files, read from the source
 * tree.
 */
#ifndef YG_DOMAIN_RULES_TEST_H
#define YG_DOMAIN_RULES_TEST_H

#include <stdio.h>

#include "base/test.h"
#include "domain/lines.h"

#define SHIPPED_BYTES_MAX (1024 * 1024)

/* YG_DATA_DIR comes from meson. */
static inline struct data_file shipped(struct arena *a, const char *name)
{
    char path[400];
    (void)snprintf(path, sizeof path, "%s/%s", YG_DATA_DIR, name);
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("cannot open %s", path);
    char *p = arena_take(a, SHIPPED_BYTES_MAX);
    size_t n = fread(p, 1, SHIPPED_BYTES_MAX, f);
    (void)fclose(f);
    assert_true(n < SHIPPED_BYTES_MAX);
    return (struct data_file){ str_of(name), str_bytes(p, n) };
}

#define TEST_ARENA_BYTES (192 * 1024 * 1024)

#define CHECK_DETAIL(f, part)                                                                      \
    do {                                                                                           \
        if (!str_contains(str_of((f)->detail), S(part)))                                           \
            fail_msg("\"%s\" does not say \"%s\"", (f)->detail, part);                             \
    } while (0)

#endif
