/* Intake of a report: routed, sealed, stored with its first events in one transaction. */
#include "domain/report.h"

#include <assert.h>
#include <stdio.h>

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/draft.h"
#include "domain/file.h"
#include "domain/intake.h"
#include "domain/intake_parts.h"
#include "gen/queries.h"

#define NUMBERS INT64_C(100000000000000) /* of 14 digits */

/* 14 random digits, each number as likely as any other, and their check digits. */
static struct str number_random(struct ctx *c)
{
    const uint64_t fair = UINT64_MAX - UINT64_MAX % (uint64_t)NUMBERS;
    char *digits = arena_take(c->arena, 17);
    uint64_t v;

    do /* refused once in 200,000 */
        ctx_random(c, &v, sizeof(v));
    while (v >= fair);
    (void)snprintf(digits, 15, "%014llu", (unsigned long long)(v % (uint64_t)NUMBERS));
    mod97_complete(digits);
    return str_bytes(digits, 16);
}

/* ---- prepare ---- */

/* The whole request: what a retry has to repeat. */
static struct str request_text(struct ctx *c, const struct report_intake *in)
{
    struct buf b = buf_new(c->arena);

    buf_put(&b, report_form_json(c->arena, &in->form));
    buf_byte(&b, '\n');
    buf_put(&b, in->form.password);
    buf_byte(&b, '\n');
    buf_put(&b, in->draft_cookie);
    return buf_str(&b);
}

static enum err answered_before(struct ctx *c, struct report_intake *in)
{
    struct str answer;

    TRY(idempotency_find(c, &in->once, &in->answered, &answer));
    return in->answered ? report_receipt_read(c, answer, &in->receipt) : ERR_OK;
}

enum err report_intake_prepare(struct ctx *c, struct report_intake *in)
{
    if (!str_absent(in->idempotency_key)) {
        TRY(idempotency_of(c, in->idempotency_key, "POST reports", request_text(c, in), &in->once));
        TRY(answered_before(c, in));
        if (in->answered)
            return ERR_OK;
    }
    TRY(report_form_check(c, &in->form, REPORT_STEP_ALL));
    in->number = number_random(c);
    if (str_absent(in->form.password)) /* at the desk: a strip of its own, to be changed at once */
        in->password = access_one_time_password(c);
    else
        TRY(access_password_check(c, in->form.password, "password", &in->password));
    access_job(c, in->number, in->password, &in->job);
    return ERR_OK;
}

/* ---- before the writer is taken ---- */

enum err report_route(struct ctx *c, const struct report_form *f, struct route *ret)
{
    struct route_subject subjects[ROUTE_SUBJECTS_MAX];
    struct route_question q = { .area = report_area(f->area_code),
                                .subjects = subjects,
                                .subject_count = f->subject_count,
                                .to_upper = f->to_upper,
                                .desk_org = report_at_desk(c) ? c->actor->org : 0 };

    assert(f->subject_count <= ROUTE_SUBJECTS_MAX);
    for (size_t i = 0; i < f->subject_count; i++)
        subjects[i] = (struct route_subject){ f->subjects[i].name, f->subjects[i].unit,
                                              f->subjects[i].post, f->subjects[i].level };
    if (!org_for_area(app_orgs(c->app), q.area)) {
        fault_field(&c->fault, "area_code", T_KEY("intake.outside"), 0);
        return ERR_INVALID;
    }
    TRY(route_decide(c, &q, ret));
    if (ret->kind == ROUTE_NATIONAL)
        return FAULT(&c->fault, ERR_DENIED, "intake.national", "12388 national");
    return ERR_OK;
}

/* The local body finds no row that names it: the area of a report sent past it is the upper body's;
 * the true one stands sealed in the report. */
int64_t report_area_shown(const struct route *r, const struct report_form *f)
{
    bool local = r->kind == ROUTE_NORMAL || (r->kind == ROUTE_STAFF && r->org == r->local_org);

    return local ? report_area(f->area_code) : r->org;
}

bool report_named(const struct report_form *f)
{
    return !str_eq(f->id_mode, S("ID_ANON"));
}

struct instant report_undo_end(struct ctx *c)
{
    struct parameter p = app_parameter(c, PARAMETER_ORG_BASE, S("undo.time"), ctx_today(c));

    return (struct instant){ c->now.ms + (int64_t)p.value * 60 * 1000 };
}

enum err report_keys(struct ctx *c, int64_t report, const struct key *kr, const struct route *route,
                     const struct desk *desk, struct report_grants *g)
{
    struct desk pl;

    g->n = 0;
    TRY(grant_seal_desk(c, OBJECT_KR, report, kr, desk, &g->items[g->n++]));
    if (route->pl_task_org) { /* reads and forwards; nobody else here */
        TRY(desk_own(c, route->pl_task_org, "pl", 0, &pl));
        TRY(grant_seal_desk(c, OBJECT_KR, report, kr, &pl, &g->items[g->n++]));
    }
    return ERR_OK;
}

static enum err intake_keys(struct ctx *c, struct intake *t)
{
    TRY(desk_find(c, t->route.desk, &t->desk));
    t->kr = key_random(c);
    t->a = key_random(c);
    TRY(report_keys(c, t->report, &t->kr, &t->route, &t->desk, &t->grants));
    if (t->clerk && t->route.kind == ROUTE_NORMAL) /* deleted when screening ends */
        TRY(grant_seal_officer(c, OBJECT_KR, t->report, &t->kr, c->actor->officer,
                               &t->grants.items[t->grants.n++]));
    return ERR_OK;
}

static struct matter_new matter_of(struct ctx *c, const struct intake *t)
{
    return (struct matter_new){ .org = t->route.org,
                                .report = t->report,
                                .area = report_area_shown(&t->route, t->f),
                                .state = S("ST_RECEIVED"),
                                .channel = t->channel,
                                .category = t->f->category,
                                .route = t->route.kind,
                                .named = t->named,
                                .mass_interest = t->f->mass_interest,
                                .received = t->received,
                                .desk = t->desk,
                                .hidden_until =
                                    t->desk_intake ? (struct instant){ 0 } : report_undo_end(c) };
}

/* What the clerk keeps of a letter that went up sealed: number, day, "sent up". */
static struct matter_new stone_of(const struct intake *t)
{
    return (struct matter_new){ .org = t->route.local_org,
                                .report = t->report,
                                .area = t->route.local_org,
                                .state = S("ST_TOMBSTONE"),
                                .channel = t->channel,
                                .category = t->f->category,
                                .route = t->route.kind,
                                .named = t->named,
                                .received = t->received };
}

static struct day arrival(struct ctx *c, const struct report_form *f)
{
    struct day d;

    return !str_absent(f->arrived_on) && day_parse(f->arrived_on, &d) ? d : ctx_today(c);
}

static struct intake *intake_new(struct ctx *c, const struct report_intake *in)
{
    struct intake *t = arena_new_of(c->arena, struct intake);

    t->in = in;
    t->f = &in->form;
    t->desk_intake = report_at_desk(c);
    t->clerk = t->desk_intake && actor_has(c, RO_CLERK);
    t->named = report_named(t->f);
    t->channel = str_absent(t->f->channel) ? S("CH_WEB") : t->f->channel;
    t->received = arrival(c, t->f);
    t->report = ctx_random_id(c);
    return t;
}

static enum err intake_prepare(struct ctx *c, struct intake *t)
{
    TRY(report_route(c, t->f, &t->route));
    TRY(intake_keys(c, t));
    chain_make(c, true, t->report, t->code, &t->chain);
    t->matter = matter_of(c, t);
    TRY(matter_new_prepare(c, &t->matter));
    t->tombstone = t->desk_intake && route_is_sealed(t->route.kind);
    if (t->tombstone) {
        t->stone = stone_of(t);
        TRY(matter_new_prepare(c, &t->stone));
    }
    /* a township's desk takes in for the county too: registered where it is handled */
    t->registers = t->clerk && t->route.kind == ROUTE_NORMAL && t->route.org == c->actor->org;
    TRY(report_seal(c, t->report, t->route.org, 1, &t->kr, t->f, t->in->number,
                    str_bytes(t->code, 26), &t->sealed));
    if (t->registers)
        TRY(repeat_prepare(c, t->report, t->matter.id, t->matter.org, &t->matter.km, t->f,
                           &t->repeat));
    TRY(file_draft_lines(c, t->in->draft_cookie, &t->sealed.lines));
    TRY(intake_slip(c, t));
    if (t->tombstone)
        TRY(intake_up_paper(c, t));
    return intake_events(c, t);
}

/* ---- inside ---- */

static enum err store_report(struct ctx *c, const struct intake *t)
{
    struct value undo = t->desk_intake ? NONE : INT(report_undo_end(c).ms);
    const struct report_sealed *s = &t->sealed;
    struct value id_desk = s->identity_desk ? INT(s->identity_desk) : NONE;
    struct value id_generation = s->identity_desk ? INT(s->identity_generation) : NONE;
    bool up = route_is_sealed(t->route.kind);
    struct value entry = t->clerk ? INT(report_undo_end(c).ms) : NONE;

    return store_run(
        c, Q_REPORT_ADD, NULL, INT(t->report), INT(t->route.org), TEXT(t->channel),
        TEXT(t->f->category), TEXT(t->f->id_mode), INT(t->named ? 1 : 0), DAY(t->received),
        DAY(ctx_today(c)), undo, t->clerk ? INT(c->actor->officer) : NONE,
        TEXT(up ? S("SEALED_UP") : S("OPEN")), TEXT(t->named ? S("RN_CLAIMED") : S("RN_NONE")),
        BLOB(s->number), BLOB(s->body), BLOB(s->check), BLOB(s->identity), id_desk, id_generation,
        entry);
}

enum err report_task_forward(struct ctx *c, int64_t matter, const struct route *r,
                             struct day received)
{
    struct parameter p;
    struct due due;

    if (!r->pl_task_org)
        return ERR_OK;
    p = app_parameter(c, r->pl_task_org, S("D05"), received);
    due = deadline_due(app_calendar(c->app), received, parameter_term(&p));
    return task_make(c, r->pl_task_org, "RO_PRINCIPAL", matter, "FORWARD", due.day);
}

static enum err store_matters(struct ctx *c, const struct intake *t)
{
    if (t->tombstone)
        TRY(matter_new_store(c, &t->stone));
    TRY(matter_new_store(c, &t->matter));
    for (size_t i = 0; i < t->grants.n; i++)
        TRY(grant_store(c, &t->grants.items[i]));
    TRY(chain_store(c, &t->chain));
    return report_task_forward(c, t->matter.id, &t->route, t->received);
}

static enum err register_now(struct ctx *c, struct intake *t)
{
    if (!t->registers)
        return ERR_OK;
    TRY(matter_register(c, t->matter.id, t->matter.org, &t->receipt.reg_no));
    TRY(clock_stop(c, t->matter.id, S("D02"), ctx_today(c))); /* late: V01 (X3) */
    TRY(repeat_store(c, t->report, t->matter.id, &t->repeat));
    return report_tokens_store(c, t->report, t->matter.org, t->f, t->in->number);
}

static void receipt_make(struct ctx *c, struct intake *t)
{
    struct report_receipt *r = &t->receipt;
    bool up = route_is_sealed(t->route.kind);
    const struct org *o = org_find(app_orgs(c->app), t->route.org);

    r->report_no = t->in->number;
    r->check_code = str_dup(c->arena, str_bytes(t->code, 26));
    r->shown = up             ? S("shown.ST_TOMBSTONE")
               : t->registers ? S("shown.ST_REGISTERED")
                              : S("shown.ST_RECEIVED");
    r->stage = 1;
    r->sealed_up = up;
    r->org_name = o ? o->name : STR_NONE;
    if (t->desk_intake && str_absent(t->f->password))
        r->one_time_password = t->in->password;
    /* the clerk finds what he may: his registered matter, or the tombstone */
    r->matter = t->tombstone ? t->stone.id : up ? 0 : t->matter.id;
    if (t->clerk && t->route.kind == ROUTE_STAFF)
        r->matter = 0;
}

static enum err store_access(struct ctx *c, const struct intake *t)
{
    bool one_time = !str_absent(t->receipt.one_time_password);

    return access_store(c, &t->in->job.out, t->report, &t->kr, &t->a, one_time);
}

static enum err store_all(struct ctx *c, struct intake *t)
{
    TRY(store_report(c, t));
    TRY(store_matters(c, t));
    TRY(store_access(c, t));
    TRY(intake_clocks(c, t));
    TRY(intake_events_append(c, t));
    if (t->tombstone)
        TRY(matter_clock_sent_up(c, t->stone.id, t->stone.org, t->stone.category, t->received));
    TRY(register_now(c, t));
    TRY(intake_slip_store(c, t));
    if (t->tombstone)
        TRY(intake_up_paper_store(c, t));
    TRY(file_take_over(c, t->in->draft_cookie, t->report, &t->kr));
    TRY(draft_drop(c, t->in->draft_cookie));
    if (t->desk_intake)
        TRY(audit_write(c, "report.take_in", t->tombstone ? t->stone.id : t->receipt.matter,
                        t->report, STR_NONE));
    return ERR_OK;
}

static enum err intake_commit(struct ctx *c, struct intake *t)
{
    const struct report_intake *in = t->in;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    receipt_make(c, t);
    TRY(store_all(c, t));
    if (!str_absent(in->idempotency_key))
        TRY(idempotency_store(c, &in->once, report_receipt_json(c->arena, &t->receipt)));
    tx = NULL;
    return store_commit(c);
}

static void intake_wipe(struct intake *t)
{
    key_wipe(&t->kr);
    key_wipe(&t->a);
    key_wipe(&t->matter.km);
    key_wipe(&t->chain.k_case);
    key_wipe(&t->chain.k_open);
}

/* The same request came twice at once and the other one was first: its answer is ours. */
static enum err answer_of_other(struct ctx *c, struct report_intake *in, enum err e)
{
    if (str_absent(in->idempotency_key) || e != ERR_CONFLICT ||
        strcmp(c->fault.key, "store.unique") != 0)
        return e;
    fault_clear(&c->fault);
    TRY(answered_before(c, in));
    if (!in->answered)
        return FAULT(&c->fault, ERR_STORE, "store.unique", "intake met an older row");
    return ERR_OK;
}

enum err report_intake_finish(struct ctx *c, struct report_intake *in, struct report_receipt *ret)
{
    struct intake *t;
    enum err e;

    if (in->answered) {
        *ret = in->receipt;
        return ERR_OK;
    }
    if (!in->job.ok)
        return FAULT(&c->fault, ERR_BUSY, "login.busy", "no memory for a hash");
    t = intake_new(c, in);
    e = intake_prepare(c, t);
    if (e == ERR_OK)
        e = intake_commit(c, t);
    intake_wipe(t);
    e = answer_of_other(c, in, e);
    if (e != ERR_OK)
        return e;
    *ret = in->answered ? in->receipt : t->receipt;
    return ERR_OK;
}
