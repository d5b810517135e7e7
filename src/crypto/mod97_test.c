#include "crypto/crypto_test.h"

static void digits_are_completed(void **state)
{
    /* by hand: 98 - (n * 100 mod 97); 794 is the example of ISO 7064: 794 44 */
    const struct {
        const char *given, *whole;
    } cases[] = {
        { "00000000000000", "0000000000000098" }, { "00000000000794", "0000000000079444" },
        { "99999999999999", "9999999999999939" }, { "12345678901234", "1234567890123428" },
        { "00000000000001", "0000000000000195" }, { "00000000000032", "0000000000003202" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char digits[16];
        memcpy(digits, cases[i].given, 14);
        mod97_complete(digits);
        CHECK_STR(str_bytes(digits, 16), str_of(cases[i].whole));
        CHECK(mod97_ok(str_bytes(digits, 16)));
    }
}

static void one_wrong_digit_or_two_swapped_are_seen(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    for (int round = 0; round < 500; round++) {
        char digits[16], other[16];
        uint64_t r = (uint64_t)ctx_random_id(&k.c) % UINT64_C(100000000000000);
        memcpy(digits, str_fmt(k.arena, "%014llu", (unsigned long long)r).p, 14);
        mod97_complete(digits);
        for (size_t i = 0; i < 16; i++) {
            for (char d = '0'; d <= '9'; d++) {
                memcpy(other, digits, 16);
                other[i] = d;
                CHECK(mod97_ok(str_bytes(other, 16)) == (d == digits[i]));
            }
            for (size_t j = i + 1; j < 16 && j <= i + 2; j++) { /* neighbours, and next but one */
                memcpy(other, digits, 16);
                other[i] = digits[j];
                other[j] = digits[i];
                CHECK(mod97_ok(str_bytes(other, 16)) == (digits[i] == digits[j]));
            }
        }
    }
}

static void what_is_no_number_is_refused(void **state)
{
    const char *const bad[] = { "",
                                "000000000000098",
                                "00000000000000098",
                                "00000000000000980", /* right, and one more */
                                "000000000000008B",  /* B taken as a digit would be 18 */
                                "000000000000009８",
                                "00000000000000 8",
                                "-000000000000098",
                                "0x00000000000098",
                                "00000000000000:8",
                                "0000000000/00098",
                                "0000000000000000" };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        CHECK(!mod97_ok(str_of(bad[i])));
    CHECK(!mod97_ok(STR_NONE));
    CHECK(!mod97_ok(str_bytes("0000000000000\0098", 16)));
    CHECK(mod97_ok(S("0000000000000098")));
}

static void complete_letters(void)
{
    char digits[16] = "1234567890123x";
    mod97_complete(digits);
}
static void only_digits_are_completed(void **state)
{
    CHECK(signal_of(complete_letters) == SIGABRT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_are_completed),
        cmocka_unit_test(one_wrong_digit_or_two_swapped_are_seen),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(only_digits_are_completed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
