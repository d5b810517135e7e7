#include "web/log.h"

#include <pthread.h>
#include <stdatomic.h>

#include "domain/public_log.h"
#include "tlog/leaf.h"
#include "tlog/tile.h"

#define CHECKPOINT "/log/checkpoint"
#define TILES "/log/tile/"
#define KEPT_TILES 512 /* 4 MiB, taken from the system as they fill */
#define KEPT_BUNDLES 256
#define BUNDLE_BYTES (TILE_WIDTH * (2 + LEAF_ENTRY)) /* a longer one is read each time */

struct log_cache {
    pthread_mutex_t lock;       /* held for a look and a copy */
    _Atomic uint64_t published; /* at least so much is */
    struct kept {
        bool full;
        int level;
        uint64_t n;
        size_t size;
    } tiles[KEPT_TILES], bundles[KEPT_BUNDLES];
    uint8_t (*tile_bytes)[TILE_BYTES];
    uint8_t (*bundle_bytes)[BUNDLE_BYTES];
};

struct log_cache *log_cache_new(struct arena *a)
{
    struct log_cache *k = arena_new_of(a, struct log_cache);
    pthread_mutex_init(&k->lock, NULL);
    k->tile_bytes = arena_take(a, sizeof(*k->tile_bytes) * KEPT_TILES);
    k->bundle_bytes = arena_take(a, sizeof(*k->bundle_bytes) * KEPT_BUNDLES);
    return k;
}

void log_cache_free(struct log_cache *k)
{
    if (k)
        pthread_mutex_destroy(&k->lock);
}

bool web_log_is(struct str path)
{
    return str_eq(path, S(CHECKPOINT)) || str_starts(path, S(TILES));
}

/* ---- memory ---- */

static struct kept *place_of(struct log_cache *k, const struct tile *t, uint8_t **ret_bytes)
{
    if (t->level == TILE_ENTRIES) {
        size_t i = (size_t)(t->n % KEPT_BUNDLES);
        *ret_bytes = k->bundle_bytes[i];
        return &k->bundles[i];
    }
    size_t i = (size_t)((t->n * TILE_LEVELS + (uint64_t)t->level) % KEPT_TILES);
    *ret_bytes = k->tile_bytes[i];
    return &k->tiles[i];
}

static bool recall(struct log_cache *k, const struct tile *t, struct buf *out)
{
    uint8_t *bytes;
    pthread_mutex_lock(&k->lock);
    const struct kept *p = place_of(k, t, &bytes);
    bool have = p->full && p->level == t->level && p->n == t->n;
    if (have)
        buf_bytes(out, bytes, p->size);
    pthread_mutex_unlock(&k->lock);
    return have;
}

static void keep(struct log_cache *k, const struct tile *t, struct str full)
{
    uint8_t *bytes;
    if (full.n > (t->level == TILE_ENTRIES ? BUNDLE_BYTES : TILE_BYTES))
        return;
    pthread_mutex_lock(&k->lock);
    struct kept *p = place_of(k, t, &bytes);
    memcpy(bytes, full.p, full.n);
    *p = (struct kept){ true, t->level, t->n, full.n };
    pthread_mutex_unlock(&k->lock);
}

/* ---- answers ---- */

static void answer(struct resp *w, const char *type, const char *keep_for)
{
    resp_header(w, S("Content-Type"), str_of(type));
    resp_header(w, S("Cache-Control"), str_of(keep_for));
    resp_header(w, S("Access-Control-Allow-Origin"), S("*"));
    resp_header(w, S("X-Content-Type-Options"), S("nosniff"));
}

static void refuse(struct resp *w, int status, struct str text)
{
    w->status = status;
    answer(w, "text/plain; charset=utf-8", "no-store");
    w->body.n = 0;
    w->fixed = text;
}

static void fail(struct resp *w, enum err e)
{
    if (e == ERR_NOT_FOUND) {
        refuse(w, 404, S("404\n"));
        return;
    }
    resp_header(w, S("Retry-After"), S("1"));
    refuse(w, 503, S("503\n"));
}

static void checkpoint(struct ctx *c, struct resp *w)
{
    struct str note;
    uint64_t size;
    enum err e = public_log_checkpoint(c, &note, &size);
    if (e != ERR_OK) {
        fail(w, e);
        return;
    }
    answer(w, "text/plain; charset=utf-8", "no-store");
    buf_put(&w->body, note);
}

/* Is the tile part of what was published? Asks the store only about news. */
static enum err is_published(struct ctx *c, struct log_cache *k, const struct tile *t, bool *ret)
{
    uint64_t size = atomic_load(&k->published);
    struct str note;
    *ret = tile_within(size, t);
    if (*ret)
        return ERR_OK;
    TRY(public_log_checkpoint(c, &note, &size));
    *ret = tile_within(size, t);
    uint64_t before = atomic_load(&k->published);
    while (before < size && !atomic_compare_exchange_weak(&k->published, &before, size)) {
    }
    return ERR_OK;
}

/* The first entries of a bundle, the first hashes of a tile. */
static size_t bytes_of(const struct tile *t, struct str full)
{
    struct str rest = full, entry;
    if (t->level != TILE_ENTRIES)
        return (size_t)t->width * HASH_BYTES;
    for (int i = 0; i < t->width; i++)
        if (!bundle_next(&rest, &entry))
            break;
    return full.n - rest.n;
}

static enum err tile_bytes(struct ctx *c, struct log_cache *k, const struct tile *t,
                           struct buf *out)
{
    struct tile whole = { t->level, t->n, TILE_WIDTH };
    struct str bytes;
    if (!tile_within(atomic_load(&k->published), &whole)) { /* at the edge: as it is now */
        TRY(public_log_tile(c, t, &bytes));
        buf_put(out, bytes);
        return ERR_OK;
    }
    if (!recall(k, t, out)) {
        TRY(public_log_tile(c, &whole, &bytes));
        keep(k, t, bytes);
        buf_put(out, bytes);
    }
    out->n = bytes_of(t, buf_str(out));
    return ERR_OK;
}

static void tile(struct ctx *c, struct log_cache *k, struct str name, struct resp *w)
{
    struct tile t;
    bool published = false;
    if (!tile_parse(name, &t)) {
        refuse(w, 404, S("404\n"));
        return;
    }
    enum err e = is_published(c, k, &t, &published);
    if (e == ERR_OK)
        e = published ? tile_bytes(c, k, &t, &w->body) : ERR_NOT_FOUND;
    if (e != ERR_OK)
        fail(w, e);
    else
        answer(w, "application/octet-stream", "public, max-age=31536000, immutable");
}

void web_log(struct req *r, struct resp *w)
{
    struct ctx *c = r->ctx;
    w->body = buf_new(c->arena);
    if (r->method != HTTP_GET && r->method != HTTP_HEAD) {
        resp_header(w, S("Allow"), S("GET, HEAD"));
        refuse(w, 405, S("405\n"));
    } else if (str_eq(r->path, S(CHECKPOINT))) {
        checkpoint(c, w);
    } else {
        size_t skip = sizeof(TILES) - 1;
        tile(c, web_of(r)->web->log, str_slice(r->path, skip, r->path.n - skip), w);
    }
}
