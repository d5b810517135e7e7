#include <pthread.h>
#include <stdlib.h>

#include "base/test.h"

static void same_seed_same_bytes(void **state)
{
    struct chance_seeded one, two, other;
    uint8_t a[37], b[37], c[37];
    chance_seed(&one, 42);
    chance_seed(&two, 42);
    chance_seed(&other, 43);
    one.base.fill(&one.base, a, sizeof a);
    two.base.fill(&two.base, b, sizeof b);
    other.base.fill(&other.base, c, sizeof c);
    CHECK(memcmp(a, b, sizeof a) == 0);
    CHECK(memcmp(a, c, sizeof a) != 0);
    one.base.fill(&one.base, b, sizeof b); /* and goes on, does not begin again */
    CHECK(memcmp(a, b, sizeof a) != 0);
}

static void the_seed_gives_splitmix64(void **state)
{
    struct chance_seeded s; /* published first value for seed 1234567 */
    uint64_t v = 0;
    chance_seed(&s, 1234567);
    s.base.fill(&s.base, &v, sizeof v);
    CHECK(v == UINT64_C(6457827717110365317));
}

static void fill_zero(struct chance *self, void *p, size_t n)
{
    memset(p, 0, n);
}

static void fill_ones(struct chance *self, void *p, size_t n)
{
    memset(p, 0xff, n);
}

static void ids_are_positive_and_never_zero(void **state)
{
    struct chance zero = { .fill = fill_zero }, ones = { .fill = fill_ones };
    struct ctx c = { .chance = &zero };
    CHECK(ctx_random_id(&c) > 0);
    c.chance = &ones;
    CHECK(ctx_random_id(&c) == INT64_MAX);
}

/* Within a run one after the other; the next run begins somewhere else, and never overlaps. */
static void a_run_counts_on_and_then_begins_anew(void **state)
{
    struct chance_seeded seeded;
    struct ctx c = { .chance = &seeded.base };
    chance_seed(&seeded, 7);
    int64_t first = ctx_run_id(&c), last = first;
    CHECK(first > 0 && first % CTX_RUN == 1);
    for (int i = 2; i < CTX_RUN; i++) {
        int64_t id = ctx_run_id(&c);
        CHECK(id == last + 1);
        last = id;
    }
    int64_t next = ctx_run_id(&c);
    CHECK(next > 0 && next % CTX_RUN == 1);
    CHECK(next / CTX_RUN != first / CTX_RUN && next != last + 1 && next != last + 2);
}

static void a_run_at_the_upper_end_stays_positive(void **state)
{
    struct chance ones = { .fill = fill_ones };
    struct ctx c = { .chance = &ones };
    int64_t first = ctx_run_id(&c);
    CHECK(first > 0 && first <= INT64_MAX - CTX_RUN + 2);
}

#define RUN_THREADS 4
#define RUN_IDS 40000 /* of each: together more than two runs */

static void *take_ids(void *u)
{
    int64_t *ids = u;
    struct ctx c = { .chance = chance_system() };
    for (int i = 0; i < RUN_IDS; i++)
        ids[i] = ctx_run_id(&c);
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void threads_never_take_the_same_id(void **state)
{
    static int64_t ids[RUN_THREADS][RUN_IDS];
    pthread_t threads[RUN_THREADS];
    const int64_t *all = &ids[0][0];
    for (int i = 0; i < RUN_THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, take_ids, ids[i]) == 0);
    for (int i = 0; i < RUN_THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    qsort(ids, RUN_THREADS * RUN_IDS, sizeof ids[0][0], by_value);
    for (int i = 1; i < RUN_THREADS * RUN_IDS; i++)
        CHECK(all[i] > all[i - 1]);
}

static void the_system_gives_different_bytes(void **state)
{
    uint8_t a[1000] = { 0 }, b[1000] = { 0 };
    struct ctx c = { .chance = chance_system() };
    ctx_random(&c, a, sizeof a);
    ctx_random(&c, b, sizeof b);
    CHECK(memcmp(a, b, sizeof a) != 0);
    CHECK(memcmp(a + 500, (uint8_t[500]){ 0 }, 500) != 0); /* filled to the end */
}

static void today_is_shanghais_day(void **state)
{
    struct ctx c = { 0 };
    CHECK(instant_parse(S("2026-09-18T16:30:00Z"), &c.now));
    CHECK(ctx_today(&c).n == day_from_ymd(2026, 9, 19).n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_same_bytes),
        cmocka_unit_test(the_seed_gives_splitmix64),
        cmocka_unit_test(ids_are_positive_and_never_zero),
        cmocka_unit_test(a_run_counts_on_and_then_begins_anew),
        cmocka_unit_test(a_run_at_the_upper_end_stays_positive),
        cmocka_unit_test(threads_never_take_the_same_id),
        cmocka_unit_test(the_system_gives_different_bytes),
        cmocka_unit_test(today_is_shanghais_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
