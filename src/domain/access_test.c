#include "domain/world.h"

#include "domain/access.h"
#include "domain/vault.h"
#include "domain/world_queries.h"

#define BODY 330411
#define REPORT 4711
#define PASSWORD "morning fog over the canal"

static const struct key kr = { { 1, 7 } }, a_key = { { 2, 7 } };

static struct str number_of(struct ctx *c)
{
    char *digits = arena_take(c->arena, 16);
    memcpy(digits, "41702268013588", 14);
    mod97_complete(digits);
    return str_bytes(digits, 16);
}

static struct key hash_of(struct ctx *c, struct str number, const char *password)
{
    struct password_job job;
    access_job(c, number, str_of(password), &job);
    CHECK(job.cost == PASSWORD_REPORTER);
    password_run(&job);
    CHECK(job.ok);
    return job.out;
}

static void store_row(struct world *w, const char *password, bool one_time)
{
    struct ctx *c = world_as_nobody(w);
    struct key h = hash_of(c, number_of(c), password);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, access_store(c, &h, REPORT, &kr, &a_key, one_time));
    WORLD_OK(c, store_commit(c));
}

static enum err login(struct world *w, struct str number, const char *password, struct str *cookie)
{
    struct ctx *c = world_as_nobody(w);
    struct password_job job;
    TRY(access_login_prepare(c, number, str_of(password), &job));
    password_run(&job);
    return access_login_finish(c, number, &job, cookie);
}

static void a_number_is_read_as_people_type_it(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct str number = number_of(c), got, s = number;
    struct str typed[] = {
        number,
        str_fmt(c->arena, " %.4s %.4s-%.4s %.4s ", s.p, s.p + 4, s.p + 8, s.p + 12),
        str_fmt(c->arena, "%.4s－%.4s　%.8s", s.p, s.p + 4, s.p + 8),
        str_fmt(c->arena, "４１７０%.12s", s.p + 4),
    };
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        WORLD_OK(c, access_number(c, typed[i], &got));
        CHECK_STR(got, number);
    }
    static const char *const bad[] = { "", "4170226801358", "41702268013588370", "4170x26801358837",
                                       "\xff" };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        WORLD_MISTAKE(c, access_number(c, str_of(bad[i]), &got), "report_no", "login.number");
    WORLD_MISTAKE(c, access_number(c, STR_NONE, &got), "report_no", "login.number");
    char *swapped = arena_take(c->arena, 16);
    memcpy(swapped, number.p, 16);
    swapped[1] = number.p[2];
    swapped[2] = number.p[1];
    WORLD_MISTAKE(c, access_number(c, str_bytes(swapped, 16), &got), "report_no",
                  "login.check_digit");
}

static void number_and_password_together_let_in(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie, number;
    struct key k;
    store_row(w, PASSWORD, false);
    struct ctx *c = &w->ctx;
    number = number_of(c);
    WORLD_OK(c, login(w, number, PASSWORD, &cookie));
    WORLD_OK(c, session_open(c, cookie, false));
    CHECK(c->actor->kind == ACTOR_REPORTER && c->actor->roles == RO_REPORTER);
    CHECK(c->actor->report == REPORT && key_equal(&c->actor->a, &a_key));
    CHECK_STR(c->actor->report_no, number);
    assert_int_equal(c->actor->session_until.ms, c->now.ms + SESSION_REPORTER_MS);
    WORLD_OK(c, vault_open(c, OBJECT_KR, REPORT, &k));
    CHECK(key_equal(&k, &kr));
    WORLD_FAULT(c, vault_open(c, OBJECT_KR, REPORT + 1, &k), ERR_DENIED, "vault.no_grant");
    WORLD_FAULT(c, vault_open(c, OBJECT_KM, REPORT, &k), ERR_DENIED, "vault.no_grant");
}

static void wrong_number_and_wrong_password_miss_alike(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie;
    char other[16] = "99990000111122";
    mod97_complete(other);
    store_row(w, PASSWORD, false);
    struct ctx *c = &w->ctx;
    WORLD_FAULT(c, login(w, number_of(c), "morning fog over the cana1", &cookie), ERR_LOGIN,
                "login.wrong");
    WORLD_FAULT(c, login(w, str_bytes(other, 16), PASSWORD, &cookie), ERR_LOGIN, "login.wrong");
    CHECK(c->actor->kind == ACTOR_NOBODY);
    for (int i = 0; i < ATTEMPT_FREE - 1; i++) {
        (void)login(w, number_of(c), "guess", &cookie);
        (void)login(w, str_bytes(other, 16), "guess", &cookie);
    }
    WORLD_FAULT(c, login(w, number_of(c), PASSWORD, &cookie), ERR_LIMIT, "login.slow");
    assert_int_equal(c->fault.retry_after_s, 30);
    WORLD_FAULT(c, login(w, str_bytes(other, 16), PASSWORD, &cookie), ERR_LIMIT, "login.slow");
    c->now.ms += 30000;
    WORLD_OK(c, login(w, number_of(c), PASSWORD, &cookie));
    assert_int_equal(c->actor->failures_before, 5);
    struct password_job failed = { .ok = false };
    WORLD_FAULT(c, access_login_finish(c, number_of(c), &failed, &cookie), ERR_BUSY, "login.busy");
}

static void the_last_login_is_told(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie;
    store_row(w, PASSWORD, false);
    struct ctx *c = &w->ctx;
    WORLD_OK(c, login(w, number_of(c), PASSWORD, &cookie));
    assert_int_equal(c->actor->last_login.ms, 0);
    int64_t first = c->now.ms;
    c->now.ms += 77000;
    WORLD_OK(c, login(w, number_of(c), PASSWORD, &cookie));
    assert_int_equal(c->actor->last_login.ms, first);
}

static void a_one_time_password_ends_and_comes_first(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie;
    struct key k;
    store_row(w, "K3F9-0QXT-7MWB", true);
    struct ctx *c = &w->ctx;
    WORLD_OK(c, login(w, number_of(c), "k3f9 oqxt 7mwb", &cookie)); /* as an old hand types it */
    CHECK(c->actor->must_change_password);
    WORLD_FAULT(c, vault_open(c, OBJECT_KR, REPORT, &k), ERR_DENIED, "session.must_change");
    CHECK(!vault_can(c, OBJECT_KR, REPORT));
    WORLD_OK(c, session_open(c, cookie, false));
    CHECK(c->actor->must_change_password);

    c->now.ms += (ACCESS_ONE_TIME_DAYS - 1) * DAY_MS;
    WORLD_OK(c, login(w, number_of(c), "K3F9-0QXT-7MWB", &cookie));
    c->now.ms += DAY_MS;
    WORLD_FAULT(c, login(w, number_of(c), "K3F9-0QXT-7MWB", &cookie), ERR_LOGIN,
                "login.one_time_over");
}

static void a_one_time_row_cannot_be_made_lasting_in_the_table(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie;
    store_row(w, "K3F9-0QXT-7MWB", true);
    world_write_n(w, Q_TEST_ACCESS_OWN, 0, NULL);
    struct ctx *c = &w->ctx;
    WORLD_FAULT(c, login(w, number_of(c), "K3F9-0QXT-7MWB", &cookie), ERR_LOGIN, "login.wrong");
}

static void a_changed_password_is_the_only_one(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie, other;
    struct key k;
    store_row(w, "K3F9-0QXT-7MWB", true);
    struct ctx *c = &w->ctx;
    WORLD_OK(c, login(w, number_of(c), "K3F9-0QXT-7MWB", &other));
    WORLD_OK(c, login(w, number_of(c), "K3F9-0QXT-7MWB", &cookie));
    struct key old_h = hash_of(c, number_of(c), "K3F9-0QXT-7MWB");
    struct key new_h = hash_of(c, number_of(c), PASSWORD);
    WORLD_MISTAKE(c, access_change(c, &new_h, &old_h), "password", "login.wrong");
    WORLD_MISTAKE(c, access_change(c, &old_h, &old_h), "new_password", "password.same");
    CHECK(c->actor->must_change_password);
    fault_clear(&c->fault);
    WORLD_OK(c, access_change(c, &old_h, &new_h));
    WORLD_OK(c, vault_open(c, OBJECT_KR, REPORT, &k));
    WORLD_OK(c, session_open(c, cookie, false));
    CHECK(!c->actor->must_change_password);
    WORLD_FAULT(c, session_open(c, other, false), ERR_LOGIN, "session.over");
    WORLD_FAULT(c, login(w, number_of(c), "K3F9-0QXT-7MWB", &cookie), ERR_LOGIN, "login.wrong");
    fault_clear(&c->fault);
    WORLD_OK(c, login(w, number_of(c), PASSWORD, &cookie));
    CHECK(!c->actor->must_change_password && key_equal(&c->actor->a, &a_key));
}

static void another_reporters_password_changes_nothing(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie;
    char other[16] = "99990000111122";
    mod97_complete(other);
    store_row(w, PASSWORD, false);
    struct ctx *c = &w->ctx;
    struct key theirs = hash_of(c, str_bytes(other, 16), PASSWORD);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, access_store(c, &theirs, REPORT + 1, &a_key, &kr, false));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, login(w, number_of(c), PASSWORD, &cookie));
    struct key new_h = hash_of(c, number_of(c), "another password now");
    WORLD_MISTAKE(c, access_change(c, &theirs, &new_h), "password", "login.wrong");
}

static void only_an_officer_with_the_key_reissues(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie, again;
    struct desk d;
    struct grant_row g;
    struct key k;
    store_row(w, PASSWORD, false);
    struct ctx *c = &w->ctx;
    WORLD_OK(c, login(w, number_of(c), PASSWORD, &cookie));
    WORLD_OK(c, desk_own(c, BODY, "po", 0, &d));
    WORLD_OK(c, grant_seal_desk(c, OBJECT_KR, REPORT, &kr, &d, &g));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, grant_store(c, &g));
    WORLD_OK(c, store_commit(c));
    struct key new_h = hash_of(c, number_of(c), "K3F9-0QXT-7MWB");

    c = world_as(w, BODY, RO_HANDLER);
    WORLD_OK(c, store_begin(c));
    WORLD_FAULT(c, access_reissue(c, REPORT, &new_h), ERR_DENIED, "vault.no_grant");
    store_rollback(c);
    c = world_as(w, BODY, RO_CLERK);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, access_reissue(c, REPORT, &new_h));
    WORLD_OK(c, store_commit(c));

    WORLD_FAULT(c, session_open(c, cookie, false), ERR_LOGIN, "session.over");
    WORLD_FAULT(c, login(w, number_of(c), PASSWORD, &again), ERR_LOGIN, "login.wrong");
    fault_clear(&c->fault);
    WORLD_OK(c, login(w, number_of(c), "K3F9-0QXT-7MWB", &again));
    CHECK(c->actor->must_change_password && key_equal(&c->actor->kr, &kr));
    CHECK(!key_equal(&c->actor->a, &a_key)); /* a new A */
    struct key own = hash_of(c, number_of(c), "a password of my own");
    WORLD_OK(c, access_change(c, &new_h, &own));
    WORLD_OK(c, vault_open(c, OBJECT_KR, REPORT, &k));
}

static void whoever_has_the_key_removes_the_row(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct rows r;
    struct key wrong = { { 9 } };
    store_row(w, PASSWORD, false);
    struct ctx *c = &w->ctx;
    for (int right = 0; right < 2; right++) {
        WORLD_OK(c, store_begin(c));
        WORLD_OK(c, access_remove_by_key(c, right ? &kr : &wrong));
        WORLD_OK(c, store_commit(c));
        WORLD_OK(c, store_run0(c, Q_TEST_ACCESS_COUNT, &r));
        assert_int_equal(cell(&r, 0, 0)->i, right ? 0 : 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_read_as_people_type_it),
        cmocka_unit_test(number_and_password_together_let_in),
        cmocka_unit_test(wrong_number_and_wrong_password_miss_alike),
        cmocka_unit_test(the_last_login_is_told),
        cmocka_unit_test(a_one_time_password_ends_and_comes_first),
        cmocka_unit_test(a_one_time_row_cannot_be_made_lasting_in_the_table),
        cmocka_unit_test(a_changed_password_is_the_only_one),
        cmocka_unit_test(another_reporters_password_changes_nothing),
        cmocka_unit_test(only_an_officer_with_the_key_reissues),
        cmocka_unit_test(whoever_has_the_key_removes_the_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
