/* Making a matter and giving it its register number. */
#include <assert.h>

#include "domain/app.h"
#include "domain/intake.h"
#include "gen/queries.h"

enum err matter_new_prepare(struct ctx *c, struct matter_new *n)
{
    n->id = ctx_random_id(c);
    chain_make(c, false, n->id, NULL, &n->chain);
    if (!n->desk.id) /* a tombstone holds no words: no key */
        return ERR_OK;
    n->km = key_random(c);
    return grant_seal_desk(c, OBJECT_KM, n->id, &n->km, &n->desk, &n->grant);
}

static int64_t stage_of(struct ctx *c, struct str state)
{
    const struct state *s = procedure_state(c->app->procedure, state);

    assert(s);
    return s->stage ? s->stage : 1; /* 99 keeps the last one: nothing came before */
}

enum err matter_new_store(struct ctx *c, const struct matter_new *n)
{
    struct value hidden = n->hidden_until.ms ? INT(n->hidden_until.ms) : NONE;

    TRY(store_run(c, Q_INTAKE_MATTER_ADD, NULL, INT(n->id), INT(n->org), TEXT(n->state),
                  TEXT(n->channel), TEXT(n->category), INT(n->area), INT(n->named ? 1 : 0),
                  INT(n->mass_interest ? 1 : 0), TEXT(route_name(n->route)), DAY(n->received),
                  hidden, n->parent ? INT(n->parent) : NONE, INT(stage_of(c, n->state)),
                  DAY(ctx_today(c))));
    TRY(store_run(c, Q_REPORT_MATTER_ADD, NULL, INT(n->report), INT(n->id)));
    TRY(chain_store(c, &n->chain));
    return n->desk.id ? grant_store(c, &n->grant) : ERR_OK;
}

struct str reg_no_text(struct arena *a, struct str mark, int64_t year, int64_t seq)
{
    return str_fmt(a, "%.*s〔%lld〕%lld号", STR_ARG(mark), (long long)year, (long long)seq);
}

enum err reg_no_next(struct ctx *c, int64_t org, struct reg_no *ret)
{
    const struct org *o = org_find(app_orgs(c->app), org);
    struct rows r;
    int year, month, dom;

    assert(o);
    day_to_ymd(ctx_today(c), &year, &month, &dom);
    TRY(store_run(c, Q_COUNTER_NEXT, &r, INT(org), TEXT(S("REG")), INT(year)));
    *ret = (struct reg_no){ .mark = str_fmt(c->arena, "%.*s信", STR_ARG(o->mark)),
                            .year = year,
                            .seq = cell(&r, 0, 0)->i - 1 };
    return ERR_OK;
}

enum err matter_register(struct ctx *c, int64_t matter, int64_t org, struct str *ret_no)
{
    struct reg_no no;
    struct rows r;

    TRY(reg_no_next(c, org, &no));
    TRY(store_run(c, Q_INTAKE_REGISTER, &r, INT(no.year), INT(no.seq), TEXT(no.mark),
                  DAY(ctx_today(c)), INT(matter)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "registered already");
    *ret_no = reg_no_text(c->arena, no.mark, no.year, no.seq);
    return ERR_OK;
}
