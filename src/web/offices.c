/* offices.c - where, when and how to reach a body; the tree from province to township. */
#include "domain/org.h"
#include "web/figure.h"

struct office_link {
    struct str code, name;
};
static const struct field link_fields[] = { F_STR(struct office_link, code),
                                            F_STR(struct office_link, name), F_END };
struct office_view {
    struct str code, name, address, phone, hours;
    struct list above, below;
    bool township;
};
static const struct field office_fields[] = {
    F_STR(struct office_view, code),
    F_STR(struct office_view, name),
    F_STR(struct office_view, address),
    F_STR(struct office_view, phone),
    F_STR(struct office_view, hours),
    F_LIST(struct office_view, above, struct office_link, link_fields),
    F_LIST(struct office_view, below, struct office_link, link_fields),
    F_BOOL(struct office_view, township),
    F_END
};
const struct page_view web_offices_view = { "office", office_fields };

static struct office_link link_to(struct arena *a, const struct org *o)
{
    return (struct office_link){ str_fmt(a, "%lld", (long long)o->id), o->area_name };
}

/* From the province down to the body above this one. */
static struct list above(struct ctx *c, const struct org_table *t, const struct org *o)
{
    struct office_link *l = arena_array(c->arena, struct office_link, ORG_LEVEL_COUNT);
    size_t n = 0;
    for (const struct org *p = org_find(t, o->parent); p && n < ORG_LEVEL_COUNT;
         p = org_find(t, p->parent)) {
        memmove(l + 1, l, n * sizeof(*l));
        l[0] = link_to(c->arena, p);
        n++;
    }
    return (struct list){ l, n };
}

static enum err office(struct ctx *c, struct req *r, struct resp *w, int64_t id)
{
    const struct org_table *t = app_orgs(c->app);
    const struct org *o = org_find(t, id);
    if (!o)
        return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such body");
    struct org_list children = org_children(t, c->arena, id);
    struct office_link *l = arena_array(c->arena, struct office_link, children.n + 1);
    for (size_t i = 0; i < children.n; i++)
        l[i] = link_to(c->arena, children.items[i]);
    struct office_view v = { .code = str_fmt(c->arena, "%lld", (long long)o->id),
                             .name = o->name,
                             .address = o->address,
                             .phone = o->phone,
                             .hours = o->hours,
                             .above = above(c, t, o),
                             .below = { l, children.n },
                             .township = o->level == ORG_TOWNSHIP };
    web_of(r)->page.nav_open = true;
    if (o->parent)
        web_of(r)->page.title = o->name;
    return web_render(r, w, "office", (struct view){ office_fields, &v });
}

enum err web_offices(struct ctx *c, struct req *r, struct resp *w)
{
    return office(c, r, w, web_province(c));
}

enum err web_office(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;
    struct str code = req_param(r, S("code"));
    if (code.n > 12 || !str_i64(code, &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such body");
    return office(c, r, w, id);
}
