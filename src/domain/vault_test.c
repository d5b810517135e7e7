#include "domain/world.h"

#include "domain/officer.h"
#include "domain/org.h"
#include "domain/session.h"
#include "domain/vault.h"
#include "domain/world_queries.h"

#define BODY 330411

static const struct key secret = { { 7, 7, 7 } };

/* A key granted to the po desk of the body, as intake does it. */
static void grant_to_desk(struct world *w, int64_t object, const char *kind)
{
    struct ctx *c = world_as_nobody(w);
    struct desk d;
    struct grant_row g;
    WORLD_OK(c, desk_serving(c, BODY, kind, &d));
    WORLD_OK(c, grant_seal_desk(c, OBJECT_KR, object, &secret, &d, &g));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, grant_store(c, &g));
    WORLD_OK(c, store_commit(c));
}

static struct str form_of(struct ctx *c, int64_t object)
{
    struct rows r;
    WORLD_OK(c, store_run(c, Q_KEY_GRANT_OF, &r, TEXT(S("KR")), INT(object)));
    assert_int_equal(r.n, 1);
    return cell(&r, 0, 3)->s;
}

static bool opens(struct ctx *c, int64_t object)
{
    struct key k = { { 0 } };
    return vault_open(c, OBJECT_KR, object, &k) == ERR_OK && key_equal(&k, &secret);
}

static void every_desk_lives_and_its_holders_share_one_secret(void **state)
{
    (void)state;
    static const struct {
        uint32_t role;
        const char *kind;
    } holders[] = {
        { RO_CLERK, "po" },     { RO_SCREENER, "po" },  { RO_PO_HEAD, "po" },
        { RO_CUSTODIAN, "id" }, { RO_CADRE_SUP, "cs" }, { RO_PRINCIPAL, "pl" },
        { RO_HD_HEAD, "dept" },
    };
    WORLD_AUTO w = world_new();
    struct key po = { { 0 } };
    for (size_t i = 0; i < COUNT_OF(holders); i++) {
        struct ctx *c = world_as(w, BODY, holders[i].role);
        assert_int_equal(c->actor->desk_count, 1);
        const struct actor_desk *d = &c->actor->desks[0];
        CHECK_STR(str_of(d->kind), str_of(holders[i].kind));
        assert_int_equal(d->org, BODY);
        if (i == 0)
            po = d->pair.sk;
        CHECK(key_equal(&po, &d->pair.sk) == (i < 3));
    }
    static const uint32_t others[] = { RO_HANDLER,  RO_DEPUTY,  RO_CASE_SUP, RO_STAT,
                                       RO_OPERATOR, RO_AUDITOR, RO_UPPER,    RO_REVIEWER };
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_int_equal(world_as(w, BODY, others[i])->actor->desk_count, 0);
}

static void a_desk_without_holders_is_served_from_above(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    static const int64_t empty_county[] = { 330402 };
    struct desk d;
    WORLD_OK(c, org_create_some(c, empty_county, 1));
    WORLD_OK(c, app_reload(c));
    WORLD_OK(c, desk_serving(c, BODY, "po", &d));
    assert_int_equal(d.org, BODY);
    WORLD_OK(c, desk_serving(c, 330402, "po", &d)); /* nobody yet */
    assert_int_equal(d.org, 330400);
    WORLD_OK(c, desk_serving(c, WORLD_TOWNSHIP, "cs", &d)); /* no such desk there */
    assert_int_equal(d.org, BODY);
    WORLD_OK(c, desk_serving(c, WORLD_TOWNSHIP, "po", &d));
    assert_int_equal(d.org, WORLD_TOWNSHIP);
    WORLD_FAULT(c, desk_serving(c, BODY, "arc", &d), ERR_BUSY, "vault.nobody");
    WORLD_FAULT(c, desk_own(c, 330402, "po", 0, &d), ERR_NOT_FOUND, "vault.no_desk");
}

static void a_seal_is_wrapped_at_its_first_opening(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    grant_to_desk(w, 77, "po");
    struct ctx *c = world_as(w, BODY, RO_SCREENER);
    CHECK_STR(form_of(c, 77), S("SEAL"));
    CHECK(vault_can(c, OBJECT_KR, 77));
    CHECK_STR(form_of(c, 77), S("SEAL")); /* asking opens nothing */
    CHECK(opens(c, 77));
    CHECK_STR(form_of(c, 77), S("WRAP"));
    CHECK(opens(c, 77));
    CHECK(opens(world_as(w, BODY, RO_PO_HEAD), 77));
}

static void within_a_transaction_the_wrap_belongs_to_it(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    grant_to_desk(w, 77, "po");
    struct ctx *c = world_as(w, BODY, RO_SCREENER);
    WORLD_OK(c, store_begin(c));
    CHECK(opens(c, 77));
    store_rollback(c);
    CHECK_STR(form_of(c, 77), S("SEAL"));
}

static void without_a_grant_no_role_opens_anything(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct key k;
    grant_to_desk(w, 77, "po");
    static const struct {
        int64_t org;
        uint32_t role;
    } strangers[] = {
        { BODY, RO_HANDLER },    { BODY, RO_PRINCIPAL }, { BODY, RO_CUSTODIAN },
        { BODY, RO_OPERATOR },   { 330400, RO_PO_HEAD }, { 330000, RO_PO_HEAD },
        { 330109, RO_SCREENER },
    };
    for (size_t i = 0; i < COUNT_OF(strangers); i++) {
        struct ctx *c = world_as(w, strangers[i].org, strangers[i].role);
        c->actor->roles = ~0u; /* whatever the roles say */
        WORLD_FAULT(c, vault_open(c, OBJECT_KR, 77, &k), ERR_DENIED, "vault.no_grant");
        CHECK(!vault_can(c, OBJECT_KR, 77));
    }
    struct ctx *c = world_as_system(w);
    WORLD_FAULT(c, vault_open(c, OBJECT_KR, 77, &k), ERR_DENIED, "vault.no_grant");
    c = world_as(w, BODY, RO_CLERK);
    WORLD_FAULT(c, vault_open(c, OBJECT_KM, 77, &k), ERR_DENIED, "vault.no_grant"); /* not its Km */
}

static void a_grant_moved_to_another_object_does_not_open(void **state)
{
    (void)state;
    for (int wrapped = 0; wrapped < 2; wrapped++) {
        WORLD_AUTO w = world_new();
        struct key k;
        grant_to_desk(w, 77, "po");
        if (wrapped)
            CHECK(opens(world_as(w, BODY, RO_CLERK), 77));
        world_write(w, Q_TEST_GRANT_MOVE, INT(78), INT(77));
        struct ctx *c = world_as(w, BODY, RO_CLERK);
        WORLD_FAULT(c, vault_open(c, OBJECT_KR, 78, &k), ERR_DENIED, "vault.no_grant");
    }
}

static void a_grant_to_one_officer_is_his_alone(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct grant_row g;
    int64_t handler = world_officer(w, BODY, RO_HANDLER);
    struct ctx *c = world_as(w, BODY, RO_PO_HEAD);
    WORLD_OK(c, grant_seal_officer(c, OBJECT_KR, 9, &secret, handler, &g));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, grant_store(c, &g));
    WORLD_OK(c, store_commit(c));
    CHECK(!opens(c, 9));
    CHECK(opens(world_as(w, BODY, RO_HANDLER), 9));
    CHECK_STR(form_of(c, 9), S("WRAP"));
    CHECK(opens(world_as(w, BODY, RO_HANDLER), 9));
    CHECK(!opens(world_as(w, 330400, RO_HANDLER), 9));
    CHECK(!vault_can(&w->ctx, OBJECT_KR, 9));

    c = world_as_system(w);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, grant_remove(c, OBJECT_KR, 9, HOLDER_OFFICER, handler));
    WORLD_OK(c, store_commit(c));
    CHECK(!opens(world_as(w, BODY, RO_HANDLER), 9));
}

static void a_desk_secret_stolen_from_the_table_does_not_open(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct desk d;
    struct str cookie;
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, desk_own(c, BODY, "po", 0, &d));
    world_write(w, Q_TEST_HOLDER_STEAL, INT(world_officer(w, BODY, RO_HANDLER)), INT(d.id),
                INT(world_officer(w, BODY, RO_CLERK)));
    c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, RO_HANDLER), S(WORLD_PASSWORD), &cookie));
    assert_int_equal(c->actor->desk_count, 0);
}

static void who_waits_without_the_role_is_not_granted(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct desk d;
    struct str cookie;
    int64_t handler = world_officer(w, BODY, RO_HANDLER);
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, desk_own(c, BODY, "po", 0, &d));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, desk_holder_name(c, d.id, handler)); /* the row carries no MAC */
    WORLD_OK(c, store_commit(c));
    c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, RO_CLERK), S(WORLD_PASSWORD), &cookie));
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, RO_HANDLER), S(WORLD_PASSWORD), &cookie));
    assert_int_equal(c->actor->desk_count, 0);
}

static void only_a_holder_grants_his_desk(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct desk d;
    struct ctx *c = world_as(w, BODY, RO_HANDLER);
    WORLD_OK(c, desk_own(c, BODY, "po", 0, &d));
    WORLD_OK(c, store_begin(c));
    WORLD_FAULT(c, desk_holder_grant(c, d.id, c->actor->officer), ERR_DENIED, "vault.no_desk_key");
    WORLD_FAULT(c, desk_key_create(c, d.id), ERR_CONFLICT, "vault.has_key");
    store_rollback(c);
}

static void a_public_key_put_into_the_table_is_refused(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct key_pair thief = key_pair_random(c);
    struct desk d;
    WORLD_OK(c, desk_own(c, BODY, "po", 0, &d));
    world_write(w, Q_TEST_DESK_KEY, BLOB(str_bytes(thief.pk.b, KEY_SIZE)), INT(d.id));
    WORLD_FAULT(c, desk_serving(c, BODY, "po", &d), ERR_STORE, "row.changed");
}

static void a_removed_holder_has_nothing(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie, old;
    struct key k;
    grant_to_desk(w, 77, "po");
    struct ctx *c = world_as(w, BODY, RO_SCREENER);
    int64_t screener = c->actor->officer;
    old = session_cookie_text(c);
    CHECK(opens(c, 77));

    c = world_as_system(w);
    WORLD_OK(c, officer_roles_set(c, screener, RO_HANDLER));
    c = world_as_nobody(w);
    WORLD_FAULT(c, session_open(c, old, false), ERR_LOGIN, "session.over");
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, RO_SCREENER), S(WORLD_PASSWORD), &cookie));
    assert_int_equal(c->actor->roles, RO_HANDLER);
    assert_int_equal(c->actor->desk_count, 0);
    WORLD_FAULT(c, vault_open(c, OBJECT_KR, 77, &k), ERR_DENIED, "vault.no_grant");
    CHECK(opens(world_as(w, BODY, RO_CLERK), 77)); /* the others still do */
}

static void a_desk_taken_away_ends_the_session_that_carries_it(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie;
    struct ctx *c = world_as(w, BODY, RO_SCREENER);
    struct actor a = *c->actor;
    cookie = session_cookie_text(c);
    c = world_as_system(w);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, desk_holder_remove(c, a.desks[0].id, a.officer));
    WORLD_OK(c, store_commit(c));
    WORLD_FAULT(c, session_open(c, cookie, false), ERR_LOGIN, "session.over");
}

static void the_last_holder_of_keys_does_not_go(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t custodian = world_officer(w, BODY, RO_CUSTODIAN);
    int64_t clerk = world_officer(w, BODY, RO_CLERK);
    grant_to_desk(w, 77, "id");
    grant_to_desk(w, 78, "po");
    struct ctx *c = world_as_system(w);
    WORLD_FAULT(c, officer_leave(c, custodian), ERR_CONFLICT, "vault.last_holder");
    WORLD_FAULT(c, officer_roles_set(c, custodian, RO_HANDLER), ERR_CONFLICT, "vault.last_holder");
    WORLD_OK(c, officer_leave(c, clerk)); /* two others hold the po desk */
    struct officer o;
    WORLD_OK(c, officer_find(c, clerk, &o));
    CHECK_STR(o.state, S("LEFT"));
    assert_int_equal(o.roles, 0);
}

static void objects_with_one_living_holder_are_counted(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t n;
    struct desk d;
    struct grant_row g;
    struct ctx *c = world_as_system(w);
    world_write(w, Q_TEST_MATTER_ADD, INT(500), INT(BODY), INT(20000));
    WORLD_OK(c, vault_thin(c, BODY, &n));
    assert_int_equal(n, 1); /* nobody at all */
    WORLD_OK(c, desk_own(c, BODY, "cs", 0, &d));
    WORLD_OK(c, grant_seal_desk(c, OBJECT_KM, 500, &secret, &d, &g));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, grant_store(c, &g));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, vault_thin(c, BODY, &n));
    assert_int_equal(n, 1); /* one holder */
    WORLD_OK(
        c, grant_seal_officer(c, OBJECT_KM, 500, &secret, world_officer(w, BODY, RO_HANDLER), &g));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, grant_store(c, &g));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, vault_thin(c, BODY, &n));
    assert_int_equal(n, 0);
    WORLD_OK(c, officer_leave(c, world_officer(w, BODY, RO_HANDLER)));
    WORLD_OK(c, vault_thin(c, BODY, &n));
    assert_int_equal(n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_desk_lives_and_its_holders_share_one_secret),
        cmocka_unit_test(a_desk_without_holders_is_served_from_above),
        cmocka_unit_test(a_seal_is_wrapped_at_its_first_opening),
        cmocka_unit_test(within_a_transaction_the_wrap_belongs_to_it),
        cmocka_unit_test(without_a_grant_no_role_opens_anything),
        cmocka_unit_test(a_grant_moved_to_another_object_does_not_open),
        cmocka_unit_test(a_grant_to_one_officer_is_his_alone),
        cmocka_unit_test(a_desk_secret_stolen_from_the_table_does_not_open),
        cmocka_unit_test(who_waits_without_the_role_is_not_granted),
        cmocka_unit_test(only_a_holder_grants_his_desk),
        cmocka_unit_test(a_public_key_put_into_the_table_is_refused),
        cmocka_unit_test(a_removed_holder_has_nothing),
        cmocka_unit_test(a_desk_taken_away_ends_the_session_that_carries_it),
        cmocka_unit_test(the_last_holder_of_keys_does_not_go),
        cmocka_unit_test(objects_with_one_living_holder_are_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
