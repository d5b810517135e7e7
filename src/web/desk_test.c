/* An officer at his desk: who gets where, the lists, their filters and pages. */
#include "base/test.h"
#include "domain/clock.h"
#include "domain/world_move.h"
#include "web/browser.h"
#include "web/desk.h"

#define ORG 330411
#define CITY 330400

/* A letter that came in on that day; its matter. */
static int64_t letter(struct world *w, const char *channel, const char *arrived, const char *name)
{
    struct ctx *c = world_as(w, ORG, RO_CLERK);
    struct report_intake in = { .form = world_form() };
    struct report_receipt t;

    in.form.channel = str_of(channel);
    in.form.arrived_on = str_of(arrived);
    in.form.password = STR_NONE;
    in.form.subjects[0].name = str_of(name);
    WORLD_OK(c, report_intake_prepare(c, &in));
    password_run(&in.job);
    WORLD_OK(c, report_intake_finish(c, &in, &t));
    return t.matter;
}

static const char *path_of(struct world *w, const char *before, int64_t id)
{
    return str_z(w->ctx.arena,
                 str_fmt(w->ctx.arena, "%s%.*s", before, STR_ARG(id_text(&w->ctx, id))));
}

/* ---- the matrix, written a second time by hand: who may use which page ---- */

#define C RO_CLERK
#define G RO_GRID
#define MATTERS                                                                                    \
    (RO_CLERK | RO_SCREENER | RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD | RO_CASE_SUP | RO_DEPUTY |     \
     RO_PRINCIPAL | RO_REVIEWER | RO_CADRE_SUP | RO_UPPER | RO_PUBLISHER | RO_PUB_APPROVER)
#define PUBLISHERS (HEADS | RO_HD_HEAD | RO_PUBLISHER | RO_PUB_APPROVER)
#define THREADS (RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD | RO_CADRE_SUP)
#define HEADS (RO_PO_HEAD | RO_DEPUTY | RO_PRINCIPAL)
#define ACCOUNT                                                                                    \
    (HEADS | RO_HD_HEAD | RO_CADRE_SUP | RO_UPPER | RO_PUBLISHER | RO_PUB_APPROVER)
#define RECORD (HEADS | RO_HANDLER | RO_HD_HEAD | RO_CADRE_SUP | RO_UPPER)
#define EVERYBODY 0x3ffffu

static const struct {
    const char *method, *path;
    uint32_t roles;
} matrix[] = {
    { "GET", "/desk/letter", C },
    { "POST", "/desk/letter", C },
    { "GET", "/desk/visit", C },
    { "POST", "/desk/visit", C },
    { "GET", "/desk/call", C },
    { "POST", "/desk/call", C },
    { "GET", "/desk/grid", G },
    { "POST", "/desk/grid", G },
    { "GET", "/desk/slips", C | G },
    { "POST", "/desk/slip", C | G },
    { "POST", "/desk/slip/undo", C },
    { "GET", "/desk", EVERYBODY },
    { "GET", "/desk/all", MATTERS },
    { "GET", "/desk/messages", MATTERS },
    { "GET", "/desk/approve", MATTERS },
    { "GET", "/desk/keys", EVERYBODY },
    { "POST", "/desk/keys", EVERYBODY },
    { "GET", "/desk/m/AAAAAAAAAAE", MATTERS },
    { "POST", "/desk/m/AAAAAAAAAAE/moves", MATTERS },
    { "GET", "/desk/m/AAAAAAAAAAE/messages", THREADS },
    { "POST", "/desk/m/AAAAAAAAAAE/messages", THREADS },
    { "GET", "/desk/m/AAAAAAAAAAE/files", MATTERS },
    { "GET", "/desk/m/AAAAAAAAAAE/file/AAAAAAAAAAE", MATTERS },
    { "GET", "/desk/m/AAAAAAAAAAE/doc/AAAAAAAAAAE", MATTERS },
    { "POST", "/desk/m/AAAAAAAAAAE/delivery",
      RO_CLERK | RO_SCREENER | RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD | RO_CADRE_SUP },
    { "GET", "/desk/m/AAAAAAAAAAE/record", MATTERS },
    { "GET", "/desk/m/AAAAAAAAAAE/procedure", MATTERS },
    { "GET", "/desk/m/AAAAAAAAAAE/publication", MATTERS },
    { "GET", "/desk/m/AAAAAAAAAAE/sheet/AAAAAAAAAAE", MATTERS },
    { "GET", "/desk/publish", PUBLISHERS },
    { "GET", "/desk/lead", RO_DEPUTY | RO_PRINCIPAL },
    { "GET", "/desk/panel", RO_PO_HEAD | RO_HD_HEAD },
    { "POST", "/desk/panel", RO_PO_HEAD },
    { "GET", "/desk/notes", RO_PO_HEAD },
    { "POST", "/desk/m/AAAAAAAAAAE/codes", RO_PO_HEAD | RO_HD_HEAD | RO_CADRE_SUP },
    { "GET", "/desk/lead/330411", RO_DEPUTY | RO_PRINCIPAL },
    { "GET", "/desk/deadlines.ics", MATTERS },
    { "GET", "/desk/m/AAAAAAAAAAE/repeats", RO_CLERK | RO_SCREENER | RO_PO_HEAD },
    { "GET", "/desk/m/AAAAAAAAAAE/recusal", MATTERS },
    { "POST", "/desk/m/AAAAAAAAAAE/recusal", MATTERS },
    { "POST", "/desk/m/AAAAAAAAAAE/reissue", RO_CLERK | RO_SCREENER | RO_PO_HEAD | RO_CADRE_SUP },
    { "GET", "/desk/identity", RO_CUSTODIAN },
    { "POST", "/desk/identity", RO_CUSTODIAN },
    { "GET", "/desk/names", RO_CUSTODIAN },
    { "POST", "/desk/names", RO_CUSTODIAN },
    { "POST", "/desk/search", MATTERS },
    { "GET", "/desk/reviews", RO_REVIEWER | RO_DEPUTY },
    { "GET", "/desk/breaches", ACCOUNT },
    { "GET", "/desk/breach/AAAAAAAAAAE", ACCOUNT },
    { "POST", "/desk/breach/AAAAAAAAAAE", ACCOUNT },
    { "GET", "/desk/m/AAAAAAAAAAE/breach", RECORD },
    { "POST", "/desk/m/AAAAAAAAAAE/breach", RECORD },
    { "GET", "/desk/tasks", MATTERS },
    { "POST", "/desk/tasks", MATTERS },
    { "GET", "/desk/forward", RO_PRINCIPAL },
    { "POST", "/desk/forward", RO_PRINCIPAL },
    { "GET", "/desk/people", HEADS },
    { "POST", "/desk/people", HEADS },
    { "GET", "/desk/people/AAAAAAAAAAE", HEADS },
    { "POST", "/desk/people/AAAAAAAAAAE", HEADS },
    { "GET", "/desk/me", EVERYBODY },
    { "GET", "/desk/password", EVERYBODY },
    { "GET", "/desk/resume", EVERYBODY },
};

static void each_page_is_for_its_roles(void **state)
{
    for (unsigned k = 0; ROLE_BIT(k) & EVERYBODY; k++) {
        struct browser b = browser_officer(state, ORG, ROLE_BIT(k));
        for (size_t i = 0; i < COUNT_OF(matrix); i++) {
            bool post = strcmp(matrix[i].method, "POST") == 0;
            int status =
                post ? browser_post(&b, matrix[i].path, "x=1") : browser_get(&b, matrix[i].path);
            bool allowed = (matrix[i].roles & ROLE_BIT(k)) != 0;
            if ((status == 403) == allowed)
                fail_msg("%s %s as %.*s: %d", matrix[i].method, matrix[i].path,
                         STR_ARG(role_name(ROLE_BIT(k))), status);
        }
    }
}

/* Every desk route is in the table above, so that none is forgotten. */
static void no_page_is_left_out_of_the_matrix(void **state)
{
    (void)state;
    static const char *const open[] = { "/desk/login", "/desk/logout", "/desk/password" };

    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        bool found = r->area != AREA_DESK;
        for (size_t k = 0; k < COUNT_OF(open); k++)
            found = found || strcmp(r->pattern, open[k]) == 0;
        for (size_t k = 0; k < COUNT_OF(matrix) && !found; k++) {
            struct str rest = str_of(matrix[k].path), pattern = str_of(r->pattern);
            bool post = strcmp(matrix[k].method, "POST") == 0;
            bool same = post == (r->method == HTTP_POST);
            while (same && (!str_absent(rest) || !str_absent(pattern))) {
                struct str a = str_cut(&rest, '/'), p = str_cut(&pattern, '/');
                same = str_starts(p, S(":")) ? a.n > 0 : str_eq(a, p);
            }
            found = same;
        }
        if (!found)
            fail_msg("no line for %s", r->pattern);
    }
}

static void nobody_is_sent_to_the_log_in(void **state)
{
    struct site *s = *state;
    struct browser b = browser_new(s->w, s->web);

    for (size_t i = 0; i < COUNT_OF(matrix); i++) {
        if (strcmp(matrix[i].method, "GET") == 0) {
            CHECK(browser_get(&b, matrix[i].path) == 200);
            CHECK(browser_sees(&b, "action=\"/desk/login\""));
        }
    }
}

/* ---- lists ---- */

static void lists_show_codes_and_dates_but_no_words(void **state)
{
    struct site *s = *state;
    int64_t one = letter(s->w, "CH_LETTER", "2026-09-18", "张某某");
    struct browser b = browser_officer(state, ORG, RO_SCREENER);

    CHECK(browser_get(&b, "/desk") == 200);
    CHECK(browser_sees(&b, path_of(s->w, "href=\"/desk/m/", one)));
    CHECK(browser_sees(&b, "〔2026〕1号"));
    CHECK(browser_sees(&b, "来信") && browser_sees(&b, "秀洲区") && browser_sees(&b, "已登记"));
    CHECK(!browser_sees(&b, "张某某"));
    CHECK_STR(browser_header(&b, "Cache-Control"), S("no-store"));
    CHECK(browser_sees(&b, "我的待办<b>1</b>"));
    /* another body, city or county, finds nothing */
    b = browser_officer(state, 330109, RO_SCREENER);
    CHECK(browser_get(&b, "/desk/all") == 200);
    CHECK(!browser_sees(&b, "href=\"/desk/m/"));
}

static void filters_take_codes_only(void **state)
{
    struct site *s = *state;
    int64_t one = letter(s->w, "CH_LETTER", "2026-09-18", "甲某");
    int64_t two = letter(s->w, "CH_PHONE", "2026-08-01", "乙某");
    const char *first = path_of(s->w, "/desk/m/", one);
    const char *second = path_of(s->w, "/desk/m/", two);
    struct browser b = browser_officer(state, ORG, RO_PO_HEAD);

    CHECK(browser_get(&b, "/desk?ch=CH_PHONE") == 200);
    CHECK(browser_sees(&b, second) && !browser_sees(&b, first));
    CHECK(browser_get(&b, "/desk/all?ch=nonsense&st=x&area=1&h=x&nr=7&c=9") == 200);
    CHECK(browser_sees(&b, second) && browser_sees(&b, first));
    CHECK(browser_get(&b, "/desk?v=late") == 200); /* registered long ago, still not screened */
    CHECK(browser_sees(&b, second) && !browser_sees(&b, first));
    CHECK(browser_sees(&b, "class=\"late\""));
    CHECK(browser_get(&b, "/desk?nr=0") == 200);
    CHECK(!browser_sees(&b, first));
    /* the tabs keep what was chosen */
    CHECK(browser_get(&b, "/desk?ch=CH_PHONE&cat=CAT_REPORT") == 200);
    CHECK(browser_sees(&b, "href=\"/desk?v=late&amp;ch=CH_PHONE&amp;cat=CAT_REPORT\""));
}

static void long_lists_have_pages(void **state)
{
    struct site *s = *state;
    struct str href;
    size_t seen = 0;

    for (int i = 0; i < 53; i++)
        (void)letter(s->w, "CH_LETTER", "2026-09-18", "丙某");
    struct browser b = browser_officer(state, ORG, RO_PO_HEAD);
    CHECK(browser_get(&b, "/desk") == 200);
    for (const char *p = b.body.p; (p = strstr(p, "/desk/m/")) != NULL; p++)
        seen++;
    CHECK(seen == 50);
    href = browser_between(&b, "<p><a href=\"", "\" rel=\"next\"");
    CHECK(!str_absent(href));
    CHECK(browser_get(&b, str_z(s->w->ctx.arena, href)) == 200);
    seen = 0;
    for (const char *p = b.body.p; (p = strstr(p, "/desk/m/")) != NULL; p++)
        seen++;
    CHECK(seen == 3);
    CHECK(!browser_sees(&b, "rel=\"next\""));
}

static void shortcuts_can_be_turned_off(void **state)
{
    struct browser b = browser_officer(state, ORG, RO_CLERK);

    CHECK(browser_get(&b, "/desk/keys") == 200);
    CHECK(browser_post(&b, "/desk/keys", "keys=0") == 303);
    CHECK_STR(browser_cookie(&b, "keys"), S("0"));
    CHECK(!str_contains(browser_header(&b, "Set-Cookie"), S("HttpOnly"))); /* the script reads it */
    CHECK(browser_follow(&b) == 200);
    CHECK(browser_sees(&b, "单键快捷键已关闭"));
    CHECK(browser_post(&b, "/desk/keys", "keys=1") == 303);
    CHECK_STR(browser_cookie(&b, "keys"), S("1"));
}

/* ---- people ---- */

static void heads_add_and_a_second_one_confirms(void **state)
{
    struct site *s = *state;
    struct arena *a = s->w->ctx.arena;
    struct browser b = browser_officer(state, ORG, RO_PO_HEAD);

    CHECK(browser_get(&b, "/desk/people") == 200);
    CHECK(browser_post(&b, "/desk/people", "name=新来的&work_no=x&roles=RO_HANDLER") == 422);
    CHECK_STR(browser_value(&b, "name"), S("新来的"));
    CHECK(browser_sees(&b, "id=\"work_no-e\""));
    CHECK(browser_sees(&b, "value=\"RO_HANDLER\" checked"));
    CHECK(browser_post(&b, "/desk/people", "name=新来的&work_no=N 900&roles=RO_HANDLER") == 200);
    struct str password = browser_between(&b, "<p class=\"num big\">", "</p>");
    CHECK(password.n >= 14);
    CHECK_STR(browser_header(&b, "Cache-Control"), S("no-store"));
    CHECK(browser_get(&b, "/desk/people") == 200);
    CHECK(!browser_sees(&b, str_z(a, password)));
    CHECK(browser_sees(&b, "等第二人确认"));
    struct officer o;
    WORLD_OK(&s->w->ctx, officer_by_work_no(world_as_system(s->w), S("N900"), &o));
    CHECK(o.roles == 0 && o.roles_waiting == RO_HANDLER);
    const char *his = path_of(s->w, "/desk/people/", o.id);
    CHECK(browser_post(&b, his, "act=confirm") == 403); /* who gave them does not confirm them */
    CHECK(browser_sees(&b, "role=\"alert\""));
    b = browser_officer(state, ORG, RO_PRINCIPAL);
    CHECK(browser_get(&b, his) == 200);
    CHECK(browser_post(&b, his, "act=confirm") == 303);
    WORLD_OK(&s->w->ctx, officer_find(world_as_system(s->w), o.id, &o));
    CHECK(o.roles == RO_HANDLER);
    /* a reset shows one password once, and takes the confirmation away again */
    CHECK(browser_post(&b, his, "act=reset") == 200);
    CHECK(browser_between(&b, "<p class=\"num big\">", "</p>").n >= 14);
    WORLD_OK(&s->w->ctx, officer_find(world_as_system(s->w), o.id, &o));
    CHECK(o.roles == 0);
    /* another body's head: as if he were not there */
    b = browser_officer(state, 330109, RO_PRINCIPAL);
    CHECK(browser_get(&b, his) == 404);
    CHECK(browser_post(&b, his, "act=leave") == 404);
}

static void one_page_says_who_i_am(void **state)
{
    struct browser b = browser_officer(state, ORG, RO_CLERK);

    CHECK(browser_get(&b, "/desk/me") == 200);
    CHECK(browser_sees(&b, "接访登记员") && browser_sees(&b, "信访室"));
    b = browser_officer(state, ORG, RO_AUDITOR);
    CHECK(browser_get(&b, "/desk") == 303); /* no matters: what he does is elsewhere */
    CHECK_STR(b.location, S("/desk/me"));
    b = browser_officer(state, ORG, RO_GRID);
    CHECK(browser_get(&b, "/desk") == 303);
    CHECK_STR(b.location, S("/desk/grid"));
}

/* ---- sealed to the principal leader ---- */

static void the_leader_sends_up_what_only_he_reads(void **state)
{
    struct site *s = *state;
    struct report_form f = world_form();

    f.subjects[0].level = S("LV_COUNTY"); /* managed by the city */
    (void)world_report(s->w, &f);
    world_time(s->w, "2026-09-18T11:00:00+08:00");
    (void)world_as_system(s->w);
    int64_t changed;
    WORLD_OK(&s->w->ctx, report_reveal_due(&s->w->ctx, &changed));
    struct browser b = browser_officer(state, ORG, RO_PRINCIPAL);
    CHECK(browser_get(&b, "/desk/forward") == 200);
    struct str matter = browser_between(&b, "name=\"matter\" value=\"", "\"");
    CHECK(matter.n == 11);
    CHECK(browser_post(&b, "/desk/forward", "matter=AAAAAAAAAAE") == 404);
    const char *form =
        str_z(s->w->ctx.arena, str_fmt(s->w->ctx.arena, "matter=%.*s", STR_ARG(matter)));
    CHECK(browser_post(&b, "/desk/forward", form) == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK(browser_sees(&b, "没有要报送的件"));
}

/* ---- reminders ---- */

static void a_long_list_of_reminders_is_grouped_and_counted(void **state)
{
    struct site *s = *state;
    struct ctx *c = world_as_system(s->w);

    WORLD_OK(c, store_begin(c));
    for (int i = 0; i < 12; i++)
        WORLD_OK(c, task_make(c, ORG, "RO_PO_HEAD", 0, "KEYS_THIN", DAY_NONE));
    WORLD_OK(c, task_make(c, ORG, "RO_PO_HEAD", 0, "PRESSED", DAY_NONE));
    WORLD_OK(c, store_commit(c));
    struct browser b = browser_officer(state, ORG, RO_PO_HEAD);
    CHECK(browser_get(&b, "/desk/tasks") == 200);
    CHECK(browser_sees(&b, "<span class=\"tag mut\">12</span>"));
    CHECK(browser_sees(&b, "<details class=\"card\"><summary>")); /* twelve: only their number */
    CHECK(browser_sees(&b, "<details class=\"card\" open><summary>"));
    CHECK(browser_sees(&b, "<span class=\"tag mut\">1</span>"));
    struct str task = browser_between(&b, "name=\"task\" value=\"", "\"");
    c = &s->w->ctx;
    CHECK(browser_post(&b, "/desk/tasks",
                       str_z(c->arena, str_fmt(c->arena, "task=%.*s", STR_ARG(task)))) == 303);
    CHECK(browser_follow(&b) == 200);
    CHECK(browser_sees(&b, "<span class=\"tag mut\">12</span>")); /* the other group's went */
    CHECK(!browser_sees(&b, "<span class=\"tag mut\">1</span>"));
}

/* ---- accountability ---- */

static const char *joined(struct site *s, const char *before, struct str id, const char *after)
{
    return str_z(s->w->ctx.arena,
                 str_fmt(s->w->ctx.arena, "%s%.*s%s", before, STR_ARG(id), after));
}

#define FOUND "move=AC1&breach_code=V17&found_on=2026-09-17&finding=接访时态度生硬。"

/* From the form on the matter's page to the public one; what is wrong keeps what was typed. */
static void a_breach_is_decided_page_by_page(void **state)
{
    struct site *s = *state;
    struct report_form f = world_form();
    struct report_receipt t = world_received(s->w, &f);
    struct str m = id_text(&s->w->ctx, t.matter);
    struct browser b = browser_officer(state, ORG, RO_PO_HEAD), up;
    const char *record = joined(s, "/desk/m/", m, "/breach");

    world_bring(s->w, ORG, t.matter, "ST_ACCEPTED");
    CHECK(browser_get(&b, joined(s, "/desk/m/", m, "")) == 200);
    CHECK(browser_sees(&b, record));
    CHECK(browser_get(&b, record) == 200 && browser_sees(&b, "name=\"finding\""));
    CHECK(browser_post(&b, record,
                       "move=AC1&breach_code=V06&found_on=2026-09-17&finding=生硬。") == 422);
    CHECK(browser_sees(&b, "生硬。") && browser_sees(&b, "系统自动记录"));
    CHECK(browser_post(&b, record, FOUND) == 303);
    CHECK(browser_get(&b, "/desk/breaches") == 200 && browser_sees(&b, "等待说明"));
    struct str id = browser_between(&b, "/desk/breach/", "\"");
    const char *page = joined(s, "/desk/breach/", id, "");
    CHECK(browser_get(&b, page) == 200 && browser_sees(&b, "接访时态度生硬"));
    CHECK(browser_post(&b, page, "move=AC2&explanation=") == 422);
    CHECK(browser_post(&b, page, "move=AC2&explanation=已道歉。") == 303);
    CHECK(browser_follow(&b) == 200 && browser_sees(&b, "已道歉"));

    up = browser_officer(state, CITY, RO_UPPER);
    CHECK(browser_get(&up, page) == 200 && browser_sees(&up, "value=\"AC6\""));
    CHECK(!browser_sees(&up, "value=\"AC7\""));
    CHECK(browser_post(&up, page,
                       "move=AC6&accountable=ACC_NONE&facts=已道歉。&rule=条例"
                       "&decision_text=不再追究。") == 303);
    up = browser_officer(state, CITY, RO_DEPUTY);
    CHECK(browser_get(&up, page) == 200 && browser_sees(&up, "责任追究决定书"));
    CHECK(browser_post(&up, page, "move=AC7&outcome=decided") == 303);
    up = browser_officer(state, CITY, RO_PUBLISHER);
    CHECK(browser_post(&up, page, "move=AC8") == 303);
    b = browser_visitor(state);
    CHECK(browser_get(&b, "/open/accountability") == 200);
    CHECK(browser_sees(&b, "不予追究") && !browser_sees(&b, "道歉"));
}

#define PAGE_TEST(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAGE_TEST(each_page_is_for_its_roles),
        cmocka_unit_test(no_page_is_left_out_of_the_matrix),
        PAGE_TEST(nobody_is_sent_to_the_log_in),
        PAGE_TEST(lists_show_codes_and_dates_but_no_words),
        PAGE_TEST(filters_take_codes_only),
        PAGE_TEST(a_long_list_of_reminders_is_grouped_and_counted),
        PAGE_TEST(a_breach_is_decided_page_by_page),
        PAGE_TEST(long_lists_have_pages),
        PAGE_TEST(shortcuts_can_be_turned_off),
        PAGE_TEST(heads_add_and_a_second_one_confirms),
        PAGE_TEST(one_page_says_who_i_am),
        PAGE_TEST(the_leader_sends_up_what_only_he_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
