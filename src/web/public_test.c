/* The public pages: whole in both languages, kept in memory, their figures those of the domain. */
#include <stdio.h>
#include <stdlib.h>

#include "gen/embed.h"
#include "web/browser.h"
#include "web/figure.h"

struct site {
    struct world *w;
    struct web *web;
};

static int open_site(void **state)
{
    struct site *s = test_calloc(1, sizeof(*s));
    struct fault f = { 0 };
    s->w = world_new();
    if (web_new(s->w->app, &f, &s->web) != ERR_OK)
        fail_msg("web_new: %s (%s)", f.key, f.detail);
    *state = s;
    return 0;
}

static int close_site(void **state)
{
    struct site *s = *state;
    web_free(s->web);
    world_free(s->w);
    test_free(s);
    return 0;
}

static struct browser visitor(void **state)
{
    struct site *s = *state;
    return browser_new(s->w, s->web);
}

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
    struct browser b = visitor(state);
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
    "/rules",
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
            struct browser b = visitor(state);
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
        struct browser b = visitor(state);
        assert_int_equal(browser_get(&b, none[i]), 404);
        CHECK_STR(browser_header(&b, "Cache-Control"), S("no-store"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_visit_is_small_and_leaves_nothing, open_site,
                                        close_site),
        cmocka_unit_test_setup_teardown(every_page_is_there_in_both_languages, open_site,
                                        close_site),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_not_found, open_site, close_site),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
