#include "html/escape.h"

#include <ctype.h>

static struct str entity_of(char c)
{
    switch (c) {
    case '&':
        return S("&amp;");
    case '<':
        return S("&lt;");
    case '>':
        return S("&gt;");
    case '"':
        return S("&quot;");
    case '\'':
        return S("&#39;");
    default:
        return STR_NONE;
    }
}

void html_escape(struct buf *out, struct str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        struct str entity = entity_of(s.p[i]);
        if (str_absent(entity))
            continue;
        buf_bytes(out, s.p + from, i - from);
        buf_put(out, entity);
        from = i + 1;
    }
    if (from < s.n)
        buf_bytes(out, s.p + from, s.n - from);
}

void html_escape_url(struct buf *out, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        /* isalnum is asked for ASCII only: the C locale is never changed, and this says so */
        if (c < 128 && (isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~')) {
            buf_byte(out, (char)c);
        } else {
            char hex[3] = { '%', digits[c >> 4], digits[c & 15] };
            buf_bytes(out, hex, sizeof hex);
        }
    }
}
