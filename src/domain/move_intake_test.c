/* Moves of intake and screening (T02-T13), and matters that go to another body. */
#include "domain/document.h"
#include "domain/event.h"
#include "domain/id.h"
#include "domain/id.h"
#include "domain/intake.h"
#include "domain/mine.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

static struct report_receipt received(struct world *w)
{
    struct report_form f = world_form();

    return world_received(w, &f);
}

static int64_t screening(struct world *w)
{
    int64_t m = received(w).matter;

    world_screen(w, COUNTY, m);
    return m;
}

/* A letter of the county's clerk. */
static struct report_receipt letter(struct world *w, const char *channel, const char *arrived)
{
    struct report_form f = world_form();

    f.channel = str_of(channel);
    f.arrived_on = str_of(arrived);
    f.password = STR_NONE;
    (void)world_as(w, COUNTY, RO_CLERK);
    return world_report(w, &f);
}

/* ---- registration ---- */

static void registering_may_correct_the_category(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w).matter;

    world_clock(w, m, "D04", "RUNNING", "2026-10-15"); /* 15 working days */
    (void)world_move(w, COUNTY, RO_CLERK, m, "T02", "category=CAT_PETITION&area=330411104");
    CHECK_STR(world_matter(w, m).category, S("CAT_PETITION"));
    assert_int_equal(world_matter(w, m).area, 330411104);
    /* 15 calendar days from the 18th end on 3 October, a holiday, and roll to the 8th: earlier */
    world_clock(w, m, "D04", "RUNNING", "2026-10-08");
    world_last_event(w, m, "E_REGISTERED/T02/RO_CLERK");
}

/* X3: the letter of 13 February is entered on the 24th; the clocks count from its stamp. */
static void story_x3(void **state)
{
    WORLD_AUTO w = world_new();

    w->ctx.now.ms -= (int64_t)206 * DAY_MS; /* 2026-02-24 */
    struct report_receipt r = letter(w, "CH_LETTER", "2026-02-13");
    world_clock(w, r.matter, "D04", "RUNNING", "2026-03-12");
    world_clock(w, r.matter, "D02", "STOPPED", "2026-02-14"); /* a worked Saturday */
    world_breaches(w, r.matter, "V01");
}

static void screening_is_opened_by_a_second_person(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct move_result r;

    /* matters about staff: one desk does both, two persons of it */
    f.subjects[0] = (struct report_subject){ S("person"), S("钱某"), S("秀洲区纪委监委"), S("干部"),
                                             S("LV_STAFF") };
    (void)world_as_nobody(w);
    int64_t m = world_received(w, &f).matter;
    CHECK_STR(world_matter(w, m).route, S("STAFF"));
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);
    struct matter found;
    WORLD_FAULT(c, matter_find(c, m, &found), ERR_NOT_FOUND, "matter.none");
    (void)world_move(w, COUNTY, RO_CADRE_SUP, m, "T02", "");
    world_last_event(w, m, "E_REGISTERED/T02/RO_CADRE_SUP");
    c = world_as(w, COUNTY, RO_CADRE_SUP);
    WORLD_MISTAKE(c, world_move_try(c, m, "T04", "", &r), "move", "guard.other_person");
    c = world_as_cookie(w, world_joined(w, COUNTY, RO_CADRE_SUP, "W330411-CADRE2", RO_CADRE_SUP));
    WORLD_OK(&w->ctx, world_move_try(&w->ctx, m, "T04", "", &r));
    WORLD_OK(&w->ctx, world_move_try(&w->ctx, m, "T07", "", &r));
    CHECK(r.proposed);
    WORLD_FAULT(&w->ctx, world_move_try(&w->ctx, m, "T07", "decision=approve", &r), ERR_DENIED,
                "proposal.own");
    struct matter_counts n;
    WORLD_OK(&w->ctx, matter_counts(world_as(w, COUNTY, RO_CADRE_SUP), &n));
    CHECK(n.approve == 1 && n.all == 1);
    WORLD_OK(&w->ctx, matter_counts(world_as(w, COUNTY, RO_PO_HEAD), &n));
    CHECK(n.approve == 0 && n.all == 0);
    world_agree(w, COUNTY, RO_CADRE_SUP, m, "T07");
    world_last_event(w, m, "E_ACCEPTED/T07/RO_CADRE_SUP");
}

/* ---- sealed up ---- */

static void a_letter_about_the_bodys_own_head_goes_up_sealed(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = letter(w, "CH_LETTER", "2026-09-18");
    int64_t report = world_report_of(w, r.matter);
    int64_t clerk = world_officer(w, COUNTY, RO_CLERK);
    struct matter_view v;
    struct rows grants;

    CHECK(world_holds(w, "KR", report, clerk));
    (void)world_move(w, COUNTY, RO_CLERK, r.matter, "T03", "route=own_head");
    world_state(w, r.matter, "ST_TOMBSTONE");
    world_last_event(w, r.matter, "E_SEALED_UP/T03/RO_CLERK");
    world_clocks(w, r.matter, "D05");
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_HOLDERS_OF, &grants, TEXT(S("KR")), INT(report)));
    assert_int_equal(grants.n, 1); /* the upper petition office's */
    CHECK(!world_holds(w, "KR", report, clerk));
    /* its sheet lies with the upper body, which reads it; here is none */
    struct document_list papers;
    struct document_view n05;
    struct rows chain;
    world_papers(w, r.matter, "");
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_MATTERS_OF, &chain, INT(report)));
    int64_t up = cell(&chain, chain.n - 1, 0)->i;
    world_papers(w, up, "N05:SYSTEM");
    struct ctx *city = world_as(w, WORLD_CITY, RO_PO_HEAD);
    WORLD_OK(city, document_of_matter(city, up, &papers));
    WORLD_OK(city, document_read(city, papers.items[0].id, &n05));
    CHECK(str_contains(n05.text, id_text(city, r.matter)));
    CHECK(str_contains(n05.text, id_text(city, up)));
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_HOLDERS_OF, &grants, TEXT(S("KM")), INT(r.matter)));
    assert_int_equal(grants.n, 0);
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);
    struct matter m;
    WORLD_FAULT(c, matter_find(c, r.matter, &m), ERR_NOT_FOUND, "matter.none");
    WORLD_OK(&w->ctx, matter_open(world_as(w, COUNTY, RO_CLERK), r.matter, &v)); /* his stone */
    CHECK(v.report_count == 1 && !v.reports[0].can_read);
    /* nothing leaves 99 */
    struct move_form_list l;
    WORLD_OK(&w->ctx, move_forms(world_as(w, COUNTY, RO_CLERK), r.matter, &l));
    CHECK(l.n == 0);
    struct matter_list ups;
    struct matter_filter f = { .view = S("all"), .named = -1, .due_before = DAY_NONE };
    WORLD_OK(&w->ctx, matter_list(world_as(w, WORLD_CITY, RO_CLERK), &f, &ups));
    assert_int_equal(ups.n, 1);
    WORLD_OK(&w->ctx, matter_open(world_as(w, WORLD_CITY, RO_CLERK), ups.items[0].id, &v));
    CHECK(v.reports[0].can_read);
    world_clocks(w, ups.items[0].id, "D02 D03 D04");
}

static void the_clerks_copy_goes_when_screening_ends(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = letter(w, "CH_LETTER", "2026-09-18");
    int64_t report = world_report_of(w, r.matter), clerk = world_officer(w, COUNTY, RO_CLERK);
    struct matter m;

    (void)world_move(w, COUNTY, RO_SCREENER, r.matter, "T04", "");
    CHECK(world_holds(w, "KR", report, clerk));
    WORLD_OK(&w->ctx, matter_find(world_as(w, COUNTY, RO_CLERK), r.matter, &m));
    world_accept(w, COUNTY, r.matter);
    CHECK(!world_holds(w, "KR", report, clerk));
    struct ctx *c = world_as(w, COUNTY, RO_CLERK);
    WORLD_FAULT(c, matter_find(c, r.matter, &m), ERR_NOT_FOUND, "matter.none");
}

/* An upper body's cadre: the local leader has not forwarded it yet (CC 15). */
static void what_waits_to_be_forwarded_is_not_moved(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct move_result r;
    struct move_form_list l;
    struct matter_list all;
    struct matter_filter list = { .view = S("all"), .named = -1, .due_before = DAY_NONE };

    f.subjects[0] = (struct report_subject){ S("person"), S("赵某"), S("秀洲区某局"), S("局长"),
                                             S("LV_COUNTY") };
    (void)world_received(w, &f);
    struct ctx *c = world_as(w, WORLD_CITY, RO_CLERK);
    WORLD_OK(c, matter_list(c, &list, &all));
    assert_int_equal(all.n, 1);
    CHECK_STR(all.items[0].route, S("CADRE"));
    WORLD_FAULT(c, world_move_try(c, all.items[0].id, "T02", "", &r), ERR_CONFLICT,
                "matter.waits_forward");
    fault_clear(&c->fault);
    WORLD_OK(c, move_forms(c, all.items[0].id, &l));
    CHECK(l.n == 0);
    WORLD_OK(&w->ctx, report_forward(world_as(w, COUNTY, RO_PRINCIPAL), all.items[0].id));
    (void)world_move(w, WORLD_CITY, RO_CLERK, all.items[0].id, "T02", "");
}

static void a_web_report_found_to_be_about_the_head_goes_up_too(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w).matter;

    (void)world_move(w, COUNTY, RO_CLERK, m, "T03", "route=own_head");
    world_state(w, m, "ST_TOMBSTONE");
    struct rows grants;
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_HOLDERS_OF, &grants, TEXT(S("KR")),
                                INT(world_report_of(w, m))));
    assert_int_equal(grants.n, 1);
}

static void above_the_province_there_is_nobody(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct move_result r;

    f.area_code = S("330000");
    int64_t m = world_received(w, &f).matter;
    assert_int_equal(world_matter(w, m).org, WORLD_PROVINCE);
    struct ctx *c = world_as(w, WORLD_PROVINCE, RO_CLERK);
    WORLD_MISTAKE(c, world_move_try(c, m, "T03", "route=own_head", &r), "route", "guard.no_upper");
}

/* ---- supplement ---- */

static void a_supplement_pauses_once(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = received(w);
    struct event_list l;
    struct move_result done;
    struct ctx *c;

    world_screen(w, COUNTY, r.matter);
    (void)world_move(w, COUNTY, RO_SCREENER, r.matter, "T05", "missing=哪一年、多少钱？");
    world_state(w, r.matter, "ST_SUPPLEMENT");
    world_clock(w, r.matter, "D04", "PAUSED", NULL);
    world_clock(w, r.matter, "D03", "PAUSED", NULL);
    world_clock(w, r.matter, "D09", "RUNNING", "2026-10-19");
    world_papers(w, r.matter, "N04:SYSTEM");
    world_runs_until(w, "2026-09-21T09:00:00+08:00"); /* one working day: Sunday was worked */
    c = world_as_reporter(w, r.report_no, world_form().password);
    WORLD_OK(c, world_reporter_move(c, "T06", "text=二〇二五年，十八万元。"));
    world_state(w, r.matter, "ST_SCREENING");
    world_clock(w, r.matter, "D04", "RUNNING", "2026-10-19"); /* the 15th and two working days */
    world_clock(w, r.matter, "D09", "STOPPED", NULL);
    WORLD_OK(c, event_of_report(c, world_report_of(w, r.matter), &l));
    CHECK_STR(l.items[l.n - 1].kind, S("E_RESUMED"));
    CHECK_STR(l.items[l.n - 1].body, S("二〇二五年，十八万元。"));
    CHECK_STR(l.items[l.n - 2].body, S("哪一年、多少钱？"));
    c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T05", "missing=还有呢？", &done), "move",
                  "guard.supplement_once");
}

static void silence_lets_the_screening_go_on(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = screening(w);

    (void)world_move(w, COUNTY, RO_SCREENER, m, "T05", "missing=哪一年？");
    world_runs_until(w, "2026-10-19T20:00:00+08:00");
    world_state(w, m, "ST_SUPPLEMENT");
    world_runs_until(w, "2026-10-20T00:30:00+08:00");
    world_state(w, m, "ST_SCREENING");
    world_last_event(w, m, "E_RESUMED/T06/SYS");
}

/* ---- not accepted, and the complaint ---- */

static int64_t refused(struct world *w, struct report_receipt *r)
{
    *r = received(w);
    world_screen(w, COUNTY, r->matter);
    world_propose(w, COUNTY, RO_SCREENER, r->matter, "T08",
                  "reason=2&right_body=市场监管局，中山路1号&text=不归纪检监察机关管。");
    world_agree(w, COUNTY, RO_PO_HEAD, r->matter, "T08");
    world_state(w, r->matter, "ST_NOT_ACCEPTED");
    return r->matter;
}

static void a_complaint_is_decided_above(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r;
    int64_t m = refused(w, &r), report = world_report_of(w, m);
    struct matter_view v;
    struct move_result done;
    struct ctx *c;

    world_papers(w, m, "N03:SYSTEM");
    c = world_as(w, WORLD_CITY, RO_UPPER); /* nobody complained yet: the state, no more */
    WORLD_OK(c, matter_open(c, m, &v));
    CHECK(v.m.below && v.report_count == 0);
    WORLD_FAULT(c, world_move_try(c, m, "T48", "text=应当受理。", &done), ERR_DENIED, "move.role");
    c = world_as_reporter(w, r.report_no, world_form().password);
    WORLD_OK(c, world_reporter_move(c, "T48a", "text=这是党员干部的问题，应当受理。"));
    world_clocks(w, m, "D18");
    c = world_as(w, WORLD_CITY, RO_UPPER);
    WORLD_OK(c, matter_open(c, m, &v));
    CHECK(v.report_count == 1 && v.reports[0].can_read);
    struct event_list l;
    WORLD_OK(c, event_of_matter(c, m, &l));
    CHECK_STR(l.items[l.n - 1].body, S("这是党员干部的问题，应当受理。"));
    WORLD_OK(c, event_of_matter(world_as(w, COUNTY, RO_PO_HEAD), m, &l));
    CHECK(str_empty(l.items[l.n - 1].body)); /* he refused it: he does not read this */
    c = world_as(w, WORLD_CITY, RO_UPPER);
    CHECK(!world_holds(w, "KM", m, world_officer(w, WORLD_CITY, RO_UPPER)));
    static const uint32_t others[] = { RO_STAT, RO_DEPUTY, RO_SCREENER, RO_CLERK };
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        c = world_as(w, WORLD_CITY, others[i]);
        WORLD_FAULT(c, matter_open(c, m, &v), ERR_NOT_FOUND, "matter.none");
    }
    world_propose(w, WORLD_CITY, RO_UPPER, m, "T48", "text=属于受理范围，应当受理。");
    c = world_as(w, COUNTY, RO_PO_HEAD); /* not by the head who refused it */
    WORLD_FAULT(c, world_move_try(c, m, "T48", "decision=approve", &done), ERR_DENIED, "move.role");
    c = world_as(w, WORLD_PROVINCE, RO_PO_HEAD);
    WORLD_FAULT(c, world_move_try(c, m, "T48", "decision=approve", &done), ERR_NOT_FOUND,
                "matter.none");
    struct matter_counts n;
    WORLD_OK(&w->ctx, matter_counts(world_as(w, COUNTY, RO_PO_HEAD), &n));
    CHECK(n.approve == 0);
    WORLD_OK(&w->ctx, matter_counts(world_as(w, WORLD_CITY, RO_PO_HEAD), &n));
    CHECK(n.approve == 1);
    world_agree(w, WORLD_CITY, RO_PO_HEAD, m, "T48");
    world_state(w, m, "ST_SCREENING");
    CHECK_STR(world_matter(w, m).round, S("REOPENED"));
    world_breaches(w, m, "V02");
    world_papers(w, m, "N03:SYSTEM N23:SYSTEM");
    world_clocks(w, m, "D03 D04");
    CHECK(report != 0);
}

static void a_complaint_may_be_answered_with_no(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r;
    int64_t m = refused(w, &r);
    struct ctx *c = world_as_reporter(w, r.report_no, world_form().password);

    WORLD_OK(c, world_reporter_move(c, "T48a", "text=应当受理。"));
    world_propose(w, WORLD_CITY, RO_UPPER, m, "T48b", "text=确属市场监管职责。");
    world_agree(w, WORLD_CITY, RO_PO_HEAD, m, "T48b");
    world_state(w, m, "ST_NOT_ACCEPTED");
    world_clocks(w, m, "");
    world_breaches(w, m, "");
}

/* ---- to others ---- */

static void side_referral_only_by_paths_that_pass_on(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = screening(w);
    struct move_result r;
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER);

    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T09",
                                 "reason=2&right_body=新塍镇某村村民委员会&extract=问题摘要", &r),
                  "right_body", "guard.to_not_accused");
    world_propose(w, COUNTY, RO_SCREENER, m, "T09",
                  "reason=2&right_body=秀洲区农业农村局&extract=反映修水渠没有招标。");
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T09");
    world_state(w, m, "ST_REFERRED_SIDE");
    world_papers(w, m, "N06:-");
    world_clocks(w, m, "D08");

    struct report_receipt visit = letter(w, "CH_VISIT", "2026-09-18");
    (void)world_move(w, COUNTY, RO_SCREENER, visit.matter, "T04", "");
    c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_MISTAKE(c,
                  world_move_try(c, visit.matter, "T09",
                                 "reason=2&right_body=秀洲区农业农村局&extract=问题摘要", &r),
                  "move", "guard.channel_passes_on");
}

static void sent_down_the_senders_key_goes_when_it_is_accepted(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m, child, report;
    struct desk po;
    struct move_result r;
    struct ctx *c;

    /* the city's matter, for the county */
    struct report_form f = world_form();
    f.area_code = S("330400");
    m = world_received(w, &f).matter;
    assert_int_equal(world_matter(w, m).org, WORLD_CITY);
    report = world_report_of(w, m);
    world_screen(w, WORLD_CITY, m);
    c = world_as(w, WORLD_CITY, RO_SCREENER);
    WORLD_MISTAKE(c, world_move_try(c, m, "T10", "to_body=330109", &r), "to_body",
                  "guard.to_below");
    WORLD_MISTAKE(c, world_move_try(c, m, "T10", "to_body=330400", &r), "to_body",
                  "guard.to_below");
    WORLD_MISTAKE(c, world_move_try(c, m, "T10", "to_body=999999", &r), "to_body", "form.option");
    WORLD_MISTAKE(c, world_move_try(c, m, "T10", "", &r), "to_body", "form.required");
    (void)world_move(w, WORLD_CITY, RO_SCREENER, m, "T10", "to_body=330411&note=请按管辖办理。");
    world_state(w, m, "ST_REFERRED_DOWN");
    world_papers(w, m, "N07:SYSTEM");
    world_clocks(w, m, "D06");
    child = world_child_of(w, m);
    assert_int_equal(world_matter(w, child).org, COUNTY);
    world_state(w, child, "ST_RECEIVED");
    world_clock(w, child, "D04", "RUNNING", "2026-10-15");
    world_clocks(w, child, "D02 D03 D04");
    assert_int_equal(world_matter(w, child).referrals, 1);
    assert_int_equal(world_report_of(w, child), report);
    WORLD_OK(&w->ctx, desk_own(&w->ctx, WORLD_CITY, "po", 0, &po));
    CHECK(world_holds(w, "KR", report, po.id) && !world_holds(w, "KM", child, po.id));
    world_screen(w, COUNTY, child);
    CHECK(world_holds(w, "KR", report, po.id));
    world_accept(w, COUNTY, child);
    CHECK(!world_holds(w, "KR", report, po.id));
    world_clocks(w, m, "");
    world_breaches(w, m, "");
}

static void sent_on_three_times_nobody_wants_it(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();

    f.area_code = S("330000");
    int64_t a = world_received(w, &f).matter, b, c;
    world_screen(w, WORLD_PROVINCE, a);
    (void)world_move(w, WORLD_PROVINCE, RO_SCREENER, a, "T10", "to_body=330400");
    b = world_child_of(w, a);
    world_screen(w, WORLD_CITY, b);
    (void)world_move(w, WORLD_CITY, RO_SCREENER, b, "T10", "to_body=330411");
    c = world_child_of(w, b);
    world_screen(w, COUNTY, c);
    world_breaches(w, b, "");
    (void)world_move(w, COUNTY, RO_SCREENER, c, "T10", "to_body=330411104");
    world_breaches(w, c, "V05");
    assert_int_equal(world_matter(w, world_child_of(w, c)).referrals, 3);
}

static void never_to_the_accuseds_own_unit(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct move_result r;
    struct ctx *c;

    f.area_code = S("330400");
    f.subjects[0].unit = S("嘉兴市秀洲区纪委监委机关食堂");
    f.subjects[0].level = S("LV_VILLAGE");
    int64_t m = world_received(w, &f).matter;
    if (world_matter(w, m).org != WORLD_CITY) /* routed past it already: nothing to ask */
        return;
    world_screen(w, WORLD_CITY, m);
    c = world_as(w, WORLD_CITY, RO_SCREENER);
    WORLD_MISTAKE(c, world_move_try(c, m, "T10", "to_body=330411", &r), "to_body",
                  "guard.to_not_accused");
}

static void entrusted_the_upper_follows_the_lower(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    int64_t m, child, report;
    struct desk po;

    f.area_code = S("330400");
    m = world_received(w, &f).matter;
    report = world_report_of(w, m);
    world_screen(w, WORLD_CITY, m);
    world_propose(w, WORLD_CITY, RO_SCREENER, m, "T11",
                  "to_body=330411&reason=typical&requirement=查清水渠工程账目，按期报告。");
    world_agree(w, WORLD_CITY, RO_DEPUTY, m, "T11");
    world_state(w, m, "ST_ENTRUSTED");
    world_clock(w, m, "D12", "RUNNING", "2026-12-18");
    world_papers(w, m, "N08:SYSTEM");
    child = world_child_of(w, m);
    world_bring(w, COUNTY, child, "ST_CONCLUDED");
    WORLD_OK(&w->ctx, desk_own(&w->ctx, WORLD_CITY, "po", 0, &po));
    CHECK(world_holds(w, "KR", report, po.id)); /* who entrusts keeps his key */
    world_propose(w, WORLD_CITY, RO_SCREENER, m, "T28",
                  "lower_examined_on=2026-09-18&lower_head_approved=true&findings=FIND_TRUE&"
                  "done=OUT_HANDLED&summary=下级已查清。");
    world_agree(w, WORLD_CITY, RO_DEPUTY, m, "T28");
    world_state(w, m, "ST_CONCLUDED"); /* the reporter was not told yet */
    (void)world_as_system(w);
    WORLD_MISTAKE(&w->ctx, move_by_time(&w->ctx, m, S("T30s")), "move", "guard.entrusted_told");
    world_clocks(w, m, "D15");
    world_feedback(w, COUNTY, child);
    world_state(w, child, "ST_FEEDBACK");
    world_state(w, m, "ST_FEEDBACK");
    world_last_event(w, m, "E_FEEDBACK/T30s/SYS");
    world_papers(w, m, "N08:SYSTEM N10:-"); /* no second N13 */
}

static void entrusted_and_told_before_the_report_came(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    int64_t m, child;

    f.area_code = S("330400");
    m = world_received(w, &f).matter;
    world_screen(w, WORLD_CITY, m);
    world_propose(w, WORLD_CITY, RO_SCREENER, m, "T11",
                  "to_body=330411&reason=typical&requirement=查清账目。");
    world_agree(w, WORLD_CITY, RO_DEPUTY, m, "T11");
    child = world_child_of(w, m);
    world_bring(w, COUNTY, child, "ST_FEEDBACK");
    world_state(w, m, "ST_ENTRUSTED");
    world_propose(w, WORLD_CITY, RO_SCREENER, m, "T28",
                  "lower_examined_on=2026-09-18&lower_head_approved=true&findings=FIND_TRUE&"
                  "done=OUT_HANDLED&summary=下级已查清。");
    world_agree(w, WORLD_CITY, RO_DEPUTY, m, "T28");
    world_state(w, m, "ST_FEEDBACK");
}

static void a_claim_of_the_upper_body_is_sent_up(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = screening(w);

    world_propose(w, COUNTY, RO_SCREENER, m, "T03b", "reason=upper_matter&text=应由上级办理。");
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T03b");
    world_state(w, m, "ST_REFERRED_UP");
    int64_t up = world_child_of(w, m);
    assert_int_equal(world_matter(w, up).org, WORLD_CITY);
    world_papers(w, m, "N06:SYSTEM");
    world_clocks(w, m, ""); /* there at once: D08 is met */
}

/* ---- repeats ---- */

static void filed_with_an_earlier_one(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t lead = received(w).matter, m = received(w).matter, stranger;
    struct move_result r;
    struct ctx *c;
    struct report_form f = world_form();
    struct str reg_no;

    f.area_code = S("330109");
    stranger = world_received(w, &f).matter;
    world_bring(w, COUNTY, lead, "ST_ACCEPTED");
    world_screen(w, COUNTY, m);
    c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T12",
                                 str_z(c->arena, str_fmt(c->arena, "lead_matter=%.*s",
                                                         STR_ARG(id_text(&w->ctx, stranger)))),
                                 &r),
                  "lead_matter", "move.matter");
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T12",
                                 str_z(c->arena, str_fmt(c->arena, "lead_matter=%.*s",
                                                         STR_ARG(id_text(&w->ctx, m)))),
                                 &r),
                  "lead_matter", "guard.lead_matter");
    reg_no = world_matter(w, lead).reg_no; /* by its register number */
    world_propose(w, COUNTY, RO_SCREENER, m, "T12",
                  str_z(w->ctx.arena, str_fmt(w->ctx.arena, "lead_matter=%.*s", STR_ARG(reg_no))));
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T12");
    world_state(w, m, "ST_FILED_REPEAT");
    CHECK(world_matter(w, m).lead_matter == lead);
    world_clocks(w, m, "");
    world_papers(w, m, ""); /* no second N01 (CC 26) */
    (void)world_move(w, COUNTY, RO_SCREENER, m, "T13", "note=另有新证据。");
    world_state(w, m, "ST_SCREENING");
    CHECK(world_matter(w, m).lead_matter == 0);
    world_clocks(w, m, "D03 D04");
}

/* X2: the same words sent again are the same person's; another's are not. */
static void own_earlier_number_only_to_who_wrote_it(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt first = received(w), again = received(w), other;
    struct report_form f = world_form();
    struct event_list l;
    struct mine mine;
    struct ctx *c;
    const char *fields;

    f.narrative = S("听说那条水渠的账不对，请查一查是谁签的字。");
    f.password = S("another five words for her");
    other = world_received(w, &f);
    world_bring(w, COUNTY, first.matter, "ST_ACCEPTED");
    fields = str_z(w->ctx.arena, str_fmt(w->ctx.arena, "lead_matter=%.*s",
                                         STR_ARG(id_text(&w->ctx, first.matter))));
    const int64_t both[] = { again.matter, other.matter };
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        world_screen(w, COUNTY, both[i]);
        world_propose(w, COUNTY, RO_SCREENER, both[i], "T12", fields);
        world_agree(w, COUNTY, RO_PO_HEAD, both[i], "T12");
    }
    c = world_as_reporter(w, again.report_no, world_form().password);
    WORLD_OK(c, event_of_report(c, world_report_of(w, again.matter), &l));
    WORLD_OK(c, mine_read(c, &mine));
    CHECK_STR(mine.repeat_of_no, first.report_no);
    CHECK_STR(l.items[l.n - 1].codes, S("repeat=own"));
    CHECK_STR(l.items[l.n - 1].body, first.report_no);
    c = world_as_reporter(w, other.report_no, f.password);
    WORLD_OK(c, event_of_report(c, world_report_of(w, other.matter), &l));
    WORLD_OK(c, mine_read(c, &mine));
    CHECK(str_absent(mine.repeat_of_no));
    CHECK_STR(l.items[l.n - 1].codes, S("repeat=other"));
    CHECK(str_empty(l.items[l.n - 1].body));
}

/* What the clerk linked when he took it in stands in the screener's form, ready to be confirmed. */
static void the_clerks_repeat_is_proposed(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt first = letter(w, "CH_LETTER", "2026-09-18");
    struct report_form f = world_form();
    struct move_form_list l;

    f.channel = S("CH_LETTER");
    f.arrived_on = S("2026-09-18");
    f.password = STR_NONE;
    f.repeat_of = str_fmt(w->ctx.arena, "%lld", (long long)first.matter);
    (void)world_as(w, COUNTY, RO_CLERK);
    int64_t m = world_report(w, &f).matter;
    (void)world_move(w, COUNTY, RO_SCREENER, m, "T04", "");
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_OK(c, move_forms(c, m, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (!str_eq(l.items[i].move, S("T12")))
            continue;
        CHECK_STR(l.items[i].fields[0].name, S("lead_matter"));
        CHECK_STR(l.items[i].fields[0].value, id_text(c, first.matter));
        return;
    }
    fail_msg("no form for T12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(registering_may_correct_the_category),
        cmocka_unit_test(story_x3),
        cmocka_unit_test(screening_is_opened_by_a_second_person),
        cmocka_unit_test(a_letter_about_the_bodys_own_head_goes_up_sealed),
        cmocka_unit_test(the_clerks_copy_goes_when_screening_ends),
        cmocka_unit_test(what_waits_to_be_forwarded_is_not_moved),
        cmocka_unit_test(a_web_report_found_to_be_about_the_head_goes_up_too),
        cmocka_unit_test(above_the_province_there_is_nobody),
        cmocka_unit_test(a_supplement_pauses_once),
        cmocka_unit_test(silence_lets_the_screening_go_on),
        cmocka_unit_test(a_complaint_is_decided_above),
        cmocka_unit_test(a_complaint_may_be_answered_with_no),
        cmocka_unit_test(side_referral_only_by_paths_that_pass_on),
        cmocka_unit_test(sent_down_the_senders_key_goes_when_it_is_accepted),
        cmocka_unit_test(sent_on_three_times_nobody_wants_it),
        cmocka_unit_test(never_to_the_accuseds_own_unit),
        cmocka_unit_test(entrusted_the_upper_follows_the_lower),
        cmocka_unit_test(entrusted_and_told_before_the_report_came),
        cmocka_unit_test(a_claim_of_the_upper_body_is_sent_up),
        cmocka_unit_test(the_clerks_repeat_is_proposed),
        cmocka_unit_test(filed_with_an_earlier_one),
        cmocka_unit_test(own_earlier_number_only_to_who_wrote_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
