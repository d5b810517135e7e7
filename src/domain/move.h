/*
 * move.h - moves of a matter: the rules of data/procedure, guards, proposals and approvals,
 * effects.
 *
 * Layer: domain   Owns: proposal   Source: domain 3.3, design 6, 8
 * One way for every door: matter_move. State, clocks, documents, keys and event change in one
 * transaction, or not at all.
 */
#ifndef YG_DOMAIN_MOVE_H
#define YG_DOMAIN_MOVE_H

#include "domain/matter.h"

struct move_field {
    struct str name, value;
};
struct move_request {
    int64_t matter;
    int64_t subproc;    /* whose step it is; 0: the matter's own move, or the only open one */
    struct str move;    /* "T07" */
    struct str outcome; /* for moves with several targets */
    const struct move_field *fields;
    size_t field_count; /* "decision" = approve | refuse for proposals */
    int64_t version; /* the reader's; 0 = do not compare. Differs: ERR_CONFLICT "matter.moved_on" */
};
struct move_result {
    bool proposed; /* 202: waits for the approving role */
    struct matter matter;
    int64_t document; /* made, or 0 */
};

/*
 * ERR_NOT_FOUND "matter.none"; ERR_DENIED "move.role", "proposal.own", "vault.no_grant";
 * ERR_CONFLICT "move.state", "move.later", "matter.moved_on" (version), "matter.merged",
 * "matter.waits_forward", "subproc.none", "subproc.several", "subproc.open", "subproc.off",
 * "proposal.waits" (another's proposal of the same move), "proposal.none", "proposal.dropped";
 * ERR_INVALID fields: form.*, move.* and guards (guard.*, on the field they look at, else on
 * "move"). ret is untouched on error.
 */
MUST_CHECK enum err matter_move(struct ctx *c, const struct move_request *q,
                                struct move_result *ret);

struct move_option {
    struct str name, label_key;
    struct str
        label; /* words that are no catalogue key: an officer, a body; then label_key is absent */
};
struct move_form_field {
    struct str name, type /* text line date choice number officer dept body leads file */;
    bool required;
    int64_t max;
    const struct move_option *options;
    size_t option_count;
    struct str value; /* as it is now; absent: empty */
    struct str when;  /* "reason=1,2": asked and required only then; absent: always */
};
struct move_form {
    struct str move, name_key;
    int64_t subproc;        /* whose step it is; 0: the matter's own move, or one that begins */
    struct str subproc_key; /* catalogue key of its kind; absent: the matter's own move */
    int64_t version;        /* to send along: the matter's, or the sub-procedure's */
    bool approval;          /* a pending proposal is shown to its approver */
    int64_t proposal;
    struct str proposed_by;
    struct day proposed_day;
    struct str proposed; /* what was proposed, lines "label: value"; absent without key */
    const struct move_form_field *fields;
    size_t field_count;
};
struct move_form_list {
    const struct move_form *items;
    size_t n;
};
/* Moves open to this officer now, in the order of the rules. What waits for his agreement comes
 * first: approval is set, and it asks decision (approve, refuse) and decision_reason. A proposal of
 * his own shows as the move with proposal set: sent again it takes the place of the old one. A
 * field of type leads takes one code for all leads, or "findings.2" for the second; officers are
 * named by work number, departments by kind, matters by id or register number. */
MUST_CHECK enum err move_forms(struct ctx *c, int64_t matter, struct move_form_list *ret);
/* The same of its sub-procedures: steps of those under way, and what may begin. */
MUST_CHECK enum err subproc_forms(struct ctx *c, int64_t matter, struct move_form_list *ret);

/* What the reporter does (T06, T32, T42, T43, T48a), in the matter his report is handled in now;
 * and what time does (T06, T22, T30s, T42). Errors as matter_move. */
MUST_CHECK enum err move_by_reporter(struct ctx *c, struct str move,
                                     const struct move_field *fields, size_t n);
MUST_CHECK enum err move_by_time(struct ctx *c, int64_t matter, struct str move);
/* The same where several sub-procedures of a kind may be under way. */
MUST_CHECK enum err move_by_reporter_in(struct ctx *c, int64_t subproc, struct str move,
                                        const struct move_field *fields, size_t n);
MUST_CHECK enum err move_by_time_in(struct ctx *c, int64_t matter, int64_t subproc,
                                    struct str move);

/*
 * A step of a sub-procedure by who found it another way than by reach: the caller has looked
 * whether he may. It is about one report alone; no key of the matter is asked for. Errors as
 * matter_move.
 */
struct move_beside {
    int64_t matter, subproc, report; /* subproc 0: it begins */
    uint32_t role;                   /* he acts as; PROCEDURE_BY_SYSTEM: time */
    struct str move;
    const struct move_field *fields; /* outcome among them */
    size_t field_count;
};
MUST_CHECK enum err move_beside(struct ctx *c, const struct move_beside *b);

#endif
