/* stats_sheet.c - figures as tables for spreadsheets, CSV or XLSX. */
#include "web/stats.h"

enum stats_form stats_form_cut(struct str *path_end)
{
    if (str_ends(*path_end, S(".csv"))) {
        path_end->n -= 4;
        return STATS_CSV;
    }
    if (str_ends(*path_end, S(".xlsx"))) {
        path_end->n -= 5;
        return STATS_XLSX;
    }
    return STATS_PAGE;
}

static struct sheet begin(struct req *r, enum stats_form form, const char *const *keys, size_t n)
{
    struct sheet s = sheet_begin(r->ctx->arena, form == STATS_XLSX ? SHEET_XLSX : SHEET_CSV,
                                 web_text(r, T_KEY("title.stats")));
    for (size_t i = 0; i < n; i++)
        sheet_text(&s, web_text(r, keys[i]));
    sheet_end_row(&s);
    return s;
}

/* Answers with it, to be saved under the name (letters, digits, hyphen, point). */
static enum err send(struct req *r, struct resp *w, struct sheet *s, struct str name)
{
    struct arena *a = r->ctx->arena;
    w->body = sheet_end(s);
    resp_header(w, S("Content-Type"), str_of(sheet_type(s->kind)));
    resp_header(w, S("Content-Disposition"),
                str_fmt(a, "attachment; filename=\"%.*s.%s\"", STR_ARG(name),
                        s->kind == SHEET_CSV ? "csv" : "xlsx"));
    return ERR_OK;
}

static struct sheet figures_begin(struct req *r, enum stats_form form)
{
    static const char *const keys[] = { T_KEY("csv.body"),      T_KEY("csv.code"),
                                        T_KEY("csv.id"),        T_KEY("csv.name"),
                                        T_KEY("csv.from"),      T_KEY("csv.to"),
                                        T_KEY("csv.numerator"), T_KEY("csv.denominator"),
                                        T_KEY("csv.text") };
    return begin(r, form, keys, COUNT_OF(keys));
}

static void number(struct sheet *s, int64_t n, bool there)
{
    if (there)
        sheet_number(s, n);
    else
        sheet_text(s, STR_NONE);
}

/* A hidden number is no number here either. */
static void row(struct req *r, struct sheet *s, const struct org *o, const struct statistic *x)
{
    struct arena *a = r->ctx->arena;
    struct day last = { x->to.n - 1 };
    sheet_text(s, o->name);
    sheet_text(s, str_fmt(a, "%lld", (long long)o->id));
    sheet_text(s, x->id);
    sheet_text(s, figure_name(r, x));
    sheet_text(s, day_format(a, x->from));
    sheet_text(s, day_format(a, last));
    number(s, x->numerator, !x->hidden);
    number(s, x->denominator, !x->hidden && x->denominator >= 0);
    sheet_text(s, x->text);
    sheet_end_row(s);
}

enum err stats_body_sheet(struct ctx *c, struct req *r, struct resp *w, const struct org *o,
                          struct window win, enum stats_form form)
{
    struct statistic_list l;
    TRY(public_figures(c, web_of(r)->web, o->id, STR_NONE, win.from, win.to, &l));
    struct sheet s = figures_begin(r, form);
    for (size_t i = 0; i < l.n; i++)
        row(r, &s, o, &l.items[i]);
    struct str name = str_fmt(c->arena, "stats-%lld", (long long)o->id);
    if (!str_absent(win.code))
        name = str_fmt(c->arena, "%.*s-%.*s", STR_ARG(name), STR_ARG(win.code));
    return send(r, w, &s, name);
}

/* The province over the year and by month; what may be compared, by city too. */
enum err stats_one_sheet(struct ctx *c, struct req *r, struct resp *w, struct str id,
                         enum stats_form form)
{
    const struct org_table *t = app_orgs(c->app);
    const struct org *top = org_find(t, web_province(c));
    struct window win = figure_window(r, ORG_PROVINCE);
    const struct statistic *months[STATS_MONTHS];
    struct str labels[STATS_MONTHS];
    struct statistic_list l;
    struct org_list cities = org_children(t, c->arena, top->id);
    struct sheet s = figures_begin(r, form);
    TRY(public_figures(c, web_of(r)->web, top->id, id, win.from, win.to, &l));
    for (size_t i = 0; i < l.n; i++)
        if (str_eq(l.items[i].id, id))
            row(r, &s, top, &l.items[i]);
    TRY(stats_months(c, r, id, months, labels));
    for (size_t i = 0; i < STATS_MONTHS; i++)
        row(r, &s, top, months[i]);
    for (size_t i = 0; i < cities.n && stats_compared(id); i++) {
        TRY(public_figures(c, web_of(r)->web, cities.items[i]->id, id, win.from, win.to, &l));
        row(r, &s, cities.items[i], stats_main_row(&l, id));
    }
    return send(r, w, &s, str_fmt(c->arena, "stats-%.*s", STR_ARG(id)));
}

/* The article's figures, as printed, with their source and what is unclear. */
enum err stats_imported_sheet(struct ctx *c, struct req *r, struct resp *w, struct str id,
                              enum stats_form form)
{
    static const char *const keys[] = { T_KEY("csv.id"),      T_KEY("csv.name"),
                                        T_KEY("csv.printed"), T_KEY("csv.n_of"),
                                        T_KEY("csv.window"),  T_KEY("csv.gap"),
                                        T_KEY("csv.source") };
    struct list all;
    struct chart_view chart;
    bool everything = str_eq(id, S("imported")), found = everything;
    TRY(figure_imported(c, r, &all));
    TRY(figure_real_name_chart(c, r, &chart));
    struct sheet s = begin(r, form, keys, COUNT_OF(keys));
    const struct imported_view *v = all.items;
    const struct point_view *p = chart.points.items;
    for (size_t i = 0; i < all.n; i++) {
        bool one = str_eq(v[i].id, id);
        bool years = one && chart.has && str_eq(id, S("F01")); /* its chart: one row a year */
        found = found || one;
        for (size_t k = 0; k < (years ? chart.points.n : 1) && (one || everything); k++) {
            sheet_text(&s, v[i].id);
            sheet_text(&s, v[i].name);
            sheet_text(&s, years ? p[k].text : v[i].printed);
            sheet_text(&s, v[i].n_of);
            sheet_text(&s, years ? p[k].label : v[i].window);
            sheet_text(&s, v[i].gap);
            sheet_text(&s, v[i].source);
            sheet_end_row(&s);
        }
    }
    return found ? send(r, w, &s, id) : stats_no_page(c);
}
