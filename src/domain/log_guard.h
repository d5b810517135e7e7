/*
 * log_guard.h - may this log be signed? Asked before the first signature of each start, and by
 * `doctor`.
 *
 * Layer: domain (reads only)   Source: log.md 3.2
 * Downtime is forgiven; two heads of which neither is the other grown are not. So nothing is signed
 * when anybody has seen more than we have, or something else: the second copy, or a witness.
 */
#ifndef YG_DOMAIN_LOG_GUARD_H
#define YG_DOMAIN_LOG_GUARD_H

#include "domain/log_key.h"
#include "domain/public_log.h"

enum log_state {
    LOG_READY,
    LOG_NONE,       /* no log was made */
    LOG_KEY_LOST,   /* the key file is not there */
    LOG_KEY_WRONG,  /* it is of another log, or does not open */
    LOG_BROKEN,     /* the stored tiles do not give the head, or the last signed one */
    LOG_BEHIND,     /* the second copy or a witness knows a larger tree: we were put back */
    LOG_SPLIT,      /* the second copy or a witness knows another tree */
    LOG_COPY_WRONG, /* the second copy cannot be read, or was not signed by this log */
    LOG_UNSURE,     /* restored from a backup, and there is no second copy to ask */
    LOG_STATE__COUNT
};

struct log_look {
    enum log_state state;
    uint64_t size;      /* of the stored tree */
    uint64_t published; /* of the last signed one */
    bool any;           /* something was signed */
    uint64_t copy;      /* size in the second copy */
    bool copy_none;     /* there is no second copy */
    int64_t pending;    /* leaves that wait */
    struct str witness; /* who has seen more or something else; absent: nobody */
    uint64_t witnessed; /* the size that it has seen */
};
/* Errors of the store only; everything else is a state. */
MUST_CHECK enum err log_look(struct ctx *c, const struct log_paths *p, struct log_look *ret);
/* Catalogue key of the state: "log.behind". */
const char *log_state_key(enum log_state s);

/* Nothing of what witnesses have shown stops us? ERR_CONFLICT "log.behind", "log.split". */
MUST_CHECK enum err log_guard_witnesses(struct ctx *c);

/* After a restore: not signed again without the second copy's word (see LOG_UNSURE). In a
 * transaction. */
MUST_CHECK enum err log_guard_restored(struct ctx *c);
MUST_CHECK enum err log_guard_settled(struct ctx *c);

/* The second way: leaves from..to-1 hashed anew from their stored entries and compared with the
 * stored tiles, each hash above them made anew from the tile below, and the root. ERR_STORE
 * "log.recheck". */
MUST_CHECK enum err log_recheck(struct ctx *c, uint64_t from, uint64_t to, const struct hash *root);

#endif
