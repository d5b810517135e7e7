#include "crypto/crypto_test.h"

static void a_wiped_key_is_zeros(void **state)
{
    struct key k = key_counting();
    const volatile uint8_t *seen = k.b; /* volatile: what really lies in memory */
    for (size_t i = 0; i < KEY_SIZE; i++)
        CHECK(seen[i] == i);
    key_wipe(&k);
    for (size_t i = 0; i < KEY_SIZE; i++)
        CHECK(seen[i] == 0);
}

/* A local key dies with its function: a plain memset there is dropped by the compiler. */
static __attribute__((noinline)) const volatile uint8_t *use_and_wipe(struct key *ret_copy)
{
    struct key k = key_counting();
    const volatile uint8_t *where = k.b;
    __asm__ volatile("" : : "r"(&k) : "memory"); /* it really lies there */
    *ret_copy = k;
    key_wipe(&k);
    __asm__ volatile("" : "+r"(where)); /* no warning for handing out a local's address */
    return where;
}
static __attribute__((noinline)) unsigned sum_of(const volatile uint8_t *p)
{
    unsigned sum = 0;
    for (size_t i = 0; i < KEY_SIZE; i++)
        sum += p[i];
    return sum;
}
static void a_dead_local_key_is_zeros_too(void **state)
{
    if (UNDER_ASAN)
        skip(); /* looks at a dead frame on purpose */
    struct key copy;
    const volatile uint8_t *where = use_and_wipe(&copy);
    CHECK(sum_of(where) != 31 * 32 / 2); /* zeros, or what later frames left there */
    CHECK(copy.b[31] == 31);
}

static void keys_are_compared_whole(void **state)
{
    struct key a = key_counting(), b = key_counting();
    CHECK(key_equal(&a, &b));
    for (size_t i = 0; i < KEY_SIZE; i++) {
        b.b[i] ^= 0x80;
        CHECK(!key_equal(&a, &b));
        b.b[i] ^= 0x80;
    }
}

static void random_keys_come_from_ctx_and_differ(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key a = key_random(&k.c), b = key_random(&k.c);
    CHECK(!key_equal(&a, &b));
    chance_seed(&k.chance, 1);
    struct key again = key_random(&k.c);
    CHECK(key_equal(&a, &again));
}

/* RFC 7748 section 6.1: Alice's pair, her secret handed in as chance. */
static const uint8_t alice[] = { 0x77, 0x07, 0x6d, 0x0a, 0x73, 0x18, 0xa5, 0x7d, 0x3c, 0x16, 0xc1,
                                 0x72, 0x51, 0xb2, 0x66, 0x45, 0xdf, 0x4c, 0x2f, 0x87, 0xeb, 0xc0,
                                 0x99, 0x2a, 0xb1, 0x77, 0xfb, 0xa5, 0x1d, 0xb9, 0x2c, 0x2a };
static void fill_alice(struct chance *self, void *p, size_t n)
{
    CHECK(n == sizeof alice);
    memcpy(p, alice, n);
}
static void a_pair_is_an_x25519_pair(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct chance given = { .fill = fill_alice };
    k.c.chance = &given;
    struct key_pair pair = key_pair_random(&k.c);
    CHECK(memcmp(pair.sk.b, alice, KEY_SIZE) == 0);
    CHECK_HEX(&k, pair.pk.b, KEY_SIZE,
              "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wiped_key_is_zeros),
        cmocka_unit_test(a_dead_local_key_is_zeros_too),
        cmocka_unit_test(keys_are_compared_whole),
        cmocka_unit_test(random_keys_come_from_ctx_and_differ),
        cmocka_unit_test(a_pair_is_an_x25519_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
