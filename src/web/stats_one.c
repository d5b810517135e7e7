/* stats_one.c - one statistic: what it says, by month, and by city where that is fair. */
#include "html/svg.h"
#include "i18n/i18n.h"
#include "web/stats.h"

bool stats_known(struct str id)
{
    size_t n;
    const struct statistic_kind *k = statistic_kinds(&n);
    for (size_t i = 0; i < n; i++)
        if (str_eq(id, str_of(k[i].id)))
            return true;
    return false;
}

/* Rates of the body's own conduct may be compared; amounts and repeats never are (domain 7.3). */
bool stats_compared(struct str id)
{
    size_t n;
    const struct statistic_kind *k = statistic_kinds(&n);
    for (size_t i = 0; i < n; i++)
        if (str_eq(id, str_of(k[i].id)))
            return k[i].compared;
    return false;
}

enum err stats_no_page(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such figure");
}

/* ---- charts ---- */

struct chart_view stats_chart(struct req *r, struct str name, const struct statistic *const *s,
                              const struct str *labels, size_t n, struct str csv_href)
{
    struct arena *a = r->ctx->arena;
    struct svg_point *p = arena_array(a, struct svg_point, n + 1);
    struct point_view *v = arena_array(a, struct point_view, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str text = s[i]->text;
        int64_t value = s[i]->numerator;
        if (s[i]->denominator > 0 && s[i]->shape != STATISTIC_SHARE)
            value = s[i]->numerator * 10000 / s[i]->denominator;
        if (s[i]->denominator >= 0 && !s[i]->hidden && s[i]->shape != STATISTIC_MEAN)
            text = s[i]->denominator < 20 ? s[i]->text
                                          : str_fmt(a, "%.*s (%.*s / %.*s)", STR_ARG(s[i]->text),
                                                    STR_ARG(i18n_number(a, s[i]->numerator)),
                                                    STR_ARG(i18n_number(a, s[i]->denominator)));
        /* beside a long label there is room for the rate alone */
        p[i] = (struct svg_point){ labels[i], s[i]->text, s[i]->hidden || value < 0 ? 0 : value };
        v[i] = (struct point_view){ labels[i], text };
    }
    bool drawn = false;
    for (size_t i = 0; i < n; i++)
        drawn = drawn || p[i].value > 0 || s[i]->denominator > 0;
    struct chart_view chart = { .name = name, .csv_href = csv_href, .has = drawn };
    struct buf b = buf_new(a);
    svg_rows(&b, &(struct svg_series){ name, p, n, SVG_NO_ACCENT, web_of(r)->lang == LANG_EN });
    chart.svg = buf_str(&b);
    chart.points = (struct list){ v, n };
    return chart;
}

struct str stats_definition(struct req *r, struct str id)
{
    struct arena *a = r->ctx->arena;
    return web_text(r,
                    str_z(a, str_fmt(a, "%.*s%.*s.how", STR_ARG(T_PREFIX("stat.")), STR_ARG(id))));
}

const struct statistic *stats_main_row(const struct statistic_list *l, struct str id)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->items[i].id, id))
            return &l->items[i];
    return NULL;
}

enum err stats_months(struct ctx *c, struct req *r, struct str id,
                      const struct statistic *ret[STATS_MONTHS], struct str labels[STATS_MONTHS])
{
    for (int k = 0; k < STATS_MONTHS; k++) {
        struct window win = figure_month(r, STATS_MONTHS - 1 - k);
        struct statistic_list l;
        TRY(public_figures(c, web_of(r)->web, web_province(c), id, win.from, win.to, &l));
        ret[k] = stats_main_row(&l, id);
        labels[k] = win.text;
    }
    return ERR_OK;
}

/* A statistic without a row of its own is drawn by its first part, and says so. */
static struct str chart_name(struct req *r, const struct statistic *first, struct str name)
{
    return str_absent(first->part) ? name : figure_name(r, first);
}

struct stat_view {
    struct str id, name, definition, window, tiles_name, tiles_csv_href, csv_href, xlsx_href;
    struct list figures, tiles, tile_rows;
    struct chart_view chart;
    bool compared;
};
static const struct field stat_fields[] = {
    F_STR(struct stat_view, id),
    F_STR(struct stat_view, name),
    F_STR(struct stat_view, definition),
    F_STR(struct stat_view, window),
    F_STR(struct stat_view, tiles_name),
    F_STR(struct stat_view, tiles_csv_href),
    F_STR(struct stat_view, csv_href),
    F_STR(struct stat_view, xlsx_href),
    F_LIST(struct stat_view, figures, struct figure_view, figure_fields),
    F_LIST(struct stat_view, tiles, struct tile_view, tile_fields),
    F_LIST(struct stat_view, tile_rows, struct tile_view, tile_fields),
    F_VIEW(struct stat_view, chart, chart_fields),
    F_BOOL(struct stat_view, compared),
    F_END
};
const struct page_view web_stat_view = { "stat", stat_fields };

#define ROWS_MAX 40 /* of one statistic */

enum err stats_one_page(struct ctx *c, struct req *r, struct resp *w, struct str id)
{
    struct window win = figure_window(r, ORG_PROVINCE);
    const struct statistic *months[STATS_MONTHS];
    struct str labels[STATS_MONTHS];
    struct statistic_list l;
    struct figure_view *f = arena_array(c->arena, struct figure_view, ROWS_MAX);
    struct tiles *t = arena_new_of(c->arena, struct tiles);
    struct stat_view v = { .id = id, .window = win.text, .definition = stats_definition(r, id) };
    size_t n = 0;
    TRY(public_figures(c, web_of(r)->web, web_province(c), id, win.from, win.to, &l));
    for (size_t i = 0; i < l.n && n < ROWS_MAX; i++)
        if (str_eq(l.items[i].id, id) && figure_worth(&l.items[i]))
            f[n++] = figure_of(r, &l.items[i]);
    TRY(stats_months(c, r, id, months, labels));
    v.name = web_text(
        r, str_z(c->arena, str_fmt(c->arena, "%.*s%.*s", STR_ARG(T_PREFIX("stat.")), STR_ARG(id))));
    v.figures = (struct list){ f, n };
    v.xlsx_href = str_fmt(c->arena, "/stats/%.*s.xlsx", STR_ARG(id));
    v.csv_href = str_fmt(c->arena, "/stats/%.*s.csv", STR_ARG(id));
    v.chart =
        stats_chart(r, chart_name(r, months[0], v.name), months, labels, STATS_MONTHS, v.csv_href);
    v.compared = stats_compared(id);
    if (v.compared)
        TRY(figure_tiles(c, r, str_z(c->arena, id), win, t));
    v.tiles = (struct list){ t->cells, t->cell_count };
    v.tile_rows = (struct list){ t->rows, t->row_count };
    v.tiles_name = v.name;
    v.tiles_csv_href = v.csv_href;
    web_of(r)->page.nav_stats = true;
    web_of(r)->page.title = v.name;
    return web_render(r, w, "stat", (struct view){ stat_fields, &v });
}
