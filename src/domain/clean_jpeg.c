#include "domain/clean.h"

enum jpeg_state {
    START_1,
    START_2,
    MARK,
    MARK_CODE,
    LENGTH_1,
    LENGTH_2,
    PASS,
    KEEP,
    SKIP,
    SCAN,
    SCAN_MARK
};

#define M_SOI 0xd8
#define M_EOI 0xd9
#define M_SOS 0xda
#define M_APP0 0xe0
#define M_EXIF 0xe1
#define M_ICC 0xe2
#define M_ADOBE 0xee

/* ---- orientation ---- */

static uint32_t number(const uint8_t *p, size_t n, bool little)
{
    uint32_t v = 0;

    for (size_t i = 0; i < n; i++)
        v = v << 8 | p[little ? n - 1 - i : i];
    return v;
}

int clean_orientation(const uint8_t *tiff, size_t n)
{
    if (n < 8 || !((tiff[0] == 'I' && tiff[1] == 'I') || (tiff[0] == 'M' && tiff[1] == 'M')))
        return 0;
    bool little = tiff[0] == 'I';
    size_t at = number(tiff + 4, 4, little);
    if (number(tiff + 2, 2, little) != 42 || at > n || n - at < 2)
        return 0;
    size_t count = number(tiff + at, 2, little);
    for (size_t i = 0; i < count && (i + 1) * 12 + 2 <= n - at; i++) {
        const uint8_t *e = tiff + at + 2 + i * 12;
        if (number(e, 2, little) != 0x0112)
            continue;
        uint32_t v = number(e + 8, 2, little);
        return number(e + 2, 2, little) == 3 && v >= 2 && v <= 8 ? (int)v : 0;
    }
    return 0;
}

void clean_tiff(int orientation, uint8_t ret[CLEAN_TIFF_SIZE])
{
    static const uint8_t form[CLEAN_TIFF_SIZE] = { 'M', 'M',  0,    42, 0, 0, 0, 8, 0,
                                                   1,   0x01, 0x12, 0,  3, 0, 0, 0, 1 };

    memcpy(ret, form, CLEAN_TIFF_SIZE);
    ret[19] = (uint8_t)orientation;
}

/* ---- segments ---- */

static void put_segment(struct clean *k, int marker, const uint8_t *p, size_t n)
{
    uint8_t head[4] = { 0xff, (uint8_t)marker, (uint8_t)((n + 2) >> 8), (uint8_t)(n + 2) };

    k->put(k->u, head, sizeof(head));
    k->put(k->u, p, n);
}

static bool kept_is(const struct clean *k, const char *mark, size_t n)
{
    return k->kept_n >= n && memcmp(k->kept, mark, n) == 0;
}

static void put_exif(struct clean *k)
{
    uint8_t body[6 + CLEAN_TIFF_SIZE] = "Exif";
    int o = clean_orientation(k->kept + 6, k->kept_n - 6);

    if (o == 0 || k->oriented)
        return;
    clean_tiff(o, body + 6);
    put_segment(k, M_EXIF, body, sizeof(body));
    k->oriented = true;
}

/* A whole segment is there: what of it goes on? */
static void put_kept(struct clean *k)
{
    if (k->marker == M_APP0 && k->kept_n >= 14 && kept_is(k, "JFIF", 5)) {
        k->kept[12] = k->kept[13] = 0; /* no thumbnail */
        put_segment(k, M_APP0, k->kept, 14);
    } else if (k->marker == M_EXIF && kept_is(k, "Exif\0", 6)) {
        put_exif(k);
    } else if (k->marker == M_ICC && kept_is(k, "ICC_PROFILE", 12)) {
        put_segment(k, M_ICC, k->kept, k->kept_n);
    } else if (k->marker == M_ADOBE && k->kept_n >= 12 && kept_is(k, "Adobe", 5)) {
        put_segment(k, M_ADOBE, k->kept, 12);
    }
}

static bool is_frame(int m)
{
    return m >= 0xc0 && m <= 0xcf && m != 0xc4 && m != 0xc8 && m != 0xcc;
}

static bool goes_through(int m)
{
    return is_frame(m) || m == 0xc4 || m == 0xcc || (m >= M_SOS && m <= 0xdf);
}

static int state_for(int m)
{
    if (m == 0xdb || goes_through(m))
        return PASS;
    return m == M_APP0 || m == M_EXIF || m == M_ICC || m == M_ADOBE ? KEEP : SKIP;
}

/* ---- bytes ---- */

static bool fail(struct clean *k)
{
    k->failed = true;
    return false;
}

/* The code after FF. */
static bool take_marker(struct clean *k, int m)
{
    if (m == 0xff) /* fill bytes */
        return true;
    if (m == M_EOI) {
        static const uint8_t end[2] = { 0xff, M_EOI };
        k->put(k->u, end, 2);
        k->done = true;
        return true;
    }
    if (m < 0xc0 || m == M_SOI || (m >= 0xd0 && m <= 0xd7) || m == 0xc8 || m >= 0xf0) {
        if (m != 0xfe) /* a comment */
            return fail(k);
    }
    k->marker = m;
    k->state = LENGTH_1;
    return true;
}

static bool take_length(struct clean *k, uint8_t b)
{
    if (k->state == LENGTH_1) {
        k->left = (uint32_t)b << 8;
        k->state = LENGTH_2;
        return true;
    }
    k->left |= b;
    if (k->left < 2 || (k->marker == M_SOS && !k->started))
        return fail(k);
    k->state = state_for(k->marker);
    if (k->state == PASS) {
        uint8_t head[4] = { 0xff, (uint8_t)k->marker, (uint8_t)(k->left >> 8), (uint8_t)k->left };
        k->put(k->u, head, sizeof(head));
    }
    k->started = k->started || is_frame(k->marker);
    k->left -= 2;
    k->kept_n = 0;
    return true;
}

static void segment_ends(struct clean *k)
{
    if (k->state == KEEP)
        put_kept(k);
    k->state = k->marker == M_SOS ? SCAN : MARK;
    k->scan = k->scan || k->marker == M_SOS;
}

static size_t take_segment(struct clean *k, const uint8_t *p, size_t n)
{
    size_t m = n < k->left ? n : k->left;

    if (k->state == PASS)
        k->put(k->u, p, m);
    if (k->state == KEEP) {
        memcpy(k->kept + k->kept_n, p, m);
        k->kept_n += (uint32_t)m;
    }
    k->left -= (uint32_t)m;
    if (k->left == 0)
        segment_ends(k);
    return m;
}

static size_t take_scan(struct clean *k, const uint8_t *p, size_t n)
{
    const uint8_t *ff = memchr(p, 0xff, n);
    size_t m = ff ? (size_t)(ff - p) : n;

    if (m > 0)
        k->put(k->u, p, m);
    if (!ff)
        return n;
    k->state = SCAN_MARK;
    return m + 1;
}

static bool take_scan_mark(struct clean *k, uint8_t b)
{
    uint8_t pair[2] = { 0xff, b };

    if (b != 0 && !(b >= 0xd0 && b <= 0xd7))
        return take_marker(k, b);
    k->put(k->u, pair, 2);
    k->state = SCAN;
    return true;
}

static bool take_byte(struct clean *k, uint8_t b)
{
    static const uint8_t soi[2] = { 0xff, M_SOI };

    switch ((enum jpeg_state)k->state) {
    case START_1:
        k->state = START_2;
        return b == 0xff || fail(k);
    case START_2:
        if (b != M_SOI)
            return fail(k);
        k->put(k->u, soi, 2);
        k->state = MARK;
        return true;
    case MARK:
        k->state = MARK_CODE;
        return b == 0xff || fail(k);
    case MARK_CODE:
        return take_marker(k, b);
    case SCAN_MARK:
        return take_scan_mark(k, b);
    case LENGTH_1:
    case LENGTH_2:
        if (!take_length(k, b))
            return false;
        if (k->state >= PASS && k->left == 0)
            segment_ends(k);
        return true;
    default:
        return fail(k);
    }
}

static bool jpeg_add(struct clean *k, const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n && !k->done;) {
        if (k->state == PASS || k->state == KEEP || k->state == SKIP)
            i += take_segment(k, p + i, n - i);
        else if (k->state == SCAN)
            i += take_scan(k, p + i, n - i);
        else if (!take_byte(k, p[i++]))
            return false;
    }
    return true;
}

void clean_jpeg_start(struct clean *k, void (*put)(void *u, const uint8_t *p, size_t n), void *u)
{
    memset(k, 0, sizeof(*k));
    k->put = put;
    k->u = u;
    k->add = jpeg_add;
    k->state = START_1;
}
