/* publish.c - what is public, what of a matter is planned, what a reporter answers. */
#include "api/frame.h"
#include "domain/matter.h"
#include "domain/org.h"
#include "domain/publication.h"

static struct str hex(struct ctx *c, struct str bytes)
{
    return str_absent(bytes) ? STR_NONE : str_hex(c->arena, bytes.p, bytes.n);
}

/* ---- the public ---- */

static void write_published(struct ctx *c, struct json *j, const struct published *p, bool alone)
{
    json_open(j, '{');
    api_id(c, j, "id", p->id);
    json_ki64(j, "body", p->org);
    json_ki64(j, "area", p->area);
    json_kstr(j, "stage", p->stage);
    json_kstr(j, "what", p->what);
    json_kstr(j, "title", p->title);
    json_kstr(j, "text", p->text);
    json_kstr(j, "sha256", hex(c, p->hash));
    api_day(j, "published", p->live);
    api_day(j, "corrected", p->corrected);
    if (alone) {
        json_kstr(j, "salt", hex(c, p->salt));
        json_kstr(j, "state", p->state);
        api_day(j, "ended", p->ended);
    }
    json_close(j, '}');
}

static int64_t province(struct ctx *c)
{
    struct org_list top = org_children(app_orgs(c->app), c->arena, 0);
    return top.n ? top.items[0]->id : 0;
}

/* ?body= with all below it, ?form=PF_DISPLAY, ?skip= */
enum err api_publications(struct ctx *c, struct req *r, struct resp *w)
{
    struct str body = req_query(r, S("body")), form = req_query(r, S("form")),
               skip = req_query(r, S("skip"));
    int64_t org = province(c), from = 0;
    struct published_list l;
    if (!str_absent(body) && (!str_i64(body, &org) || !org_find(app_orgs(c->app), org)))
        fault_field(&c->fault, "body", "api.no_body", 0);
    if (!str_absent(form) && !code_known(c->app->codes, S("PF"), form))
        fault_field(&c->fault, "form", "form.option", 0);
    if (!str_absent(skip) && (!str_i64(skip, &from) || from < 0))
        fault_field(&c->fault, "skip", "json.type", 0);
    if (c->fault.field_count)
        return ERR_INVALID;
    TRY(published_page(c, org, form, from, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_key(&j, "items");
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++)
        write_published(c, &j, &l.items[i], false);
    json_close(&j, ']');
    json_kbool(&j, "more", l.more);
    json_close(&j, '}');
    api_etag(r, w);
    return ERR_OK;
}

enum err api_publication(struct ctx *c, struct req *r, struct resp *w)
{
    struct published p;
    int64_t id;
    if (!id_read(c, req_param(r, S("id")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "publication.none", "no id");
    TRY(published_one(c, id, &p));
    struct json j = api_json(r, w, 200);
    write_published(c, &j, &p, true);
    api_etag(r, w);
    return ERR_OK;
}

/* ---- a matter's ---- */

static void write_words(struct json *j, const struct publication *p)
{
    json_kstr(j, "title", p->opened ? p->words.title : STR_NONE);
    json_kstr(j, "text", p->opened ? p->words.text : STR_NONE);
    json_ki64(j, "guess", p->opened ? p->words.guess : 0);
    json_key(j, "hits");
    json_open(j, '[');
    for (size_t i = 0; p->opened && i < p->words.hits.n; i++) {
        const struct pub_hit *h = &p->words.hits.items[i];
        json_open(j, '{');
        json_ki64(j, "number", (int64_t)i + 1);
        json_kstr(j, "kind", pub_hit_name(h->kind));
        json_kstr(j, "what", h->what);
        json_kbool(j, "never", pub_hit_never(h->kind));
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_postings(struct ctx *c, struct json *j, const struct publication *p)
{
    json_key(j, "postings");
    json_open(j, '[');
    for (size_t i = 0; i < p->posting_count; i++) {
        const struct posting *o = &p->postings[i];
        json_open(j, '{');
        api_id(c, j, "id", o->id);
        json_kstr(j, "form", o->form);
        json_kstr(j, "place", o->place);
        json_kstr(j, "address", o->address);
        api_day(j, "from", o->from);
        api_day(j, "to", o->to);
        api_day(j, "ended", o->ended);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_consents(struct json *j, const struct publication *p)
{
    json_key(j, "consents");
    json_open(j, '[');
    for (size_t i = 0; i < p->consent_count; i++) {
        const struct pub_consent *k = &p->consents[i];
        if (k->draft != p->draft)
            continue;
        json_open(j, '{');
        json_kstr(j, "answer", k->answer);
        json_kstr(j, "identity", k->identity);
        api_day(j, "day", k->day);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void write_publication(struct ctx *c, struct json *j, const struct publication *p)
{
    json_open(j, '{');
    api_id(c, j, "id", p->id);
    api_id(c, j, "subproc", p->subproc);
    json_kstr(j, "state", p->state);
    json_kstr(j, "stage", p->stage);
    json_kstr(j, "what", p->what);
    json_kstr(j, "part", p->part);
    json_kstr(j, "layer", p->layer);
    json_kstr(j, "form", p->form);
    json_kbool(j, "must", p->must);
    api_day(j, "due", p->due);
    json_kbool(j, "late", p->late);
    json_kbool(j, "compared", p->checker != 0);
    write_words(j, p);
    write_consents(j, p);
    write_postings(c, j, p);
    json_close(j, '}');
}

enum err api_matter_publications(struct ctx *c, struct req *r, struct resp *w)
{
    struct publication_list l;
    struct matter m;
    int64_t id;
    if (!id_read(c, req_param(r, S("id")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no id");
    TRY(matter_find(c, id, &m));
    if (m.below)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "clocks and states only");
    TRY(publication_list(c, id, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++)
        write_publication(c, &j, &l.items[i]);
    json_close(&j, ']');
    api_etag(r, w);
    return ERR_OK;
}

/* ---- the reporter ---- */

static enum err write_questions(struct ctx *c, struct req *r, struct resp *w)
{
    struct pub_question_list l;
    struct str mode;
    TRY(publication_questions(c, &l));
    TRY(open_mode_asked(c, &mode));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kstr(&j, "open_handling", str_empty(mode) ? STR_NONE : mode);
    json_key(&j, "texts");
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        const struct pub_question *q = &l.items[i];
        json_open(&j, '{');
        api_id(c, &j, "id", q->publication);
        json_kstr(&j, "layer", q->layer);
        json_kstr(&j, "form", q->form);
        json_kstr(&j, "answer", q->answer);
        json_kstr(&j, "sha256", q->hash);
        json_kstr(&j, "title", q->title);
        json_kstr(&j, "text", q->text);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_my_publications(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(write_questions(c, r, w));
    api_etag(r, w);
    return ERR_OK;
}

enum err api_my_publication(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "agree", "sha256", NULL };
    struct str hash;
    int64_t id;
    bool yes = false;
    json_t *o;
    if (!id_read(c, req_param(r, S("id")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "publication.none", "no id");
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_bool(c, o, "agree", &yes));
    TRY(api_str(c, o, "sha256", &hash));
    TRY(publication_answer(c, id, str_absent(hash) ? S("-") : hash, yes));
    return write_questions(c, r, w);
}

enum err api_my_open_handling(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "agree", NULL };
    bool yes = false;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_bool(c, o, "agree", &yes));
    TRY(open_mode_answer(c, yes));
    return write_questions(c, r, w);
}

/* ---- the custodian ---- */

enum err api_compares(struct ctx *c, struct req *r, struct resp *w)
{
    struct pub_compare_list l;
    TRY(publication_compare_list(c, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        json_open(&j, '{');
        api_id(c, &j, "publication", l.items[i].publication);
        api_id(c, &j, "report", l.items[i].report);
        api_day(&j, "day", l.items[i].day);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

enum err api_compare(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "report", NULL };
    struct str of;
    int64_t id, report;
    bool clean;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "report", &of));
    if (str_empty(of)) {
        fault_field(&c->fault, "report", "form.required", 0);
        return ERR_INVALID;
    }
    if (!id_read(c, req_param(r, S("id")), &id) || !id_read(c, of, &report))
        return FAULT(&c->fault, ERR_NOT_FOUND, "publication.none", "no id");
    TRY(publication_compare(c, id, report, &clean));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kbool(&j, "clean", clean);
    json_close(&j, '}');
    return ERR_OK;
}
