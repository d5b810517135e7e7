#include <malloc.h>
#include <stdio.h>
#include <string.h>

#include "base/heap.h"
#include "base/test.h"

#define MARK "words of a report"

/* Linked with --wrap=free: the block is looked at in the moment it goes back. */
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

static void what_goes_back_is_wiped(void **state)
{
    (void)state;
    char *p = heap_take(100);

    assert_non_null(p);
    assert_int_equal((uintptr_t)p % 16, 0);
    memcpy(p + 100 - sizeof MARK, MARK, sizeof MARK); /* up to the last byte */
    looking = true, seen = false, freed = 0;
    heap_give(p);
    looking = false;
    assert_int_equal(freed, 1);
    CHECK(!seen);
}

static void nothing_and_too_much_are_handled(void **state)
{
    (void)state;
    heap_give(NULL);
    assert_null(heap_take(SIZE_MAX));
    void *p = heap_take(0);
    assert_non_null(p);
    heap_give(p);
}

static long resident_kb(void)
{
    char line[128];
    long kb = 0;
    FILE *f = fopen("/proc/self/smaps_rollup", "r");

    assert_non_null(f);
    while (fgets(line, sizeof line, f))
        if (sscanf(line, "Rss: %ld kB", &kb) == 1)
            break;
    (void)fclose(f);
    return kb;
}

/* What is written to stays as it is; code comes back when it runs. */
static void what_the_start_needed_leaves(void **state)
{
    static char word[] = "word";
    static char *const relocated[] = { word };

    (void)state;
    word[0] = 'W';
    long before = resident_kb();
    heap_started();
    CHECK(resident_kb() < before);
    CHECK(strcmp(relocated[0], "Word") == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_start_needed_leaves),
        cmocka_unit_test(what_goes_back_is_wiped),
        cmocka_unit_test(nothing_and_too_much_are_handled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
