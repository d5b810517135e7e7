/*
 * subproc.h - sub-procedures of a matter: hearing, consultation, protection and the like, each with
 * a small machine of its own in data/procedure.
 *
 * Layer: domain   Owns: subproc   Source: domain 3.5
 * They move as matters do, by matter_move (move.h): fields, guards, papers, clocks and events come
 * from the rules; the words stand in the matter's record. Reach is the matter's.
 */
#ifndef YG_DOMAIN_SUBPROC_H
#define YG_DOMAIN_SUBPROC_H

#include "domain/actor.h"

struct subproc {
    int64_t id, matter, version;
    int64_t report;  /* its reporter asked for it; 0: the body */
    int64_t officer; /* who made its last step; 0: a reporter, or time */
    struct str kind, state;
    struct day opened, state_day, closed; /* closed DAY_NONE: open */
};
struct subproc_list {
    const struct subproc *items;
    size_t n;
};

#define SUBPROCS_MAX 50

/* Open ones first, then the newest. The caller found the matter. */
MUST_CHECK enum err subproc_list(struct ctx *c, int64_t matter, struct subproc_list *ret);
/* ERR_NOT_FOUND "subproc.none": not of this matter. */
MUST_CHECK enum err subproc_find(struct ctx *c, int64_t matter, int64_t id, struct subproc *ret);
/* Open ones of a kind. */
MUST_CHECK enum err subproc_open_of(struct ctx *c, int64_t matter, struct str kind,
                                    struct subproc_list *ret);

struct matter;
struct subproc_rule;
/* Why one of that kind may not begin in the matter now: "move.state", "subproc.off" (its switch),
 * "subproc.open" (under way); NULL: it may. Guards of the move come on top. */
MUST_CHECK enum err subproc_hindrance(struct ctx *c, const struct matter *m,
                                      const struct subproc_rule *of, const char **ret);
const char *subproc_hearing_switch(const struct matter *m); /* for claims, or for reports */
/* May its reporter begin it with this move now? False too when it is under way. Of the matter: id,
 * org, state and category. */
MUST_CHECK enum err subproc_may_begin(struct ctx *c, const struct matter *m, struct str move,
                                      bool *ret);

#endif
