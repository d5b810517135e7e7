/* statistic.c - figures with numerator, denominator and window; the article's stand apart. */
#include "domain/statistic.h"
#include "api/frame.h"
#include "domain/org.h"
#include "domain/words.h"

static enum err read_window(struct ctx *c, struct req *r, int64_t *org, struct day *from,
                            struct day *to)
{
    struct str body = req_query(r, S("body")), a = req_query(r, S("from")),
               b = req_query(r, S("to"));
    int year, month, dom;
    day_to_ymd(ctx_today(c), &year, &month, &dom);
    *from = day_from_ymd(year, 1, 1); /* this year up to today, when nothing is asked */
    *to = (struct day){ ctx_today(c).n + 1 };
    *org = 330000;
    if (!str_absent(body) && (!str_i64(body, org) || !org_find(app_orgs(c->app), *org)))
        fault_field(&c->fault, "body", "api.no_body", 0);
    if (!str_absent(a) && !day_parse(a, from))
        fault_field(&c->fault, "from", "form.date", 0);
    if (!str_absent(b) && !day_parse(b, to))
        fault_field(&c->fault, "to", "form.date", 0);
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

static void count(struct json *j, const char *name, int64_t n, bool hidden)
{
    json_key(j, name);
    if (hidden || n < 0)
        json_none(j);
    else
        json_i64(j, n);
}

static const char *const shapes[] = { [STATISTIC_COUNT] = "count",
                                      [STATISTIC_RATE] = "rate",
                                      [STATISTIC_SHARE] = "share",
                                      [STATISTIC_DAYS] = "days",
                                      [STATISTIC_MEAN] = "mean" };

static void write_computed(struct req *r, struct json *j, const struct statistic *s)
{
    struct arena *a = r->ctx->arena;
    json_open(j, '{');
    json_kstr(j, "id", s->id);
    json_kstr(j, "part", s->part);
    json_kstr(j, "name",
              api_text(r, str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("stat.")), STR_ARG(s->id))));
    count(j, "numerator", s->numerator, s->hidden);
    count(j, "denominator", s->denominator, s->hidden);
    json_kstr(j, "text", s->text);
    json_kstr(j, "shape", str_of(shapes[s->shape]));
    json_kbool(j, "hidden", s->hidden);
    json_key(j, "window");
    json_open(j, '{');
    api_day(j, "from", s->from);
    api_day(j, "to", s->to);
    json_close(j, '}');
    json_kstr(j, "source", S("computed"));
    json_close(j, '}');
}

static void write_imported(struct req *r, struct json *j, const struct imported_figure *f)
{
    json_open(j, '{');
    json_kstr(j, "id", f->id);
    json_kstr(j, "name", api_text(r, f->name_key));
    count(j, "numerator", f->numerator, false);
    count(j, "denominator", f->denominator, false);
    json_kstr(j, "text", f->printed);
    json_kstr(j, "printed_window", f->window);
    json_kstr(j, "source", S("imported"));
    json_kstr(j, "quoted_from", f->source);
    json_close(j, '}');
}

enum err api_statistics(struct ctx *c, struct req *r, struct resp *w)
{
    struct statistic_list list = { 0 };
    struct imported_list imported = { 0 };
    struct day from, to;
    int64_t org;
    TRY(read_window(c, r, &org, &from, &to));
    TRY(statistic_list(c, org, from, to, c->actor->kind != ACTOR_OFFICER, &list));
    TRY(imported_figures(c, &imported));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < list.n; i++)
        write_computed(r, &j, &list.items[i]);
    for (size_t i = 0; i < imported.n; i++)
        write_imported(r, &j, &imported.items[i]);
    json_close(&j, ']');
    api_etag(r, w);
    return ERR_OK;
}
