/* desk_breaches.c - accountability: breaches of the own body and below, one with its steps, and the
 * form by which one is recorded by hand. */
#include "domain/app.h"
#include "domain/breach.h"
#include "domain/org.h"
#include "web/desk_matter.h"

/* ---- the list ---- */

struct breach_row {
    struct str id, code, org, state, day, due;
    bool late, mine;
};
struct breaches_view {
    struct list rows;
    bool all;
};
static const struct field row_fields[] = {
    F_STR(struct breach_row, id),    F_STR(struct breach_row, code),  F_STR(struct breach_row, org),
    F_STR(struct breach_row, state), F_STR(struct breach_row, day),   F_STR(struct breach_row, due),
    F_BOOL(struct breach_row, late), F_BOOL(struct breach_row, mine), F_END
};
static const struct field breaches_fields[] = { F_LIST(struct breaches_view, rows,
                                                       struct breach_row, row_fields),
                                                F_BOOL(struct breaches_view, all), F_END };
const struct page_view web_desk_breaches_view = { "desk_breaches", breaches_fields };

static struct str day_text(struct ctx *c, struct req *r, struct day d)
{
    return day_absent(d) ? STR_NONE : i18n_day(c->arena, web_of(r)->lang, d, ctx_today(c));
}

static struct str org_name(struct ctx *c, int64_t id)
{
    const struct org *o = org_find(app_orgs(c->app), id);

    return o ? o->name : STR_NONE;
}

/* The date somebody is waiting for: the explanation, or the correction. */
static struct day due_of(const struct breach_case *b)
{
    if (str_eq(b->state, S("AC_RECORDED")))
        return b->heard_due;
    return str_eq(b->state, S("AC_ORDERED")) ? b->correct_by : DAY_NONE;
}

static struct breach_row row_of(struct ctx *c, struct req *r, const struct breach_case *b)
{
    struct day due = due_of(b);
    bool theirs = !day_absent(due); /* the body's turn; else that of the one above */

    return (struct breach_row){ .id = id_text(c, b->id),
                                .code = b->code,
                                .org = org_name(c, b->org),
                                .state = b->state,
                                .day = day_text(c, r, b->day),
                                .due = day_text(c, r, due),
                                .late = theirs && due.n < ctx_today(c).n,
                                .mine = theirs ? b->bound : b->decides };
}

enum err web_desk_breaches(struct ctx *c, struct req *r, struct resp *w)
{
    bool all = !str_empty(req_query(r, S("all")));
    struct breach_cases l;

    TRY(breach_list(c, all, &l));
    struct breach_row *rows = arena_array(c->arena, struct breach_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        rows[i] = row_of(c, r, &l.items[i]);
    struct breaches_view v = { { rows, l.n }, all };
    web_of(r)->page.side_breaches = true;
    return web_render(r, w, "desk_breaches", (struct view){ breaches_fields, &v });
}

/* ---- one ---- */

struct step_row {
    struct str move, day, org, words, paper, hash;
};
struct breach_view {
    struct breach_row row;
    struct str matter, outcome, decided, published;
    struct list steps, forms;
    bool has_forms;
};
static const struct field step_fields[] = { F_STR(struct step_row, move),
                                            F_STR(struct step_row, day),
                                            F_STR(struct step_row, org),
                                            F_STR(struct step_row, words),
                                            F_STR(struct step_row, paper),
                                            F_STR(struct step_row, hash),
                                            F_END };
static const struct field breach_fields[] = {
    F_VIEW(struct breach_view, row, row_fields),
    F_STR(struct breach_view, matter),
    F_STR(struct breach_view, outcome),
    F_STR(struct breach_view, decided),
    F_STR(struct breach_view, published),
    F_LIST(struct breach_view, steps, struct step_row, step_fields),
    F_LIST(struct breach_view, forms, struct form_view, form_fields),
    F_BOOL(struct breach_view, has_forms),
    F_END
};
const struct page_view web_desk_breach_view = { "desk_breach", breach_fields };

static enum err breach_of_path(struct ctx *c, struct req *r, int64_t *ret)
{
    if (!id_read(c, req_param(r, S("id")), ret))
        return FAULT(&c->fault, ERR_NOT_FOUND, "breach.none", "no id");
    return ERR_OK;
}

static enum err steps_of(struct ctx *c, struct req *r, const struct breach_case *b,
                         struct list *ret)
{
    struct breach_steps l;

    TRY(breach_steps(c, b, &l));
    struct step_row *rows = arena_array(c->arena, struct step_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        rows[i] = (struct step_row){ l.items[i].move,
                                     day_text(c, r, l.items[i].day),
                                     org_name(c, l.items[i].org),
                                     l.items[i].words,
                                     l.items[i].paper,
                                     l.items[i].hash };
    *ret = (struct list){ rows, l.n };
    return ERR_OK;
}

static enum err breach_page(struct ctx *c, struct req *r, struct resp *w, int64_t id)
{
    struct fault fault = c->fault;
    struct move_form_list forms;
    struct breach_case b;

    fault_clear(&c->fault);
    TRY(breach_find(c, id, &b));
    struct breach_view v = { .row = row_of(c, r, &b),
                             .outcome = b.outcome,
                             .decided = day_text(c, r, b.decided),
                             .published = day_text(c, r, b.published) };
    if (b.reach)
        v.matter = id_text(c, b.matter);
    TRY(steps_of(c, r, &b, &v.steps));
    TRY(breach_forms(c, &b, &forms));
    v.forms = forms_shown(c, r, b.id, &forms, fault.err != ERR_OK ? &fault : NULL);
    v.has_forms = forms.n > 0;
    c->fault = fault;
    web_of(r)->page.side_breaches = true;
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_breach",
                         (struct view){ breach_fields, &v });
}

enum err web_desk_breach(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    TRY(breach_of_path(c, r, &id));
    return breach_page(c, r, w, id);
}

enum err web_desk_breach_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct move_request q;
    struct breach_case b;
    int64_t id;

    TRY(breach_of_path(c, r, &id));
    move_request_read(c, r, id, &q);
    enum err e = breach_move(c, &q, &b);
    if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_DENIED)
        return breach_page(c, r, w, id);
    TRY(e);
    web_done(r, T_KEY("done.moved"));
    return web_see_other(w, str_fmt(c->arena, "/desk/breach/%.*s", STR_ARG(id_text(c, id))));
}

/* ---- recorded by hand ---- */

struct record_view {
    struct str action_href, back_href;
    struct list forms;
};
static const struct field record_fields[] = {
    F_STR(struct record_view, action_href), F_STR(struct record_view, back_href),
    F_LIST(struct record_view, forms, struct form_view, form_fields), F_END
};
const struct page_view web_desk_breach_record_view = { "desk_breach_record", record_fields };

static enum err record_page(struct ctx *c, struct req *r, struct resp *w, int64_t id)
{
    struct fault fault = c->fault;
    struct move_form *form = arena_new_of(c->arena, struct move_form);

    fault_clear(&c->fault);
    TRY(breach_record_form(c, id, form));
    struct move_form_list one = { form, 1 };
    struct record_view v = { .action_href = matter_path(c, id, "/breach"),
                             .back_href = matter_path(c, id, "") };
    v.forms = forms_shown(c, r, id, &one, fault.err != ERR_OK ? &fault : NULL);
    c->fault = fault;
    web_of(r)->page.side_breaches = true;
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_breach_record",
                         (struct view){ record_fields, &v });
}

enum err web_desk_breach_record(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    return record_page(c, r, w, id);
}

enum err web_desk_breach_record_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct move_request q;
    int64_t id, breach = 0;

    TRY(matter_of_path(c, r, &id));
    move_request_read(c, r, id, &q);
    enum err e = breach_record_by_hand(c, id, q.fields, q.field_count, &breach);
    if (e == ERR_INVALID)
        return record_page(c, r, w, id);
    TRY(e);
    web_done(r, T_KEY("done.breach"));
    return web_see_other(w, matter_path(c, id, ""));
}
