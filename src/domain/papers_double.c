/* papers_double.c - papers for the tests of moves, until document.c is there: rows without words.
 */
#include "domain/document.h"
#include "domain/vault.h"
#include "domain/world_queries.h"

struct document_draft {
    struct document_new n;
    int64_t id;
    struct str sealed, hash;
};

enum err document_prepare(struct ctx *c, const struct document_new *n, struct document_draft **ret)
{
    struct document_draft *d = arena_new_of(c->arena, struct document_draft);
    struct buf b = buf_new(c->arena);

    d->n = *n;
    d->id = ctx_random_id(c);
    for (size_t i = 0; i < n->value_count; i++)
        buf_fmt(&b, "%.*s=%.*s\n", STR_ARG(n->values[i].name), STR_ARG(n->values[i].value));
    struct place at = { PLACE_DOCUMENT, 1, n->matter, d->id, 1 };
    d->sealed = record_seal(c, n->key, at, buf_str(&b), true);
    uint8_t h[32];
    sha256(buf_str(&b), h);
    d->hash = str_hex(c->arena, h, sizeof(h));
    *ret = d;
    return ERR_OK;
}

struct str document_draft_hash(const struct document_draft *d)
{
    return d->hash;
}

enum err document_store(struct ctx *c, struct document_draft *d, int64_t *ret_id,
                        struct str *ret_hash_hex)
{
    *ret_id = d->id;
    *ret_hash_hex = d->hash;
    return store_run(c, Q_TEST_DOCUMENT_ADD, NULL, INT(d->id), INT(d->n.matter),
                     d->n.report ? INT(d->n.report) : NONE, TEXT(d->n.code), DAY(ctx_today(c)),
                     BLOB(d->sealed));
}

enum err delivery_store(struct ctx *c, const struct delivery_new *n)
{
    return store_run(c, Q_TEST_DELIVERY_ADD, NULL, INT(ctx_random_id(c)), INT(n->document),
                     TEXT(n->form), DAY(n->day), c->actor->officer ? INT(c->actor->officer) : NONE,
                     n->second_officer ? INT(n->second_officer) : NONE);
}
