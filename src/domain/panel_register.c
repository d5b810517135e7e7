/* panel_register.c - the registers of representatives and experts that a body keeps. */
#include "base/utf8.h"
#include "domain/app.h"
#include "domain/audit.h"
#include "domain/panel.h"
#include "domain/part.h"
#include "domain/rowmac.h"
#include "gen/queries.h"

#define NAME_MAX_CHARS 40
#define UNIT_MAX_CHARS 80
#define REASON_MAX_CHARS 500
#define TERM_MAX_DAYS (10 * 366)

static struct panel_member row_of(struct ctx *c, const struct rows *r, size_t i)
{
    struct day today = ctx_today(c);
    struct panel_member m = { .id = cell(r, i, 0)->i,
                              .org = cell(r, i, 1)->i,
                              .kind = cell(r, i, 2)->s,
                              .name = cell(r, i, 3)->s,
                              .unit = cell(r, i, 4)->s,
                              .field = cell(r, i, 5)->s,
                              .from = cell_day(r, i, 6),
                              .to = cell_day(r, i, 7),
                              .withdrawn = cell_day(r, i, 8),
                              .reason = cell(r, i, 9)->s };

    m.serving = day_absent(m.withdrawn) && m.from.n <= today.n && today.n <= m.to.n;
    return m;
}

static struct panel_member_list rows_of(struct ctx *c, const struct rows *r)
{
    struct panel_member *items = arena_array(c->arena, struct panel_member, r->n + 1);

    for (size_t i = 0; i < r->n; i++)
        items[i] = row_of(c, r, i);
    return (struct panel_member_list){ items, r->n };
}

static enum err may(struct ctx *c, uint32_t roles)
{
    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, roles))
        return FAULT(&c->fault, ERR_DENIED, "panel.role", "register");
    return ERR_OK;
}

enum err panel_members(struct ctx *c, struct panel_member_list *ret)
{
    struct rows r;

    TRY(may(c, RO_PO_HEAD | RO_HD_HEAD));
    TRY(store_run(c, Q_PANEL_MEMBERS, &r, INT(c->actor->org), DAY(ctx_today(c))));
    *ret = rows_of(c, &r);
    return ERR_OK;
}

enum err panel_members_serving(struct ctx *c, int64_t org, bool experts,
                               struct panel_member_list *ret)
{
    struct rows r;

    TRY(store_run(c, Q_PANEL_MEMBERS_SERVING, &r, INT(org), DAY(ctx_today(c)),
                  INT(experts ? 1 : 0)));
    *ret = rows_of(c, &r);
    return ERR_OK;
}

/* A text as people type it: trimmed, clean, not too long. */
static struct str text_of(struct ctx *c, struct str typed, const char *field, size_t max,
                          bool required)
{
    struct str s = STR_NONE;

    if (!utf8_clean(c->arena, typed, &s))
        fault_field(&c->fault, field, "report.text", 0);
    s = str_trim(s);
    if (required && str_empty(s))
        fault_field(&c->fault, field, "form.required", 0);
    if (utf8_count(s) > max)
        fault_field(&c->fault, field, "form.too_long", (int64_t)max);
    return str_empty(s) ? STR_NONE : s;
}

static struct day term_day(struct ctx *c, struct str typed, const char *field)
{
    struct day d = DAY_NONE;

    if (str_empty(str_trim(typed)))
        fault_field(&c->fault, field, "form.required", 0);
    else if (!day_parse(str_trim(typed), &d))
        fault_field(&c->fault, field, "form.date", 0);
    return d;
}

static enum err checked(struct ctx *c, const struct panel_member_new *n, struct panel_member *m)
{
    bool known = code_known(c->app->codes, S("REP"), n->kind);

    *m = (struct panel_member){ .id = ctx_random_id(c), .org = c->actor->org, .kind = n->kind };
    if (!known)
        fault_field(&c->fault, "kind", str_empty(n->kind) ? "form.required" : "form.option", 0);
    m->name = text_of(c, n->name, "name", NAME_MAX_CHARS, true);
    m->unit = text_of(c, n->unit, "unit", UNIT_MAX_CHARS, true);
    m->field = text_of(c, n->field, "field", UNIT_MAX_CHARS, str_eq(n->kind, S(PANEL_EXPERT)));
    m->from = term_day(c, n->from_on, "from_on");
    m->to = term_day(c, n->to_on, "to_on");
    if (!day_absent(m->from) && !day_absent(m->to) &&
        (m->to.n < m->from.n || m->to.n > m->from.n + TERM_MAX_DAYS))
        fault_field(&c->fault, "to_on", "panel.term", 0);
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

enum err panel_member_add(struct ctx *c, const struct panel_member_new *n, int64_t *ret_id)
{
    struct panel_member m;
    struct rows same;

    TRY(may(c, RO_PO_HEAD));
    TRY(checked(c, n, &m));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_PANEL_MEMBER_SAME, &same, INT(m.org), TEXT(m.kind), TEXT(m.name),
                  TEXT(m.unit), DAY(ctx_today(c))));
    if (same.n) {
        fault_field(&c->fault, "name", "panel.same_member", 0);
        return ERR_INVALID;
    }
    TRY(store_run(c, Q_PANEL_MEMBER_ADD, NULL, INT(m.id), INT(m.org), TEXT(m.kind), TEXT(m.name),
                  TEXT(m.unit), TEXT(m.field), DAY(m.from), DAY(m.to), INT(c->actor->officer),
                  DAY(ctx_today(c))));
    TRY(audit_write(c, "panel.member", 0, 0, m.kind));
    *ret_id = m.id;
    tx = NULL;
    return store_commit(c);
}

enum err panel_member_withdraw(struct ctx *c, int64_t id, struct str typed)
{
    struct rows done;
    struct str reason;

    TRY(may(c, RO_PO_HEAD));
    reason = text_of(c, typed, "reason", REASON_MAX_CHARS, true);
    if (c->fault.field_count)
        return ERR_INVALID;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_PANEL_MEMBER_WITHDRAW, &done, DAY(ctx_today(c)), INT(c->actor->officer),
                  TEXT(reason), INT(id), INT(c->actor->org)));
    if (done.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_member", "not in the register");
    TRY(audit_write(c, "panel.withdrawn", 0, 0, STR_NONE));
    tx = NULL;
    return store_commit(c);
}
