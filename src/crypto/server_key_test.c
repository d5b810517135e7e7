#include "crypto/crypto_test.h"

/* crypto_kdf is BLAKE2b with the number as salt and the context as person; these answers are
 * Python's: hashlib.blake2b(b"", digest_size=32, key=S, salt=number (little-endian, 16 bytes),
 * person=b"ygserver" and eight zeros). */
static const char *const answers[] = {
    NULL,
    "f175be6de9718e424aeec09169686ec3dc15a20be76a0a6ff0e0b70af24e41c8",
    "629fb98d3ad72111bda3e10790e36498706dcde102bcdae7db1e228996d3db63",
    "e28265b8a95b6eb92c33a6e658142f44b8274a0c456608f3fec331b95fdd69f6",
    "a2be87dc7eb04b83e0a0901ccecdd55a3b8a34545a30d4609a44f10cefbbadbe",
    "15ab1f8270f9c0a44c72eaf37e7427ddf3a5bcf5ccb3508df0fad099101e808e",
    "30c7f43fbe83e53e5a0b34597a1257a3ec11682f34c27bf305b530247c53c521",
    "d501424927a646276bb1fc066273af1b23691a0ef1f88f9cc43fcd060311466b",
};

static void subkeys_are_those_of_crypto_kdf(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    const struct key s = key_counting();
    struct server_key subkeys;
    memset(&subkeys, 0xaa, sizeof subkeys);
    server_key_of(&s, &subkeys);
    CHECK(S_OFFICER == 1 && S_MAC == 3 && S_ATTEMPT == 7 && COUNT_OF(answers) == 8);
    for (size_t i = 1; i < COUNT_OF(answers); i++)
        CHECK_HEX(&k, subkeys.s[i].b, KEY_SIZE, answers[i]);
    const struct key zero = { { 0 } };
    CHECK(key_equal(&subkeys.s[0], &zero)); /* no use of it, hence no secret in it */
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(subkeys_are_those_of_crypto_kdf) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
