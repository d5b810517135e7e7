/* statement_figure.c - the figures of a closed period as a document of the public log. */
#include "domain/statement.h"
#include "domain/statistic.h"

#define FIGURES "figures\n" /* the line before them */

bool statement_period(struct str code, struct day *ret_from, struct day *ret_to)
{
    struct str rest = code, year = str_cut(&rest, 'Q');
    bool quarter = year.n != code.n;
    uint64_t y = 0;

    if (year.n != 4 || !str_u64(year, &y) || y < 2000 || y > 2999)
        return false;
    if (!quarter) {
        *ret_from = day_from_ymd((int)y, 1, 1);
        *ret_to = day_from_ymd((int)y + 1, 1, 1);
        return true;
    }
    if (rest.n != 1 || rest.p[0] < '1' || rest.p[0] > '4')
        return false;
    *ret_from = day_from_ymd((int)y, (rest.p[0] - '0') * 3 - 2, 1);
    *ret_to = day_add_months(*ret_from, 3);
    return true;
}

struct str statement_figures_subject(struct ctx *c, int64_t org, struct str code)
{
    return str_fmt(c->arena, "figures %lld %.*s", (long long)org, STR_ARG(code));
}

struct str statement_figure_lines(struct arena *a, const struct statistic_list *l)
{
    struct buf b = buf_new(a);

    for (size_t i = 0; i < l->n; i++) {
        const struct statistic *s = &l->items[i];
        buf_put(&b, s->id);
        buf_byte(&b, ' ');
        buf_put(&b, str_absent(s->part) ? S("-") : s->part);
        if (s->hidden) {
            buf_put(&b, S(" hidden\n"));
            continue;
        }
        buf_byte(&b, ' ');
        buf_i64(&b, s->numerator);
        buf_byte(&b, ' ');
        if (s->denominator < 0)
            buf_byte(&b, '-');
        else
            buf_i64(&b, s->denominator);
        buf_byte(&b, '\n');
    }
    return buf_str(&b);
}

struct str statement_figure_lines_of(struct str document)
{
    struct str rest = document;

    while (rest.n) { /* a line each turn */
        struct str line = str_cut(&rest, '\n');
        if (str_eq(line, str_slice(S(FIGURES), 0, sizeof FIGURES - 2)))
            return rest;
    }
    return STR_NONE;
}

/* The head that the figures were counted beside: nothing of an earlier tree can be put back. */
static enum err put_head(struct ctx *c, struct buf *b)
{
    struct log_head head;
    enum err e = log_head_read(c, &head);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    if (e == ERR_NOT_FOUND)
        return ERR_OK;
    buf_put(b, str_fmt(c->arena, "head %llu %.*s\n", (unsigned long long)head.size,
                       STR_ARG(str_hex(c->arena, head.root.b, HASH_BYTES))));
    return ERR_OK;
}

enum err statement_figures(struct ctx *c, int64_t org, struct str code)
{
    struct day from, to;
    struct statistic_list l;
    struct buf b = buf_new(c->arena);

    if (!statement_period(code, &from, &to))
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.no_document", "no such period");
    TRY(statistic_list(c, org, from, to, true, &l));
    buf_put(&b, str_fmt(c->arena, "ygxf/statistics/v1\nbody %lld\nfrom %.*s\nto %.*s\n",
                        (long long)org, STR_ARG(day_format(c->arena, from)),
                        STR_ARG(day_format(c->arena, (struct day){ to.n - 1 }))));
    buf_put(&b, str_fmt(c->arena, "counted %.*s\n", STR_ARG(day_format(c->arena, ctx_today(c)))));
    TRY(put_head(c, &b));
    buf_put(&b, S(FIGURES));
    buf_put(&b, statement_figure_lines(c->arena, &l));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(public_leaf_add(c, PUBLIC_STATISTICS, statement_figures_subject(c, org, code), buf_str(&b),
                        true));
    tx = NULL;
    return store_commit(c);
}
