/* accountability.c - decisions on breaches that were made public, and how many there were of each
 * kind: codes, months and counties, no words. */
#include "domain/breach.h"
#include "domain/org.h"
#include "web/figure.h"

struct decision_row {
    struct str code, org, outcome, month, published;
};
struct decisions_view {
    struct str window;
    struct list rows, figures;
    bool more;
};
static const struct field decision_fields[] = {
    F_STR(struct decision_row, code),      F_STR(struct decision_row, org),
    F_STR(struct decision_row, outcome),   F_STR(struct decision_row, month),
    F_STR(struct decision_row, published), F_END
};
static const struct field decisions_fields[] = {
    F_STR(struct decisions_view, window),
    F_LIST(struct decisions_view, rows, struct decision_row, decision_fields),
    F_LIST(struct decisions_view, figures, struct figure_view, figure_fields),
    F_BOOL(struct decisions_view, more), F_END
};
const struct page_view web_open_accountability_view = { "open_accountability", decisions_fields };

/* 2026-09: the day itself might point to a report. */
static struct str month_shown(struct ctx *c, struct day d)
{
    return str_slice(day_format(c->arena, d), 0, 7);
}

enum err web_open_accountability(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const parts[] = { NULL, "ACCOUNTABLE", "UNDECIDED" };
    struct window win = figure_window(r, ORG_PROVINCE);
    struct figure_view *f = arena_array(c->arena, struct figure_view, COUNT_OF(parts));
    struct breach_public_list l;
    struct statistic_list s;

    TRY(public_figures(c, web_of(r)->web, web_province(c), STR_NONE, win.from, win.to, &s));
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        f[i] = figure_of(r, figure_find(&s, "S32", str_of(parts[i])));
    TRY(breach_published(c, web_province(c), 0, &l));
    struct decision_row *rows = arena_array(c->arena, struct decision_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct org *o = org_find(app_orgs(c->app), l.items[i].org);
        rows[i] = (struct decision_row){ l.items[i].code, o ? o->name : STR_NONE,
                                         l.items[i].outcome, month_shown(c, l.items[i].month),
                                         month_shown(c, l.items[i].published) };
    }
    struct decisions_view v = { win.text, { rows, l.n }, { f, COUNT_OF(parts) }, l.more };
    web_of(r)->page.nav_open = true;
    return web_render(r, w, "open_accountability", (struct view){ decisions_fields, &v });
}
