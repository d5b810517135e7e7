/* overview.c - counts for who leads, and the dates of who handles. */
#include "domain/overview.h"

#include "domain/app.h"
#include "domain/org.h"
#include "gen/queries.h"

#define DEADLINES_MAX 200

static struct overview_rows rows_of(struct ctx *c, const struct rows *r)
{
    struct overview_row *items = arena_array(c->arena, struct overview_row, r->n + 1);

    for (size_t i = 0; i < r->n; i++)
        items[i] = (struct overview_row){ cell(r, i, 0)->i, cell(r, i, 1)->s, cell(r, i, 2)->i,
                                          cell(r, i, 3)->i };
    return (struct overview_rows){ items, r->n };
}

enum err overview_counts(struct ctx *c, int64_t org, struct overview_rows *ret_depts,
                         struct overview_rows *ret_bodies)
{
    struct rows depts, bodies;

    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, OVERVIEW_ROLES))
        return FAULT(&c->fault, ERR_DENIED, "move.role", "for who leads a body");
    if (!org_find(app_orgs(c->app), org) || !org_is_within(app_orgs(c->app), org, c->actor->org))
        return FAULT(&c->fault, ERR_NOT_FOUND, "lead.none", "not below him");
    TRY(store_run(c, Q_OVERVIEW_BY_DEPT, &depts, DAY(ctx_today(c)), INT(org), INT(c->now.ms)));
    TRY(store_run(c, Q_OVERVIEW_BY_BODY, &bodies, DAY(ctx_today(c)), INT(org), INT(c->now.ms)));
    *ret_depts = rows_of(c, &depts);
    *ret_bodies = rows_of(c, &bodies);
    return ERR_OK;
}

enum err deadlines_own(struct ctx *c, struct deadline_lines *ret)
{
    struct matter_filter f = { .view = S("todo"),
                               .handler = c->actor->officer,
                               .named = -1,
                               .due_before = DAY_NONE,
                               .limit = DEADLINES_MAX };
    struct matter_list l;
    size_t n = 0;

    *ret = (struct deadline_lines){ NULL, 0 };
    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_HANDLER))
        return ERR_OK;
    TRY(matter_list(c, &f, &l));
    struct deadline_line *items = arena_array(c->arena, struct deadline_line, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        if (!day_absent(l.items[i].due))
            items[n++] = (struct deadline_line){ l.items[i].id, l.items[i].reg_no,
                                                 l.items[i].due_code, l.items[i].due };
    }
    *ret = (struct deadline_lines){ items, n };
    return ERR_OK;
}
