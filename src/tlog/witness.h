/*
 * witness.h - what a log and a witness say to one another, and how a witness decides.
 *
 * Layer:  tlog (pure computation)   Source: c2sp.org/tlog-witness; log.md 1.5
 * A witness keeps, for each log, the largest tree that it has cosigned, and cosigns nothing that is
 * not that tree, grown.
 */
#ifndef YG_TLOG_WITNESS_H
#define YG_TLOG_WITNESS_H

#include "tlog/checkpoint.h"

#define WITNESS_BODY_MAX (64 * 1024)
#define WITNESS_SIZE_TYPE "text/x.tlog.size"

/* old SP size LF, the proof's hashes a line each, an empty line, the signed checkpoint. */
struct witness_request {
    uint64_t old; /* size that the witness has seen, as the log believes */
    struct proof proof;
    struct str note;
};
struct str witness_request_text(struct arena *a, const struct witness_request *r);
/* Exactly one spelling; the note is only looked at as a note that holds a checkpoint. */
bool witness_request_parse(struct arena *a, struct str body, struct witness_request *ret);

/* "409\n17\n": the size in an answer 409; false for every other spelling. */
bool witness_size_parse(struct str type, struct str body, uint64_t *ret);

/* A log as a witness knows it. */
#define WITNESS_LOG_KEYS_MAX 4 /* of one log: the present key and earlier ones */
struct witness_log {
    struct note_key keys[WITNESS_LOG_KEYS_MAX]; /* of one name */
    size_t n;
    bool any;               /* something was cosigned */
    struct checkpoint last; /* the largest */
};

enum witness_verdict { /* and the status that says it */
                       WITNESS_COSIGN = 200,
                       WITNESS_FORM = 400,     /* old is larger than the checkpoint */
                       WITNESS_UNSIGNED = 403, /* by no key of the log, or a known one is wrong */
                       WITNESS_STALE = 409,    /* old is not what was cosigned last */
                       WITNESS_SPLIT = 422     /* not the tree that was seen, grown */
};
/* head: of the request's note, parsed. */
enum witness_verdict witness_judge(const struct witness_log *log, const struct witness_request *r,
                                   const struct note *n, const struct checkpoint *head);

#endif
