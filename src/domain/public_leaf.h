/*
 * public_leaf.h - documents whose hash everybody finds in the log: what was said, and under which
 * number it stands there.
 *
 * Layer: domain   Owns: public_leaf, public_pending (the sequencer takes from it and numbers)
 * Source: log.md 1.8, 2.2 (public leaves stand apart), 2.5 S0; docs/formats/log.md
 * A document is text whose first line says what it is ("ygxf/statistics/v1"), so that no two kinds
 * can have the same bytes. It holds nothing that may not be known by everybody for ever.
 */
#ifndef YG_DOMAIN_PUBLIC_LEAF_H
#define YG_DOMAIN_PUBLIC_LEAF_H

#include "domain/public_log.h"

#define PUBLIC_LEAF_PAGE 50

struct public_document {
    int64_t id;
    int kind;              /* enum public_leaf */
    struct str subject;
    struct instant since;
    struct str hash;       /* 32 bytes */
    struct str document;   /* absent: not for everybody, and not in lists */
    bool numbered;
    uint64_t index;        /* when numbered */
};
struct public_documents {
    const struct public_document *items;
    size_t n;
    bool more;
};

/* In a transaction: the document's leaf goes into the queue. kept: everybody may read it. */
MUST_CHECK enum err public_leaf_add(struct ctx *c, enum public_leaf kind, struct str subject,
                                    struct str document, bool kept);
/* The latest about this subject. ERR_NOT_FOUND "log.no_document". */
MUST_CHECK enum err public_leaf_last(struct ctx *c, struct str subject,
                                     struct public_document *ret);
/* The first with this hash, in hex, that everybody may read. ERR_NOT_FOUND "log.no_document". */
MUST_CHECK enum err public_leaf_named(struct ctx *c, struct str hex, struct public_document *ret);
/* The latest first. */
MUST_CHECK enum err public_leaf_page(struct ctx *c, int64_t skip, struct public_documents *ret);

/* Appends the document when the last one about the subject is another. In a transaction. */
MUST_CHECK enum err public_leaf_renew(struct ctx *c, enum public_leaf kind, struct str subject,
                                      struct str document);

#endif
