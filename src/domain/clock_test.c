/* Clocks over the rows of one matter: dates of domain 13, pauses, extensions, the ladder, breaches.
 */
#include "domain/clock.h"
#include "domain/move.h"
#include "domain/world.h"
#include "domain/world_queries.h"

/* ends a context's transaction whatever the test found */
#define IN_TX(c, expr)                                                                             \
    do {                                                                                           \
        WORLD_OK(c, store_begin(c));                                                               \
        WORLD_OK(c, expr);                                                                         \
        WORLD_OK(c, store_commit(c));                                                              \
    } while (0)

static int64_t matter_of(struct ctx *c)
{
    struct rows r;
    WORLD_OK(c, store_run(c, Q_TEST_OTHER_REPORT, &r, INT(0)));
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &r, INT(cell(&r, 0, 0)->i)));
    return cell(&r, r.n - 1, 0)->i;
}

static int64_t reported(struct world *w, const char *id_mode)
{
    struct report_form f = world_form();
    if (id_mode)
        f.id_mode = str_of(id_mode);
    world_report(w, &f);
    return matter_of(world_as_system(w));
}

static struct str due_text(struct ctx *c, int64_t matter, const char *code)
{
    struct clock k;
    bool found = false;
    WORLD_OK(c, clock_running(c, matter, str_of(code), &k, &found));
    return found ? day_format(c->arena, k.due) : S("none");
}

static struct clock started(struct ctx *c, int64_t matter, const char *code, const char *day)
{
    struct clock k = { 0 };
    struct clock_start s = { .matter = matter,
                             .org = 330411,
                             .code = str_of(code),
                             .category = S("CAT_REPORT"),
                             .at = c->now };
    CHECK(day_parse(str_of(day), &s.start));
    IN_TX(c, clock_start(c, &s, &k));
    return k;
}

static void a_report_sets_its_dates_running(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new(); /* 2026-09-18 10:00 */
    int64_t m = reported(w, NULL);
    struct ctx *c = world_as_system(w);
    CHECK_STR(due_text(c, m, "D02"), S("2026-09-20"));
    CHECK_STR(due_text(c, m, "D04"), S("2026-10-15"));
    CHECK_STR(due_text(c, m, "D01"), S("none")); /* told at once */
    started(c, m, "D10", "2026-09-22");
    CHECK_STR(due_text(c, m, "D10"), S("2026-12-22")); /* X1 */
    /* the most urgent one stands in the matter */
    struct rows r;
    WORLD_OK(c, store_run(c, Q_TEST_MATTER_DUE, &r, INT(m)));
    CHECK_STR(cell(&r, 0, 1)->s, S("D02"));
}

static void a_clock_that_runs_goes_on(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = reported(w, NULL);
    struct ctx *c = world_as_system(w);
    struct clock a = started(c, m, "D15", "2025-09-26"); /* X6 */
    struct clock b = started(c, m, "D15", "2026-01-05");
    CHECK(a.id == b.id);
    CHECK_STR(due_text(c, m, "D15"), S("2025-10-23"));
}

static void a_pause_moves_the_date_by_its_own_units(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = reported(w, NULL);
    struct ctx *c = world_as_system(w);
    struct day on, back;
    CHECK(day_parse(S("2026-09-21"), &on) && day_parse(S("2026-09-24"), &back));
    IN_TX(c, clock_pause(c, m, S("D04"), on));
    IN_TX(c, clock_resume(c, m, S("D04"), back));
    CHECK_STR(due_text(c, m, "D04"), S("2026-10-20")); /* three working days later */
    /* a pause of half a year counts as the longest one allowed, 30 calendar days */
    CHECK(day_parse(S("2026-09-25"), &on) && day_parse(S("2027-03-25"), &back));
    IN_TX(c, clock_pause(c, m, S("D04"), on));
    IN_TX(c, clock_resume(c, m, S("D04"), back));
    struct clock k;
    bool found;
    WORLD_OK(c, clock_running(c, m, S("D04"), &k, &found));
    CHECK(found && k.due.n < back.n);
}

static void one_extension_and_only_before_the_date(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = reported(w, NULL);
    struct ctx *c = world_as_system(w);
    struct clock k;
    started(c, m, "D11", "2026-09-01");
    CHECK_STR(due_text(c, m, "D11"), S("2026-11-02")); /* 10-31 is a Saturday */
    IN_TX(c, clock_extend(c, m, S("D11"), &k));
    CHECK(k.told.n == k.due.n && k.first_due.n < k.due.n);
    WORLD_OK(c, store_begin(c));
    CHECK(clock_extend(c, m, S("D11"), &k) == ERR_CONFLICT);
    CHECK_STR(str_of(c->fault.key), S("clock.extended"));
    store_rollback(c);
    started(c, m, "D15", "2026-08-03");
    fault_clear(&c->fault);
    WORLD_OK(c, store_begin(c));
    CHECK(clock_extend(c, m, S("D15"), &k) == ERR_CONFLICT);
    CHECK_STR(str_of(c->fault.key), S("clock.too_late"));
    store_rollback(c);
}

static int64_t count_breaches(struct ctx *c, int64_t m, const char *code)
{
    struct breach_list all;
    int64_t n = 0;
    WORLD_OK(c, breach_of_matter(c, m, &all));
    for (size_t i = 0; i < all.n; i++)
        n += str_eq(all.items[i].code, str_of(code));
    return n;
}

/* One rung after another until the day is done. */
static void climb(struct world *w, const char *when)
{
    struct ctx *c = world_as_system(w);
    struct instant t;
    CHECK(instant_parse(str_of(when), &t));
    c->now = t;
    for (int i = 0; i < 100; i++) {
        int64_t id = 0;
        struct day day;
        struct clock_rung rung;
        WORLD_OK(c, clock_ladder_due(c, ctx_today(c), &id, &day));
        if (id == 0)
            return;
        IN_TX(c, clock_ladder_step(c, id, &rung));
        if (!str_absent(rung.lapse))
            IN_TX(c, clock_lapse(c, id));
    }
    fail_msg("the ladder does not end");
}

static void a_date_missed_is_on_record_once(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = reported(w, "ID_REAL");
    climb(w, "2026-09-20T23:59:00+08:00");
    CHECK(count_breaches(world_as_system(w), m, "V01") == 0);
    climb(w, "2026-09-21T00:00:00+08:00");
    CHECK(count_breaches(world_as_system(w), m, "V01") == 1);
    climb(w, "2026-10-30T00:00:00+08:00");
    CHECK(count_breaches(world_as_system(w), m, "V01") == 1);
    CHECK(count_breaches(world_as_system(w), m, "V03") == 1); /* real name: D04 */
}

static void no_V03_for_anonymous_reports(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = reported(w, "ID_ANON");
    climb(w, "2026-11-30T00:00:00+08:00");
    CHECK(count_breaches(world_as_system(w), m, "V03") == 0);
    CHECK(count_breaches(world_as_system(w), m, "V01") == 1);
}

/* X3: the letter arrived on the 13th and was registered on the 24th. */
static void entered_late_is_late_from_its_stamp(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = reported(w, NULL);
    struct ctx *c = world_as_system(w);
    struct day on;
    CHECK(day_parse(S("2026-02-24"), &on));
    IN_TX(c, clock_stop(c, m, S("D02"), on));
    started(c, m, "D02", "2026-02-13");
    CHECK_STR(due_text(c, m, "D02"), S("2026-02-14"));
    CHECK(count_breaches(c, m, "V01") == 0);
    IN_TX(c, clock_stop(c, m, S("D02"), on));
    CHECK(count_breaches(c, m, "V01") == 1);
}

static void a_citizens_clock_lapses_without_breach(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = reported(w, NULL);
    struct ctx *c = world_as_system(w);
    started(c, m, "D24", "2026-07-01");
    climb(w, "2026-09-18T10:00:00+08:00");
    struct clock k;
    bool found = true;
    WORLD_OK(c, clock_running(c, m, S("D24"), &k, &found));
    CHECK(!found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_report_sets_its_dates_running),
        cmocka_unit_test(a_clock_that_runs_goes_on),
        cmocka_unit_test(a_pause_moves_the_date_by_its_own_units),
        cmocka_unit_test(one_extension_and_only_before_the_date),
        cmocka_unit_test(a_date_missed_is_on_record_once),
        cmocka_unit_test(no_V03_for_anonymous_reports),
        cmocka_unit_test(entered_late_is_late_from_its_stamp),
        cmocka_unit_test(a_citizens_clock_lapses_without_breach),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
