/*
 * realname.h - is the name under a report true? Looked into by the identity custodian, once.
 *
 * Layer: domain   Source: domain 2.4, 3.5 RN; design 7.4 "identity opening"
 * Its steps are moves of SP_REALNAME (data/procedure/identity.rules), made in the matter that the
 * report is handled in when the check begins. The custodian finds the report by its identity, which
 * is sealed to his desk; he has no reach to the matter and no key of it. Each opening of a name is
 * an event that the reporter sees.
 */
#ifndef YG_DOMAIN_REALNAME_H
#define YG_DOMAIN_REALNAME_H

#include "domain/report.h"

#define REALNAME_CLAIMS_MAX 200

struct realname_claim {
    int64_t report, matter;   /* the matter whose sub-procedure it is, or will be */
    int64_t subproc, org;     /* subproc 0: not begun */
    struct day received, due; /* due: when acceptance has to be told (D04); DAY_NONE: told */
    int64_t tries, wanted;    /* days on which he was not reached; how many it takes */
    bool tried_today;
};
struct realname_list {
    const struct realname_claim *items;
    size_t n;
};
/* What waits for the actor's id desk, the oldest first; none for who is no custodian. */
MUST_CHECK enum err realname_list(struct ctx *c, struct realname_list *ret);

/* Shows whom the report names, so that he can be called: on record, and the reporter sees it.
 * ERR_NOT_FOUND "realname.none": not of this desk, or decided before. */
MUST_CHECK enum err realname_look(struct ctx *c, int64_t report, struct report_identity *ret);
/* Not reached today; counts once a day. ERR_CONFLICT "realname.not_looked": the name was never
 * opened; ERR_INVALID fields rn_way, move "guard.rn_today". */
MUST_CHECK enum err realname_tried(struct ctx *c, int64_t report, struct str way);
/* outcome: verified, failed (with a reason) or unreachable; afterwards the report counts as
 * anonymous unless it was verified. ERR_INVALID fields outcome, rn_way, rn_reason, and move
 * "guard.rn_tries" before three days were tried. */
MUST_CHECK enum err realname_decide(struct ctx *c, int64_t report, struct str outcome,
                                    struct str way, struct str reason);

/* Reports of the matter whose name was verified. */
MUST_CHECK enum err realname_verified(struct ctx *c, int64_t matter, bool *ret);

#endif
