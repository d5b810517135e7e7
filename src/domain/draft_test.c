#include "domain/draft.h"
#include "domain/world.h"

static void a_draft_comes_back_to_its_cookie_only(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct str cookie = STR_NONE, other = STR_NONE, text;

    WORLD_OK(c, draft_save(c, &cookie, S("{\"narrative\":\"水渠\"}")));
    assert_int_equal(cookie.n, DRAFT_COOKIE_SIZE);
    WORLD_OK(c, draft_save(c, &other, S("{}")));
    CHECK(!str_eq(cookie, other));
    WORLD_OK(c, draft_load(c, cookie, &text));
    CHECK_STR(text, S("{\"narrative\":\"水渠\"}"));
    WORLD_OK(c, draft_save(c, &cookie, S("second")));
    WORLD_OK(c, draft_load(c, cookie, &text));
    CHECK_STR(text, S("second"));
    WORLD_OK(c, draft_load(c, other, &text));
    CHECK_STR(text, S("{}"));
}

static void it_ends_after_a_day_or_when_it_is_dropped(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct str cookie = STR_NONE, text;
    int64_t removed;

    WORLD_OK(c, draft_save(c, &cookie, S("x")));
    w->ctx.now.ms += DAY_MS - 1;
    WORLD_OK(c, draft_load(c, cookie, &text));
    w->ctx.now.ms += 1;
    CHECK(draft_load(c, cookie, &text) == ERR_NOT_FOUND);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, draft_expire(c, &removed));
    WORLD_OK(c, store_commit(c));
    CHECK(removed == 1);
    WORLD_OK(c, draft_save(c, &cookie, S("again")));
    WORLD_OK(c, draft_drop(c, cookie));
    CHECK(draft_load(c, cookie, &text) == ERR_NOT_FOUND);
    WORLD_OK(c, draft_drop(c, cookie)); /* none there: no error */
}

static void what_is_no_cookie_is_no_draft(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct str text, bad = S("not a cookie");

    CHECK(draft_load(c, bad, &text) == ERR_NOT_FOUND);
    CHECK(draft_save(c, &bad, S("x")) == ERR_NOT_FOUND);
    CHECK(!draft_cookie_ok(S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!")));
    struct str large = str_bytes(arena_take(c->arena, DRAFT_BYTES_MAX + 1), DRAFT_BYTES_MAX + 1);
    struct str cookie = STR_NONE;
    CHECK(draft_save(c, &cookie, large) == ERR_LIMIT);
    WORLD_OK(c, draft_drop(c, STR_NONE));
}

static void id_and_key_differ_and_follow_from_the_cookie(void **state)
{
    (void)state;
    struct str cookie = S("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA");
    struct key k = draft_key(cookie), again = draft_key(cookie);
    uint8_t id[16];

    draft_row_id(cookie, id);
    CHECK(key_equal(&k, &again));
    assert_memory_not_equal(id, k.b, sizeof(id));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_comes_back_to_its_cookie_only),
        cmocka_unit_test(it_ends_after_a_day_or_when_it_is_dropped),
        cmocka_unit_test(what_is_no_cookie_is_no_draft),
        cmocka_unit_test(id_and_key_differ_and_follow_from_the_cookie),
    };
    crypto_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
