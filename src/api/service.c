/* service.c - is it alive, is it ready, and the standing clock of --simulate. */
#include <stdatomic.h>

#include "api/frame.h"
#include "domain/job.h"
#include "domain/log_metrics.h"

enum err api_healthz(struct ctx *c, struct req *r, struct resp *w)
{
    (void)c;
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kstr(&j, "status", S("ok"));
    json_close(&j, '}');
    return ERR_OK;
}

/* Ready: the database answers. */
enum err api_readyz(struct ctx *c, struct req *r, struct resp *w)
{
    struct instant next;
    TRY(job_next(c, &next));
    return api_healthz(c, r, w);
}

/* For the operator's own monitoring: the server in front keeps it in (docs/operating.md). */
enum err api_metrics(struct ctx *c, struct req *r, struct resp *w)
{
    struct log_metrics *m = arena_new_of(c->arena, struct log_metrics);

    (void)r;
    TRY(log_metrics_read(c, m));
    resp_header(w, S("Content-Type"), S("text/plain; version=0.0.4; charset=utf-8"));
    resp_header(w, S("Cache-Control"), S("no-store"));
    w->body = buf_new(c->arena);
    buf_put(&w->body, log_metrics_text(c->arena, m, c->now));
    return ERR_OK;
}

/* {"now": "2026-09-18T10:00:00+08:00"}: forward only; runs what is due on the way, each at its own
 * time, and returns when all is done. 404 without --simulate. */
enum err api_simulate_clock(struct ctx *c, struct req *r, struct resp *w)
{
    struct app *app = c->app;
    json_t *body;
    struct str text;
    struct instant to;
    int64_t steps = 0;
    if (!app->simulated)
        return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "not simulated");
    TRY(api_body(c, r, &body));
    TRY(api_str(c, body, "now", &text));
    if (!instant_parse(text, &to)) {
        fault_field(&c->fault, "now", "simulate.time", 0);
        return ERR_INVALID;
    }
    if (to.ms < c->now.ms)
        return FAULT(&c->fault, ERR_CONFLICT, "simulate.back", "forward only");
    c->actor = actor_system(c->arena);
    TRY(job_run_until(c, to, 0, &steps));
    atomic_store(&app->simulated_ms, to.ms);
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    api_time(c, &j, "now", to);
    json_ki64(&j, "steps", steps);
    json_close(&j, '}');
    return ERR_OK;
}
