/* page.c - the common part of every page, inputs with their errors, cookies. */
#include <assert.h>

#include "domain/matter.h"
#include "domain/org.h"
#include "domain/publication.h"
#include "i18n/i18n.h"
#include "web/frame.h"

#define F(m) F_STR(struct page, m)
#define B(m) F_BOOL(struct page, m)
#define N(m) F_INT(struct page, m)
static const struct field error_fields[] = { F_STR(struct page_error, anchor),
                                             F_STR(struct page_error, text), F_END };
const struct field page_fields[] = {
    F(lang),         F(look),          F(title),
    F(css_href),     F(work_css_href), F(icon_href),
    F(exit_js_href), F(clerk_js_href), F(csrf),
    F(here_href),    B(is_zh),         B(is_en),
    B(is_large),     B(is_desk),       B(is_my),
    B(is_public),    B(is_print),      B(demo),
    B(simulated),    F(simulated_now), F(org_name),
    F(who),          B(logged_in),     F_LIST(struct page, errors, struct page_error, error_fields),
    B(has_errors),   N(error_count),   F(done),
    B(nav_home),     B(nav_report),    B(nav_my),
    B(nav_open),     B(nav_stats),     B(nav_help),
    B(sub_progress), B(sub_messages),  B(sub_files),
    B(sub_safety),   B(can_matters),   B(can_intake),
    B(can_grid),     B(can_forward),   B(can_admin),
    B(can_review),
    B(can_identity), B(can_lead),     B(can_panel),    B(can_notes),
    B(side_panel),   B(side_notes),     N(n_todo),        N(n_all),
    N(n_messages),   N(n_approve),     B(side_todo),
    B(side_all),     B(side_messages), B(side_approve),
    B(side_letter),  B(side_visit),    B(side_call),
    B(side_grid),    B(side_search),   B(side_stats),
    B(side_people),  B(side_forward),  B(side_tasks),    B(side_publish),
    B(can_publish),  B(side_reviews),
    B(can_breaches), B(side_breaches),
    B(side_lead),    F_END
};
#undef F
#undef B
#undef N

const struct field input_fields[] = { F_STR(struct input, name), F_STR(struct input, value),
                                      F_STR(struct input, error), F_BOOL(struct input, checked),
                                      F_END };
const struct field choice_fields[] = { F_STR(struct choice, value), F_STR(struct choice, label),
                                       F_BOOL(struct choice, selected), F_END };

struct str web_text(struct req *r, const char *key)
{
    struct web_req *wr = web_of(r);
    struct str text = i18n_text(wr->web->app->i18n, wr->lang, str_of(key));
    return str_absent(text) ? str_of(key) : text;
}

struct str web_sentence(struct req *r, const char *key, int64_t arg)
{
    struct str text = web_text(r, key);
    struct str mark = S("{{arg}}");
    struct buf out = buf_new(r->ctx->arena);
    for (size_t i = 0; i < text.n;) {
        if (str_eq(str_slice(text, i, mark.n), mark)) {
            buf_i64(&out, arg);
            i += mark.n;
        } else {
            buf_byte(&out, text.p[i++]);
        }
    }
    return buf_str(&out);
}

/* ---- cookies ---- */

static void cookie_add(struct req *r, struct str line)
{
    struct web_req *wr = web_of(r);
    assert(wr->set_cookie_count < COUNT_OF(wr->set_cookies));
    wr->set_cookies[wr->set_cookie_count++] = line;
}

/* max_age_s < 0: until the browser closes; 0: delete now */
static void cookie_set(struct req *r, struct str name, struct str value, int64_t max_age_s,
                       bool script)
{
    struct buf b = buf_new(r->ctx->arena);
    buf_fmt(&b, "%.*s=%.*s; Path=/%s; SameSite=Strict", STR_ARG(name), STR_ARG(value),
            script ? "" : "; HttpOnly");
    if (max_age_s >= 0)
        buf_fmt(&b, "; Max-Age=%lld", (long long)max_age_s);
    if (web_of(r)->web->https)
        buf_put(&b, S("; Secure"));
    cookie_add(r, buf_str(&b));
}

void web_cookie(struct req *r, struct str name, struct str value, int64_t max_age_s)
{
    cookie_set(r, name, value, max_age_s, false);
}

void web_cookie_open(struct req *r, struct str name, struct str value, int64_t max_age_s)
{
    cookie_set(r, name, value, max_age_s, true);
}

void web_cookie_session(struct req *r, enum web_area area, struct str cookie)
{
    struct str name = web_session_cookie_name(r, area);
    if (str_absent(cookie))
        web_cookie(r, name, S(""), 0);
    else
        web_cookie(r, name, cookie, -1);
}

void web_cookie_draft(struct req *r, struct str cookie)
{
    struct str name = web_of(r)->web->https ? S("__Host-draft") : S("draft");
    if (str_absent(cookie))
        web_cookie(r, name, S(""), 0);
    else
        web_cookie(r, name, cookie, 24 * 3600);
}

void web_done(struct req *r, const char *key)
{
    web_cookie(r, S("done"), str_of(key), 60);
}

static void take_done(struct req *r, struct page *p)
{
    struct str key = req_cookie(r, S("done"));
    if (str_absent(key) || key.n > 64 || r->method != HTTP_GET)
        return;
    struct web_req *wr = web_of(r);
    if (str_starts(key, S("done."))) /* only sentences made for this */
        p->done = i18n_text(wr->web->app->i18n, wr->lang, key);
    web_cookie(r, S("done"), S(""), 0);
}

/* ---- language and look ---- */

int web_lang(struct req *r)
{
    struct str asked = req_query(r, S("lang"));
    return i18n_pick(asked, req_cookie(r, S("lang")), req_header(r, S("accept-language")));
}

/* The look cookie holds words of a short list; anything else counts as standard. */
static const struct {
    const char *word, *css;
    bool large;
} looks[] = {
    { "std", "", false },  { "lg", "lg", true },       { "xl", "xl", true },
    { "hc", "hc", false }, { "lg-hc", "lg hc", true }, { "xl-hc", "xl hc", true },
};

static bool look_known(struct str word, size_t *ret)
{
    for (size_t i = 0; i < COUNT_OF(looks); i++) {
        if (str_eq(word, str_of(looks[i].word))) {
            *ret = i;
            return true;
        }
    }
    return false;
}

size_t web_look_number(struct req *r)
{
    size_t at = 0;
    if (look_known(req_query(r, S("text")), &at) || look_known(req_cookie(r, S("look")), &at))
        return at;
    return 0;
}

static void choose_look(struct req *r, struct page *p)
{
    size_t at = web_look_number(r), known;
    struct str asked = req_query(r, S("text"));
    if (look_known(asked, &known))
        web_cookie(r, S("look"), asked, 365 * 86400);
    p->look = str_of(looks[at].css);
    p->is_large = looks[at].large;
    struct str lang = req_query(r, S("lang"));
    if (str_eq(lang, S("zh")) || str_eq(lang, S("en")))
        web_cookie(r, S("lang"), lang, 365 * 86400);
}

/* ---- tokens ---- */

/* Cookie that a form's token belongs to: the session's, else the draft's, else none (then only the
 * browser's own Sec-Fetch-Site or Origin can vouch for the request). */
static struct str token_cookie(struct req *r)
{
    struct web_req *wr = web_of(r);
    return str_absent(wr->session_cookie) ? wr->draft_cookie : wr->session_cookie;
}

/* "http://site" or "http://site/report/1" */
static bool same_host(struct req *r, struct str address)
{
    str_cut(&address, '/'); /* scheme: */
    str_cut(&address, '/');
    return !str_absent(address) && str_eq(str_cut(&address, '/'), req_header(r, S("host")));
}

static bool same_origin(struct req *r)
{
    struct str site = req_header(r, S("sec-fetch-site"));
    if (!str_absent(site))
        return str_eq(site, S("same-origin"));
    struct str origin = req_header(r, S("origin"));
    return !str_absent(origin) && same_host(r, origin);
}

bool web_csrf_ok(struct req *r)
{
    if (r->method == HTTP_GET || r->method == HTTP_HEAD)
        return true;
    /* a browser that says where the form stood is believed, both ways */
    if (!str_absent(req_header(r, S("sec-fetch-site"))) || !str_absent(req_header(r, S("origin"))))
        return same_origin(r);
    struct str cookie = token_cookie(r), token = req_form(r, S("csrf"));
    if (token.n > 0)
        return !str_absent(cookie) && session_csrf_ok(r->ctx, cookie, token);
    /* a page made before there was any cookie, in a browser too old for both headers (Firefox 63):
     * our Referrer-Policy has it name the page, which no other site can do for it */
    return same_host(r, req_header(r, S("referer")));
}

/* ---- begin ---- */

/* Numbers in the side bar; a page is worth more than they are. Pages made on the I/O thread go
 * without. */
static void count_desk(struct req *r, struct page *p)
{
    struct ctx *c = r->ctx;
    const struct web_route *route = web_of(r)->route;
    struct fault before = c->fault;
    struct matter_counts n = { 0 };
    if (!p->can_matters || !route || !(route->flags & ROUTE_WORKER))
        return;
    if (matter_counts(c, &n) != ERR_OK)
        n = (struct matter_counts){ 0 };
    c->fault = before;
    p->n_todo = n.todo;
    p->n_all = n.all;
    p->n_late = n.late;
    p->n_soon = n.soon;
    p->n_messages = n.messages;
    p->n_approve = n.approve;
}

static void begin_desk(struct req *r, struct page *p)
{
    struct ctx *c = r->ctx;
    const struct actor *a = c->actor;
    if (a->kind != ACTOR_OFFICER)
        return;
    const struct org *org = org_find(app_orgs(c->app), a->org);
    p->org_name = org ? org->name : STR_NONE;
    p->who = a->name;
    p->can_matters = actor_has(c, WEB_MATTERS) && !a->must_change_password;
    p->can_intake = actor_has(c, RO_CLERK);
    p->can_grid = actor_has(c, RO_GRID);
    p->can_review = actor_has(c, RO_REVIEWER | RO_DEPUTY);
    p->can_breaches = actor_has(c, BREACH_ROLES);
    p->can_forward = actor_has(c, RO_PRINCIPAL);
    p->can_identity = actor_has(c, RO_CUSTODIAN);
    p->can_publish = actor_has(c, PUBLICATION_ROLES) && !a->must_change_password;
    p->can_admin = actor_has(c, RO_PO_HEAD | RO_DEPUTY | RO_PRINCIPAL);
    p->can_lead = actor_has(c, RO_DEPUTY | RO_PRINCIPAL);
    p->can_panel = actor_has(c, RO_PO_HEAD | RO_HD_HEAD);
    p->can_notes = actor_has(c, RO_PO_HEAD);
    count_desk(r, p);
}

/* "title.my_login_do": what a form leads to bears the form's title. */
static struct str title_of(struct req *r, const char *name)
{
    struct web_req *wr = web_of(r);
    struct str key = str_fmt(r->ctx->arena, "%.*s%s", STR_ARG(T_PREFIX("title.")), name);
    struct str text = i18n_text(wr->web->app->i18n, wr->lang, key);
    if (!str_absent(text))
        return text;
    if (str_ends(key, S("_do")))
        key.n -= 3;
    else if (str_ends(key, S("_set")))
        key.n -= 4;
    return web_text(r, str_z(r->ctx->arena, key));
}

void web_page_begin(struct req *r)
{
    struct web_req *wr = web_of(r);
    struct page *p = &wr->page;
    struct app *app = wr->web->app;
    enum web_area area = wr->route ? wr->route->area : AREA_PUBLIC;
    choose_look(r, p);
    p->lang = wr->lang == LANG_EN ? S("en") : S("zh-CN");
    p->is_en = wr->lang == LANG_EN;
    p->is_zh = !p->is_en;
    p->css_href = wr->web->css_href;
    p->work_css_href = wr->web->work_css_href;
    p->icon_href = wr->web->icon_href;
    p->exit_js_href = wr->web->exit_js_href;
    p->clerk_js_href = wr->web->clerk_js_href;
    p->is_desk = area == AREA_DESK || area == AREA_ADMIN;
    p->is_my = area == AREA_MY;
    p->is_public = area == AREA_PUBLIC;
    p->demo = app->demo;
    p->simulated = app->simulated;
    if (app->simulated)
        p->simulated_now = i18n_time(r->ctx->arena, wr->lang, r->ctx->now, DAY_NONE);
    p->logged_in = r->ctx->actor->kind != ACTOR_NOBODY;
    if (!str_absent(token_cookie(r)))
        p->csrf = session_csrf(r->ctx, token_cookie(r));
    if (wr->route)
        p->title = title_of(r, wr->route->name);
    take_done(r, p);
    if (p->is_desk)
        begin_desk(r, p);
}

/* ---- inputs and errors ---- */

static struct str field_error(struct req *r, const char *name)
{
    const struct fault *f = &r->ctx->fault;
    for (size_t i = 0; i < f->field_count; i++)
        if (strcmp(f->fields[i].field, name) == 0)
            return web_sentence(r, f->fields[i].key, f->fields[i].arg);
    return STR_NONE;
}

struct input web_input(struct ctx *c, struct req *r, const char *name, struct str given)
{
    struct str typed = r->method == HTTP_POST ? req_form(r, str_of(name)) : STR_NONE;
    struct input in = { .name = str_of(name), .error = field_error(r, name) };
    if (!str_absent(in.error) && strcmp(name, "file") == 0 && web_of(r)->refused_file.n)
        in.error =
            str_fmt(c->arena, "%.*s：%.*s", STR_ARG(web_of(r)->refused_file), STR_ARG(in.error));
    in.value = str_absent(typed) ? given : typed;
    in.checked = str_eq(in.value, S("1"));
    return in;
}

/* "承办人：这一项要填。": in the summary a sentence stands far from its field. */
static struct str error_line(struct req *r, const struct fault_field *f)
{
    struct web_req *wr = web_of(r);
    struct str text = web_sentence(r, f->key, f->arg);
    struct str label = wr->label_of ? wr->label_of(r, str_of(f->field)) : STR_NONE;
    const struct i18n_arg args[] = { { "label", label }, { "text", text } };

    if (str_empty(label))
        return text;
    return i18n_say(wr->web->app->i18n, r->ctx->arena, wr->lang, T_("form.error_of"), args,
                    COUNT_OF(args));
}

static void collect_errors(struct ctx *c, struct req *r)
{
    struct page *p = &web_of(r)->page;
    const struct fault *f = &c->fault;
    size_t n = f->field_count ? f->field_count : 1;
    struct page_error *list = arena_array(c->arena, struct page_error, n);
    for (size_t i = 0; i < f->field_count; i++) {
        list[i].anchor = str_of(f->fields[i].field);
        list[i].text = error_line(r, &f->fields[i]);
    }
    if (f->field_count == 0)
        list[0].text = web_sentence(r, f->key ? f->key : "error.unknown", 0);
    p->errors = (struct list){ list, n };
    p->has_errors = true;
    p->error_count = (int64_t)n;
}

static const int status_of[ERR__COUNT] = {
    [ERR_OK] = 200,        [ERR_INVALID] = 422,  [ERR_LOGIN] = 401, [ERR_DENIED] = 403,
    [ERR_NOT_FOUND] = 404, [ERR_CONFLICT] = 409, [ERR_LIMIT] = 429, [ERR_BUSY] = 503,
    [ERR_STORE] = 503,     [ERR_IO] = 500,
};

static void retry_after(struct ctx *c, struct resp *w)
{
    if (c->fault.retry_after_s > 0)
        resp_header(w, S("Retry-After"), str_fmt(c->arena, "%d", c->fault.retry_after_s));
    else if (c->fault.err == ERR_BUSY || c->fault.err == ERR_STORE)
        resp_header(w, S("Retry-After"), S("10"));
}

enum err web_render(struct req *r, struct resp *w, const char *name, struct view view)
{
    struct web_req *wr = web_of(r);
    if (!w->body.arena)
        w->body = buf_new(r->ctx->arena);
    resp_header(w, S("Content-Type"), S("text/html; charset=utf-8"));
    resp_header(w, S("Content-Language"), wr->page.lang);
    html_render(wr->web->html, &w->body, str_of(name), wr->lang, view,
                (struct view){ page_fields, &wr->page });
    return ERR_OK;
}

enum err web_form_again(struct ctx *c, struct req *r, struct resp *w, const char *name,
                        struct view view)
{
    collect_errors(c, r);
    w->status = status_of[c->fault.err];
    retry_after(c, w);
    return web_render(r, w, name, view);
}

enum err web_form_page(struct ctx *c, struct req *r, struct resp *w, bool again, const char *name,
                       struct view view)
{
    return again ? web_form_again(c, r, w, name, view) : web_render(r, w, name, view);
}

enum err web_see_other(struct resp *w, struct str path)
{
    resp_redirect(w, path);
    return ERR_OK;
}

/* ---- the error page ---- */

struct typed {
    struct str name, value;
    bool shown; /* a text worth reading again */
};
struct error_view {
    struct str heading, sentence, advice, back_href, again_href;
    struct list typed;
    bool again;
    int64_t retry_after;
};
static const struct field typed_fields[] = { F_STR(struct typed, name), F_STR(struct typed, value),
                                             F_BOOL(struct typed, shown), F_END };
static const struct field error_view_fields[] = { F_STR(struct error_view, heading),
                                                  F_STR(struct error_view, sentence),
                                                  F_STR(struct error_view, advice),
                                                  F_STR(struct error_view, back_href),
                                                  F_INT(struct error_view, retry_after),
                                                  F_STR(struct error_view, again_href),
                                                  F_BOOL(struct error_view, again),
                                                  F_LIST(struct error_view, typed, struct typed,
                                                         typed_fields),
                                                  F_END };
const struct page_view web_error_view = { "error", error_view_fields };

/* One heading and one advice a kind: what happened, what to do. */
static const struct {
    const char *heading, *advice;
} kinds[ERR__COUNT] = {
    [ERR_INVALID] = { "error.heading.invalid", "error.advice.invalid" },
    [ERR_LOGIN] = { "error.heading.login", "error.advice.login" },
    [ERR_DENIED] = { "error.heading.denied", "error.advice.denied" },
    [ERR_NOT_FOUND] = { "error.heading.not_found", "error.advice.not_found" },
    [ERR_CONFLICT] = { "error.heading.conflict", "error.advice.conflict" },
    [ERR_LIMIT] = { "error.heading.limit", "error.advice.limit" },
    [ERR_BUSY] = { "error.heading.busy", "error.advice.busy" },
    [ERR_STORE] = { "error.heading.store", "error.advice.store" },
    [ERR_IO] = { "error.heading.store", "error.advice.store" },
};

#define SHOWN_BYTES_MIN 20 /* shorter ones are codes and names, which need no reading */

/* What the machine could not take now is on the page, to be sent once more as it is. A form with a
 * password is not: its own page has to ask for that anew. */
static void keep_typed(struct ctx *c, struct req *r, struct error_view *v)
{
    struct typed *items = arena_array(c->arena, struct typed, r->form.n + 1);
    size_t n = 0;

    if (r->method != HTTP_POST)
        return;
    for (size_t i = 0; i < r->form.n; i++) {
        const struct http_pair *p = &r->form.items[i];
        if (str_contains(p->name, S("password")))
            return;
        if (!str_eq(p->name, S("csrf")))
            items[n++] = (struct typed){ p->name, p->value, p->value.n >= SHOWN_BYTES_MIN };
    }
    v->typed = (struct list){ items, n };
    v->again_href = r->path;
    v->again = n > 0;
}

void web_error_page(struct ctx *c, struct req *r, struct resp *w)
{
    struct web_req *wr = web_of(r);
    enum err e = c->fault.err ? c->fault.err : ERR_IO;
    struct error_view v = {
        .heading = web_text(r, kinds[e].heading),
        .sentence = web_sentence(r, c->fault.key ? c->fault.key : "error.unknown",
                                 c->fault.field_count ? c->fault.fields[0].arg : 0),
        .advice = web_text(r, kinds[e].advice),
        .back_href = wr->page.is_desk ? S("/desk")
                     : wr->page.is_my ? S("/my")
                                      : S("/"),
        .retry_after = c->fault.retry_after_s,
    };
    if (e == ERR_STORE || e == ERR_BUSY)
        keep_typed(c, r, &v);
    if (e == ERR_INVALID && c->fault.field_count)
        v.sentence = web_sentence(r, c->fault.fields[0].key, c->fault.fields[0].arg);
    wr->page.title = v.heading;
    w->status = status_of[e];
    w->body = buf_new(c->arena);
    retry_after(c, w);
    (void)web_render(r, w, "error", (struct view){ error_view_fields, &v });
}
