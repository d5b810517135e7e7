/* stats.c - the figures: of a body, of one statistic, as tables for spreadsheets, and how they are
 * counted. */
#include "base/csv.h"
#include "html/svg.h"
#include "i18n/i18n.h"
#include "web/article.h"
#include "web/figure.h"

#define MONTHS 12

/* What a page of a body shows, in this order; the parts of S04 are its charts. */
static const char *const ids[] = { "S01", "S02", "S03",  "S28",  "S06", "S08",
                                   "S10", "S09", "S09b", "S09c", "S11", "S34" };
/* Rates of the body's own conduct may be compared; amounts and repeats never are (domain 7.3). */
static const char *const compared[] = { "S08", "S09", "S09b", "S10", "S11" };

static bool known(struct str id, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(id, str_of(list[i])))
            return true;
    return false;
}

static enum err no_page(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such figure");
}

/* ---- charts ---- */

/* Bars of some rows of a list, in their order; a hidden one has no length. */
static struct chart_view chart_of(struct req *r, struct str name, const struct statistic *const *s,
                                  const struct str *labels, size_t n, struct str csv_href)
{
    struct arena *a = r->ctx->arena;
    struct svg_point *p = arena_array(a, struct svg_point, n + 1);
    struct point_view *v = arena_array(a, struct point_view, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str text = s[i]->text;
        int64_t value = s[i]->numerator;
        if (s[i]->denominator > 0 && !str_eq(s[i]->id, S("S04")))
            value = s[i]->numerator * 10000 / s[i]->denominator;
        if (s[i]->denominator >= 0 && !s[i]->hidden)
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

/* The parts of S04 that begin so ("CH_"), without the empty ones. */
static struct chart_view parts_chart(struct req *r, const struct statistic_list *l,
                                     const char *prefix, const char *name_key, struct str csv_href)
{
    const struct statistic *s[SVG_POINTS_MAX];
    struct str labels[SVG_POINTS_MAX];
    size_t n = 0, seen = 0;
    for (size_t i = 0; i < l->n && n < SVG_POINTS_MAX; i++) {
        const struct statistic *x = &l->items[i];
        if (!str_eq(x->id, S("S04")) || !str_starts(x->part, str_of(prefix)))
            continue;
        if (x->numerator == 0 && !x->hidden)
            continue;
        seen += !x->hidden;
        labels[n] = figure_name(r, x);
        s[n++] = x;
    }
    if (seen == 0)
        n = 0; /* all too small: there is nothing to draw */
    return chart_of(r, web_text(r, name_key), s, labels, n, csv_href);
}

/* ---- a body ---- */

struct below_view {
    struct str code, name;
};
static const struct field below_fields[] = { F_STR(struct below_view, code),
                                             F_STR(struct below_view, name), F_END };
struct stats_view {
    struct str code, name, window, csv_href, tiles_name, tiles_csv_href, source;
    struct list figures, charts, tiles, tile_rows, imported, below;
    struct chart_view chart; /* of the article */
    bool province, township, nothing;
};
static const struct field stats_fields[] = {
    F_STR(struct stats_view, code),
    F_STR(struct stats_view, name),
    F_STR(struct stats_view, window),
    F_STR(struct stats_view, csv_href),
    F_STR(struct stats_view, tiles_name),
    F_STR(struct stats_view, tiles_csv_href),
    F_STR(struct stats_view, source),
    F_LIST(struct stats_view, figures, struct figure_view, figure_fields),
    F_LIST(struct stats_view, charts, struct chart_view, chart_fields),
    F_LIST(struct stats_view, tiles, struct tile_view, tile_fields),
    F_LIST(struct stats_view, tile_rows, struct tile_view, tile_fields),
    F_LIST(struct stats_view, imported, struct imported_view, imported_fields),
    F_LIST(struct stats_view, below, struct below_view, below_fields),
    F_VIEW(struct stats_view, chart, chart_fields),
    F_BOOL(struct stats_view, province),
    F_BOOL(struct stats_view, township),
    F_BOOL(struct stats_view, nothing),
    F_END
};
const struct page_view web_stats_view = { "stats", stats_fields };

static struct list figures_of(struct req *r, const struct statistic_list *l)
{
    struct figure_view *f = arena_array(r->ctx->arena, struct figure_view, l->n + 1);
    size_t n = 0;
    for (size_t k = 0; k < COUNT_OF(ids); k++)
        for (size_t i = 0; i < l->n; i++)
            if (str_eq(l->items[i].id, str_of(ids[k])))
                f[n++] = figure_of(r, &l->items[i]);
    return (struct list){ f, n };
}

static void take_charts(struct req *r, const struct statistic_list *l, struct stats_view *v)
{
    static const struct {
        const char *prefix, *key;
    } parts[] = { { "CH_", T_KEY("stats.by_channel") },
                  { "CAT_", T_KEY("stats.by_category") },
                  { "TP_", T_KEY("stats.by_topic") },
                  { "LV_", T_KEY("stats.by_level") } };
    struct chart_view *charts = arena_array(r->ctx->arena, struct chart_view, COUNT_OF(parts));
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        charts[n] = parts_chart(r, l, parts[i].prefix, parts[i].key, v->csv_href);
        n += charts[n].has;
    }
    v->charts = (struct list){ charts, n };
}

static enum err take_province(struct ctx *c, struct req *r, struct window win, struct stats_view *v)
{
    struct tiles *t = arena_new_of(c->arena, struct tiles);
    TRY(figure_tiles(c, r, "S09", win, t));
    v->tiles = (struct list){ t->cells, t->cell_count };
    v->tile_rows = (struct list){ t->rows, t->row_count };
    v->tiles_name = web_text(r, T_KEY("home.map"));
    v->tiles_csv_href = S("/stats/S09.csv");
    TRY(figure_imported(c, r, &v->imported));
    if (v->imported.n)
        v->source = ((const struct imported_view *)v->imported.items)->source;
    return figure_real_name_chart(c, r, &v->chart);
}

static void take_below(struct ctx *c, const struct org *o, struct stats_view *v)
{
    struct org_list children = org_children(app_orgs(c->app), c->arena, o->id);
    struct below_view *b = arena_array(c->arena, struct below_view, children.n + 1);
    for (size_t i = 0; i < children.n; i++)
        b[i] = (struct below_view){ str_fmt(c->arena, "%lld", (long long)children.items[i]->id),
                                    children.items[i]->area_name };
    v->below = (struct list){ b, children.n };
}

static enum err body_page(struct ctx *c, struct req *r, struct resp *w, const struct org *o)
{
    struct window win = figure_window(r, o->level);
    struct statistic_list l;
    TRY(public_figures(c, web_of(r)->web, o->id, STR_NONE, win.from, win.to, &l));
    struct stats_view v = { .code = str_fmt(c->arena, "%lld", (long long)o->id),
                            .name = o->name,
                            .window = win.text,
                            .province = o->parent == 0,
                            .township = o->level == ORG_TOWNSHIP };
    v.csv_href = str_fmt(c->arena, "/stats/%.*s.csv", STR_ARG(v.code));
    v.figures = figures_of(r, &l);
    take_charts(r, &l, &v);
    take_below(c, o, &v);
    if (v.province)
        TRY(take_province(c, r, win, &v));
    web_of(r)->page.nav_stats = true;
    if (!v.province)
        web_of(r)->page.title = str_fmt(c->arena, "%.*s %.*s", STR_ARG(o->area_name),
                                        STR_ARG(web_text(r, T_KEY("title.stats"))));
    return web_render(r, w, "stats", (struct view){ stats_fields, &v });
}

/* ---- one statistic ---- */

struct stat_view {
    struct str id, name, definition, window, tiles_name, tiles_csv_href, csv_href;
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
    F_LIST(struct stat_view, figures, struct figure_view, figure_fields),
    F_LIST(struct stat_view, tiles, struct tile_view, tile_fields),
    F_LIST(struct stat_view, tile_rows, struct tile_view, tile_fields),
    F_VIEW(struct stat_view, chart, chart_fields),
    F_BOOL(struct stat_view, compared),
    F_END
};
const struct page_view web_stat_view = { "stat", stat_fields };

static struct str definition_of(struct req *r, struct str id)
{
    struct arena *a = r->ctx->arena;
    return web_text(r,
                    str_z(a, str_fmt(a, "%.*s%.*s.how", STR_ARG(T_PREFIX("stat.")), STR_ARG(id))));
}

/* The row that stands for a statistic over time: S34 has no row of its own but its median. */
static const struct statistic *main_row(const struct statistic_list *l, struct arena *a,
                                        struct str id)
{
    return figure_find(l, str_z(a, id), str_eq(id, S("S34")) ? S("MEDIAN") : STR_NONE);
}

/* Twelve whole months of the province, oldest first. */
static enum err months_of(struct ctx *c, struct req *r, struct str id,
                          const struct statistic *ret[MONTHS], struct str labels[MONTHS])
{
    for (int k = 0; k < MONTHS; k++) {
        struct window win = figure_month(r, MONTHS - 1 - k);
        struct statistic_list l;
        TRY(public_figures(c, web_of(r)->web, web_province(c), id, win.from, win.to, &l));
        ret[k] = main_row(&l, c->arena, id);
        labels[k] = win.text;
    }
    return ERR_OK;
}

static enum err stat_page(struct ctx *c, struct req *r, struct resp *w, struct str id)
{
    struct window win = figure_window(r, ORG_PROVINCE);
    const struct statistic *months[MONTHS];
    struct str labels[MONTHS];
    struct statistic_list l;
    struct figure_view *f = arena_array(c->arena, struct figure_view, 4);
    struct tiles *t = arena_new_of(c->arena, struct tiles);
    struct stat_view v = { .id = id, .window = win.text, .definition = definition_of(r, id) };
    size_t n = 0;
    TRY(public_figures(c, web_of(r)->web, web_province(c), id, win.from, win.to, &l));
    for (size_t i = 0; i < l.n && n < 4; i++)
        if (str_eq(l.items[i].id, id))
            f[n++] = figure_of(r, &l.items[i]);
    TRY(months_of(c, r, id, months, labels));
    v.name = web_text(
        r, str_z(c->arena, str_fmt(c->arena, "%.*s%.*s", STR_ARG(T_PREFIX("stat.")), STR_ARG(id))));
    v.figures = (struct list){ f, n };
    v.csv_href = str_fmt(c->arena, "/stats/%.*s.csv", STR_ARG(id));
    v.chart = chart_of(r, v.name, months, labels, MONTHS, v.csv_href);
    v.compared = known(id, compared, COUNT_OF(compared));
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

/* ---- tables for spreadsheets ---- */

/* Answers with it, to be saved under the name (letters, digits, point). */
static enum err csv_send(struct req *r, struct resp *w, const struct buf *b, struct str name)
{
    w->body = *b;
    resp_header(w, S("Content-Type"), S("text/csv; charset=utf-8"));
    resp_header(w, S("Content-Disposition"),
                str_fmt(r->ctx->arena, "attachment; filename=\"%.*s\"", STR_ARG(name)));
    return ERR_OK;
}

static void csv_heads(struct req *r, struct buf *b)
{
    static const char *const keys[] = { T_KEY("csv.body"),      T_KEY("csv.code"),
                                        T_KEY("csv.id"),        T_KEY("csv.name"),
                                        T_KEY("csv.from"),      T_KEY("csv.to"),
                                        T_KEY("csv.numerator"), T_KEY("csv.denominator"),
                                        T_KEY("csv.text") };
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        csv_cell(b, web_text(r, keys[i]));
    csv_end_row(b);
}

/* A hidden number is no number here either. */
static void csv_row(struct req *r, struct buf *b, const struct org *o, const struct statistic *s)
{
    struct arena *a = r->ctx->arena;
    struct day last = { s->to.n - 1 };
    csv_cell(b, o->name);
    csv_cell(b, str_fmt(a, "%lld", (long long)o->id));
    csv_cell(b, s->id);
    csv_cell(b, figure_name(r, s));
    csv_cell(b, day_format(a, s->from));
    csv_cell(b, day_format(a, last));
    csv_cell(b, s->hidden ? S("") : str_fmt(a, "%lld", (long long)s->numerator));
    csv_cell(b, s->hidden || s->denominator < 0 ? S("")
                                                : str_fmt(a, "%lld", (long long)s->denominator));
    csv_cell(b, s->text);
    csv_end_row(b);
}

static enum err body_csv(struct ctx *c, struct req *r, struct resp *w, const struct org *o)
{
    struct window win = figure_window(r, o->level);
    struct statistic_list l;
    struct buf b = csv_begin(c->arena);
    TRY(public_figures(c, web_of(r)->web, o->id, STR_NONE, win.from, win.to, &l));
    csv_heads(r, &b);
    for (size_t i = 0; i < l.n; i++)
        csv_row(r, &b, o, &l.items[i]);
    return csv_send(r, w, &b, str_fmt(c->arena, "stats-%lld.csv", (long long)o->id));
}

/* The province over the year and by month; what may be compared, by city too. */
static enum err stat_csv(struct ctx *c, struct req *r, struct resp *w, struct str id)
{
    const struct org_table *t = app_orgs(c->app);
    const struct org *top = org_find(t, web_province(c));
    struct window win = figure_window(r, ORG_PROVINCE);
    const struct statistic *months[MONTHS];
    struct str labels[MONTHS];
    struct statistic_list l;
    struct org_list cities = org_children(t, c->arena, top->id);
    struct buf b = csv_begin(c->arena);
    csv_heads(r, &b);
    TRY(public_figures(c, web_of(r)->web, top->id, id, win.from, win.to, &l));
    for (size_t i = 0; i < l.n; i++)
        if (str_eq(l.items[i].id, id))
            csv_row(r, &b, top, &l.items[i]);
    TRY(months_of(c, r, id, months, labels));
    for (size_t i = 0; i < MONTHS; i++)
        csv_row(r, &b, top, months[i]);
    for (size_t i = 0; i < cities.n && known(id, compared, COUNT_OF(compared)); i++) {
        TRY(public_figures(c, web_of(r)->web, cities.items[i]->id, id, win.from, win.to, &l));
        csv_row(r, &b, cities.items[i], main_row(&l, c->arena, id));
    }
    return csv_send(r, w, &b, str_fmt(c->arena, "stats-%.*s.csv", STR_ARG(id)));
}

/* The article's figures, as printed, with their source and what is unclear. */
static enum err imported_csv(struct ctx *c, struct req *r, struct resp *w, struct str id)
{
    static const char *const keys[] = { T_KEY("csv.id"),      T_KEY("csv.name"),
                                        T_KEY("csv.printed"), T_KEY("csv.n_of"),
                                        T_KEY("csv.window"),  T_KEY("csv.gap"),
                                        T_KEY("csv.source") };
    struct list all;
    struct chart_view chart;
    struct buf b = csv_begin(c->arena);
    bool found = str_eq(id, S("imported"));
    TRY(figure_imported(c, r, &all));
    TRY(figure_real_name_chart(c, r, &chart));
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        csv_cell(&b, web_text(r, keys[i]));
    csv_end_row(&b);
    const struct imported_view *v = all.items;
    const struct point_view *p = chart.points.items;
    for (size_t i = 0; i < all.n; i++) {
        bool one = str_eq(v[i].id, id);
        bool years = one && chart.has && str_eq(id, S("F01")); /* its chart: one row a year */
        found = found || one;
        for (size_t k = 0; k < (years ? chart.points.n : 1) && (one || str_eq(id, S("imported")));
             k++) {
            csv_cell(&b, v[i].id);
            csv_cell(&b, v[i].name);
            csv_cell(&b, years ? p[k].text : v[i].printed);
            csv_cell(&b, v[i].n_of);
            csv_cell(&b, years ? p[k].label : v[i].window);
            csv_cell(&b, v[i].gap);
            csv_cell(&b, v[i].source);
            csv_end_row(&b);
        }
    }
    return found ? csv_send(r, w, &b, str_fmt(c->arena, "%.*s.csv", STR_ARG(id))) : no_page(c);
}

/* ---- which of them ---- */

enum err web_stats(struct ctx *c, struct req *r, struct resp *w)
{
    const struct org *o = org_find(app_orgs(c->app), web_province(c));
    return o ? body_page(c, r, w, o) : no_page(c);
}

/* /stats/330400, /stats/S09, either with .csv */
enum err web_stat(struct ctx *c, struct req *r, struct resp *w)
{
    struct str code = req_param(r, S("code"));
    bool csv = str_ends(code, S(".csv"));
    if (csv)
        code.n -= 4;
    int64_t number = 0;
    const struct org *o =
        code.n <= 12 && str_i64(code, &number) ? org_find(app_orgs(c->app), number) : NULL;
    if (o)
        return csv ? body_csv(c, r, w, o) : body_page(c, r, w, o);
    if (known(code, ids, COUNT_OF(ids)) && org_find(app_orgs(c->app), web_province(c)))
        return csv ? stat_csv(c, r, w, code) : stat_page(c, r, w, code);
    return csv ? imported_csv(c, r, w, code) : no_page(c);
}

/* ---- how they are counted ---- */

struct method_row {
    struct str id, name, how;
};
static const struct field method_row_fields[] = { F_STR(struct method_row, id),
                                                  F_STR(struct method_row, name),
                                                  F_STR(struct method_row, how), F_END };
struct method_view {
    struct article article;
    struct list rows;
};
static const struct field method_fields[] = {
    F_VIEW(struct method_view, article, article_fields),
    F_LIST(struct method_view, rows, struct method_row, method_row_fields), F_END
};
const struct page_view web_stats_method_view = { "stats_method", method_fields };

enum err web_stats_method(struct ctx *c, struct req *r, struct resp *w)
{
    struct method_row *rows = arena_array(c->arena, struct method_row, COUNT_OF(ids) + 1);
    struct statistic name = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        name.id = str_of(ids[i]);
        rows[n++] =
            (struct method_row){ name.id, figure_name(r, &name), definition_of(r, name.id) };
    }
    name.id = S("S04");
    rows[n++] = (struct method_row){ name.id, figure_name(r, &name), definition_of(r, name.id) };
    struct method_view v = { web_article(r, "stats_method"), { rows, n } };
    web_of(r)->page.nav_stats = true;
    return web_render(r, w, "stats_method", (struct view){ method_fields, &v });
}
