#include "domain/routing.h"

#include <assert.h>

#include "domain/app.h"
#include "domain/vault.h"

#define LEVELS_MAX 8 /* bodies above one another */

static const char *const names[ROUTE__COUNT] = { "NORMAL", "TOWNSHIP", "STAFF",   "CADRE",
                                                 "CLERK",  "HEAD",     "NATIONAL" };

struct str route_name(enum route_kind k)
{
    assert(k < ROUTE__COUNT);
    return str_of(names[k]);
}

enum route_kind route_kind_of(struct str name)
{
    for (int k = 0; k < ROUTE__COUNT; k++)
        if (str_eq(name, str_of(names[k])))
            return (enum route_kind)k;
    return ROUTE__COUNT;
}

/* What one subject asks for. */
struct wish {
    enum route_kind kind;
    int64_t org; /* the lowest body that may handle it */
};

static enum org_level level_of(struct ctx *c, int64_t org)
{
    const struct org *o = org_find(app_orgs(c->app), org);

    assert(o);
    return o->level;
}

/* The body at or above org at this level; org itself when it stands above already. */
static int64_t body_at_level(struct ctx *c, int64_t org, enum org_level level)
{
    for (int step = 0; step < LEVELS_MAX && level_of(c, org) > level; step++) {
        int64_t up = org_parent(app_orgs(c->app), org);
        if (!up)
            break;
        org = up;
    }
    return org;
}

/* The lowest body at or above both. */
static int64_t common_body(struct ctx *c, int64_t a, int64_t b)
{
    for (int step = 0; step < LEVELS_MAX && a; step++) {
        if (org_is_within(app_orgs(c->app), b, a))
            return a;
        a = org_parent(app_orgs(c->app), a);
    }
    assert(!"two bodies without a common root");
    return 0;
}

/* Who manages a person of this level: section and below the county, county level the city, bureau
 * the province (design 6). Unknown: whoever is there. */
static struct wish wish_by_level(struct ctx *c, int64_t local, struct str level)
{
    struct wish w = { ROUTE_NORMAL, local };
    bool township = level_of(c, local) == ORG_TOWNSHIP;

    if (str_eq(level, S("LV_PROVINCE")))
        return (struct wish){ ROUTE_NATIONAL, local };
    if (str_eq(level, S("LV_BUREAU")))
        w.org = body_at_level(c, local, ORG_PROVINCE);
    else if (str_eq(level, S("LV_COUNTY")))
        w.org = body_at_level(c, local, ORG_CITY);
    else if (str_eq(level, S("LV_SECTION")))
        w.org = body_at_level(c, local, ORG_COUNTY);
    else if (str_eq(level, S("LV_STAFF")) && township)
        /* a township handles village matters only; its staff are no secret to it */
        return (struct wish){ ROUTE_NORMAL, body_at_level(c, local, ORG_COUNTY) };
    if (w.org != local)
        w.kind = ROUTE_CADRE;
    return w;
}

/* Somebody of a body: what is said of him passes that body by. */
static struct wish wish_by_body(struct ctx *c, const struct person *p)
{
    int64_t up = org_parent(app_orgs(c->app), p->org);

    if (level_of(c, p->org) == ORG_TOWNSHIP)
        return (struct wish){ ROUTE_TOWNSHIP, up };
    if (p->kind == PERSON_STAFF)
        return (struct wish){ ROUTE_STAFF, p->org };
    if (!up) /* the province's own leaders are managed outside this system */
        return (struct wish){ ROUTE_NATIONAL, p->org };
    return (struct wish){ p->kind == PERSON_CLERK ? ROUTE_CLERK : ROUTE_HEAD, up };
}

static enum err wish_of(struct ctx *c, int64_t area_org, int64_t local,
                        const struct route_subject *s, struct wish *ret)
{
    struct wish by_level = wish_by_level(c, local, s->level);
    struct person p;

    *ret = by_level;
    if (by_level.kind == ROUTE_NATIONAL)
        return ERR_OK;
    TRY(person_find(c, area_org, s, &p));
    if (p.kind == PERSON_NONE)
        return ERR_OK;
    if (p.kind == PERSON_CADRE) {
        int64_t org = common_body(c, by_level.org, p.managed_by);
        *ret = (struct wish){ org == local ? ROUTE_NORMAL : ROUTE_CADRE, org };
        return ERR_OK;
    }
    *ret = wish_by_body(c, &p);
    return ERR_OK;
}

/* Both wishes in one: the stricter kind, the lowest body that may handle both. */
static void join(struct ctx *c, struct wish *all, struct wish one)
{
    enum route_kind kind = one.kind > all->kind ? one.kind : all->kind;
    int64_t org = common_body(c, all->org, one.org);

    /* the cs desk is for this body's own staff; above it the petition office takes it */
    if (kind == ROUTE_STAFF && org != (one.kind == ROUTE_STAFF ? one.org : all->org))
        kind = ROUTE_HEAD;
    *all = (struct wish){ kind, org };
}

static void apply_tick(struct ctx *c, int64_t local, struct wish *w)
{
    int64_t up = org_parent(app_orgs(c->app), w->org);

    if (w->kind >= ROUTE_CADRE || !up)
        return;
    if (w->kind == ROUTE_STAFF)
        *w = (struct wish){ ROUTE_HEAD, up };
    else
        *w = (struct wish){ ROUTE_CADRE, w->org == local ? up : w->org };
}

/* For an upper body's cadre the local principal leader gets one task: to forward (CC 15). Not when
 * somebody of his own body is accused too, nor when the reporter asked for the upper body. */
static enum err pl_task(struct ctx *c, int64_t local, struct route *r)
{
    struct desk pl;
    enum err e = desk_own(c, local, "pl", 0, &pl);

    if (e == ERR_NOT_FOUND) { /* no living leader's desk: nobody to ask */
        fault_clear(&c->fault);
        return ERR_OK;
    }
    TRY(e);
    r->pl_task_org = local;
    return ERR_OK;
}

static enum err desk_for(struct ctx *c, const struct wish *w, struct route *r)
{
    struct desk d;
    const char *kind = w->kind == ROUTE_STAFF ? "cs" : "po";

    TRY(desk_serving(c, w->org, kind, &d));
    r->kind = w->kind;
    r->org = d.org;
    r->desk = d.id;
    memcpy(r->desk_kind, d.kind, sizeof(r->desk_kind));
    return ERR_OK;
}

static enum err national(struct route *ret)
{
    *ret = (struct route){ .kind = ROUTE_NATIONAL };
    return ERR_OK;
}

/* Who handles what is ordinary: the desk that serves this body; a township only when it may. */
static enum err local_desk(struct ctx *c, int64_t org, struct desk *ret)
{
    TRY(desk_serving(c, org, "po", ret));
    if (level_of(c, ret->org) == ORG_TOWNSHIP && !app_switch(c, ret->org, "sw_township_intake"))
        return desk_serving(c, org_parent(app_orgs(c->app), ret->org), "po", ret);
    return ERR_OK;
}

enum err route_decide(struct ctx *c, const struct route_question *q, struct route *ret)
{
    const struct org *area = org_for_area(app_orgs(c->app), q->area);
    struct desk local;
    struct wish all;
    bool township_hit = false;

    assert(q->subject_count <= ROUTE_SUBJECTS_MAX);
    if (!area)
        return national(ret);
    TRY(local_desk(c, q->desk_org ? q->desk_org : area->id, &local));
    all = (struct wish){ ROUTE_NORMAL, local.org };
    for (size_t i = 0; i < q->subject_count; i++) {
        struct wish one;
        TRY(wish_of(c, area->id, local.org, &q->subjects[i], &one));
        township_hit = township_hit || one.kind == ROUTE_TOWNSHIP;
        if (one.kind == ROUTE_NATIONAL)
            return national(ret);
        if (i == 0)
            all = one;
        else
            join(c, &all, one);
    }
    if (route_is_sealed(all.kind) && all.org == local.org)
        all.kind = ROUTE_NORMAL; /* this is the upper body of those it is about */
    if (q->to_upper)
        apply_tick(c, local.org, &all);
    struct route r = { .local_org = local.org };
    TRY(desk_for(c, &all, &r));
    if (r.kind == ROUTE_CADRE && !q->to_upper && !township_hit)
        TRY(pl_task(c, local.org, &r));
    *ret = r;
    return ERR_OK;
}
