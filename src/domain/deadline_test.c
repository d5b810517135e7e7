#include "domain/deadline.h"

#include "domain/rules_test.h"

static const struct calendar *shipped_calendar(struct arena *a)
{
    static const char *const years[] = { "calendar/2024.days", "calendar/2025.days",
                                         "calendar/2026.days", "calendar/2027.days" };
    struct data_file files[COUNT_OF(years)];
    struct fault f = { 0 };
    const struct calendar *c;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        files[i] = shipped(a, years[i]);
    CHECK(calendar_load(a, files, COUNT_OF(files), &f, &c) == ERR_OK);
    return c;
}

static struct day day(const char *s)
{
    struct day d;
    CHECK(day_parse(str_of(s), &d));
    return d;
}

static struct term term(const char *s)
{
    struct term t;
    CHECK(term_parse(str_of(s), &t));
    return t;
}

static void terms_end_where_the_rules_say(void **state)
{
    static const struct {
        const char *start, *term, *due;
        bool exact;
    } vectors[] = {
        /* domain.md 8.3, all twelve */
        { "2024-02-05", "5WD", "2024-02-18", true },
        { "2024-09-13", "5WD", "2024-09-23", true },
        { "2025-01-20", "5WD", "2025-01-26", true },
        { "2025-09-26", "5WD", "2025-10-10", true },
        { "2025-09-26", "15WD", "2025-10-23", true },
        { "2026-02-13", "15WD", "2026-03-12", true },
        { "2026-09-18", "15WD", "2026-10-15", true },
        { "2024-02-01", "15CD", "2024-02-18", true },
        { "2025-01-20", "15CD", "2025-02-05", true },
        { "2026-01-20", "30CD", "2026-02-24", true },
        { "2024-11-30", "3MO", "2025-02-28", true },
        { "2025-11-15", "3MO", "2026-02-24", true },
        /* domain.md 13: X1, X3, X6, X7 */
        { "2026-09-18", "1WD", "2026-09-20", true },
        { "2026-09-22", "3MO", "2026-12-22", true },
        { "2026-02-13", "1WD", "2026-02-14", true },
        { "2025-08-07", "60CD", "2025-10-09", true },
        /* edges: a start on a day off, a term of nothing, a year without notice */
        { "2026-09-19", "1WD", "2026-09-20", true },
        { "2026-09-19", "0WD", "2026-09-19", true },
        { "2026-09-19", "0CD", "2026-09-19", true },
        { "2026-12-30", "5WD", "2027-01-07", false },
        { "2028-08-31", "6MO", "2029-02-28", false },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct calendar *c = shipped_calendar(a);
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        struct due due = deadline_due(c, day(vectors[i].start), term(vectors[i].term));
        CHECK_STR(day_format(a, due.day), str_of(vectors[i].due));
        CHECK(due.until.ms == day_start((struct day){ due.day.n + 1 }).ms);
        CHECK(due.exact == vectors[i].exact);
    }
}

static void without_roll_a_term_ends_on_its_day(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct calendar *c = shipped_calendar(a);
    struct term t = term("15CD");
    CHECK(t.roll && term("3MO").roll && !term("3WD").roll && !term("3H").roll);
    t.roll = false;
    CHECK_STR(day_format(a, deadline_due(c, day("2024-02-01"), t).day), S("2024-02-16"));
}

static void hours_end_to_the_moment(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct calendar *c = shipped_calendar(a);
    struct instant start;
    CHECK(instant_parse(S("2026-09-30T22:30:00+08:00"), &start));
    struct due due = deadline_due_at(c, start, term("24H"));
    CHECK_STR(instant_format(a, due.until), S("2026-10-01T22:30:00+08:00"));
    CHECK_STR(day_format(a, due.day), S("2026-10-01"));
    due = deadline_due_at(c, start, term("1WD"));
    CHECK_STR(day_format(a, due.day), S("2026-10-08"));
}

static void a_pause_moves_the_end_by_the_units_spent(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct calendar *c = shipped_calendar(a);
    /* D04 from 2026-09-18, paused 09-22 to 10-12: 09-23, 24, 28..30, 10-08, 09, 10, 12 are worked
     */
    int spent = deadline_spent(c, day("2026-09-22"), day("2026-10-12"), U_WD);
    assert_int_equal(spent, 9);
    struct due due = deadline_due_moved(c, day("2026-09-18"), term("15WD"), spent);
    /* two were used before the pause, thirteen are left after it */
    struct due rest = deadline_due(c, day("2026-10-12"), term("12WD"));
    assert_int_equal(deadline_spent(c, day("2026-09-18"), day("2026-09-22"), U_WD), 3);
    CHECK(due.day.n == rest.day.n);
    /* calendar days: moved, then rolled */
    assert_int_equal(deadline_spent(c, day("2026-09-22"), day("2026-10-12"), U_CD), 20);
    due = deadline_due_moved(c, day("2026-09-01"), term("15CD"), 20);
    CHECK_STR(day_format(a, due.day), S("2026-10-08")); /* 10-06 is off */
    assert_int_equal(deadline_spent(c, day("2026-10-12"), day("2026-09-22"), U_WD), 0);
    assert_int_equal(deadline_spent(c, day("2026-10-12"), day("2026-10-12"), U_CD), 0);
}

static void the_ladder_counts_in_the_units_of_the_clock(void **state)
{
    static const struct {
        const char *start, *term;
        int percent;
        const char *at;
    } rungs[] = {
        { "2026-09-18", "15WD", 60, "2026-10-08T00:00:00+08:00" },  /* nine worked days */
        { "2026-09-18", "15WD", 80, "2026-10-12T00:00:00+08:00" },  /* twelve */
        { "2026-09-18", "15WD", 100, "2026-10-16T00:00:00+08:00" }, /* the day after it was due */
        { "2026-09-18", "15WD", 150, "2026-10-28T00:00:00+08:00" }, /* 22.5 becomes 23 */
        { "2026-09-22", "3MO", 60, "2026-11-22T00:00:00+08:00" },   /* 1.8 becomes 2; a Sunday */
        { "2026-09-22", "3MO", 100, "2026-12-23T00:00:00+08:00" },
        { "2025-08-07", "60CD", 60, "2025-09-12T00:00:00+08:00" },
        { "2025-08-07", "60CD", 100, "2025-10-10T00:00:00+08:00" },
        { "2026-09-18", "1WD", 60, "2026-09-20T00:00:00+08:00" },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct calendar *c = shipped_calendar(a);
    for (size_t i = 0; i < COUNT_OF(rungs); i++) {
        struct instant at =
            deadline_share(c, day(rungs[i].start), term(rungs[i].term), 0, rungs[i].percent);
        CHECK_STR(instant_format(a, at), str_of(rungs[i].at));
    }
    struct instant at = deadline_share(c, day("2026-09-18"), term("15WD"), 2, 100);
    CHECK_STR(instant_format(a, at), S("2026-10-20T00:00:00+08:00"));
    struct instant start;
    CHECK(instant_parse(S("2026-09-18T10:00:00+08:00"), &start));
    at = deadline_share_at(start, term("24H"), 60);
    CHECK_STR(instant_format(a, at), S("2026-09-19T00:24:00+08:00"));
}

static void terms_are_read_strictly(void **state)
{
    static const char *const bad[] = { "",      "WD",      "15",    "15wd",
                                       "15 WD", "-1WD",    "1.5MO", "10000CD",
                                       "5MIN",  "1switch", "5WDx",  "99999999999999999999WD" };
    struct term t;
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (term_parse(str_of(bad[i]), &t))
            fail_msg("%s was taken", bad[i]);
    CHECK_STR(term_format(a, term("9999CD")), S("9999CD"));
    CHECK(term_extend(term("60CD"), term("30CD"), &t) && t.n == 90 && t.roll);
    CHECK(!term_extend(term("60CD"), term("1MO"), &t));
    CHECK(!term_extend(term("9999CD"), term("1CD"), &t));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(terms_end_where_the_rules_say),
        cmocka_unit_test(without_roll_a_term_ends_on_its_day),
        cmocka_unit_test(hours_end_to_the_moment),
        cmocka_unit_test(a_pause_moves_the_end_by_the_units_spent),
        cmocka_unit_test(the_ladder_counts_in_the_units_of_the_clock),
        cmocka_unit_test(terms_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
