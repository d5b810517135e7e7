/* stats.c - the figures of a body over a period, and how each of them is counted. */
#include <assert.h>

#include "html/svg.h"
#include "i18n/i18n.h"
#include "web/article.h"
#include "web/log_said.h"
#include "web/stats.h"

/* ---- charts of parts ---- */

static const struct {
    const char *id, *prefix, *key;
} drawn[] = {
    { "S04", "CH_", T_KEY("stats.by_channel") },   { "S04", "CAT_", T_KEY("stats.by_category") },
    { "S04", "TP_", T_KEY("stats.by_topic") },     { "S04", "LV_", T_KEY("stats.by_level") },
    { "S14", "DISP_", T_KEY("stats.by_way") },     { "S17", "FORM_", T_KEY("stats.by_form") },
    { "S18", "FIND_", T_KEY("stats.by_finding") }, { "S25", "PF_", T_KEY("stats.by_publication") },
    { "S32", "V", T_KEY("stats.by_breach") }
};

static bool is_drawn(struct str id)
{
    for (size_t i = 0; i < COUNT_OF(drawn); i++)
        if (str_eq(id, str_of(drawn[i].id)))
            return true;
    return false;
}

/* The parts of one statistic that begin so ("CH_"), without the empty ones. */
static struct chart_view parts_chart(struct req *r, const struct statistic_list *l, size_t which,
                                     struct str csv_href)
{
    const struct statistic *s[SVG_POINTS_MAX];
    struct str labels[SVG_POINTS_MAX];
    size_t n = 0, seen = 0;
    for (size_t i = 0; i < l->n && n < SVG_POINTS_MAX; i++) {
        const struct statistic *x = &l->items[i];
        if (!str_eq(x->id, str_of(drawn[which].id)) || x->shape != STATISTIC_SHARE ||
            !str_starts(x->part, str_of(drawn[which].prefix)) || !figure_worth(x))
            continue;
        seen += !x->hidden;
        labels[n] = figure_name(r, x);
        s[n++] = x;
    }
    if (seen == 0)
        n = 0; /* all too small: there is nothing to draw */
    return stats_chart(r, web_text(r, drawn[which].key), s, labels, n, csv_href);
}

/* ---- a body ---- */

struct below_view {
    struct str code, name;
};
static const struct field below_fields[] = { F_STR(struct below_view, code),
                                             F_STR(struct below_view, name), F_END };
struct group_view {
    struct str name;
    struct list figures;
};
static const struct field group_fields[] = {
    F_STR(struct group_view, name),
    F_LIST(struct group_view, figures, struct figure_view, figure_fields), F_END
};
struct period_view {
    struct str name, page_href;
};
static const struct field period_fields[] = { F_STR(struct period_view, name),
                                              F_STR(struct period_view, page_href), F_END };
struct stats_view {
    struct str code, name, window, csv_href, xlsx_href, api_href, tiles_name, tiles_csv_href,
        source;
    struct list groups, charts, tiles, tile_rows, imported, below, periods;
    struct chart_view chart; /* of the article */
    struct said_view said;   /* a closed period alone */
    bool province, township;
};
static const struct field stats_fields[] = {
    F_STR(struct stats_view, code),
    F_STR(struct stats_view, name),
    F_STR(struct stats_view, window),
    F_STR(struct stats_view, csv_href),
    F_STR(struct stats_view, xlsx_href),
    F_STR(struct stats_view, api_href),
    F_STR(struct stats_view, tiles_name),
    F_STR(struct stats_view, tiles_csv_href),
    F_STR(struct stats_view, source),
    F_LIST(struct stats_view, groups, struct group_view, group_fields),
    F_LIST(struct stats_view, charts, struct chart_view, chart_fields),
    F_LIST(struct stats_view, tiles, struct tile_view, tile_fields),
    F_LIST(struct stats_view, tile_rows, struct tile_view, tile_fields),
    F_LIST(struct stats_view, imported, struct imported_view, imported_fields),
    F_LIST(struct stats_view, below, struct below_view, below_fields),
    F_LIST(struct stats_view, periods, struct period_view, period_fields),
    F_VIEW(struct stats_view, chart, chart_fields),
    F_VIEW(struct stats_view, said, said_fields),
    F_BOOL(struct stats_view, province),
    F_BOOL(struct stats_view, township),
    F_END
};
const struct page_view web_stats_view = { "stats", stats_fields };

#define GROUPS_MAX 8

/* The rows of each section in the order of the kinds; parts that are drawn as charts, and empty
 * parts, are left out. */
static struct list groups_of(struct req *r, const struct statistic_list *l)
{
    size_t kind_count, n = 0;
    const struct statistic_kind *kinds = statistic_kinds(&kind_count);
    struct arena *a = r->ctx->arena;
    struct group_view *g = arena_array(a, struct group_view, GROUPS_MAX);
    for (size_t k = 0; k < kind_count; k++) {
        if (k == 0 || strcmp(kinds[k].section, kinds[k - 1].section) != 0) {
            assert(n < GROUPS_MAX);
            struct str key =
                str_fmt(a, "%.*s%s", STR_ARG(T_PREFIX("stats.section.")), kinds[k].section);
            g[n++] = (struct group_view){ web_text(r, str_z(a, key)),
                                          { arena_array(a, struct figure_view, l->n), 0 } };
        }
        struct figure_view *f = (struct figure_view *)g[n - 1].figures.items;
        for (size_t i = 0; i < l->n; i++) {
            const struct statistic *x = &l->items[i];
            bool chart = x->shape == STATISTIC_SHARE && is_drawn(x->id);
            if (str_eq(x->id, str_of(kinds[k].id)) && !chart && figure_worth(x))
                f[g[n - 1].figures.n++] = figure_of(r, x);
        }
    }
    return (struct list){ g, n };
}

static void take_charts(struct req *r, const struct statistic_list *l, struct stats_view *v)
{
    struct chart_view *charts = arena_array(r->ctx->arena, struct chart_view, COUNT_OF(drawn));
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(drawn); i++) {
        charts[n] = parts_chart(r, l, i, v->csv_href);
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

static void take_periods(struct req *r, const struct org *o, struct stats_view *v)
{
    struct arena *a = r->ctx->arena;
    struct window w[PERIODS_MAX];
    struct period_view *p = arena_array(a, struct period_view, PERIODS_MAX + 1);
    size_t n = figure_periods(r, o->level, w);
    for (size_t i = 0; i < n; i++)
        p[i] = (struct period_view){ w[i].text, str_fmt(a, "/stats/%.*s/%.*s", STR_ARG(v->code),
                                                        STR_ARG(w[i].code)) };
    if (o->level != ORG_TOWNSHIP)
        p[n++] = (struct period_view){ web_text(r, T_KEY("stats.period.last")),
                                       str_fmt(a, "/stats/%.*s", STR_ARG(v->code)) };
    v->periods = (struct list){ p, n };
}

static void take_files(struct req *r, struct window win, struct stats_view *v)
{
    struct arena *a = r->ctx->arena;
    struct str base = str_fmt(a, "/stats/%.*s", STR_ARG(v->code));
    if (!str_absent(win.code))
        base = str_fmt(a, "%.*s/%.*s", STR_ARG(base), STR_ARG(win.code));
    v->csv_href = str_fmt(a, "%.*s.csv", STR_ARG(base));
    v->xlsx_href = str_fmt(a, "%.*s.xlsx", STR_ARG(base));
    v->api_href = str_fmt(a, "/api/v1/statistics?body=%.*s&from=%.*s&to=%.*s", STR_ARG(v->code),
                          STR_ARG(day_format(a, win.from)), STR_ARG(day_format(a, win.to)));
}

/* The document of a closed period; late entries may have changed a figure since. */
static enum err take_said(struct ctx *c, struct req *r, const struct org *o, struct window win,
                          const struct statistic_list *l, struct stats_view *v)
{
    struct str document;

    if (str_absent(win.code))
        return ERR_OK;
    TRY(said_of(c, r, statement_figures_subject(c, o->id, win.code), &v->said, &document));
    v->said.changed = v->said.has && !str_eq(statement_figure_lines_of(document),
                                             statement_figure_lines(c->arena, l));
    return ERR_OK;
}

static enum err body_page(struct ctx *c, struct req *r, struct resp *w, const struct org *o,
                          struct window win)
{
    struct statistic_list l;
    TRY(public_figures(c, web_of(r)->web, o->id, STR_NONE, win.from, win.to, &l));
    struct stats_view v = { .code = str_fmt(c->arena, "%lld", (long long)o->id),
                            .name = o->name,
                            .window = win.text,
                            .province = o->parent == 0,
                            .township = o->level == ORG_TOWNSHIP };
    take_files(r, win, &v);
    v.groups = groups_of(r, &l);
    take_charts(r, &l, &v);
    take_below(c, o, &v);
    take_periods(r, o, &v);
    TRY(take_said(c, r, o, win, &l, &v));
    if (v.province)
        TRY(take_province(c, r, win, &v));
    web_of(r)->page.nav_stats = true;
    if (!v.province)
        web_of(r)->page.title = str_fmt(c->arena, "%.*s %.*s", STR_ARG(o->area_name),
                                        STR_ARG(web_text(r, T_KEY("title.stats"))));
    return web_render(r, w, "stats", (struct view){ stats_fields, &v });
}

/* ---- which of them ---- */

static const struct org *body_named(const struct ctx *c, struct str code)
{
    int64_t number = 0;
    return code.n <= 12 && str_i64(code, &number) ? org_find(app_orgs(c->app), number) : NULL;
}

enum err web_stats(struct ctx *c, struct req *r, struct resp *w)
{
    const struct org *o = org_find(app_orgs(c->app), web_province(c));
    return o ? body_page(c, r, w, o, figure_window(r, o->level)) : stats_no_page(c);
}

/* /stats/330400, /stats/S09, either with .csv or .xlsx */
enum err web_stat(struct ctx *c, struct req *r, struct resp *w)
{
    struct str code = req_param(r, S("code"));
    enum stats_form form = stats_form_cut(&code);
    const struct org *o = body_named(c, code);
    if (o) {
        struct window win = figure_window(r, o->level);
        return form == STATS_PAGE ? body_page(c, r, w, o, win)
                                  : stats_body_sheet(c, r, w, o, win, form);
    }
    if (stats_known(code) && org_find(app_orgs(c->app), web_province(c)))
        return form == STATS_PAGE ? stats_one_page(c, r, w, code)
                                  : stats_one_sheet(c, r, w, code, form);
    return form == STATS_PAGE ? stats_no_page(c) : stats_imported_sheet(c, r, w, code, form);
}

/* /stats/330400/2026Q3, with .csv or .xlsx */
enum err web_stat_period(struct ctx *c, struct req *r, struct resp *w)
{
    struct str period = req_param(r, S("period"));
    enum stats_form form = stats_form_cut(&period);
    const struct org *o = body_named(c, req_param(r, S("code")));
    struct window win;
    if (!o || !figure_period(r, period, o->level, &win))
        return stats_no_page(c);
    return form == STATS_PAGE ? body_page(c, r, w, o, win)
                              : stats_body_sheet(c, r, w, o, win, form);
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
    size_t n;
    const struct statistic_kind *kinds = statistic_kinds(&n);
    struct method_row *rows = arena_array(c->arena, struct method_row, n);
    for (size_t i = 0; i < n; i++) {
        struct statistic name = { .id = str_of(kinds[i].id) };
        rows[i] =
            (struct method_row){ name.id, figure_name(r, &name), stats_definition(r, name.id) };
    }
    struct method_view v = { web_article(r, "stats_method"), { rows, n } };
    web_of(r)->page.nav_stats = true;
    return web_render(r, w, "stats_method", (struct view){ method_fields, &v });
}
