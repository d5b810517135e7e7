/* move_run.c - a move prepared outside the transaction and stored inside it: row, clocks, events.
 */
#include <assert.h>

#include "domain/audit.h"
#include "domain/move_parts.h"
#include "domain/org.h"
#include "domain/panel_parts.h"
#include "domain/review.h"
#include "domain/words.h"
#include "gen/queries.h"
#include "i18n/i18n.h"

/* ---- keys ---- */

static enum err keys_of_reports(struct run *r)
{
    struct ctx *c = r->c;
    struct matter_report_list l;

    TRY(matter_reports(c, r->m.id, &l));
    r->reports = arena_array(c->arena, struct run_report, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        if (r->own_report && l.items[i].report != r->own_report)
            continue;
        struct run_report *rep = &r->reports[r->report_count++];
        rep->row = l.items[i];
        rep->open = c->actor->kind != ACTOR_SYSTEM && vault_can(c, OBJECT_KR, rep->row.report);
        if (rep->open)
            TRY(vault_open(c, OBJECT_KR, rep->row.report, &rep->kr));
    }
    return ERR_OK;
}

/* Without the matter's key nobody of the body moves it; a body above that decides a complaint has
 * the report's key only, one that reviews has the matter's once it was lent, time none at all. */
enum err run_keys(struct run *r)
{
    if (r->reports)
        return ERR_OK;
    bool lent = !r->part.review || vault_can(r->c, OBJECT_KM, r->m.id);

    if (r->c->actor->kind == ACTOR_OFFICER && !r->keyless && !r->part.complaint && lent) {
        TRY(vault_open(r->c, OBJECT_KM, r->m.id, &r->km));
        r->has_km = true;
    }
    return keys_of_reports(r);
}

enum err run_report_view(struct run *r, struct run_report *rep)
{
    if (rep->read)
        return ERR_OK;
    if (!rep->open)
        return FAULT(&r->c->fault, ERR_DENIED, "vault.no_grant", "a report of the matter");
    TRY(report_read(r->c, rep->row.report, &rep->view));
    rep->read = true;
    return ERR_OK;
}

/* ---- clocks ---- */

static struct str variant_of(struct str category)
{
    return str_eq(category, S("CAT_PETITION")) ? S("claim") : S("report");
}

static struct day start_day(const struct run *r, const struct clock_rule *rule,
                            enum clock_verb verb)
{
    if (verb == CLOCK_START && rule->from == CLOCK_FROM_RECEIPT)
        return r->m.received;
    return rule->from == CLOCK_FROM_ASK ? r->asked : r->day;
}

/* What was asked for is counted from that day, not from the one on which it is decided. */
static enum err asked_on(struct run *r)
{
    const struct target *t = r->step.target;
    struct clock k;
    bool runs;

    r->asked = ctx_today(r->c);
    for (size_t i = 0; i < t->act_count; i++) {
        if (t->acts[i].verb != CLOCK_ASK)
            continue;
        TRY(clock_running(r->c, r->m.id, t->acts[i].clock, &k, &runs));
        if (runs)
            r->asked = k.start;
    }
    return ERR_OK;
}

struct day run_due_planned(struct run *r, struct str code, enum clock_verb verb)
{
    struct ctx *c = r->c;
    const struct clock_rule *rule = procedure_clock(c->app->procedure, code);
    struct day start = start_day(r, rule, verb);
    struct parameter p = app_parameter_clock(c, r->m.org, code, variant_of(r->m.category), start);

    return deadline_due(app_calendar(c->app), start, parameter_term(&p)).day;
}

/* Stops all but what the reporter and the body wait for whatever the matter does: an answer, a
 * signature, and the body above's answer to a complaint that a step is overdue. */
static enum err stop_all(struct run *r)
{
    struct name_list kept = { { { "D27", 3 }, { "D28", 3 } }, 2 };
    struct clock k;
    bool found;

    TRY(clock_running(r->c, r->m.id, S("D18"), &k, &found));
    if (found && k.org != r->m.org && !r->step.from->terminal)
        kept.items[kept.n++] = S("D18");
    return clock_stop_all(r->c, r->m.id, r->day, &kept);
}

/* Whose term it is: the body above answers a complaint about non-acceptance, and reviews. */
int64_t run_bound(const struct run *r, struct str clock)
{
    int64_t above = org_parent(app_orgs(r->c->app), r->m.org);
    bool review = str_starts(clock, S("D21")) || str_starts(clock, S("D23"));

    if (review && review_request(r->step.move->id) && !str_eq(clock, S("D21.file")))
        return review_body(r->c, &r->m, r->step.move->id);
    return str_eq(r->step.move->id, S("T48a")) && above ? above : r->m.org;
}

/* Whom supervision urges: the body the matter was entrusted to. */
static enum err body_below(struct run *r, int64_t *ret)
{
    struct rows child;

    TRY(store_run(r->c, Q_MOVE_CHILD_ORG, &child, INT(r->m.id)));
    if (child.n)
        *ret = cell(&child, 0, 1)->i;
    return ERR_OK;
}

static enum err start_clock(struct run *r, const struct clock_act *a, struct buf *told,
                            struct buf *all)
{
    struct ctx *c = r->c;
    const struct clock_rule *rule = procedure_clock(c->app->procedure, a->clock);
    struct clock k, was;
    bool runs;

    if (!str_absent(rule->only) && !run_guard_holds(r, rule->only))
        return ERR_OK;
    TRY(clock_running(c, r->m.id, a->clock, &was, &runs));
    if (runs && a->verb == CLOCK_RESTART)
        TRY(clock_stop(c, r->m.id, a->clock, ctx_today(c)));
    struct clock_start s = { .matter = r->m.id,
                             .org = run_bound(r, a->clock),
                             .code = a->clock,
                             .category = r->after.category,
                             .start = start_day(r, rule, a->verb),
                             .at = c->now };
    struct day answer;
    if (str_eq(a->clock, S("D12.answer")) && day_parse(run_field(r, "answer_by"), &answer))
        s.ordered = answer;
    if (str_eq(a->clock, S("D12.answer")))
        TRY(body_below(r, &s.org));
    if (!day_absent(r->redo_by) && (str_eq(a->clock, S("D10")) || str_eq(a->clock, S("D11"))))
        s.ordered = r->redo_by.n > s.start.n ? r->redo_by : (struct day){ s.start.n + 1 };
    TRY(clock_start(c, &s, &k));
    if (runs && a->verb != CLOCK_RESTART)
        return ERR_OK; /* it goes on: told before */
    struct str day = day_format(c->arena, k.due);
    buf_fmt(all, "%.*s %.*s\n", STR_ARG(a->clock), STR_ARG(day));
    if (rule->told)
        buf_fmt(told, "%.*s %.*s\n", STR_ARG(a->clock), STR_ARG(day));
    return ERR_OK;
}

static enum err extend_clock(struct run *r, const struct clock_act *a, struct buf *told,
                             struct buf *all)
{
    struct clock k;

    if (!str_eq(a->clock, run_field(r, "clock")))
        return ERR_OK;
    TRY(clock_extend(r->c, r->m.id, a->clock, &k));
    struct str day = day_format(r->c->arena, k.due);
    buf_fmt(all, "%.*s %.*s\n", STR_ARG(a->clock), STR_ARG(day));
    buf_fmt(told, "%.*s %.*s\n", STR_ARG(a->clock), STR_ARG(day));
    return ERR_OK;
}

static enum err clock_do(struct run *r, const struct clock_act *a, struct buf *told,
                         struct buf *all)
{
    struct ctx *c = r->c;
    struct day today = ctx_today(c);

    switch (a->verb) {
    case CLOCK_STOP:
        if (str_absent(a->clock))
            return stop_all(r);
        return clock_stop(c, r->m.id, a->clock, r->day);
    case CLOCK_START:
    case CLOCK_RESTART:
        return start_clock(r, a, told, all);
    case CLOCK_PAUSE:
        return clock_pause(c, r->m.id, a->clock, today);
    case CLOCK_RESUME:
        return clock_resume(c, r->m.id, a->clock, today);
    case CLOCK_ASK: /* ran from the request on (proposal.c); now it is decided */
        return clock_stop(c, r->m.id, a->clock, today);
    case CLOCK_EXTEND:
        return extend_clock(r, a, told, all);
    }
    return ERR_OK;
}

static enum err clocks_do(struct run *r, struct str *ret_told, struct str *ret_all)
{
    const struct target *t = r->step.target;
    struct buf told = buf_new(r->c->arena), all = buf_new(r->c->arena);

    if (!str_eq(r->after.category, r->m.category))
        TRY(clock_recategorise(r->c, r->m.id, r->after.category));
    for (size_t i = 0; i < t->act_count; i++)
        TRY(clock_do(r, &t->acts[i], &told, &all));
    /* at an end nothing is owed but what the state's own line names */
    if (!run_beside(r) && r->step.to->terminal && r->step.to != r->step.from)
        TRY(clock_stop_all(r->c, r->m.id, r->day, &r->step.to->clocks));
    *ret_told = buf_str(&told);
    *ret_all = buf_str(&all);
    return ERR_OK;
}

/* ---- events ---- */

#define CODES_MAX_PAIRS 16
struct pairs {
    struct {
        struct str name, value;
    } items[CODES_MAX_PAIRS];
    size_t n;
};

static void pair_put(struct pairs *p, struct str name, struct str value)
{
    size_t at = p->n;

    if (str_empty(value) || p->n == CODES_MAX_PAIRS)
        return;
    for (; at > 0 && str_cmp(name, p->items[at - 1].name) < 0; at--)
        p->items[at] = p->items[at - 1];
    p->items[at].name = name;
    p->items[at].value = value;
    p->n++;
}

static bool told_choice(struct str name)
{
    return str_eq(name, S("reason")) || str_eq(name, S("clock")) || str_eq(name, S("form")) ||
           str_eq(name, S("way")) || str_eq(name, S("pub_form")) ||
           str_eq(name, S("ruling")) || str_starts(name, S("rn_"));
}

/* A publication's form is counted by that name (S25); in the rules it is told from a delivery's. */
static struct str code_name(struct str field)
{
    return str_eq(field, S("pub_form")) ? S("form") : field;
}

/* Choices as public codes. Which way a check went is told to nobody outside: an event that its
 * reporter sees says nothing of it (domain 3.2). */
static struct str codes_of(struct run *r, bool shown)
{
    const struct move *m = r->step.move;
    bool secret = shown && str_eq(r->step.to->id, S("ST_CONCLUDED"));
    struct pairs p = { .n = 0 };
    struct buf doc = buf_new(r->c->arena), b = buf_new(r->c->arena);

    for (size_t i = 0; i < m->field_count && !secret; i++) {
        const struct form_field *f = &m->fields[i];
        if (f->type == FORM_CHOICE && !panel_secret_field(f->name) &&
            (!shown || told_choice(f->name)))
            pair_put(&p, code_name(f->name), run_value(r, f->name));
    }
    for (size_t i = 0; i < r->paper_count; i++) {
        struct str code = r->papers[i].paper->id;
        if (str_contains(buf_str(&doc), code))
            continue;
        buf_put(&doc, doc.n ? S(",") : S(""));
        buf_put(&doc, code);
    }
    pair_put(&p, S("doc"), buf_str(&doc));
    pair_put(&p, S("repeat"), r->repeat);
    pair_put(&p, S("fields"), r->opened);
    pair_put(&p, S("note"), r->note_hash);
    if (r->to_body)
        pair_put(&p, S("to"), str_fmt(r->c->arena, "%lld", (long long)r->to_body));
    for (size_t i = 0; i < p.n; i++)
        buf_fmt(&b, "%s%.*s=%.*s", i ? " " : "", STR_ARG(p.items[i].name),
                STR_ARG(p.items[i].value));
    return b.n ? buf_str(&b) : STR_NONE;
}

/* What the reporter reads of it, in the words of who acted. */
static struct str words_told(struct run *r)
{
    static const char *const names[] = { "text", "missing", "answer" };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct str v = run_field(r, names[i]);
        if (!str_empty(v))
            return v;
    }
    return STR_NONE;
}

static struct str hash_lines(struct run *r, int64_t report)
{
    struct buf b = buf_new(r->c->arena);

    for (size_t i = 0; i < r->paper_count; i++) {
        if (r->papers[i].report == report)
            buf_fmt(&b, "doc %.*s\n", STR_ARG(document_draft_hash(r->papers[i].draft)));
    }
    if (!str_absent(r->signs) && report == r->own_report)
        buf_fmt(&b, "doc %.*s\n", STR_ARG(r->signs));
    return buf_str(&b);
}

static void readers_of(struct run *r, struct event_new *n, bool with_words)
{
    bool named_only = r->step.target->told == TOLD_NAMED;

    for (size_t i = 0; i < r->report_count; i++) {
        const struct run_report *rep = &r->reports[i];
        struct event_reader *e = &n->readers[n->reader_count++];
        *e = (struct event_reader){ .report = rep->row.report,
                                    .kr = rep->open ? &rep->kr : NULL,
                                    .lines = hash_lines(r, rep->row.report) };
        /* the anonymous read the shorter text: that it happened */
        if (with_words && (rep->row.named || !named_only))
            e->body = str_absent(rep->told) ? words_told(r) : rep->told;
    }
    n->one_report = r->own_report != 0 && n->reader_count == 1;
}

static bool event_is_shown(const struct run *r, struct str kind)
{
    const struct event_kind *k = procedure_event(r->c->app->procedure, kind);

    assert(k); /* the rules were read with their events */
    return k->shown && r->step.target->told != TOLD_NONE;
}

/* A sub-procedure begins: it comes from no state. */
static bool begins(const struct run *r)
{
    return run_beside(r) && r->step.move->creates;
}

/* What an event is counted by (domain 7.1). Absent for a sanction or a form that nobody chose: then
 * there is no such event. */
static struct str outcome_of(struct run *r, struct str kind, bool *ret_happened)
{
    int64_t form = run_four_form(r);

    *ret_happened = true;
    if (str_eq(kind, S("E_SANCTION"))) {
        *ret_happened = !str_empty(run_field(r, "sanction"));
        return run_field(r, "sanction");
    }
    if (str_eq(kind, S("E_FORM"))) {
        *ret_happened = form != 0;
        return str_fmt(r->c->arena, "FORM_%lld", (long long)form);
    }
    return leads_outcome(r);
}

static enum err events_prepare(struct run *r)
{
    const struct target *t = r->step.target;
    bool moved = r->step.to != r->step.from;

    assert(t->events.n <= RUN_EVENTS_MAX);
    for (size_t i = 0; i < t->events.n; i++) {
        struct event_new *n = &r->events[r->event_count];
        bool shown = event_is_shown(r, t->events.items[i]), happened;
        struct str outcome = outcome_of(r, t->events.items[i], &happened);
        if (!happened)
            continue;
        *n = (struct event_new){
            .matter = r->m.id,
            .org = r->m.org,
            .kind = str_z(r->c->arena, t->events.items[i]),
            .move = str_z(r->c->arena, r->step.move->id),
            .from_state = moved ? r->step.from->id : STR_NONE,
            .to_state = moved || begins(r) ? r->step.to->id : STR_NONE,
            .subproc = r->sub.id,
            .channel = r->m.channel,
            .named = r->m.named,
            .happened = r->day,
            .outcome = outcome,
            .codes = codes_of(r, shown),
            .actor_role = r->act_role,
            .words = i == 0 ? run_words(r) : STR_NONE,
            .lines = i == 0 ? hash_lines(r, 0) : STR_NONE,
            .km = r->has_km ? &r->km : NULL,
        };
        if (shown)
            readers_of(r, n, true);
        if (r->complaint)
            complaint_event(r->c, r->complaint, n);
        TRY(event_prepare(r->c, n, &r->drafts[r->event_count]));
        r->event_count++;
    }
    return ERR_OK;
}

/* ---- the row ---- */

static void after_of(struct run *r)
{
    const struct state *to = r->step.to;

    r->after = r->m;
    if (run_beside(r))
        return; /* the matter stays as it is */
    r->after.state = to->id;
    if (to->stage)
        r->after.stage = to->stage;
    r->closed = to->terminal ? ctx_today(r->c) : DAY_NONE;
    if (to != r->step.from)
        r->after.state_day = ctx_today(r->c);
}

/* Who decided what and why, for the file: the conclusion record (domain 3.3, invariants). */
static void note_prepare(struct run *r)
{
    struct ctx *c = r->c;
    struct str note;

    if (!r->has_km || !str_eq(r->step.to->id, S("ST_CONCLUDED")) ||
        str_eq(r->step.from->id, S("ST_CONCLUDED")))
        return;
    struct str done =
        i18n_text(c->app->i18n, LANG_ZH, word_key(c->arena, WORD_MOVE, r->step.move->id));
    note = str_fmt(c->arena, "%.*s　%.*s　%.*s（%.*s）\n%.*s",
                   STR_ARG(i18n_day(c->arena, LANG_ZH, ctx_today(c), DAY_NONE)), STR_ARG(done),
                   STR_ARG(c->actor->name), STR_ARG(c->actor->work_no), STR_ARG(run_words(r)));
    r->sealed_note = record_seal(c, &r->km, note_place(r->m.id), note, true);
}

enum err run_prepare(struct run *r)
{
    TRY(run_keys(r));
    TRY(asked_on(r));
    after_of(r);
    if (begins(r) && !r->sub.id)
        r->sub = (struct subproc){ .id = ctx_random_id(r->c), .matter = r->m.id };
    TRY(effects_prepare(r));
    note_prepare(r);
    TRY(papers_prepare(r));
    return events_prepare(r);
}

static struct value id_or_none(int64_t id)
{
    return id ? INT(id) : NONE;
}

static enum err row_store(struct run *r)
{
    const struct matter *a = &r->after;
    struct ctx *c = r->c;
    struct rows moved, closed;
    struct day closed_day = r->closed;

    if (r->step.to == r->step.from) {
        TRY(store_run(c, Q_MOVE_CLOSED_DAY, &closed, INT(r->m.id)));
        closed_day = closed.n ? cell_day(&closed, 0, 0) : DAY_NONE;
    }
    TRY(store_run(c, Q_MOVE_MATTER, &moved, TEXT(a->state), TEXT(a->category), TEXT(a->topic),
                  TEXT(a->level), INT(a->area), id_or_none(a->dept), id_or_none(a->handler),
                  id_or_none(a->lead_matter), TEXT(a->round), INT(a->stage), INT(a->explanations),
                  DAY(a->state_day), DAY(closed_day), BLOB(r->sealed_note), INT(r->m.id),
                  INT(r->m.version)));
    if (moved.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "version %lld",
                     (long long)r->m.version);
    r->after.version = cell(&moved, 0, 0)->i;
    return ERR_OK;
}

static enum err subproc_store(struct run *r)
{
    struct ctx *c = r->c;
    const struct state *to = r->step.to;
    struct value officer = id_or_none(r->actor);
    struct rows moved;

    if (begins(r))
        return store_run(c, Q_SUBPROC_ADD, NULL, INT(r->sub.id), INT(r->m.id), TEXT(to->of->id),
                         TEXT(to->id), id_or_none(r->own_report), officer, DAY(ctx_today(c)));
    struct day since = to == r->step.from ? r->sub.state_day : ctx_today(c);
    TRY(store_run(c, Q_SUBPROC_MOVE, &moved, TEXT(to->id), officer, DAY(since),
                  DAY(to->terminal ? ctx_today(c) : DAY_NONE), INT(r->sub.id),
                  INT(r->sub.version)));
    if (moved.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "version %lld",
                     (long long)r->sub.version);
    return ERR_OK;
}

static enum err store_one(struct run *r)
{
    struct str told, all;

    TRY(run_beside(r) ? subproc_store(r) : row_store(r));
    TRY(proposal_settle(r));
    TRY(clocks_do(r, &told, &all));
    if (!r->seal_up)
        TRY(papers_store(r));
    for (size_t i = 0; i < r->event_count; i++) {
        event_draft_due(r->drafts[i], r->events[i].reader_count ? told : all);
        TRY(event_append(r->c, r->drafts[i], NULL));
    }
    TRY(leads_store(r));
    TRY(grants_store(r));
    TRY(effects_store(r));
    return r->seal_up ? papers_store(r) : ERR_OK; /* belongs to the matter made there */
}

/* What follows by itself is time's act, not the officer's. */
static enum err store_then(struct run *r)
{
    struct actor *who = r->c->actor;
    enum err e;

    r->c->actor = actor_system(r->c->arena);
    e = store_one(r);
    r->c->actor = who;
    return e;
}

enum err run_store(struct run *r)
{
    TRY(store_one(r));
    if (r->beside)
        TRY(store_one(r->beside));
    return r->then ? store_then(r->then) : ERR_OK;
}
