#include "http/guard.h"

#include <stdlib.h>

#include "base/test.h"
#include "http/guard_raw.h"

#define OK_HEAD "GET /a HTTP/1.1\r\nHost: x\r\n"

static struct guard_raw raw; /* large; one test at a time */

struct checked {
    bool ok;
    struct req r;
    struct guard_body body;
    struct guard_refusal why;
};

/* What the guard says of a head; one that the library refuses itself counts as refused with 0. */
static struct checked check_bytes(struct arena *a, const void *p, size_t n)
{
    struct checked c = { 0 };

    if (guard_raw_cut(&raw, p, n))
        c.ok = guard_check(a, &raw.head, &c.r, &c.body, &c.why);
    return c;
}

static struct checked check(struct arena *a, const char *head)
{
    return check_bytes(a, head, strlen(head));
}

static void takes_ordinary_heads(void **state)
{
    static const char *const heads[] = {
        OK_HEAD "\r\n",
        OK_HEAD "User-Agent: curl/7.88.1\r\nAccept: */*\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost:[::1]:8080\r\n\r\n",         /* no blank is allowed */
        "GET /x HTTP/1.1\r\nHost: \t x \t\r\nEmpty:\r\n\r\n", /* and many are, at both ends */
        "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n",
        "POST /x HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 9\r\n\r\n",
        OK_HEAD "Accept: a\r\nAccept: b\r\n\r\n",
        OK_HEAD "Referer: http://h/\xd5\xc5\r\n\r\n",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct checked c = check(a, heads[i]);
        if (!c.ok)
            fail_msg("refused: %s", heads[i]);
    }
}

static void reads_what_it_takes(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct checked c;

    (void)state;
    c = check(a, "POST /%E5%B7%9E/b%20c?x=%E5%B7%9E+1&y&x=2 HTTP/1.1\r\nHOST: h\r\n"
                 "Content-Length: 12\r\n\r\n");
    CHECK(c.ok && c.r.method == HTTP_POST && c.body.length == 12 && !c.body.chunked);
    CHECK_STR(c.r.path, S("/\xe5\xb7\x9e/b c"));
    CHECK(c.r.query.n == 3);
    CHECK_STR(req_query(&c.r, S("x")), S("\xe5\xb7\x9e 1"));
    CHECK_STR(req_query(&c.r, S("y")), S(""));
    CHECK(str_absent(req_query(&c.r, S("z"))));
    CHECK_STR(req_header(&c.r, S("host")), S("h"));
    CHECK(!c.body.close);
    c = check(a, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
    CHECK(c.ok && c.body.chunked && c.body.close);
}

static const struct {
    const char *head;
    int status;
} refused[] = {
    /* framing */
    { OK_HEAD "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { OK_HEAD "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", 400 },
    { OK_HEAD "Content-Length: +1\r\n\r\n", 400 },
    { OK_HEAD "Content-Length: -1\r\n\r\n", 400 },
    { OK_HEAD "Content-Length: 01\r\n\r\n", 400 },
    { OK_HEAD "Content-Length: 0x1\r\n\r\n", 400 },
    { OK_HEAD "Content-Length: 1, 1\r\n\r\n", 400 },
    { OK_HEAD "Content-Length: 1 1\r\n\r\n", 400 },
    { OK_HEAD "Content-Length:\r\n\r\n", 400 },
    { OK_HEAD "Content-Length: 9999999999999999999\r\n\r\n", 400 },
    { OK_HEAD "Transfer-Encoding: identity\r\n\r\n", 400 },
    { OK_HEAD "Transfer-Encoding: gzip, chunked\r\n\r\n", 400 },
    { OK_HEAD "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { OK_HEAD "Transfer-Encoding: xchunked\r\n\r\n", 400 },
    { "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { OK_HEAD "Expect: something\r\n\r\n", 400 },
    /* host */
    { "GET / HTTP/1.1\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400 },
    { OK_HEAD "Host: x\r\n\r\n", 400 },
    { OK_HEAD "hOST: y\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400 },
    { "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
    /* other headers that must be single */
    { OK_HEAD "Cookie: a=1\r\nCookie: a=2\r\n\r\n", 400 },
    { OK_HEAD "Origin: a\r\nOrigin: b\r\n\r\n", 400 },
    { OK_HEAD "Authorization: a\r\nAuthorization: b\r\n\r\n", 400 },
    /* shape of the head */
    { OK_HEAD "A : b\r\n\r\n", 400 },
    { OK_HEAD "A\t: b\r\n\r\n", 400 },
    { OK_HEAD ": b\r\n\r\n", 400 },
    { OK_HEAD "A: b\r\n c\r\n\r\n", 400 },
    { OK_HEAD "A: b\r\n\tc\r\nD: e\r\n\r\n", 400 },
    { OK_HEAD "A: b\n\r\n", 400 },
    { OK_HEAD "A: b\r\n\n", 400 },
    { "GET / HTTP/1.1\nHost: x\r\n\r\n", 400 },
    { OK_HEAD "A: b\rc\r\n\r\n", 400 },
    { OK_HEAD "A: b\x01\r\n\r\n", 400 },
    { OK_HEAD "A: b\x7f\r\n\r\n", 400 },
    { OK_HEAD "A(b): c\r\n\r\n", 400 },
    { OK_HEAD "A\x80: c\r\n\r\n", 400 },
    { "G\x01T / HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /  HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET / HTTP/1.2\r\nHost: x\r\n\r\n", 400 },
    /* method */
    { "get / HTTP/1.1\r\nHost: x\r\n\r\n", 501 },
    { "TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 501 },
    { "CONNECT / HTTP/1.1\r\nHost: x\r\n\r\n", 501 },
    /* target */
    { "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET ?a HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /../a HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /a/./b HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /a/%2e%2E/b HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /a/.. HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET //x/a HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /a%2fb HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /a%5Cb HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /a\\b HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /% HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /%0a HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /%c0%af HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /\xe5\xb7\x9e HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /?%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /?a=%1f HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /?a=%ff HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /?a=% HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /?<a> HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
};

static void refuses_every_other_reading(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct checked c = check(a, refused[i].head);
        if (c.ok || c.why.status != refused[i].status)
            fail_msg("%d for: %s", c.ok ? 200 : c.why.status, refused[i].head);
    }
}

static void sees_a_nul_wherever_it_stands(void **state)
{
    static const char head[] = "GET /a?b HTTP/1.1\r\nHost: x\r\nA: bcd\r\nE: f\r\n\r\n";
    char copy[sizeof(head) + 1];

    (void)state;
    for (size_t i = 0; i < sizeof(head) - 1; i++) { /* put in */
        ARENA_AUTO a = arena_new(1 << 20);
        memcpy(copy, head, i);
        copy[i] = '\0';
        memcpy(copy + i + 1, head + i, sizeof(head) - 1 - i);
        if (check_bytes(a, copy, sizeof(head)).ok)
            fail_msg("NUL put in at %zu", i);
    }
    for (size_t i = 0; i < sizeof(head) - 1; i++) { /* in the place of a byte */
        ARENA_AUTO a = arena_new(1 << 20);
        /* Known gap: the library itself writes a NUL where the CR of a header line was. */
        bool gap = head[i] == '\r' && i > 20;
        memcpy(copy, head, sizeof(head));
        copy[i] = '\0';
        if (check_bytes(a, copy, sizeof(head) - 1).ok != gap)
            fail_msg("NUL at %zu", i);
    }
}

/* Two deviations whose lengths make up for each other: the sum alone would not see them. */
static void is_not_fooled_by_lengths_that_cancel(void **state)
{
    static const char blanks[] = "GET / HTTP/1.1\r\nHost:x\r\nB:y\r\nA: b\0c\r\n\r\n";
    static const char ends[] = "GET / HTTP/1.1\r\nHost: x\0c\n\n";
    ARENA_AUTO a = arena_new(1 << 20);

    (void)state;
    CHECK(!check_bytes(a, blanks, sizeof(blanks) - 1).ok);
    CHECK(!check_bytes(a, ends, sizeof(ends) - 1).ok);
}

static char *head_of(size_t target_n, size_t headers, size_t value_n)
{
    size_t cap = 200 + target_n + headers * (value_n + 8), n = 0;
    char *p = malloc(cap);

    assert_non_null(p);
    memcpy(p, "GET /", 5);
    n = 5;
    memset(p + n, 'a', target_n - 1);
    n += target_n - 1;
    memcpy(p + n, " HTTP/1.1\r\nHost: x\r\n", 20);
    n += 20;
    for (size_t i = 0; i < headers; i++) {
        memcpy(p + n, "A: ", 3);
        memset(p + n + 3, 'v', value_n);
        memcpy(p + n + 3 + value_n, "\r\n", 2);
        n += value_n + 5;
    }
    memcpy(p + n, "\r\n", 3);
    return p;
}

static void bounds_target_headers_and_head(void **state)
{
    static const struct {
        size_t target_n, headers, value_n;
        int status;
    } cases[] = {
        { GUARD_TARGET_MAX, 1, 1, 200 },
        { GUARD_TARGET_MAX + 1, 1, 1, 414 },
        { 10, GUARD_HEADERS_MAX - 1, 1, 200 },
        { 10, GUARD_HEADERS_MAX, 1, 431 },
        { 10, 2, 8000, 200 },
        { 10, 2, 8200, 431 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        char *head = head_of(cases[i].target_n, cases[i].headers, cases[i].value_n);
        struct checked c = check(a, head);
        free(head);
        CHECK((c.ok ? 200 : c.why.status) == cases[i].status);
    }
}

static void bounds_the_query(void **state)
{
    (void)state;
    for (size_t pairs = GUARD_QUERY_MAX; pairs <= GUARD_QUERY_MAX + 1; pairs++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct buf b = buf_new(a);
        struct checked c;
        buf_put(&b, S("GET /?"));
        for (size_t i = 0; i < pairs; i++)
            buf_put(&b, S("a=1&"));
        buf_put(&b, S(" HTTP/1.1\r\nHost: x\r\n\r\n"));
        c = check_bytes(a, b.p, b.n);
        CHECK(c.ok == (pairs == GUARD_QUERY_MAX));
        CHECK(c.ok || c.why.status == 414);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_ordinary_heads),
        cmocka_unit_test(reads_what_it_takes),
        cmocka_unit_test(refuses_every_other_reading),
        cmocka_unit_test(sees_a_nul_wherever_it_stands),
        cmocka_unit_test(is_not_fooled_by_lengths_that_cancel),
        cmocka_unit_test(bounds_target_headers_and_head),
        cmocka_unit_test(bounds_the_query),
    };

    return cmocka_run_group_tests_name("guard", tests, NULL, NULL);
}
