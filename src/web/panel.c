/*
 * panel.c - /panel: who is called from outside comes by code, reads one copy without names, and
 * says what he has to say. Without script, without a link to anything else of the matter.
 */
#include "domain/panel.h"

#include "domain/app.h"
#include "web/desk_matter.h"

#define FIELDS_MAX 8

struct panel_page_view {
    struct str role, state, name, body, kind, until, text, record;
    struct list forms, kept;
    bool pledged, waits, has_kept, has_forms, has_ballot;
    int64_t hearers, votes_in;
};
static const struct field panel_page_fields[] = {
    F_STR(struct panel_page_view, role),
    F_STR(struct panel_page_view, state),
    F_STR(struct panel_page_view, name),
    F_STR(struct panel_page_view, body),
    F_STR(struct panel_page_view, kind),
    F_STR(struct panel_page_view, until),
    F_STR(struct panel_page_view, text),
    F_STR(struct panel_page_view, record),
    F_LIST(struct panel_page_view, forms, struct form_view, form_fields),
    F_LIST(struct panel_page_view, kept, struct kept_text, kept_fields),
    F_BOOL(struct panel_page_view, pledged),
    F_BOOL(struct panel_page_view, waits),
    F_BOOL(struct panel_page_view, has_kept),
    F_BOOL(struct panel_page_view, has_forms),
    F_BOOL(struct panel_page_view, has_ballot),
    F_INT(struct panel_page_view, hearers),
    F_INT(struct panel_page_view, votes_in),
    F_END
};
const struct page_view web_panel_view = { "panel", panel_page_fields };

struct panel_login_view {
    struct input code;
    struct str note;
};
static const struct field panel_login_fields[] = { F_VIEW(struct panel_login_view, code,
                                                          input_fields),
                                                   F_STR(struct panel_login_view, note), F_END };
const struct page_view web_panel_login_view = { "panel_login", panel_login_fields };

/* ---- in and out ---- */

static struct panel_login_view login_view_of(struct ctx *c, struct req *r)
{
    struct panel_login_view v = { .code = web_input(c, r, "code", STR_NONE) };

    v.code.value = STR_NONE; /* a code never comes back in a page */
    return v;
}

enum err web_panel_login_page(struct ctx *c, struct req *r, struct resp *w, const char *note_key)
{
    struct panel_login_view v = login_view_of(c, r);

    web_of(r)->page.title = web_text(r, "title.panel_login");
    if (note_key)
        v.note = web_text(r, note_key);
    return web_render(r, w, "panel_login", (struct view){ panel_login_fields, &v });
}

enum err web_panel_login_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct password_job *j = arena_new_of(c->arena, struct password_job);

    web_of(r)->own = j;
    TRY(panel_login_prepare(c, req_form(r, S("code")), j));
    *ret = (struct http_job){ HTTP_LANE_REPORTER, password_run, j };
    return ERR_OK;
}

enum err web_panel_login(struct ctx *c, struct req *r, struct resp *w)
{
    struct str cookie = STR_NONE;

    if (web_of(r)->prepare_failed ||
        panel_login_finish(c, (struct password_job *)web_of(r)->own, &cookie) != ERR_OK) {
        struct panel_login_view v = login_view_of(c, r);
        return web_form_again(c, r, w, "panel_login", (struct view){ panel_login_fields, &v });
    }
    web_cookie_session(r, AREA_PANEL, cookie);
    return web_see_other(w, S("/panel"));
}

enum err web_panel_logout(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(session_end(c, web_of(r)->session_cookie));
    web_cookie_session(r, AREA_PANEL, STR_NONE);
    resp_header(w, S("Clear-Site-Data"), S("\"cache\", \"storage\""));
    web_done(r, "done.logged_out");
    return web_see_other(w, S("/panel"));
}

/* ---- the one page ---- */

/* His seat says which sub-procedure it is: no id of it, nor of the matter, stands on this page. */
static struct list forms_of_seat(struct req *r, const struct panel_view *p,
                                 const struct fault *fault, bool *ret_offered)
{
    struct arena *a = r->ctx->arena;
    struct move_form *bare = arena_array(a, struct move_form, p->forms.n + 1);

    *ret_offered = false;
    for (size_t i = 0; i < p->forms.n; i++) {
        bare[i] = p->forms.items[i];
        bare[i].subproc = 0;
        *ret_offered = *ret_offered || str_eq(req_form(r, S("move")), bare[i].move);
    }
    const struct move_form_list l = { bare, p->forms.n };
    struct list shown = forms_shown(r->ctx, r, 0, &l, fault);
    return shown;
}

/* What was typed for a step that is not open any more. */
static struct list kept_of(struct req *r)
{
    struct kept_text *list = arena_array(r->ctx->arena, struct kept_text, r->form.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < r->form.n; i++) {
        struct str name = r->form.items[i].name, value = str_trim(r->form.items[i].value);
        if (!str_eq(name, S("csrf")) && !str_eq(name, S("move")) && value.n)
            list[n++] = (struct kept_text){ move_label(r, name), value };
    }
    return (struct list){ list, n };
}

static enum err page(struct ctx *c, struct req *r, struct resp *w)
{
    struct fault fault = c->fault;
    bool failed = fault.err != ERR_OK, offered;
    struct panel_view p;
    enum err e;

    fault_clear(&c->fault);
    e = panel_open(c, &p);
    if (e == ERR_LOGIN) {
        web_cookie_session(r, AREA_PANEL, STR_NONE);
        fault_clear(&c->fault);
        return web_panel_login_page(c, r, w, T_KEY("panel.over"));
    }
    TRY(e);
    struct panel_page_view v = { .role = p.seat.role,
                                 .state = p.seat.state,
                                 .name = p.seat.name,
                                 .body = p.body,
                                 .kind = p.kind,
                                 .text = p.text,
                                 .record = p.record,
                                 .pledged = str_eq(p.seat.state, S("PLEDGED")),
                                 .has_ballot = p.hearers > 0,
                                 .hearers = p.hearers,
                                 .votes_in = p.votes_in };
    if (!day_absent(p.until))
        v.until = i18n_day(c->arena, web_of(r)->lang, p.until, ctx_today(c));
    v.waits = v.pledged && str_absent(v.text);
    v.forms = forms_of_seat(r, &p, failed ? &fault : NULL, &offered);
    v.has_forms = v.forms.n > 0;
    if (failed && !offered)
        v.kept = kept_of(r);
    v.has_kept = v.kept.n > 0;
    c->fault = fault;
    return web_form_page(c, r, w, failed, "panel", (struct view){ panel_page_fields, &v });
}

enum err web_panel(struct ctx *c, struct req *r, struct resp *w)
{
    return page(c, r, w);
}

enum err web_panel_moves(struct ctx *c, struct req *r, struct resp *w)
{
    struct move_field fields[FIELDS_MAX];
    struct str move = req_form(r, S("move"));
    size_t n = 0;

    for (size_t i = 0; i < r->form.n && n < FIELDS_MAX; i++) {
        struct str name = r->form.items[i].name, value = str_trim(r->form.items[i].value);
        bool frame = str_eq(name, S("csrf")) || str_eq(name, S("move")) ||
                     str_eq(name, S("outcome"));
        if (!frame && value.n)
            fields[n++] = (struct move_field){ name, value };
    }
    web_of(r)->label_of = move_label;
    enum err e = panel_move(c, move, req_form(r, S("outcome")), fields, n);
    if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_LOGIN)
        return page(c, r, w);
    TRY(e);
    web_done(r, T_KEY("done.panel"));
    return web_see_other(w, S("/panel"));
}
