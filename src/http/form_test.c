#include "http/form.h"

#include "base/test.h"
#include "http/cookie.h"

static void decodes_strictly(void **state)
{
    static const struct {
        const char *in;
        bool plus;
        const char *out; /* NULL: refused */
    } cases[] = {
        { "", true, "" },
        { "abc", true, "abc" },
        { "a+b", true, "a b" },
        { "a+b", false, "a+b" },
        { "%41%e5%B7%9E", true, "A\xe5\xb7\x9e" },
        { "%0d%0A", true, "\r\n" },
        { "%", true, NULL },
        { "%4", true, NULL },
        { "%4g", true, NULL },
        { "%-1", true, NULL },
        { "%00", true, NULL },
        { "%ff", true, NULL },
        { "%c0%80", true, NULL },       /* too long a form of NUL */
        { "%e0%80%af", true, NULL },    /* of a slash */
        { "%ed%a0%80", true, NULL },    /* half of a surrogate pair */
        { "%f4%90%80%80", true, NULL }, /* beyond Unicode */
        { "%f0%9f%8c%9e", true, "\xf0\x9f\x8c\x9e" },
        { "%e5%b7", true, NULL }, /* cut off */
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ARENA_AUTO a = arena_new(1 << 16);
        struct str out = STR_NONE;
        bool ok = form_decode(a, str_of(cases[i].in), cases[i].plus, &out);
        CHECK(ok == (cases[i].out != NULL));
        if (ok)
            CHECK_STR(out, str_of(cases[i].out));
        else
            CHECK(str_absent(out));
    }
}

static void does_not_look_behind_the_end(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct str out;

    (void)state;
    CHECK(form_decode(a, str_bytes("%41", 3), true, &out));
    CHECK(!form_decode(a, str_bytes("%41", 2), true, &out));
    CHECK(!form_decode(a, str_bytes("%41", 1), true, &out));
    CHECK(form_utf8(str_bytes("\xe5\xb7\x9e", 3)));
    CHECK(!form_utf8(str_bytes("\xe5\xb7\x9e", 2)));
}

static void keeps_order_and_doubles(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct http_pairs p;

    (void)state;
    CHECK(form_parse(a, S("&b=2&a=1&&b=&c&=x&d=e=f&"), 10, &p) == FORM_OK);
    CHECK(p.n == 6);
    CHECK_STR(p.items[0].name, S("b"));
    CHECK_STR(p.items[2].value, S(""));
    CHECK_STR(p.items[3].name, S("c"));
    CHECK_STR(p.items[3].value, S(""));
    CHECK_STR(p.items[4].name, S(""));
    CHECK_STR(p.items[5].value, S("e=f"));
    CHECK_STR(http_pair_get(&p, S("b")), S("2"));
    CHECK(form_parse(a, S(""), 10, &p) == FORM_OK && p.n == 0);
}

static void bounds_the_fields(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct http_pairs p = { NULL, 7 };

    (void)state;
    CHECK(form_parse(a, S("a&b&c"), 3, &p) == FORM_OK && p.n == 3);
    CHECK(form_parse(a, S("a&b&c&d"), 3, &p) == FORM_MANY && p.n == 3);
    CHECK(form_parse(a, S("a&%"), 3, &p) == FORM_BAD && p.n == 3);
    CHECK(form_parse(a, S("a=%ff"), 3, &p) == FORM_BAD);
}

static void reads_cookies_and_skips_what_is_none(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct buf many = buf_new(a);
    struct http_pairs p;

    (void)state;
    p = cookie_parse(a, S("a=1; b=\"q\";c=;d; =e; f g=1; h=i j; k=l=m;\t__Host-s=t"));
    CHECK(p.n == 5);
    CHECK_STR(http_pair_get(&p, S("a")), S("1"));
    CHECK_STR(http_pair_get(&p, S("b")), S("q"));
    CHECK_STR(http_pair_get(&p, S("c")), S(""));
    CHECK_STR(http_pair_get(&p, S("k")), S("l=m"));
    CHECK_STR(http_pair_get(&p, S("__Host-s")), S("t"));
    CHECK(str_absent(http_pair_get(&p, S("h"))));
    CHECK(cookie_parse(a, STR_NONE).n == 0);
    for (int i = 0; i < COOKIES_MAX + 9; i++)
        buf_fmt(&many, "c%d=%d; ", i, i);
    CHECK(cookie_parse(a, buf_str(&many)).n == COOKIES_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_strictly),
        cmocka_unit_test(does_not_look_behind_the_end),
        cmocka_unit_test(keeps_order_and_doubles),
        cmocka_unit_test(bounds_the_fields),
        cmocka_unit_test(reads_cookies_and_skips_what_is_none),
    };

    return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
