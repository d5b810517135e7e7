/* The public pages: whole in both languages, kept in memory, their figures those of the domain. */
#include <stdio.h>
#include <stdlib.h>
#define ZLIB_CONST
#include <zlib.h>

#include "domain/world_queries.h"
#include "gen/embed.h"
#include "web/browser.h"
#include "web/figure.h"
#include "web/public_cache.h"

/* For looking at pages: written to a folder named in SHOW, if there is one. */
static void show(const struct browser *b, const char *name)
{
    const char *folder = getenv("SHOW");
    char path[256];
    if (!folder)
        return;
    snprintf(path, sizeof(path), "%s/%s.html", folder, name);
    FILE *f = fopen(path, "w");
    if (!f)
        return;
    fwrite(b->body.p, 1, b->body.n, f);
    fclose(f);
}

static void the_first_visit_is_small_and_leaves_nothing(void **state)
{
    struct browser b = browser_visitor(state);
    assert_int_equal(browser_get(&b, "/"), 200);
    CHECK(b.jar_n == 0);
    CHECK(str_absent(browser_header(&b, "Set-Cookie")));
    size_t bytes = b.body.n;
    static const char *const assets[] = { "site.css", "exit.js", "mark.svg" };
    for (size_t i = 0; i < COUNT_OF(assets); i++) {
        const struct embed_asset *a = embed_asset(assets[i]);
        CHECK(a);
        bytes += a->gzip.p ? a->gzip.n : a->plain.n;
    }
    print_message("first visit: %zu bytes, page %zu\n", bytes, b.body.n);
    CHECK(bytes <= 30 * 1024);
    show(&b, "home");
}

/* Every public route, with something to fill its place. */
static const char *const pages[] = {
    "/",
    "/open",
    "/open/channels",
    "/open/acceptance",
    "/open/process",
    "/open/results",
    "/open/accountability",
    "/rules",
    "/pilots",
    "/rules/R04",
    "/rules/CC",
    "/rules/XF",
    "/offices",
    "/offices/330400",
    "/offices/330411104",
    "/stats",
    "/stats/330400",
    "/stats/330411104",
    "/stats/method",
    "/stats/330400/2025",
    "/stats/330400/2026Q2",
    "/stats/330400/2026-08",
    "/stats/330411104/2025",
    "/stats/S04",
    "/stats/S05",
    "/stats/S12",
    "/stats/S21",
    "/stats/S27",
    "/stats/S36",
    "/stats/S01",
    "/stats/S02",
    "/stats/S03",
    "/stats/S28",
    "/stats/S06",
    "/stats/S08",
    "/stats/S10",
    "/stats/S09",
    "/stats/S09b",
    "/stats/S09c",
    "/stats/S11",
    "/stats/S34",
    "/help",
    "/help/steps",
    "/help/rights",
    "/help/realname",
    "/help/traces",
    "/help/lost",
    "/help/privacy",
    "/help/unprotected",
    "/help/accessible",
    "/help/problem/form.invalid",
};

static const char *file_name(const char *path, const char *lang)
{
    static char name[100];
    snprintf(name, sizeof(name), "%s%s", lang, path);
    for (char *p = name; *p; p++)
        if (*p == '/')
            *p = '_';
    return name;
}

static size_t times(struct str s, const char *what)
{
    size_t n = 0, length = strlen(what);
    for (size_t i = 0; i + length <= s.n; i++)
        n += memcmp(s.p + i, what, length) == 0;
    return n;
}

/* Chinese characters outside what is marked as Chinese. */
static size_t han_unmarked(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (str_starts(str_slice(s, i, 12), S("lang=\"zh-CN\""))) {
            while (i < s.n && !str_starts(str_slice(s, i, 2), S("</")))
                i++;
        }
        n += (uint8_t)s.p[i] >= 0xe4 && (uint8_t)s.p[i] <= 0xe9;
    }
    return n;
}

static void every_page_is_there_in_both_languages(void **state)
{
    for (int en = 0; en < 2; en++) {
        for (size_t i = 0; i < COUNT_OF(pages); i++) {
            struct browser b = browser_visitor(state);
            char path[100];
            snprintf(path, sizeof(path), "%s?lang=%s", pages[i], en ? "en" : "zh");
            if (browser_get(&b, path) != 200)
                fail_msg("%s: %d", path, b.status);
            show(&b, file_name(pages[i], en ? "en" : "zh"));
            CHECK(times(b.body, "<h1") == 1);
            CHECK(times(b.body, "id=\"main\"") == 1);
            CHECK(times(b.body, "<title>title.") == 0); /* a title without words */
            CHECK(times(b.body, "page.") ==
                  times(b.body, "this page.") + times(b.body, "each page."));
            /* every chart has its table and its file */
            CHECK(times(b.body, "<svg class=\"ch\"") <= times(b.body, "<details>"));
            CHECK(times(b.body, "<svg class=\"ch\"") <= times(b.body, ".csv\""));
            if (en && han_unmarked(b.body) * 10 > b.body.n / 5)
                fail_msg("%s: %zu Chinese characters", path, han_unmarked(b.body));
            CHECK(b.body.n < 64 * 1024);
        }
    }
}

static void what_is_not_there_is_not_found(void **state)
{
    static const char *const none[] = { "/rules/R99",    "/offices/999999",
                                        "/offices/x",    "/stats/S99",
                                        "/stats/999999", "/stats/S99.csv",
                                        "/help/nothing", "/help/problem/no.such.key",
                                        "/stats/F99.csv" };
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        struct browser b = browser_visitor(state);
        assert_int_equal(browser_get(&b, none[i]), 404);
        CHECK_STR(browser_header(&b, "Cache-Control"), S("no-store"));
    }
}

/* ---- figures ---- */

/* 30 matters of 嘉兴 due in August 2026, 28 in time: 93 % of the province, as the domain says. */
static void some_matters(struct world *w)
{
    struct day d;
    assert_true(day_parse(S("2026-08-03"), &d));
    for (int64_t i = 0; i < 30; i++) {
        int64_t id = 5000 + i;
        world_write(w, Q_TEST_STAT_REPORT, INT(id), INT(330411), TEXT(S("CH_WEB")),
                    TEXT(S("CAT_REPORT")), INT(1), INT(d.n), TEXT(S("OPEN")));
        world_write(w, Q_TEST_STAT_MATTER, INT(id), INT(330411), TEXT(S("CAT_REPORT")), NONE, NONE,
                    INT(1), INT(d.n), NONE);
        world_write(w, Q_TEST_STAT_LINK, INT(id), INT(0), INT(id));
        world_write(w, Q_TEST_STAT_CLOCK, INT(id), INT(id), INT(330411), TEXT(S("D10")), INT(d.n),
                    INT(d.n + 10), TEXT(S("RUNNING")), INT(0), INT(d.n + 10), NONE);
        if (i < 28)
            world_write(w, Q_TEST_STAT_EVENT, INT(id), INT(id), INT(1), INT(330411),
                        TEXT(S("E_CONCLUDED")), NONE, INT(d.n + 5), INT(d.n + 5));
    }
}

static void figures_are_those_of_the_domain(void **state)
{
    struct site *s = *state;
    struct browser b = browser_visitor(state);
    struct day from, to;
    struct statistic_list l;
    some_matters(s->w);
    assert_true(day_parse(S("2025-09-01"), &from) && day_parse(S("2026-09-01"), &to));
    struct ctx *c = world_as_nobody(s->w);
    WORLD_OK(c, statistic_list(c, 330000, from, to, true, &l));
    const struct statistic *x = figure_find(&l, "S09", STR_NONE);
    CHECK_STR(x->text, S("93 %"));
    assert_int_equal(browser_get(&b, "/"), 200);
    CHECK(browser_sees(&b, "<b>93 %</b>"));
    CHECK(browser_sees(&b, "30 件中 28 件"));
    CHECK(browser_sees(&b, "2025年9月至2026年8月"));
    CHECK(browser_sees(&b, "class=\"q3\" href=\"/stats/330400\"")); /* 嘉兴's tile */
    CHECK(browser_sees(&b, "class=\"\" href=\"/stats/330100\""));   /* 杭州 has none */
    assert_int_equal(browser_get(&b, "/stats"), 200);
    for (size_t i = 0; i < l.n; i++)
        if (l.items[i].shape != STATISTIC_SHARE && l.items[i].denominator != 0)
            CHECK(str_contains(b.body, str_fmt(c->arena, "<b>%.*s</b>", STR_ARG(l.items[i].text))));
    assert_int_equal(browser_get(&b, "/stats/S09"), 200);
    CHECK(browser_sees(&b, "2026年8月 93 %")); /* August in the chart */
    CHECK(browser_sees(&b, "93 % (28 / 30)")); /* and in its table */
}

/* Counted and printed figures never stand in one list. */
static void the_articles_figures_stay_apart(void **state)
{
    struct browser b = browser_visitor(state);
    assert_int_equal(browser_get(&b, "/stats"), 200);
    struct str ours = browser_between(&b, "id=\"h-figs\"", "id=\"h-paper\"");
    struct str theirs = browser_between(&b, "id=\"h-paper\"", "</main>");
    CHECK(!str_absent(ours) && !str_absent(theirs));
    CHECK(!str_contains(ours, S("93.06%")) && !str_contains(ours, S("21,395")));
    CHECK(str_contains(theirs, S("93.06%")) && str_contains(theirs, S("21,395")));
    CHECK(str_contains(theirs, S("报道没有印分母"))); /* what is unclear stands beside it */
    CHECK(str_contains(theirs, S("中国纪检监察报")));
    assert_int_equal(browser_get(&b, "/stats/330000.csv"), 200);
    CHECK(!browser_sees(&b, "93.06"));
    assert_int_equal(browser_get(&b, "/stats/imported.csv"), 200);
    CHECK(browser_sees(&b, "\"93.06%\""));
    assert_int_equal(browser_get(&b, "/stats/F01.csv"), 200);
    CHECK(browser_sees(&b, "\"28%\",\"") && browser_sees(&b, "\"2007\""));
}

static void tables_open_in_spreadsheets(void **state)
{
    struct site *s = *state;
    struct browser b = browser_visitor(state);
    some_matters(s->w);
    assert_int_equal(browser_get(&b, "/stats/S09.csv"), 200);
    CHECK(str_starts(b.body, S("\xef\xbb\xbf\"单位\",\"区划代码\"")));
    CHECK_STR(browser_header(&b, "Content-Type"), S("text/csv; charset=utf-8"));
    CHECK_STR(browser_header(&b, "Content-Disposition"),
              S("attachment; filename=\"stats-S09.csv\""));
    CHECK(times(b.body, "\r\n") == times(b.body, "\n"));
    CHECK(browser_sees(&b, "\"浙江省纪委监委\",\"330000\",\"S09\",\"按期办结率\",\"2025-09-01\","
                           "\"2026-08-31\",\"28\",\"30\",\"93 %\"\r\n"));
    CHECK(browser_sees(&b, "\"330400\",\"S09\""));
    assert_int_equal(browser_get(&b, "/stats/S01.csv"), 200);
    CHECK(!browser_sees(&b, "\"330400\"")); /* amounts are not compared */
}

/* ---- memory ---- */

static void a_page_is_kept_for_a_minute(void **state)
{
    struct site *s = *state;
    struct browser b = browser_visitor(state);
    assert_int_equal(browser_get(&b, "/stats/330411"), 200);
    struct str etag = browser_header(&b, "ETag");
    CHECK(!str_absent(etag));
    CHECK_STR(browser_header(&b, "Cache-Control"), S("public, max-age=60"));
    CHECK_STR(browser_header(&b, "Vary"), S("Accept-Language, Accept-Encoding, Cookie"));
    some_matters(s->w);
    assert_int_equal(browser_get(&b, "/stats/330411"), 200);
    CHECK_STR(browser_header(&b, "ETag"), etag); /* from memory, byte by byte */
    CHECK(!browser_sees(&b, "93 %"));
    world_time(s->w, "2026-09-18T10:00:59+08:00");
    assert_int_equal(browser_get(&b, "/stats/330411"), 200);
    CHECK_STR(browser_header(&b, "ETag"), etag);
    world_time(s->w, "2026-09-18T10:10:01+08:00"); /* figures live for ten minutes */
    assert_int_equal(browser_get(&b, "/stats/330411"), 200);
    CHECK(browser_sees(&b, "93 %"));
    CHECK(!str_eq(browser_header(&b, "ETag"), etag));
}

static void unpack(struct str packed, struct str wanted)
{
    char *to = malloc(wanted.n);
    z_stream z = { .next_in = (const Bytef *)packed.p, .avail_in = (uInt)packed.n };
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)wanted.n;
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    CHECK_STR(str_bytes(to, (size_t)z.total_out), wanted);
    inflateEnd(&z);
    free(to);
}

/* Both when it is made and from memory; a page with a form, or behind a log-in, never. */
static void a_kept_page_is_packed_for_who_can_unpack_it(void **state)
{
    struct site *s = *state;
    struct browser b = browser_visitor(state);
    for (int again = 0; again < 2; again++) {
        b.coding = NULL;
        world_time(s->w, again ? "2026-09-18T10:00:01+08:00" : "2026-09-18T10:00:00+08:00");
        assert_int_equal(browser_get(&b, "/rules"), 200);
        assert_true(str_absent(browser_header(&b, "Content-Encoding")));
        struct str plain = str_dup(s->w->ctx.arena, b.body);
        struct str etag = str_dup(s->w->ctx.arena, browser_header(&b, "ETag"));
        b.coding = "br, gzip;q=0.8";
        assert_int_equal(browser_get(&b, "/rules"), 200);
        CHECK_STR(browser_header(&b, "Content-Encoding"), S("gzip"));
        CHECK(!str_eq(browser_header(&b, "ETag"), etag));
        CHECK(b.body.n * 2 < plain.n);
        unpack(b.body, plain);
    }
    b.coding = "gzip";
    assert_int_equal(browser_get(&b, "/offices"), 200); /* made for this visitor: packed already */
    CHECK_STR(browser_header(&b, "Content-Encoding"), S("gzip"));
    assert_int_equal(browser_get(&b, "/my/login"), 200);
    assert_true(str_absent(browser_header(&b, "Content-Encoding")));
}

static int64_t shown_of_province(struct site *s)
{
    struct ctx *c = &s->w->ctx;
    struct window year = figure_year(c, ORG_PROVINCE);
    struct statistic_list l;
    int64_t n = 0;
    WORLD_OK(c, public_figures(c, s->web, web_province(c), STR_NONE, year.from, year.to, &l));
    for (size_t i = 0; i < l.n; i++)
        n += l.items[i].denominator;
    return n;
}

static void renew_all(struct site *s)
{
    struct ctx *c = world_as_system(s->w);
    for (int i = 0; i < 40; i++)
        WORLD_OK(c, web_renew(s->web, c));
}

/* What a visitor sees was made by the job: before he came, and again before it was over. */
static void no_visitor_waits_for_figures(void **state)
{
    struct site *s = *state;
    renew_all(s);
    some_matters(s->w);
    int64_t before = shown_of_province(s); /* his request made nothing */
    world_time(s->w, "2026-09-18T10:08:00+08:00");
    renew_all(s);
    CHECK(shown_of_province(s) == before);
    world_time(s->w, "2026-09-18T10:09:30+08:00");
    CHECK(shown_of_province(s) == before);
    renew_all(s);
    CHECK(shown_of_province(s) > before);
}

static void what_is_known_is_not_sent_again(void **state)
{
    struct site *s = *state;
    struct browser b = browser_visitor(state);
    assert_int_equal(browser_get(&b, "/help"), 200);
    for (int i = 0; i < 2; i++) { /* made anew, and from memory */
        struct http_pair known[] = { { S("if-none-match"), browser_header(&b, "ETag") } };
        struct req r = { .path = S("/help"), .headers = { known, 1 }, .ctx = &s->w->ctx };
        struct resp w = { 0 };
        web_handle(s->web, &r, &w);
        CHECK(w.status == 304 && w.body.n == 0);
        world_time(s->w, "2026-09-18T10:05:00+08:00");
    }
}

static void each_language_and_look_has_its_own(void **state)
{
    struct browser b = browser_visitor(state);
    assert_int_equal(browser_get(&b, "/help"), 200);
    CHECK(browser_sees(&b, "<html lang=\"zh-CN\""));
    assert_int_equal(browser_get(&b, "/help?lang=en"), 200); /* a choice: with its cookie */
    CHECK(browser_sees(&b, "<html lang=\"en\""));
    CHECK_STR(browser_header(&b, "Cache-Control"), S("no-store"));
    CHECK(str_absent(browser_header(&b, "ETag")));
    assert_int_equal(browser_get(&b, "/help?text=xl"), 200);
    CHECK(browser_sees(&b, "class=\"xl\""));
    assert_int_equal(browser_get(&b, "/help"), 200); /* by cookies now */
    CHECK(browser_sees(&b, "<html lang=\"en\" class=\"xl\""));
    struct browser other = browser_visitor(state);
    assert_int_equal(browser_get(&other, "/help"), 200);
    CHECK(browser_sees(&other, "<html lang=\"zh-CN\" class=\"\""));
}

static void under_a_clock_that_stands_nothing_is_kept(void **state)
{
    struct site *s = *state;
    struct browser b = browser_visitor(state);
    s->w->app->simulated = true;
    assert_int_equal(browser_get(&b, "/stats/330411"), 200);
    CHECK(str_absent(browser_header(&b, "ETag")));
    some_matters(s->w);
    assert_int_equal(browser_get(&b, "/stats/330411"), 200);
    CHECK(browser_sees(&b, "93 %"));
}

static void more_pages_than_are_kept(void **state)
{
    struct site *s = *state;
    char path[100];
    for (int i = 0; i < 3; i++) {
        for (size_t k = 0; k < region_count(s->w->app->regions) && k < 400; k++) {
            struct browser b = browser_visitor(state);
            snprintf(path, sizeof(path), "/offices/%lld",
                     (long long)region_at(s->w->app->regions, k)->code);
            (void)browser_get(&b, path);
        }
        for (size_t k = 0; k < COUNT_OF(pages); k++) {
            struct browser b = browser_visitor(state);
            assert_int_equal(browser_get(&b, pages[k]), 200);
        }
    }
}

/* A deadline of the table is the one in force, with the document it rests on. */
static void deadlines_are_those_in_force(void **state)
{
    struct browser b = browser_visitor(state);
    assert_int_equal(browser_get(&b, "/open/process"), 200);
    CHECK(browser_sees(&b, "<td data-l=\"做什么\">告知检举控告是否受理</td>"
                           "<td data-l=\"期限\">15 个工作日</td>"));
    CHECK(browser_sees(&b, "<a href=\"/rules/CC\" lang=\"zh-CN\">"
                           "《纪检监察机关处理检举控告工作规则》第 26 条</a>"));
    assert_int_equal(browser_get(&b, "/rules/XF"), 200);
    CHECK(browser_sees(&b, "第 35 条"));
    CHECK(!browser_sees(&b, "《纪检监察机关处理检举控告工作规则》第 26 条"));
    assert_int_equal(browser_get(&b, "/rules/R04"), 200);
    CHECK(browser_sees(&b, "没有找到全文"));
}

/* From tomorrow: it stands there, and does not run yet. */
static void tomorrow(struct world *w, int64_t org, const char *key)
{
    struct ctx *c = world_as_system(w);
    struct parameter row = { .org = org,
                             .key = str_of(key),
                             .unit = U_SWITCH,
                             .from = { ctx_today(c).n + 1 },
                             .to = { ctx_today(c).n + 30 },
                             .basis = S("A R030") };

    WORLD_OK(c, store_begin(c));
    TX_AUTO tx = c;
    WORLD_OK(c, app_parameter_store(c, &row, 0, S("不请专家试点")));
    WORLD_OK(c, store_commit(tx));
}

static void pilots_say_who_since_when_and_on_what_basis(void **state)
{
    const struct site *s = *state;
    struct browser b = browser_visitor(state);

    assert_int_equal(browser_get(&b, "/pilots"), 200);
    CHECK(browser_sees(&b, "目前没有试点"));
    world_switch(s->w, 330411, "sw_review_report");
    assert_int_equal(browser_get(&b, "/pilots"), 200);
    CHECK(browser_sees(&b, "重复检举控告复查复核"));
    CHECK(browser_sees(&b, "<a href=\"/stats/330411\" lang=\"zh-CN\">"));
    CHECK(browser_sees(&b, "试行中") && browser_sees(&b, "未定截止日期"));
    CHECK(!browser_sees(&b, "现不适用") && !browser_sees(&b, "试行停用"));
    tomorrow(s->w, 330109, "sw_expert");
    assert_int_equal(browser_get(&b, "/pilots"), 200);
    CHECK(browser_sees(&b, "不请专家试点") && browser_sees(&b, "A R030"));
    CHECK(browser_sees(&b, "现不适用") && browser_sees(&b, "试行停用"));
    assert_int_equal(browser_get(&b, "/rules"), 200);
    CHECK(browser_sees(&b, "<a href=\"/pilots\">"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pilots_say_who_since_when_and_on_what_basis, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(the_first_visit_is_small_and_leaves_nothing, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(every_page_is_there_in_both_languages, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_not_found, site_open, site_close),
        cmocka_unit_test_setup_teardown(figures_are_those_of_the_domain, site_open, site_close),
        cmocka_unit_test_setup_teardown(the_articles_figures_stay_apart, site_open, site_close),
        cmocka_unit_test_setup_teardown(tables_open_in_spreadsheets, site_open, site_close),
        cmocka_unit_test_setup_teardown(a_page_is_kept_for_a_minute, site_open, site_close),
        cmocka_unit_test_setup_teardown(a_kept_page_is_packed_for_who_can_unpack_it, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(no_visitor_waits_for_figures, site_open, site_close),
        cmocka_unit_test_setup_teardown(what_is_known_is_not_sent_again, site_open, site_close),
        cmocka_unit_test_setup_teardown(each_language_and_look_has_its_own, site_open, site_close),
        cmocka_unit_test_setup_teardown(under_a_clock_that_stands_nothing_is_kept, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(more_pages_than_are_kept, site_open, site_close),
        cmocka_unit_test_setup_teardown(deadlines_are_those_in_force, site_open, site_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
