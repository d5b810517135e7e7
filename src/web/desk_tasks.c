/* desk_tasks.c - reminders: what is due, late or asked for, until he has seen to it. */
#include "domain/task.h"
#include "web/desk.h"

struct task_row {
    struct str id, matter, reg_no, day, due;
};
struct task_group {
    struct str kind;
    int64_t n;
    bool open; /* few enough to be seen at once */
    struct list rows;
};
struct tasks_view {
    struct list groups;
};
static const struct field row_fields[] = {
    F_STR(struct task_row, id),  F_STR(struct task_row, matter), F_STR(struct task_row, reg_no),
    F_STR(struct task_row, day), F_STR(struct task_row, due),    F_END
};
static const struct field group_fields[] = {
    F_STR(struct task_group, kind), F_INT(struct task_group, n), F_BOOL(struct task_group, open),
    F_LIST(struct task_group, rows, struct task_row, row_fields), F_END
};
static const struct field tasks_fields[] = {
    F_LIST(struct tasks_view, groups, struct task_group, group_fields), F_END
};
const struct page_view web_desk_tasks_view = { "desk_tasks", tasks_fields };

#define SHOWN_AT_ONCE 10

/* What presses most stands first. */
static const char *const kinds[] = { "ESCALATED", "COMPLAINT", "PRESSED",  "URGED",
                                     "RECUSAL",   "REPLACE",   "BREACH",   "SUPERVISED",
                                     "REVIEW",    "REMINDED",  "KEYS_THIN",
                                     "COMMITMENT" };

static struct task_row row_of(struct ctx *c, int lang, const struct task *t)
{
    struct task_row row = { .id = id_text(c, t->id),
                            .reg_no = t->reg_no,
                            .day = i18n_day(c->arena, lang, t->day, ctx_today(c)) };

    if (t->matter)
        row.matter = id_text(c, t->matter);
    if (!day_absent(t->due))
        row.due = i18n_day(c->arena, lang, t->due, ctx_today(c));
    return row;
}

static struct task_group group_of(struct ctx *c, int lang, const struct task_list *l,
                                  const char *kind)
{
    struct task_row *rows = arena_array(c->arena, struct task_row, l->n + 1);
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->items[i].kind, str_of(kind)))
            rows[n++] = row_of(c, lang, &l->items[i]);
    return (struct task_group){ str_of(kind), (int64_t)n, n <= SHOWN_AT_ONCE, { rows, n } };
}

enum err web_desk_tasks(struct ctx *c, struct req *r, struct resp *w)
{
    struct task_group *groups = arena_array(c->arena, struct task_group, COUNT_OF(kinds));
    struct task_list l;
    size_t n = 0;

    TRY(task_list(c, &l));
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        groups[n] = group_of(c, web_of(r)->lang, &l, kinds[i]);
        n += groups[n].n > 0;
    }
    struct tasks_view view = { .groups = { groups, n } };
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
