#include "domain/public_leaf.h"

#include <assert.h>

#include "gen/queries.h"

enum err public_leaf_add(struct ctx *c, enum public_leaf kind, struct str subject,
                         struct str document, bool kept)
{
    uint8_t entry[2 + HASH_BYTES] = { 0x02, (uint8_t)kind };
    int64_t id = ctx_random_id(c);

    assert(c->tx && kind >= PUBLIC_STATISTICS && kind <= PUBLIC_HEADS);
    sha256(document, entry + 2);
    TRY(store_run(c, Q_PUBLIC_LEAF_PUT, NULL, INT(id), INT(kind), TEXT(subject), INT(c->now.ms),
                  BLOB(str_bytes(entry + 2, HASH_BYTES)), kept ? TEXT(document) : NONE));
    return store_run(c, Q_PUBLIC_PENDING_ADD, NULL, INT(id), INT(c->now.ms),
                     BLOB(str_bytes(entry, sizeof entry)));
}

enum err public_log_append(struct ctx *c, enum public_leaf kind, struct str document)
{
    return public_leaf_add(c, kind, S(""), document, true);
}

static struct public_document document_at(const struct rows *r, size_t i)
{
    const struct value *idx = cell(r, i, 6);

    return (struct public_document){ .id = cell(r, i, 0)->i,
                                     .kind = (int)cell(r, i, 1)->i,
                                     .subject = cell(r, i, 2)->s,
                                     .since = { cell(r, i, 3)->i },
                                     .hash = cell(r, i, 4)->s,
                                     .document = cell(r, i, 5)->s,
                                     .numbered = idx->kind == VALUE_INT,
                                     .index = (uint64_t)idx->i };
}

static enum err the_one(struct ctx *c, const struct rows *r, struct public_document *ret)
{
    if (r->n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.no_document", "no such public leaf");
    *ret = document_at(r, 0);
    return ERR_OK;
}

enum err public_leaf_last(struct ctx *c, struct str subject, struct public_document *ret)
{
    struct rows r;

    TRY(store_run(c, Q_PUBLIC_LEAF_LAST, &r, TEXT(subject)));
    return the_one(c, &r, ret);
}

enum err public_leaf_named(struct ctx *c, struct str hex, struct public_document *ret)
{
    struct rows r = { 0 };
    struct str hash;

    if (hex.n == 2 * (size_t)HASH_BYTES && str_unhex(c->arena, hex, &hash))
        TRY(store_run(c, Q_PUBLIC_LEAF_NAMED, &r, BLOB(hash)));
    return the_one(c, &r, ret);
}

enum err public_leaf_page(struct ctx *c, int64_t skip, struct public_documents *ret)
{
    struct rows r;

    TRY(store_run(c, Q_PUBLIC_LEAF_PAGE, &r, INT(skip)));
    struct public_document *items = arena_array(c->arena, struct public_document, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = document_at(&r, i);
    *ret = (struct public_documents){ items, r.n < PUBLIC_LEAF_PAGE ? r.n : PUBLIC_LEAF_PAGE,
                                      r.n > PUBLIC_LEAF_PAGE };
    return ERR_OK;
}

enum err public_leaf_renew(struct ctx *c, enum public_leaf kind, struct str subject,
                           struct str document)
{
    struct public_document last;
    uint8_t hash[HASH_BYTES];
    enum err e = public_leaf_last(c, subject, &last);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    sha256(document, hash);
    if (e == ERR_OK && str_eq(last.hash, str_bytes(hash, sizeof hash)))
        return ERR_OK;
    return public_leaf_add(c, kind, subject, document, true);
}
