/* Rows of papers and deliveries: sealed, numbered, found by those they are for. */
#include "domain/document.h"

#include <assert.h>

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/document_text.h"
#include "domain/intake.h"
#include "domain/org.h"
#include "domain/reach.h"
#include "domain/report_seal.h"
#include "domain/rowmac.h"
#include "gen/embed.h"
#include "gen/queries.h"

#define SALT_SIZE 32
#define HEAD_VALUES 8

enum {
    D_ID,
    D_MATTER,
    D_REPORT,
    D_CODE,
    D_MARK,
    D_YEAR,
    D_SEQ,
    D_MADE,
    D_FORM,
    D_DELIVERED,
    D_TEXT
};

struct document_draft {
    int64_t id, matter, report, org;
    struct str code, template_name, sealed, hash;
};

static struct place document_place(int64_t id, int64_t matter, int64_t report)
{
    return (struct place){ .table = PLACE_DOCUMENT,
                           .column = 1,
                           .owner = report ? report : matter,
                           .row = id,
                           .version = 1 };
}

/* ---- made ---- */

struct values {
    struct document_value items[DOCUMENT_VALUES_MAX];
    size_t n;
};

static void put(struct values *v, struct str name, struct str value)
{
    assert(v->n < DOCUMENT_VALUES_MAX);
    v->items[v->n++] = (struct document_value){ name, str_absent(value) ? S("") : value };
}

static bool is_given(const struct document_new *n, struct str name)
{
    for (size_t i = 0; i < n->value_count; i++) {
        if (str_eq(n->values[i].name, name))
            return true;
    }
    return false;
}

/* His number stands only in what is for him; intake gives it itself, before there is a row. */
static enum err put_reporter(struct ctx *c, const struct document_new *n, struct values *v)
{
    struct report_row row;
    struct str number;

    if (n->report == 0 || is_given(n, S("report_no")))
        return ERR_OK;
    TRY(report_row_find(c, n->report, &row));
    TRY(report_row_number(c, &row, n->key, &number));
    put(v, S("report_no"), report_number_shown(c->arena, number));
    put(v, S("named"), row.named ? S("1") : S(""));
    return ERR_OK;
}

static enum err put_head(struct ctx *c, const struct document_new *n, const struct org *o,
                         struct values *v)
{
    put(v, S("body_name"), o->name);
    put(v, S("body_phone"), o->phone);
    put(v, S("body_address"), o->address);
    put(v, S("date"), document_day(c->arena, ctx_today(c)));
    put(v, S("code"), n->code);
    return put_reporter(c, n, v);
}

/* Who issues it: named, or the actor's body, or the matter's when time acts. */
static enum err issuer(struct ctx *c, const struct document_new *n, const struct org **ret)
{
    int64_t org = n->org ? n->org : c->actor->kind == ACTOR_OFFICER ? c->actor->org : 0;
    struct rows r;

    if (org == 0) {
        TRY(store_run(c, Q_DOCUMENT_ORG, &r, INT(n->matter)));
        org = r.n ? cell(&r, 0, 0)->i : 0;
    }
    *ret = org_find(app_orgs(c->app), org);
    assert(*ret);
    return ERR_OK;
}

static void seal_text(struct ctx *c, const struct document_new *n, struct str text,
                      struct document_draft *d)
{
    struct buf b = buf_new(c->arena);
    uint8_t salt[SALT_SIZE], hash[32];

    ctx_random(c, salt, sizeof(salt));
    buf_bytes(&b, salt, sizeof(salt));
    buf_put(&b, text);
    sha256(buf_str(&b), hash);
    d->hash = str_hex(c->arena, hash, sizeof(hash));
    d->sealed =
        record_seal(c, n->key, document_place(d->id, n->matter, n->report), buf_str(&b), true);
}

enum err document_prepare(struct ctx *c, const struct document_new *n, struct document_draft **ret)
{
    struct document_draft *d = arena_new_of(c->arena, struct document_draft);
    struct values *v = arena_new_of(c->arena, struct values);
    const char *file =
        str_z(c->arena, str_fmt(c->arena, "notices/%.*s.mustache", STR_ARG(n->code)));
    struct str wording = embed_find(file), text, date;
    const struct org *o;

    assert(n->key && n->matter && n->value_count + HEAD_VALUES <= DOCUMENT_VALUES_MAX);
    if (str_absent(wording))
        return FAULT(&c->fault, ERR_INVALID, "document.wording", "no %s", file);
    for (size_t i = 0; i < n->value_count; i++)
        put(v, n->values[i].name, n->values[i].value);
    TRY(issuer(c, n, &o));
    TRY(put_head(c, n, o, v));
    TRY(document_text_render(c, n->code, wording, v->items, v->n, &text, &date));
    *d = (struct document_draft){ .id = ctx_random_id(c),
                                  .matter = n->matter,
                                  .report = n->report,
                                  .org = o->id,
                                  .code = n->code };
    d->template_name = str_fmt(c->arena, "%.*s@%.*s", STR_ARG(n->code), STR_ARG(date));
    seal_text(c, n, text, d);
    *ret = d;
    return ERR_OK;
}

struct str document_draft_hash(const struct document_draft *d)
{
    return d->hash;
}

/* Numbers of a body's letters run by year; the slip of a report is no letter. */
static enum err number_next(struct ctx *c, const struct document_draft *d, struct reg_no *ret)
{
    const struct org *o = org_find(app_orgs(c->app), d->org);
    struct rows r;
    int year, month, dom;

    *ret = (struct reg_no){ 0 };
    if (str_eq(d->code, S("W01")))
        return ERR_OK;
    day_to_ymd(ctx_today(c), &year, &month, &dom);
    TRY(store_run(c, Q_COUNTER_NEXT, &r, INT(d->org), TEXT(S("DOC")), INT(year)));
    *ret = (struct reg_no){ str_fmt(c->arena, "%.*s函", STR_ARG(o->mark)), year,
                            cell(&r, 0, 0)->i - 1 };
    return ERR_OK;
}

enum err document_store(struct ctx *c, struct document_draft *d, int64_t *ret_id,
                        struct str *ret_hash_hex)
{
    struct reg_no no;

    assert(c->tx);
    TRY(number_next(c, d, &no));
    TRY(store_run(c, Q_DOCUMENT_ADD, NULL, INT(d->id), INT(d->matter), ID(d->report), TEXT(d->code),
                  ID(no.year), ID(no.seq), TEXT(no.mark), TEXT(d->template_name), DAY(ctx_today(c)),
                  BLOB(d->sealed)));
    *ret_id = d->id;
    *ret_hash_hex = d->hash;
    return ERR_OK;
}

/* ---- found ---- */

static struct document_view view_of(struct ctx *c, const struct rows *r, size_t i)
{
    struct document_view v = { .id = cell(r, i, D_ID)->i,
                               .matter = cell(r, i, D_MATTER)->i,
                               .report = cell(r, i, D_REPORT)->i,
                               .code = cell(r, i, D_CODE)->s,
                               .made = cell_day(r, i, D_MADE),
                               .delivered = cell(r, i, D_FORM)->kind != VALUE_NULL,
                               .delivery_form = cell(r, i, D_FORM)->s,
                               .delivered_day = cell_day(r, i, D_DELIVERED) };
    struct str key = str_fmt(c->arena, "document.%.*s", STR_ARG(v.code));

    v.internal = v.report == 0;
    v.title = i18n_text(c->app->i18n, LANG_ZH, key);
    if (!str_absent(cell(r, i, D_MARK)->s))
        v.doc_no = reg_no_text(c->arena, cell(r, i, D_MARK)->s, cell(r, i, D_YEAR)->i,
                               cell(r, i, D_SEQ)->i);
    return v;
}

/* The slip holds number and check code, which find the report's entries in the log: it is for its
 * reporter alone. The desk prints it from the answer of its own intake. */
static bool hidden(const struct ctx *c, const struct document_view *v)
{
    return str_eq(v->code, S("W01")) && c->actor->kind != ACTOR_REPORTER;
}

static void list_of(struct ctx *c, const struct rows *r, bool papers, bool internal,
                    struct document_list *ret)
{
    struct document_view *items = arena_array(c->arena, struct document_view, r->n + 1);
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++) {
        struct document_view v = view_of(c, r, i);
        if (!(v.internal ? internal : papers) || hidden(c, &v))
            continue;
        v.closed = c->actor->kind == ACTOR_OFFICER &&
                   !vault_can(c, v.internal ? OBJECT_KM : OBJECT_KR,
                              v.internal ? v.matter : v.report);
        items[n++] = v;
    }
    *ret = (struct document_list){ items, n };
}

enum err document_of_report(struct ctx *c, int64_t report, struct document_list *ret)
{
    struct rows r;
    unsigned may;

    TRY(reach_report(c, report, &may));
    TRY(store_run(c, Q_DOCUMENT_LIST_REPORT, &r, INT(report)));
    list_of(c, &r, may & REACH_PAPERS, false, ret);
    return ERR_OK;
}

enum err document_of_matter(struct ctx *c, int64_t matter, struct document_list *ret)
{
    struct rows r;
    unsigned may;

    TRY(reach_matter(c, matter, &may));
    TRY(store_run(c, Q_DOCUMENT_LIST_MATTER, &r, INT(matter)));
    list_of(c, &r, may & REACH_PAPERS, may & REACH_INTERNAL, ret);
    return ERR_OK;
}

/* ---- read ---- */

static enum err none(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "document.none", "none, or not in reach");
}

static enum err open_text(struct ctx *c, const struct key *k, struct str sealed,
                          struct document_view *v)
{
    struct str plain;
    uint8_t hash[32];

    if (!record_open(c->arena, k, document_place(v->id, v->matter, v->report), sealed, true,
                     &plain) ||
        plain.n < SALT_SIZE ||
        !document_text_lines(c->arena, str_slice(plain, SALT_SIZE, plain.n), &v->lines,
                             &v->line_count))
        return FAULT(&c->fault, ERR_STORE, "document.broken", "a paper does not open");
    sha256(plain, hash);
    v->hash = str_hex(c->arena, hash, sizeof(hash));
    v->salt = str_hex(c->arena, plain.p, SALT_SIZE);
    v->text = document_text_plain(c->arena, v->lines, v->line_count);
    if (v->lines[0].mark == DOCUMENT_TITLE)
        v->title = v->lines[0].text;
    return ERR_OK;
}

static enum err check_reach(struct ctx *c, const struct document_view *v)
{
    unsigned may, needed = v->internal ? REACH_INTERNAL : REACH_PAPERS;
    enum err e = v->internal ? reach_matter(c, v->matter, &may) : reach_report(c, v->report, &may);

    if (e == ERR_NOT_FOUND || (e == ERR_OK && (!(may & needed) || hidden(c, v))))
        return none(c);
    return e;
}

enum err document_read(struct ctx *c, int64_t id, struct document_view *ret)
{
    struct rows r;
    struct key k;

    TRY(store_run(c, Q_DOCUMENT_FIND, &r, INT(id)));
    if (r.n == 0)
        return none(c);
    struct document_view v = view_of(c, &r, 0);
    TRY(check_reach(c, &v));
    TRY(vault_open(c, v.internal ? OBJECT_KM : OBJECT_KR, v.internal ? v.matter : v.report, &k));
    enum err e = open_text(c, &k, cell(&r, 0, D_TEXT)->s, &v);
    key_wipe(&k);
    if (e == ERR_OK && c->actor->kind == ACTOR_OFFICER)
        e = audit_write(c, "document.open", v.matter, v.report,
                        str_fmt(c->arena, "%.*s %lld", STR_ARG(v.code), (long long)v.id));
    if (e != ERR_OK)
        return e;
    *ret = v;
    return ERR_OK;
}

enum err document_rewrap(struct ctx *c, int64_t report, const struct key *kr_old,
                         const struct key *kr_new)
{
    struct rows r;

    assert(c->tx);
    TRY(store_run(c, Q_DOCUMENT_LIST_REPORT, &r, INT(report)));
    for (size_t i = 0; i < r.n; i++) {
        struct place at = document_place(cell(&r, i, D_ID)->i, cell(&r, i, D_MATTER)->i, report);
        struct str plain;
        if (!record_open(c->arena, kr_old, at, cell(&r, i, D_TEXT)->s, true, &plain))
            return FAULT(&c->fault, ERR_STORE, "document.broken", "a paper does not open");
        TRY(store_run(c, Q_DOCUMENT_RESEAL, NULL, BLOB(record_seal(c, kr_new, at, plain, true)),
                      INT(cell(&r, i, D_ID)->i)));
    }
    return ERR_OK;
}

/* ---- delivered ---- */

static bool by_word_of_mouth(struct str form)
{
    return str_eq(form, S("IN_PERSON")) || str_eq(form, S("PHONE"));
}

static bool form_known(struct str form)
{
    static const char *const forms[] = { "WRITTEN", "IN_PERSON", "PHONE", "SMS",
                                         "SYSTEM",  "MAIL",      "POST",  "PUBLIC" };

    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (str_eq(form, str_of(forms[i])))
            return true;
    }
    return false;
}

enum err delivery_store(struct ctx *c, const struct delivery_new *n)
{
    int64_t id = ctx_run_id(c), officer = c->actor->officer;
    struct place at = {
        .table = PLACE_DELIVERY, .column = 1, .owner = n->document, .row = id, .version = 1
    };
    struct str sealed = STR_NONE;

    assert(c->tx && !day_absent(n->day));
    if (!form_known(n->form))
        fault_field(&c->fault, "form", T_KEY("form.option"), 0);
    if (by_word_of_mouth(n->form) && (n->second_officer == 0 || n->second_officer == officer))
        fault_field(&c->fault, "second_officer", T_KEY("delivery.two_officers"), 0);
    if (c->fault.field_count > 0)
        return ERR_INVALID;
    if (!str_empty(n->detail) && n->key)
        sealed = record_seal(c, n->key, at, n->detail, true);
    return store_run(c, Q_DELIVERY_ADD, NULL, INT(id), INT(n->document), TEXT(n->form), DAY(n->day),
                     ID(officer), ID(n->second_officer), BLOB(sealed));
}
