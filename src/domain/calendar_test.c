#include "domain/calendar.h"

#include "domain/rules_test.h"

static const char *const shipped_years[] = { "calendar/2024.days", "calendar/2025.days",
                                             "calendar/2026.days", "calendar/2027.days" };

static const struct calendar *shipped_calendar(struct arena *a)
{
    struct data_file files[COUNT_OF(shipped_years)];
    struct fault f = { 0 };
    const struct calendar *c;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        files[i] = shipped(a, shipped_years[i]);
    if (calendar_load(a, files, COUNT_OF(files), &f, &c) != ERR_OK)
        fail_msg("%s", f.detail);
    return c;
}

static int worked_in(const struct calendar *c, int year)
{
    int n = 0;
    for (struct day d = day_from_ymd(year, 1, 1); d.n < day_from_ymd(year + 1, 1, 1).n; d.n++)
        n += calendar_is_workday(c, d);
    return n;
}

/* Counts as printed in domain.md 8.2. */
static void years_have_their_working_days(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct calendar *c = shipped_calendar(a);
    assert_int_equal(worked_in(c, 2024), 251);
    assert_int_equal(worked_in(c, 2025), 248);
    assert_int_equal(worked_in(c, 2026), 248);
}

static void swapped_days_off_days_and_plain_days(void **state)
{
    static const struct {
        int y, m, d;
        bool worked, exact;
    } days[] = {
        { 2024, 2, 9, true, true },   /* New Year's eve was worked in 2024 */
        { 2024, 2, 18, true, true },  /* a Sunday, swapped */
        { 2025, 1, 28, false, true }, /* a Tuesday, off */
        { 2026, 9, 20, true, true },  /* a Sunday, swapped */
        { 2026, 9, 19, false, true }, /* an ordinary Saturday */
        { 2026, 9, 18, true, true },  /* an ordinary Friday */
        { 2026, 12, 31, true, true },  { 2027, 1, 1, false, false }, /* known by law, but the notice
                                                                        is not out */
        { 2027, 2, 8, false, false },  { 2027, 9, 15, false, false }, { 2027, 9, 16, true, false },
        { 2031, 10, 2, false, false },                              /* no file: fixed holidays */
        { 2031, 10, 6, true, false },  { 2012, 5, 2, true, false }, /* the second labour day came in
                                                                       2025 */
        { 2028, 5, 2, false, false },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct calendar *c = shipped_calendar(a);
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        struct day d = day_from_ymd(days[i].y, days[i].m, days[i].d);
        if (calendar_is_workday(c, d) != days[i].worked || calendar_is_exact(c, d) != days[i].exact)
            fail_msg("%d-%d-%d", days[i].y, days[i].m, days[i].d);
    }
}

static void a_notice_replaces_its_year_only(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct calendar *old = shipped_calendar(a);
    struct fault f = { 0 };
    struct calendar_year y;
    struct data_file notice = { S("2027"), S("year 2027\nnotice \"gov.cn 202611/x\"\nstatus exact\n"
                                             "off 2027-02-05\nwork 2027-02-20\n") };
    CHECK(calendar_parse(a, notice, &f, &y) == ERR_OK);
    const struct calendar *c = calendar_with_year(a, old, &y);
    CHECK(calendar_is_workday(c, day_from_ymd(2027, 2, 20))); /* a Saturday */
    CHECK(calendar_is_exact(c, day_from_ymd(2027, 2, 20)));
    CHECK(calendar_is_workday(c, day_from_ymd(2027, 2, 8))); /* not in this notice */
    CHECK(calendar_is_workday(c, day_from_ymd(2026, 9, 20)));
    CHECK(!calendar_is_workday(old, day_from_ymd(2027, 2, 20)));
    CHECK_STR(calendar_year_of(c, 2027)->notice, S("gov.cn 202611/x"));
    CHECK(calendar_year_of(c, 2030) == NULL);
}

static void a_broken_file_is_named_with_its_line(void **state)
{
    static const struct {
        const char *text, *says;
    } files[] = {
        { "year 2027\nstatus exact\nnotice x\noff 2027-02-30\n", "t:4: no such date" },
        { "year 2027\nstatus exact\nnotice x\noff 2026-02-03\n", "t:4: 2026-02-03 is not in 2027" },
        { "off 2027-01-01\n", "t:1: the line \"year\"" },
        { "year 2027\n\n# c\noff 2027-01-01\nwork 2027-01-01\n", "t:5: 2027-01-01 stands twice" },
        { "year 2027\noff 2027-01-01\n", "\"status\" are needed" },
        { "year 2027\nstatus maybe\n", "t:2: status is exact" },
        { "year 2027\nstatus exact\n", "names its notice" },
        { "year 2027\nholiday 2027-01-01\n", "t:2: unknown word \"holiday\"" },
        { "year 2027 2028\n", "t:1: two words" },
        { "year 1066\n", "t:1: not a year" },
        { "", "are needed" },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct fault f = { 0 };
        struct calendar_year y;
        struct data_file file = { S("t"), str_of(files[i].text) };
        CHECK(calendar_parse(a, file, &f, &y) == ERR_INVALID);
        if (!strstr(f.detail, files[i].says))
            fail_msg("%s does not say %s", f.detail, files[i].says);
    }
    struct buf month = buf_new(a);
    buf_put(&month, S("year 2027\nstatus provisional\n"));
    for (int i = 1; i <= 28; i++)
        buf_fmt(&month, "off 2027-02-%02d\n", i);
    struct fault none = { 0 };
    struct calendar_year off;
    CHECK(calendar_parse(a, (struct data_file){ S("t"), buf_str(&month) }, &none, &off) ==
          ERR_INVALID);
    CHECK_DETAIL(&none, "a break of more than 27 days");
    struct data_file twice[2] = { shipped(a, "calendar/2026.days"),
                                  shipped(a, "calendar/2026.days") };
    struct fault f = { 0 };
    const struct calendar *c;
    CHECK(calendar_load(a, twice, 2, &f, &c) == ERR_INVALID);
    CHECK_DETAIL(&f, "a second file for 2026");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(years_have_their_working_days),
        cmocka_unit_test(swapped_days_off_days_and_plain_days),
        cmocka_unit_test(a_notice_replaces_its_year_only),
        cmocka_unit_test(a_broken_file_is_named_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
