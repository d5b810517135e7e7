/* matter.c - the officer's side: lists, one matter, its moves, messages, papers, record. */
#include "api/frame.h"
#include "domain/custody.h"
#include "domain/delivery.h"
#include "domain/event.h"
#include "domain/message.h"
#include "domain/move.h"
#include "domain/repeat.h"

static enum err id_of(struct ctx *c, struct req *r, int64_t *ret)
{
    if (!id_read(c, req_param(r, S("id")), ret))
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no id");
    return ERR_OK;
}

static void write_members(struct ctx *c, struct json *j, const struct matter *m)
{
    api_id(c, j, "id", m->id);
    json_ki64(j, "body", m->org);
    json_ki64(j, "version", m->version);
    json_kstr(j, "state", m->state);
    json_kstr(j, "reg_no", m->reg_no);
    json_kstr(j, "channel", m->channel);
    json_kstr(j, "category", m->category);
    json_kstr(j, "topic", m->topic);
    json_kstr(j, "level", m->level);
    json_kstr(j, "route", m->route);
    json_ki64(j, "area", m->area);
    json_kbool(j, "named", m->named);
    json_kbool(j, "mass_interest", m->mass_interest);
    json_ki64(j, "stage", m->stage);
    api_day(j, "received", m->received);
    api_day(j, "due", m->due);
    json_kstr(j, "due_code", m->due_code);
    json_ki64(j, "unread", m->unread);
    api_id(c, j, "handler", m->handler);
    api_id(c, j, "lead_matter", m->lead_matter);
    json_kbool(j, "below", m->below);
}

static void write_matter(struct ctx *c, struct json *j, const struct matter *m)
{
    json_open(j, '{');
    write_members(c, j, m);
    json_close(j, '}');
}

/* Codes only: what is asked comes back in the Link to the next page. */
static void check_code(struct ctx *c, const char *field, const char *list, struct str code)
{
    if (!str_absent(code) && !code_known(c->app->codes, str_of(list), code))
        fault_field(&c->fault, field, "form.option", 0);
}

static enum err read_filter(struct ctx *c, struct req *r, struct matter_filter *f)
{
    struct str body = req_query(r, S("body")), due = req_query(r, S("due_before"));
    *f = (struct matter_filter){ .state = req_query(r, S("state")),
                                 .channel = req_query(r, S("channel")),
                                 .category = req_query(r, S("category")),
                                 .view = req_query(r, S("view")),
                                 .cursor = req_query(r, S("cursor")),
                                 .named = -1,
                                 .due_before = DAY_NONE };
    if (str_absent(f->view))
        f->view = S("all");
    if (!str_absent(body) && !str_i64(body, &f->body))
        fault_field(&c->fault, "body", "api.no_body", 0);
    if (!str_absent(due) && !day_parse(due, &f->due_before))
        fault_field(&c->fault, "due_before", "form.date", 0);
    check_code(c, "channel", "CH", f->channel);
    check_code(c, "category", "CAT", f->category);
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

static void link_next(struct ctx *c, struct req *r, struct resp *w, struct str cursor)
{
    static const char *const names[] = { "view",     "state", "channel",
                                         "category", "body",  "due_before" };
    struct buf b = buf_new(c->arena);
    buf_put(&b, S("</api/v1/matters?"));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct str v = req_query(r, str_of(names[i]));
        if (!str_empty(v))
            buf_fmt(&b, "%s=%.*s&", names[i], STR_ARG(v));
    }
    buf_fmt(&b, "cursor=%.*s>; rel=\"next\"", STR_ARG(cursor));
    resp_header(w, S("Link"), buf_str(&b));
}

static void write_list(struct req *r, struct resp *w, const struct matter_list *list)
{
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_key(&j, "items");
    json_open(&j, '[');
    for (size_t i = 0; i < list->n; i++)
        write_matter(r->ctx, &j, &list->items[i]);
    json_close(&j, ']');
    json_kstr(&j, "next", list->next);
    json_close(&j, '}');
}

enum err api_matters(struct ctx *c, struct req *r, struct resp *w)
{
    struct matter_filter f;
    struct matter_list list = { 0 };
    TRY(read_filter(c, r, &f));
    TRY(matter_list(c, &f, &list));
    write_list(r, w, &list);
    if (!str_absent(list.next))
        link_next(c, r, w, list.next);
    api_etag(r, w);
    return ERR_OK;
}

static void write_repeat(struct ctx *c, struct json *j, const struct repeat_candidate *x)
{
    json_open(j, '{');
    api_id(c, j, "matter", x->matter);
    json_kstr(j, "reg_no", x->reg_no);
    api_day(j, "received", x->received);
    json_kstr(j, "state", x->state);
    json_ki64(j, "alike", x->alike);
    json_kbool(j, "same_name", x->same_name);
    json_kbool(j, "same_unit", x->same_unit);
    json_close(j, '}');
}

enum err api_matter_repeats(struct ctx *c, struct req *r, struct resp *w)
{
    struct repeat_list found;
    int64_t id;

    TRY(id_of(c, r, &id));
    TRY(repeat_candidates(c, id, &found));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < found.n; i++)
        write_repeat(c, &j, &found.items[i]);
    json_close(&j, ']');
    return ERR_OK;
}

enum err api_matters_search(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "q", "state", "year", NULL };
    struct matter_filter f = { .named = -1, .due_before = DAY_NONE };
    struct matter_list list = { 0 };
    struct str words;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "q", &words));
    TRY(api_str(c, o, "state", &f.state));
    TRY(matter_search(c, words, &f, &list));
    write_list(r, w, &list);
    return ERR_OK;
}

/* ---- one matter ---- */

static void write_report(struct ctx *c, struct json *j, const struct matter_report *p)
{
    json_open(j, '{');
    api_id(c, j, "id", p->report);
    json_kstr(j, "report_no", p->number);
    api_day(j, "received", p->received);
    json_kstr(j, "channel", p->channel);
    json_kstr(j, "id_mode", p->id_mode);
    json_kstr(j, "identity_state", p->identity_state);
    json_key(j, "form");
    if (p->can_read)
        json_raw(j, report_form_json(c->arena, &p->view.form));
    else
        json_none(j);
    json_close(j, '}');
}

static void write_clocks(struct json *j, const struct clock_list *clocks)
{
    json_key(j, "clocks");
    json_open(j, '[');
    for (size_t i = 0; i < clocks->n; i++) {
        const struct clock *k = &clocks->items[i];
        json_open(j, '{');
        json_kstr(j, "code", k->code);
        json_kstr(j, "state", k->state);
        api_day(j, "start", k->start);
        api_day(j, "due", k->due);
        api_day(j, "told", k->told);
        api_day(j, "stop", k->stop);
        json_kbool(j, "provisional", k->provisional);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_leads(struct ctx *c, struct json *j, const struct lead_list *leads)
{
    json_key(j, "leads");
    json_open(j, '[');
    for (size_t i = 0; i < leads->n; i++) {
        const struct lead *l = &leads->items[i];
        json_open(j, '{');
        api_id(c, j, "id", l->id);
        json_ki64(j, "seq", l->seq);
        json_kstr(j, "subject", l->subject);
        json_kstr(j, "facts", l->facts);
        json_kstr(j, "finding", l->finding);
        json_kstr(j, "disposal", l->disposal);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_breaches(struct json *j, const struct breach_list *breaches)
{
    json_key(j, "breaches");
    json_open(j, '[');
    for (size_t i = 0; i < breaches->n; i++) {
        json_open(j, '{');
        json_kstr(j, "code", breaches->items[i].code);
        api_day(j, "day", breaches->items[i].day);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static enum err write_view(struct ctx *c, struct req *r, struct resp *w, int64_t id, int status)
{
    struct matter_view *v = arena_new_of(c->arena, struct matter_view);
    TRY(matter_open(c, id, v));
    struct json j = api_json(r, w, status);
    json_open(&j, '{');
    write_members(c, &j, &v->m);
    json_key(&j, "reports");
    json_open(&j, '[');
    for (size_t i = 0; i < v->report_count; i++)
        write_report(c, &j, &v->reports[i]);
    json_close(&j, ']');
    write_leads(c, &j, &v->leads);
    write_clocks(&j, &v->clocks);
    write_breaches(&j, &v->breaches);
    json_kstr(&j, "note", v->note);
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_matter_show(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;
    TRY(id_of(c, r, &id));
    TRY(write_view(c, r, w, id, 200));
    api_etag(r, w);
    return ERR_OK;
}

/* ---- moves ---- */

static void write_field(struct req *r, struct json *j, const struct move_form_field *f)
{
    json_open(j, '{');
    json_kstr(j, "name", f->name);
    json_kstr(
        j, "label",
        api_text(r, str_fmt(r->ctx->arena, "%s%.*s", T_PREFIX("field.").p, STR_ARG(f->name))));
    json_kstr(j, "type", f->type);
    json_kbool(j, "required", f->required);
    json_ki64(j, "max", f->max);
    json_kstr(j, "value", f->value);
    json_key(j, "options");
    json_open(j, '[');
    for (size_t i = 0; i < f->option_count; i++) {
        json_open(j, '{');
        json_kstr(j, "value", f->options[i].name);
        json_kstr(j, "label",
                  str_absent(f->options[i].label_key) ? f->options[i].label
                                                      : api_text(r, f->options[i].label_key));
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

void api_write_form(struct ctx *c, struct req *r, struct json *j, const struct move_form *f)
{
    json_open(j, '{');
    json_kstr(j, "move", f->move);
    json_kstr(j, "name", api_text(r, f->name_key));
    api_id(c, j, "subproc", f->subproc);
    json_kstr(j, "of", str_absent(f->subproc_key) ? STR_NONE : api_text(r, f->subproc_key));
    json_ki64(j, "version", f->version);
    json_kbool(j, "approval", f->approval);
    json_kstr(j, "proposed_by", f->proposed_by);
    api_day(j, "proposed_on", f->proposed_day);
    json_key(j, "fields");
    json_open(j, '[');
    for (size_t k = 0; k < f->field_count; k++)
        write_field(r, j, &f->fields[k]);
    json_close(j, ']');
    json_close(j, '}');
}

/* The matter's own first, then those of its sub-procedures. */
enum err api_matter_moves(struct ctx *c, struct req *r, struct resp *w)
{
    struct move_form_list list = { 0 }, beside = { 0 };
    int64_t id;
    TRY(id_of(c, r, &id));
    TRY(move_forms(c, id, &list));
    TRY(subproc_forms(c, id, &beside));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < list.n; i++)
        api_write_form(c, r, &j, &list.items[i]);
    for (size_t i = 0; i < beside.n; i++)
        api_write_form(c, r, &j, &beside.items[i]);
    json_close(&j, ']');
    return ERR_OK;
}

#define MOVE_FIELDS_SENT_MAX 40

/* Values of any plain kind become the text that a form would have sent. */
static enum err field_text(struct ctx *c, const char *name, json_t *v, struct str *ret)
{
    if (json_is_string(v))
        *ret = str_dup(c->arena, str_bytes(json_string_value(v), json_string_length(v)));
    else if (json_is_integer(v))
        *ret = str_fmt(c->arena, "%lld", (long long)json_integer_value(v));
    else if (json_is_boolean(v))
        *ret = json_is_true(v) ? S("true") : S("0"); /* as a ticked box sends it */
    else {
        fault_field(&c->fault, str_dup(c->arena, str_of(name)).p, "json.type", 0);
        return ERR_INVALID;
    }
    return ERR_OK;
}

enum err api_fields(struct ctx *c, json_t *o, struct move_request *q)
{
    json_t *fields = json_object_get(o, "fields");
    struct move_field *list = arena_array(c->arena, struct move_field, MOVE_FIELDS_SENT_MAX);
    const char *name;
    json_t *value;
    q->fields = list;
    if (!fields || json_is_null(fields))
        return ERR_OK;
    if (!json_is_object(fields) || json_object_size(fields) > MOVE_FIELDS_SENT_MAX) {
        fault_field(&c->fault, "fields", "json.type", 0);
        return ERR_INVALID;
    }
    json_object_foreach(fields, name, value)
    {
        struct move_field *f = &list[q->field_count++];
        f->name = str_dup(c->arena, str_of(name));
        TRY(field_text(c, name, value, &f->value));
    }
    return ERR_OK;
}

enum err api_matter_move(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "move", "subproc", "fields", "outcome", "version", NULL };
    struct str subproc;
    struct move_request q = { 0 };
    struct move_result done = { 0 };
    json_t *o;
    TRY(id_of(c, r, &q.matter));
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "move", &q.move));
    TRY(api_str(c, o, "outcome", &q.outcome));
    TRY(api_int(c, o, "version", &q.version));
    TRY(api_str(c, o, "subproc", &subproc));
    if (!str_absent(subproc) && !id_read(c, subproc, &q.subproc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "subproc.none", "no id");
    TRY(api_fields(c, o, &q));
    for (size_t i = 0; i < q.field_count; i++)
        if (str_absent(q.outcome) && str_eq(q.fields[i].name, S("outcome")))
            q.outcome = q.fields[i].value;
    TRY(matter_move(c, &q, &done));
    struct json j = api_json(r, w, done.proposed ? 202 : 200);
    json_open(&j, '{');
    write_members(c, &j, &done.matter);
    json_kbool(&j, "proposed", done.proposed);
    api_id(c, &j, "document", done.document);
    json_close(&j, '}');
    return ERR_OK;
}

/* ---- what belongs to it ---- */

enum err api_matter_events(struct ctx *c, struct req *r, struct resp *w)
{
    struct event_list list = { 0 };
    struct matter m;
    int64_t id;
    TRY(id_of(c, r, &id));
    TRY(matter_find(c, id, &m));
    TRY(event_of_matter(c, id, &list));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < list.n; i++) {
        const struct event_view *e = &list.items[i];
        json_open(&j, '{');
        json_ki64(&j, "seq", e->seq);
        json_kstr(&j, "kind", e->kind);
        json_kstr(&j, "move", e->move);
        json_kstr(&j, "from", e->from_state);
        json_kstr(&j, "to", e->to_state);
        json_kstr(&j, "role", e->actor_role);
        api_day(&j, "happened", e->happened);
        api_day(&j, "entered", e->entered);
        json_kstr(&j, "codes", e->codes);
        json_kstr(&j, "text", e->body);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

enum err api_matter_documents(struct ctx *c, struct req *r, struct resp *w)
{
    struct document_list list = { 0 };
    struct matter m;
    int64_t id;
    TRY(id_of(c, r, &id));
    TRY(matter_find(c, id, &m));
    TRY(document_of_matter(c, id, &list));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < list.n; i++) {
        const struct document_view *d = &list.items[i];
        json_open(&j, '{');
        api_id(c, &j, "id", d->id);
        json_kstr(&j, "code", d->code);
        json_kstr(&j, "title", d->title);
        json_kstr(&j, "doc_no", d->doc_no);
        api_day(&j, "made", d->made);
        json_kbool(&j, "delivered", d->delivered);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

enum err api_matter_document(struct ctx *c, struct req *r, struct resp *w)
{
    struct document_view d = { 0 };
    struct matter m;
    int64_t id, doc = 0;
    TRY(id_of(c, r, &id));
    TRY(matter_find(c, id, &m));
    if (!id_read(c, req_param(r, S("doc")), &doc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no id");
    TRY(document_read(c, doc, &d));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kstr(&j, "code", d.code);
    json_kstr(&j, "title", d.title);
    json_kstr(&j, "doc_no", d.doc_no);
    api_day(&j, "made", d.made);
    json_kstr(&j, "text", d.text);
    json_close(&j, '}');
    return ERR_OK;
}

/* "W01": the slip of a letter, which the desk posts and does not read. */
enum err api_matter_delivery(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "form", "day", "second_officer", "detail", NULL };
    struct delivery_form f = { 0 };
    int64_t id, doc = 0;
    json_t *o;
    TRY(id_of(c, r, &id));
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "form", &f.form));
    TRY(api_str(c, o, "day", &f.day));
    TRY(api_str(c, o, "second_officer", &f.second_officer));
    TRY(api_str(c, o, "detail", &f.detail));
    if (str_eq(req_param(r, S("doc")), S("W01")))
        TRY(delivery_slip_waits(c, id, &doc));
    else if (!id_read(c, req_param(r, S("doc")), &doc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "document.none", "no id");
    TRY(document_deliver(c, id, doc, &f));
    struct json j = api_json(r, w, 201);
    json_open(&j, '{');
    json_kbool(&j, "delivered", true);
    json_close(&j, '}');
    return ERR_OK;
}

/* The thread of the report that ?report= names, else of the first one. */
enum err api_report_of_matter(struct ctx *c, struct req *r, int64_t *ret)
{
    struct matter_view *v = arena_new_of(c->arena, struct matter_view);
    int64_t id, asked = 0;
    TRY(id_of(c, r, &id));
    TRY(matter_open(c, id, v));
    struct str named = req_query(r, S("report"));
    if (!str_absent(named) && !id_read(c, named, &asked))
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no id");
    for (size_t i = 0; i < v->report_count; i++) {
        if (str_absent(named) || v->reports[i].report == asked) {
            *ret = v->reports[i].report;
            return ERR_OK;
        }
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no such report");
}

enum err api_matter_messages(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t report;
    TRY(api_report_of_matter(c, r, &report));
    return api_write_messages(c, r, w, report);
}

enum err api_matter_message(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "text", "question", NULL };
    struct message m = { 0 };
    struct str text;
    bool question;
    int64_t report;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "text", &text));
    TRY(api_bool(c, o, "question", &question));
    TRY(api_report_of_matter(c, r, &report));
    TRY(message_send(c, report, text, question, &m));
    struct json j = api_json(r, w, 201);
    api_write_message(c, &j, &m);
    return ERR_OK;
}

/* ---- new passwords, and the custodian's part in them ---- */

enum err api_reissue_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    static const char *const names[] = { "report", NULL };
    struct reissue *x = arena_new_of(c->arena, struct reissue);
    struct str named;
    int64_t id, report = 0;
    json_t *o;
    api_of(r)->own = x;
    TRY(id_of(c, r, &id));
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "report", &named));
    if (!str_empty(named) && !id_read(c, named, &report))
        return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "no id");
    TRY(reissue_prepare(c, id, report, x));
    if (!x->asked)
        *ret = (struct http_job){ HTTP_LANE_REPORTER, password_run, &x->job };
    return ERR_OK;
}

/* 202: the identity custodian was asked; 201: the password, once. */
enum err api_reissue(struct ctx *c, struct req *r, struct resp *w)
{
    struct reissue *x = (struct reissue *)api_of(r)->own;
    if (!x->asked)
        TRY(reissue_finish(c, x));
    struct json j = api_json(r, w, x->asked ? 202 : 201);
    json_open(&j, '{');
    json_kstr(&j, "waits", x->asked ? S("RO_CUSTODIAN") : STR_NONE);
    json_kstr(&j, "report_no", x->number);
    json_kstr(&j, "one_time_password", x->password);
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_identity_tasks(struct ctx *c, struct req *r, struct resp *w)
{
    struct custody_list l;
    TRY(custody_list(c, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        json_open(&j, '{');
        api_id(c, &j, "id", l.items[i].id);
        json_kstr(&j, "kind", l.items[i].check ? S("check") : S("move"));
        json_ki64(&j, "to_body", l.items[i].to_org);
        api_day(&j, "day", l.items[i].day);
        api_day(&j, "due", l.items[i].due);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

/* act: move, look (whom the report names; on record), same, other. */
enum err api_identity_task(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "act", NULL };
    struct report_identity who = { .name = STR_NONE };
    struct str act;
    int64_t task;
    json_t *o;
    TRY(id_of(c, r, &task));
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "act", &act));
    if (str_eq(act, S("move")))
        TRY(custody_move(c, task));
    else if (str_eq(act, S("look")))
        TRY(custody_look(c, task, &who));
    else if (str_eq(act, S("same")) || str_eq(act, S("other")))
        TRY(custody_decide(c, task, str_eq(act, S("same"))));
    else {
        fault_field(&c->fault, "act", "form.option", 0);
        return ERR_INVALID;
    }
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kstr(&j, "name", who.name);
    json_kstr(&j, "id_no", who.id_no);
    json_kstr(&j, "phone", who.phone);
    json_close(&j, '}');
    return ERR_OK;
}
