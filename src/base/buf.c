#include "base/str.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/arena.h"

#define BUF_FIRST 256u

struct buf buf_new(struct arena *a)
{
    return (struct buf){ .arena = a };
}

/* Room for n bytes more. */
static void buf_room(struct buf *b, size_t n)
{
    if (n <= b->cap - b->n)
        return;
    assert(b->arena && n < SIZE_MAX / 4 && b->cap < SIZE_MAX / 4);
    size_t need = b->n + n, cap = b->cap * 2 > need ? b->cap * 2 : need;
    if (cap < BUF_FIRST)
        cap = BUF_FIRST;
    if (cap > arena_left(b->arena)) /* doubling must not be what breaks the arena's bound */
        cap = need;
    if (!b->p || !arena_extend(b->arena, b->p, b->cap, cap)) {
        char *p = arena_take(b->arena, cap);
        if (b->p)
            memcpy(p, b->p, b->n);
        b->p = p;
    }
    b->cap = cap;
}

void buf_bytes(struct buf *b, const void *p, size_t n)
{
    if (n == 0)
        return;
    buf_room(b, n);
    memcpy(b->p + b->n, p, n);
    b->n += n;
}

void buf_put(struct buf *b, struct str s)
{
    buf_bytes(b, s.p, s.n);
}

void buf_byte(struct buf *b, char c)
{
    buf_room(b, 1);
    b->p[b->n++] = c;
}

static void buf_vfmt(struct buf *b, const char *fmt, va_list args) PRINTF_LIKE(2, 0);
static void buf_vfmt(struct buf *b, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    buf_room(b, 64);
    int n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, args);
    assert(n >= 0);
    if ((size_t)n >= b->cap - b->n) {
        buf_room(b, (size_t)n + 1); /* vsnprintf wants room for its NUL */
        n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, again);
    }
    va_end(again);
    b->n += (size_t)n;
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    buf_vfmt(b, fmt, args);
    va_end(args);
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
    struct buf b = buf_new(a);
    va_list args;
    va_start(args, fmt);
    buf_vfmt(&b, fmt, args);
    va_end(args);
    return buf_str(&b); /* vsnprintf left a NUL behind it */
}

void buf_i64(struct buf *b, int64_t v)
{
    char digits[20]; /* of 2^63 there are 19, and the sign */
    size_t at = sizeof digits;
    uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (v < 0)
        digits[--at] = '-';
    buf_bytes(b, digits + at, sizeof digits - at);
}

void buf_u32be(struct buf *b, uint32_t v)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_byte(b, (char)(v >> shift & 255));
}

void buf_u64be(struct buf *b, uint64_t v)
{
    buf_u32be(b, (uint32_t)(v >> 32));
    buf_u32be(b, (uint32_t)v);
}
