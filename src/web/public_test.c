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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_visit_is_small_and_leaves_nothing, open_site,
                                        close_site),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
