#include "base/test.h"

static void hex_goes_both_ways(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct str back = STR_NONE;
    CHECK_STR(str_hex(a, "\x00\x7f\xff", 3), S("007fff"));
    CHECK_STR(str_hex(a, NULL, 0), S(""));
    CHECK(str_unhex(a, S("007fFf"), &back));
    CHECK_STR(back, S("\x00\x7f\xff"));
    CHECK(str_unhex(a, S(""), &back) && back.n == 0 && !str_absent(back));
    CHECK(!str_unhex(a, S("0"), &back) && !str_unhex(a, S("0g"), &back));
    CHECK(!str_unhex(a, S("g0"), &back) && !str_unhex(a, STR_NONE, &back));
}

/* RFC 4648, section 10 */
static const char *const vectors[][3] = {
    { "", "", "" },
    { "f", "Zg==", "Zg" },
    { "fo", "Zm8=", "Zm8" },
    { "foo", "Zm9v", "Zm9v" },
    { "foob", "Zm9vYg==", "Zm9vYg" },
    { "fooba", "Zm9vYmE=", "Zm9vYmE" },
    { "foobar", "Zm9vYmFy", "Zm9vYmFy" },
    { "\xfb\xff\xfe", "+//+", "-__-" },
};

static void base64_follows_the_rfc(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        struct str bytes = str_of(vectors[i][0]), back = STR_NONE;
        CHECK_STR(str_base64(a, bytes.p, bytes.n), str_of(vectors[i][1]));
        CHECK_STR(str_base64url(a, bytes.p, bytes.n), str_of(vectors[i][2]));
        CHECK(str_unbase64(a, str_of(vectors[i][1]), &back));
        CHECK_STR(back, bytes);
        back = STR_NONE;
        CHECK(str_unbase64url(a, str_of(vectors[i][2]), &back));
        CHECK_STR(back, bytes);
    }
}

static void a_second_text_for_the_same_bytes_is_refused(void **state)
{
    static const char *const bad[] = { "Zh==",  "Zm9=", "Zg=",  "Zg",       "Zg===",
                                       "=",     "====", "Z===", "Zg==Zg==", "Zm9v\n",
                                       " Zm9v", "Zm9-", "Zm_v", "Z=9v",     "Zm9v=" };
    static const char *const bad_url[] = { "Zh", "Zm9", "Z", "Zg==", "Zm9+", "Zm/v", "Zm9v " };
    ARENA_AUTO a = arena_new(1 << 16);
    struct str ret = S("untouched");
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK(!str_unbase64(a, str_of(bad[i]), &ret));
    for (size_t i = 0; i < COUNT_OF(bad_url); i++)
        CHECK(!str_unbase64url(a, str_of(bad_url[i]), &ret));
    CHECK(!str_unbase64(a, STR_NONE, &ret) && !str_unbase64url(a, STR_NONE, &ret));
    CHECK_STR(ret, S("untouched"));
}

static void all_bytes_and_lengths_return(void **state)
{
    struct arena *a = arena_new(1 << 16);
    struct chance_seeded chance;
    uint8_t bytes[64];
    chance_seed(&chance, 1);
    for (size_t n = 0; n <= sizeof bytes; n++, arena_reset(a)) {
        struct str s = str_bytes(bytes, n), back;
        chance.base.fill(&chance.base, bytes, n);
        CHECK(str_unhex(a, str_hex(a, bytes, n), &back) && str_eq(back, s));
        CHECK(str_unbase64(a, str_base64(a, bytes, n), &back) && str_eq(back, s));
        CHECK(str_unbase64url(a, str_base64url(a, bytes, n), &back) && str_eq(back, s));
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hex_goes_both_ways),
        cmocka_unit_test(base64_follows_the_rfc),
        cmocka_unit_test(a_second_text_for_the_same_bytes_is_refused),
        cmocka_unit_test(all_bytes_and_lengths_return),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
