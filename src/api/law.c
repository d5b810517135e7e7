/* law.c - what anybody may read: bodies, rules, parameters in force, the description of the API. */
#include "api/frame.h"
#include "domain/org.h"
#include "domain/pilot.h"
#include "domain/published.h"
#include "gen/embed.h"

#define ORG_PAGE_MAX 200

static const char *level_name(enum org_level level)
{
    static const char *const names[] = { "PROVINCE", "CITY", "COUNTY", "TOWNSHIP" };
    return names[level];
}

static void write_org(struct json *j, const struct org *o)
{
    json_open(j, '{');
    json_ki64(j, "code", o->id);
    json_kstr(j, "name", o->name);
    json_kstr(j, "area", o->area_name);
    json_kstr(j, "level", str_of(level_name(o->level)));
    json_ki64(j, "parent", o->parent);
    json_kstr(j, "address", o->address);
    json_kstr(j, "phone", o->phone);
    json_kstr(j, "hours", o->hours);
    json_close(j, '}');
}

/* ?parent=330400: the bodies below one; without it the province. */
enum err api_organisations(struct ctx *c, struct req *r, struct resp *w)
{
    struct str text = req_query(r, S("parent"));
    int64_t parent = 0;
    if (!str_absent(text) && !str_i64(text, &parent)) {
        fault_field(&c->fault, "parent", "json.type", 0);
        return ERR_INVALID;
    }
    struct org_list list = org_children(app_orgs(c->app), c->arena, parent);
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < list.n && i < ORG_PAGE_MAX; i++)
        write_org(&j, list.items[i]);
    json_close(&j, ']');
    api_etag(r, w);
    return ERR_OK;
}

enum err api_rules(struct ctx *c, struct req *r, struct resp *w)
{
    struct rule_document_list list = { 0 };
    struct data_file file = { S("rules.tsv"), embed_find("rules.tsv") };
    TRY(rule_documents_load(c->arena, file, &c->fault, &list));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < list.n; i++) {
        const struct rule_document *d = &list.items[i];
        json_open(&j, '{');
        json_kstr(&j, "id", d->id);
        json_kstr(&j, "title", d->title);
        json_kstr(&j, "issuer", d->issuer);
        json_kstr(&j, "topic", d->topic);
        json_kstr(&j, "year", d->year);
        json_kbool(&j, "trial", d->trial);
        json_kstr(&j, "text", d->text);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    api_etag(r, w);
    return ERR_OK;
}

enum err api_pilots(struct ctx *c, struct req *r, struct resp *w)
{
    struct pilot_list list;

    TRY(pilot_list(c, &list));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < list.n; i++) {
        const struct pilot *p = &list.items[i];
        json_open(&j, '{');
        json_ki64(&j, "body", p->org);
        json_kstr(&j, "key", p->key);
        json_kbool(&j, "on", p->on);
        json_kstr(&j, "name", p->name);
        json_kstr(&j, "basis", p->basis);
        api_day(&j, "from", p->from);
        api_day(&j, "to", p->to);
        json_kbool(&j, "runs", p->runs);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    api_etag(r, w);
    return ERR_OK;
}

static enum err read_body_and_day(struct ctx *c, struct req *r, int64_t *org, struct day *on)
{
    struct str body = req_query(r, S("body")), day = req_query(r, S("on"));
    *on = ctx_today(c);
    if (str_absent(body) || !str_i64(body, org) || !org_find(app_orgs(c->app), *org))
        fault_field(&c->fault, "body", "api.no_body", 0);
    if (!str_absent(day) && !day_parse(day, on))
        fault_field(&c->fault, "on", "form.date", 0);
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

enum err api_parameters(struct ctx *c, struct req *r, struct resp *w)
{
    const struct parameter_table *table = app_parameters(c->app);
    int64_t org = 0;
    struct day on;
    TRY(read_body_and_day(c, r, &org, &on));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < parameter_key_count(table); i++) {
        struct parameter p = app_parameter(c, org, parameter_base(table, i)->key, on);
        json_open(&j, '{');
        json_kstr(&j, "key", p.key);
        json_ki64(&j, "value", p.value);
        json_kstr(&j, "unit", unit_name(p.unit));
        json_kbool(&j, "roll", p.roll);
        json_ki64(&j, "body", p.org);
        json_kstr(&j, "basis", p.basis);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    api_etag(r, w);
    return ERR_OK;
}

enum err api_openapi(struct ctx *c, struct req *r, struct resp *w)
{
    (void)c;
    w->fixed = embed_find("openapi.json");
    resp_header(w, S("Content-Type"), S("application/json"));
    (void)r;
    return ERR_OK;
}
