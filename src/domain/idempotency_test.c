#include "domain/idempotency.h"
#include "domain/world.h"

static const struct str client_key = { "2f1c0c1e-6a53-4d2f-8f6e-1d2b3c4d5e6f", 36 };

static void keep(struct ctx *c, const struct idempotency *i, struct str answer)
{
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, idempotency_store(c, i, answer));
    WORLD_OK(c, store_commit(c));
}

static void an_answer_is_given_again(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct idempotency i;
    struct str answer;
    bool found = true;

    WORLD_OK(c, idempotency_of(c, client_key, "POST x", S("body"), &i));
    WORLD_OK(c, idempotency_find(c, &i, &found, &answer));
    CHECK(!found);
    keep(c, &i, S("{\"report_no\":\"1\"}"));
    WORLD_OK(c, idempotency_find(c, &i, &found, &answer));
    CHECK(found);
    CHECK_STR(answer, S("{\"report_no\":\"1\"}"));
}

static void another_request_under_the_key_is_refused(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct idempotency i, other;
    struct str answer;
    bool found;

    WORLD_OK(c, idempotency_of(c, client_key, "POST x", S("body"), &i));
    keep(c, &i, S("a"));
    WORLD_OK(c, idempotency_of(c, client_key, "POST x", S("other body"), &other));
    CHECK(idempotency_find(c, &other, &found, &answer) == ERR_CONFLICT);
    assert_string_equal(c->fault.key, "idempotency.other");
}

static void another_person_finds_nothing_under_it(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct idempotency mine, theirs;
    struct str answer;
    bool found;

    WORLD_OK(c, idempotency_of(c, client_key, "POST x", S("body"), &mine));
    keep(c, &mine, S("a"));
    c = world_as(w, 330411, RO_CLERK);
    WORLD_OK(c, idempotency_of(c, client_key, "POST x", S("body"), &theirs));
    assert_memory_not_equal(mine.id, theirs.id, sizeof(mine.id));
    CHECK(!key_equal(&mine.key, &theirs.key));
    WORLD_OK(c, idempotency_find(c, &theirs, &found, &answer));
    CHECK(!found);
}

static void it_is_over_after_a_day_and_may_be_used_again(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct idempotency i;
    struct str answer;
    bool found;
    int64_t removed;

    WORLD_OK(c, idempotency_of(c, client_key, "POST x", S("body"), &i));
    keep(c, &i, S("a"));
    w->ctx.now.ms += DAY_MS - 1;
    WORLD_OK(c, idempotency_find(c, &i, &found, &answer));
    CHECK(found);
    w->ctx.now.ms += 1;
    WORLD_OK(c, idempotency_find(c, &i, &found, &answer));
    CHECK(!found);
    keep(c, &i, S("b"));
    WORLD_OK(c, idempotency_find(c, &i, &found, &answer));
    CHECK_STR(answer, S("b"));
    w->ctx.now.ms += DAY_MS;
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, idempotency_expire(c, &removed));
    WORLD_OK(c, store_commit(c));
    CHECK(removed == 1);
}

static void a_double_is_told_and_short_keys_are_refused(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct idempotency i;

    WORLD_OK(c, idempotency_of(c, client_key, "POST x", S("body"), &i));
    keep(c, &i, S("a"));
    WORLD_OK(c, store_begin(c));
    CHECK(idempotency_store(c, &i, S("b")) == ERR_CONFLICT);
    assert_string_equal(c->fault.key, "store.unique");
    store_rollback(c);
    fault_clear(&c->fault);
    CHECK(idempotency_of(c, S("fifteen bytes.."), "POST x", S(""), &i) == ERR_INVALID);
    CHECK(fault_has_field(&c->fault, "Idempotency-Key"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_given_again),
        cmocka_unit_test(another_request_under_the_key_is_refused),
        cmocka_unit_test(another_person_finds_nothing_under_it),
        cmocka_unit_test(it_is_over_after_a_day_and_may_be_used_again),
        cmocka_unit_test(a_double_is_told_and_short_keys_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
