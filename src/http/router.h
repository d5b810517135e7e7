/*
 * router.h - which route of a table a path belongs to.
 *
 * Layer:  http                      Memory: params in the arena, values borrowed from the path
 * Pattern: "/desk/m/:id/moves"; ":id" takes one segment that is not empty, ":rest*" as the last
 *         segment takes all that is left, slashes too. Everything else must be equal byte by byte.
 *         Where two patterns fit, the one with the earlier literal segment wins
 *         ("/desk/m/new" before "/desk/m/:id"), whatever their order in the table.
 */
#ifndef YG_HTTP_ROUTER_H
#define YG_HTTP_ROUTER_H

#include "http/http.h"

#define ROUTE_PARAMS_MAX 8

struct http_route {
    enum http_method method;
    struct str pattern;
    const void *data; /* the application's own */
};

struct http_route_found {
    const struct http_route *route; /* NULL: none */
    struct http_pairs params;
    unsigned methods; /* bit 1 << enum http_method for each that this path knows; 0 = 404 */
};

/* Does this one pattern fit? params (names without ':') untouched when not. */
MUST_CHECK bool http_route_match(struct str pattern, struct str path, struct arena *a,
                                 struct http_pairs *params);
/* HEAD is answered by the GET route. route NULL and methods != 0: 405. */
void http_route_find(const struct http_route *table, size_t n, enum http_method method,
                     struct str path, struct arena *a, struct http_route_found *ret);
/* "GET, HEAD, POST" for the Allow header. */
struct str http_route_allow(struct arena *a, unsigned methods);
struct str http_method_name(enum http_method method);

#endif
