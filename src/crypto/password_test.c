#include "crypto/crypto_test.h"

static struct password_job job_of(enum password_cost cost, struct str password)
{
    struct password_job j = { .cost = cost, .password = password };
    for (size_t i = 0; i < sizeof j.salt; i++)
        j.salt[i] = (uint8_t)i;
    password_run(&j);
    return j;
}

/* The answers are those of another implementation (OpenSSL 3.5, lanes = 1), so both the bytes and
 * the costs are held. */
static void the_costs_are_19_mib_twice_and_128_mib_three_times(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct password_job j = job_of(PASSWORD_REPORTER, S("correct horse 举报"));
    CHECK(j.ok);
    CHECK_HEX(&k, j.out.b, KEY_SIZE,
              "3fe9769771d424e9d08c8ace04abcdd7a3688b2938a3e9d43d98ea542e584bf2");
    j = job_of(PASSWORD_OFFICER, S("correct horse 举报"));
    CHECK(j.ok);
    CHECK_HEX(&k, j.out.b, KEY_SIZE,
              "41188789bfc027277e186be25f33a1f82f3275c4865e623319190225e2940f97");
}

static void lower_after_serving(void)
{
    crypto_serving();
    password_cost_lowered_for_tests();
}
static void serve_after_lowering(void)
{
    password_cost_lowered_for_tests();
    crypto_serving();
}
static void serve_twice(void)
{
    crypto_serving();
    crypto_serving();
}
static void a_server_never_hashes_at_the_lowered_cost(void **state)
{
    CHECK(signal_of(lower_after_serving) == SIGABRT);
    CHECK(signal_of(serve_after_lowering) == SIGABRT);
    CHECK(signal_of(serve_twice) == 0);
    CHECK(signal_of(password_cost_lowered_for_tests) == 0);
}

/* Runs last: the cost stays lowered in this process. */
static void lowered_cost_is_the_least_for_both(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    password_cost_lowered_for_tests();
    struct password_job a = job_of(PASSWORD_REPORTER, S("correct horse 举报"));
    struct password_job b = job_of(PASSWORD_OFFICER, S("correct horse 举报"));
    CHECK(a.ok && b.ok && key_equal(&a.out, &b.out));
    CHECK_HEX(&k, a.out.b, KEY_SIZE,
              "4fdbe30ace293057b9fc8f32ccebbdf912f2c306c2aba9995a53c9766a564d06");
    struct password_job none = job_of(PASSWORD_REPORTER, STR_NONE);
    struct password_job empty = job_of(PASSWORD_REPORTER, S(""));
    struct password_job other = job_of(PASSWORD_REPORTER, S("correct horse 举報"));
    CHECK(none.ok && empty.ok && key_equal(&none.out, &empty.out));
    CHECK(!key_equal(&a.out, &other.out) && !key_equal(&a.out, &empty.out));
    struct password_job salted = a;
    salted.salt[15] ^= 1;
    password_run(&salted);
    CHECK(salted.ok && !key_equal(&a.out, &salted.out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_costs_are_19_mib_twice_and_128_mib_three_times),
        cmocka_unit_test(a_server_never_hashes_at_the_lowered_cost),
        cmocka_unit_test(lowered_cost_is_the_least_for_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
