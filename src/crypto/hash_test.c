#include "crypto/crypto_test.h"

#include <stdlib.h>

static void blake2b_gives_known_answers(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    uint8_t out[64];
    /* RFC 7693 appendix A; the others by Python's hashlib */
    hash_plain(S("abc"), out, 64);
    CHECK_HEX(&k, out, 64,
              "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
              "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923");
    hash_plain(S("abc"), out, 16);
    CHECK_HEX(&k, out, 16, "cf4ab791c62b8d2b2109c90275287816");
    hash_keyed(&key, S("yg"), out, 16);
    CHECK_HEX(&k, out, 16, "9a296672f17274808c5ba4141a0817b0");
    hash_keyed(&key, S("yg"), out, 64);
    CHECK_HEX(&k, out, 64,
              "b9305ada00dba184c0e36ea90f1b1c550dadabe8a4fc124c26ef246e33b5a6ce"
              "f37a153473f3ec262a3b3c41df22248365e40bb8aab4f0772adec9de9fc3f42f");
    struct key derived = hash_key(&key, S("yg"));
    CHECK_HEX(&k, derived.b, KEY_SIZE,
              "7594aa7675f6c33e4b9f77af14c303e6057cec24110f9a7e4a05ff2aeeb388cd");
}

static void an_absent_input_counts_as_empty(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    uint8_t a[32], b[32];
    hash_keyed(&key, STR_NONE, a, 32);
    CHECK_HEX(&k, a, 32, "4e51e7a913fc80137da52880fecca175bf81e117d5c68126dc2774033517ea0d");
    hash_plain(STR_NONE, a, 32);
    hash_plain(S(""), b, 32);
    CHECK(memcmp(a, b, 32) == 0);
    hmac_sha256(&key, STR_NONE, a);
    hmac_sha256(&key, S(""), b);
    CHECK(memcmp(a, b, 32) == 0);
    sha256(STR_NONE, a);
    CHECK_HEX(&k, a, 32, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void keys_and_labels_separate(void **state)
{
    struct key one = key_counting(), two = key_counting();
    two.b[31] ^= 1;
    struct key a = hash_key(&one, S("wrap")), b = hash_key(&two, S("wrap")),
               c = hash_key(&one, S("tok"));
    CHECK(!key_equal(&a, &b) && !key_equal(&a, &c) && !key_equal(&b, &c));
}

static void fifteen_bytes(void)
{
    uint8_t out[65];
    hash_plain(S("x"), out, 15);
}
static void sixty_five_bytes(void)
{
    uint8_t out[65];
    struct key k = key_counting();
    hash_keyed(&k, S("x"), out, 65);
}
static void other_sizes_are_a_mistake(void **state)
{
    CHECK(signal_of(fifteen_bytes) == SIGABRT);
    CHECK(signal_of(sixty_five_bytes) == SIGABRT);
}

static void sha256_gives_known_answers(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    uint8_t out[32];
    /* FIPS 180-2 appendix B */
    sha256(S("abc"), out);
    CHECK_HEX(&k, out, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    char *many = arena_take(k.arena, 1000000);
    memset(many, 'a', 1000000);
    sha256(str_bytes(many, 1000000), out);
    CHECK_HEX(&k, out, 32, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void a_stream_is_the_same_however_it_is_cut(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    char text[200];
    uint8_t whole[32], parts[32];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)i;
    sha256(str_bytes(text, sizeof text), whole);
    struct sha256_stream *s = sha256_new(k.arena);
    for (size_t cut = 0; cut <= sizeof text; cut++) {
        sha256_add(s, str_bytes(text, cut));
        sha256_add(s, STR_NONE);
        sha256_add(s, str_bytes(text + cut, sizeof text - cut));
        sha256_end(s, parts); /* and starts anew */
        CHECK(memcmp(whole, parts, 32) == 0);
    }
}

static void hmac_gives_the_answers_of_rfc_4231(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    /* shorter keys are padded with zeros to a block anyway, so 32 bytes with zeros are the same */
    const struct {
        const char *key, *text, *mac;
    } cases[] = {
        { "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
        { "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
        { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "dddddddddddddddddddddddddddddddddddddddddddddddddd"
          "dddddddddddddddddddddddddddddddddddddddddddddddddd",
          "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe" },
        { "0102030405060708090a0b0c0d0e0f10111213141516171819",
          "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
          "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
          "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str bytes = unhex(&k, cases[i].key);
        struct key key = { { 0 } };
        uint8_t mac[32];
        memcpy(key.b, bytes.p, bytes.n);
        hmac_sha256(&key, unhex(&k, cases[i].text), mac);
        CHECK_HEX(&k, mac, 32, cases[i].mac);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blake2b_gives_known_answers),
        cmocka_unit_test(an_absent_input_counts_as_empty),
        cmocka_unit_test(keys_and_labels_separate),
        cmocka_unit_test(other_sizes_are_a_mistake),
        cmocka_unit_test(sha256_gives_known_answers),
        cmocka_unit_test(a_stream_is_the_same_however_it_is_cut),
        cmocka_unit_test(hmac_gives_the_answers_of_rfc_4231),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
