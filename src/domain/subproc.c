/* subproc.c - sub-procedures of a matter, read; they are written by move_run.c. */
#include "domain/subproc.h"

#include "domain/app.h"
#include "domain/part.h"
#include "gen/queries.h"

static struct subproc row_of(const struct rows *r, size_t i, int64_t matter)
{
    return (struct subproc){ .id = cell(r, i, 0)->i,
                             .matter = matter,
                             .kind = cell(r, i, 1)->s,
                             .state = cell(r, i, 2)->s,
                             .version = cell(r, i, 3)->i,
                             .report = cell(r, i, 4)->i,
                             .officer = cell(r, i, 5)->i,
                             .opened = cell_day(r, i, 6),
                             .state_day = cell_day(r, i, 7),
                             .closed = cell_day(r, i, 8) };
}

static struct subproc_list rows_of(struct ctx *c, const struct rows *r, int64_t matter)
{
    struct subproc *items = arena_array(c->arena, struct subproc, r->n + 1);

    for (size_t i = 0; i < r->n; i++)
        items[i] = row_of(r, i, matter);
    return (struct subproc_list){ items, r->n };
}

enum err subproc_list(struct ctx *c, int64_t matter, struct subproc_list *ret)
{
    struct rows r;

    TRY(store_run(c, Q_SUBPROC_OF_MATTER, &r, INT(matter)));
    *ret = rows_of(c, &r, matter);
    return ERR_OK;
}

enum err subproc_find(struct ctx *c, int64_t matter, int64_t id, struct subproc *ret)
{
    struct rows r;

    TRY(store_run(c, Q_SUBPROC_BY_ID, &r, INT(id), INT(matter)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "subproc.none", "not of this matter");
    *ret = row_of(&r, 0, matter);
    return ERR_OK;
}

enum err subproc_open_of(struct ctx *c, int64_t matter, struct str kind, struct subproc_list *ret)
{
    struct rows r;

    TRY(store_run(c, Q_SUBPROC_OPEN_OF, &r, INT(matter), TEXT(kind)));
    *ret = rows_of(c, &r, matter);
    return ERR_OK;
}

const char *subproc_hearing_switch(const struct matter *m)
{
    return str_eq(m->category, S("CAT_PETITION")) ? "sw_hearing_claim" : "sw_hearing_report";
}

enum err subproc_hindrance(struct ctx *c, const struct matter *m, const struct subproc_rule *of,
                           const char **ret)
{
    const struct state *now = procedure_state(c->app->procedure, m->state);
    struct subproc_list open;

    *ret = NULL;
    if (!now || !((of->in >> now->index) & 1)) {
        *ret = "move.state";
        return ERR_OK;
    }
    if (!str_absent(of->sw) && !app_switch(c, m->org, of->sw.p)) {
        *ret = "subproc.off";
        return ERR_OK;
    }
    TRY(subproc_open_of(c, m->id, of->id, &open));
    if (open.n && !of->many)
        *ret = "subproc.open";
    return ERR_OK;
}

enum err subproc_may_begin(struct ctx *c, const struct matter *m, struct str move, bool *ret)
{
    const struct move *v = procedure_move(c->app->procedure, move);
    const char *hindrance;

    *ret = false;
    if (!v || !v->of || !v->creates || !v->by_reporter)
        return ERR_OK;
    if (str_eq(v->of->id, S("SP_HEARING")) && !app_switch(c, m->org, subproc_hearing_switch(m)))
        return ERR_OK;
    TRY(subproc_hindrance(c, m, v->of, &hindrance));
    *ret = !hindrance;
    return ERR_OK;
}
