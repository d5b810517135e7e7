/*
 * log_check.h - what people bring to be checked against this log: receipts, check codes.
 *
 * Layer: domain (reads only)   Source: log.md 1.6, 2.2
 * Whoever checks here asks the one that is to be checked. The same checks are made by `yangguang
 * verify` against a copy that somebody else keeps; the pages say so.
 */
#ifndef YG_DOMAIN_LOG_CHECK_H
#define YG_DOMAIN_LOG_CHECK_H

#include "domain/log_proof.h"
#include "domain/log_witness.h"
#include "tlog/judge.h"

#define LOG_SEEN_MAX 16

/* Witnesses of the policy that signed a head, and when. */
struct log_seen {
    struct str name;
    struct instant at;
};
struct log_checked {
    struct judged j;
    enum judge verdict;  /* with the comparison to this log: JUDGE_NEWER, JUDGE_SPLIT too */
    uint64_t published;  /* size of this log's last head */
    struct log_seen seen[LOG_SEEN_MAX];
    size_t seen_count;
};

/* A receipt, as a file's bytes or pasted text, under the given policy (absent or empty: this log's
 * own). ERR_INVALID fields "receipt" log.check.nothing; "policy" log.check.policy (the line as
 * arg), log.check.policy_end; ERR_NOT_FOUND "log.none". */
MUST_CHECK enum err log_check_receipt(struct ctx *c, struct str bytes, struct str policy,
                                      struct log_checked *ret);

/* The leaves of a report by the check code of its slip. */
#define LOG_FOUND_MAX 2000
#define LOG_LOOK_AHEAD 8 /* numbers beyond the last one found: one left out is seen */

struct log_found_leaf {
    uint32_t seq;
    struct leaf_place place; /* LEAF_LOST: missing, though a later one is there */
    uint64_t head;           /* LEAF_PUBLISHED: size of the first signed tree that holds it */
    bool proven;             /* its proof leads to that signed head */
};
struct log_found {
    const struct log_found_leaf *items;
    size_t n;
    uint64_t published;
    int64_t missing;
};
/* number: optional, only looked at for its check digits, for the log knows no numbers. ERR_INVALID
 * fields "report_no" log.find.number; "check_code" log.find.nothing, log.find.mistyped. */
MUST_CHECK enum err log_find(struct ctx *c, struct str number, struct str code,
                             struct log_found *ret);

#endif
