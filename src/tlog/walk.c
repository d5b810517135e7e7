#include "tlog/walk.h"

struct walker {
    struct arena *scratch;
    const struct walk_source *s;
    struct walk w;
};

static bool stop(struct walker *k, enum walk_verdict verdict, const struct tile *at)
{
    if (k->w.verdict == WALK_OK) {
        k->w.verdict = verdict;
        k->w.at = *at;
    }
    return false;
}

static bool read(struct walker *k, const struct tile *t, struct str *ret)
{
    if (!k->s->read(k->s->u, k->scratch, t, ret))
        return stop(k, WALK_MISSING, t);
    if (t->level != TILE_ENTRIES && ret->n != (size_t)t->width * HASH_BYTES)
        return stop(k, WALK_FORM, t);
    return true;
}

/* The hashes made from below are those of the stored tile. */
static void check_tile(struct walker *k, const struct tile *t, const struct hash *made)
{
    struct str bytes;
    if (k->w.verdict == WALK_OK && read(k, t, &bytes) && memcmp(bytes.p, made, bytes.n) != 0)
        (void)stop(k, WALK_TILE, t);
}

static void full_tile(void *u, int level, uint64_t n, const struct hash tile[TILE_WIDTH])
{
    struct walker *k = u;
    struct tile t = { level, n, TILE_WIDTH };
    if (level > 0) /* those of level 0 were compared entry by entry */
        check_tile(k, &t, tile);
}

static bool bundle(struct walker *k, uint64_t n, int width,
                   void (*each)(void *u, uint64_t index, struct str entry), void *u)
{
    struct tile entries = { TILE_ENTRIES, n, width }, hashes = { 0, n, width };
    struct str rest, tile, again, entry;
    if (!read(k, &entries, &rest) || !read(k, &hashes, &tile))
        return false;
    again = rest;
    for (int i = 0; i < width; i++) {
        if (!bundle_next(&rest, &entry))
            return stop(k, WALK_FORM, &entries);
        struct hash h = tree_leaf(entry);
        k->w.index = k->w.edge->size;
        if (memcmp(tile.p + (size_t)i * HASH_BYTES, h.b, HASH_BYTES) != 0)
            return stop(k, WALK_ENTRY, &entries);
        edge_append(k->w.edge, &h, full_tile, k);
        if (k->w.verdict != WALK_OK)
            return false;
    }
    if (rest.n > 0)
        return stop(k, WALK_FORM, &entries);
    for (int i = 0; each && i < width && bundle_next(&again, &entry); i++)
        each(u, n * TILE_WIDTH + (uint64_t)i, entry);
    return true;
}

static void check_end(struct walker *k, const struct checkpoint *c)
{
    struct edge *e = k->w.edge;
    for (int level = 1; level < TILE_LEVELS; level++) {
        struct tile t = { level, edge_tile(e, level), edge_width(e, level) };
        if (t.width > 0)
            check_tile(k, &t, e->level[level]);
    }
    struct hash root = edge_root(e);
    struct tile none = { TILE_ENTRIES, 0, 0 };
    if (k->w.verdict == WALK_OK && !hash_eq(&root, &c->root))
        (void)stop(k, WALK_ROOT, &none);
}

struct walk walk_log(struct arena *a, struct arena *scratch, const struct walk_source *s,
                     const struct checkpoint *c,
                     void (*each)(void *u, uint64_t index, struct str entry), void *u)
{
    struct walker k = { .scratch = scratch, .s = s };
    k.w.edge = arena_new_of(a, struct edge);
    for (uint64_t n = 0; k.w.edge->size < c->size; n++) { /* a bundle each turn, or it ends */
        uint64_t left = c->size - n * TILE_WIDTH;
        arena_reset(scratch);
        if (!bundle(&k, n, left < TILE_WIDTH ? (int)left : TILE_WIDTH, each, u))
            return k.w;
    }
    arena_reset(scratch);
    check_end(&k, c);
    return k.w;
}
