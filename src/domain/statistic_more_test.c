/* Statistics of what is received, told, handled and held to account, counted by hand. */
#include "domain/statistic_world.h"

static void names_count_when_they_are_verified(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t r[6];
    for (int i = 0; i < 6; i++)
        r[i] = report(&s, COUNTY, "CH_WEB", i == 5 ? "CAT_SUGGEST" : "CAT_REPORT", 1, 1 + i);
    FACT(&s, r[0], 5, .kind = "E_RN_VERIFIED", .report = r[0]);
    FACT(&s, r[0], 5, .kind = "E_RN_FAILED");    /* tried before: once is enough */
    FACT(&s, r[1], 40, .kind = "E_RN_VERIFIED"); /* in October, of a report of September */
    FACT(&s, r[2], 9, .kind = "E_RN_FAILED");
    FACT(&s, r[3], 9, .kind = "E_RN_VERIFIED", .report = 77); /* another reporter's of the matter */
    FACT(&s, r[4], 9, .kind = "E_RN_VERIFIED");
    FACT(&s, r[4], 9, .kind = "E_REPEAT");      /* no first report */
    FACT(&s, r[5], 9, .kind = "E_RN_VERIFIED"); /* a suggestion */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S03", NULL, 4, -1);
    is(&l, "S05", NULL, 2, 4);
    is(&l, "S05", "FAILED", 1, 4);
}

static void letters_count_when_both_signed(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1);
    FACT(&s, m, 5, .kind = "E_COMMIT_SIGNED", .report = m);
    FACT(&s, m, 6, .kind = "E_COMMIT_SIGNED", .report = m); /* written twice: one letter */
    FACT(&s, m, 7, .kind = "E_COMMIT_SIGNED", .report = 78);
    FACT(&s, m, 31, .kind = "E_COMMIT_SIGNED", .report = 79); /* October */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S07", NULL, 2, -1);
}

static void acts_towards_other_bodies(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m = matter(&s, NULL, 0);
    FACT(&s, m, 2, .kind = "E_REFERRED", .to = "ST_REFERRED_DOWN");
    FACT(&s, m, 3, .kind = "E_REFERRED", .to = "ST_REFERRED_DOWN");
    FACT(&s, m, 3, .kind = "E_REFERRED", .to = "ST_REFERRED_SIDE");
    FACT(&s, m, 3, .kind = "E_REFERRED", .to = "ST_REFERRED_UP");
    FACT(&s, m, 3, .kind = "E_ENTRUSTED", .to = "ST_ENTRUSTED");
    FACT(&s, m, 3, .kind = "E_SUPERVISED");
    FACT(&s, m, 30, .kind = "E_SUPERVISED");
    FACT(&s, m, 31, .kind = "E_SUPERVISED"); /* October */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S12", "DOWN", 2, -1);
    is(&l, "S12", "SIDE", 1, -1);
    is(&l, "S12", "UP", 1, -1);
    is(&l, "S12", "ENTRUSTED", 1, -1);
    is(&l, "S12", "SUPERVISED", 2, -1);
}

static void leads_are_disposed_of_once_by_the_last_way(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t two = matter(&s, NULL, 0), none = matter(&s, NULL, 0), one = matter(&s, NULL, 0);
    int64_t first = lead(&s, two, NULL);
    lead(&s, two, NULL);
    lead(&s, one, NULL);
    FACT(&s, two, 2, .kind = "E_DISPOSAL", .move = "T17");                /* both: a talk */
    FACT(&s, two, 9, .kind = "E_DISPOSAL", .move = "T21", .lead = first); /* doubts: checked */
    FACT(&s, none, 5, .kind = "E_DISPOSAL", .move = "T19");               /* no lead written down */
    FACT(&s, one, 5, .kind = "E_DISPOSAL", .move = "T20");
    FACT(&s, one, 31, .kind = "E_DISPOSAL", .move = "T18"); /* October */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S13", NULL, 4, -1);
    is(&l, "S14", "DISP_TALK", 1, 4);
    is(&l, "S14", "DISP_VERIFY", 1, 4);
    is(&l, "S14", "DISP_HOLD", 1, 4);
    is(&l, "S14", "DISP_DISMISS", 1, 4);
    is(&l, "S14", "TALKS", 2, -1);
}

static void cases_and_sanctions_by_level(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t village = matter(&s, "LV_VILLAGE", 0), open = matter(&s, NULL, 0);
    lead(&s, village, "FIND_TRUE");
    lead(&s, village, "FIND_FALSE");
    int64_t part = lead(&s, village, "FIND_PART");
    FACT(&s, village, 2, .kind = "E_CASE_FILED");                       /* three leads */
    FACT(&s, open, 3, .kind = "E_CASE_FILED");                          /* none written down: one */
    FACT(&s, village, 9, .kind = "E_SANCTION", .outcome = "SANC_BOTH"); /* the two found */
    FACT(&s, village, 12, .kind = "E_SANCTION", .outcome = "SANC_GOV", .lead = part);
    FACT(&s, open, 12, .kind = "E_SANCTION", .outcome = "SANC_PARTY");
    FACT(&s, open, 31, .kind = "E_SANCTION", .outcome = "SANC_PARTY"); /* October */
    FACT(&s, village, 9, .kind = "E_FORM", .outcome = "FORM_2");       /* two persons */
    FACT(&s, open, 9, .kind = "E_FORM", .outcome = "FORM_1");
    FACT(&s, open, 10, .kind = "E_FORM", .outcome = "FORM_1"); /* once more: person-times */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S15", NULL, 4, -1);
    is(&l, "S15", "LV_VILLAGE", 3, 4);
    is(&l, "S15", "LV_NONE", 1, 4);
    is(&l, "S16", NULL, 4, -1);
    is(&l, "S16", "SANC_PARTY", 3, 4); /* both kinds: a party sanction too */
    is(&l, "S16", "SANC_GOV", 1, 4);
    is(&l, "S16", "LV_VILLAGE", 3, 4);
    is(&l, "S17", NULL, 4, -1);
    is(&l, "S17", "FORM_1", 2, 4);
    is(&l, "S17", "FORM_2", 2, 4);
    is(&l, "S17", "FORM_4", 0, 4);
}

static void found_of_the_leads_concluded(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m = matter(&s, NULL, 0), early = matter(&s, NULL, 0);
    static const char *const findings[] = { "FIND_TRUE", "FIND_PART",    "FIND_FALSE",
                                            "FIND_TRUE", "FIND_UNKNOWN", NULL };
    for (size_t i = 0; i < COUNT_OF(findings); i++)
        lead(&s, m, findings[i]);
    lead(&s, early, "FIND_TRUE");
    FACT(&s, m, 9, .kind = "E_CONCLUDED");
    FACT(&s, m, 19, .kind = "E_CONCLUDED"); /* after a recheck: once */
    FACT(&s, early, -9, .kind = "E_CONCLUDED");
    FACT(&s, early, 9, .kind = "E_CONCLUDED"); /* counted in August */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S18", NULL, 3, 5);
    is(&l, "S18", "FIND_TRUE", 2, 5);
    is(&l, "S18", "FIND_PART", 1, 5);
    is(&l, "S18", "FIND_FALSE", 1, 5);
    is(&l, "S18", "FIND_UNKNOWN", 1, 5);
}

static void terms_that_were_lengthened(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m[4];
    for (int i = 0; i < 4; i++) {
        m[i] = matter(&s, NULL, 0);
        clock_of(&s, m[i], COUNTY, i == 1 ? "D12" : "D10", 1, 20, 0);
    }
    FACT(&s, m[0], 9, .kind = "E_EXTENDED");
    FACT(&s, m[0], 19, .kind = "E_EXTENDED"); /* twice: one matter */
    FACT(&s, m[1], 40, .kind = "E_EXTENDED"); /* whenever it was */
    FACT(&s, m[2], 9, .kind = "E_EXTENDED");
    FACT(&s, m[2], 9, .kind = "E_CASE_FILED"); /* as in S09: apart */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S29", NULL, 2, 3);
}

static void not_accepted_and_why(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t r[5];
    for (int i = 0; i < 5; i++)
        r[i] = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, i == 4 ? 31 : 2);
    FACT(&s, r[0], 9, .kind = "E_NOT_ACCEPTED", .codes = "doc=N03 reason=1");
    FACT(&s, r[1], 40, .kind = "E_NOT_ACCEPTED", .codes = "doc=N03 reason=2"); /* received in W */
    FACT(&s, r[1], 41, .kind = "E_REOPENED", .move = "T48"); /* upheld in October */
    FACT(&s, r[1], 42, .kind = "E_NOT_ACCEPTED", .codes = "doc=N03 reason=3"); /* the last counts */
    FACT(&s, r[4], 9, .kind = "E_NOT_ACCEPTED", .codes = "doc=N03 reason=1");
    FACT(&s, r[2], 9, .kind = "E_REOPENED", .move = "T48");
    FACT(&s, r[3], 9, .kind = "E_REOPENED", .move = "T44"); /* new facts: no complaint */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S30", NULL, 2, 4);
    is(&l, "S30", "REASON_1", 1, 2);
    is(&l, "S30", "REASON_2", 0, 2);
    is(&l, "S30", "REASON_3", 1, 2);
    is(&l, "S30", "UPHELD", 1, -1);
}

static void late_on_the_last_day_of_the_window(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m[6];
    for (int i = 0; i < 6; i++)
        m[i] = matter(&s, NULL, 0);
    clock_of(&s, m[0], COUNTY, "D10", -200, 1, 0);     /* 30 days late */
    clock_of(&s, m[0], COUNTY, "D21", 10, 30, 0);      /* the same matter, later */
    clock_of(&s, m[1], COUNTY, "D11", -200, 0, 0);     /* 31 days */
    clock_of(&s, m[2], COUNTY, "D12", -200, -150, 31); /* 181 days, done the day after */
    clock_of(&s, m[3], COUNTY, "D12", -200, 9, 30);    /* done before */
    clock_of(&s, m[4], COUNTY, "D12", -200, 31, 0);    /* due on the day */
    clock_of(&s, m[5], COUNTY, "D04", -200, 9, 0);     /* another clock */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S31", NULL, 3, -1);
    is(&l, "S31", "LATE_30", 1, 3);
    is(&l, "S31", "LATE_90", 1, 3);
    is(&l, "S31", "LATE_180", 0, 3);
    is(&l, "S31", "LATE_MORE", 1, 3);
    l = listed(&s, COUNTY, 1, 400, false); /* not past today */
    is(&l, "S31", NULL, 3, -1);
}

static void breaches_and_what_became_of_them(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t a = matter(&s, NULL, 0), b = matter(&s, NULL, 0);
    FACT(&s, a, 2, .kind = "E_BREACH", .codes = "breach=V03");
    FACT(&s, a, 3, .kind = "E_BREACH", .codes = "breach=V06");
    FACT(&s, b, 3, .kind = "E_BREACH", .codes = "breach=V06");
    FACT(&s, a, 20, .kind = "E_ACCOUNTABLE", .codes = "breach=V03", .outcome = "ACC_NONE");
    FACT(&s, a, 21, .kind = "E_BREACH", .codes = "breach=V99"); /* of no list; not decided yet */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S32", NULL, 4, -1);
    is(&l, "S32", "V03", 1, 4);
    is(&l, "S32", "V06", 2, 4);
    is(&l, "S32", "V01", 0, 4);
    is(&l, "S32", "OTHER", 1, 4);
    is(&l, "S32", "ACCOUNTABLE", 1, -1);
    is(&l, "S32", "ACC_NONE", 1, -1);
    is(&l, "S32", "ACC_NOTICE", 0, -1);
    is(&l, "S32", "UNDECIDED", 2, -1);
    /* a decision on one breach decides on no other */
    FACT(&s, a, 22, .kind = "E_ACCOUNTABLE", .codes = "breach=V99", .outcome = "ACC_NOTICE");
    l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S32", "UNDECIDED", 2, -1);
    FACT(&s, a, 23, .kind = "E_ACCOUNTABLE", .codes = "dossier=1 breach=V06",
         .outcome = "ACC_TALK");
    l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S32", "UNDECIDED", 1, -1);
}

static void false_accusation_beside_all_reports(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 2);
    report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 3);
    FACT(&s, m, 9, .kind = "E_FA_APPROVED", .subproc = 51);
    FACT(&s, m, 12, .kind = "E_FA_APPROVED", .subproc = 51); /* handled: the same person */
    FACT(&s, m, 12, .kind = "E_CLARIFIED", .subproc = 52);
    FACT(&s, m, 12, .kind = "E_CLARIFIED", .subproc = 53);
    FACT(&s, m, 13, .kind = "E_CLARIFY", .subproc = 54); /* not done yet */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S33", "FALSE", 1, 2);
    is(&l, "S33", "CLEARED", 2, -1);
}

static void protection_of_the_province_only(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m = matter(&s, NULL, 0);
    FACT(&s, m, 2, .kind = "E_PROTECT", .to = "PR_ASKED");
    FACT(&s, m, 3, .kind = "E_PROTECT", .from = "PR_ASKED", .to = "PR_ASSESSED");
    FACT(&s, m, 4, .kind = "E_PROTECT", .from = "PR_ASSESSED", .to = "PR_MEASURES");
    FACT(&s, m, 5, .kind = "E_PROTECT"); /* reviewed */
    FACT(&s, m, 6, .kind = "E_PROTECT", .to = "PR_ASKED");
    FACT(&s, m, 7, .kind = "E_BREACH", .codes = "breach=V10");
    struct statistic_list l = listed(&s, 330000, 1, 31, false);
    is(&l, "S35", "ASKED", 2, -1);
    is(&l, "S35", "GRANTED", 1, -1);
    is(&l, "S35", "RETALIATION", 1, -1);
    l = listed(&s, COUNTY, 1, 31, false);
    for (size_t i = 0; i < l.n; i++)
        CHECK(!str_eq(l.items[i].id, S("S35")));
}

static void how_often_a_report_was_passed_on(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t once = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 2);
    int64_t often = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 2), next = matter(&s, NULL, 0);
    report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 2); /* never */
    world_write(s.w, Q_TEST_STAT_LINK, INT(often), INT(1), INT(next));
    FACT(&s, once, 3, .kind = "E_ENTRUSTED");
    FACT(&s, often, 3, .kind = "E_REFERRED");
    FACT(&s, often, 40, .kind = "E_REFERRED"); /* whenever it was */
    FACT(&s, next, 50, .kind = "E_REFERRED");
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S36", NULL, 4, 3);
    CHECK_STR(found(&l, "S36", NULL)->text, S("1.33"));
    is(&l, "S36", "OFTEN", 1, 3);
}

static void days_to_an_answer(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t r = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 1);
    static const struct {
        const char *sender;
        int day;
    } g[] = { { "REPORTER", 2 }, { "REPORTER", 4 }, { "BODY", 5 },
              { "REPORTER", 9 }, { "BODY", 19 },    { "REPORTER", 20 } };
    for (size_t i = 0; i < COUNT_OF(g); i++)
        world_write(s.w, Q_TEST_STAT_MESSAGE, INT(s.next++), INT(r), INT(r), INT((int64_t)i),
                    TEXT(str_of(g[i].sender)), on(&s, g[i].day));
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S37", NULL, 3, -1); /* of 1, 3, 10 */
    is(&l, "S37", "ANSWERED", 3, 4);
    l = listed(&s, COUNTY, 4, 9, false); /* the second alone, answered on the fifth */
    is(&l, "S37", NULL, 1, -1);
    is(&l, "S37", "ANSWERED", 1, 1);
}

static void withdrawn_and_in_fear(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t r[5];
    for (int i = 0; i < 5; i++)
        r[i] = report(&s, COUNTY, "CH_WEB", i == 4 ? "CAT_SUGGEST" : "CAT_REPORT", 1, 2);
    for (int i = 0; i < 5; i++)
        if (i != 3)
            FACT(&s, r[i], 50, .kind = "E_WITHDRAWN");
    FACT(&s, r[0], 20, .kind = "E_PROTECT", .to = "PR_ASKED"); /* 30 days before */
    FACT(&s, r[1], 19, .kind = "E_PROTECT", .to = "PR_ASKED"); /* 31 days before */
    FACT(&s, r[2], 51, .kind = "E_PROTECT", .to = "PR_ASKED"); /* afterwards */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S38", NULL, 3, 4);
    is(&l, "S38", "FLAGGED", 1, -1);
}

/* Whatever the public sees, the parts it does not see are two at least. */
static void the_new_parts_hide_their_complements(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t r[30];
    for (int i = 0; i < 30; i++) {
        r[i] = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 2);
        FACT(&s, r[i], 9, .kind = i < 20 ? "E_RN_VERIFIED" : i < 23 ? "E_RN_FAILED" : "E_MESSAGE");
        FACT(&s, r[i], 9, .kind = "E_BREACH", .codes = i < 28 ? "breach=V03" : "breach=V06");
    }
    struct statistic_list l = listed(&s, COUNTY, 1, 31, true);
    CHECK(found(&l, "S05", "FAILED")->hidden);
    CHECK(!found(&l, "S05", NULL)->hidden); /* 7 without a name go with the 3 */
    is(&l, "S32", NULL, 30, -1);
    CHECK(found(&l, "S32", "V06")->hidden && found(&l, "S32", "V03")->hidden);
    for (int i = 0; i < 5; i++) /* the first reports are 25 now, and repeats 5 */
        FACT(&s, r[i], 10, .kind = "E_REPEAT");
    l = listed(&s, COUNTY, 1, 31, true);
    is(&l, "S05", NULL, 15, 25);
    FACT(&s, r[4], 11, .kind = "E_NEW_EVIDENCE", .from = "ST_FILED_REPEAT"); /* repeats: 4 */
    l = listed(&s, COUNTY, 1, 31, true);
    CHECK(found(&l, "S03", NULL)->hidden && found(&l, "S05", NULL)->hidden);
    CHECK(found(&l, "S38", NULL)->hidden);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_count_when_they_are_verified),
        cmocka_unit_test(letters_count_when_both_signed),
        cmocka_unit_test(acts_towards_other_bodies),
        cmocka_unit_test(leads_are_disposed_of_once_by_the_last_way),
        cmocka_unit_test(cases_and_sanctions_by_level),
        cmocka_unit_test(found_of_the_leads_concluded),
        cmocka_unit_test(terms_that_were_lengthened),
        cmocka_unit_test(not_accepted_and_why),
        cmocka_unit_test(late_on_the_last_day_of_the_window),
        cmocka_unit_test(breaches_and_what_became_of_them),
        cmocka_unit_test(false_accusation_beside_all_reports),
        cmocka_unit_test(protection_of_the_province_only),
        cmocka_unit_test(how_often_a_report_was_passed_on),
        cmocka_unit_test(days_to_an_answer),
        cmocka_unit_test(withdrawn_and_in_fear),
        cmocka_unit_test(the_new_parts_hide_their_complements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
