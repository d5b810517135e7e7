/* A clerk at his desk: letters, visits and calls by keyboard, slips, repeats. */
#include "base/test.h"
#include "domain/access.h"
#include "domain/file.h"
#include "web/browser.h"
#include "web/desk.h"
#include "web/entry.h"

#define ORG 330411
#define LETTER                                                                                     \
    "once=0123456789abcdef0123&arrived_on=0917&postmark_on=9-15&pieces=2&id_mode=ID_REAL&"         \
    "identity.name=陈兰&identity.phone=13500000000&subjects.0.name=张某&"                      \
    "subjects.0.unit=新塍村&subjects.0.level=LV_VILLAGE&narrative="                             \
    "去年修水渠没有招标，村里没公示。"                                             \
    "&area_code=330411 秀洲区&category=CAT_REPORT&topics=31 35"

static struct browser clerk(void **state)
{
    return browser_officer(state, ORG, RO_CLERK);
}

static void days_are_read_as_clerks_type_them(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct day today = day_from_ymd(2026, 11, 24);
    static const struct {
        const char *typed, *wanted;
    } cases[] = {
        { "1121", "2026-11-21" },
        { "11-21", "2026-11-21" },
        { "2026-11-21", "2026-11-21" },
        { "20261121", "2026-11-21" },
        { " 11.21 ", "2026-11-21" },
        { "1125", "2025-11-25" },
        { "12/31", "2025-12-31" },
        { "901", "2026-09-01" },
        { "1331", "1331" },
        { "soon", "soon" },
        { "2026-02-30", "2026-02-30" },
        { "", "" },
        { "1-2-3-4", "1-2-3-4" },
        { "999999999999", "999999999999" },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_STR(desk_day(a, str_of(cases[i].typed), today), str_of(cases[i].wanted));
    CHECK_STR(desk_clock(a, S("0915")), S("09:15"));
    CHECK_STR(desk_clock(a, S("9:05")), S("09:05"));
    CHECK_STR(desk_clock(a, S("2460")), S("2460"));
    CHECK_STR(desk_clock(a, S("915")), S("09:15"));
}

static void a_letter_is_taken_in_and_the_next_begins(void **state)
{
    struct browser b = clerk(state);
    struct world *w = b.w;

    CHECK(browser_get(&b, "/desk/letter") == 200);
    /* the first field that is empty has the focus, and only that one */
    CHECK(browser_sees(&b, "name=\"postmark_on\" value=\"\" autocomplete=\"off\" "
                           "inputmode=\"numeric\" autofocus"));
    CHECK(browser_post(&b, "/desk/letter", LETTER) == 303);
    CHECK_STR(b.location, S("/desk/letter"));
    CHECK(browser_follow(&b) == 200);
    struct str number = browser_between(&b, "<b class=\"num\">", "</b>");
    CHECK(number.n == 19);
    CHECK_STR(browser_value(&b, "arrived_on"), S("2026-09-17"));
    CHECK_STR(browser_value(&b, "postmark_on"), S("2026-09-15"));
    CHECK_STR(browser_value(&b, "area_code"), S("330411 秀洲区"));
    CHECK_STR(browser_value(&b, "identity.name"), S(""));
    CHECK(browser_sees(&b, "name=\"identity.name\" value=\"\" autocomplete=\"off\" autofocus"));
    CHECK(browser_sees(&b, "〔2026〕")); /* the register number */
    /* what was taken in stands in the matter, at once registered */
    struct ctx *c = world_as(w, ORG, RO_CLERK);
    int64_t id;
    struct str in_path = browser_between(&b, "href=\"/desk/m/", "\"");
    struct matter m;
    CHECK(id_read(&w->ctx, in_path, &id));
    WORLD_OK(c, matter_find(c, id, &m));
    CHECK_STR(m.state, S("ST_REGISTERED"));
    CHECK_STR(m.channel, S("CH_LETTER"));
    CHECK(m.received.n == day_from_ymd(2026, 9, 17).n);
}

static void the_same_form_twice_is_one_report(void **state)
{
    struct browser b = clerk(state);

    CHECK(browser_get(&b, "/desk/letter") == 200);
    CHECK(browser_post(&b, "/desk/letter", LETTER) == 303);
    CHECK(browser_follow(&b) == 200);
    struct str first = browser_between(&b, "<b class=\"num\">", "</b>");
    CHECK(browser_post(&b, "/desk/letter", LETTER) == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK_STR(browser_between(&b, "<b class=\"num\">", "</b>"), first);
}

static void the_password_is_shown_once_on_its_strip(void **state)
{
    struct browser b = clerk(state);
    struct world *w = b.w;

    CHECK(browser_post(&b, "/desk/letter", LETTER) == 303);
    CHECK(browser_follow(&b) == 200);
    struct str number = browser_between(&b, "<b class=\"num\">", "</b>");
    CHECK(!browser_sees(&b, "class=\"strip\""));
    CHECK(browser_post(&b, "/desk/slip", "at=1") == 200);
    CHECK(browser_sees(&b, str_z(w->ctx.arena, number)));
    CHECK(browser_sees(&b, "<dd>2026年9月17日"));
    struct str strip = browser_between(&b, "class=\"strip\"", "</section>");
    CHECK(!str_absent(strip));
    struct str password = browser_between(&b, "</h2><p class=\"num big\">", "</p>");
    CHECK(password.n >= 14);
    CHECK_STR(browser_header(&b, "Cache-Control"), S("no-store"));
    /* it opens the reporter's own page, and has to be changed there */
    struct str digits = str_fmt(w->ctx.arena, "%.4s%.4s%.4s%.4s", number.p, number.p + 5,
                                number.p + 10, number.p + 15);
    struct ctx *c = world_as_reporter(w, digits, password);
    CHECK(c->actor->must_change_password);
    /* never again */
    CHECK(browser_post(&b, "/desk/slip", "at=1") == 200);
    CHECK(!browser_sees(&b, "class=\"strip\""));
    CHECK(!browser_sees(&b, str_z(w->ctx.arena, password)));
    CHECK(browser_post(&b, "/desk/slip", "at=2") == 404);
    CHECK(browser_post(&b, "/desk/slip", "at=0") == 404);
}

static void slips_are_the_clerks_own(void **state)
{
    struct browser b = clerk(state);

    CHECK(browser_post(&b, "/desk/letter", LETTER) == 303);
    CHECK(browser_get(&b, "/desk/slips") == 200);
    CHECK(browser_sees(&b, "name=\"at\" value=\"1\""));
    /* another officer at the same browser finds none of them */
    browser_sit(&b, 330109, RO_CLERK);
    CHECK(browser_get(&b, "/desk/slips") == 200);
    CHECK(!browser_sees(&b, "name=\"at\" value=\"1\""));
    CHECK(browser_post(&b, "/desk/slip", "at=1") == 404);
}

static void a_mistake_keeps_every_word(void **state)
{
    struct browser b = clerk(state);

    CHECK(browser_post(&b, "/desk/letter",
                       "once=abcdefabcdefabcdef&arrived_on=1340&id_mode=ID_REAL&identity.name=N&"
                       "subjects.0.name=A&narrative=短&topics=77&area_code=nowhere&"
                       "category=CAT_REPORT&consent_open=1&subjects.1.name=second") == 422);
    CHECK_STR(browser_value(&b, "arrived_on"), S("1340"));
    CHECK_STR(browser_value(&b, "identity.name"), S("N"));
    CHECK_STR(browser_value(&b, "topics"), S("77"));
    CHECK_STR(browser_value(&b, "area_code"), S("nowhere"));
    CHECK_STR(browser_value(&b, "once"), S("abcdefabcdefabcdef"));
    CHECK(browser_sees(&b, ">短</textarea>"));
    CHECK(browser_sees(&b, "<details open>")); /* a mistake there is not hidden */
    CHECK(browser_sees(&b, "name=\"consent_open\" value=\"1\" checked"));
    /* the summary links to the fields */
    CHECK(browser_sees(&b, "href=\"#arrived_on\""));
    CHECK(browser_sees(&b, "<a href=\"#area_code\">问题发生地（名称或代码）："));
    CHECK(browser_sees(&b, "<a href=\"#subjects.0.unit\">单位：这一项要填。</a>"));
    CHECK(browser_sees(&b, "id=\"topics-e\""));
    CHECK(browser_sees(&b, "href=\"#subjects.0.unit\""));
    CHECK(browser_sees(&b, "id=\"subjects.0.unit-e\""));
    CHECK(browser_get(&b, "/desk/slips") == 200);
    CHECK(!browser_sees(&b, "name=\"at\" value=\"2\"")); /* nothing was stored */
}

static void repeats_are_shown_before_anything_is_stored(void **state)
{
    struct browser b = clerk(state);
    struct world *w = b.w;

    CHECK(browser_get(&b, "/desk/letter") == 200);
    CHECK(browser_post(&b, "/desk/letter", LETTER) == 303);
    CHECK(browser_post(&b, "/desk/letter", LETTER "&x=1") == 303); /* same key: the same answer */
    CHECK(browser_post(&b, "/desk/letter", "once=zzzzzzzzzzzzzzzzzzzz&" LETTER) == 200);
    CHECK(browser_sees(&b, "name=\"repeat_of\" value=\"0\" checked autofocus"));
    CHECK(browser_sees(&b, "〔2026〕"));
    struct str matter = browser_between(&b, "name=\"repeat_of\" value=\"", "\"");
    CHECK(matter.n > 1);
    CHECK(browser_get(&b, "/desk/slips") == 200);
    CHECK(!browser_sees(&b, "name=\"at\" value=\"2\""));
    /* said: another thing */
    CHECK(browser_post(&b, "/desk/letter", "repeat_of=0&once=zzzzzzzzzzzzzzzzzzzz&" LETTER) == 303);
    /* said: the same thing; the answer is kept in the report */
    const char *same =
        str_z(w->ctx.arena, str_fmt(w->ctx.arena, "repeat_of=%.*s&once=yyyyyyyyyyyyyyyyyyyy&%s",
                                    STR_ARG(matter), LETTER));
    CHECK(browser_post(&b, "/desk/letter", same) == 303);
    CHECK(browser_get(&b, "/desk/slips") == 200);
    CHECK(browser_sees(&b, "name=\"at\" value=\"3\""));
}

static void visits_and_calls_ask_what_they_need(void **state)
{
    struct browser b = clerk(state);
    struct world *w = b.w;

    CHECK(browser_get(&b, "/desk/visit") == 200);
    CHECK(browser_sees(&b, "name=\"receiver_2\"") && browser_sees(&b, "name=\"visitor_count\"") &&
          browser_sees(&b, "name=\"note_confirmed\"") && !browser_sees(&b, "name=\"call_start\""));
    CHECK(browser_get(&b, "/desk/call") == 200);
    CHECK(browser_sees(&b, "name=\"call_start\"") && browser_sees(&b, "name=\"call_end\"") &&
          !browser_sees(&b, "name=\"receiver_1\"") && !browser_sees(&b, "name=\"postmark_on\""));
    CHECK(browser_post(&b, "/desk/visit",
                       LETTER
                       "&receiver_1=Wang&receiver_2=Li&visitor_count=3&note_confirmed=1") == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK_STR(browser_value(&b, "receiver_1"), S("Wang"));
    CHECK_STR(browser_value(&b, "receiver_2"), S("Li"));
    int64_t id;
    struct ctx *c = world_as(w, ORG, RO_CLERK);
    struct matter_view v;
    CHECK(id_read(&w->ctx, browser_between(&b, "href=\"/desk/m/", "\""), &id));
    WORLD_OK(c, matter_open(c, id, &v));
    assert_int_equal(v.report_count, 1);
    CHECK_STR(v.reports[0].view.form.receivers, S("Wang、Li"));
    CHECK_STR(v.reports[0].view.form.channel, S("CH_VISIT"));
    CHECK_STR(v.reports[0].view.form.topics[1], S("TP_TENDER"));
}

static void what_was_entered_by_mistake_is_taken_back(void **state)
{
    struct browser b = clerk(state);
    struct world *w = b.w;

    CHECK(browser_get(&b, "/desk/letter") == 200);
    CHECK(browser_post(&b, "/desk/letter", LETTER) == 303);
    CHECK(browser_follow(&b) == 200);
    struct str id = browser_between(&b, "name=\"matter\" value=\"", "\"");
    CHECK(id.n > 5 && browser_sees(&b, "10:10 前"));
    CHECK(browser_get(&b, "/desk/slips") == 200);
    CHECK(browser_sees(&b, "action=\"/desk/slip/undo\""));
    const char *form = str_z(w->ctx.arena, str_fmt(w->ctx.arena, "matter=%.*s", STR_ARG(id)));
    browser_sit(&b, 330109, RO_CLERK);
    CHECK(browser_post(&b, "/desk/slip/undo", form) == 404);
    browser_sit(&b, ORG, RO_CLERK);
    CHECK(browser_post(&b, "/desk/slip/undo", "matter=1") == 404);
    CHECK(browser_post(&b, "/desk/slip/undo", form) == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK(browser_sees(&b, "已撤回") && !browser_sees(&b, "name=\"at\" value=\"1\""));
    CHECK(browser_post(&b, "/desk/slip/undo", form) == 404);
    /* ten minutes on: no button, and who presses an old one is told */
    CHECK(browser_get(&b, "/desk/letter") == 200);
    CHECK(browser_post(&b, "/desk/letter", "once=zzzzzzzzzzzzzzzzzzzz&" LETTER) == 303);
    CHECK(browser_follow(&b) == 200);
    id = browser_between(&b, "name=\"matter\" value=\"", "\"");
    form = str_z(w->ctx.arena, str_fmt(w->ctx.arena, "matter=%.*s", STR_ARG(id)));
    w->ctx.now.ms += 10 * 60 * 1000;
    CHECK(browser_get(&b, "/desk/slips") == 200);
    CHECK(browser_sees(&b, "name=\"at\" value=\"1\""));
    CHECK(!browser_sees(&b, "/desk/slip/undo"));
    CHECK(browser_post(&b, "/desk/slip/undo", form) == 409);
    CHECK(browser_sees(&b, "不能再撤回"));
}

static void scans_go_with_the_letter(void **state)
{
    struct browser b = clerk(state);
    struct world *w = b.w;
    (void)world_blobs(w);
    const struct browser_file page = { .name = "第一页.txt", .text = "信纸上写的话，扫了一页。" };
    const struct browser_file bad = { .name = "x.exe", .text = "MZ" };

    CHECK(browser_get(&b, "/desk/letter") == 200);
    CHECK(browser_cookie(&b, "scan").n == 43);
    /* refused: the clerk is told, the words stay, nothing is stored; the good page waits */
    CHECK(browser_upload(&b, "/desk/letter", LETTER, (struct browser_file[]){ page, bad }, 2) ==
          422);
    CHECK(browser_sees(&b, "id=\"file-e\"") && browser_sees(&b, "第一页.txt"));
    CHECK_STR(browser_value(&b, "identity.name"), S("陈兰"));
    CHECK(browser_upload(&b, "/desk/letter", LETTER, NULL, 0) == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK(!browser_sees(&b, "第一页.txt")); /* the next letter begins without it */
    int64_t id;
    struct matter_view v;
    struct file_list files;
    struct ctx *c = world_as(w, ORG, RO_CLERK);
    CHECK(id_read(&w->ctx, browser_between(&b, "href=\"/desk/m/", "\""), &id));
    WORLD_OK(c, matter_open(c, id, &v));
    WORLD_OK(c, file_list_report(c, v.reports[0].report, &files));
    assert_int_equal(files.n, 1);
    CHECK_STR(files.items[0].kind, S("SCAN"));
}

static void places_may_be_named(void **state)
{
    struct browser b = clerk(state);

    CHECK(browser_post(&b, "/desk/letter", "area_code=秀洲&topics=征地&" LETTER) == 422);
    CHECK(!browser_sees(&b, "id=\"area_code-e\"")); /* 秀洲 */
    CHECK(browser_sees(&b, "id=\"topics-e\""));
    CHECK(browser_sees(&b, "<option value=\"32 "));
    CHECK(browser_sees(&b, "<option value=\"330411"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_as_clerks_type_them),
        cmocka_unit_test_setup_teardown(a_letter_is_taken_in_and_the_next_begins, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(the_same_form_twice_is_one_report, site_open, site_close),
        cmocka_unit_test_setup_teardown(the_password_is_shown_once_on_its_strip, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(slips_are_the_clerks_own, site_open, site_close),
        cmocka_unit_test_setup_teardown(a_mistake_keeps_every_word, site_open, site_close),
        cmocka_unit_test_setup_teardown(repeats_are_shown_before_anything_is_stored, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(visits_and_calls_ask_what_they_need, site_open, site_close),
        cmocka_unit_test_setup_teardown(what_was_entered_by_mistake_is_taken_back, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(scans_go_with_the_letter, site_open, site_close),
        cmocka_unit_test_setup_teardown(places_may_be_named, site_open, site_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
