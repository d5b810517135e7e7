/* start.c - templates parsed and checked in every language before the first request. */
#include "gen/embed.h"
#include "web/frame.h"
#include "web/log.h"
#include "web/public_cache.h"

#define PAGE(v) &v,
static const struct page_view *const pages[] = {
#include "web/pages.def"
};
#undef PAGE

static struct str text_of(void *u, int lang, struct str key)
{
    return i18n_text((const struct i18n *)u, lang, key);
}

static struct str template_of(void *u, struct str name)
{
    return embed_template(u, name);
}

static struct str asset_path(const char *name)
{
    const struct embed_asset *a = embed_asset(name);
    return a ? str_of(a->path) : S("/");
}

static void routes_table(struct web *w)
{
    w->table = arena_array(w->app->arena, struct http_route, web_route_count);
    for (size_t i = 0; i < web_route_count; i++)
        w->table[i] = (struct http_route){ web_routes[i].method, str_of(web_routes[i].pattern),
                                           &web_routes[i] };
}

enum err web_new(struct app *app, struct fault *f, struct web **ret)
{
    struct web *w = arena_new_of(app->arena, struct web);
    w->app = app;
    w->https = str_starts(app->public_host, S("https://"));
    routes_table(w);
    w->css_href = asset_path("site.css");
    w->work_css_href = asset_path("work.css");
    w->icon_href = asset_path("mark.svg");
    w->exit_js_href = asset_path("exit.js");
    w->clerk_js_href = asset_path("clerk.js");
    w->wall_css_href = asset_path("wall.css");
    w->wall_js_href = asset_path("wall.js");
    w->cache = public_cache_new(app->arena);
    w->log = log_cache_new(app->arena);
    w->html = html_new(template_of, text_of, LANG__COUNT, (void *)(uintptr_t)app->i18n);
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        enum err e = html_check(w->html, str_of(pages[i]->name), pages[i]->fields, page_fields, f);
        if (e != ERR_OK) {
            web_free(w);
            return e;
        }
    }
    html_checked(w->html);
    *ret = w;
    return ERR_OK;
}

void web_free(struct web *w)
{
    if (!w)
        return;
    html_free(w->html);
    public_cache_free(w->cache);
    log_cache_free(w->log);
}
