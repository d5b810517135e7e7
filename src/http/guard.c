#include "http/guard.h"

#include "http/form.h"
#include "http/router.h"

static bool refuse(struct guard_refusal *why, int status, const char *key)
{
    *why = (struct guard_refusal){ status, key };
    return false;
}

#define BAD(why) refuse((why), 400, "http.bad_request")

bool guard_is_token(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            continue;
        if (c == '\0' || !strchr("!#$%&'*+-.^_`|~", c))
            return false;
    }
    return s.n > 0;
}

struct str guard_trim(struct str s)
{
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
        s = str_slice(s, 1, s.n);
    while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
        s.n--;
    return s;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

struct str guard_lower(struct arena *a, struct str s)
{
    char *p = arena_take(a, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        p[i] = lower(s.p[i]);
    return str_bytes(p, s.n);
}

bool guard_equal_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

/* The parts lie back to back: see guard.h. */
static bool unbroken(const struct guard_head *h)
{
    const char *at = h->method + strlen(h->method) + 1;

    if (h->target_at != at)
        return false;
    at += h->target.n + 1;
    if (h->version != at)
        return false;
    at += strlen(h->version) + 2;
    for (size_t i = 0; i < h->header_count; i++) {
        struct str name = h->headers[i].name, value = h->headers[i].value;
        if (name.p != at || value.p < name.p + name.n + 1)
            return false;
        at = value.p + value.n + 2; /* the parser skips blanks and tabs after the colon, no more */
    }
    /* the end of the last line and of the empty one: four bytes of the head, all made NUL */
    return at + 2 == h->method + h->size && memcmp(at - 2, "\0\0\0", 4) == 0;
}

static bool method_of(struct str name, enum http_method *ret)
{
    for (int m = 0; m < HTTP_METHOD__COUNT; m++) {
        if (str_eq(name, http_method_name((enum http_method)m))) {
            *ret = (enum http_method)m;
            return true;
        }
    }
    return false;
}

/* Bytes that may stand unescaped in a target. Wider than RFC 3986 where browsers are. */
static bool target_bytes(struct str s, const char *without)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c < 0x21 || c > 0x7e || strchr(without, c))
            return false;
    }
    return true;
}

/* "." and ".." are refused instead of resolved, empty segments too: no two spellings of one page.
 */
static bool segments_ok(struct str path)
{
    struct str rest = str_slice(path, 1, path.n);

    while (!str_absent(rest)) {
        struct str segment = str_cut(&rest, '/');
        if (str_eq(segment, S(".")) || str_eq(segment, S("..")))
            return false;
        if (str_empty(segment) && !str_absent(rest))
            return false;
    }
    return true;
}

static bool has_control(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return true;
    return false;
}

static size_t slashes(struct str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '/';
    return n;
}

static bool read_path(struct arena *a, struct str raw, struct req *r)
{
    struct str path;

    if (raw.n == 0 || raw.p[0] != '/') /* absolute, authority and asterisk form */
        return false;
    if (!target_bytes(raw, "\"#<>\\^`{|}") || !form_decode(a, raw, false, &path))
        return false;
    /* an escaped slash would be a separator to one reader and a letter to the next */
    if (has_control(path) || memchr(path.p, '\\', path.n) || slashes(path) != slashes(raw))
        return false;
    if (!segments_ok(path))
        return false;
    r->path = path;
    return true;
}

static bool read_query(struct arena *a, struct str raw, struct req *r, struct guard_refusal *why)
{
    enum form_err err;

    if (str_absent(raw))
        return true;
    if (!target_bytes(raw, "\"#<>\\"))
        return BAD(why);
    err = form_parse(a, raw, GUARD_QUERY_MAX, &r->query);
    if (err == FORM_MANY)
        return refuse(why, 414, "http.uri_too_long");
    if (err != FORM_OK)
        return BAD(why);
    for (size_t i = 0; i < r->query.n; i++)
        if (has_control(r->query.items[i].name) || has_control(r->query.items[i].value))
            return BAD(why);
    return true;
}

static bool read_target(struct arena *a, struct str target, struct req *r,
                        struct guard_refusal *why)
{
    struct str query = target;
    struct str path = str_cut(&query, '?');

    if (!read_path(a, path, r))
        return BAD(why);
    return read_query(a, query, r, why);
}

/* HTAB, printable ASCII, and bytes above it (old browsers send names in GB18030 there). */
static bool value_bytes(struct str v)
{
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.p[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool read_headers(struct arena *a, const struct guard_head *h, struct req *r)
{
    struct http_pair *items = arena_array(a, struct http_pair, h->header_count + 1);

    for (size_t i = 0; i < h->header_count; i++) {
        struct http_pair sent = h->headers[i];
        if (!guard_is_token(sent.name) || !value_bytes(sent.value))
            return false;
        items[i] = (struct http_pair){ guard_lower(a, sent.name), guard_trim(sent.value) };
    }
    r->headers = (struct http_pairs){ items, h->header_count };
    return true;
}

/* Headers that steer framing, identity or the fences: two of them are two meanings. */
static bool is_single(struct str name)
{
    static const struct str single[] = {
        { "host", 4 },          { "content-length", 14 }, { "transfer-encoding", 17 },
        { "content-type", 12 }, { "authorization", 13 },  { "cookie", 6 },
        { "origin", 6 },        { "sec-fetch-site", 14 }, { "idempotency-key", 15 },
        { "expect", 6 },        { "range", 5 },
    };

    for (size_t i = 0; i < COUNT_OF(single); i++)
        if (str_eq(name, single[i]))
            return true;
    return false;
}

static bool no_doubles(const struct http_pairs *headers)
{
    for (size_t i = 0; i < headers->n; i++) {
        if (!is_single(headers->items[i].name))
            continue;
        for (size_t j = i + 1; j < headers->n; j++)
            if (str_eq(headers->items[i].name, headers->items[j].name))
                return false;
    }
    return true;
}

static bool host_ok(struct str host, bool needed)
{
    if (str_absent(host))
        return !needed;
    for (size_t i = 0; i < host.n; i++) {
        char c = lower(host.p[i]);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            continue;
        if (c == '\0' || !strchr(".-_:[]", c))
            return false;
    }
    return host.n > 0;
}

/* Digits without sign, blank or leading zero: every reader must see one and the same number. */
static bool length_ok(struct str s, int64_t *ret)
{
    if (s.n == 0 || (s.n > 1 && s.p[0] == '0'))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return str_i64(s, ret); /* false beyond 63 bits */
}

static bool read_framing(const struct req *r, bool http_1_1, struct guard_body *ret)
{
    struct str length = req_header(r, S("content-length"));
    struct str coding = req_header(r, S("transfer-encoding"));
    struct str expect = req_header(r, S("expect"));

    *ret = (struct guard_body){ 0 };
    if (!str_absent(expect) && !guard_equal_nocase(expect, S("100-continue")))
        return false;
    if (!str_absent(length) && !length_ok(length, &ret->length))
        return false;
    if (str_absent(coding))
        return true;
    if (!http_1_1 || !str_absent(length) || !guard_equal_nocase(coding, S("chunked")))
        return false;
    ret->chunked = true;
    /* The parser takes a bare LF between chunks, so it may see the end of the body elsewhere than
     * a proxy does. Nothing that follows such a body on this connection is read. */
    ret->close = true;
    return true;
}

bool guard_check(struct arena *a, const struct guard_head *head, struct req *r,
                 struct guard_body *body, struct guard_refusal *why)
{
    bool http_1_1 = str_eq(str_of(head->version), S("HTTP/1.1"));

    if (head->target.n > GUARD_TARGET_MAX)
        return refuse(why, 414, "http.uri_too_long");
    if (head->size > HTTP_HEAD_MAX || head->header_count > GUARD_HEADERS_MAX)
        return refuse(why, 431, "http.head_too_large");
    if (!unbroken(head) || !guard_is_token(str_of(head->method)))
        return BAD(why);
    if (!http_1_1 && !str_eq(str_of(head->version), S("HTTP/1.0")))
        return BAD(why);
    if (!read_headers(a, head, r) || !no_doubles(&r->headers))
        return BAD(why);
    if (!host_ok(req_header(r, S("host")), http_1_1) || !read_framing(r, http_1_1, body))
        return BAD(why);
    if (!method_of(str_of(head->method), &r->method))
        return refuse(why, 501, "http.method");
    return read_target(a, head->target, r, why);
}
