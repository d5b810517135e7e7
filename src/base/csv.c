/* csv.c - tables for spreadsheets. */
#include "base/csv.h"

#define BOM "\xef\xbb\xbf"

struct buf csv_begin(struct arena *a)
{
    struct buf b = buf_new(a);
    buf_put(&b, S(BOM));
    return b;
}

static bool runs(struct str text)
{
    int64_t number;
    return text.n && memchr("=+-@\t\r\n", text.p[0], 7) && !str_i64(text, &number);
}

void csv_cell(struct buf *b, struct str text)
{
    bool first = b->n == sizeof(BOM) - 1 || b->p[b->n - 1] == '\n';
    if (!first)
        buf_byte(b, ',');
    buf_byte(b, '"');
    if (runs(text))
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
