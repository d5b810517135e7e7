/*
 * once.c - a form that comes twice is done once.
 *
 * The token of a page is another one each time the page is made. So the same token with the same
 * words is the same form: clicked twice, or sent again after Back. The key is stored in the
 * transaction of what is done (domain/idempotency.h), so of two at the same moment one is done.
 */
#include "domain/id.h"
#include "domain/idempotency.h"
#include "domain/matter.h"
#include "web/frame.h"

/* A log-in, a report and a letter have keys of their own. */
bool web_once_applies(struct req *r)
{
    const struct web_route *route = web_of(r)->route;

    return r->method == HTTP_POST && route->roles != WEB_PUBLIC && !route->prepare &&
           req_form(r, S("csrf")).n >= IDEMPOTENCY_KEY_MIN;
}

static enum err once_of(struct ctx *c, struct req *r, struct idempotency *ret)
{
    struct buf what = buf_new(c->arena);

    buf_fmt(&what, "POST %.*s", STR_ARG(r->path));
    for (size_t i = 0; i < r->form.n; i++)
        buf_fmt(&what, "\n%.*s=%.*s", STR_ARG(r->form.items[i].name),
                STR_ARG(r->form.items[i].value));
    return idempotency_of(c, req_form(r, S("csrf")), str_z(c->arena, buf_str(&what)), S(""), ret);
}

/* Where the form stood: its own address, or the page above that of a thing done to it. */
static struct str page_of(struct ctx *c, struct req *r)
{
    struct str path = r->path;
    struct matter m;
    int64_t id;

    if (str_starts(path, S("/desk/m/")) &&
        (!id_read(c, req_param(r, S("id")), &id) || matter_find(c, id, &m) != ERR_OK))
        return S("/desk"); /* what was done took it from him */
    if (str_ends(path, S("/moves")) || str_ends(path, S("/delivery")))
        while (path.n > 1 && path.p[--path.n] != '/') {
        }
    return path;
}

enum err web_once(struct ctx *c, struct req *r, struct resp *w)
{
    struct idempotency *once = arena_new_of(c->arena, struct idempotency);
    struct str none;
    bool found = false;

    TRY(once_of(c, r, once));
    c->once = once;
    enum err e = web_of(r)->route->handle(c, r, w);
    c->once = NULL;
    if (once->marked)
        return e;
    /* nothing was done: because the same form came before? */
    struct fault why = c->fault;
    fault_clear(&c->fault);
    if (idempotency_find(c, once, &found, &none) == ERR_OK && found) {
        w->body = buf_new(c->arena);
        w->header_count = 0;
        struct str path = page_of(c, r);
        fault_clear(&c->fault);
        web_done(r, T_KEY("done.before"));
        return web_see_other(w, path);
    }
    c->fault = why;
    return e;
}
