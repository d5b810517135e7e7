#include "web/browser.h"

#include <ctype.h>

#include "http/form.h"

#define DIGITS_MAX 11

struct browser browser_new(struct world *w, struct web *web)
{
    return (struct browser){ .w = w, .web = web };
}

static struct arena *arena_of(const struct browser *b)
{
    return b->w->ctx.arena;
}

/* ---- what every page has to keep ---- */

static bool long_number(struct str s)
{
    size_t run = 0;

    for (size_t i = 0; i < s.n; i++) {
        run = isdigit((unsigned char)s.p[i]) ? run + 1 : 0;
        if (run > DIGITS_MAX)
            return true;
    }
    return false;
}

static struct str after(struct str s, const char *mark)
{
    size_t n = strlen(mark);

    for (size_t i = 0; i + n <= s.n; i++)
        if (memcmp(s.p + i, mark, n) == 0)
            return str_slice(s, i + n, s.n);
    return STR_NONE;
}

static struct str until(struct str s, const char *mark)
{
    struct str rest = after(s, mark);

    return str_absent(rest) ? s : str_slice(s, 0, s.n - rest.n - strlen(mark));
}

static void no_numbers_in(struct str page, const char *begin, const char *end)
{
    struct str rest = after(page, begin);

    while (!str_absent(rest)) {
        struct str value = until(rest, end);
        if (long_number(value))
            fail_msg("a long number stands in %s%.*s", begin, STR_ARG(value));
        rest = after(rest, begin);
    }
}

static void look_over(struct browser *b)
{
    bool html = str_starts(browser_header(b, "Content-Type"), S("text/html"));

    if (long_number(b->location))
        fail_msg("a long number stands in Location: %.*s", STR_ARG(b->location));
    CHECK(!str_absent(browser_header(b, "Content-Security-Policy")));
    if (!html || !str_absent(browser_header(b, "Content-Encoding")))
        return;
    no_numbers_in(b->body, "href=\"", "\"");
    no_numbers_in(b->body, "action=\"", "\"");
    no_numbers_in(b->body, "<title>", "</title>");
    struct str title = browser_between(b, "<title>", "</title>");
    if (str_starts(title, S("title.")) || str_contains(title, S("：title.")))
        fail_msg("a page has no title: %.*s", STR_ARG(title));
    if (html_missing(b->web->html) != 0)
        fail_msg("a sentence is missing on a page");
}

/* ---- calls ---- */

static void keep_cookie(struct browser *b, struct str line)
{
    bool gone = str_contains(line, S("; Max-Age=0"));
    struct str pair = str_cut(&line, ';');
    struct str name = str_cut(&pair, '=');

    browser_forget(b, str_z(arena_of(b), name));
    if (gone)
        return;
    assert_true(b->jar_n < BROWSER_COOKIES_MAX);
    b->jar[b->jar_n].name = name;
    b->jar[b->jar_n++].value = pair;
}

static void keep_answer(struct browser *b, const struct resp *w)
{
    b->resp = *w;
    b->status = w->status ? w->status : 200;
    b->body = buf_str(&w->body);
    b->location = browser_header(b, "Location");
    for (size_t i = 0; i < w->header_count; i++)
        if (str_eq(w->headers[i].name, S("Set-Cookie")))
            keep_cookie(b, w->headers[i].value);
    look_over(b);
}

static struct http_pairs cookies_of(struct browser *b)
{
    struct http_pair *items = arena_array(arena_of(b), struct http_pair, BROWSER_COOKIES_MAX);

    for (size_t i = 0; i < b->jar_n; i++)
        items[i] = (struct http_pair){ b->jar[i].name, b->jar[i].value };
    return (struct http_pairs){ items, b->jar_n };
}

static struct req *request(struct browser *b, enum http_method method, const char *path,
                           const char *form)
{
    struct arena *a = arena_of(b);
    struct http_pair *headers = arena_array(a, struct http_pair, 4);
    struct ctx *c = arena_new_of(a, struct ctx);
    struct req *r = arena_new_of(a, struct req);
    size_t n = 0;
    struct str query = str_of(path), full = str_cut(&query, '?');

    headers[n++] = (struct http_pair){ S("host"), S("site") };
    if (method == HTTP_POST && !b->silent)
        headers[n++] = b->old ? (struct http_pair){ S("referer"), b->strange ? S("http://other/x")
                                                                             : S("http://site/x") }
                              : (struct http_pair){ S("origin"), b->strange ? S("http://other")
                                                                            : S("http://site") };
    if (b->range)
        headers[n++] = (struct http_pair){ S("range"), str_of(b->range) };
    if (b->coding)
        headers[n++] = (struct http_pair){ S("accept-encoding"), str_of(b->coding) };
    *c = (struct ctx){ .arena = a, .now = b->w->ctx.now, .chance = b->w->ctx.chance };
    *r = (struct req){ .method = method, .path = full, .ctx = c, .cookies = cookies_of(b) };
    r->headers = (struct http_pairs){ headers, n };
    if (!str_absent(query))
        assert_int_equal(form_parse(a, query, HTTP_FORM_FIELDS_MAX, &r->query), FORM_OK);
    if (form)
        assert_int_equal(form_parse(a, str_of(form), HTTP_FORM_FIELDS_MAX, &r->form), FORM_OK);
    return r;
}

static int call(struct browser *b, enum http_method method, const char *path, const char *form)
{
    struct resp w = { 0 };

    web_handle(b->web, request(b, method, path, form), &w);
    keep_answer(b, &w);
    return b->status;
}

int browser_get(struct browser *b, const char *path)
{
    return call(b, HTTP_GET, path, NULL);
}

static const char *with_token(struct browser *b, const char *form)
{
    struct str token = browser_value(b, "csrf");

    if (str_absent(token))
        return form;
    return str_z(arena_of(b), str_fmt(arena_of(b), "csrf=%.*s&%s", STR_ARG(token), form));
}

int browser_post(struct browser *b, const char *path, const char *form)
{
    return call(b, HTTP_POST, path, with_token(b, form));
}

void browser_post_both(struct browser *one, struct browser *two, const char *path, const char *form)
{
    struct browser *both[] = { one, two };
    struct req *r[2];
    struct http_plan plan[2];

    for (int i = 0; i < 2; i++) {
        struct http_job job = { .lane = HTTP_LANE_NONE };
        r[i] = request(both[i], HTTP_POST, path, with_token(both[i], form));
        CHECK(web_plan(both[i]->web, r[i], &plan[i]));
        if (plan[i].prepare)
            plan[i].prepare(r[i], &job);
        if (job.lane != HTTP_LANE_NONE)
            job.run(job.arg);
    }
    for (int i = 0; i < 2; i++) {
        struct resp w = { 0 };
        plan[i].handle(r[i], &w);
        keep_answer(both[i], &w);
    }
}

/* In pieces, as they come from a socket. */
static void send_file(const struct http_sink *s, struct req *r, const struct browser_file *f)
{
    size_t n = strlen(f->text);

    if (s->begin(s->u, r, S("file"), str_of(f->name), S("application/octet-stream")) != ERR_OK)
        return;
    for (size_t i = 0; i < n; i += 7) {
        size_t m = n - i < 7 ? n - i : 7;
        if (s->data(s->u, r, (const uint8_t *)f->text + i, m) != ERR_OK)
            return;
    }
    (void)s->end(s->u, r);
}

int browser_upload(struct browser *b, const char *path, const char *form,
                   const struct browser_file *files, size_t n)
{
    struct req *r = request(b, HTTP_POST, path, with_token(b, form));
    struct http_plan plan;
    struct http_job job = { .lane = HTTP_LANE_NONE };
    struct resp w = { 0 };

    CHECK(web_plan(b->web, r, &plan));
    assert_int_equal(plan.body, HTTP_BODY_MULTIPART);
    for (size_t i = 0; i < n; i++)
        send_file(&plan.sink, r, &files[i]);
    if (plan.prepare)
        plan.prepare(r, &job);
    if (job.lane != HTTP_LANE_NONE)
        job.run(job.arg);
    plan.handle(r, &w);
    keep_answer(b, &w);
    return b->status;
}

int browser_follow(struct browser *b)
{
    struct str to = b->location;

    if (str_absent(to))
        fail_msg("status %d names no address", b->status);
    return browser_get(b, str_z(arena_of(b), str_cut(&to, '#')));
}

/* ---- what it sees ---- */

bool browser_sees(const struct browser *b, const char *text)
{
    return str_contains(b->body, str_of(text));
}

struct str browser_cookie(const struct browser *b, const char *name)
{
    for (size_t i = 0; i < b->jar_n; i++)
        if (str_eq(b->jar[i].name, str_of(name)))
            return b->jar[i].value;
    return STR_NONE;
}

void browser_forget(struct browser *b, const char *name)
{
    for (size_t i = 0; i < b->jar_n; i++)
        if (str_eq(b->jar[i].name, str_of(name))) {
            b->jar[i] = b->jar[--b->jar_n];
            return;
        }
}

struct str browser_value(const struct browser *b, const char *name)
{
    struct str mark = str_fmt(arena_of(b), " name=\"%s\"", name);
    struct str tag = after(b->body, str_z(arena_of(b), mark));

    if (str_absent(tag))
        return STR_NONE;
    tag = until(tag, ">");
    struct str value = after(tag, " value=\"");
    return str_absent(value) ? STR_NONE : until(value, "\"");
}

struct str browser_header(const struct browser *b, const char *name)
{
    for (size_t i = 0; i < b->resp.header_count; i++)
        if (str_eq(b->resp.headers[i].name, str_of(name)))
            return b->resp.headers[i].value;
    return STR_NONE;
}

struct str browser_between(const struct browser *b, const char *from, const char *to)
{
    struct str rest = after(b->body, from);

    return str_absent(rest) ? STR_NONE : until(rest, to);
}

int site_open(void **state)
{
    struct site *s = test_calloc(1, sizeof(*s));
    struct fault f = { 0 };

    s->w = world_new();
    if (web_new(s->w->app, &f, &s->web) != ERR_OK)
        fail_msg("web_new: %s (%s)", f.key, f.detail);
    *state = s;
    return 0;
}

int site_close(void **state)
{
    struct site *s = *state;

    web_free(s->web);
    world_free(s->w);
    test_free(s);
    return 0;
}

struct browser browser_visitor(void **state)
{
    struct site *s = *state;

    return browser_new(s->w, s->web);
}

void browser_sit(struct browser *b, int64_t org, uint32_t role)
{
    (void)world_as(b->w, org, role);
    browser_forget(b, "desk");
    assert_true(b->jar_n < BROWSER_COOKIES_MAX);
    b->jar[b->jar_n].name = S("desk");
    b->jar[b->jar_n++].value = session_cookie_text(&b->w->ctx);
}

struct browser browser_officer(void **state, int64_t org, uint32_t role)
{
    struct browser b = browser_visitor(state);

    browser_sit(&b, org, role);
    return b;
}
