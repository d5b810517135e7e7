#include "http/cookie.h"

#include "http/guard.h"

/* cookie-octet of RFC 6265: no controls, blanks, quotes, commas, semicolons, backslashes */
static bool value_ok(struct str v)
{
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.p[i];
        if (c <= 0x20 || c >= 0x7f || c == '"' || c == ',' || c == ';' || c == '\\')
            return false;
    }
    return true;
}

static struct str unquote(struct str v)
{
    if (v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"')
        return str_slice(v, 1, v.n - 2);
    return v;
}

struct http_pairs cookie_parse(struct arena *a, struct str header)
{
    struct http_pair *items;
    size_t n = 0;

    if (str_absent(header))
        return (struct http_pairs){ NULL, 0 };
    items = arena_array(a, struct http_pair, COOKIES_MAX);
    while (!str_absent(header) && n < COOKIES_MAX) {
        struct str value = guard_trim(str_cut(&header, ';'));
        struct str name = str_cut(&value, '=');
        if (str_absent(value) || !guard_is_token(name))
            continue;
        value = unquote(value);
        if (!value_ok(value))
            continue;
        items[n++] = (struct http_pair){ name, value };
    }
    return (struct http_pairs){ items, n };
}
