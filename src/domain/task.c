/* task.c - reminders, read and put away. */
#include "domain/task.h"

#include "domain/app.h"
#include "gen/queries.h"

/* "RO_HANDLER RO_CLERK": no role's name stands in another's. */
static struct str roles_text(struct ctx *c)
{
    struct buf b = buf_new(c->arena);

    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        if (c->actor->roles & ROLE_BIT(i)) {
            buf_put(&b, role_name(ROLE_BIT(i)));
            buf_byte(&b, ' ');
        }
    }
    return buf_str(&b);
}

/* Least knowledge: a reminder is no way around a matter's reach. */
static enum err may_know(struct ctx *c, struct task *t, bool *ret)
{
    struct fault before = c->fault;
    struct matter m;

    *ret = true;
    if (!t->matter)
        return ERR_OK;
    enum err e = matter_find(c, t->matter, &m);
    *ret = e == ERR_OK;
    if (e == ERR_OK)
        t->reg_no = m.reg_no;
    c->fault = before;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

enum err task_list(struct ctx *c, struct task_list *ret)
{
    struct task *items = arena_array(c->arena, struct task, TASKS_MAX);
    struct rows r;
    size_t n = 0;

    TRY(store_run(c, Q_TASK_OPEN, &r, INT(c->actor->org), TEXT(roles_text(c))));
    for (size_t i = 0; i < r.n && n < TASKS_MAX; i++) {
        bool his;
        items[n] = (struct task){ .id = cell(&r, i, 0)->i,
                                  .kind = cell(&r, i, 1)->s,
                                  .matter = cell(&r, i, 2)->i,
                                  .due = cell_day(&r, i, 3),
                                  .day = cell_day(&r, i, 4) };
        TRY(may_know(c, &items[n], &his));
        n += his;
    }
    *ret = (struct task_list){ items, n };
    return ERR_OK;
}

enum err task_seen(struct ctx *c, int64_t task)
{
    struct task_list l;
    struct rows r;
    bool his = false;

    TRY(task_list(c, &l));
    for (size_t i = 0; i < l.n; i++)
        his = his || l.items[i].id == task;
    if (!his)
        return FAULT(&c->fault, ERR_NOT_FOUND, "task.none", "not his");
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_TASK_SEEN, &r, DAY(ctx_today(c)), INT(task), INT(c->actor->org),
                  TEXT(roles_text(c))));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "task.none", "seen meanwhile");
    tx = NULL;
    return store_commit(c);
}

enum err task_sweep(struct ctx *c)
{
    return store_run(c, Q_TASK_OVER, NULL, DAY(ctx_today(c)));
}

enum err task_redate(struct ctx *c, int64_t org, int64_t matter, struct day from, struct day to)
{
    return store_run(c, Q_TASK_REDATED, NULL, DAY(to), INT(org), INT(matter), DAY(from));
}

enum err task_answered(struct ctx *c, int64_t org, int64_t matter)
{
    return store_run(c, Q_TASK_ANSWERED, NULL, DAY(ctx_today(c)), INT(org), INT(matter));
}
