#include "tlog/tree.h"

#include <assert.h>

#define SHORT_ENTRY 256 /* ours are at most 65 bytes */

bool hash_eq(const struct hash *a, const struct hash *b)
{
    return memcmp(a->b, b->b, HASH_BYTES) == 0;
}

struct hash tree_empty(void)
{
    struct hash h;

    sha256(S(""), h.b);
    return h;
}

struct hash tree_leaf(struct str entry)
{
    struct hash h;
    uint8_t in[1 + SHORT_ENTRY];

    if (entry.n <= SHORT_ENTRY) {
        in[0] = 0x00;
        if (entry.n > 0)
            memcpy(in + 1, entry.p, entry.n);
        sha256(str_bytes(in, 1 + entry.n), h.b);
        return h;
    }
    const struct str parts[] = { str_bytes("", 1), entry };
    sha256_parts(parts, COUNT_OF(parts), h.b);
    return h;
}

struct hash tree_node(const struct hash *left, const struct hash *right)
{
    struct hash h;
    uint8_t in[1 + 2 * HASH_BYTES];

    in[0] = 0x01;
    memcpy(in + 1, left->b, HASH_BYTES);
    memcpy(in + 1 + HASH_BYTES, right->b, HASH_BYTES);
    sha256(str_bytes(in, sizeof(in)), h.b);
    return h;
}

struct hash tree_full(const struct hash *h, size_t n)
{
    struct hash up[128];

    assert(n >= 1 && n <= 256 && (n & (n - 1)) == 0);
    if (n == 1)
        return h[0];
    for (size_t i = 0; i < n / 2; i++)
        up[i] = tree_node(&h[2 * i], &h[2 * i + 1]);
    for (n /= 2; n > 1; n /= 2)
        for (size_t i = 0; i < n / 2; i++)
            up[i] = tree_node(&up[2 * i], &up[2 * i + 1]);
    return up[0];
}

bool tree_inclusion_ok(uint64_t index, uint64_t size, const struct hash *leaf,
                       const struct hash *path, size_t path_n, const struct hash *root)
{
    uint64_t fn = index, sn = size - 1; /* size 0 leaves before sn is read */
    struct hash r = *leaf;

    if (index >= size || path_n > PROOF_MAX)
        return false;
    for (size_t i = 0; i < path_n; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            r = tree_node(&path[i], &r);
            for (; !(fn & 1) && fn; fn >>= 1)
                sn >>= 1;
        } else {
            r = tree_node(&r, &path[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && hash_eq(&r, root);
}

/* The loop of RFC 9162 2.1.4.2 from the first hash of the completed path on. */
static bool consistency_loop(uint64_t fn, uint64_t sn, const struct hash *first,
                             const struct hash *rest, size_t rest_n, const struct hash *from_root,
                             const struct hash *to_root)
{
    struct hash fr = *first, sr = *first;

    for (; fn & 1; fn >>= 1)
        sn >>= 1;
    for (size_t i = 0; i < rest_n; i++) {
        if (sn == 0)
            return false;
        if ((fn & 1) || fn == sn) {
            fr = tree_node(&rest[i], &fr);
            sr = tree_node(&rest[i], &sr);
            for (; !(fn & 1) && fn; fn >>= 1)
                sn >>= 1;
        } else {
            sr = tree_node(&sr, &rest[i]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && hash_eq(&fr, from_root) && hash_eq(&sr, to_root);
}

bool tree_consistency_ok(uint64_t from, uint64_t to, const struct hash *from_root,
                         const struct hash *to_root, const struct hash *path, size_t path_n)
{
    struct hash empty = tree_empty();

    if (from > to || path_n > PROOF_MAX + 1)
        return false;
    if (from == 0 && !hash_eq(from_root, &empty))
        return false;
    if (from == to)
        return path_n == 0 && hash_eq(from_root, to_root);
    if (from == 0)
        return path_n == 0;
    /* a tree of 2^k leaves is itself a node of the larger one: its root opens the path */
    if ((from & (from - 1)) == 0)
        return consistency_loop(from - 1, to - 1, from_root, path, path_n, from_root, to_root);
    return path_n > 0 &&
           consistency_loop(from - 1, to - 1, &path[0], path + 1, path_n - 1, from_root, to_root);
}

static int height_of(uint64_t power)
{
    return __builtin_ctzll(power);
}

/* largest power of two at most n */
static uint64_t power_within(uint64_t n)
{
    return UINT64_C(1) << (63 - __builtin_clzll(n));
}

bool tree_range(const struct tree_source *s, uint64_t from, uint64_t to, struct hash *ret)
{
    struct hash parts[64] = { 0 }; /* one for each bit of the length, from the left */
    size_t n = 0;

    assert(from < to && to <= TREE_SIZE_MAX);
    for (uint64_t at = from; at < to; n++) {
        uint64_t part = power_within(to - at);
        assert(at % part == 0);
        if (!s->hash(s->u, height_of(part), at / part, &parts[n]))
            return false;
        at += part;
    }
    *ret = parts[n - 1];
    for (size_t i = n - 1; i-- > 0;)
        *ret = tree_node(&parts[i], ret);
    return true;
}

bool tree_root(const struct tree_source *s, uint64_t size, struct hash *ret)
{
    if (size > 0)
        return tree_range(s, 0, size, ret);
    *ret = tree_empty();
    return true;
}

/* k of MTH(D[n]): the largest power of two smaller than n */
static uint64_t split(uint64_t n)
{
    return power_within(n - 1);
}

static void reverse(struct proof *p)
{
    for (size_t i = 0; i < p->n / 2; i++) {
        struct hash h = p->path[i];
        p->path[i] = p->path[p->n - 1 - i];
        p->path[p->n - 1 - i] = h;
    }
}

bool tree_inclusion(const struct tree_source *s, uint64_t index, uint64_t size, struct proof *ret)
{
    uint64_t lo = 0, hi = size;

    assert(index < size && size <= TREE_SIZE_MAX);
    ret->n = 0;
    while (hi - lo > 1) { /* halves at least every second turn: at most 63 */
        uint64_t mid = lo + split(hi - lo);
        bool left = index < mid;
        assert(ret->n < PROOF_MAX);
        if (!tree_range(s, left ? mid : lo, left ? hi : mid, &ret->path[ret->n++]))
            return false;
        lo = left ? lo : mid;
        hi = left ? mid : hi;
    }
    reverse(ret);
    return true;
}

bool tree_consistency(const struct tree_source *s, uint64_t from, uint64_t to, struct proof *ret)
{
    uint64_t lo = 0, hi = to;
    bool known = true; /* the subtree left is the old tree itself, whose root the reader has */

    assert(from <= to && to <= TREE_SIZE_MAX);
    ret->n = 0;
    if (from == 0 || from == to)
        return true;
    while (from != hi) { /* as above */
        uint64_t mid = lo + split(hi - lo);
        bool left = from <= mid;
        assert(ret->n < PROOF_MAX);
        if (!tree_range(s, left ? mid : lo, left ? hi : mid, &ret->path[ret->n++]))
            return false;
        known = known && left;
        lo = left ? lo : mid;
        hi = left ? mid : hi;
    }
    if (!known && !tree_range(s, lo, hi, &ret->path[ret->n++]))
        return false;
    reverse(ret);
    return true;
}
