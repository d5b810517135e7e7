/* Pictures with planted words go in; what comes out is looked through byte by byte. */
#include "base/test.h"
#include "domain/clean.h"

#define OUT_MAX (1 << 20)

struct sink {
    uint8_t b[OUT_MAX];
    size_t n;
};
static struct sink out, whole;

static void put(void *u, const uint8_t *p, size_t n)
{
    struct sink *s = u;
    assert_true(s->n + n <= OUT_MAX);
    memcpy(s->b + s->n, p, n);
    s->n += n;
}

typedef void (*starter)(struct clean *k, void (*put)(void *u, const uint8_t *p, size_t n), void *u);

/* True when a clean picture came out, in steps of so many bytes. */
static bool run(starter start, struct sink *to, const struct buf *in, size_t step)
{
    static struct clean k;
    bool ok = true;

    to->n = 0;
    start(&k, put, to);
    for (size_t i = 0; i < in->n && ok; i += step)
        ok = clean_add(&k, (const uint8_t *)in->p + i, step < in->n - i ? step : in->n - i);
    return ok && clean_end(&k);
}

static bool found(const struct sink *s, const char *word)
{
    return memmem(s->b, s->n, word, strlen(word)) != NULL;
}

static void segment(struct buf *b, int marker, const void *p, size_t n)
{
    buf_byte(b, (char)0xff);
    buf_byte(b, (char)marker);
    buf_byte(b, (char)((n + 2) >> 8));
    buf_byte(b, (char)(n + 2));
    buf_bytes(b, p, n);
}
#define SEGMENT(b, marker, lit) segment((b), (marker), (lit), sizeof(lit) - 1)

/* TIFF block: make, orientation, a pointer to GPS, all in IFD 0; little or big end first. */
static void exif(struct buf *b, bool little, int orientation)
{
    struct buf t = buf_new(b->arena);

    buf_bytes(&t, "Exif\0\0", 6);
    if (little) {
        buf_bytes(&t, "II*\0\x08\0\0\0\x03\0", 10);
        buf_bytes(&t, "\x0f\x01\x02\0\x10\0\0\0\x32\0\0\0", 12);
        buf_bytes(&t, "\x12\x01\x03\0\x01\0\0\0", 8);
        buf_byte(&t, (char)orientation);
        buf_bytes(&t, "\0\0\0\x25\x88\x04\0\x01\0\0\0\x42\0\0\0\0\0\0\0", 19);
    } else {
        buf_bytes(&t, "MM\0*\0\0\0\x08\0\x03", 10);
        buf_bytes(&t, "\x01\x0f\0\x02\0\0\0\x10\0\0\0\x32", 12);
        buf_bytes(&t, "\x01\x12\0\x03\0\0\0\x01\0", 9);
        buf_byte(&t, (char)orientation);
        buf_bytes(&t, "\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x42\0\0\0\0", 18);
    }
    buf_bytes(&t, "PlantedMaker123\0PLANTEDGPS30.7N120.8E", 37);
    segment(b, 0xe1, t.p, t.n);
}

/* A picture with everything in it that must go, and what must stay. */
static struct buf jpeg(struct arena *a, bool little, int orientation)
{
    struct buf b = buf_new(a);

    buf_bytes(&b, "\xff\xd8", 2);
    SEGMENT(&b, 0xe0, "JFIF\0\1\2\1\0\x48\0\x48\1\1PLANTEDTHUMB");
    exif(&b, little, orientation);
    SEGMENT(&b, 0xe1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>PLANTEDXMP</x:xmpmeta>");
    SEGMENT(&b, 0xe2, "ICC_PROFILE\0\1\1KEEPTHISPROFILE");
    SEGMENT(&b, 0xe2, "MPF\0PLANTEDMPF");
    SEGMENT(&b, 0xed, "Photoshop 3.0\0PLANTEDIPTC");
    SEGMENT(&b, 0xee, "Adobe\0\x64\0\0\0\0\1PLANTEDADOBE");
    SEGMENT(&b, 0xfe, "PLANTEDCOMMENT");
    SEGMENT(&b, 0xdb, "\0KEEPTHESETABLES");
    buf_bytes(&b, "\xff\xff", 2); /* fill bytes */
    SEGMENT(&b, 0xc2, "\x8\0\1\0\1\1\1\x11\0");
    SEGMENT(&b, 0xc4, "\0KEEPHUFFMAN");
    SEGMENT(&b, 0xda, "\1\1\0\0\x3f\0");
    buf_bytes(&b, "scan one \xff\0 \xff\xd0 more", 19);
    SEGMENT(&b, 0xfe, "PLANTEDBETWEENSCANS");
    SEGMENT(&b, 0xda, "\1\1\0\0\x3f\0");
    buf_bytes(&b, "scan two \xff\xff\xd9", 12);
    buf_bytes(&b, "PLANTEDAFTERTHEEND\xff\xd8\xff\xe1", 22);
    return b;
}

static void check_jpeg(struct arena *a, bool little, int orientation)
{
    struct buf in = jpeg(a, little, orientation);

    CHECK(run(clean_jpeg_start, &out, &in, in.n));
    CHECK(!found(&out, "PLANTED") && !found(&out, "Planted") && !found(&out, "xmpmeta"));
    CHECK(found(&out, "KEEPTHISPROFILE") && found(&out, "KEEPTHESETABLES"));
    CHECK(found(&out, "KEEPHUFFMAN") && found(&out, "scan one \xff") && found(&out, "scan two "));
    CHECK(memmem(out.b, out.n, "\0 \xff\xd0 more\xff\xda", 11) != NULL);
    CHECK(memmem(out.b, out.n, "JFIF\0\1\2\1\0\x48\0\x48\0\0\xff", 15) != NULL);
    CHECK(memmem(out.b, out.n, "Adobe\0\x64\0\0\0\0\1\xff", 13) != NULL);
    CHECK(out.b[out.n - 2] == 0xff && out.b[out.n - 1] == 0xd9);
    uint8_t *e = memmem(out.b, out.n, "Exif\0\0", 6);
    bool shown = orientation >= 2 && orientation <= 8;
    CHECK((e != NULL) == shown);
    if (shown) {
        CHECK(clean_orientation(e + 6, CLEAN_TIFF_SIZE) == orientation);
        CHECK(e[-2] == 0 && e[-1] == 2 + 6 + CLEAN_TIFF_SIZE);
    }
}

static void jpegs_lose_what_tells_and_keep_what_shows(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    (void)state;
    for (int o = 0; o <= 9; o++) {
        check_jpeg(a, true, o);
        check_jpeg(a, false, o);
    }
}

/* The clean picture is clean already, and the steps in which it comes make no difference. */
static void steps_make_no_difference(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct buf in = jpeg(a, true, 6), again;
    (void)state;
    CHECK(run(clean_jpeg_start, &whole, &in, in.n));
    for (size_t step = 1; step < 40; step++) {
        CHECK(run(clean_jpeg_start, &out, &in, step));
        CHECK(out.n == whole.n && memcmp(out.b, whole.b, out.n) == 0);
    }
    again = buf_new(a);
    buf_bytes(&again, whole.b, whole.n);
    CHECK(run(clean_jpeg_start, &out, &again, 7));
    CHECK(out.n == whole.n && memcmp(out.b, whole.b, out.n) == 0);
}

static void no_picture_no_copy(void **state)
{
    static const struct {
        const char *p;
        size_t n;
    } bad[] = {
#define BAD(lit) { lit, sizeof(lit) - 1 }
        BAD(""),
        BAD("\xff"),
        BAD("\xff\xd8"),
        BAD("GIF89a"),
        BAD("\xff\xd8\xff\xd9"),
        BAD("\xff\xd8\xff\xe0\0\1"),                         /* shorter than its own length */
        BAD("\xff\xd8\xff\xda\0\x2"),                        /* a scan without a frame */
        BAD("\xff\xd8\xff\xc0\0\2x"),                        /* no marker after a segment */
        BAD("\xff\xd8\xff\xf7\0\2\xff\xc0\0\2\xff\xda\0\2"), /* JPEG-LS */
        BAD("\xff\xd8\xff\xd8\xff\xc0\0\2\xff\xda\0\2"),     /* a second beginning */
        BAD("\xff\xd8\xff\xd0\xff\xc0\0\2\xff\xda\0\2"),     /* a restart outside a scan */
        BAD("\xff\xd8\xff\xc0\0\2\xff\xda\0\2 \xff\x01\0\2"),
    };
    ARENA_AUTO a = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct buf in = buf_new(a);
        buf_bytes(&in, bad[i].p, bad[i].n);
        if (run(clean_jpeg_start, &out, &in, 3))
            fail_msg("bad[%zu] passed", i);
    }
    struct buf cut = jpeg(a, true, 1); /* cut within the second scan: still a picture */
    cut.n -= 24;
    CHECK(run(clean_jpeg_start, &out, &cut, 5));
    CHECK(found(&out, "scan two"));
}

static void chunk(struct buf *b, const char *name, const void *p, size_t n)
{
    buf_u32be(b, (uint32_t)n);
    buf_bytes(b, name, 4);
    buf_bytes(b, p, n);
    buf_bytes(b, "CRC!", 4);
}
#define CHUNK(b, name, lit) chunk((b), (name), (lit), sizeof(lit) - 1)

static struct buf png(struct arena *a, int orientation)
{
    struct buf b = buf_new(a), t = buf_new(a);

    buf_bytes(&b, "\x89PNG\r\n\x1a\n", 8);
    CHUNK(&b, "IHDR", "\0\0\0\1\0\0\0\1\x8\6\0\0\0");
    CHUNK(&b, "tEXt", "Comment\0PLANTEDTEXT");
    CHUNK(&b, "zTXt", "PLANTEDZTXT");
    CHUNK(&b, "iTXt", "XML:com.adobe.xmp PLANTEDXMP");
    CHUNK(&b, "tIME", "PLANTEDTIME");
    CHUNK(&b, "iCCP", "KEEPPROFILE");
    CHUNK(&b, "prVt", "PLANTEDPRIVATE");
    CHUNK(&b, "PLTE", "KEEPPALETTE");
    buf_bytes(&t, "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18);
    buf_byte(&t, (char)orientation);
    buf_bytes(&t, "\0\0\0\0\0\0\0PLANTEDEXIF", 18);
    chunk(&b, "eXIf", t.p, t.n);
    CHUNK(&b, "IDAT", "KEEPDATA");
    CHUNK(&b, "IDAT", "");
    CHUNK(&b, "IEND", "");
    buf_bytes(&b, "PLANTEDAFTER", 12);
    return b;
}

static void pngs_lose_what_tells_and_keep_what_shows(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    (void)state;
    for (size_t step = 1; step < 30; step++) {
        struct buf in = png(a, step % 2 ? 8 : 1);
        CHECK(run(clean_png_start, &out, &in, step));
        CHECK(!found(&out, "PLANTED") && !found(&out, "Comment") && !found(&out, "prVt"));
        CHECK(found(&out, "KEEPPROFILE") && found(&out, "KEEPPALETTE") && found(&out, "KEEPDATA"));
        CHECK(memcmp(out.b + out.n - 8, "IENDCRC!", 8) == 0);
        uint8_t *e = memmem(out.b, out.n, "eXIf", 4);
        CHECK((e != NULL) == (step % 2 == 1));
        if (e)
            CHECK(clean_orientation(e + 4, CLEAN_TIFF_SIZE) == 8);
        if (e) /* as zlib's crc32 says of these bytes */
            CHECK(memcmp(e + 4 + CLEAN_TIFF_SIZE, "\x86\x58\x30\x34", 4) == 0);
    }
}

static void no_png_no_copy(void **state)
{
    static const struct {
        const char *p;
        size_t n;
    } bad[] = {
        BAD(""),
        BAD("\x89PNG\r\n\x1a\r"),
        BAD("\x89PNG\r\n\x1a\n"),
        BAD("\x89PNG\r\n\x1a\n\0\0\0\0IDAT    "), /* no head */
        BAD("\x89PNG\r\n\x1a\n\0\0\0\x0cIHDR"),   /* of another length */
        BAD("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR0123456789012crc!\x80\0\0\0IDATx"),
        BAD("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR0123456789012crc!\0\0\0\0ID4Tx"),
    };
    ARENA_AUTO a = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct buf in = buf_new(a);
        buf_bytes(&in, bad[i].p, bad[i].n);
        if (run(clean_png_start, &out, &in, 3))
            fail_msg("bad[%zu] passed", i);
    }
}

static void orientation_is_read_within_its_block(void **state)
{
    uint8_t t[CLEAN_TIFF_SIZE];
    (void)state;
    clean_tiff(6, t);
    CHECK(clean_orientation(t, sizeof(t)) == 6);
    for (size_t n = 0; n < 22; n++)
        CHECK(clean_orientation(t, n) == 0);
    t[9] = 0xff; /* says 255 entries, holds one */
    t[8] = 0xff;
    CHECK(clean_orientation(t, sizeof(t)) == 6);
    t[11] = 0x13; /* and that one is another */
    CHECK(clean_orientation(t, sizeof(t)) == 0);
    clean_tiff(6, t);
    memcpy(t + 4, "\xff\xff\xff\xff", 4);
    CHECK(clean_orientation(t, sizeof(t)) == 0);
    clean_tiff(6, t);
    t[13] = 4; /* a LONG */
    CHECK(clean_orientation(t, sizeof(t)) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jpegs_lose_what_tells_and_keep_what_shows),
        cmocka_unit_test(steps_make_no_difference),
        cmocka_unit_test(no_picture_no_copy),
        cmocka_unit_test(pngs_lose_what_tells_and_keep_what_shows),
        cmocka_unit_test(no_png_no_copy),
        cmocka_unit_test(orientation_is_read_within_its_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
