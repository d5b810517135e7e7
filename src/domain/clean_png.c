#include "domain/clean.h"

enum png_state { SIGNATURE, HEAD, PASS, KEEP, SKIP };

static const uint8_t signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

static bool fail(struct clean *k)
{
    k->failed = true;
    return false;
}

/* CRC-32 of PNG (ISO 3309), bit by bit: only for the few bytes of the orientation. */
static uint32_t crc(const uint8_t *p, size_t n)
{
    uint32_t v = 0xffffffff;

    for (size_t i = 0; i < n; i++) {
        v ^= p[i];
        for (int b = 0; b < 8; b++)
            v = v & 1 ? v >> 1 ^ 0xedb88320 : v >> 1;
    }
    return ~v;
}

static void number(uint8_t *p, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (24 - 8 * i));
}

static void put_exif(struct clean *k)
{
    uint8_t chunk[4 + 4 + CLEAN_TIFF_SIZE + 4] = { 0, 0, 0, CLEAN_TIFF_SIZE, 'e', 'X', 'I', 'f' };
    int o = k->kept_n > 4 ? clean_orientation(k->kept, k->kept_n - 4) : 0; /* its CRC came along */

    if (o == 0 || k->oriented)
        return;
    clean_tiff(o, chunk + 8);
    number(chunk + 8 + CLEAN_TIFF_SIZE, crc(chunk + 4, 4 + CLEAN_TIFF_SIZE));
    k->put(k->u, chunk, sizeof(chunk));
    k->oriented = true;
}

static bool is_name(const uint8_t *p, const char *name)
{
    return memcmp(p, name, 4) == 0;
}

static bool goes_through(const uint8_t *name)
{
    static const char kept[][5] = { "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM",
                                    "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "acTL", "fcTL",
                                    "fdAT", "cICP", "mDCv", "mDCV", "cLLi", "cLLI" };

    for (size_t i = 0; i < COUNT_OF(kept); i++) {
        if (is_name(name, kept[i]))
            return true;
    }
    return false;
}

/* Length and name are there: what becomes of the chunk? left counts its CRC too. */
static bool take_head(struct clean *k)
{
    const uint8_t *name = k->head + 4;
    uint32_t n = (uint32_t)k->head[0] << 24 | (uint32_t)k->head[1] << 16 |
                 (uint32_t)k->head[2] << 8 | k->head[3];

    if (n > INT32_MAX || (!k->started && (!is_name(name, "IHDR") || n != 13)))
        return fail(k);
    for (int i = 0; i < 4; i++) {
        uint8_t b = name[i] | 0x20;
        if (b < 'a' || b > 'z')
            return fail(k);
    }
    k->started = true;
    k->left = n + 4;
    k->kept_n = 0;
    k->marker = is_name(name, "IEND");
    k->scan = k->scan || is_name(name, "IDAT");
    if (goes_through(name)) {
        k->state = PASS;
        k->put(k->u, k->head, 8);
    } else {
        k->state = is_name(name, "eXIf") && k->left <= CLEAN_KEEP_MAX ? KEEP : SKIP;
    }
    return true;
}

static size_t take_chunk(struct clean *k, const uint8_t *p, size_t n)
{
    size_t m = n < k->left ? n : k->left;

    if (k->state == PASS)
        k->put(k->u, p, m);
    if (k->state == KEEP) {
        memcpy(k->kept + k->kept_n, p, m);
        k->kept_n += (uint32_t)m;
    }
    k->left -= (uint32_t)m;
    if (k->left > 0)
        return m;
    if (k->state == KEEP)
        put_exif(k);
    k->done = k->marker != 0;
    k->state = HEAD;
    k->head_n = 0;
    return m;
}

static bool take_byte(struct clean *k, uint8_t b)
{
    k->head[k->head_n++] = b;
    if (k->head_n < sizeof(k->head))
        return true;
    if (k->state == HEAD)
        return take_head(k);
    if (memcmp(k->head, signature, sizeof(signature)) != 0)
        return fail(k);
    k->put(k->u, signature, sizeof(signature));
    k->state = HEAD;
    k->head_n = 0;
    return true;
}

static bool png_add(struct clean *k, const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n && !k->done;) {
        if (k->state == SIGNATURE || k->state == HEAD) {
            if (!take_byte(k, p[i++]))
                return false;
        } else {
            i += take_chunk(k, p + i, n - i);
        }
    }
    return true;
}

void clean_png_start(struct clean *k, void (*put)(void *u, const uint8_t *p, size_t n), void *u)
{
    memset(k, 0, sizeof(*k));
    k->put = put;
    k->u = u;
    k->add = png_add;
    k->state = SIGNATURE;
}
