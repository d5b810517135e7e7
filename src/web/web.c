/* web.c - plan and handle: session, token, route, roles; errors become a page in one place. */
#include "web/web.h"

#include "domain/draft.h"
#include "http/router.h"
#include "web/frame.h"
#include "web/log.h"
#include "web/pasted.h"
#include "web/public_cache.h"
#include "web/upload.h"

#define ROUTES_MAX 256

#define ROUTE(m, p, roles, area, flags, max, name)                                                 \
    { HTTP_##m, p, roles, area, flags, max, web_##name, NULL, NULL, #name },
#define LANE(m, p, roles, area, flags, max, name)                                                  \
    { HTTP_##m, p, roles, area, flags, max, web_##name, web_##name##_prepare, NULL, #name },
#define UPLOAD(m, p, roles, area, flags, max, name)                                                \
    { HTTP_##m,           p,    roles, area, (flags) | ROUTE_MULTIPART, max, web_##name, NULL,     \
      &web_##name##_sink, #name },
#define LANE_UPLOAD(m, p, roles, area, flags, max, name)                                           \
    { HTTP_##m,                                                                                    \
      p,                                                                                           \
      roles,                                                                                       \
      area,                                                                                        \
      (flags) | ROUTE_MULTIPART,                                                                   \
      max,                                                                                         \
      web_##name,                                                                                  \
      web_##name##_prepare,                                                                        \
      &web_##name##_sink,                                                                          \
      #name },
const struct web_route web_routes[] = {
#include "web/routes.def"
};
const size_t web_route_count = COUNT_OF(web_routes);
#undef ROUTE
#undef LANE
#undef UPLOAD
#undef LANE_UPLOAD

static void handle_routed(struct req *r, struct resp *w);
static void handle_missing(struct req *r, struct resp *w);

/* What a browser may not do with our pages (design/README.md rule 1). */
#define CSP                                                                                        \
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "                    \
    "connect-src 'self'; media-src 'self' blob:; form-action 'self'; base-uri 'none'; "            \
    "frame-ancestors 'none'"

void web_security_headers(struct resp *w, bool keep_nothing)
{
    resp_header(w, S("Content-Security-Policy"), S(CSP));
    resp_header(w, S("Referrer-Policy"), S("same-origin"));
    resp_header(w, S("X-Content-Type-Options"), S("nosniff"));
    resp_header(w, S("Cross-Origin-Opener-Policy"), S("same-origin"));
    resp_header(w, S("Permissions-Policy"), S("geolocation=(), camera=(self), microphone=(self)"));
    if (keep_nothing)
        resp_header(w, S("Cache-Control"), S("no-store"));
}

static struct str session_cookie_name(struct web *web, enum web_area area)
{
    bool https = web->https;
    switch (area) {
    case AREA_DESK:
    case AREA_ADMIN:
        return https ? S("__Host-desk") : S("desk");
    case AREA_PANEL:
        return https ? S("__Host-panel") : S("panel");
    default:
        return https ? S("__Host-my") : S("my");
    }
}

struct str web_session_cookie_name(struct req *r, enum web_area area)
{
    return session_cookie_name(web_of(r)->web, area);
}

static const struct web_route *find_route(struct web *web, struct req *r, unsigned *methods)
{
    struct http_route_found found;
    http_route_find(web->table, web_route_count, r->method, r->path, r->ctx->arena, &found);
    *methods = found.methods;
    if (!found.route)
        return NULL;
    r->params = found.params;
    return (const struct web_route *)found.route->data;
}

static struct web_req *request_new(struct web *web, struct req *r)
{
    struct web_req *wr = arena_new_of(r->ctx->arena, struct web_req);
    wr->web = web;
    r->state = wr;
    r->ctx->app = web->app;
    r->ctx->store = web->app->store;
    if (!r->ctx->actor)
        r->ctx->actor = actor_nobody(r->ctx->arena);
    wr->lang = web_lang(r);
    wr->draft_cookie = req_cookie(r, web->https ? S("__Host-draft") : S("draft"));
    return wr;
}

/* The session is read here, on the I/O thread: one look-up and one decryption. */
static void open_session(struct req *r, struct web_req *wr, enum web_area area)
{
    struct ctx *c = r->ctx;
    if (area == AREA_PUBLIC || area == AREA_REPORT)
        return;
    wr->session_cookie = req_cookie(r, session_cookie_name(wr->web, area));
    if (str_absent(wr->session_cookie))
        return;
    if (session_open(c, wr->session_cookie, false) == ERR_OK)
        return;
    wr->session_dead = c->fault.err == ERR_LOGIN;
    wr->store_failed = !wr->session_dead;
    if (wr->session_dead) {
        fault_clear(&c->fault);
        wr->session_cookie = STR_NONE;
    }
}

static void prepare_lane(struct req *r, struct http_job *ret)
{
    struct web_req *wr = web_of(r);
    struct ctx *c = r->ctx;
    ret->lane = HTTP_LANE_NONE;
    if (!web_csrf_ok(r) || !web_role_ok(r))
        return; /* handle says so */
    if (wr->route->prepare(c, r, ret) != ERR_OK) {
        wr->prepare_failed = true; /* handle runs all the same and shows its form with the fault */
        ret->lane = HTTP_LANE_NONE;
    }
}

bool web_plan(struct web *web, struct req *r, struct http_plan *ret)
{
    unsigned methods = 0;
    struct web_req *wr = request_new(web, r);
    if (str_starts(r->path, S("/a/"))) {
        *ret = (struct http_plan){ .handle = web_asset };
        return true;
    }
    if (web_log_is(r->path)) {
        *ret = (struct http_plan){ .handle = web_log };
        return true;
    }
    const struct web_route *route = find_route(web, r, &methods);
    wr->route = route;
    wr->methods = methods;
    if (!route) {
        *ret = (struct http_plan){ .body = HTTP_BODY_DROPPED, .handle = handle_missing };
        return true;
    }
    open_session(r, wr, route->area);
    bool waits = route->method == HTTP_POST || (route->flags & ROUTE_WORKER) ||
                 ((route->flags & ROUTE_KEPT) && !public_cache_ready(r)) ||
                 r->ctx->actor->session_stale; /* its idle limit has to be moved: a write */
    *ret = (struct http_plan){
        .where = waits ? HTTP_WORKER : HTTP_INLINE,
        .body = route->method != HTTP_POST         ? HTTP_BODY_NONE
                : (route->flags & ROUTE_MULTIPART) ? HTTP_BODY_MULTIPART
                                                   : HTTP_BODY_FORM,
        .body_max = route->body_max ? route->body_max : HTTP_FORM_BODY_MAX,
        .prepare = route->prepare ? prepare_lane : NULL,
        .handle = handle_routed,
    };
    if (route->sink)
        ret->sink = *route->sink;
    return true;
}

bool web_role_ok(struct req *r)
{
    const struct web_route *route = web_of(r)->route;
    const struct actor *a = r->ctx->actor;
    if (route->roles == WEB_PUBLIC)
        return true;
    if (a->must_change_password && !(route->flags & ROUTE_FIRST_LOGIN))
        return false;
    return (a->roles & route->roles) != 0;
}

/* Nobody logged in where somebody has to be: the log-in page, and what was typed is kept. */
static enum err need_login(struct ctx *c, struct req *r, struct resp *w)
{
    struct web_req *wr = web_of(r);
    if (wr->route->area == AREA_PANEL) {
        if (r->method == HTTP_POST) /* the page shows what was typed, to be copied */
            return FAULT(&c->fault, ERR_LOGIN, "session.over", "no living session");
        return web_panel_login_page(c, r, w, wr->session_dead ? T_KEY("login.session_over") : NULL);
    }
    if (r->method == HTTP_POST && wr->session_dead)
        TRY(web_resume_keep(c, r));
    return web_login_page(c, r, w, wr->route->area == AREA_MY ? "my_login" : "desk_login",
                          wr->session_dead ? "login.session_over" : NULL);
}

/* From memory, or made and kept. */
static enum err handle_kept(struct ctx *c, struct req *r, struct resp *w)
{
    if (public_cache_serve(r, w))
        return ERR_OK;
    enum err e = web_of(r)->route->handle(c, r, w);
    public_cache_keep(r, w, e == ERR_OK);
    return e;
}

static enum err run(struct ctx *c, struct req *r, struct resp *w)
{
    struct web_req *wr = web_of(r);
    const struct web_route *route = wr->route;
    if (wr->store_failed)
        return c->fault.err;
    web_page_begin(r);
    if (r->method == HTTP_POST && !(route->flags & ROUTE_NO_CSRF) && !web_csrf_ok(r))
        return FAULT(&c->fault, ERR_DENIED, "form.csrf", "token");
    if (route->roles != WEB_PUBLIC && c->actor->kind == ACTOR_NOBODY)
        return need_login(c, r, w);
    if (c->actor->must_change_password && !(route->flags & ROUTE_FIRST_LOGIN) &&
        route->roles != WEB_PUBLIC)
        return web_see_other(w, route->area == AREA_MY ? S("/my/password") : S("/desk/password"));
    if (!web_role_ok(r))
        return FAULT(&c->fault, ERR_DENIED, "error.role", "route %s", route->name);
    TRY(session_touch(c));
    if (route->flags & ROUTE_KEPT)
        return handle_kept(c, r, w);
    return web_once_applies(r) ? web_once(c, r, w) : route->handle(c, r, w);
}

static void finish(struct req *r, struct resp *w)
{
    struct web_req *wr = web_of(r);
    bool keep_nothing = !wr->route || wr->route->area != AREA_PUBLIC || r->method == HTTP_POST ||
                        wr->set_cookie_count > 0;
    for (size_t i = 0; i < wr->set_cookie_count; i++)
        resp_header(w, S("Set-Cookie"), wr->set_cookies[i]);
    web_security_headers(w, keep_nothing || w->status >= 400);
}

static void handle_routed(struct req *r, struct resp *w)
{
    struct ctx *c = r->ctx;
    if (w->body.arena == NULL)
        w->body = buf_new(c->arena);
    enum err e = run(c, r, w);
    if (e != ERR_OK)
        web_error_page(c, r, w);
    finish(r, w);
}

static void handle_missing(struct req *r, struct resp *w)
{
    struct web_req *wr = web_of(r);
    w->body = buf_new(r->ctx->arena);
    web_page_begin(r);
    if (wr->methods) {
        resp_header(w, S("Allow"), http_route_allow(r->ctx->arena, wr->methods));
        fault_set(&r->ctx->fault, ERR_NOT_FOUND, "error.method", "405");
        web_error_page(r->ctx, r, w);
        w->status = 405;
    } else {
        fault_set(&r->ctx->fault, ERR_NOT_FOUND, "error.no_page", "404");
        web_error_page(r->ctx, r, w);
    }
    finish(r, w);
}

void web_refuse(struct web *web, struct req *r, int status, const char *key, struct resp *w)
{
    if (!r->state)
        request_new(web, r);
    struct web_req *wr = web_of(r);
    w->body = buf_new(r->ctx->arena);
    web_page_begin(r);
    enum err kind = status == 503 ? ERR_BUSY : status == 413 ? ERR_LIMIT : ERR_INVALID;
    fault_set(&r->ctx->fault, kind, key, "refused %d", status);
    web_error_page(r->ctx, r, w);
    w->status = status;
    wr->set_cookie_count = 0;
    finish(r, w);
}

void web_handle(struct web *web, struct req *r, struct resp *w)
{
    struct http_plan plan;
    struct http_job job = { .lane = HTTP_LANE_NONE };
    web_plan(web, r, &plan);
    if (plan.prepare) {
        plan.prepare(r, &job);
        if (job.lane != HTTP_LANE_NONE)
            job.run(job.arg);
    }
    plan.handle(r, w);
}
