/*
 * multipart.h - multipart/form-data read piece by piece, wherever the pieces are cut.
 *
 * Layer:  http                      Memory: text parts and one part's head lie in the request's
 *                                   arena; files go to the sink and are never held here
 * Limits: below. Text that is too long is an error of the whole body; a file has no bound of its
 *         own but the body's, and the sink may refuse it.
 * Source: RFC 7578, RFC 2046 5.1, WHATWG HTML (multipart/form-data encoding algorithm): no
 * preamble, no epilogue but a line end, no folded lines, since no browser sends them
 */
#ifndef YG_HTTP_MULTIPART_H
#define YG_HTTP_MULTIPART_H

#include "http/http.h"

#define MULTIPART_HEAD_MAX 4096 /* bytes of one part's headers */
#define MULTIPART_PARTS_MAX (HTTP_FORM_FIELDS_MAX + 32)
#define MULTIPART_TEXT_MAX (256 * 1024)        /* one text part */
#define MULTIPART_TEXTS_MAX HTTP_FORM_BODY_MAX /* all text parts */
#define MULTIPART_BOUNDARY_MAX 70

enum multipart_err { MULTIPART_OK, MULTIPART_BAD /* 400 */, MULTIPART_LARGE /* 413 */ };

struct multipart; /* in the arena */

/* The boundary of a Content-Type; absent when the type is not multipart/form-data or has none. */
struct str multipart_boundary(struct str content_type);

/* boundary 1 to 70 bytes without CR or LF; sink functions may be NULL (files are then skipped). */
struct multipart *multipart_new(struct req *r, struct str boundary, const struct http_sink *sink);
/* After an error every further call gives the same error, and the sink has been aborted. */
MUST_CHECK enum multipart_err multipart_feed(struct multipart *m, const uint8_t *p, size_t n);
/* The body is complete: MULTIPART_BAD when the closing delimiter has not come. */
MUST_CHECK enum multipart_err multipart_end(struct multipart *m);
/* The request ends without its handler: the sink's abort runs if any part had begun. Once. */
void multipart_abort(struct multipart *m);
/* The handler runs now: what the sink holds is the application's, no abort any more. */
void multipart_taken(struct multipart *m);

#endif
