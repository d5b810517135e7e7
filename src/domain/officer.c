#include "domain/officer.h"

#include <assert.h>

#include "base/utf8.h"
#include "domain/app.h"
#include "domain/audit.h"
#include "domain/officer_row.h"
#include "domain/org.h"
#include "domain/password.h"
#include "domain/session.h"
#include "gen/queries.h"

/* reading */

static enum err officer_of_row(struct ctx *c, const struct officer_row *row, struct officer *ret)
{
    struct officer_roles roles;
    TRY(officer_roles_of(c, row->id, &roles));
    *ret = (struct officer){ .id = row->id,
                             .org = row->org,
                             .dept = row->dept,
                             .work_no = row->work_no,
                             .name = row->name,
                             .state = row->state,
                             .roles = roles.in_force,
                             .roles_waiting = roles.waiting };
    return ERR_OK;
}

enum err officer_find(struct ctx *c, int64_t id, struct officer *ret)
{
    struct officer_row row;
    TRY(officer_row_find(c, id, &row));
    return officer_of_row(c, &row, ret);
}

enum err officer_by_work_no(struct ctx *c, struct str work_no, struct officer *ret)
{
    struct officer_row row;
    bool found;
    TRY(officer_row_by_work_no(c, officer_work_no(c->arena, work_no), &row, &found));
    if (!found)
        return FAULT(&c->fault, ERR_NOT_FOUND, "officer.none", "no such work number");
    return officer_of_row(c, &row, ret);
}

enum err officer_list(struct ctx *c, int64_t org, uint32_t roles, struct officer_list *ret)
{
    struct officer_rows rows;
    TRY(officer_rows_of_org(c, org, &rows));
    struct officer *items = arena_array(c->arena, struct officer, rows.n);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        TRY(officer_of_row(c, &rows.items[i], &items[n]));
        n += roles == 0 || (items[n].roles & roles);
    }
    *ret = (struct officer_list){ items, n };
    return ERR_OK;
}

enum err officer_key_of(struct ctx *c, int64_t officer, struct officer_key *ret)
{
    struct officer_row row;
    TRY(officer_row_find(c, officer, &row));
    if (!str_eq(row.state, S("ACTIVE")))
        return FAULT(&c->fault, ERR_CONFLICT, "officer.not_active", "state %.*s",
                     STR_ARG(row.state));
    *ret = (struct officer_key){ row.pk, row.generation };
    return ERR_OK;
}

struct str officer_work_no(struct arena *a, struct str typed)
{
    struct str text;
    struct buf b = buf_new(a);
    if (typed.n > 200 || !utf8_nfkc(a, typed, &text))
        text = str_slice(typed, 0, 200);
    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];
        if (ch == ' ' || ch == '-' || ch == '\t')
            continue;
        buf_byte(&b, (char)(ch >= 'a' && ch <= 'z' ? ch - 'a' + 'A' : ch));
    }
    return buf_str(&b);
}

/* who may do this, and to whom */

static enum err must_manage(struct ctx *c, int64_t org)
{
    const struct actor *a = c->actor;
    if (a->kind == ACTOR_SYSTEM)
        return ERR_OK;
    if (a->kind == ACTOR_OFFICER && !a->must_change_password && (a->roles & OFFICER_HEADS) &&
        a->org == org)
        return ERR_OK;
    return FAULT(&c->fault, ERR_DENIED, "officer.not_head", "neither operator nor head of %lld",
                 (long long)org);
}

static bool work_no_ok(struct str s)
{
    if (s.n < OFFICER_WORK_NO_MIN || s.n > OFFICER_WORK_NO_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'A' && s.p[i] <= 'Z')))
            return false;
    }
    return true;
}

static enum err check_roles(struct ctx *c, int64_t officer, int64_t org, uint32_t roles)
{
    uint32_t one, other;
    if (roles == 0 || (roles & ~ROLES_OFFICER))
        fault_field(&c->fault, "roles", "officer.no_roles", 0);
    else if (role_set_forbidden(procedure_role_pairs(c->app->procedure), roles, &one, &other))
        fault_field(&c->fault, "roles", "officer.pair", 0);
    if (roles & RO_PRINCIPAL) {
        struct rows r;
        TRY(store_run(c, Q_OFFICER_PRINCIPAL_OF, &r, INT(org), INT(officer)));
        if (r.n > 0)
            fault_field(&c->fault, "roles", "officer.one_principal", 0);
    }
    return ERR_OK;
}

/* The department a person of these roles works in, when none was named; "" for leaders. */
static const char *dept_kind_for(uint32_t roles)
{
    if (roles & (RO_HANDLER | RO_HD_HEAD))
        return "DEPT_SUPERVISE";
    if (roles & RO_CASE_SUP)
        return "DEPT_CASESUP";
    if (roles & RO_CADRE_SUP)
        return "DEPT_CADRE";
    if (roles & (RO_PRINCIPAL | RO_DEPUTY | RO_AUDITOR | RO_OPERATOR))
        return "";
    return "DEPT_PETITION";
}

static enum err choose_dept(struct ctx *c, const struct officer_new *n, int64_t *ret)
{
    struct dept_list depts;
    struct str kind = str_of(dept_kind_for(n->roles));
    int64_t chosen = 0;
    TRY(dept_list(c, n->org, &depts));
    for (size_t i = 0; i < depts.n; i++) {
        const struct dept *d = &depts.items[i];
        if (n->dept ? d->id == n->dept : str_eq(d->kind, kind))
            chosen = d->id;
    }
    if (n->dept && !chosen)
        fault_field(&c->fault, "dept", "officer.no_dept", 0);
    *ret = chosen;
    return ERR_OK;
}

static enum err check_new(struct ctx *c, const struct officer_new *n, struct officer_row *row)
{
    bool taken;
    struct officer_row other;
    size_t before = c->fault.field_count;
    row->work_no = officer_work_no(c->arena, n->work_no);
    if (!work_no_ok(row->work_no))
        fault_field(&c->fault, "work_no", "officer.work_no", 0);
    TRY(officer_row_by_work_no(c, row->work_no, &other, &taken));
    if (taken)
        fault_field(&c->fault, "work_no", "officer.taken", 0);
    if (!utf8_clean(c->arena, n->name, &row->name) || str_empty(row->name) ||
        utf8_count(row->name) > OFFICER_NAME_MAX)
        fault_field(&c->fault, "name", "officer.name", OFFICER_NAME_MAX);
    if (!org_find(app_orgs(c->app), n->org))
        fault_field(&c->fault, "org", "officer.no_org", 0);
    TRY(check_roles(c, 0, n->org, n->roles));
    TRY(choose_dept(c, n, &row->dept));
    return c->fault.field_count > before ? ERR_INVALID : ERR_OK;
}

/* The hash of a new one-time password, still to be run. */
static struct password_job invite_job(struct ctx *c)
{
    struct password_job job = { .cost = PASSWORD_OFFICER, .password = password_one_time(c) };
    ctx_random(c, job.salt, sizeof job.salt);
    return job;
}

/* A new pair under a new one-time password; state, salt, secret and invite of the row follow. */
static enum err invite(struct ctx *c, struct officer_row *row, const struct password_job *done)
{
    struct key_pair pair = key_pair_random(c);
    if (!done->ok)
        return FAULT(&c->fault, ERR_BUSY, "login.busy", "no memory for a hash");
    row->state = S("INVITED");
    row->pk = pair.pk;
    row->generation++;
    memcpy(row->salt, done->salt, OFFICER_SALT_SIZE);
    row->invite_until_ms = c->now.ms + OFFICER_INVITE_DAYS * DAY_MS;
    row->sealed_logins = STR_NONE;
    row->sealed_secret = officer_secret_seal(c, row, &done->out, &pair.sk);
    key_wipe(&pair.sk);
    return ERR_OK;
}

/* Names him at the desks of his roles, in the running transaction. */
static enum err name_at_desks(struct ctx *c, const struct officer_row *row, uint32_t roles)
{
    struct officer_desks desks;
    TRY(officer_desks_of(c, roles, row->org, row->dept, &desks));
    for (size_t i = 0; i < desks.n; i++)
        TRY(desk_holder_name(c, desks.items[i].id, row->id));
    return ERR_OK;
}

enum err officer_add_prepare(struct ctx *c, const struct officer_new *n, struct password_job *ret)
{
    struct officer_row row = { 0 };
    TRY(must_manage(c, n->org));
    TRY(check_new(c, n, &row));
    *ret = invite_job(c);
    return ERR_OK;
}

enum err officer_add_finish(struct ctx *c, const struct officer_new *n,
                            const struct password_job *done)
{
    struct officer_row row = { .org = n->org, .joined = ctx_today(c), .left = DAY_NONE };
    TRY(must_manage(c, n->org));
    TRY(check_new(c, n, &row));
    row.id = ctx_random_id(c);
    TRY(invite(c, &row, done));

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(officer_row_put(c, &row));
    TRY(officer_roles_write(c, row.id, n->roles));
    TRY(name_at_desks(c, &row, n->roles));
    TRY(audit_write(c, "officer.add", 0, 0, STR_NONE));
    tx = NULL;
    return store_commit(c);
}

enum err officer_add(struct ctx *c, const struct officer_new *n, struct str *ret_password)
{
    struct password_job job;
    TRY(officer_add_prepare(c, n, &job));
    password_run(&job);
    enum err err = officer_add_finish(c, n, &job);
    key_wipe(&job.out);
    if (err == ERR_OK)
        *ret_password = job.password;
    return err;
}

enum err officer_confirm(struct ctx *c, int64_t officer)
{
    const struct actor *a = c->actor;
    struct officer_row row;
    size_t n;
    TRY(officer_row_find(c, officer, &row));
    bool head = a->kind == ACTOR_OFFICER && !a->must_change_password &&
                (a->roles & OFFICER_HEADS) && a->officer != officer &&
                org_is_within(app_orgs(c->app), row.org, a->org);
    if (a->kind != ACTOR_SYSTEM && !head)
        return FAULT(&c->fault, ERR_DENIED, "officer.not_second", "no head of this body");

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(officer_roles_confirm(c, officer, &n));
    if (n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "officer.nothing_waits", "nothing to confirm");
    TRY(session_end_all_officer(c, officer));
    TRY(audit_write(c, "officer.confirm", 0, 0, STR_NONE));
    tx = NULL;
    return store_commit(c);
}

enum err officer_reset(struct ctx *c, int64_t officer, struct str *ret_password)
{
    struct officer_row row;
    TRY(officer_row_find(c, officer, &row));
    TRY(must_manage(c, row.org));
    if (str_eq(row.state, S("LEFT")))
        return FAULT(&c->fault, ERR_CONFLICT, "officer.not_active", "has left");
    struct password_job job = invite_job(c);
    password_run(&job);
    TRY(invite(c, &row, &job));
    key_wipe(&job.out);

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(officer_row_put(c, &row));
    TRY(officer_roles_suspend(c, officer));
    TRY(vault_forget_officer(c, officer));
    TRY(audit_write(c, "officer.reset", 0, 0, STR_NONE));
    tx = NULL;
    TRY(store_commit(c));
    *ret_password = job.password;
    return ERR_OK;
}

/* Refuses when a desk would lose its last holder; kept: the desks that stay his. */
static enum err must_be_spare(struct ctx *c, int64_t officer, const struct officer_desks *kept)
{
    struct vault_ids last;
    TRY(desk_holder_last(c, officer, &last));
    for (size_t i = 0; i < last.n; i++) {
        if (!officer_desks_have(kept, last.ids[i]))
            return FAULT(&c->fault, ERR_CONFLICT, "vault.last_holder", "desk %lld",
                         (long long)last.ids[i]);
    }
    return ERR_OK;
}

enum err officer_leave(struct ctx *c, int64_t officer)
{
    struct officer_row row;
    struct officer_desks none = { .n = 0 };
    TRY(officer_row_find(c, officer, &row));
    TRY(must_manage(c, row.org));
    row.state = S("LEFT");
    row.sealed_secret = STR_NONE;
    row.sealed_logins = STR_NONE;
    row.invite_until_ms = 0;
    row.left = ctx_today(c);

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(must_be_spare(c, officer, &none));
    TRY(officer_row_put(c, &row));
    TRY(officer_roles_write(c, officer, 0));
    TRY(vault_forget_officer(c, officer));
    TRY(audit_write(c, "officer.leave", 0, 0, STR_NONE));
    tx = NULL;
    return store_commit(c);
}

enum err officer_roles_set(struct ctx *c, int64_t officer, uint32_t roles)
{
    struct officer_row row;
    struct officer_roles old;
    struct officer_desks before, after;
    size_t faults = c->fault.field_count;
    TRY(officer_row_find(c, officer, &row));
    TRY(must_manage(c, row.org));
    TRY(check_roles(c, officer, row.org, roles));
    if (c->fault.field_count > faults)
        return ERR_INVALID;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(officer_roles_of(c, officer, &old));
    TRY(officer_desks_of(c, old.in_force | old.waiting, row.org, row.dept, &before));
    TRY(officer_desks_of(c, roles, row.org, row.dept, &after));
    TRY(must_be_spare(c, officer, &after));
    TRY(officer_roles_write(c, officer, roles));
    for (size_t i = 0; i < before.n; i++) {
        if (!officer_desks_have(&after, before.items[i].id))
            TRY(desk_holder_remove(c, before.items[i].id, officer));
    }
    TRY(name_at_desks(c, &row, roles));
    TRY(session_end_all_officer(c, officer));
    TRY(audit_write(c, "officer.roles", 0, 0, STR_NONE));
    tx = NULL;
    return store_commit(c);
}
