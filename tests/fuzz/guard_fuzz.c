/* The guard: what it lets through is a head as RFC 9112 writes it, seen from the raw bytes. */
#include <assert.h>

#include "http/guard_raw.h"
#include "http/router.h"

/* Every line of an accepted head ends with CR LF and holds no control but TAB. Where the CR should
 * be, a NUL cannot be told from it, nor can the last four bytes be told apart (guard.h). */
static void check_lines(const uint8_t *p, size_t n, size_t lines)
{
    size_t ends = 2;
    assert(n > 4);
    for (size_t i = n - 4; i < n; i++)
        assert(p[i] == '\r' || p[i] == '\n' || p[i] == '\0');
    for (size_t i = 0; i < n - 4; i++) {
        if (p[i] == '\n') {
            assert(i > 0 && (p[i - 1] == '\r' || p[i - 1] == '\0'));
            ends++;
        } else if (p[i] == '\r' || p[i] == '\0') {
            assert(p[i + 1] == '\n');
        } else {
            assert(p[i] == '\t' || (p[i] >= 0x20 && p[i] != 0x7f));
        }
    }
    assert(ends == lines);
}

static void check_request(const struct req *r, const struct guard_body *body)
{
    struct str rest = r->path;
    assert(r->method < HTTP_METHOD__COUNT && r->path.n > 0 && r->path.p[0] == '/');
    while (!str_absent(rest)) {
        struct str segment = str_cut(&rest, '/');
        assert(!str_eq(segment, S("..")) && !str_eq(segment, S(".")));
        assert(!memchr(segment.p, '\0', segment.n));
    }
    assert(r->query.n <= GUARD_QUERY_MAX);
    assert(body->length >= 0 && !(body->chunked && body->length > 0));
    assert(str_absent(req_header(r, S("content-length"))) ||
           str_absent(req_header(r, S("transfer-encoding"))));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct guard_raw raw;
    static struct arena *a;
    struct req r = { 0 };
    struct guard_body body;
    struct guard_refusal why = { 0 };

    if (!a)
        a = arena_new(1 << 24);
    if (!guard_raw_cut(&raw, p, n))
        return 0;
    if (guard_check(a, &raw.head, &r, &body, &why)) {
        size_t from = (size_t)(raw.head.method - raw.bytes);
        check_lines(p + from, raw.head.size, raw.head.header_count + 2);
        check_request(&r, &body);
    } else {
        assert(why.status >= 400 && why.key);
    }
    arena_reset(a);
    return 0;
}
