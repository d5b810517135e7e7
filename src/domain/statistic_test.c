/* Statistics S01 to S11 and S34 against answers counted by hand; what of them the public sees. */
#include "domain/statistic_world.h"

static void per_cents_as_the_article_rounds(void **state)
{
    (void)state;
    static const struct {
        int64_t n, of;
        const char *text;
    } t[] = {
        { 0, 0, "0 / 0" },          { 12, 19, "12 / 19" },
        { 10, 20, "50 %" },         { 1, 99, "1 %" },
        { 44, 47, "94 %" },         { 221, 261, "84.7 %" },
        { 1, 200, "0.5 %" },        { 199, 200, "99.5 %" },
        { 93, 1000, "9.30 %" },     { 19910, 21395, "93.06 %" },
        { 1985, 21395, "9.28 %" },  { 5, 100000, "0.01 %" },
        { 1000, 1000, "100.00 %" }, { 25, 50, "50 %" },
        { 1, 40, "3 %" },           { 500, 1000000000000, "0.00 %" },
    };
    ARENA_AUTO a = arena_new(1 << 16);
    for (size_t i = 0; i < COUNT_OF(t); i++)
        CHECK_STR(percent_text(a, t[i].n, t[i].of), str_of(t[i].text));
}

static void reports_are_counted_where_and_when_they_came(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1);           /* first day: in */
    report(&s, COUNTY, "CH_LETTER", "CAT_REPORT", 0, 30);       /* last day: in */
    report(&s, COUNTY, "CH_WEB", "CAT_SUGGEST", 0, 15);         /* in S01, not in S02 */
    report(&s, WORLD_TOWNSHIP, "CH_VISIT", "CAT_REPORT", 0, 9); /* below the county */
    report(&s, OTHER, "CH_WEB", "CAT_REPORT", 0, 9);            /* elsewhere */
    report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 31);          /* October */
    report(&s, COUNTY, "CH_DAILY", "CAT_REPORT", 1, 9);         /* no report */
    int64_t id = s.next++;
    world_write(s.w, Q_TEST_STAT_REPORT, INT(id), INT(COUNTY), TEXT(S("CH_WEB")),
                TEXT(S("CAT_REPORT")), INT(0), on(&s, 9), TEXT(S("UNDONE")));
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S01", NULL, 4, -1);
    is(&l, "S02", NULL, 3, -1);
    is(&l, "S03", NULL, 3, -1);
    is(&l, "S04", "CH_WEB", 2, 4);
    is(&l, "S04", "CH_LETTER", 1, 4);
    is(&l, "S04", "CH_VISIT", 1, 4);
    is(&l, "S04", "CH_PHONE", 0, 4);
    is(&l, "S04", "CAT_REPORT", 3, 4);
    is(&l, "S04", "CAT_SUGGEST", 1, 4);
    is(&l, "S04", "LV_NONE", 3, 3);
    l = listed(&s, 330400, 1, 31, false);
    is(&l, "S01", NULL, 4, -1);
    l = listed(&s, 330000, 1, 31, false);
    is(&l, "S01", NULL, 5, -1);
    l = listed(&s, WORLD_TOWNSHIP, 1, 31, false);
    is(&l, "S01", NULL, 1, -1);
}

/* Staff corrected the category; the report went on to a second matter, whose codes count. */
static void categories_are_those_at_the_cut_off(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t r = report(&s, COUNTY, "CH_WEB", "CAT_PETITION", 1, 3), m = s.next++;
    world_write(s.w, Q_TEST_STAT_MATTER, INT(m), INT(WORLD_TOWNSHIP), TEXT(S("CAT_REPORT")),
                TEXT(S("LV_VILLAGE")), TEXT(S("TP_LAND")), INT(1), on(&s, 5), NONE);
    world_write(s.w, Q_TEST_STAT_LINK, INT(r), INT(1), INT(m));
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S01", NULL, 1, -1);
    is(&l, "S02", NULL, 1, -1);
    is(&l, "S04", "CAT_REPORT", 1, 1);
    is(&l, "S04", "LV_VILLAGE", 1, 1);
    is(&l, "S04", "TP_LAND", 1, 1);
    l = listed(&s, WORLD_TOWNSHIP, 1, 31, false); /* received by the county */
    is(&l, "S01", NULL, 0, -1);
}

/* X2: S01 +1, S03 +0, S28 +1. */
static void a_repeat_is_no_new_matter(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    for (int i = 0; i < 3; i++)
        report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 2 + i);
    int64_t again = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 20);
    int64_t back = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 21);
    event(&s, again, COUNTY, "E_REPEAT", 22, 22);
    event(&s, back, COUNTY, "E_REPEAT", 22, 22);
    world_write(s.w, Q_TEST_STAT_EVENT, INT(s.next++), INT(back), INT(s.next++), INT(COUNTY),
                TEXT(S("E_NEW_EVIDENCE")), TEXT(S("ST_FILED_REPEAT")), on(&s, 25), on(&s, 25));
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S01", NULL, 5, -1);
    is(&l, "S02", NULL, 5, -1);
    is(&l, "S03", NULL, 4, -1); /* T13 took the second one back */
    is(&l, "S28", NULL, 1, 5);
}

static void notices_count_when_they_are_delivered(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 3);
    notice(&s, m, "N01", 10);
    notice(&s, m, "N01", 35); /* October */
    notice(&s, m, "N01", 0);  /* never */
    notice(&s, m, "N03", 10); /* another paper */
    notice(&s, report(&s, OTHER, "CH_WEB", "CAT_REPORT", 1, 3), "N01", 10);
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S06", NULL, 1, -1);
    l = listed(&s, 330000, 1, 31, false);
    is(&l, "S06", NULL, 2, -1);
}

static void told_in_time_by_the_due_date_of_D04(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m[9];
    for (int i = 0; i < 8; i++) {
        m[i] = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", i != 4, 1);
        clock_of(&s, m[i], COUNTY, "D04", 1, i == 5 ? 40 : 20, i == 3 ? 0 : 12);
    }
    notice(&s, m[0], "N01", 20); /* on the day: in time */
    notice(&s, m[1], "N03", 21); /* a day late */
    notice(&s, m[2], "N01", 0);  /* decided, made, never delivered */
    /* m[3] still runs and nothing was told: in the denominator */
    notice(&s, m[4], "N01", 12); /* anonymous: not counted */
    notice(&s, m[5], "N01", 12); /* due in October */
    /* m[6]: stopped in time without a notice: it went elsewhere */
    notice(&s, m[7], "N01", 12);
    clock_of(&s, m[7], COUNTY, "D04", 15, 29, 0); /* a second one, restarted: not counted */
    m[8] = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1);
    clock_of(&s, m[8], COUNTY, "D04", 1, 20, 25); /* stopped late without a notice */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S08", NULL, 2, 6); /* 0 7 of 0 1 2 3 7 8 */
}

static void concluded_by_the_first_due_date(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m[8];
    for (int i = 0; i < 8; i++)
        m[i] = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1);
    clock_of(&s, m[0], COUNTY, "D10", 1, 20, 20);
    event(&s, m[0], COUNTY, "E_CONCLUDED", 20, 20); /* in time: 19 days */
    clock_of(&s, m[1], COUNTY, "D11", 1, 20, 24);
    event(&s, m[1], COUNTY, "E_CONCLUDED", 24, 24); /* late: 23 days */
    clock_of(&s, m[2], COUNTY, "D12", 1, 20, 0);    /* open */
    /* extended from the 20th to the 40th, done on the 33rd: late, but in time with the extension */
    world_write(s.w, Q_TEST_STAT_CLOCK, INT(s.next++), INT(m[3]), INT(COUNTY), TEXT(S("D10")),
                on(&s, 1), on(&s, 40), TEXT(S("STOPPED")), INT(1), on(&s, 20), on(&s, 33));
    event(&s, m[3], COUNTY, "E_CONCLUDED", 33, 33); /* 32 days */
    clock_of(&s, m[4], COUNTY, "D10", 1, 20, 10);   /* filed as a case: apart */
    event(&s, m[4], COUNTY, "E_CASE_FILED", 10, 10);
    clock_of(&s, m[5], COUNTY, "D10", 1, 31, 5); /* due in October */
    event(&s, m[5], COUNTY, "E_CONCLUDED", 5, 5);
    clock_of(&s, m[6], COUNTY, "D15", 1, 20, 5); /* another clock */
    /* reopened: its second clock is due in the window, its first was due before */
    clock_of(&s, m[7], COUNTY, "D10", -30, 0, -1);
    event(&s, m[7], COUNTY, "E_CONCLUDED", -1, -1);
    clock_of(&s, m[7], COUNTY, "D10", 5, 25, 0);
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S09", NULL, 1, 4);
    is(&l, "S09b", NULL, 2, 4);
    is(&l, "S09c", NULL, 23, -1); /* of 19, 23, 32 */
    is(&l, "S09", "FILED", 1, -1);
    l = listed(&s, OTHER, 1, 31, false);
    is(&l, "S09", NULL, 0, 0);
    CHECK_STR(found(&l, "S09c", NULL)->text, S("-"));
}

static void a_merged_matter_ends_with_its_lead(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t lead = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1), m = s.next++;
    world_write(s.w, Q_TEST_STAT_MATTER, INT(m), INT(COUNTY), TEXT(S("CAT_REPORT")), NONE, NONE,
                INT(1), on(&s, 1), INT(lead));
    clock_of(&s, m, COUNTY, "D10", 1, 20, 5);
    event(&s, lead, COUNTY, "E_CONCLUDED", 18, 18);
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S09", NULL, 1, 1);
}

static void accepted_and_concluded_by_the_cut_off(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m[4];
    for (int i = 0; i < 4; i++) {
        m[i] = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1);
        event(&s, m[i], COUNTY, "E_ACCEPTED", i == 2 ? 31 : 5, 5);
    }
    event(&s, m[0], COUNTY, "E_CONCLUDED", 60, 60);
    event(&s, m[0], COUNTY, "E_CONCLUDED", 70, 70); /* after a recheck: once */
    event(&s, m[3], COUNTY, "E_ACCEPTED", 9, 9);    /* reopened: once */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S10", NULL, 1, 3);
    world_time(s.w, "2026-10-29T10:00:00+08:00"); /* the 59th day */
    l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S10", NULL, 0, 3);
}

static void results_told_by_the_due_date_of_D15(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m[5];
    for (int i = 0; i < 5; i++) {
        m[i] = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", i != 3, 1);
        clock_of(&s, m[i], COUNTY, "D15", 1, 20, i == 2 ? 0 : 15);
    }
    notice(&s, m[0], "N13", 15);
    notice(&s, m[1], "N13", 25); /* late */
    notice(&s, m[3], "N13", 15); /* anonymous */
    /* m[2] waits; m[4] was entrusted: the body below tells */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S11", NULL, 1, 3);
}

static void days_between_fact_and_entry(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1);
    for (int i = 0; i < 18; i++)
        event(&s, m, COUNTY, "E_MESSAGE", 3, 3);
    event(&s, m, COUNTY, "E_MESSAGE", 3, 10);  /* 7 days */
    event(&s, m, COUNTY, "E_MESSAGE", 3, 33);  /* 30 days: above the 95th of 20 */
    event(&s, m, COUNTY, "E_MESSAGE", 31, 90); /* October */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S34", "MEDIAN", 0, -1);
    is(&l, "S34", "P95", 7, -1);
}

static void shares_add_up_to_a_hundred(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    for (int i = 0; i < 21; i++)
        report(&s, COUNTY,
               i < 7    ? "CH_WEB"
               : i < 14 ? "CH_LETTER"
                        : "CH_VISIT",
               "CAT_REPORT", 0, 1 + i);
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    CHECK_STR(found(&l, "S04", "CH_LETTER")->text, S("34 %")); /* the first of the three */
    CHECK_STR(found(&l, "S04", "CH_VISIT")->text, S("33 %"));
    CHECK_STR(found(&l, "S04", "CH_WEB")->text, S("33 %"));
    CHECK_STR(found(&l, "S04", "CAT_REPORT")->text, S("100 %"));
}

static void small_cells_and_what_gives_them_away_are_hidden(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    for (int i = 0; i < 12; i++)
        report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 0, 1 + i);
    for (int i = 0; i < 6; i++)
        report(&s, COUNTY, "CH_LETTER", "CAT_REPORT", 0, 1 + i);
    report(&s, COUNTY, "CH_VISIT", "CAT_REPORT", 0, 3);
    struct statistic_list l = listed(&s, COUNTY, 1, 31, true);
    is(&l, "S01", NULL, 19, -1);
    is(&l, "S04", "CH_WEB", 12, 19);
    CHECK(found(&l, "S04", "CH_VISIT")->hidden);
    CHECK_STR(found(&l, "S04", "CH_VISIT")->text, S("<5"));
    CHECK(found(&l, "S04", "CH_VISIT")->numerator == 0);
    CHECK(found(&l, "S04", "CH_LETTER")->hidden); /* 19 - 12 - 6 would tell */
    CHECK_STR(found(&l, "S04", "CH_LETTER")->text, S("*"));
    CHECK(!found(&l, "S04", "CH_PHONE")->hidden);
    CHECK(!found(&l, "S02", NULL)->hidden && !found(&l, "S03", NULL)->hidden);
    int64_t again = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 0, 20);
    event(&s, again, COUNTY, "E_REPEAT", 22, 22);
    l = listed(&s, COUNTY, 1, 31, true);
    CHECK(found(&l, "S28", NULL)->hidden && found(&l, "S03", NULL)->hidden);
    report(&s, COUNTY, "CH_WEB", "CAT_SUGGEST", 0, 20); /* 21 - 20 would tell: S02 goes */
    l = listed(&s, COUNTY, 1, 31, true);
    CHECK(found(&l, "S02", NULL)->hidden && found(&l, "S04", "LV_NONE")->hidden);
    CHECK(!found(&l, "S01", NULL)->hidden);
    l = listed(&s, WORLD_TOWNSHIP, 1, 31, true);
    CHECK(!found(&l, "S01", NULL)->hidden); /* none is none */
    int64_t one = report(&s, WORLD_TOWNSHIP, "CH_WEB", "CAT_REPORT", 0, 1);
    event(&s, one, WORLD_TOWNSHIP, "E_REGISTERED", 1, 8);
    l = listed(&s, WORLD_TOWNSHIP, 1, 31, true);
    for (size_t i = 0; i < l.n; i++) /* the total is hidden: so is every part of it */
        CHECK(l.items[i].hidden || !str_eq(l.items[i].id, S("S04")));
    CHECK(found(&l, "S36", NULL)->hidden); /* one report's way, one event's days */
    CHECK(found(&l, "S34", "MEDIAN")->hidden && found(&l, "S34", "P95")->hidden);
    CHECK_STR(found(&l, "S34", "MEDIAN")->text, S("*"));
}

static void the_public_sees_months_and_of_townships_years(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    struct ctx *c = &s.w->ctx;
    struct statistic_list l = listed(&s, COUNTY, 10, 12, true);
    CHECK_STR(day_format(c->arena, l.items[0].from), S("2026-09-01"));
    CHECK_STR(day_format(c->arena, l.items[0].to), S("2026-10-01"));
    l = listed(&s, COUNTY, 1, 31, true); /* a month as it is */
    CHECK_STR(day_format(c->arena, l.items[0].to), S("2026-10-01"));
    l = listed(&s, WORLD_TOWNSHIP, 1, 31, true);
    CHECK_STR(day_format(c->arena, l.items[0].from), S("2026-01-01"));
    CHECK_STR(day_format(c->arena, l.items[0].to), S("2027-01-01"));
    l = listed(&s, COUNTY, 10, 12, false);
    CHECK_STR(day_format(c->arena, l.items[0].from), S("2026-09-10"));
    struct day d = { s.zero };
    WORLD_FAULT(c, statistic_list(c, 999999, d, (struct day){ s.zero + 1 }, true, &l),
                ERR_NOT_FOUND, "statistic.no_body");
    WORLD_MISTAKE(c, statistic_list(c, COUNTY, d, d, true, &l), "to", "statistic.window");
}

static void the_articles_figures_stay_apart(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    struct imported_list l;
    WORLD_OK(&s.w->ctx, imported_figures(&s.w->ctx, &l));
    CHECK(l.n == 13);
    CHECK_STR(l.items[0].id, S("F01"));
    CHECK_STR(l.items[0].name_key, S("figure.F01"));
    CHECK_STR(l.items[0].window, S("2007/2011"));
    CHECK_STR(l.items[10].printed, S("93.6%"));
    CHECK(l.items[10].numerator == 44 && l.items[10].denominator == 47);
    CHECK_STR(l.items[7].gap_key, S("figure.F08.gap"));
    CHECK(l.items[7].denominator == -1);
    for (size_t i = 0; i < l.n; i++)
        CHECK(!str_empty(l.items[i].source));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(per_cents_as_the_article_rounds),
        cmocka_unit_test(reports_are_counted_where_and_when_they_came),
        cmocka_unit_test(categories_are_those_at_the_cut_off),
        cmocka_unit_test(a_repeat_is_no_new_matter),
        cmocka_unit_test(notices_count_when_they_are_delivered),
        cmocka_unit_test(told_in_time_by_the_due_date_of_D04),
        cmocka_unit_test(concluded_by_the_first_due_date),
        cmocka_unit_test(a_merged_matter_ends_with_its_lead),
        cmocka_unit_test(accepted_and_concluded_by_the_cut_off),
        cmocka_unit_test(results_told_by_the_due_date_of_D15),
        cmocka_unit_test(days_between_fact_and_entry),
        cmocka_unit_test(shares_add_up_to_a_hundred),
        cmocka_unit_test(small_cells_and_what_gives_them_away_are_hidden),
        cmocka_unit_test(the_public_sees_months_and_of_townships_years),
        cmocka_unit_test(the_articles_figures_stay_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
