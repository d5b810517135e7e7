/* open.c - the five public sections: channels, rules, acceptance, how a check runs, results. */
#include "web/basis.h"
#include "web/figure.h"
#include "web/published.h"

/* ---- the five, and those that are texts alone ---- */

struct open_view {
    struct article article;
};
static const struct field open_fields[] = { F_VIEW(struct open_view, article, article_fields),
                                            F_END };
const struct page_view web_open_view = { "open", open_fields };
const struct page_view web_open_acceptance_view = { "open_acceptance", open_fields };

static enum err text_page(struct req *r, struct resp *w, const char *name)
{
    struct open_view v = { web_article(r, name) };
    web_of(r)->page.nav_open = true;
    return web_render(r, w, name, (struct view){ open_fields, &v });
}

enum err web_open(struct ctx *c, struct req *r, struct resp *w)
{
    (void)c;
    return text_page(r, w, "open");
}

enum err web_open_acceptance(struct ctx *c, struct req *r, struct resp *w)
{
    (void)c;
    return text_page(r, w, "open_acceptance");
}

/* ---- channels with the offices of province and cities ---- */

struct channel_office {
    struct str code, name, address, phone, hours;
};
static const struct field channel_office_fields[] = {
    F_STR(struct channel_office, code),    F_STR(struct channel_office, name),
    F_STR(struct channel_office, address), F_STR(struct channel_office, phone),
    F_STR(struct channel_office, hours),   F_END
};
struct channels_view {
    struct article article;
    struct list offices;
};
static const struct field channels_fields[] = {
    F_VIEW(struct channels_view, article, article_fields),
    F_LIST(struct channels_view, offices, struct channel_office, channel_office_fields), F_END
};
const struct page_view web_open_channels_view = { "open_channels", channels_fields };

static struct channel_office office_of(struct arena *a, const struct org *o)
{
    return (struct channel_office){ str_fmt(a, "%lld", (long long)o->id), o->name, o->address,
                                    o->phone, o->hours };
}

enum err web_open_channels(struct ctx *c, struct req *r, struct resp *w)
{
    const struct org_table *t = app_orgs(c->app);
    int64_t province = web_province(c);
    struct org_list cities = org_children(t, c->arena, province);
    struct channel_office *o = arena_array(c->arena, struct channel_office, cities.n + 1);
    const struct org *top = org_find(t, province);
    size_t n = 0;
    if (top)
        o[n++] = office_of(c->arena, top);
    for (size_t i = 0; i < cities.n; i++)
        o[n++] = office_of(c->arena, cities.items[i]);
    struct channels_view v = { web_article(r, "open_channels"), { o, n } };
    web_of(r)->page.nav_open = true;
    return web_render(r, w, "open_channels", (struct view){ channels_fields, &v });
}

/* ---- how a check runs, with the deadlines in force ---- */

struct process_view {
    struct article article;
    struct list body, citizen; /* struct term_view */
};
static const struct field process_fields[] = {
    F_VIEW(struct process_view, article, article_fields),
    F_LIST(struct process_view, body, struct term_view, term_fields),
    F_LIST(struct process_view, citizen, struct term_view, term_fields), F_END
};
const struct page_view web_open_process_view = { "open_process", process_fields };

static struct list only(struct arena *a, const struct list *all, bool citizen)
{
    const struct term_view *v = all->items;
    struct term_view *some = arena_array(a, struct term_view, all->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (v[i].citizen == citizen)
            some[n++] = v[i];
    return (struct list){ some, n };
}

enum err web_open_process(struct ctx *c, struct req *r, struct resp *w)
{
    struct list all;
    TRY(terms_in_force(c, r, STR_NONE, &all));
    struct process_view v = { web_article(r, "open_process"), only(c->arena, &all, false),
                              only(c->arena, &all, true) };
    web_of(r)->page.nav_open = true;
    return web_render(r, w, "open_process", (struct view){ process_fields, &v });
}

/* ---- results ---- */

struct results_view {
    struct article article;
    struct str window;
    struct list figures, items;
    bool more;
};
static const struct field results_fields[] = {
    F_VIEW(struct results_view, article, article_fields),
    F_STR(struct results_view, window),
    F_LIST(struct results_view, figures, struct figure_view, figure_fields),
    F_LIST(struct results_view, items, struct item_view, item_fields),
    F_BOOL(struct results_view, more),
    F_END
};
const struct page_view web_open_results_view = { "open_results", results_fields };

enum err web_open_results(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const ids[] = { "S09", "S10", "S11" };
    struct window win = figure_window(r, ORG_PROVINCE);
    struct statistic_list l;
    struct figure_view *f = arena_array(c->arena, struct figure_view, COUNT_OF(ids));
    TRY(public_figures(c, web_of(r)->web, web_province(c), STR_NONE, win.from, win.to, &l));
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        f[i] = figure_of(r, figure_find(&l, ids[i], STR_NONE));
    struct published_list items;
    TRY(published_page(c, web_province(c), STR_NONE, 0, &items));
    struct results_view v = { web_article(r, "open_results"),
                              win.text,
                              { f, COUNT_OF(ids) },
                              items_of(c, r, &items, PUBLISHED_PAGE),
                              items.more };
    web_of(r)->page.nav_open = true;
    return web_render(r, w, "open_results", (struct view){ results_fields, &v });
}
