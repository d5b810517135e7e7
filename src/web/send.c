/* send.c - a sealed file goes out: opened piece by piece, whole or the range that was asked for. */
#include "web/send.h"

#include "domain/file.h"

struct span {
    uint64_t from, size; /* of the answer */
};

struct sending {
    struct file_reader *reader;
    struct span span;
};

static int64_t read_span(void *u, uint64_t offset, uint8_t *p, size_t n)
{
    struct sending *s = (struct sending *)u;

    if (offset >= s->span.size)
        return 0;
    if (n > s->span.size - offset)
        n = (size_t)(s->span.size - offset);
    return file_read(s->reader, s->span.from + offset, p, n);
}

static void close_file(void *u)
{
    file_reader_close(((struct sending *)u)->reader);
}

/* One range "bytes=a-b", "bytes=a-", "bytes=-n" of RFC 9110 14.2. False: none, or one of several:
 * the whole is sent, as a server may. *ret_bad: nothing of it lies inside. */
static bool range_of(struct str header, uint64_t size, struct span *ret, bool *ret_bad)
{
    uint64_t a = 0, b = 0;

    *ret_bad = false;
    if (!str_starts(header, S("bytes=")) || str_contains(header, S(",")))
        return false;
    struct str rest = str_slice(header, 6, header.n), first = str_cut(&rest, '-');
    bool has_a = str_u64(first, &a), has_b = str_u64(rest, &b);
    if (str_absent(rest) || (!has_a && first.n) || (!has_b && rest.n) || (!has_a && !has_b))
        return false;
    if (!has_a) {
        a = b < size ? size - b : 0;
        *ret_bad = b == 0;
        b = size ? size - 1 : 0;
    } else if (!has_b || b >= size) {
        b = size ? size - 1 : 0;
    }
    *ret_bad = *ret_bad || a >= size || a > b;
    if (!*ret_bad)
        *ret = (struct span){ a, b - a + 1 };
    return true;
}

static void put_percent(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        bool plain = (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') ||
                     (ch >= 'A' && ch <= 'Z') || ch == '.' || ch == '-' || ch == '_';
        if (plain)
            buf_byte(b, (char)ch);
        else
            buf_fmt(b, "%%%02X", ch);
    }
}

/* The name as its owner gave it; RFC 6266, RFC 8187. */
static struct str disposition(struct arena *a, struct str name)
{
    struct buf b = buf_new(a);

    buf_put(&b, S("attachment; filename*=UTF-8''"));
    put_percent(&b, name);
    return buf_str(&b);
}

static void head_of_file(struct ctx *c, struct resp *w, const struct file_view *f)
{
    resp_header(w, S("Content-Type"), f->type);
    resp_header(w, S("Content-Disposition"), disposition(c->arena, f->name));
    resp_header(w, S("Content-Security-Policy"), S("sandbox; default-src 'none'"));
    resp_header(w, S("Accept-Ranges"), S("bytes"));
}

static enum err answer(struct ctx *c, struct req *r, struct resp *w, struct sending *s,
                       const struct file_view *f)
{
    uint64_t size = (uint64_t)f->size;
    bool bad;

    s->span = (struct span){ 0, size };
    if (range_of(req_header(r, S("range")), size, &s->span, &bad)) {
        if (bad) {
            w->status = 416;
            resp_header(w, S("Content-Range"),
                        str_fmt(c->arena, "bytes */%llu", (unsigned long long)size));
            file_reader_close(s->reader);
            return ERR_OK;
        }
        w->status = 206;
        resp_header(w, S("Content-Range"),
                    str_fmt(c->arena, "bytes %llu-%llu/%llu", (unsigned long long)s->span.from,
                            (unsigned long long)(s->span.from + s->span.size - 1),
                            (unsigned long long)size));
    }
    w->stream = (struct http_stream){ (int64_t)s->span.size, read_span, close_file, s };
    return ERR_OK;
}

enum err send_file(struct ctx *c, struct req *r, struct resp *w, int64_t file)
{
    struct sending *s = arena_new_of(c->arena, struct sending);
    struct file_view f;

    TRY(file_open(c, file, &s->reader, &f));
    head_of_file(c, w, &f);
    return answer(c, r, w, s, &f);
}
