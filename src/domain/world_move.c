/* world_move.c - moves in tests: as an officer of a body, fields as in a query string. */
#include "domain/world_move.h"

#include "domain/job.h"
#include "domain/part.h"
#include "domain/session.h"
#include "domain/world_queries.h"

#define FIELDS_MAX 40

static size_t fields_read(const char *fields, struct move_field *ret)
{
    struct str rest = str_of(fields);
    size_t n = 0;

    while (!str_empty(rest)) {
        struct str value = str_cut(&rest, '&');
        struct str name = str_cut(&value, '=');
        assert_true(n < FIELDS_MAX);
        ret[n++] = (struct move_field){ name, str_absent(value) ? S("") : value };
    }
    return n;
}

enum err world_move_try(struct ctx *c, int64_t matter, const char *move, const char *fields,
                        struct move_result *ret)
{
    struct move_field items[FIELDS_MAX];
    struct move_request q = { .matter = matter, .move = str_of(move), .fields = items };

    fault_clear(&c->fault);
    q.field_count = fields_read(fields, items);
    return matter_move(c, &q, ret);
}

struct move_result world_move(struct world *w, int64_t org, uint32_t role, int64_t matter,
                              const char *move, const char *fields)
{
    struct ctx *c = world_as(w, org, role);
    struct move_result done = { 0 };

    WORLD_OK(c, world_move_try(c, matter, move, fields, &done));
    return done;
}

enum err world_reporter_move(struct ctx *c, const char *move, const char *fields)
{
    struct move_field items[FIELDS_MAX];

    fault_clear(&c->fault);
    return move_by_reporter(c, str_of(move), items, fields_read(fields, items));
}

/* ---- paths ---- */

struct report_receipt world_received(struct world *w, const struct report_form *f)
{
    (void)world_as_nobody(w);
    struct report_receipt r = world_report(w, f);

    w->ctx.now.ms += 11 * 60 * 1000;
    return r;
}

void world_runs_until(struct world *w, const char *rfc3339)
{
    struct ctx *c = world_as_system(w);
    struct instant until;

    assert_true(instant_parse(str_of(rfc3339), &until));
    WORLD_OK(c, job_run_until(c, until, 0, NULL));
}

const char *world_named(struct world *w, int64_t org, const char *fields, uint32_t role)
{
    struct str rest = str_of(fields), who = world_work_no(w, org, role);
    struct buf b = buf_new(w->ctx.arena);

    for (size_t i = 0; i < rest.n; i++) {
        if (rest.p[i] == '%' && i + 1 < rest.n && rest.p[i + 1] == 'O') {
            buf_put(&b, who);
            i++;
        } else {
            buf_byte(&b, rest.p[i]);
        }
    }
    return str_z(w->ctx.arena, buf_str(&b));
}

struct str world_joined(struct world *w, int64_t org, uint32_t roles, const char *work_no,
                        uint32_t granted_by)
{
    struct str password, cookie;

    (void)world_invite(w, org, roles, str_of(work_no), &password);
    (void)world_as_nobody(w);
    WORLD_OK(&w->ctx, world_login(w, str_of(work_no), password, &cookie));
    WORLD_OK(&w->ctx, world_change_password(w, password, S(WORLD_PASSWORD)));
    if (granted_by) {
        (void)world_as_nobody(w);
        WORLD_OK(&w->ctx,
                 world_login(w, world_work_no(w, org, granted_by), S(WORLD_PASSWORD), &cookie));
    }
    (void)world_as_nobody(w);
    WORLD_OK(&w->ctx, world_login(w, str_of(work_no), S(WORLD_PASSWORD), &cookie));
    return cookie;
}

struct ctx *world_as_cookie(struct world *w, struct str cookie)
{
    struct ctx *c = world_as_nobody(w);

    WORLD_OK(c, session_open(c, cookie, false));
    fault_clear(&c->fault);
    return c;
}

void world_propose(struct world *w, int64_t org, uint32_t role, int64_t matter, const char *move,
                   const char *fields)
{
    assert_true(world_move(w, org, role, matter, move, fields).proposed);
}

void world_agree(struct world *w, int64_t org, uint32_t role, int64_t matter, const char *move)
{
    assert_false(world_move(w, org, role, matter, move, "decision=approve").proposed);
}

void world_screen(struct world *w, int64_t org, int64_t matter)
{
    (void)world_move(w, org, RO_CLERK, matter, "T02", "");
    (void)world_move(w, org, RO_SCREENER, matter, "T04", "topic=TP_VILLAGE_FUNDS&level=LV_VILLAGE");
}

void world_accept(struct world *w, int64_t org, int64_t matter)
{
    world_propose(w, org, RO_SCREENER, matter, "T07", "text=您反映的问题属于本机关受理范围。");
    world_agree(w, org, RO_PO_HEAD, matter, "T07");
}

void world_assign(struct world *w, int64_t org, int64_t matter)
{
    world_propose(w, org, RO_SCREENER, matter, "T14",
                  world_named(w, org, "department=DEPT_SUPERVISE&handler=%O", RO_HANDLER));
    world_agree(w, org, RO_PO_HEAD, matter, "T14");
}

#define MEETING "&meeting_on=2026-09-18&meeting_members=甲、乙"

void world_verify(struct world *w, int64_t org, int64_t matter)
{
    (void)world_move(w, org, RO_HANDLER, matter, "T16", "analysis=有时间、金额，可以核实。");
    world_propose(
        w, org, RO_HANDLER, matter, "T18",
        world_named(w, org, "plan=先看账，再找人谈。&second_officer=%O" MEETING, RO_HD_HEAD));
    world_agree(w, org, RO_PRINCIPAL, matter, "T18");
}

void world_conclude(struct world *w, int64_t org, int64_t matter)
{
    world_propose(w, org, RO_HANDLER, matter, "T24",
                  "findings=FIND_TRUE&done=OUT_HANDLED&summary=账目不实，已处理。");
    world_agree(w, org, RO_PRINCIPAL, matter, "T24");
}

void world_feedback(struct world *w, int64_t org, int64_t matter)
{
    (void)world_move(w, org, RO_HANDLER, matter, "T30", "form=SYSTEM&text=反映属实，已作处理。");
}

void world_bring(struct world *w, int64_t org, int64_t matter, const char *state)
{
    static const struct {
        const char *state;
        void (*step)(struct world *w, int64_t org, int64_t matter);
    } path[] = { { "ST_SCREENING", world_screen },   { "ST_ACCEPTED", world_accept },
                 { "ST_ASSIGNED", world_assign },    { "ST_VERIFY", world_verify },
                 { "ST_CONCLUDED", world_conclude }, { "ST_FEEDBACK", world_feedback } };

    for (size_t i = 0; i < COUNT_OF(path); i++) {
        path[i].step(w, org, matter);
        world_state(w, matter, path[i].state);
        if (strcmp(path[i].state, state) == 0)
            return;
    }
    fail_msg("no path to %s", state);
}

/* ---- asking ---- */

struct matter world_matter(struct world *w, int64_t matter)
{
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_MATTER_BY_ID, &r, INT(matter)));
    assert_int_equal(r.n, 1);
    return matter_row(&w->ctx, &r, 0);
}

void world_state(struct world *w, int64_t matter, const char *state)
{
    CHECK_STR(world_matter(w, matter).state, str_of(state));
}

void world_clock(struct world *w, int64_t matter, const char *code, const char *state,
                 const char *due)
{
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_CLOCK_OF, &r, INT(matter), TEXT(str_of(code))));
    if (r.n == 0)
        fail_msg("no clock %s", code);
    if (!str_eq(cell(&r, 0, 0)->s, str_of(state)))
        fail_msg("%s is %.*s, not %s", code, STR_ARG(cell(&r, 0, 0)->s), state);
    if (due)
        CHECK_STR(day_format(w->ctx.arena, cell_day(&r, 0, 1)), str_of(due));
}

/* The first column of each row, parted by blanks. */
static struct str column(struct world *w, const struct query *q, int64_t matter)
{
    struct buf b = buf_new(w->ctx.arena);
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, q, &r, INT(matter)));
    for (size_t i = 0; i < r.n; i++)
        buf_fmt(&b, "%s%.*s", i ? " " : "", STR_ARG(cell(&r, i, 0)->s));
    return buf_str(&b);
}

void world_clocks(struct world *w, int64_t matter, const char *codes)
{
    CHECK_STR(column(w, Q_TEST_CLOCKS_RUNNING, matter), str_of(codes));
}

void world_breaches(struct world *w, int64_t matter, const char *wanted)
{
    CHECK_STR(column(w, Q_TEST_BREACHES, matter), str_of(wanted));
}

void world_papers(struct world *w, int64_t matter, const char *wanted)
{
    struct buf b = buf_new(w->ctx.arena);
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_DOCUMENTS, &r, INT(matter)));
    for (size_t i = 0; i < r.n; i++) {
        struct str form = cell(&r, i, 1)->s;
        buf_fmt(&b, "%s%.*s:%.*s", i ? " " : "", STR_ARG(cell(&r, i, 0)->s),
                STR_ARG(str_absent(form) ? S("-") : form));
    }
    CHECK_STR(buf_str(&b), str_of(wanted));
}

void world_last_event(struct world *w, int64_t matter, const char *wanted)
{
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_EVENTS, &r, INT(matter)));
    assert_true(r.n > 0);
    CHECK_STR(str_fmt(w->ctx.arena, "%.*s/%.*s/%.*s", STR_ARG(cell(&r, r.n - 1, 0)->s),
                      STR_ARG(cell(&r, r.n - 1, 1)->s), STR_ARG(cell(&r, r.n - 1, 4)->s)),
              str_of(wanted));
}

bool world_holds(struct world *w, const char *kind, int64_t object, int64_t holder)
{
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_HOLDERS_OF, &r, TEXT(str_of(kind)), INT(object)));
    for (size_t i = 0; i < r.n; i++) {
        if (cell(&r, i, 1)->i == holder)
            return true;
    }
    return false;
}

static int64_t one_id(struct world *w, const struct query *q, int64_t matter)
{
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, q, &r, INT(matter)));
    assert_true(r.n > 0);
    return cell(&r, 0, 0)->i;
}

int64_t world_report_of(struct world *w, int64_t matter)
{
    return one_id(w, Q_TEST_REPORT_OF, matter);
}

int64_t world_child_of(struct world *w, int64_t matter)
{
    return one_id(w, Q_TEST_CHILD_OF, matter);
}
