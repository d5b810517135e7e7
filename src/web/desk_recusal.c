/* desk_recusal.c - one who must not handle a matter says so; somebody above him decides (4.4). */
#include "domain/app.h"
#include "domain/code.h"
#include "domain/recusal.h"
#include "web/desk_matter.h"

struct recusal_row {
    struct str id, name, work_no, ground, reason, state, day;
    bool asked, decided, mine;
};
struct recusal_view {
    struct matter_head head;
    struct str action_href;
    struct list rows, grounds, officers;
    struct str ground_error, officer_error, reason_error, reason;
    bool is_head;
};
static const struct field recusal_row_fields[] = {
    F_STR(struct recusal_row, id),     F_STR(struct recusal_row, name),
    F_STR(struct recusal_row, ground), F_STR(struct recusal_row, reason),
    F_STR(struct recusal_row, state),  F_STR(struct recusal_row, day),
    F_BOOL(struct recusal_row, asked), F_BOOL(struct recusal_row, decided),
    F_BOOL(struct recusal_row, mine),  F_END
};
static const struct field recusal_fields[] = {
    F_VIEW(struct recusal_view, head, matter_head_fields),
    F_STR(struct recusal_view, action_href),
    F_LIST(struct recusal_view, rows, struct recusal_row, recusal_row_fields),
    F_LIST(struct recusal_view, grounds, struct choice, choice_fields),
    F_LIST(struct recusal_view, officers, struct choice, choice_fields),
    F_STR(struct recusal_view, ground_error),
    F_STR(struct recusal_view, officer_error),
    F_STR(struct recusal_view, reason_error),
    F_STR(struct recusal_view, reason),
    F_BOOL(struct recusal_view, is_head),
    F_END
};
const struct page_view web_desk_recusal_view = { "desk_recusal", recusal_fields };

#define HEADS (RO_PO_HEAD | RO_HD_HEAD | RO_DEPUTY | RO_PRINCIPAL)

static struct list grounds_of(struct ctx *c, struct req *r, struct str now)
{
    struct code_list l = code_list(c->app->codes, S("RG"));
    struct choice *items = arena_array(c->arena, struct choice, l.n);

    for (size_t i = 0; i < l.n; i++)
        items[i] = (struct choice){ l.items[i].code, desk_code(r, l.items[i].code),
                                    str_eq(l.items[i].code, now) };
    return (struct list){ items, l.n };
}

static struct list officers_of(struct ctx *c, const struct desk_people *p, struct str now)
{
    struct choice *items = arena_array(c->arena, struct choice, p->officers.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < p->officers.n; i++) {
        const struct officer *o = &p->officers.items[i];
        struct str id = id_text(c, o->id);
        if (o->id != c->actor->officer)
            items[n++] = (struct choice){ id, o->name, str_eq(id, now) };
    }
    return (struct list){ items, n };
}

static enum err rows_of(struct ctx *c, struct req *r, int64_t id, struct recusal_view *v)
{
    struct recusal_list l;
    enum err e = recusal_of_matter(c, id, &l);

    if (e == ERR_DENIED) {
        fault_clear(&c->fault);
        v->is_head = false;
        return ERR_OK;
    }
    TRY(e);
    struct recusal_row *rows = arena_array(c->arena, struct recusal_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct recusal *x = &l.items[i];
        rows[i] = (struct recusal_row){
            .id = id_text(c, x->officer),
            .name = x->name,
            .ground = x->ground,
            .reason = x->reason,
            .state = x->state,
            .day = i18n_day(c->arena, web_of(r)->lang, x->day, ctx_today(c)),
            .asked = str_eq(x->state, S("ASKED")),
            .decided = str_eq(x->state, S("DECIDED")),
            .mine = x->mine_to_decide,
        };
    }
    v->rows = (struct list){ rows, l.n };
    return ERR_OK;
}

static enum err recusal_page(struct ctx *c, struct req *r, struct resp *w, int64_t id)
{
    struct fault fault = c->fault;
    struct recusal_view v = { .is_head = actor_has(c, HEADS) };
    struct desk_people people;
    struct matter m;

    v.ground_error = web_input(c, r, "ground", STR_NONE).error;
    v.officer_error = web_input(c, r, "officer", STR_NONE).error;
    v.reason_error = web_input(c, r, "reason", STR_NONE).error;
    v.reason = req_form(r, S("reason"));
    fault_clear(&c->fault);
    TRY(matter_find(c, id, &m));
    TRY(matter_head_of(c, r, &m, TAB_OVERVIEW, &v.head));
    v.head.on_overview = false;
    TRY(desk_people_load(c, &people));
    v.grounds = grounds_of(c, r, req_form(r, S("ground")));
    v.officers = officers_of(c, &people, req_form(r, S("officer")));
    if (v.is_head)
        TRY(rows_of(c, r, id, &v));
    v.action_href = matter_path(c, id, "/recusal");
    c->fault = fault;
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_recusal",
                         (struct view){ recusal_fields, &v });
}

enum err web_desk_recusal(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    return recusal_page(c, r, w, id);
}

static enum err act(struct ctx *c, struct req *r, int64_t id)
{
    struct str what = req_form(r, S("act"));
    int64_t officer = 0;

    if (!str_empty(req_form(r, S("officer"))) && !id_read(c, req_form(r, S("officer")), &officer))
        return FAULT(&c->fault, ERR_CONFLICT, "recusal.none", "no id");
    if (str_eq(what, S("agree")) || str_eq(what, S("refuse")))
        return recusal_decide(c, id, officer, str_eq(what, S("agree")));
    if (str_eq(what, S("lift")))
        return recusal_lift(c, id, officer);
    return recusal_ask(c, id, officer, req_form(r, S("ground")), req_form(r, S("reason")));
}

enum err web_desk_recusal_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct matter m;
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    enum err e = act(c, r, id);
    if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_DENIED)
        return recusal_page(c, r, w, id);
    TRY(e);
    web_done(r, T_KEY("done.recusal"));
    if (matter_find(c, id, &m) == ERR_OK)
        return web_see_other(w, matter_path(c, id, "/recusal"));
    fault_clear(&c->fault); /* his own: hidden from him from now on */
    return web_see_other(w, S("/desk"));
}
