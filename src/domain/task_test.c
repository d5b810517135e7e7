/* Reminders reach who may know of the matter, and nobody else. */
#include "domain/task.h"

#include "domain/message.h"
#include "domain/recusal.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

static bool reminded(struct world *w, int64_t org, uint32_t role, const char *kind, int64_t matter,
                     int64_t *ret)
{
    struct ctx *c = world_as(w, org, role);
    struct task_list l;

    WORLD_OK(c, task_list(c, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.items[i].kind, str_of(kind)) && l.items[i].matter == matter) {
            *ret = l.items[i].id;
            return true;
        }
    }
    return false;
}

static void a_term_reminds_the_handler_then_the_body_above(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    int64_t id;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    CHECK(!reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    world_runs_until(w, "2026-12-10T09:00:00+08:00");
    CHECK(reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, 330109, RO_HANDLER, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, COUNTY, RO_CLERK, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, WORLD_CITY, RO_UPPER, "ESCALATED", r.matter, &id));
    world_runs_until(w, "2027-01-05T09:00:00+08:00");
    CHECK(reminded(w, WORLD_CITY, RO_UPPER, "ESCALATED", r.matter, &id));
    struct ctx *c = world_as(w, WORLD_CITY, RO_UPPER);
    WORLD_OK(c, task_seen(c, id));
    CHECK(!reminded(w, WORLD_CITY, RO_UPPER, "ESCALATED", r.matter, &id));
}

static void the_head_is_reminded_of_what_waits_for_screening(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    int64_t id;

    world_bring(w, COUNTY, r.matter, "ST_SCREENING");
    CHECK(!reminded(w, COUNTY, RO_PO_HEAD, "REMINDED", r.matter, &id));
    world_runs_until(w, "2026-10-14T09:00:00+08:00");
    CHECK(reminded(w, COUNTY, RO_PO_HEAD, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, COUNTY, RO_SCREENER, "REMINDED", r.matter, &id)); /* his matter, not his */
}

/* The role alone is not enough: the matter has to be his. */
static void another_handler_hears_nothing(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct task_list l;
    int64_t id;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    world_runs_until(w, "2026-12-10T09:00:00+08:00");
    CHECK(reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    struct ctx *c =
        world_as_cookie(w, world_joined(w, COUNTY, RO_HANDLER, "W330411-OTHER", RO_HD_HEAD));
    WORLD_OK(c, task_list(c, &l));
    assert_int_equal(l.n, 0);
    WORLD_FAULT(c, task_seen(c, id), ERR_NOT_FOUND, "task.none");
    CHECK(reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
}

static int64_t open_tasks(struct world *w, int64_t matter)
{
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_TASKS_OPEN, &r, INT(matter)));
    return cell(&r, 0, 0)->i;
}

static void what_was_late_reminds_nobody_once_it_is_done(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    int64_t id;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    world_runs_until(w, "2027-01-05T09:00:00+08:00");
    CHECK(reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    CHECK(reminded(w, COUNTY, RO_PO_HEAD, "REMINDED", r.matter, &id));
    CHECK(reminded(w, WORLD_CITY, RO_UPPER, "ESCALATED", r.matter, &id));
    CHECK(open_tasks(w, r.matter) >= 3);
    world_conclude(w, COUNTY, r.matter);
    CHECK(!reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, COUNTY, RO_PO_HEAD, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, WORLD_CITY, RO_UPPER, "ESCALATED", r.matter, &id));
    struct ctx *c = world_as(w, WORLD_CITY, RO_UPPER);
    WORLD_FAULT(c, task_seen(c, id), ERR_NOT_FOUND, "task.none");
    CHECK(open_tasks(w, r.matter) >= 3);
    world_runs_until(w, "2027-01-06T09:00:00+08:00"); /* the day's round puts them away */
    /* what is left is another thing: the breach waits for the body above */
    CHECK(open_tasks(w, r.matter) == 1);
    CHECK(reminded(w, WORLD_CITY, RO_UPPER, "BREACH", r.matter, &id));
}

/* The date of a clock moves with a year's notice: its reminder goes with it. */
static void a_reminder_keeps_to_its_clock(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct clock k;
    bool found;
    int64_t id;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    world_runs_until(w, "2026-12-10T09:00:00+08:00");
    CHECK(reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, clock_running(c, r.matter, S("D10"), &k, &found));
    assert_true(found);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, task_redate(c, COUNTY, r.matter, k.due, (struct day){ k.due.n + 1 }));
    WORLD_OK(c, store_commit(c));
    CHECK(!reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    c = world_as_system(w);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, task_redate(c, COUNTY, r.matter, (struct day){ k.due.n + 1 }, k.due));
    WORLD_OK(c, store_commit(c));
    CHECK(reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
}

static void who_urged_and_was_answered_reminds_nobody(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct message m;
    struct ctx *c;
    int64_t id;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    int64_t report = world_report_of(w, r.matter);
    world_runs_until(w, "2027-01-05T09:00:00+08:00");
    c = world_as_reporter(w, r.report_no, f.password);
    WORLD_OK(c, message_urge(c));
    CHECK(reminded(w, COUNTY, RO_PO_HEAD, "URGED", r.matter, &id));
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_OK(c, message_send(c, report, S("正在核对账目，下周答复您。"), false, &m));
    CHECK(!reminded(w, COUNTY, RO_PO_HEAD, "URGED", r.matter, &id));
}

static void a_recusal_asks_until_it_is_decided(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    int64_t handler = world_officer(w, COUNTY, RO_HANDLER), id;
    struct ctx *c;

    world_bring(w, COUNTY, r.matter, "ST_ASSIGNED");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_OK(c, recusal_ask(c, r.matter, 0, S("RG_INTEREST"), S("同村。")));
    CHECK(reminded(w, COUNTY, RO_HD_HEAD, "RECUSAL", r.matter, &id));
    CHECK(!reminded(w, COUNTY, RO_HD_HEAD, "REPLACE", r.matter, &id));
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_OK(c, recusal_decide(c, r.matter, handler, true));
    CHECK(!reminded(w, COUNTY, RO_HD_HEAD, "RECUSAL", r.matter, &id));
    CHECK(reminded(w, COUNTY, RO_HD_HEAD, "REPLACE", r.matter, &id));
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_OK(c, recusal_lift(c, r.matter, handler));
    CHECK(!reminded(w, COUNTY, RO_HD_HEAD, "REPLACE", r.matter, &id));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_reminds_the_handler_then_the_body_above),
        cmocka_unit_test(the_head_is_reminded_of_what_waits_for_screening),
        cmocka_unit_test(another_handler_hears_nothing),
        cmocka_unit_test(what_was_late_reminds_nobody_once_it_is_done),
        cmocka_unit_test(a_reminder_keeps_to_its_clock),
        cmocka_unit_test(who_urged_and_was_answered_reminds_nobody),
        cmocka_unit_test(a_recusal_asks_until_it_is_decided),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
