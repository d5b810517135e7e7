#include "base/str.h"

#include "base/arena.h"

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order != 0)
        return order;
    return (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.n >= prefix.n && str_eq(str_slice(s, 0, prefix.n), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.n >= suffix.n && str_eq(str_slice(s, s.n - suffix.n, suffix.n), suffix);
}

bool str_contains(struct str s, struct str part)
{
    if (part.n == 0)
        return true;
    return s.n >= part.n && memmem(s.p, s.n, part.p, part.n) != NULL;
}

#define BLANK_WIDE "\xe3\x80\x80" /* U+3000, the blank of Chinese input methods */

static size_t blank_at_start(struct str s)
{
    if (s.n && memchr(" \t\n\v\f\r", s.p[0], 6))
        return 1;
    return str_starts(s, S(BLANK_WIDE)) ? 3 : 0;
}

static size_t blank_at_end(struct str s)
{
    if (s.n && memchr(" \t\n\v\f\r", s.p[s.n - 1], 6))
        return 1;
    return str_ends(s, S(BLANK_WIDE)) ? 3 : 0;
}

struct str str_trim(struct str s)
{
    for (size_t n = blank_at_start(s); n; n = blank_at_start(s))
        s = str_slice(s, n, s.n);
    for (size_t n = blank_at_end(s); n; n = blank_at_end(s))
        s.n -= n;
    return s;
}

struct str str_slice(struct str s, size_t from, size_t n)
{
    if (!s.p)
        return STR_NONE;
    if (from > s.n)
        from = s.n;
    if (n > s.n - from)
        n = s.n - from;
    return (struct str){ s.p + from, n };
}

struct str str_cut(struct str *s, char sep)
{
    struct str all = *s;
    const char *at = all.n ? memchr(all.p, sep, all.n) : NULL;
    if (!at) {
        *s = STR_NONE;
        return all;
    }
    size_t before = (size_t)(at - all.p);
    *s = (struct str){ at + 1, all.n - before - 1 };
    return (struct str){ all.p, before };
}

struct str str_dup(struct arena *a, struct str s)
{
    if (!s.p)
        return s;
    char *p = arena_take(a, s.n + 1); /* zeroed: the NUL is there */
    if (s.n)
        memcpy(p, s.p, s.n);
    return (struct str){ p, s.n };
}

const char *str_z(struct arena *a, struct str s)
{
    return str_dup(a, s).p;
}

bool str_u64(struct str s, uint64_t *ret)
{
    uint64_t v = 0;
    if (s.n == 0)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        if (__builtin_mul_overflow(v, UINT64_C(10), &v) ||
            __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
            return false;
    }
    *ret = v;
    return true;
}

bool str_i64(struct str s, int64_t *ret)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    uint64_t v;
    if (!str_u64(minus ? str_slice(s, 1, s.n) : s, &v))
        return false;
    if (v > (uint64_t)INT64_MAX + (minus ? 1 : 0))
        return false;
    *ret = minus ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}
