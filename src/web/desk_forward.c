/* desk_forward.c - what is sealed to the body's principal leader alone: he reads it, and sends it
 * up within its days (CC 15, T03). */
#include "domain/intake.h"
#include "web/desk.h"

struct forward_row {
    struct str id, day, due, left, narrative;
    bool late, can_read;
};
struct forward_view {
    struct list rows;
};
static const struct field forward_row_fields[] = {
    F_STR(struct forward_row, id),        F_STR(struct forward_row, day),
    F_STR(struct forward_row, due),       F_STR(struct forward_row, left),
    F_STR(struct forward_row, narrative), F_BOOL(struct forward_row, late),
    F_BOOL(struct forward_row, can_read), F_END
};
static const struct field forward_fields[] = {
    F_LIST(struct forward_view, rows, struct forward_row, forward_row_fields), F_END
};
const struct page_view web_desk_forward_view = { "desk_forward", forward_fields };

enum err web_desk_forward(struct ctx *c, struct req *r, struct resp *w)
{
    struct forward_list l;

    TRY(report_forward_list(c, &l));
    struct forward_row *rows = arena_array(c->arena, struct forward_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct forward_task *t = &l.items[i];
        int64_t days = (int64_t)t->due.n - ctx_today(c).n;
        struct report_view v;
        rows[i] = (struct forward_row){
            .id = id_text(c, t->matter),
            .day = i18n_day(c->arena, web_of(r)->lang, t->day, ctx_today(c)),
            .due = i18n_day(c->arena, web_of(r)->lang, t->due, ctx_today(c)),
            .left = i18n_days_left(web_of(r)->web->app->i18n, c->arena, web_of(r)->lang, days),
            .late = days < 0,
        };
        enum err e = report_read(c, t->report, &v);
        rows[i].can_read = e == ERR_OK;
        if (e == ERR_OK)
            rows[i].narrative = v.form.narrative;
        else
            fault_clear(&c->fault);
    }
    struct forward_view view = { .rows = { rows, l.n } };
    web_of(r)->page.side_forward = true;
    return web_render(r, w, "desk_forward", (struct view){ forward_fields, &view });
}

enum err web_desk_forward_do(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    if (!id_read(c, req_form(r, S("matter")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "task.none", "no id");
    TRY(report_forward(c, id));
    web_done(r, T_KEY("done.forwarded"));
    return web_see_other(w, S("/desk/forward"));
}
