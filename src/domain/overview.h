/*
 * overview.h - for who leads a body: what runs and what is late, by department and by body below.
 *
 * Layer: domain   Source: ux 2 "Leader", domain 4.1 (counts of those below, no content)
 */
#ifndef YG_DOMAIN_OVERVIEW_H
#define YG_DOMAIN_OVERVIEW_H

#include "domain/matter.h"

struct overview_row {
    int64_t id;      /* department or body; 0: not assigned yet */
    struct str name; /* absent then */
    int64_t open, late;
};
struct overview_rows {
    const struct overview_row *items;
    size_t n;
};
#define OVERVIEW_ROLES (RO_DEPUTY | RO_PRINCIPAL)
/* ERR_DENIED "move.role" for others; ERR_NOT_FOUND "lead.none": not his body nor one below it. */
MUST_CHECK enum err overview_counts(struct ctx *c, int64_t org, struct overview_rows *ret_depts,
                                    struct overview_rows *ret_bodies);

/* The dates of what this officer handles, the most urgent first: number and kind of term, nothing
 * else. Not a handler: none. */
struct deadline_line {
    int64_t matter;
    struct str reg_no, code;
    struct day due;
};
struct deadline_lines {
    const struct deadline_line *items;
    size_t n;
};
MUST_CHECK enum err deadlines_own(struct ctx *c, struct deadline_lines *ret);

#endif
