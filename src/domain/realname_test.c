/* A name is looked into by its custodian, once: found true, not true, or nobody reached. */
#include "domain/realname.h"

#include "domain/event.h"
#include "domain/mine.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

static struct report_receipt screened(struct world *w)
{
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);

    world_screen(w, COUNTY, r.matter);
    return r;
}

static struct ctx *custodian(struct world *w)
{
    return world_as(w, COUNTY, RO_CUSTODIAN);
}

static size_t waiting(struct world *w)
{
    struct realname_list l;
    struct ctx *c = custodian(w);

    WORLD_OK(c, realname_list(c, &l));
    return l.n;
}

static void looked(struct world *w, int64_t report)
{
    struct report_identity who;
    struct ctx *c = custodian(w);

    WORLD_OK(c, realname_look(c, report, &who));
    CHECK_STR(who.name, world_form().identity.name);
    CHECK_STR(who.phone, world_form().identity.phone);
    CHECK(str_absent(who.address)); /* not asked for */
}

static struct mine *mine_of(struct world *w, const struct report_receipt *r)
{
    struct mine *m = arena_new_of(w->ctx.arena, struct mine);
    struct ctx *c = world_as_reporter(w, r->report_no, world_form().password);

    WORLD_OK(c, mine_read(c, m));
    return m;
}

/* VERIFIED=1 and the like, of this year's first reports of wrongdoing. */
static int64_t counted(struct world *w, const char *name)
{
    struct rows r;
    struct ctx *c = world_as_system(w);

    WORLD_OK(c, store_run(c, Q_STATISTIC_REAL_NAME, &r, INT(COUNTY), DAY(day_from_ymd(2026, 1, 1)),
                          DAY(day_from_ymd(2027, 1, 1))));
    for (size_t i = 0; i < r.n; i++) {
        if (str_eq(cell(&r, i, 0)->s, str_of(name)))
            return cell(&r, i, 1)->i;
    }
    return 0;
}

static void a_name_that_is_true_is_verified_once(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = screened(w);
    int64_t report = world_report_of(w, r.matter);
    struct report_identity who;
    struct ctx *c;

    assert_int_equal(waiting(w), 1);
    assert_int_equal(counted(w, "VERIFIED"), 0);
    c = custodian(w);
    WORLD_FAULT(c, realname_decide(c, report, S("verified"), S("call"), STR_NONE), ERR_CONFLICT,
                "realname.not_looked");
    looked(w, report);
    world_last_event(w, r.matter, "E_IDENTITY_OPENED/RN1/RO_CUSTODIAN");
    looked(w, report);
    world_last_event(w, r.matter, "E_IDENTITY_OPENED/RN2/RO_CUSTODIAN");
    c = custodian(w);
    WORLD_MISTAKE(c, realname_decide(c, report, S("verified"), STR_NONE, STR_NONE), "rn_way",
                  "form.required");
    c = custodian(w);
    WORLD_OK(c, realname_decide(c, report, S("verified"), S("call"), STR_NONE));
    world_last_event(w, r.matter, "E_RN_VERIFIED/RN4/RO_CUSTODIAN");
    world_state(w, r.matter, "ST_SCREENING"); /* the matter stays where it is */
    assert_int_equal(counted(w, "VERIFIED"), 1);
    assert_int_equal(waiting(w), 0);
    c = custodian(w);
    WORLD_FAULT(c, realname_look(c, report, &who), ERR_NOT_FOUND, "realname.none");

    struct mine *m = mine_of(w, &r);
    CHECK_STR(m->identity_state, S("RN_VERIFIED"));
    assert_int_equal(m->opening_count, 2); /* he sees both */
    CHECK_STR(m->timeline.items[m->timeline.n - 1].kind, S("E_RN_VERIFIED"));
    CHECK(world_matter(w, r.matter).named);
}

static void a_name_that_is_not_true_counts_as_none(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = screened(w);
    int64_t report = world_report_of(w, r.matter);
    struct ctx *c;

    CHECK(world_matter(w, r.matter).named);
    looked(w, report);
    c = custodian(w);
    WORLD_MISTAKE(c, realname_decide(c, report, S("failed"), S("call"), STR_NONE), "rn_reason",
                  "form.required");
    c = custodian(w);
    WORLD_OK(c, realname_decide(c, report, S("failed"), S("call"), S("not_written")));
    CHECK(!world_matter(w, r.matter).named);
    assert_int_equal(counted(w, "FAILED"), 1);
    CHECK_STR(mine_of(w, &r)->identity_state, S("RN_FAILED"));

    /* no letter is offered to an anonymous report, and nobody is called */
    world_propose(w, COUNTY, RO_SCREENER, r.matter, "T07", "");
    world_agree(w, COUNTY, RO_PO_HEAD, r.matter, "T07");
    world_papers(w, r.matter, "N01:SYSTEM");
}

static void three_days_are_tried_before_a_name_is_given_up(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = screened(w);
    int64_t report = world_report_of(w, r.matter);
    static const char *const days[] = { "2026-09-19T09:00:00+08:00", "2026-09-20T09:00:00+08:00" };
    struct ctx *c;

    looked(w, report);
    for (size_t i = 0; i < COUNT_OF(days) + 1; i++) {
        if (i)
            world_time(w, days[i - 1]);
        c = custodian(w);
        WORLD_MISTAKE(c, realname_decide(c, report, S("unreachable"), STR_NONE, STR_NONE), "move",
                      "guard.rn_tries");
        c = custodian(w);
        WORLD_OK(c, realname_tried(c, report, S("call")));
        world_last_event(w, r.matter, "E_RN_TRIED/RN3/RO_CUSTODIAN");
        c = custodian(w); /* once more on the same day counts for nothing */
        WORLD_MISTAKE(c, realname_tried(c, report, S("call")), "move", "guard.rn_today");
    }
    c = custodian(w);
    WORLD_OK(c, realname_decide(c, report, S("unreachable"), STR_NONE, STR_NONE));
    CHECK(!world_matter(w, r.matter).named);
    CHECK_STR(mine_of(w, &r)->identity_state, S("RN_UNREACHABLE"));
    world_last_event(w, r.matter, "E_RN_FAILED/RN4/RO_CUSTODIAN");
}

static void nobody_else_looks(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = screened(w);
    int64_t report = world_report_of(w, r.matter);
    struct report_identity who;
    struct realname_list l;
    struct move_result done;
    static const uint32_t others[] = { RO_HANDLER, RO_SCREENER, RO_PO_HEAD, RO_PRINCIPAL,
                                       RO_AUDITOR };
    struct ctx *c;

    for (size_t i = 0; i < COUNT_OF(others); i++) {
        c = world_as(w, COUNTY, others[i]);
        WORLD_FAULT(c, realname_look(c, report, &who), ERR_NOT_FOUND, "realname.none");
    }
    c = world_as(w, WORLD_CITY, RO_CUSTODIAN); /* another body's */
    WORLD_OK(c, realname_list(c, &l));
    assert_int_equal(l.n, 0);
    WORLD_FAULT(c, realname_look(c, report, &who), ERR_NOT_FOUND, "realname.none");
    c = world_as_nobody(w);
    WORLD_FAULT(c, realname_look(c, report, &who), ERR_NOT_FOUND, "realname.none");
    c = custodian(w); /* nor does he find the matter */
    WORLD_FAULT(c, world_move_try(c, r.matter, "RN1", "", &done), ERR_NOT_FOUND, "matter.none");
}

static void what_was_seen_too_early_or_is_over_does_not_wait(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form(), anonymous = world_form();
    struct report_receipt r = world_received(w, &f);

    assert_int_equal(waiting(w), 0); /* not registered */
    world_bring(w, COUNTY, r.matter, "ST_FEEDBACK");
    assert_int_equal(waiting(w), 1);
    anonymous.id_mode = S("ID_ANON");
    anonymous.identity = (struct report_identity){ 0 };
    struct report_receipt a = world_received(w, &anonymous);
    world_screen(w, COUNTY, a.matter);
    assert_int_equal(waiting(w), 1);
    struct ctx *c = world_as_reporter(w, r.report_no, f.password);
    WORLD_OK(c, world_reporter_move(c, "T42", ""));
    assert_int_equal(waiting(w), 0);
}

/* Begun here, sent down: it goes on with whoever holds the name, in one check. */
static void a_check_goes_on_where_the_name_is(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();

    f.area_code = S("330400");
    int64_t m = world_received(w, &f).matter, report = world_report_of(w, m);
    world_screen(w, WORLD_CITY, m);
    struct ctx *c = world_as(w, WORLD_CITY, RO_CUSTODIAN);
    struct report_identity who;
    WORLD_OK(c, realname_look(c, report, &who));
    WORLD_OK(c, realname_tried(c, report, S("call")));
    (void)world_move(w, WORLD_CITY, RO_SCREENER, m, "T10", "to_body=330411");
    world_move(w, COUNTY, RO_CLERK, world_child_of(w, m), "T02", "");
    c = world_as(w, WORLD_CITY, RO_CUSTODIAN);
    WORLD_OK(c, realname_decide(c, report, S("verified"), S("call"), STR_NONE));
    world_last_event(w, m, "E_RN_VERIFIED/RN4/RO_CUSTODIAN");
    CHECK(world_matter(w, world_child_of(w, m)).named);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_that_is_true_is_verified_once),
        cmocka_unit_test(a_name_that_is_not_true_counts_as_none),
        cmocka_unit_test(three_days_are_tried_before_a_name_is_given_up),
        cmocka_unit_test(nobody_else_looks),
        cmocka_unit_test(what_was_seen_too_early_or_is_over_does_not_wait),
        cmocka_unit_test(a_check_goes_on_where_the_name_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
