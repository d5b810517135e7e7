#include "domain/world.h"

#include "domain/password.h"

struct own_ctx {
    struct ctx c;
    struct chance_seeded chance;
};

static void start(struct own_ctx *o, struct arena *a)
{
    memset(o, 0, sizeof *o);
    chance_seed(&o->chance, 3);
    o->c.arena = a;
    o->c.chance = &o->chance.base;
}

static void reporters_choose_ten_characters_or_five_words(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *key; /* key NULL: good */
    } cases[] = {
        { "k7#mQ2x!w", "password.short" },
        { "k7#mQ2x!wz", NULL },
        { "a b c d", "password.short" },
        { "a b c d e", NULL },
        { "春江潮水连海平海上明", NULL },
        { "春江潮水", "password.short" },
        { "passwordpassword", "password.common" },
        { "Password123456", "password.common" },
        { "qwertyuiopqwertyui", "password.common" },
        { "1234567890", "password.common" },
        { "1234567890123", "password.common" },
        { "98765432109", "password.common" },
        { "zzzzzzzzzzzz", "password.common" },
        { "woaini1314520", "password.common" },
        { "12388123881238812388", "password.common" },
        { "不忘初心牢记使命不忘初心牢记使命", "password.common" },
        { "1234567890124", NULL },
        { "bad\x01 byte here", "password.bad_text" },
        { "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "password.bad_text" },
        { "", "password.short" },
    };
    ARENA_AUTO a = arena_new(10u << 20);
    struct own_ctx o;
    start(&o, a);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str got;
        fault_clear(&o.c.fault);
        if (cases[i].key)
            WORLD_MISTAKE(&o.c, password_check_reporter(&o.c, str_of(cases[i].typed), "pw", &got),
                          "pw", cases[i].key);
        else
            WORLD_OK(&o.c, password_check_reporter(&o.c, str_of(cases[i].typed), "pw", &got));
    }
    char *long_one = arena_take(a, PASSWORD_BYTES_MAX + 1);
    for (size_t i = 0; i <= PASSWORD_BYTES_MAX; i++)
        long_one[i] = (char)('a' + i * i % 26);
    struct str got;
    WORLD_MISTAKE(
        &o.c,
        password_check_reporter(&o.c, str_bytes(long_one, PASSWORD_BYTES_MAX + 1), "pw", &got),
        "pw", "password.long");
}

static void officers_choose_twelve_without_their_number(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *key;
    } cases[] = {
        { "k7#mQ2x!wzA", "password.short" },       { "k7#mQ2x!wzAb", NULL },
        { "a b c d e f", "password.short" },       { "my jx0012 is it", "password.own_number" },
        { "admin123admin123", "password.common" },
    };
    ARENA_AUTO a = arena_new(10u << 20);
    struct own_ctx o;
    start(&o, a);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str got;
        fault_clear(&o.c.fault);
        struct str typed = str_of(cases[i].typed);
        if (cases[i].key)
            WORLD_MISTAKE(&o.c, password_check_officer(&o.c, typed, S("JX0012"), "pw", &got), "pw",
                          cases[i].key);
        else
            WORLD_OK(&o.c, password_check_officer(&o.c, typed, S("JX0012"), "pw", &got));
    }
}

static void a_one_time_password_survives_handwriting(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(10u << 20);
    struct own_ctx o;
    start(&o, a);
    struct str once = password_one_time(&o.c), other = password_one_time(&o.c);
    assert_int_equal(once.n, 14);
    CHECK(!str_eq(once, other));
    CHECK_STR(password_canonical(a, once), once);
    CHECK_STR(password_canonical(a, S("k3f9 oqxt 7mwb")), S("K3F9-0QXT-7MWB"));
    CHECK_STR(password_canonical(a, S("Ｋ３Ｆ９－０ＱＸＴ－７ＭＷＢ")), S("K3F9-0QXT-7MWB"));
    CHECK_STR(password_canonical(a, S("ilo1-ilo1-ilo1")), S("1101-1101-1101"));
    /* U is no such character, and what only looks alike stays as it was typed */
    CHECK_STR(password_canonical(a, S("u3f9-oqxt-7mwb")), S("u3f9-oqxt-7mwb"));
    CHECK_STR(password_canonical(a, S("k3f9oqxt7mwb")), S("k3f9oqxt7mwb"));
    CHECK_STR(password_canonical(a, S("Case Matters here")), S("Case Matters here"));
    CHECK_STR(password_canonical(a, S("\xff!")), S("\xff!"));
    CHECK_STR(password_canonical(a, S("ｆｕｌｌ　ｗｉｄｔｈ")), S("full width"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reporters_choose_ten_characters_or_five_words),
        cmocka_unit_test(officers_choose_twelve_without_their_number),
        cmocka_unit_test(a_one_time_password_survives_handwriting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
