#include "tlog/tile.h"

#include <assert.h>

#define NUMBER_GROUPS_MAX 7 /* 2^64 has 20 digits */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Decimal without leading zeros, at most max. */
static bool number(struct str s, uint64_t max, uint64_t *ret)
{
    uint64_t v;

    if (s.n == 0 || (s.n > 1 && s.p[0] == '0') || !str_u64(s, &v) || v > max)
        return false;
    *ret = v;
    return true;
}

/* Three digits of a tile's number. */
static bool group(struct str s, uint64_t *n)
{
    if (s.n != 3 || !is_digit(s.p[0]) || !is_digit(s.p[1]) || !is_digit(s.p[2]))
        return false;
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++)
        v = 10 * v + (uint64_t)(s.p[i] - '0');
    return !__builtin_mul_overflow(*n, 1000, n) && !__builtin_add_overflow(*n, v, n);
}

/* "x001/x234/067" */
static bool tile_number(struct str s, uint64_t *ret)
{
    uint64_t n = 0;

    for (int i = 0; i < NUMBER_GROUPS_MAX; i++) {
        struct str part = str_cut(&s, '/');
        bool last = str_absent(s);
        if (!last && (part.n == 0 || part.p[0] != 'x'))
            return false;
        if (!last)
            part = str_slice(part, 1, part.n - 1);
        if (!group(part, &n))
            return false;
        if (last) {
            *ret = n;
            return true;
        }
        if (n == 0) /* x000: a leading zero */
            return false;
    }
    return false;
}

/* Cuts ".p/W" off the end. */
static bool tile_width(struct str *s, int *ret)
{
    uint64_t w;
    size_t at;

    *ret = TILE_WIDTH;
    for (at = 0; at < s->n && s->p[at] != '.'; at++) {
    }
    if (at == s->n)
        return true;
    struct str tail = str_slice(*s, at, s->n - at);
    if (!str_starts(tail, S(".p/")) || !number(str_slice(tail, 3, tail.n - 3), 255, &w) || w == 0)
        return false;
    *ret = (int)w;
    *s = str_slice(*s, 0, at);
    return true;
}

bool tile_parse(struct str path, struct tile *ret)
{
    struct tile t;
    struct str rest = path, level = str_cut(&rest, '/');
    uint64_t l;

    if (str_absent(rest))
        return false;
    if (str_eq(level, S("entries")))
        t.level = TILE_ENTRIES;
    else if (number(level, TILE_LEVEL_MAX, &l))
        t.level = (int)l;
    else
        return false;
    if (!tile_width(&rest, &t.width) || !tile_number(rest, &t.n))
        return false;
    *ret = t;
    return true;
}

struct str tile_path(struct arena *a, const struct tile *t)
{
    struct buf b = buf_new(a);
    uint64_t power = 1;

    if (t->level == TILE_ENTRIES)
        buf_put(&b, S("entries"));
    else
        buf_fmt(&b, "%d", t->level);
    while (t->n / power >= 1000)
        power *= 1000;
    for (; power > 1; power /= 1000)
        buf_fmt(&b, "/x%03d", (int)(t->n / power % 1000));
    buf_fmt(&b, "/%03d", (int)(t->n % 1000));
    if (t->width < TILE_WIDTH)
        buf_fmt(&b, ".p/%d", t->width);
    return buf_str(&b);
}

uint64_t tile_hashes(uint64_t size, int level)
{
    if (level == TILE_ENTRIES)
        level = 0;
    return level < TILE_LEVELS ? size >> (8 * level) : 0;
}

bool tile_within(uint64_t size, const struct tile *t)
{
    uint64_t have = tile_hashes(size, t->level);

    if (t->n < have / TILE_WIDTH)
        return true;
    return t->n == have / TILE_WIDTH && (uint64_t)t->width <= have % TILE_WIDTH;
}

int edge_width(const struct edge *e, int level)
{
    return (int)(tile_hashes(e->size, level) % TILE_WIDTH);
}

uint64_t edge_tile(const struct edge *e, int level)
{
    return tile_hashes(e->size, level) / TILE_WIDTH;
}

void edge_append(struct edge *e, const struct hash *leaf,
                 void (*full)(void *u, int level, uint64_t n, const struct hash tile[TILE_WIDTH]),
                 void *u)
{
    struct hash h = *leaf;

    assert(e->size < TREE_SIZE_MAX);
    for (int level = 0; level < TILE_LEVELS; level++) {
        int at = edge_width(e, level);
        e->level[level][at] = h;
        if (at < TILE_WIDTH - 1)
            break;
        if (full)
            full(u, level, edge_tile(e, level), e->level[level]);
        h = tree_full(e->level[level], TILE_WIDTH);
    }
    e->size++;
}

struct hash edge_root(const struct edge *e)
{
    struct hash root = tree_empty();
    bool any = false;

    /* from the right: the smallest subtree of each level's tile first, joined to the left ones */
    for (int level = 0; level < TILE_LEVELS; level++) {
        size_t end = (size_t)edge_width(e, level);
        for (size_t part = 1; part < TILE_WIDTH; part *= 2) {
            if (!(end & part))
                continue;
            end -= part;
            struct hash left = tree_full(&e->level[level][end], part);
            root = any ? tree_node(&left, &root) : left;
            any = true;
        }
    }
    return root;
}

static bool source_hash(void *u, int height, uint64_t index, struct hash *ret)
{
    struct tile_source *s = u;
    struct tile_reader *r = s->reader;
    int level = height / 8;
    size_t count = (size_t)1 << (height % 8);
    uint64_t first = index * count, n = first / TILE_WIDTH;
    size_t at = (size_t)(first % TILE_WIDTH);
    uint64_t have = tile_hashes(s->size, level);

    if (level >= TILE_LEVELS || first + count > have)
        return false;
    uint64_t left = have - n * TILE_WIDTH;
    struct tile t = { level, n, left < TILE_WIDTH ? (int)left : TILE_WIDTH };
    struct tile *kept = &r->have[level];
    if (kept->width < t.width || kept->n != n) {
        kept->width = 0;
        if (!r->read(r->u, &t, r->kept[level]))
            return false;
        *kept = t;
    }
    *ret = tree_full(&r->kept[level][at], count);
    return true;
}

struct tree_source tile_tree_source(struct tile_source *s)
{
    return (struct tree_source){ source_hash, s };
}

void bundle_put(struct buf *b, struct str entry)
{
    assert(entry.n <= ENTRY_BYTES_MAX);
    buf_byte(b, (char)(entry.n >> 8));
    buf_byte(b, (char)(entry.n & 255));
    buf_put(b, entry);
}

bool bundle_next(struct str *rest, struct str *ret)
{
    if (rest->n < 2)
        return false;
    size_t n = (size_t)((uint8_t)rest->p[0] << 8 | (uint8_t)rest->p[1]);
    if (rest->n - 2 < n)
        return false;
    *ret = str_slice(*rest, 2, n);
    *rest = str_slice(*rest, 2 + n, rest->n - 2 - n);
    return true;
}
