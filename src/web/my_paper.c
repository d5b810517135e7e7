/*
 * my_paper.c - documents to read and print, and files to open again.
 *
 * A file comes as an attachment that no browser runs (sandbox, nosniff), in ranges where a player
 * asks for them.
 */
#include "domain/document.h"
#include "domain/file.h"
#include "i18n/i18n.h"
#include "web/desk.h"

/* ---- documents ---- */

struct doc_view {
    struct str title_of, number, text, day;
};
static const struct field doc_fields[] = { F_STR(struct doc_view, title_of),
                                           F_STR(struct doc_view, number),
                                           F_STR(struct doc_view, text),
                                           F_STR(struct doc_view, day), F_END };
const struct page_view web_my_doc_view = { "my_doc", doc_fields };

static enum err id_of(struct ctx *c, struct req *r, const char *key, int64_t *ret)
{
    if (!web_id_read(req_param(r, S("id")), ret))
        return FAULT(&c->fault, ERR_NOT_FOUND, key, "no id");
    return ERR_OK;
}

enum err web_my_doc(struct ctx *c, struct req *r, struct resp *w)
{
    struct document_view d;
    int64_t id;

    TRY(id_of(c, r, T_KEY("file.none"), &id));
    TRY(document_read(c, id, &d));
    struct doc_view v = { d.title, d.doc_no, d.text,
                          i18n_day(c->arena, web_of(r)->lang, d.made, ctx_today(c)) };
    web_of(r)->page.sub_progress = true;
    return web_render(r, w, "my_doc", (struct view){ doc_fields, &v });
}

/* ---- files ---- */

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

/* A name of the reporter's own is no header's business but this one's; RFC 6266, RFC 8187. */
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

enum err web_my_file(struct ctx *c, struct req *r, struct resp *w)
{
    struct sending *s = arena_new_of(c->arena, struct sending);
    struct file_view f;
    int64_t id;

    TRY(id_of(c, r, T_KEY("file.none"), &id));
    TRY(file_open(c, id, &s->reader, &f));
    head_of_file(c, w, &f);
    return answer(c, r, w, s, &f);
}
