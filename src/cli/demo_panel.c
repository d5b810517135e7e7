/* demo_panel.c - registers, codes and who comes by code, in the demo's stories. */
#include "cli/demo_panel.h"

#include "domain/id.h"
#include "domain/session.h"

struct demo_code {
    struct password_job job;
    struct str role, kind;
    struct demo_code *next;
};

static struct str field(const struct move_field *f, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(f[i].name, str_of(name)))
            return f[i].value;
    }
    return S("");
}

enum err demo_enrol(struct ctx *c, const struct move_field *f, size_t n)
{
    struct day today = ctx_today(c);
    const struct panel_member_new m = {
        .kind = field(f, n, "kind"),
        .name = field(f, n, "name"),
        .unit = field(f, n, "unit"),
        .field = field(f, n, "field"),
        .from_on = day_format(c->arena, today),
        .to_on = day_format(c->arena, (struct day){ today.n + 3 * 365 }),
    };
    int64_t id;

    if (!str_empty(demo_member(c, c->actor->org, m.kind)))
        return ERR_OK;
    return panel_member_add(c, &m, &id);
}

struct str demo_member(struct ctx *c, int64_t org, struct str kind)
{
    struct panel_member_list l;

    if (panel_members_serving(c, org, str_eq(kind, S(PANEL_EXPERT)), &l) != ERR_OK) {
        fault_clear(&c->fault);
        return S("");
    }
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.items[i].kind, kind))
            return id_text(c, l.items[i].id);
    }
    return S("");
}

enum err demo_codes(struct demo *d, struct ctx *c, struct demo_story *s,
                    struct str kind)
{
    struct panel_codes *x = arena_new_of(c->arena, struct panel_codes);
    struct subproc_list l;

    TRY(subproc_open_of(c, s->matter, kind, &l));
    if (l.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "subproc.none", "%.*s", STR_ARG(kind));
    TRY(panel_codes_prepare(c, s->matter, l.items[0].id, 0, x));
    panel_codes_run(x);
    TRY(panel_codes_finish(c, x));
    for (size_t i = 0; i < x->n; i++) {
        struct demo_code *k = arena_new_of(d->arena, struct demo_code);
        *k = (struct demo_code){ x->items[i].job, str_dup(d->arena, x->items[i].role),
                                 str_dup(d->arena, kind), s->codes };
        k->job.password = S("");
        s->codes = k;
    }
    return ERR_OK;
}

static enum err once(struct ctx *c, const struct demo_code *k, struct str move,
                     const struct move_field *f, size_t n)
{
    struct str cookie;

    c->actor = actor_nobody(c->arena);
    TRY(panel_login_finish(c, &k->job, &cookie));
    TRY(panel_move(c, move, field(f, n, "outcome"), f, n));
    return session_end(c, cookie);
}

enum err demo_by_code(struct ctx *c, const struct demo_story *s, struct str move,
                      const struct move_field *f, size_t n)
{
    const struct move *m = procedure_move(c->app->procedure, move);
    size_t did = 0;

    for (const struct demo_code *k = s->codes; m && m->of && k; k = k->next) {
        uint32_t role = 0;
        if (!str_eq(k->kind, m->of->id) || !role_parse(k->role, &role) || !(m->act & role))
            continue;
        TRY(once(c, k, move, f, n));
        did++;
    }
    return did ? ERR_OK
               : FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_seat", "%.*s", STR_ARG(move));
}

enum err demo_checks(struct ctx *c)
{
    struct panel_check_list l;
    bool clean;

    TRY(panel_checks(c, &l));
    for (size_t i = 0; i < l.n; i++)
        TRY(panel_check(c, l.items[i].id, &clean));
    return ERR_OK;
}
