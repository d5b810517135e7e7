/* The main path from receipt to closing, acts and approvals, and the forms offered on the way. */
#include "domain/id.h"
#include "domain/move_parts.h"
#include "domain/officer.h"
#include "domain/session.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

static int64_t received(struct world *w)
{
    struct report_form f = world_form();

    return world_received(w, &f).matter;
}

/* "kind move role" of all events */
static void events_are(struct world *w, int64_t matter, const char *wanted)
{
    struct rows r;
    struct buf b = buf_new(w->ctx.arena);

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_EVENTS, &r, INT(matter)));
    for (size_t i = 0; i < r.n; i++)
        buf_fmt(&b, "%s%.*s/%.*s/%.*s", i ? " " : "", STR_ARG(cell(&r, i, 0)->s),
                STR_ARG(cell(&r, i, 1)->s), STR_ARG(cell(&r, i, 4)->s));
    CHECK_STR(buf_str(&b), str_of(wanted));
}

static void from_receipt_to_closing(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt rc = world_received(w, &f);
    int64_t m = rc.matter;
    struct move_result done;

    world_screen(w, COUNTY, m);
    world_clock(w, m, "D02", "STOPPED", "2026-09-20");
    CHECK_STR(world_matter(w, m).topic, S("TP_VILLAGE_FUNDS"));
    CHECK(!str_absent(world_matter(w, m).reg_no));
    world_accept(w, COUNTY, m);
    world_state(w, m, "ST_ACCEPTED");
    world_papers(w, m, "N01:SYSTEM N02:SYSTEM");
    world_clock(w, m, "D04", "STOPPED", "2026-10-15");
    world_clock(w, m, "D10", "RUNNING", "2026-12-18");
    world_clocks(w, m, "D04a D10 D28");
    world_assign(w, COUNTY, m);
    world_clocks(w, m, "D07 D10 D28");
    world_verify(w, COUNTY, m);
    world_clocks(w, m, "D10 D28");
    world_conclude(w, COUNTY, m);
    world_clocks(w, m, "D15 D28");
    done = world_move(w, COUNTY, RO_HANDLER, m, "T30", "form=SYSTEM&text=反映属实，已作处理。");
    CHECK(done.document != 0 && !done.proposed);
    CHECK_STR(done.matter.state, S("ST_FEEDBACK"));
    world_clock(w, m, "D17", "RUNNING", "2026-10-19"); /* the 18th is a Sunday */
    world_clocks(w, m, "D17 D24 D28");                 /* no review of reports here: no D20 */
    WORLD_OK(&w->ctx,
             world_reporter_move(world_as_reporter(w, rc.report_no, f.password), "T42", ""));
    world_state(w, m, "ST_CLOSED");
    world_clocks(w, m, "D24 D41");
    world_papers(w, m, "N01:SYSTEM N02:SYSTEM N09:- N13:SYSTEM");
    events_are(w, m,
               "E_RECEIVED/T01/RO_REPORTER E_REGISTERED/T02/RO_CLERK E_CLASSIFIED/T04/RO_SCREENER "
               "E_ACCEPTED/T07/RO_PO_HEAD E_ASSIGNED/T14/RO_PO_HEAD E_LEAD_OPENED/T16/RO_HANDLER "
               "E_DISPOSAL/T18/RO_PRINCIPAL E_CONCLUDED/T24/RO_PRINCIPAL E_FEEDBACK/T30/RO_HANDLER "
               "E_CLOSED/T42/RO_REPORTER");
    CHECK_STR(world_matter(w, m).due_code, STR_NONE);
}

/* X1: accepted on 2026-09-22, so D10 ends on 2026-12-22. */
static void story_x1(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w);

    world_clock(w, m, "D02", "RUNNING", "2026-09-20");
    world_clock(w, m, "D04", "RUNNING", "2026-10-15");
    world_screen(w, COUNTY, m);
    world_runs_until(w, "2026-09-22T09:00:00+08:00");
    world_accept(w, COUNTY, m);
    world_clock(w, m, "D10", "RUNNING", "2026-12-22");
    world_breaches(w, m, "");
}

/* ---- keys ---- */

static void keys_go_with_the_work(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w), report = world_report_of(w, m);
    int64_t handler = world_officer(w, COUNTY, RO_HANDLER);
    int64_t principal = world_officer(w, COUNTY, RO_PRINCIPAL);
    int64_t deputy = world_officer(w, COUNTY, RO_DEPUTY);
    struct matter_view v;

    world_bring(w, COUNTY, m, "ST_ACCEPTED");
    CHECK(!world_holds(w, "KM", m, handler) && !world_holds(w, "KR", report, handler));
    world_assign(w, COUNTY, m);
    CHECK(world_holds(w, "KM", m, handler) && world_holds(w, "KR", report, handler));
    CHECK(!world_holds(w, "KR", report, principal));
    world_verify(w, COUNTY, m); /* the principal leader was asked, the deputy was not */
    CHECK(world_holds(w, "KR", report, principal) && !world_holds(w, "KR", report, deputy));
    WORLD_OK(&w->ctx, matter_open(world_as(w, COUNTY, RO_HANDLER), m, &v));
    CHECK(v.report_count == 1 && v.reports[0].can_read && v.leads.n == 1);
    CHECK(str_starts(v.leads.items[0].subject, S("张某")));
    CHECK_STR(v.leads.items[0].disposal, S("DISP_VERIFY"));
    WORLD_OK(&w->ctx, matter_open(world_as(w, COUNTY, RO_CASE_SUP), m, &v));
    CHECK(v.leads.n == 1 && str_absent(v.leads.items[0].subject)); /* codes only */
    CHECK(v.report_count == 1 && !v.reports[0].can_read && str_absent(v.reports[0].number));
    WORLD_OK(&w->ctx, matter_open(world_as(w, COUNTY, RO_SCREENER), m, &v));
    CHECK(v.leads.n == 0 && str_absent(v.note) && v.reports[0].can_read);
    world_conclude(w, COUNTY, m);
    WORLD_OK(&w->ctx, matter_open(world_as(w, COUNTY, RO_HD_HEAD), m, &v));
    CHECK(str_contains(v.note, S("账目不实")) && str_contains(v.note, S("属实")));
    CHECK_STR(v.leads.items[0].finding, S("FIND_TRUE"));
    CHECK_STR(v.leads.items[0].outcome, S("OUT_HANDLED"));
}

/* ---- acts and approvals ---- */

static struct str second_screener(struct world *w)
{
    return world_joined(w, COUNTY, RO_SCREENER, "W330411-SCREENER2", RO_PO_HEAD);
}

static void one_person_never_both(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w), lead = received(w);
    struct move_result r;
    struct str second;
    struct ctx *c;
    const char *fields;

    world_bring(w, COUNTY, lead, "ST_ACCEPTED");
    world_screen(w, COUNTY, m);
    fields = str_z(w->ctx.arena,
                   str_fmt(w->ctx.arena, "lead_matter=%.*s", STR_ARG(id_text(&w->ctx, lead))));
    second = second_screener(w);
    world_propose(w, COUNTY, RO_SCREENER, m, "T12", fields);
    /* he has an approving role, but it is his own */
    c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_FAULT(c, world_move_try(c, m, "T12", "decision=approve", &r), ERR_DENIED, "proposal.own");
    world_state(w, m, "ST_SCREENING");
    c = world_as_cookie(w, second);
    /* the same again is no approval */
    WORLD_FAULT(c, world_move_try(c, m, "T12", fields, &r), ERR_CONFLICT, "proposal.waits");
    WORLD_OK(c, world_move_try(c, m, "T12", "decision=approve", &r));
    world_state(w, m, "ST_FILED_REPEAT");
    CHECK(world_matter(w, m).lead_matter == lead);
}

static void three_persons_for_no_content(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w);
    struct move_result r;
    struct str second;
    struct ctx *c;

    world_screen(w, COUNTY, m);
    second = second_screener(w);
    world_propose(w, COUNTY, RO_SCREENER, m, "T08", "reason=3&text=没有具体内容。");
    CHECK(world_move(w, COUNTY, RO_PO_HEAD, m, "T08", "decision=approve").proposed);
    world_state(w, m, "ST_SCREENING");
    c = world_as(w, COUNTY, RO_PO_HEAD); /* not twice */
    WORLD_FAULT(c, world_move_try(c, m, "T08", "decision=approve", &r), ERR_DENIED, "proposal.own");
    c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_FAULT(c, world_move_try(c, m, "T08", "decision=approve", &r), ERR_DENIED, "proposal.own");
    c = world_as_cookie(w, second);
    WORLD_OK(c, world_move_try(c, m, "T08", "decision=approve", &r));
    CHECK(!r.proposed);
    world_state(w, m, "ST_NOT_ACCEPTED");
    world_papers(w, m, "N03:SYSTEM");
}

static void refused_needs_a_reason_and_changes_nothing(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w);
    struct move_result r;
    struct ctx *c;

    world_screen(w, COUNTY, m);
    world_propose(w, COUNTY, RO_SCREENER, m, "T07", "");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, m, "T07", "decision=perhaps", &r), "decision",
                  "form.option");
    WORLD_MISTAKE(c, world_move_try(c, m, "T07", "decision=refuse", &r), "decision_reason",
                  "form.required");
    WORLD_OK(c, world_move_try(c, m, "T07", "decision=refuse&reason=先核对管辖。", &r));
    world_state(w, m, "ST_SCREENING");
    WORLD_FAULT(c, world_move_try(c, m, "T07", "decision=approve", &r), ERR_CONFLICT,
                "proposal.none");
    /* another role approves nothing; a role of its own does not help */
    world_propose(w, COUNTY, RO_SCREENER, m, "T07", "");
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_FAULT(c, world_move_try(c, m, "T07", "decision=approve", &r), ERR_DENIED,
                "vault.no_grant");
}

static void a_proposal_falls_when_the_matter_moves_on(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w);
    struct matter_counts n;
    struct move_result r;
    struct ctx *c;

    world_screen(w, COUNTY, m);
    world_propose(w, COUNTY, RO_SCREENER, m, "T07", "");
    WORLD_OK(&w->ctx, matter_counts(world_as(w, COUNTY, RO_PO_HEAD), &n));
    CHECK(n.approve == 1);
    WORLD_OK(&w->ctx, matter_counts(world_as(w, COUNTY, RO_SCREENER), &n));
    CHECK(n.approve == 0);
    (void)world_move(w, COUNTY, RO_SCREENER, m, "T05", "missing=哪一年的账？");
    WORLD_OK(&w->ctx, matter_counts(world_as(w, COUNTY, RO_PO_HEAD), &n));
    CHECK(n.approve == 0);
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_FAULT(c, world_move_try(c, m, "T07", "decision=approve", &r), ERR_CONFLICT,
                "proposal.none");
}

/* The row changed past the moves (a report amended, another program): nobody agrees to the old. */
static void a_proposal_is_of_one_version(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w);
    struct move_form_list l;
    struct move_result r;
    struct ctx *c;

    world_screen(w, COUNTY, m);
    world_propose(w, COUNTY, RO_SCREENER, m, "T07", "");
    world_write(w, Q_TEST_MATTER_VERSION, INT(m));
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_FAULT(c, world_move_try(c, m, "T07", "decision=approve", &r), ERR_CONFLICT,
                "proposal.dropped");
    fault_clear(&c->fault);
    WORLD_OK(c, move_forms(c, m, &l));
    CHECK(l.n == 0);
}

static void his_own_proposal_may_be_made_anew(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w);
    struct move_form_list l;

    world_screen(w, COUNTY, m);
    world_propose(w, COUNTY, RO_SCREENER, m, "T07", "text=第一稿");
    world_propose(w, COUNTY, RO_SCREENER, m, "T07", "text=第二稿");
    WORLD_OK(&w->ctx, move_forms(world_as(w, COUNTY, RO_PO_HEAD), m, &l));
    CHECK(l.n == 1 && str_contains(l.items[0].proposed, S("第二稿")));
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T07");
    world_state(w, m, "ST_ACCEPTED");
}

/* ---- two officers at once ---- */

static void the_version_tells_who_was_first(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w);
    int64_t version = world_matter(w, m).version;
    struct move_request q = { .matter = m, .move = S("T02"), .version = version };
    struct move_result r;
    struct ctx *c = world_as(w, COUNTY, RO_CLERK);

    q.version = version + 1;
    WORLD_FAULT(c, matter_move(c, &q, &r), ERR_CONFLICT, "matter.moved_on");
    q.version = version;
    WORLD_OK(c, matter_move(c, &q, &r));
    CHECK(r.matter.version == version + 1);
    WORLD_FAULT(c, matter_move(c, &q, &r), ERR_CONFLICT, "matter.moved_on");
    /* between finding and storing: the row's own version is compared inside the transaction */
    struct run *run = run_new(world_as(w, COUNTY, RO_SCREENER));
    run->m = world_matter(w, m);
    run->part.po = true;
    run->roles = RO_SCREENER;
    WORLD_OK(&w->ctx, run_step(run, S("T04"), STR_NONE, RO_SCREENER));
    (void)world_move(w, COUNTY, RO_SCREENER, m, "T04", "");
    WORLD_FAULT(&w->ctx, run_carry_out(run, &r), ERR_CONFLICT, "matter.moved_on");
    CHECK(world_matter(w, m).version == version + 2);
}

/* ---- forms ---- */

static const struct move_form *form_of(struct world *w, int64_t org, uint32_t role, int64_t matter,
                                       const char *move)
{
    struct move_form_list l;

    WORLD_OK(&w->ctx, move_forms(world_as(w, org, role), matter, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.items[i].move, str_of(move)))
            return &l.items[i];
    }
    return NULL;
}

static void forms_are(struct world *w, int64_t org, uint32_t role, int64_t matter,
                      const char *wanted)
{
    struct move_form_list l;
    struct buf b = buf_new(w->ctx.arena);

    WORLD_OK(&w->ctx, move_forms(world_as(w, org, role), matter, &l));
    for (size_t i = 0; i < l.n; i++)
        buf_fmt(&b, "%s%.*s%s", i ? " " : "", STR_ARG(l.items[i].move),
                l.items[i].approval ? "?" : "");
    CHECK_STR(buf_str(&b), str_of(wanted));
}

static void forms_say_what_is_open_to_whom(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = received(w);
    const struct move_form *f;

    forms_are(w, COUNTY, RO_CLERK, m, "T02 T03");
    forms_are(w, COUNTY, RO_SCREENER, m, "");
    (void)world_move(w, COUNTY, RO_CLERK, m, "T02", "");
    forms_are(w, COUNTY, RO_SCREENER, m, "T04 T46");
    (void)world_move(w, COUNTY, RO_SCREENER, m, "T04", "");
    forms_are(w, COUNTY, RO_SCREENER, m,
              "T03b T05 T07 T08 T09 T10 T11 T12 T46"); /* no claim: no T26 */
    forms_are(w, COUNTY, RO_PO_HEAD, m, "");
    world_propose(w, COUNTY, RO_SCREENER, m, "T07", "text=属于受理范围。");
    forms_are(w, COUNTY, RO_PO_HEAD, m, "T07?");
    f = form_of(w, COUNTY, RO_PO_HEAD, m, "T07");
    CHECK(f->field_count == 2 && f->proposal);
    CHECK_STR(f->fields[0].name, S("decision"));
    CHECK_STR(f->fields[0].options[1].label_key, S("option.decision.refuse"));
    CHECK_STR(f->fields[1].when, S("decision=refuse"));
    CHECK_STR(f->proposed_by, S("测试"));
    CHECK(str_contains(f->proposed, S("写给反映人的话：属于受理范围。")));
    f = form_of(w, COUNTY, RO_SCREENER, m, "T07"); /* his own: may be changed */
    CHECK(f && !f->approval && f->proposal);
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T07");
    f = form_of(w, COUNTY, RO_SCREENER, m, "T14");
    CHECK(f && f->field_count == 2 && f->fields[0].required);
    CHECK_STR(f->fields[0].type, S("dept"));
    CHECK(f->fields[0].option_count == 5);
    CHECK_STR(f->fields[0].options[0].name, S("DEPT_SUPERVISE"));
    CHECK_STR(f->fields[0].options[0].label, S("监督检查室"));
    CHECK(f->fields[1].option_count == 1);
    CHECK_STR(f->fields[1].options[0].name,
              officer_work_no(w->ctx.arena, world_work_no(w, COUNTY, RO_HANDLER)));
    world_assign(w, COUNTY, m);
    world_verify(w, COUNTY, m);
    forms_are(w, COUNTY, RO_HD_HEAD, m, "T45"); /* T47: nobody else handles here */
    f = form_of(w, COUNTY, RO_HD_HEAD, m, "T45");
    CHECK(f->fields[0].option_count == 1); /* what runs */
    CHECK_STR(f->fields[0].options[0].name, S("D10"));
    f = form_of(w, COUNTY, RO_HANDLER, m, "T24");
    CHECK_STR(f->fields[0].type, S("leads"));
    CHECK(f->fields[0].option_count == 4);
    CHECK_STR(f->fields[0].options[0].label_key, S("code.FIND_TRUE"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_receipt_to_closing),
        cmocka_unit_test(story_x1),
        cmocka_unit_test(keys_go_with_the_work),
        cmocka_unit_test(one_person_never_both),
        cmocka_unit_test(three_persons_for_no_content),
        cmocka_unit_test(refused_needs_a_reason_and_changes_nothing),
        cmocka_unit_test(a_proposal_falls_when_the_matter_moves_on),
        cmocka_unit_test(a_proposal_is_of_one_version),
        cmocka_unit_test(his_own_proposal_may_be_made_anew),
        cmocka_unit_test(the_version_tells_who_was_first),
        cmocka_unit_test(forms_say_what_is_open_to_whom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
