/* Readers of base: what they accept can be written again and read to the same value. */
#include <assert.h>

#include "base/json.h"
#include "base/time.h"
#include "base/utf8.h"

static void read_encodings(struct arena *a, struct str in)
{
    struct str out;
    if (str_unhex(a, in, &out))
        assert(str_hex(a, out.p, out.n).n == in.n);
    if (str_unbase64(a, in, &out))
        assert(str_eq(str_base64(a, out.p, out.n), in)); /* one text for each value */
    if (str_unbase64url(a, in, &out))
        assert(str_eq(str_base64url(a, out.p, out.n), in));
}

static void read_numbers(struct arena *a, struct str in)
{
    struct day d;
    struct instant t, again;
    int64_t v;
    if (day_parse(in, &d))
        assert(str_eq(day_format(a, d), in));
    if (instant_parse(in, &t) && instant_parse(instant_format(a, t), &again))
        assert(t.ms - again.ms >= 0 && t.ms - again.ms < 1000);
    if (str_i64(in, &v)) {
        int64_t same;
        struct buf b = buf_new(a);
        buf_i64(&b, v);
        assert(str_i64(buf_str(&b), &same) && same == v);
    }
}

static void read_text(struct arena *a, struct str in)
{
    struct str clean, twice;
    assert(utf8_count(in) <= in.n);
    assert(utf8_head(in, utf8_count(in)).n == in.n);
    if (utf8_clean(a, in, &clean)) {
        assert(utf8_ok(clean));
        assert(utf8_clean(a, clean, &twice) && str_eq(clean, twice));
    }
    if (utf8_nfkc(a, in, &clean))
        assert(utf8_nfkc(a, clean, &twice) && str_eq(clean, twice));
}

static void write_json(struct arena *a, struct str in)
{
    struct buf b = buf_new(a);
    struct json j = json_new(&b);
    json_str(&j, in);
    assert(utf8_count(buf_str(&b)) >= 2);
    for (size_t i = 0; i < b.n;)
        assert(utf8_next(buf_str(&b), &i) >= 0x20);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena *a;
    if (!a)
        a = arena_new(1 << 24);
    struct str in = str_bytes(p, n);
    read_encodings(a, in);
    read_numbers(a, in);
    read_text(a, in);
    write_json(a, in);
    arena_reset(a);
    return 0;
}
