/* panel.c - who is called from outside: registers, codes, the session by code, notes. */
#include "domain/panel.h"

#include "api/frame.h"

/* ---- the register ---- */

enum err api_panel_members(struct ctx *c, struct req *r, struct resp *w)
{
    struct panel_member_list l;
    TRY(panel_members(c, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        const struct panel_member *m = &l.items[i];
        json_open(&j, '{');
        api_id(c, &j, "id", m->id);
        json_kstr(&j, "kind", m->kind);
        json_kstr(&j, "name", m->name);
        json_kstr(&j, "unit", m->unit);
        json_kstr(&j, "field", m->field);
        api_day(&j, "from_on", m->from);
        api_day(&j, "to_on", m->to);
        json_kbool(&j, "serving", m->serving);
        api_day(&j, "withdrawn", m->withdrawn);
        json_kstr(&j, "reason", m->reason);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

enum err api_panel_member_add(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "kind",    "name",  "unit", "field",
                                         "from_on", "to_on", NULL };
    struct panel_member_new n = { .kind = STR_NONE };
    int64_t id;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "kind", &n.kind));
    TRY(api_str(c, o, "name", &n.name));
    TRY(api_str(c, o, "unit", &n.unit));
    TRY(api_str(c, o, "field", &n.field));
    TRY(api_str(c, o, "from_on", &n.from_on));
    TRY(api_str(c, o, "to_on", &n.to_on));
    TRY(panel_member_add(c, &n, &id));
    struct json j = api_json(r, w, 201);
    json_open(&j, '{');
    api_id(c, &j, "id", id);
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_panel_member_leave(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "reason", NULL };
    struct str reason;
    int64_t id;
    json_t *o;
    if (!id_read(c, req_param(r, S("id")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_member", "no id");
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "reason", &reason));
    TRY(panel_member_withdraw(c, id, reason));
    w->status = 204;
    return ERR_OK;
}

/* ---- of a matter ---- */

static void write_seats(struct ctx *c, struct json *j, const struct panel *p)
{
    json_key(j, "seats");
    json_open(j, '[');
    for (size_t i = 0; i < p->seats.n; i++) {
        const struct panel_seat *s = &p->seats.items[i];
        json_open(j, '{');
        api_id(c, j, "id", s->id);
        json_kstr(j, "role", s->role);
        json_kstr(j, "name", s->name);
        json_kstr(j, "unit", s->unit);
        json_kstr(j, "state", s->state);
        api_day(j, "code_given", s->code);
        api_day(j, "opinion", s->opinion);
        api_day(j, "voted", s->voted);
        api_day(j, "signed", s->signed_on);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static enum err matter_at(struct ctx *c, struct req *r, int64_t *ret)
{
    struct matter m;
    if (!id_read(c, req_param(r, S("id")), ret))
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no id");
    TRY(matter_find(c, *ret, &m));
    if (m.below)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "clocks and states only");
    return ERR_OK;
}

enum err api_matter_panels(struct ctx *c, struct req *r, struct resp *w)
{
    struct panel_list l;
    int64_t id;
    TRY(matter_at(c, r, &id));
    TRY(panels_of_matter(c, id, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        const struct panel *p = &l.items[i];
        json_open(&j, '{');
        api_id(c, &j, "subproc", p->subproc);
        json_kstr(&j, "kind", p->kind);
        json_kstr(&j, "state", p->subproc_state);
        api_day(&j, "until", p->until);
        json_kstr(&j, "copy", p->text);
        json_ki64(&j, "hearers", p->hearers);
        json_ki64(&j, "votes_in", p->votes_in);
        if (p->counted) {
            json_ki64(&j, "votes_for", p->votes_for);
            json_ki64(&j, "votes_against", p->votes_against);
            json_kstr(&j, "reasons", p->reasons);
        }
        write_seats(c, &j, p);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

enum err api_panel_codes_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    static const char *const names[] = { "seat", NULL };
    struct panel_codes *x = arena_new_of(c->arena, struct panel_codes);
    struct str of;
    int64_t id, subproc, seat = 0;
    json_t *o;
    api_of(r)->own = x;
    TRY(matter_at(c, r, &id));
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "seat", &of));
    if (!id_read(c, req_param(r, S("subproc")), &subproc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "subproc.none", "no id");
    if (!str_empty(of) && !id_read(c, of, &seat))
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_seat", "no id");
    TRY(panel_codes_prepare(c, id, subproc, seat, x));
    *ret = (struct http_job){ HTTP_LANE_REPORTER, panel_codes_run, x };
    return ERR_OK;
}

enum err api_panel_codes(struct ctx *c, struct req *r, struct resp *w)
{
    struct panel_codes *x = (struct panel_codes *)api_of(r)->own;
    TRY(panel_codes_finish(c, x));
    struct json j = api_json(r, w, 201);
    json_open(&j, '[');
    for (size_t i = 0; i < x->n; i++) {
        json_open(&j, '{');
        api_id(c, &j, "seat", x->items[i].seat);
        json_kstr(&j, "role", x->items[i].role);
        json_kstr(&j, "name", x->items[i].name);
        json_kstr(&j, "code", x->items[i].code);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

/* ---- by code ---- */

enum err api_panel_login_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    static const char *const names[] = { "code", NULL };
    struct password_job *job = arena_new_of(c->arena, struct password_job);
    struct str code;
    json_t *o;
    api_of(r)->own = job;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "code", &code));
    TRY(panel_login_prepare(c, code, job));
    *ret = (struct http_job){ HTTP_LANE_REPORTER, password_run, job };
    return ERR_OK;
}

enum err api_panel_login(struct ctx *c, struct req *r, struct resp *w)
{
    struct str token;
    TRY(panel_login_finish(c, (struct password_job *)api_of(r)->own, &token));
    struct json j = api_json(r, w, 201);
    json_open(&j, '{');
    json_kstr(&j, "token", token);
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_panel_logout(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(session_end(c, api_of(r)->bearer));
    w->status = 204;
    return ERR_OK;
}

static enum err write_panel(struct ctx *c, struct req *r, struct resp *w)
{
    struct panel_view v;
    TRY(panel_open(c, &v));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kstr(&j, "role", v.seat.role);
    json_kstr(&j, "name", v.seat.name);
    json_kstr(&j, "state", v.seat.state);
    json_kstr(&j, "kind", v.kind);
    json_kstr(&j, "body", v.body);
    api_day(&j, "until", v.until);
    json_kstr(&j, "copy", v.text);
    json_kstr(&j, "record", v.record);
    json_ki64(&j, "hearers", v.hearers);
    json_ki64(&j, "votes_in", v.votes_in);
    json_key(&j, "moves");
    json_open(&j, '[');
    for (size_t i = 0; i < v.forms.n; i++)
        api_write_form(c, r, &j, &v.forms.items[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_panel_show(struct ctx *c, struct req *r, struct resp *w)
{
    return write_panel(c, r, w);
}

enum err api_panel_move(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "move", "fields", "outcome", NULL };
    struct move_request q = { 0 };
    struct panel_view v;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "move", &q.move));
    TRY(api_str(c, o, "outcome", &q.outcome));
    TRY(api_fields(c, o, &q));
    TRY(panel_move(c, q.move, q.outcome, q.fields, q.field_count));
    if (panel_open(c, &v) == ERR_OK)
        return write_panel(c, r, w);
    fault_clear(&c->fault); /* who declined sees no more of it */
    w->status = 204;
    return ERR_OK;
}

/* ---- notes, and the custodian ---- */

enum err api_supervision_notes(struct ctx *c, struct req *r, struct resp *w)
{
    struct panel_note_list l;
    TRY(panel_notes(c, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        const struct panel_note *n = &l.items[i];
        json_open(&j, '{');
        api_id(c, &j, "id", n->id);
        api_id(c, &j, "matter", n->matter);
        json_ki64(&j, "body", n->org);
        json_kstr(&j, "kind", n->kind);
        json_kstr(&j, "role", n->role);
        json_kstr(&j, "name", n->name);
        json_kstr(&j, "unit", n->unit);
        api_day(&j, "seen", n->seen);
        api_day(&j, "day", n->day);
        json_kstr(&j, "text", n->text);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

enum err api_panel_checks(struct ctx *c, struct req *r, struct resp *w)
{
    struct panel_check_list l;
    TRY(panel_checks(c, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        json_open(&j, '{');
        api_id(c, &j, "id", l.items[i].id);
        json_kstr(&j, "name", l.items[i].name);
        json_kstr(&j, "unit", l.items[i].unit);
        api_day(&j, "day", l.items[i].day);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

enum err api_panel_check(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const none[] = { NULL };
    int64_t id;
    bool clean;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, none));
    if (!id_read(c, req_param(r, S("id")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_check", "no id");
    TRY(panel_check(c, id, &clean));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kbool(&j, "clean", clean);
    json_close(&j, '}');
    return ERR_OK;
}
