/* breach.c - accountability: breaches, their steps, and the decisions made public. */
#include "domain/breach.h"

#include "api/frame.h"
#include "domain/app.h"
#include "domain/org.h"

static void write_case(struct ctx *c, struct json *j, const struct breach_case *b)
{
    api_id(c, j, "id", b->id);
    api_id(c, j, "matter", b->reach ? b->matter : 0);
    json_ki64(j, "body", b->org);
    json_ki64(j, "decides", b->decider);
    json_kstr(j, "code", b->code);
    json_kstr(j, "state", b->state);
    json_kstr(j, "outcome", b->outcome);
    json_ki64(j, "version", b->version);
    api_day(j, "recorded", b->day);
    api_day(j, "explain_by", b->heard_due);
    api_day(j, "correct_by", b->correct_by);
    api_day(j, "decided", b->decided);
    api_day(j, "published", b->published);
}

/* ?all=1: decided ones too */
enum err api_breaches(struct ctx *c, struct req *r, struct resp *w)
{
    struct breach_cases l;
    TRY(breach_list(c, !str_empty(req_query(r, S("all"))), &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        json_open(&j, '{');
        write_case(c, &j, &l.items[i]);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

static enum err breach_of(struct ctx *c, struct req *r, int64_t *ret)
{
    if (!id_read(c, req_param(r, S("id")), ret))
        return FAULT(&c->fault, ERR_NOT_FOUND, "breach.none", "no id");
    return ERR_OK;
}

static void write_steps(struct json *j, const struct breach_steps *l)
{
    json_key(j, "steps");
    json_open(j, '[');
    for (size_t i = 0; i < l->n; i++) {
        const struct breach_step *s = &l->items[i];
        json_open(j, '{');
        json_kstr(j, "move", s->move);
        json_kstr(j, "to", s->to_state);
        json_kstr(j, "role", s->role);
        json_ki64(j, "body", s->org);
        api_day(j, "day", s->day);
        json_kstr(j, "text", s->words);
        json_kstr(j, "paper", s->paper);
        json_kstr(j, "sha256", s->hash);
        json_close(j, '}');
    }
    json_close(j, ']');
}

enum err api_breach(struct ctx *c, struct req *r, struct resp *w)
{
    struct move_form_list forms;
    struct breach_steps steps;
    struct breach_case b;
    int64_t id;
    TRY(breach_of(c, r, &id));
    TRY(breach_find(c, id, &b));
    TRY(breach_steps(c, &b, &steps));
    TRY(breach_forms(c, &b, &forms));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    write_case(c, &j, &b);
    write_steps(&j, &steps);
    json_key(&j, "moves");
    json_open(&j, '[');
    for (size_t i = 0; i < forms.n; i++)
        api_write_form(c, r, &j, &forms.items[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_breach_move(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "move", "fields", "outcome", "version", NULL };
    struct move_request q = { 0 };
    struct breach_case b;
    json_t *o;
    TRY(breach_of(c, r, &q.matter));
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "move", &q.move));
    TRY(api_str(c, o, "outcome", &q.outcome));
    TRY(api_int(c, o, "version", &q.version));
    TRY(api_fields(c, o, &q));
    TRY(breach_move(c, &q, &b));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    write_case(c, &j, &b);
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_breach_record(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "fields", NULL };
    struct move_request q = { 0 };
    int64_t matter, id = 0;
    json_t *o;
    if (!id_read(c, req_param(r, S("id")), &matter))
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no id");
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_fields(c, o, &q));
    TRY(breach_record_by_hand(c, matter, q.fields, q.field_count, &id));
    struct json j = api_json(r, w, 201);
    json_open(&j, '{');
    api_id(c, &j, "id", id);
    json_close(&j, '}');
    return ERR_OK;
}

/* ?body= with all below it, ?skip= */
enum err api_accountability(struct ctx *c, struct req *r, struct resp *w)
{
    struct str body = req_query(r, S("body")), skip = req_query(r, S("skip"));
    struct org_list top = org_children(app_orgs(c->app), c->arena, 0);
    int64_t org = top.n ? top.items[0]->id : 0, from = 0;
    struct breach_public_list l;
    if (!str_absent(body) && (!str_i64(body, &org) || !org_find(app_orgs(c->app), org)))
        fault_field(&c->fault, "body", "api.no_body", 0);
    if (!str_absent(skip) && (!str_i64(skip, &from) || from < 0))
        fault_field(&c->fault, "skip", "json.type", 0);
    if (c->fault.field_count)
        return ERR_INVALID;
    TRY(breach_published(c, org, from, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_key(&j, "items");
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        json_open(&j, '{');
        json_ki64(&j, "body", l.items[i].org);
        json_kstr(&j, "code", l.items[i].code);
        json_kstr(&j, "outcome", l.items[i].outcome);
        api_day(&j, "month", l.items[i].month);
        api_day(&j, "published", l.items[i].published);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_kbool(&j, "more", l.more);
    json_close(&j, '}');
    api_etag(r, w);
    return ERR_OK;
}
