/* Publicity at the pages: what the reporter is asked, what the public reads, feeds, the display,
 * the leader's page, an officer's calendar. */
#include "domain/id.h"
#include "domain/publication.h"
#include "domain/world_move.h"
#include "web/browser.h"

#define COUNTY WORLD_COUNTY

static void plan(struct world *w, int64_t matter)
{
    (void)world_move(w, COUNTY, RO_HD_HEAD, matter, "PB1",
                     "open_stage=feedback&open_what=content&open_part=part&layer=LY_SOCIETY"
                     "&pub_form=PF_SITE");
    (void)world_move(w, COUNTY, RO_PUBLISHER, matter, "PB2",
                     "pub_title=处理结果 <一>&pub_text=问题属实，已改正。&guess=200"
                     "&no_reporter=true&no_others=true&neutral_words=true&no_files=true");
    (void)world_move(w, COUNTY, RO_HANDLER, matter, "PB3", "outcome=ask");
}

static struct report_receipt brought(struct world *w)
{
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);

    world_bring(w, COUNTY, r.matter, "ST_FEEDBACK");
    return r;
}

static void compare(struct world *w)
{
    struct ctx *c = world_as(w, COUNTY, RO_CUSTODIAN);
    struct pub_compare_list l;
    bool clean;

    WORLD_OK(c, publication_compare_list(c, &l));
    WORLD_OK(c, publication_compare(c, l.items[0].publication, l.items[0].report, &clean));
    CHECK(clean);
}

static int log_in(struct browser *b, struct world *w, const struct report_receipt *r)
{
    assert_int_equal(browser_get(b, "/my/login"), 200);
    return browser_post(
        b, "/my/login",
        str_z(w->ctx.arena, str_fmt(w->ctx.arena, "report_no=%.*s&password=%.*s",
                                    STR_ARG(r->report_no), STR_ARG(world_form().password))));
}

static void the_reporter_reads_and_agrees_and_the_public_reads(void **state)
{
    struct site *s = *state;
    struct world *w = s->w;
    struct report_receipt r = brought(w);
    struct browser b = browser_visitor(state);

    plan(w, r.matter);
    assert_int_equal(log_in(&b, w, &r), 303);
    assert_int_equal(browser_get(&b, "/my"), 200);
    CHECK(browser_sees(&b, "/my/publish"));
    assert_int_equal(browser_get(&b, "/my/publish"), 200);
    CHECK(browser_sees(&b, "问题属实，已改正。") && browser_sees(&b, "处理结果 &lt;一&gt;"));
    struct str id = browser_value(&b, "publication"), hash = browser_value(&b, "hash");
    struct arena *a = w->ctx.arena;
    const char *form = str_z(
        a, str_fmt(a, "publication=%.*s&hash=%.*s&answer=%s", STR_ARG(id), STR_ARG(hash), "yes"));
    assert_int_equal(
        browser_post(&b, "/my/publish",
                     str_z(a, str_fmt(a, "publication=%.*s&hash=00&answer=yes", STR_ARG(id)))),
        422); /* another text */
    CHECK(browser_sees(&b, "问题属实，已改正。"));
    assert_int_equal(browser_post(&b, "/my/publish", "answer=maybe"), 422);
    assert_int_equal(browser_post(&b, "/my/publish", form), 303);
    compare(w);
    (void)world_move(w, COUNTY, RO_DEPUTY, r.matter, "PB5", "outcome=approved");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_SITE&place=本网站&to_on=2026-12-18");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_DISPLAY&place=大厅&to_on=2026-12-18");

    struct browser p = browser_visitor(state);
    const char *item = str_z(a, str_fmt(a, "/open/item/%.*s", STR_ARG(id)));
    assert_int_equal(browser_get(&p, item), 200);
    CHECK(browser_sees(&p, "问题属实，已改正。") && browser_sees(&p, str_z(a, hash)));
    assert_int_equal(browser_get(&p, "/open/item/AAAAAAAAAAE"), 404);
    assert_int_equal(browser_get(&p, "/open/results"), 200);
    CHECK(browser_sees(&p, str_z(a, id)));
    assert_int_equal(browser_get(&p, "/wall/330411"), 200);
    CHECK(browser_sees(&p, "处理结果 &lt;一&gt;") && !browser_sees(&p, "<form"));
    assert_int_equal(browser_get(&p, "/wall/330100"), 200);
    CHECK(!browser_sees(&p, "处理结果"));
    assert_int_equal(browser_get(&p, "/wall/1"), 404);
}

/* RFC 4287 4.1.1, 4.1.2: what a feed and an entry must hold, once. */
static void feeds_hold_what_atom_asks(void **state)
{
    static const char *const feeds[] = { "/feeds/published.atom", "/feeds/notices.atom",
                                         "/feeds/statistics.atom", "/feeds/330411.atom" };
    static const char *const must[] = { "<feed xmlns=\"http://www.w3.org/2005/Atom\"",
                                        "<id>tag:",
                                        "<title>",
                                        "<updated>2",
                                        "<author><name>",
                                        "rel=\"self\"",
                                        "</feed>" };
    struct browser p = browser_visitor(state);

    for (size_t i = 0; i < COUNT_OF(feeds); i++) {
        assert_int_equal(browser_get(&p, feeds[i]), 200);
        CHECK(str_starts(browser_header(&p, "Content-Type"), S("application/atom+xml")));
        for (size_t k = 0; k < COUNT_OF(must); k++)
            CHECK(browser_sees(&p, must[k]));
    }
    assert_int_equal(browser_get(&p, "/feeds/nothing.atom"), 404);
    assert_int_equal(browser_get(&p, "/feeds/1.atom"), 404);
}

static void officers_see_the_way_of_a_text(void **state)
{
    struct site *s = *state;
    struct world *w = s->w;
    struct report_receipt r = brought(w);
    struct arena *a = w->ctx.arena;

    plan(w, r.matter);
    const char *page =
        str_z(a, str_fmt(a, "/desk/m/%.*s/publication", STR_ARG(id_text(&w->ctx, r.matter))));
    struct browser b = browser_officer(state, COUNTY, RO_PUBLISHER);
    assert_int_equal(browser_get(&b, "/desk/publish"), 200);
    CHECK(browser_sees(&b, page));
    assert_int_equal(browser_get(&b, page), 200);
    CHECK(browser_sees(&b, "问题属实，已改正。") && browser_sees(&b, "value=\"PB2\""));
    CHECK(!browser_sees(&b, "value=\"PB5\"") && !browser_sees(&b, "value=\"PB1\""));
    browser_sit(&b, COUNTY, RO_DEPUTY);
    assert_int_equal(browser_get(&b, page), 200);
    CHECK(browser_sees(&b, "value=\"PB5\"") && !browser_sees(&b, "value=\"PB2\""));
    browser_sit(&b, COUNTY, RO_CUSTODIAN);
    assert_int_equal(browser_get(&b, "/desk/identity"), 200);
    CHECK(browser_sees(&b, "value=\"compare\"") && !browser_sees(&b, "问题属实"));
}

static void a_leader_has_his_page_and_a_handler_his_dates(void **state)
{
    struct site *s = *state;
    struct world *w = s->w;
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    struct browser b = browser_officer(state, WORLD_CITY, RO_DEPUTY);
    assert_int_equal(browser_get(&b, "/desk/lead"), 200);
    CHECK(browser_sees(&b, "/desk/lead/330411"));
    assert_int_equal(browser_get(&b, "/desk/lead/330411"), 200);
    assert_int_equal(browser_get(&b, "/desk/lead/330100"), 404);
    browser_sit(&b, COUNTY, RO_HANDLER);
    assert_int_equal(browser_get(&b, "/desk/deadlines.ics"), 200);
    CHECK(browser_sees(&b, "BEGIN:VEVENT\r\n") && browser_sees(&b, "DTSTART;VALUE=DATE:2"));
    CHECK(!browser_sees(&b, str_z(w->ctx.arena, f.subjects[0].name)));
    browser_sit(&b, COUNTY, RO_PO_HEAD);
    assert_int_equal(browser_get(&b, "/desk/deadlines.ics"), 200);
    CHECK(!browser_sees(&b, "BEGIN:VEVENT"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_reporter_reads_and_agrees_and_the_public_reads),
        TEST(feeds_hold_what_atom_asks),
        TEST(officers_see_the_way_of_a_text),
        TEST(a_leader_has_his_page_and_a_handler_his_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
