/* move_effect.c - what single moves do beyond their rules: columns of the row, keys, leads. */
#include <assert.h>

#include "base/utf8.h"
#include "domain/calendar.h"
#include "domain/intake_parts.h"
#include "domain/move_parts.h"
#include "domain/move_publish.h"
#include "domain/org.h"
#include "domain/panel_parts.h"
#include "gen/queries.h"

#define RETURN_WD 5 /* a wrong transfer is sent back within five working days (XF 23) */

static bool is(const struct run *r, const char *move)
{
    return str_eq(r->step.move->id, str_of(move));
}

static void take_text(struct run *r, const char *field, struct str *column)
{
    struct str v = run_field(r, field);

    if (!str_empty(v))
        *column = v;
}

/* ---- registration and screening ---- */

/* Its tokens are made inside; the sketch takes longer. */
static enum err registered(struct run *r, struct run_report *rep)
{
    TRY(run_report_view(r, rep));
    return repeat_prepare(r->c, rep->row.report, r->m.id, r->m.org, &r->km, &rep->view.form,
                          &rep->repeat);
}

static enum err coded(struct run *r)
{
    for (size_t i = 0; i < r->report_count && is(r, "T02") && !r->part.cadre; i++)
        TRY(registered(r, &r->reports[i]));
    take_text(r, "category", &r->after.category);
    take_text(r, "topic", &r->after.topic);
    take_text(r, "level", &r->after.level);
    if (r->area)
        r->after.area = r->area;
    return ERR_OK;
}

static enum err sealed_up(struct run *r)
{
    r->after.level = STR_NONE;
    r->after.topic = STR_NONE;
    return seal_up_prepare(r->c, r->m.id, &r->seal_up);
}

static enum err sent_up(struct run *r)
{
    r->to_body = org_parent(app_orgs(r->c->app), r->m.org);
    if (!r->to_body)
        return run_mistake(r, "move", "guard.no_upper");
    return transfer_prepare(r, r->to_body);
}

static enum err sent_down(struct run *r)
{
    return transfer_prepare(r, r->to_body);
}

static enum err entrusted(struct run *r)
{
    TRY(leads_plan(r));
    return transfer_prepare(r, r->to_body);
}

static enum err not_accepted(struct run *r) /* a deputy may reopen it */
{
    return grants_to_role(r, r->m.org, RO_DEPUTY, true);
}

/* Theirs when they named its number, or sent the same words: whoever knows them all wrote them. */
static bool same_reporter(struct run *r, const struct report_view *a,
                          const struct report_view *lead)
{
    struct arena *m = r->c->arena;

    for (size_t i = 0; i < a->form.prior_count; i++) {
        if (str_contains(utf8_squeezed(m, a->form.prior[i]), lead->number))
            return true;
    }
    return str_eq(utf8_squeezed(m, a->form.narrative), utf8_squeezed(m, lead->form.narrative));
}

/* Their own earlier number is told to them, else only that it was filed with another (T12). */
static enum err earlier_of(struct run *r, struct run_report *rep, struct str *ret)
{
    struct matter_report_list l;

    TRY(run_report_view(r, rep));
    TRY(matter_reports(r->c, r->other.id, &l));
    for (size_t i = 0; i < l.n; i++) {
        struct report_view v;
        if (!vault_can(r->c, OBJECT_KR, l.items[i].report))
            continue;
        TRY(report_read(r->c, l.items[i].report, &v));
        if (same_reporter(r, &rep->view, &v)) {
            *ret = v.number;
            return ERR_OK;
        }
    }
    *ret = STR_NONE;
    return ERR_OK;
}

static enum err filed_with(struct run *r)
{
    r->after.lead_matter = r->other.id;
    r->repeat = S("own");
    for (size_t i = 0; i < r->report_count; i++) {
        struct run_report *rep = &r->reports[i];
        TRY(earlier_of(r, rep, &rep->told));
        if (str_absent(rep->told)) {
            rep->told = S("");
            r->repeat = S("other");
        }
    }
    return ERR_OK;
}

static enum err filed_alone(struct run *r)
{
    r->after.lead_matter = 0;
    return ERR_OK;
}

/* ---- handling ---- */

static enum err assigned(struct run *r)
{
    r->after.dept = r->dept;
    r->after.handler = r->handler;
    TRY(leads_plan(r));
    return grants_to_holders(r, r->dept, r->handler);
}

static enum err returned(struct run *r)
{
    r->after.dept = 0;
    r->after.handler = 0;
    return grants_from_holders(r);
}

static enum err reassigned(struct run *r)
{
    r->after.handler = r->handler;
    grants_from_officer(r, r->m.handler);
    return grants_to_officer(r, r->handler, true);
}

static enum err told(struct run *r) /* from here on it may be closed, and reopened by a deputy */
{
    return grants_to_role(r, r->m.org, RO_DEPUTY, true);
}

/* ---- remedies ---- */

static enum err explained(struct run *r)
{
    r->after.explanations++;
    return ERR_OK;
}

static enum err reopened(struct run *r)
{
    r->after.round = S("REOPENED");
    r->after.lead_matter = 0;
    return returned(r);
}

/* The reporter's own session hands the report to the body above, with words that only it reads. */
static enum err complained(struct run *r)
{
    r->complaint = arena_new_of(r->c->arena, struct complaint);
    if (!org_parent(app_orgs(r->c->app), r->m.org))
        return run_mistake(r, "move", "guard.no_upper");
    return complaint_prepare(r->c, r->m.org, run_field(r, "text"), r->complaint);
}

static const struct effect {
    const char *move;
    enum err (*prepare)(struct run *r);
} effects[] = {
    { "T02", coded },        { "T03", sealed_up },  { "T03b", sent_up },  { "T04", coded },
    { "T08", not_accepted }, { "T10", sent_down },  { "T11", entrusted }, { "T12", filed_with },
    { "T13", filed_alone },  { "T14", assigned },   { "T15", returned },  { "T16", leads_plan },
    { "T26", assigned },     { "T30", told },       { "T33", explained }, { "T43", told },
    { "T44", reopened },     { "T47", reassigned }, { "T48", reopened },  { "T48a", complained },
};

/* ---- two matters ---- */

static enum err beside_prepare(struct run *r)
{
    struct run *b = run_new(r->c);
    bool merge = str_eq(run_field(r, "way"), S("merge"));

    r->beside = b;
    b->m = r->other;
    b->part = r->part;
    b->actor = r->actor;
    b->act_role = r->act_role;
    b->step = r->step;
    b->step.from = b->step.to = procedure_state(r->c->app->procedure, r->other.state);
    for (size_t i = 0; i < r->field_count; i++)
        b->fields[b->field_count++] = r->fields[i];
    b->day = r->day;
    TRY(run_keys(b));
    TRY(run_prepare(b));
    b->after.lead_matter = merge ? r->m.id : 0;
    if (merge)
        return grants_to_holders(b, r->m.dept, r->m.handler);
    /* theirs is taken back, unless it is theirs anyway */
    struct matter own = b->m;
    b->m.dept = r->m.dept == own.dept ? 0 : r->m.dept;
    b->m.handler = r->m.handler == own.handler ? 0 : r->m.handler;
    TRY(grants_from_holders(b));
    b->m.dept = own.dept;
    b->m.handler = own.handler;
    return ERR_OK;
}

/* The reports of the other one hear of it by its own event. */
static void drop_other_readers(struct run *r)
{
    size_t n = 0;

    for (size_t i = 0; i < r->report_count; i++) {
        if (r->reports[i].row.matter != r->other.id)
            r->reports[n++] = r->reports[i];
    }
    r->report_count = n;
}

/* What is merged has no dates of its own; what is parted again begins its own. */
static enum err beside_clocks(struct run *r)
{
    struct run *b = r->beside;
    struct ctx *c = r->c;
    static const struct name_list kept = { { { "D27", 3 }, { "D28", 3 } }, 2 };

    if (b->after.lead_matter)
        return clock_stop_all(c, b->m.id, ctx_today(c), &kept);
    const struct name_list *runs = &b->step.from->clocks;
    for (size_t i = 0; i < runs->n; i++) {
        const struct clock_rule *rule = procedure_clock(c->app->procedure, runs->items[i]);
        struct clock k;
        struct clock_start s = { .matter = b->m.id,
                                 .org = b->m.org,
                                 .code = runs->items[i],
                                 .category = b->m.category,
                                 .start = ctx_today(c),
                                 .at = c->now };
        if (rule->binds == CLOCK_BINDS_BODY)
            TRY(clock_start(c, &s, &k));
    }
    return ERR_OK;
}

/* ---- an entrusted matter follows the lower body's ---- */

static enum err follow(struct run *r, const struct matter *m, struct str move)
{
    struct run *t = run_new(r->c);
    const struct procedure *p = r->c->app->procedure;
    struct actor *who = r->c->actor;
    enum err e;

    t->m = *m;
    t->act_role = S("SYS");
    t->day = r->day;
    TRY(procedure_next(p, m->state, move, STR_NONE, PROCEDURE_BY_SYSTEM, &r->c->fault, &t->step));
    r->c->actor = actor_system(r->c->arena);
    e = run_prepare(t);
    r->c->actor = who;
    if (e == ERR_OK)
        r->then = t;
    return e;
}

/* Re-reviewed and told: that is the end, unless it was ordered to be handled anew (T41). */
static enum err finality(struct run *r)
{
    struct matter after = r->after;

    if (str_eq(run_field(r, "ruling"), S("RV_REDO")))
        return ERR_OK;
    after.version = r->m.version + 1;
    return follow(r, &after, S("T41"));
}

/* T30 here, and the body that entrusted it has concluded; or T28 there, and it was told before. */
static enum err follow_prepare(struct run *r)
{
    struct rows row;

    if (is(r, "T30") && r->m.parent) {
        TRY(store_run(r->c, Q_MATTER_BY_ID, &row, INT(r->m.parent)));
        if (row.n && str_eq(matter_row(r->c, &row, 0).state, S("ST_CONCLUDED"))) {
            struct matter upper = matter_row(r->c, &row, 0);
            return follow(r, &upper, S("T30s"));
        }
    }
    if (is(r, "T40"))
        return finality(r);
    if (is(r, "T28")) {
        TRY(store_run(r->c, Q_MOVE_CHILD_TOLD, &row, INT(r->m.id)));
        if (row.n) {
            struct matter after = r->after;
            after.version = r->m.version + 1;
            return follow(r, &after, S("T30s"));
        }
    }
    return ERR_OK;
}

/* ---- all of them ---- */

static bool screening_ends(const struct run *r)
{
    return r->step.from->code <= 21 && r->step.to->code >= 30;
}

static enum err leave_screening(struct run *r)
{
    for (size_t i = 0; i < r->report_count; i++) {
        int64_t clerk = r->reports[i].row.clerk;
        if (clerk) /* his copy is taken away when screening ends */
            grants_from_officer(r, clerk);
    }
    return ERR_OK;
}

static bool publishes(const struct run *r)
{
    return run_beside(r) && str_eq(r->step.move->of->id, S("SP_PUBLISH"));
}

enum err effects_prepare(struct run *r)
{
    if (r->c->actor->kind == ACTOR_OFFICER && screening_ends(r))
        TRY(leave_screening(r));
    for (size_t i = 0; i < COUNT_OF(effects); i++) {
        if (is(r, effects[i].move))
            TRY(effects[i].prepare(r));
    }
    if (publishes(r))
        TRY(publish_prepare(r));
    if (run_beside(r))
        TRY(panel_prepare(r));
    TRY(review_prepare(r));
    realname_prepare(r);
    TRY(commitment_prepare(r));
    if (is(r, "T46") && r->other.id) {
        drop_other_readers(r);
        TRY(beside_prepare(r));
    }
    return follow_prepare(r);
}

static enum err register_number(struct run *r)
{
    struct ctx *c = r->c;
    struct reg_no no;

    TRY(reg_no_next(c, r->m.org, &no));
    TRY(store_run(c, Q_MOVE_REGISTER, NULL, INT(no.year), INT(no.seq), TEXT(no.mark),
                  INT(r->m.id)));
    for (size_t i = 0; i < r->report_count; i++)
        TRY(matter_clock_acknowledged(c, r->reports[i].row.report, r->m.id));
    /* cadre supervision's desk keeps no tokens: it is asked by nobody but its own */
    for (size_t i = 0; i < r->report_count && !r->part.cadre; i++) {
        const struct run_report *rep = &r->reports[i];
        TRY(report_tokens_store(c, rep->row.report, r->m.org, &rep->view.form, rep->view.number));
        TRY(repeat_store(c, rep->row.report, r->m.id, &rep->repeat));
    }
    return ERR_OK;
}

/* Sent back after the days in which one may: passed on and on (V05). */
static enum err returned_late(struct run *r)
{
    struct ctx *c = r->c;
    int days = deadline_spent(app_calendar(c->app), r->m.state_day, ctx_today(c), U_WD);

    if (days <= RETURN_WD)
        return ERR_OK;
    return breach_record(c, r->m.id, r->m.org, S("V05"), 0, ctx_today(c));
}

/* The body below hears of it; what supervision could not move is its breach (XF 43). */
static enum err supervised(struct run *r)
{
    struct ctx *c = r->c;
    struct rows child;
    struct day due = DAY_NONE;

    TRY(store_run(c, Q_MOVE_CHILD_ORG, &child, INT(r->m.id)));
    if (child.n == 0)
        return ERR_OK;
    int64_t id = cell(&child, 0, 0)->i, org = cell(&child, 0, 1)->i;
    if (!is(r, "T29"))
        return breach_record(c, id, org, S("V06"), 0, ctx_today(c));
    if (!day_parse(run_field(r, "answer_by"), &due))
        due = DAY_NONE;
    return task_make(c, org, "RO_PO_HEAD", id, "SUPERVISED", due);
}

enum err effects_store(struct run *r)
{
    struct ctx *c = r->c;
    int64_t upper;

    if (r->transfer)
        TRY(transfer_store(r));
    if (r->seal_up)
        TRY(seal_up_store(c, r->seal_up, &upper));
    if (screening_ends(r))
        TRY(transfer_accept(r));
    TRY(review_store(r));
    TRY(realname_store(r));
    TRY(commitment_store(r));
    TRY(panel_store(r));
    if (is(r, "T29") || (is(r, "SU4") && str_eq(r->outcome, S("escalated"))))
        return supervised(r);
    if (is(r, "T02"))
        return register_number(r);
    if (is(r, "T15"))
        return returned_late(r);
    if (is(r, "T48")) /* in scope, and was refused (XF 44) */
        return breach_record(c, r->m.id, r->m.org, S("V02"), 0, ctx_today(c));
    if (is(r, "IN4") && str_eq(run_field(r, "breach"), S("found")))
        return breach_record(c, r->m.id, r->m.org, S("V09"), 0, ctx_today(c));
    /* checked, and found: once for each protection (XF 46) */
    if ((is(r, "PR2") || is(r, "PR4")) && str_eq(run_field(r, "retaliation"), S("true")))
        return breach_record(c, r->m.id, r->m.org, S("V10"), r->sub.id, ctx_today(c));
    if (is(r, "T46") && r->beside)
        return beside_clocks(r);
    if (publishes(r))
        return publish_store(r);
    if (r->complaint)
        return complaint_store(c, r->complaint);
    return ERR_OK;
}
