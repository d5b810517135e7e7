/* The frame of the API: routes and document agree, problems, bearer, idempotency; no socket. */
#include "api/frame.h"
#include "domain/world.h"
#include "gen/embed.h"

struct call {
    struct req r;
    struct resp w;
    struct ctx ctx;
};

static void call(struct world *w, struct api *api, enum http_method m, const char *path,
                 const char *token, const char *key, const char *body, struct call *ret)
{
    struct http_pair *h = arena_array(w->ctx.arena, struct http_pair, 2);
    size_t n = 0;
    *ret = (struct call){ 0 };
    ret->ctx = w->ctx;
    ret->ctx.actor = NULL;
    fault_clear(&ret->ctx.fault);
    if (token)
        h[n++] =
            (struct http_pair){ S("authorization"), str_fmt(w->ctx.arena, "Bearer %s", token) };
    if (key)
        h[n++] = (struct http_pair){ S("idempotency-key"), str_of(key) };
    ret->r = (struct req){ .method = m,
                           .path = str_of(path),
                           .headers = { h, n },
                           .body = str_of(body ? body : ""),
                           .ctx = &ret->ctx };
    api_handle(api, &ret->r, &ret->w);
}

static void call_asking(struct world *w, struct api *api, const char *path, struct http_pairs query,
                        const char *token, struct call *ret)
{
    *ret = (struct call){ 0 };
    ret->ctx = w->ctx;
    ret->ctx.actor = NULL;
    fault_clear(&ret->ctx.fault);
    struct http_pair auth = { S("authorization"), str_fmt(w->ctx.arena, "Bearer %s", token) };
    ret->r = (struct req){ .method = HTTP_GET,
                           .path = str_of(path),
                           .query = query,
                           .headers = { &auth, 1 },
                           .ctx = &ret->ctx };
    api_handle(api, &ret->r, &ret->w);
}

static struct api *api_of_world(struct world *w)
{
    struct api *api = NULL;
    struct fault f = { 0 };
    CHECK(api_new(w->app, &f, &api) == ERR_OK);
    return api;
}

static json_t *json_of(struct call *k)
{
    struct str b = buf_str(&k->w.body);
    json_t *o = json_loadb(b.p, b.n, 0, NULL);
    CHECK(o != NULL);
    return o;
}

/* "/api/v1/matters/:id" → "/api/v1/matters/{id}" */
static struct str documented(struct arena *a, const char *pattern)
{
    struct buf b = buf_new(a);
    for (const char *p = pattern; *p; p++) {
        if (*p != ':') {
            buf_byte(&b, *p);
            continue;
        }
        buf_byte(&b, '{');
        for (; p[1] && p[1] != '/'; p++)
            buf_byte(&b, p[1]);
        buf_byte(&b, '}');
    }
    return buf_str(&b);
}

static void every_call_is_described_and_no_other(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct str text = embed_find("openapi.json");
    json_t *doc = json_loadb(text.p, text.n, 0, NULL), *paths = json_object_get(doc, "paths");
    size_t described = 0;
    const char *path;
    json_t *item;
    json_object_foreach(paths, path, item) described += json_object_size(item);
    assert_int_equal(described, api_route_count);
    for (size_t i = 0; i < api_route_count; i++) {
        static const char *const methods[] = {
            [HTTP_GET] = "get", [HTTP_POST] = "post", [HTTP_DELETE] = "delete"
        };
        json_t *one = json_object_get(paths, documented(a, api_routes[i].pattern).p);
        if (!json_object_get(one, methods[api_routes[i].method]))
            fail_msg("%s is not described", api_routes[i].pattern);
    }
    json_decref(doc);
}

static void problems_say_what_to_change(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct api *api = api_of_world(w);
    struct call k;
    call(w, api, HTTP_POST, "/api/v1/reports", NULL, NULL, "{\"narative\":1}", &k);
    assert_int_equal(k.w.status, 422);
    json_t *o = json_of(&k);
    CHECK(json_array_size(json_object_get(o, "errors")) > 0);
    CHECK(strlen(json_string_value(json_object_get(o, "title"))) > 0);
    json_decref(o);
    call(w, api, HTTP_POST, "/api/v1/reports", NULL, NULL, "not json", &k);
    assert_int_equal(k.w.status, 422);
    call(w, api, HTTP_GET, "/api/v1/nothing", NULL, NULL, NULL, &k);
    assert_int_equal(k.w.status, 404);
    call(w, api, HTTP_GET, "/api/v1/reports", NULL, NULL, NULL, &k);
    assert_int_equal(k.w.status, 405);
}

static void without_a_session_nothing_of_a_person(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct api *api = api_of_world(w);
    for (size_t i = 0; i < api_route_count; i++) {
        const struct api_route *route = &api_routes[i];
        struct call k;
        if (route->roles == API_PUBLIC)
            continue;
        call(w, api, route->method, route->pattern, NULL, NULL, "{}", &k);
        assert_int_equal(k.w.status, 401);
        call(w, api, route->method, route->pattern, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
             NULL, "{}", &k);
        assert_int_equal(k.w.status, 401);
    }
}

static const char *token_of(struct world *w, struct api *api, const char *path, const char *body)
{
    struct call k;
    call(w, api, HTTP_POST, path, NULL, NULL, body, &k);
    assert_int_equal(k.w.status, 201);
    json_t *o = json_of(&k);
    const char *t = str_dup(w->ctx.arena, str_of(json_string_value(json_object_get(o, "token")))).p;
    json_decref(o);
    return t;
}

static void roles_stand_at_the_door(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct api *api = api_of_world(w);
    struct report_form f = world_form();
    struct report_receipt receipt = world_report(w, &f);
    const char *reporter =
        token_of(w, api, "/api/v1/my/session",
                 str_fmt(w->ctx.arena, "{\"report_no\":\"%.*s\",\"password\":\"%.*s\"}",
                         STR_ARG(receipt.report_no), STR_ARG(f.password))
                     .p);
    const char *officer =
        token_of(w, api, "/api/v1/officer/session",
                 "{\"work_no\":\"W330411-SCREENER\",\"password\":\"" WORLD_PASSWORD "\"}");
    for (size_t i = 0; i < api_route_count; i++) {
        const struct api_route *route = &api_routes[i];
        struct call k;
        if (route->roles == API_PUBLIC || (route->flags & API_FIRST_LOGIN))
            continue;
        call(w, api, route->method, route->pattern,
             route->roles == API_REPORTER ? officer : reporter, NULL, "{}", &k);
        assert_int_equal(k.w.status, 403);
    }
}

static void the_same_key_does_it_once(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct api *api = api_of_world(w);
    struct report_form f = world_form();
    struct report_receipt receipt = world_report(w, &f);
    struct call a, b;
    const char *token =
        token_of(w, api, "/api/v1/my/session",
                 str_fmt(w->ctx.arena, "{\"report_no\":\"%.*s\",\"password\":\"%.*s\"}",
                         STR_ARG(receipt.report_no), STR_ARG(f.password))
                     .p);
    call(w, api, HTTP_POST, "/api/v1/my/messages", token, "0123456789abcdef", "{\"text\":\"一次\"}",
         &a);
    assert_int_equal(a.w.status, 201);
    call(w, api, HTTP_POST, "/api/v1/my/messages", token, "0123456789abcdef", "{\"text\":\"一次\"}",
         &b);
    assert_int_equal(b.w.status, 201);
    CHECK_STR(buf_str(&a.w.body), buf_str(&b.w.body));
    call(w, api, HTTP_POST, "/api/v1/my/messages", token, "0123456789abcdef", "{\"text\":\"二\"}",
         &b);
    assert_int_equal(b.w.status, 409);
    call(w, api, HTTP_GET, "/api/v1/my/messages", token, NULL, NULL, &b);
    json_t *o = json_of(&b);
    assert_int_equal(json_array_size(o), 1);
    json_decref(o);
    /* a refused one leaves nothing behind and may be sent again, corrected */
    call(w, api, HTTP_POST, "/api/v1/my/messages", token, "fedcba9876543210", "{\"text\":\"\"}",
         &b);
    assert_int_equal(b.w.status, 422);
    call(w, api, HTTP_POST, "/api/v1/my/messages", token, "fedcba9876543210", "{\"text\":\"好\"}",
         &b);
    assert_int_equal(b.w.status, 201);
}

/* ---- ids, cursors, links ---- */

static bool long_run_of_digits(struct str s)
{
    size_t run = 0;
    for (size_t i = 0; i < s.n && run < 12; i++)
        run = s.p[i] >= '0' && s.p[i] <= '9' ? run + 1 : 0;
    return run >= 12;
}

static struct str header_of(const struct resp *w, struct str name)
{
    for (size_t i = 0; i < w->header_count; i++)
        if (str_eq(w->headers[i].name, name))
            return w->headers[i].value;
    return STR_NONE;
}

static const char *officer_token(struct world *w, struct api *api, const char *who)
{
    return token_of(
        w, api, "/api/v1/officer/session",
        str_fmt(w->ctx.arena, "{\"work_no\":\"%s\",\"password\":\"" WORLD_PASSWORD "\"}", who).p);
}

/* U8: an address never holds a number that could be a report's. */
static void ids_are_opaque_and_written_in_one_way(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct api *api = api_of_world(w);
    struct report_form f = world_form();
    struct call k;
    int64_t id = 0;
    for (int i = 0; i < 51; i++) /* one more than a page */
        (void)world_report(w, &f);
    world_time(w, "2026-09-18T10:30:00+08:00");
    const char *clerk = officer_token(w, api, "W330411-CLERK");
    struct http_pair query[] = { { S("channel"), S("CH_WEB") }, { S("view"), S("all") } };
    call_asking(w, api, "/api/v1/matters", (struct http_pairs){ query, 2 }, clerk, &k);
    assert_int_equal(k.w.status, 200);
    struct str link = header_of(&k.w, S("Link"));
    CHECK(str_starts(link, S("</api/v1/matters?view=all&channel=CH_WEB&cursor=")));
    CHECK(!long_run_of_digits(link));
    json_t *o = json_of(&k);
    CHECK(json_array_size(json_object_get(o, "items")) == 50);
    const char *text =
        json_string_value(json_object_get(json_array_get(json_object_get(o, "items"), 0), "id"));
    CHECK(id_read(&w->ctx, str_of(text), &id));
    struct str path = str_fmt(w->ctx.arena, "/api/v1/matters/%s", text);
    json_decref(o);
    call(w, api, HTTP_GET, path.p, clerk, NULL, NULL, &k);
    assert_int_equal(k.w.status, 200);
    path = str_fmt(w->ctx.arena, "/api/v1/matters/%lld", (long long)id);
    call(w, api, HTTP_GET, path.p, clerk, NULL, NULL, &k);
    assert_int_equal(k.w.status, 404);
}

static void check_pointer(struct call *k, const char *pointer)
{
    assert_int_equal(k->w.status, 422);
    json_t *o = json_of(k), *first = json_array_get(json_object_get(o, "errors"), 0);
    assert_string_equal(json_string_value(json_object_get(first, "pointer")), pointer);
    CHECK(strlen(json_string_value(json_object_get(first, "detail"))) > 6);
    json_decref(o);
}

static void a_list_is_asked_by_codes(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
    } wrong[] = { { "channel", "web" },        { "category", "x y" }, { "state", "ST_NONE" },
                  { "cursor", "9.123456789" }, { "body", "x" },       { "due_before", "soon" } };
    WORLD_AUTO w = world_new();
    struct api *api = api_of_world(w);
    const char *clerk = officer_token(w, api, "W330411-CLERK");
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct http_pair query = { str_of(wrong[i].name), str_of(wrong[i].value) };
        struct call k;
        call_asking(w, api, "/api/v1/matters", (struct http_pairs){ &query, 1 }, clerk, &k);
        check_pointer(&k, str_fmt(w->ctx.arena, "/%s", wrong[i].name).p);
    }
}

static void another_province_is_a_mistake_of_the_area(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct api *api = api_of_world(w);
    struct call k;
    call(w, api, HTTP_POST, "/api/v1/reports", NULL, NULL,
         "{\"area_code\":\"110101\",\"category\":\"CAT_REPORT\",\"topics\":[\"TP_LAND\"],"
         "\"subjects\":[{\"kind\":\"person\",\"name\":\"李某丁\",\"unit\":\"示例四村\","
         "\"level\":\"LV_VILLAGE\"}],\"narrative\":\"量地的时候说是四亩二分,公示表上少了六分。\","
         "\"id_mode\":\"ID_ANON\",\"password\":\"plum boat tea lamp\",\"truth_ack\":true}",
         &k);
    check_pointer(&k, "/area_code");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_is_described_and_no_other),
        cmocka_unit_test(problems_say_what_to_change),
        cmocka_unit_test(without_a_session_nothing_of_a_person),
        cmocka_unit_test(roles_stand_at_the_door),
        cmocka_unit_test(the_same_key_does_it_once),
        cmocka_unit_test(ids_are_opaque_and_written_in_one_way),
        cmocka_unit_test(a_list_is_asked_by_codes),
        cmocka_unit_test(another_province_is_a_mistake_of_the_area),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
