/* Rebuild and doctor on a province that has lived a year. */
#include <sys/stat.h>

#include "cli/cli_test.h"
#include "domain/world_queries.h"

static void spoil(struct run *r)
{
    struct app *app = run_open(r);
    struct ctx c = { .app = app,
                     .store = app->store,
                     .arena = r->arena,
                     .now = r->now,
                     .chance = chance_system(),
                     .actor = actor_system(r->arena) };
    WORLD_OK(&c, store_begin(&c));
    WORLD_OK(&c, store_run(&c, Q_TEST_SPOIL_MATTERS, NULL, TEXT(S("ST_REVIEWED")), INT(9)));
    WORLD_OK(&c, store_run0(&c, Q_TEST_SPOIL_LEADS, NULL));
    WORLD_OK(&c, store_run0(&c, Q_TEST_SPOIL_COUNTERS, NULL));
    WORLD_OK(&c, store_commit(&c));
    app_close(app);
}

static void rebuild_mends_what_was_changed(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r);
    run_command(&r, "demo", "--at", "2026-09-18", NULL);
    assert_int_equal(r.code, EX_OK);
    run_command(&r, "rebuild", "--check", NULL); /* every column as the events say */
    CHECK(str_ends(r.out, S(" 0 differences\n")));
    assert_int_equal(r.code, EX_OK);

    spoil(&r);
    run_command(&r, "rebuild", "--check", NULL);
    assert_int_equal(r.code, 1);
    CHECK(str_contains(r.out, S("state is ST_REVIEWED, should be ST_")));
    CHECK(str_contains(r.out, S("unread is 3, should be 0")));
    CHECK(str_contains(r.out, S("closed_day is 1, should be ")));
    CHECK(str_contains(r.out, S("due_day is 5, should be ")));
    CHECK(str_contains(r.out, S("due_code is D99, should be ")));
    CHECK(str_contains(r.out, S("explanations is 2, should be 0")));
    CHECK(str_contains(r.out, S("referrals is 4, should be 0")));
    CHECK(str_contains(r.out, S("round is REVIEW, should be FIRST")));
    CHECK(str_contains(r.out, S("lead.state is OPEN, should be CONCLUDED")));
    CHECK(str_contains(r.out, S("counter.next is 1, should be ")));
    run_command(&r, "rebuild", "--check", NULL); /* looking changes nothing */
    assert_int_equal(r.code, 1);
    run_command(&r, "rebuild", NULL);
    assert_int_equal(r.code, EX_OK);
    CHECK(str_contains(r.out, S("mended")));
    run_command(&r, "rebuild", "--check", NULL);
    CHECK(str_contains(r.out, S(" 0 differences")));
    assert_int_equal(r.code, EX_OK);

    CHECK(instant_parse(S("2026-09-18T08:05:00+08:00"), &r.now)); /* the demo ends at eight */
    run_command(&r, "doctor", NULL);
    CHECK(str_contains(r.out, S("every page and index fits")));
    CHECK(str_contains(r.out, S("ok    desk po        ")));
    CHECK(str_contains(r.out, S("ok    desk id        ")));
    CHECK(str_contains(r.out, S("each with its own holders")));
    CHECK(str_contains(r.out, S("ok    rows ")) && str_contains(r.out, S("ok    clock ")));
    CHECK(str_contains(r.out, S("0 columns differ")));
    CHECK(str_contains(r.out, S("0 missing")));
    CHECK(str_contains(r.out, S("ok    calendar")));
    assert_int_equal(r.code, EX_OK);
    struct instant before = r.now;
    CHECK(instant_parse(S("2034-12-02T10:00:00+08:00"), &r.now)); /* and no notice yet */
    run_command(&r, "doctor", NULL);
    CHECK(str_contains(r.out, S("WRONG calendar")));
    CHECK(str_contains(r.out, S("WRONG jobs"))); /* nobody served since September */
    assert_int_equal(r.code, 1);
    r.now = before;
    assert_int_equal(chmod(r.key, 0440), 0);
    run_command(&r, "doctor", NULL);
    CHECK(r.code != EX_OK);
    CHECK(str_contains(r.out, S("WRONG key")));
    run_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(rebuild_mends_what_was_changed) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
