/* value.c - JSON in and out for handlers. */
#include "api/frame.h"

#define MEMBERS_MAX 100

enum err api_body(struct ctx *c, struct req *r, json_t **ret)
{
    struct api_req *ar = api_of(r);
    if (!ar->body)
        ar->body = json_loadb(r->body.p ? r->body.p : "", r->body.n, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(ar->body))
        return FAULT(&c->fault, ERR_INVALID, "json.syntax", "no JSON object");
    *ret = ar->body;
    return ERR_OK;
}

static enum err wrong_type(struct ctx *c, const char *name)
{
    fault_field(&c->fault, name, "json.type", 0);
    return ERR_INVALID;
}

enum err api_str(struct ctx *c, json_t *o, const char *name, struct str *ret)
{
    json_t *v = json_object_get(o, name);
    *ret = STR_NONE;
    if (!v || json_is_null(v))
        return ERR_OK;
    if (!json_is_string(v))
        return wrong_type(c, name);
    *ret = str_dup(c->arena, str_bytes(json_string_value(v), json_string_length(v)));
    return ERR_OK;
}

enum err api_bool(struct ctx *c, json_t *o, const char *name, bool *ret)
{
    json_t *v = json_object_get(o, name);
    *ret = json_is_true(v);
    return !v || json_is_null(v) || json_is_boolean(v) ? ERR_OK : wrong_type(c, name);
}

enum err api_int(struct ctx *c, json_t *o, const char *name, int64_t *ret)
{
    json_t *v = json_object_get(o, name);
    *ret = json_integer_value(v);
    return !v || json_is_null(v) || json_is_integer(v) ? ERR_OK : wrong_type(c, name);
}

enum err api_only(struct ctx *c, json_t *o, const char *const *names)
{
    const char *key;
    json_t *value;
    json_object_foreach(o, key, value)
    {
        bool known = false;
        for (size_t i = 0; names[i] && i < MEMBERS_MAX; i++)
            known = known || strcmp(names[i], key) == 0;
        if (!known)
            fault_field(&c->fault, str_dup(c->arena, str_of(key)).p, "json.unknown", 0);
    }
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

struct json api_json(struct req *r, struct resp *w, int status)
{
    w->status = status;
    if (!w->body.arena)
        w->body = buf_new(r->ctx->arena);
    resp_header(w, S("Content-Type"), S("application/json"));
    return json_new(&w->body);
}

void api_id(struct ctx *c, struct json *j, const char *key, int64_t id)
{
    json_kstr(j, key, id_text(c, id));
}

void api_day(struct json *j, const char *key, struct day d)
{
    if (day_absent(d))
        json_kstr(j, key, STR_NONE);
    else
        json_kstr(j, key, day_format(j->out->arena, d));
}

void api_time(struct ctx *c, struct json *j, const char *key, struct instant t)
{
    json_kstr(j, key, t.ms ? instant_format(c->arena, t) : STR_NONE);
}

/* FNV-1a, twice with other beginnings: tells bodies apart, proves nothing. */
static uint64_t fnv(struct str s, uint64_t h)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
    return h;
}

void api_etag(struct req *r, struct resp *w)
{
    struct str body = buf_str(&w->body);
    struct str tag = str_fmt(r->ctx->arena, "\"%016llx%016llx\"",
                             (unsigned long long)fnv(body, UINT64_C(0xcbf29ce484222325)),
                             (unsigned long long)fnv(body, UINT64_C(0x9e3779b97f4a7c15)));
    resp_header(w, S("ETag"), tag);
    if (str_eq(req_header(r, S("if-none-match")), tag)) {
        w->status = 304;
        w->body.n = 0;
    }
}

struct str api_idempotency_key(struct req *r)
{
    return req_header(r, S("idempotency-key"));
}
