/*
 * commitment.h - the two-way letter of commitment: offered with the acceptance, signed by both or
 * not.
 *
 * Layer: domain   Source: A R018; domain 3.5 CL, 5.1 N02, 3.6 D28
 * The letter is the paper N02 as it was delivered; whoever signs, signs that text, and its hash
 * stands in the event. The clauses are data (data/notices/N02.mustache, dated). Signing is
 * voluntary: no other rule, date or right looks at this state.
 */
#ifndef YG_DOMAIN_COMMITMENT_H
#define YG_DOMAIN_COMMITMENT_H

#include "domain/document.h"

struct commitment {
    int64_t matter, subproc;
    struct str state;      /* CL_*; absent: no letter was offered */
    bool open;             /* he may sign or decline now */
    struct day until;      /* the last day to sign; DAY_NONE: over */
    struct day signed_own; /* DAY_NONE: not */
    struct day signed_body;
    struct str signer; /* work number of who signed for the body; absent: not yet */
    bool on_paper;
    struct document_view paper;
};
/* The reporter's own. ERR_LOGIN "session.over". ret->state absent: none. */
MUST_CHECK enum err commitment_read(struct ctx *c, struct commitment *ret);
/* For the reporter's page: state alone, and whether he may answer. */
MUST_CHECK enum err commitment_state(struct ctx *c, int64_t report, struct str *ret_state,
                                     bool *ret_open);
/* By the reporter, once. ERR_INVALID field agreed "form.required": not ticked; ERR_CONFLICT
 * "commitment.none", "commitment.over". */
MUST_CHECK enum err commitment_sign(struct ctx *c, bool agreed);
MUST_CHECK enum err commitment_decline(struct ctx *c);
/* As the system: D28 of the matter ran out; letters that its reporters did not answer lapse. */
MUST_CHECK enum err commitment_lapse(struct ctx *c, int64_t matter);

#endif
