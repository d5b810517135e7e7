#include "domain/lines.h"

#include <stdarg.h>
#include <stdio.h>

struct lines lines_of(struct data_file file)
{
    return (struct lines){ .name = file.name, .rest = file.text };
}

bool lines_next(struct lines *l)
{
    while (!str_empty(l->rest)) {
        if (l->number >= DATA_LINES_MAX) {
            l->too_long = true;
            return false;
        }
        struct str raw = str_cut(&l->rest, '\n');
        l->number++;
        if (raw.n > DATA_LINE_BYTES_MAX) {
            l->too_long = true;
            return false;
        }
        l->indented = raw.n > 0 && (raw.p[0] == ' ' || raw.p[0] == '\t');
        l->line = str_trim(raw);
        if (!str_empty(l->line) && l->line.p[0] != '#')
            return true;
    }
    return false;
}

struct str lines_word(struct str *text)
{
    struct str s = str_trim(*text);
    if (str_empty(s)) {
        *text = STR_NONE;
        return STR_NONE;
    }
    if (s.p[0] == '"') {
        s = str_slice(s, 1, s.n);
        struct str word = str_cut(&s, '"');
        *text = s;
        return word;
    }
    size_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != '\t')
        n++;
    *text = str_slice(s, n, s.n);
    return str_slice(s, 0, n);
}

enum err lines_fault_set(const struct lines *l, struct fault *f, const char *fmt, ...)
{
    char what[100];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(what, sizeof what, fmt, ap); /* a longer message is cut, which does no harm */
    va_end(ap);
    return FAULT(f, ERR_INVALID, "data.invalid", "%.*s:%u: %s", STR_ARG(l->name), l->number, what);
}

enum err lines_end(const struct lines *l, struct fault *f)
{
    if (!l->too_long)
        return ERR_OK;
    return lines_fault(l, f, "more than %d lines, or a line of more than %d bytes", DATA_LINES_MAX,
                       DATA_LINE_BYTES_MAX);
}
