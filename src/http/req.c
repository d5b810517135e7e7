#include "http/http.h"

#include <assert.h>

struct str http_pair_get(const struct http_pairs *p, struct str name)
{
    for (size_t i = 0; i < p->n; i++)
        if (str_eq(p->items[i].name, name))
            return p->items[i].value;
    return STR_NONE;
}

struct str req_header(const struct req *r, struct str lower_name)
{
    return http_pair_get(&r->headers, lower_name);
}

struct str req_cookie(const struct req *r, struct str name)
{
    return http_pair_get(&r->cookies, name);
}

struct str req_query(const struct req *r, struct str name)
{
    return http_pair_get(&r->query, name);
}

struct str req_param(const struct req *r, struct str name)
{
    return http_pair_get(&r->params, name);
}

struct str req_form(const struct req *r, struct str name)
{
    return http_pair_get(&r->form, name);
}

void resp_header(struct resp *w, struct str name, struct str value)
{
    assert(w->header_count < HTTP_RESP_HEADERS_MAX);
    w->headers[w->header_count++] = (struct http_pair){ name, value };
}

void resp_redirect(struct resp *w, struct str location)
{
    w->status = 303;
    resp_header(w, S("Location"), location);
}
