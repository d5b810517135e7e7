#include "http/form.h"
#include "http/server.h"

/* Body of a request: bounded before it is read, where its length is told, and while it is read. */

static bool refuse(struct call *c, int status, const char *key)
{
    if (c->refusal.status == 0) /* the first mistake is the one to tell */
        c->refusal = (struct guard_refusal){ status, key };
    return false;
}

static bool is_urlencoded(struct str type)
{
    struct str rest = type;

    return guard_equal_nocase(guard_trim(str_cut(&rest, ';')),
                              S("application/x-www-form-urlencoded"));
}

bool body_announced(const struct call *c)
{
    return c->framing.chunked || c->framing.length > 0;
}

static bool takes_form(const struct call *c)
{
    return c->plan.body == HTTP_BODY_FORM || c->plan.body == HTTP_BODY_MULTIPART;
}

/* What the route expects against what the client says it sends. */
static bool plan_type(struct call *c)
{
    struct str type = req_header(&c->req, S("content-type"));
    struct str boundary;

    if (!takes_form(c) || !body_announced(c))
        return true;
    if (is_urlencoded(type)) {
        if (c->body_max > HTTP_FORM_BODY_MAX)
            c->body_max = HTTP_FORM_BODY_MAX; /* held in memory, whatever files may weigh */
        return true;
    }
    if (c->plan.body == HTTP_BODY_FORM)
        return refuse(c, 415, "http.media");
    boundary = multipart_boundary(type);
    if (str_absent(boundary))
        return refuse(c, 415, "http.media");
    c->multipart = multipart_new(&c->req, boundary, &c->plan.sink);
    return true;
}

bool body_plan(struct call *c)
{
    c->body_max = c->plan.body_max ? c->plan.body_max : HTTP_FORM_BODY_MAX;
    if (c->plan.body == HTTP_BODY_NONE)
        c->body_max = 0;
    if (!plan_type(c))
        return false;
    c->body = buf_new(c->ctx.arena);
    if (c->framing.length > c->body_max)
        return refuse(c, 413, "http.too_large");
    return true;
}

bool body_piece(struct call *c, const uint8_t *p, size_t n)
{
    enum multipart_err err;

    conn_credit(c->conn, (int64_t)n, c->server->body_rate_min, HTTP_BODY_CREDIT_MS);
    c->body_n += (int64_t)n;
    /* libmicrohttpd sends no answer in the middle of a body: what is too much, or follows a
     * mistake, is read and dropped, and the answer comes at the end. */
    if (c->body_n > c->body_max) {
        (void)refuse(c, 413, "http.too_large");
        return c->body_n - c->body_max <= HTTP_SWALLOW_MAX;
    }
    if (c->refusal.status != 0)
        return true;
    if (!c->multipart) {
        buf_bytes(&c->body, p, n);
        return true;
    }
    err = multipart_feed(c->multipart, p, n);
    if (err == MULTIPART_BAD)
        (void)refuse(c, 400, "http.bad_request");
    if (err == MULTIPART_LARGE)
        (void)refuse(c, 413, "http.too_large");
    return true;
}

static bool end_form(struct call *c)
{
    enum form_err err =
        form_parse(c->ctx.arena, buf_str(&c->body), HTTP_FORM_FIELDS_MAX, &c->req.form);

    if (err == FORM_MANY)
        return refuse(c, 413, "http.too_large");
    return err == FORM_OK ? true : refuse(c, 400, "http.bad_request");
}

bool body_end(struct call *c)
{
    if (c->refusal.status != 0)
        return false;
    if (c->multipart)
        return multipart_end(c->multipart) == MULTIPART_OK || refuse(c, 400, "http.bad_request");
    if (c->plan.body == HTTP_BODY_WHOLE)
        c->req.body = buf_str(&c->body);
    else if (takes_form(c))
        return end_form(c);
    return true;
}
