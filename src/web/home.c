/* home.c - the front page: two tasks, what is promised, the province's figures, other ways in. */
#include "web/figure.h"

struct home_view {
    struct str window, tiles_name, tiles_csv_href;
    struct list figures, tiles, tile_rows, imported;
    struct str source;
    struct chart_view chart;
};
static const struct field home_fields[] = {
    F_STR(struct home_view, window),
    F_STR(struct home_view, tiles_name),
    F_STR(struct home_view, tiles_csv_href),
    F_LIST(struct home_view, figures, struct figure_view, figure_fields),
    F_LIST(struct home_view, tiles, struct tile_view, tile_fields),
    F_LIST(struct home_view, tile_rows, struct tile_view, tile_fields),
    F_LIST(struct home_view, imported, struct imported_view, imported_fields),
    F_STR(struct home_view, source),
    F_VIEW(struct home_view, chart, chart_fields),
    F_END
};
const struct page_view web_home_view = { "home", home_fields };

static const char *const shown[] = { "S09", "S08", "S11", "S10", "S01" };

/* Of the article's thirteen the four rates; all of them stand on /stats. */
static bool on_front_page(struct str id)
{
    return str_eq(id, S("F08")) || str_eq(id, S("F11")) || str_eq(id, S("F12")) ||
           str_eq(id, S("F13"));
}

static enum err take_imported(struct ctx *c, struct req *r, struct home_view *v)
{
    struct list all;
    TRY(figure_imported(c, r, &all));
    const struct imported_view *items = all.items;
    struct imported_view *few = arena_array(c->arena, struct imported_view, all.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++)
        if (on_front_page(items[i].id))
            few[n++] = items[i];
    v->imported = (struct list){ few, n };
    v->source = n ? few[0].source : STR_NONE;
    return figure_real_name_chart(c, r, &v->chart);
}

enum err web_home(struct ctx *c, struct req *r, struct resp *w)
{
    struct home_view v = { 0 };
    struct window win = figure_window(r, ORG_PROVINCE);
    struct statistic_list l;
    struct tiles *t = arena_new_of(c->arena, struct tiles);
    struct figure_view *f = arena_array(c->arena, struct figure_view, COUNT_OF(shown));
    web_of(r)->page.nav_home = true;
    TRY(public_figures(c, web_of(r)->web, web_province(c), STR_NONE, win.from, win.to, &l));
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        f[i] = figure_of(r, figure_find(&l, shown[i], STR_NONE));
    TRY(figure_tiles(c, r, "S09", win, t));
    TRY(take_imported(c, r, &v));
    v.window = win.text;
    v.tiles_name = web_text(r, T_KEY("home.map"));
    v.tiles_csv_href = S("/stats/S09.csv");
    v.figures = (struct list){ f, COUNT_OF(shown) };
    v.tiles = (struct list){ t->cells, t->cell_count };
    v.tile_rows = (struct list){ t->rows, t->row_count };
    return web_render(r, w, "home", (struct view){ home_fields, &v });
}
