#include "http/router.h"

#include <assert.h>

/* Weight of a literal segment, by its place: the first segments decide. */
#define ROUTE_SEGMENTS_MAX 31

struct fit {
    uint32_t literals; /* bit 31 - i: segment i is literal */
    struct http_pair params[ROUTE_PARAMS_MAX];
    size_t n;
};

static bool take_param(struct fit *fit, struct str name, struct str value)
{
    assert(fit->n < ROUTE_PARAMS_MAX);
    if (str_empty(value))
        return false;
    fit->params[fit->n++] = (struct http_pair){ name, value };
    return true;
}

/* One segment of the pattern against one of the path; pattern and path stand after their '/'. */
static bool fits(struct str pattern, struct str path, struct fit *ret)
{
    for (unsigned i = 0; i < ROUTE_SEGMENTS_MAX; i++) {
        struct str whole = path;
        struct str want = str_cut(&pattern, '/');
        struct str have = str_cut(&path, '/');
        if (want.n > 1 && want.p[0] == ':' && want.p[want.n - 1] == '*') {
            assert(str_absent(pattern)); /* ":rest*" stands last */
            return take_param(ret, str_slice(want, 1, want.n - 2), whole);
        }
        if (want.n > 1 && want.p[0] == ':') {
            if (!take_param(ret, str_slice(want, 1, want.n - 1), have))
                return false;
        } else {
            if (!str_eq(want, have))
                return false;
            ret->literals |= UINT32_C(1) << (31 - i);
        }
        if (str_absent(pattern) || str_absent(path))
            return str_absent(pattern) && str_absent(path);
    }
    return false;
}

/* Bytes before the first ':' must be equal; most routes of a table end here. */
static bool prefix_fits(struct str pattern, struct str path)
{
    size_t n = 0;

    while (n < pattern.n && pattern.p[n] != ':') {
        if (n == path.n || pattern.p[n] != path.p[n])
            return false;
        n++;
    }
    return true;
}

static bool pattern_fits(struct str pattern, struct str path, struct fit *ret)
{
    assert(pattern.n > 0 && pattern.p[0] == '/');
    if (path.n == 0 || path.p[0] != '/' || !prefix_fits(pattern, path))
        return false;
    ret->n = 0;
    ret->literals = 0;
    return fits(str_slice(pattern, 1, pattern.n), str_slice(path, 1, path.n), ret);
}

static struct http_pairs keep(struct arena *a, const struct fit *fit)
{
    struct http_pair *items;

    if (fit->n == 0)
        return (struct http_pairs){ NULL, 0 };
    items = arena_array(a, struct http_pair, fit->n);
    memcpy(items, fit->params, fit->n * sizeof(items[0]));
    return (struct http_pairs){ items, fit->n };
}

bool http_route_match(struct str pattern, struct str path, struct arena *a,
                      struct http_pairs *params)
{
    struct fit fit;

    if (!pattern_fits(pattern, path, &fit))
        return false;
    *params = keep(a, &fit);
    return true;
}

void http_route_find(const struct http_route *table, size_t n, enum http_method method,
                     struct str path, struct arena *a, struct http_route_found *ret)
{
    enum http_method wanted = method == HTTP_HEAD ? HTTP_GET : method;
    struct fit fit, best = { 0 };

    *ret = (struct http_route_found){ 0 };
    for (size_t i = 0; i < n; i++) {
        if (!pattern_fits(table[i].pattern, path, &fit))
            continue;
        ret->methods |= 1u << table[i].method;
        if (table[i].method != wanted)
            continue;
        if (!ret->route || fit.literals > best.literals) {
            ret->route = &table[i];
            best = fit;
        }
    }
    if (ret->methods & 1u << HTTP_GET)
        ret->methods |= 1u << HTTP_HEAD;
    if (ret->route)
        ret->params = keep(a, &best);
}

static const char *const method_names[HTTP_METHOD__COUNT] = {
    [HTTP_GET] = "GET",         [HTTP_HEAD] = "HEAD",     [HTTP_POST] = "POST",
    [HTTP_PUT] = "PUT",         [HTTP_DELETE] = "DELETE", [HTTP_PATCH] = "PATCH",
    [HTTP_OPTIONS] = "OPTIONS",
};

struct str http_method_name(enum http_method method)
{
    assert(method < HTTP_METHOD__COUNT);
    return str_of(method_names[method]);
}

struct str http_route_allow(struct arena *a, unsigned methods)
{
    struct buf b = buf_new(a);

    for (unsigned m = 0; m < HTTP_METHOD__COUNT; m++) {
        if (!(methods & 1u << m))
            continue;
        if (b.n)
            buf_put(&b, S(", "));
        buf_put(&b, str_of(method_names[m]));
    }
    return buf_str(&b);
}
