/* A person reports: five pages, the check page, the number; and what may go wrong on the way. */
#include "domain/draft.h"
#include "domain/file.h"
#include "domain/world_queries.h"
#include "web/browser.h"

#define PASSWORD "five plain words for me"
#define STEP_1 "area_code=330411&topics=TP_VILLAGE_FUNDS&category=CAT_REPORT"
#define STEP_2                                                                                     \
    "subjects.0.kind=person&subjects.0.name=张某&subjects.0.unit=某村&subjects.0.post="        \
    "&subjects.0.level=LV_VILLAGE"
#define STEP_3 "narrative=去年秋天修水渠没有招标，账上写十八万元。&title="
#define STEP_4 "witnesses=&prior=&wish="
#define STEP_5 "id_mode=ID_ANON"

static void fill(struct browser *b)
{
    assert_int_equal(browser_get(b, "/report/1"), 200);
    assert_int_equal(browser_post(b, "/report/1", STEP_1), 303);
    assert_int_equal(browser_follow(b), 200);
    assert_int_equal(browser_post(b, "/report/2", STEP_2), 303);
    assert_int_equal(browser_follow(b), 200);
    assert_int_equal(browser_post(b, "/report/3", STEP_3), 303);
    assert_int_equal(browser_follow(b), 200);
    assert_int_equal(browser_upload(b, "/report/4", STEP_4, NULL, 0), 303);
    assert_int_equal(browser_follow(b), 200);
    assert_int_equal(browser_post(b, "/report/5", STEP_5), 303);
    CHECK_STR(b->location, S("/report/check"));
    assert_int_equal(browser_follow(b), 200);
}

static const char *sending(struct browser *b, const char *password)
{
    struct str once = browser_value(b, "once");

    CHECK(!str_absent(once));
    return str_z(b->w->ctx.arena, str_fmt(b->w->ctx.arena, "once=%.*s&truth_ack=1&password=%s",
                                          STR_ARG(once), password));
}

static void send_off(struct browser *b)
{
    assert_int_equal(browser_post(b, "/report/check", sending(b, PASSWORD)), 303);
    CHECK_STR(b->location, S("/report/sent"));
    assert_int_equal(browser_follow(b), 200);
}

static struct str number_on(const struct browser *b)
{
    struct str shown = browser_between(b, "<p class=\"id\">", "</p>");

    CHECK(shown.n == 19);
    return shown;
}

static void five_pages_lead_to_a_number(void **state)
{
    struct browser b = browser_visitor(state);

    assert_int_equal(browser_get(&b, "/report"), 200);
    assert_int_equal((int)b.jar_n, 0); /* looking leaves no cookie */
    fill(&b);
    CHECK(browser_sees(&b, "嘉兴市秀洲区"));
    CHECK(browser_sees(&b, "账上写十八万元"));
    CHECK(!browser_sees(&b, "还没填完"));
    send_off(&b);
    struct str number = number_on(&b);
    CHECK(browser_sees(&b, "10 分钟") || browser_sees(&b, "以前可以修改或撤回"));
    CHECK(!browser_sees(&b, PASSWORD));
    CHECK(str_absent(browser_cookie(&b, "draft")));
    CHECK(browser_sees(&b, "10月15日")); /* D04, domain.md X1 */

    /* the paper leads in again */
    struct ctx *c = world_as_reporter(b.w, number, S(PASSWORD));
    struct report_view v;
    WORLD_OK(c, report_read(c, c->actor->report, &v));
    CHECK_STR(v.form.subjects[0].name, S("张某"));
    CHECK_STR(v.form.id_mode, S("ID_ANON"));
    CHECK(!v.form.consent_open && !v.form.consent_publication);
    struct str code = browser_between(&b, "<p class=\"hash\">", "</p>");
    CHECK_STR(code, check_code_shown(c->arena, v.check_code));
}

static void mistakes_keep_what_was_typed(void **state)
{
    struct browser b = browser_visitor(state);

    assert_int_equal(browser_get(&b, "/report/1"), 200);
    assert_int_equal(browser_post(&b, "/report/1", "area_code=&category=CAT_REPORT&topics=TP_LAND"),
                     422);
    CHECK(browser_sees(&b, "id=\"errors\" autofocus"));
    CHECK(browser_sees(&b, "<a href=\"#area_code\">"));
    CHECK(browser_sees(&b, "<title>出错："));
    CHECK(browser_sees(&b, "value=\"TP_LAND\" checked"));
    assert_int_equal((int)b.jar_n, 0);

    assert_int_equal(browser_post(&b, "/report/1", STEP_1), 303);
    assert_int_equal(browser_post(&b, "/report/2",
                                  "subjects.0.kind=person&subjects.0.name=&subjects.0.unit=某村"),
                     422);
    CHECK(browser_sees(&b, "<a href=\"#subjects.0.name\">"));
    CHECK(browser_sees(&b, "<a href=\"#subjects.0.level\">"));
    CHECK(browser_sees(&b, "id=\"subjects.0.level\""));
    CHECK_STR(browser_value(&b, "subjects.0.unit"), S("某村"));

    assert_int_equal(browser_post(&b, "/report/3", "narrative=修水渠&fact_place=某村"), 422);
    CHECK(browser_sees(&b, ">修水渠</textarea>"));
    CHECK_STR(browser_value(&b, "fact_place"), S("某村"));
    CHECK(browser_sees(&b, "至少 10 个字"));

    assert_int_equal(browser_post(&b, "/report/5", "id_mode=ID_REAL&identity.name=李某"), 422);
    CHECK(browser_sees(&b, "<a href=\"#identity.phone\">"));
    CHECK_STR(browser_value(&b, "identity.name"), S("李某"));
    assert_int_equal(browser_post(&b, "/report/5", "id_mode=ID_REAL&identity.phone=13800000000"),
                     422);
    CHECK(browser_sees(&b, "#identity.name\">署名的，请写姓名或单位名。</a>"));
}

static void a_short_password_is_asked_for_again(void **state)
{
    struct browser b = browser_visitor(state);

    fill(&b);
    struct str once = browser_value(&b, "once");
    CHECK(browser_sees(&b, "没有填。")); /* no material: the group says so */
    assert_int_equal(browser_post(&b, "/report/check", sending(&b, "short")), 422);
    CHECK(browser_sees(&b, "<a href=\"#password\">"));
    CHECK(!browser_sees(&b, "value=\"short\""));
    CHECK(browser_sees(&b, "name=\"truth_ack\" value=\"1\" checked"));
    CHECK_STR(browser_value(&b, "once"), once);
    assert_int_equal(
        browser_post(&b, "/report/check",
                     str_z(b.w->ctx.arena,
                           str_fmt(b.w->ctx.arena, "once=%.*s&password=" PASSWORD, STR_ARG(once)))),
        422);
    CHECK(browser_sees(&b, "<a href=\"#truth_ack\">"));
    send_off(&b);
}

static void the_draft_waits_and_comes_back(void **state)
{
    struct browser b = browser_visitor(state);

    assert_int_equal(browser_get(&b, "/report/1"), 200);
    assert_int_equal(browser_post(&b, "/report/1", STEP_1), 303);
    /* unfinished, and wrong as it stands: kept all the same */
    assert_int_equal(browser_post(&b, "/report/3", "narrative=半句&draft=1"), 303);
    CHECK_STR(b.location, S("/report"));
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "已存好"));
    CHECK(browser_sees(&b, "没写完的草稿"));
    world_time(b.w, "2026-09-18T20:00:00+08:00");
    assert_int_equal(browser_get(&b, "/report/3"), 200);
    CHECK(browser_sees(&b, ">半句</textarea>"));
    CHECK_STR(browser_header(&b, "Cache-Control"), S("no-store"));
    assert_int_equal(browser_get(&b, "/report/check"), 200);
    CHECK(browser_sees(&b, "这一页还没填完"));
    CHECK(!browser_sees(&b, "name=\"password\"")); /* not yet */

    struct str cookie = browser_cookie(&b, "draft"), text;
    assert_int_equal(browser_post(&b, "/report/drop", ""), 303);
    CHECK(str_absent(browser_cookie(&b, "draft")));
    CHECK(draft_load(world_as_nobody(b.w), cookie, &text) == ERR_NOT_FOUND);
}

static void a_page_without_its_draft_keeps_the_words(void **state)
{
    struct browser b = browser_visitor(state);

    /* the day is over, or the cookie gone: what was just typed begins a new draft */
    assert_int_equal(browser_post(&b, "/report/3", STEP_3), 303);
    assert_int_equal(browser_get(&b, "/report/3"), 200);
    CHECK(browser_sees(&b, "账上写十八万元"));
}

static void several_accused_and_townships(void **state)
{
    struct browser b = browser_visitor(state);

    assert_int_equal(browser_get(&b, "/report/1"), 200);
    CHECK(!browser_sees(&b, "id=\"township\""));
    assert_int_equal(browser_post(&b, "/report/1", STEP_1 "&towns=1"), 303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "新塍镇"));
    assert_int_equal(browser_post(&b, "/report/1", STEP_1 "&township=330411104"), 303);
    assert_int_equal(browser_get(&b, "/report/1"), 200);
    CHECK(browser_sees(&b, "value=\"330411104\" selected"));
    /* another county: the township is no more */
    assert_int_equal(browser_post(&b, "/report/1",
                                  "area_code=330109&township=330411104&topics=TP_LAND"
                                  "&category=CAT_REPORT"),
                     303);
    assert_int_equal(browser_get(&b, "/report/1"), 200);
    CHECK(browser_sees(&b, "value=\"330109\" selected"));

    assert_int_equal(browser_post(&b, "/report/2", STEP_2 "&more=1"), 303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "id=\"subjects.1.name\""));
    /* opened and left empty: nobody */
    assert_int_equal(browser_post(&b, "/report/2", STEP_2 "&subjects.1.kind=person"), 303);
    CHECK_STR(b.location, S("/report/3"));
    assert_int_equal(browser_post(&b, "/report/2",
                                  STEP_2 "&subjects.1.kind=organisation&subjects.1.name=某公司"
                                         "&subjects.1.unit=某公司&subjects.1.level=LV_UNKNOWN"),
                     303);
    assert_int_equal(browser_get(&b, "/report/2"), 200);
    CHECK_STR(browser_value(&b, "subjects.1.name"), S("某公司"));
    assert_int_equal(browser_post(&b, "/report/2",
                                  STEP_2 "&subjects.1.kind=organisation&subjects.1.name=某公司"
                                         "&subjects.1.unit=某公司&less=0"),
                     303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK_STR(browser_value(&b, "subjects.0.name"), S("某公司"));
    CHECK(!browser_sees(&b, "id=\"subjects.1.name\""));
}

static void the_national_level_is_sent_on_and_nothing_kept(void **state)
{
    struct browser b = browser_visitor(state);
    struct str text;

    assert_int_equal(browser_get(&b, "/report/1"), 200);
    assert_int_equal(browser_post(&b, "/report/1", STEP_1), 303);
    struct str cookie = browser_cookie(&b, "draft");
    assert_int_equal(browser_post(&b, "/report/2",
                                  "subjects.0.kind=person&subjects.0.name=王某"
                                  "&subjects.0.unit=某省&subjects.0.level=LV_PROVINCE"),
                     403);
    CHECK(browser_sees(&b, "12388"));
    CHECK(browser_sees(&b, "没有保存"));
    CHECK(str_absent(browser_cookie(&b, "draft")));
    CHECK(draft_load(world_as_nobody(b.w), cookie, &text) == ERR_NOT_FOUND);

    assert_int_equal(
        browser_post(&b, "/report/1", "area_code=100000&topics=TP_LAND&category=CAT_REPORT"), 403);
    assert_int_equal((int)b.jar_n, 0);
}

static void two_clicks_make_one_report(void **state)
{
    struct browser b = browser_visitor(state);

    fill(&b);
    const char *form = sending(&b, PASSWORD);
    struct browser second = b; /* both requests leave before an answer comes */
    assert_int_equal(browser_post(&b, "/report/check", form), 303);
    assert_int_equal(browser_post(&second, "/report/check", form), 303);
    CHECK_STR(second.location, S("/report/sent"));
    assert_int_equal(browser_follow(&b), 200);
    assert_int_equal(browser_follow(&second), 200);
    CHECK_STR(number_on(&second), number_on(&b));
}

static void two_requests_at_once_make_one_report(void **state)
{
    struct browser b = browser_visitor(state);
    struct rows r;

    fill(&b);
    struct browser second = b;
    browser_post_both(&b, &second, "/report/check", sending(&b, PASSWORD));
    assert_int_equal(b.status, 303);
    assert_int_equal(second.status, 303);
    assert_int_equal(browser_follow(&b), 200);
    struct str number = number_on(&b);
    assert_int_equal(browser_follow(&second), 200);
    /* the second one's own number came to nothing: the password shows the first's */
    assert_int_equal(browser_post(&second, "/report/sent", "password=" PASSWORD), 303);
    assert_int_equal(browser_follow(&second), 200);
    CHECK_STR(number_on(&second), number);
    WORLD_OK(&b.w->ctx, store_run0(&b.w->ctx, Q_TEST_COUNTS, &r));
    assert_int_equal((int)cell(&r, 0, 0)->i, 1);
}

static void nobody_skips_name_and_consent(void **state)
{
    struct browser b = browser_visitor(state);

    assert_int_equal(browser_get(&b, "/report/1"), 200);
    assert_int_equal(browser_post(&b, "/report/1", STEP_1), 303);
    assert_int_equal(browser_post(&b, "/report/2", STEP_2), 303);
    assert_int_equal(browser_post(&b, "/report/3", STEP_3), 303);
    assert_int_equal(browser_get(&b, "/report/check"), 200);
    CHECK(!browser_sees(&b, "name=\"password\""));
    CHECK(browser_sees(&b, "这一页还没填完"));
}

static void a_lost_answer_is_had_again_by_the_password(void **state)
{
    struct browser b = browser_visitor(state);

    fill(&b);
    struct browser lost = b;
    assert_int_equal(browser_post(&b, "/report/check", sending(&b, PASSWORD)), 303);
    assert_int_equal(browser_follow(&b), 200);

    assert_int_equal(browser_get(&lost, "/report/3"), 303);
    assert_int_equal(browser_follow(&lost), 200);
    CHECK(browser_sees(&lost, "已经收到"));
    CHECK(str_absent(browser_between(&lost, "<p class=\"id\">", "</p>"))); /* not without it */
    assert_int_equal(browser_post(&lost, "/report/sent", "password=six other words of mine"), 422);
    CHECK(browser_sees(&lost, "<a href=\"#password\">"));
    assert_int_equal(browser_post(&lost, "/report/sent", "password=" PASSWORD), 303);
    assert_int_equal(browser_follow(&lost), 200);
    CHECK_STR(number_on(&lost), number_on(&b));
}

static void what_is_left_of_a_sent_draft_lasts_an_hour(void **state)
{
    struct browser b = browser_visitor(state);

    fill(&b);
    struct browser lost = b;
    assert_int_equal(browser_post(&b, "/report/check", sending(&b, PASSWORD)), 303);
    assert_int_equal(browser_follow(&b), 200);
    assert_int_equal(browser_get(&lost, "/report"), 200);
    CHECK(browser_sees(&lost, "href=\"/report/sent\""));
    world_time(lost.w, "2026-09-18T11:00:01+08:00");
    assert_int_equal(browser_get(&lost, "/report"), 200);
    CHECK(!browser_sees(&lost, "href=\"/report/sent\""));
    assert_int_equal(browser_get(&lost, "/report/sent"), 200);
    CHECK(!browser_sees(&lost, "name=\"password\""));
    /* the browser may write another one */
    fill(&lost);
    send_off(&lost);
    CHECK(!str_eq(number_on(&lost), number_on(&b)));
}

static void back_after_sending_says_so(void **state)
{
    struct browser b = browser_visitor(state);

    fill(&b);
    const char *form = sending(&b, PASSWORD);
    assert_int_equal(browser_post(&b, "/report/check", form), 303);
    browser_forget(&b, "my"); /* the session is over meanwhile */
    assert_int_equal(browser_post(&b, "/report/check", form), 303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "已经提交"));
    CHECK(browser_sees(&b, "href=\"/my/login\""));

    /* the old page's button does not send the new draft of the same browser */
    fill(&b);
    assert_int_equal(browser_post(&b, "/report/check", form), 303);
    assert_int_equal(browser_get(&b, "/report/check"), 200);
    CHECK(browser_sees(&b, "name=\"password\""));
}

static void files_are_kept_and_go_with_the_report(void **state)
{
    static const struct browser_file good = { "账本.txt", "收据十一万元" },
                                     bad = { "x.exe", "MZ nothing we take" };
    struct browser b = browser_visitor(state);
    struct file_list files;

    (void)world_blobs(b.w);
    fill(&b);
    assert_int_equal(browser_get(&b, "/report/4"), 200);
    struct browser_file both[] = { bad, good };
    /* one is refused: the other stays, and so do the words */
    assert_int_equal(browser_upload(&b, "/report/4", "witnesses=村会计", both, 2), 422);
    CHECK(browser_sees(&b, "<a href=\"#file\">"));
    CHECK(browser_sees(&b, "账本.txt"));
    CHECK(browser_sees(&b, ">村会计</textarea>"));
    assert_int_equal(browser_upload(&b, "/report/4", "witnesses=村会计&add=1", &good, 1), 303);
    assert_int_equal(browser_follow(&b), 200);
    struct str id = browser_value(&b, "remove");
    CHECK(!str_absent(id));
    assert_int_equal(
        browser_upload(&b, "/report/4",
                       str_z(b.w->ctx.arena,
                             str_fmt(b.w->ctx.arena, "witnesses=村会计&remove=%.*s", STR_ARG(id))),
                       NULL, 0),
        303);
    assert_int_equal(browser_get(&b, "/report/check"), 200);
    CHECK(browser_sees(&b, "账本.txt"));
    send_off(&b);
    struct ctx *c = world_as_reporter(b.w, number_on(&b), S(PASSWORD));
    WORLD_OK(c, file_list_report(c, c->actor->report, &files));
    assert_int_equal((int)files.n, 1);
    CHECK_STR(files.items[0].name, S("账本.txt"));
}

static void files_alone_begin_a_draft_and_leave_with_it(void **state)
{
    static const struct browser_file good = { "账本.txt", "收据十一万元" };
    struct browser b = browser_visitor(state);
    struct file_list files;

    (void)world_blobs(b.w);
    b.strange = true;
    assert_int_equal(browser_upload(&b, "/report/4", "add=1", &good, 1), 403);
    assert_int_equal((int)b.jar_n, 0); /* refused before a byte is kept */
    b.strange = false;
    assert_int_equal(browser_upload(&b, "/report/4", "add=1", &good, 1), 303);
    struct str cookie = browser_cookie(&b, "draft");
    WORLD_OK(&b.w->ctx, file_list_draft(world_as_nobody(b.w), cookie, &files));
    assert_int_equal((int)files.n, 1);
    assert_int_equal(browser_get(&b, "/exit"), 200);
    CHECK(str_absent(browser_cookie(&b, "draft")));
    WORLD_OK(&b.w->ctx, file_list_draft(world_as_nobody(b.w), cookie, &files));
    assert_int_equal((int)files.n, 0);
}

static void forms_of_other_sites_are_refused(void **state)
{
    struct browser b = browser_visitor(state);

    assert_int_equal(browser_get(&b, "/report/1"), 200);
    b.strange = true;
    assert_int_equal(browser_post(&b, "/report/1", STEP_1), 403);
    assert_int_equal((int)b.jar_n, 0);
}

static void an_old_browser_reports_too(void **state)
{
    struct browser b = browser_visitor(state);

    b.old = true;
    fill(&b);
    send_off(&b);

    struct browser other = browser_visitor(state);
    assert_int_equal(browser_get(&other, "/report/1"), 200);
    other.old = other.strange = true;
    assert_int_equal(browser_post(&other, "/report/1", STEP_1), 403);
    other.old = other.strange = false;
    other.silent = true; /* and no token yet: nothing vouches for it */
    assert_int_equal(browser_post(&other, "/report/1", STEP_1), 403);
    other.silent = false;
    assert_int_equal(browser_post(&other, "/report/1", STEP_1), 303);
    assert_int_equal(browser_follow(&other), 200);
    other.silent = true; /* from here on the page's token does */
    assert_int_equal(browser_post(&other, "/report/2", STEP_2), 303);
    other.body = STR_NONE; /* a form that somebody else made up */
    assert_int_equal(browser_post(&other, "/report/2", "csrf=AAAA&" STEP_2), 403);
    assert_int_equal(browser_post(&other, "/report/2", STEP_2), 403);
}

static void ten_minutes_to_change_or_take_back(void **state)
{
    struct browser b = browser_visitor(state);

    fill(&b);
    send_off(&b);
    struct str number = number_on(&b);
    assert_int_equal(browser_get(&b, "/my/amend"), 303);
    assert_int_equal(browser_follow(&b), 200);
    CHECK(browser_sees(&b, "账上写十八万元"));
    assert_int_equal(browser_get(&b, "/my/amend/3"), 200);
    assert_int_equal(browser_post(&b, "/my/amend/3", "narrative=改成了这样的一段经过，够长了。"),
                     303);
    CHECK_STR(b.location, S("/my/amend/check"));
    assert_int_equal(browser_follow(&b), 200);
    assert_int_equal(browser_post(&b, "/my/amend/check", "password=not the right words"), 422);
    CHECK(browser_sees(&b, "改成了这样"));
    assert_int_equal(browser_post(&b, "/my/amend/check", "password=" PASSWORD), 303);
    CHECK(str_absent(browser_cookie(&b, "amend")));
    struct ctx *c = world_as_reporter(b.w, number, S(PASSWORD));
    struct report_view v;
    WORLD_OK(c, report_read(c, c->actor->report, &v));
    CHECK_STR(v.form.narrative, S("改成了这样的一段经过，够长了。"));

    assert_int_equal(browser_get(&b, "/my/undo"), 200);
    assert_int_equal(browser_get(&b, "/my/amend/check"), 200); /* looking changes nothing */
    struct browser late = b;
    assert_int_equal(browser_post(&b, "/my/undo", ""), 303);
    CHECK(str_absent(browser_cookie(&b, "my")));
    assert_int_equal(browser_get(&late, "/my/undo"), 200);
    CHECK(browser_sees(&late, "name=\"report_no\"")); /* the session went with it */
}

static void after_ten_minutes_it_is_too_late(void **state)
{
    struct browser b = browser_visitor(state);

    fill(&b);
    send_off(&b);
    assert_int_equal(browser_get(&b, "/my/amend/check"), 200);
    world_time(b.w, "2026-09-18T10:10:01+08:00");
    assert_int_equal(browser_get(&b, "/my/amend/check"), 409);
    assert_int_equal(browser_post(&b, "/my/amend/check", "password=" PASSWORD), 409);
    assert_int_equal(browser_get(&b, "/my/undo"), 409);
    assert_int_equal(browser_post(&b, "/my/undo", ""), 409);
    assert_int_equal(browser_get(&b, "/report/sent"), 200);
    CHECK(!browser_sees(&b, "/my/undo"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(five_pages_lead_to_a_number, site_open, site_close),
        cmocka_unit_test_setup_teardown(mistakes_keep_what_was_typed, site_open, site_close),
        cmocka_unit_test_setup_teardown(a_short_password_is_asked_for_again, site_open, site_close),
        cmocka_unit_test_setup_teardown(the_draft_waits_and_comes_back, site_open, site_close),
        cmocka_unit_test_setup_teardown(a_page_without_its_draft_keeps_the_words, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(several_accused_and_townships, site_open, site_close),
        cmocka_unit_test_setup_teardown(the_national_level_is_sent_on_and_nothing_kept, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(two_clicks_make_one_report, site_open, site_close),
        cmocka_unit_test_setup_teardown(a_lost_answer_is_had_again_by_the_password, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(what_is_left_of_a_sent_draft_lasts_an_hour, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(two_requests_at_once_make_one_report, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(nobody_skips_name_and_consent, site_open, site_close),
        cmocka_unit_test_setup_teardown(back_after_sending_says_so, site_open, site_close),
        cmocka_unit_test_setup_teardown(files_are_kept_and_go_with_the_report, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(files_alone_begin_a_draft_and_leave_with_it, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(forms_of_other_sites_are_refused, site_open, site_close),
        cmocka_unit_test_setup_teardown(an_old_browser_reports_too, site_open, site_close),
        cmocka_unit_test_setup_teardown(ten_minutes_to_change_or_take_back, site_open, site_close),
        cmocka_unit_test_setup_teardown(after_ten_minutes_it_is_too_late, site_open, site_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
