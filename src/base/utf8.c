#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

int32_t utf8_next(struct str s, size_t *i)
{
    if (*i >= s.n)
        return -1;
    uint8_t first = (uint8_t)s.p[*i];
    if (first < 0x80) {
        (*i)++;
        return first;
    }
    utf8proc_int32_t c = -1;
    size_t left = s.n - *i < 4 ? s.n - *i : 4;
    utf8proc_ssize_t n = utf8proc_iterate((const uint8_t *)s.p + *i, (utf8proc_ssize_t)left, &c);
    *i += n > 0 ? (size_t)n : 1;
    return n > 0 ? c : -1;
}

static bool control(int32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
}

/* Unicode's Bidi_Control property */
static bool turns_direction(int32_t c)
{
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

static bool no_character(int32_t c)
{
    return (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
}

/* Nearly all that is read here: printable ASCII, and U+3000 to U+9FFF, where no character is one of
 * those below. Bytes of one such character at i, 0 when it is another one or none. */
static size_t plain(struct str s, size_t i)
{
    uint8_t first = (uint8_t)s.p[i];

    if (first >= 0x20 && first < 0x7f)
        return 1;
    if (first < 0xe3 || first > 0xe9 || s.n - i < 3)
        return 0;
    return ((uint8_t)s.p[i + 1] & 0xc0) == 0x80 && ((uint8_t)s.p[i + 2] & 0xc0) == 0x80 ? 3 : 0;
}

bool utf8_ok(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t n = plain(s, i);
        if (n > 0) {
            i += n;
            continue;
        }
        int32_t c = utf8_next(s, &i);
        if (c < 0 || control(c) || turns_direction(c) || no_character(c))
            return false;
    }
    return true;
}

static bool ascii(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((uint8_t)s.p[i] >= 0x80)
            return false;
    return true;
}

/* s is valid. Works in memory of its own that is wiped: utf8proc_map would leave the words of a
 * report on the heap, and four bytes a character in the arena until the answer is sent. */
static bool normalise(struct arena *a, struct str s, utf8proc_option_t form, struct str *ret)
{
    utf8proc_option_t how = form | UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    const uint8_t *in = (const uint8_t *)s.p;
    if (!s.p || ascii(s)) {
        *ret = s.p ? str_dup(a, s) : s;
        return true;
    }
    utf8proc_ssize_t n = utf8proc_decompose(in, (utf8proc_ssize_t)s.n, NULL, 0, how);
    if (n < 0)
        return false;
    size_t size = ((size_t)n + 1) * sizeof(utf8proc_int32_t); /* one more, as reencode demands */
    utf8proc_int32_t *points = malloc(size);
    if (!points)
        abort(); /* as in the arena: nobody can mend it */
    n = utf8proc_decompose(in, (utf8proc_ssize_t)s.n, points, n, how);
    if (n >= 0)
        n = utf8proc_reencode(points, n, how);
    if (n >= 0)
        *ret = str_dup(a, str_bytes(points, (size_t)n));
    explicit_bzero(points, size);
    free(points);
    return n >= 0;
}

/* CR LF and CR as LF. Without a CR the text stays where it is. */
static struct str unix_lines(struct arena *a, struct str s)
{
    if (!s.n || !memchr(s.p, '\r', s.n))
        return s;
    char *out = arena_take(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        out[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
        if (s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n')
            i++;
    }
    return (struct str){ out, n };
}

bool utf8_clean(struct arena *a, struct str s, struct str *ret)
{
    struct str lines = unix_lines(a, s), clean;
    if (!utf8_ok(lines) || !normalise(a, lines, 0, &clean))
        return false;
    *ret = str_trim(clean);
    return true;
}

bool utf8_nfkc(struct arena *a, struct str s, struct str *ret)
{
    return utf8_ok(s) && normalise(a, s, UTF8PROC_COMPAT, ret);
}

struct str utf8_squeezed(struct arena *a, struct str s)
{
    struct str wide;
    struct buf b = buf_new(a);

    if (str_absent(s) || !utf8_nfkc(a, s, &wide))
        return S("");
    for (size_t i = 0; i < wide.n; i++)
        if (wide.p[i] != ' ' && wide.p[i] != '\t' && wide.p[i] != '\n')
            buf_byte(&b, wide.p[i]);
    return buf_str(&b);
}

static bool letter_or_digit(uint32_t point)
{
    utf8proc_category_t k = utf8proc_category((utf8proc_int32_t)point);

    return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) ||
           (k >= UTF8PROC_CATEGORY_ND && k <= UTF8PROC_CATEGORY_NO);
}

uint32_t *utf8_letters(struct arena *a, struct str s, size_t *ret_n)
{
    struct str wide;
    size_t n = 0;

    *ret_n = 0;
    if (str_absent(s) || !utf8_nfkc(a, s, &wide))
        return NULL;
    uint32_t *points = arena_array(a, uint32_t, wide.n + 1);
    for (size_t i = 0; i < wide.n;) {
        uint32_t point = (uint32_t)utf8_next(wide, &i); /* valid: never -1 */
        if (letter_or_digit(point))
            points[n++] = (uint32_t)utf8proc_tolower((utf8proc_int32_t)point);
    }
    *ret_n = n;
    return points;
}

size_t utf8_count(struct str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.n; count++)
        (void)utf8_next(s,
                        &i); /* a bad byte counts as one, so that no text is shorter than it is */
    return count;
}

struct str utf8_head(struct str s, size_t code_points)
{
    size_t i = 0;
    for (size_t k = 0; k < code_points && i < s.n; k++)
        (void)utf8_next(s, &i);
    return str_slice(s, 0, i);
}
