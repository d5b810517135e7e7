/* An upper body's cadre: the local principal leader reads and forwards, within D05 (CC 15). */
#include <assert.h>

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/intake_parts.h"
#include "gen/queries.h"

enum err report_forward_waits(struct ctx *c, int64_t matter, bool *ret)
{
    struct rows r;

    TRY(store_run(c, Q_FORWARD_OPEN, &r, INT(matter)));
    *ret = r.n > 0;
    return ERR_OK;
}

enum err report_forward_list(struct ctx *c, struct forward_list *ret)
{
    struct rows r;
    struct forward_task *items;

    *ret = (struct forward_list){ NULL, 0 };
    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_PRINCIPAL))
        return ERR_OK;
    TRY(store_run(c, Q_FORWARD_LIST, &r, INT(c->actor->org)));
    items = arena_array(c->arena, struct forward_task, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct forward_task){ .matter = cell(&r, i, 0)->i,
                                          .report = cell(&r, i, 1)->i,
                                          .day = cell_day(&r, i, 2),
                                          .due = cell_day(&r, i, 3) };
    *ret = (struct forward_list){ items, r.n };
    return ERR_OK;
}

/* The local leader's key goes; the upper body's dates begin. */
static enum err release(struct ctx *c, int64_t task, int64_t org, int64_t matter, const char *kind,
                        struct str *ret_due)
{
    struct rows of, done;
    struct desk pl;
    enum err e;

    TRY(store_run(c, Q_FORWARD_DONE, &done, TEXT(str_of(kind)), DAY(ctx_today(c)), INT(task)));
    if (done.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "task.done", "somebody did it before");
    TRY(store_run(c, Q_MATTER_OF_INTAKE, &of, INT(matter)));
    assert(of.n == 1);
    e = desk_own(c, org, "pl", 0, &pl);
    if (e == ERR_OK)
        e = grant_remove(c, OBJECT_KR, cell(&of, 0, 0)->i, HOLDER_DESK, pl.id);
    else if (e == ERR_NOT_FOUND) /* the desk died since: nobody holds its grant */
        e = ERR_OK;
    TRY(e);
    return matter_clocks_begin(c, matter, cell(&of, 0, 1)->i, cell(&of, 0, 5)->s, ctx_today(c),
                               ret_due);
}

/* Told to the upper body in codes: neither the leader's nor the local body's name. */
static enum err forward_event(struct ctx *c, int64_t matter, const char *codes,
                              struct event_draft **ret)
{
    struct rows of;

    TRY(store_run(c, Q_MATTER_OF_INTAKE, &of, INT(matter)));
    assert(of.n == 1);
    struct event_new n = { .matter = matter,
                           .org = cell(&of, 0, 1)->i,
                           .kind = "E_REFERRED",
                           .channel = cell(&of, 0, 4)->s,
                           .named = cell(&of, 0, 7)->i != 0,
                           .happened = ctx_today(c),
                           .codes = str_of(codes),
                           .actor_role =
                               c->actor->kind == ACTOR_OFFICER ? S("RO_PRINCIPAL") : S("SYS") };
    return event_prepare(c, &n, ret);
}

static enum err find_own(struct ctx *c, int64_t matter, int64_t *ret_task)
{
    struct rows r;
    bool leader = c->actor->kind == ACTOR_OFFICER && actor_has(c, RO_PRINCIPAL);

    TRY(store_run(c, Q_FORWARD_OPEN, &r, INT(matter)));
    if (!leader || r.n == 0 || cell(&r, 0, 1)->i != c->actor->org)
        return FAULT(&c->fault, ERR_NOT_FOUND, "task.none", "no such task");
    *ret_task = cell(&r, 0, 0)->i;
    return ERR_OK;
}

enum err report_forward(struct ctx *c, int64_t matter)
{
    int64_t task;
    struct event_draft *d;
    struct str due;

    TRY(find_own(c, matter, &task));
    TRY(forward_event(c, matter, "dir=up", &d));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(find_own(c, matter, &task));
    TRY(release(c, task, c->actor->org, matter, "FORWARD", &due));
    event_draft_due(d, due);
    TRY(event_append(c, d, NULL));
    TRY(audit_write(c, "report.forward", matter, 0, STR_NONE));
    tx = NULL;
    return store_commit(c);
}

enum err forward_lapse(struct ctx *c, int64_t *ret_released)
{
    struct rows r;

    TRY(store_run(c, Q_FORWARD_LAPSED, &r, DAY(ctx_today(c))));
    for (size_t i = 0; i < r.n; i++) {
        struct event_draft *d;
        struct str due;
        int64_t matter = cell(&r, i, 2)->i;
        TRY(forward_event(c, matter, "dir=up lapsed=D05", &d));
        TRY(release(c, cell(&r, i, 0)->i, cell(&r, i, 1)->i, matter, "FORWARD_LAPSED", &due));
        event_draft_due(d, due);
        TRY(event_append(c, d, NULL));
    }
    *ret_released = (int64_t)r.n;
    return ERR_OK;
}
