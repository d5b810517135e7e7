/* Moves from assignment to the feedback of the result (T14-T31), reports and claims. */
#include "domain/event.h"
#include "domain/officer.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY
#define MEETING "&meeting_on=2026-09-18&meeting_members=甲、乙、丙"
#define RESULT "findings=FIND_FALSE&done=OUT_CLARIFIED&summary=查无此事，已澄清。"

static struct report_receipt received(struct world *w)
{
    struct report_form f = world_form();

    return world_received(w, &f);
}

static int64_t brought(struct world *w, const char *state)
{
    int64_t m = received(w).matter;

    world_bring(w, COUNTY, m, state);
    return m;
}

static int64_t disposal(struct world *w)
{
    int64_t m = brought(w, "ST_ASSIGNED");

    (void)world_move(w, COUNTY, RO_HANDLER, m, "T16", "analysis=可以核实。");
    return m;
}

/* ---- assignment ---- */

static void a_handler_is_one_of_the_department(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = brought(w, "ST_ACCEPTED");
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER);
    struct move_result r;

    WORLD_MISTAKE(c, world_move_try(c, m, "T14", "department=DEPT_NOWHERE", &r), "department",
                  "form.option");
    WORLD_MISTAKE(c, world_move_try(c, m, "T14", "department=DEPT_SUPERVISE", &r), "handler",
                  "form.required");
    WORLD_MISTAKE(
        c,
        world_move_try(c, m, "T14",
                       world_named(w, COUNTY, "department=DEPT_INVESTIGATE&handler=%O", RO_HANDLER),
                       &r),
        "handler", "move.handler");
    WORLD_MISTAKE(
        c,
        world_move_try(c, m, "T14",
                       world_named(w, COUNTY, "department=DEPT_SUPERVISE&handler=%O", RO_HD_HEAD),
                       &r),
        "handler", "move.handler");
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T14",
                                 world_named(w, WORLD_CITY, "department=DEPT_SUPERVISE&handler=%O",
                                             RO_HANDLER),
                                 &r),
                  "handler", "move.officer");
    WORLD_MISTAKE(c, world_move_try(c, m, "T14", "department=DEPT_SUPERVISE&handler=W1", &r),
                  "handler", "move.officer");
}

static void sent_back_the_department_loses_its_keys(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = brought(w, "ST_ASSIGNED"), report = world_report_of(w, m);
    int64_t handler = world_officer(w, COUNTY, RO_HANDLER);
    struct matter found;
    struct officer head;
    struct desk dept;
    struct ctx *c;

    WORLD_OK(&w->ctx, officer_find(&w->ctx, world_officer(w, COUNTY, RO_HD_HEAD), &head));
    WORLD_OK(&w->ctx, desk_own(&w->ctx, COUNTY, "dept", head.dept, &dept));
    CHECK(world_holds(w, "KR", report, dept.id) && world_holds(w, "KM", m, handler));
    world_propose(w, COUNTY, RO_HANDLER, m, "T15",
                  "reason=other_body&note=应由市里办。&talked_over=true");
    world_agree(w, COUNTY, RO_DEPUTY, m, "T15");
    world_state(w, m, "ST_SCREENING");
    CHECK(world_matter(w, m).handler == 0 && world_matter(w, m).dept == 0);
    CHECK(!world_holds(w, "KR", report, dept.id) && !world_holds(w, "KM", m, dept.id));
    CHECK(!world_holds(w, "KM", m, handler) && !world_holds(w, "KR", report, handler));
    world_clocks(w, m, "D03 D10 D28"); /* D10 goes on while they disagree */
    world_breaches(w, m, "");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(c, matter_find(c, m, &found), ERR_NOT_FOUND, "matter.none");
}

static void sent_back_late_is_passing_the_buck(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = brought(w, "ST_ASSIGNED");

    world_runs_until(w, "2026-09-30T09:00:00+08:00"); /* nine working days */
    world_propose(w, COUNTY, RO_HANDLER, m, "T15", "reason=empty&note=没有内容。&talked_over=true");
    world_agree(w, COUNTY, RO_DEPUTY, m, "T15");
    world_breaches(w, m, "V05");
}

/* ---- ways of disposal ---- */

static void talk_then_satisfied_or_in_doubt(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = disposal(w);
    struct ctx *c;
    struct move_result r;

    world_propose(w, COUNTY, RO_HANDLER, m, "T17", "way=inquiry&note=函询。" MEETING);
    world_agree(w, COUNTY, RO_DEPUTY, m, "T17");
    world_state(w, m, "ST_TALK");
    world_clocks(w, m, "D10 D13.reply D28");
    world_runs_until(w, "2026-09-25T09:00:00+08:00");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c, world_move_try(c, m, "T17a", "held_on=2026-09-26", &r), "held_on",
                  "move.date_future");
    WORLD_MISTAKE(c, world_move_try(c, m, "T17a", "held_on=2026-09-17", &r), "held_on",
                  "move.date_before");
    (void)world_move(w, COUNTY, RO_HANDLER, m, "T17a", "held_on=2026-09-24");
    world_clock(w, m, "D13", "RUNNING", "2026-10-26"); /* from the reply; the 24th is a Saturday */
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c, world_move_try(c, m, "T21", "", &r), "outcome", "form.option");
    WORLD_MISTAKE(c, world_move_try(c, m, "T21", "outcome=satisfied", &r), "findings.1",
                  "form.required");
    world_propose(w, COUNTY, RO_HANDLER, m, "T21", "outcome=doubts&summary=仍有疑点。");
    world_agree(w, COUNTY, RO_DEPUTY, m, "T21");
    world_state(w, m, "ST_VERIFY");
    world_clocks(w, m, "D10 D28");
}

static void talk_ends_it(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = disposal(w);

    world_propose(w, COUNTY, RO_HANDLER, m, "T17", "way=talk&note=谈话。" MEETING);
    world_agree(w, COUNTY, RO_PRINCIPAL, m, "T17"); /* either leader */
    world_propose(w, COUNTY, RO_HANDLER, m, "T21", "outcome=satisfied&" RESULT);
    world_agree(w, COUNTY, RO_DEPUTY, m, "T21");
    world_state(w, m, "ST_CONCLUDED");
    world_clocks(w, m, "D15 D28");
}

static void held_until_the_recheck(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = disposal(w);
    struct ctx *c = world_as(w, COUNTY, RO_HANDLER);
    struct move_result r;

    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T19", "reason=人在国外&recheck_on=2026-09-18" MEETING, &r),
                  "recheck_on", "move.date_past");
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T19", "reason=人在国外&recheck_on=2027-06-18" MEETING, &r),
                  "recheck_on", "guard.recheck_date");
    world_propose(w, COUNTY, RO_HANDLER, m, "T19", "reason=人在国外&recheck_on=2027-03-01" MEETING);
    world_agree(w, COUNTY, RO_DEPUTY, m, "T19");
    world_state(w, m, "ST_HELD");
    world_clocks(w, m, "D10 D14 D28");
    (void)world_move(w, COUNTY, RO_HANDLER, m, "T22", "note=人已回国。");
    struct rows e; /* that it was held is told to nobody outside */
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_EVENTS, &e, INT(m)));
    CHECK_STR(cell(&e, e.n - 1, 0)->s, S("E_RESUMED"));
    CHECK(cell(&e, e.n - 1, 7)->i == 0);
    world_state(w, m, "ST_DISPOSAL");
    world_clocks(w, m, "D07 D10 D28");
}

static void a_hold_comes_back_by_itself(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = disposal(w);

    world_propose(w, COUNTY, RO_HANDLER, m, "T19", "reason=人在国外&recheck_on=2027-03-01" MEETING);
    world_agree(w, COUNTY, RO_DEPUTY, m, "T19");
    world_runs_until(w, "2027-03-20T09:00:00+08:00"); /* six months on */
    world_state(w, m, "ST_DISPOSAL");
    world_breaches(w, m, "V06"); /* D10 went on */
}

static void dismissed_with_a_finding_for_each_lead(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct matter_view v;
    struct move_result r;
    struct rows e;

    f.subjects[1] = (struct report_subject){ S("person"), S("王某"), S("新塍镇某村"), S("会计"),
                                             S("LV_VILLAGE") };
    f.subject_count = 2;
    int64_t m = world_received(w, &f).matter;
    world_bring(w, COUNTY, m, "ST_ASSIGNED");
    (void)world_move(w, COUNTY, RO_HANDLER, m, "T16", "analysis=可以核实。");
    struct ctx *c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T20",
                                 "reason=false&findings.1=FIND_FALSE&done=OUT_NONE&"
                                 "summary=不实。" MEETING,
                                 &r),
                  "findings.2", "form.required");
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T20",
                                 "reason=false&findings=FIND_FALSE&findings.2=FIND_MAYBE&"
                                 "done=OUT_NONE&summary=不实。" MEETING,
                                 &r),
                  "findings.2", "form.option");
    world_propose(w, COUNTY, RO_HANDLER, m, "T20",
                  "reason=unverifiable&findings.1=FIND_FALSE&findings.2=FIND_UNKNOWN&done=OUT_NONE&"
                  "summary=一条不实，一条无法查实。" MEETING);
    world_agree(w, COUNTY, RO_DEPUTY, m, "T20");
    world_state(w, m, "ST_CONCLUDED");
    WORLD_OK(&w->ctx, matter_open(world_as(w, COUNTY, RO_HANDLER), m, &v));
    CHECK(v.leads.n == 2);
    CHECK_STR(v.leads.items[0].finding, S("FIND_FALSE"));
    CHECK_STR(v.leads.items[1].finding, S("FIND_UNKNOWN"));
    CHECK_STR(v.leads.items[1].disposal, S("DISP_DISMISS"));
    /* which way it went is told to nobody: the reporter's event says that it is concluded */
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_EVENTS, &e, INT(m)));
    CHECK_STR(cell(&e, e.n - 1, 0)->s, S("E_CONCLUDED"));
    CHECK(cell(&e, e.n - 1, 7)->i == 1 && str_absent(cell(&e, e.n - 1, 6)->s));
    CHECK_STR(cell(&e, e.n - 2, 0)->s, S("E_DISPOSAL"));
    CHECK(cell(&e, e.n - 2, 7)->i == 0);
    CHECK(str_contains(cell(&e, e.n - 2, 6)->s, S("reason=unverifiable")));
}

static void no_conclusion_without_a_lead(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = disposal(w);
    struct move_result r;
    struct ctx *c;

    world_write(w, Q_TEST_LEADS_GONE, INT(m));
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T20",
                                 "reason=false&findings=FIND_FALSE&done=OUT_NONE&"
                                 "summary=不实。" MEETING,
                                 &r),
                  "findings", "guard.findings");
    world_state(w, m, "ST_DISPOSAL");
}

static void a_filed_case_stops_the_clock(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = brought(w, "ST_VERIFY");

    world_propose(w, COUNTY, RO_HANDLER, m, "T23", "note=追究责任。" MEETING);
    world_agree(w, COUNTY, RO_PRINCIPAL, m, "T23");
    world_state(w, m, "ST_INVESTIGATE");
    world_clocks(w, m, "D28");
    world_propose(
        w, COUNTY, RO_HANDLER, m, "T25",
        "findings=FIND_TRUE&done=OUT_FILED&four_form=2&sanction=SANC_PARTY&summary=已处分。");
    world_agree(w, COUNTY, RO_PRINCIPAL, m, "T25");
    world_state(w, m, "ST_CONCLUDED");
    world_clocks(w, m, "D15 D28");
}

static void two_go_to_check(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = disposal(w);
    struct ctx *c = world_as(w, COUNTY, RO_HANDLER);
    struct move_result r;

    WORLD_MISTAKE(
        c,
        world_move_try(c, m, "T18",
                       world_named(w, COUNTY, "plan=看账&second_officer=%O" MEETING, RO_HANDLER),
                       &r),
        "second_officer", "guard.second_officer");
    WORLD_MISTAKE(c, world_move_try(c, m, "T18", "plan=看账" MEETING, &r), "second_officer",
                  "form.required");
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T18",
                                 world_named(w, COUNTY,
                                             "plan=看账&second_officer=%O&meeting_on=2026-09-19&"
                                             "meeting_members=甲",
                                             RO_HD_HEAD),
                                 &r),
                  "meeting_on", "move.date_future");
}

/* ---- claims ---- */

static int64_t claim(struct world *w)
{
    struct report_form f = world_form();

    f.category = S("CAT_PETITION");
    return world_received(w, &f).matter;
}

/* X7 in this year's days: 60 calendar days, extended once by 30, told before. */
static void a_claim_from_acceptance_to_opinion(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = claim(w);
    struct ctx *c;
    struct move_result r;
    const char *given = world_named(w, COUNTY, "department=DEPT_SUPERVISE&handler=%O", RO_HANDLER);

    world_screen(w, COUNTY, m);
    c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_MISTAKE(c, world_move_try(c, m, "T07", "", &r), "move", "guard.not_claim");
    world_propose(w, COUNTY, RO_SCREENER, m, "T26", given);
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T26");
    world_state(w, m, "ST_HANDLE_CLAIM");
    world_clock(w, m, "D11", "RUNNING", "2026-11-17");
    world_papers(w, m, "N01:SYSTEM");
    world_runs_until(w, "2026-11-10T09:00:00+08:00");
    world_propose(w, COUNTY, RO_HD_HEAD, m, "T45",
                  "clock=D11&reason=complex&text=情况复杂，要再核对。");
    world_agree(w, COUNTY, RO_PRINCIPAL, m, "T45");
    world_clock(w, m, "D11", "RUNNING", "2026-12-17");
    world_papers(w, m, "N01:SYSTEM N22:SYSTEM");
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, m, "T45", "clock=D11&reason=other&text=再延。", &r), "clock",
                  "guard.extension_twice");
    WORLD_MISTAKE(c, world_move_try(c, m, "T45", "clock=D10&reason=other&text=再延。", &r), "clock",
                  "guard.extension_none");
    world_propose(w, COUNTY, RO_HANDLER, m, "T27",
                  "opinion=support&findings=FIND_TRUE&facts=补偿款少算一亩。&basis=补偿办法第三条&"
                  "remedy=三十日内可以申请复查。");
    world_agree(w, COUNTY, RO_DEPUTY, m, "T27");
    world_state(w, m, "ST_CONCLUDED");
    world_papers(w, m, "N01:SYSTEM N12:SYSTEM N22:SYSTEM");
    world_feedback(w, COUNTY, m);
    world_clocks(w, m, "D17 D20 D24"); /* a claim may be reviewed */
    world_breaches(w, m, "");
}

static void an_extension_comes_before_the_date(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = claim(w);
    struct move_result r;

    world_screen(w, COUNTY, m);
    world_propose(w, COUNTY, RO_SCREENER, m, "T26",
                  world_named(w, COUNTY, "department=DEPT_SUPERVISE&handler=%O", RO_HANDLER));
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T26");
    world_runs_until(w, "2026-11-18T09:00:00+08:00");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, m, "T45", "clock=D11&reason=complex&text=来不及。", &r),
                  "clock", "guard.extension_late");
    world_breaches(w, m, "V06");
}

/* ---- feedback ---- */

/* X6 in this year's days: told by phone by two officers on the 20th, entered later. */
static void told_by_phone_it_is_recorded(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = brought(w, "ST_CONCLUDED");
    struct move_result r;
    struct rows d;
    struct ctx *c;
    const char *told;

    world_clock(w, m, "D15", "RUNNING", "2026-10-15"); /* 15 working days from the 18th */
    world_runs_until(w, "2026-09-23T09:00:00+08:00");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c, world_move_try(c, m, "T30", "form=PHONE&told_on=2026-09-22", &r),
                  "second_officer", "form.required");
    WORLD_MISTAKE(
        c,
        world_move_try(
            c, m, "T30",
            world_named(w, COUNTY, "form=PHONE&told_on=2026-09-22&second_officer=%O", RO_HANDLER),
            &r),
        "second_officer", "guard.second_officer");
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T30",
                                 world_named(w, COUNTY, "form=PHONE&second_officer=%O", RO_HD_HEAD),
                                 &r),
                  "told_on", "form.required");
    told = world_named(w, COUNTY,
                       "form=PHONE&told_on=2026-09-22&second_officer=%O&reaction=没有意见。",
                       RO_HD_HEAD);
    (void)world_move(w, COUNTY, RO_HANDLER, m, "T30", told);
    world_state(w, m, "ST_FEEDBACK");
    world_papers(w, m, "N01:SYSTEM N02:SYSTEM N09:- N13:PHONE");
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_DELIVERY, &d, INT(m), TEXT(S("N13"))));
    CHECK(cell(&d, 0, 1)->i == world_officer(w, COUNTY, RO_HANDLER));
    CHECK(cell(&d, 0, 2)->i == world_officer(w, COUNTY, RO_HD_HEAD));
    CHECK_STR(day_format(w->ctx.arena, cell_day(&d, 0, 0)), S("2026-09-22"));
    world_clock(w, m, "D15", "STOPPED", NULL);
    world_clock(w, m, "D17", "RUNNING", "2026-10-22"); /* 30 calendar days from the telling */
}

static void the_anonymous_are_told_online_and_less(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct event_list l;
    struct move_result r;
    struct ctx *c;

    f.id_mode = S("ID_ANON");
    f.identity = (struct report_identity){ 0 };
    struct report_receipt rc = world_received(w, &f);
    world_bring(w, COUNTY, rc.matter, "ST_CONCLUDED");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(
        c,
        world_move_try(
            c, rc.matter, "T30",
            world_named(w, COUNTY, "form=PHONE&told_on=2026-09-18&second_officer=%O", RO_HD_HEAD),
            &r),
        "form", "guard.delivery_anonymous");
    world_feedback(w, COUNTY, rc.matter);
    world_papers(w, rc.matter, "N01:SYSTEM N09:- N13:SYSTEM"); /* no N02 offered */
    c = world_as_reporter(w, rc.report_no, f.password);
    WORLD_OK(c, event_of_report(c, world_report_of(w, rc.matter), &l));
    CHECK_STR(l.items[l.n - 1].kind, S("E_FEEDBACK"));
    CHECK(str_empty(l.items[l.n - 1].body));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_handler_is_one_of_the_department),
        cmocka_unit_test(sent_back_the_department_loses_its_keys),
        cmocka_unit_test(sent_back_late_is_passing_the_buck),
        cmocka_unit_test(talk_then_satisfied_or_in_doubt),
        cmocka_unit_test(talk_ends_it),
        cmocka_unit_test(held_until_the_recheck),
        cmocka_unit_test(a_hold_comes_back_by_itself),
        cmocka_unit_test(dismissed_with_a_finding_for_each_lead),
        cmocka_unit_test(no_conclusion_without_a_lead),
        cmocka_unit_test(a_filed_case_stops_the_clock),
        cmocka_unit_test(two_go_to_check),
        cmocka_unit_test(a_claim_from_acceptance_to_opinion),
        cmocka_unit_test(an_extension_comes_before_the_date),
        cmocka_unit_test(told_by_phone_it_is_recorded),
        cmocka_unit_test(the_anonymous_are_told_online_and_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
