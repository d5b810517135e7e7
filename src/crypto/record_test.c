#include "crypto/crypto_test.h"
#include "crypto/forms.h"

static const struct place here = { 8, 2, INT64_C(0x0102030405060708), INT64_C(-2), 7 };
static const struct binding bound = { 1, INT64_C(0x1112131415161718), 2, INT64_C(-3), 4 };

/* The AEAD underneath: draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
static void the_aead_gives_the_answer_of_the_draft(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const char text[] = "Ladies and Gentlemen of the class of '99: If I could offer you only one "
                        "tip for the future, sunscreen would be it.";
    const size_t n = sizeof text - 1;
    struct key key;
    uint8_t nonce[NONCE_SIZE], out[NONCE_SIZE + sizeof text + TAG_SIZE], back[sizeof text];
    struct form_ad ad = { .n = 0 };
    for (size_t i = 0; i < KEY_SIZE; i++)
        key.b[i] = (uint8_t)(0x80 + i);
    for (size_t i = 0; i < NONCE_SIZE; i++)
        nonce[i] = (uint8_t)(0x40 + i);
    struct str aad = unhex(&k, "50515253c0c1c2c3c4c5c6c7");
    form_ad_bytes(&ad, aad.p, aad.n);
    memcpy(out + NONCE_SIZE, text, n);
    form_encrypt(&key, &ad, nonce, out, n);
    CHECK(memcmp(out, nonce, NONCE_SIZE) == 0);
    CHECK_HEX(&k, out + NONCE_SIZE, n + TAG_SIZE,
              "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
              "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
              "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
              "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49");
    CHECK(form_decrypt(&key, &ad, out, NONCE_SIZE + n + TAG_SIZE, back));
    CHECK(memcmp(back, text, n) == 0);
}

static void what_is_shorter_than_nonce_and_tag_is_not_read(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    const struct form_ad ad = { .n = 0 };
    for (size_t n = 0; n < NONCE_SIZE + TAG_SIZE; n++) {
        uint8_t out[1] = { 0x55 };
        CHECK(!form_decrypt(&key, &ad, arena_take(k.arena, n), n, out) && out[0] == 0x55);
    }
}

static void what_is_sealed_opens_again(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    char text[1000];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)(i * 7);
    text[255] = text[256] = (char)0x80; /* bytes that look like padding are kept */
    text[511] = 0;
    for (size_t n = 0; n < sizeof text; n++) {
        for (int padded = 0; padded < 2; padded++) {
            struct str ret = STR_NONE, sealed;
            sealed = record_seal(&k.c, &key, here, str_bytes(text, n), padded);
            CHECK(record_open(k.arena, &key, here, sealed, padded, &ret));
            CHECK(ret.n == n && ret.p && memcmp(ret.p, text, n) == 0);
            CHECK(sealed.p[0] == SUITE_STD);
        }
        arena_reset(k.arena);
    }
}

static void absent_opens_as_empty(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    for (int padded = 0; padded < 2; padded++) {
        struct str ret = STR_NONE;
        struct str sealed = record_seal(&k.c, &key, here, STR_NONE, padded);
        CHECK(record_open(k.arena, &key, here, sealed, padded, &ret));
        CHECK(str_empty(ret) && !str_absent(ret));
    }
}

static void padding_hides_the_length_in_steps_of_256(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    const char text[1025] = "";
    for (size_t n = 0; n <= 1024; n++) {
        struct str plain = str_bytes(text, n);
        CHECK(record_seal(&k.c, &key, here, plain, true).n ==
              RECORD_OVERHEAD + (n / 256 + 1) * 256);
        CHECK(record_seal(&k.c, &key, here, plain, false).n == RECORD_OVERHEAD + n);
    }
}

static void padding_that_is_none_is_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    uint8_t block[512];
    const struct {
        size_t n;
        int mark_at; /* where 80 stands, -1 nowhere */
        bool ok;
    } cases[] = {
        { 256, 0, true },  { 256, 255, true }, { 512, 300, true },
        { 0, -1, false },  { 255, 0, false },  { 257, 256, false },
        { 128, 0, false }, { 256, -1, false }, { 512, 10, false }, /* in the last block only */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        memset(block, 0, sizeof block);
        if (cases[i].mark_at >= 0)
            block[cases[i].mark_at] = 0x80;
        struct str sealed = record_seal(&k.c, &key, here, str_bytes(block, cases[i].n), false);
        struct str ret = S("untouched");
        CHECK(record_open(k.arena, &key, here, sealed, true, &ret) == cases[i].ok);
        if (cases[i].ok)
            CHECK(ret.n == (size_t)cases[i].mark_at);
        else
            CHECK_STR(ret, S("untouched"));
    }
}

static void nonces_are_new_each_time(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    struct str a = record_seal(&k.c, &key, here, S("x"), false);
    struct str b = record_seal(&k.c, &key, here, S("x"), false);
    CHECK(memcmp(a.p + 1, b.p + 1, NONCE_SIZE) != 0);
    a = key_wrap(&k.c, &key, bound, &key);
    b = key_wrap(&k.c, &key, bound, &key);
    CHECK(memcmp(a.p + 1, b.p + 1, NONCE_SIZE) != 0);
}

static void a_record_moved_elsewhere_does_not_open(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    struct str sealed = record_seal(&k.c, &key, here, S("text"), true), ret = S("untouched");
    struct place moved[] = { here, here, here, here, here, here, here, here, here, here };
    moved[0].table++;
    moved[1].table ^= 0x0100;
    moved[2].column++;
    moved[3].column ^= 0x8000;
    moved[4].owner++;
    moved[5].owner ^= INT64_MIN;
    moved[6].row--;
    moved[7].row ^= INT64_C(1) << 32;
    moved[8].version++;
    moved[9].version ^= UINT32_C(1) << 31;
    for (size_t i = 0; i < COUNT_OF(moved); i++)
        CHECK(!record_open(k.arena, &key, moved[i], sealed, true, &ret));
    struct place swapped = here; /* owner and row are not interchangeable */
    swapped.owner = here.row;
    swapped.row = here.owner;
    CHECK(!record_open(k.arena, &key, swapped, sealed, true, &ret));
    CHECK_STR(ret, S("untouched"));
    CHECK(record_open(k.arena, &key, here, sealed, true, &ret));
}

static void a_wrong_key_does_not_open(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    struct str ret = S("untouched");
    struct str sealed = record_seal(&k.c, &key, here, S("text"), false);
    struct str wrapped = key_wrap(&k.c, &key, bound, &key);
    for (size_t i = 0; i < KEY_SIZE; i++) {
        struct key other = key, out = { { 0x55 } };
        other.b[i] ^= 0x10;
        CHECK(!record_open(k.arena, &other, here, sealed, false, &ret));
        CHECK(!key_unwrap(&other, bound, wrapped, &out) && out.b[0] == 0x55);
    }
    CHECK_STR(ret, S("untouched"));
}

static void any_changed_byte_is_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    for (int padded = 0; padded < 2; padded++) {
        struct str sealed = record_seal(&k.c, &key, here, S("some text"), padded);
        for (size_t i = 0; i < sealed.n; i++) {
            struct str ret = S("untouched");
            char *changed = (char *)str_dup(k.arena, sealed).p;
            changed[i] ^= (char)(1 << (i % 8));
            CHECK(!record_open(k.arena, &key, here, str_bytes(changed, sealed.n), padded, &ret));
            CHECK_STR(ret, S("untouched"));
        }
    }
}

static void any_other_length_is_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    for (int padded = 0; padded < 2; padded++) {
        struct str sealed = record_seal(&k.c, &key, here, S("some text"), padded);
        char *longer = arena_take(k.arena, sealed.n + 300); /* zeros follow */
        memcpy(longer, sealed.p, sealed.n);
        for (size_t n = 0; n <= sealed.n + 300; n++) {
            struct str ret = S("untouched");
            /* a copy of exactly n bytes, so that the sanitizer sees a read beyond */
            struct str cut = str_dup(k.arena, str_bytes(longer, n));
            CHECK(record_open(k.arena, &key, here, cut, padded, &ret) == (n == sealed.n));
        }
    }
    struct str ret = S("untouched");
    CHECK(!record_open(k.arena, &key, here, STR_NONE, false, &ret));
    CHECK_STR(ret, S("untouched"));
}

static void other_suites_are_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    struct str sealed = record_seal(&k.c, &key, here, S("text"), false), ret;
    struct str wrapped = key_wrap(&k.c, &key, bound, &key);
    struct key out;
    for (int suite = 0; suite < 256; suite++) {
        ((char *)sealed.p)[0] = (char)suite;
        ((char *)wrapped.p)[0] = (char)suite;
        CHECK(record_open(k.arena, &key, here, sealed, false, &ret) == (suite == SUITE_STD));
        CHECK(key_unwrap(&key, bound, wrapped, &out) == (suite == SUITE_STD));
    }
}

static void records_have_a_longest_length(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key key = key_counting();
    struct str plain = { arena_take(k.arena, RECORD_PLAIN_MAX), RECORD_PLAIN_MAX }, ret;
    struct str sealed = record_seal(&k.c, &key, here, plain, true);
    CHECK(record_open(k.arena, &key, here, sealed, true, &ret) && ret.n == RECORD_PLAIN_MAX);
    size_t used = arena_used(k.arena);
    sealed.n += RECORD_PAD; /* refused by its length before a byte is read or taken */
    CHECK(!record_open(k.arena, &key, here, sealed, true, &ret));
    CHECK(arena_used(k.arena) == used);
}

static void seal_too_long(void)
{
    struct kit k;
    kit_start(&k);
    const struct key key = key_counting();
    (void)record_seal(&k.c, &key, here, str_bytes("", (size_t)RECORD_PLAIN_MAX + 1), false);
}
static void sealing_more_is_a_mistake(void **state)
{
    CHECK(signal_of(seal_too_long) == SIGABRT);
}

static void a_wrapped_key_opens_for_its_object_and_holder_only(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key under = key_counting();
    struct key key = key_random(&k.c), out = { { 0x55 } }, kept = out;
    struct str wrapped = key_wrap(&k.c, &under, bound, &key);
    CHECK(wrapped.n == WRAP_SIZE);
    struct binding other[] = { bound, bound, bound, bound, bound, bound };
    other[0].object_kind++;
    other[1].object++;
    other[2].holder_kind++;
    other[3].holder++;
    other[4].generation++;
    other[5].object = bound.holder;
    other[5].holder = bound.object;
    for (size_t i = 0; i < COUNT_OF(other); i++)
        CHECK(!key_unwrap(&under, other[i], wrapped, &out));
    CHECK(key_equal(&out, &kept));
    CHECK(key_unwrap(&under, bound, wrapped, &out) && key_equal(&out, &key));
}

static void a_changed_or_cut_wrap_is_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key under = key_counting();
    struct key key = key_random(&k.c), out = { { 0x55 } };
    struct str wrapped = key_wrap(&k.c, &under, bound, &key);
    for (size_t i = 0; i < WRAP_SIZE; i++) {
        char *changed = (char *)str_dup(k.arena, wrapped).p;
        changed[i] ^= 1;
        CHECK(!key_unwrap(&under, bound, str_bytes(changed, WRAP_SIZE), &out));
        CHECK(!key_unwrap(&under, bound, str_dup(k.arena, str_slice(wrapped, 0, i)), &out));
    }
    CHECK(!key_unwrap(&under, bound, str_fmt(k.arena, "%.*s0", STR_ARG(wrapped)), &out));
    CHECK(!key_unwrap(&under, bound, STR_NONE, &out));
    CHECK(out.b[0] == 0x55);
}

/* Both are records of 32 bytes under the same key: only the AD tells them apart. */
static void a_wrap_is_no_record_and_a_record_no_wrap(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key under = key_counting();
    const struct place nowhere = { 0 };
    const struct binding nobody = { 0 };
    struct str ret;
    struct key out;
    struct str wrapped = key_wrap(&k.c, &under, nobody, &under);
    struct str record = record_seal(&k.c, &under, nowhere, str_bytes(under.b, KEY_SIZE), false);
    CHECK(!record_open(k.arena, &under, nowhere, wrapped, false, &ret));
    CHECK(!key_unwrap(&under, nobody, record, &out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_aead_gives_the_answer_of_the_draft),
        cmocka_unit_test(what_is_shorter_than_nonce_and_tag_is_not_read),
        cmocka_unit_test(what_is_sealed_opens_again),
        cmocka_unit_test(absent_opens_as_empty),
        cmocka_unit_test(padding_hides_the_length_in_steps_of_256),
        cmocka_unit_test(padding_that_is_none_is_refused),
        cmocka_unit_test(nonces_are_new_each_time),
        cmocka_unit_test(a_record_moved_elsewhere_does_not_open),
        cmocka_unit_test(a_wrong_key_does_not_open),
        cmocka_unit_test(any_changed_byte_is_refused),
        cmocka_unit_test(any_other_length_is_refused),
        cmocka_unit_test(other_suites_are_refused),
        cmocka_unit_test(records_have_a_longest_length),
        cmocka_unit_test(sealing_more_is_a_mistake),
        cmocka_unit_test(a_wrapped_key_opens_for_its_object_and_holder_only),
        cmocka_unit_test(a_changed_or_cut_wrap_is_refused),
        cmocka_unit_test(a_wrap_is_no_record_and_a_record_no_wrap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
