/* Known roots, the 196 public vectors, and every proof of every tree up to 130 leaves. */
#include <stdio.h>

#include "base/test.h"
#include "tlog/tree.h"

#define TREE_TESTED 130
#define VECTORS 98
#define LINE_MAX_BYTES 16384

static const char *golden;

static void known_roots_come_out(void **state)
{
    (void)state;
    static const struct {
        size_t size;
        const char *root;
    } known[] = {
        { 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { 1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
        { 2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
        { 3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
        { 5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
        { 7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
        { 8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
    };
    static const char *const leaves[] = { "",
                                          "00",
                                          "10",
                                          "2021",
                                          "3031",
                                          "40414243",
                                          "5051525354555657",
                                          "606162636465666768696a6b6c6d6e6f" };
    ARENA_AUTO a = arena_new(1 << 20);
    struct hash h[8];

    for (size_t i = 0; i < 8; i++) {
        struct str bytes;
        CHECK(str_unhex(a, str_of(leaves[i]), &bytes));
        h[i] = tree_leaf(bytes);
    }
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        /* from the definition: halves at the largest power of two below n */
        struct hash r = tree_empty();
        size_t n = known[i].size;
        if (n == 8 || n == 2 || n == 1) {
            r = tree_full(h, n);
        } else if (n > 0) {
            struct hash left = tree_full(h, n > 4 ? 4 : 2), right = h[n - 1];
            if (n == 7) {
                struct hash pair = tree_full(h + 4, 2);
                right = tree_node(&pair, &h[6]);
            }
            r = tree_node(&left, &right);
        }
        CHECK_STR(str_hex(a, r.b, HASH_BYTES), str_of(known[i].root));
    }
}

static void long_entries_hash_like_short_ones(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    static const size_t sizes[] = { 0, 1, 255, 256, 257, 65535 };

    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        char *p = arena_take(a, sizes[i] + 1);
        struct hash want, got = tree_leaf(str_bytes(p + 1, sizes[i]));
        sha256(str_bytes(p, sizes[i] + 1), want.b);
        CHECK(hash_eq(&want, &got));
    }
}

/* value of "name": in a line, up to the next of `ends`; absent when there is none */
static struct str field(struct str line, const char *name, const char *ends)
{
    char key[32];
    int n = snprintf(key, sizeof(key), "\"%s\":", name);
    const char *at = memmem(line.p, line.n, key, (size_t)n);
    if (!at)
        return STR_NONE;
    at += n;
    const char *to = at;
    while (to < line.p + line.n && !strchr(ends, *to))
        to++;
    return str_bytes(at, (size_t)(to - at));
}

static uint64_t field_number(struct str line, const char *name)
{
    uint64_t v = 0;
    CHECK(str_u64(field(line, name, ",}"), &v));
    return v;
}

/* "base64" of exactly one hash */
static bool quoted_hash(struct arena *a, struct str s, struct hash *ret)
{
    struct str raw;
    if (s.n < 2 || s.p[0] != '"' || !str_unbase64(a, str_slice(s, 1, s.n - 2), &raw) ||
        raw.n != HASH_BYTES)
        return false;
    memcpy(ret->b, raw.p, HASH_BYTES);
    return true;
}

static bool field_proof(struct arena *a, struct str line, struct hash *path, size_t *ret_n)
{
    struct str all = field(line, "proof", "]}");
    *ret_n = 0;
    if (str_starts(all, S("null")))
        return true;
    CHECK(str_starts(all, S("[")));
    all = str_slice(all, 1, all.n - 1);
    while (!str_absent(all) && all.n > 0) {
        struct str one = str_cut(&all, ',');
        CHECK(*ret_n < PROOF_MAX);
        if (!quoted_hash(a, one, &path[(*ret_n)++]))
            return false;
    }
    return true;
}

static bool inclusion_line(struct arena *a, struct str line)
{
    struct hash root, leaf, path[PROOF_MAX];
    size_t n;
    return quoted_hash(a, field(line, "root", ",}"), &root) &&
           quoted_hash(a, field(line, "leafHash", ",}"), &leaf) && field_proof(a, line, path, &n) &&
           tree_inclusion_ok(field_number(line, "leafIdx"), field_number(line, "treeSize"), &leaf,
                             path, n, &root);
}

static bool consistency_line(struct arena *a, struct str line)
{
    struct hash from, to, path[PROOF_MAX];
    struct str root1 = field(line, "root1", ",}"), root2 = field(line, "root2", ",}");
    uint64_t size1 = field_number(line, "size1"), size2 = field_number(line, "size2");
    size_t n;
    if (size1 == size2 && !quoted_hash(a, root1, &from)) {
        /* roots that are only compared are words in some vectors: their hashes stand for them */
        sha256(root1, from.b);
        sha256(root2, to.b);
    } else if (!quoted_hash(a, root1, &from) || !quoted_hash(a, root2, &to)) {
        return false;
    }
    return field_proof(a, line, path, &n) && tree_consistency_ok(size1, size2, &from, &to, path, n);
}

static void vectors(const char *name, bool (*holds)(struct arena *a, struct str line))
{
    ARENA_AUTO a = arena_new(8 << 20);
    static char text[LINE_MAX_BYTES];
    const char *path = str_z(a, str_fmt(a, "%s/%s.jsonl", golden, name));
    FILE *f = fopen(path, "r");
    size_t seen = 0, good = 0;

    if (!f)
        fail_msg("%s is not there", path);
    while (f && fgets(text, sizeof(text), f)) {
        struct str line = str_of(text);
        bool bad = str_eq(field(line, "wantErr", ",}"), S("true"));
        if (holds(a, line) == bad)
            fail_msg("%s: %s", bad ? "accepted" : "refused", text);
        seen++;
        good += !bad;
    }
    if (f)
        fclose(f);
    assert_int_equal(seen, VECTORS);
    CHECK(good > 5);
}

static void the_public_vectors_are_judged_rightly(void **state)
{
    (void)state;
    vectors("inclusion", inclusion_line);
    vectors("consistency", consistency_line);
}

/* a tree of leaves 0..n-1, each subtree hashed anew from its leaves */
static bool plain_hash(void *u, int height, uint64_t index, struct hash *ret)
{
    uint64_t first = index << height, n = UINT64_C(1) << height;
    if (height == 0) {
        *ret = tree_leaf(str_bytes(&first, sizeof(first)));
        return true;
    }
    struct hash l, r;
    (void)n;
    if (!plain_hash(u, height - 1, 2 * index, &l) || !plain_hash(u, height - 1, 2 * index + 1, &r))
        return false;
    *ret = tree_node(&l, &r);
    return true;
}

/* MTH by its definition */
static struct hash defined_root(uint64_t from, uint64_t n)
{
    uint64_t k = 1;
    if (n == 1)
        return tree_leaf(str_bytes(&from, sizeof(from)));
    while (k * 2 < n)
        k *= 2;
    struct hash l = defined_root(from, k), r = defined_root(from + k, n - k);
    return tree_node(&l, &r);
}

static void every_small_tree_proves_all_it_holds(void **state)
{
    (void)state;
    struct tree_source s = { plain_hash, NULL };
    static struct hash roots[TREE_TESTED + 1];
    struct proof p;

    roots[0] = tree_empty();
    for (uint64_t n = 1; n <= TREE_TESTED; n++) {
        struct hash root = defined_root(0, n);
        CHECK(tree_root(&s, n, &roots[n]) && hash_eq(&root, &roots[n]));
        for (uint64_t i = 0; i < n; i++) {
            struct hash leaf = tree_leaf(str_bytes(&i, sizeof(i)));
            CHECK(tree_inclusion(&s, i, n, &p));
            CHECK(tree_inclusion_ok(i, n, &leaf, p.path, p.n, &root));
            CHECK(!tree_inclusion_ok(i ^ 1, n, &leaf, p.path, p.n, &root) || n == 1);
            CHECK(!tree_inclusion_ok(i, n, &leaf, p.path, p.n ? p.n - 1 : 1, &root));
            p.path[0].b[31] ^= 1;
            CHECK(!tree_inclusion_ok(i, n, &leaf, p.path, p.n, &root) || p.n == 0);
        }
        for (uint64_t m = 0; m <= n; m++) {
            CHECK(tree_consistency(&s, m, n, &p));
            CHECK(tree_consistency_ok(m, n, &roots[m], &root, p.path, p.n));
            CHECK(!tree_consistency_ok(n + 1, n, &roots[m], &root, p.path, p.n));
            if (m == 0 || m == n)
                CHECK(p.n == 0 && !tree_consistency_ok(m, n, &roots[m], &root, &root, 1));
            if (p.n == 0)
                continue;
            CHECK(!tree_consistency_ok(m, n, &roots[m - 1], &root, p.path, p.n));
            CHECK(!tree_consistency_ok(m, n, &roots[m], &roots[n - 1], p.path, p.n));
            p.path[p.n - 1].b[0] ^= 0x80;
            CHECK(!tree_consistency_ok(m, n, &roots[m], &root, p.path, p.n));
        }
    }
}

static bool no_hash(void *u, int height, uint64_t index, struct hash *ret)
{
    (void)u;
    (void)height;
    (void)index;
    (void)ret;
    return false;
}

static void a_source_that_fails_makes_no_proof(void **state)
{
    (void)state;
    struct tree_source s = { no_hash, NULL };
    struct proof p;
    struct hash h;

    CHECK(!tree_root(&s, 3, &h));
    CHECK(!tree_inclusion(&s, 1, 3, &p));
    CHECK(!tree_consistency(&s, 1, 3, &p));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_roots_come_out),
        cmocka_unit_test(long_entries_hash_like_short_ones),
        cmocka_unit_test(the_public_vectors_are_judged_rightly),
        cmocka_unit_test(every_small_tree_proves_all_it_holds),
        cmocka_unit_test(a_source_that_fails_makes_no_proof),
    };
    golden = argc > 1 ? argv[1] : "tests/golden/tlog";
    crypto_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
