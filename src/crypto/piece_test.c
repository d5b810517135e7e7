#include "crypto/crypto_test.h"
#include "crypto/forms.h"

#define FILE_ID INT64_C(0x2122232425262728)

static void pieces_of_any_size_open_again(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    const size_t sizes[] = { 0, 1, 2, 255, 4096, PIECE_PLAIN - 1, PIECE_PLAIN };
    uint8_t *plain = arena_take(k.arena, PIECE_PLAIN), *out = arena_take(k.arena, PIECE_PLAIN);
    for (size_t i = 0; i < PIECE_PLAIN; i++)
        plain[i] = (uint8_t)(i * 31);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        size_t n = sizes[i], back = 99;
        uint8_t *sealed = arena_take(k.arena, n + 40); /* exactly */
        CHECK(piece_seal(&k.c, &key, FILE_ID, i, true, n ? plain : NULL, n, sealed) == n + 40);
        CHECK(piece_open(&key, FILE_ID, i, true, sealed, n + 40, out, &back) && back == n);
        CHECK(memcmp(out, plain, n) == 0);
    }
}

struct sealed_piece {
    uint8_t b[PIECE_SEALED];
};

static bool opens(const struct key *key, int64_t file, uint64_t index, bool last,
                  const struct sealed_piece *p, size_t n)
{
    static uint8_t out[PIECE_PLAIN];
    size_t ret = 12345;
    memset(out, 0xaa, sizeof out);
    bool ok = piece_open(key, file, index, last, p->b, n, out, &ret);
    CHECK(ok ? ret == n - 40 : ret == 12345);
    return ok;
}

static void pieces_keep_their_place_in_their_file(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    struct key other = key;
    other.b[0] ^= 1;
    uint8_t *plain = arena_take(k.arena, PIECE_PLAIN);
    struct sealed_piece *p = arena_array(k.arena, struct sealed_piece, 3);
    for (uint64_t i = 0; i < 3; i++)
        (void)piece_seal(&k.c, &key, FILE_ID, i, i == 2, plain, PIECE_PLAIN, p[i].b);
    for (uint64_t at = 0; at < 3; at++) /* swapped, repeated, left out */
        for (uint64_t i = 0; i < 3; i++)
            CHECK(opens(&key, FILE_ID, at, at == 2, &p[i], PIECE_SEALED) == (i == at));
    CHECK(!opens(&key, FILE_ID, 1, true, &p[1], PIECE_SEALED));  /* cut after the second */
    CHECK(!opens(&key, FILE_ID, 2, false, &p[2], PIECE_SEALED)); /* made longer */
    CHECK(!opens(&key, FILE_ID + 1, 0, false, &p[0], PIECE_SEALED));
    CHECK(!opens(&key, FILE_ID, UINT64_C(1) << 32, false, &p[0], PIECE_SEALED));
    CHECK(!opens(&other, FILE_ID, 0, false, &p[0], PIECE_SEALED));
}

static void a_rewritten_piece_gets_a_new_nonce(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    const uint8_t plain[3] = { 1, 2, 3 };
    uint8_t a[43], b[43];
    (void)piece_seal(&k.c, &key, FILE_ID, 0, true, plain, 3, a);
    (void)piece_seal(&k.c, &key, FILE_ID, 0, true, plain, 3, b);
    CHECK(memcmp(a, b, 24) != 0 && memcmp(a + 24, b + 24, 3) != 0);
}

static void any_changed_or_cut_piece_is_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    const uint8_t plain[100] = { 1 };
    uint8_t sealed[140], out[100], zeros[100] = { 0 };
    size_t ret = 12345;
    (void)piece_seal(&k.c, &key, FILE_ID, 0, true, plain, 100, sealed);
    for (size_t i = 0; i < sizeof sealed; i++) {
        sealed[i] ^= 0x20;
        memset(out, 0xaa, sizeof out);
        CHECK(!piece_open(&key, FILE_ID, 0, true, sealed, sizeof sealed, out, &ret));
        CHECK(memcmp(out, zeros, sizeof out) == 0); /* nothing unproven is handed out */
        sealed[i] ^= 0x20;
        const uint8_t *cut = (const uint8_t *)str_dup(k.arena, str_bytes(sealed, i)).p;
        CHECK(!piece_open(&key, FILE_ID, 0, true, cut, i, out, &ret));
    }
    CHECK(ret == 12345);
    CHECK(piece_open(&key, FILE_ID, 0, true, sealed, sizeof sealed, out, &ret) && ret == 100);
}

/* Sealed rightly, but by another program that knows no sizes. */
static uint8_t *sealed_by_another(struct kit *k, const struct key *key, bool last, size_t n)
{
    const uint8_t nonce[NONCE_SIZE] = { 1 };
    uint8_t *out = arena_take(k->arena, n + 40);
    struct form_ad ad = { .n = 0 };
    form_ad_bytes(&ad, "yg/file\x01", 8);
    form_ad_int(&ad, FILE_ID, 8);
    form_ad_int(&ad, 0, 8);
    form_ad_int(&ad, last, 1);
    form_encrypt(key, &ad, nonce, out, n);
    return out;
}

static void sizes_are_held_when_opened_too(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    const struct {
        bool last;
        size_t n;
        bool ok;
    } cases[] = {
        { true, PIECE_PLAIN, true },
        { true, PIECE_PLAIN + 1, false },
        { true, 10, true },
        { false, 10, false },
        { false, PIECE_PLAIN, true },
        { false, PIECE_PLAIN + 1, false },
        { false, PIECE_PLAIN - 1, false },
        { true, 0, true },
    };
    uint8_t *out = arena_take(k.arena, PIECE_PLAIN + 1);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t n = cases[i].n, ret = 12345;
        uint8_t *sealed = sealed_by_another(&k, &key, cases[i].last, n);
        CHECK(piece_open(&key, FILE_ID, 0, cases[i].last, sealed, n + 40, out, &ret) ==
              cases[i].ok);
        CHECK(ret == (cases[i].ok ? n : 12345));
    }
}

static void seal_a_short_piece_in_the_middle(void)
{
    struct kit k;
    kit_start(&k);
    const struct key key = key_counting();
    uint8_t plain[10] = { 0 }, out[50];
    (void)piece_seal(&k.c, &key, FILE_ID, 0, false, plain, 10, out);
}
static void seal_too_long_a_piece(void)
{
    struct kit k;
    kit_start(&k);
    const struct key key = key_counting();
    uint8_t *plain = arena_take(k.arena, PIECE_PLAIN + 1);
    uint8_t *out = arena_take(k.arena, PIECE_SEALED + 1);
    (void)piece_seal(&k.c, &key, FILE_ID, 0, true, plain, PIECE_PLAIN + 1, out);
}
static void only_the_last_may_be_shorter(void **state)
{
    CHECK(signal_of(seal_a_short_piece_in_the_middle) == SIGABRT);
    CHECK(signal_of(seal_too_long_a_piece) == SIGABRT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_of_any_size_open_again),
        cmocka_unit_test(pieces_keep_their_place_in_their_file),
        cmocka_unit_test(a_rewritten_piece_gets_a_new_nonce),
        cmocka_unit_test(any_changed_or_cut_piece_is_refused),
        cmocka_unit_test(sizes_are_held_when_opened_too),
        cmocka_unit_test(only_the_last_may_be_shorter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
