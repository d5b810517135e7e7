/* sketch.c - MinHash with 32 bands of three rows; pure reckoning. */
#include "domain/sketch.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "crypto/crypto.h"
#include "gen/embed.h"

#define THREE 3
#define POINT_BITS 21 /* a code point */

/* ---- threes ---- */

struct threes {
    uint64_t *items;
    size_t n;
};

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static size_t put_threes(uint64_t *items, const uint32_t *points, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; i + THREE <= n; i++)
        items[count++] = ((uint64_t)points[i] << (2 * POINT_BITS)) |
                         ((uint64_t)points[i + 1] << POINT_BITS) | points[i + 2];
    return count;
}

static struct threes sorted(struct threes t)
{
    size_t kept = 0;

    if (t.n > 1)
        qsort(t.items, t.n, sizeof(*t.items), by_size);
    for (size_t i = 0; i < t.n; i++)
        if (kept == 0 || t.items[kept - 1] != t.items[i])
            t.items[kept++] = t.items[i];
    t.n = kept;
    return t;
}

static struct threes threes_of(struct arena *a, struct str text)
{
    size_t n;
    uint32_t *points = utf8_letters(a, text, &n);
    struct threes t = { arena_array(a, uint64_t, n + 1), 0 };

    t.n = put_threes(t.items, points, n);
    return sorted(t);
}

/* Those of each phrase alone: none reaches over the end of its line. */
static struct threes stops(struct arena *a)
{
    struct str rest = embed_find("repeats/stop.txt");
    struct threes t = { arena_array(a, uint64_t, rest.n + 1), 0 };

    while (!str_empty(rest)) {
        struct str line = str_cut(&rest, '\n');
        size_t n;
        if (str_starts(line, S("#")))
            continue;
        uint32_t *points = utf8_letters(a, line, &n);
        t.n += put_threes(t.items + t.n, points, n);
    }
    return sorted(t);
}

static struct threes telling(struct arena *a, struct str text)
{
    struct threes t = threes_of(a, text), stop = stops(a);
    size_t kept = 0;

    for (size_t i = 0; i < t.n; i++)
        if (!stop.n || !bsearch(&t.items[i], stop.items, stop.n, sizeof(*stop.items), by_size))
            t.items[kept++] = t.items[i];
    t.n = kept;
    return t;
}

/* ---- rows and bands ---- */

static struct str number_bytes(uint8_t out[8], uint64_t v)
{
    for (int i = 0; i < 8; i++)
        out[i] = (uint8_t)(v >> (8 * i));
    return str_bytes(out, 8);
}

/* One number of the key for each row. */
static void row_keys(const uint8_t mk[16], uint64_t ret[SKETCH_ROWS])
{
    uint8_t b[8];

    for (int i = 0; i < SKETCH_ROWS; i++)
        ret[i] = hash_short(mk, number_bytes(b, UINT64_MAX - (uint64_t)i)); /* no three is that */
}

/* Every bit of the outcome hangs on every bit of v (the end of MurmurHash3, by Appleby). */
static uint64_t stirred(uint64_t v)
{
    v = (v ^ (v >> 33)) * UINT64_C(0xff51afd7ed558ccd);
    v = (v ^ (v >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
    return v ^ (v >> 33);
}

bool sketch_make(struct ctx *c, const uint8_t mk[16], struct str text, struct sketch *ret)
{
    struct threes t = telling(c->arena, text);
    uint64_t keys[SKETCH_ROWS];
    uint8_t b[8];

    if (t.n < SKETCH_LEAST)
        return false;
    row_keys(mk, keys);
    for (int k = 0; k < SKETCH_ROWS; k++)
        ret->rows[k] = UINT32_MAX;
    for (size_t i = 0; i < t.n; i++) {
        uint64_t h = hash_short(mk, number_bytes(b, t.items[i]));
        for (int k = 0; k < SKETCH_ROWS; k++) {
            uint32_t v = (uint32_t)(stirred(h ^ keys[k]) >> 32);
            ret->rows[k] = v < ret->rows[k] ? v : ret->rows[k];
        }
    }
    return true;
}

int64_t sketch_band(const uint8_t mk[16], const struct sketch *s, int band)
{
    uint8_t b[1 + 4 * SKETCH_BAND_ROWS] = { (uint8_t)band };

    for (int k = 0; k < SKETCH_BAND_ROWS; k++)
        for (int i = 0; i < 4; i++)
            b[1 + 4 * k + i] = (uint8_t)(s->rows[band * SKETCH_BAND_ROWS + k] >> (8 * i));
    return (int64_t)hash_short(mk, str_bytes(b, sizeof(b)));
}

int sketch_alike(const struct sketch *a, const struct sketch *b)
{
    int same = 0;

    for (int k = 0; k < SKETCH_ROWS; k++)
        same += a->rows[k] == b->rows[k];
    return (same * 100 + SKETCH_ROWS / 2) / SKETCH_ROWS;
}

struct str sketch_bytes(struct arena *a, const struct sketch *s)
{
    uint8_t *out = arena_take(a, sizeof(s->rows));

    for (int k = 0; k < SKETCH_ROWS; k++)
        for (int i = 0; i < 4; i++)
            out[4 * k + i] = (uint8_t)(s->rows[k] >> (8 * i));
    return str_bytes(out, sizeof(s->rows));
}

bool sketch_read(struct str bytes, struct sketch *ret)
{
    if (bytes.n != sizeof(ret->rows))
        return false;
    for (int k = 0; k < SKETCH_ROWS; k++) {
        ret->rows[k] = 0;
        for (int i = 0; i < 4; i++)
            ret->rows[k] |= (uint32_t)(uint8_t)bytes.p[4 * k + i] << (8 * i);
    }
    return true;
}
