/*
 * desk_panel.c - the register of representatives and experts, their notes, strips with codes.
 */
#include "domain/panel.h"

#include "domain/app.h"
#include "web/desk_matter.h"

struct member_row {
    struct str id, kind, name, unit, field, from, to, withdrawn, reason;
    bool serving, gone;
};
struct register_view {
    struct list members;
    struct list kinds;
    struct input kind, name, unit, field, from_on, to_on, reason;
    bool has_members, keeps;
};
static const struct field member_fields[] = { F_STR(struct member_row, id),
                                              F_STR(struct member_row, kind),
                                              F_STR(struct member_row, name),
                                              F_STR(struct member_row, unit),
                                              F_STR(struct member_row, field),
                                              F_STR(struct member_row, from),
                                              F_STR(struct member_row, to),
                                              F_STR(struct member_row, withdrawn),
                                              F_STR(struct member_row, reason),
                                              F_BOOL(struct member_row, serving),
                                              F_BOOL(struct member_row, gone),
                                              F_END };
static const struct field register_fields[] = {
    F_LIST(struct register_view, members, struct member_row, member_fields),
    F_LIST(struct register_view, kinds, struct choice, choice_fields),
    F_VIEW(struct register_view, kind, input_fields),
    F_VIEW(struct register_view, name, input_fields),
    F_VIEW(struct register_view, unit, input_fields),
    F_VIEW(struct register_view, field, input_fields),
    F_VIEW(struct register_view, from_on, input_fields),
    F_VIEW(struct register_view, to_on, input_fields),
    F_VIEW(struct register_view, reason, input_fields),
    F_BOOL(struct register_view, has_members),
    F_BOOL(struct register_view, keeps),
    F_END
};
const struct page_view web_desk_panel_view = { "desk_panel", register_fields };

struct note_row {
    struct str matter, name, unit, role, seen, text;
    bool opened, opinion, own;
};
struct notes_view {
    struct list notes;
    bool has_notes;
};
static const struct field note_fields[] = { F_STR(struct note_row, matter),
                                            F_STR(struct note_row, name),
                                            F_STR(struct note_row, unit),
                                            F_STR(struct note_row, role),
                                            F_STR(struct note_row, seen),
                                            F_STR(struct note_row, text),
                                            F_BOOL(struct note_row, opened),
                                            F_BOOL(struct note_row, opinion),
                                            F_BOOL(struct note_row, own),
                                            F_END };
static const struct field notes_fields[] = {
    F_LIST(struct notes_view, notes, struct note_row, note_fields),
    F_BOOL(struct notes_view, has_notes), F_END
};
const struct page_view web_desk_notes_view = { "desk_notes", notes_fields };

struct strip_row {
    struct str name, role, code;
};
struct codes_view {
    struct list strips;
    struct str back_href;
};
static const struct field strip_fields[] = { F_STR(struct strip_row, name),
                                             F_STR(struct strip_row, role),
                                             F_STR(struct strip_row, code), F_END };
static const struct field codes_fields[] = {
    F_LIST(struct codes_view, strips, struct strip_row, strip_fields),
    F_STR(struct codes_view, back_href), F_END
};
const struct page_view web_desk_codes_view = { "desk_codes", codes_fields };

/* ---- the register ---- */

static struct str day_text(struct ctx *c, struct req *r, struct day d)
{
    return day_absent(d) ? STR_NONE : i18n_day(c->arena, web_of(r)->lang, d, DAY_NONE);
}

static enum err rows_of(struct ctx *c, struct req *r, struct list *ret)
{
    struct panel_member_list l;

    TRY(panel_members(c, &l));
    struct member_row *rows = arena_array(c->arena, struct member_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct panel_member *m = &l.items[i];
        rows[i] = (struct member_row){ .id = id_text(c, m->id),
                                       .kind = m->kind,
                                       .name = m->name,
                                       .unit = m->unit,
                                       .field = m->field,
                                       .from = day_text(c, r, m->from),
                                       .to = day_text(c, r, m->to),
                                       .withdrawn = day_text(c, r, m->withdrawn),
                                       .reason = m->reason,
                                       .serving = m->serving,
                                       .gone = !day_absent(m->withdrawn) };
    }
    *ret = (struct list){ rows, l.n };
    return ERR_OK;
}

static struct list kinds_of(struct ctx *c, struct req *r, struct str now)
{
    struct code_list l = code_list(c->app->codes, S("REP"));
    struct choice *items = arena_array(c->arena, struct choice, l.n + 1);
    size_t n = 0;

    items[n++] = (struct choice){ .value = S(""), .label = S(""), .selected = str_empty(now) };
    for (size_t i = 0; i < l.n; i++)
        items[n++] = (struct choice){ l.items[i].code, desk_code(r, l.items[i].code),
                                      str_eq(l.items[i].code, now) };
    return (struct list){ items, n };
}

static enum err register_page(struct ctx *c, struct req *r, struct resp *w)
{
    struct fault fault = c->fault;
    struct register_view v = { .kind = web_input(c, r, "kind", STR_NONE),
                               .name = web_input(c, r, "name", STR_NONE),
                               .unit = web_input(c, r, "unit", STR_NONE),
                               .field = web_input(c, r, "field", STR_NONE),
                               .from_on = web_input(c, r, "from_on", STR_NONE),
                               .to_on = web_input(c, r, "to_on", STR_NONE),
                               .reason = web_input(c, r, "reason", STR_NONE),
                               .keeps = actor_has(c, RO_PO_HEAD) };

    fault_clear(&c->fault);
    TRY(rows_of(c, r, &v.members));
    v.has_members = v.members.n > 0;
    v.kinds = kinds_of(c, r, v.kind.value);
    web_of(r)->page.side_panel = true;
    c->fault = fault;
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_panel",
                         (struct view){ register_fields, &v });
}

enum err web_desk_panel(struct ctx *c, struct req *r, struct resp *w)
{
    return register_page(c, r, w);
}

static enum err withdraw(struct ctx *c, struct req *r)
{
    int64_t id;

    if (!id_read(c, req_form(r, S("member")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_member", "no id");
    return panel_member_withdraw(c, id, req_form(r, S("reason")));
}

static enum err add(struct ctx *c, struct req *r)
{
    struct day today = ctx_today(c);
    const struct panel_member_new n = {
        .kind = req_form(r, S("kind")),
        .name = req_form(r, S("name")),
        .unit = req_form(r, S("unit")),
        .field = req_form(r, S("field")),
        .from_on = desk_day(c->arena, req_form(r, S("from_on")), today),
        .to_on = desk_day(c->arena, req_form(r, S("to_on")), today),
    };
    int64_t id;

    return panel_member_add(c, &n, &id);
}

enum err web_desk_panel_do(struct ctx *c, struct req *r, struct resp *w)
{
    bool leaves = str_eq(req_form(r, S("act")), S("withdraw"));
    enum err e = leaves ? withdraw(c, r) : add(c, r);

    if (e == ERR_INVALID)
        return register_page(c, r, w);
    TRY(e);
    web_done(r, leaves ? T_KEY("done.panel_left") : T_KEY("done.panel_added"));
    return web_see_other(w, S("/desk/panel"));
}

/* ---- notes ---- */

enum err web_desk_notes(struct ctx *c, struct req *r, struct resp *w)
{
    struct panel_note_list l;

    TRY(panel_notes(c, &l));
    struct note_row *rows = arena_array(c->arena, struct note_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct panel_note *n = &l.items[i];
        rows[i] = (struct note_row){ .matter = id_text(c, n->matter),
                                     .name = n->name,
                                     .unit = n->unit,
                                     .role = n->role,
                                     .seen = day_text(c, r, n->seen),
                                     .text = n->text,
                                     .opened = n->opened,
                                     .own = n->org == c->actor->org,
                                     .opinion = str_eq(n->kind, S("OPINION")) };
    }
    struct notes_view v = { { rows, l.n }, l.n > 0 };
    web_of(r)->page.side_notes = true;
    return web_render(r, w, "desk_notes", (struct view){ notes_fields, &v });
}

/* ---- codes: the page with them is the answer, and comes once ---- */

enum err web_desk_codes_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct panel_codes *x = arena_new_of(c->arena, struct panel_codes);
    struct str named = req_form(r, S("seat"));
    int64_t id, subproc, seat = 0;

    web_of(r)->own = x;
    TRY(matter_of_path(c, r, &id));
    if (!id_read(c, req_form(r, S("subproc")), &subproc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "subproc.none", "no id");
    if (!str_empty(named) && !id_read(c, named, &seat))
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_seat", "no id");
    TRY(panel_codes_prepare(c, id, subproc, seat, x));
    *ret = (struct http_job){ HTTP_LANE_REPORTER, panel_codes_run, x };
    return ERR_OK;
}

enum err web_desk_codes(struct ctx *c, struct req *r, struct resp *w)
{
    struct panel_codes *x = (struct panel_codes *)web_of(r)->own;
    struct strip_row *rows;

    if (web_of(r)->prepare_failed)
        return c->fault.err;
    TRY(panel_codes_finish(c, x));
    rows = arena_array(c->arena, struct strip_row, x->n + 1);
    for (size_t i = 0; i < x->n; i++)
        rows[i] = (struct strip_row){ x->items[i].name, x->items[i].role, x->items[i].code };
    struct codes_view v = { { rows, x->n }, matter_path(c, x->matter, "/procedure") };
    return web_render(r, w, "desk_codes", (struct view){ codes_fields, &v });
}
