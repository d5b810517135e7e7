#include "crypto/crypto_test.h"
#include "crypto/forms.h"

#include <sodium.h>

static const struct place here = { 9, 1, 100, 200, 1 };
static const struct binding bound = { 1, INT64_C(0x1112131415161718), 2, INT64_C(-3), 4 };

static size_t bindings_unlike(const struct binding *b, struct binding other[6])
{
    for (size_t i = 0; i < 6; i++)
        other[i] = *b;
    other[0].object_kind++;
    other[1].object++;
    other[2].holder_kind++;
    other[3].holder++;
    other[4].generation++;
    other[5].object = b->holder;
    other[5].holder = b->object;
    return 6;
}

static void a_sealed_key_opens_for_its_holder(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key_pair me = key_pair_random(&k.c);
    struct key key = key_random(&k.c), out;
    struct str sealed = key_seal(&k.c, &me.pk, bound, &key);
    CHECK(sealed.n == SEAL_SIZE && sealed.p[0] == SUITE_STD);
    CHECK(key_unseal(&me, bound, sealed, &out) && key_equal(&out, &key));
    struct str again = key_seal(&k.c, &me.pk, bound, &key);
    CHECK(memcmp(sealed.p + 1, again.p + 1, KEY_SIZE) != 0); /* an ephemeral key each time */
}

/* The box is put together here; libsodium must take it, and we libsodium's. */
static void the_box_is_that_of_libsodium(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key_pair me = key_pair_random(&k.c);
    struct key key = key_random(&k.c), out;
    uint8_t plain[48], theirs[SEAL_SIZE] = { SUITE_STD };
    struct str sealed = key_seal(&k.c, &me.pk, bound, &key);
    CHECK(crypto_box_seal_open(plain, (const uint8_t *)sealed.p + 1, SEAL_SIZE - 1, me.pk.b,
                               me.sk.b) == 0);
    CHECK(memcmp(plain + 16, key.b, KEY_SIZE) == 0);
    CHECK(crypto_box_seal(theirs + 1, plain, sizeof plain, me.pk.b) == 0);
    CHECK(key_unseal(&me, bound, str_bytes(theirs, sizeof theirs), &out));
    CHECK(key_equal(&out, &key));
    for (size_t i = 0; i < 16; i++) { /* each byte of the context counts */
        plain[i] ^= 1;
        CHECK(crypto_box_seal(theirs + 1, plain, sizeof plain, me.pk.b) == 0);
        CHECK(!key_unseal(&me, bound, str_bytes(theirs, sizeof theirs), &out));
        plain[i] ^= 1;
    }
}

static void a_wrong_binding_is_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key_pair me = key_pair_random(&k.c);
    struct key key = key_random(&k.c), out = { { 0x55 } }, kept = out;
    struct str sealed = key_seal(&k.c, &me.pk, bound, &key);
    struct binding other[6];
    size_t n = bindings_unlike(&bound, other);
    for (size_t i = 0; i < n; i++)
        CHECK(!key_unseal(&me, other[i], sealed, &out));
    CHECK(key_equal(&out, &kept));
    CHECK(key_unseal(&me, bound, sealed, &out));
}

static void another_holder_opens_nothing(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key_pair me = key_pair_random(&k.c), other = key_pair_random(&k.c);
    struct key_pair mixed = { .pk = me.pk, .sk = other.sk };
    struct key key = key_random(&k.c), out = { { 0x55 } };
    struct str sealed = key_seal(&k.c, &me.pk, bound, &key);
    CHECK(!key_unseal(&other, bound, sealed, &out));
    CHECK(!key_unseal(&mixed, bound, sealed, &out));
    CHECK(out.b[0] == 0x55);
}

static void any_changed_or_cut_seal_is_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key_pair me = key_pair_random(&k.c);
    struct key key = key_random(&k.c), out = { { 0x55 } };
    struct str sealed = key_seal(&k.c, &me.pk, bound, &key);
    for (size_t i = 0; i < SEAL_SIZE; i++) {
        char *changed = (char *)str_dup(k.arena, sealed).p;
        /* not bit 255 of the ephemeral point, which X25519 ignores; the nonce would differ */
        changed[i] ^= 4;
        CHECK(!key_unseal(&me, bound, str_bytes(changed, SEAL_SIZE), &out));
        CHECK(!key_unseal(&me, bound, str_dup(k.arena, str_slice(sealed, 0, i)), &out));
    }
    char *bit = (char *)str_dup(k.arena, sealed).p;
    bit[32] ^= (char)0x80; /* that bit, too */
    CHECK(!key_unseal(&me, bound, str_bytes(bit, SEAL_SIZE), &out));
    char longer[SEAL_SIZE + 1] = { 0 };
    memcpy(longer, sealed.p, SEAL_SIZE);
    CHECK(!key_unseal(&me, bound, str_bytes(longer, sizeof longer), &out));
    CHECK(!key_unseal(&me, bound, STR_NONE, &out));
    for (int suite = 0; suite < 256; suite++) {
        longer[0] = (char)suite;
        if (suite != SUITE_STD)
            CHECK(!key_unseal(&me, bound, str_bytes(longer, SEAL_SIZE), &out));
    }
    CHECK(out.b[0] == 0x55);
}

static void a_point_of_small_order_gets_nothing(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct public_key zero = { { 0 } }, one = { { 1 } };
    struct key key = key_random(&k.c);
    CHECK(str_absent(key_seal(&k.c, &zero, bound, &key)));
    CHECK(str_absent(key_seal(&k.c, &one, bound, &key)));
    CHECK(str_absent(payload_seal(&k.c, &zero, bound, here, S("text"))));
}

static void a_payload_opens_at_its_place_for_its_holder_only(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key_pair me = key_pair_random(&k.c), stranger = key_pair_random(&k.c);
    char text[600];
    memset(text, 'x', sizeof text);
    for (size_t n = 0; n <= sizeof text; n += 50) {
        struct str plain = str_bytes(text, n), ret = S("untouched");
        struct str sealed = payload_seal(&k.c, &me.pk, bound, here, plain);
        CHECK(sealed.n == SEAL_SIZE + RECORD_OVERHEAD + (n / 256 + 1) * 256); /* padded */
        struct place elsewhere = here;
        elsewhere.row++;
        struct binding other[6];
        size_t count = bindings_unlike(&bound, other);
        for (size_t i = 0; i < count; i++)
            CHECK(!payload_unseal(k.arena, &me, other[i], here, sealed, &ret));
        CHECK(!payload_unseal(k.arena, &me, bound, elsewhere, sealed, &ret));
        CHECK(!payload_unseal(k.arena, &stranger, bound, here, sealed, &ret));
        CHECK_STR(ret, S("untouched"));
        CHECK(payload_unseal(k.arena, &me, bound, here, sealed, &ret));
        CHECK_STR(ret, plain);
    }
}

static void any_changed_or_cut_payload_is_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key_pair me = key_pair_random(&k.c);
    struct str sealed = payload_seal(&k.c, &me.pk, bound, here, S("张三, 13800000000"));
    struct str ret = S("untouched");
    for (size_t i = 0; i < sealed.n; i++) {
        char *changed = (char *)str_dup(k.arena, sealed).p;
        changed[i] ^= 4;
        CHECK(!payload_unseal(k.arena, &me, bound, here, str_bytes(changed, sealed.n), &ret));
        CHECK(!payload_unseal(k.arena, &me, bound, here, str_dup(k.arena, str_slice(sealed, 0, i)),
                              &ret));
    }
    CHECK(!payload_unseal(k.arena, &me, bound, here, STR_NONE, &ret));
    CHECK_STR(ret, S("untouched"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sealed_key_opens_for_its_holder),
        cmocka_unit_test(the_box_is_that_of_libsodium),
        cmocka_unit_test(a_wrong_binding_is_refused),
        cmocka_unit_test(another_holder_opens_nothing),
        cmocka_unit_test(any_changed_or_cut_seal_is_refused),
        cmocka_unit_test(a_point_of_small_order_gets_nothing),
        cmocka_unit_test(a_payload_opens_at_its_place_for_its_holder_only),
        cmocka_unit_test(any_changed_or_cut_payload_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
