/*
 * judge.h - what a receipt is worth: one verdict for each way in which it may be wrong.
 *
 * Layer: tlog (pure computation)   Source: c2sp.org/tlog-proof; log.md 1.6, 1.8
 * Pages, API and CLI say the verdicts in the words of the catalogue (judge_key), so that the same
 * fault has the same sentence everywhere.
 */
#ifndef YG_TLOG_JUDGE_H
#define YG_TLOG_JUDGE_H

#include "tlog/leaf.h"
#include "tlog/policy.h"
#include "tlog/receipt.h"

enum judge {
    JUDGE_PROVEN,
    /* not a receipt */
    JUDGE_NONE,   /* another file */
    JUDGE_CUT,    /* its end is missing */
    JUDGE_FORM,   /* a line is not spelled as it has to be */
    JUDGE_CLOSED, /* does not say which entry it is about */
    /* a receipt that proves nothing */
    JUDGE_OTHER_LOG,   /* of a log that the policy does not name */
    JUDGE_UNKNOWN_KEY, /* no signature by the key that the policy names */
    JUDGE_SIGNATURE,   /* one of a known key that does not fit */
    JUDGE_FEW,         /* too few witnesses */
    JUDGE_ALTERED,     /* the entry does not lead to the signed tree */
    JUDGE_NEWER,       /* of a newer tree than the copy it is compared with */
    JUDGE_SPLIT,       /* both are signed and differ */
    JUDGE__COUNT
};

const char *judge_key(enum judge j);         /* "judge.altered" */
static inline bool judge_is_receipt(enum judge j) /* else the file is none (exit code 65) */
{
    return j == JUDGE_PROVEN || j >= JUDGE_OTHER_LOG;
}

struct judged {
    enum judge verdict;
    struct receipt receipt;     /* from JUDGE_CLOSED on */
    struct leaf_opening opened; /* from JUDGE_OTHER_LOG on */
    uint8_t entry[LEAF_ENTRY];  /* that the opening makes */
    struct checkpoint head;
    struct note note;
};

/* Everything that can be judged without a copy of the log: JUDGE_PROVEN to JUDGE_ALTERED. Borrows
 * from the bytes. */
void judge_receipt(struct arena *a, const struct policy *p, struct str bytes, struct judged *ret);

/* What policy_check says of a checkpoint, as a verdict; POLICY_FORM gives JUDGE_FORM. */
enum judge judge_of_policy(enum policy_verdict v);

/* Text as pasted into a form: CR LF becomes LF, blanks around it go, the last LF comes back. */
struct str judge_pasted(struct arena *a, struct str text);

#endif
