/* T03: what the clerk took for ordinary turns out to belong to the upper body (domain 4.3). */
#include <assert.h>

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/custody.h"
#include "domain/intake_parts.h"
#include "gen/queries.h"

struct seal_up {
    int64_t matter, report, org, version;
    struct day received;
    struct str channel, state;
    bool named;
    struct desk upper;
    struct grant_row grant; /* Kr to the upper petition office */
    struct matter_new fresh;
    struct event_draft *arrived;
};

static enum err no_matter(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "not this clerk's intake");
}

/* Of the desk: his own intake. Of the web, which no clerk took in: any clerk's of the body. */
static bool his_intake(const struct ctx *c, int64_t clerk)
{
    return clerk == 0 || clerk == c->actor->officer;
}

/* Still at the beginning. */
static enum err find(struct ctx *c, int64_t matter, struct rows *r)
{
    struct str state;

    TRY(store_run(c, Q_MATTER_OF_INTAKE, r, INT(matter)));
    if (r->n == 0 || c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_CLERK) ||
        cell(r, 0, 1)->i != c->actor->org || !his_intake(c, cell(r, 0, 10)->i))
        return no_matter(c);
    state = cell(r, 0, 2)->s;
    if (!str_eq(state, S("ST_RECEIVED")) && !str_eq(state, S("ST_REGISTERED")))
        return FAULT(&c->fault, ERR_CONFLICT, "seal_up.state", "screened already");
    return ERR_OK;
}

static enum err seal_key(struct ctx *c, struct seal_up *s)
{
    struct key kr;
    enum err e;

    TRY(vault_open(c, OBJECT_KR, s->report, &kr));
    e = grant_seal_desk(c, OBJECT_KR, s->report, &kr, &s->upper, &s->grant);
    key_wipe(&kr);
    return e;
}

enum err seal_up_prepare(struct ctx *c, int64_t matter, struct seal_up **ret)
{
    struct seal_up *s = arena_new_of(c->arena, struct seal_up);
    int64_t up = org_parent(app_orgs(c->app), c->actor->org);
    struct rows r;

    TRY(find(c, matter, &r));
    if (!up)
        return FAULT(&c->fault, ERR_CONFLICT, "seal_up.no_upper", "nobody above in this system");
    TRY(desk_serving(c, up, "po", &s->upper));
    s->matter = matter;
    s->report = cell(&r, 0, 0)->i;
    s->org = cell(&r, 0, 1)->i;
    s->state = cell(&r, 0, 2)->s;
    s->version = cell(&r, 0, 3)->i;
    s->channel = cell(&r, 0, 4)->s;
    s->named = cell(&r, 0, 7)->i != 0;
    s->received = cell_day(&r, 0, 11);
    TRY(seal_key(c, s));
    /* there it begins on the day it was sent, as T10 and T11 do; its area is the upper body's, so
     * that no list below shows what it is about */
    s->fresh = (struct matter_new){ .org = s->upper.org,
                                    .report = s->report,
                                    .area = s->upper.org,
                                    .parent = 0,
                                    .state = S("ST_RECEIVED"),
                                    .channel = s->channel,
                                    .category = cell(&r, 0, 5)->s,
                                    .route = ROUTE_HEAD,
                                    .named = s->named,
                                    .mass_interest = cell(&r, 0, 8)->i != 0,
                                    .received = ctx_today(c),
                                    .desk = s->upper };
    TRY(matter_new_prepare(c, &s->fresh));
    struct event_new n = event_received(&s->fresh, s->report, NULL, NULL, c);
    TRY(event_prepare(c, &n, &s->arrived));
    *ret = s;
    return ERR_OK;
}

const struct matter_new *seal_up_fresh(const struct seal_up *s)
{
    return &s->fresh;
}

/* Every key and every token of the local body; what lies there now opens for nobody here. */
static enum err destroy_local(struct ctx *c, const struct seal_up *s)
{
    TRY(grant_remove_all(c, OBJECT_KR, s->report));
    TRY(grant_remove_all(c, OBJECT_KM, s->matter));
    TRY(report_tokens_drop(c, s->report));
    return store_run(c, Q_TASK_DROP_OF_MATTER, NULL, INT(s->matter));
}

enum err seal_up_store(struct ctx *c, struct seal_up *s, int64_t *ret_upper_matter)
{
    struct str due;

    TRY(destroy_local(c, s));
    TRY(matter_clock_acknowledged(c, s->report, s->matter)); /* came from further below */
    TRY(grant_store(c, &s->grant));
    TRY(matter_new_store(c, &s->fresh));
    TRY(custody_task_move(c, s->report, s->matter, s->upper.org));
    TRY(store_run(c, Q_REPORT_SET_STATE, NULL, TEXT(S("SEALED_UP")), INT(s->upper.org),
                  INT(s->report)));
    TRY(matter_clocks(c, s->fresh.id, s->fresh.org, s->fresh.category, s->fresh.received, false,
                      &due, NULL));
    event_draft_due(s->arrived, due);
    TRY(event_append(c, s->arrived, NULL));
    *ret_upper_matter = s->fresh.id;
    key_wipe(&s->fresh.km);
    return ERR_OK;
}

static enum err leave_stone(struct ctx *c, const struct seal_up *s)
{
    struct rows moved;

    TRY(clock_stop_all(c, s->matter, ctx_today(c), NULL));
    TRY(matter_clock_sent_up(c, s->matter, s->org, s->fresh.category, s->received));
    TRY(store_run(c, Q_MATTER_SEALED_UP, &moved, DAY(ctx_today(c)), INT(s->matter),
                  INT(s->version)));
    if (moved.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "version %lld",
                     (long long)s->version);
    return audit_write(c, "report.seal_up", s->matter, s->report, STR_NONE);
}

enum err report_seal_up(struct ctx *c, int64_t matter)
{
    struct seal_up *s;
    struct event_draft *sealed;
    struct rows r;
    int64_t upper;

    TRY(seal_up_prepare(c, matter, &s));
    struct event_new n = { .matter = matter,
                           .org = s->org,
                           .kind = "E_SEALED_UP",
                           .move = "T03",
                           .from_state = s->state,
                           .to_state = S("ST_TOMBSTONE"),
                           .channel = s->channel,
                           .named = s->named,
                           .happened = ctx_today(c),
                           .actor_role = S("RO_CLERK") };
    n.readers[n.reader_count++] = (struct event_reader){ .report = s->report };
    n.one_report = true;
    TRY(event_prepare(c, &n, &sealed));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(find(c, matter, &r));
    TRY(event_append(c, sealed, NULL));
    TRY(leave_stone(c, s));
    TRY(seal_up_store(c, s, &upper));
    tx = NULL;
    return store_commit(c);
}
