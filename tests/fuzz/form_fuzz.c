/* Forms, cookies and routes: what is read can be written again and read to the same value. */
#include <assert.h>

#include "http/cookie.h"
#include "http/form.h"
#include "http/guard.h"
#include "http/router.h"

static void encode(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        buf_fmt(b, "%%%02x", (unsigned char)s.p[i]);
}

static void read_form(struct arena *a, struct str in)
{
    struct http_pairs p, again;
    struct buf b = buf_new(a);

    if (form_parse(a, in, 50, &p) != FORM_OK)
        return;
    assert(p.n <= 50);
    for (size_t i = 0; i < p.n; i++) {
        assert(form_utf8(p.items[i].name) && form_utf8(p.items[i].value));
        encode(&b, p.items[i].name);
        buf_byte(&b, '=');
        encode(&b, p.items[i].value);
        buf_byte(&b, '&');
    }
    assert(form_parse(a, buf_str(&b), 50, &again) == FORM_OK && again.n == p.n);
    for (size_t i = 0; i < p.n; i++) {
        assert(str_eq(p.items[i].name, again.items[i].name));
        assert(str_eq(p.items[i].value, again.items[i].value));
    }
}

static void read_cookies(struct arena *a, struct str in)
{
    struct http_pairs p = cookie_parse(a, in);

    assert(p.n <= COOKIES_MAX);
    for (size_t i = 0; i < p.n; i++)
        assert(guard_is_token(p.items[i].name));
}

static void find_route(struct arena *a, struct str path)
{
    static const struct http_route table[] = {
        { HTTP_GET, { "/", 1 }, NULL },
        { HTTP_GET, { "/a/:b", 5 }, NULL },
        { HTTP_POST, { "/a/:b/c", 7 }, NULL },
        { HTTP_GET, { "/a/:rest*", 9 }, NULL },
    };
    struct http_route_found f;

    http_route_find(table, COUNT_OF(table), HTTP_GET, path, a, &f);
    for (size_t i = 0; i < f.params.n; i++)
        assert(f.params.items[i].value.n > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena *a;
    struct str in = str_bytes(p, n);

    if (!a)
        a = arena_new(1 << 24);
    read_form(a, in);
    read_cookies(a, in);
    find_route(a, in);
    arena_reset(a);
    return 0;
}
