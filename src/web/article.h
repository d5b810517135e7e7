/*
 * article.h - pages made of catalogue texts: sections page.NAME.1.h (heading) and page.NAME.1
 * (text), page.NAME.2.h ... ; each line of a text is a paragraph, lines that begin with "- " are a
 * list.
 *
 * Layer: web (only this room includes it)
 */
#ifndef YG_WEB_ARTICLE_H
#define YG_WEB_ARTICLE_H

#include "web/frame.h"

struct line_view {
    struct str text;
};
struct block_view {
    struct str text;   /* a paragraph, or absent */
    struct list items; /* struct line_view; of a list */
    bool is_list;
};
struct section_view {
    struct str anchor, heading;
    struct list blocks; /* struct block_view */
};
struct article {
    struct str lead;
    struct list sections; /* struct section_view */
};
extern const struct field article_fields[]; /* lead, sections */

/* The article of a name; its title becomes the page's (page.NAME.title). */
struct article web_article(struct req *r, const char *name);
/* One key page.NAME.SUFFIX; absent when there is none. */
struct str article_text(struct req *r, const char *name, const char *suffix);

#endif
