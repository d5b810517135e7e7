/* my.c - the reporter's own report: what he sees, and what he may do now. */
#include "api/frame.h"
#include "domain/mine.h"
#include "domain/move.h"
#include "domain/panel.h"
#include "domain/review.h"

static void write_text(struct req *r, struct json *j, const char *name, const char *prefix,
                       struct str code)
{
    json_kstr(j, name, api_text(r, str_fmt(r->ctx->arena, "%s%.*s", prefix, STR_ARG(code))));
}

static void write_due(struct req *r, struct json *j, const struct mine *m)
{
    json_key(j, "due");
    json_open(j, '[');
    for (size_t i = 0; i < m->due_count; i++) {
        json_open(j, '{');
        json_kstr(j, "code", m->due[i].code);
        api_day(j, "date", m->due[i].date);
        write_text(r, j, "text", T_PREFIX("clock.").p, m->due[i].code);
        json_kbool(j, "late", m->due[i].late);
        json_kbool(j, "provisional", m->due[i].provisional);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_timeline(struct ctx *c, struct req *r, struct json *j, const struct mine *m)
{
    json_key(j, "timeline");
    json_open(j, '[');
    for (size_t i = 0; i < m->timeline.n; i++) {
        const struct event_view *e = &m->timeline.items[i];
        json_open(j, '{');
        if (e->at.ms)
            api_time(c, j, "at", e->at);
        else
            api_day(j, "at", e->happened);
        json_kstr(j, "kind", e->kind);
        if (str_empty(e->body) || str_eq(e->kind, S("E_REPEAT"))) /* its number is repeat_of */
            write_text(r, j, "text", T_PREFIX("event.").p, e->kind);
        else
            json_kstr(j, "text", e->body);
        json_kstr(j, "proof",
                  m->logged ? str_fmt(c->arena, "/api/v1/my/proofs/%lld", (long long)e->seq)
                            : STR_NONE);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_documents(struct ctx *c, struct json *j, const struct document_list *list)
{
    json_key(j, "documents");
    json_open(j, '[');
    for (size_t i = 0; i < list->n; i++) {
        const struct document_view *d = &list->items[i];
        json_open(j, '{');
        json_kstr(j, "code", d->code);
        json_kstr(j, "title", d->title);
        json_kstr(j, "href",
                  str_fmt(c->arena, "/api/v1/my/documents/%.*s", STR_ARG(id_text(c, d->id))));
        api_day(j, "made", d->made);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_rest(struct ctx *c, struct json *j, const struct mine *m)
{
    json_key(j, "actions");
    json_open(j, '[');
    for (int i = 0; i < MINE_ACTION__COUNT; i++)
        if (m->actions[i])
            json_str(j, str_of(mine_action_name((enum mine_action)i)));
    json_close(j, ']');
    json_key(j, "identity_openings");
    json_open(j, '[');
    for (size_t i = 0; i < m->opening_count; i++) {
        json_open(j, '{');
        api_day(j, "day", m->openings[i].day);
        json_kstr(j, "fields", m->openings[i].fields);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_key(j, "ratings");
    json_open(j, '[');
    for (size_t i = 0; i < m->rating_count; i++) {
        const struct mine_rating *g = &m->ratings[i];
        json_open(j, '{');
        json_kstr(j, "target", g->target);
        json_ki64(j, "process", g->process);
        json_ki64(j, "attitude", g->attitude);
        json_ki64(j, "result", g->result);
        json_kbool(j, "pressed", g->pressed);
        json_kbool(j, "changed", g->changed);
        json_close(j, '}');
    }
    json_close(j, ']');
    api_time(c, j, "last_login", m->last_login);
    json_ki64(j, "failures_before", m->failures_before);
    api_time(c, j, "undo_until", m->undo_until);
}

/* Whom he may refuse. */
static enum err write_representatives(struct ctx *c, struct json *j)
{
    struct panel_seat_list l;
    TRY(panel_of_reporter(c, &l));
    json_key(j, "representatives");
    json_open(j, '[');
    for (size_t i = 0; i < l.n; i++) {
        json_open(j, '{');
        api_id(c, j, "id", l.items[i].subproc);
        json_kstr(j, "kind", l.items[i].kind);
        json_kstr(j, "name", l.items[i].name);
        json_kstr(j, "unit", l.items[i].unit);
        json_close(j, '}');
    }
    json_close(j, ']');
    return ERR_OK;
}

static enum err write_mine_before(struct ctx *c, struct req *r, struct resp *w, int status,
                                  int64_t before)
{
    struct mine *m = arena_new_of(c->arena, struct mine);
    TRY(mine_read_before(c, before, m));
    struct json j = api_json(r, w, status);
    json_open(&j, '{');
    json_kstr(&j, "report_no", m->report_no);
    json_kstr(&j, "state", m->shown_key);
    json_kstr(&j, "shown", api_text(r, m->shown_key));
    json_ki64(&j, "stage", m->stage);
    json_kbool(&j, "stage_done", m->stage_done);
    json_kstr(&j, "office", m->org_name);
    json_kstr(&j, "repeat_of", m->repeat_of_no);
    write_timeline(c, r, &j, m);
    json_key(&j, "earlier");
    if (m->earlier)
        json_i64(&j, m->earlier);
    else
        json_none(&j);
    write_due(r, &j, m);
    write_documents(c, &j, &m->documents);
    write_rest(c, &j, m);
    TRY(write_representatives(c, &j));
    json_close(&j, '}');
    return ERR_OK;
}

static enum err write_mine(struct ctx *c, struct req *r, struct resp *w, int status)
{
    return write_mine_before(c, r, w, status, 0);
}

enum err api_my_show(struct ctx *c, struct req *r, struct resp *w)
{
    struct str typed = req_query(r, S("before"));
    int64_t before = 0;

    if (!str_absent(typed) && (!str_i64(typed, &before) || before < 1)) {
        fault_field(&c->fault, "before", T_KEY("form.number"), 0);
        return ERR_INVALID;
    }
    TRY(write_mine_before(c, r, w, 200, before));
    api_etag(r, w);
    return ERR_OK;
}

enum err api_my_document(struct ctx *c, struct req *r, struct resp *w)
{
    struct document_view d = { 0 };
    int64_t id = 0;
    if (!id_read(c, req_param(r, S("id")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no id");
    TRY(document_read(c, id, &d));
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

/* ---- messages ---- */

void api_write_message(struct ctx *c, struct json *j, const struct message *m)
{
    json_open(j, '{');
    api_id(c, j, "id", m->id);
    json_kstr(j, "from", m->from_body ? S("body") : S("reporter"));
    if (m->at.ms)
        api_time(c, j, "at", m->at);
    else
        api_day(j, "at", m->day);
    json_kstr(j, "text", m->text);
    json_kbool(j, "question", m->from_body && m->needs_answer);
    json_kbool(j, "answered", m->answered);
    json_close(j, '}');
}

enum err api_write_messages(struct ctx *c, struct req *r, struct resp *w, int64_t report)
{
    struct message_list list = { 0 };
    TRY(message_list(c, report, &list));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < list.n; i++)
        api_write_message(c, &j, &list.items[i]);
    json_close(&j, ']');
    api_etag(r, w);
    return ERR_OK;
}

enum err api_my_messages(struct ctx *c, struct req *r, struct resp *w)
{
    return api_write_messages(c, r, w, c->actor->report);
}

/* One text member, others refused. */
static enum err read_text(struct ctx *c, struct req *r, const char *name, struct str *ret)
{
    const char *const names[] = { name, NULL };
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    return api_str(c, o, name, ret);
}

enum err api_my_message(struct ctx *c, struct req *r, struct resp *w)
{
    struct message m = { 0 };
    struct str text;
    TRY(read_text(c, r, "text", &text));
    TRY(message_send(c, c->actor->report, text, false, &m));
    struct json j = api_json(r, w, 201);
    api_write_message(c, &j, &m);
    return ERR_OK;
}

/* ---- what he may do now; each answers with GET /my ---- */

static enum err by_move(struct ctx *c, struct req *r, struct resp *w, const char *move,
                        const char *field)
{
    struct move_field f = { str_of(field), STR_NONE };
    TRY(read_text(c, r, field, &f.value));
    TRY(move_by_reporter(c, str_of(move), &f, 1));
    return write_mine(c, r, w, 200);
}

enum err api_my_supplement(struct ctx *c, struct req *r, struct resp *w)
{
    return by_move(c, r, w, "T06", "text");
}

enum err api_my_objection(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "text", "new_evidence", NULL };
    struct move_field f[2] = { { S("text"), STR_NONE }, { S("new_evidence"), S("0") } };
    bool fresh = false;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "text", &f[0].value));
    TRY(api_bool(c, o, "new_evidence", &fresh));
    if (fresh)
        f[1].value = S("1");
    TRY(move_by_reporter(c, S("T32"), f, fresh ? 2 : 1));
    return write_mine(c, r, w, 200);
}

/* A choice and a text: what begins a sub-procedure. */
static enum err by_choice(struct ctx *c, struct req *r, struct resp *w, const char *move,
                          const char *choice)
{
    const char *const names[] = { choice, "text", NULL };
    struct move_field f[2] = { { str_of(choice), STR_NONE }, { S("text"), STR_NONE } };
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, choice, &f[0].value));
    TRY(api_str(c, o, "text", &f[1].value));
    TRY(move_by_reporter(c, str_of(move), f, 2));
    return write_mine(c, r, w, 200);
}

enum err api_my_hearing(struct ctx *c, struct req *r, struct resp *w)
{
    return by_choice(c, r, w, "HR1", "hearing_form");
}

enum err api_my_protect(struct ctx *c, struct req *r, struct resp *w)
{
    return by_choice(c, r, w, "PR1", "harm");
}

enum err api_my_veto(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "text", "representative", NULL };
    struct move_field f = { S("text"), STR_NONE };
    struct str who;
    int64_t subproc = 0;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "text", &f.value));
    TRY(api_str(c, o, "representative", &who));
    if (!str_empty(who) && !id_read(c, who, &subproc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "subproc.none", "no id");
    TRY(move_by_reporter_in(c, subproc, S("MR2"), &f, str_empty(f.value) ? 0 : 1));
    return write_mine(c, r, w, 200);
}

enum err api_my_review(struct ctx *c, struct req *r, struct resp *w)
{
    struct str text;
    TRY(read_text(c, r, "text", &text));
    TRY(review_ask(c, text));
    return write_mine(c, r, w, 200);
}

enum err api_my_settled(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(move_by_reporter(c, S("T42s"), NULL, 0));
    return write_mine(c, r, w, 200);
}

enum err api_my_complaint(struct ctx *c, struct req *r, struct resp *w)
{
    struct str text;
    TRY(read_text(c, r, "text", &text));
    TRY(complaint_make(c, text));
    return write_mine(c, r, w, 200);
}

enum err api_my_urge(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(message_urge(c));
    return write_mine(c, r, w, 200);
}

/* While the ten minutes run this is the undo; afterwards a request that the body decides. */
enum err api_my_withdrawal(struct ctx *c, struct req *r, struct resp *w)
{
    struct report_view v;
    TRY(report_read(c, c->actor->report, &v));
    if (v.undo_until.ms > c->now.ms) {
        TRY(report_undo(c));
        w->status = 204;
        return ERR_OK;
    }
    return by_move(c, r, w, "T43", "reason");
}

enum err api_my_confirm(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(move_by_reporter(c, S("T42"), NULL, 0));
    return write_mine(c, r, w, 200);
}

enum err api_my_rating(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = {
        "target", "process", "attitude", "result", "pressed", NULL
    };
    struct rating_form f = { 0 };
    int64_t n[3];
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "target", &f.target));
    for (int i = 0; i < 3; i++)
        TRY(api_int(c, o, names[i + 1], &n[i]));
    TRY(api_bool(c, o, "pressed", &f.pressed));
    f.process = (int)n[0];
    f.attitude = (int)n[1];
    f.result = (int)n[2];
    TRY(rating_give(c, &f));
    return write_mine(c, r, w, 200);
}

enum err api_my_consent(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "shown_to_body", "quoted", "open_handling", "publication",
                                         NULL };
    bool v[4];
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    for (int i = 0; i < 4; i++)
        TRY(api_bool(c, o, names[i], &v[i]));
    TRY(consent_set(c, v[0], v[1], v[2], v[3]));
    return write_mine(c, r, w, 200);
}

/* Changes what was sent, within ten minutes; password is checked again. */
struct amend_job {
    struct report_form form;
    struct password_job job;
};

enum err api_my_amend_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct amend_job *a = arena_new_of(c->arena, struct amend_job);
    api_of(r)->own = a;
    TRY(report_form_read(c, r->body, &a->form));
    TRY(access_login_prepare(c, c->actor->report_no, a->form.password, &a->job));
    *ret = (struct http_job){ HTTP_LANE_REPORTER, password_run, &a->job };
    return ERR_OK;
}

enum err api_my_amend(struct ctx *c, struct req *r, struct resp *w)
{
    struct amend_job *a = (struct amend_job *)api_of(r)->own;
    TRY(report_amend(c, &a->form, &a->job.out));
    return write_mine(c, r, w, 200);
}
