/*
 * log_said.h - at the foot of a published page: which document of the public log stands behind it.
 *
 * Layer: web (only this room includes it)
 */
#ifndef YG_WEB_LOG_SAID_H
#define YG_WEB_LOG_SAID_H

#include "domain/statement.h"
#include "web/frame.h"

struct said_view {
    struct str doc_href, hash, index, day;
    bool has, numbered, changed; /* changed: what is shown is not what was logged then */
};
extern const struct field said_fields[];

/* The latest document about the subject; has false when there is none. */
MUST_CHECK enum err said_of(struct ctx *c, struct req *r, struct str subject, struct said_view *ret,
                            struct str *ret_document);

/* The last head: how many entries, and the first 32 hex digits of the root in groups of four
 * (log.md 2.6), to be read out and photographed. */
struct log_sheet {
    bool has;
    struct str origin, vkey, size, root;
};
MUST_CHECK enum err log_sheet_read(struct ctx *c, struct req *r, struct log_sheet *ret);

#endif
