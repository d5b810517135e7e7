/*
 * feed.c - Atom feeds (RFC 4287): published items of a body and all below it, public notices,
 * monthly figures. Full text, ids that never change, no word that is not on a page already.
 */
#include "domain/id.h"
#include "html/escape.h"
#include "web/figure.h"
#include "web/published.h"

#define MONTHS 12
#define ATOM S("application/atom+xml; charset=utf-8")

struct feed {
    struct ctx *c;
    struct req *r;
    struct buf b;
    struct str base; /* "https://site"; "" when the address is not known */
};

static void put(struct feed *f, const char *markup)
{
    buf_put(&f->b, str_of(markup));
}

static void put_text(struct feed *f, struct str s)
{
    html_escape(&f->b, s);
}

static void element(struct feed *f, const char *name, struct str text)
{
    buf_fmt(&f->b, "<%s>", name);
    put_text(f, text);
    buf_fmt(&f->b, "</%s>\n", name);
}

/* The host of the public address names the tagging entity (RFC 4151). */
static struct str authority(const struct feed *f)
{
    struct str rest = f->base, host;

    if (str_starts(rest, S("https://")))
        rest = str_slice(rest, 8, rest.n - 8);
    else if (str_starts(rest, S("http://")))
        rest = str_slice(rest, 7, rest.n - 7);
    host = str_cut(&rest, ':');
    return str_empty(host) ? S("localhost") : host;
}

static void put_id(struct feed *f, const char *kind, struct str id)
{
    buf_fmt(&f->b, "<id>tag:%.*s,2026:%s", STR_ARG(authority(f)), kind);
    put_text(f, id);
    put(f, "</id>\n");
}

static struct str day_time(struct arena *a, struct day d)
{
    return str_fmt(a, "%.*sT00:00:00+08:00", STR_ARG(day_format(a, d)));
}

static void link_to(struct feed *f, const char *rel, struct str path, const char *type)
{
    buf_fmt(&f->b, "<link rel=\"%s\" type=\"%s\" href=\"%.*s", rel, type, STR_ARG(f->base));
    put_text(f, path);
    put(f, "\"/>\n");
}

static struct feed begin(struct ctx *c, struct req *r, struct str name, struct str title,
                         struct str org, struct str page, struct day updated)
{
    struct feed f = { c, r, buf_new(c->arena), web_of(r)->web->app->public_host };

    if (str_absent(f.base))
        f.base = S("");
    put(&f, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
            "xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"zh-CN\">\n");
    put_id(&f, "feed/", name);
    element(&f, "title", title);
    element(&f, "updated", day_time(c->arena, updated));
    put(&f, "<author>");
    element(&f, "name", org);
    put(&f, "</author>\n");
    link_to(&f, "self", r->path, "application/atom+xml");
    link_to(&f, "alternate", page, "text/html");
    return f;
}

static enum err end(struct feed *f, struct resp *w)
{
    put(f, "</feed>\n");
    w->body = f->b;
    resp_header(w, S("Content-Type"), ATOM);
    return ERR_OK;
}

static struct day changed(const struct published *p)
{
    return day_absent(p->corrected) ? p->live : p->corrected;
}

/* The newest change among them; without any the day that the site began to count. */
static struct day newest(const struct published_list *l)
{
    struct day d = day_from_ymd(2026, 1, 1);

    for (size_t i = 0; i < l->n; i++)
        if (changed(&l->items[i]).n > d.n)
            d = changed(&l->items[i]);
    return d;
}

static void entry(struct feed *f, const struct published *p)
{
    struct item_view v = item_of(f->c, f->r, p);
    struct arena *a = f->c->arena;

    put(f, "<entry>\n");
    put_id(f, "publication/", v.id);
    element(f, "title", v.title);
    element(f, "published", day_time(a, p->live));
    element(f, "updated", day_time(a, changed(p)));
    put(f, "<author>");
    element(f, "name", v.org);
    put(f, "</author>\n");
    link_to(f, "alternate", str_fmt(a, "/open/item/%.*s", STR_ARG(v.id)), "text/html");
    buf_fmt(&f->b, "<category term=\"%.*s\"/>\n<content type=\"text\">", STR_ARG(p->stage));
    put_text(f, p->text);
    put(f, "</content>\n</entry>\n");
}

static enum err published_feed(struct ctx *c, struct req *r, struct resp *w, int64_t org,
                               struct str form, const char *title_key)
{
    const struct org *o = org_find(app_orgs(c->app), org);
    struct published_list l;

    if (!o)
        return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such body");
    TRY(published_page(c, org, form, 0, &l));
    struct str title =
        str_fmt(c->arena, "%.*s　%.*s", STR_ARG(o->name), STR_ARG(web_text(r, title_key)));
    struct feed f = begin(c, r, r->path, title, o->name, S("/open/results"), newest(&l));
    for (size_t i = 0; i < l.n && i < FEED_ENTRIES; i++)
        entry(&f, &l.items[i]);
    return end(&f, w);
}

static struct str figure_line(struct req *r, const struct statistic *s)
{
    struct arena *a = r->ctx->arena;

    if (s->hidden || s->denominator <= 0)
        return str_fmt(a, "%.*s：%.*s\n", STR_ARG(figure_name(r, s)), STR_ARG(s->text));
    return str_fmt(a, "%.*s：%.*s（%lld/%lld）\n", STR_ARG(figure_name(r, s)), STR_ARG(s->text),
                   (long long)s->numerator, (long long)s->denominator);
}

static enum err month_entry(struct feed *f, int k)
{
    static const char *const ids[] = { "S01", "S08", "S09", "S10", "S11" };
    struct ctx *c = f->c;
    struct window m = figure_month(f->r, k);
    struct statistic_list l;
    struct buf text = buf_new(c->arena);

    TRY(public_figures(c, web_of(f->r)->web, web_province(c), STR_NONE, m.from, m.to, &l));
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        const struct statistic *s = figure_find(&l, ids[i], STR_NONE);
        if (s)
            buf_put(&text, figure_line(f->r, s));
    }
    put(f, "<entry>\n");
    put_id(f, "statistics/", str_slice(day_format(c->arena, m.from), 0, 7));
    element(f, "title", m.text);
    element(f, "updated", day_time(c->arena, m.to));
    link_to(f, "alternate", S("/stats"), "text/html");
    put(f, "<content type=\"text\">");
    put_text(f, buf_str(&text));
    put(f, "</content>\n</entry>\n");
    return ERR_OK;
}

static enum err statistics_feed(struct ctx *c, struct req *r, struct resp *w)
{
    const struct org *o = org_find(app_orgs(c->app), web_province(c));
    struct feed f = begin(c, r, r->path, web_text(r, T_KEY("feed.statistics")),
                          o ? o->name : S("-"), S("/stats"), figure_month(r, 0).to);

    for (int k = 0; k < MONTHS; k++)
        TRY(month_entry(&f, k));
    return end(&f, w);
}

/* /feeds/published.atom, notices.atom, statistics.atom, and 330411.atom of a body */
enum err web_feed(struct ctx *c, struct req *r, struct resp *w)
{
    struct str name = req_param(r, S("name"));
    int64_t org = web_province(c);

    if (str_eq(name, S("published.atom")))
        return published_feed(c, r, w, org, STR_NONE, T_KEY("feed.published"));
    if (str_eq(name, S("notices.atom")))
        return published_feed(c, r, w, org, S("PF_BULLETIN"), T_KEY("feed.notices"));
    if (str_eq(name, S("statistics.atom")))
        return statistics_feed(c, r, w);
    if (str_ends(name, S(".atom")) && str_i64(str_slice(name, 0, name.n - 5), &org))
        return published_feed(c, r, w, org, STR_NONE, T_KEY("feed.published"));
    return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such feed");
}
