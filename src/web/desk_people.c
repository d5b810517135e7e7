/*
 * desk_people.c - heads look after their body's officers: who is here, who joins, what they may do.
 * What one head does counts when a second one has confirmed it.
 */
#include "domain/app.h"
#include "web/desk.h"

#define ROLES_MAX 18

struct role_row {
    struct str role;
    bool given;
};
struct person_row {
    struct str id, name, work_no, dept;
    struct list roles, waiting;
    bool invited, has_waiting;
};
struct people_view {
    struct list people, roles;
    struct str name, work_no, name_error, work_no_error, roles_error;
};
struct person_view {
    struct str id, name, work_no, roles_error;
    struct list roles;
    bool has_waiting, self;
};
struct invited_view {
    struct str name, work_no, password;
};

static const struct field role_fields[] = { F_STR(struct role_row, role),
                                            F_BOOL(struct role_row, given), F_END };
static const struct field person_row_fields[] = {
    F_STR(struct person_row, id),
    F_STR(struct person_row, name),
    F_STR(struct person_row, work_no),
    F_STR(struct person_row, dept),
    F_LIST(struct person_row, roles, struct role_row, role_fields),
    F_LIST(struct person_row, waiting, struct role_row, role_fields),
    F_BOOL(struct person_row, invited),
    F_BOOL(struct person_row, has_waiting),
    F_END
};
static const struct field people_fields[] = {
    F_LIST(struct people_view, people, struct person_row, person_row_fields),
    F_LIST(struct people_view, roles, struct role_row, role_fields),
    F_STR(struct people_view, name),
    F_STR(struct people_view, work_no),
    F_STR(struct people_view, name_error),
    F_STR(struct people_view, work_no_error),
    F_STR(struct people_view, roles_error),
    F_END
};
static const struct field person_fields[] = { F_STR(struct person_view, id),
                                              F_STR(struct person_view, name),
                                              F_STR(struct person_view, work_no),
                                              F_STR(struct person_view, roles_error),
                                              F_LIST(struct person_view, roles, struct role_row,
                                                     role_fields),
                                              F_BOOL(struct person_view, has_waiting),
                                              F_BOOL(struct person_view, self),
                                              F_END };
static const struct field invited_fields[] = { F_STR(struct invited_view, name),
                                               F_STR(struct invited_view, work_no),
                                               F_STR(struct invited_view, password), F_END };
const struct page_view web_desk_people_view = { "desk_people", people_fields };
const struct page_view web_desk_person_view = { "desk_person", person_fields };
const struct page_view web_desk_invited_view = { "desk_invited", invited_fields };

/* The roles of a set, or all of them with those of the set marked. */
static struct list roles_list(struct ctx *c, uint32_t set, bool all)
{
    struct role_row *rows = arena_array(c->arena, struct role_row, ROLES_MAX);
    size_t n = 0;

    for (unsigned i = 0; ROLE_BIT(i) & ROLES_OFFICER && n < ROLES_MAX; i++)
        if (all || (set & ROLE_BIT(i)))
            rows[n++] = (struct role_row){ role_name(ROLE_BIT(i)), (set & ROLE_BIT(i)) != 0 };
    return (struct list){ rows, n };
}

static uint32_t roles_sent(struct req *r)
{
    uint32_t set = 0, bit;

    for (size_t i = 0; i < r->form.n; i++)
        if (str_eq(r->form.items[i].name, S("roles")) && role_parse(r->form.items[i].value, &bit))
            set |= bit & ROLES_OFFICER;
    return set;
}

static struct str dept_of(const struct desk_people *p, int64_t dept)
{
    for (size_t i = 0; i < p->depts.n; i++)
        if (p->depts.items[i].id == dept)
            return p->depts.items[i].name;
    return STR_NONE;
}

/* ---- the list, and one more ---- */

static enum err people_page(struct ctx *c, struct req *r, struct resp *w)
{
    struct fault fault = c->fault;
    struct people_view v = { .name = req_form(r, S("name")),
                             .work_no = req_form(r, S("work_no")),
                             .name_error = web_input(c, r, "name", STR_NONE).error,
                             .work_no_error = web_input(c, r, "work_no", STR_NONE).error,
                             .roles_error = web_input(c, r, "roles", STR_NONE).error };
    struct desk_people p;

    fault_clear(&c->fault);
    TRY(desk_people_load(c, &p));
    struct person_row *rows = arena_array(c->arena, struct person_row, p.officers.n + 1);
    for (size_t i = 0; i < p.officers.n; i++) {
        const struct officer *o = &p.officers.items[i];
        rows[i] = (struct person_row){ .id = id_text(c, o->id),
                                       .name = o->name,
                                       .work_no = o->work_no,
                                       .dept = dept_of(&p, o->dept),
                                       .roles = roles_list(c, o->roles, false),
                                       .waiting = roles_list(c, o->roles_waiting, false),
                                       .has_waiting = o->roles_waiting != 0,
                                       .invited = str_eq(o->state, S("INVITED")) };
    }
    v.people = (struct list){ rows, p.officers.n };
    v.roles = roles_list(c, roles_sent(r), true);
    web_of(r)->page.side_people = true;
    c->fault = fault;
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_people",
                         (struct view){ people_fields, &v });
}

enum err web_desk_people(struct ctx *c, struct req *r, struct resp *w)
{
    return people_page(c, r, w);
}

/* A one-time password has no address: the page with it is the answer, and comes once. */
static enum err invited_page(struct req *r, struct resp *w, struct str name, struct str work_no,
                             struct str password)
{
    struct invited_view v = { name, work_no, password };

    web_of(r)->page.side_people = true;
    return web_render(r, w, "desk_invited", (struct view){ invited_fields, &v });
}

enum err web_desk_people_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct officer_new n = { .org = c->actor->org,
                             .work_no = req_form(r, S("work_no")),
                             .name = str_trim(req_form(r, S("name"))),
                             .roles = roles_sent(r) };
    struct str password;
    enum err e = officer_add(c, &n, &password);

    if (e == ERR_INVALID || e == ERR_CONFLICT)
        return people_page(c, r, w);
    TRY(e);
    return invited_page(r, w, n.name, officer_work_no(c->arena, n.work_no), password);
}

/* ---- one officer ---- */

/* Of the own body: others are not there. */
static enum err officer_of_path(struct ctx *c, struct req *r, struct officer *ret)
{
    int64_t id;

    if (!id_read(c, req_param(r, S("id")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "officer.none", "no id");
    TRY(officer_find(c, id, ret));
    if (ret->org != c->actor->org)
        return FAULT(&c->fault, ERR_NOT_FOUND, "officer.none", "another body's");
    return ERR_OK;
}

static enum err person_page(struct ctx *c, struct req *r, struct resp *w, const struct officer *o)
{
    bool again = c->fault.err != ERR_OK;
    struct person_view v = { .id = id_text(c, o->id),
                             .name = o->name,
                             .work_no = o->work_no,
                             .roles = roles_list(
                                 c, again ? roles_sent(r) : o->roles | o->roles_waiting, true),
                             .roles_error = web_input(c, r, "roles", STR_NONE).error,
                             .has_waiting = o->roles_waiting != 0,
                             .self = o->id == c->actor->officer };

    web_of(r)->page.side_people = true;
    return web_form_page(c, r, w, again, "desk_person", (struct view){ person_fields, &v });
}

enum err web_desk_person(struct ctx *c, struct req *r, struct resp *w)
{
    struct officer o;

    TRY(officer_of_path(c, r, &o));
    return person_page(c, r, w, &o);
}

static enum err act(struct ctx *c, struct req *r, const struct officer *o, struct str *ret_password)
{
    struct str what = req_form(r, S("act"));

    if (str_eq(what, S("confirm")))
        return officer_confirm(c, o->id);
    if (str_eq(what, S("reset")))
        return officer_reset(c, o->id, ret_password);
    if (str_eq(what, S("leave")))
        return officer_leave(c, o->id);
    return officer_roles_set(c, o->id, roles_sent(r));
}

enum err web_desk_person_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct str password = STR_NONE;
    struct officer o;

    TRY(officer_of_path(c, r, &o));
    enum err e = act(c, r, &o, &password);
    if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_DENIED)
        return person_page(c, r, w, &o);
    TRY(e);
    if (!str_absent(password))
        return invited_page(r, w, o.name, o.work_no, password);
    web_done(r, T_KEY("done.person"));
    return web_see_other(w, S("/desk/people"));
}

/* ---- oneself ---- */

struct held_row {
    struct str kind, org;
};
struct me_view {
    struct str name, work_no, org, last_login;
    int64_t failures;
    struct list roles, desks;
    bool has_desks;
};
static const struct field held_fields[] = { F_STR(struct held_row, kind),
                                            F_STR(struct held_row, org), F_END };
static const struct field me_fields[] = {
    F_STR(struct me_view, name),
    F_STR(struct me_view, work_no),
    F_STR(struct me_view, org),
    F_STR(struct me_view, last_login),
    F_INT(struct me_view, failures),
    F_LIST(struct me_view, roles, struct role_row, role_fields),
    F_LIST(struct me_view, desks, struct held_row, held_fields),
    F_BOOL(struct me_view, has_desks),
    F_END
};
const struct page_view web_desk_me_view = { "desk_me", me_fields };

enum err web_desk_me(struct ctx *c, struct req *r, struct resp *w)
{
    const struct actor *a = c->actor;
    struct held_row *desks = arena_array(c->arena, struct held_row, ACTOR_DESKS_MAX);
    const struct org *own = org_find(app_orgs(c->app), a->org);
    size_t n = 0;
    struct me_view v = { .name = a->name,
                         .work_no = a->work_no,
                         .org = own ? own->name : STR_NONE,
                         .failures = a->failures_before,
                         .roles = roles_list(c, a->roles, false) };

    if (a->last_login.ms)
        v.last_login = i18n_time(c->arena, web_of(r)->lang, a->last_login, ctx_today(c));
    for (size_t i = 0; i < a->desk_count; i++) {
        const struct org *o = org_find(app_orgs(c->app), a->desks[i].org);
        bool again = i > 0 && a->desks[i].id == a->desks[i - 1].id; /* an older generation */
        if (!again)
            desks[n++] = (struct held_row){ str_of(a->desks[i].kind), o ? o->name : STR_NONE };
    }
    v.desks = (struct list){ desks, n };
    v.has_desks = n > 0;
    return web_render(r, w, "desk_me", (struct view){ me_fields, &v });
}
