#include "base/test.h"

static void order_is_by_bytes_shorter_first(void **state)
{
    CHECK(str_cmp(S("a"), S("b")) < 0);
    CHECK(str_cmp(S("b"), S("aa")) > 0);
    CHECK(str_cmp(S("a"), S("aa")) < 0);
    CHECK(str_cmp(S("\xff"), S("a")) > 0);
    CHECK(str_cmp(S("ab"), S("ab")) == 0);
    CHECK(str_cmp(STR_NONE, S("")) == 0);
}

static void parts_are_found(void **state)
{
    CHECK(str_starts(S("abc"), S("ab")) && str_starts(S("abc"), S("")));
    CHECK(!str_starts(S("a"), S("ab")) && !str_starts(S("xab"), S("ab")));
    CHECK(str_ends(S("abc"), S("bc")) && str_ends(S("bc"), S("bc")));
    CHECK(!str_ends(S("c"), S("bc")) && !str_ends(STR_NONE, S("c")));
    CHECK(str_contains(S("abc"), S("b")) && str_contains(STR_NONE, S("")));
    CHECK(!str_contains(S("abc"), S("cb")) && !str_contains(STR_NONE, S("b")));
}

static void blanks_go_at_both_ends_only(void **state)
{
    CHECK_STR(str_trim(S(" \t\r\n a b \v\f")), S("a b"));
    CHECK_STR(str_trim(S("\xe3\x80\x80 张三\xe3\x80\x80")), S("张三"));
    CHECK_STR(str_trim(S("\xe3\x80\x81")), S("\xe3\x80\x81")); /* 、 begins alike */
    CHECK_STR(str_trim(S(" \xe3\x80\x80 ")), S(""));
    CHECK(str_absent(str_trim(STR_NONE)));
}

static void slices_are_clipped(void **state)
{
    CHECK_STR(str_slice(S("abcdef"), 2, 3), S("cde"));
    CHECK_STR(str_slice(S("abc"), 2, SIZE_MAX), S("c"));
    CHECK_STR(str_slice(S("abc"), 9, 1), S(""));
    CHECK(str_absent(str_slice(STR_NONE, 1, 1)));
}

static void cut_tells_empty_from_absent(void **state)
{
    struct str rest = S("a,,b,");
    CHECK_STR(str_cut(&rest, ','), S("a"));
    CHECK_STR(str_cut(&rest, ','), S(""));
    CHECK_STR(str_cut(&rest, ','), S("b"));
    CHECK(!str_absent(rest) && str_empty(rest));
    CHECK_STR(str_cut(&rest, ','), S(""));
    CHECK(str_absent(rest));
}

static void numbers_are_whole_or_refused(void **state)
{
    static const struct {
        const char *text;
        bool ok;
        uint64_t v;
    } rows[] = {
        { "0", true, 0 },
        { "007", true, 7 },
        { "18446744073709551615", true, UINT64_MAX },
        { "18446744073709551616", false, 0 },
        { "99999999999999999999999", false, 0 },
        { "", false, 0 },
        { "+1", false, 0 },
        { "-1", false, 0 },
        { " 1", false, 0 },
        { "1 ", false, 0 },
        { "0x1", false, 0 },
        { "１", false, 0 },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        uint64_t v = 99;
        CHECK(str_u64(str_of(rows[i].text), &v) == rows[i].ok);
        CHECK(v == (rows[i].ok ? rows[i].v : 99)); /* untouched when refused */
    }
    uint64_t v;
    CHECK(!str_u64(STR_NONE, &v));
}

static void signed_numbers_reach_both_ends(void **state)
{
    int64_t v = 0;
    CHECK(str_i64(S("-9223372036854775808"), &v) && v == INT64_MIN);
    CHECK(str_i64(S("9223372036854775807"), &v) && v == INT64_MAX);
    CHECK(str_i64(S("-0"), &v) && v == 0);
    CHECK(!str_i64(S("-9223372036854775809"), &v) && !str_i64(S("9223372036854775808"), &v));
    CHECK(!str_i64(S("-"), &v) && !str_i64(S("--1"), &v) && !str_i64(S("+1"), &v));
}

static void copies_end_with_nul(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct str s = str_dup(a, str_slice(S("abcdef"), 0, 3));
    CHECK_STR(s, S("abc"));
    CHECK(s.p[3] == 0);
    CHECK(strcmp(str_z(a, S("xy")), "xy") == 0);
    CHECK(str_absent(str_dup(a, STR_NONE)) && str_z(a, STR_NONE) == NULL);
    CHECK(!str_absent(str_dup(a, S(""))));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_is_by_bytes_shorter_first),
        cmocka_unit_test(parts_are_found),
        cmocka_unit_test(blanks_go_at_both_ends_only),
        cmocka_unit_test(slices_are_clipped),
        cmocka_unit_test(cut_tells_empty_from_absent),
        cmocka_unit_test(numbers_are_whole_or_refused),
        cmocka_unit_test(signed_numbers_reach_both_ends),
        cmocka_unit_test(copies_end_with_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
