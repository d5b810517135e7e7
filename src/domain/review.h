/*
 * review.h - review 复查 and re-review 复核: the body above looks again, by officers who had
 * nothing to do with the matter; what was concluded before, so that a redo does not repeat it.
 *
 * Layer: domain   Owns: review, conclusion   Source: domain 3.3 T36-T41, 3.5 RV RR; XF 35, 36;
 * BJ 47-50; A R035
 * The matter stays where it is handled; the body above finds it while it is asked, or looks
 * (matter.sql). The steps are moves of data/procedure/remedies.rules.
 */
#ifndef YG_DOMAIN_REVIEW_H
#define YG_DOMAIN_REVIEW_H

#include "domain/matter.h"

struct review {
    int64_t id, matter, org;
    int64_t officer, reviewer, approver; /* 0: not yet */
    struct str round, asked_by;          /* REVIEW REREVIEW; REPORTER BODY */
    struct str ruling;                   /* RV_*; absent: under way */
    struct day asked, redo, decided;     /* DAY_NONE: none */
};
/* The newest of a matter; false: never reviewed. Reach is the caller's. */
MUST_CHECK enum err review_last(struct ctx *c, int64_t matter, struct review *ret, bool *ret_found);
/* Did the last ruling order it to be handled anew? */
bool review_orders_redo(const struct review *v);
/* Is it a request for review or re-review (T36, T36b, T39)? */
bool review_request(struct str move);
/* Where such a request goes: the body above the one that handles it; for re-review the next one. 0:
 * nobody is above in this system. */
int64_t review_body(const struct ctx *c, const struct matter *m, struct str move);
/* Had he to do with it before this review? (XF 35; BJ 48) */
MUST_CHECK enum err review_was_earlier(struct ctx *c, int64_t matter, int64_t officer, bool *ret);
/* How often it came back after its last conclusion. */
MUST_CHECK enum err review_repeats(struct ctx *c, int64_t matter, int64_t *ret);

/* What the reporter may ask for now: "T36", "T39", or absent (not open here, no body above, term
 * over, asked already). */
MUST_CHECK enum err review_may_ask(struct ctx *c, int64_t matter, struct str *ret_move);
/* In his session: ERR_INVALID field text; ERR_CONFLICT "review.not_open". */
MUST_CHECK enum err review_ask(struct ctx *c, struct str text);

/* The desk of the reviewing body: what is asked, under way, decided. For RO_REVIEWER and RO_DEPUTY;
 * others: ERR_DENIED "move.role". */
struct review_item {
    int64_t matter, org;                       /* the body that handles it */
    struct str round, asked_by, ruling, state; /* state of the matter */
    bool waits;                                /* asked for, not yet taken on */
    struct day asked, due, decided;
};
struct review_list {
    const struct review_item *items;
    size_t n;
};
MUST_CHECK enum err review_list(struct ctx *c, struct review_list *ret);

/* Have two texts six tenths and more of their three-character pieces in common? Spaces do not
 * count. Two empty ones have. */
bool review_same_facts(struct ctx *c, struct str a, struct str b);

#endif
