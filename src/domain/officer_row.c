#include "domain/officer_row.h"

#include <assert.h>

#include "domain/app.h"
#include "domain/rowmac.h"
#include "gen/queries.h"

static struct value blob_of(const void *p, size_t n)
{
    return BLOB(str_bytes(p, n));
}

static struct value mac_of(struct ctx *c, const struct officer_row *o)
{
    return row_mac(c, "officer", INT(o->id), INT(o->org), ID(o->dept), TEXT(o->work_no),
                   TEXT(o->name), TEXT(o->state), blob_of(o->pk.b, KEY_SIZE),
                   blob_of(o->salt, OFFICER_SALT_SIZE), ID(o->invite_until_ms), INT(o->generation),
                   DAY(o->joined), DAY(o->left));
}

static enum err row_at(struct ctx *c, const struct rows *r, size_t i, struct officer_row *ret)
{
    struct officer_row o = { .id = cell(r, i, 0)->i,
                             .org = cell(r, i, 1)->i,
                             .dept = cell(r, i, 2)->i,
                             .work_no = cell(r, i, 3)->s,
                             .name = cell(r, i, 4)->s,
                             .state = cell(r, i, 5)->s,
                             .sealed_secret = cell(r, i, 8)->s,
                             .invite_until_ms = cell(r, i, 9)->i,
                             .generation = (uint32_t)cell(r, i, 10)->i,
                             .joined = cell_day(r, i, 11),
                             .left = cell_day(r, i, 12),
                             .sealed_logins = cell(r, i, 13)->s };
    struct str pk = cell(r, i, 6)->s, salt = cell(r, i, 7)->s;
    if (pk.n == KEY_SIZE)
        memcpy(o.pk.b, pk.p, KEY_SIZE);
    if (salt.n == OFFICER_SALT_SIZE)
        memcpy(o.salt, salt.p, OFFICER_SALT_SIZE);
    struct value right = mac_of(c, &o);
    if (!str_eq(right.s, cell(r, i, 14)->s))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table officer");
    *ret = o;
    return ERR_OK;
}

enum err officer_row_find(struct ctx *c, int64_t id, struct officer_row *ret)
{
    struct rows r;
    TRY(store_run(c, Q_OFFICER_BY_ID, &r, INT(id)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "officer.none", "no such officer");
    return row_at(c, &r, 0, ret);
}

enum err officer_row_by_work_no(struct ctx *c, struct str work_no, struct officer_row *ret,
                                bool *ret_found)
{
    struct rows r;
    TRY(store_run(c, Q_OFFICER_BY_WORK_NO, &r, TEXT(work_no)));
    *ret_found = r.n > 0;
    return r.n > 0 ? row_at(c, &r, 0, ret) : ERR_OK;
}

enum err officer_rows_of_org(struct ctx *c, int64_t org, struct officer_rows *ret)
{
    struct rows r;
    TRY(store_run(c, Q_OFFICER_OF_ORG, &r, INT(org)));
    struct officer_row *items = arena_array(c->arena, struct officer_row, r.n);
    for (size_t i = 0; i < r.n; i++)
        TRY(row_at(c, &r, i, &items[i]));
    *ret = (struct officer_rows){ items, r.n };
    return ERR_OK;
}

enum err officer_row_put(struct ctx *c, const struct officer_row *o)
{
    return store_run(c, Q_OFFICER_PUT, NULL, INT(o->id), INT(o->org), ID(o->dept), TEXT(o->work_no),
                     TEXT(o->name), TEXT(o->state), blob_of(o->pk.b, KEY_SIZE),
                     blob_of(o->salt, OFFICER_SALT_SIZE), BLOB(o->sealed_secret),
                     ID(o->invite_until_ms), INT(o->generation), DAY(o->joined), DAY(o->left),
                     BLOB(o->sealed_logins), mac_of(c, o));
}

static struct key secret_key(struct ctx *c, const struct key *hash)
{
    return hash_key(&c->app->key->s[S_OFFICER], str_bytes(hash->b, KEY_SIZE));
}

static struct place secret_place(const struct officer_row *row)
{
    return (struct place){ PLACE_OFFICER, 1, row->id, row->id, row->generation };
}

struct str officer_secret_seal(struct ctx *c, const struct officer_row *row, const struct key *hash,
                               const struct key *sk)
{
    struct key under = secret_key(c, hash);
    struct str sealed =
        record_seal(c, &under, secret_place(row), str_bytes(sk->b, KEY_SIZE), false);
    key_wipe(&under);
    return sealed;
}

bool officer_secret_open(struct ctx *c, const struct officer_row *row, const struct key *hash,
                         struct key_pair *ret)
{
    struct key under = secret_key(c, hash), sk;
    struct str plain;
    bool ok = record_open(c->arena, &under, secret_place(row), row->sealed_secret, false, &plain) &&
              plain.n == KEY_SIZE;
    key_wipe(&under);
    if (!ok)
        return false;
    memcpy(sk.b, plain.p, KEY_SIZE);
    *ret = key_pair_of(&sk);
    key_wipe(&sk);
    return memcmp(ret->pk.b, row->pk.b, KEY_SIZE) == 0;
}

/* roles */

struct role_row {
    uint32_t role;
    struct day from, to;
    bool by_operator; /* given by the operator's command: needs no second person */
    int64_t given_by; /* 0: the operator's reset */
    int64_t confirmed_by;
};

static struct value given_value(const struct role_row *r)
{
    return r->by_operator ? NONE : INT(r->given_by);
}

static struct value role_mac(struct ctx *c, int64_t officer, const struct role_row *r)
{
    return row_mac(c, "officer_role", INT(officer), TEXT(role_name(r->role)), DAY(r->from),
                   DAY(r->to), given_value(r), ID(r->confirmed_by));
}

#define ROLE_ROWS_MAX 500
struct role_rows {
    struct role_row items[ROLE_ROWS_MAX];
    size_t n;
};

static enum err role_rows_of(struct ctx *c, int64_t officer, struct role_rows **ret)
{
    struct rows r;
    struct role_rows *all = arena_new_of(c->arena, struct role_rows);
    TRY(store_run(c, Q_OFFICER_ROLE_OF, &r, INT(officer)));
    assert(r.n <= ROLE_ROWS_MAX);
    for (size_t i = 0; i < r.n; i++) {
        struct role_row *row = &all->items[i];
        const struct value *given = cell(&r, i, 3);
        *row = (struct role_row){ .from = cell_day(&r, i, 1),
                                  .to = cell_day(&r, i, 2),
                                  .by_operator = given->kind == VALUE_NULL,
                                  .given_by = given->i,
                                  .confirmed_by = cell(&r, i, 4)->i };
        if (!role_parse(cell(&r, i, 0)->s, &row->role) ||
            !str_eq(role_mac(c, officer, row).s, cell(&r, i, 5)->s))
            return FAULT(&c->fault, ERR_STORE, "row.changed", "table officer_role");
    }
    all->n = r.n;
    *ret = all;
    return ERR_OK;
}

static enum err role_put(struct ctx *c, int64_t officer, const struct role_row *r)
{
    return store_run(c, Q_OFFICER_ROLE_PUT, NULL, INT(officer), TEXT(role_name(r->role)),
                     DAY(r->from), DAY(r->to), given_value(r), ID(r->confirmed_by),
                     role_mac(c, officer, r));
}

static bool is_given(const struct role_row *r, struct day today)
{
    return r->from.n <= today.n && (day_absent(r->to) || r->to.n > today.n);
}

static bool is_confirmed(const struct role_row *r)
{
    return r->by_operator || r->confirmed_by != 0;
}

enum err officer_roles_of(struct ctx *c, int64_t officer, struct officer_roles *ret)
{
    struct role_rows *all;
    struct officer_roles roles = { 0, 0 };
    TRY(role_rows_of(c, officer, &all));
    for (size_t i = 0; i < all->n; i++) {
        if (!is_given(&all->items[i], ctx_today(c)))
            continue;
        if (is_confirmed(&all->items[i]))
            roles.in_force |= all->items[i].role;
        else
            roles.waiting |= all->items[i].role;
    }
    *ret = roles;
    return ERR_OK;
}

enum err officer_roles_write(struct ctx *c, int64_t officer, uint32_t roles)
{
    struct role_rows *all;
    struct day today = ctx_today(c);
    uint32_t missing = roles;
    TRY(role_rows_of(c, officer, &all));
    for (size_t i = 0; i < all->n; i++) {
        struct role_row *r = &all->items[i];
        if (!is_given(r, today))
            continue;
        if (r->role & roles) {
            missing &= ~r->role;
            continue;
        }
        r->to = today;
        TRY(role_put(c, officer, r));
    }
    bool system = c->actor->kind == ACTOR_SYSTEM;
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        struct role_row r = { .role = ROLE_BIT(i),
                              .from = today,
                              .to = DAY_NONE,
                              .by_operator = system,
                              .given_by = c->actor->officer };
        if (missing & r.role)
            TRY(role_put(c, officer, &r));
    }
    return ERR_OK;
}

enum err officer_roles_suspend(struct ctx *c, int64_t officer)
{
    struct role_rows *all;
    TRY(role_rows_of(c, officer, &all));
    for (size_t i = 0; i < all->n; i++) {
        struct role_row *r = &all->items[i];
        if (!is_given(r, ctx_today(c)))
            continue;
        r->by_operator = false;
        r->given_by = c->actor->officer; /* 0 for the operator */
        r->confirmed_by = 0;
        TRY(role_put(c, officer, r));
    }
    return ERR_OK;
}

enum err officer_roles_confirm(struct ctx *c, int64_t officer, size_t *ret_n)
{
    struct role_rows *all;
    size_t n = 0;
    bool system = c->actor->kind == ACTOR_SYSTEM;
    TRY(role_rows_of(c, officer, &all));
    for (size_t i = 0; i < all->n; i++) {
        struct role_row *r = &all->items[i];
        if (!is_given(r, ctx_today(c)) || is_confirmed(r))
            continue;
        if (r->given_by == c->actor->officer) /* one person, or the operator twice */
            return FAULT(&c->fault, ERR_DENIED, "officer.not_second", "the one who gave the role");
        r->by_operator = system;
        r->confirmed_by = c->actor->officer;
        TRY(role_put(c, officer, r));
        n++;
    }
    *ret_n = n;
    return ERR_OK;
}

/* desks by role (design 7.2); deputies, handlers and all others get grants of their own instead */

static const struct {
    uint32_t roles;
    const char *kind;
} stands[] = {
    { RO_CLERK | RO_SCREENER | RO_PO_HEAD, "po" },
    { RO_CUSTODIAN, "id" },
    { RO_CADRE_SUP, "cs" },
    { RO_PRINCIPAL, "pl" },
    { RO_HD_HEAD, "dept" },
};

enum err officer_desks_of(struct ctx *c, uint32_t roles, int64_t org, int64_t dept,
                          struct officer_desks *ret)
{
    struct officer_desks found = { .n = 0 };
    for (size_t i = 0; i < COUNT_OF(stands); i++) {
        struct desk desks[DESKS_OF_KIND_MAX];
        size_t n = 0;
        if (!(roles & stands[i].roles))
            continue;
        TRY(desk_list(c, org, stands[i].kind, desks, &n));
        for (size_t k = 0; k < n && found.n < OFFICER_DESKS_MAX; k++) {
            if (desks[k].dept == 0 || desks[k].dept == dept)
                found.items[found.n++] = desks[k];
        }
    }
    *ret = found;
    return ERR_OK;
}

bool officer_desks_have(const struct officer_desks *d, int64_t desk)
{
    for (size_t i = 0; i < d->n; i++) {
        if (d->items[i].id == desk)
            return true;
    }
    return false;
}

/* Grants to one who waits, if his confirmed roles stand at this desk: the row that says he waits
 * carries no MAC, his roles do. */
static enum err grant_if_entitled(struct ctx *c, const struct desk *d, int64_t officer)
{
    struct officer_row row;
    struct officer_roles roles;
    struct officer_desks desks;
    TRY(officer_row_find(c, officer, &row));
    TRY(officer_roles_of(c, officer, &roles));
    TRY(officer_desks_of(c, roles.in_force, row.org, row.dept, &desks));
    return officer_desks_have(&desks, d->id) ? desk_holder_grant(c, d->id, officer) : ERR_OK;
}

static enum err grant_waiting(struct ctx *c, const struct desk *d)
{
    struct vault_ids waiting;
    if (str_eq(str_of(d->kind), S("pl"))) /* one holder only */
        return ERR_OK;
    TRY(desk_holder_waiting(c, d, &waiting));
    for (size_t i = 0; i < waiting.n; i++)
        TRY(grant_if_entitled(c, d, waiting.ids[i]));
    return ERR_OK;
}

enum err officer_enter_desks(struct ctx *c)
{
    struct actor *a = c->actor;
    struct officer_desks desks;
    assert(c->tx && a->kind == ACTOR_OFFICER && !a->must_change_password);
    TRY(desk_open_own(c));
    TRY(officer_desks_of(c, a->roles, a->org, a->dept, &desks));
    for (size_t i = 0; i < desks.n; i++) {
        struct desk d = desks.items[i];
        if (!d.living) {
            TRY(desk_key_create(c, d.id));
            TRY(desk_find(c, d.id, &d));
        }
        if (desk_held(c, d.id, d.generation))
            TRY(grant_waiting(c, &d));
        else
            TRY(desk_holder_name(c, d.id, a->officer));
    }
    return ERR_OK;
}
