/* A reporter follows his matter: where it stands, messages, material, what he may do at each step.
 */
#include "domain/file.h"
#include "domain/id.h"
#include "domain/mine.h"
#include "domain/world_move.h"
#include "web/browser.h"

#define COUNTY 330411

struct my_site {
    struct world *w;
    struct web *web;
    struct report_receipt receipt;
    struct browser b; /* the reporter's, logged in */
};

static struct browser login(struct my_site *s, struct str number)
{
    struct browser b = browser_new(s->w, s->web);
    struct str form = str_fmt(s->w->ctx.arena, "report_no=%.*s&password=%.*s", STR_ARG(number),
                              STR_ARG(world_form().password));

    assert_int_equal(browser_post(&b, "/my/login", str_z(s->w->ctx.arena, form)), 303);
    return b;
}

/* Sent eleven minutes ago. */
static int open_site(void **state)
{
    struct my_site *s = test_calloc(1, sizeof(*s));
    struct fault f = { 0 };
    struct report_form form = world_form();

    s->w = world_new();
    if (web_new(s->w->app, &f, &s->web) != ERR_OK)
        fail_msg("web_new: %s (%s)", f.key, f.detail);
    (void)world_blobs(s->w);
    s->receipt = world_report(s->w, &form);
    world_time(s->w, "2026-09-18T10:11:00+08:00");
    s->b = login(s, s->receipt.report_no);
    *state = s;
    return 0;
}

static int close_site(void **state)
{
    struct my_site *s = *state;

    web_free(s->web);
    world_free(s->w);
    test_free(s);
    return 0;
}

static void move(struct my_site *s, uint32_t role, const char *name, const char *fields)
{
    (void)world_move(s->w, COUNTY, role, s->receipt.matter, name, fields);
}

static void accept(struct my_site *s)
{
    move(s, RO_CLERK, "T02", "");
    move(s, RO_SCREENER, "T04", "topic=TP_VILLAGE_FUNDS&level=LV_VILLAGE");
    move(s, RO_SCREENER, "T07", "text=您反映的问题属于本机关受理范围。");
    move(s, RO_PO_HEAD, "T07", "decision=approve");
}

static const char *with(struct my_site *s, const char *fields, const char *name, struct str value)
{
    struct arena *a = s->w->ctx.arena;

    return str_z(a, str_fmt(a, "%s&%s=%.*s", fields, name, STR_ARG(value)));
}

static void feed_back_accepted(struct my_site *s)
{
    move(s, RO_SCREENER, "T14",
         with(s, "department=DEPT_SUPERVISE", "handler", world_work_no(s->w, COUNTY, RO_HANDLER)));
    move(s, RO_PO_HEAD, "T14", "decision=approve");
    move(s, RO_HANDLER, "T16", "analysis=有具体时间、金额，可以核实。");
    move(s, RO_HANDLER, "T18",
         with(s, "plan=先看账，再找人谈。&meeting_on=2026-09-18&meeting_members=甲、乙",
              "second_officer", world_work_no(s->w, COUNTY, RO_SCREENER)));
    move(s, RO_PRINCIPAL, "T18", "decision=approve");
    move(s, RO_HANDLER, "T24", "findings=FIND_TRUE&done=OUT_HANDLED&summary=账目不实，已处理。");
    move(s, RO_PRINCIPAL, "T24", "decision=approve");
    move(s, RO_HANDLER, "T30", "form=SYSTEM&text=反映属实，已作处理。");
}

static void feed_back(struct my_site *s)
{
    accept(s);
    feed_back_accepted(s);
}

static struct mine *own(struct my_site *s)
{
    struct mine *m = arena_new_of(s->w->ctx.arena, struct mine);
    struct ctx *c = world_as_reporter(s->w, s->receipt.report_no, world_form().password);

    WORLD_OK(c, mine_read(c, m));
    return m;
}

static void progress_says_the_next_date_first(void **state)
{
    struct my_site *s = *state;

    assert_int_equal(browser_get(&s->b, "/my"), 200);
    CHECK_STR(browser_header(&s->b, "Cache-Control"), S("no-store"));
    CHECK_STR(browser_between(&s->b, "<title>", "</title>"), S("办理进度 - 阳光信访"));
    CHECK(browser_sees(&s->b, "<h1>已收到</h1>"));
    CHECK(browser_sees(&s->b, "9月20日")); /* D02 */
    CHECK(browser_sees(&s->b, "10月15日"));
    CHECK(browser_sees(&s->b, "收到您的反映"));
    CHECK(browser_sees(&s->b, "只在您同意的范围内公开")); /* the step is yet to come */
    CHECK(browser_sees(&s->b, "如果需要延长"));
    CHECK(browser_sees(&s->b, "<li class=\"now\" aria-current=\"step\">登记</li>"));
    accept(s);
    assert_int_equal(browser_get(&s->b, "/my"), 200);
    CHECK(browser_sees(&s->b, "<h1>已受理</h1>"));
    CHECK(str_starts(browser_between(&s->b, "<p class=\"big\">", "<"), S("12月18日")));
    CHECK(browser_sees(&s->b, "<li class=\"done\">登记</li>"));
    CHECK(browser_sees(&s->b, "<li class=\"now\" aria-current=\"step\">受理</li>"));
    CHECK(browser_sees(&s->b, "秀洲区纪委监委"));
    CHECK(!browser_sees(&s->b, "张某")); /* the page says where it stands, not what it is about */
}

/* So many files, told in the timeline one by one. */
static void many_steps(struct my_site *s, int count)
{
    struct ctx *c = world_as_reporter(s->w, s->receipt.report_no, world_form().password);
    struct event_draft *d;

    WORLD_OK(c, store_begin(c));
    for (int i = 0; i < count; i++) {
        struct event_new n = { .matter = s->receipt.matter,
                               .org = COUNTY,
                               .kind = "E_FILE",
                               .channel = S("CH_WEB"),
                               .named = true,
                               .happened = ctx_today(c),
                               .actor_role = S("RO_REPORTER"),
                               .readers = { { .report = c->actor->report, .kr = &c->actor->kr } },
                               .reader_count = 1,
                               .one_report = true };
        WORLD_OK(c, event_prepare(c, &n, &d));
        WORLD_OK(c, event_append(c, d, NULL));
    }
    WORLD_OK(c, store_commit(c));
}

static void a_long_timeline_leads_back_to_its_beginning(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;

    accept(s);
    assert_int_equal(browser_get(b, "/my"), 200);
    CHECK(!browser_sees(b, "/my?before=") && !browser_sees(b, "回到最近的步骤"));
    many_steps(s, EVENTS_PAGE);
    assert_int_equal(browser_get(b, "/my"), 200);
    CHECK(browser_sees(b, "再早一些的步骤") && !browser_sees(b, "收到您的反映"));
    /* what is shown belongs to the stage where it happened, not to the first one */
    struct str first = browser_between(b, "<h3>", "</li>");
    CHECK(str_contains(first, S("登记")) && !str_contains(first, S("<time")));
    struct str href = browser_between(b, "<a href=\"/my?before=", "\"");
    struct str path = str_fmt(s->w->ctx.arena, "/my?before=%.*s", STR_ARG(href));
    assert_int_equal(browser_get(b, str_z(s->w->ctx.arena, path)), 200);
    CHECK(browser_sees(b, "收到您的反映") && browser_sees(b, "回到最近的步骤"));
    CHECK(!browser_sees(b, "再早一些的步骤"));
    assert_int_equal(browser_get(b, "/my?before=x"), 200); /* as without */
    CHECK(browser_sees(b, "再早一些的步骤"));
}

static void papers_are_read_and_nobody_elses(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;

    accept(s);
    assert_int_equal(browser_get(b, "/my"), 200);
    CHECK(browser_sees(b, "受理告知书</a>"));
    struct str id = browser_between(b, "href=\"/my/doc/", "\"");
    CHECK(!str_absent(id));
    const char *path =
        str_z(s->w->ctx.arena, str_fmt(s->w->ctx.arena, "/my/doc/%.*s", STR_ARG(id)));
    assert_int_equal(browser_get(b, path), 200);
    CHECK(browser_sees(b, "<article class=\"doc\""));
    CHECK(browser_sees(b, "反映人"));
    CHECK_STR(browser_between(b, "<title>", "</title>"), S("文书 - 阳光信访"));
    struct report_form other = world_form();
    (void)world_as_nobody(s->w);
    struct browser stranger = login(s, world_report(s->w, &other).report_no);
    assert_int_equal(browser_get(&stranger, path), 404);
}

static void a_repeat_names_the_own_earlier_number(void **state)
{
    struct my_site *s = *state;
    struct report_form form = world_form();
    struct arena *a = s->w->ctx.arena;

    (void)world_as_nobody(s->w);
    struct report_receipt again = world_report(s->w, &form); /* the same words */
    world_time(s->w, "2026-09-18T10:25:00+08:00");
    world_bring(s->w, COUNTY, s->receipt.matter, "ST_ACCEPTED");
    world_screen(s->w, COUNTY, again.matter);
    world_propose(
        s->w, COUNTY, RO_SCREENER, again.matter, "T12",
        str_z(a, str_fmt(a, "lead_matter=%.*s", STR_ARG(id_text(&s->w->ctx, s->receipt.matter)))));
    world_agree(s->w, COUNTY, RO_PO_HEAD, again.matter, "T12");
    struct browser b = login(s, again.report_no);
    assert_int_equal(browser_get(&b, "/my"), 200);
    CHECK(browser_sees(&b, "已并入您此前的举报"));
    CHECK(browser_sees(&b, str_z(a, report_number_shown(a, s->receipt.report_no))));
    CHECK(!browser_sees(&b, str_z(a, s->receipt.report_no))); /* grouped, in the one place */
}

static size_t times(struct str page, const char *words)
{
    size_t n = 0, len = strlen(words);

    for (size_t i = 0; i + len <= page.n; i++)
        n += memcmp(page.p + i, words, len) == 0;
    return n;
}

/* Clicked twice, or sent again after Back: the page's token is the same. From a page made anew the
 * same words are another message. */
static void a_form_sent_twice_is_done_once(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;

    assert_int_equal(browser_get(b, "/my/messages"), 200);
    struct browser again = *b;
    assert_int_equal(browser_post(b, "/my/messages", "text=只说一次"), 303);
    assert_int_equal(browser_post(&again, "/my/messages", "text=只说一次"), 303);
    CHECK_STR(again.location, S("/my/messages"));
    assert_int_equal(browser_follow(&again), 200);
    CHECK(browser_sees(&again, "没有重复提交"));
    assert_int_equal(times(again.body, "只说一次"), 1);
    assert_int_equal(browser_post(&again, "/my/messages", "text=只说一次"), 303);
    assert_int_equal(browser_get(b, "/my/messages"), 200);
    assert_int_equal(times(b->body, "只说一次"), 2);
}

static void messages_go_both_ways(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;
    struct message m;

    assert_int_equal(browser_get(b, "/my/messages"), 200);
    assert_int_equal(browser_upload(b, "/my/messages", "text=", NULL, 0), 422);
    CHECK(browser_sees(b, "<a href=\"#text\">"));
    assert_int_equal(browser_upload(b, "/my/messages", "text=请晚上再联系我", NULL, 0), 303);
    assert_int_equal(browser_follow(b), 200);
    CHECK(browser_sees(b, "请晚上再联系我"));
    CHECK(browser_sees(b, "已发送"));
    int64_t report =
        world_as_reporter(s->w, s->receipt.report_no, world_form().password)->actor->report;
    struct ctx *c = world_as(s->w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, message_send(c, report, S("收据是哪一年的？"), true, &m));
    assert_int_equal(browser_get(b, "/my/messages"), 200);
    CHECK(browser_sees(b, "收据是哪一年的？"));
    CHECK(browser_sees(b, "等您回复"));

    /* what came with words stands with them, not among the material */
    static const struct browser_file good = { "收据.txt", "二〇二五年" };
    assert_int_equal(browser_upload(b, "/my/messages", "text=随附收据", &good, 1), 303);
    assert_int_equal(browser_follow(b), 200);
    CHECK(browser_sees(b, "随附收据") && browser_sees(b, "收据.txt"));
    assert_int_equal(browser_get(b, "/my/files"), 200);
    CHECK(!browser_sees(b, "收据.txt"));

    static const struct browser_file bad = { "x.exe", "MZ" };
    assert_int_equal(browser_upload(b, "/my/messages", "text=见附件", &bad, 1), 422);
    CHECK(browser_sees(b, ">见附件</textarea>"));
    CHECK(browser_sees(b, "<a href=\"#file\">"));
}

static struct str read_all(struct browser *b)
{
    struct http_stream *st = &b->resp.stream;
    uint8_t *p = arena_take(b->w->ctx.arena, 4096);
    int64_t n = 0, one;

    CHECK(st->read != NULL);
    while ((one = st->read(st->u, (uint64_t)n, p + n, 4096 - (size_t)n)) > 0)
        n += one;
    st->close(st->u);
    assert_int_equal((int)n, (int)st->size);
    return str_bytes(p, (size_t)n);
}

static void material_comes_and_is_had_again(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;
    static const struct browser_file good = { "账本.txt", "0123456789" };

    assert_int_equal(browser_get(b, "/my/files"), 200);
    assert_int_equal(browser_upload(b, "/my/files", "", NULL, 0), 422);
    struct browser clicked_twice = *b;
    assert_int_equal(browser_upload(b, "/my/files", "", &good, 1), 303);
    assert_int_equal(browser_follow(b), 200);
    CHECK(browser_sees(b, "账本.txt"));
    size_t shown = (size_t)times(b->body, "账本.txt");
    assert_int_equal(browser_upload(&clicked_twice, "/my/files", "", &good, 1), 303);
    assert_int_equal(browser_get(b, "/my/files"), 200);
    assert_int_equal(times(b->body, "账本.txt"), shown);
    struct str id = browser_between(b, "href=\"/my/file/", "\"");
    CHECK(!str_absent(id));
    const char *path =
        str_z(s->w->ctx.arena, str_fmt(s->w->ctx.arena, "/my/file/%.*s", STR_ARG(id)));
    assert_int_equal(browser_get(b, path), 200);
    CHECK_STR(read_all(b), S("0123456789"));
    CHECK_STR(browser_header(b, "X-Content-Type-Options"), S("nosniff"));
    CHECK_STR(browser_header(b, "Content-Disposition"),
              S("attachment; filename*=UTF-8''%E8%B4%A6%E6%9C%AC.txt"));
    CHECK(str_starts(browser_header(b, "Content-Security-Policy"), S("sandbox")));

    b->range = "bytes=2-4";
    assert_int_equal(browser_get(b, path), 206);
    CHECK_STR(browser_header(b, "Content-Range"), S("bytes 2-4/10"));
    CHECK_STR(read_all(b), S("234"));
    b->range = "bytes=-3";
    assert_int_equal(browser_get(b, path), 206);
    CHECK_STR(read_all(b), S("789"));
    b->range = "bytes=8-";
    assert_int_equal(browser_get(b, path), 206);
    CHECK_STR(read_all(b), S("89"));
    b->range = "bytes=10-";
    assert_int_equal(browser_get(b, path), 416);
    b->range = "bytes=1-2,5-6";
    assert_int_equal(browser_get(b, path), 200);
    CHECK_STR(read_all(b), S("0123456789"));
    b->range = NULL;

    /* another reporter finds nothing there, a visitor a log-in */
    struct report_form other = world_form();
    (void)world_as_nobody(s->w);
    struct browser stranger = login(s, world_report(s->w, &other).report_no);
    assert_int_equal(browser_get(&stranger, path), 404);
    struct browser nobody = browser_new(s->w, s->web);
    assert_int_equal(browser_get(&nobody, path), 200);
    CHECK(browser_sees(&nobody, "name=\"report_no\""));
}

static void an_officer_is_no_reporter(void **state)
{
    struct my_site *s = *state;
    struct browser b = browser_new(s->w, s->web);
    static const char *const pages[] = { "/my",          "/my/messages", "/my/files",
                                         "/my/safety",   "/my/slip",     "/my/consent",
                                         "/my/rating",   "/my/undo",     "/my/amend/check",
                                         "/my/amend/1",  "/my/confirm",  "/my/withdrawal",
                                         "/my/objection" };
    struct str cookie = STR_NONE;

    WORLD_OK(&s->w->ctx, world_login(s->w, world_work_no(s->w, COUNTY, RO_PO_HEAD),
                                     S(WORLD_PASSWORD), &cookie));
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        b.jar_n = 1;
        b.jar[0].name = S("my"); /* whatever cookie he shows */
        b.jar[0].value = cookie;
        assert_int_equal(browser_get(&b, pages[i]), 403);
        b.jar_n = 1;
        b.jar[0].name = S("desk");
        b.jar[0].value = cookie;
        assert_int_equal(browser_get(&b, pages[i]), 200);
        if (!browser_sees(&b, "name=\"report_no\""))
            fail_msg("%s is shown to nobody", pages[i]);
    }
}

static void words_outlive_the_session(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;

    assert_int_equal(browser_get(b, "/my/messages"), 200);
    world_time(s->w, "2026-09-18T11:00:00+08:00"); /* idle for too long */
    const struct browser_file photo = { "现场.txt", "six thousand, half of it spent" };
    assert_int_equal(browser_upload(b, "/my/messages", "text=一段不能丢的话", &photo, 1), 401);
    CHECK(browser_sees(b, "name=\"report_no\""));
    struct str form = str_fmt(s->w->ctx.arena, "report_no=%.*s&password=%.*s",
                              STR_ARG(s->receipt.report_no), STR_ARG(world_form().password));
    assert_int_equal(browser_post(b, "/my/login", str_z(s->w->ctx.arena, form)), 303);
    CHECK_STR(b->location, S("/my/resume"));
    assert_int_equal(browser_follow(b), 200);
    CHECK(browser_sees(b, "一段不能丢的话") && browser_sees(b, "现场.txt"));
    CHECK_STR(browser_value(b, "kept"), S("1"));
    assert_int_equal(browser_upload(b, "/my/messages", "kept=1&text=一段不能丢的话", NULL, 0), 303);
    assert_int_equal(browser_follow(b), 200);
    CHECK(browser_sees(b, "一段不能丢的话"));
    assert_int_equal(browser_get(b, "/my/files"), 200);
    CHECK(browser_sees(b, "现场.txt"));
}

static void what_is_not_open_is_refused(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;

    assert_int_equal(browser_get(b, "/my/objection"), 409);
    assert_int_equal(browser_get(b, "/my/rating"), 409);
    assert_int_equal(browser_get(b, "/my/supplement"), 409);
    assert_int_equal(browser_post(b, "/my/urge", ""), 409);
    assert_int_equal(browser_get(b, "/my/doc/1"), 404);
    assert_int_equal(browser_get(b, "/my/doc/x"), 404);
    assert_int_equal(browser_get(b, "/my/file/77"), 404);
    CHECK_STR(own(s)->state, S("ST_RECEIVED"));
}

static void supplement_is_asked_for_and_given(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;

    move(s, RO_CLERK, "T02", "");
    move(s, RO_SCREENER, "T04", "topic=TP_VILLAGE_FUNDS&level=LV_VILLAGE");
    move(s, RO_SCREENER, "T05", "missing=哪一年的账");
    assert_int_equal(browser_get(b, "/my"), 200);
    CHECK(browser_sees(b, "<h1>请您补充</h1>"));
    CHECK(browser_sees(b, "href=\"/my/supplement\""));
    assert_int_equal(browser_get(b, "/my/supplement"), 200);
    assert_int_equal(browser_post(b, "/my/supplement", "text=是2025年的账"), 303);
    assert_int_equal(browser_follow(b), 200);
    CHECK(browser_sees(b, "<h1>审核中</h1>"));
    CHECK(browser_sees(b, "已补充"));
}

/* The body above is asked on a page of its own; that it is settled is said on another. */
static void review_is_asked_for_and_settled_said(void **state)
{
    struct my_site *s = *state;
    struct ctx *c = world_as_system(s->w);
    struct parameter row = { .org = WORLD_COUNTY,
                             .key = S("sw_review_report"),
                             .value = 1,
                             .unit = U_SWITCH,
                             .from = ctx_today(c),
                             .to = DAY_NONE,
                             .basis = S("A R035") };

    assert_int_equal(browser_get(&s->b, "/my/review"), 409);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, app_parameter_store(c, &row, 0, S("TEST")));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, app_reload(c));
    feed_back(s);
    struct browser b = login(s, s->receipt.report_no);
    assert_int_equal(browser_get(&b, "/my"), 200);
    CHECK(browser_sees(&b, "href=\"/my/review\"") && browser_sees(&b, "href=\"/my/settled\""));
    assert_int_equal(browser_get(&b, "/my/review"), 200);
    assert_int_equal(browser_post(&b, "/my/review", "text="), 422);
    CHECK(browser_sees(&b, "id=\"text-e\""));
    assert_int_equal(browser_post(&b, "/my/review", "text=收据没有看"), 303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "已交给上一级机关"));
    assert_int_equal(browser_get(&b, "/my/review"), 409); /* asked already */
    assert_int_equal(browser_post(&b, "/my/settled", ""), 303);
    assert_int_equal(browser_follow(&b), 200);
    assert_int_equal(browser_get(&b, "/my/settled"), 409);

    struct browser desk = browser_new(s->w, s->web);
    browser_sit(&desk, WORLD_CITY, RO_REVIEWER);
    assert_int_equal(browser_get(&desk, "/desk/reviews"), 200);
    CHECK(browser_sees(&desk, "等待决定是否受理") && browser_sees(&desk, "秀洲区"));
}

/* The letter of commitment may be signed until a day before that: it is an offer, no right. */
static void the_right_that_ends_stands_first(void **state)
{
    struct my_site *s = *state;

    accept(s);
    world_time(s->w, "2026-09-24T09:00:00+08:00");
    feed_back_accepted(s);
    struct browser b = login(s, s->receipt.report_no);
    assert_int_equal(browser_get(&b, "/my"), 200);
    CHECK(browser_sees(&b, "您可以在这天以前签承诺书"));
    CHECK(browser_sees(&b, "<p>您可以在这天以前提出异议"));
}

static void the_result_is_rated_and_objected_to(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;

    feed_back(s);
    assert_int_equal(browser_get(b, "/my"), 200);
    CHECK(browser_sees(b, "<h1>结果已反馈</h1>"));
    CHECK(browser_sees(b, "href=\"/my/rating\""));
    assert_int_equal(browser_get(b, "/my/rating"), 200);
    CHECK(browser_sees(b, "href=\"/my/objection\"")); /* the way on stands on the same page */
    CHECK(browser_sees(b, "10月19日"));
    assert_int_equal(browser_post(b, "/my/rating", "target=HANDLING&process=1&attitude=2"), 422);
    CHECK(browser_sees(b, "name=\"attitude\" value=\"2\" checked"));
    CHECK(browser_sees(b, "<a href=\"#result\">"));
    assert_int_equal(browser_post(b, "/my/rating", "target=HANDLING&process=1&attitude=2&result=3"),
                     303);
    assert_int_equal(browser_follow(b), 200);
    CHECK(browser_sees(b, "已评价"));
    CHECK(browser_sees(b, "还可以改一次"));
    CHECK(browser_sees(b, "name=\"result\" value=\"3\" checked"));

    assert_int_equal(browser_get(b, "/my/objection"), 200);
    assert_int_equal(browser_post(b, "/my/objection", "text="), 422);
    CHECK(browser_sees(b, "<a href=\"#text\">"));
    assert_int_equal(browser_post(b, "/my/objection", "text=收据没有看&new_evidence=1"), 303);
    assert_int_equal(browser_follow(b), 200);
    CHECK(browser_sees(b, "<h1>异议处理中</h1>"));
    assert_int_equal(browser_get(b, "/my/confirm"), 409);
}

static void it_is_settled_by_the_reporter_alone(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;

    feed_back(s);
    assert_int_equal(browser_get(b, "/my/confirm"), 200); /* looking settles nothing */
    CHECK_STR(own(s)->state, S("ST_FEEDBACK"));
    assert_int_equal(browser_post(b, "/my/confirm", ""), 303);
    CHECK_STR(own(s)->state, S("ST_CLOSED"));
    assert_int_equal(browser_get(b, "/my"), 200);
    CHECK(browser_sees(b, "<li class=\"done\">公开</li>"));
}

static void late_steps_can_be_urged_and_told_upwards(void **state)
{
    struct my_site *s = *state;
    struct browser b;

    world_time(s->w, "2026-10-16T10:00:00+08:00");
    b = login(s, s->receipt.report_no);
    assert_int_equal(browser_get(&b, "/my"), 200);
    CHECK(browser_sees(&b, "已过期限"));
    CHECK(browser_sees(&b, "action=\"/my/urge\""));
    CHECK(browser_sees(&b, "href=\"/my/complaint\""));
    assert_int_equal(browser_post(&b, "/my/urge", ""), 303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "您催办了一次"));
    assert_int_equal(browser_get(&b, "/my/complaint"), 200);
    assert_int_equal(browser_post(&b, "/my/complaint", "text="), 422);
    assert_int_equal(browser_post(&b, "/my/complaint", "text=一个月没有消息"), 303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "已交给上一级机关"));
}

static void consents_and_slip(void **state)
{
    struct my_site *s = *state;
    struct browser *b = &s->b;

    assert_int_equal(browser_get(b, "/my/safety"), 200);
    CHECK(browser_sees(b, "没有人查看过"));
    assert_int_equal(browser_get(b, "/my/consent"), 200);
    CHECK(!browser_sees(b, " checked"));
    assert_int_equal(browser_post(b, "/my/consent", "open=1"), 303);
    assert_int_equal(browser_get(b, "/my/consent"), 200);
    CHECK(browser_sees(b, "name=\"open\" value=\"1\" checked"));
    CHECK(!browser_sees(b, "name=\"publication\" value=\"1\" checked"));

    assert_int_equal(browser_get(b, "/my/slip"), 200);
    CHECK(browser_sees(b, "<p class=\"id\">"));
    CHECK(browser_sees(b, "<dd>2026年9月18日</dd>"));
    CHECK(!str_contains(b->body, world_form().password));
    CHECK(!browser_sees(b, "张某"));
    CHECK_STR(browser_between(b, "<p class=\"id\">", "</p>"),
              report_number_shown(s->w->ctx.arena, s->receipt.report_no));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, open_site, close_site)
    const struct CMUnitTest tests[] = {
        TEST(progress_says_the_next_date_first),
        TEST(a_long_timeline_leads_back_to_its_beginning),
        TEST(papers_are_read_and_nobody_elses),
        TEST(a_repeat_names_the_own_earlier_number),
        TEST(messages_go_both_ways),
        TEST(a_form_sent_twice_is_done_once),
        TEST(material_comes_and_is_had_again),
        TEST(an_officer_is_no_reporter),
        TEST(words_outlive_the_session),
        TEST(what_is_not_open_is_refused),
        TEST(supplement_is_asked_for_and_given),
        TEST(review_is_asked_for_and_settled_said),
        TEST(the_right_that_ends_stands_first),
        TEST(the_result_is_rated_and_objected_to),
        TEST(it_is_settled_by_the_reporter_alone),
        TEST(late_steps_can_be_urged_and_told_upwards),
        TEST(consents_and_slip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
