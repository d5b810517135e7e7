/*
 * grant.c - the second half of vault.h: who can open which Kr, Km and Kd.
 */
#include <assert.h>

#include "domain/officer.h"
#include "domain/vault.h"
#include "gen/queries.h"

static const struct {
    enum object_kind kind;
    struct str name;
} objects[] = {
    { OBJECT_KR, { "KR", 2 } },
    { OBJECT_KM, { "KM", 2 } },
    { OBJECT_KD, { "KD", 2 } },
};

struct str object_kind_name(enum object_kind k)
{
    for (size_t i = 0; i < COUNT_OF(objects); i++) {
        if (objects[i].kind == k)
            return objects[i].name;
    }
    assert(!"only Kr, Km and Kd are granted");
    return STR_NONE;
}

struct str holder_kind_name(enum holder_kind k)
{
    assert(k == HOLDER_DESK || k == HOLDER_OFFICER);
    return k == HOLDER_DESK ? S("DESK") : S("OFFICER");
}

enum holder_kind holder_kind_of(struct str name)
{
    return str_eq(name, S("DESK")) ? HOLDER_DESK : HOLDER_OFFICER;
}

static struct binding grant_binding(const struct grant_row *g)
{
    return (struct binding){ (uint8_t)g->object_kind, g->object, (uint8_t)g->holder_kind, g->holder,
                             g->generation };
}

static enum err seal_to(struct ctx *c, const struct public_key *pk, const struct key *key,
                        struct grant_row *g)
{
    g->sealed = key_seal(c, pk, grant_binding(g), key);
    if (str_absent(g->sealed))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "unusable public key");
    return ERR_OK;
}

enum err grant_seal_desk(struct ctx *c, enum object_kind k, int64_t object, const struct key *key,
                         const struct desk *to, struct grant_row *ret)
{
    struct grant_row g = { .object_kind = k,
                           .object = object,
                           .holder_kind = HOLDER_DESK,
                           .holder = to->id,
                           .generation = to->generation };
    assert(to->living);
    TRY(seal_to(c, &to->pk, key, &g));
    *ret = g;
    return ERR_OK;
}

enum err grant_seal_officer(struct ctx *c, enum object_kind k, int64_t object,
                            const struct key *key, int64_t officer, struct grant_row *ret)
{
    struct officer_key to;
    TRY(officer_key_of(c, officer, &to));
    struct grant_row g = { .object_kind = k,
                           .object = object,
                           .holder_kind = HOLDER_OFFICER,
                           .holder = officer,
                           .generation = to.generation };
    TRY(seal_to(c, &to.pk, key, &g));
    *ret = g;
    return ERR_OK;
}

enum err grant_store(struct ctx *c, const struct grant_row *g)
{
    struct str form = g->sealed.n == WRAP_SIZE ? S("WRAP") : S("SEAL");
    return store_run(c, Q_KEY_GRANT_PUT, NULL, TEXT(object_kind_name(g->object_kind)),
                     INT(g->object), TEXT(holder_kind_name(g->holder_kind)), INT(g->holder),
                     INT(g->generation), TEXT(form), BLOB(g->sealed), DAY(ctx_today(c)));
}

enum err grant_remove(struct ctx *c, enum object_kind k, int64_t object, enum holder_kind hk,
                      int64_t holder)
{
    return store_run(c, Q_KEY_GRANT_REMOVE, NULL, TEXT(object_kind_name(k)), INT(object),
                     TEXT(holder_kind_name(hk)), INT(holder));
}

enum err grant_remove_org(struct ctx *c, enum object_kind k, int64_t object, int64_t org)
{
    return store_run(c, Q_KEY_GRANT_REMOVE_ORG, NULL, TEXT(object_kind_name(k)), INT(object),
                     INT(org));
}

enum err grant_remove_all(struct ctx *c, enum object_kind k, int64_t object)
{
    return store_run(c, Q_KEY_GRANT_REMOVE_OBJECT, NULL, TEXT(object_kind_name(k)), INT(object));
}

/* opening */

/* The pair of c->actor that this grant was made for; NULL: not his. */
static const struct key_pair *pair_for(const struct ctx *c, const struct grant_row *g)
{
    const struct actor *a = c->actor;
    if (a->kind != ACTOR_OFFICER || a->must_change_password) /* he has no pair of his own yet */
        return NULL;
    if (g->holder_kind == HOLDER_OFFICER)
        return g->holder == a->officer && g->generation == a->generation ? &a->pair : NULL;
    const struct actor_desk *d = desk_held(c, g->holder, g->generation);
    return d ? &d->pair : NULL;
}

bool vault_open_grant(struct ctx *c, const struct grant_row *g, struct key *ret)
{
    const struct key_pair *pair = pair_for(c, g);
    if (!pair)
        return false;
    if (g->sealed.n == SEAL_SIZE)
        return key_unseal(pair, grant_binding(g), g->sealed, ret);
    struct key under = desk_wrap_key(pair);
    bool ok = key_unwrap(&under, grant_binding(g), g->sealed, ret);
    key_wipe(&under);
    return ok;
}

static enum err rewrap_row(struct ctx *c, const struct grant_row *g, struct str wrapped)
{
    return store_run(c, Q_KEY_GRANT_REWRAP, NULL, BLOB(wrapped),
                     TEXT(object_kind_name(g->object_kind)), INT(g->object),
                     TEXT(holder_kind_name(g->holder_kind)), INT(g->holder), INT(g->generation));
}

static enum err rewrap_alone(struct ctx *c, const struct grant_row *g, struct str wrapped)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(rewrap_row(c, g, wrapped));
    tx = NULL;
    return store_commit(c);
}

/* From now on this holder opens it in half a microsecond instead of thirty-seven. */
static enum err rewrap(struct ctx *c, const struct grant_row *g, const struct key *key)
{
    struct key under = desk_wrap_key(pair_for(c, g));
    struct str wrapped = key_wrap(c, &under, grant_binding(g), key);
    key_wipe(&under);
    if (c->tx)
        return rewrap_row(c, g, wrapped);
    struct fault before = c->fault;
    if (rewrap_alone(c, g, wrapped) != ERR_OK)
        c->fault = before; /* a busy writer must not keep him from reading; next time then */
    return ERR_OK;
}

static enum err grants_of(struct ctx *c, enum object_kind k, int64_t object, struct rows *ret)
{
    return store_run(c, Q_KEY_GRANT_OF, ret, TEXT(object_kind_name(k)), INT(object));
}

static struct grant_row grant_at(const struct rows *r, size_t i, enum object_kind k, int64_t object)
{
    return (struct grant_row){ .object_kind = k,
                               .object = object,
                               .holder_kind = holder_kind_of(cell(r, i, 0)->s),
                               .holder = cell(r, i, 1)->i,
                               .generation = (uint32_t)cell(r, i, 2)->i,
                               .sealed = cell(r, i, 4)->s };
}

static bool is_own_report(const struct ctx *c, enum object_kind k, int64_t object)
{
    return c->actor->kind == ACTOR_REPORTER && k == OBJECT_KR && object == c->actor->report;
}

enum err vault_open(struct ctx *c, enum object_kind k, int64_t object, struct key *ret)
{
    struct rows r;
    if (c->actor->must_change_password)
        return FAULT(&c->fault, ERR_DENIED, "session.must_change", "one-time password");
    if (is_own_report(c, k, object)) {
        *ret = c->actor->kr;
        return ERR_OK;
    }
    TRY(grants_of(c, k, object, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct grant_row g = grant_at(&r, i, k, object);
        struct key key;
        if (!vault_open_grant(c, &g, &key))
            continue;
        if (g.sealed.n == SEAL_SIZE)
            TRY(rewrap(c, &g, &key));
        *ret = key;
        key_wipe(&key);
        return ERR_OK;
    }
    return FAULT(&c->fault, ERR_DENIED, "vault.no_grant", "no grant for this actor");
}

bool vault_can(struct ctx *c, enum object_kind k, int64_t object)
{
    struct rows r;
    if (c->actor->must_change_password)
        return false;
    if (is_own_report(c, k, object))
        return true;
    if (grants_of(c, k, object, &r) != ERR_OK)
        return false;
    for (size_t i = 0; i < r.n; i++) {
        struct grant_row g = grant_at(&r, i, k, object);
        if (pair_for(c, &g))
            return true;
    }
    return false;
}

enum err vault_thin(struct ctx *c, int64_t org, int64_t *ret_count)
{
    struct rows r;
    TRY(store_run(c, Q_KEY_GRANT_THIN, &r, INT(org)));
    *ret_count = cell(&r, 0, 0)->i;
    return ERR_OK;
}
