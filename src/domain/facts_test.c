/* Facts leave the house as codes, days and ids; each table whole, over pages. */
#include "domain/facts.h"

#include "domain/statistic_world.h"

struct seen {
    struct arena *a;
    struct buf all;
    size_t lines, events;
};

static void take(void *u, struct str line)
{
    struct seen *s = u;
    CHECK(str_ends(line, S("\n")));
    s->lines++;
    s->events += str_starts(line, S("event\t"));
    if (s->all.n < 100000)
        buf_put(&s->all, line);
}

static void every_fact_is_a_line(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t r = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1);
    FACT(&s, r, 5, .kind = "E_BREACH", .codes = "breach=V03");
    clock_of(&s, r, COUNTY, "D04", 1, 20, 0);
    notice(&s, r, "N01", 9);
    lead(&s, r, "FIND_TRUE");
    ARENA_AUTO a = arena_new(1 << 22);
    struct seen seen = { .a = a, .all = buf_new(a) };
    WORLD_OK(&s.w->ctx, facts_write(&s.w->ctx, take, &seen));
    struct str all = buf_str(&seen.all);
    CHECK(str_contains(all, S("org\t330000\t\tPROVINCE\n")));
    CHECK(str_contains(all, str_fmt(a, "report\t%lld\t330411\tCH_WEB\tCAT_REPORT\t1\t%d\tOPEN\n",
                                    (long long)r, s.zero)));
    CHECK(str_contains(all, S("\tSYS\tE_BREACH\t\t\t\t")));
    CHECK(str_contains(all, S("\tbreach=V03\t\n")));
    CHECK(str_contains(all, S("\t330411\tD04\t")));
    CHECK(str_contains(all, S("\tFIND_TRUE\n")));
}

static void more_than_a_page(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t r = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1);
    for (int i = 0; i < 5001; i++)
        event(&s, r, COUNTY, "E_MESSAGE", 3, 3);
    ARENA_AUTO a = arena_new(1 << 22);
    struct seen seen = { .a = a, .all = buf_new(a) };
    WORLD_OK(&s.w->ctx, facts_write(&s.w->ctx, take, &seen));
    CHECK(seen.events == 5001);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_fact_is_a_line),
        cmocka_unit_test(more_than_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
