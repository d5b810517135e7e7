/* A key hands over to the next: both have signed, or it is nothing. */
#include "base/test.h"
#include "tlog/key_statement.h"

static const uint8_t seed_a[32] = { 1 }, seed_b[32] = { 2 }, seed_c[32] = { 3 };

static struct note_key key_of(const uint8_t seed[32], struct str name)
{
    uint8_t sig[64], pk[32];
    sign_detached(seed, S(""), sig, pk);
    return note_key_of(name, NOTE_ED25519, pk);
}

static struct str made(struct arena *a, struct str name, const uint8_t from[32],
                       const uint8_t to[32], const uint8_t by_1[32], const uint8_t by_2[32])
{
    struct note_key f = key_of(from, name), t = key_of(to, name);
    struct str text = key_statement_text(a, &f, &t, S("2026-11-24"));
    return note_join(a, text,
                     str_fmt(a, "%.*s%.*s", STR_ARG(note_sign(a, name, by_1, text)),
                             STR_ARG(note_sign(a, name, by_2, text))));
}

static void both_sign(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct key_statement s;
    struct str text = made(a, S("log.example/x"), seed_a, seed_b, seed_a, seed_b);
    uint8_t h[32];
    sha256(text, h);
    CHECK(key_statement_parse(a, text, &s));
    struct note_key ka = key_of(seed_a, S("log.example/x")), kb = key_of(seed_b, ka.name);
    CHECK(memcmp(s.from.public_key, ka.public_key, 32) == 0);
    CHECK(memcmp(s.to.public_key, kb.public_key, 32) == 0);
    CHECK_STR(s.day, S("2026-11-24"));
    CHECK(memcmp(s.hash, h, 32) == 0);
}

static void anything_less_is_nothing(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct key_statement s;
    struct str n = S("log.example/x"), good = made(a, n, seed_a, seed_b, seed_a, seed_b);
    CHECK(!key_statement_parse(a, made(a, n, seed_a, seed_b, seed_a, seed_c), &s));
    CHECK(!key_statement_parse(a, made(a, n, seed_a, seed_b, seed_c, seed_b), &s));
    CHECK(!key_statement_parse(a, made(a, n, seed_a, seed_b, seed_b, seed_b), &s));
    for (size_t i = 0; i < good.n; i += 7) { /* changed anywhere */
        struct str bad = str_dup(a, good);
        ((char *)bad.p)[i] ^= 1;
        if (key_statement_parse(a, bad, &s))
            fail_msg("taken with byte %zu changed", i);
        if (key_statement_parse(a, str_slice(good, 0, i), &s))
            fail_msg("taken cut at %zu", i);
    }
}

static void one_after_the_other(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct key_statement s;
    struct str n = S("log.example/x"), one = made(a, n, seed_a, seed_b, seed_a, seed_b);
    struct str two = made(a, n, seed_b, seed_c, seed_b, seed_c);
    struct str rest = str_fmt(a, "%.*s%.*s", STR_ARG(one), STR_ARG(two));
    CHECK_STR(key_statement_cut(&rest), one);
    struct str second = key_statement_cut(&rest);
    CHECK_STR(second, two);
    CHECK(str_absent(key_statement_cut(&rest)));
    CHECK(key_statement_parse(a, second, &s));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_sign),
        cmocka_unit_test(anything_less_is_nothing),
        cmocka_unit_test(one_after_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
