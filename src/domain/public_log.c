#include "domain/public_log.h"

#include <assert.h>

#include "domain/sequencer.h"
#include "gen/queries.h"

enum err public_log_key(struct ctx *c, struct note_key *ret)
{
    struct rows r;
    TRY(store_run(c, Q_SETTING_FIND, &r, TEXT(S(LOG_VKEY_SETTING))));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.none", "no log was made");
    if (!note_key_parse(c->arena, cell(&r, 0, 0)->s, ret) || ret->type != NOTE_ED25519)
        return FAULT(&c->fault, ERR_STORE, "row.changed", "setting " LOG_VKEY_SETTING);
    return ERR_OK;
}

enum err public_log_made(struct ctx *c, bool *ret)
{
    struct rows r;
    TRY(store_run(c, Q_SETTING_FIND, &r, TEXT(S(LOG_VKEY_SETTING))));
    *ret = r.n > 0;
    return ERR_OK;
}

enum err log_head_read(struct ctx *c, struct log_head *ret)
{
    struct rows r;
    TRY(store_run0(c, Q_LOG_HEAD, &r));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.none", "no log was made");
    struct str root = cell(&r, 0, 2)->s;
    if (cell(&r, 0, 1)->i < 0 || root.n != HASH_BYTES)
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table log_head");
    *ret = (struct log_head){ .epoch = cell(&r, 0, 0)->i,
                              .size = (uint64_t)cell(&r, 0, 1)->i,
                              .batch = cell(&r, 0, 3)->i,
                              .batch_day = cell_day(&r, 0, 4),
                              .sealed_pad = cell(&r, 0, 5)->s };
    memcpy(ret->root.b, root.p, HASH_BYTES);
    return ERR_OK;
}

enum err public_log_keys(struct ctx *c, struct log_keys *ret)
{
    struct rows r;
    TRY(public_log_key(c, &ret->all[0]));
    ret->until[0] = DAY_NONE;
    ret->n = 1;
    TRY(store_run0(c, Q_LOG_KEY_FORMER_LIST, &r));
    for (size_t i = 0; i < r.n && ret->n < LOG_KEYS_MAX; i++) {
        ret->until[ret->n] = cell_day(&r, i, 1);
        if (!note_key_parse(c->arena, cell(&r, i, 0)->s, &ret->all[ret->n++]))
            return FAULT(&c->fault, ERR_STORE, "row.changed", "table log_key_former");
    }
    return ERR_OK;
}

bool log_keys_open(struct arena *a, const struct log_keys *k, struct str bytes,
                   struct checkpoint *ret, struct note *note)
{
    for (size_t i = 0; i < k->n; i++)
        if (checkpoint_open(a, bytes, &k->all[i], ret, note))
            return true;
    return false;
}

enum err public_log_cosigned(struct ctx *c, uint64_t size, struct str *note)
{
    struct rows r;
    TRY(store_run(c, Q_COSIGNATURE_OF, &r, INT((int64_t)size)));
    if (r.n == 0)
        return ERR_OK;
    struct buf b = buf_new(c->arena);
    buf_put(&b, *note);
    for (size_t i = 0; i < r.n; i++)
        buf_put(&b, cell(&r, i, 0)->s);
    *note = buf_str(&b);
    return ERR_OK;
}

enum err public_log_checkpoint(struct ctx *c, struct str *ret_note, uint64_t *ret_size)
{
    struct rows r;
    TRY(store_run0(c, Q_SIGNED_HEAD_SHOWN, &r));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.unpublished", "nothing was signed yet");
    *ret_size = (uint64_t)cell(&r, 0, 0)->i;
    *ret_note = cell(&r, 0, 1)->s;
    return public_log_cosigned(c, *ret_size, ret_note);
}

enum err public_log_signed(struct ctx *c, struct str *ret_note, uint64_t *ret_size,
                           bool *ret_shown)
{
    struct rows r;
    TRY(store_run0(c, Q_SIGNED_HEAD_LAST, &r));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.unpublished", "nothing was signed yet");
    *ret_size = (uint64_t)cell(&r, 0, 0)->i;
    *ret_note = cell(&r, 0, 1)->s;
    if (ret_shown)
        *ret_shown = cell(&r, 0, 2)->i != 0;
    return ERR_OK;
}

static enum err tile_lost(struct ctx *c, const struct tile *t)
{
    return FAULT(&c->fault, ERR_STORE, "log.tile_lost", "level %d tile %llu", t->level,
                 (unsigned long long)t->n);
}

static enum err bundle_of(struct ctx *c, const struct tile *t, struct str *ret)
{
    struct rows r;
    struct buf b = buf_new(c->arena);
    int64_t first = (int64_t)(t->n * TILE_WIDTH);
    TRY(store_run(c, Q_LEAF_BUNDLE, &r, INT(first), INT(first + t->width)));
    if (r.n != (size_t)t->width)
        return tile_lost(c, t);
    for (size_t i = 0; i < r.n; i++)
        bundle_put(&b, cell(&r, i, 0)->s);
    *ret = buf_str(&b);
    return ERR_OK;
}

enum err public_log_tile(struct ctx *c, const struct tile *t, struct str *ret)
{
    struct rows r;
    size_t want = (size_t)t->width * HASH_BYTES;
    assert(t->n <= TREE_SIZE_MAX / TILE_WIDTH);
    if (t->level == TILE_ENTRIES)
        return bundle_of(c, t, ret);
    TRY(store_run(c, Q_LOG_TILE, &r, INT(t->level), INT((int64_t)t->n)));
    if (r.n == 0 || cell(&r, 0, 0)->s.n < want)
        return tile_lost(c, t);
    *ret = str_slice(cell(&r, 0, 0)->s, 0, want);
    return ERR_OK;
}

static bool read_tile(void *u, const struct tile *t, struct hash *ret)
{
    struct ctx *c = u;
    struct str bytes;
    if (public_log_tile(c, t, &bytes) != ERR_OK)
        return false;
    memcpy(ret, bytes.p, bytes.n);
    return true;
}

struct tree_source public_log_source(struct ctx *c, uint64_t size)
{
    struct tile_reader *reader = arena_new_of(c->arena, struct tile_reader);
    struct tile_source *source = arena_new_of(c->arena, struct tile_source);
    *reader = (struct tile_reader){ .read = read_tile, .u = c };
    *source = (struct tile_source){ reader, size };
    return tile_tree_source(source);
}
