/* Names at the pages: the custodian opens one, says what came of it, and its reporter reads that.
 */
#include "domain/id.h"
#include "domain/world_move.h"
#include "web/browser.h"

#define COUNTY WORLD_COUNTY

static int log_in(struct browser *b, struct world *w, const struct report_receipt *r)
{
    assert_int_equal(browser_get(b, "/my/login"), 200);
    return browser_post(
        b, "/my/login",
        str_z(w->ctx.arena, str_fmt(w->ctx.arena, "report_no=%.*s&password=%.*s",
                                    STR_ARG(r->report_no), STR_ARG(world_form().password))));
}

static const char *form_of(struct world *w, int64_t report, const char *rest)
{
    struct arena *a = w->ctx.arena;

    return str_z(a, str_fmt(a, "report=%.*s&%s", STR_ARG(id_text(&w->ctx, report)), rest));
}

static void a_name_is_opened_by_a_post_and_shown_once(void **state)
{
    struct world *w = ((struct site *)*state)->w;
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    const char *phone = str_z(w->ctx.arena, f.identity.phone);

    world_screen(w, COUNTY, r.matter);
    int64_t report = world_report_of(w, r.matter);
    struct browser b = browser_officer(state, COUNTY, RO_CUSTODIAN);
    assert_int_equal(browser_get(&b, "/desk/names"), 200);
    CHECK(!browser_sees(&b, phone) && !browser_sees(&b, "value=\"verified\""));
    assert_int_equal(browser_post(&b, "/desk/names", form_of(w, report, "act=look")), 200);
    CHECK(browser_sees(&b, phone) && browser_sees(&b, "value=\"verified\""));
    assert_int_equal(browser_get(&b, "/desk/names"), 200);
    CHECK(!browser_sees(&b, phone)); /* it stands at no address */

    const char *early = form_of(w, report, "act=unreachable");
    assert_int_equal(browser_post(&b, "/desk/names", early), 422);
    CHECK(browser_sees(&b, "要在不同的3天"));
    const char *right = form_of(w, report, "act=verified&rn_way=call");
    assert_int_equal(browser_post(&b, "/desk/names", right), 303);
    assert_int_equal(browser_follow(&b), 200);
    assert_int_equal(browser_post(&b, "/desk/names", right), 404);

    struct browser mine = browser_visitor(state);
    assert_int_equal(log_in(&mine, w, &r), 303);
    assert_int_equal(browser_get(&mine, "/my"), 200);
    CHECK(browser_sees(&mine, "实名已核实"));
    assert_int_equal(browser_get(&mine, "/my/safety"), 200);
    CHECK(browser_sees(&mine, "受理和结果都会按时告诉您"));
}

static void other_officers_find_no_such_page(void **state)
{
    struct browser b = browser_officer(state, COUNTY, RO_PO_HEAD);

    assert_int_equal(browser_get(&b, "/desk/names"), 403);
}

static void the_letter_is_read_and_signed_in_the_log_in(void **state)
{
    struct world *w = ((struct site *)*state)->w;
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct browser b = browser_visitor(state);

    assert_int_equal(log_in(&b, w, &r), 303);
    assert_int_equal(browser_get(&b, "/my/commitment"), 409); /* none was offered */
    world_bring(w, COUNTY, r.matter, "ST_ACCEPTED");
    assert_int_equal(browser_get(&b, "/my"), 200);
    CHECK(browser_sees(&b, "href=\"/my/commitment\""));
    assert_int_equal(browser_get(&b, "/my/commitment"), 200);
    CHECK(browser_sees(&b, "签署与否不影响受理和办理") && browser_sees(&b, "value=\"decline\""));
    assert_int_equal(browser_post(&b, "/my/commitment", "act=sign"), 422); /* not ticked */
    CHECK(browser_sees(&b, "agreed-e") && browser_sees(&b, "签署与否不影响受理和办理"));
    assert_int_equal(browser_post(&b, "/my/commitment", "act=sign&agreed=1"), 303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(!browser_sees(&b, "value=\"decline\""));
    assert_int_equal(browser_post(&b, "/my/commitment", "act=sign&agreed=1"), 409);

    struct browser head = browser_officer(state, COUNTY, RO_PO_HEAD);
    assert_int_equal(browser_get(&head, "/desk/tasks"), 200);
    CHECK(browser_sees(&head, "反映人签了承诺书"));
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "CL5", "agreed=true");
    assert_int_equal(browser_get(&head, "/desk/tasks"), 200);
    CHECK(!browser_sees(&head, "反映人签了承诺书"));
    assert_int_equal(browser_get(&b, "/my/commitment"), 200);
    CHECK(browser_sees(&b, "双方都签了"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_is_opened_by_a_post_and_shown_once, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(the_letter_is_read_and_signed_in_the_log_in, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(other_officers_find_no_such_page, site_open, site_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
