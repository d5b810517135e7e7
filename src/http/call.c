#include "http/server.h"

void call_handle(struct call *c)
{
    if (c->multipart)
        multipart_taken(c->multipart);
    c->resp.body = buf_new(c->ctx.arena);
    c->plan.handle(&c->req, &c->resp);
    c->stage = CALL_READY;
}

static bool says_when(const struct resp *w)
{
    for (size_t i = 0; i < w->header_count; i++)
        if (guard_equal_nocase(w->headers[i].name, S("retry-after")))
            return true;
    return false;
}

void call_refuse(struct call *c, int status, const char *key, int retry_after_s)
{
    struct http_server *s = c->server;

    if (c->multipart)
        multipart_abort(c->multipart);
    if (status != 503) /* those are counted as busy */
        atomic_fetch_add(&s->counts.refused, 1);
    c->resp = (struct resp){ .status = status };
    c->resp.body = buf_new(c->ctx.arena);
    c->ctx.fault.retry_after_s = retry_after_s;
    s->app.refuse(s->app.u, &c->req, status, key, &c->resp);
    if (retry_after_s > 0 && !says_when(&c->resp) && c->resp.header_count < HTTP_RESP_HEADERS_MAX)
        resp_header(&c->resp, S("Retry-After"), str_fmt(c->ctx.arena, "%d", retry_after_s));
    c->stage = CALL_READY;
}
