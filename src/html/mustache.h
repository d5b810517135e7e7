/*
 * mustache.h - Mustache in text mode: documents, letters and notices that an office may edit.
 *
 * Layer:  html                      Source: the public Mustache specification, core (136 tests)
 * Memory: output goes to out, parsed templates lie in the arena
 * Limits: template 256 KiB, sections and partials nested 16 deep each, 64 partials, output 4 MiB,
 *         10,000 items a list, 1,000,000 steps; beyond: ERR_LIMIT "template.limit"
 * Errors: ERR_INVALID "template.bad"; the detail says the line and what is wrong with the template
 *
 * Names are looked up while rendering; an unknown name shows nothing, as the specification wants.
 */
#ifndef YG_HTML_MUSTACHE_H
#define YG_HTML_MUSTACHE_H

#include "base/arena.h"
#include "base/err.h"

enum html_value_kind {
    HTML_NOTHING, /* unknown name: looked for further out; shows nothing, false */
    HTML_BOOL,    /* yes; shows nothing; a null is a no */
    HTML_TEXT,    /* text (numbers too, written out); empty is false */
    HTML_LIST,    /* node, n items; shows nothing; empty is false */
    HTML_MAP      /* node; shows nothing */
};

struct html_value {
    enum html_value_kind kind;
    bool yes;
    struct str text;
    const void *node; /* the source's own */
    size_t n;
};

/* Where values come from. Both functions fill ret, which is HTML_NOTHING before. */
struct html_data {
    struct html_value root;
    void (*member)(void *u, const void *map, struct str name, struct html_value *ret);
    void (*item)(void *u, const void *list, size_t i, struct html_value *ret);
    /* Source of a partial; absent when unknown (then it shows nothing). May be NULL. */
    struct str (*partial)(void *u, struct str name);
    void *u;
};

/* escape: {{x}} as HTML (else as it is); {{{x}}} and {{&x}} are never escaped. On error out may
 * hold a part. */
MUST_CHECK enum err html_text_render(struct arena *a, struct buf *out, struct str source,
                                     const struct html_data *data, bool escape, struct fault *f);

/*
 * The ready source: a map of names to texts, numbers, truths, maps and lists of maps, built in an
 * arena. A name put twice shows its last value. At most HTML_MAP_MAX names a map (assert).
 */
#define HTML_MAP_MAX 256
struct html_map;
struct html_map *html_map_new(struct arena *a);
void html_map_text(struct html_map *m, const char *name, struct str text); /* borrows both */
void html_map_int(struct html_map *m, const char *name, int64_t v);
void html_map_bool(struct html_map *m, const char *name, bool v);
struct html_map *html_map_map(struct html_map *m, const char *name);  /* a new map under the name */
struct html_map *html_map_item(struct html_map *m, const char *name); /* a new map in the list */
void html_map_list(struct html_map *m, const char *name); /* an empty list, so that it is known */
/* partial and u may be set on the result. */
struct html_data html_map_data(const struct html_map *m);

#endif
