#include <stdio.h>
#include <utf8proc.h>

#include "base/utf8.h"

#include "base/test.h"

static void good_text_is_let_in(void **state)
{
    CHECK(utf8_ok(S("")) && utf8_ok(STR_NONE));
    CHECK(utf8_ok(S("abc\t\n é 张三 𠮷 😀")));
    CHECK(utf8_ok(S("\xef\xbf\xbd\xf4\x8f\xbf\xbd"))); /* U+FFFD, U+10FFFD */
}

static void bad_text_is_refused(void **state)
{
    static const struct str bad[] = {
        { "a\0b", 3 },
        { "\r", 1 },
        { "\x1b[2J", 4 },
        { "\x7f", 1 },
        { "\xc2\x85", 2 },     /* U+0085 */
        { "\xc0\xaf", 2 },     /* overlong */
        { "\xe0\x80\xaf", 3 }, /* overlong */
        { "\xed\xa0\x80", 3 }, /* surrogate */
        { "\xf4\x90\x80\x80", 4 },
        { "\xf8\x88\x80\x80\x80", 5 },
        { "\x80", 1 },
        { "\xe5\xbc", 2 }, /* cut off */
        { "\xe5\xbc\x41", 3 },
        { "\xef\xb7\x90", 3 },     /* U+FDD0 */
        { "\xef\xbf\xbe", 3 },     /* U+FFFE */
        { "\xf0\x9f\xbf\xbf", 4 }, /* U+1FFFF */
        { "\xd8\x9c", 2 },         /* U+061C */
        { "\xe2\x80\x8f", 3 },     /* U+200F */
        { "\xe2\x80\xae", 3 },     /* U+202E, right-to-left override */
        { "\xe2\x81\xa6", 3 },     /* U+2066 */
    };
    ARENA_AUTO a = arena_new(1 << 16);
    struct str ret = S("untouched");
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CHECK(!utf8_ok(bad[i]));
        CHECK(!utf8_nfkc(a, bad[i], &ret));
        if (bad[i].p[0] != '\r') /* line ends are mended */
            CHECK(!utf8_clean(a, bad[i], &ret));
    }
    CHECK_STR(ret, S("untouched"));
}

/* Each character of Unicode by the library's tables, whatever way it is read here; and cut off. */
static void every_character_is_let_in_or_refused_by_what_it_is(void **state)
{
    static const int32_t turns[] = { 0x061c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c,
                                     0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069 };
    uint8_t bytes[4];
    (void)state;

    for (int32_t c = 0; c <= 0x10ffff; c++) {
        if (c >= 0xd800 && c <= 0xdfff)
            continue; /* none: refused above */
        size_t n = (size_t)utf8proc_encode_char(c, bytes);
        bool good = c == '\t' || c == '\n' || utf8proc_category(c) != UTF8PROC_CATEGORY_CC;
        for (size_t i = 0; i < COUNT_OF(turns); i++)
            good = good && c != turns[i];
        good = good && (c & 0xfffe) != 0xfffe && !(c >= 0xfdd0 && c <= 0xfdef);
        if (utf8_ok(str_bytes(bytes, n)) != good)
            fail_msg("U+%04X", (unsigned)c);
        if (n > 1 && utf8_ok(str_bytes(bytes, n - 1)))
            fail_msg("U+%04X cut off", (unsigned)c);
    }
}

static void typed_text_is_cleaned(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct str ret;
    CHECK(utf8_clean(a, S("  a\r\nb\rc\n\r\n\xe3\x80\x80"), &ret));
    CHECK_STR(ret, S("a\nb\nc"));
    CHECK(utf8_clean(a, S("e\xcc\x81\r\n 张"), &ret)); /* e + U+0301 */
    CHECK_STR(ret, S("é\n 张"));
    CHECK(utf8_clean(a, S("\xe2\x84\xab"), &ret)); /* ANGSTROM SIGN has a canonical twin */
    CHECK_STR(ret, S("\xc3\x85"));
    CHECK(utf8_clean(a, S("１ａ"), &ret)); /* wide forms stay: NFC, not NFKC */
    CHECK_STR(ret, S("１ａ"));
    CHECK(utf8_clean(a, S(" \r\n"), &ret) && str_empty(ret) && !str_absent(ret));
    CHECK(utf8_clean(a, STR_NONE, &ret) && str_absent(ret));
}

static void identifiers_lose_their_width(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct str ret;
    CHECK(utf8_nfkc(a, S("ＡＢ１２\xe3\x80\x80①ﬁ"), &ret));
    CHECK_STR(ret, S("AB12 1fi"));
    CHECK(utf8_nfkc(a, S(" plain "), &ret));
    CHECK_STR(ret, S(" plain "));                 /* a password's blanks are its owner's */
    CHECK(utf8_nfkc(a, S("\xef\xb7\xba"), &ret)); /* U+FDFA becomes 18 characters */
    CHECK(utf8_count(ret) == 18);
}

static void forms_agree_with_the_library(void **state)
{
    struct arena *a = arena_new(1 << 16);
    for (int32_t c = 0xa0; c < 0x30000; c++, arena_reset(a)) {
        char z[16] = "e";
        utf8proc_ssize_t n = utf8proc_encode_char(c, (uint8_t *)z + 1);
        struct str s = str_of(z), ret;
        if (n <= 0 || !utf8_ok(s))
            continue;
        utf8proc_uint8_t *nfkc = utf8proc_NFKC((const uint8_t *)z);
        CHECK(utf8_nfkc(a, s, &ret));
        CHECK_STR(ret, str_of((char *)nfkc));
        free(nfkc);
    }
    arena_free(a);
}

static void characters_are_counted_and_never_cut(void **state)
{
    struct str s = S("a张é😀");
    size_t i = 0;
    CHECK(utf8_count(s) == 4);
    CHECK_STR(utf8_head(s, 0), S(""));
    CHECK_STR(utf8_head(s, 2), S("a张"));
    CHECK_STR(utf8_head(s, 9), s);
    CHECK(utf8_next(s, &i) == 'a' && utf8_next(s, &i) == 0x5f20 && utf8_next(s, &i) == 0xe9);
    CHECK(utf8_next(s, &i) == 0x1f600 && utf8_next(s, &i) == -1 && i == s.n);
    i = 0;
    CHECK(utf8_next(S("\xe5\xbc"), &i) == -1 && i == 1); /* a bad byte: one step */
    CHECK(utf8_count(S("\xe5\xbc")) == 2);
    CHECK(utf8_count(STR_NONE) == 0);
}

static void names_are_compared_without_blanks(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 16);
    CHECK_STR(utf8_squeezed(a, S(" 王\xe3\x80\x80某 \n")), S("王某"));
    CHECK_STR(utf8_squeezed(a, S("Ａ１ 室")), S("A1室"));
    CHECK_STR(utf8_squeezed(a, STR_NONE), S(""));
    CHECK_STR(utf8_squeezed(a, S("\xff")), S(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text_is_let_in),
        cmocka_unit_test(bad_text_is_refused),
        cmocka_unit_test(every_character_is_let_in_or_refused_by_what_it_is),
        cmocka_unit_test(typed_text_is_cleaned),
        cmocka_unit_test(identifiers_lose_their_width),
        cmocka_unit_test(forms_agree_with_the_library),
        cmocka_unit_test(names_are_compared_without_blanks),
        cmocka_unit_test(characters_are_counted_and_never_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
