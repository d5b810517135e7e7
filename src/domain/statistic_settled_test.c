/* Statistics of hearings, reviews, what is settled, made public and rated, counted by hand. */
#include "domain/statistic_world.h"

static void meetings_and_representatives(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t a = matter(&s, NULL, 0), b = matter(&s, NULL, 0);
    FACT(&s, a, 2, .kind = "E_CONSULT_CALLED");
    FACT(&s, a, 9, .kind = "E_CONSULT_HELD");
    FACT(&s, a, 19, .kind = "E_CONSULT_HELD");
    FACT(&s, b, 31, .kind = "E_CONSULT_HELD"); /* October */
    FACT(&s, a, 2, .kind = "E_REP_INVITED");
    FACT(&s, a, 9, .kind = "E_REP_JOINED");
    FACT(&s, a, 9, .kind = "E_REP_JOINED"); /* two persons, one matter */
    FACT(&s, b, 9, .kind = "E_REP_JOINED");
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S19", NULL, 2, -1);
    is(&l, "S20", NULL, 2, -1);
}

/* "Today" is 1 March 2027, the 182nd day: what was done on the first is over since the 181st. */
static void settled_by_word_or_by_quiet(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m[8];
    for (int i = 0; i < 8; i++) {
        m[i] = matter(&s, NULL, 0);
        FACT(&s, m[i], i == 1 ? 2 : 1, .kind = "E_REVIEW_DONE", .to = "ST_REVIEWED");
    }
    FACT(&s, m[0], 9, .kind = "E_CLOSED", .role = "RO_REPORTER"); /* confirmed */
    /* m[1]: done on the second, 180 days are over at the end of today: still in observation */
    int64_t again = matter(&s, NULL, m[2]);
    FACT(&s, again, 100, .kind = "E_REPEAT"); /* the same facts, before the window was over */
    int64_t late = matter(&s, NULL, m[3]);
    FACT(&s, late, 182, .kind = "E_REPEAT");  /* after it */
    FACT(&s, m[4], 9, .kind = "E_CLOSED");    /* time closed it: quiet all the same */
    FACT(&s, m[5], 9, .kind = "E_WITHDRAWN"); /* settles nothing by itself, but it is quiet */
    FACT(&s, m[6], 20, .kind = "E_RR_REQ");   /* was not content */
    FACT(&s, m[6], 40, .kind = "E_RR_DONE");  /* October */
    FACT(&s, m[7], 20, .kind = "E_RR_DONE");
    FACT(&s, m[7], 30, .kind = "E_SETTLED", .role = "RO_REPORTER");
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S23", NULL, 5, 7);        /* 0 3 4 5 7 of all but 1 */
    is(&l, "S23", "CONFIRMED", 2, 7); /* 0 7 */
    is(&l, "S23", "QUIET", 3, 7);
    is(&l, "S23", "OBSERVED", 1, -1);
    is(&l, "S24", NULL, 1, 1);
    is(&l, "S24", "CONFIRMED", 1, 1);
    is(&l, "S22", NULL, 5, 6); /* m[6] went on after its review: its re-review counts, in October */
    is(&l, "S22", "OBSERVED", 1, -1);
    l = listed(&s, COUNTY, 31, 61, false);
    is(&l, "S24", NULL, 0, 0);
    is(&l, "S24", "OBSERVED", 1, -1);
}

static void a_second_review_counts_alone(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m = matter(&s, NULL, 0);
    FACT(&s, m, 1, .kind = "E_REVIEW_DONE", .codes = "doc=N17 ruling=RV_REDO");
    FACT(&s, m, 20, .kind = "E_REVIEW_REQ");
    FACT(&s, m, 40, .kind = "E_REVIEW_DONE", .outcome = "RV_UPHOLD"); /* October */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S23", NULL, 0, 0);
    l = listed(&s, COUNTY, 1, 61, false);
    is(&l, "S23", "OBSERVED", 1, -1);
    is(&l, "S26", NULL, 1, 2);
}

static void reviews_that_changed_something(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    static const char *const rulings[] = { "doc=N17 ruling=RV_CHANGE", "doc=N17 ruling=RV_UPHOLD",
                                           "ruling=RV_REVOKE", "ruling=RV_UPHOLD" };
    for (size_t i = 0; i < COUNT_OF(rulings); i++)
        FACT(&s, matter(&s, NULL, 0), 9, .kind = "E_REVIEW_DONE", .codes = rulings[i]);
    FACT(&s, matter(&s, NULL, 0), 9, .kind = "E_REVIEW_DONE", .outcome = "RV_CHANGE");
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S26", NULL, 3, 5);
    is(&l, "S26", "RV_UPHOLD", 2, 5);
    is(&l, "S26", "RV_CHANGE", 2, 5);
    is(&l, "S26", "RV_REVOKE", 1, 5);
    is(&l, "S26", "RV_REDO", 0, 5);
}

static void results_made_public(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t a = matter(&s, NULL, 0), b = matter(&s, NULL, 0);
    FACT(&s, a, 9, .kind = "E_PUBLISHED", .codes = "form=PF_MEETING layer=LY_GROUP");
    FACT(&s, a, 19, .kind = "E_PUBLISHED", .codes = "form=PF_POSTED layer=LY_SOCIETY");
    FACT(&s, b, 19, .kind = "E_PUBLISHED", .codes = "form=PF_POSTED layer=LY_GROUP");
    FACT(&s, b, 31, .kind = "E_PUBLISHED", .codes = "form=PF_POSTED layer=LY_GROUP");
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S25", NULL, 3, -1);
    is(&l, "S25", "PF_MEETING", 1, 3);
    is(&l, "S25", "PF_POSTED", 2, 3);
    is(&l, "S25", "PF_MEDIA", 0, 3);
    is(&l, "S25", "RESULTS", 2, -1);
}

static void rating(struct small *s, int n, const char *target, int process, int attitude,
                   int result, int heard)
{
    for (int i = 0; i < n; i++) {
        int64_t id = s->next++;
        world_write(s->w, Q_TEST_STAT_RATING, BLOB(str_fmt(s->w->ctx.arena, "%lld", (long long)id)),
                    INT(COUNTY), TEXT(str_of(target)), INT(process), INT(attitude), INT(result),
                    on(s, 1), maybe(s, heard));
    }
}

static void heard_and_content(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    int64_t m[4];
    for (int i = 0; i < 4; i++) {
        m[i] = matter(&s, NULL, 0);
        FACT(&s, m[i], 9, .kind = "E_HEARING_HELD");
    }
    FACT(&s, m[0], 12, .kind = "E_HEARING_HELD"); /* a second session of the same matter */
    FACT(&s, m[0], 20, .kind = "E_CLOSED", .role = "RO_REPORTER");
    FACT(&s, m[1], 20, .kind = "E_OBJECTION");
    rating(&s, 2, "HANDLING", 3, 3, 1, 1);
    rating(&s, 1, "HANDLING", 1, 1, 2, 1);  /* not satisfied with the result */
    rating(&s, 1, "PETITION", 1, 1, 1, 1);  /* of the petition office */
    rating(&s, 1, "HANDLING", 1, 1, 1, 31); /* heard in October */
    rating(&s, 1, "HANDLING", 1, 1, 1, 0);  /* not heard */
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S21", NULL, 2, 4); /* the larger of two satisfied and one settled */
    is(&l, "S21", "SATISFIED", 2, 4);
    is(&l, "S21", "SETTLED", 1, 4);
    is(&l, "S21", "OBSERVED", 2, -1);
    is(&l, "S21", "SESSIONS", 5, -1);
}

static void rated_by_those_who_could(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    for (int i = 0; i < 12; i++) {
        int64_t r = report(&s, COUNTY, "CH_WEB", "CAT_REPORT", 1, 2);
        FACT(&s, r, i == 11 ? 40 : 9, .kind = "E_FEEDBACK"); /* one in October */
        FACT(&s, r, 45, .kind = "E_FEEDBACK");               /* told again: once */
    }
    rating(&s, 6, "PETITION", 1, 2, 1, 0);
    rating(&s, 1, "PETITION", 2, 1, 3, 0);
    rating(&s, 4, "HANDLING", 1, 1, 1, 0);
    struct statistic_list l = listed(&s, COUNTY, 1, 31, false);
    is(&l, "S27", "PETITION_RATERS", 7, 11);
    is(&l, "S27", "PETITION_PROCESS", 6, 11);
    is(&l, "S27", "PETITION_PROCESS_OF", 6, 7);
    is(&l, "S27", "PETITION_RESULT", 6, 11);
    CHECK(found(&l, "S27", "PETITION_ATTITUDE")->hidden); /* one: to the staff neither */
    CHECK(found(&l, "S27", "HANDLING_RATERS")->hidden);   /* four */
    CHECK(found(&l, "S27", "HANDLING_RESULT_OF")->hidden);
    CHECK(!found(&l, "S01", NULL)->hidden);
}

static void every_statistic_has_its_rows(void **state)
{
    (void)state;
    SMALL_AUTO s = small_new();
    struct statistic_list l = listed(&s, 330000, 1, 31, false);
    size_t n;
    const struct statistic_kind *kinds = statistic_kinds(&n);
    CHECK(n == 40); /* S01 to S38, S09b and S09c */
    for (size_t i = 0; i < n; i++) {
        bool there = false;
        for (size_t j = 0; j < l.n; j++)
            there = there || str_eq(l.items[j].id, str_of(kinds[i].id));
        CHECK(there);
    }
    for (size_t j = 0; j < l.n; j++) {
        bool known = false;
        for (size_t i = 0; i < n; i++)
            known = known || str_eq(l.items[j].id, str_of(kinds[i].id));
        CHECK(known);
        CHECK(l.items[j].numerator == 0 && !l.items[j].hidden);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(meetings_and_representatives),
        cmocka_unit_test(settled_by_word_or_by_quiet),
        cmocka_unit_test(a_second_review_counts_alone),
        cmocka_unit_test(reviews_that_changed_something),
        cmocka_unit_test(results_made_public),
        cmocka_unit_test(heard_and_content),
        cmocka_unit_test(rated_by_those_who_could),
        cmocka_unit_test(every_statistic_has_its_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
