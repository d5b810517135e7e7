/*
 * desk_procedure.c - the sub-procedures of a matter: what is under way, its next steps, what may
 * begin.
 */
#include "domain/app.h"
#include "domain/subproc.h"
#include "web/desk_matter.h"

struct subproc_row {
    struct str kind, state, opened, closed;
    bool by_reporter;
    struct list forms;
};
struct procedure_page {
    struct matter_head head;
    struct list subprocs, starts, kept;
    bool has_subprocs, has_starts, has_kept;
};

static const struct field subproc_fields[] = { F_STR(struct subproc_row, kind),
                                               F_STR(struct subproc_row, state),
                                               F_STR(struct subproc_row, opened),
                                               F_STR(struct subproc_row, closed),
                                               F_BOOL(struct subproc_row, by_reporter),
                                               F_LIST(struct subproc_row, forms, struct form_view,
                                                      form_fields),
                                               F_END };
static const struct field procedure_fields[] = {
    F_VIEW(struct procedure_page, head, matter_head_fields),
    F_LIST(struct procedure_page, subprocs, struct subproc_row, subproc_fields),
    F_LIST(struct procedure_page, starts, struct form_view, form_fields),
    F_LIST(struct procedure_page, kept, struct kept_text, kept_fields),
    F_BOOL(struct procedure_page, has_subprocs),
    F_BOOL(struct procedure_page, has_starts),
    F_BOOL(struct procedure_page, has_kept),
    F_END
};
const struct page_view web_desk_procedure_view = { "desk_procedure", procedure_fields };

/* Publicity has a page of its own (desk_publish.c). */
static bool elsewhere(struct str kind_or_move)
{
    return str_eq(kind_or_move, S("SP_OPEN")) || str_eq(kind_or_move, S("SP_PUBLISH")) ||
           str_eq(kind_or_move, S("PB1")) || str_eq(kind_or_move, S("OH1"));
}

/* Those of one sub-procedure; id 0: those that begin one. */
static struct list forms_with(struct ctx *c, struct list all, int64_t id)
{
    const struct form_view *items = all.items;
    struct form_view *mine = arena_array(c->arena, struct form_view, all.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < all.n; i++)
        if (items[i].subproc_id == id && !elsewhere(items[i].move))
            mine[n++] = items[i];
    return (struct list){ mine, n };
}

static struct list rows_of(struct ctx *c, struct req *r, const struct subproc_list *l,
                           struct list forms)
{
    struct subproc_row *rows = arena_array(c->arena, struct subproc_row, l->n + 1);
    int lang = web_of(r)->lang;
    size_t n = 0;

    for (size_t i = 0; i < l->n; i++) {
        const struct subproc *s = &l->items[i];
        if (elsewhere(s->kind))
            continue;
        rows[n] = (struct subproc_row){ .kind = s->kind,
                                        .state = s->state,
                                        .opened = i18n_day(c->arena, lang, s->opened, ctx_today(c)),
                                        .by_reporter = s->report != 0,
                                        .forms = forms_with(c, forms, s->id) };
        if (!day_absent(s->closed))
            rows[n].closed = i18n_day(c->arena, lang, s->closed, ctx_today(c));
        n++;
    }
    return (struct list){ rows, n };
}

enum err procedure_page(struct ctx *c, struct req *r, struct resp *w, int64_t id)
{
    struct fault fault = c->fault;
    struct matter_view *m = arena_new_of(c->arena, struct matter_view);
    struct procedure_page v = { 0 };
    struct subproc_list l;
    struct list forms;

    fault_clear(&c->fault);
    TRY(matter_open(c, id, m));
    if (m->m.below)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "clocks and states only");
    c->fault = fault;
    TRY(matter_head_of(c, r, &m->m, TAB_PROCEDURE, &v.head));
    TRY(subproc_list(c, id, &l));
    TRY(forms_of(c, r, m, true, &forms, &v.kept));
    v.subprocs = rows_of(c, r, &l, forms);
    v.starts = forms_with(c, forms, 0);
    v.has_subprocs = v.subprocs.n > 0;
    v.has_starts = v.starts.n > 0;
    v.has_kept = v.kept.n > 0;
    web_of(r)->page.side_all = true;
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_procedure",
                         (struct view){ procedure_fields, &v });
}

enum err web_desk_procedure(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    return procedure_page(c, r, w, id);
}
