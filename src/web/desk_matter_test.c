/* One matter at the desk: read, moved by two persons, written about. */
#include "base/test.h"
#include "web/browser.h"
#include "web/desk.h"

#define ORG 330411

static int64_t reported(struct world *w)
{
    struct report_form f = world_form();
    struct report_receipt t = world_report(w, &f);
    struct matter_filter all = { .view = S("all"), .named = -1, .due_before = DAY_NONE };
    struct matter_list l;
    struct ctx *c;

    (void)t;
    world_time(w, "2026-09-18T11:00:00+08:00"); /* its undo time is over */
    c = world_as(w, ORG, RO_SCREENER);
    WORLD_OK(c, matter_list(c, &all, &l));
    assert_int_equal(l.n, 1);
    return l.items[0].id;
}

/* A second one, of the same body. */
static int64_t another(struct world *w, int64_t first)
{
    struct report_form f = world_form();
    struct matter_filter all = { .view = S("all"), .named = -1, .due_before = DAY_NONE };
    struct matter_list l;

    f.subjects[0].name = S("别人");
    (void)world_report(w, &f);
    world_time(w, "2026-09-18T12:00:00+08:00");
    WORLD_OK(&w->ctx, matter_list(world_as(w, ORG, RO_PO_HEAD), &all, &l));
    assert_int_equal(l.n, 2);
    return l.items[0].id == first ? l.items[1].id : l.items[0].id;
}

static const char *path_of(struct world *w, const char *before, int64_t id)
{
    return str_z(w->ctx.arena,
                 str_fmt(w->ctx.arena, "%s%.*s", before, STR_ARG(id_text(&w->ctx, id))));
}

/* Sends a move's form as the page gave it, with its version. */
static int move(struct browser *b, int64_t id, const char *fields)
{
    struct arena *a = b->w->ctx.arena;
    const char *page = path_of(b->w, "/desk/m/", id);

    assert_int_equal(browser_get(b, page), 200);
    struct str version = browser_value(b, "version");
    return browser_post(b, str_z(a, str_fmt(a, "%s/moves", page)),
                        str_z(a, str_fmt(a, "version=%.*s&%s", STR_ARG(version), fields)));
}

static struct str state_of(struct world *w, int64_t id)
{
    struct matter m;
    struct ctx *c = world_as(w, ORG, RO_PO_HEAD);

    WORLD_OK(c, matter_find(c, id, &m));
    return m.state;
}

static void screening(void **state, int64_t id)
{
    struct browser clerk = browser_officer(state, ORG, RO_CLERK);
    struct browser screener = browser_officer(state, ORG, RO_SCREENER);

    assert_int_equal(move(&clerk, id, "move=T02&category=CAT_REPORT&area=330411 秀洲区"), 303);
    assert_int_equal(move(&screener, id, "move=T04"), 303);
}

static void a_page_shows_what_its_reader_may_see(void **state)
{
    struct site *s = *state;
    int64_t id = reported(s->w);
    const char *page = path_of(s->w, "/desk/m/", id);
    struct browser b = browser_officer(state, ORG, RO_SCREENER);

    CHECK(browser_get(&b, page) == 200);
    struct report_form f = world_form();
    CHECK(browser_sees(&b, str_z(s->w->ctx.arena, f.narrative)));
    CHECK(!browser_sees(&b, str_z(s->w->ctx.arena, f.identity.name)));
    CHECK(!browser_sees(&b, str_z(s->w->ctx.arena, f.identity.phone)));
    /* the upper body has states and dates, no words; case supervision nothing yet */
    b = browser_officer(state, ORG, RO_CASE_SUP);
    CHECK(browser_get(&b, page) == 404);
    b = browser_officer(state, 330400, RO_UPPER);
    CHECK(browser_get(&b, page) == 200);
    CHECK(!browser_sees(&b, str_z(s->w->ctx.arena, f.narrative)));
    CHECK(!browser_sees(&b, "/messages\"") || !browser_sees(&b, "/record\""));
    CHECK(browser_sees(&b, "最迟这天告知是否受理"));
    /* another body's officer: as if it were not there */
    b = browser_officer(state, 330109, RO_SCREENER);
    CHECK(browser_get(&b, page) == 404);
    CHECK(browser_post(&b, str_z(s->w->ctx.arena, str_fmt(s->w->ctx.arena, "%s/moves", page)),
                       "move=T04&version=1") == 404);
    CHECK(browser_get(&b, "/desk/m/AAAAAAAAAAE") == 404);
    CHECK(browser_get(&b, "/desk/m/1") == 404);
}

static void two_persons_accept(void **state)
{
    struct site *s = *state;
    int64_t id = reported(s->w);

    screening(state, id);
    struct browser b = browser_officer(state, ORG, RO_SCREENER);
    CHECK(move(&b, id, "move=T07&text=您反映的问题由我们核实。") == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK(browser_sees(&b, "已提交，等审批。"));
    CHECK_STR(state_of(s->w, id), S("ST_SCREENING"));
    CHECK(browser_get(&b, "/desk?v=waiting") == 200);
    CHECK(browser_sees(&b, path_of(s->w, "/desk/m/", id)));
    /* the head finds it, reads what was proposed, agrees */
    b = browser_officer(state, ORG, RO_PO_HEAD);
    CHECK(browser_get(&b, "/desk/approve") == 200);
    CHECK(browser_sees(&b, path_of(s->w, "/desk/m/", id)));
    CHECK(browser_sees(&b, "待我审批<b>1</b>"));
    CHECK(browser_get(&b, path_of(s->w, "/desk/m/", id)) == 200);
    CHECK(browser_sees(&b, "<details open>"));
    CHECK(browser_sees(&b, "您反映的问题由我们核实。"));
    CHECK(move(&b, id, "move=T07&decision=approve") == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK(browser_sees(&b, "已办好。"));
    CHECK_STR(state_of(s->w, id), S("ST_ACCEPTED"));
}

static void a_refusal_needs_its_reason(void **state)
{
    struct site *s = *state;
    int64_t id = reported(s->w);

    screening(state, id);
    struct browser b = browser_officer(state, ORG, RO_SCREENER);
    CHECK(move(&b, id, "move=T07") == 303);
    b = browser_officer(state, ORG, RO_PO_HEAD);
    CHECK(move(&b, id, "move=T07&decision=refuse") == 422);
    CHECK(browser_sees(&b, "href=\"#decision_reason\"") &&
          browser_sees(&b, "id=\"decision_reason-e\""));
    CHECK(browser_sees(&b, "<option value=\"refuse\" selected>"));
    CHECK(move(&b, id, "move=T07&decision=refuse&decision_reason=先核对一下") == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK(browser_sees(&b, "已退回"));
    CHECK_STR(state_of(s->w, id), S("ST_SCREENING"));
}

static void a_mistake_keeps_the_form_open(void **state)
{
    struct site *s = *state;
    int64_t id = reported(s->w);

    screening(state, id);
    struct browser b = browser_officer(state, ORG, RO_SCREENER);
    CHECK(browser_get(&b, path_of(s->w, "/desk/m/", id)) == 200);
    CHECK(browser_sees(&b, "id=\"T08-reason\"")); /* ids differ between the forms of a page */
    CHECK(move(&b, id, "move=T08&text=只写了这句") == 422);
    CHECK(browser_sees(&b, "href=\"#reason\"") && browser_sees(&b, "id=\"reason-e\""));
    CHECK(browser_sees(&b, ">原因：这一项要填。</a>")); /* which one, said far from it */
    CHECK(browser_sees(&b, ">只写了这句</textarea>"));
    CHECK(browser_sees(&b, "<details open>"));
    CHECK_STR(state_of(s->w, id), S("ST_SCREENING"));
}

static void somebody_else_was_faster(void **state)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;
    int64_t id = reported(s->w);

    screening(state, id);
    struct browser b = browser_officer(state, ORG, RO_SCREENER);
    CHECK(browser_get(&b, path_of(s->w, "/desk/m/", id)) == 200);
    struct str version = browser_value(&b, "version");
    (void)world_move(s->w, ORG, RO_SCREENER, id, "T05", "missing=时间和地点");
    const char *path = str_z(a, str_fmt(a, "%s/moves", path_of(s->w, "/desk/m/", id)));
    const char *form = str_z(
        a, str_fmt(a, "version=%.*s&move=T08&reason=3&text=写了很久的一段话", STR_ARG(version)));
    CHECK(browser_post(&b, path, form) == 409);
    CHECK(browser_sees(&b, "待补充"));           /* as it stands now */
    CHECK(browser_sees(&b, "写了很久的一段话")); /* nothing is lost */
    CHECK(browser_sees(&b, "您刚才写的还在"));
}

/* The state is the same, but it is not the page he read: the form stays, with the new version. */
static void an_old_page_is_told_so(void **state)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;
    int64_t id = reported(s->w);

    screening(state, id);
    struct browser b = browser_officer(state, ORG, RO_SCREENER);
    const char *path = str_z(a, str_fmt(a, "%s/moves", path_of(s->w, "/desk/m/", id)));
    CHECK(browser_post(&b, path, "version=1&move=T05&missing=时间和地点") == 409);
    CHECK_STR(state_of(s->w, id), S("ST_SCREENING"));
    CHECK(browser_sees(&b, ">时间和地点</textarea>"));
    struct str version = browser_value(&b, "version");
    CHECK(!str_eq(version, S("1")));
    const char *again =
        str_z(a, str_fmt(a, "version=%.*s&move=T05&missing=时间和地点", STR_ARG(version)));
    CHECK(browser_post(&b, path, again) == 303);
    CHECK_STR(state_of(s->w, id), S("ST_SUPPLEMENT"));
}

/* Accepted and given to a department and a handler. */
static void assigned(void **state, int64_t id)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;

    screening(state, id);
    (void)world_move(s->w, ORG, RO_SCREENER, id, "T07", "");
    (void)world_move(s->w, ORG, RO_PO_HEAD, id, "T07", "decision=approve");
    const char *fields = str_z(a, str_fmt(a, "department=DEPT_SUPERVISE&handler=%.*s",
                                          STR_ARG(world_work_no(s->w, ORG, RO_HANDLER))));
    (void)world_move(s->w, ORG, RO_SCREENER, id, "T14", fields);
    (void)world_move(s->w, ORG, RO_PO_HEAD, id, "T14", "decision=approve");
    CHECK_STR(state_of(s->w, id), S("ST_ASSIGNED"));
}

static void the_thread_is_for_those_who_answer(void **state)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;
    int64_t id = reported(s->w);
    const char *path = str_z(a, str_fmt(a, "%s/messages", path_of(s->w, "/desk/m/", id)));

    struct browser b = browser_officer(state, ORG, RO_PO_HEAD);
    CHECK(browser_get(&b, path) == 200);
    CHECK(browser_sees(&b, "还没有留言"));
    struct str report = browser_value(&b, "report");
    const char *words =
        str_z(a, str_fmt(a, "report=%.*s&question=1&text=请补充时间和地点。", STR_ARG(report)));
    CHECK(browser_post(&b, path, words) == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK(browser_sees(&b, "请补充时间和地点。") && browser_sees(&b, "等反映人答复"));
    const char *none = str_z(a, str_fmt(a, "report=%.*s&text=", STR_ARG(report)));
    CHECK(browser_post(&b, path, none) == 422);
    CHECK(browser_sees(&b, "href=\"#text\""));
    CHECK(browser_post(&b, path, "report=AAAAAAAAAAE&text=x") == 404);
    /* a report is written about under its own matter only */
    int64_t second = another(s->w, id);
    b = browser_officer(state, ORG, RO_PO_HEAD);
    const char *astray = str_z(a, str_fmt(a, "%s/messages", path_of(s->w, "/desk/m/", second)));
    CHECK(browser_get(&b, astray) == 200);
    CHECK(browser_post(&b, astray, words) == 404);
    b = browser_officer(state, 330109, RO_PO_HEAD);
    CHECK(browser_get(&b, path) == 404);
    CHECK(browser_post(&b, path, words) == 404);
}

static void the_record_tells_every_step(void **state)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;
    int64_t id = reported(s->w);

    assigned(state, id);
    const char *path = str_z(a, str_fmt(a, "%s/record", path_of(s->w, "/desk/m/", id)));
    struct browser b = browser_officer(state, ORG, RO_PO_HEAD);
    CHECK(browser_get(&b, path) == 200);
    CHECK(browser_sees(&b, "已登记") && browser_sees(&b, "已受理"));
    CHECK(browser_sees(&b, "甄别员") && browser_sees(&b, "信访室主任"));
    CHECK(browser_sees(&b, "收到反映") && !browser_sees(&b, "收到您的反映"));
    /* who it was given to, in words */
    struct officer handler;
    WORLD_OK(&s->w->ctx,
             officer_by_work_no(&s->w->ctx, world_work_no(s->w, ORG, RO_HANDLER), &handler));
    CHECK(browser_sees(&b, "承办部门：监督检查室") && !browser_sees(&b, "DEPT_SUPERVISE"));
    CHECK(browser_sees(&b, str_z(a, str_fmt(a, "承办人：%.*s（", STR_ARG(handler.name)))));
    /* who prints it */
    struct str work_no = officer_work_no(a, world_work_no(s->w, ORG, RO_PO_HEAD));
    CHECK(browser_sees(&b, str_z(a, work_no)));
    b = browser_officer(state, 330109, RO_PO_HEAD);
    CHECK(browser_get(&b, path) == 404);
}

static void papers_are_read_and_printed(void **state)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;
    int64_t id = reported(s->w);

    assigned(state, id);
    const char *matter = path_of(s->w, "/desk/m/", id);
    struct browser b = browser_officer(state, ORG, RO_PO_HEAD);
    CHECK(browser_get(&b, str_z(a, str_fmt(a, "%s/files", matter))) == 200);
    struct str doc = browser_between(&b, str_z(a, str_fmt(a, "href=\"%s/doc/", matter)), "\"");
    CHECK(doc.n == 11);
    const char *path = str_z(a, str_fmt(a, "%s/doc/%.*s", matter, STR_ARG(doc)));
    CHECK(browser_get(&b, path) == 200);
    CHECK(browser_sees(&b, "class=\"doc card\""));
    CHECK(browser_sees(&b, str_z(a, officer_work_no(a, world_work_no(s->w, ORG, RO_PO_HEAD)))));
    /* a paper is found under its own matter only */
    int64_t second = another(s->w, id);
    b = browser_officer(state, ORG, RO_PO_HEAD);
    const char *astray =
        str_z(a, str_fmt(a, "%s/doc/%.*s", path_of(s->w, "/desk/m/", second), STR_ARG(doc)));
    CHECK(browser_get(&b, path_of(s->w, "/desk/m/", second)) == 200);
    CHECK(browser_get(&b, astray) == 404);
    b = browser_officer(state, 330109, RO_PO_HEAD);
    CHECK(browser_get(&b, path) == 404);
}

/* How a paper reached whom it is for is recorded on its page; a mistake keeps what was typed. */
static void a_paper_is_recorded_as_posted(void **state)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;
    int64_t id = reported(s->w);

    assigned(state, id);
    const char *matter = path_of(s->w, "/desk/m/", id);
    const char *act = str_z(a, str_fmt(a, "%s/delivery", matter));
    struct browser b = browser_officer(state, ORG, RO_PO_HEAD);
    CHECK(browser_get(&b, str_z(a, str_fmt(a, "%s/files", matter))) == 200);
    struct str doc = browser_between(&b, str_z(a, str_fmt(a, "href=\"%s/doc/", matter)), "\"");
    CHECK(browser_get(&b, str_z(a, str_fmt(a, "%s/doc/%.*s", matter, STR_ARG(doc)))) == 200);
    CHECK(browser_sees(&b, "登记送达"));
    const char *late =
        str_z(a, str_fmt(a, "document=%.*s&form=POST&day=2030-01-01&detail=挂号信", STR_ARG(doc)));
    CHECK(browser_post(&b, act, late) == 422);
    CHECK(browser_sees(&b, "不能晚于今天") && browser_sees(&b, "挂号信"));
    const char *good = str_z(a, str_fmt(a, "document=%.*s&form=POST", STR_ARG(doc)));
    CHECK(browser_post(&b, act, good) == 303);
    CHECK(browser_post(&b, act, good) == 409);
    CHECK(browser_get(&b, str_z(a, str_fmt(a, "%s/record", matter))) == 200);
    CHECK(browser_sees(&b, "文书已送达"));
    CHECK(browser_post(&b, act, "form=POST") == 404); /* no slip waits */
}

static void who_stands_aside_sees_it_no_more(void **state)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;
    int64_t id = reported(s->w);

    assigned(state, id);
    const char *matter = path_of(s->w, "/desk/m/", id);
    const char *path = str_z(a, str_fmt(a, "%s/recusal", matter));
    struct browser b = browser_officer(state, ORG, RO_HANDLER);
    CHECK(browser_get(&b, path) == 200);
    CHECK(browser_post(&b, path, "act=ask&ground=&reason=认识他") == 422);
    CHECK(browser_sees(&b, ">认识他</textarea>"));
    CHECK(browser_post(&b, path, "act=ask&ground=RG_ACCUSED&reason=认识他") == 303);
    CHECK_STR(b.location, S("/desk"));
    CHECK(browser_get(&b, matter) == 404);
    /* his head decides */
    b = browser_officer(state, ORG, RO_HD_HEAD);
    CHECK(browser_get(&b, path) == 200);
    CHECK(browser_sees(&b, "等决定"));
    struct str who = browser_between(&b, "name=\"officer\" value=\"", "\"");
    CHECK(who.n == 11);
    CHECK(browser_post(&b, path, str_z(a, str_fmt(a, "act=agree&officer=%.*s", STR_ARG(who)))) ==
          303);
    CHECK(browser_follow(&b) == 200);
    CHECK(browser_sees(&b, "已回避"));
    b = browser_officer(state, ORG, RO_HANDLER);
    CHECK(browser_get(&b, matter) == 404);
}

static void words_are_found_and_stand_in_no_address(void **state)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;
    int64_t id = reported(s->w);
    const char *href = str_z(a, str_fmt(a, "href=\"%s\"", path_of(s->w, "/desk/m/", id)));
    struct report_form f = world_form();
    const char *asked = str_z(a, str_fmt(a, "q=%.*s", STR_ARG(f.subjects[0].name)));

    struct browser b = browser_officer(state, ORG, RO_SCREENER);
    CHECK(browser_post(&b, "/desk/search", asked) == 200);
    CHECK(browser_sees(&b, href));
    CHECK(browser_post(&b, "/desk/search", "q=查不到的词语") == 200);
    CHECK(!browser_sees(&b, href) && browser_sees(&b, "没有找到"));
    CHECK(browser_post(&b, "/desk/search", "q=") == 200);
    CHECK(browser_get(&b, "/desk/search?q=x") == 405);
    b = browser_officer(state, 330109, RO_SCREENER);
    CHECK(browser_post(&b, "/desk/search", asked) == 200);
    CHECK(!browser_sees(&b, href));
}

/* The reporter's timeline says "you"; the desk reads of him. */
static void staff_are_not_spoken_to_as_reporters(void **state)
{
    struct site *s = *state;
    struct web_req wr = { .web = s->web };
    struct req r = { .ctx = &s->w->ctx, .state = &wr };
    const struct procedure *p = s->w->app->procedure;
    const struct clock_rule *k;
    const struct event_kind *e;

    for (wr.lang = LANG_ZH; wr.lang <= LANG_EN; wr.lang++) {
        for (size_t i = 0; (k = procedure_clock_at(p, i)) != NULL; i++) {
            struct str words = desk_due(&r, k->id);
            CHECK(!str_empty(words));
            CHECK(!str_contains(words, S("您")) && !str_contains(words, S("ou ")));
        }
        for (size_t i = 0; (e = procedure_event_at(p, i)) != NULL; i++) {
            struct str words = desk_event(&r, e->id);
            CHECK(!str_empty(words));
            CHECK(!str_contains(words, S("您")) && !str_contains(words, S("You")) &&
                  !str_contains(words, S("our ")));
        }
    }
}

#define PAGE_TEST(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGE_TEST(a_page_shows_what_its_reader_may_see),
        PAGE_TEST(two_persons_accept),
        PAGE_TEST(a_refusal_needs_its_reason),
        PAGE_TEST(a_mistake_keeps_the_form_open),
        PAGE_TEST(somebody_else_was_faster),
        PAGE_TEST(an_old_page_is_told_so),
        PAGE_TEST(the_thread_is_for_those_who_answer),
        PAGE_TEST(the_record_tells_every_step),
        PAGE_TEST(staff_are_not_spoken_to_as_reporters),
        PAGE_TEST(papers_are_read_and_printed),
        PAGE_TEST(a_paper_is_recorded_as_posted),
        PAGE_TEST(who_stands_aside_sees_it_no_more),
        PAGE_TEST(words_are_found_and_stand_in_no_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
