/* facts.c - the tables of facts, page by page, as lines of cells. */
#include "domain/facts.h"

#include "gen/queries.h"

#define PAGE_BYTES (64u << 20)
#define PAGES_MAX 1000000

static const struct table {
    const char *name;
    const struct query *page;
    int keys; /* columns to go on from; 0: one page */
} tables[] = {
    { "org", Q_FACTS_ORGS, 1 },           { "report", Q_FACTS_REPORTS, 1 },
    { "matter", Q_FACTS_MATTERS, 1 },     { "link", Q_FACTS_LINKS, 2 },
    { "event", Q_FACTS_EVENTS, 1 },       { "clock", Q_FACTS_CLOCKS, 1 },
    { "document", Q_FACTS_DOCUMENTS, 1 }, { "delivery", Q_FACTS_DELIVERIES, 1 },
    { "lead", Q_FACTS_LEADS, 1 },         { "message", Q_FACTS_MESSAGES, 2 },
    { "rating", Q_FACTS_RATINGS, 0 },
};

/* Texts are codes: no tab or line feed can stand in one. */
static struct str line_of(struct ctx *c, const struct table *t, const struct rows *r, size_t i)
{
    struct buf b = buf_new(c->arena);
    buf_put(&b, str_of(t->name));
    for (int k = 0; k < r->columns; k++) {
        const struct value *v = cell(r, i, k);
        buf_byte(&b, '\t');
        if (v->kind == VALUE_INT)
            buf_i64(&b, v->i);
        else if (v->kind == VALUE_TEXT)
            buf_put(&b, v->s);
    }
    buf_byte(&b, '\n');
    return buf_str(&b);
}

static enum err read_page(struct ctx *c, const struct table *t, const int64_t last[2],
                          struct rows *ret)
{
    if (t->keys == 0)
        return store_run_n(c, t->page, ret, 0, NULL);
    if (t->keys == 1)
        return store_run(c, t->page, ret, INT(last[0]));
    return store_run(c, t->page, ret, INT(last[0]), INT(last[1]));
}

static enum err table_write(struct ctx *c, const struct table *t, facts_line *line, void *u)
{
    int64_t last[2] = { 0, 0 };
    for (int page = 0; page < PAGES_MAX; page++) {
        struct rows r;
        TRY(read_page(c, t, last, &r));
        for (size_t i = 0; i < r.n; i++)
            line(u, line_of(c, t, &r, i));
        for (int k = 0; k < t->keys && r.n; k++)
            last[k] = cell(&r, r.n - 1, k)->i;
        bool over = r.n == 0 || t->keys == 0;
        arena_reset(c->arena);
        if (over)
            return ERR_OK;
    }
    return FAULT(&c->fault, ERR_LIMIT, "store.too_many", "%s", t->name);
}

enum err facts_write(struct ctx *c, facts_line *line, void *u)
{
    ARENA_AUTO pages = arena_new(PAGE_BYTES);
    struct ctx own = *c; /* reads into an arena of its own, page by page */
    own.arena = pages;
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        if (table_write(&own, &tables[i], line, u) != ERR_OK)
            return FAULT(&c->fault, own.fault.err, "store.io", "%s", tables[i].name);
    }
    return ERR_OK;
}
