/* figure.c - numbers of statistic_list and of the article as texts, bars, tiles and charts. */
#include <assert.h>

#include "web/figure.h"

#include "html/svg.h"
#include "i18n/i18n.h"

const struct field figure_fields[] = {
    F_STR(struct figure_view, id),       F_STR(struct figure_view, name),
    F_STR(struct figure_view, text),     F_STR(struct figure_view, n),
    F_STR(struct figure_view, of),       F_STR(struct figure_view, more_href),
    F_STR(struct figure_view, csv_href), F_RAW(struct figure_view, bar),
    F_BOOL(struct figure_view, rate),    F_BOOL(struct figure_view, days),
    F_BOOL(struct figure_view, hidden),  F_BOOL(struct figure_view, none),
    F_END
};
const struct field tile_fields[] = { F_STR(struct tile_view, code),
                                     F_STR(struct tile_view, name),
                                     F_STR(struct tile_view, text),
                                     F_STR(struct tile_view, class_),
                                     F_STR(struct tile_view, n),
                                     F_STR(struct tile_view, of),
                                     F_BOOL(struct tile_view, empty),
                                     F_BOOL(struct tile_view, hidden),
                                     F_END };
const struct field imported_fields[] = {
    F_STR(struct imported_view, id),      F_STR(struct imported_view, name),
    F_STR(struct imported_view, printed), F_STR(struct imported_view, window),
    F_STR(struct imported_view, gap),     F_STR(struct imported_view, n_of),
    F_STR(struct imported_view, source),  F_END
};
const struct field point_fields[] = { F_STR(struct point_view, label),
                                      F_STR(struct point_view, text), F_END };
const struct field chart_fields[] = { F_RAW(struct chart_view, svg),
                                      F_STR(struct chart_view, name),
                                      F_LIST(struct chart_view, points, struct point_view,
                                             point_fields),
                                      F_STR(struct chart_view, csv_href),
                                      F_BOOL(struct chart_view, has),
                                      F_END };

/* ---- windows ---- */

static struct str say(struct req *r, const char *key, const struct i18n_arg *args, size_t n)
{
    const struct web_req *wr = web_of(r);
    return i18n_say(wr->web->app->i18n, r->ctx->arena, wr->lang, str_of(key), args, n);
}

struct str month_text(struct req *r, struct day d)
{
    struct arena *a = r->ctx->arena;
    int y, m, dom;
    day_to_ymd(d, &y, &m, &dom);
    struct str name = str_fmt(a, "%.*s%d", STR_ARG(T_PREFIX("month.")), m);
    struct i18n_arg args[] = { { "year", str_fmt(a, "%d", y) },
                               { "month", web_text(r, str_z(a, name)) } };
    return say(r, T_KEY("stats.month"), args, COUNT_OF(args));
}

static struct str window_text(struct req *r, struct day from, struct day to)
{
    struct day last = { to.n - 1 };
    struct i18n_arg args[] = { { "from", month_text(r, from) }, { "to", month_text(r, last) } };
    if (str_eq(args[0].value, args[1].value))
        return args[0].value;
    return say(r, T_KEY("stats.window"), args, COUNT_OF(args));
}

struct window figure_year(struct ctx *c, enum org_level level)
{
    int y, m, dom;
    day_to_ymd(ctx_today(c), &y, &m, &dom);
    struct window w = { .to = day_from_ymd(y, level == ORG_TOWNSHIP ? 1 : m, 1) };
    w.from = day_add_months(w.to, -12);
    return w;
}

struct window figure_window(struct req *r, enum org_level level)
{
    struct window w = figure_year(r->ctx, level);
    w.text = window_text(r, w.from, w.to);
    return w;
}

struct window figure_month(struct req *r, int k)
{
    int y, m, dom;
    day_to_ymd(ctx_today(r->ctx), &y, &m, &dom);
    struct window w = { .to = day_add_months(day_from_ymd(y, m, 1), -k) };
    w.from = day_add_months(w.to, -1);
    w.text = month_text(r, w.from);
    return w;
}

static struct window quarter_of(struct req *r, int y, int q)
{
    struct arena *a = r->ctx->arena;
    struct i18n_arg args[] = { { "year", str_fmt(a, "%d", y) }, { "n", str_fmt(a, "%d", q) } };
    struct window w = { .from = day_from_ymd(y, q * 3 - 2, 1),
                        .text = say(r, T_KEY("stats.period.quarter"), args, COUNT_OF(args)),
                        .code = str_fmt(a, "%dQ%d", y, q) };
    w.to = day_add_months(w.from, 3);
    return w;
}

static struct window year_of(struct req *r, int y)
{
    struct arena *a = r->ctx->arena;
    struct i18n_arg args[] = { { "year", str_fmt(a, "%d", y) } };
    return (struct window){ .from = day_from_ymd(y, 1, 1),
                            .to = day_from_ymd(y + 1, 1, 1),
                            .text = say(r, T_KEY("stats.period.year"), args, COUNT_OF(args)),
                            .code = str_fmt(a, "%d", y) };
}

bool figure_period(struct req *r, struct str code, enum org_level level, struct window *ret)
{
    int64_t y, n;
    if (code.n < 4 || !str_i64(str_slice(code, 0, 4), &y) || y < 2000 || y > 2100)
        return false;
    if (code.n == 4) {
        *ret = year_of(r, (int)y);
    } else if (level == ORG_TOWNSHIP || !str_i64(str_slice(code, 5, code.n), &n) || n < 1) {
        return false;
    } else if (code.p[4] == 'Q' && code.n == 6 && n <= 4) {
        *ret = quarter_of(r, (int)y, (int)n);
    } else if (code.p[4] == '-' && code.n == 7 && n <= 12) {
        *ret = (struct window){ .from = day_from_ymd((int)y, (int)n, 1), .code = code };
        ret->to = day_add_months(ret->from, 1);
        ret->text = month_text(r, ret->from);
    } else {
        return false;
    }
    return ret->to.n <= ctx_today(r->ctx).n;
}

size_t figure_periods(struct req *r, enum org_level level, struct window ret[PERIODS_MAX])
{
    int y, m, dom;
    size_t n = 0;
    day_to_ymd(ctx_today(r->ctx), &y, &m, &dom);
    int quarter = y * 4 + (m - 1) / 3; /* the one that runs */
    for (int k = 1; k <= 6 && level != ORG_TOWNSHIP; k++)
        ret[n++] = quarter_of(r, (quarter - k) / 4, (quarter - k) % 4 + 1);
    for (int k = 1; k <= 3; k++)
        ret[n++] = year_of(r, y - k);
    return n;
}

/* ---- figures ---- */

struct str figure_name(struct req *r, const struct statistic *s)
{
    struct arena *a = r->ctx->arena;
    if (str_absent(s->part))
        return web_text(
            r, str_z(a, str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("stat.")), STR_ARG(s->id))));
    struct str key = str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("stat.part.")), STR_ARG(s->part));
    struct str own = i18n_text(web_of(r)->web->app->i18n, web_of(r)->lang, key);
    if (!str_absent(own))
        return own;
    return web_text(r,
                    str_z(a, str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("code.")), STR_ARG(s->part))));
}

struct figure_view figure_of(struct req *r, const struct statistic *s)
{
    struct arena *a = r->ctx->arena;
    struct figure_view v = { .id = s->id, .name = figure_name(r, s), .text = s->text };
    v.rate = s->shape == STATISTIC_RATE || s->shape == STATISTIC_SHARE;
    v.days = s->shape == STATISTIC_DAYS;
    v.hidden = s->hidden;
    v.none = v.rate && s->denominator == 0 && !s->hidden;
    if (v.none)
        v.text = S("–");
    v.n = i18n_number(a, s->numerator);
    v.of = v.rate ? i18n_number(a, s->denominator) : STR_NONE;
    v.more_href = str_fmt(a, "/stats/%.*s", STR_ARG(s->id));
    v.csv_href = str_fmt(a, "/stats/%.*s.csv", STR_ARG(s->id));
    if (v.rate && s->denominator > 0) {
        struct buf b = buf_new(a);
        svg_bar(&b, s->numerator, s->denominator);
        v.bar = buf_str(&b);
    }
    return v;
}

bool figure_worth(const struct statistic *s)
{
    return s->shape != STATISTIC_SHARE || s->hidden || s->numerator > 0;
}

const struct statistic *figure_find(const struct statistic_list *l, const char *id, struct str part)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->items[i].id, str_of(id)) && str_eq(l->items[i].part, part))
            return &l->items[i];
    return NULL;
}

/* ---- tiles ---- */

#define TILE_ROWS 6
#define TILE_COLUMNS 5

/* Four steps of a rate; too few to say a rate: no colour. */
static struct str step_of(const struct statistic *s)
{
    if (s->hidden || s->denominator < 20)
        return STR_NONE;
    int64_t thousandth = s->numerator * 1000 / s->denominator;
    return thousandth < 800   ? S("q1")
           : thousandth < 900 ? S("q2")
           : thousandth < 950 ? S("q3")
                              : S("q4");
}

/* 嘉兴市 is 嘉兴 in a tile. */
static struct str short_name(struct str name)
{
    return name.n > 6 ? str_slice(name, 0, name.n - 3) : name;
}

static struct tile_view tile_of(struct req *r, const struct region *city, const struct statistic *s)
{
    struct arena *a = r->ctx->arena;
    assert(s); /* a figure asked for by name is always there, be it with nothing counted */
    struct tile_view v = { .code = str_fmt(a, "%lld", (long long)city->code),
                           .name = short_name(city->name),
                           .class_ = step_of(s),
                           .hidden = s->hidden };
    v.text = s->denominator == 0 && !s->hidden ? S("–") : s->text;
    v.n = s->hidden ? s->text : i18n_number(a, s->numerator);
    v.of = s->hidden ? s->text : i18n_number(a, s->denominator);
    return v;
}

enum err figure_tiles(struct ctx *c, struct req *r, const char *id, struct window w,
                      struct tiles *ret)
{
    const struct region_tree *t = c->app->regions;
    struct tile_view grid[TILE_ROWS][TILE_COLUMNS] = { 0 };
    int rows = 0;
    *ret = (struct tiles){ 0 };
    for (size_t i = 0; i < region_count(t); i++) {
        const struct region *city = region_at(t, i);
        struct statistic_list l;
        if (city->tile_row < 1 || city->tile_row > TILE_ROWS || city->tile_column < 1 ||
            city->tile_column > TILE_COLUMNS || ret->row_count == COUNT_OF(ret->rows) ||
            !org_find(app_orgs(c->app), city->code))
            continue;
        TRY(public_figures(c, web_of(r)->web, city->code, str_of(id), w.from, w.to, &l));
        struct tile_view v = tile_of(r, city, figure_find(&l, id, STR_NONE));
        grid[city->tile_row - 1][city->tile_column - 1] = v;
        ret->rows[ret->row_count++] = v;
        rows = city->tile_row > rows ? city->tile_row : rows;
    }
    for (int y = 0; y < rows; y++) {
        for (int x = 0; x < TILE_COLUMNS; x++) {
            grid[y][x].empty = str_absent(grid[y][x].code);
            ret->cells[ret->cell_count++] = grid[y][x];
        }
    }
    return ERR_OK;
}

/* ---- the article ---- */

enum err figure_imported(struct ctx *c, struct req *r, struct list *ret)
{
    struct arena *a = c->arena;
    struct imported_list l;
    TRY(imported_figures(c, &l));
    struct imported_view *v = arena_array(a, struct imported_view, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct imported_figure *f = &l.items[i];
        bool count = f->denominator < 0 && f->numerator >= 0;
        v[i] = (struct imported_view){ .id = f->id,
                                       .name = web_text(r, str_z(a, f->name_key)),
                                       .printed = count ? i18n_number(a, f->numerator) : f->printed,
                                       .window = f->window,
                                       .gap = web_text(r, str_z(a, f->gap_key)),
                                       .source = f->source };
        if (f->denominator >= 0)
            v[i].n_of =
                str_fmt(a, "%lld / %lld", (long long)f->numerator, (long long)f->denominator);
        else if (str_eq(f->unit, S("UN_PERCENT")))
            v[i].n_of = web_text(r, T_KEY("stats.not_printed"));
    }
    *ret = (struct list){ v, l.n };
    return ERR_OK;
}

enum err figure_real_name_chart(struct ctx *c, struct req *r, struct chart_view *ret)
{
    struct arena *a = c->arena;
    struct imported_list l;
    TRY(imported_figures(c, &l));
    *ret = (struct chart_view){ 0 };
    for (size_t i = 0; i < l.n; i++) {
        struct str second = l.items[i].printed, to = l.items[i].window;
        if (!str_eq(l.items[i].id, S("F01")))
            continue;
        struct str arrow = S("→"), first = second, from = str_cut(&to, '/');
        size_t at = 0;
        while (at < second.n && !str_starts(str_slice(second, at, arrow.n), arrow))
            at++;
        first.n = at;
        second = str_slice(second, at + arrow.n, second.n);
        int64_t low, high;
        if (!str_i64(str_slice(first, 0, first.n ? first.n - 1 : 0), &low) || second.n == 0 ||
            !str_i64(str_slice(second, 0, second.n - 1), &high) || low < 0 || high < 0)
            return ERR_OK;
        struct svg_point *p = arena_array(a, struct svg_point, 2);
        p[0] = (struct svg_point){ from, first, low };
        p[1] = (struct svg_point){ to, second, high };
        struct point_view *v = arena_array(a, struct point_view, 2);
        v[0] = (struct point_view){ from, first };
        v[1] = (struct point_view){ to, second };
        struct buf b = buf_new(a);
        ret->name = web_text(r, str_z(a, l.items[i].name_key));
        svg_columns(&b, &(struct svg_series){ ret->name, p, 2, 1, web_of(r)->lang == LANG_EN });
        ret->svg = buf_str(&b);
        ret->points = (struct list){ v, 2 };
        ret->csv_href = S("/stats/F01.csv");
        ret->has = true;
    }
    return ERR_OK;
}

int64_t web_province(const struct ctx *c)
{
    return region_at(c->app->regions, 0)->code; /* codes ascend: the province is the lowest */
}
