/* pilots.c - what bodies try out before it is a rule for all: since when, until when, on what
 * basis. */
#include "domain/org.h"
#include "domain/pilot.h"
#include "i18n/i18n.h"
#include "web/public_cache.h"

struct pilot_row {
    struct str what, body, code, name, basis, from, to;
    bool on, runs;
};
struct pilots_view {
    struct list rows;
    bool has_rows;
};
static const struct field pilot_fields[] = {
    F_STR(struct pilot_row, what),  F_STR(struct pilot_row, body),
    F_STR(struct pilot_row, code),  F_STR(struct pilot_row, name),
    F_STR(struct pilot_row, basis), F_STR(struct pilot_row, from),
    F_STR(struct pilot_row, to),    F_BOOL(struct pilot_row, on),
    F_BOOL(struct pilot_row, runs), F_END
};
static const struct field pilots_fields[] = { F_LIST(struct pilots_view, rows, struct pilot_row,
                                                     pilot_fields),
                                              F_BOOL(struct pilots_view, has_rows), F_END };
const struct page_view web_pilots_view = { "pilots", pilots_fields };

static struct str day_shown(struct req *r, struct day d)
{
    struct ctx *c = r->ctx;

    return day_absent(d) ? STR_NONE : i18n_day(c->arena, web_of(r)->lang, d, ctx_today(c));
}

static struct pilot_row row_of(struct req *r, const struct pilot *p)
{
    struct arena *a = r->ctx->arena;
    const struct org *o = org_find(app_orgs(r->ctx->app), p->org);
    struct str key = str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("pilot.")), STR_ARG(p->key));

    return (struct pilot_row){ .what = web_text(r, str_z(a, key)),
                               .body = o ? o->name : S(""),
                               .code = str_fmt(a, "%lld", (long long)p->org),
                               .name = p->name,
                               .basis = p->basis,
                               .from = day_shown(r, p->from),
                               .to = day_shown(r, p->to),
                               .on = p->on,
                               .runs = p->runs };
}

enum err web_pilots(struct ctx *c, struct req *r, struct resp *w)
{
    struct pilot_list all;

    TRY(pilot_list(c, &all));
    struct pilot_row *rows = arena_array(c->arena, struct pilot_row, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        rows[i] = row_of(r, &all.items[i]);
    struct pilots_view v = { { rows, all.n }, all.n > 0 };
    web_of(r)->page.nav_open = true;
    return web_render(r, w, "pilots", (struct view){ pilots_fields, &v });
}
