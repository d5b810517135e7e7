#include "domain/idempotency.h"

#include <assert.h>

#include "domain/vault.h"
#include "gen/queries.h"

#define KEEP_MS DAY_MS

/* The actor is part of the key: another person's key never finds this person's answer. */
static struct str actor_text(struct ctx *c)
{
    return str_fmt(
        c->arena, "%d/%lld", (int)c->actor->kind,
        (long long)(c->actor->kind == ACTOR_OFFICER ? c->actor->officer : c->actor->report));
}

enum err idempotency_of(struct ctx *c, struct str client_key, const char *what, struct str body,
                        struct idempotency *ret)
{
    struct buf b = buf_new(c->arena);
    struct key root;

    if (client_key.n < IDEMPOTENCY_KEY_MIN || client_key.n > IDEMPOTENCY_KEY_MAX) {
        fault_field(&c->fault, "Idempotency-Key", "idempotency.key", IDEMPOTENCY_KEY_MIN);
        return ERR_INVALID;
    }
    buf_fmt(&b, "yg/idempotency\n%s\n", what);
    buf_put(&b, actor_text(c));
    buf_byte(&b, '\n');
    buf_put(&b, client_key);
    hash_plain(buf_str(&b), root.b, sizeof(root.b));
    hash_keyed(&root, S("id"), ret->id, sizeof(ret->id));
    ret->key = hash_key(&root, S("key"));
    hash_keyed(&root, body, ret->request, sizeof(ret->request));
    key_wipe(&root);
    return ERR_OK;
}

static struct place record_place(const struct idempotency *i, int64_t until_ms)
{
    uint64_t row;

    memcpy(&row, i->id, sizeof(row));
    /* the end of its life is authenticated with it */
    return (struct place){
        .table = PLACE_IDEMPOTENCY, .column = 1, .owner = until_ms, .row = (int64_t)row
    };
}

enum err idempotency_find(struct ctx *c, const struct idempotency *i, bool *ret_found,
                          struct str *ret_answer)
{
    struct rows r;
    struct str plain;

    TRY(store_run(c, Q_IDEMPOTENCY_FIND, &r, BLOB(str_bytes(i->id, sizeof(i->id))),
                  INT(c->now.ms)));
    *ret_found = false;
    if (r.n == 0)
        return ERR_OK;
    if (!record_open(c->arena, &i->key, record_place(i, cell(&r, 0, 0)->i), cell(&r, 0, 1)->s, true,
                     &plain) ||
        plain.n < sizeof(i->request))
        return FAULT(&c->fault, ERR_STORE, "idempotency.broken", "an answer does not open");
    if (memcmp(plain.p, i->request, sizeof(i->request)) != 0)
        return FAULT(&c->fault, ERR_CONFLICT, "idempotency.other", "same key, other request");
    *ret_answer = str_slice(plain, sizeof(i->request), plain.n - sizeof(i->request));
    *ret_found = true;
    return ERR_OK;
}

enum err idempotency_store(struct ctx *c, const struct idempotency *i, struct str answer)
{
    struct buf b = buf_new(c->arena);
    int64_t until_ms = c->now.ms + KEEP_MS;
    struct value id = BLOB(str_bytes(i->id, sizeof(i->id)));

    assert(answer.n <= IDEMPOTENCY_ANSWER_MAX);
    buf_bytes(&b, i->request, sizeof(i->request));
    buf_put(&b, answer);
    TRY(store_run(c, Q_IDEMPOTENCY_DROP_OLD, NULL, id, INT(c->now.ms)));
    return store_run(c, Q_IDEMPOTENCY_ADD, NULL, id, INT(until_ms),
                     BLOB(record_seal(c, &i->key, record_place(i, until_ms), buf_str(&b), true)));
}

enum err idempotency_mark(struct ctx *c)
{
    if (!c->once || c->once->marked)
        return ERR_OK;
    TRY(idempotency_store(c, c->once, S("")));
    c->once->marked = true;
    return ERR_OK;
}

enum err idempotency_forget(struct ctx *c, const struct idempotency *i)
{
    return store_run(c, Q_IDEMPOTENCY_DROP, NULL, BLOB(str_bytes(i->id, sizeof(i->id))));
}

enum err idempotency_answer(struct ctx *c, const struct idempotency *i, struct str answer)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_IDEMPOTENCY_DROP, NULL, BLOB(str_bytes(i->id, sizeof(i->id)))));
    TRY(idempotency_store(c, i, answer));
    tx = NULL;
    return store_commit(c);
}

enum err idempotency_expire(struct ctx *c, int64_t *ret_removed)
{
    struct rows r;

    TRY(store_run(c, Q_IDEMPOTENCY_EXPIRE, &r, INT(c->now.ms)));
    *ret_removed = (int64_t)r.n;
    return ERR_OK;
}
