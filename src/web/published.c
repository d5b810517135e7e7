/* published.c - what was made public: the list under the fifth section, and one item. */
#include "web/published.h"
#include "domain/id.h"
#include "domain/publication.h"
#include "web/log_said.h"

const struct field item_fields[] = {
    F_STR(struct item_view, id),        F_STR(struct item_view, title),
    F_STR(struct item_view, text),      F_STR(struct item_view, org),
    F_STR(struct item_view, area),      F_STR(struct item_view, stage),
    F_STR(struct item_view, day),       F_STR(struct item_view, iso),
    F_STR(struct item_view, corrected), F_END
};

struct item_view item_of(struct ctx *c, struct req *r, const struct published *p)
{
    int lang = web_of(r)->lang;
    const struct org *o = org_find(app_orgs(c->app), p->org);
    const struct region *area = region_find(c->app->regions, p->area);
    struct item_view v = { .id = id_text(c, p->id),
                           .title = p->title,
                           .text = p->text,
                           .org = o ? o->name : STR_NONE,
                           .area = area ? area->name : STR_NONE,
                           .stage = p->stage,
                           .day = i18n_day(c->arena, lang, p->live, ctx_today(c)),
                           .iso = day_format(c->arena, p->live) };

    if (!day_absent(p->corrected))
        v.corrected = i18n_day(c->arena, lang, p->corrected, ctx_today(c));
    return v;
}

struct list items_of(struct ctx *c, struct req *r, const struct published_list *l, size_t max)
{
    size_t n = l->n < max ? l->n : max;
    struct item_view *v = arena_array(c->arena, struct item_view, n + 1);

    for (size_t i = 0; i < n; i++)
        v[i] = item_of(c, r, &l->items[i]);
    return (struct list){ v, n };
}

struct one_view {
    struct item_view item;
    struct str hash, salt, ended;
    struct said_view said;
    bool withdrawn, expired;
};
static const struct field one_fields[] = { F_VIEW(struct one_view, item, item_fields),
                                           F_STR(struct one_view, hash),
                                           F_STR(struct one_view, salt),
                                           F_STR(struct one_view, ended),
                                           F_VIEW(struct one_view, said, said_fields),
                                           F_BOOL(struct one_view, withdrawn),
                                           F_BOOL(struct one_view, expired),
                                           F_END };
const struct page_view web_open_item_view = { "open_item", one_fields };

enum err web_open_item(struct ctx *c, struct req *r, struct resp *w)
{
    struct published p;
    struct str document;
    int64_t id;

    if (!id_read(c, req_param(r, S("id")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "publication.none", "no id");
    TRY(published_one(c, id, &p));
    struct one_view v = { .item = item_of(c, r, &p),
                          .hash = str_hex(c->arena, p.hash.p, p.hash.n),
                          .withdrawn = str_eq(p.state, S("WITHDRAWN")),
                          .expired = str_eq(p.state, S("EXPIRED")) };
    if (!str_absent(p.salt) && !v.withdrawn)
        v.salt = str_hex(c->arena, p.salt.p, p.salt.n);
    if (!day_absent(p.ended))
        v.ended = i18n_day(c->arena, web_of(r)->lang, p.ended, ctx_today(c));
    TRY(said_of(c, r, statement_publication_subject(c, id), &v.said, &document));
    web_of(r)->page.title = v.withdrawn ? web_text(r, T_KEY("open.item.withdrawn")) : p.title;
    web_of(r)->page.nav_open = true;
    return web_render(r, w, "open_item", (struct view){ one_fields, &v });
}
