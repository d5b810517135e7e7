/* What is shown beside a new report: those that say the same, or accuse the same, within reach. */
#include "domain/repeat.h"

#include "domain/id.h"
#include "domain/intake.h"
#include "domain/sketch.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY 330411

static const char *const told[] = {
    "村会计张某去年九月从征地补偿款里支走六万元，没有人知道用在哪里，账上写的是修水渠的人工。",
    "去年九月，村会计从征地补偿款里支走了六万元，没人知道用在哪里，账上写的是修水渠的人工费！",
    "镇里的小学食堂常年用变质的米，校长的亲戚承包了五年，从来没有公开招过标，家长去问都被赶出来。",
};

static struct report_form saying(size_t i, const char *name, const char *unit)
{
    struct report_form f = world_form();

    f.title = STR_NONE;
    f.narrative = str_of(told[i]);
    f.subjects[0].name = str_of(name);
    f.subjects[0].unit = str_of(unit);
    return f;
}

/* By the web, registered by the clerk. */
static int64_t registered(struct world *w, size_t i, const char *name, const char *unit)
{
    struct report_form f = saying(i, name, unit);

    (void)world_as_nobody(w);
    struct report_receipt r = world_report(w, &f);
    w->ctx.now.ms += 11 * 60 * 1000; /* the reporter may change it no more */
    (void)world_move(w, COUNTY, RO_CLERK, r.matter, "T02", "");
    return r.matter;
}

static struct repeat_list seen(struct world *w, uint32_t role, int64_t matter)
{
    struct repeat_list l;

    WORLD_OK(&w->ctx, repeat_candidates(world_as(w, COUNTY, role), matter, &l));
    return l;
}

static void the_same_in_other_words_is_found_without_its_name(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t first = registered(w, 0, "张某", "新塍镇某村");
    int64_t other = registered(w, 2, "王某", "某小学");
    int64_t again = registered(w, 1, "张会计", "新塍镇");

    struct repeat_list l = seen(w, RO_SCREENER, again);
    CHECK(l.n == 1 && l.items[0].matter == first);
    CHECK(l.items[0].alike > 40 && !l.items[0].same_name);
    CHECK_STR(l.items[0].state, S("ST_REGISTERED"));
    CHECK(!str_empty(l.items[0].reg_no));
    l = seen(w, RO_SCREENER, first);
    CHECK(l.n == 1 && l.items[0].matter == again);
    CHECK(seen(w, RO_SCREENER, other).n == 0);
}

static void the_same_name_is_found_whatever_is_said(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t first = registered(w, 0, "张 某", "新塍镇某村");
    int64_t again = registered(w, 2, "张某", "新塍镇 某村");
    int64_t unit = registered(w, 2, "王某", "新塍镇某村");

    struct repeat_list l = seen(w, RO_SCREENER, again);
    CHECK(l.n == 2);
    CHECK(l.items[0].matter == unit && l.items[0].alike == 100 && l.items[0].same_unit);
    CHECK(l.items[1].matter == first && l.items[1].same_name && l.items[1].same_unit);
    CHECK(l.items[1].alike < REPEAT_ALIKE);
    /* the unit alone says nothing: half a township works there */
    l = seen(w, RO_SCREENER, first);
    CHECK(l.n == 1 && l.items[0].matter == again);
}

static void who_does_not_find_the_matter_is_shown_nothing(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t first = registered(w, 0, "张某", "新塍镇某村");
    int64_t again = registered(w, 1, "张某", "新塍镇某村");
    struct repeat_list l;

    /* the clerk sees web reports until screening begins; the department head sees neither */
    CHECK(seen(w, RO_CLERK, again).n == 1);
    (void)world_move(w, COUNTY, RO_SCREENER, first, "T04", "");
    CHECK(seen(w, RO_CLERK, again).n == 0);
    WORLD_FAULT(&w->ctx, repeat_candidates(world_as(w, COUNTY, RO_HANDLER), again, &l),
                ERR_NOT_FOUND, "matter.none");
    WORLD_FAULT(&w->ctx, repeat_candidates(world_as(w, 330109, RO_SCREENER), again, &l),
                ERR_NOT_FOUND, "matter.none");
    CHECK(l.n == 0);
}

static void crowd(struct ctx *c, const struct rows *bands)
{
    WORLD_OK(c, store_begin(c));
    TX_AUTO tx = c;
    for (size_t i = 0; i < bands->n; i++)
        for (int64_t k = 1; k <= 70; k++)
            WORLD_OK(c, store_run(c, Q_TEST_SKETCH_CROWD, NULL, INT(cell(bands, i, 0)->i),
                                  INT(INT64_MAX - 100 * (int64_t)i -
                                      k))); /* after the one that matters */
    WORLD_OK(c, store_commit(tx));
}

/* What was filed with it already is no news; and each look is written down. */
static void what_is_filed_with_it_is_not_shown_again(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t first = registered(w, 0, "张某", "新塍镇某村");
    int64_t again = registered(w, 1, "张某", "新塍镇某村");
    struct ctx *c = &w->ctx;
    struct rows r;

    CHECK(seen(w, RO_SCREENER, first).n == 1);
    (void)world_move(w, COUNTY, RO_SCREENER, first, "T04", "");
    world_accept(w, COUNTY, first);
    (void)world_move(w, COUNTY, RO_SCREENER, again, "T04", "");
    world_propose(
        w, COUNTY, RO_SCREENER, again, "T12",
        str_z(c->arena, str_fmt(c->arena, "lead_matter=%.*s", STR_ARG(id_text(c, first)))));
    world_agree(w, COUNTY, RO_PO_HEAD, again, "T12");
    CHECK(seen(w, RO_SCREENER, first).n == 0);
    WORLD_OK(c, store_run(c, Q_TEST_AUDIT_COUNT, &r, TEXT(S("matter.repeats"))));
    CHECK(cell(&r, 0, 0)->i == 2);
}

/* A turn of phrase that a hundred letters share would bury the one that matters. */
static void what_everybody_says_is_passed_over(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t first = registered(w, 0, "甲某", "某村"), again = registered(w, 1, "乙某", "某村");
    struct rows r;

    CHECK(seen(w, RO_SCREENER, again).n == 1);
    WORLD_OK(&w->ctx, store_run0(&w->ctx, Q_TEST_SKETCH_BANDS, &r));
    CHECK(r.n > SKETCH_BANDS); /* each band of the two, those they share once */
    crowd(&w->ctx, &r);
    CHECK(seen(w, RO_SCREENER, again).n == 0);
    CHECK(first != again);
}

static void dropped(struct ctx *c, int64_t report)
{
    WORLD_OK(c, store_begin(c));
    TX_AUTO tx = c;
    WORLD_OK(c, report_tokens_drop(c, report));
    WORLD_OK(c, store_commit(tx));
}

/* Sealed up or taken back, it is found no more. */
static void a_report_that_goes_takes_its_sketch_along(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct rows r;

    int64_t first = registered(w, 0, "张某", "新塍镇某村");
    (void)first;
    WORLD_OK(&w->ctx, store_run0(&w->ctx, Q_TEST_SKETCHED, &r));
    CHECK(r.n == 1);
    dropped(&w->ctx, cell(&r, 0, 0)->i);
    WORLD_OK(&w->ctx, store_run0(&w->ctx, Q_TEST_SKETCHED, &r));
    CHECK(r.n == 0);
    WORLD_OK(&w->ctx, store_run0(&w->ctx, Q_TEST_SKETCH_BANDS, &r));
    CHECK(r.n == 0);
}

static void a_letter_is_sketched_as_it_is_typed(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = saying(0, "张某", "新塍镇某村");

    f.channel = S("CH_LETTER");
    f.arrived_on = S("2026-09-18");
    f.password = STR_NONE;
    (void)world_as(w, COUNTY, RO_CLERK);
    int64_t first = world_report(w, &f).matter;
    int64_t again = registered(w, 1, "李某", "某村");
    struct repeat_list l = seen(w, RO_SCREENER, again);
    CHECK(l.n == 1 && l.items[0].matter == first && l.items[0].alike > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_in_other_words_is_found_without_its_name),
        cmocka_unit_test(the_same_name_is_found_whatever_is_said),
        cmocka_unit_test(who_does_not_find_the_matter_is_shown_nothing),
        cmocka_unit_test(what_is_filed_with_it_is_not_shown_again),
        cmocka_unit_test(what_everybody_says_is_passed_over),
        cmocka_unit_test(a_report_that_goes_takes_its_sketch_along),
        cmocka_unit_test(a_letter_is_sketched_as_it_is_typed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
