/*
 * escape.h - bytes of people put into markup and addresses without becoming either.
 *
 * Layer:  html                      Errors: none
 */
#ifndef YG_HTML_ESCAPE_H
#define YG_HTML_ESCAPE_H

#include "base/str.h"

/* & < > " ' become entities: safe in text and in a quoted attribute value. Absent: nothing. */
void html_escape(struct buf *out, struct str s);
/* Does it hold any of the five? */
bool html_needs_escape(struct str s);

/* Percent-encodes everything but the unreserved characters of RFC 3986, so that the bytes stay one
 * segment of a path, one value of a query, or a fragment. */
void html_escape_url(struct buf *out, struct str s);

#endif
