#include "domain/report_form.h"

#include <assert.h>
#include <jansson.h>

#include "base/json.h"

/* ---- writing ---- */

static void put_text(struct json *j, const char *name, struct str s)
{
    if (!str_absent(s))
        json_kstr(j, name, s);
}

static void put_list(struct json *j, const char *name, const struct str *items, size_t n)
{
    if (n == 0)
        return;
    json_key(j, name);
    json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        json_str(j, items[i]);
    json_close(j, ']');
}

static void put_texts(struct json *j, const struct report_form *f, enum text_group group)
{
    for (size_t i = 0; i < report_form_text_count; i++) {
        const struct form_text *t = &report_form_texts[i];
        if (t->group == group && t->offset != offsetof(struct report_form, exposure_note))
            put_text(j, t->name, *(const struct str *)((const char *)f + t->offset));
    }
}

static void put_subjects(struct json *j, const struct report_form *f)
{
    json_key(j, "subjects");
    json_open(j, '[');
    for (size_t i = 0; i < f->subject_count; i++) {
        const struct report_subject *s = &f->subjects[i];
        json_open(j, '{');
        put_text(j, "kind", s->kind);
        put_text(j, "name", s->name);
        put_text(j, "unit", s->unit);
        put_text(j, "post", s->post);
        put_text(j, "level", s->level);
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void put_consents(struct json *j, const struct report_form *f)
{
    json_key(j, "consents");
    json_open(j, '{');
    json_kbool(j, "shown_to_body", f->consent_shown);
    json_kbool(j, "quoted", f->consent_quoted);
    json_kbool(j, "open_handling", f->consent_open);
    json_kbool(j, "publication", f->consent_publication);
    json_close(j, '}');
}

/* Everything but who the reporter is. */
static void put_body(struct json *j, const struct report_form *f)
{
    put_text(j, "area_code", f->area_code);
    put_text(j, "category", f->category);
    put_subjects(j, f);
    put_list(j, "topics", f->topics, f->topic_count);
    put_texts(j, f, TEXT_PLAIN);
    put_list(j, "witnesses", f->witnesses, f->witness_count);
    put_list(j, "prior", f->prior, f->prior_count);
    put_text(j, "id_mode", f->id_mode);
    put_consents(j, f);
    json_kbool(j, "mass_interest", f->mass_interest);
    json_kbool(j, "protect_req", f->protect_req);
    json_kbool(j, "to_upper", f->to_upper);
    json_kbool(j, "truth_ack", f->truth_ack);
    put_texts(j, f, TEXT_DESK);
}

static void put_identity(struct json *j, const struct report_form *f)
{
    const struct report_identity *id = &f->identity;

    if (str_absent(id->name) && str_absent(id->phone) && str_absent(id->id_kind) &&
        str_absent(id->id_no) && str_absent(id->address))
        return;
    json_key(j, "identity");
    json_open(j, '{');
    put_texts(j, f, TEXT_IDENTITY);
    json_close(j, '}');
}

struct str report_body_json(struct arena *a, const struct report_form *f)
{
    struct buf b = buf_new(a);
    struct json j = json_new(&b);

    json_open(&j, '{');
    put_body(&j, f);
    json_close(&j, '}');
    return buf_str(&b);
}

struct str report_form_json(struct arena *a, const struct report_form *f)
{
    struct buf b = buf_new(a);
    struct json j = json_new(&b);

    json_open(&j, '{');
    put_body(&j, f);
    put_identity(&j, f);
    put_text(&j, "exposure_note", f->exposure_note);
    json_close(&j, '}');
    return buf_str(&b);
}

struct str report_identity_json(struct arena *a, const struct report_form *f)
{
    struct buf b = buf_new(a);
    struct json j = json_new(&b);

    json_open(&j, '{');
    put_identity(&j, f);
    put_text(&j, "exposure_note", f->exposure_note);
    json_close(&j, '}');
    return b.n > 2 ? buf_str(&b) : STR_NONE;
}

/* ---- reading ---- */

struct reader {
    struct ctx *c;
    struct report_form *f;
};

static void wrong(struct reader *r, const char *name, const char *key)
{
    fault_field(&r->c->fault, str_z(r->c->arena, str_of(name)), key, 0);
}

/* A text, or a number where people write one; null is absent. */
static struct str take_text(struct reader *r, const char *name, const json_t *v)
{
    if (json_is_null(v))
        return STR_NONE;
    if (json_is_integer(v))
        return str_fmt(r->c->arena, "%lld", (long long)json_integer_value(v));
    if (!json_is_string(v)) {
        wrong(r, name, T_KEY("json.type"));
        return STR_NONE;
    }
    return str_dup(r->c->arena, str_bytes(json_string_value(v), json_string_length(v)));
}

static void take_bool(struct reader *r, const char *name, const json_t *v, bool *ret)
{
    if (json_is_boolean(v))
        *ret = json_is_true(v);
    else if (!json_is_null(v))
        wrong(r, name, T_KEY("json.type"));
}

/* An array of texts, or one text. Too many are told by the form's check; they are not kept. */
static void take_list(struct reader *r, const char *name, const json_t *v, struct str *items,
                      size_t max, size_t *n)
{
    size_t count = json_is_array(v) ? json_array_size(v) : 1;

    *n = 0;
    if (json_is_null(v))
        return;
    if (!json_is_array(v)) {
        items[(*n)++] = take_text(r, name, v);
        return;
    }
    if (count > max) {
        wrong(r, name, T_KEY("report.many"));
        count = max;
    }
    for (size_t i = 0; i < count; i++)
        items[(*n)++] = take_text(r, name, json_array_get(v, i));
}

static const char *member_of(struct reader *r, const char *object, const char *member)
{
    return str_z(r->c->arena, str_fmt(r->c->arena, "%s.%s", object, member));
}

static void take_subject(struct reader *r, json_t *v, size_t i)
{
    struct report_subject *s = &r->f->subjects[i];
    const char *object = str_z(r->c->arena, str_fmt(r->c->arena, "subjects.%zu", i));
    const char *key;
    json_t *m;

    if (!json_is_object(v)) {
        wrong(r, object, T_KEY("json.type"));
        return;
    }
    json_object_foreach(v, key, m)
    {
        struct str *to = strcmp(key, "kind") == 0    ? &s->kind
                         : strcmp(key, "name") == 0  ? &s->name
                         : strcmp(key, "unit") == 0  ? &s->unit
                         : strcmp(key, "post") == 0  ? &s->post
                         : strcmp(key, "level") == 0 ? &s->level
                                                     : NULL;
        if (to)
            *to = take_text(r, member_of(r, object, key), m);
        else
            wrong(r, member_of(r, object, key), T_KEY("json.unknown"));
    }
}

static void take_subjects(struct reader *r, const json_t *v)
{
    size_t n = json_array_size(v);

    if (!json_is_array(v)) {
        wrong(r, "subjects", T_KEY("json.type"));
        return;
    }
    if (n > REPORT_SUBJECTS_MAX) {
        wrong(r, "subjects", T_KEY("report.many"));
        n = REPORT_SUBJECTS_MAX;
    }
    for (size_t i = 0; i < n; i++)
        take_subject(r, json_array_get(v, i), i);
    r->f->subject_count = n;
}

static void take_consents(struct reader *r, json_t *v)
{
    struct report_form *f = r->f;
    const char *key;
    json_t *m;

    if (!json_is_object(v)) {
        wrong(r, "consents", T_KEY("json.type"));
        return;
    }
    json_object_foreach(v, key, m)
    {
        bool *to = strcmp(key, "shown_to_body") == 0   ? &f->consent_shown
                   : strcmp(key, "quoted") == 0        ? &f->consent_quoted
                   : strcmp(key, "open_handling") == 0 ? &f->consent_open
                   : strcmp(key, "publication") == 0   ? &f->consent_publication
                                                       : NULL;
        if (to)
            take_bool(r, member_of(r, "consents", key), m, to);
        else
            wrong(r, member_of(r, "consents", key), T_KEY("json.unknown"));
    }
}

static bool take_known_text(struct reader *r, const char *name, const char *shown, const json_t *v,
                            bool identity)
{
    for (size_t i = 0; i < report_form_text_count; i++) {
        const struct form_text *t = &report_form_texts[i];
        if ((t->group == TEXT_IDENTITY) != identity || strcmp(t->name, name) != 0)
            continue;
        *form_text_of(r->f, t) = take_text(r, shown, v);
        return true;
    }
    return false;
}

static void take_identity(struct reader *r, json_t *v)
{
    const char *key;
    json_t *m;

    if (json_is_null(v))
        return;
    if (!json_is_object(v)) {
        wrong(r, "identity", T_KEY("json.type"));
        return;
    }
    json_object_foreach(v, key, m)
    {
        if (!take_known_text(r, key, member_of(r, "identity", key), m, true))
            wrong(r, member_of(r, "identity", key), T_KEY("json.unknown"));
    }
}

static bool take_flag(struct reader *r, const char *name, const json_t *v)
{
    struct report_form *f = r->f;
    bool *to = strcmp(name, "mass_interest") == 0 ? &f->mass_interest
               : strcmp(name, "protect_req") == 0 ? &f->protect_req
               : strcmp(name, "to_upper") == 0    ? &f->to_upper
               : strcmp(name, "truth_ack") == 0   ? &f->truth_ack
                                                  : NULL;
    if (to)
        take_bool(r, name, v, to);
    return to != NULL;
}

static bool take_part(struct reader *r, const char *name, json_t *v)
{
    struct report_form *f = r->f;

    if (strcmp(name, "subjects") == 0)
        take_subjects(r, v);
    else if (strcmp(name, "topics") == 0)
        take_list(r, name, v, f->topics, REPORT_TOPICS_MAX, &f->topic_count);
    else if (strcmp(name, "witnesses") == 0)
        take_list(r, name, v, f->witnesses, REPORT_WITNESSES_MAX, &f->witness_count);
    else if (strcmp(name, "prior") == 0)
        take_list(r, name, v, f->prior, REPORT_PRIOR_MAX, &f->prior_count);
    else if (strcmp(name, "consents") == 0)
        take_consents(r, v);
    else if (strcmp(name, "identity") == 0)
        take_identity(r, v);
    else
        return false;
    return true;
}

static bool take_code(struct reader *r, const char *name, const json_t *v)
{
    struct report_form *f = r->f;
    struct str *to = strcmp(name, "area_code") == 0  ? &f->area_code
                     : strcmp(name, "category") == 0 ? &f->category
                     : strcmp(name, "id_mode") == 0  ? &f->id_mode
                     : strcmp(name, "password") == 0 ? &f->password
                                                     : NULL;
    if (to)
        *to = take_text(r, name, v);
    return to != NULL;
}

static void take_form(struct reader *r, json_t *root)
{
    const char *key;
    json_t *v;

    json_object_foreach(root, key, v)
    {
        if (!take_code(r, key, v) && !take_flag(r, key, v) && !take_part(r, key, v) &&
            !take_known_text(r, key, key, v, false))
            wrong(r, key, T_KEY("json.unknown"));
    }
}

enum err report_form_read(struct ctx *c, struct str json, struct report_form *ret)
{
    struct report_form f = { 0 };
    struct reader r = { c, &f };
    json_error_t error;
    json_t *root;

    fault_clear(&c->fault);
    if (json.n > REPORT_JSON_MAX)
        return FAULT(&c->fault, ERR_LIMIT, "json.large", "%zu bytes", json.n);
    root = json_loadb(json.p ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return FAULT(&c->fault, ERR_INVALID, "json.syntax", "line %d", error.line);
    bool object = json_is_object(root);
    if (object)
        take_form(&r, root);
    json_decref(root);
    if (!object)
        return FAULT(&c->fault, ERR_INVALID, "json.syntax", "no object");
    if (c->fault.field_count)
        return ERR_INVALID;
    *ret = f;
    return ERR_OK;
}

enum err report_identity_parse(struct ctx *c, struct str json, struct report_identity *ret,
                               struct str *ret_exposure)
{
    struct report_form f;

    TRY(report_form_read(c, json, &f));
    *ret = f.identity;
    *ret_exposure = f.exposure_note;
    return ERR_OK;
}
