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

/* ERR_DENIED role, ERR_NOT_FOUND reach, ERR_CONFLICT state or version, ERR_INVALID field or guard.
 */
MUST_CHECK enum err matter_move(struct ctx *c, const struct move_request *q,
                                struct move_result *ret);

struct move_option {
    struct str name, label_key;
};
struct move_form_field {
    struct str name, type /* text line date choice number officer dept body leads file */;
    bool required;
    int64_t max;
    const struct move_option *options;
    size_t option_count;
    struct str value;
};
struct move_form {
    struct str move, name_key;
    bool approval; /* a pending proposal is shown to its approver */
    int64_t proposal;
    struct str proposed_by;
    struct day proposed_day;
    const struct move_form_field *fields;
    size_t field_count;
};
struct move_form_list {
    const struct move_form *items;
    size_t n;
};
/* Moves open to this officer now. */
MUST_CHECK enum err move_forms(struct ctx *c, int64_t matter, struct move_form_list *ret);

/* What the reporter does (T32, T43, T44 request, supplement T06, confirm T42…) and time does. */
MUST_CHECK enum err move_by_reporter(struct ctx *c, struct str move,
                                     const struct move_field *fields, size_t n);
MUST_CHECK enum err move_by_time(struct ctx *c, int64_t matter, struct str move);

#endif
