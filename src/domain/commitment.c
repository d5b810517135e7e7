/* commitment.c - the two-way letter: read, signed, declined; its steps go through move_run.c. */
#include "domain/commitment.h"

#include "domain/move_parts.h"
#include "domain/officer.h"
#include "gen/queries.h"

#define ANSWER_WD                                                                                  \
    5 /* for the head of the office to sign in turn: a reminder, not a term of law                 \
       */

static bool unanswered(struct str state)
{
    return str_eq(state, S("CL_OFFERED")) || str_eq(state, S("CL_SIGNED_B"));
}

/* ---- the reporter ---- */

static enum err letter_of(struct ctx *c, int64_t report, struct commitment *ret)
{
    struct rows r;
    struct clock k;
    bool runs = false;

    *ret =
        (struct commitment){ .until = DAY_NONE, .signed_own = DAY_NONE, .signed_body = DAY_NONE };
    TRY(store_run(c, Q_COMMITMENT_OF, &r, INT(report)));
    if (r.n == 0)
        return ERR_OK;
    ret->matter = cell(&r, 0, 0)->i;
    ret->subproc = cell(&r, 0, 1)->i;
    ret->state = cell(&r, 0, 2)->s;
    if (!unanswered(ret->state))
        return ERR_OK;
    TRY(clock_running(c, ret->matter, S("D28"), &k, &runs));
    ret->open = runs;
    if (runs)
        ret->until = k.due;
    return ERR_OK;
}

enum err commitment_state(struct ctx *c, int64_t report, struct str *ret_state, bool *ret_open)
{
    struct commitment l;

    TRY(letter_of(c, report, &l));
    *ret_state = l.state;
    *ret_open = l.open;
    return ERR_OK;
}

static enum err who_signed(struct ctx *c, int64_t officer, struct commitment *l)
{
    struct officer o;

    if (!officer)
        return ERR_OK;
    TRY(officer_find(c, officer, &o));
    l->signer = o.work_no;
    return ERR_OK;
}

static enum err signatures(struct ctx *c, struct commitment *l)
{
    struct rows r;

    TRY(store_run(c, Q_COMMITMENT_STEPS, &r, INT(l->matter), INT(l->subproc)));
    for (size_t i = 0; i < r.n; i++) {
        struct str move = cell(&r, i, 0)->s;
        struct day day = cell_day(&r, i, 1);
        bool paper = str_eq(move, S("CL7"));
        if (paper || str_eq(move, S("CL2")) || str_eq(move, S("CL4")))
            l->signed_own = day;
        if (paper || str_eq(move, S("CL3")) || str_eq(move, S("CL5"))) {
            l->signed_body = day;
            TRY(who_signed(c, cell(&r, i, 2)->i, l));
        }
        l->on_paper = l->on_paper || paper;
    }
    return ERR_OK;
}

static enum err need_reporter(struct ctx *c)
{
    if (c->actor->kind != ACTOR_REPORTER)
        return FAULT(&c->fault, ERR_LOGIN, "session.over", "no reporter");
    return ERR_OK;
}

enum err commitment_read(struct ctx *c, struct commitment *ret)
{
    struct rows r;

    TRY(need_reporter(c));
    TRY(letter_of(c, c->actor->report, ret));
    if (str_absent(ret->state))
        return ERR_OK;
    TRY(signatures(c, ret));
    TRY(store_run(c, Q_COMMITMENT_PAPER, &r, INT(c->actor->report)));
    return r.n ? document_read(c, cell(&r, 0, 0)->i, &ret->paper) : ERR_OK;
}

static enum err answer(struct ctx *c, const char *first, const char *second,
                       const struct move_field *fields, size_t n)
{
    struct commitment l;

    TRY(need_reporter(c));
    TRY(letter_of(c, c->actor->report, &l));
    if (str_absent(l.state))
        return FAULT(&c->fault, ERR_CONFLICT, "commitment.none", "nothing was offered");
    if (!l.open)
        return FAULT(&c->fault, ERR_CONFLICT, "commitment.over", "answered, or too late");
    struct move_beside b = { .matter = l.matter,
                             .subproc = l.subproc,
                             .report = c->actor->report,
                             .role = RO_REPORTER,
                             .move = str_of(str_eq(l.state, S("CL_OFFERED")) ? first : second),
                             .fields = fields,
                             .field_count = n };
    return move_beside(c, &b);
}

enum err commitment_sign(struct ctx *c, bool agreed)
{
    struct move_field f = { S("agreed"), S("true") };

    return answer(c, "CL2", "CL4", &f, agreed ? 1 : 0);
}

enum err commitment_decline(struct ctx *c)
{
    return answer(c, "CL6", "CL6", NULL, 0);
}

/* ---- time ---- */

enum err commitment_lapse(struct ctx *c, int64_t matter)
{
    struct rows r;

    TRY(store_run(c, Q_COMMITMENT_OPEN_IN, &r, INT(matter)));
    for (size_t i = 0; i < r.n; i++) {
        struct move_beside b = { .matter = matter,
                                 .subproc = cell(&r, i, 0)->i,
                                 .report = cell(&r, i, 1)->i,
                                 .role = PROCEDURE_BY_SYSTEM,
                                 .move = S("CL8") };
        TRY(move_beside(c, &b));
    }
    return ERR_OK;
}

/* ---- inside a step ---- */

static bool of_letter(const struct run *r)
{
    return run_beside(r) && str_eq(r->step.move->of->id, S("SP_COMMIT"));
}

/* Offered with its paper: that paper's event is the fact. */
enum err commitment_offer(struct run *r, int64_t report)
{
    struct ctx *c = r->c;

    return store_run(c, Q_SUBPROC_ADD, NULL, INT(ctx_random_id(c)), INT(r->m.id),
                     TEXT(S("SP_COMMIT")), TEXT(S("CL_OFFERED")), INT(report), NONE,
                     DAY(ctx_today(c)));
}

static bool signs(const struct run *r)
{
    return str_eq(r->step.to->id, S("CL_SIGNED_R")) || str_eq(r->step.to->id, S("CL_SIGNED_B")) ||
           str_eq(r->step.to->id, S("CL_SIGNED_BOTH"));
}

/* What is signed is the letter as delivered: its hash goes into the event. */
enum err commitment_prepare(struct run *r)
{
    struct document_view v;
    struct rows paper;

    if (!of_letter(r) || !signs(r))
        return ERR_OK;
    TRY(store_run(r->c, Q_COMMITMENT_PAPER, &paper, INT(r->own_report)));
    if (paper.n == 0)
        return FAULT(&r->c->fault, ERR_CONFLICT, "commitment.none", "nothing was delivered");
    TRY(document_read(r->c, cell(&paper, 0, 0)->i, &v));
    r->signs = v.hash;
    return ERR_OK;
}

/* The last one who was asked has answered: the date to sign by is gone. */
static enum err date_ends(struct run *r)
{
    struct rows open;

    TRY(store_run(r->c, Q_COMMITMENT_OPEN_IN, &open, INT(r->m.id)));
    return open.n ? ERR_OK : clock_stop(r->c, r->m.id, S("D28"), ctx_today(r->c));
}

enum err commitment_store(struct run *r)
{
    struct ctx *c = r->c;

    if (!of_letter(r))
        return ERR_OK;
    if (str_eq(r->step.to->id, S("CL_SIGNED_R"))) {
        struct due due = deadline_due(app_calendar(c->app), ctx_today(c),
                                      (struct term){ .n = ANSWER_WD, .unit = U_WD });
        TRY(task_make(c, r->m.org, "RO_PO_HEAD", r->m.id, "COMMITMENT", due.day));
    } else if (str_eq(r->step.to->id, S("CL_SIGNED_BOTH"))) {
        TRY(store_run(c, Q_COMMITMENT_ASKED, NULL, DAY(ctx_today(c)), INT(r->m.id)));
    }
    return date_ends(r);
}
