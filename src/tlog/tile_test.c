/* Names of tiles, the right edge, and proofs that come from stored tiles alone. */
#include "base/test.h"
#include "tlog/tile.h"

#define LEAVES 70000
#define STORED_MAX 512

static const struct {
    const char *path;
    struct tile tile;
} names[] = {
    { "0/000", { 0, 0, 256 } },
    { "0/005", { 0, 5, 256 } },
    { "63/999", { 63, 999, 256 } },
    { "1/x001/x234/067", { 1, 1234067, 256 } },
    { "0/x001/000", { 0, 1000, 256 } },
    { "0/000.p/1", { 0, 0, 1 } },
    { "2/x012/345.p/255", { 2, 12345, 255 } },
    { "entries/000", { TILE_ENTRIES, 0, 256 } },
    { "entries/x070/000.p/17", { TILE_ENTRIES, 70000, 17 } },
    { "0/x018/x446/x744/x073/x709/x551/615", { 0, UINT64_MAX, 256 } },
};
static const char *const no_names[] = {
    "",
    "0",
    "0/",
    "/000",
    "0/0",
    "0/00",
    "0/0000",
    "0/1000",
    "0/x000/000",
    "0/x000/001",
    "0/x001",
    "0/001/000",
    "0/x1/000",
    "0/x0001/000",
    "0/x001/x000",
    "0/x001/0000",
    "00/000",
    "01/000",
    "64/000",
    "-1/000",
    "+1/000",
    " 0/000",
    "0/000 ",
    "0/ 00",
    "0/000/",
    "0//000",
    "0/000.p",
    "0/000.p/",
    "0/000.p/0",
    "0/000.p/256",
    "0/000.p/01",
    "0/000.p/1/",
    "0/000.p/-1",
    "0/000.p/1.p/1",
    "0/000.P/1",
    "0/000.q/1",
    "0/000p/1",
    "0/000./1",
    "0/000.p1",
    "0/0a0",
    "entries",
    "entries/",
    "entries/0",
    "entries/000.p/0",
    "Entries/000",
    "0/X001/000",
    "0/x018/x446/x744/x073/x709/x551/616",
    "0/x999/x999/x999/x999/x999/x999/999",
    "0/x001/x000/x000/x000/x000/x000/x000/000",
    "0/x001/\xef\xbc\x91"
    "00",
    "x/000",
    "0x/000",
};

static void names_have_one_spelling(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct tile t;

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (!tile_parse(str_of(names[i].path), &t))
            fail_msg("refused: %s", names[i].path);
        CHECK(t.level == names[i].tile.level && t.n == names[i].tile.n &&
              t.width == names[i].tile.width);
        CHECK_STR(tile_path(a, &t), str_of(names[i].path));
    }
    for (size_t i = 0; i < COUNT_OF(no_names); i++)
        if (tile_parse(str_of(no_names[i]), &t))
            fail_msg("accepted: %s", no_names[i]);
    CHECK(!tile_parse(str_bytes("0/00\0", 5), &t));
}

static bool has(uint64_t size, const char *path)
{
    struct tile t;
    CHECK(tile_parse(str_of(path), &t));
    return tile_within(size, &t);
}

static void a_tree_has_its_tiles_and_no_more(void **state)
{
    (void)state;
    CHECK(!has(0, "0/000") && !has(0, "0/000.p/1") && !has(0, "entries/000.p/1"));
    CHECK(has(1, "0/000.p/1") && !has(1, "0/000.p/2") && !has(1, "1/000.p/1"));
    CHECK(has(255, "0/000.p/255") && !has(255, "0/000") && has(255, "entries/000.p/255"));
    CHECK(has(256, "0/000") && has(256, "1/000.p/1") && !has(256, "0/001.p/1"));
    CHECK(has(256, "0/000.p/7")); /* a partial of a full tile: its first hashes */
    CHECK(!has(256, "1/000.p/2") && !has(256, "2/000.p/1"));
    CHECK(has(65536, "2/000.p/1") && has(65536, "1/000") && !has(65536, "1/001.p/1"));
    CHECK(has(70000, "0/272") && has(70000, "0/273.p/112") && !has(70000, "0/273.p/113"));
    CHECK(has(70000, "1/001.p/17") && !has(70000, "1/001.p/18") && !has(70000, "1/001"));
    CHECK(has(70000, "2/000.p/1") && !has(70000, "3/000.p/1") && !has(70000, "8/000.p/1"));
    CHECK(!has(UINT64_MAX, "63/000.p/1") && !has(UINT64_MAX, "8/000.p/1"));
    CHECK(has(UINT64_MAX, "7/000.p/255") && !has(UINT64_MAX, "7/000"));
}

/* What a server keeps: full tiles as they come, the right edge at the end. */
struct stored {
    struct {
        struct tile t;
        struct hash h[TILE_WIDTH];
    } tiles[STORED_MAX];
    size_t n;
    int reads;
};

static void keep(void *u, int level, uint64_t n, const struct hash tile[TILE_WIDTH])
{
    struct stored *s = u;
    CHECK(s->n < STORED_MAX);
    s->tiles[s->n].t = (struct tile){ level, n, TILE_WIDTH };
    memcpy(s->tiles[s->n++].h, tile, TILE_BYTES);
}

static void keep_edge(struct stored *s, const struct edge *e)
{
    for (int level = 0; level < TILE_LEVELS; level++) {
        if (edge_width(e, level) == 0)
            continue;
        keep(s, level, edge_tile(e, level), e->level[level]);
        s->tiles[s->n - 1].t.width = edge_width(e, level);
    }
}

static bool stored_read(void *u, const struct tile *t, struct hash *ret)
{
    struct stored *s = u;
    s->reads++;
    for (size_t i = 0; i < s->n; i++)
        if (s->tiles[i].t.level == t->level && s->tiles[i].t.n == t->n) {
            memcpy(ret, s->tiles[i].h, (size_t)t->width * HASH_BYTES);
            return s->tiles[i].t.width >= t->width;
        }
    return false;
}

static struct hash leaf_at(uint64_t i)
{
    return tree_leaf(str_bytes(&i, sizeof(i)));
}

static bool plain_hash(void *u, int height, uint64_t index, struct hash *ret)
{
    struct hash l, r;
    if (height == 0) {
        *ret = leaf_at(index);
        return true;
    }
    (void)plain_hash(u, height - 1, 2 * index, &l);
    (void)plain_hash(u, height - 1, 2 * index + 1, &r);
    *ret = tree_node(&l, &r);
    return true;
}

static void the_edge_has_the_tree_s_root(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(16 << 20);
    struct edge *e = arena_new_of(a, struct edge);
    struct tree_source s = { plain_hash, NULL };
    struct hash root, got = edge_root(e), empty = tree_empty();

    CHECK(hash_eq(&got, &empty));
    for (uint64_t n = 1; n <= 600; n++) {
        struct hash leaf = leaf_at(n - 1);
        edge_append(e, &leaf, NULL, NULL);
        CHECK(e->size == n && tree_root(&s, n, &root));
        got = edge_root(e);
        CHECK(hash_eq(&got, &root));
    }
}

static void stored_tiles_prove_everything(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(32 << 20);
    struct edge *e = arena_new_of(a, struct edge);
    struct stored *st = arena_new_of(a, struct stored);
    struct tile_reader *r = arena_new_of(a, struct tile_reader);
    struct proof p;
    struct hash root, edge, old;

    for (uint64_t i = 0; i < LEAVES; i++) {
        struct hash leaf = leaf_at(i);
        edge_append(e, &leaf, keep, st);
    }
    keep_edge(st, e);
    assert_int_equal(st->n, 273 + 1 + 1 + 1 + 1); /* full and edge of levels 0 and 1, edge of 2 */
    *r = (struct tile_reader){ .read = stored_read, .u = st };
    struct tile_source ts = { r, LEAVES };
    struct tree_source s = tile_tree_source(&ts);
    edge = edge_root(e);
    CHECK(tree_root(&s, LEAVES, &root) && hash_eq(&root, &edge));
    for (uint64_t i = 0; i < LEAVES; i += 373) {
        struct hash leaf = leaf_at(i);
        CHECK(tree_inclusion(&s, i, LEAVES, &p));
        CHECK(tree_inclusion_ok(i, LEAVES, &leaf, p.path, p.n, &root));
    }
    for (uint64_t m = 1; m <= LEAVES; m += 691) {
        CHECK(tree_root(&s, m, &old) && tree_consistency(&s, m, LEAVES, &p));
        CHECK(tree_consistency_ok(m, LEAVES, &old, &root, p.path, p.n));
    }
}

static void beyond_the_tree_there_is_nothing(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(16 << 20);
    struct edge *e = arena_new_of(a, struct edge);
    struct stored *st = arena_new_of(a, struct stored);
    struct tile_reader *r = arena_new_of(a, struct tile_reader);
    struct hash h;

    for (uint64_t i = 0; i < 300; i++) {
        struct hash leaf = leaf_at(i);
        edge_append(e, &leaf, keep, st);
    }
    keep_edge(st, e);
    *r = (struct tile_reader){ .read = stored_read, .u = st };
    struct tile_source ts = { r, 300 };
    struct tree_source s = tile_tree_source(&ts);
    CHECK(s.hash(s.u, 0, 299, &h) && !s.hash(s.u, 0, 300, &h));
    CHECK(s.hash(s.u, 8, 0, &h) && !s.hash(s.u, 8, 1, &h));
    CHECK(!s.hash(s.u, 5, 9, &h)); /* 288..319 is not full */
    st->n = 0;                     /* the tiles are lost: what was kept still serves, no more */
    *r = (struct tile_reader){ .read = stored_read, .u = st };
    CHECK(!s.hash(s.u, 0, 0, &h));
}

static void bundles_come_apart_again(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct buf b = buf_new(a);
    struct str rest, one;

    bundle_put(&b, S("one"));
    bundle_put(&b, S(""));
    bundle_put(&b, str_bytes(arena_take(a, ENTRY_BYTES_MAX), ENTRY_BYTES_MAX));
    rest = buf_str(&b);
    CHECK(bundle_next(&rest, &one));
    CHECK_STR(one, S("one"));
    CHECK(bundle_next(&rest, &one) && one.n == 0);
    CHECK(bundle_next(&rest, &one) && one.n == ENTRY_BYTES_MAX && rest.n == 0);
    CHECK(!bundle_next(&rest, &one));
    rest = str_slice(buf_str(&b), 0, 4);
    CHECK(!bundle_next(&rest, &one) && rest.n == 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_one_spelling),
        cmocka_unit_test(a_tree_has_its_tiles_and_no_more),
        cmocka_unit_test(the_edge_has_the_tree_s_root),
        cmocka_unit_test(stored_tiles_prove_everything),
        cmocka_unit_test(beyond_the_tree_there_is_nothing),
        cmocka_unit_test(bundles_come_apart_again),
    };
    crypto_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
