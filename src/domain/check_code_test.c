#include "base/test.h"
#include "domain/event.h"
#include "domain/report.h"

static void a_code_reads_back_however_it_is_typed(void **state)
{
    (void)state;
    uint8_t code[15], got[15];
    char text[27];
    ARENA_AUTO a = arena_new(1 << 16);

    for (int i = 0; i < 15; i++)
        code[i] = (uint8_t)(i * 37 + 200);
    check_code_write(code, text);
    assert_int_equal(strlen(text), 26);
    CHECK(check_code_read(str_of(text), got));
    assert_memory_equal(code, got, 15);

    struct str shown = check_code_shown(a, str_of(text));
    assert_int_equal(shown.n, 26 + 6);
    CHECK(check_code_read(shown, got));
    for (int i = 0; i < 26; i++)
        if (text[i] >= 'A' && text[i] <= 'Z')
            text[i] = (char)(text[i] - 'A' + 'a');
    memset(got, 0, sizeof(got));
    CHECK(check_code_read(str_of(text), got));
    assert_memory_equal(code, got, 15);
}

static void the_first_ten_bits_of_the_hash_check_it(void **state)
{
    (void)state;
    uint8_t code[15] = { 0 }, h[32];
    char text[27];
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    check_code_write(code, text);
    sha256(str_bytes(code, 15), h);
    for (int i = 0; i < 24; i++)
        CHECK(text[i] == '0');
    CHECK(text[24] == alphabet[h[0] >> 3]);
    CHECK(text[25] == alphabet[(h[0] & 7) << 2 | h[1] >> 6]);
}

static void one_wrong_character_is_seen(void **state)
{
    (void)state;
    uint8_t code[15], got[15];
    char text[27];
    int seen = 0, tried = 0;

    for (int i = 0; i < 15; i++)
        code[i] = (uint8_t)(i * 91 + 7);
    check_code_write(code, text);
    for (int i = 0; i < 26; i++) {
        char was = text[i];
        text[i] = was == '7' ? '8' : '7';
        tried++;
        seen += !check_code_read(str_of(text), got);
        text[i] = was;
    }
    CHECK(tried - seen <= 1); /* ten bits miss one slip in a thousand */
    CHECK(check_code_read(str_of(text), got));
}

static void letters_like_digits_are_digits_and_others_are_refused(void **state)
{
    (void)state;
    uint8_t code[15], a[15], b[15];
    char text[27];
    bool found = false;

    for (int round = 0; round < 200 && !found; round++) {
        memset(code, round, sizeof(code));
        code[3] = (uint8_t)(round * 7);
        check_code_write(code, text);
        for (int i = 0; i < 26; i++) {
            if (text[i] != '1' && text[i] != '0')
                continue;
            text[i] = text[i] == '1' ? (i % 2 ? 'l' : 'I') : 'o';
            found = true;
        }
        CHECK(check_code_read(str_of(text), a));
        assert_memory_equal(a, code, 15);
    }
    CHECK(found);
    CHECK(!check_code_read(S(""), b));
    CHECK(!check_code_read(S("U0000000000000000000000000"), b));
    CHECK(!check_code_read(S("0000-0000"), b));
    check_code_write(code, text);
    char longer[28] = { 0 };
    memcpy(longer, text, 26);
    longer[26] = '0';
    CHECK(!check_code_read(str_of(longer), b));
}

static void a_number_is_shown_in_fours(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 16);
    CHECK_STR(report_number_shown(a, S("4170226801358837")), S("4170 2268 0135 8837"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_reads_back_however_it_is_typed),
        cmocka_unit_test(the_first_ten_bits_of_the_hash_check_it),
        cmocka_unit_test(one_wrong_character_is_seen),
        cmocka_unit_test(letters_like_digits_are_digits_and_others_are_refused),
        cmocka_unit_test(a_number_is_shown_in_fours),
    };
    crypto_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
