/* desk_tasks.c - reminders: what is due, late or asked for, until he has seen to it. */
#include "domain/task.h"
#include "web/desk.h"

struct task_row {
    struct str id, kind, matter, reg_no, day, due;
};
struct tasks_view {
    struct list rows;
};
static const struct field row_fields[] = {
    F_STR(struct task_row, id),  F_STR(struct task_row, kind),   F_STR(struct task_row, matter),
    F_STR(struct task_row, day), F_STR(struct task_row, reg_no), F_STR(struct task_row, due),
    F_END
};
static const struct field tasks_fields[] = { F_LIST(struct tasks_view, rows, struct task_row,
                                                    row_fields),
                                             F_END };
const struct page_view web_desk_tasks_view = { "desk_tasks", tasks_fields };

enum err web_desk_tasks(struct ctx *c, struct req *r, struct resp *w)
{
    int lang = web_of(r)->lang;
    struct task_list l;

    TRY(task_list(c, &l));
    struct task_row *rows = arena_array(c->arena, struct task_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct task *t = &l.items[i];
        rows[i] = (struct task_row){ .id = id_text(c, t->id),
                                     .kind = t->kind,
                                     .reg_no = t->reg_no,
                                     .day = i18n_day(c->arena, lang, t->day, ctx_today(c)) };
        if (t->matter)
            rows[i].matter = id_text(c, t->matter);
        if (!day_absent(t->due))
            rows[i].due = i18n_day(c->arena, lang, t->due, ctx_today(c));
    }
    struct tasks_view view = { .rows = { rows, l.n } };
    web_of(r)->page.side_tasks = true;
    return web_render(r, w, "desk_tasks", (struct view){ tasks_fields, &view });
}

enum err web_desk_tasks_do(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    if (!id_read(c, req_form(r, S("task")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "task.none", "no id");
    TRY(task_seen(c, id));
    web_done(r, T_KEY("done.task"));
    return web_see_other(w, S("/desk/tasks"));
}
