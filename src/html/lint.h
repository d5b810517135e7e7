/*
 * lint.h - where in an HTML page a template stands: the guard that lets a variable only where
 * escaping makes it harmless.
 *
 * Layer:  html, inside the room     Memory: a small value, copied for branches
 * It reads the page's own markup byte by byte, in the order of rendering, and is stricter than
 * HTML: values in double quotes only, no style=, no on*=, no inline script or style. A section must
 * leave the place as it found it, so that the page is sound with and without it.
 * All functions that may refuse return NULL or the reason.
 */
#ifndef YG_HTML_LINT_H
#define YG_HTML_LINT_H

#include "base/str.h"

enum lint_place {
    LINT_TEXT,     /* between tags */
    LINT_LT,       /* after '<' */
    LINT_BANG,     /* after '<!' */
    LINT_DECLARED, /* in <!doctype> or <?xml?> */
    LINT_COMMENT,
    LINT_TAG,   /* in a tag's name */
    LINT_SPACE, /* in a tag, after a blank: an attribute may begin */
    LINT_DONE,  /* in a tag, something ended: a blank, '/' or '>' must follow */
    LINT_SLASH, /* in a tag, after '/' */
    LINT_ATTR,  /* in an attribute's name */
    LINT_EQ,    /* after '=' */
    LINT_VALUE  /* inside double quotes */
};

enum lint_attr {
    LINT_PLAIN,
    LINT_URL,     /* href, src, action, ...: variables as whole segments, or *_href */
    LINT_CONTENT, /* of meta, which may be an address when http-equiv stands there too */
    LINT_CLOSED   /* srcdoc, srcset, http-equiv: no variables */
};

/* How far the value of an address has come. */
enum lint_url {
    LINT_URL_START, /* nothing yet */
    LINT_URL_ROOT,  /* just "/": a variable here could make "//host" */
    LINT_URL_EDGE,  /* after a sign that ends a segment */
    LINT_URL_INSIDE,
    LINT_URL_VAR,  /* just after a variable */
    LINT_URL_OTHER /* begins with something else: no variables */
};

/* How a variable must be written where it stands. */
enum lint_how { LINT_ESCAPE, LINT_ESCAPE_URL, LINT_ESCAPE_HREF };

#define LINT_NAME_MAX 24

struct lint {
    enum lint_place place;
    enum lint_attr kind;
    enum lint_url url;
    unsigned dashes;          /* in a comment: how many just passed */
    bool end_tag;             /* in </...> */
    bool refresh, content;    /* this tag has http-equiv; a plain variable in content */
    unsigned char tag_n, attr_n;
    char tag[LINT_NAME_MAX];  /* lower case, cut */
    char attr[LINT_NAME_MAX]; /* likewise */
    char only[LINT_NAME_MAX]; /* script, style, title or textarea: only its end tag may follow */
};

enum lint_what { LINT_VAR, LINT_VAR_HREF /* name ends in _href */, LINT_MARKUP, LINT_SENTENCE };

const char *lint_text(struct lint *l, struct str s);
const char *lint_value(struct lint *l, enum lint_what what, enum lint_how *how);
/* Around the body of a section: what lint_enter gives back goes to lint_leave. repeats: the body
 * may follow itself (a list). */
const char *lint_enter(struct lint *l, struct lint *ret);
const char *lint_leave(struct lint *l, const struct lint *entered, bool repeats);
const char *lint_end(const struct lint *l);
bool lint_same(const struct lint *a, const struct lint *b); /* the same place */

#endif
