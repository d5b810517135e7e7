#include "domain/world.h"

#include "domain/officer.h"
#include "domain/session.h"
#include "domain/session_record.h"
#include "domain/vault.h"
#include "domain/world_queries.h"

#define BODY 330411

static struct str login(struct world *w, uint32_t role)
{
    struct str cookie;
    struct ctx *c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, role), S(WORLD_PASSWORD), &cookie));
    return cookie;
}

static struct value id_of(struct ctx *c, struct str cookie)
{
    struct str raw;
    struct key k;
    uint8_t *id = arena_take(c->arena, 16);
    CHECK(str_unbase64url(c->arena, cookie, &raw));
    memcpy(k.b, raw.p, KEY_SIZE);
    hash_keyed(&k, S("id"), id, 16);
    return BLOB(str_bytes(id, 16));
}

static void a_session_gives_back_the_same_officer(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie = login(w, RO_CLERK);
    struct ctx *c = &w->ctx;
    struct actor before = *c->actor;
    assert_int_equal(cookie.n, SESSION_COOKIE_SIZE);
    WORLD_OK(c, session_open(c, cookie, false));
    const struct actor *a = c->actor;
    CHECK(a != &before && a->kind == ACTOR_OFFICER && a->roles == RO_CLERK);
    CHECK(a->officer == before.officer && a->org == BODY && a->dept == before.dept && a->dept);
    CHECK(a->generation == before.generation && key_equal(&a->pair.sk, &before.pair.sk));
    CHECK_STR(a->work_no, S("W330411CLERK"));
    CHECK_STR(a->name, before.name);
    assert_int_equal(a->desk_count, 1);
    CHECK(key_equal(&a->desks[0].pair.sk, &before.desks[0].pair.sk));
    CHECK(memcmp(a->desks[0].pair.pk.b, before.desks[0].pair.pk.b, KEY_SIZE) == 0);
    CHECK_STR(session_cookie_text(c), cookie);
    assert_int_equal(a->session_until.ms, c->now.ms + SESSION_OFFICER_MS);
}

static void no_other_cookie_opens_it(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie = login(w, RO_CLERK);
    struct ctx *c = &w->ctx;
    char *other = arena_take(c->arena, cookie.n);
    memcpy(other, cookie.p, cookie.n);
    other[3] = other[3] == 'A' ? 'B' : 'A';
    const struct str dead[] = { str_bytes(other, cookie.n), S(""), S("x"),
                                str_slice(cookie, 0, cookie.n - 1),
                                str_fmt(c->arena, "%.*sA", STR_ARG(cookie)) };
    for (size_t i = 0; i < COUNT_OF(dead); i++) {
        WORLD_FAULT(c, session_open(c, dead[i], false), ERR_LOGIN, "session.over");
        CHECK(c->actor->kind == ACTOR_NOBODY);
    }
    WORLD_OK(c, session_open(c, STR_NONE, false));
    CHECK(c->actor->kind == ACTOR_NOBODY && c->actor->roles == 0);
}

static void the_record_needs_cookie_and_server_key(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie = login(w, RO_CLERK), raw, plain;
    struct ctx *c = &w->ctx;
    struct rows r;
    struct value id = id_of(c, cookie);
    const struct key *s6 = &c->app->key->s[S_SESSION];
    struct key keys[3];
    CHECK(str_unbase64url(c->arena, cookie, &raw));
    keys[0] = *s6;
    memcpy(keys[1].b, raw.p, KEY_SIZE);
    keys[2] = hash_key(s6, raw);
    WORLD_OK(c, store_run(c, Q_SESSION_FIND, &r, id));
    struct place at = { PLACE_SESSION, 1, cell(&r, 0, 2)->i, 0, 1 };
    memcpy(&at.row, id.s.p, sizeof at.row);
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        CHECK(record_open(c->arena, &keys[i], at, cell(&r, 0, 4)->s, true, &plain) == (i == 2));
}

static void a_record_under_another_cookie_does_not_open(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str clerk = login(w, RO_CLERK), custodian = login(w, RO_CUSTODIAN);
    struct ctx *c = &w->ctx;
    world_write(w, Q_TEST_SESSION_SWAP, id_of(c, custodian), id_of(c, clerk));
    WORLD_FAULT(c, session_open(c, clerk, false), ERR_LOGIN, "session.over");
    fault_clear(&c->fault);
    WORLD_OK(c, session_open(c, custodian, false));
}

static void a_session_ends_idle_or_absolute_and_not_by_the_table(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie = login(w, RO_CLERK);
    struct ctx *c = &w->ctx;
    int64_t begin = c->now.ms;
    c->now.ms = begin + SESSION_IDLE_MS - 1;
    WORLD_OK(c, session_open(c, cookie, false)); /* reading alone does not prolong */
    c->now.ms = begin + SESSION_IDLE_MS;
    WORLD_FAULT(c, session_open(c, cookie, true), ERR_LOGIN, "session.over");
    c->now.ms = begin + SESSION_IDLE_MS - 1;
    fault_clear(&c->fault);
    WORLD_OK(c, session_open(c, cookie, true));
    c->now.ms += SESSION_IDLE_MS - 1;
    WORLD_OK(c, session_open(c, cookie, true));
    int64_t almost = begin + SESSION_OFFICER_MS - SESSION_IDLE_MS / 2 - 2;
    for (int i = 0; i < 60 && c->now.ms < almost; i++) {
        c->now.ms += SESSION_IDLE_MS / 2;
        WORLD_OK(c, session_open(c, cookie, true));
    }
    c->now.ms = begin + SESSION_OFFICER_MS - 1;
    WORLD_OK(c, session_open(c, cookie, true));
    c->now.ms = begin + SESSION_OFFICER_MS;
    WORLD_FAULT(c, session_open(c, cookie, true), ERR_LOGIN, "session.over");
    world_write(w, Q_TEST_SESSION_PROLONG, INT(begin + 10 * DAY_MS));
    WORLD_FAULT(c, session_open(c, cookie, true), ERR_LOGIN, "session.over");
}

static void the_idle_limit_moves_once_a_minute(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie = login(w, RO_CLERK);
    struct ctx *c = &w->ctx;
    int64_t before = store_counts(c->store).members;
    c->now.ms += 59000;
    WORLD_OK(c, session_open(c, cookie, true));
    assert_int_equal(store_counts(c->store).members, before);
    c->now.ms += 2000;
    WORLD_OK(c, session_open(c, cookie, false));
    assert_int_equal(store_counts(c->store).members, before);
    WORLD_OK(c, session_open(c, cookie, true));
    WORLD_OK(c, session_open(c, cookie, true));
    assert_int_equal(store_counts(c->store).members, before + 1);
}

static void a_session_is_ended(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie = login(w, RO_CLERK), other = login(w, RO_CLERK);
    struct ctx *c = &w->ctx;
    WORLD_OK(c, session_end(c, cookie));
    WORLD_OK(c, session_end(c, cookie)); /* twice is no mistake */
    WORLD_OK(c, session_end(c, STR_NONE));
    WORLD_FAULT(c, session_open(c, cookie, false), ERR_LOGIN, "session.over");
    fault_clear(&c->fault);
    WORLD_OK(c, session_open(c, other, false));
}

static void changed_roles_end_the_session(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie = login(w, RO_HANDLER), other = login(w, RO_CLERK);
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, officer_roles_set(c, world_officer(w, BODY, RO_HANDLER), RO_HANDLER | RO_STAT));
    WORLD_FAULT(c, session_open(c, cookie, false), ERR_LOGIN, "session.over");
    fault_clear(&c->fault);
    WORLD_OK(c, session_open(c, other, false));
}

static void an_updated_record_is_what_opens_next(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str cookie = login(w, RO_CLERK);
    struct ctx *c = &w->ctx;
    c->actor->failures_before = 41;
    WORLD_OK(c, session_update(c));
    WORLD_OK(c, session_open(c, cookie, false));
    assert_int_equal(c->actor->failures_before, 41);
    struct actor *kept = c->actor;
    WORLD_OK(c, session_end(c, cookie));
    c->actor = kept;
    WORLD_FAULT(c, session_update(c), ERR_LOGIN, "session.over");
}

static void what_is_over_is_swept(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct rows r;
    (void)login(w, RO_CLERK);
    WORLD_OK(c, store_run(c, Q_TEST_SESSION_COUNT, &r, INT(world_officer(w, BODY, RO_CLERK))));
    CHECK(cell(&r, 0, 0)->i > 0);
    c->now.ms += SESSION_IDLE_MS;
    struct str fresh = login(w, RO_SCREENER);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, session_sweep(c));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, store_run(c, Q_TEST_SESSION_COUNT, &r, INT(world_officer(w, BODY, RO_CLERK))));
    assert_int_equal(cell(&r, 0, 0)->i, 0);
    WORLD_OK(c, session_open(c, fresh, false));
}

static void a_csrf_token_is_of_its_own_session(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str mine = login(w, RO_CLERK), other = login(w, RO_CLERK);
    struct ctx *c = &w->ctx;
    struct str first = session_csrf(c, mine), second = session_csrf(c, mine);
    CHECK(!str_eq(first, second)); /* masked: BREACH sees no constant */
    CHECK(session_csrf_ok(c, mine, first) && session_csrf_ok(c, mine, second));
    CHECK(!session_csrf_ok(c, other, first));
    CHECK(!session_csrf_ok(c, mine, session_csrf(c, other)));
    CHECK(!session_csrf_ok(c, STR_NONE, first));
    CHECK(!session_csrf_ok(c, mine, STR_NONE));
    CHECK(!session_csrf_ok(c, mine, S("")));
    CHECK(!session_csrf_ok(c, mine, str_slice(first, 0, first.n - 1)));
    CHECK(str_absent(session_csrf(c, STR_NONE)));
    char *changed = arena_take(c->arena, first.n);
    memcpy(changed, first.p, first.n);
    changed[20] = changed[20] == 'A' ? 'B' : 'A';
    CHECK(!session_csrf_ok(c, mine, str_bytes(changed, first.n)));
}

static void a_record_cut_short_is_none(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(10u << 20);
    struct actor officer = { .kind = ACTOR_OFFICER,
                             .roles = RO_CLERK,
                             .work_no = S("W1"),
                             .name = S("某"),
                             .desk_count = 2 };
    struct actor reporter = { .kind = ACTOR_REPORTER, .report = 5, .report_no = S("123") };
    const struct actor *actors[] = { &officer, &reporter };
    struct actor *got = arena_new_of(a, struct actor);
    for (size_t k = 0; k < COUNT_OF(actors); k++) {
        struct str whole = session_record_write(a, actors[k]);
        CHECK(session_record_read(whole, got) && got->kind == actors[k]->kind);
        for (size_t n = 0; n < whole.n; n++)
            CHECK(!session_record_read(str_slice(whole, 0, n), got));
        CHECK(!session_record_read(str_fmt(a, "%.*s!", STR_ARG(whole)), got));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_gives_back_the_same_officer),
        cmocka_unit_test(no_other_cookie_opens_it),
        cmocka_unit_test(the_record_needs_cookie_and_server_key),
        cmocka_unit_test(a_record_under_another_cookie_does_not_open),
        cmocka_unit_test(a_session_ends_idle_or_absolute_and_not_by_the_table),
        cmocka_unit_test(the_idle_limit_moves_once_a_minute),
        cmocka_unit_test(a_session_is_ended),
        cmocka_unit_test(changed_roles_end_the_session),
        cmocka_unit_test(an_updated_record_is_what_opens_next),
        cmocka_unit_test(what_is_over_is_swept),
        cmocka_unit_test(a_csrf_token_is_of_its_own_session),
        cmocka_unit_test(a_record_cut_short_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
