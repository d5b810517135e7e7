/* Search: words within reach and nowhere else; numbers exactly; each search is written down. */
#include "domain/matter.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY 330411

static struct report_receipt received(struct world *w, const char *area, const char *narrative)
{
    struct report_form f = world_form();

    f.area_code = str_of(area);
    f.narrative = str_of(narrative);
    f.title = S("一个标题");
    (void)world_as_nobody(w);
    return world_report(w, &f);
}

static struct matter_list search(struct ctx *c, struct str words)
{
    struct matter_filter f = { .named = -1, .due_before = DAY_NONE };
    struct matter_list l;

    WORLD_OK(c, matter_search(c, words, &f, &l));
    return l;
}

static bool found(struct ctx *c, struct str words, int64_t matter)
{
    struct matter_list l = search(c, words);

    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].id == matter)
            return true;
    }
    return false;
}

static void words_are_found_within_reach(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt a = received(w, "330411", "河道清淤工程虚报土方，金额八十万元。");
    struct report_receipt b = received(w, "330411", "低保名额给了村干部的亲戚，群众意见大。");
    struct report_receipt other = received(w, "330109", "河道清淤工程没有验收就付款。");
    struct ctx *c;

    CHECK(search(world_as(w, COUNTY, RO_SCREENER), S("清淤")).n == 0); /* may still be undone */
    world_time(w, "2026-09-18T10:11:00+08:00");
    c = world_as(w, COUNTY, RO_SCREENER);
    CHECK(found(c, S("清淤"), a.matter) && search(c, S("清淤")).n == 1);
    CHECK(found(c, S("村干部 低保"), b.matter) && search(c, S("村干部 低保")).n == 1);
    CHECK(search(c, S("清淤 低保")).n == 0);
    CHECK(found(c, S("张某"), a.matter) && found(c, S("张某"), b.matter)); /* the accused */
    CHECK(search(c, S("李某")).n == 0);      /* the reporter's name is no word of it */
    CHECK(search(c, S("narrative")).n == 0); /* nor are names of fields */
    CHECK(found(world_as(w, 330109, RO_PO_HEAD), S("清淤"), other.matter));
    CHECK(search(world_as(w, 330400, RO_PO_HEAD), S("清淤")).n == 0);
    CHECK(search(world_as(w, 330400, RO_UPPER), S("清淤")).n == 0);
    CHECK(search(world_as(w, COUNTY, RO_HANDLER), S("清淤")).n == 0);
    CHECK(search(world_as(w, COUNTY, RO_DEPUTY), S("清淤")).n == 0); /* in reach later, no key */
    CHECK(found(world_as(w, COUNTY, RO_CLERK), S("清淤"), a.matter));
}

static void numbers_are_found_exactly(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt a = received(w, "330411", "河道清淤工程虚报土方，金额八十万元。");
    struct report_receipt b = received(w, "330411", "低保名额给了村干部的亲戚，群众意见大。");
    struct matter m;

    world_time(w, "2026-09-18T10:11:00+08:00");
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER);
    CHECK(found(c, report_number_shown(c->arena, a.report_no), a.matter)); /* by opening */
    CHECK(search(c, a.report_no).n == 1);
    (void)world_move(w, COUNTY, RO_CLERK, a.matter, "T02", "");
    c = world_as(w, COUNTY, RO_SCREENER);
    CHECK(found(c, a.report_no, a.matter) && search(c, a.report_no).n == 1); /* by its token */
    WORLD_OK(c, matter_find(c, a.matter, &m));
    CHECK(found(c, m.reg_no, a.matter) && search(c, m.reg_no).n == 1);
    CHECK(!found(c, a.report_no, b.matter));
    CHECK(search(world_as(w, 330109, RO_SCREENER), a.report_no).n == 0);
    CHECK(search(world_as(w, 330109, RO_SCREENER), m.reg_no).n == 0);
    CHECK(search(world_as(w, COUNTY, RO_HANDLER), m.reg_no).n == 0);
}

/* Sent down, the lower body's matter is its own: the number leads to no row of it above. */
static void a_number_does_not_lead_below(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt a = received(w, "330400", "河道清淤工程虚报土方，金额八十万元。");
    struct str cookie =
        world_joined(w, WORLD_CITY, RO_SCREENER | RO_UPPER, "W330400-BOTH", RO_PO_HEAD);

    world_time(w, "2026-09-18T10:11:00+08:00");
    world_screen(w, WORLD_CITY, a.matter);
    (void)world_move(w, WORLD_CITY, RO_SCREENER, a.matter, "T10", "to_body=330411");
    struct ctx *c = world_as_cookie(w, cookie);
    CHECK(search(c, a.report_no).n == 1 && found(c, a.report_no, a.matter));
}

static void filters_recusal_and_record(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt a = received(w, "330411", "河道清淤工程虚报土方，金额八十万元。");
    struct matter_filter f = { .named = -1, .due_before = DAY_NONE };
    struct matter_list l;
    struct rows before, after;

    world_time(w, "2026-09-18T10:11:00+08:00");
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_OK(c, store_run(c, Q_TEST_SEARCHES, &before, INT(c->actor->officer)));
    f.state = S("ST_CLOSED");
    WORLD_OK(c, matter_search(c, S("清淤"), &f, &l));
    CHECK(l.n == 0);
    f.state = S("ST_RECEIVED");
    WORLD_OK(c, matter_search(c, S("清淤"), &f, &l));
    CHECK(l.n == 1 && l.items[0].id == a.matter);
    WORLD_OK(c, store_run(c, Q_TEST_SEARCHES, &after, INT(c->actor->officer)));
    assert_int_equal(cell(&after, 0, 0)->i - cell(&before, 0, 0)->i, 2);
    WORLD_MISTAKE(c, matter_search(c, S("  "), &f, &l), "q", "search.words");
    world_write(w, Q_TEST_RECUSE, INT(a.matter), INT(c->actor->officer), TEXT(S("DECIDED")));
    CHECK(search(world_as(w, COUNTY, RO_SCREENER), S("清淤")).n == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_within_reach),
        cmocka_unit_test(numbers_are_found_exactly),
        cmocka_unit_test(a_number_does_not_lead_below),
        cmocka_unit_test(filters_recusal_and_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
