/* csv.c - tables for spreadsheets. */
#include "web/csv.h"

struct buf csv_begin(struct arena *a)
{
    struct buf b = buf_new(a);
    buf_put(&b, S("\xef\xbb\xbf"));
    return b;
}

void csv_cell(struct buf *b, struct str text)
{
    bool first = b->n == 3 || b->p[b->n - 1] == '\n';
    if (!first)
        buf_byte(b, ',');
    buf_byte(b, '"');
    if (text.n && memchr("=+-@\t\r", text.p[0], 6))
        buf_byte(b, '\'');
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_byte(b, '"');
        buf_byte(b, text.p[i]);
    }
    buf_byte(b, '"');
}

void csv_end_row(struct buf *b)
{
    buf_put(b, S("\r\n"));
}

enum err csv_send(struct req *r, struct resp *w, const struct buf *b, struct str name)
{
    w->body = *b;
    resp_header(w, S("Content-Type"), S("text/csv; charset=utf-8"));
    resp_header(w, S("Content-Disposition"),
                str_fmt(r->ctx->arena, "attachment; filename=\"%.*s\"", STR_ARG(name)));
    return ERR_OK;
}
