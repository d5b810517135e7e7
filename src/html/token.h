/*
 * token.h - a Mustache template cut into tokens: text, tags, and which tag closes which.
 *
 * Layer:  html, inside the room     Source: the public Mustache specification, core
 * Memory: texts borrow from the source; the token array lies in the arena
 * Limits: source HTML_TEMPLATE_MAX bytes, sections nested HTML_DEPTH_MAX deep
 * Errors: ERR_INVALID "template.bad", the detail says the line and what is wrong
 */
#ifndef YG_HTML_TOKEN_H
#define YG_HTML_TOKEN_H

#include "base/arena.h"
#include "base/err.h"

#define HTML_TEMPLATE_MAX (256u * 1024)
#define HTML_DEPTH_MAX 16
#define HTML_LIST_MAX 10000
#define HTML_DELIMITER_MAX 16

enum token_type {
    TOKEN_TEXT,     /* s: the bytes as they stand */
    TOKEN_VAR,      /* s: name; shown escaped */
    TOKEN_RAW,      /* s: name; shown as it is; text mode only */
    TOKEN_SECTION,  /* s: name; end: index of its TOKEN_CLOSE */
    TOKEN_INVERTED, /* likewise */
    TOKEN_CLOSE,
    TOKEN_PARTIAL /* s: name; indent: blanks before it when it stands alone on its line */
};

struct token {
    enum token_type type;
    int line;
    struct str s;
    struct str indent;
    size_t end;
    struct linted *linted; /* of a text: what a page's compiler found out about it, or NULL */
};

struct tokens {
    struct token *v;
    size_t n;
};

/* page: {{{x}}} and {{&x}} are refused, because pages escape always. */
MUST_CHECK enum err token_parse(struct arena *a, struct str source, bool page, struct tokens *ret,
                                struct fault *f);

/* The source of a partial with indent put before each of its lines, as the specification wants.
 * Absent when that would be over HTML_TEMPLATE_MAX. */
struct str token_indent(struct arena *a, struct str source, struct str indent);

#endif
