#include "http/form.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* Length of the well-formed sequence at p (Unicode 15, table 3-7), 0 when there is none. */
static size_t utf8_sequence(const unsigned char *p, size_t n)
{
    unsigned char low = 0x80, high = 0xbf;
    size_t len;

    if (p[0] < 0x80)
        return p[0] != 0;
    if (p[0] >= 0xc2 && p[0] <= 0xdf)
        len = 2;
    else if (p[0] >= 0xe0 && p[0] <= 0xef)
        len = 3;
    else if (p[0] >= 0xf0 && p[0] <= 0xf4)
        len = 4;
    else
        return 0;
    if (p[0] == 0xe0)
        low = 0xa0; /* shorter forms of the same character */
    if (p[0] == 0xed)
        high = 0x9f; /* surrogates */
    if (p[0] == 0xf0)
        low = 0x90;
    if (p[0] == 0xf4)
        high = 0x8f; /* beyond U+10FFFF */
    if (len > n || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if (p[i] < 0x80 || p[i] > 0xbf)
            return 0;
    return len;
}

bool form_utf8(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t i = 0;

    while (i < s.n) {
        size_t len = utf8_sequence(p + i, s.n - i);
        if (len == 0)
            return false;
        i += len;
    }
    return true;
}

bool form_decode(struct arena *a, struct str s, bool plus, struct str *ret)
{
    char *out = arena_take(a, s.n + 1);
    struct str decoded;
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '%') {
            if (s.n - i < 3)
                return false;
            int high = hex_digit(s.p[i + 1]);
            int low = hex_digit(s.p[i + 2]);
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        out[n++] = c;
    }
    decoded = str_bytes(out, n);
    if (!form_utf8(decoded))
        return false;
    *ret = decoded;
    return true;
}

static size_t count_pieces(struct str body)
{
    size_t n = 1;

    for (size_t i = 0; i < body.n; i++)
        n += body.p[i] == '&';
    return n;
}

enum form_err form_parse(struct arena *a, struct str body, size_t fields_max,
                         struct http_pairs *ret)
{
    size_t most = count_pieces(body);
    struct http_pair *items;
    size_t n = 0;

    if (most > fields_max)
        most = fields_max;
    items = arena_array(a, struct http_pair, most ? most : 1);
    while (!str_absent(body)) {
        struct str value = str_cut(&body, '&');
        struct str name;
        if (str_empty(value))
            continue;
        if (n == most)
            return FORM_MANY;
        name = str_cut(&value, '=');
        if (str_absent(value))
            value = S("");
        if (!form_decode(a, name, true, &items[n].name) ||
            !form_decode(a, value, true, &items[n].value))
            return FORM_BAD;
        n++;
    }
    *ret = (struct http_pairs){ items, n };
    return FORM_OK;
}
