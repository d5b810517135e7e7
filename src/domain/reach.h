/*
 * reach.h - what of a matter's papers this officer may see (domain 4.2), and which matter of its
 * chain a report is at.
 *
 * Layer: domain   Source: domain 4.2, 3.4; design 6 "a report points to a chain of matters"
 * Who finds a matter stands in matter.sql, what that gives him here, the key in the vault: all
 * three must agree. A recused officer finds nothing.
 */
#ifndef YG_DOMAIN_REACH_H
#define YG_DOMAIN_REACH_H

#include "domain/vault.h"

enum {
    REACH_RAW = 1,       /* files as the reporter sent them */
    REACH_CLEAN = 2,     /* files without what tells of the device */
    REACH_THREAD = 4,    /* messages with the reporter */
    REACH_PAPERS = 8,    /* documents to the reporter */
    REACH_INTERNAL = 16, /* documents of the file */
    REACH_EVIDENCE = 32  /* what the check found */
};

/* Union over the matters of the report's chain that this officer has to do with. The reporter
 * himself: RAW, CLEAN, THREAD and PAPERS of his own. ERR_NOT_FOUND "report.none" when nothing. */
MUST_CHECK enum err reach_report(struct ctx *c, int64_t report, unsigned *ret);
/* The same for one matter. ERR_NOT_FOUND "matter.none". */
MUST_CHECK enum err reach_matter(struct ctx *c, int64_t matter, unsigned *ret);

/* Where a report is handled now: the last matter of its chain that was registered, else the first.
 * Acts of the reporter go there. */
struct followed {
    int64_t report, matter, org, stage, version, unread;
    struct str state, channel, category, round;
    bool named, sealed_up;
    int64_t lead_matter;
    struct day state_day;
    struct instant undo_until; /* ms 0: over */
};
#define FOLLOWED_MAX 20 /* matters in a chain */
MUST_CHECK enum err followed_find(struct ctx *c, int64_t report, struct followed *ret);

#endif
