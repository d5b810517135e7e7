/* Objection, recheck, closing, withdrawal, reopening, merging, another handler (T32-T47). */
#include "domain/document.h"
#include "domain/event.h"
#include "domain/id.h"
#include "domain/mine.h"
#include "domain/officer.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

static struct report_receipt brought(struct world *w, const char *state)
{
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);

    if (state)
        world_bring(w, COUNTY, r.matter, state);
    return r;
}

static struct ctx *reporter(struct world *w, const struct report_receipt *r)
{
    return world_as_reporter(w, r->report_no, world_form().password);
}

/* ---- objection ---- */

static void an_objection_is_answered_by_the_head_not_the_handler(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    struct move_result done;
    struct ctx *c = reporter(w, &r);

    WORLD_MISTAKE(c, world_reporter_move(c, "T32", ""), "text", "form.required");
    WORLD_OK(c, world_reporter_move(c, "T32", "text=金额不对，应该是二十万元。"));
    world_state(w, r.matter, "ST_OBJECTION");
    world_clocks(w, r.matter, "D18 D24 D28");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(c, world_move_try(c, r.matter, "T33", "answer=已核对。", &done), ERR_DENIED,
                "move.role");
    /* the head himself handles it: then another head answers */
    world_write(w, Q_TEST_MATTER_GIVE, INT(world_matter(w, r.matter).dept),
                INT(world_officer(w, COUNTY, RO_HD_HEAD)), INT(r.matter));
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T33", "answer=已核对。", &done), "move",
                  "guard.not_handler");
    world_write(w, Q_TEST_MATTER_GIVE, INT(world_matter(w, r.matter).dept),
                INT(world_officer(w, COUNTY, RO_HANDLER)), INT(r.matter));
    world_runs_until(w, "2026-09-21T09:00:00+08:00");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "T33", "answer=账上是十八万元，附明细。");
    world_state(w, r.matter, "ST_FEEDBACK");
    CHECK(world_matter(w, r.matter).explanations == 1);
    world_papers(w, r.matter, "N01:SYSTEM N02:SYSTEM N09:- N13:SYSTEM N14:SYSTEM");
    world_clock(w, r.matter, "D17", "RUNNING", "2026-10-21");
}

static void new_evidence_is_rechecked(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    struct ctx *c = reporter(w, &r);

    WORLD_OK(c, world_reporter_move(c, "T32", "text=有新的收据。&new_evidence=true"));
    (void)world_move(w, COUNTY, RO_HANDLER, r.matter, "T34", "note=收到收据三张。");
    world_state(w, r.matter, "ST_RECHECK");
    world_clock(w, r.matter, "D19", "RUNNING", "2026-11-18");
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "T35",
                  "findings=FIND_PART&done=OUT_CORRECTED&summary=部分属实，已纠正。");
    world_agree(w, COUNTY, RO_DEPUTY, r.matter, "T35");
    world_state(w, r.matter, "ST_CONCLUDED");
    world_feedback(w, COUNTY, r.matter);
    world_state(w, r.matter, "ST_FEEDBACK");
}

/* ---- closing ---- */

static void unused_terms_close_it(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");

    world_runs_until(w, "2026-10-19T23:00:00+08:00");
    world_state(w, r.matter, "ST_FEEDBACK");
    world_runs_until(w, "2026-10-20T00:30:00+08:00");
    world_state(w, r.matter, "ST_CLOSED");
    world_last_event(w, r.matter, "E_CLOSED/T42/SYS");
    world_clocks(w, r.matter, "D24 D41");
}

static void a_deputy_reopens_on_new_facts(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    int64_t handler = world_officer(w, COUNTY, RO_HANDLER);
    struct move_result done;
    struct ctx *c = reporter(w, &r);

    WORLD_OK(c, world_reporter_move(c, "T42", ""));
    world_state(w, r.matter, "ST_CLOSED");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_FAULT(c, world_move_try(c, r.matter, "T44", "reason=new_facts&text=有新情况。", &done),
                ERR_DENIED, "move.role");
    (void)world_move(w, COUNTY, RO_DEPUTY, r.matter, "T44", "reason=new_facts&text=有新情况。");
    world_state(w, r.matter, "ST_SCREENING");
    CHECK_STR(world_matter(w, r.matter).round, S("REOPENED"));
    CHECK(world_matter(w, r.matter).handler == 0 && !world_holds(w, "KM", r.matter, handler));
    world_clocks(w, r.matter, "D03 D04");
    world_accept(w, COUNTY, r.matter); /* and it goes its way again */
}

static void the_end_is_final_but_for_new_facts(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK"); /* the deputy has the keys from here on */
    struct move_result done;
    struct ctx *c;

    world_write(w, Q_TEST_MATTER_STATE, TEXT(S("ST_FINAL")), INT(5), INT(r.matter));
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T44", "reason=error&text=办错了。", &done),
                  "reason", "guard.reopen");
    WORLD_OK(c, world_move_try(c, r.matter, "T44", "reason=new_facts&text=有新证据。", &done));
    world_state(w, r.matter, "ST_SCREENING");
    world_papers(w, r.matter, "N01:SYSTEM N02:SYSTEM N09:- N13:SYSTEM N21:SYSTEM");
}

/* ---- withdrawal ---- */

static void withdrawn_early_the_petition_head_decides(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_SCREENING");
    struct ctx *c = reporter(w, &r);
    struct matter_counts n;
    struct move_form_list l;

    WORLD_OK(c, world_reporter_move(c, "T43", "reason=已经和解。"));
    world_state(w, r.matter, "ST_SCREENING");
    world_clock(w, r.matter, "D25", "RUNNING",
                "2026-09-24"); /* five working days, a Sunday among them */
    c = reporter(w, &r);
    WORLD_FAULT(c, world_reporter_move(c, "T43", "reason=再说一次"), ERR_CONFLICT,
                "proposal.waits");
    /* what officers do meanwhile does not make the wish fall */
    (void)world_move(w, COUNTY, RO_SCREENER, r.matter, "T05", "missing=哪一年？");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, matter_counts(c, &n));
    CHECK(n.approve == 1);
    WORLD_OK(c, move_forms(c, r.matter, &l));
    CHECK(l.n == 1 && l.items[0].approval && str_absent(l.items[0].proposed_by));
    CHECK(str_contains(l.items[0].proposed, S("已经和解。")));
    world_agree(w, COUNTY, RO_PO_HEAD, r.matter, "T43");
    world_state(w, r.matter, "ST_WITHDRAWN");
    world_papers(w, r.matter, "N04:SYSTEM N20:SYSTEM");
    world_clocks(w, r.matter, "");
}

static void a_wish_falls_when_nothing_is_left_to_decide(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_SCREENING");
    struct ctx *c = reporter(w, &r);
    struct matter_counts n;

    WORLD_OK(c, world_reporter_move(c, "T43", "reason=算了。"));
    world_propose(w, COUNTY, RO_SCREENER, r.matter, "T08",
                  "reason=2&right_body=市场监管局&text=不归纪检监察机关管。");
    world_agree(w, COUNTY, RO_PO_HEAD, r.matter, "T08");
    world_state(w, r.matter, "ST_NOT_ACCEPTED");
    world_clocks(w, r.matter, "");
    WORLD_OK(&w->ctx, matter_counts(world_as(w, COUNTY, RO_PO_HEAD), &n));
    CHECK(n.approve == 0);
}

static void withdrawn_late_two_heads_decide_and_may_refuse(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");
    struct ctx *c = reporter(w, &r);
    struct event_list l;
    struct move_result done;

    WORLD_OK(c, world_reporter_move(c, "T43", "reason=不想再查了。"));
    CHECK(world_move(w, COUNTY, RO_PO_HEAD, r.matter, "T43", "decision=approve").proposed);
    world_state(w, r.matter, "ST_VERIFY");
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_OK(
        c, world_move_try(c, r.matter, "T43", "decision=refuse&decision_reason=事实严重。", &done));
    world_state(w, r.matter, "ST_VERIFY"); /* it goes on without him */
    world_clocks(w, r.matter, "D10 D28");
    world_papers(w, r.matter, "N01:SYSTEM N02:SYSTEM N09:- N20:SYSTEM");
    c = reporter(w, &r);
    WORLD_OK(c, event_of_report(c, world_report_of(w, r.matter), &l));
    CHECK_STR(l.items[l.n - 1].kind, S("E_WITHDRAWN"));
    CHECK(str_absent(l.items[l.n - 1].to_state));
    world_conclude(w, COUNTY, r.matter);
}

/* ---- another handler ---- */

static void a_new_handler_gets_the_keys_the_old_one_loses_them(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_ASSIGNED");
    int64_t old = world_officer(w, COUNTY, RO_HANDLER), report = world_report_of(w, r.matter);
    struct str password, cookie;
    int64_t fresh = world_invite(w, COUNTY, RO_HANDLER, S("W330411-HANDLER2"), &password);
    struct move_result done;
    struct matter m;
    struct ctx *c;

    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "T47", "handler=W330411HANDLER2&reason=leave", &done),
                  "handler", "move.officer"); /* he has not logged in yet: no key to seal to */
    (void)world_as_nobody(w);
    WORLD_OK(&w->ctx, world_login(w, S("W330411-HANDLER2"), password, &cookie));
    WORLD_OK(&w->ctx, world_change_password(w, password, S(WORLD_PASSWORD)));
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "T47",
                                 world_named(w, COUNTY, "handler=%O&reason=leave", RO_HANDLER),
                                 &done),
                  "handler", "guard.other_officers");
    world_propose(w, COUNTY, RO_HD_HEAD, r.matter, "T47", "handler=W330411HANDLER2&reason=leave");
    world_agree(w, COUNTY, RO_DEPUTY, r.matter, "T47");
    CHECK(world_matter(w, r.matter).handler == fresh);
    CHECK(world_holds(w, "KM", r.matter, fresh) && world_holds(w, "KR", report, fresh));
    CHECK(!world_holds(w, "KM", r.matter, old) && !world_holds(w, "KR", report, old));
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(c, matter_find(c, r.matter, &m), ERR_NOT_FOUND, "matter.none");
}

/* ---- merging ---- */

static void merged_they_move_as_one_and_are_parted_again(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt lead = brought(w, "ST_ASSIGNED"), other = brought(w, "ST_SCREENING");
    int64_t handler = world_officer(w, COUNTY, RO_HANDLER);
    int64_t report = world_report_of(w, other.matter);
    struct matter_view v;
    struct move_result done;
    struct event_list l;
    struct ctx *c;
    const char *fields = str_z(w->ctx.arena, str_fmt(w->ctx.arena, "way=merge&other_matter=%.*s",
                                                     STR_ARG(id_text(&w->ctx, other.matter))));

    world_propose(w, COUNTY, RO_SCREENER, lead.matter, "T46", fields);
    world_agree(w, COUNTY, RO_PO_HEAD, lead.matter, "T46");
    CHECK(world_matter(w, other.matter).lead_matter == lead.matter);
    world_state(w, other.matter, "ST_SCREENING");
    world_clocks(w, other.matter, "");
    CHECK(world_holds(w, "KR", report, handler) && world_holds(w, "KM", other.matter, handler));
    world_last_event(w, lead.matter, "E_MERGED/T46/RO_PO_HEAD");
    world_last_event(w, other.matter, "E_MERGED/T46/RO_PO_HEAD");
    c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_FAULT(c, world_move_try(c, other.matter, "T05", "missing=？", &done), ERR_CONFLICT,
                "matter.merged");
    WORLD_OK(&w->ctx, matter_open(world_as(w, COUNTY, RO_HANDLER), lead.matter, &v));
    CHECK(v.report_count == 2 && v.reports[0].can_read && v.reports[1].can_read);
    /* both reporters hear the result, each under his own key */
    world_verify(w, COUNTY, lead.matter);
    world_conclude(w, COUNTY, lead.matter);
    world_feedback(w, COUNTY, lead.matter);
    c = reporter(w, &other);
    WORLD_OK(c, event_of_report(c, report, &l));
    CHECK_STR(l.items[l.n - 1].kind, S("E_FEEDBACK"));
    CHECK_STR(l.items[l.n - 1].body, S("反映属实，已作处理。"));
    struct mine mine; /* his page follows the one it is handled in */
    WORLD_OK(c, mine_read(c, &mine));
    CHECK_STR(mine.state, S("ST_FEEDBACK"));
    WORLD_MISTAKE(c, world_reporter_move(c, "T42", ""), "move", "guard.several");
    WORLD_OK(c, world_reporter_move(c, "T32", "text=我反映的另一笔账没有查。"));
    world_state(w, lead.matter, "ST_OBJECTION");
    c = reporter(w, &lead); /* the other one does not hear of it */
    WORLD_OK(c, event_of_report(c, world_report_of(w, lead.matter), &l));
    CHECK_STR(l.items[l.n - 1].kind, S("E_FEEDBACK"));
    (void)world_move(w, COUNTY, RO_HD_HEAD, lead.matter, "T33", "answer=两笔都查了。");

    fields = str_z(w->ctx.arena, str_fmt(w->ctx.arena, "way=unmerge&other_matter=%.*s",
                                         STR_ARG(id_text(&w->ctx, other.matter))));
    world_propose(w, COUNTY, RO_SCREENER, lead.matter, "T46", fields);
    world_agree(w, COUNTY, RO_PO_HEAD, lead.matter, "T46");
    CHECK(world_matter(w, other.matter).lead_matter == 0);
    world_clocks(w, other.matter, "D03 D04");
    CHECK(!world_holds(w, "KR", report, handler) && !world_holds(w, "KM", other.matter, handler));
    CHECK(world_holds(w, "KR", world_report_of(w, lead.matter), handler));
}

static struct str result_of(struct world *w, const struct report_receipt *r, struct str password)
{
    struct ctx *c = world_as_reporter(w, r->report_no, password);
    struct document_list l;
    struct document_view v;

    WORLD_OK(c, document_of_report(c, c->actor->report, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (!str_eq(l.items[i].code, S("N13")))
            continue;
        WORLD_OK(c, document_read(c, l.items[i].id, &v));
        return v.text;
    }
    fail_msg("no N13");
    return STR_NONE;
}

/* Each reads of whom he himself wrote (domain 3.4), and hears of the parting once. */
static void each_reads_of_whom_he_wrote(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt lead = brought(w, "ST_ASSIGNED"), other;
    struct report_form f = world_form();
    struct event_list l;
    size_t merged = 0;

    f.subjects[0].name = S("王某");
    f.subjects[0].post = S("会计");
    f.password = S("five other words he knows");
    other = world_received(w, &f);
    world_bring(w, COUNTY, other.matter, "ST_SCREENING");
    for (int turn = 0; turn < 2; turn++) {
        world_propose(w, COUNTY, RO_SCREENER, lead.matter, "T46",
                      str_z(w->ctx.arena, str_fmt(w->ctx.arena, "way=%s&other_matter=%.*s",
                                                  turn ? "unmerge" : "merge",
                                                  STR_ARG(id_text(&w->ctx, other.matter)))));
        world_agree(w, COUNTY, RO_PO_HEAD, lead.matter, "T46");
        if (turn)
            break;
        world_verify(w, COUNTY, lead.matter);
        world_conclude(w, COUNTY, lead.matter);
        world_feedback(w, COUNTY, lead.matter);
    }
    struct str his = result_of(w, &other, f.password);
    struct str first = result_of(w, &lead, world_form().password);
    CHECK(str_contains(his, S("王某")) && !str_contains(his, S("张某")));
    CHECK(str_contains(first, S("张某")) && !str_contains(first, S("王某")));
    struct ctx *c = world_as_reporter(w, other.report_no, f.password);
    WORLD_OK(c, event_of_report(c, c->actor->report, &l));
    for (size_t i = 0; i < l.n; i++)
        merged += str_eq(l.items[i].kind, S("E_MERGED"));
    assert_int_equal(merged, 2); /* merged once, parted once */
}

/* Told by phone; the anonymous one, whom nobody can call, reads it online. */
static void each_is_told_as_he_can_be(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt lead = brought(w, "ST_ASSIGNED"), anonymous;
    struct report_form f = world_form();

    f.id_mode = S("ID_ANON");
    f.identity = (struct report_identity){ 0 };
    f.password = S("five other words he knows");
    anonymous = world_received(w, &f);
    world_bring(w, COUNTY, anonymous.matter, "ST_SCREENING");
    world_propose(w, COUNTY, RO_SCREENER, lead.matter, "T46",
                  str_z(w->ctx.arena, str_fmt(w->ctx.arena, "way=merge&other_matter=%.*s",
                                              STR_ARG(id_text(&w->ctx, anonymous.matter)))));
    world_agree(w, COUNTY, RO_PO_HEAD, lead.matter, "T46");
    world_verify(w, COUNTY, lead.matter);
    world_conclude(w, COUNTY, lead.matter);
    (void)world_move(
        w, COUNTY, RO_HANDLER, lead.matter, "T30",
        world_named(w, COUNTY, "form=PHONE&told_on=2026-09-18&second_officer=%O", RO_HD_HEAD));
    struct rows d;
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_FORMS_OF, &d, INT(lead.matter), TEXT(S("N13"))));
    assert_int_equal(d.n, 2);
    for (size_t i = 0; i < d.n; i++) {
        bool his = cell(&d, i, 0)->i == world_report_of(w, anonymous.matter);
        CHECK_STR(cell(&d, i, 1)->s, his ? S("SYSTEM") : S("PHONE"));
    }
}

static void what_cannot_be_merged(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt a = brought(w, "ST_SCREENING"), b = brought(w, NULL);
    struct move_result r;
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER);
    const struct {
        const char *way;
        int64_t other;
        const char *key;
    } rows[] = { { "merge", a.matter, "guard.other_matter" },
                 { "merge", b.matter, "guard.other_matter" }, /* not registered */
                 { "unmerge", b.matter, "guard.not_merged" },
                 { "merge", 12345, "move.matter" } };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        WORLD_MISTAKE(c,
                      world_move_try(
                          c, a.matter, "T46",
                          str_z(c->arena, str_fmt(c->arena, "way=%s&other_matter=%.*s", rows[i].way,
                                                  STR_ARG(id_text(&w->ctx, rows[i].other)))),
                          &r),
                      "other_matter", rows[i].key);
}

/* ---- the reporter ---- */

static void the_reporter_makes_his_own_moves_only(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_SCREENING");
    struct ctx *c = reporter(w, &r);

    WORLD_FAULT(c, world_reporter_move(c, "T07", ""), ERR_DENIED, "move.role");
    WORLD_FAULT(c, world_reporter_move(c, "T32", "text=有异议"), ERR_CONFLICT, "move.state");
    WORLD_FAULT(c, world_reporter_move(c, "T06", "text=补充"), ERR_CONFLICT, "move.state");
    WORLD_FAULT(c, world_reporter_move(c, "T36", "text=复查"), ERR_CONFLICT, "move.state");
    WORLD_FAULT(c, world_reporter_move(c, "T01u", ""), ERR_CONFLICT, "move.state");
    WORLD_MISTAKE(c, world_reporter_move(c, "T99", ""), "move", "move.unknown");
    c = world_as_nobody(w);
    WORLD_FAULT(c, world_reporter_move(c, "T43", ""), ERR_DENIED, "move.role");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_objection_is_answered_by_the_head_not_the_handler),
        cmocka_unit_test(new_evidence_is_rechecked),
        cmocka_unit_test(unused_terms_close_it),
        cmocka_unit_test(a_deputy_reopens_on_new_facts),
        cmocka_unit_test(the_end_is_final_but_for_new_facts),
        cmocka_unit_test(withdrawn_early_the_petition_head_decides),
        cmocka_unit_test(a_wish_falls_when_nothing_is_left_to_decide),
        cmocka_unit_test(withdrawn_late_two_heads_decide_and_may_refuse),
        cmocka_unit_test(a_new_handler_gets_the_keys_the_old_one_loses_them),
        cmocka_unit_test(merged_they_move_as_one_and_are_parted_again),
        cmocka_unit_test(each_reads_of_whom_he_wrote),
        cmocka_unit_test(each_is_told_as_he_can_be),
        cmocka_unit_test(what_cannot_be_merged),
        cmocka_unit_test(the_reporter_makes_his_own_moves_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
