#include "http/router.h"

#include "base/test.h"

static void matches_segment_by_segment(void **state)
{
    static const struct {
        const char *pattern, *path, *id; /* id NULL: no match; "": no such parameter */
    } cases[] = {
        { "/", "/", "" },
        { "/", "/a", NULL },
        { "/desk", "/desk", "" },
        { "/desk", "/desk/", NULL },
        { "/desk", "/des", NULL },
        { "/desk", "/desks", NULL },
        { "/desk/m/:id", "/desk/m/42", "42" },
        { "/desk/m/:id", "/desk/m/", NULL },
        { "/desk/m/:id", "/desk/m", NULL },
        { "/desk/m/:id", "/desk/m/42/x", NULL },
        { "/desk/m/:id/moves", "/desk/m/42/moves", "42" },
        { "/desk/m/:id/moves", "/desk/m//moves", NULL },
        { "/desk/m/:id/moves", "/desk/m/42", NULL },
        { "/desk/:a/:id", "/desk/x/y", "y" },
        { "/log/tile/:id*", "/log/tile/0/x001/234.p/5", "0/x001/234.p/5" },
        { "/log/tile/:id*", "/log/tile/", NULL },
        { "/log/tile/:id*", "/log/tile", NULL },
        { "/desk", "", NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ARENA_AUTO a = arena_new(1 << 16);
        struct http_pairs params = { NULL, 99 };
        bool ok = http_route_match(str_of(cases[i].pattern), str_of(cases[i].path), a, &params);
        if (ok != (cases[i].id != NULL))
            fail_msg("%s %s", cases[i].pattern, cases[i].path);
        if (ok && cases[i].id[0])
            CHECK_STR(http_pair_get(&params, S("id")), str_of(cases[i].id));
        CHECK(ok || params.n == 99);
    }
}

static const struct http_route table[] = {
    { HTTP_GET, { "/desk/m/:id", 11 }, "show" }, { HTTP_POST, { "/desk/m/:id", 11 }, "move" },
    { HTTP_GET, { "/desk/m/new", 11 }, "new" },  { HTTP_DELETE, { "/my/session", 11 }, "leave" },
    { HTTP_GET, { "/:any/x", 7 }, "any" },       { HTTP_GET, { "/:any/:more*", 12 }, "more" },
};

static const char *found_for(struct arena *a, enum http_method m, const char *path, unsigned *ret)
{
    struct http_route_found f;

    http_route_find(table, COUNT_OF(table), m, str_of(path), a, &f);
    *ret = f.methods;
    return f.route ? f.route->data : NULL;
}

static void finds_the_most_literal_route_and_the_methods(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    unsigned methods;

    (void)state;
    assert_string_equal(found_for(a, HTTP_GET, "/desk/m/7", &methods), "show");
    assert_string_equal(found_for(a, HTTP_HEAD, "/desk/m/7", &methods), "show");
    assert_string_equal(found_for(a, HTTP_POST, "/desk/m/7", &methods), "move");
    assert_string_equal(found_for(a, HTTP_GET, "/desk/m/new", &methods), "new");
    assert_string_equal(found_for(a, HTTP_GET, "/desk/x", &methods), "any");
    assert_string_equal(found_for(a, HTTP_GET, "/desk/y/z", &methods), "more");
    CHECK(found_for(a, HTTP_PUT, "/desk/m/7", &methods) == NULL);
    CHECK_STR(http_route_allow(a, methods), S("GET, HEAD, POST"));
    CHECK(found_for(a, HTTP_POST, "/my/session", &methods) == NULL);
    CHECK_STR(http_route_allow(a, methods), S("GET, HEAD, DELETE")); /* "/:any/:more*" fits too */
    CHECK(found_for(a, HTTP_GET, "/none", &methods) == NULL);
    CHECK(methods == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches_segment_by_segment),
        cmocka_unit_test(finds_the_most_literal_route_and_the_methods),
    };

    return cmocka_run_group_tests_name("router", tests, NULL, NULL);
}
