/* A representative at /panel with his strip of paper, and the desks beside: without script. */
#include "domain/panel_world.h"
#include "web/browser.h"

static struct report_receipt called(struct site *s, int64_t *ret_subproc)
{
    struct report_form f = world_form();
    struct report_receipt r = world_received(s->w, &f);
    struct subproc_list l;

    world_bring(s->w, WORLD_COUNTY, r.matter, "ST_VERIFY");
    int64_t id = panel_world_member(s->w, "REP_MASS", "沈代表", "洪合镇泰石村");
    (void)world_move(s->w, WORLD_COUNTY, RO_HD_HEAD, r.matter, "MR1",
                     panel_world_with(s->w, id, "&text=请您监督。"));
    struct ctx *c = world_as_system(s->w);
    WORLD_OK(c, subproc_list(c, r.matter, &l));
    for (size_t i = 0; i < l.n; i++) /* the commitment letter lies beside */
        if (panel_kind(l.items[i].kind))
            *ret_subproc = l.items[i].id;
    return r;
}

static const char *text(struct world *w, const char *before, int64_t id, const char *after)
{
    struct arena *a = w->ctx.arena;

    return str_z(a, str_fmt(a, "%s%s%s", before, str_z(a, id_text(&w->ctx, id)), after));
}

/* By the strip that the head of the department printed. */
static struct browser entered(void **state, const struct report_receipt *r, int64_t subproc,
                              struct str *ret_code)
{
    struct site *s = *state;
    struct browser desk = browser_officer(state, WORLD_COUNTY, RO_HD_HEAD);

    assert_int_equal(browser_get(&desk, text(s->w, "/desk/m/", r->matter, "/procedure")), 200);
    CHECK(browser_sees(&desk, "沈代表"));
    assert_int_equal(browser_post(&desk, text(s->w, "/desk/m/", r->matter, "/codes"),
                                  text(s->w, "subproc=", subproc, "")),
                     200);
    *ret_code = str_dup(s->w->ctx.arena, browser_between(&desk, "<p class=\"num big\">", "</p>"));
    CHECK(ret_code->n == PANEL_CODE_SIZE);
    struct browser b = browser_visitor(state);
    assert_int_equal(browser_get(&b, "/panel"), 200);
    CHECK(browser_sees(&b, "action=\"/panel/login\""));
    assert_int_equal(browser_post(&b, "/panel/login", "code=x"), 422);
    assert_int_equal(browser_post(&b, "/panel/login", "code=AAAA-AAAA-AAAA-AAAA"), 401);
    struct arena *a = s->w->ctx.arena;
    assert_int_equal(browser_post(&b, "/panel/login",
                                  str_z(a, str_fmt(a, "code=%.*s", STR_ARG(*ret_code)))),
                     303);
    assert_int_equal(browser_follow(&b), 200);
    return b;
}

static void a_strip_opens_one_page_and_nothing_else(void **state)
{
    struct site *s = *state;
    struct str code;
    int64_t subproc = 0;
    size_t hits;
    struct report_receipt r = called(s, &subproc);
    struct browser b = entered(state, &r, subproc, &code);
    struct browser po = browser_officer(state, WORLD_COUNTY, RO_PO_HEAD);

    CHECK(browser_sees(&b, "沈代表") && !browser_sees(&b, "水渠"));
    CHECK(!browser_sees(&b, str_z(s->w->ctx.arena, id_text(&s->w->ctx, r.matter))));
    assert_int_equal(browser_post(&b, "/panel/moves", "move=MR3&outcome=accepted"), 303);
    assert_int_equal(browser_post(&b, "/panel/moves", "move=MR6"), 422);
    assert_int_equal(browser_post(&b, "/panel/moves", "move=MR6&pledge=true"), 303);
    (void)panel_world_compare(s->w, &hits);
    world_propose(s->w, WORLD_COUNTY, RO_HANDLER, r.matter, "MR7", PANEL_WORLD_COPY);
    world_agree(s->w, WORLD_COUNTY, RO_HD_HEAD, r.matter, "MR7");
    (void)panel_world_compare(s->w, &hits);
    assert_int_equal(browser_get(&b, "/panel"), 200);
    CHECK(browser_sees(&b, "群众反映水渠工程没有招标"));
    /* what was typed stays when a field is wrong */
    assert_int_equal(browser_post(&b, "/panel/moves", "move=MR4&note=only+one+was+asked"), 422);
    CHECK(browser_sees(&b, "only one was asked"));
    assert_int_equal(browser_post(&b, "/panel/moves",
                                  "move=MR4&seen_on=2026-09-18&note=only+one+was+asked"),
                     303);
    assert_int_equal(browser_get(&po, "/desk/notes"), 200);
    CHECK(browser_sees(&po, "only one was asked"));
    assert_int_equal(browser_get(&b, "/desk"), 200);
    CHECK(browser_sees(&b, "action=\"/desk/login\""));
    assert_int_equal(browser_get(&b, "/my"), 200);
    CHECK(browser_sees(&b, "action=\"/my/login\""));
    assert_int_equal(browser_post(&b, "/panel/logout", ""), 303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "action=\"/panel/login\""));
}

static void a_register_on_a_page(void **state)
{
    struct browser b = browser_officer(state, WORLD_COUNTY, RO_PO_HEAD);

    assert_int_equal(browser_get(&b, "/desk/panel"), 200);
    assert_int_equal(browser_post(&b, "/desk/panel",
                                  "kind=REP_EXPERT&name=Zhou&unit=Institute&from_on=2026-01-01"
                                  "&to_on=2027-01-01"),
                     422);
    CHECK(browser_sees(&b, "value=\"Zhou\"") && browser_sees(&b, "id=\"field-e\""));
    assert_int_equal(browser_post(&b, "/desk/panel",
                                  "kind=REP_EXPERT&name=Zhou&unit=Institute&field=dams"
                                  "&from_on=2026-01-01&to_on=2027-01-01"),
                     303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "Institute"));
    struct str id = browser_value(&b, "member");
    struct arena *a = ((struct site *)*state)->w->ctx.arena;
    assert_int_equal(browser_post(&b, "/desk/panel",
                                  str_z(a, str_fmt(a, "act=withdraw&member=%.*s&reason=moved",
                                                   STR_ARG(id)))),
                     303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "moved"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_strip_opens_one_page_and_nothing_else, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(a_register_on_a_page, site_open, site_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
