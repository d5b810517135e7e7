/*
 * pilot.h - what a body tries out: a switch (domain 3.7) of its own, from and until a day, on a
 * basis.
 *
 * Layer: domain   Source: domain 1.1 R005; the rows are those of table parameter with a name
 */
#ifndef YG_DOMAIN_PILOT_H
#define YG_DOMAIN_PILOT_H

#include "domain/app.h"

#define PILOTS_MAX 500

struct pilot {
    int64_t org;
    struct str key, name,
        basis;           /* "sw_review_report", what the pilot is called, on what it rests */
    bool on;             /* what is tried out may also be to do without */
    struct day from, to; /* to DAY_NONE: until it is ended */
    bool runs;           /* today */
};
struct pilot_list {
    const struct pilot *items;
    size_t n;
};
/* All that there are and were, those of one measure together, the newest first; public. */
MUST_CHECK enum err pilot_list(struct ctx *c, struct pilot_list *ret);

#endif
