#include "web/log_words.h"

#include "domain/org.h"
#include "i18n/i18n.h"

#define META_ROWS_MAX 64

const struct field meta_row_fields[] = { F_STR(struct meta_row, label),
                                         F_STR(struct meta_row, value), F_END };

static struct str said(struct req *r, struct str prefix, struct str code)
{
    struct arena *a = r->ctx->arena;

    return web_text(r, str_z(a, str_fmt(a, "%.*s%.*s", STR_ARG(prefix), STR_ARG(code))));
}

struct str log_number(struct req *r, uint64_t n)
{
    return i18n_number(r->ctx->arena, n < INT64_MAX ? (int64_t)n : INT64_MAX);
}

/* What others wrote is shown as it is where the catalogue has no word for it. */
static struct str known_or(struct req *r, struct str prefix, struct str code)
{
    struct arena *a = r->ctx->arena;
    struct str key = str_fmt(a, "%.*s%.*s", STR_ARG(prefix), STR_ARG(code));
    struct str text = i18n_text(web_of(r)->web->app->i18n, web_of(r)->lang, key);

    return str_absent(text) ? code : text;
}

struct str log_grouped(struct arena *a, struct str hex)
{
    struct buf b = buf_new(a);

    for (size_t i = 0; i < hex.n; i++) {
        if (i && i % 4 == 0)
            buf_byte(&b, ' ');
        buf_byte(&b, hex.p[i]);
    }
    return buf_str(&b);
}

struct str log_event_text(struct req *r, struct str kind)
{
    return known_or(r, T_PREFIX("event."), kind);
}

struct str log_clock_text(struct req *r, struct str code)
{
    return known_or(r, T_PREFIX("clock."), code);
}

static struct str body_name(struct req *r, struct str value)
{
    int64_t id;
    const struct org *o = str_i64(value, &id) ? org_find(app_orgs(web_of(r)->web->app), id) : NULL;

    return o ? o->name : value;
}

static struct str day_or(struct req *r, struct str value)
{
    struct day d;

    return day_parse(value, &d) ? i18n_day_full(r->ctx->arena, web_of(r)->lang, d) : value;
}

static struct str value_of(struct req *r, struct str name, struct str value)
{
    struct arena *a = r->ctx->arena;

    if (str_eq(name, S("kind")))
        return log_event_text(r, value);
    if (str_eq(name, S("channel")) || str_eq(name, S("outcome")))
        return known_or(r, T_PREFIX("code."), value);
    if (str_eq(name, S("unit")))
        return body_name(r, value);
    if (str_eq(name, S("chain")) && (str_eq(value, S("report")) || str_eq(value, S("matter"))))
        return said(r, T_PREFIX("log.chain."), value);
    if (str_eq(name, S("named")) && (str_eq(value, S("0")) || str_eq(value, S("1"))))
        return said(r, T_PREFIX("log.named."), value);
    if (!str_eq(name, S("due")))
        return day_or(r, value);
    struct str code = str_cut(&value, ' ');
    return str_fmt(a, "%.*s %.*s", STR_ARG(log_clock_text(r, code)), STR_ARG(day_or(r, value)));
}

struct list log_meta_rows(struct req *r, struct str meta)
{
    static const char *const names[] = { "seq",  "kind",  "chain",    "channel",
                                         "unit", "named", "happened", "entered",
                                         "due",  "prev",  "outcome" };
    struct meta_row *rows = arena_array(r->ctx->arena, struct meta_row, META_ROWS_MAX);
    struct str rest = meta;
    size_t n = 0;

    while (!str_empty(rest) && n < META_ROWS_MAX) {
        struct str value = str_cut(&rest, '\n'), name = str_cut(&value, ' ');
        for (size_t i = 0; i < COUNT_OF(names); i++)
            if (str_eq(name, str_of(names[i])))
                rows[n++] = (struct meta_row){ said(r, T_PREFIX("log.meta."), name),
                                               value_of(r, name, value) };
    }
    return (struct list){ rows, n };
}

enum err log_send_file(struct ctx *c, struct resp *w, struct str name, struct str text)
{
    w->body = buf_new(c->arena);
    buf_put(&w->body, text);
    resp_header(w, S("Content-Type"), S("text/plain; charset=utf-8"));
    resp_header(w, S("Content-Disposition"),
                str_fmt(c->arena, "attachment; filename=\"%.*s\"", STR_ARG(name)));
    resp_header(w, S("X-Content-Type-Options"), S("nosniff"));
    return ERR_OK;
}
