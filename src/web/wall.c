/*
 * wall.c - the electronic display: figures and results that are public already, one screen after
 * another. The style sheet turns them, so that it goes on when the server is gone; no screen is
 * longer than the display.
 */
#include "base/utf8.h"
#include "web/figure.h"
#include "web/log_said.h"
#include "web/published.h"

#define ITEMS_A_SCREEN 3
#define SCREENS_MAX 8
#define TEXT_MAX 48 /* characters of an item, three lines of the wall */

struct wall_item {
    struct str title, text, day, iso;
};
struct wall_screen {
    int64_t number;
    struct list figures, items;
    struct str log_size, log_root;
    bool is_figures, is_items, is_how, is_log;
};
struct wall_view {
    struct str wall_css_href, wall_js_href, org, day, time, window, phone, address;
    struct list screens;
    int64_t count;
};
static const struct field wall_item_fields[] = { F_STR(struct wall_item, title),
                                                 F_STR(struct wall_item, text),
                                                 F_STR(struct wall_item, day),
                                                 F_STR(struct wall_item, iso), F_END };
static const struct field screen_fields[] = {
    F_INT(struct wall_screen, number),
    F_LIST(struct wall_screen, figures, struct figure_view, figure_fields),
    F_LIST(struct wall_screen, items, struct wall_item, wall_item_fields),
    F_BOOL(struct wall_screen, is_figures),
    F_BOOL(struct wall_screen, is_items),
    F_BOOL(struct wall_screen, is_how),
    F_BOOL(struct wall_screen, is_log),
    F_STR(struct wall_screen, log_size),
    F_STR(struct wall_screen, log_root),
    F_END
};
static const struct field wall_fields[] = { F_STR(struct wall_view, wall_css_href),
                                            F_STR(struct wall_view, wall_js_href),
                                            F_STR(struct wall_view, org),
                                            F_STR(struct wall_view, day),
                                            F_STR(struct wall_view, time),
                                            F_STR(struct wall_view, window),
                                            F_STR(struct wall_view, phone),
                                            F_STR(struct wall_view, address),
                                            F_LIST(struct wall_view, screens, struct wall_screen,
                                                   screen_fields),
                                            F_INT(struct wall_view, count),
                                            F_END };
const struct page_view web_wall_view = { "wall", wall_fields };

/* ---- screens ---- */

static enum err figures(struct ctx *c, struct req *r, const struct org *o, const char *const ids[3],
                        struct window win, struct list *ret)
{
    struct statistic_list l;
    struct figure_view *f = arena_array(c->arena, struct figure_view, 3);
    size_t n = 0;

    TRY(public_figures(c, web_of(r)->web, o->id, STR_NONE, win.from, win.to, &l));
    for (size_t i = 0; i < 3; i++) {
        const struct statistic *s = figure_find(&l, ids[i], STR_NONE);
        if (s)
            f[n++] = figure_of(r, s);
    }
    *ret = (struct list){ f, n };
    return ERR_OK;
}

static struct str shortened(struct arena *a, struct str text)
{
    struct str line = str_trim(str_cut(&text, '\n'));

    if (utf8_count(line) <= TEXT_MAX && str_empty(text))
        return line;
    return str_fmt(a, "%.*s……", STR_ARG(utf8_head(line, TEXT_MAX)));
}

static struct wall_item item_shown(struct ctx *c, struct req *r, const struct published *p)
{
    return (struct wall_item){ p->title, shortened(c->arena, p->text),
                               i18n_day(c->arena, web_of(r)->lang, p->live, ctx_today(c)),
                               day_format(c->arena, p->live) };
}

static void put_items(struct ctx *c, struct req *r, const struct published_list *l,
                      struct wall_screen *screens, size_t *n)
{
    struct wall_item *items = arena_array(c->arena, struct wall_item, l->n + 1);

    for (size_t i = 0; i < l->n; i++)
        items[i] = item_shown(c, r, &l->items[i]);
    for (size_t i = 0; i < l->n && *n < SCREENS_MAX - 2; i += ITEMS_A_SCREEN) {
        size_t some = l->n - i < ITEMS_A_SCREEN ? l->n - i : ITEMS_A_SCREEN;
        screens[(*n)++] = (struct wall_screen){ .items = { items + i, some }, .is_items = true };
    }
}

/* The log's head, to be photographed: what it was on that day. */
static enum err log_screen(struct ctx *c, struct req *r, struct wall_screen *s, size_t *n)
{
    struct log_sheet sheet;

    TRY(log_sheet_read(c, r, &sheet));
    if (sheet.has)
        s[(*n)++] = (struct wall_screen){ .is_log = true,
                                          .log_size = sheet.size,
                                          .log_root = sheet.root };
    return ERR_OK;
}

static enum err screens_of(struct ctx *c, struct req *r, const struct org *o, struct wall_view *v)
{
    static const char *const conduct[3] = { "S09", "S10", "S08" }, *const amounts[3] = { "S01",
                                                                                         "S03",
                                                                                         "S11" };
    struct wall_screen *s = arena_array(c->arena, struct wall_screen, SCREENS_MAX);
    struct window win = figure_window(r, o->level);
    struct published_list l;
    size_t n = 0;

    s[n] = (struct wall_screen){ .is_figures = true };
    TRY(figures(c, r, o, conduct, win, &s[n++].figures));
    TRY(published_on_wall(c, o->id, &l));
    put_items(c, r, &l, s, &n);
    s[n] = (struct wall_screen){ .is_figures = true };
    TRY(figures(c, r, o, amounts, win, &s[n].figures));
    n += n < SCREENS_MAX - 2;
    s[n++] = (struct wall_screen){ .is_how = true };
    TRY(log_screen(c, r, s, &n));
    for (size_t i = 0; i < n; i++)
        s[i].number = (int64_t)i + 1;
    v->screens = (struct list){ s, n };
    v->count = (int64_t)n;
    v->window = win.text;
    return ERR_OK;
}

static struct str clock_text(struct ctx *c)
{
    int64_t minutes = (c->now.ms + 8 * 3600 * 1000) / 60000 % (24 * 60);

    return str_fmt(c->arena, "%lld:%02lld", (long long)(minutes / 60), (long long)(minutes % 60));
}

static enum err show(struct ctx *c, struct req *r, struct resp *w, int64_t org)
{
    const struct web *web = web_of(r)->web;
    const struct org *o = org_find(app_orgs(c->app), org);
    struct wall_view v = { .wall_css_href = web->wall_css_href, .wall_js_href = web->wall_js_href };

    if (!o)
        return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such body");
    v.org = o->name;
    v.phone = o->phone;
    v.address = o->address;
    v.day = i18n_day(c->arena, web_of(r)->lang, ctx_today(c), DAY_NONE);
    v.time = clock_text(c);
    TRY(screens_of(c, r, o, &v));
    return web_render(r, w, "wall", (struct view){ wall_fields, &v });
}

enum err web_wall(struct ctx *c, struct req *r, struct resp *w)
{
    return show(c, r, w, web_province(c));
}

enum err web_wall_of(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t org;

    if (!str_i64(req_param(r, S("code")), &org))
        return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no code");
    return show(c, r, w, org);
}
