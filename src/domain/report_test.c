/* Intake: who gets which key, what stands in clear, what the reporter reads, and the stories of
 * domain 13 as far as intake goes. */
#include "domain/directory.h"
#include "domain/document.h"
#include "domain/intake.h"
#include "domain/officer.h"
#include "domain/world.h"
#include "domain/world_queries.h"

static void check_holders(struct ctx *c, int64_t report, const char *expected)
{
    struct rows r;
    struct buf b = buf_new(c->arena);

    WORLD_OK(c, store_run(c, Q_TEST_GRANTS_OF, &r, TEXT(S("KR")), INT(report)));
    for (size_t i = 0; i < r.n; i++) {
        if (str_eq(cell(&r, i, 0)->s, S("DESK")))
            buf_fmt(&b, "%lld/%.*s ", (long long)cell(&r, i, 2)->i, STR_ARG(cell(&r, i, 3)->s));
        else
            buf_put(&b, S("officer "));
    }
    CHECK_STR(str_trim(buf_str(&b)), str_of(expected));
}

struct last {
    int64_t report, org, matter, undo_until;
    struct str state;
};

/* The only report there is but the one known already (0 none). */
static struct last last_report(struct ctx *c, int64_t known)
{
    struct rows r, m;
    struct last l;

    WORLD_OK(c, store_run(c, Q_TEST_OTHER_REPORT, &r, INT(known)));
    CHECK(r.n == 1);
    l = (struct last){ cell(&r, 0, 0)->i, cell(&r, 0, 2)->i, 0, cell(&r, 0, 3)->i,
                       cell(&r, 0, 1)->s };
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(l.report)));
    l.matter = cell(&m, m.n - 1, 0)->i;
    return l;
}

/* Rows that name a body, all tables of cases together; officers' own log-ins are not among them. */
static int64_t rows_naming(struct ctx *c, int64_t org, int from, int to)
{
    struct rows r;
    int64_t n = 0;

    WORLD_OK(c, store_run(c, Q_TEST_NAMES_BODY, &r, INT(org)));
    for (int k = from; k <= to; k++)
        n += cell(&r, 0, k)->i;
    return n;
}

static struct report_form head_form(void)
{
    struct report_form f = world_form();

    f.subjects[0] = (struct report_subject){ S("person"), S("周正"), S("秀洲区纪委监委"), S("书记"),
                                             S("LV_COUNTY") };
    return f;
}

static void a_web_report_is_received_at_once(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new(); /* 2026-09-18 10:00 */
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    struct report_receipt r = world_report(w, &f);
    uint8_t code[15];
    struct report_view v;

    /* X1 */
    CHECK(mod97_ok(r.report_no));
    CHECK(check_code_read(r.check_code, code));
    CHECK_STR(r.shown, S("shown.ST_RECEIVED"));
    CHECK(r.stage == 1 && !r.sealed_up);
    CHECK(str_absent(r.one_time_password) && str_absent(r.reg_no));
    CHECK(r.due_count == 2);
    CHECK_STR(r.due[0].code, S("D02"));
    CHECK_STR(day_format(c->arena, r.due[0].date), S("2026-09-20")); /* Sunday, worked */
    CHECK_STR(r.due[1].code, S("D04"));
    CHECK_STR(day_format(c->arena, r.due[1].date), S("2026-10-15"));
    CHECK_STR(r.org_name, org_find(app_orgs(c->app), 330411)->name);

    struct last l = last_report(c, 0);
    CHECK(l.org == 330411 && str_eq(l.state, S("OPEN")));
    check_holders(c, l.report, "330411/po");

    c = world_as_reporter(w, r.report_no, f.password);
    WORLD_OK(c, report_read(c, l.report, &v));
    CHECK_STR(v.number, r.report_no);
    CHECK_STR(v.check_code, r.check_code);
    CHECK_STR(v.form.narrative, f.narrative);
    CHECK_STR(v.form.subjects[0].name, S("张某"));
    CHECK(str_absent(v.form.identity.name)); /* not even to himself */
    CHECK_STR(v.identity_state, S("RN_CLAIMED"));
    CHECK(v.undo_until.ms == c->now.ms + 10 * 60 * 1000);
    CHECK_STR(v.channel, S("CH_WEB"));
}

static struct document_view slip_of(struct ctx *c, int64_t report)
{
    struct document_list list;
    struct document_view v;

    WORLD_OK(c, document_of_report(c, report, &list));
    CHECK(list.n == 1 && str_eq(list.items[0].code, S("W01")));
    WORLD_OK(c, document_read(c, list.items[0].id, &v));
    return v;
}

static void every_report_has_its_slip(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    struct report_receipt r = world_report(w, &f);
    struct document_view v;

    c = world_as_reporter(w, r.report_no, f.password);
    v = slip_of(c, c->actor->report);
    CHECK(str_contains(v.text, report_number_shown(c->arena, r.report_no)));
    CHECK(str_contains(v.text, check_code_shown(c->arena, r.check_code)));
    CHECK(str_contains(v.text, S("2026年10月15日"))); /* as the clock of D04 says */
    CHECK(!str_contains(v.text, f.password));
    CHECK(str_absent(v.doc_no));
    CHECK(v.delivered && str_eq(v.delivery_form, S("SYSTEM")));

    w->ctx.now.ms += 10 * 60 * 1000;
    int64_t changed, report = c->actor->report;
    struct document_list list;
    struct document_view none;
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    c = world_as(w, 330411, RO_SCREENER); /* his alone: it holds the check code */
    WORLD_OK(c, document_of_report(c, report, &list));
    CHECK(list.n == 0);
    CHECK(document_read(c, v.id, &none) == ERR_NOT_FOUND);

    /* a letter's slip is not delivered before it was posted; its clock runs if there is an address
     */
    c = world_as(w, 330411, RO_CLERK);
    f.channel = S("CH_LETTER");
    f.identity.address = S("某村 1 号");
    f.pieces = S("3");
    r = world_report(w, &f);
    struct clock k;
    bool running;
    WORLD_OK(c, clock_running(c, r.matter, S("D01.letter"), &k, &running));
    CHECK(running);
    CHECK_STR(day_format(c->arena, k.due), S("2026-09-24"));
    c = world_as_reporter(w, r.report_no, f.password);
    v = slip_of(c, c->actor->report);
    CHECK(!v.delivered);

    c = world_as(w, 330411, RO_CLERK);
    f.channel = S("CH_VISIT");
    r = world_report(w, &f);
    c = world_as_reporter(w, r.report_no, f.password);
    v = slip_of(c, c->actor->report);
    CHECK(v.delivered && str_eq(v.delivery_form, S("WRITTEN")));
}

static void staff_see_nothing_before_the_undo_time_is_over(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    struct report_view v;
    struct rows m;
    int64_t changed;
    struct instant next;

    (void)world_report(w, &f);
    struct last l = last_report(c, 0);
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(l.report)));
    CHECK(cell(&m, 0, 4)->i == c->now.ms + 10 * 60 * 1000); /* hidden_until */
    c = world_as(w, 330411, RO_SCREENER);
    CHECK(report_read(c, l.report, &v) == ERR_NOT_FOUND);

    c = world_as_system(w);
    WORLD_OK(c, report_reveal_next(c, &next));
    CHECK(next.ms == l.undo_until);
    w->ctx.now.ms = l.undo_until - 1;
    WORLD_OK(c, report_reveal_due(c, &changed));
    CHECK(changed == 0);
    w->ctx.now.ms = l.undo_until;
    WORLD_OK(c, report_reveal_due(c, &changed));
    CHECK(changed == 2); /* report and matter */
    WORLD_OK(c, report_reveal_due(c, &changed));
    CHECK(changed == 0);
    WORLD_OK(c, report_reveal_next(c, &next));
    CHECK(next.ms == 0);
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(l.report)));
    CHECK(cell(&m, 0, 4)->kind == VALUE_NULL);

    c = world_as(w, 330411, RO_SCREENER);
    WORLD_OK(c, report_read(c, l.report, &v));
    CHECK_STR(v.form.narrative, f.narrative);
    CHECK(str_absent(v.check_code)); /* the reporter's alone */
    c = world_as(w, 330400, RO_SCREENER);
    CHECK(report_read(c, l.report, &v) == ERR_DENIED); /* no grant, no key */
    c = world_as(w, 330411, RO_HANDLER);
    CHECK(report_read(c, l.report, &v) == ERR_DENIED);
}

static void who_reports_opens_to_the_custodian_only(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    struct report_identity id;
    struct str note;

    f.exposure_note = S("只有会计知道");
    (void)world_report(w, &f);
    struct last l = last_report(c, 0);
    c = world_as(w, 330411, RO_SCREENER);
    CHECK(report_identity_open(c, l.report, &id, &note) == ERR_DENIED);
    c = world_as(w, 330400, RO_CUSTODIAN);
    CHECK(report_identity_open(c, l.report, &id, &note) == ERR_DENIED);
    c = world_as(w, 330411, RO_CUSTODIAN);
    WORLD_OK(c, report_identity_open(c, l.report, &id, &note));
    CHECK_STR(id.name, S("李某"));
    CHECK_STR(id.phone, S("13800000000"));
    CHECK_STR(note, S("只有会计知道"));

    c = world_as_nobody(w);
    f = world_form();
    f.id_mode = S("ID_ANON");
    (void)world_report(w, &f);
    l = last_report(c, l.report);
    c = world_as(w, 330411, RO_CUSTODIAN);
    CHECK(report_identity_open(c, l.report, &id, &note) != ERR_OK);
}

/* X4 */
static void the_bodys_head_is_reported_past_the_body(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = head_form();
    int64_t before = rows_naming(c, 330411, 0, 10), changed;
    struct report_receipt r = world_report(w, &f);
    struct report_view v;
    bool waits;

    CHECK(r.sealed_up && r.matter == 0);
    CHECK_STR(r.shown, S("shown.ST_TOMBSTONE"));
    CHECK_STR(r.org_name, org_find(app_orgs(c->app), 330400)->name);
    struct last l = last_report(c, 0);
    CHECK(l.org == 330400);
    check_holders(c, l.report, "330400/po");
    CHECK(rows_naming(c, 330411, 0, 10) == before); /* not even a count */

    w->ctx.now.ms = l.undo_until;
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    c = world_as(w, 330411, RO_PRINCIPAL);
    CHECK(report_read(c, l.report, &v) == ERR_DENIED);
    c = world_as(w, 330411, RO_PO_HEAD);
    CHECK(report_read(c, l.report, &v) == ERR_DENIED);
    c = world_as(w, 330400, RO_SCREENER);
    WORLD_OK(c, report_read(c, l.report, &v));
    CHECK_STR(v.form.area_code, S("330411")); /* the true one, sealed */
    WORLD_OK(c, report_forward_waits(c, l.matter, &waits));
    CHECK(!waits);
    CHECK(rows_naming(c, 330411, 0, 6) == 0);
}

static void staff_and_clerks_have_their_own_desks(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = head_form();
    struct rows m;

    f.subjects[0].unit = S("秀洲区纪委监委第三室");
    f.subjects[0].post = S("干部");
    (void)world_report(w, &f);
    struct last l = last_report(c, 0);
    check_holders(c, l.report, "330411/cs");
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(l.report)));
    CHECK_STR(cell(&m, 0, 3)->s, S("STAFF"));

    f.subjects[0].unit = S("秀洲区纪委监委信访室");
    (void)world_report(w, &f);
    l = last_report(c, l.report);
    check_holders(c, l.report, "330400/po");
    CHECK(l.org == 330400);
}

static void a_provincial_leader_is_stored_nowhere(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    struct report_intake in;
    struct report_receipt r;
    struct rows before, after;

    f.subjects[0].level = S("LV_PROVINCE");
    in = (struct report_intake){ .form = f };
    WORLD_OK(c, store_run0(c, Q_TEST_COUNTS, &before));
    WORLD_OK(c, report_intake_prepare(c, &in));
    password_run(&in.job);
    CHECK(report_intake_finish(c, &in, &r) == ERR_DENIED);
    assert_string_equal(c->fault.key, "intake.national");
    WORLD_OK(c, store_run0(c, Q_TEST_COUNTS, &after));
    for (int k = 0; k < before.columns; k++)
        CHECK(cell(&before, 0, k)->i == cell(&after, 0, k)->i);
}

static struct report_form letter(void)
{
    struct report_form f = world_form();

    f.channel = S("CH_LETTER");
    f.password = STR_NONE;
    f.truth_ack = false;
    return f;
}

/* X3 */
static void a_letter_counts_from_its_arrival_stamp(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    world_time(w, "2026-02-24T09:00:00+08:00");
    struct ctx *c = world_as(w, 330411, RO_CLERK);
    struct report_form f = letter();
    struct rows e;

    f.arrived_on = S("2026-02-13");
    struct report_receipt r = world_report(w, &f);
    CHECK_STR(day_format(c->arena, r.due[0].date), S("2026-02-14")); /* worked Saturday */
    CHECK_STR(day_format(c->arena, r.due[1].date), S("2026-03-12"));
    struct last l = last_report(c, 0);
    WORLD_OK(c, store_run(c, Q_TEST_EVENTS_OF, &e, INT(l.matter)));
    CHECK(e.n == 3);
    CHECK_STR(cell(&e, 2, 2)->s, S("E_BREACH"));
    CHECK_STR(cell(&e, 0, 2)->s, S("E_RECEIVED"));
    CHECK_STR(day_format(c->arena, cell_day(&e, 0, 7)), S("2026-02-13")); /* happened */
    CHECK_STR(day_format(c->arena, cell_day(&e, 0, 8)), S("2026-02-24")); /* entered: S34 */
    CHECK_STR(cell(&e, 1, 2)->s, S("E_REGISTERED"));
    CHECK_STR(day_format(c->arena, cell_day(&e, 1, 7)), S("2026-02-24"));
    struct breach_list late;
    WORLD_OK(c, breach_of_matter(c, l.matter, &late));
    CHECK(late.n == 1 && str_eq(late.items[0].code, S("V01")));
}

static void a_clerk_registers_as_he_types(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as(w, 330411, RO_CLERK);
    struct report_form f = letter();
    struct report_receipt r = world_report(w, &f);
    struct last l = last_report(c, 0);
    struct report_receipt second = world_report(w, &f);
    struct report_view v;
    struct rows m;

    CHECK(r.matter != 0);
    CHECK_STR(r.shown, S("shown.ST_REGISTERED"));
    CHECK(str_ends(r.reg_no, S("信〔2026〕1号")));
    CHECK(str_ends(second.reg_no, S("信〔2026〕2号")));
    CHECK(r.one_time_password.n >= 12);
    check_holders(c, l.report, "330411/po officer");
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(l.report)));
    CHECK_STR(cell(&m, 0, 2)->s, S("ST_REGISTERED"));
    CHECK(cell(&m, 0, 4)->kind == VALUE_NULL); /* visible at once */
    WORLD_OK(c, report_read(c, l.report, &v));
    CHECK_STR(v.form.channel, S("CH_LETTER"));

    /* the citizen with the strip gets in, and must choose his own password first */
    c = world_as_reporter(w, second.report_no, second.one_time_password);
    CHECK(c->actor->must_change_password);
}

/* The township's desk takes in what the county handles: it is registered there. */
static void a_township_takes_in_for_its_county(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as(w, WORLD_TOWNSHIP, RO_CLERK);
    struct report_form f = letter();

    f.area_code = S("330411104");
    f.subjects[0].unit = S("新塍镇某中心");
    f.subjects[0].post = S("窗口工作人员");
    f.subjects[0].level = S("LV_STAFF");
    struct report_receipt r = world_report(w, &f);
    struct last l = last_report(c, 0);
    struct rows m;
    CHECK(l.org == 330411);
    CHECK_STR(r.shown, S("shown.ST_RECEIVED"));
    CHECK(str_absent(r.reg_no));
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(l.report)));
    CHECK_STR(cell(&m, 0, 2)->s, S("ST_RECEIVED"));
}

static void a_visitor_may_choose_his_password_at_the_desk(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as(w, 330411, RO_CLERK);
    struct report_form f = letter();

    f.channel = S("CH_VISIT");
    f.visitor_count = S("2");
    f.password = S("five plain words for me");
    struct report_receipt r = world_report(w, &f);
    CHECK(str_absent(r.one_time_password));
    c = world_as_reporter(w, r.report_no, f.password);
    CHECK(!c->actor->must_change_password);
}

static void a_letter_about_the_head_leaves_a_stone(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as(w, 330411, RO_CLERK);
    struct report_form f = head_form();
    struct rows m, e;
    struct report_view v;
    struct event_list timeline;

    f.channel = S("CH_LETTER");
    f.password = S("five plain words for me");
    struct report_receipt r = world_report(w, &f);
    CHECK(r.sealed_up && str_absent(r.reg_no));
    struct last l = last_report(c, 0);
    check_holders(c, l.report, "330400/po"); /* no copy for the clerk */
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(l.report)));
    CHECK(m.n == 2);
    CHECK(cell(&m, 0, 1)->i == 330411 && cell(&m, 0, 0)->i == r.matter);
    CHECK_STR(cell(&m, 0, 2)->s, S("ST_TOMBSTONE"));
    CHECK(cell(&m, 1, 1)->i == 330400 && cell(&m, 1, 5)->i == 330400);
    CHECK_STR(cell(&m, 1, 2)->s, S("ST_RECEIVED"));
    WORLD_OK(c, store_run(c, Q_TEST_EVENTS_OF, &e, INT(r.matter)));
    CHECK(e.n == 2);
    CHECK_STR(cell(&e, 1, 2)->s, S("E_SEALED_UP"));
    WORLD_OK(c, store_run(c, Q_TEST_EVENTS_OF, &e, INT(l.matter)));
    CHECK(e.n == 1 && cell(&e, 0, 3)->kind == VALUE_NULL); /* received once, counted once */
    CHECK(report_read(c, l.report, &v) == ERR_DENIED);
    c = world_as_reporter(w, r.report_no, f.password);
    WORLD_OK(c, event_of_report(c, l.report, &timeline));
    CHECK(timeline.n == 2);
    CHECK_STR(timeline.items[1].kind, S("E_SEALED_UP"));
}

static void a_grid_worker_submits_and_reads_nothing(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as(w, 330411, RO_GRID);
    struct report_form f = letter();
    struct report_view v;

    f.channel = S("CH_GRID");
    struct report_receipt r = world_report(w, &f);
    CHECK(str_absent(r.reg_no));
    CHECK_STR(r.shown, S("shown.ST_RECEIVED"));
    struct last l = last_report(c, 0);
    check_holders(c, l.report, "330411/po");
    CHECK(report_read(c, l.report, &v) == ERR_DENIED);
}

static void likely_repeats_are_the_clerks_own(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as(w, 330411, RO_CLERK);
    struct report_form f = letter();
    struct repeat_list list;

    struct report_receipt r = world_report(w, &f);
    f.subjects[0].name = S("张 某"); /* blanks do not matter */
    WORLD_OK(c, report_repeats_own(c, &f, &list));
    CHECK(list.n == 1 && list.items[0].matter == r.matter);
    CHECK_STR(list.items[0].reg_no, r.reg_no);
    struct report_form other = f;
    other.subjects[0].name = S("赵某");
    WORLD_OK(c, report_repeats_own(c, &other, &list));
    CHECK(list.n == 0);
    other = f;
    other.category = S("CAT_PETITION");
    WORLD_OK(c, report_repeats_own(c, &other, &list));
    CHECK(list.n == 0);
    w->ctx.now.ms += 181 * DAY_MS;
    c = world_as(w, 330411, RO_CLERK);
    WORLD_OK(c, report_repeats_own(c, &f, &list));
    CHECK(list.n == 0);
}

static void a_cadre_of_the_upper_body_waits_for_one_task(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    struct forward_list tasks;
    struct report_view v;
    bool waits;
    int64_t changed;

    f.subjects[0] =
        (struct report_subject){ S("person"), S("李某"), S("秀洲区"), S("副区长"), S("LV_COUNTY") };
    struct report_receipt r = world_report(w, &f);
    CHECK(r.sealed_up && r.due_count == 1); /* D04 runs from receipt; the body's clocks wait */
    CHECK_STR(r.due[0].code, S("D04"));
    struct last l = last_report(c, 0);
    check_holders(c, l.report, "330400/po 330411/pl");
    CHECK(rows_naming(c, 330411, 0, 7) == 0);
    CHECK(rows_naming(c, 330411, 8, 8) == 1); /* the task */

    c = world_as(w, 330411, RO_PRINCIPAL);
    WORLD_OK(c, report_forward_list(c, &tasks));
    CHECK(tasks.n == 0); /* the reporter may still take it back */
    w->ctx.now.ms = l.undo_until;
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    c = world_as(w, 330411, RO_DEPUTY);
    WORLD_OK(c, report_forward_list(c, &tasks));
    CHECK(tasks.n == 0);
    CHECK(report_forward(c, l.matter) == ERR_NOT_FOUND);
    c = world_as(w, 330109, RO_PRINCIPAL);
    CHECK(report_forward(c, l.matter) == ERR_NOT_FOUND);
    c = world_as(w, 330411, RO_PRINCIPAL);
    WORLD_OK(c, report_forward_list(c, &tasks));
    CHECK(tasks.n == 1 && tasks.items[0].report == l.report);
    CHECK_STR(day_format(c->arena, tasks.items[0].due), S("2026-09-24")); /* five working days */
    WORLD_OK(c, report_read(c, l.report, &v));
    WORLD_OK(c, report_forward_waits(c, l.matter, &waits));
    CHECK(waits);
    WORLD_OK(c, report_forward(c, l.matter));
    WORLD_OK(c, report_forward_waits(c, l.matter, &waits));
    CHECK(!waits);
    CHECK(report_read(c, l.report, &v) == ERR_DENIED); /* his key went with it */
    check_holders(c, l.report, "330400/po");
    CHECK(report_forward(c, l.matter) == ERR_NOT_FOUND);
    CHECK(rows_naming(c, 330411, 0, 3) == 0);
}

static void what_the_leader_lets_lie_goes_up_by_itself(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    bool waits;
    int64_t changed;
    struct instant next;

    f.subjects[0] =
        (struct report_subject){ S("person"), S("李某"), S("秀洲区"), S("副区长"), S("LV_COUNTY") };
    (void)world_report(w, &f);
    struct last l = last_report(c, 0);
    world_time(w, "2026-09-24T23:59:00+08:00");
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    WORLD_OK(c, report_forward_waits(c, l.matter, &waits));
    CHECK(waits);
    WORLD_OK(c, report_reveal_next(c, &next));
    CHECK_STR(instant_format(c->arena, next), S("2026-09-25T00:00:00+08:00"));
    w->ctx.now = next;
    WORLD_OK(c, report_reveal_due(c, &changed));
    CHECK(changed == 1);
    WORLD_OK(c, report_forward_waits(c, l.matter, &waits));
    CHECK(!waits);
    check_holders(c, l.report, "330400/po");
}

static void numbers_are_random_and_check(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    int first[10] = { 0 };

    for (int i = 0; i < 300; i++) {
        struct report_intake in = { .form = world_form() };
        WORLD_OK(c, report_intake_prepare(c, &in));
        CHECK(in.number.n == 16 && mod97_ok(in.number));
        first[in.number.p[0] - '0']++;
    }
    for (int d = 0; d < 10; d++)
        CHECK(first[d] > 5 && first[d] < 80); /* no place, no date, no sequence */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_web_report_is_received_at_once),
        cmocka_unit_test(every_report_has_its_slip),
        cmocka_unit_test(staff_see_nothing_before_the_undo_time_is_over),
        cmocka_unit_test(who_reports_opens_to_the_custodian_only),
        cmocka_unit_test(the_bodys_head_is_reported_past_the_body),
        cmocka_unit_test(staff_and_clerks_have_their_own_desks),
        cmocka_unit_test(a_provincial_leader_is_stored_nowhere),
        cmocka_unit_test(a_letter_counts_from_its_arrival_stamp),
        cmocka_unit_test(a_clerk_registers_as_he_types),
        cmocka_unit_test(a_township_takes_in_for_its_county),
        cmocka_unit_test(a_visitor_may_choose_his_password_at_the_desk),
        cmocka_unit_test(a_letter_about_the_head_leaves_a_stone),
        cmocka_unit_test(a_grid_worker_submits_and_reads_nothing),
        cmocka_unit_test(likely_repeats_are_the_clerks_own),
        cmocka_unit_test(a_cadre_of_the_upper_body_waits_for_one_task),
        cmocka_unit_test(what_the_leader_lets_lie_goes_up_by_itself),
        cmocka_unit_test(numbers_are_random_and_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
