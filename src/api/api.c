/* api.c - plan and handle: bearer, route, roles; errors become problem+json in one place. */
#include <assert.h>

#include "api/frame.h"
#include "domain/breach.h"
#include "domain/idempotency.h"
#include "i18n/i18n.h"

#define CALL(m, p, roles, flags, max, name)                                                        \
    { HTTP_##m, p, roles, flags, max, api_##name, NULL, NULL, #name },
#define LANE(m, p, roles, flags, max, name)                                                        \
    { HTTP_##m, p, roles, flags, max, api_##name, api_##name##_prepare, NULL, #name },
#define UPLOAD(m, p, roles, flags, max, name)                                                      \
    { HTTP_##m, p, roles, (flags) | API_UPLOAD, max, api_##name, NULL, &api_##name##_sink, #name },
const struct api_route api_routes[] = {
#include "api/routes.def"
};
const size_t api_route_count = COUNT_OF(api_routes);
#undef CALL
#undef LANE
#undef UPLOAD

enum err api_new(struct app *app, struct fault *f, struct api **ret)
{
    struct api *a = arena_new_of(app->arena, struct api);
    (void)f;
    a->app = app;
    a->table = arena_array(app->arena, struct http_route, api_route_count);
    for (size_t i = 0; i < api_route_count; i++)
        a->table[i] = (struct http_route){ api_routes[i].method, str_of(api_routes[i].pattern),
                                           &api_routes[i] };
    *ret = a;
    return ERR_OK;
}

void api_free(struct api *a)
{
    (void)a; /* lives in the program's arena */
}

/* ---- problems ---- */

static const int status_of[ERR__COUNT] = {
    [ERR_OK] = 200,        [ERR_INVALID] = 422,  [ERR_LOGIN] = 401, [ERR_DENIED] = 403,
    [ERR_NOT_FOUND] = 404, [ERR_CONFLICT] = 409, [ERR_LIMIT] = 429, [ERR_BUSY] = 503,
    [ERR_STORE] = 503,     [ERR_IO] = 500,
};

struct str api_text(struct req *r, struct str key)
{
    struct str text = i18n_text(r->ctx->app->i18n, api_of(r)->lang, key);
    return str_absent(text) ? key : text;
}

static struct str sentence(struct req *r, const char *key, int64_t arg)
{
    struct i18n_arg a = { "arg", str_fmt(r->ctx->arena, "%lld", (long long)arg) };
    return i18n_say(r->ctx->app->i18n, r->ctx->arena, api_of(r)->lang, str_of(key), &a, 1);
}

/* "subjects.0.name" → "/subjects/0/name" */
static struct str pointer(struct arena *a, const char *field)
{
    struct buf b = buf_new(a);
    buf_byte(&b, '/');
    for (const char *p = field; *p; p++)
        buf_byte(&b, *p == '.' ? '/' : *p);
    return buf_str(&b);
}

static void problem(struct req *r, struct resp *w, int status)
{
    struct ctx *c = r->ctx;
    const struct fault *f = &c->fault;
    const char *key = f->key ? f->key : T_KEY("error.unknown");
    w->status = status;
    w->body = buf_new(c->arena);
    w->fixed = STR_NONE;
    resp_header(w, S("Content-Type"), S("application/problem+json"));
    if (f->retry_after_s > 0 || status == 503)
        resp_header(w, S("Retry-After"),
                    str_fmt(c->arena, "%d", f->retry_after_s > 0 ? f->retry_after_s : 10));
    struct json j = json_new(&w->body);
    json_open(&j, '{');
    json_kstr(&j, "type", str_fmt(c->arena, "/help/problem/%s", key));
    json_kstr(&j, "title", sentence(r, key, f->field_count ? f->fields[0].arg : 0));
    json_ki64(&j, "status", status);
    json_kstr(&j, "detail", str_of(key));
    json_key(&j, "errors");
    json_open(&j, '[');
    for (size_t i = 0; i < f->field_count; i++) {
        json_open(&j, '{');
        json_kstr(&j, "pointer", pointer(c->arena, f->fields[i].field));
        json_kstr(&j, "code", str_of(f->fields[i].key));
        json_kstr(&j, "detail", sentence(r, f->fields[i].key, f->fields[i].arg));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
}

/* ---- plan ---- */

static struct str bearer_of(struct req *r)
{
    struct str h = req_header(r, S("authorization"));
    if (!str_starts(h, S("Bearer ")))
        return STR_NONE;
    return str_trim(str_slice(h, 7, h.n));
}

static struct api_req *request_new(struct api *api, struct req *r)
{
    struct api_req *ar = arena_new_of(r->ctx->arena, struct api_req);
    ar->api = api;
    r->state = ar;
    r->ctx->app = api->app;
    r->ctx->store = api->app->store;
    if (!r->ctx->actor)
        r->ctx->actor = actor_nobody(r->ctx->arena);
    ar->lang = i18n_pick(req_query(r, S("lang")), STR_NONE, req_header(r, S("accept-language")));
    return ar;
}

static void open_session(struct req *r, struct api_req *ar)
{
    struct ctx *c = r->ctx;
    ar->bearer = bearer_of(r);
    if (str_absent(ar->bearer) || session_open(c, ar->bearer, false) == ERR_OK)
        return;
    ar->session_dead = c->fault.err == ERR_LOGIN;
    ar->store_failed = !ar->session_dead;
}

static bool role_ok(struct req *r)
{
    const struct api_route *route = api_of(r)->route;
    const struct actor *a = r->ctx->actor;
    if (route->roles == API_PUBLIC)
        return true;
    if (a->must_change_password && !(route->flags & API_FIRST_LOGIN))
        return false;
    return (a->roles & route->roles) != 0;
}

static void security_headers(struct resp *w)
{
    resp_header(w, S("Cache-Control"), S("no-store"));
    resp_header(w, S("X-Content-Type-Options"), S("nosniff"));
    resp_header(w, S("Content-Security-Policy"), S("default-src 'none'"));
    resp_header(w, S("Referrer-Policy"), S("same-origin"));
}

/* "201\n{...}" as stored; an empty one: done, but its answer was lost in a crash. */
static enum err answer_again(struct req *r, struct resp *w, struct str stored)
{
    uint64_t status = 200;
    struct str line = str_cut(&stored, '\n');
    if (!str_u64(line, &status) || str_empty(stored)) {
        struct json j = api_json(r, w, 200);
        json_open(&j, '{');
        json_kbool(&j, "repeated", true);
        json_close(&j, '}');
        return ERR_OK;
    }
    w->status = (int)status;
    resp_header(w, S("Content-Type"), S("application/json"));
    buf_put(&w->body, stored);
    return ERR_OK;
}

/* The same Idempotency-Key: the call is made once, and answered the same way each time. */
static enum err run_once(struct ctx *c, struct req *r, struct resp *w, struct str key)
{
    struct idempotency *once = arena_new_of(c->arena, struct idempotency);
    struct str what = str_fmt(c->arena, "POST %.*s", STR_ARG(r->path));
    struct str stored;
    bool found = false;
    TRY(idempotency_of(c, key, what.p, r->body, once));
    TRY(idempotency_find(c, once, &found, &stored));
    if (found)
        return answer_again(r, w, stored);
    c->once = once;
    enum err e = api_of(r)->route->handle(c, r, w);
    c->once = NULL;
    if (e != ERR_OK || !once->marked || w->body.n > IDEMPOTENCY_ANSWER_MAX - 8)
        return e;
    struct str answer =
        str_fmt(c->arena, "%d\n%.*s", w->status ? w->status : 200, STR_ARG(buf_str(&w->body)));
    if (idempotency_answer(c, once, answer) != ERR_OK)
        fault_clear(&c->fault); /* it is done; a repeat will say so without the details */
    return ERR_OK;
}

static enum err run(struct ctx *c, struct req *r, struct resp *w)
{
    struct api_req *ar = api_of(r);
    if (ar->store_failed || ar->prepare_failed)
        return c->fault.err;
    if (ar->route->roles != API_PUBLIC) {
        if (ar->session_dead || c->actor->kind == ACTOR_NOBODY)
            return FAULT(&c->fault, ERR_LOGIN, "session.over", "no session");
        if (c->actor->must_change_password && !(ar->route->flags & API_FIRST_LOGIN))
            return FAULT(&c->fault, ERR_DENIED, "password.first", "one-time password");
        if (!role_ok(r))
            return FAULT(&c->fault, ERR_DENIED, "error.role", "call %s", ar->route->name);
    }
    fault_clear(&c->fault);
    TRY(session_touch(c));
    struct str key = api_idempotency_key(r);
    bool plain = r->method != HTTP_POST || str_absent(key) || (ar->route->flags & API_OWN_ONCE);
    return plain ? ar->route->handle(c, r, w) : run_once(c, r, w, key);
}

static void handle_routed(struct req *r, struct resp *w)
{
    struct ctx *c = r->ctx;
    struct api_req *ar = api_of(r);
    if (!w->body.arena)
        w->body = buf_new(c->arena);
    if (run(c, r, w) != ERR_OK)
        problem(r, w, status_of[c->fault.err ? c->fault.err : ERR_IO]);
    json_decref(ar->body);
    ar->body = NULL;
    security_headers(w);
}

static void handle_missing(struct req *r, struct resp *w)
{
    struct api_req *ar = api_of(r);
    fault_set(&r->ctx->fault, ERR_NOT_FOUND,
              ar->methods ? T_KEY("error.method") : T_KEY("error.no_page"), "404");
    problem(r, w, ar->methods ? 405 : 404);
    if (ar->methods)
        resp_header(w, S("Allow"), http_route_allow(r->ctx->arena, ar->methods));
    security_headers(w);
}

static void prepare_lane(struct req *r, struct http_job *ret)
{
    struct api_req *ar = api_of(r);
    ret->lane = HTTP_LANE_NONE;
    if (ar->store_failed || (ar->route->roles != API_PUBLIC && !role_ok(r)))
        return; /* handle says so */
    if (ar->route->prepare(r->ctx, r, ret) != ERR_OK) {
        ar->prepare_failed = true;
        ret->lane = HTTP_LANE_NONE;
    }
}

bool api_plan(struct api *api, struct req *r, struct http_plan *ret)
{
    struct http_route_found found;
    struct api_req *ar = request_new(api, r);
    http_route_find(api->table, api_route_count, r->method, r->path, r->ctx->arena, &found);
    ar->methods = found.methods;
    if (!found.route) {
        *ret = (struct http_plan){ .body = HTTP_BODY_DROPPED, .handle = handle_missing };
        return true;
    }
    const struct api_route *route = (const struct api_route *)found.route->data;
    ar->route = route;
    r->params = found.params;
    open_session(r, ar);
    bool writes = r->method != HTTP_GET && r->method != HTTP_HEAD;
    *ret = (struct http_plan){
        .where = writes || (route->flags & API_WORKER) || r->ctx->actor->session_stale
                     ? HTTP_WORKER
                     : HTTP_INLINE,
        .body = !writes                       ? HTTP_BODY_NONE
                : (route->flags & API_UPLOAD) ? HTTP_BODY_MULTIPART
                                              : HTTP_BODY_WHOLE,
        .body_max = route->body_max ? route->body_max : API_BODY_MAX,
        .prepare = route->prepare ? prepare_lane : NULL,
        .handle = handle_routed,
    };
    if (route->sink)
        ret->sink = *route->sink;
    return true;
}

void api_refuse(struct api *api, struct req *r, int status, const char *key, struct resp *w)
{
    if (!r->state)
        request_new(api, r);
    fault_set(&r->ctx->fault, status == 503 ? ERR_BUSY : ERR_INVALID, key, "refused %d", status);
    problem(r, w, status);
    security_headers(w);
}

void api_handle(struct api *api, struct req *r, struct resp *w)
{
    struct http_plan plan;
    struct http_job job = { .lane = HTTP_LANE_NONE };
    api_plan(api, r, &plan);
    if (plan.prepare) {
        plan.prepare(r, &job);
        if (job.lane != HTTP_LANE_NONE)
            job.run(job.arg);
    }
    plan.handle(r, w);
}
