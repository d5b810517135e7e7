#include <malloc.h>

#include "base/test.h"

#define MARK "a word of a report"

/* Linked with --wrap=free: each block is looked at in the moment it goes back. */
static bool looking, seen;
static size_t freed;
void __real_free(void *p);
void __wrap_free(void *p);
void __wrap_free(void *p)
{
    if (looking && p) {
        freed++;
        seen = seen || memmem(p, malloc_usable_size(p), MARK, sizeof MARK - 1) != NULL;
    }
    __real_free(p);
}

static void write_marks(struct arena *a, size_t pieces)
{
    for (size_t i = 0; i < pieces; i++)
        memcpy(arena_take(a, 1000), MARK, sizeof MARK);
}

static void the_look_sees_what_is_not_wiped(void **state)
{
    char *p = malloc(100);
    memcpy(p, MARK, sizeof MARK);
    looking = true, seen = false;
    __wrap_free(p);
    looking = false;
    CHECK(seen);
}

static void words_are_wiped_before_memory_goes_back(void **state)
{
    struct arena *a = arena_new(1 << 20);
    write_marks(a, 200);
    looking = true, seen = false, freed = 0;
    arena_free(a);
    looking = false;
    CHECK(freed >= 3); /* more than one block, and the arena */
    CHECK(!seen);
}

static void reset_wipes_what_it_keeps(void **state)
{
    struct arena *a = arena_new(1 << 20);
    char *first = arena_take(a, 1000);
    memcpy(first, MARK, sizeof MARK);
    write_marks(a, 100);
    looking = true, seen = false;
    arena_reset(a);
    looking = false;
    CHECK(!seen);
    CHECK(arena_used(a) == 0);
    char *kept = arena_take(a, 30000); /* of the larger block that stayed */
    for (size_t i = 0; i < 30000; i++)
        CHECK(kept[i] == 0);
    memset(kept, 'x', 30000);
    write_marks(a, 100);
    arena_reset(a);
    char *again = arena_take(a, 30000);
    CHECK(again == kept); /* the same each time */
    for (size_t i = 0; i < 30000; i++)
        CHECK(again[i] == 0);
    arena_free(a);
}

static void pieces_are_zero_aligned_and_apart(void **state)
{
    static const size_t sizes[] = { 0, 1, 15, 16, 17, 100, 5000, 20000, 3, 300000 };
    struct arena *a = arena_new(1 << 20);
    unsigned char *p[COUNT_OF(sizes)];
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        p[i] = arena_take(a, sizes[i]);
        CHECK(p[i] != NULL && (uintptr_t)p[i] % 16 == 0);
        for (size_t k = 0; k < sizes[i]; k++)
            CHECK(p[i][k] == 0);
        memset(p[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        for (size_t k = 0; k < sizes[i]; k++)
            CHECK(p[i][k] == i + 1);
    arena_free(a);
    arena_free(NULL);
}

static void the_bound_is_exact(void **state)
{
    struct arena *a = arena_new(100000);
    (void)arena_take(a, 99968);
    CHECK(arena_left(a) == 32);
    (void)arena_take(a, 32); /* to the last byte */
    CHECK(arena_left(a) == 0 && arena_used(a) == 100000);
    arena_reset(a);
    CHECK(arena_left(a) == 100000);
    arena_free(a);
}

static void the_newest_piece_grows_in_place(void **state)
{
    struct arena *a = arena_new(1 << 20);
    char *old = arena_take(a, 20), *p = arena_take(a, 20);
    CHECK(!arena_extend(a, old, 20, 40)); /* another one stands behind it */
    CHECK(arena_extend(a, p, 20, 200));
    for (int i = 20; i < 200; i++)
        CHECK(p[i] == 0);
    memset(p, 'x', 200);
    char *q = arena_take(a, 16);
    CHECK(q >= p + 200);
    CHECK(!arena_extend(a, q, 16, 64 * 1024)); /* the block is full */
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_look_sees_what_is_not_wiped),
        cmocka_unit_test(words_are_wiped_before_memory_goes_back),
        cmocka_unit_test(reset_wipes_what_it_keeps),
        cmocka_unit_test(pieces_are_zero_aligned_and_apart),
        cmocka_unit_test(the_bound_is_exact),
        cmocka_unit_test(the_newest_piece_grows_in_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
