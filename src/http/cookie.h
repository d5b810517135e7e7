/*
 * cookie.h - the Cookie header as pairs.
 *
 * Layer:  http                      Memory: the list lives in the arena, its bytes are borrowed
 * Limit:  COOKIES_MAX; what comes after is dropped
 * Source: RFC 6265 4.2. A piece that is no cookie is skipped, not refused: other sites of the same
 *         domain may have set it, and the person at the browser cannot mend that.
 */
#ifndef YG_HTTP_COOKIE_H
#define YG_HTTP_COOKIE_H

#include "http/http.h"

#define COOKIES_MAX 50

struct http_pairs cookie_parse(struct arena *a, struct str header); /* absent: no pairs */

#endif
