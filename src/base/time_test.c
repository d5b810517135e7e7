#include <time.h>

#include "base/test.h"

static void days_agree_with_the_c_library(void **state)
{
    for (int n = -719162; n <= 2932896; n++) { /* 0001-01-01 .. 9999-12-31 */
        time_t t = (time_t)n * 86400;
        int year, month, dom;
        struct tm tm;
        if (n % 97 != 0 && (n < -30000 || n > 90000)) /* each day near us, samples far away */
            continue;
        gmtime_r(&t, &tm);
        day_to_ymd((struct day){ n }, &year, &month, &dom);
        CHECK(year == tm.tm_year + 1900 && month == tm.tm_mon + 1 && dom == tm.tm_mday);
        CHECK(day_from_ymd(year, month, dom).n == n);
        CHECK(day_weekday((struct day){ n }) == (tm.tm_wday ? tm.tm_wday : 7));
    }
    CHECK(day_from_ymd(1, 1, 1).n == -719162 && day_from_ymd(9999, 12, 31).n == 2932896);
}

static void no_such_day(void **state)
{
    static const int bad[][3] = { { 2023, 2, 29 }, { 1900, 2, 29 }, { 2024, 2, 30 },
                                  { 2024, 4, 31 }, { 2024, 0, 1 },  { 2024, 13, 1 },
                                  { 2024, 1, 0 },  { 2024, 1, 32 }, { 0, 1, 1 },
                                  { 10000, 1, 1 }, { -4, 1, 1 },    { 2024, -1, -1 } };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK(day_absent(day_from_ymd(bad[i][0], bad[i][1], bad[i][2])));
    CHECK(!day_absent(day_from_ymd(2000, 2, 29)));
}

static void a_day_begins_at_midnight_in_shanghai(void **state)
{
    struct day d = day_from_ymd(2026, 9, 18);
    struct instant start = day_start(d);
    CHECK(start.ms == INT64_C(1789660800000)); /* 2026-09-17T16:00:00Z */
    CHECK(day_of(start).n == d.n);
    CHECK(day_of((struct instant){ start.ms - 1 }).n == d.n - 1);
    CHECK(day_of((struct instant){ start.ms + DAY_MS - 1 }).n == d.n);
    CHECK(day_of(day_start(day_from_ymd(1912, 1, 1))).n == day_from_ymd(1912, 1, 1).n);
    CHECK(day_of((struct instant){ day_start(day_from_ymd(1912, 1, 1)).ms - 1 }).n ==
          day_from_ymd(1911, 12, 31).n);
}

static void nothing_stays_nothing(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    CHECK(day_absent(day_of((struct instant){ 0 })));
    CHECK(day_start(DAY_NONE).ms == 0);
    CHECK(day_absent(day_add_months(DAY_NONE, 1)));
    CHECK_STR(day_format(a, DAY_NONE), S(""));
    CHECK_STR(instant_format(a, (struct instant){ 0 }), S(""));
}

static void months_end_where_the_month_ends(void **state)
{
    static const struct {
        const char *from;
        int months;
        const char *to;
    } rows[] = {
        { "2026-01-31", 1, "2026-02-28" },   { "2024-01-31", 1, "2024-02-29" },
        { "2026-08-31", 1, "2026-09-30" },   { "2026-09-18", 3, "2026-12-18" },
        { "2026-11-30", 3, "2027-02-28" },   { "2026-12-31", 12, "2027-12-31" },
        { "2026-03-31", -1, "2026-02-28" },  { "2026-01-15", -1, "2025-12-15" },
        { "2024-02-29", -12, "2023-02-28" }, { "2026-01-01", 0, "2026-01-01" },
        { "2026-01-01", -13, "2024-12-01" },
    };
    ARENA_AUTO a = arena_new(1 << 16);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct day d;
        CHECK(day_parse(str_of(rows[i].from), &d));
        CHECK_STR(day_format(a, day_add_months(d, rows[i].months)), str_of(rows[i].to));
    }
    CHECK(day_absent(day_add_months(day_from_ymd(9999, 12, 1), 1)));
    CHECK(day_absent(day_add_months(day_from_ymd(1, 1, 1), -1)));
    CHECK(day_absent(day_add_months(day_from_ymd(2026, 1, 1), INT32_MAX)));
    CHECK(day_absent(day_add_months(day_from_ymd(2026, 1, 1), INT32_MIN)));
}

static void only_one_way_to_write_a_day(void **state)
{
    static const char *const bad[] = { "",           "2026-9-18",   "2026-09-18 ", " 2026-09-18",
                                       "20260918",   "2026/09/18",  "2026-02-29",  "1899-12-31",
                                       "2201-01-01", "2026-09-1",   "+026-09-18",  "2026-09-018",
                                       "2026-09",    "２026-09-18", "2026-0a-18",  "2026-09-18T" };
    struct day d = { 7 };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK(!day_parse(str_of(bad[i]), &d));
    CHECK(!day_parse(STR_NONE, &d));
    CHECK(d.n == 7);
    CHECK(day_parse(S("1900-01-01"), &d) && day_parse(S("2200-12-31"), &d));
}

static void instants_of_any_zone(void **state)
{
    static const struct {
        const char *text, *shown;
        int ms;
    } rows[] = {
        { "2026-09-18T10:00:00+08:00", "2026-09-18T10:00:00+08:00", 0 },
        { "2026-09-18T02:00:00Z", "2026-09-18T10:00:00+08:00", 0 },
        { "2026-09-18t02:00:00z", "2026-09-18T10:00:00+08:00", 0 },
        { "2026-09-17T22:30:00-03:30", "2026-09-18T10:00:00+08:00", 0 },
        { "2026-09-18T02:00:00.5Z", "2026-09-18T10:00:00+08:00", 500 },
        { "2026-09-18T02:00:00.123456789Z", "2026-09-18T10:00:00+08:00", 123 },
        { "2026-12-31T23:59:59-00:00", "2027-01-01T07:59:59+08:00", 0 },
        { "1912-01-01T00:00:00.001+08:00", "1912-01-01T00:00:00+08:00", 1 },
    };
    ARENA_AUTO a = arena_new(1 << 16);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct instant t;
        CHECK(instant_parse(str_of(rows[i].text), &t));
        CHECK_STR(instant_format(a, t), str_of(rows[i].shown));
        CHECK(((t.ms % 1000) + 1000) % 1000 == rows[i].ms);
    }
}

static void no_instant(void **state)
{
    static const char *const bad[] = {
        "",
        "2026-09-18",
        "2026-09-18T10:00:00",
        "2026-09-18 10:00:00Z",
        "2026-09-18T24:00:00Z",
        "2026-09-18T10:60:00Z",
        "2026-09-18T10:00:60Z",
        "2026-09-18T10:00Z",
        "2026-09-18T10:00:00.Z",
        "2026-09-18T10:00:00.1234567890Z",
        "2026-09-18T10:00:00+0800",
        "2026-09-18T10:00:00+24:00",
        "2026-09-18T10:00:00+08:60",
        "2026-09-18T10:00:00+08:00 ",
        "2026-09-18T10:00:00 Z",
        "2026-02-29T10:00:00Z",
        "1970-01-01T00:00:00Z", /* means none */
        "1970-01-01T08:00:00+08:00",
    };
    struct instant t = { 7 };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK(!instant_parse(str_of(bad[i]), &t));
    CHECK(t.ms == 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_agree_with_the_c_library),
        cmocka_unit_test(no_such_day),
        cmocka_unit_test(a_day_begins_at_midnight_in_shanghai),
        cmocka_unit_test(nothing_stays_nothing),
        cmocka_unit_test(months_end_where_the_month_ends),
        cmocka_unit_test(only_one_way_to_write_a_day),
        cmocka_unit_test(instants_of_any_zone),
        cmocka_unit_test(no_instant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
