/*
 * pasted.h - a short text of a form that comes as a file or is pasted into a box.
 *
 * Layer: web (only this room includes it)
 * It is looked at and forgotten: nothing of it is kept anywhere.
 */
#ifndef YG_WEB_PASTED_H
#define YG_WEB_PASTED_H

#include "web/frame.h"

#define PASTED_MAX (1 << 20)
#define PASTED_BODY_MAX (4 << 20) /* the file, the box percent-encoded, a policy */

/* The sink's parts. */
enum err pasted_begin(void *u, struct req *r, struct str field, struct str filename,
                      struct str type);
enum err pasted_data(void *u, struct req *r, const uint8_t *p, size_t n);
enum err pasted_end(void *u, struct req *r);
void pasted_abort(void *u, struct req *r);
#define PASTED_SINK(name)                                                                          \
    const struct http_sink name = {                                                                \
        .begin = pasted_begin, .data = pasted_data, .end = pasted_end, .abort = pasted_abort       \
    }

/* In the handler: the file when one was chosen, else the box of that name. ERR_INVALID field "file"
 * pasted.large. */
MUST_CHECK enum err pasted_text(struct ctx *c, struct req *r, const char *box, struct str *ret);

#endif
