/*
 * desk_procedure.c - the sub-procedures of a matter: what is under way, its next steps, what may
 * begin.
 */
#include "domain/app.h"
#include "domain/panel.h"
#include "domain/subproc.h"
#include "web/desk_matter.h"

struct seat_row {
    struct str id, role, name, unit, state, subproc_id;
    bool has_code, voted, signed_it, opinion;
};
struct subproc_row {
    struct str kind, state, opened, closed, id, matter;
    bool by_reporter;
    struct list forms;
    /* who is called from outside (panel.h) */
    struct list seats;
    struct str until, text, reasons;
    bool has_seats, may_code, is_hearing, counted, has_ballot;
    int64_t hearers, votes_in, votes_for, votes_against;
};
struct procedure_page {
    struct matter_head head;
    struct list subprocs, starts, kept;
    bool has_subprocs, has_starts, has_kept;
};

static const struct field seat_fields[] = { F_STR(struct seat_row, id),
                                            F_STR(struct seat_row, role),
                                            F_STR(struct seat_row, name),
                                            F_STR(struct seat_row, unit),
                                            F_STR(struct seat_row, state),
                                            F_STR(struct seat_row, subproc_id),
                                            F_BOOL(struct seat_row, has_code),
                                            F_BOOL(struct seat_row, voted),
                                            F_BOOL(struct seat_row, signed_it),
                                            F_BOOL(struct seat_row, opinion),
                                            F_END };
static const struct field subproc_fields[] = { F_STR(struct subproc_row, id),
                                               F_STR(struct subproc_row, matter),
                                               F_LIST(struct subproc_row, seats, struct seat_row,
                                                      seat_fields),
                                               F_STR(struct subproc_row, until),
                                               F_STR(struct subproc_row, text),
                                               F_STR(struct subproc_row, reasons),
                                               F_BOOL(struct subproc_row, has_seats),
                                               F_BOOL(struct subproc_row, may_code),
                                               F_BOOL(struct subproc_row, is_hearing),
                                               F_BOOL(struct subproc_row, counted),
                                               F_BOOL(struct subproc_row, has_ballot),
                                               F_INT(struct subproc_row, hearers),
                                               F_INT(struct subproc_row, votes_in),
                                               F_INT(struct subproc_row, votes_for),
                                               F_INT(struct subproc_row, votes_against),
                                               /* of every kind */ F_STR(struct subproc_row, kind),
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
        rows[n] = (struct subproc_row){ .id = id_text(c, s->id),
                                        .kind = s->kind,
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

static struct list seats_of(struct ctx *c, const struct panel *p)
{
    struct seat_row *rows = arena_array(c->arena, struct seat_row, p->seats.n + 1);

    for (size_t i = 0; i < p->seats.n; i++) {
        const struct panel_seat *s = &p->seats.items[i];
        rows[i] = (struct seat_row){ .id = id_text(c, s->id),
                                     .role = s->role,
                                     .name = s->name,
                                     .unit = s->unit,
                                     .state = s->state,
                                     .subproc_id = id_text(c, p->subproc),
                                     .has_code = !day_absent(s->code),
                                     .voted = !day_absent(s->voted),
                                     .signed_it = !day_absent(s->signed_on),
                                     .opinion = !day_absent(s->opinion) };
    }
    return (struct list){ rows, p->seats.n };
}

/* Who sits in those of this page. */
static enum err put_panels(struct ctx *c, struct req *r, int64_t matter, struct list subprocs)
{
    struct subproc_row *rows = (struct subproc_row *)(uintptr_t)subprocs.items;
    struct panel_list l;

    TRY(panels_of_matter(c, matter, &l));
    for (size_t i = 0; i < subprocs.n; i++) {
        struct subproc_row *s = &rows[i];
        for (size_t k = 0; k < l.n; k++) {
            const struct panel *p = &l.items[k];
            if (!str_eq(s->id, id_text(c, p->subproc)))
                continue;
            s->matter = id_text(c, matter);
            s->seats = seats_of(c, p);
            s->has_seats = p->seats.n > 0;
            s->may_code = s->has_seats && str_absent(s->closed) &&
                          actor_has(c, RO_PO_HEAD | RO_HD_HEAD);
            s->is_hearing = str_eq(s->kind, S("SP_HEARING"));
            s->has_ballot = p->hearers > 0;
            s->counted = p->counted;
            s->hearers = p->hearers;
            s->votes_in = p->votes_in;
            s->votes_for = p->votes_for;
            s->votes_against = p->votes_against;
            s->text = p->text;
            s->reasons = p->reasons;
            if (!day_absent(p->until))
                s->until = i18n_day(c->arena, web_of(r)->lang, p->until, ctx_today(c));
        }
    }
    return ERR_OK;
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
    TRY(put_panels(c, r, id, v.subprocs));
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
