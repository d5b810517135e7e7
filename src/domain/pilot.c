#include "domain/pilot.h"

#include "gen/queries.h"

static bool in_force(const struct pilot *p, struct day today)
{
    return p->from.n <= today.n && (day_absent(p->to) || today.n <= p->to.n);
}

enum err pilot_list(struct ctx *c, struct pilot_list *ret)
{
    struct rows r;

    TRY(store_run0(c, Q_PILOT_LIST, &r));
    struct pilot *items = arena_array(c->arena, struct pilot, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        struct pilot *p = &items[i];
        *p = (struct pilot){ .org = cell(&r, i, 0)->i,
                             .key = cell(&r, i, 1)->s,
                             .on = cell(&r, i, 2)->i != 0,
                             .from = cell_day(&r, i, 3),
                             .to = cell_day(&r, i, 4),
                             .basis = cell(&r, i, 5)->s,
                             .name = cell(&r, i, 6)->s };
        p->runs = in_force(p, ctx_today(c));
    }
    *ret = (struct pilot_list){ items, r.n };
    return ERR_OK;
}
