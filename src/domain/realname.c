/* realname.c - names looked into by their custodian; the steps are carried out by move_run.c. */
#include "domain/realname.h"

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/move_parts.h"
#include "domain/report_seal.h"
#include "gen/queries.h"

#define FIELDS_OPENED "name,id_no,phone"
#define TRIES_KEY "rn.tries"

static int64_t tries_wanted(struct ctx *c, int64_t org)
{
    return app_parameter(c, org, S(TRIES_KEY), ctx_today(c)).value;
}

/* ---- what waits ---- */

enum err realname_list(struct ctx *c, struct realname_list *ret)
{
    struct realname_claim *items;
    struct rows r;

    *ret = (struct realname_list){ NULL, 0 };
    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_CUSTODIAN))
        return ERR_OK;
    TRY(store_run(c, Q_REALNAME_CLAIMS, &r, INT(c->actor->org)));
    items = arena_array(c->arena, struct realname_claim, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        int64_t org = cell(&r, i, 2)->i;
        items[i] = (struct realname_claim){ .report = cell(&r, i, 0)->i,
                                            .matter = cell(&r, i, 1)->i,
                                            .org = org,
                                            .subproc = cell(&r, i, 3)->i,
                                            .received = cell_day(&r, i, 4),
                                            .due = cell_day(&r, i, 5),
                                            .tries = cell(&r, i, 6)->i,
                                            .wanted = tries_wanted(c, org),
                                            .tried_today = cell_day(&r, i, 7).n == ctx_today(c).n };
    }
    *ret = (struct realname_list){ items, r.n };
    return ERR_OK;
}

static enum err claim_find(struct ctx *c, int64_t report, struct realname_claim *ret)
{
    struct realname_list l;

    TRY(realname_list(c, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].report == report) {
            *ret = l.items[i];
            return ERR_OK;
        }
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "realname.none", "no such claim at this desk");
}

/* ---- steps ---- */

static enum err step(struct ctx *c, const struct realname_claim *k, const char *move,
                     const struct move_field *fields, size_t n)
{
    struct move_beside b = { .matter = k->matter,
                             .subproc = k->subproc,
                             .report = k->report,
                             .role = RO_CUSTODIAN,
                             .move = str_of(move),
                             .fields = fields,
                             .field_count = n };

    return move_beside(c, &b);
}

/* The name leaves only after it is on record that it was opened. */
enum err realname_look(struct ctx *c, int64_t report, struct report_identity *ret)
{
    struct realname_claim k;
    struct report_identity who;
    struct str exposure;

    TRY(claim_find(c, report, &k));
    TRY(report_identity_open(c, report, &who, &exposure));
    TRY(step(c, &k, k.subproc ? "RN2" : "RN1", NULL, 0));
    *ret = (struct report_identity){
        .name = who.name, .id_no = who.id_no, .id_kind = who.id_kind, .phone = who.phone
    };
    return ERR_OK;
}

static enum err claim_begun(struct ctx *c, int64_t report, struct realname_claim *ret)
{
    TRY(claim_find(c, report, ret));
    if (!ret->subproc)
        return FAULT(&c->fault, ERR_CONFLICT, "realname.not_looked", "the name was not opened");
    return ERR_OK;
}

enum err realname_tried(struct ctx *c, int64_t report, struct str way)
{
    struct move_field f = { S("rn_way"), way };
    struct realname_claim k;

    TRY(claim_begun(c, report, &k));
    return step(c, &k, "RN3", &f, str_empty(way) ? 0 : 1);
}

enum err realname_decide(struct ctx *c, int64_t report, struct str outcome, struct str way,
                         struct str reason)
{
    const struct move_field asked[] = { { S("outcome"), outcome },
                                        { S("rn_way"), way },
                                        { S("rn_reason"), reason } };
    struct move_field fields[COUNT_OF(asked)];
    struct realname_claim k;
    size_t n = 0;

    TRY(claim_begun(c, report, &k));
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        if (!str_empty(asked[i].value))
            fields[n++] = asked[i];
    }
    return step(c, &k, "RN4", fields, n);
}

enum err realname_verified(struct ctx *c, int64_t matter, bool *ret)
{
    struct rows r;

    TRY(store_run(c, Q_REALNAME_VERIFIED, &r, INT(matter)));
    *ret = r.n > 0;
    return ERR_OK;
}

/* ---- guards ---- */

/* From the desk of the names only: who finds the matter does not look into its name there. */
enum err guard_rn_desk(struct run *r)
{
    return r->own_report ? ERR_OK : run_mistake(r, "move", "guard.rn_desk");
}

enum err guard_rn_once(struct run *r)
{
    struct rows begun;
    struct report_row row;

    TRY(guard_rn_desk(r));
    TRY(report_row_find(r->c, r->own_report, &row));
    TRY(store_run(r->c, Q_REALNAME_BEGUN, &begun, INT(r->own_report)));
    if (begun.n || !str_eq(row.identity_state, S("RN_CLAIMED")))
        return run_mistake(r, "move", "guard.rn_once");
    return ERR_OK;
}

static enum err tries_of(struct run *r, int64_t *ret_days, int64_t *ret_today)
{
    struct rows n;

    TRY(store_run(r->c, Q_REALNAME_TRIES, &n, DAY(ctx_today(r->c)), INT(r->m.id), INT(r->sub.id)));
    *ret_days = cell(&n, 0, 0)->i;
    *ret_today = cell(&n, 0, 1)->i;
    return ERR_OK;
}

enum err guard_rn_try(struct run *r)
{
    int64_t days, today;

    TRY(tries_of(r, &days, &today));
    return today ? run_mistake(r, "move", "guard.rn_today") : ERR_OK;
}

enum err guard_rn_tries(struct run *r)
{
    int64_t days, today, wanted = tries_wanted(r->c, r->m.org);

    TRY(tries_of(r, &days, &today));
    if (days >= wanted)
        return ERR_OK;
    fault_field(&r->c->fault, "move", "guard.rn_tries", wanted);
    return ERR_INVALID;
}

/* ---- inside a step ---- */

static bool opens(const struct run *r)
{
    return str_eq(r->step.move->id, S("RN1")) || str_eq(r->step.move->id, S("RN2"));
}

void realname_prepare(struct run *r)
{
    if (opens(r))
        r->opened = S(FIELDS_OPENED);
}

static enum err opening_store(struct run *r)
{
    struct ctx *c = r->c;

    TRY(store_run(c, Q_CUSTODY_OPENING_ADD, NULL, INT(ctx_random_id(c)), INT(r->own_report),
                  INT(c->actor->officer), TEXT(r->opened), DAY(ctx_today(c))));
    return audit_write(c, "identity.open", r->m.id, r->own_report, r->opened);
}

enum err realname_store(struct run *r)
{
    struct ctx *c = r->c;
    struct rows set;

    if (opens(r))
        return opening_store(r);
    if (!str_eq(r->step.move->id, S("RN4")))
        return ERR_OK;
    bool verified = str_eq(r->step.to->id, S("RN_VERIFIED"));
    TRY(store_run(c, Q_REALNAME_SET, &set, TEXT(r->step.to->id), INT(verified ? 1 : 0),
                  INT(r->own_report)));
    if (set.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "decided before");
    TRY(store_run(c, Q_REALNAME_MATTER_NAMED, NULL, INT(r->own_report)));
    return audit_write(c, "identity.verify", r->m.id, r->own_report, r->step.to->id);
}
