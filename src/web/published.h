/*
 * published.h - published items as pages, feeds and the wall show them.
 *
 * Layer: web (only this room includes it)
 */
#ifndef YG_WEB_PUBLISHED_H
#define YG_WEB_PUBLISHED_H

#include "domain/app.h"
#include "domain/org.h"
#include "domain/publication.h"
#include "i18n/i18n.h"
#include "web/frame.h"

struct item_view {
    struct str id, title, text, org, area, stage, day, iso, corrected;
};
extern const struct field item_fields[];
struct item_view item_of(struct ctx *c, struct req *r, const struct published *p);
struct list items_of(struct ctx *c, struct req *r, const struct published_list *l, size_t max);

/* feed.c: the Atom feed of a body and all below it. */
#define FEED_ENTRIES 30

#endif
