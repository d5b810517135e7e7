/*
 * embed.h - files that the program carries inside itself: templates, data, assets.
 *
 * Layer:  gen, usable by every room above base
 * Memory: read-only pages of the program; everything here lives as long as it does
 *
 * tools/embed.py collects them at each build; a new file needs no entry anywhere:
 *   src/<room>/x_show.mustache     "x_show.mustache" (names are unique in the whole tree)
 *   data/procedure/z.rules         "procedure/z.rules"
 *   src/web/assets/site.css        the asset "site.css", served as "/a/site.8f3a91c2.css"
 */
#ifndef YG_GEN_EMBED_H
#define YG_GEN_EMBED_H

#include "base/str.h"

struct embed_file {
    const char *name;
    const unsigned char *p;
    size_t n;
};

/* In byte order of name. */
extern const struct embed_file embed_files[];
extern const size_t embed_file_count;

/* Absent when there is no such file. Three byte-wise comparisons of a name per hundred files. */
struct str embed_find(const char *name);
/* Source of the template of that name without ".mustache"; fits html_new (u is not used). */
struct str embed_template(void *u, struct str name);

/* One coding of an asset. p NULL: there is none that would be smaller. */
struct embed_coding {
    const unsigned char *p;
    size_t n;
    const char *etag; /* strong, in quotes, of these very bytes */
};

struct embed_asset {
    const char *name; /* "site.css" */
    const char *path; /* "/a/site.8f3a91c2.css": changes with the content, may be cached for ever */
    const char *type; /* "text/css; charset=utf-8" */
    struct embed_coding plain, gzip, br;
};

/* In byte order of name. */
extern const struct embed_asset embed_assets[];
extern const size_t embed_asset_count;

const struct embed_asset *embed_asset(const char *name);   /* NULL when there is none */
const struct embed_asset *embed_asset_at(struct str path); /* by "/a/site.8f3a91c2.css" */

#endif
