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

/* Most bytes are themselves: a look-up for each costs less than five comparisons. */
static const bool is_special[256] = {
    ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true
};

static size_t plain_length(struct str s, size_t from)
{
    size_t i = from;
    while (i < s.n && !is_special[(unsigned char)s.p[i]])
        i++;
    return i - from;
}

bool html_needs_escape(struct str s)
{
    return plain_length(s, 0) < s.n;
}

void html_escape(struct buf *out, struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t plain = plain_length(s, i);
        if (plain)
            buf_bytes(out, s.p + i, plain);
        i += plain;
        if (i < s.n)
            buf_put(out, entity_of(s.p[i++]));
    }
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
