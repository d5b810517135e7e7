#include "domain/log_world.h"

#include "domain/world_move.h"
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
    WORLD_OK(c, store_begin(c)); /* the world's own keys would be in every count */
    WORLD_OK(c, store_run0(c, Q_TEST_PUBLIC_DROP, NULL));
    WORLD_OK(c, store_commit(c));
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

struct log_story log_story_new(void)
{
    struct report_form f = world_form();
    struct log_story s = { .w = world_new() };

    (void)world_blobs(s.w);
    s.q = log_world(s.w, &s.paths);
    (void)world_as_nobody(s.w);
    s.slip = world_report(s.w, &f);
    world_time(s.w, "2026-09-18T10:11:00+08:00");
    return s;
}

void log_story_free(struct log_story *s)
{
    sequencer_close(s->q);
    world_free(s->w);
}

struct ctx *log_story_reporter(struct log_story *s)
{
    return world_as_reporter(s->w, s->slip.report_no, world_form().password);
}

void log_story_register(struct log_story *s)
{
    (void)world_move(s->w, WORLD_COUNTY, RO_CLERK, s->slip.matter, "T02", "");
    (void)world_move(s->w, WORLD_COUNTY, RO_SCREENER, s->slip.matter, "T04",
                     "topic=TP_VILLAGE_FUNDS&level=LV_VILLAGE");
}

void log_story_drain(struct log_story *s)
{
    struct ctx *c = world_as_system(s->w);

    WORLD_OK(c, sequencer_drain(c, s->q, 16));
}
