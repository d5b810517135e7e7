/* overview.c - what is late by unit, for who leads; an officer's own dates. */
#include "api/frame.h"
#include "domain/org.h"
#include "domain/overview.h"

static void write_rows(struct json *j, const char *name, const struct overview_rows *l)
{
    json_key(j, name);
    json_open(j, '[');
    for (size_t i = 0; i < l->n; i++) {
        json_open(j, '{');
        json_kstr(j, "name", l->items[i].name); /* null: not assigned yet */
        json_ki64(j, "open", l->items[i].open);
        json_ki64(j, "late", l->items[i].late);
        json_close(j, '}');
    }
    json_close(j, ']');
}

/* ?body= one below; without it the own one */
enum err api_overview(struct ctx *c, struct req *r, struct resp *w)
{
    struct str body = req_query(r, S("body"));
    struct overview_rows depts, bodies;
    int64_t org = c->actor->org;
    if (!str_absent(body) && !str_i64(body, &org)) {
        fault_field(&c->fault, "body", "api.no_body", 0);
        return ERR_INVALID;
    }
    TRY(overview_counts(c, org, &depts, &bodies));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_ki64(&j, "body", org);
    write_rows(&j, "departments", &depts);
    write_rows(&j, "bodies", &bodies);
    json_close(&j, '}');
    api_etag(r, w);
    return ERR_OK;
}

enum err api_deadlines(struct ctx *c, struct req *r, struct resp *w)
{
    struct deadline_lines l;
    TRY(deadlines_own(c, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        json_open(&j, '{');
        api_id(c, &j, "matter", l.items[i].matter);
        json_kstr(&j, "reg_no", l.items[i].reg_no);
        json_kstr(&j, "code", l.items[i].code);
        api_day(&j, "due", l.items[i].due);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    api_etag(r, w);
    return ERR_OK;
}
