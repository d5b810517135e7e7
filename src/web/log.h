/*
 * log.h - the public log as others fetch it: checkpoint, tiles, bundles of entries.
 *
 * Layer: web   Source: c2sp.org/tlog-tiles; log.md 1.2
 * Full tiles are kept in memory, up to some megabytes, and copied out; what is published only
 * grows, so a tile once seen as published needs no more asking. Everything else is 404.
 */
#ifndef YG_WEB_LOG_H
#define YG_WEB_LOG_H

#include "web/frame.h"

struct log_cache *log_cache_new(struct arena *a);
void log_cache_free(struct log_cache *k); /* NULL is allowed */

/* Is it one of the log's resources? Pages about the log have routes like all others. */
bool web_log_is(struct str path);
void web_log(struct req *r, struct resp *w);

#endif
