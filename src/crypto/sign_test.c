#include "crypto/crypto_test.h"

/* RFC 8032 section 7.1 */
static const struct {
    const char *seed, *pk, *text, *sig;
} cases[] = {
    { "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
      "b4"
      "6bd25bf5f0595bbe24655141438e7a100b" },
    { "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
      "1d"
      "8c387b2eaeb4302aeeb00d291612bb0c00" },
};

static void signatures_are_those_of_rfc_8032(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint8_t sig[64], pk[32];
        struct str text = unhex(&k, cases[i].text);
        sign_detached((const uint8_t *)unhex(&k, cases[i].seed).p, text, sig, pk);
        CHECK_HEX(&k, pk, 32, cases[i].pk);
        CHECK_HEX(&k, sig, 64, cases[i].sig);
        CHECK(sign_verify(pk, text, sig));
    }
}

static void any_change_is_refused(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    uint8_t seed[32] = { 1 }, sig[64], pk[32];
    sign_detached(seed, S("text"), sig, pk);
    CHECK(sign_verify(pk, S("text"), sig));
    CHECK(!sign_verify(pk, S("texT"), sig));
    CHECK(!sign_verify(pk, S("text "), sig));
    CHECK(!sign_verify(pk, STR_NONE, sig));
    for (size_t i = 0; i < 64; i++) {
        sig[i] ^= 1;
        CHECK(!sign_verify(pk, S("text"), sig));
        sig[i] ^= 1;
        pk[i % 32] ^= 1;
        CHECK(!sign_verify(pk, S("text"), sig));
        pk[i % 32] ^= 1;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_are_those_of_rfc_8032),
        cmocka_unit_test(any_change_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
