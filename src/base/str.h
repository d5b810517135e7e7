/*
 * str.h - borrowed bytes with a length, and buffers that grow in an arena.
 *
 * Layer:  base                      Memory: str borrows; buf grows in its arena, nobody frees
 */
#ifndef YG_BASE_STR_H
#define YG_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))
#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

struct arena;

/* Borrowed bytes. p == NULL: absent (not the same as empty). Not NUL-terminated. */
struct str {
    const char *p;
    size_t n;
};

#define S(lit) ((struct str){ "" lit, sizeof(lit) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
/* for printf("%.*s", STR_ARG(s)) */
#define STR_ARG(s) (int)(s).n, ((s).p ? (s).p : "")

static inline struct str str_of(const char *z) /* NULL: absent */
{
    return (struct str){ z, z ? strlen(z) : 0 };
}
static inline struct str str_bytes(const void *p, size_t n)
{
    return (struct str){ (const char *)p, n };
}
static inline bool str_absent(struct str s) { return s.p == NULL; }
static inline bool str_empty(struct str s) { return s.n == 0; }
static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
int str_cmp(struct str a, struct str b); /* byte order, shorter first */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_contains(struct str s, struct str part);
struct str str_trim(struct str s); /* ASCII and U+3000 blanks at both ends */
struct str str_slice(struct str s, size_t from, size_t n); /* clipped to s */
/* Cuts s at the first sep: returns what stands before, s becomes what stands after
 * (absent when there was no sep). */
struct str str_cut(struct str *s, char sep);
struct str str_dup(struct arena *a, struct str s); /* copy, NUL after it; absent stays */
const char *str_z(struct arena *a, struct str s); /* C string for a library's edge; absent: NULL */
/* Whole decimal number without sign, leading zeros allowed; false when not, or out of range. */
bool str_u64(struct str s, uint64_t *ret);
bool str_i64(struct str s, int64_t *ret); /* may begin with '-' */
struct str str_hex(struct arena *a, const void *p, size_t n);             /* lower case */
bool str_unhex(struct arena *a, struct str hex, struct str *ret);
struct str str_base64(struct arena *a, const void *p, size_t n);          /* standard, padded */
struct str str_base64url(struct arena *a, const void *p, size_t n);       /* no padding */
bool str_unbase64(struct arena *a, struct str b64, struct str *ret);      /* strict standard */
bool str_unbase64url(struct arena *a, struct str b64, struct str *ret);   /* strict */

/* Growing bytes. Zero-initialise with .arena set, or buf_new. */
struct buf {
    char *p;
    size_t n, cap;
    struct arena *arena;
};

struct buf buf_new(struct arena *a);
void buf_put(struct buf *b, struct str s);
void buf_byte(struct buf *b, char c);
void buf_bytes(struct buf *b, const void *p, size_t n);
void buf_fmt(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void buf_i64(struct buf *b, int64_t v);
void buf_u32be(struct buf *b, uint32_t v);
void buf_u64be(struct buf *b, uint64_t v);
static inline struct str buf_str(const struct buf *b)
{
    return (struct str){ b->p ? b->p : "", b->n };
}
struct str str_fmt(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

#endif
