/* The custodian hands identities on, checks persons; and who lost his password gets a new one. */
#include "domain/custody.h"

#include "domain/event.h"
#include "domain/mine.h"
#include "domain/report_seal.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY
#define CITY WORLD_CITY

static int64_t only_task(struct world *w, int64_t org, bool check)
{
    struct ctx *c = world_as(w, org, RO_CUSTODIAN);
    struct custody_list l;

    WORLD_OK(c, custody_list(c, &l));
    assert_int_equal(l.n, 1);
    assert_true(l.items[0].check == check);
    return l.items[0].id;
}

static enum err opened_by(struct world *w, int64_t org, int64_t report)
{
    struct ctx *c = world_as(w, org, RO_CUSTODIAN);
    struct report_identity who;
    struct str exposure;
    enum err e = report_identity_open(c, report, &who, &exposure);

    if (e == ERR_OK)
        CHECK(who.name.n > 0);
    return e;
}

static void what_went_up_is_handed_on(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct ctx *c;

    f.channel = S("CH_LETTER");
    f.arrived_on = S("2026-09-18");
    (void)world_as(w, COUNTY, RO_CLERK);
    int64_t m = world_report(w, &f).matter, report = world_report_of(w, m);
    (void)world_move(w, COUNTY, RO_CLERK, m, "T03", "route=own_head");
    assert_int_equal(opened_by(w, COUNTY, report), ERR_OK);
    assert_int_equal(opened_by(w, CITY, report), ERR_DENIED);
    int64_t task = only_task(w, COUNTY, false);
    c = world_as(w, CITY, RO_CUSTODIAN); /* not his */
    WORLD_FAULT(c, custody_move(c, task), ERR_NOT_FOUND, "task.none");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_FAULT(c, custody_move(c, task), ERR_NOT_FOUND, "task.none");
    c = world_as(w, COUNTY, RO_CUSTODIAN);
    WORLD_OK(c, custody_move(c, task));
    WORLD_FAULT(c, custody_move(c, task), ERR_NOT_FOUND, "task.none");
    assert_int_equal(opened_by(w, COUNTY, report), ERR_DENIED);
    assert_int_equal(opened_by(w, CITY, report), ERR_OK);
    world_last_event(w, m, "E_REKEYED//RO_CUSTODIAN");
}

static void what_was_sent_down_too(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct custody_list l;

    f.subjects[0] = (struct report_subject){ S("person"), S("张某"), S("嘉兴市某局"), S("科员"),
                                             S("LV_STAFF") };
    f.area_code = S("330400");
    int64_t m = world_received(w, &f).matter;
    assert_int_equal(world_matter(w, m).org, CITY);
    world_screen(w, CITY, m);
    (void)world_move(w, CITY, RO_SCREENER, m, "T10", "to_body=330411");
    struct ctx *c = world_as(w, CITY, RO_CUSTODIAN);
    WORLD_OK(c, custody_list(c, &l));
    assert_int_equal(l.n, 1);
    assert_int_equal(l.items[0].to_org, COUNTY);
    WORLD_OK(c, custody_move(c, l.items[0].id));
    assert_int_equal(opened_by(w, COUNTY, l.items[0].report), ERR_OK);
}

/* Who entrusts keeps the report's key and no identity: he judges what the lower body reports. */
static void what_was_entrusted_too(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct custody_list l;

    f.area_code = S("330400");
    int64_t m = world_received(w, &f).matter, report = world_report_of(w, m);
    world_screen(w, CITY, m);
    world_propose(w, CITY, RO_SCREENER, m, "T11",
                  "to_body=330411&reason=typical&requirement=查清水渠工程账目，按期报告。");
    world_agree(w, CITY, RO_DEPUTY, m, "T11");
    struct ctx *c = world_as(w, CITY, RO_CUSTODIAN);
    WORLD_OK(c, custody_list(c, &l));
    assert_int_equal(l.n, 1);
    assert_int_equal(l.items[0].to_org, COUNTY);
    assert_int_equal(opened_by(w, COUNTY, report), ERR_DENIED);
    c = world_as(w, CITY, RO_CUSTODIAN);
    WORLD_OK(c, custody_move(c, l.items[0].id));
    assert_int_equal(opened_by(w, CITY, report), ERR_DENIED);
    assert_int_equal(opened_by(w, COUNTY, report), ERR_OK);
    world_last_event(w, m, "E_REKEYED//RO_CUSTODIAN");
}

/* Asked, checked, given: the three steps, by two persons. */
static struct str reissued(struct world *w, int64_t matter)
{
    struct reissue r;
    struct report_identity who;
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);

    WORLD_OK(c, reissue_prepare(c, matter, 0, &r));
    assert_true(r.asked);
    WORLD_FAULT(c, reissue_prepare(c, matter, 0, &r), ERR_CONFLICT, "reissue.waits");
    int64_t task = only_task(w, COUNTY, true);
    c = world_as(w, COUNTY, RO_CUSTODIAN);
    WORLD_OK(c, custody_look(c, task, &who));
    CHECK_STR(who.name, world_form().identity.name);
    WORLD_OK(c, custody_decide(c, task, true));
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, reissue_prepare(c, matter, 0, &r));
    assert_false(r.asked);
    password_run(&r.job);
    WORLD_OK(c, reissue_finish(c, &r));
    return r.password;
}

static void a_lost_password_is_replaced(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt t = world_received(w, &f);
    struct str password = reissued(w, t.matter);
    struct password_job job;
    struct reissue r;
    struct str cookie;
    struct mine *mine = arena_new_of(w->ctx.arena, struct mine);
    struct ctx *c;

    c = world_as_nobody(w);
    WORLD_OK(c, access_login_prepare(c, t.report_no, f.password, &job));
    password_run(&job);
    WORLD_FAULT(c, access_login_finish(c, t.report_no, &job, &cookie), ERR_LOGIN, "login.wrong");
    WORLD_OK(c, access_login_prepare(c, t.report_no, password, &job));
    password_run(&job);
    WORLD_OK(c, access_login_finish(c, t.report_no, &job, &cookie));
    assert_true(c->actor->must_change_password);
    c->actor->must_change_password = false; /* as after access_change */
    WORLD_OK(c, mine_read(c, mine));
    assert_int_equal(mine->opening_count, 1); /* he sees that his name was looked at */
    CHECK_STR(mine->timeline.items[mine->timeline.n - 1].kind, S("E_REISSUED"));
    c = world_as(w, COUNTY, RO_PO_HEAD); /* once: the next one is checked anew */
    WORLD_OK(c, reissue_prepare(c, t.matter, 0, &r));
    assert_true(r.asked);
}

static void another_person_gets_nothing(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    int64_t m = world_received(w, &f).matter;
    struct reissue r;
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);

    WORLD_OK(c, reissue_prepare(c, m, 0, &r));
    int64_t task = only_task(w, COUNTY, true);
    c = world_as(w, COUNTY, RO_CUSTODIAN);
    WORLD_OK(c, custody_decide(c, task, false));
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, reissue_prepare(c, m, 0, &r));
    assert_true(r.asked); /* nothing was given */
    /* yesterday's check is none */
    c = world_as(w, COUNTY, RO_CUSTODIAN);
    WORLD_OK(c, custody_decide(c, only_task(w, COUNTY, true), true));
    world_time(w, "2026-09-19T09:00:00+08:00");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, reissue_prepare(c, m, 0, &r));
    assert_true(r.asked);
}

static void who_may_not_ask_is_refused(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form(), g = world_form();
    int64_t m = world_received(w, &f).matter;
    struct reissue r;
    struct ctx *c;

    world_bring(w, COUNTY, m, "ST_ASSIGNED");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(c, reissue_prepare(c, m, 0, &r), ERR_DENIED, "reissue.role");
    c = world_as(w, 330109, RO_PO_HEAD);
    WORLD_FAULT(c, reissue_prepare(c, m, 0, &r), ERR_NOT_FOUND, "matter.none");
    c = world_as_nobody(w);
    WORLD_FAULT(c, reissue_prepare(c, m, 0, &r), ERR_NOT_FOUND, "matter.none");
    g.id_mode = S("ID_ANON");
    g.identity = (struct report_identity){ .name = STR_NONE };
    (void)world_as_nobody(w);
    int64_t anonymous = world_received(w, &g).matter;
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_FAULT(c, reissue_prepare(c, anonymous, 0, &r), ERR_CONFLICT, "reissue.anonymous");
}

/* A new password brings a new A: nobody can tell whether he rated before (design 7.2). */
static void nothing_is_rated_twice(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt t = world_received(w, &f);
    struct rating_form rating = {
        .target = S("HANDLING"), .process = 1, .attitude = 1, .result = 1
    };
    struct password_job job;
    struct str cookie;
    struct ctx *c;

    world_bring(w, COUNTY, t.matter, "ST_FEEDBACK");
    c = world_as_reporter(w, t.report_no, f.password);
    WORLD_OK(c, rating_give(c, &rating));
    struct str password = reissued(w, t.matter);
    c = world_as_nobody(w);
    WORLD_OK(c, access_login_prepare(c, t.report_no, password, &job));
    password_run(&job);
    WORLD_OK(c, access_login_finish(c, t.report_no, &job, &cookie));
    c->actor->must_change_password = false;
    WORLD_FAULT(c, rating_give(c, &rating), ERR_CONFLICT, "rating.not_open");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_went_up_is_handed_on),
        cmocka_unit_test(what_was_sent_down_too),
        cmocka_unit_test(what_was_entrusted_too),
        cmocka_unit_test(a_lost_password_is_replaced),
        cmocka_unit_test(another_person_gets_nothing),
        cmocka_unit_test(who_may_not_ask_is_refused),
        cmocka_unit_test(nothing_is_rated_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
