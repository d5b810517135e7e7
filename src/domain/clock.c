/* clock.c - rows of running terms; the arithmetic is deadline.c's, the law is data. */
#include "domain/clock.h"

#include <assert.h>
#include <stdlib.h>

#include "domain/breach.h"
#include "domain/event.h"
#include "domain/org.h"
#include "domain/task.h"
#include "gen/queries.h"

/* columns of every statement that reads clocks (clock.sql) */
enum {
    K_ID,
    K_MATTER,
    K_REPORT,
    K_ORG,
    K_CODE,
    K_STATE,
    K_TERM_N,
    K_TERM_UNIT,
    K_ROLL,
    K_START,
    K_START_MS,
    K_DUE,
    K_DUE_MS,
    K_TOLD,
    K_PAUSED,
    K_MOVED,
    K_EXTENSIONS,
    K_FIRST_DUE,
    K_STOP,
    K_WARNED,
    K_NEXT,
    K_PROVISIONAL
};

static struct clock read_row(const struct rows *r, size_t i)
{
    struct clock k = {
        .id = cell(r, i, K_ID)->i,
        .matter = cell(r, i, K_MATTER)->i,
        .report = cell(r, i, K_REPORT)->i,
        .org = cell(r, i, K_ORG)->i,
        .code = cell(r, i, K_CODE)->s,
        .state = cell(r, i, K_STATE)->s,
        .start = cell_day(r, i, K_START),
        .due = cell_day(r, i, K_DUE),
        .told = cell_day(r, i, K_TOLD),
        .stop = cell_day(r, i, K_STOP),
        .first_due = cell_day(r, i, K_FIRST_DUE),
        .paused = cell_day(r, i, K_PAUSED),
        .started_at = { cell(r, i, K_START_MS)->i },
        .due_at = { cell(r, i, K_DUE_MS)->i },
        .moved = (int)cell(r, i, K_MOVED)->i,
        .extensions = cell(r, i, K_EXTENSIONS)->i,
        .warned = cell(r, i, K_WARNED)->i,
        .next = cell_day(r, i, K_NEXT),
        .provisional = cell(r, i, K_PROVISIONAL)->i != 0,
    };
    k.term.n = (int)cell(r, i, K_TERM_N)->i;
    k.term.roll = cell(r, i, K_ROLL)->i != 0;
    bool known = unit_parse(cell(r, i, K_TERM_UNIT)->s, &k.term.unit);
    assert(known);
    (void)known;
    return k;
}

enum err clock_running(struct ctx *c, int64_t matter, struct str code, struct clock *ret,
                       bool *ret_found)
{
    struct rows r = { 0 };
    TRY(store_run(c, Q_CLOCK_BY_CODE, &r, INT(matter), TEXT(code)));
    *ret_found = r.n > 0;
    if (r.n)
        *ret = read_row(&r, 0);
    return ERR_OK;
}

/* Oldest first. */
static int by_start(const void *a, const void *b)
{
    const struct clock *x = a, *y = b;
    if (x->start.n != y->start.n)
        return x->start.n < y->start.n ? -1 : 1;
    int order = str_cmp(x->code, y->code);
    return order ? order : (x->id > y->id) - (x->id < y->id);
}

enum err clock_of_matter(struct ctx *c, int64_t matter, struct clock_list *ret)
{
    struct rows r = { 0 };
    TRY(store_run(c, Q_CLOCK_ALL_OF_MATTER, &r, INT(matter)));
    struct clock *items = arena_array(c->arena, struct clock, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = read_row(&r, i);
    qsort(items, r.n, sizeof *items, by_start);
    *ret = (struct clock_list){ items, r.n };
    return ERR_OK;
}

static const struct clock_rule *rule_of(const struct ctx *c, struct str code)
{
    const struct clock_rule *rule = procedure_clock(c->app->procedure, code);
    assert(rule); /* the rules name it, or the program does */
    return rule;
}

/* The ladder's rungs in percent, as the parameters of the body say today. */
static const char *const rungs[] = { "esc.officer", "esc.head", "esc.breach", "esc.upper" };
#define RUNG_BREACH 2

/* Day on which the first rung above `warned` is reached, DAY_NONE when all are done. */
static struct day next_rung(struct ctx *c, const struct clock *k, const struct clock_rule *rule)
{
    if (rule->binds != CLOCK_BINDS_BODY) {
        if (rule->binds == CLOCK_BINDS_NONE || k->warned >= 100)
            return DAY_NONE;
        return (struct day){ k->due.n + 1 };
    }
    for (size_t i = 0; i < COUNT_OF(rungs); i++) {
        struct parameter p = app_parameter(c, k->org, str_of(rungs[i]), k->start);
        if (p.value <= k->warned)
            continue;
        struct instant at = k->term.unit == U_H ? deadline_share_at(k->started_at, k->term, p.value)
                                                : deadline_share(app_calendar(c->app), k->start,
                                                                 k->term, k->moved, p.value);
        return day_of(at);
    }
    return DAY_NONE;
}

/* The matter's own due date: of its running clocks that bind the body and are counted for work (not
 * the service's own side clocks of the reporter), the earliest. */
enum err clock_matter_due(struct ctx *c, int64_t matter, struct clock_due *ret)
{
    struct clock_list all = { 0 };
    const struct clock *first = NULL;
    TRY(clock_of_matter(c, matter, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct clock *k = &all.items[i];
        if (!str_eq(k->state, S("RUNNING")) || rule_of(c, k->code)->binds != CLOCK_BINDS_BODY)
            continue;
        if (!first || k->due.n < first->due.n)
            first = k;
    }
    *ret = (struct clock_due){ DAY_NONE, STR_NONE, { 0 } };
    if (first)
        *ret = (struct clock_due){ first->due, first->code, first->due_at };
    return ERR_OK;
}

static enum err refresh_matter(struct ctx *c, int64_t matter)
{
    struct clock_due due;
    TRY(clock_matter_due(c, matter, &due));
    return store_run(c, Q_CLOCK_MATTER_DUE, NULL, DAY(due.day), TEXT(due.code),
                     due.at.ms ? INT(due.at.ms) : NONE, INT(matter));
}

static struct str variant_of(struct str category)
{
    return str_eq(category, S("CAT_PETITION")) ? S("claim") : S("report");
}

static void compute_due(struct ctx *c, struct clock *k)
{
    const struct calendar *cal = app_calendar(c->app);
    struct due due = k->term.unit == U_H ? deadline_due_at(cal, k->started_at, k->term)
                                         : deadline_due_moved(cal, k->start, k->term, k->moved);
    k->due = due.day;
    k->due_at = k->term.unit == U_H ? due.until : (struct instant){ 0 };
    k->provisional = !due.exact;
}

enum err clock_start(struct ctx *c, const struct clock_start *s, struct clock *ret)
{
    const struct clock_rule *rule = rule_of(c, s->code);
    struct clock k = { 0 };
    bool found = false;
    TRY(clock_running(c, s->matter, s->code, &k, &found));
    if (found) {
        *ret = k;
        return ERR_OK;
    }
    struct parameter p = app_parameter_clock(c, s->org, s->code, variant_of(s->category), s->start);
    k = (struct clock){ .matter = s->matter,
                        .report = s->report,
                        .org = s->org,
                        .code = s->code,
                        .state = S("RUNNING"),
                        .term = parameter_term(&p),
                        .start = s->start,
                        .told = DAY_NONE,
                        .stop = DAY_NONE,
                        .paused = DAY_NONE };
    if (s->ordered.n > s->start.n)
        k.term = (struct term){ .n = (int)(s->ordered.n - s->start.n), .unit = U_CD };
    k.started_at = k.term.unit == U_H ? s->at : (struct instant){ 0 };
    compute_due(c, &k);
    k.first_due = k.due;
    *ret = k;
    if (k.term.n == 0)
        return ERR_OK; /* at once: met by the act itself */
    k.id = ctx_run_id(c);
    k.told = rule->told ? k.due : DAY_NONE;
    k.next = next_rung(c, &k, rule);
    TRY(store_run(c, Q_CLOCK_INSERT, NULL, INT(k.id), INT(k.matter),
                  k.report ? INT(k.report) : NONE, INT(k.org), TEXT(k.code), INT(k.term.n),
                  TEXT(unit_name(k.term.unit)), INT(k.term.roll), DAY(k.start),
                  k.started_at.ms ? INT(k.started_at.ms) : NONE, DAY(k.due),
                  k.due_at.ms ? INT(k.due_at.ms) : NONE, DAY(k.told), DAY(k.next), INT(p.org),
                  INT(k.provisional)));
    *ret = k;
    return refresh_matter(c, k.matter);
}

static enum err matter_named(struct ctx *c, int64_t matter, bool *ret)
{
    struct rows r = { 0 };
    TRY(store_run(c, Q_CLOCK_MATTER_FACTS, &r, INT(matter)));
    *ret = r.n && cell(&r, 0, 2)->i != 0;
    return ERR_OK;
}

static enum err end(struct ctx *c, const struct clock *k, const char *state, struct day on)
{
    return store_run(c, Q_CLOCK_END, NULL, TEXT(str_of(state)), DAY(on), INT(k->id));
}

/* A date that passed before anybody looked (a letter entered late) is a breach all the same. */
static enum err stop_one(struct ctx *c, const struct clock *k, struct day on)
{
    const struct clock_rule *rule = rule_of(c, k->code);
    TRY(end(c, k, "STOPPED", on));
    bool late = on.n > k->due.n && k->warned < 100 && str_eq(k->state, S("RUNNING"));
    if (!late || rule->binds != CLOCK_BINDS_BODY || str_absent(rule->breach))
        return ERR_OK;
    bool named = false;
    TRY(matter_named(c, k->matter, &named));
    if (rule->named && !named)
        return ERR_OK;
    return breach_record(c, k->matter, k->org, rule->breach, k->id, (struct day){ k->due.n + 1 });
}

enum err clock_stop(struct ctx *c, int64_t matter, struct str code, struct day on)
{
    struct clock k;
    bool found = false;
    TRY(clock_running(c, matter, code, &k, &found));
    if (!found)
        return ERR_OK;
    TRY(stop_one(c, &k, on));
    return refresh_matter(c, matter);
}

static bool named_in(const struct name_list *list, struct str name)
{
    for (size_t i = 0; list && i < list->n; i++)
        if (str_eq(list->items[i], name))
            return true;
    return false;
}

enum err clock_stop_all(struct ctx *c, int64_t matter, struct day on, const struct name_list *keep)
{
    struct clock_list all = { 0 };
    TRY(clock_of_matter(c, matter, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct clock *k = &all.items[i];
        bool open = str_eq(k->state, S("RUNNING")) || str_eq(k->state, S("PAUSED"));
        const struct clock_rule *rule = rule_of(c, k->code);
        if (open && !(rule && rule->apart) && !named_in(keep, k->code))
            TRY(stop_one(c, k, on));
    }
    return refresh_matter(c, matter);
}

enum err clock_pause(struct ctx *c, int64_t matter, struct str code, struct day on)
{
    struct clock k;
    bool found = false;
    TRY(clock_running(c, matter, code, &k, &found));
    if (!found || !str_eq(k.state, S("RUNNING")))
        return ERR_OK;
    TRY(store_run(c, Q_CLOCK_HOLD, NULL, DAY(on), INT(k.id)));
    return refresh_matter(c, matter);
}

/* Writes date, told date, rungs of a clock that was counted anew. */
static enum err store_dates(struct ctx *c, struct clock *k)
{
    k->next = next_rung(c, k, rule_of(c, k->code));
    return store_run(c, Q_CLOCK_REDATE, NULL, DAY(k->due), k->due_at.ms ? INT(k->due_at.ms) : NONE,
                     DAY(k->told), INT(k->moved), INT(k->extensions), INT(k->warned), DAY(k->next),
                     INT(k->provisional), INT(k->term.n), TEXT(unit_name(k->term.unit)),
                     INT(k->term.roll), INT(k->id));
}

/* Longest pause in the clock's own units: CODE.pause_max, else that of D04 for D03. */
static int pause_limit(struct ctx *c, const struct clock *k)
{
    struct str code = str_eq(k->code, S("D03")) ? S("D04") : k->code;
    struct str key = str_fmt(c->arena, "%.*s.pause_max", STR_ARG(code));
    const struct parameter *p =
        parameter_find(app_parameters(c->app), app_parameter_tree(c->app), k->org, key, k->start);
    if (!p)
        return INT32_MAX;
    struct due end_of = deadline_due(app_calendar(c->app), k->paused, parameter_term(p));
    return deadline_spent(app_calendar(c->app), k->paused, end_of.day, k->term.unit);
}

enum err clock_resume(struct ctx *c, int64_t matter, struct str code, struct day on)
{
    struct clock k;
    bool found = false;
    TRY(clock_running(c, matter, code, &k, &found));
    if (!found || !str_eq(k.state, S("PAUSED")))
        return ERR_OK;
    int spent = deadline_spent(app_calendar(c->app), k.paused, on, k.term.unit);
    int most = pause_limit(c, &k);
    k.moved += spent < most ? spent : most;
    compute_due(c, &k);
    if (!day_absent(k.told)) /* the reporter caused the pause and sees the new date */
        k.told = k.due;
    TRY(store_dates(c, &k));
    if (k.extensions == 0)
        TRY(store_run(c, Q_CLOCK_FIRST_DUE, NULL, DAY(k.due), INT(k.id)));
    return refresh_matter(c, matter);
}

enum err clock_extend(struct ctx *c, int64_t matter, struct str code, struct clock *ret)
{
    struct clock k;
    bool found = false;
    TRY(clock_running(c, matter, code, &k, &found));
    if (!found)
        return FAULT(&c->fault, ERR_CONFLICT, "clock.not_running", "%.*s", STR_ARG(code));
    if (ctx_today(c).n > k.due.n)
        return FAULT(&c->fault, ERR_CONFLICT, "clock.too_late", "%.*s", STR_ARG(code));
    if (k.extensions > 0)
        return FAULT(&c->fault, ERR_CONFLICT, "clock.extended", "%.*s", STR_ARG(code));
    struct str key = str_fmt(c->arena, "%.*s.ext", STR_ARG(code));
    const struct parameter *p =
        parameter_find(app_parameters(c->app), app_parameter_tree(c->app), k.org, key, k.start);
    if (!p || !term_extend(k.term, parameter_term(p), &k.term))
        return FAULT(&c->fault, ERR_CONFLICT, "clock.no_extension", "%.*s", STR_ARG(code));
    k.extensions++;
    k.warned = 0; /* the ladder stands on the new length */
    compute_due(c, &k);
    if (!day_absent(k.told))
        k.told = k.due; /* N22 tells it in the same transaction */
    TRY(store_dates(c, &k));
    *ret = k;
    return refresh_matter(c, matter);
}

enum err clock_recategorise(struct ctx *c, int64_t matter, struct str category)
{
    struct clock_list all = { 0 };
    TRY(clock_of_matter(c, matter, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct clock k = all.items[i];
        if (!str_eq(k.state, S("RUNNING")) || k.extensions > 0)
            continue;
        struct parameter p = app_parameter_clock(c, k.org, k.code, variant_of(category), k.start);
        struct term term = parameter_term(&p);
        if (term.n == k.term.n && term.unit == k.term.unit)
            continue;
        k.term = term;
        compute_due(c, &k);
        if (!day_absent(k.told) && k.due.n < k.told.n)
            k.told = k.due; /* earlier may be promised, later never without N22 */
        TRY(store_dates(c, &k));
        TRY(store_run(c, Q_CLOCK_FIRST_DUE, NULL, DAY(k.due), INT(k.id)));
    }
    return refresh_matter(c, matter);
}

#define REDATE_PAGE 200

static enum err redate_page(struct ctx *c, int64_t *after, size_t *ret_n, int64_t *changed)
{
    struct rows r = { 0 };
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_CLOCK_OPEN_PAGE, &r, INT(*after), INT(REDATE_PAGE)));
    for (size_t i = 0; i < r.n; i++) {
        struct clock k = read_row(&r, i);
        struct day was = k.due;
        bool provisional = k.provisional;
        *after = k.id;
        if (!str_eq(k.state, S("RUNNING")) || k.term.unit == U_H)
            continue; /* a paused one is counted when it goes on */
        compute_due(c, &k);
        if (k.due.n == was.n && k.provisional == provisional)
            continue;
        if (!day_absent(k.told) && k.due.n < k.told.n)
            k.told = k.due;
        TRY(store_dates(c, &k));
        TRY(task_redate(c, k.org, k.matter, was, k.due));
        if (k.extensions == 0)
            TRY(store_run(c, Q_CLOCK_FIRST_DUE, NULL, DAY(k.due), INT(k.id)));
        TRY(refresh_matter(c, k.matter));
        ++*changed;
    }
    TRY(store_commit(c));
    tx = NULL;
    *ret_n = r.n;
    return ERR_OK;
}

enum err clock_redate_all(struct ctx *c, int64_t *ret_changed)
{
    int64_t after = 0, changed = 0;
    for (size_t n = REDATE_PAGE; n == REDATE_PAGE;) /* ends with the last page */
        TRY(redate_page(c, &after, &n, &changed));
    *ret_changed = changed;
    return ERR_OK;
}

/* ---- the ladder ---- */

enum err clock_ladder_due(struct ctx *c, struct day until, int64_t *ret_clock, struct day *ret_day)
{
    struct rows r = { 0 };
    TRY(store_run(c, Q_CLOCK_DUE_NEXT, &r, DAY(until)));
    *ret_clock = r.n ? cell(&r, 0, 0)->i : 0;
    *ret_day = r.n ? cell_day(&r, 0, 1) : DAY_NONE;
    return ERR_OK;
}

enum err clock_ladder_next(struct ctx *c, struct day *ret)
{
    struct rows r = { 0 };
    TRY(store_run0(c, Q_CLOCK_NEXT_DAY, &r));
    *ret = r.n ? cell_day(&r, 0, 0) : DAY_NONE;
    return ERR_OK;
}

enum err task_make(struct ctx *c, int64_t org, const char *role, int64_t matter, const char *kind,
                   struct day due)
{
    return store_run(c, Q_TASK_INSERT, NULL, INT(ctx_random_id(c)), INT(org), TEXT(str_of(role)),
                     matter ? INT(matter) : NONE, TEXT(str_of(kind)), DAY(due), DAY(ctx_today(c)));
}

/* What time, or an officer, found out: codes only. */
static enum err event_of_role(struct ctx *c, int64_t matter, int64_t org, const char *kind,
                              struct str codes, struct day happened, struct str role)
{
    struct rows facts = { 0 };
    struct event_draft *draft = NULL;
    TRY(store_run(c, Q_CLOCK_MATTER_FACTS, &facts, INT(matter)));
    if (facts.n == 0)
        return ERR_OK;
    struct event_new *n = arena_new_of(c->arena, struct event_new);
    *n = (struct event_new){ .matter = matter,
                             .org = org,
                             .kind = kind,
                             .channel = cell(&facts, 0, 5)->s,
                             .named = cell(&facts, 0, 2)->i != 0,
                             .happened = happened,
                             .codes = codes,
                             .actor_role = role };
    TRY(event_prepare(c, n, &draft));
    return event_append(c, draft, NULL);
}

static enum err system_event(struct ctx *c, int64_t matter, int64_t org, const char *kind,
                             struct str codes, struct day happened)
{
    return event_of_role(c, matter, org, kind, codes, happened, S("SYS"));
}

/* The body explains; of what was sent up nobody there may hear (domain 4.3): the term just ends. */
static enum err task_to_explain(struct ctx *c, const struct breach *b)
{
    struct rows facts = { 0 };

    TRY(store_run(c, Q_CLOCK_MATTER_FACTS, &facts, INT(b->matter)));
    if (facts.n == 0 || str_eq(cell(&facts, 0, 3)->s, S("ST_TOMBSTONE")))
        return ERR_OK;
    return task_make(c, b->org, "RO_PO_HEAD", b->matter, "BREACH", DAY_NONE);
}

static enum err breach_put(struct ctx *c, struct breach b, int64_t clock, struct str role)
{
    struct rows r = { 0 };
    int64_t recorder = str_eq(role, S("SYS")) ? 0 : c->actor->officer;

    TRY(store_run(c, Q_BREACH_INSERT, &r, INT(b.id), INT(b.matter), INT(b.org), TEXT(b.code),
                  INT(clock), DAY(b.day)));
    if (r.n == 0)
        return ERR_OK;
    TRY(breach_case_open(c, b.id, b.org, recorder));
    struct str codes = str_fmt(c->arena, "breach=%.*s", STR_ARG(b.code));
    TRY(event_of_role(c, b.matter, b.org, "E_BREACH", codes, b.day, role));
    return recorder ? ERR_OK : task_to_explain(c, &b);
}

enum err breach_record(struct ctx *c, int64_t matter, int64_t org, struct str code, int64_t clock,
                       struct day on)
{
    return breach_put(c, (struct breach){ ctx_run_id(c), matter, org, code, on }, clock, S("SYS"));
}

enum err breach_record_found(struct ctx *c, const struct breach *b, struct str role)
{
    return breach_put(c, *b, b->id, role);
}

enum err breach_of_matter(struct ctx *c, int64_t matter, struct breach_list *ret)
{
    struct rows r = { 0 };
    TRY(store_run(c, Q_BREACH_ALL_OF_MATTER, &r, INT(matter)));
    struct breach *items = arena_array(c->arena, struct breach, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct breach){ cell(&r, i, 0)->i, cell(&r, i, 1)->i, cell(&r, i, 2)->i,
                                    cell(&r, i, 3)->s, cell_day(&r, i, 4) };
    *ret = (struct breach_list){ items, r.n };
    return ERR_OK;
}

static int64_t rung_now(struct ctx *c, const struct clock *k)
{
    int64_t reached = 100;
    for (size_t i = 0; i < COUNT_OF(rungs); i++) {
        struct parameter p = app_parameter(c, k->org, str_of(rungs[i]), k->start);
        if (p.value > k->warned)
            return p.value;
        reached = p.value;
    }
    return reached;
}

/* 100 % and more: breach by the rule, and the upper body's petition office sees it. */
static enum err overdue(struct ctx *c, const struct clock *k, const struct clock_rule *rule,
                        int64_t percent, struct clock_rung *ret)
{
    bool named = false;
    int64_t upper = org_parent(app_orgs(c->app), k->org);
    TRY(matter_named(c, k->matter, &named));
    if (percent <= 100 && !str_absent(rule->breach) && (named || !rule->named))
        TRY(breach_record(c, k->matter, k->org, rule->breach, k->id, ctx_today(c)));
    ret->escalated = true;
    TRY(system_event(
        c, k->matter, k->org, "E_ESCALATED",
        str_fmt(c->arena, "clock=%.*s percent=%lld", STR_ARG(k->code), (long long)percent),
        ctx_today(c)));
    if (upper == 0)
        return ERR_OK;
    return task_make(c, upper, percent <= 100 ? "RO_UPPER" : "RO_DEPUTY", k->matter, "ESCALATED",
                     DAY_NONE);
}

/* Shares of a term remind the body's own people; of what was sent up nobody here may hear but the
 * clerk, who sees his tombstone (domain 4.3). */
static enum err remind(struct ctx *c, const struct clock *k, int64_t percent)
{
    struct rows facts = { 0 };

    TRY(store_run(c, Q_CLOCK_MATTER_FACTS, &facts, INT(k->matter)));
    if (facts.n == 0 || str_eq(cell(&facts, 0, 3)->s, S("ST_TOMBSTONE")))
        return ERR_OK;
    bool review = str_starts(k->code, S("D21")) || str_starts(k->code, S("D23"));
    const char *role = percent <= 60 ? "RO_HANDLER" : "RO_PO_HEAD";
    if (review && k->org != cell(&facts, 0, 0)->i)
        role = "RO_REVIEWER"; /* of the body above, which finds the matter by him */
    return task_make(c, k->org, role, k->matter, "REMINDED", k->due);
}

/* Does another open clock of the matter lead to the same move? Then that one decides. */
static enum err other_leads_there(struct ctx *c, const struct clock *k, struct str lapse, bool *ret)
{
    struct clock_list all = { 0 };
    *ret = false;
    TRY(clock_of_matter(c, k->matter, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct clock *o = &all.items[i];
        bool open = str_eq(o->state, S("RUNNING")) || str_eq(o->state, S("PAUSED"));
        if (open && o->id != k->id && str_eq(rule_of(c, o->code)->lapse, lapse) &&
            !str_absent(lapse))
            *ret = true;
    }
    return ERR_OK;
}

enum err clock_lapse(struct ctx *c, int64_t clock)
{
    struct rows r = { 0 };
    TRY(store_run(c, Q_CLOCK_BY_ID, &r, INT(clock)));
    assert(r.n == 1);
    struct clock k = read_row(&r, 0);
    if (!str_eq(k.state, S("RUNNING")))
        return ERR_OK;
    TRY(end(c, &k, "LAPSED", k.due));
    return refresh_matter(c, k.matter);
}

static enum err lapse_step(struct ctx *c, const struct clock *k, struct str lapse,
                           struct clock_rung *ret)
{
    bool other = false;
    ret->percent = 100;
    TRY(other_leads_there(c, k, lapse, &other));
    if (str_absent(lapse) || other)
        return clock_lapse(c, k->id);
    ret->lapse = lapse;
    return ERR_OK;
}

enum err clock_ladder_step(struct ctx *c, int64_t clock, struct clock_rung *ret)
{
    struct rows r = { 0 };
    TRY(store_run(c, Q_CLOCK_BY_ID, &r, INT(clock)));
    assert(r.n == 1);
    struct clock k = read_row(&r, 0);
    const struct clock_rule *rule = rule_of(c, k.code);
    *ret = (struct clock_rung){ .matter = k.matter, .org = k.org, .code = k.code };
    if (rule->binds != CLOCK_BINDS_BODY)
        return lapse_step(c, &k, rule->lapse, ret);
    ret->percent = rung_now(c, &k);
    if (ret->percent == 100 && !str_absent(rule->lapse))
        return lapse_step(c, &k, rule->lapse, ret); /* a hold whose recheck date came */
    k.warned = ret->percent;
    if (ret->percent >= 100)
        TRY(overdue(c, &k, rule, ret->percent, ret));
    else
        TRY(remind(c, &k, ret->percent));
    k.next = next_rung(c, &k, rule);
    return store_run(c, Q_CLOCK_WARNED, NULL, INT(k.warned), DAY(k.next), INT(k.id));
}
