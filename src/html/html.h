/*
 * html.h - Mustache templates bound to C structs: parsed and checked once, rendered often.
 *
 * Layer:  html (knows no petition)   Source: the public Mustache specification, core
 * Page mode: {{x}} is always escaped; {{{x}}} and {{&x}} are refused, and so is a name no view has
 *            and a variable outside text and double-quoted attributes, in <script>, <style>, on*=.
 *            In addresses (href, src, action) a variable is a whole segment after a fixed beginning
 *            ("/m/{{id}}", "?lang={{code}}", "#f-{{name}}"; percent-encoded), or a field whose name
 *            ends in _href: a path our own C made.
 * Limits:    template 256 KiB, sections and partials nested 16 deep each, lists of 10,000 items
 * Text mode: the whole core specification; names are looked up at render time.
 */
#ifndef YG_HTML_HTML_H
#define YG_HTML_HTML_H

#include "base/arena.h"
#include "base/err.h"

enum field_type {
    FIELD_STR,   /* struct str; absent or empty is false in a section */
    FIELD_BOOL,  /* bool */
    FIELD_INT,   /* int64_t; shown in decimal; 0 is false in a section */
    FIELD_LIST,  /* struct list of structs described by sub */
    FIELD_VIEW,  /* struct embedded, described by sub */
    FIELD_RAW    /* struct str of markup made by our own C (SVG charts), shown as it is */
};

struct list { const void *items; size_t n; };

struct field {
    const char *name;
    enum field_type type;
    size_t offset;
    const struct field *sub; /* LIST, VIEW: ends with a field whose name is NULL */
    size_t item_size;        /* LIST */
};

/* static const struct field row_fields[] = { F_STR(struct row, name), F_END };
 * A field may not be named t: {{#t}}key{{/t}} is the sentence of a catalogue key. */
#define F_STR(t, m) { #m, FIELD_STR, offsetof(t, m), NULL, 0 }
#define F_BOOL(t, m) { #m, FIELD_BOOL, offsetof(t, m), NULL, 0 }
#define F_INT(t, m) { #m, FIELD_INT, offsetof(t, m), NULL, 0 }
#define F_RAW(t, m) { #m, FIELD_RAW, offsetof(t, m), NULL, 0 }
#define F_LIST(t, m, item, fields) { #m, FIELD_LIST, offsetof(t, m), fields, sizeof(item) }
#define F_VIEW(t, m, sub_fields) { #m, FIELD_VIEW, offsetof(t, m), sub_fields, 0 }
#define F_END { NULL, FIELD_STR, 0, NULL, 0 }

struct view { const struct field *fields; const void *data; };

/* Gives the sentence of a key in a language, itself a template over the same view ("最迟 {{due}}").
 * Absent when unknown. */
typedef struct str (*html_text)(void *u, int lang, struct str key);

struct html; /* all templates of the program */

/* find(): source of a template or partial by name ("my_show"); absent when unknown.
 * langs: how many languages text() knows (0..langs-1). */
struct html *html_new(struct str (*find)(void *u, struct str name), html_text text, int langs,
                      void *u);
void html_free(struct html *h);

/* Parses name for pages and checks every name in it, its partials and its sentences against the
 * fields of the view and of the page around it, in each language. f: ERR_INVALID, detail says
 * template, line and name. Call for all pages at start; rendering never fails. A sentence is plain
 * text, escaped; {{#t}}state.{{code}}{{/t}} takes its key from a field (see html_missing). */
MUST_CHECK enum err html_check(struct html *h, struct str name, const struct field *view,
                               const struct field *page, struct fault *f);

/* After the last html_check: gives back what only checking needed. A later check reads anew. */
void html_checked(struct html *h);

/* view is looked up first, then page (common things: language, token, title). */
void html_render(struct html *h, struct buf *out, struct str name, int lang, struct view view,
                 struct view page);

/* Times that rendering met something html_check could not know: a key built from a field
 * ({{#t}}state.{{code}}{{/t}}) that no catalogue has (the key itself is shown), a name in such a
 * sentence that no view has (nothing is shown), or a *_href that is no path (# is written). 0 in a
 * sound program; for tests and the metrics page. */
size_t html_missing(const struct html *h);

/* Text mode: documents and letters; ctx by callback. Escapes {{x}} when escape is true. */
struct html_data; /* see html_text_render in mustache.h */

#endif
