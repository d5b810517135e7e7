#include "crypto/crypto_test.h"
#include "crypto/secret.h"

#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static void a_secret_is_zeroed_aligned_and_holds_its_size(void **state)
{
    crypto_start();
    const size_t sizes[] = { 1, 15, 16, 17, KEY_SIZE, sizeof(struct server_key), SECRET_SIZE_MAX };
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        SECRET_AUTO s = secret_new(sizes[i]);
        uint8_t *b = secret_bytes(s);
        CHECK(secret_size(s) == sizes[i] && (uintptr_t)b % 16 == 0);
        for (size_t j = 0; j < sizes[i]; j++)
            CHECK(b[j] == 0);
        memset(b, 0xff, sizes[i]);
    }
    secret_free(NULL);
}

/* What the kernel says of the pages: lo = locked, dd = not in a core dump. */
static void a_secret_is_locked_and_left_out_of_dumps(void **state)
{
    crypto_start();
    SECRET_AUTO s = secret_new(KEY_SIZE);
    CHECK(secret_locked(s));
    FILE *maps = fopen("/proc/self/smaps", "re");
    char line[512];
    bool inside = false, found = false;
    assert_non_null(maps);
    for (int i = 0; i < 100000 && fgets(line, sizeof line, maps); i++) {
        unsigned long from, to;
        if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
            inside = (uintptr_t)secret_bytes(s) >= from && (uintptr_t)secret_bytes(s) < to;
        if (inside && strncmp(line, "VmFlags:", 8) == 0) {
            CHECK(strstr(line, " dd "));
            CHECK(UNDER_ASAN || strstr(line, " lo ")); /* ASan makes mlock do nothing */
            found = true;
        }
    }
    fclose(maps);
    CHECK(found);
}

static void lock_nothing(void)
{
    const struct rlimit none = { 0, 0 };
    /* root may lock beyond any limit, so the child gives that up first */
    if (setrlimit(RLIMIT_MEMLOCK, &none) != 0 || (geteuid() == 0 && setuid(65534) != 0))
        _exit(1);
    struct secret *s = secret_new(KEY_SIZE);
    memset(secret_bytes(s), 1, KEY_SIZE);
    if (!secret_locked(s))
        abort(); /* what this test hopes for */
}
static void what_was_not_locked_says_so(void **state)
{
    if (UNDER_ASAN)
        skip(); /* there mlock does nothing and reports success */
    CHECK(signal_of(lock_nothing) == SIGABRT);
}

static void read_then_write(void)
{
    struct secret *s = secret_new(KEY_SIZE);
    uint8_t *b = secret_bytes(s);
    b[0] = 7;
    secret_set_read_only(s);
    if (b[0] != 7)
        _exit(0);
    ((volatile uint8_t *)b)[0] = 8;
}
static void write_beyond(void)
{
    struct secret *s = secret_new(KEY_SIZE);
    ((volatile uint8_t *)secret_bytes(s))[KEY_SIZE] = 1;
}
static void use_after_free(void)
{
    struct secret *s = secret_new(KEY_SIZE);
    volatile uint8_t *b = secret_bytes(s);
    secret_set_read_only(s); /* freeing one still works */
    secret_free(s);
    b[0] = 1;
}
static void free_a_read_only_one(void)
{
    struct secret *s = secret_new(KEY_SIZE);
    secret_set_read_only(s);
    secret_free(s);
}
static void a_wrong_touch_ends_the_program(void **state)
{
    crypto_start();
    CHECK(signal_of(read_then_write) == SIGSEGV);
    CHECK(signal_of(write_beyond) == SIGSEGV);
    CHECK(signal_of(use_after_free) == SIGSEGV);
    CHECK(signal_of(free_a_read_only_one) == 0);
}

static void take_none(void)
{
    (void)secret_new(0);
}
static void take_too_much(void)
{
    (void)secret_new(SECRET_SIZE_MAX + 1);
}
static void sizes_are_bounded(void **state)
{
    CHECK(signal_of(take_none) == SIGABRT);
    CHECK(signal_of(take_too_much) == SIGABRT);
}

static void guard_and_look(void)
{
    struct rlimit core;
    if (secret_process_guard() && prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 &&
        getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 && core.rlim_max == 0)
        abort(); /* what this test hopes for */
}
static void a_guarded_process_leaves_no_core(void **state)
{
    CHECK(signal_of(guard_and_look) == SIGABRT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_is_zeroed_aligned_and_holds_its_size),
        cmocka_unit_test(a_secret_is_locked_and_left_out_of_dumps),
        cmocka_unit_test(what_was_not_locked_says_so),
        cmocka_unit_test(a_wrong_touch_ends_the_program),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(a_guarded_process_leaves_no_core),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
