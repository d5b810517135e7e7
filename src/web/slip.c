/*
 * slip.c - the slips of what a clerk took in: number, check code and, once, the one-time password.
 *
 * They lie sealed under a cookie that the clerk's browser forgets when it closes: the server cannot
 * read them by itself. A password leaves the record before the page with it is sent, so it is shown
 * once; who loses the strip gets a new one at the desk.
 */
#include <jansson.h>

#include "base/json.h"
#include "domain/app.h"
#include "domain/draft.h"
#include "domain/org.h"
#include "web/desk.h"

static struct str cookie_name(struct req *r)
{
    return web_of(r)->web->https ? S("__Host-slips") : S("slips");
}

static struct str text_of(struct ctx *c, const json_t *o, const char *name)
{
    const json_t *s = json_object_get(o, name);

    return json_is_string(s)
               ? str_dup(c->arena, str_bytes(json_string_value(s), json_string_length(s)))
               : STR_NONE;
}

static enum err read_slip(struct ctx *c, const json_t *o, struct slip *s)
{
    s->channel = text_of(c, o, "channel");
    s->pieces = text_of(c, o, "pieces");
    if (!day_parse(text_of(c, o, "received"), &s->received))
        s->received = DAY_NONE;
    return report_receipt_read(c, text_of(c, o, "receipt"), &s->receipt);
}

static enum err read_all(struct ctx *c, const json_t *root, struct slips *s)
{
    const json_t *list = json_object_get(root, "slips");
    size_t n = json_array_size(list);

    if (json_integer_value(json_object_get(root, "officer")) != c->actor->officer)
        return ERR_OK; /* another one logged in at this browser */
    s->arrived_on = text_of(c, root, "arrived_on");
    s->postmark_on = text_of(c, root, "postmark_on");
    s->area_code = text_of(c, root, "area_code");
    s->receivers = text_of(c, root, "receivers");
    for (size_t i = 0; i < n && i < SLIPS_MAX; i++)
        TRY(read_slip(c, json_array_get(list, i), &s->items[s->n++]));
    return ERR_OK;
}

enum err slips_load(struct ctx *c, struct req *r, struct slips *ret)
{
    struct str text;
    struct slips s = { .cookie = req_cookie(r, cookie_name(r)) };

    *ret = (struct slips){ 0 };
    if (!draft_cookie_ok(s.cookie))
        return ERR_OK;
    ret->cookie = s.cookie;
    enum err e = draft_load(c, s.cookie, &text);
    if (e == ERR_NOT_FOUND) {
        fault_clear(&c->fault);
        return ERR_OK;
    }
    TRY(e);
    json_t *root = json_loadb(text.p, text.n, 0, NULL);
    e = read_all(c, root, &s);
    json_decref(root);
    TRY(e);
    *ret = s;
    return ERR_OK;
}

enum err slips_save(struct ctx *c, struct req *r, struct slips *s)
{
    struct buf text = buf_new(c->arena);
    struct json j = json_new(&text);

    json_open(&j, '{');
    json_ki64(&j, "officer", c->actor->officer);
    json_kstr(&j, "arrived_on", s->arrived_on);
    json_kstr(&j, "postmark_on", s->postmark_on);
    json_kstr(&j, "area_code", s->area_code);
    json_kstr(&j, "receivers", s->receivers);
    json_key(&j, "slips");
    json_open(&j, '[');
    for (size_t i = 0; i < s->n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "channel", s->items[i].channel);
        json_kstr(&j, "pieces", s->items[i].pieces);
        json_kstr(&j, "received", day_format(c->arena, s->items[i].received));
        json_kstr(&j, "receipt", report_receipt_json(c->arena, &s->items[i].receipt));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    TRY(draft_save(c, &s->cookie, buf_str(&text)));
    web_cookie(r, cookie_name(r), s->cookie, -1);
    return ERR_OK;
}

enum err slips_drop(struct ctx *c, struct req *r)
{
    struct str cookie = req_cookie(r, cookie_name(r));

    if (!draft_cookie_ok(cookie))
        return ERR_OK;
    web_cookie(r, cookie_name(r), S(""), 0);
    return draft_drop(c, cookie);
}

/* ---- the slip ---- */

struct slip_due {
    struct str code, day;
};
struct slip_view {
    struct str number, check_code, password, channel, received, pieces, org_name, org_address,
        org_phone, shown, site;
    struct list dues;
    bool sealed_up;
};
static const struct field slip_due_fields[] = { F_STR(struct slip_due, code),
                                                F_STR(struct slip_due, day), F_END };
static const struct field slip_fields[] = { F_STR(struct slip_view, number),
                                            F_STR(struct slip_view, check_code),
                                            F_STR(struct slip_view, password),
                                            F_STR(struct slip_view, channel),
                                            F_STR(struct slip_view, received),
                                            F_STR(struct slip_view, pieces),
                                            F_STR(struct slip_view, org_name),
                                            F_STR(struct slip_view, org_address),
                                            F_STR(struct slip_view, org_phone),
                                            F_STR(struct slip_view, shown),
                                            F_STR(struct slip_view, site),
                                            F_LIST(struct slip_view, dues, struct slip_due,
                                                   slip_due_fields),
                                            F_BOOL(struct slip_view, sealed_up),
                                            F_END };
const struct page_view web_desk_slip_view = { "desk_slip", slip_fields };

static struct list dues_of(struct ctx *c, struct req *r, const struct report_receipt *t)
{
    struct slip_due *list = arena_array(c->arena, struct slip_due, REPORT_DUES_MAX);

    for (size_t i = 0; i < t->due_count; i++)
        list[i] = (struct slip_due){ t->due[i].code,
                                     i18n_day_full(c->arena, web_of(r)->lang, t->due[i].date) };
    return (struct list){ list, t->due_count };
}

enum err slip_page(struct ctx *c, struct req *r, struct resp *w, const struct slip *s)
{
    const struct report_receipt *t = &s->receipt;
    const struct org *o = org_find(app_orgs(c->app), c->actor->org);
    struct slip_view v = {
        .number = report_number_shown(c->arena, t->report_no),
        .check_code = check_code_shown(c->arena, t->check_code),
        .password = t->one_time_password,
        .channel = s->channel,
        .received = i18n_day_full(c->arena, web_of(r)->lang, s->received),
        .pieces = s->pieces,
        .org_name = t->org_name,
        .org_address = o ? o->address : STR_NONE,
        .org_phone = o ? o->phone : STR_NONE,
        .shown = str_slice(t->shown, sizeof("shown.") - 1, t->shown.n),
        .site = c->app->public_host,
        .dues = dues_of(c, r, t),
        .sealed_up = t->sealed_up,
    };
    return web_render(r, w, "desk_slip", (struct view){ slip_fields, &v });
}

/* POST, for the password is gone from the record afterwards; the page itself is the answer, since
 * a secret that is shown once has no address of its own. */
enum err web_desk_slip(struct ctx *c, struct req *r, struct resp *w)
{
    struct slips s;
    uint64_t at = 0;

    TRY(slips_load(c, r, &s));
    if (!str_u64(req_form(r, S("at")), &at) || at == 0 || at > s.n)
        return FAULT(&c->fault, ERR_NOT_FOUND, "desk.slip.none", "no slip %llu",
                     (unsigned long long)at);
    struct slip shown = s.items[at - 1];
    if (!str_absent(shown.receipt.one_time_password)) {
        s.items[at - 1].receipt.one_time_password = STR_NONE;
        TRY(slips_save(c, r, &s));
    }
    return slip_page(c, r, w, &shown);
}

/* ---- taking back what was entered by mistake ---- */

enum err slip_undo(struct ctx *c, struct req *r, const struct slip *s, struct str *ret_id,
                   struct str *ret_until)
{
    struct instant until = { 0 };

    if (s->receipt.matter)
        TRY(report_undo_entry_until(c, s->receipt.matter, &until));
    if (until.ms) {
        *ret_id = id_text(c, s->receipt.matter);
        *ret_until = i18n_time(c->arena, web_of(r)->lang, until, ctx_today(c));
    }
    return ERR_OK;
}

/* By its id, not its place: another window may have put a newer one on top. */
enum err web_desk_slip_undo(struct ctx *c, struct req *r, struct resp *w)
{
    struct slips s;
    int64_t matter;
    size_t kept = 0;

    if (!id_read(c, req_form(r, S("matter")), &matter))
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no id");
    TRY(report_undo_entry(c, matter));
    if (slips_load(c, r, &s) == ERR_OK && s.n) {
        for (size_t i = 0; i < s.n; i++)
            if (s.items[i].receipt.matter != matter)
                s.items[kept++] = s.items[i];
        s.n = kept;
        if (slips_save(c, r, &s) != ERR_OK) /* its slip opens nothing any more */
            fault_clear(&c->fault);
    }
    web_done(r, "done.entry_undone");
    return web_see_other(w, S("/desk/slips"));
}

/* ---- the list ---- */

struct slip_row {
    int64_t at;
    struct str number, reg_no, channel, id;
    struct str undo_id, undo_until; /* while he may take it back */
    bool has_password;
};
struct slips_view {
    struct list rows;
};
static const struct field slip_row_fields[] = { F_INT(struct slip_row, at),
                                                F_STR(struct slip_row, number),
                                                F_STR(struct slip_row, reg_no),
                                                F_STR(struct slip_row, channel),
                                                F_STR(struct slip_row, id),
                                                F_STR(struct slip_row, undo_id),
                                                F_STR(struct slip_row, undo_until),
                                                F_BOOL(struct slip_row, has_password),
                                                F_END };
static const struct field slips_fields[] = {
    F_LIST(struct slips_view, rows, struct slip_row, slip_row_fields), F_END
};
const struct page_view web_desk_slips_view = { "desk_slips", slips_fields };

enum err web_desk_slips(struct ctx *c, struct req *r, struct resp *w)
{
    struct slips s;
    struct slip_row *rows = arena_array(c->arena, struct slip_row, SLIPS_MAX);

    TRY(slips_load(c, r, &s));
    for (size_t i = 0; i < s.n; i++) {
        const struct report_receipt *t = &s.items[i].receipt;
        rows[i] = (struct slip_row){
            .at = (int64_t)i + 1,
            .number = report_number_shown(c->arena, t->report_no),
            .reg_no = t->reg_no,
            .channel = s.items[i].channel,
            .id = t->matter && !t->sealed_up ? id_text(c, t->matter) : STR_NONE,
            .has_password = !str_absent(t->one_time_password),
        };
        TRY(slip_undo(c, r, &s.items[i], &rows[i].undo_id, &rows[i].undo_until));
    }
    struct slips_view v = { .rows = { rows, s.n } };
    return web_render(r, w, "desk_slips", (struct view){ slips_fields, &v });
}
