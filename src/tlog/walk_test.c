/* A copy is walked whole; a byte changed anywhere is found and named. */
#include "base/test.h"
#include "tlog/walk.h"

#define SIZE 66000 /* two levels of full tiles and an edge on each */
#define KEPT_MAX 1024

struct copy {
    struct arena *a;
    struct {
        struct tile t;
        struct str bytes;
    } kept[KEPT_MAX];
    size_t n;
    struct tile gone; /* level, n of one that is missing; width 0: none */
    struct tile spoilt;
    size_t spoilt_at;
    uint64_t seen;
};

static void keep(struct copy *c, struct tile t, const void *p, size_t n)
{
    CHECK(c->n < KEPT_MAX);
    c->kept[c->n].t = t;
    c->kept[c->n++].bytes = str_dup(c->a, str_bytes(p, n));
}

static void full(void *u, int level, uint64_t n, const struct hash tile[TILE_WIDTH])
{
    keep(u, (struct tile){ level, n, TILE_WIDTH }, tile, TILE_BYTES);
}

static bool same(const struct tile *a, const struct tile *b)
{
    return a->level == b->level && a->n == b->n && a->width == b->width;
}

static bool read(void *u, struct arena *a, const struct tile *t, struct str *ret)
{
    struct copy *c = u;
    for (size_t i = 0; i < c->n; i++) {
        if (!same(&c->kept[i].t, t) || same(&c->gone, t))
            continue;
        *ret = str_dup(a, c->kept[i].bytes);
        if (same(&c->spoilt, t))
            ((char *)(uintptr_t)ret->p)[c->spoilt_at] ^= 0x20;
        return true;
    }
    return false;
}

static struct str entry_at(struct arena *a, uint64_t i)
{
    return str_fmt(a, "entry %llu", (unsigned long long)i);
}

/* Tiles and bundles of a log of n entries. */
static struct copy *copy_of(struct arena *a, uint64_t n, struct checkpoint *ret)
{
    struct copy *c = arena_new_of(a, struct copy);
    struct edge *e = arena_new_of(a, struct edge);
    struct buf b = buf_new(a);
    c->a = a;
    for (uint64_t i = 0; i < n; i++) {
        struct str entry = entry_at(a, i);
        struct hash h = tree_leaf(entry);
        edge_append(e, &h, full, c);
        bundle_put(&b, entry);
        if ((i + 1) % TILE_WIDTH == 0 || i + 1 == n) {
            keep(c, (struct tile){ TILE_ENTRIES, i / TILE_WIDTH, (int)(i % TILE_WIDTH) + 1 }, b.p,
                 b.n);
            b.n = 0;
        }
    }
    for (int level = 0; level < TILE_LEVELS; level++) {
        int w = edge_width(e, level);
        if (w > 0)
            keep(c, (struct tile){ level, edge_tile(e, level), w }, e->level[level],
                 (size_t)w * HASH_BYTES);
    }
    *ret = (struct checkpoint){ S("log"), n, edge_root(e) };
    return c;
}

static void see(void *u, uint64_t index, struct str entry)
{
    struct copy *c = u;
    ARENA_AUTO a = arena_new(4096);
    CHECK(index == c->seen++);
    CHECK_STR(entry, entry_at(a, index));
}

static struct walk walk(struct arena *a, struct copy *c, const struct checkpoint *cp)
{
    ARENA_AUTO scratch = arena_new(1 << 20);
    struct walk_source s = { read, c };
    c->seen = 0;
    return walk_log(a, scratch, &s, cp, see, c);
}

static void good_copies_of_any_size_pass(void **state)
{
    (void)state;
    static const uint64_t sizes[] = { 0, 1, 255, 256, 257, 513, SIZE };
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        ARENA_AUTO a = arena_new(64 << 20);
        struct checkpoint cp;
        struct copy *c = copy_of(a, sizes[i], &cp);
        CHECK(walk(a, c, &cp).verdict == WALK_OK && c->seen == sizes[i]);
        cp.root.b[5] ^= 1;
        CHECK(walk(a, c, &cp).verdict == WALK_ROOT);
    }
}

static void a_change_anywhere_is_found(void **state)
{
    (void)state;
    static const struct {
        struct tile t;
        size_t at;
        enum walk_verdict verdict;
    } tried[] = {
        { { TILE_ENTRIES, 3, 256 }, 5, WALK_ENTRY },
        { { TILE_ENTRIES, 3, 256 }, 0, WALK_FORM },
        { { TILE_ENTRIES, 257, 208 }, 9, WALK_ENTRY },
        { { 0, 200, 256 }, 8191, WALK_ENTRY },
        { { 0, 257, 208 }, 0, WALK_ENTRY },
        { { 1, 0, 256 }, 4000, WALK_TILE },
        { { 1, 1, 1 }, 31, WALK_TILE },
        { { 2, 0, 1 }, 0, WALK_TILE },
    };
    ARENA_AUTO a = arena_new(64 << 20);
    struct checkpoint cp;
    struct copy *c = copy_of(a, SIZE, &cp);
    for (size_t i = 0; i < COUNT_OF(tried); i++) {
        c->spoilt = tried[i].t;
        c->spoilt_at = tried[i].at;
        struct walk w = walk(a, c, &cp);
        CHECK(w.verdict == tried[i].verdict);
        CHECK(w.at.n == tried[i].t.n);
        c->spoilt = (struct tile){ 0 };
        c->gone = tried[i].t;
        w = walk(a, c, &cp);
        CHECK(w.verdict == WALK_MISSING && same(&w.at, &tried[i].t));
        c->gone = (struct tile){ 0 };
    }
    CHECK(walk(a, c, &cp).verdict == WALK_OK);
}

static void lengths_must_fit(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(16 << 20);
    struct checkpoint cp;
    struct copy *c = copy_of(a, 300, &cp);
    for (size_t i = 0; i < c->n; i++) {
        struct str right = c->kept[i].bytes;
        c->kept[i].bytes = str_slice(right, 0, right.n - 1);
        CHECK(walk(a, c, &cp).verdict == WALK_FORM);
        c->kept[i].bytes = str_fmt(a, "%.*s", 3, "abc");
        CHECK(walk(a, c, &cp).verdict != WALK_OK);
        struct buf longer = buf_new(a);
        buf_put(&longer, right);
        buf_byte(&longer, 0);
        c->kept[i].bytes = buf_str(&longer);
        CHECK(walk(a, c, &cp).verdict == WALK_FORM);
        c->kept[i].bytes = right;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_copies_of_any_size_pass),
        cmocka_unit_test(a_change_anywhere_is_found),
        cmocka_unit_test(lengths_must_fit),
    };
    crypto_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
