#include "domain/draft.h"

#include <assert.h>

#include "domain/vault.h"
#include "gen/queries.h"

#define KEEP_MS DAY_MS

/* The 32 bytes of a cookie as a key; false when it is none. */
static bool cookie_key(struct str cookie, struct key *ret)
{
    ARENA_AUTO a = arena_new(4096);
    struct str bytes;

    if (cookie.n != DRAFT_COOKIE_SIZE || !str_unbase64url(a, cookie, &bytes) ||
        bytes.n != sizeof(ret->b))
        return false;
    memcpy(ret->b, bytes.p, sizeof(ret->b));
    return true;
}

bool draft_cookie_ok(struct str cookie)
{
    struct key k;
    bool ok = cookie_key(cookie, &k);

    key_wipe(&k);
    return ok;
}

struct key draft_key(struct str cookie)
{
    struct key k, under;
    bool ok = cookie_key(cookie, &k);

    assert(ok);
    (void)ok;
    under = hash_key(&k, S("key"));
    key_wipe(&k);
    return under;
}

void draft_row_id(struct str cookie, uint8_t ret[16])
{
    struct key k;
    bool ok = cookie_key(cookie, &k);

    assert(ok);
    (void)ok;
    hash_keyed(&k, S("id"), ret, 16);
    key_wipe(&k);
}

static enum err no_draft(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "draft.none", "no draft under this cookie");
}

static struct place draft_place(const uint8_t id[16], int64_t version)
{
    uint64_t row;

    memcpy(&row, id, sizeof(row));
    return (struct place){
        .table = PLACE_DRAFT, .column = 1, .row = (int64_t)row, .version = (uint32_t)version
    };
}

static struct str cookie_new(struct ctx *c)
{
    uint8_t bytes[32];
    struct str cookie;

    ctx_random(c, bytes, sizeof(bytes));
    cookie = str_base64url(c->arena, bytes, sizeof(bytes));
    explicit_bzero(bytes, sizeof(bytes));
    return cookie;
}

enum err draft_save(struct ctx *c, struct str *cookie, struct str text)
{
    uint8_t id[16];
    struct rows r;
    int64_t version;
    struct str sealed;

    if (text.n > DRAFT_BYTES_MAX)
        return FAULT(&c->fault, ERR_LIMIT, "draft.large", "%zu bytes", text.n);
    if (!str_absent(*cookie) && !draft_cookie_ok(*cookie))
        return no_draft(c);
    if (str_absent(*cookie))
        *cookie = cookie_new(c);
    draft_row_id(*cookie, id);
    TRY(store_run(c, Q_DRAFT_VERSION, &r, BLOB(str_bytes(id, sizeof(id)))));
    version = r.n ? cell(&r, 0, 0)->i + 1 : 1;
    struct key under = draft_key(*cookie);
    sealed = record_seal(c, &under, draft_place(id, version), text, true);
    key_wipe(&under);

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_DRAFT_PUT, NULL, BLOB(str_bytes(id, sizeof(id))), INT(c->now.ms + KEEP_MS),
                  INT(version), BLOB(sealed)));
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

enum err draft_load(struct ctx *c, struct str cookie, struct str *ret_text)
{
    uint8_t id[16];
    struct rows r;
    bool ok;

    if (!draft_cookie_ok(cookie))
        return no_draft(c);
    draft_row_id(cookie, id);
    TRY(store_run(c, Q_DRAFT_FIND, &r, BLOB(str_bytes(id, sizeof(id))), INT(c->now.ms)));
    if (r.n == 0)
        return no_draft(c);
    struct key under = draft_key(cookie);
    ok = record_open(c->arena, &under, draft_place(id, cell(&r, 0, 0)->i), cell(&r, 0, 1)->s, true,
                     ret_text);
    key_wipe(&under);
    return ok ? ERR_OK : no_draft(c);
}

static enum err drop_row(struct ctx *c, const uint8_t id[16])
{
    return store_run(c, Q_DRAFT_DROP, NULL, BLOB(str_bytes(id, 16)));
}

enum err draft_drop(struct ctx *c, struct str cookie)
{
    uint8_t id[16];

    if (!draft_cookie_ok(cookie))
        return ERR_OK;
    draft_row_id(cookie, id);
    if (c->tx)
        return drop_row(c, id);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(drop_row(c, id));
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

enum err draft_expire(struct ctx *c, int64_t *ret_removed)
{
    struct rows r;

    TRY(store_run(c, Q_DRAFT_EXPIRE, &r, INT(c->now.ms)));
    *ret_removed = (int64_t)r.n;
    return ERR_OK;
}
