/* Moves from receipt to closing: what each leaves behind. */
#include <stdio.h>

#include "domain/event.h"
#include "domain/officer.h"
#include "domain/part.h"
#include "domain/world.h"
#include "domain/world_queries.h"

#define COUNTY 330411

static struct report_receipt received(struct world *w, struct report_form f)
{
    struct report_receipt r;

    (void)world_as_nobody(w);
    r = world_report(w, &f);
    world_time(w, "2026-09-18T10:11:00+08:00");
    return r;
}

static struct matter seen(struct world *w, int64_t org, uint32_t role, int64_t matter)
{
    struct matter m;

    WORLD_OK(&w->ctx, matter_find(world_as(w, org, role), matter, &m));
    return m;
}

static void state_is(struct world *w, int64_t org, int64_t matter, const char *state)
{
    CHECK_STR(seen(w, org, RO_PO_HEAD, matter).state, str_of(state));
}

static bool has_paper(struct world *w, int64_t matter, const char *code, const char *form)
{
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_DOCUMENTS, &r, INT(matter)));
    for (size_t i = 0; i < r.n; i++) {
        struct str how = cell(&r, i, 1)->s;
        if (str_eq(cell(&r, i, 0)->s, str_of(code)) &&
            (form ? str_eq(how, str_of(form)) : str_absent(how)))
            return true;
    }
    return false;
}

static void clock_is(struct world *w, int64_t matter, const char *code, const char *state,
                     const char *due)
{
    struct rows r;
    struct day d;

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_CLOCK_OF, &r, INT(matter), TEXT(str_of(code))));
    if (r.n == 0)
        fail_msg("no clock %s", code);
    CHECK_STR(cell(&r, 0, 0)->s, str_of(state));
    if (due) {
        assert_true(day_parse(str_of(due), &d));
        CHECK_STR(day_format(w->ctx.arena, cell_day(&r, 0, 1)), str_of(due));
    }
}

/* "kind move role" lines */
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

static void approve(struct world *w, int64_t org, uint32_t role, int64_t matter, const char *move)
{
    struct move_result r = world_move(w, org, role, matter, move, "decision=approve");

    CHECK(!r.proposed);
}

static void propose(struct world *w, int64_t org, uint32_t role, int64_t matter, const char *move,
                    const char *fields)
{
    struct move_result r = world_move(w, org, role, matter, move, fields);

    CHECK(r.proposed);
}

static void accept(struct world *w, int64_t org, int64_t matter)
{
    (void)world_move(w, org, RO_CLERK, matter, "T02", "");
    (void)world_move(w, org, RO_SCREENER, matter, "T04", "topic=TP_VILLAGE_FUNDS&level=LV_VILLAGE");
    propose(w, org, RO_SCREENER, matter, "T07", "text=您反映的问题属于本机关受理范围。");
    approve(w, org, RO_PO_HEAD, matter, "T07");
}

static void assign(struct world *w, int64_t org, int64_t matter)
{
    struct str handler = world_work_no(w, org, RO_HANDLER);

    propose(w, org, RO_SCREENER, matter, "T14",
            str_z(w->ctx.arena, str_fmt(w->ctx.arena, "department=DEPT_SUPERVISE&handler=%.*s",
                                        STR_ARG(handler))));
    approve(w, org, RO_PO_HEAD, matter, "T14");
}

static void verify(struct world *w, int64_t org, int64_t matter)
{
    (void)world_move(w, org, RO_HANDLER, matter, "T16", "analysis=有具体时间、金额，可以核实。");
    propose(w, org, RO_HANDLER, matter, "T18",
            str_z(w->ctx.arena,
                  str_fmt(w->ctx.arena,
                          "plan=先看账，再找人谈。&second_officer=%.*s&meeting_on=2026-09-18&"
                          "meeting_members=甲、乙",
                          STR_ARG(world_work_no(w, org, RO_SCREENER)))));
    approve(w, org, RO_PRINCIPAL, matter, "T18");
}

static void conclude(struct world *w, int64_t org, int64_t matter)
{
    propose(w, org, RO_HANDLER, matter, "T24",
            "findings=FIND_TRUE&done=OUT_HANDLED&summary=账目不实，已处理。");
    approve(w, org, RO_PRINCIPAL, matter, "T24");
}

static void from_receipt_to_closing(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt rc = received(w, world_form());
    int64_t m = rc.matter;
    struct move_result done;

    accept(w, COUNTY, m);
    state_is(w, COUNTY, m, "ST_ACCEPTED");
    CHECK(has_paper(w, m, "N01", "SYSTEM") && has_paper(w, m, "N02", "SYSTEM"));
    clock_is(w, m, "D02", "STOPPED", "2026-09-20");
    clock_is(w, m, "D04", "STOPPED", "2026-10-15");
    clock_is(w, m, "D10", "RUNNING", "2026-12-18");
    clock_is(w, m, "D28", "RUNNING", NULL);
    assign(w, COUNTY, m);
    state_is(w, COUNTY, m, "ST_ASSIGNED");
    verify(w, COUNTY, m);
    state_is(w, COUNTY, m, "ST_VERIFY");
    conclude(w, COUNTY, m);
    state_is(w, COUNTY, m, "ST_CONCLUDED");
    clock_is(w, m, "D10", "STOPPED", NULL);
    clock_is(w, m, "D15", "RUNNING", NULL);
    done = world_move(w, COUNTY, RO_HANDLER, m, "T30", "form=SYSTEM&text=反映属实，已作处理。");
    CHECK(done.document != 0);
    CHECK_STR(done.matter.state, S("ST_FEEDBACK"));
    CHECK(has_paper(w, m, "N13", "SYSTEM"));
    clock_is(w, m, "D15", "STOPPED", NULL);
    clock_is(w, m, "D17", "RUNNING", "2026-10-19");
    WORLD_OK(&w->ctx, world_reporter_move(world_as_reporter(w, rc.report_no, world_form().password),
                                          "T42", ""));
    state_is(w, COUNTY, m, "ST_CLOSED");
    clock_is(w, m, "D17", "STOPPED", NULL);
    clock_is(w, m, "D24", "RUNNING", NULL);
    clock_is(w, m, "D41", "RUNNING", NULL);
    events_are(w, m,
               "E_RECEIVED/T01/RO_REPORTER E_REGISTERED/T02/RO_CLERK E_CLASSIFIED/T04/RO_SCREENER "
               "E_ACCEPTED/T07/RO_PO_HEAD E_ASSIGNED/T14/RO_PO_HEAD E_LEAD_OPENED/T16/RO_HANDLER "
               "E_DISPOSAL/T18/RO_PRINCIPAL E_CONCLUDED/T24/RO_PRINCIPAL E_FEEDBACK/T30/RO_HANDLER "
               "E_CLOSED/T42/RO_REPORTER");
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
    int64_t m = received(w, world_form()).matter;
    const struct move_form *f;

    forms_are(w, COUNTY, RO_CLERK, m, "T02 T03");
    forms_are(w, COUNTY, RO_SCREENER, m, "");
    (void)world_move(w, COUNTY, RO_CLERK, m, "T02", "");
    forms_are(w, COUNTY, RO_SCREENER, m, "T04 T46");
    (void)world_move(w, COUNTY, RO_SCREENER, m, "T04", "");
    forms_are(w, COUNTY, RO_SCREENER, m,
              "T03b T05 T07 T08 T09 T10 T11 T12 T46"); /* no claim: no T26 */
    forms_are(w, COUNTY, RO_PO_HEAD, m, "");
    propose(w, COUNTY, RO_SCREENER, m, "T07", "text=属于受理范围。");
    forms_are(w, COUNTY, RO_PO_HEAD, m, "T07?");
    f = form_of(w, COUNTY, RO_PO_HEAD, m, "T07");
    CHECK(f->field_count == 2 && f->proposal);
    CHECK_STR(f->fields[0].name, S("decision"));
    CHECK_STR(f->fields[0].options[1].label_key, S("option.decision.refuse"));
    CHECK_STR(f->fields[1].when, S("decision=refuse"));
    CHECK_STR(f->proposed_by, S("测试"));
    CHECK(str_contains(f->proposed, S("属于受理范围。")));
    f = form_of(w, COUNTY, RO_SCREENER, m, "T07"); /* his own: may be changed */
    CHECK(f && !f->approval && f->proposal);
    approve(w, COUNTY, RO_PO_HEAD, m, "T07");
    f = form_of(w, COUNTY, RO_SCREENER, m, "T14");
    CHECK(f && f->field_count == 2 && f->fields[0].required);
    CHECK_STR(f->fields[0].type, S("dept"));
    CHECK(f->fields[0].option_count == 5);
    CHECK_STR(f->fields[0].options[0].name, S("DEPT_SUPERVISE"));
    CHECK_STR(f->fields[0].options[0].label, S("监督检查室"));
    CHECK(f->fields[1].option_count == 1);
    CHECK_STR(f->fields[1].options[0].name,
              officer_work_no(w->ctx.arena, world_work_no(w, COUNTY, RO_HANDLER)));
    assign(w, COUNTY, m);
    verify(w, COUNTY, m);
    f = form_of(w, COUNTY, RO_HANDLER, m, "T24");
    CHECK_STR(f->fields[0].type, S("leads"));
    CHECK(f->fields[0].option_count == 4);
    CHECK_STR(f->fields[0].options[0].label_key, S("code.FIND_TRUE"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(from_receipt_to_closing),
        cmocka_unit_test(forms_say_what_is_open_to_whom),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
