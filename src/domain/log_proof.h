/*
 * log_proof.h - what the public log holds of one chain: its leaves, opened; their receipts, made
 * when somebody asks; and the promise that stands in for a receipt until the leaf has its place.
 *
 * Layer: domain (reads only)   Source: log.md 1.6, 1.8, 2.2, 2.3
 * No row leads from an event to its leaf: tag and metadata are computed anew from the chain's keys
 * and the event's row, and what comes out must be the entry that was logged.
 */
#ifndef YG_DOMAIN_LOG_PROOF_H
#define YG_DOMAIN_LOG_PROOF_H

#include "domain/chain.h"
#include "domain/public_log.h"

#define PROMISE_MS INT64_C(1200000) /* a leaf is in the log that much later: log.md 2.2 */

enum leaf_state {
    LEAF_LOST,    /* neither waiting nor numbered: the log was put back, or worse */
    LEAF_WAITS,   /* in the queue */
    LEAF_UNSIGNED, /* numbered; the next head covers it */
    LEAF_PUBLISHED
};
/* A leaf by its tag. */
struct leaf_place {
    enum leaf_state state;
    uint64_t index;
    struct instant since; /* LEAF_WAITS: since when */
    struct str entry;     /* absent when lost */
};
MUST_CHECK enum err leaf_place(struct ctx *c, const uint8_t tag[LEAF_HASH], struct leaf_place *ret);

/* The first head that covers a leaf and that the quorum of the present policy has signed (it bounds
 * the leaf's time most closely); while there is none, the first signed one. With its cosignatures.
 * ERR_NOT_FOUND "log.unpublished". */
MUST_CHECK enum err log_head_over(struct ctx *c, uint64_t index, struct str *ret_note,
                                  uint64_t *ret_size);

/* One leaf of a chain, opened. r_b is there when the body's key is at hand. */
struct chain_leaf {
    uint32_t seq;
    struct str kind, due; /* of the event; due as stored, lines */
    struct day happened, entered;
    uint8_t tag[LEAF_HASH], c[LEAF_HASH], r_m[LEAF_HASH], r_b[LEAF_HASH], b[LEAF_HASH];
    bool has_body;
    struct str meta, body;
    struct leaf_place place;
};
struct chain_leaves {
    const struct chain_leaf *items;
    size_t n;
    uint8_t next[LEAF_HASH]; /* tag of the leaf that is yet to come */
};
/* All leaves of a report's or matter's chain, in their order. k: the key of its bodies, NULL for
 * metadata alone. The caller saw to reach. ERR_STORE "log.changed" when what comes out is not what
 * was logged. */
MUST_CHECK enum err chain_leaves(struct ctx *c, bool report, int64_t owner, const struct key *k,
                                 struct chain_leaves *ret);

/* Receipt of a published leaf (*.tlog-proof); words: opens the body as well. */
MUST_CHECK enum err log_receipt(struct ctx *c, const struct chain_leaf *l, bool words,
                                struct str *ret);

/* "<origin>/promise": signs promises, and nothing else. The secret comes from S4. */
MUST_CHECK enum err log_promise_key(struct ctx *c, struct note_key *ret);
/* Signed note: origin/promise LF hex T LF hex C LF time LF; the time is twenty minutes after the
 * leaf was put into the queue. Absent when it does not wait any more. */
MUST_CHECK enum err log_promise(struct ctx *c, const struct chain_leaf *l, struct str *ret);

/* ---- the reporter's own, in his session (ERR_LOGIN "session.over") ---- */

/* Leaves of his report, with their words. ERR_NOT_FOUND "log.none". */
MUST_CHECK enum err log_of_mine(struct ctx *c, struct chain_leaves *ret);
/* One of them. ERR_NOT_FOUND "log.no_entry". */
MUST_CHECK enum err log_of_mine_at(struct ctx *c, struct str seq, struct chain_leaf *ret);
/* The promise for the first event of a report that was taken in just now: for the door that took
 * it. Absent without a log. */
MUST_CHECK enum err log_promise_of_new(struct ctx *c, struct str check_code, struct str *ret);

#endif
