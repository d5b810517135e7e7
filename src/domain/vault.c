#include "domain/vault.h"

#include <assert.h>

#include "domain/app.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/rowmac.h"
#include "domain/session.h"
#include "domain/statement.h"
#include "gen/queries.h"

#define DESK_ANCESTORS_MAX 8

/* desks */

static enum err desk_at(struct ctx *c, const struct rows *r, size_t i, struct desk *ret)
{
    const struct value *pk = cell(r, i, 5);
    struct desk d = { .id = cell(r, i, 0)->i,
                      .org = cell(r, i, 1)->i,
                      .dept = cell(r, i, 3)->i,
                      .generation = (uint32_t)cell(r, i, 4)->i };
    struct str kind = cell(r, i, 2)->s;
    assert(kind.n < sizeof d.kind);
    memcpy(d.kind, kind.p, kind.n);
    TRY(row_mac_check(c, cell(r, i, 6)->s, "desk", INT(d.id), INT(d.org), TEXT(kind), ID(d.dept),
                      INT(d.generation), BLOB(pk->s)));
    if (pk->s.n == KEY_SIZE)
        memcpy(d.pk.b, pk->s.p, KEY_SIZE);
    d.living = pk->s.n == KEY_SIZE && cell(r, i, 7)->i > 0;
    *ret = d;
    return ERR_OK;
}

enum err desk_find(struct ctx *c, int64_t desk, struct desk *ret)
{
    struct rows r;
    TRY(store_run(c, Q_DESK_BY_ID, &r, INT(desk)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "vault.no_desk", "desk %lld", (long long)desk);
    return desk_at(c, &r, 0, ret);
}

enum err desk_list(struct ctx *c, int64_t org, const char *kind, struct desk ret[DESKS_OF_KIND_MAX],
                   size_t *ret_n)
{
    struct rows r;
    TRY(store_run(c, Q_DESK_OF_KIND, &r, INT(org), TEXT(str_of(kind))));
    assert(r.n <= DESKS_OF_KIND_MAX);
    for (size_t i = 0; i < r.n; i++)
        TRY(desk_at(c, &r, i, &ret[i]));
    *ret_n = r.n;
    return ERR_OK;
}

enum err desk_own(struct ctx *c, int64_t org, const char *kind, int64_t dept, struct desk *ret)
{
    struct desk desks[DESKS_OF_KIND_MAX];
    size_t n;
    TRY(desk_list(c, org, kind, desks, &n));
    for (size_t i = 0; i < n; i++) {
        if (desks[i].living && desks[i].dept == dept) {
            *ret = desks[i];
            return ERR_OK;
        }
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "vault.no_desk", "no living %s desk of %lld", kind,
                 (long long)org);
}

enum err desk_serving(struct ctx *c, int64_t org, const char *kind, struct desk *ret)
{
    const struct org_table *orgs = app_orgs(c->app);
    int64_t at = org;
    for (int i = 0; at && i < DESK_ANCESTORS_MAX; i++) {
        struct desk desks[DESKS_OF_KIND_MAX];
        size_t n;
        TRY(desk_list(c, at, kind, desks, &n));
        for (size_t k = 0; k < n; k++) {
            if (desks[k].living) {
                *ret = desks[k];
                return ERR_OK;
            }
        }
        at = org_parent(orgs, at);
    }
    return FAULT(&c->fault, ERR_BUSY, "vault.nobody", "no living %s desk at or above %lld", kind,
                 (long long)org);
}

/* holders */

static struct binding desk_binding(int64_t desk, uint32_t generation, int64_t officer)
{
    return (struct binding){ OBJECT_DESK, desk, HOLDER_OFFICER, officer, generation };
}

const struct actor_desk *desk_held(const struct ctx *c, int64_t desk, uint32_t generation)
{
    for (size_t i = 0; i < c->actor->desk_count; i++) {
        const struct actor_desk *d = &c->actor->desks[i];
        if (d->id == desk && d->generation == generation)
            return d;
    }
    return NULL;
}

static void actor_add_desk(struct actor *a, const struct desk *d, uint32_t generation,
                           const struct key_pair *pair)
{
    if (a->desk_count == ACTOR_DESKS_MAX) /* the oldest generations come last and stay shut */
        return;
    struct actor_desk *own = &a->desks[a->desk_count++];
    *own =
        (struct actor_desk){ .id = d->id, .org = d->org, .generation = generation, .pair = *pair };
    memcpy(own->kind, d->kind, sizeof own->kind);
}

enum err desk_open_own(struct ctx *c)
{
    struct actor *a = c->actor;
    struct rows r;
    assert(a->kind == ACTOR_OFFICER);
    TRY(store_run(c, Q_DESK_HOLDER_OF_OFFICER, &r, INT(a->officer)));
    a->desk_count = 0;
    for (size_t i = 0; i < r.n; i++) {
        struct desk d = { .id = cell(&r, i, 0)->i, .org = cell(&r, i, 3)->i };
        uint32_t generation = (uint32_t)cell(&r, i, 1)->i;
        struct str kind = cell(&r, i, 4)->s;
        struct key secret;
        assert(kind.n < sizeof d.kind);
        memcpy(d.kind, kind.p, kind.n);
        if (str_absent(cell(&r, i, 2)->s) ||
            !key_unseal(&a->pair, desk_binding(d.id, generation, a->officer), cell(&r, i, 2)->s,
                        &secret))
            continue; /* waits, or was sealed to a pair he no longer has */
        struct key_pair pair = key_pair_of(&secret);
        actor_add_desk(a, &d, generation, &pair);
        key_wipe(&secret);
        key_wipe(&pair.sk);
    }
    return ERR_OK;
}

enum err desk_key_create(struct ctx *c, int64_t desk)
{
    struct desk d;
    struct rows r;
    struct actor *a = c->actor;
    assert(c->tx && a->kind == ACTOR_OFFICER);
    TRY(desk_find(c, desk, &d));
    if (d.living)
        return FAULT(&c->fault, ERR_CONFLICT, "vault.has_key", "desk %lld", (long long)desk);
    /* made inside the transaction: once in the life of a desk, and two first holders cannot meet */
    struct key_pair pair = key_pair_random(c);
    uint32_t generation = d.generation + 1;
    struct value pk = BLOB(str_bytes(pair.pk.b, KEY_SIZE));
    struct value mac = row_mac(c, "desk", INT(d.id), INT(d.org), TEXT(str_of(d.kind)), ID(d.dept),
                               INT(generation), pk);
    struct str sealed =
        key_seal(c, &a->pair.pk, desk_binding(d.id, generation, a->officer), &pair.sk);
    TRY(store_run(c, Q_DESK_SET_KEY, &r, INT(generation), pk, mac, INT(d.id), INT(d.generation)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "vault.has_key", "desk %lld", (long long)desk);
    TRY(store_run(c, Q_DESK_HOLDER_MOVE_WAITING, NULL, INT(generation), INT(d.id)));
    TRY(store_run(c, Q_DESK_HOLDER_PUT, NULL, INT(d.id), INT(generation), INT(a->officer),
                  BLOB(sealed)));
    actor_add_desk(a, &d, generation, &pair);
    key_wipe(&pair.sk);
    d.generation = generation;
    d.pk = pair.pk;
    return statement_desk_key(c, &d);
}

enum err desk_holder_name(struct ctx *c, int64_t desk, int64_t officer)
{
    struct desk d;
    TRY(desk_find(c, desk, &d));
    return store_run(c, Q_DESK_HOLDER_NAME, NULL, INT(desk), INT(d.generation), INT(officer));
}

enum err desk_holder_grant(struct ctx *c, int64_t desk, int64_t officer)
{
    struct officer_key to;
    bool held = false;
    assert(c->tx);
    TRY(officer_key_of(c, officer, &to));
    for (size_t i = 0; i < c->actor->desk_count; i++) {
        const struct actor_desk *own = &c->actor->desks[i];
        if (own->id != desk)
            continue;
        struct str sealed =
            key_seal(c, &to.pk, desk_binding(desk, own->generation, officer), &own->pair.sk);
        TRY(store_run(c, Q_DESK_HOLDER_PUT, NULL, INT(desk), INT(own->generation), INT(officer),
                      BLOB(sealed)));
        held = true;
    }
    if (!held)
        return FAULT(&c->fault, ERR_DENIED, "vault.no_desk_key", "desk %lld", (long long)desk);
    return ERR_OK;
}

enum err desk_holder_remove(struct ctx *c, int64_t desk, int64_t officer)
{
    assert(c->tx);
    TRY(store_run(c, Q_DESK_HOLDER_DELETE, NULL, INT(desk), INT(officer)));
    return session_end_all_officer(c, officer);
}

static void ids_of(const struct rows *r, struct vault_ids *ret)
{
    assert(r->n <= COUNT_OF(ret->ids));
    for (size_t i = 0; i < r->n; i++)
        ret->ids[i] = cell(r, i, 0)->i;
    ret->n = r->n;
}

enum err desk_holder_waiting(struct ctx *c, const struct desk *d, struct vault_ids *ret)
{
    struct rows r;
    TRY(store_run(c, Q_DESK_HOLDER_WAITING, &r, INT(d->id), INT(d->generation)));
    ids_of(&r, ret);
    return ERR_OK;
}

enum err desk_holder_last(struct ctx *c, int64_t officer, struct vault_ids *ret)
{
    struct rows r;
    TRY(store_run(c, Q_DESK_HOLDER_LAST_OF, &r, INT(officer)));
    ids_of(&r, ret);
    return ERR_OK;
}

enum err vault_forget_officer(struct ctx *c, int64_t officer)
{
    assert(c->tx);
    TRY(store_run(c, Q_DESK_HOLDER_FORGET, NULL, INT(officer)));
    TRY(store_run(c, Q_KEY_GRANT_REMOVE_OFFICER, NULL, INT(officer)));
    return session_end_all_officer(c, officer);
}

struct key desk_wrap_key(const struct key_pair *pair)
{
    return hash_key(&pair->sk, S("wrap"));
}
struct key desk_token_key(const struct key_pair *pair)
{
    return hash_key(&pair->sk, S("tok"));
}
void desk_sketch_key(const struct key_pair *pair, uint8_t ret[16])
{
    hash_keyed(&pair->sk, S("mh"), ret, 16);
}
