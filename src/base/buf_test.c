#include "base/test.h"

static void pieces_stand_in_order(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct buf b = buf_new(a);
    CHECK_STR(buf_str(&b), S(""));
    CHECK(!str_absent(buf_str(&b)));
    buf_put(&b, S("a"));
    buf_put(&b, STR_NONE);
    buf_byte(&b, 'b');
    buf_bytes(&b, "cd", 2);
    buf_fmt(&b, "%d-%s", 7, "x");
    CHECK_STR(buf_str(&b), S("abcd7-x"));
}

static void growth_keeps_every_byte(void **state)
{
    ARENA_AUTO a = arena_new(1 << 22);
    struct buf b = buf_new(a), other = buf_new(a);
    for (int i = 0; i < 100000; i++) {
        buf_byte(&b, (char)i);
        if (i % 1000 == 0)
            buf_byte(&other, 'x'); /* stands in the way of growing in place */
    }
    CHECK(b.n == 100000 && other.n == 100);
    for (int i = 0; i < 100000; i++)
        CHECK(b.p[i] == (char)i);
}

static void growth_stays_inside_the_arena(void **state)
{
    ARENA_AUTO a = arena_new(64 * 1024);
    struct buf b = buf_new(a);
    char piece[24 * 1024] = { 0 };
    buf_bytes(&b, piece, sizeof piece);
    buf_byte(&b, 'x'); /* 24 + 48 KiB would be over the bound */
    CHECK(b.n == sizeof piece + 1);
}

static void formats_of_any_length_fit(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    char z[2001];
    memset(z, 'z', sizeof z);
    for (int n = 0; n <= 2000; n += 1 + n / 10) {
        struct buf b = buf_new(a);
        buf_fmt(&b, "<%.*s>", n, z);
        CHECK(b.n == (size_t)n + 2 && b.p[0] == '<' && b.p[n + 1] == '>');
        struct str s = str_fmt(a, "%.*s", n, z);
        CHECK(s.n == (size_t)n && s.p[n] == 0);
    }
}

static void whole_numbers_reach_both_ends(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct buf b = buf_new(a);
    buf_i64(&b, INT64_MIN);
    buf_byte(&b, ' ');
    buf_i64(&b, 0);
    buf_byte(&b, ' ');
    buf_i64(&b, INT64_MAX);
    CHECK_STR(buf_str(&b), S("-9223372036854775808 0 9223372036854775807"));
}

static void big_end_comes_first(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct buf b = buf_new(a);
    buf_u32be(&b, 0x01020384);
    buf_u64be(&b, UINT64_C(0xfefdfcfbfa000102));
    CHECK_STR(buf_str(&b), S("\x01\x02\x03\x84\xfe\xfd\xfc\xfb\xfa\x00\x01\x02"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_stand_in_order),
        cmocka_unit_test(growth_keeps_every_byte),
        cmocka_unit_test(growth_stays_inside_the_arena),
        cmocka_unit_test(formats_of_any_length_fit),
        cmocka_unit_test(whole_numbers_reach_both_ends),
        cmocka_unit_test(big_end_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
