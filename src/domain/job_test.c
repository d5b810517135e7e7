/* What runs by itself: each thing at its time, not before, and once. */
#include "domain/job.h"

#include "domain/file.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

enum { SESSIONS, DRAFTS, ANSWERS, ATTEMPTS, ONE_TIME, OPENED };

static int64_t left(struct world *w, int what)
{
    struct rows r;

    WORLD_OK(&w->ctx, store_run0(&w->ctx, Q_TEST_PERISHABLE, &r));
    return cell(&r, 0, (size_t)what)->i;
}

static int64_t ms_of(const char *rfc3339)
{
    struct instant t;

    CHECK(instant_parse(str_of(rfc3339), &t));
    return t.ms;
}

static struct value blob(const char *s)
{
    return BLOB(str_of(s));
}

/* One of each, ending on the 18th at eleven, and one of each that goes on. */
static void put_perishable(struct world *w)
{
    int64_t end = ms_of("2026-09-18T11:00:00+08:00"), later = end + 48 * JOB_SWEEP_MS;

    world_write(w, Q_TEST_PUT_SESSION, blob("s1"), INT(end));
    world_write(w, Q_TEST_PUT_SESSION, blob("s2"), INT(later));
    world_write(w, Q_TEST_PUT_DRAFT, blob("d1"), INT(end));
    world_write(w, Q_TEST_PUT_DRAFT, blob("d2"), INT(later));
    world_write(w, Q_TEST_PUT_ANSWER, blob("i1"), INT(end));
    world_write(w, Q_TEST_PUT_ANSWER, blob("i2"), INT(later));
    world_write(w, Q_TEST_PUT_ATTEMPT, blob("a1"), INT(end - DAY_MS));
    world_write(w, Q_TEST_PUT_ATTEMPT, blob("a2"), INT(later));
}

static void what_dies_of_age_goes_within_the_hour(void **state)
{
    (void)state;
    static const int kinds[] = { SESSIONS, DRAFTS, ANSWERS, ATTEMPTS };
    WORLD_AUTO w = world_new();
    int64_t before[4];

    world_write(w, Q_TEST_NO_SESSIONS, INT(0));
    put_perishable(w);
    world_runs_until(w, "2026-09-18T10:50:00+08:00");
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        before[i] = left(w, kinds[i]);
    world_runs_until(w, "2026-09-18T12:01:00+08:00");
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        assert_int_equal(left(w, kinds[i]), before[i] - 1);
}

static void an_opened_identity_is_closed_after_its_day(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    int64_t report = world_report_of(w, world_received(w, &f).matter);

    world_write(w, Q_TEST_PUT_OPENING, INT(1), INT(report), INT(ctx_today(&w->ctx).n + 1));
    world_runs_until(w, "2026-09-19T23:00:00+08:00"); /* its last day */
    assert_int_equal(left(w, OPENED), 1);
    world_runs_until(w, "2026-09-20T00:01:00+08:00");
    assert_int_equal(left(w, OPENED), 0);
}

/* Told to be over for a while, then it is not there any more. */
static void an_unused_one_time_password_goes(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();

    f.channel = S("CH_LETTER");
    f.arrived_on = S("2026-09-18");
    f.password = STR_NONE;
    (void)world_as(w, COUNTY, RO_CLERK);
    (void)world_report(w, &f);
    world_runs_until(w, "2026-10-31T12:00:00+08:00"); /* over since the 2nd */
    assert_int_equal(left(w, ONE_TIME), 1);
    world_runs_until(w, "2026-11-02T12:00:00+08:00");
    assert_int_equal(left(w, ONE_TIME), 0);
}

/* A key that one person alone can open is told to the head, once. */
static void keys_that_few_can_open_are_told(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct rows r;

    (void)world_received(w, &f);
    world_runs_until(w, "2026-09-19T00:01:00+08:00");
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_TASKS_OF_BODY, &r, INT(COUNTY),
                                TEXT(S("KEYS_THIN"))));
    assert_int_equal(cell(&r, 0, 0)->i, 0); /* clerk, screener and head hold it */
    world_write(w, Q_TEST_OFFICERS_GONE, INT(COUNTY),
                INT(world_officer(w, COUNTY, RO_PO_HEAD)));
    world_runs_until(w, "2026-09-20T00:01:00+08:00");
    world_runs_until(w, "2026-09-21T00:01:00+08:00");
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_TASKS_OF_BODY, &r, INT(COUNTY),
                                TEXT(S("KEYS_THIN"))));
    assert_int_equal(cell(&r, 0, 0)->i, 1);
}

static void the_blob_folder_is_swept_each_day(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct rows r;

    (void)world_blobs(w);
    world_runs_until(w, "2026-09-18T12:00:00+08:00");
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_JOB_DUE, &r, TEXT(S("blobs"))));
    assert_int_equal(r.n, 1);
    assert_true(cell(&r, 0, 0)->i > w->ctx.now.ms && cell(&r, 0, 0)->i <= w->ctx.now.ms + DAY_MS);
    int64_t first = cell(&r, 0, 0)->i;
    world_runs_until(w, "2026-09-20T12:00:00+08:00");
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_JOB_DUE, &r, TEXT(S("blobs"))));
    assert_true(cell(&r, 0, 0)->i > first);
}

/* Undo time, D05 of the local leader, and a clock's rung: each is waited for by its own hour. */
static void the_next_thing_is_known(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct instant next;
    int64_t steps;
    struct ctx *c;

    (void)world_report(w, &f); /* ten o'clock */
    c = world_as_system(w);
    WORLD_OK(c, job_run_until(c, c->now, 0, &steps));
    WORLD_OK(c, job_next(c, &next));
    assert_int_equal(next.ms, ms_of("2026-09-18T10:10:00+08:00"));
    WORLD_OK(c, job_run_until(c, next, 0, &steps));
    assert_int_equal(steps, 1);
    WORLD_OK(c, job_next(c, &next)); /* then the hourly sweep */
    assert_true(next.ms > c->now.ms && next.ms <= c->now.ms + JOB_SWEEP_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_dies_of_age_goes_within_the_hour),
        cmocka_unit_test(an_opened_identity_is_closed_after_its_day),
        cmocka_unit_test(an_unused_one_time_password_goes),
        cmocka_unit_test(keys_that_few_can_open_are_told),
        cmocka_unit_test(the_blob_folder_is_swept_each_day),
        cmocka_unit_test(the_next_thing_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
