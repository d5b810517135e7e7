/*
 * policy.h - whom one believes: which logs, and how many of which witnesses must have cosigned.
 *
 * Layer:  tlog (pure computation)   Source: c2sp.org/tlog-policy; log.md 1.6
 * Limits: POLICY_LOGS_MAX logs, POLICY_NAMES_MAX witnesses and groups, POLICY_BYTES_MAX
 */
#ifndef YG_TLOG_POLICY_H
#define YG_TLOG_POLICY_H

#include "tlog/checkpoint.h"

#define POLICY_BYTES_MAX (256 * 1024)
#define POLICY_LOGS_MAX 32
#define POLICY_NAMES_MAX 64
#define POLICY_NONE (-1) /* quorum none */

struct policy_log {
    struct note_key key;
    struct str url; /* absent: none */
};
/* A witness, or a group of things named before it. */
struct policy_name {
    struct str name;
    bool group;
    bool taken; /* is a member of a group already */
    struct note_key key;
    struct str url;
    int need; /* of a group: so many of its members */
    int members[POLICY_NAMES_MAX];
    size_t member_count;
};
struct policy {
    struct policy_log logs[POLICY_LOGS_MAX];
    size_t log_count;
    struct policy_name names[POLICY_NAMES_MAX];
    size_t name_count;
    int quorum; /* index into names, or POLICY_NONE */
};

/* line: the number of the line that is wrong (1..), 0 for a missing quorum; may be NULL. The policy
 * borrows from the text. */
bool policy_parse(struct arena *a, struct str text, struct policy *ret, int *line);

enum policy_verdict {
    POLICY_OK,
    POLICY_FORM,       /* no note, or its text is no checkpoint */
    POLICY_OTHER_LOG,  /* the origin is none of the policy's logs */
    POLICY_NOT_SIGNED, /* no line of the log's key */
    POLICY_WRONG,      /* a line of a key the policy names does not verify */
    POLICY_FEW         /* signed by the log, but without the quorum */
};
/* checkpoint and note are filled with everything but POLICY_FORM; either may be NULL. */
enum policy_verdict policy_check(struct arena *a, const struct policy *p, struct str bytes,
                                 struct checkpoint *ret, struct note *note);

#endif
