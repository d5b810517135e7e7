/* move_grant.c - keys that a move gives and takes (design 7.4): sealed before, stored inside. */
#include <assert.h>

#include "domain/move_parts.h"
#include "domain/officer.h"
#include "gen/queries.h"

static void give(struct run *r, const struct grant_row *g)
{
    struct run_grant *n = arena_new_of(r->c->arena, struct run_grant);

    n->row = *g;
    n->next = r->grants;
    r->grants = n;
}

static void take(struct run *r, enum object_kind k, int64_t object, enum holder_kind hk,
                 int64_t holder)
{
    struct run_removal *n = arena_new_of(r->c->arena, struct run_removal);

    *n = (struct run_removal){ k, object, hk, holder, r->removals };
    r->removals = n;
}

enum err grants_to_desk(struct run *r, const struct desk *d, bool with_km)
{
    struct grant_row g;

    if (with_km && r->has_km) {
        TRY(grant_seal_desk(r->c, OBJECT_KM, r->m.id, &r->km, d, &g));
        give(r, &g);
    }
    for (size_t i = 0; i < r->report_count; i++) {
        const struct run_report *rep = &r->reports[i];
        if (!rep->open)
            continue;
        TRY(grant_seal_desk(r->c, OBJECT_KR, rep->row.report, &rep->kr, d, &g));
        give(r, &g);
    }
    return ERR_OK;
}

enum err grants_to_officer(struct run *r, int64_t officer, bool with_km)
{
    struct grant_row g;

    if (with_km && r->has_km) {
        TRY(grant_seal_officer(r->c, OBJECT_KM, r->m.id, &r->km, officer, &g));
        give(r, &g);
    }
    for (size_t i = 0; i < r->report_count; i++) {
        const struct run_report *rep = &r->reports[i];
        if (!rep->open)
            continue;
        TRY(grant_seal_officer(r->c, OBJECT_KR, rep->row.report, &rep->kr, officer, &g));
        give(r, &g);
    }
    return ERR_OK;
}

static enum err km_to_officer(struct run *r, int64_t officer)
{
    struct grant_row g;

    TRY(grant_seal_officer(r->c, OBJECT_KM, r->m.id, &r->km, officer, &g));
    give(r, &g);
    return ERR_OK;
}

static enum err to_role(struct run *r, int64_t org, uint32_t role, bool reports, bool with_km)
{
    struct officer_list l;
    size_t given = 0;

    TRY(officer_list(r->c, org, role, &l));
    for (size_t i = 0; i < l.n && given < RUN_OFFICERS_MAX; i++) {
        struct rows recused;
        if (!str_eq(l.items[i].state, S("ACTIVE")))
            continue;
        TRY(store_run(r->c, Q_MOVE_RECUSED, &recused, INT(r->m.id), INT(l.items[i].id)));
        if (recused.n)
            continue;
        TRY(reports ? grants_to_officer(r, l.items[i].id, with_km)
                    : km_to_officer(r, l.items[i].id));
        given++;
    }
    return ERR_OK;
}

enum err grants_to_role(struct run *r, int64_t org, uint32_t role, bool with_km)
{
    return to_role(r, org, role, true, with_km);
}

enum err grants_to_role_km(struct run *r, int64_t org, uint32_t role)
{
    return to_role(r, org, role, false, true);
}

/* The department's desk when somebody stands there; the handler in any case. */
enum err grants_to_holders(struct run *r, int64_t dept, int64_t handler)
{
    struct desk d;
    enum err e = dept ? desk_own(r->c, r->m.org, "dept", dept, &d) : ERR_NOT_FOUND;

    if (e == ERR_OK)
        TRY(grants_to_desk(r, &d, true));
    else if (e != ERR_NOT_FOUND)
        return e;
    else
        fault_clear(&r->c->fault);
    return handler ? grants_to_officer(r, handler, true) : ERR_OK;
}

static void take_all(struct run *r, enum holder_kind hk, int64_t holder)
{
    take(r, OBJECT_KM, r->m.id, hk, holder);
    for (size_t i = 0; i < r->report_count; i++)
        take(r, OBJECT_KR, r->reports[i].row.report, hk, holder);
}

void grants_from_officer(struct run *r, int64_t officer)
{
    if (officer)
        take_all(r, HOLDER_OFFICER, officer);
}

enum err grants_from_holders(struct run *r)
{
    struct desk desks[DESKS_OF_KIND_MAX];
    size_t n;

    grants_from_officer(r, r->m.handler);
    if (!r->m.dept)
        return ERR_OK;
    TRY(desk_list(r->c, r->m.org, "dept", desks, &n));
    for (size_t i = 0; i < n; i++) {
        if (desks[i].dept == r->m.dept)
            take_all(r, HOLDER_DESK, desks[i].id);
    }
    return ERR_OK;
}

enum err grants_store(struct run *r)
{
    for (const struct run_removal *x = r->removals; x; x = x->next)
        TRY(grant_remove(r->c, x->kind, x->object, x->holder_kind, x->holder));
    for (const struct run_grant *g = r->grants; g; g = g->next)
        TRY(grant_store(r->c, &g->row));
    return ERR_OK;
}
