/* Review and re-review: who asks, where it goes, who may not review, what an ordered redo may not
 * repeat, how it ends. */
#include "domain/review.h"

#include "domain/document.h"
#include "domain/event.h"
#include "domain/id.h"
#include "domain/mine.h"
#include "domain/task.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY
#define CITY WORLD_CITY
#define PROVINCE WORLD_PROVINCE

/* A report on which the county told its result, in a county that tries out review. */
static struct report_receipt told(struct world *w)
{
    struct report_form f = world_form();

    world_switch(w, COUNTY, "sw_review_report");
    struct report_receipt r = world_received(w, &f);
    world_bring(w, COUNTY, r.matter, "ST_FEEDBACK");
    return r;
}

static struct ctx *reporter(struct world *w, const struct report_receipt *r)
{
    return world_as_reporter(w, r->report_no, world_form().password);
}

static void asks(struct world *w, const struct report_receipt *r)
{
    struct ctx *c = reporter(w, r);

    WORLD_OK(c, review_ask(c, S("收据没有看，金额不对。")));
}

#define RULED "&facts=看了账和收据，收据共二十万元。&opinion=原结论证据不足。"

static void rules(struct world *w, int64_t org, int64_t matter, const char *move, const char *how)
{
    struct arena *a = w->ctx.arena;

    world_propose(w, org, RO_REVIEWER, matter, move, str_z(a, str_fmt(a, "%s" RULED, how)));
    world_agree(w, org, RO_DEPUTY, matter, move);
}

static bool may(struct world *w, const struct report_receipt *r, enum mine_action a)
{
    struct mine m;
    struct ctx *c = reporter(w, r);

    WORLD_OK(c, mine_read(c, &m));
    return m.actions[a];
}

/* ---- the whole way ---- */

static void asked_for_taken_on_ruled_and_reviewed_again(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    int64_t report = world_report_of(w, r.matter), reviewer = world_officer(w, CITY, RO_REVIEWER);

    world_clock(w, r.matter, "D20", "RUNNING", "2026-10-19"); /* 10-18 is a Sunday */
    CHECK(may(w, &r, MINE_REVIEW));
    asks(w, &r);
    world_state(w, r.matter, "ST_FEEDBACK");                         /* it waits for the city */
    world_clock(w, r.matter, "D21.accept", "RUNNING", "2026-09-24"); /* five working days */
    CHECK(!may(w, &r, MINE_REVIEW));
    CHECK(world_holds(w, "KR", report, reviewer) && !world_holds(w, "KM", r.matter, reviewer));
    struct ctx *c = world_as(w, CITY, RO_REVIEWER);
    struct move_form_list forms;
    WORLD_OK(c, move_forms(c, r.matter, &forms));
    CHECK(forms.n == 1 && str_contains(forms.items[0].proposed, S("反映人的话：")));
    CHECK(!str_contains(forms.items[0].proposed, S("写给反映人的话")));

    world_time(w, "2026-09-22T09:00:00+08:00");
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    world_state(w, r.matter, "ST_REVIEW");
    CHECK_STR(world_matter(w, r.matter).round, S("REVIEW"));
    world_clock(w, r.matter, "D21", "RUNNING", "2026-10-19"); /* from the day it was asked for */
    world_clock(w, r.matter, "D21.file", "RUNNING", "2026-09-28"); /* 25 to 27 are holidays */
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "T36f", "");
    CHECK(world_holds(w, "KM", r.matter, reviewer));
    world_clock(w, r.matter, "D21.file", "STOPPED", NULL);

    world_time(w, "2026-10-12T09:00:00+08:00");
    rules(w, CITY, r.matter, "T37", "ruling=RV_UPHOLD");
    world_state(w, r.matter, "ST_REVIEWED");
    world_clock(w, r.matter, "D22", "RUNNING", "2026-11-11");
    world_last_event(w, r.matter, "E_REVIEW_DONE/T37/RO_DEPUTY");

    CHECK(may(w, &r, MINE_REVIEW));
    world_time(w, "2026-10-20T09:00:00+08:00");
    asks(w, &r);
    world_agree(w, PROVINCE, RO_REVIEWER, r.matter, "T39");
    world_state(w, r.matter, "ST_REREVIEW");
    world_clock(w, r.matter, "D23", "RUNNING", "2026-11-19");
    rules(w, PROVINCE, r.matter, "T40", "ruling=RV_CHANGE"); /* from the report alone */
    world_state(w, r.matter, "ST_FINAL");
    world_last_event(w, r.matter, "E_CLOSED/T41/SYS");
    world_papers(w, r.matter,
                 "N01:SYSTEM N02:SYSTEM N09:- N13:SYSTEM N15:SYSTEM N15:SYSTEM N17:SYSTEM "
                 "N18:SYSTEM N19:SYSTEM");
    world_clocks(w, r.matter, "D24 D41");
    world_breaches(w, r.matter, "");
}

static void the_paper_says_law_or_pilot_and_whose_number(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct document_list l;
    struct document_view t;

    asks(w, &r);
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    struct ctx *c = reporter(w, &r);
    WORLD_OK(c, document_of_report(c, c->actor->report, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (!str_eq(l.items[i].code, S("N15")))
            continue;
        WORLD_OK(c, document_read(c, l.items[i].id, &t));
        CHECK(str_contains(t.text, S("试行")));
        CHECK(str_contains(t.text, S("W330400REVIEWER")));
        CHECK(str_contains(t.text, S("2026年10月19日")));
        return;
    }
    fail_msg("no N15");
}

/* ---- who asks, and when ---- */

static void not_where_it_is_not_open_nor_too_late_nor_twice(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct ctx *c;

    world_bring(w, COUNTY, r.matter, "ST_FEEDBACK");
    c = reporter(w, &r);
    WORLD_FAULT(c, review_ask(c, S("请复查")), ERR_CONFLICT, "review.not_open");
    WORLD_MISTAKE(c, world_reporter_move(c, "T36", "text=请复查"), "move", "guard.review_open");
    /* after the result was told: no term of review runs */
    world_switch(w, COUNTY, "sw_review_report");
    c = reporter(w, &r);
    WORLD_MISTAKE(c, world_reporter_move(c, "T36", "text=请复查"), "move", "guard.review_late");

    struct report_receipt q = told(w);
    c = reporter(w, &q);
    WORLD_MISTAKE(c, review_ask(c, S("")), "text", "form.required");
    WORLD_FAULT(c, world_reporter_move(c, "T39", "text=复核"), ERR_CONFLICT, "move.state");
    WORLD_OK(c, review_ask(c, S("请复查")));
    WORLD_FAULT(c, world_reporter_move(c, "T36", "text=再来"), ERR_CONFLICT, "proposal.waits");
    c = world_as_nobody(w);
    WORLD_FAULT(c, review_ask(c, S("请复查")), ERR_LOGIN, "session.over");
}

static void nobody_is_above_the_province(void **state)
{
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct matter m = { .org = PROVINCE, .state = S("ST_FEEDBACK") };

    CHECK(review_body(c, &m, S("T36")) == 0);
    m.org = CITY;
    CHECK(review_body(c, &m, S("T36")) == PROVINCE && review_body(c, &m, S("T39")) == 0);
    m.org = COUNTY;
    CHECK(review_body(c, &m, S("T36")) == CITY && review_body(c, &m, S("T39")) == PROVINCE);
}

static void after_an_explanation_it_may_still_be_asked_for(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct ctx *c = reporter(w, &r);

    world_time(w, "2026-10-12T09:00:00+08:00");
    c = reporter(w, &r);
    WORLD_OK(c, world_reporter_move(c, "T32", "text=金额不对"));
    CHECK(may(w, &r, MINE_REVIEW)); /* also while the objection is not answered */
    world_time(w, "2026-10-14T09:00:00+08:00");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "T33", "answer=已核对。");
    world_clock(w, r.matter, "D20", "RUNNING", "2026-11-13"); /* the answer is a written reply */
    asks(w, &r);
}

/* ---- who decides ---- */

static void only_reviewers_of_the_body_above_decide(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct move_result done;
    struct ctx *c;

    asks(w, &r);
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_FAULT(c, world_move_try(c, r.matter, "T36", "decision=approve", &done), ERR_DENIED,
                "move.role");
    c = world_as(w, PROVINCE, RO_REVIEWER); /* not his turn yet */
    WORLD_FAULT(c, world_move_try(c, r.matter, "T36", "decision=approve", &done), ERR_NOT_FOUND,
                "matter.none");
    c = world_as(w, CITY, RO_HANDLER);
    WORLD_FAULT(c, world_move_try(c, r.matter, "T36", "decision=approve", &done), ERR_NOT_FOUND,
                "matter.none");
    c = world_as(w, CITY, RO_REVIEWER);
    WORLD_FAULT(c, world_move_try(c, r.matter, "T37", "ruling=RV_UPHOLD" RULED, &done),
                ERR_CONFLICT, "move.state");
    WORLD_FAULT(c, world_move_try(c, r.matter, "T33", "answer=好", &done), ERR_DENIED, "move.role");
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    world_propose(w, CITY, RO_REVIEWER, r.matter, "T37", "ruling=RV_UPHOLD" RULED);
    c = world_as(w, COUNTY, RO_DEPUTY); /* whose result it is */
    WORLD_FAULT(c, world_move_try(c, r.matter, "T37", "decision=approve", &done), ERR_DENIED,
                "move.role");
    world_agree(w, CITY, RO_DEPUTY, r.matter, "T37");
    c = world_as(w, CITY, RO_REVIEWER); /* it is decided: nothing to look at any more */
    WORLD_FAULT(c, world_move_try(c, r.matter, "T37", "ruling=RV_UPHOLD" RULED, &done),
                ERR_NOT_FOUND, "matter.none");
}

static void earlier_officers_do_not_review(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    int64_t reviewer = world_officer(w, CITY, RO_REVIEWER);
    struct move_result done;
    struct ctx *c;
    bool earlier;

    c = world_as_system(w);
    WORLD_OK(c, review_was_earlier(c, r.matter, world_officer(w, COUNTY, RO_HANDLER), &earlier));
    CHECK(earlier); /* acted */
    WORLD_OK(c, review_was_earlier(c, r.matter, world_officer(w, COUNTY, RO_PRINCIPAL), &earlier));
    CHECK(earlier); /* agreed */
    WORLD_OK(c, review_was_earlier(c, r.matter, world_officer(w, COUNTY, RO_STAT), &earlier));
    CHECK(!earlier);
    asks(w, &r);
    world_write(w, Q_TEST_EVENT_BY, INT(reviewer), INT(r.matter), TEXT(S("T16")));
    c = world_as(w, CITY, RO_REVIEWER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T36", "decision=approve", &done), "move",
                  "guard.reviewer_earlier");
    world_state(w, r.matter, "ST_FEEDBACK");
}

static void the_leader_who_had_to_do_with_it_does_not_agree(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct move_result done;

    asks(w, &r);
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    world_propose(w, CITY, RO_REVIEWER, r.matter, "T37", "ruling=RV_UPHOLD" RULED);
    world_write(w, Q_TEST_EVENT_BY, INT(world_officer(w, CITY, RO_DEPUTY)), INT(r.matter),
                TEXT(S("T16")));
    struct ctx *c = world_as(w, CITY, RO_DEPUTY);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T37", "decision=approve", &done), "move",
                  "guard.reviewer_earlier");
}

static void refused_with_a_reason_it_may_be_asked_again(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct move_result done;
    struct event_list l;

    asks(w, &r);
    struct ctx *c = world_as(w, CITY, RO_REVIEWER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T36", "decision=refuse", &done),
                  "decision_reason", "form.required");
    (void)world_move(w, CITY, RO_REVIEWER, r.matter, "T36",
                     "decision=refuse&decision_reason=没有写明不服的理由。");
    world_state(w, r.matter, "ST_FEEDBACK");
    world_papers(w, r.matter, "N01:SYSTEM N02:SYSTEM N09:- N13:SYSTEM N16:SYSTEM");
    world_clocks(w, r.matter, "D17 D20 D24 D28");
    c = reporter(w, &r);
    WORLD_OK(c, event_of_report(c, c->actor->report, &l));
    CHECK_STR(l.items[l.n - 1].kind, S("E_REVIEW_REFUSED"));
    CHECK(may(w, &r, MINE_REVIEW));
}

/* ---- revoked, to be handled anew ---- */

static void anew_by_others_and_not_the_same_again(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct move_result done;
    struct ctx *c;

    asks(w, &r);
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    c = world_as(w, CITY, RO_REVIEWER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T37", "ruling=RV_REDO" RULED, &done), "redo_by",
                  "form.required");
    WORLD_MISTAKE(
        c, world_move_try(c, r.matter, "T37", "ruling=RV_REDO&redo_by=2026-09-18" RULED, &done),
        "redo_by", "move.date_past");
    rules(w, CITY, r.matter, "T37", "ruling=RV_REDO&redo_by=2026-11-02");
    world_state(w, r.matter, "ST_REVIEWED");
    world_clock(w, r.matter, "D21.redo", "RUNNING", "2026-09-24");
    /* the remedies begin anew with the new opinion */
    world_clocks(w, r.matter, "D21.redo D24 D28");
    CHECK(!may(w, &r, MINE_REVIEW));

    world_time(w, "2026-09-22T09:00:00+08:00");
    struct str cookie = world_joined(w, COUNTY, RO_HANDLER, "W330411THIRD", 0);
    c = world_as(w, COUNTY, RO_HD_HEAD);
    const char *old = world_named(w, COUNTY, "outcome=report&handler=%O", RO_HANDLER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T38", old, &done), "handler",
                  "guard.other_officers");
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "T38", "outcome=claim&handler=W330411THIRD", &done),
                  "move", "guard.claim");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "T38", "outcome=report&handler=W330411THIRD");
    world_state(w, r.matter, "ST_ASSIGNED");
    world_clock(w, r.matter, "D10", "RUNNING", "2026-11-02"); /* as ordered, not three months */

    c = world_as_cookie(w, cookie);
    WORLD_OK(c, world_move_try(c, r.matter, "T16", "analysis=重新看账。", &done));
    c = world_as_cookie(w, cookie);
    WORLD_OK(c, world_move_try(c, r.matter, "T18",
                               world_named(w, COUNTY,
                                           "plan=重新核。&second_officer=%O&meeting_on=2026-09-22"
                                           "&meeting_members=甲、乙",
                                           RO_HD_HEAD),
                               &done));
    world_agree(w, COUNTY, RO_PRINCIPAL, r.matter, "T18");
    c = world_as_cookie(w, cookie);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "T24",
                                 "findings=FIND_TRUE&done=OUT_HANDLED&summary=账目不实，已处理",
                                 &done),
                  "summary", "guard.same_opinion");
    WORLD_OK(c, world_move_try(c, r.matter, "T24",
                               "findings=FIND_TRUE&done=OUT_HANDLED&summary=调取了银行流水和三张"
                               "收据，比对后多付两万元，已追回。",
                               &done));
    world_agree(w, COUNTY, RO_PRINCIPAL, r.matter, "T24");
    world_state(w, r.matter, "ST_CONCLUDED");
}

static void another_finding_on_the_same_facts_is_a_new_opinion(void **state)
{
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);

    CHECK(review_same_facts(c, S("账目不实，已处理。"), S("账目不实， 已处理。")));
    CHECK(!review_same_facts(c, S("账目不实，已处理。"), S("收据三张，多付两万。")));
    CHECK(review_same_facts(c, S(""), S("")));
    CHECK(!review_same_facts(c, S(""), S("账目不实")));
}

static void who_reviewed_once_does_not_review_the_new_result(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    bool earlier;

    asks(w, &r);
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, review_was_earlier(c, r.matter, world_officer(w, CITY, RO_REVIEWER), &earlier));
    CHECK(!earlier); /* it is still the same review */
    rules(w, CITY, r.matter, "T37", "ruling=RV_REDO&redo_by=2026-11-02");
    c = world_as_system(w);
    WORLD_OK(c, review_was_earlier(c, r.matter, world_officer(w, CITY, RO_REVIEWER), &earlier));
    CHECK(earlier);
    WORLD_OK(c, review_was_earlier(c, r.matter, world_officer(w, CITY, RO_DEPUTY), &earlier));
    CHECK(earlier);
}

/* ---- by the body ---- */

static int64_t repeat(struct world *w, int64_t lead)
{
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);

    world_screen(w, COUNTY, r.matter);
    world_propose(w, COUNTY, RO_SCREENER, r.matter, "T12",
                  str_z(w->ctx.arena, str_fmt(w->ctx.arena, "lead_matter=%.*s&note=同一件事",
                                              STR_ARG(id_text(&w->ctx, lead)))));
    world_agree(w, COUNTY, RO_PO_HEAD, r.matter, "T12");
    return r.matter;
}

static void the_body_opens_one_for_what_comes_back_twice(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct move_result done;
    struct ctx *c;

    world_time(w, "2026-09-21T09:00:00+08:00");
    (void)repeat(w, r.matter);
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T36b", "ground=反复反映", &done), "move",
                  "guard.review_repeats");
    (void)repeat(w, r.matter);
    world_propose(w, COUNTY, RO_PO_HEAD, r.matter, "T36b", "ground=办结以后两次重复反映。");
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36b");
    world_state(w, r.matter, "ST_REVIEW");
    CHECK(world_holds(w, "KM", r.matter, world_officer(w, CITY, RO_REVIEWER)));
    world_last_event(w, r.matter, "E_REVIEW_OPENED/T36b/RO_REVIEWER");
    struct review v;
    bool found;
    c = world_as_system(w);
    WORLD_OK(c, review_last(c, r.matter, &v, &found));
    CHECK(found && v.org == CITY);
    CHECK_STR(v.asked_by, S("BODY"));
}

/* ---- terms ---- */

static void missed_terms_are_breaches_of_whose_they_are(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct breach_list l;
    struct ctx *c;

    asks(w, &r);
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    world_runs_until(w, "2026-10-20T00:30:00+08:00");
    world_state(w, r.matter, "ST_REVIEW");
    c = world_as_system(w);
    WORLD_OK(c, breach_of_matter(c, r.matter, &l));
    assert_int_equal(l.n, 2);
    CHECK_STR(l.items[0].code, S("V08")); /* the county did not lend its file */
    CHECK(l.items[0].org == COUNTY);
    CHECK_STR(l.items[1].code, S("V06")); /* the city did not rule in time */
    CHECK(l.items[1].org == CITY);
}

static void the_panel_extends_its_own_term(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct move_result done;

    asks(w, &r);
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "T45", "clock=D21&reason=complex&text=要查账", &done),
                  "clock", "guard.extension_whose");
    world_propose(w, CITY, RO_REVIEWER, r.matter, "T45", "clock=D21&reason=complex&text=要查账");
    world_agree(w, CITY, RO_DEPUTY, r.matter, "T45");
    world_clock(w, r.matter, "D21", "RUNNING", "2026-11-17");
}

/* ---- the end ---- */

static void settled_is_said_once_by_the_reporter_himself(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct move_result done;
    struct ctx *c;

    asks(w, &r);
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    CHECK(!may(w, &r, MINE_SETTLED));
    rules(w, CITY, r.matter, "T37", "ruling=RV_UPHOLD");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(c, world_move_try(c, r.matter, "T42s", "", &done), ERR_DENIED, "move.role");
    CHECK(may(w, &r, MINE_SETTLED));
    c = reporter(w, &r);
    WORLD_OK(c, world_reporter_move(c, "T42s", ""));
    world_state(w, r.matter, "ST_REVIEWED"); /* recorded apart: it ends nothing */
    world_last_event(w, r.matter, "E_SETTLED/T42s/RO_REPORTER");
    CHECK(!may(w, &r, MINE_SETTLED));
    WORLD_MISTAKE(c, world_reporter_move(c, "T42s", ""), "move", "guard.settled");
    world_runs_until(w, "2026-10-20T00:30:00+08:00");
    world_state(w, r.matter, "ST_CLOSED"); /* D22 unused */
}

/* ---- the desk ---- */

static void the_desk_shows_what_is_asked_under_way_and_done(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = told(w);
    struct review_list l;
    struct task_list tasks;
    struct ctx *c = world_as(w, CITY, RO_SCREENER);

    WORLD_FAULT(c, review_list(c, &l), ERR_DENIED, "move.role");
    asks(w, &r);
    c = world_as(w, CITY, RO_REVIEWER);
    WORLD_OK(c, task_list(c, &tasks));
    assert_int_equal(tasks.n, 1);
    CHECK_STR(tasks.items[0].kind, S("REVIEW"));
    WORLD_OK(c, review_list(c, &l));
    assert_int_equal(l.n, 1);
    CHECK(l.items[0].waits && l.items[0].matter == r.matter && l.items[0].org == COUNTY);
    CHECK_STR(l.items[0].asked_by, S("REPORTER"));
    world_agree(w, CITY, RO_REVIEWER, r.matter, "T36");
    c = world_as(w, CITY, RO_REVIEWER);
    WORLD_OK(c, review_list(c, &l));
    assert_int_equal(l.n, 1);
    CHECK(!l.items[0].waits && !day_absent(l.items[0].due));
    rules(w, CITY, r.matter, "T37", "ruling=RV_REVOKE");
    c = world_as(w, CITY, RO_REVIEWER);
    WORLD_OK(c, review_list(c, &l));
    CHECK_STR(l.items[0].ruling, S("RV_REVOKE"));
    CHECK(!day_absent(l.items[0].decided));
    c = world_as(w, PROVINCE, RO_REVIEWER);
    WORLD_OK(c, review_list(c, &l));
    CHECK(l.n == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asked_for_taken_on_ruled_and_reviewed_again),
        cmocka_unit_test(the_paper_says_law_or_pilot_and_whose_number),
        cmocka_unit_test(not_where_it_is_not_open_nor_too_late_nor_twice),
        cmocka_unit_test(nobody_is_above_the_province),
        cmocka_unit_test(after_an_explanation_it_may_still_be_asked_for),
        cmocka_unit_test(only_reviewers_of_the_body_above_decide),
        cmocka_unit_test(earlier_officers_do_not_review),
        cmocka_unit_test(the_leader_who_had_to_do_with_it_does_not_agree),
        cmocka_unit_test(refused_with_a_reason_it_may_be_asked_again),
        cmocka_unit_test(anew_by_others_and_not_the_same_again),
        cmocka_unit_test(another_finding_on_the_same_facts_is_a_new_opinion),
        cmocka_unit_test(who_reviewed_once_does_not_review_the_new_result),
        cmocka_unit_test(the_body_opens_one_for_what_comes_back_twice),
        cmocka_unit_test(missed_terms_are_breaches_of_whose_they_are),
        cmocka_unit_test(the_panel_extends_its_own_term),
        cmocka_unit_test(settled_is_said_once_by_the_reporter_himself),
        cmocka_unit_test(the_desk_shows_what_is_asked_under_way_and_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
