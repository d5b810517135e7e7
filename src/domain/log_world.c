#include "domain/log_world.h"

#include "domain/world_queries.h"

struct log_paths log_world_paths(struct world *w)
{
    const char *folder = world_blobs(w);
    return (struct log_paths){ .key = str_fmt(w->ctx.arena, "%s/log.key", folder).p,
                               .copy = str_fmt(w->ctx.arena, "%s/log.last", folder).p };
}

struct sequencer *log_world(struct world *w, struct log_paths *paths)
{
    struct ctx *c = world_as_system(w);
    struct sequencer *s;
    *paths = log_world_paths(w);
    WORLD_OK(c, log_make(c, paths, S(LOG_WORLD_ORIGIN)));
    WORLD_OK(c, sequencer_open(c, c->arena, paths, &s));
    return s;
}

void log_world_wait(struct world *w, int n)
{
    uint8_t entry[LEAF_ENTRY] = { 0x01 };
    for (int i = 0; i < n; i++) {
        ctx_random(&w->ctx, entry + 1, 64);
        world_write(w, Q_LEAF_PENDING_ADD, BLOB(str_bytes(entry + 1, 32)), INT(w->ctx.now.ms),
                    BLOB(str_bytes(entry, LEAF_ENTRY)));
    }
}

struct str log_world_entry(struct ctx *c, int64_t index)
{
    struct rows r;
    WORLD_OK(c, store_run(c, Q_LEAF_FROM, &r, INT(index), INT(index + 1)));
    return r.n ? cell(&r, 0, 1)->s : STR_NONE;
}

static struct hash defined_root(struct ctx *c, int64_t from, int64_t n)
{
    int64_t k = 1;
    if (n == 1)
        return tree_leaf(log_world_entry(c, from));
    while (k * 2 < n)
        k *= 2;
    struct hash l = defined_root(c, from, k), r = defined_root(c, from + k, n - k);
    return tree_node(&l, &r);
}

struct hash log_world_root(struct ctx *c, int64_t size)
{
    return size ? defined_root(c, 0, size) : tree_empty();
}
