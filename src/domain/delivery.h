/*
 * delivery.h - the record that a paper reached whom it is for (domain 5.1): posted, handed over,
 * read out.
 *
 * Layer: domain   Owns: delivery (with document.h)   Source: domain 3.6 D01, D08; 5.1
 * What a move makes is delivered by the move where that is so by itself (in the log-in, within this
 * system). This is for the rest: the slip of a letter, a letter to a body outside, a notice that is
 * posted as well.
 */
#ifndef YG_DOMAIN_DELIVERY_H
#define YG_DOMAIN_DELIVERY_H

#include "domain/document.h"

#define DELIVERY_DETAIL_CHARS_MAX 1000
#define DELIVERY_ROLES                                                                             \
    (RO_CLERK | RO_SCREENER | RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD | RO_CADRE_SUP)

struct delivery_form {
    struct str form;           /* POST WRITTEN IN_PERSON PHONE MAIL */
    struct str day;            /* 2026-09-18; absent today */
    struct str second_officer; /* work number; by word of mouth two are there */
    struct str detail;         /* receipt, reason of refusal; sealed; absent none */
};
/*
 * By those who act on the matter: its clerk, screener, petition head, handler, department head,
 * cadre supervision. Stops the clocks that papers.rules names and appends E_DOC_DELIVERED, which
 * the reporter sees when the paper is for him.
 * ERR_NOT_FOUND "document.none" (none, or not in reach); ERR_DENIED "delivery.role"; ERR_CONFLICT
 * "delivery.done" (so recorded before). Mistakes: form "form.option"; day "form.date",
 * "delivery.day" (before it was made, or not yet); second_officer "delivery.two_officers",
 * "move.officer"; detail "form.too_long", "report.text".
 */
MUST_CHECK enum err document_deliver(struct ctx *c, int64_t matter, int64_t document,
                                     const struct delivery_form *f);

/* The slip of a matter's letter that waits to be posted; 0 none, or not his to post. */
MUST_CHECK enum err delivery_slip_waits(struct ctx *c, int64_t matter, int64_t *ret_document);

#endif
