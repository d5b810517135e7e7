/*
 * receipt.h - a file that proves offline that one entry stands in the log (*.tlog-proof).
 *
 * Layer:  tlog (pure computation)   Source: c2sp.org/tlog-proof; log.md 1.6
 * The order of checking is the reader's: leaf hash from the opening (leaf.h), signatures and quorum
 * (policy_check over note), then receipt_includes.
 */
#ifndef YG_TLOG_RECEIPT_H
#define YG_TLOG_RECEIPT_H

#include "tlog/checkpoint.h"

#define RECEIPT_BYTES_MAX (1 << 20)

struct receipt {
    struct str extra; /* decoded; absent: none */
    uint64_t index;
    struct proof proof;
    struct str note; /* checkpoint with its signature lines */
};

struct str receipt_text(struct arena *a, const struct receipt *r);
/* Exactly one spelling; the note is only looked at as a note. */
bool receipt_parse(struct arena *a, struct str bytes, struct receipt *ret);
/* Does the proof lead from this leaf hash to the checkpoint's root? */
bool receipt_includes(const struct receipt *r, const struct checkpoint *c, const struct hash *leaf);

#endif
