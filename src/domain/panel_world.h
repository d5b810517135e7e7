/*
 * panel_world.h - persons in registers, codes, and log-ins by code, for tests.
 *
 * Layer: domain (tests only)
 */
#ifndef YG_DOMAIN_PANEL_WORLD_H
#define YG_DOMAIN_PANEL_WORLD_H

#include "domain/id.h"
#include "domain/panel.h"
#include "domain/world_move.h"

static inline int64_t panel_world_member(struct world *w, const char *kind, const char *name,
                                         const char *unit)
{
    struct ctx *c = world_as(w, WORLD_COUNTY, RO_PO_HEAD);
    const struct panel_member_new n = { str_of(kind), str_of(name),      str_of(unit),
                                        S("工程造价"), S("2026-01-01"), S("2028-12-31") };
    int64_t id = 0;

    WORLD_OK(c, panel_member_add(c, &n, &id));
    return id;
}

/* Codes of all who wait for one, by an officer of the county; of seat alone when it is not 0. */
static inline struct panel_codes panel_world_codes(struct world *w, uint32_t role, int64_t matter,
                                                   int64_t subproc, int64_t seat)
{
    struct ctx *c = world_as(w, WORLD_COUNTY, role);
    struct panel_codes *x = arena_new_of(c->arena, struct panel_codes);

    WORLD_OK(c, panel_codes_prepare(c, matter, subproc, seat, x));
    panel_codes_run(x);
    WORLD_OK(c, panel_codes_finish(c, x));
    return *x;
}

static inline enum err panel_world_try(struct world *w, struct str code, struct ctx **ret)
{
    struct ctx *c = world_as_system(w);
    struct password_job job;
    struct str cookie;

    c->actor = actor_nobody(c->arena);
    *ret = c;
    TRY(panel_login_prepare(c, code, &job));
    password_run(&job);
    return panel_login_finish(c, &job, &cookie);
}

static inline struct ctx *panel_world_enter(struct world *w, struct str code)
{
    struct ctx *c;
    enum err e = panel_world_try(w, code, &c);

    WORLD_OK(c, e);
    return c;
}

/* A step by code: "note=…&seen_on=…". */
static inline enum err panel_world_do(struct ctx *c, const char *move, const char *outcome,
                                      const char *fields)
{
    struct move_field list[8];
    struct str rest = str_of(fields);
    size_t n = 0;

    while (!str_empty(rest) && n < COUNT_OF(list)) {
        struct str value = str_cut(&rest, '&'), name = str_cut(&value, '=');
        list[n++] = (struct move_field){ name, value };
    }
    return panel_move(c, str_of(move), outcome ? str_of(outcome) : STR_NONE, list, n);
}

/* "member=<id>" and what follows. */
static inline const char *panel_world_with(struct world *w, int64_t member, const char *rest)
{
    struct arena *a = w->ctx.arena;

    return str_z(a, str_fmt(a, "member=%s%s", str_z(a, id_text(&w->ctx, member)), rest));
}

/* The custodian compares whatever waits; how many were clean. */
static inline size_t panel_world_compare(struct world *w, size_t *ret_hits)
{
    struct ctx *c = world_as(w, WORLD_COUNTY, RO_CUSTODIAN);
    struct panel_check_list l;
    size_t clean = 0;

    *ret_hits = 0;
    WORLD_OK(c, panel_checks(c, &l));
    for (size_t i = 0; i < l.n; i++) {
        bool ok = false;
        WORLD_OK(c, panel_check(c, l.items[i].id, &ok));
        clean += ok;
        *ret_hits += !ok;
    }
    return clean;
}

#define PANEL_WORLD_COPY                                                                           \
    "copy=群众反映水渠工程没有招标，账面金额偏高。请看程序是否合规。&until_on=2026-10-20"

/* After the notice of a hearing: codes, pledges, the copy by two persons, compared. */
static inline struct panel_codes panel_world_seated(struct world *w, int64_t matter,
                                                    int64_t subproc)
{
    struct panel_codes x = panel_world_codes(w, RO_HD_HEAD, matter, subproc, 0);
    size_t hits;

    for (size_t i = 0; i < x.n; i++) {
        struct ctx *c = panel_world_enter(w, x.items[i].code);
        WORLD_OK(c, panel_world_do(c, "HR8", "accepted", "pledge=true"));
    }
    world_propose(w, WORLD_COUNTY, RO_HANDLER, matter, "HR7", PANEL_WORLD_COPY);
    world_agree(w, WORLD_COUNTY, RO_HD_HEAD, matter, "HR7");
    (void)panel_world_compare(w, &hits);
    return x;
}

/* After it was held: all sign, all vote; the first one against. */
static inline void panel_world_votes(struct world *w, const struct panel_codes *x)
{
    bool first = true;

    for (size_t i = 0; i < x->n; i++) {
        struct ctx *c = panel_world_enter(w, x->items[i].code);
        WORLD_OK(c, panel_world_do(c, "HR10", NULL, "record_read=true"));
        if (!str_eq(x->items[i].role, S("RO_HEARER")))
            continue;
        WORLD_OK(c, panel_world_do(c, "HR9", NULL,
                                   first ? "vote=against&note=金额不大。"
                                         : "vote=for&note=应当公示。"));
        first = false;
    }
}

#endif
