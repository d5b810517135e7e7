/* A step that is overdue is shown to a stranger; each thing that is wrong with the file is told. */
#include "domain/log_omission.h"
#include "domain/log_world.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY 330411

/* Registered and screened, then left lying: D04 is over in October. */
static void leave(struct log_story *s)
{
    log_story_register(s);
    log_story_drain(s);
}

static void wait_till_late(struct log_story *s)
{
    world_time(s->w, "2026-10-16T02:00:00+08:00");
    log_story_drain(s);
}

static enum omission_verdict checked(struct ctx *c, struct str file)
{
    struct omission_checked k;

    WORLD_OK(c, omission_check(c, file, &k));
    return k.verdict;
}

static void an_overdue_step_is_shown(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct omission_steps steps;
    struct str file;

    (void)state;
    leave(&s);
    struct ctx *c = log_story_reporter(&s);
    WORLD_FAULT(c, omission_make(c, S("D04"), &file), ERR_CONFLICT, "omission.not_late");
    wait_till_late(&s);
    c = log_story_reporter(&s);
    WORLD_OK(c, omission_steps(c, &steps));
    bool seen = false;
    for (size_t i = 0; i < steps.n; i++)
        if (str_eq(steps.items[i].code, S("D04"))) {
            seen = true;
            CHECK(steps.items[i].ready);
            CHECK_STR(day_format(c->arena, steps.items[i].due), S("2026-10-15"));
        }
    CHECK(seen);
    WORLD_OK(c, omission_make(c, S("D04"), &file));
    c = world_as_nobody(s.w);
    assert_int_equal(checked(c, file), OMISSION_SHOWN);
    CHECK(!str_contains(file, S("张某")));
}

static void an_answer_ends_it(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct str file, again;

    (void)state;
    leave(&s);
    wait_till_late(&s);
    struct ctx *c = log_story_reporter(&s);
    WORLD_OK(c, omission_make(c, S("D04"), &file));
    (void)world_move(s.w, COUNTY, RO_SCREENER, s.slip.matter, "T07", "text=属于受理范围。");
    (void)world_move(s.w, COUNTY, RO_PO_HEAD, s.slip.matter, "T07", "decision=approve");
    log_story_drain(&s);
    c = log_story_reporter(&s);
    WORLD_FAULT(c, omission_make(c, S("D04"), &again), ERR_CONFLICT, "omission.not_late");
    fault_clear(&c->fault);
    assert_int_equal(checked(c, file), OMISSION_WENT_ON);
}

/* A term that binds the reporter is no omission of the office, though an event names its date. */
static void the_reporters_own_terms_show_nothing(void **state)
{
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct omission *o = arena_new_of(c->arena, struct omission);

    (void)state;
    o->n = 1;
    o->openings[0].meta = S("kind E_FEEDBACK\nseq 0\ndue D17 2026-10-01\ndue D04 2026-10-01\n");
    o->step = S("D04");
    assert_int_equal(omission_facts(c->arena, c->app->procedure, o), OMISSION_SHOWN);
    o->step = S("D17");
    assert_int_equal(omission_facts(c->arena, c->app->procedure, o), OMISSION_STEP);
}

/* old stands in the file; what comes instead has another length or not. */
static struct str with(struct arena *a, struct str file, const char *old, const char *new)
{
    struct buf b = buf_new(a);
    const char *z = str_z(a, file), *at = strstr(z, old);

    CHECK(at != NULL);
    buf_put(&b, str_bytes(z, (size_t)(at - z)));
    buf_put(&b, str_of(new));
    buf_put(&b, str_of(at + strlen(old)));
    return buf_str(&b);
}

static void each_wrong_file_is_told(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct str file;
    struct omission_checked k;

    (void)state;
    leave(&s);
    wait_till_late(&s);
    struct ctx *c = log_story_reporter(&s);
    WORLD_OK(c, omission_make(c, S("D04"), &file));
    struct arena *a = c->arena;
    assert_int_equal(checked(c, with(a, file, "/v1", "/v2")), OMISSION_NONE);
    assert_int_equal(checked(c, str_slice(file, 0, file.n - 20)), OMISSION_FORM);
    assert_int_equal(checked(c, str_slice(file, 0, 200)), OMISSION_CUT);
    assert_int_equal(checked(c, with(a, file, "origin log.", "origin lag.")), OMISSION_OTHER_LOG);
    assert_int_equal(checked(c, with(a, file, "step D04", "step D10")), OMISSION_STEP);
    assert_int_equal(checked(c, with(a, file, "step D04", "step D24")), OMISSION_STEP);
    assert_int_equal(checked(c, with(a, file, "open AQ", "open BQ")), OMISSION_FORM);
    assert_int_equal(checked(c, with(a, file, "open AQ", "open AQ=")), OMISSION_FORM);
    WORLD_MISTAKE(c, omission_check(c, S(""), &k), "omission", "omission.nothing");
}

static void the_time_is_looked_at(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct str file;

    (void)state;
    leave(&s);
    wait_till_late(&s);
    struct ctx *c = log_story_reporter(&s);
    WORLD_OK(c, omission_make(c, S("D04"), &file));
    c->now.ms -= 2 * DAY_MS;
    assert_int_equal(checked(c, file), OMISSION_EARLY);
}

/* By hand: events opened out of order, one left out, one that answers, one never logged. */
static void what_does_not_follow_is_no_proof(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct chain_leaves all;
    struct str file;

    (void)state;
    leave(&s);
    wait_till_late(&s);
    struct ctx *c = log_story_reporter(&s);
    WORLD_OK(c, omission_make(c, S("D04"), &file));
    WORLD_OK(c, log_of_mine(c, &all));
    CHECK(all.n >= 2);
    struct omission *o = arena_new_of(c->arena, struct omission);
    assert_int_equal(omission_read(c->arena, file, o), OMISSION_SHOWN);
    struct leaf_opening first = o->openings[0];
    o->openings[1] = first; /* the same once more */
    o->n = 2;
    assert_int_equal(checked(c, omission_text(c->arena, o)), OMISSION_GAP);
    uint8_t r_m[LEAF_HASH] = { 1 };
    o->n = 1;
    o->openings[0].r_m = r_m;
    assert_int_equal(checked(c, omission_text(c->arena, o)), OMISSION_UNLOGGED);
    const struct procedure *p = c->app->procedure;
    CHECK(procedure_answers(p, S("E_ACCEPTED"), S("D04")));
    CHECK(procedure_answers(p, S("E_UNDONE"), S("D04")));
    CHECK(!procedure_answers(p, S("E_URGED"), S("D04")));
    CHECK(!procedure_answers(p, S("E_MESSAGE"), S("D04")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_overdue_step_is_shown),
        cmocka_unit_test(an_answer_ends_it),
        cmocka_unit_test(the_reporters_own_terms_show_nothing),
        cmocka_unit_test(each_wrong_file_is_told),
        cmocka_unit_test(the_time_is_looked_at),
        cmocka_unit_test(what_does_not_follow_is_no_proof),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
