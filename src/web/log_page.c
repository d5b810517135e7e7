/*
 * log_page.c - the public log for people: what it is, and three pages that check what somebody
 * brings: a receipt, a check code, a proof that a step was left out. None needs a log-in or a
 * script, none keeps anything.
 */
#include "domain/log_rotate.h"
#include "i18n/i18n.h"
#include "web/log_words.h"
#include "web/pasted.h"

/* ---- what it is ---- */

struct about_witness {
    struct str name, says, at;
};
static const struct field about_witness_fields[] = { F_STR(struct about_witness, name),
                                                     F_STR(struct about_witness, says),
                                                     F_STR(struct about_witness, at), F_END };
struct about_view {
    bool has, witnessed, alone, enough;
    struct str quorum;
    struct list witnesses;
    struct str origin, vkey, promise_vkey, size, root;
    struct str policy;
};
static const struct field about_fields[] = {
    F_BOOL(struct about_view, has),    F_STR(struct about_view, origin),
    F_STR(struct about_view, vkey),    F_STR(struct about_view, promise_vkey),
    F_STR(struct about_view, size),    F_STR(struct about_view, root),
    F_STR(struct about_view, policy),  F_BOOL(struct about_view, witnessed),
    F_BOOL(struct about_view, alone),  F_BOOL(struct about_view, enough),
    F_STR(struct about_view, quorum),
    F_LIST(struct about_view, witnesses, struct about_witness, about_witness_fields),
    F_END
};
const struct page_view web_log_about_view = { "log_about", about_fields };

/* Who else has signed, and when; whether the shown head has its quorum. */
static enum err fill_witnesses(struct ctx *c, struct req *r, struct str note, struct about_view *v)
{
    struct log_witnesses *all = arena_new_of(c->arena, struct log_witnesses);
    struct policy *p = arena_new_of(c->arena, struct policy);
    struct about_witness *rows = arena_array(c->arena, struct about_witness, LOG_WITNESSES_MAX);
    int64_t quorum;

    TRY(log_witness_list(c, all));
    TRY(log_quorum(c, &quorum, NULL));
    for (size_t i = 0; i < all->n; i++) {
        const struct log_witness *w = &all->items[i];
        rows[i] = (struct about_witness){ .name = w->key.name,
                                          .says = web_text(r, log_witness_key(w->status)),
                                          .at = w->signed_at.ms
                                                    ? i18n_time(c->arena, web_of(r)->lang,
                                                                w->signed_at, ctx_today(c))
                                                    : STR_NONE };
    }
    v->witnesses = (struct list){ rows, all->n };
    v->witnessed = all->n > 0;
    v->alone = all->n == 0;
    v->quorum = log_number(r, (uint64_t)quorum);
    v->enough = policy_parse(c->arena, v->policy, p, NULL) &&
                policy_check(c->arena, p, note, NULL, NULL) == POLICY_OK;
    return ERR_OK;
}

static enum err fill_about(struct ctx *c, struct req *r, struct about_view *v)
{
    struct log_keys *keys = arena_new_of(c->arena, struct log_keys);
    struct note_key promise;
    struct checkpoint head;
    struct str note;
    uint64_t size;

    TRY(public_log_keys(c, keys));
    TRY(log_promise_key(c, &promise));
    TRY(log_policy_text(c, &v->policy));
    v->origin = keys->all[0].name;
    v->vkey = note_key_text(c->arena, &keys->all[0]);
    v->promise_vkey = note_key_text(c->arena, &promise);
    TRY(public_log_checkpoint(c, &note, &size));
    if (!log_keys_open(c->arena, keys, note, &head, NULL))
        return FAULT(&c->fault, ERR_STORE, "log.broken", "the last signed head");
    v->size = log_number(r, head.size);
    v->root = log_grouped(c->arena, str_hex(c->arena, head.root.b, HASH_BYTES));
    v->has = true;
    return fill_witnesses(c, r, note, v);
}

enum err web_log_about(struct ctx *c, struct req *r, struct resp *w)
{
    struct about_view v = { 0 };
    enum err e = fill_about(c, r, &v);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault); /* the page says that there is none yet */
    return web_render(r, w, "log_about", (struct view){ about_fields, &v });
}

enum err web_log_policy(struct ctx *c, struct req *r, struct resp *w)
{
    struct str text;

    TRY(log_policy_text(c, &text));
    TRY(log_send_file(c, w, S("policy.txt"), text));
    resp_header(w, S("Access-Control-Allow-Origin"), S("*"));
    return ERR_OK;
}

enum err web_log_keys(struct ctx *c, struct req *r, struct resp *w)
{
    struct str text;

    TRY(log_key_statements(c, &text));
    TRY(log_send_file(c, w, S("keys.txt"), text));
    resp_header(w, S("Access-Control-Allow-Origin"), S("*"));
    return ERR_OK;
}

/* ---- a receipt ---- */

struct seen_row {
    struct str name, at;
};
static const struct field seen_fields[] = { F_STR(struct seen_row, name),
                                            F_STR(struct seen_row, at), F_END };
struct check_page {
    struct input file, receipt, policy;
    bool told, proven, no_witness, has_meta, has_body;
    struct str verdict, origin, index, size, published, body;
    struct list seen, meta;
};
static const struct field check_page_fields[] = {
    F_VIEW(struct check_page, file, input_fields),
    F_VIEW(struct check_page, receipt, input_fields),
    F_VIEW(struct check_page, policy, input_fields),
    F_BOOL(struct check_page, told),
    F_BOOL(struct check_page, proven),
    F_BOOL(struct check_page, no_witness),
    F_BOOL(struct check_page, has_meta),
    F_BOOL(struct check_page, has_body),
    F_STR(struct check_page, verdict),
    F_STR(struct check_page, origin),
    F_STR(struct check_page, index),
    F_STR(struct check_page, size),
    F_STR(struct check_page, published),
    F_STR(struct check_page, body),
    F_LIST(struct check_page, seen, struct seen_row, seen_fields),
    F_LIST(struct check_page, meta, struct meta_row, meta_row_fields),
    F_END
};
const struct page_view web_log_check_view = { "log_check", check_page_fields };

static void check_inputs(struct ctx *c, struct req *r, struct check_page *v)
{
    v->file = web_input(c, r, "file", STR_NONE);
    v->receipt = web_input(c, r, "receipt", STR_NONE);
    v->policy = web_input(c, r, "policy", STR_NONE);
}

static void fill_checked(struct ctx *c, struct req *r, const struct log_checked *k,
                         struct check_page *v)
{
    struct seen_row *seen = arena_array(c->arena, struct seen_row, LOG_SEEN_MAX);

    v->told = true;
    v->proven = k->verdict == JUDGE_PROVEN;
    v->verdict = web_text(r, judge_key(k->verdict));
    v->published = log_number(r, k->published);
    if (!judge_is_receipt(k->verdict))
        return;
    v->origin = k->j.head.origin;
    v->index = log_number(r, k->j.receipt.index);
    v->size = log_number(r, k->j.head.size);
    for (size_t i = 0; i < k->seen_count; i++)
        seen[i] = (struct seen_row){ k->seen[i].name, i18n_time(c->arena, web_of(r)->lang,
                                                                k->seen[i].at, ctx_today(c)) };
    v->seen = (struct list){ seen, k->seen_count };
    v->no_witness = v->proven && k->seen_count == 0;
    if (!v->proven) /* what cannot be believed is not read out */
        return;
    v->meta = log_meta_rows(r, k->j.opened.r_m ? k->j.opened.meta : STR_NONE);
    v->has_meta = v->meta.n > 0;
    v->has_body = k->j.opened.r_b != NULL && k->j.opened.body.n > 0;
    v->body = v->has_body ? k->j.opened.body : STR_NONE;
}

enum err web_log_check(struct ctx *c, struct req *r, struct resp *w)
{
    struct check_page v = { 0 };

    check_inputs(c, r, &v);
    return web_render(r, w, "log_check", (struct view){ check_page_fields, &v });
}

PASTED_SINK(web_log_check_do_sink);

enum err web_log_check_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct log_checked *k = arena_new_of(c->arena, struct log_checked);
    struct check_page v = { 0 };
    struct str text;
    enum err e = pasted_text(c, r, "receipt", &text);

    if (e == ERR_OK)
        e = log_check_receipt(c, text, req_form(r, S("policy")), k);
    check_inputs(c, r, &v);
    if (e == ERR_INVALID)
        return web_form_again(c, r, w, "log_check", (struct view){ check_page_fields, &v });
    TRY(e);
    fill_checked(c, r, k, &v);
    if (!v.proven)
        w->status = 422;
    return web_render(r, w, "log_check", (struct view){ check_page_fields, &v });
}

/* ---- a check code ---- */

struct found_row {
    struct str number, index, head;
    bool published, waits, lost;
};
static const struct field found_fields[] = {
    F_STR(struct found_row, number), F_STR(struct found_row, index),
    F_STR(struct found_row, head),   F_BOOL(struct found_row, published),
    F_BOOL(struct found_row, waits), F_BOOL(struct found_row, lost),
    F_END
};
struct find_page {
    struct input report_no, check_code;
    bool told, any, none, missing;
    struct str published;
    struct list rows;
};
static const struct field find_page_fields[] = {
    F_VIEW(struct find_page, report_no, input_fields),
    F_VIEW(struct find_page, check_code, input_fields),
    F_BOOL(struct find_page, told),
    F_BOOL(struct find_page, any),
    F_BOOL(struct find_page, none),
    F_BOOL(struct find_page, missing),
    F_STR(struct find_page, published),
    F_LIST(struct find_page, rows, struct found_row, found_fields),
    F_END
};
const struct page_view web_log_find_view = { "log_find", find_page_fields };

static void fill_found(struct ctx *c, struct req *r, const struct log_found *f,
                       struct find_page *v)
{
    struct found_row *rows = arena_array(c->arena, struct found_row, f->n + 1);

    for (size_t i = 0; i < f->n; i++) {
        const struct log_found_leaf *l = &f->items[i];
        rows[i] = (struct found_row){
            .number = i18n_number(c->arena, (int64_t)i + 1),
            .index = log_number(r, l->place.index),
            .head = log_number(r, l->head),
            .published = l->place.state == LEAF_PUBLISHED && l->proven,
            .waits = l->place.state == LEAF_WAITS || l->place.state == LEAF_UNSIGNED,
        };
        rows[i].lost = !rows[i].published && !rows[i].waits;
        v->missing = v->missing || rows[i].lost;
    }
    v->rows = (struct list){ rows, f->n };
    v->told = true;
    v->any = f->n > 0;
    v->none = f->n == 0;
    v->published = log_number(r, f->published);
}

static void find_inputs(struct ctx *c, struct req *r, struct find_page *v)
{
    v->report_no = web_input(c, r, "report_no", STR_NONE);
    v->check_code = web_input(c, r, "check_code", STR_NONE);
}

enum err web_log_find(struct ctx *c, struct req *r, struct resp *w)
{
    struct find_page v = { 0 };

    find_inputs(c, r, &v);
    return web_render(r, w, "log_find", (struct view){ find_page_fields, &v });
}

enum err web_log_find_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct find_page v = { 0 };
    struct log_found f;
    struct note_key k;
    enum err e = public_log_key(c, &k);

    if (e == ERR_OK)
        e = log_find(c, req_form(r, S("report_no")), req_form(r, S("check_code")), &f);
    find_inputs(c, r, &v);
    if (e == ERR_INVALID)
        return web_form_again(c, r, w, "log_find", (struct view){ find_page_fields, &v });
    TRY(e);
    fill_found(c, r, &f, &v);
    v.report_no.value = STR_NONE; /* shown once more only where something has to be corrected */
    v.check_code.value = STR_NONE;
    return web_render(r, w, "log_find", (struct view){ find_page_fields, &v });
}

/* ---- a proof of an omission ---- */

struct opened_view {
    struct list meta;
};
static const struct field opened_fields[] = {
    F_LIST(struct opened_view, meta, struct meta_row, meta_row_fields), F_END
};
struct omission_page {
    struct input file, omission;
    bool told, shown, has_events;
    struct str verdict, step, day, rebut, published;
    struct list events;
};
static const struct field omission_page_fields[] = {
    F_VIEW(struct omission_page, file, input_fields),
    F_VIEW(struct omission_page, omission, input_fields),
    F_BOOL(struct omission_page, told),
    F_BOOL(struct omission_page, shown),
    F_BOOL(struct omission_page, has_events),
    F_STR(struct omission_page, verdict),
    F_STR(struct omission_page, step),
    F_STR(struct omission_page, day),
    F_STR(struct omission_page, rebut),
    F_STR(struct omission_page, published),
    F_LIST(struct omission_page, events, struct opened_view, opened_fields),
    F_END
};
const struct page_view web_log_omission_view = { "log_omission", omission_page_fields };

static void omission_inputs(struct ctx *c, struct req *r, struct omission_page *v)
{
    v->file = web_input(c, r, "file", STR_NONE);
    v->omission = web_input(c, r, "omission", STR_NONE);
}

enum err web_log_omission(struct ctx *c, struct req *r, struct resp *w)
{
    struct omission_page v = { 0 };

    omission_inputs(c, r, &v);
    return web_render(r, w, "log_omission", (struct view){ omission_page_fields, &v });
}

static void fill_omission(struct ctx *c, struct req *r, const struct omission_checked *k,
                          struct omission_page *v)
{
    struct opened_view *events = arena_array(c->arena, struct opened_view, k->o->n + 1);

    v->told = true;
    v->shown = k->verdict == OMISSION_SHOWN;
    v->verdict = web_text(r, omission_key(k->verdict));
    v->published = log_number(r, k->published);
    if (!v->shown)
        return;
    v->step = log_clock_text(r, k->o->step);
    v->day = i18n_day(c->arena, web_of(r)->lang, k->o->due, ctx_today(c));
    v->rebut = str_hex(c->arena, k->o->entries[k->o->n - 1] + 1 + LEAF_HASH, LEAF_HASH);
    for (size_t i = 0; i < k->o->n; i++)
        events[i].meta = log_meta_rows(r, k->o->openings[i].meta);
    v->events = (struct list){ events, k->o->n };
    v->has_events = true;
}

PASTED_SINK(web_log_omission_do_sink);

enum err web_log_omission_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct omission_page v = { 0 };
    struct omission_checked k;
    struct str text;
    enum err e = pasted_text(c, r, "omission", &text);

    if (e == ERR_OK)
        e = omission_check(c, text, &k);
    omission_inputs(c, r, &v);
    if (e == ERR_INVALID)
        return web_form_again(c, r, w, "log_omission", (struct view){ omission_page_fields, &v });
    TRY(e);
    fill_omission(c, r, &k, &v);
    if (!v.shown)
        w->status = 422;
    return web_render(r, w, "log_omission", (struct view){ omission_page_fields, &v });
}
