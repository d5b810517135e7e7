#include "domain/recusal.h"

#include <assert.h>

#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/event.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/part.h"
#include "gen/queries.h"

#define HEADS ((uint32_t)(RO_PO_HEAD | RO_HD_HEAD | RO_CADRE_SUP))

/* One question about one officer in one matter. */
struct ask {
    struct ctx *c;
    struct matter m;
    struct part part;
    struct officer who;
};

static bool is_head(const struct ask *a)
{
    return (a->part.po && actor_has(a->c, RO_PO_HEAD)) || a->part.dept || a->part.leader ||
           a->part.cadre || a->part.upper;
}

/* Who decides: own head, then the deputy, the principal leader, the body above. */
static bool may_decide(const struct ask *a)
{
    const struct ctx *c = a->c;
    bool principal = a->part.leader && actor_has(c, RO_PRINCIPAL);
    bool deputy = a->part.leader && actor_has(c, RO_DEPUTY);
    bool above = a->part.upper && org_parent(app_orgs(c->app), a->m.org) == c->actor->org;

    if (a->who.roles & RO_PRINCIPAL)
        return above;
    if (a->who.roles & RO_DEPUTY)
        return principal || above;
    if (a->who.roles & HEADS)
        return deputy || principal;
    return deputy || principal || (a->part.dept && a->who.dept == c->actor->dept) ||
           (a->part.po && actor_has(c, RO_PO_HEAD)) || a->part.cadre;
}

static enum err find(struct ctx *c, int64_t matter, int64_t officer, struct ask *a)
{
    *a = (struct ask){ .c = c };
    TRY(matter_part_find(c, matter, &a->m, &a->part));
    enum err e = officer_find(c, officer, &a->who);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && a->who.org != a->m.org)) {
        fault_clear(&c->fault);
        fault_field(&c->fault, "officer", "move.officer", 0);
        return ERR_INVALID;
    }
    return e;
}

/* ---- asking ---- */

static struct place reason_place(int64_t matter, int64_t officer)
{
    return (struct place){ .table = PLACE_RECUSAL, .column = 1, .owner = matter, .row = officer };
}

static enum err reason_seal(struct ask *a, struct str reason, struct str *ret)
{
    struct ctx *c = a->c;
    struct key km;

    *ret = STR_NONE;
    if (str_empty(reason) || !vault_can(c, OBJECT_KM, a->m.id))
        return ERR_OK; /* who has no key to the file puts no words into it */
    TRY(vault_open(c, OBJECT_KM, a->m.id, &km));
    *ret = record_seal(c, &km, reason_place(a->m.id, a->who.id), reason, true);
    key_wipe(&km);
    return ERR_OK;
}

static enum err words_check(struct ask *a, struct str ground, struct str *reason)
{
    struct ctx *c = a->c;

    if (!code_known(c->app->codes, S("RG"), ground))
        fault_field(&c->fault, "ground", "form.option", 0);
    if (!utf8_clean(c->arena, *reason, reason))
        fault_field(&c->fault, "reason", "report.text", 0);
    else if (utf8_count(*reason) > RECUSAL_REASON_MAX)
        fault_field(&c->fault, "reason", "form.too_long", RECUSAL_REASON_MAX);
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

/* Three working days to decide (D26); a task of who decides in the first place. */
static enum err task_to_decide(struct ask *a)
{
    struct ctx *c = a->c;
    struct parameter p = app_parameter(c, a->m.org, S("D26"), ctx_today(c));
    struct due due = deadline_due(app_calendar(c->app), ctx_today(c), parameter_term(&p));
    int64_t org = a->m.org;
    const char *role = "RO_PO_HEAD";

    if (a->who.roles & RO_PRINCIPAL) {
        org = org_parent(app_orgs(c->app), org);
        role = "RO_UPPER";
    } else if (a->who.roles & RO_DEPUTY) {
        role = "RO_PRINCIPAL";
    } else if (a->who.roles & HEADS) {
        role = "RO_DEPUTY";
    } else if (a->who.roles & RO_HANDLER) {
        role = "RO_HD_HEAD";
    }
    return org ? task_make(c, org, role, a->m.id, "RECUSAL", due.day) : ERR_OK;
}

enum err recusal_ask(struct ctx *c, int64_t matter, int64_t officer, struct str ground,
                     struct str reason)
{
    struct ask a;
    struct str sealed;
    struct rows before;

    TRY(find(c, matter, officer ? officer : c->actor->officer, &a));
    if (a.who.id != c->actor->officer && !is_head(&a))
        return FAULT(&c->fault, ERR_DENIED, "recusal.not_head", "neither himself nor a head");
    TRY(words_check(&a, ground, &reason));
    TRY(reason_seal(&a, reason, &sealed));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_RECUSAL_FIND, &before, INT(matter), INT(a.who.id)));
    if (before.n && !str_eq(cell(&before, 0, 0)->s, S("LIFTED")))
        return FAULT(&c->fault, ERR_CONFLICT, "recusal.asked", "%.*s",
                     STR_ARG(cell(&before, 0, 0)->s));
    TRY(store_run(c, Q_RECUSAL_PUT, NULL, INT(matter), INT(a.who.id), TEXT(ground),
                  DAY(ctx_today(c)), INT(c->actor->officer), BLOB(sealed)));
    TRY(task_to_decide(&a));
    TRY(audit_write(c, "recusal.ask", matter, 0, ground));
    tx = NULL;
    return store_commit(c);
}

/* ---- deciding ---- */

static enum err event_of(struct ask *a, struct str state, struct event_draft **ret)
{
    struct ctx *c = a->c;
    struct event_new *n = arena_new_of(c->arena, struct event_new);
    struct key *km = arena_new_of(c->arena, struct key);
    bool can = vault_can(c, OBJECT_KM, a->m.id);

    if (can)
        TRY(vault_open(c, OBJECT_KM, a->m.id, km));
    *n = (struct event_new){ .matter = a->m.id,
                             .org = a->m.org,
                             .kind = "E_RECUSED",
                             .channel = a->m.channel,
                             .named = a->m.named,
                             .happened = ctx_today(c),
                             .codes = str_fmt(c->arena, "state=%.*s", STR_ARG(state)),
                             .actor_role = role_name(c->actor->roles & (~c->actor->roles + 1)),
                             .words = a->who.work_no,
                             .km = can ? km : NULL };
    enum err e = event_prepare(c, n, ret);
    key_wipe(km);
    n->km = NULL;
    return e;
}

/* His own keys to it go; who replaces him as handler is the department's to say (T47). */
static enum err take_keys(struct ask *a)
{
    struct ctx *c = a->c;
    struct matter_report_list l;

    TRY(grant_remove(c, OBJECT_KM, a->m.id, HOLDER_OFFICER, a->who.id));
    TRY(matter_reports(c, a->m.id, &l));
    for (size_t i = 0; i < l.n; i++)
        TRY(grant_remove(c, OBJECT_KR, l.items[i].report, HOLDER_OFFICER, a->who.id));
    if (a->m.handler == a->who.id)
        return task_make(c, a->m.org, "RO_HD_HEAD", a->m.id, "REPLACE", DAY_NONE);
    return ERR_OK;
}

static enum err change(struct ctx *c, int64_t matter, int64_t officer, const char *from,
                       const char *to)
{
    struct ask a;
    struct event_draft *event;
    struct rows before, done;
    bool recused = strcmp(to, "DECIDED") == 0;

    TRY(find(c, matter, officer, &a));
    if (a.who.id == c->actor->officer || !may_decide(&a))
        return FAULT(&c->fault, ERR_DENIED, "recusal.not_decider", "not his head");
    TRY(store_run(c, Q_RECUSAL_FIND, &before, INT(matter), INT(officer)));
    if (before.n == 0 || !str_eq(cell(&before, 0, 0)->s, str_of(from)))
        return FAULT(&c->fault, ERR_CONFLICT, "recusal.none", "not %s", from);
    if (cell(&before, 0, 1)->i == c->actor->officer && strcmp(from, "ASKED") == 0)
        return FAULT(&c->fault, ERR_DENIED, "recusal.both", "asked by himself");
    TRY(event_of(&a, str_of(to), &event));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_RECUSAL_SET, &done, TEXT(str_of(to)), INT(c->actor->officer), INT(matter),
                  INT(officer), TEXT(str_of(from))));
    if (done.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "recusal.none", "decided meanwhile");
    if (recused)
        TRY(take_keys(&a));
    TRY(event_append(c, event, NULL));
    TRY(audit_write(c, "recusal.decide", matter, 0, str_of(to)));
    tx = NULL;
    return store_commit(c);
}

enum err recusal_decide(struct ctx *c, int64_t matter, int64_t officer, bool recused)
{
    return change(c, matter, officer, "ASKED", recused ? "DECIDED" : "LIFTED");
}

enum err recusal_lift(struct ctx *c, int64_t matter, int64_t officer)
{
    return change(c, matter, officer, "DECIDED", "LIFTED");
}

/* ---- reading ---- */

static enum err read_one(struct ask *a, const struct rows *r, size_t i, const struct key *km,
                         struct recusal *ret)
{
    struct ctx *c = a->c;
    struct str sealed = cell(r, i, 4)->s;

    TRY(officer_find(c, cell(r, i, 0)->i, &a->who));
    *ret = (struct recusal){ .matter = a->m.id,
                             .officer = a->who.id,
                             .work_no = a->who.work_no,
                             .name = a->who.name,
                             .state = cell(r, i, 1)->s,
                             .ground = cell(r, i, 2)->s,
                             .day = cell_day(r, i, 3) };
    ret->mine_to_decide = str_eq(ret->state, S("ASKED")) && may_decide(a) &&
                          a->who.id != c->actor->officer && cell(r, i, 5)->i != c->actor->officer;
    if (km && !str_absent(sealed) &&
        !record_open(c->arena, km, reason_place(a->m.id, a->who.id), sealed, true, &ret->reason))
        ret->reason = STR_NONE;
    return ERR_OK;
}

enum err recusal_of_matter(struct ctx *c, int64_t matter, struct recusal_list *ret)
{
    struct ask a = { .c = c };
    struct rows r;
    struct key km;
    struct recusal *items;

    TRY(matter_part_find(c, matter, &a.m, &a.part));
    if (!is_head(&a))
        return FAULT(&c->fault, ERR_DENIED, "recusal.not_head", "no head");
    bool can = vault_can(c, OBJECT_KM, matter);
    if (can)
        TRY(vault_open(c, OBJECT_KM, matter, &km));
    TRY(store_run(c, Q_RECUSAL_OF_MATTER, &r, INT(matter)));
    items = arena_array(c->arena, struct recusal, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        TRY(read_one(&a, &r, i, can ? &km : NULL, &items[i]));
    if (can)
        key_wipe(&km);
    *ret = (struct recusal_list){ items, r.n };
    return ERR_OK;
}
