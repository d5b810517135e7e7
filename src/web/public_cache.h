/*
 * public_cache.h - public pages (ROUTE_KEPT) and their figures, kept for a short while.
 *
 * Layer: web (only this room includes it)   Source: design 9 "public page from memory"
 * What is kept depends on path, language and look alone: a route with ROUTE_KEPT reads no other
 * cookie, no query and no session, holds no form, and is asked by GET (routes.def), so that nothing
 * typed and no secret stands on it: it may be packed.
 */
#ifndef YG_WEB_PUBLIC_CACHE_H
#define YG_WEB_PUBLIC_CACHE_H

#include "domain/statistic.h"
#include "web/frame.h"

struct public_cache *public_cache_new(struct arena *a);
void public_cache_free(struct public_cache *k); /* NULL is allowed */

/* Can be answered at once, on the I/O thread? */
bool public_cache_ready(struct req *r);
/* Answers from memory; false: make the page, then public_cache_keep, whether it worked or not. */
bool public_cache_serve(struct req *r, struct resp *w);
void public_cache_keep(struct req *r, struct resp *w, bool made);

/* statistic_of for the public, at most ten minutes old; id absent: all. */
MUST_CHECK enum err public_figures(struct ctx *c, struct web *web, int64_t org, struct str id,
                                   struct day from, struct day to, struct statistic_list *ret);

#endif
