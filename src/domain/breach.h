/*
 * breach.h - accountability 责任追究: what became of a breach, between the body that is bound and
 * the one above.
 *
 * Layer: domain   Owns: breach_case, breach_step   Source: domain 3.5 AC, 3.8; A R019; XF 42-46;
 * CC 52; ADR 11
 * Every breach is heard (D39), may be ordered to be corrected or become a case, and ends with a
 * decision of the body above; at the top of this system its own cadre supervision decides. Steps
 * are the moves AC1-AC8 of data/procedure/accountability.rules. Their words lie under keys of their
 * own, granted to persons of both bodies: of the matter's keys the body above gets none.
 */
#ifndef YG_DOMAIN_BREACH_H
#define YG_DOMAIN_BREACH_H

#include "domain/move.h"

#define BREACH_BOUND_ROLES (RO_PO_HEAD | RO_HD_HEAD | RO_DEPUTY | RO_PRINCIPAL | RO_CADRE_SUP)
#define BREACH_ABOVE_ROLES (RO_UPPER | RO_CADRE_SUP | RO_DEPUTY | RO_PRINCIPAL)
#define BREACH_PUBLISH_ROLES (RO_PUBLISHER | RO_PUB_APPROVER)
#define BREACH_ROLES (BREACH_BOUND_ROLES | BREACH_ABOVE_ROLES | BREACH_PUBLISH_ROLES)

/* Who may record one by hand, with the matter in reach: also who was asked about it (JCF 66). */
#define BREACH_RECORD_ROLES                                                                        \
    (RO_HANDLER | RO_PO_HEAD | RO_HD_HEAD | RO_DEPUTY | RO_PRINCIPAL | RO_CADRE_SUP | RO_UPPER)

struct breach_case {
    int64_t id, matter, org, decider, version;
    int64_t recorder, proposer, approver; /* officers; 0: the system, or none yet */
    struct str code, state, outcome;
    struct day day, heard_due, correct_by, decided, published; /* DAY_NONE: none */
    bool bound, decides; /* he is of the body that is bound, of the one that decides */
    bool reach;          /* its matter is his to open */
};
struct breach_cases {
    const struct breach_case *items;
    size_t n;
};
/* Of the actor's body (where the matter is in his reach) and of all below; without closed only what
 * waits for a decision. For BREACH_ROLES, others: ERR_DENIED "move.role". */
MUST_CHECK enum err breach_list(struct ctx *c, bool closed, struct breach_cases *ret);
/* ERR_NOT_FOUND "breach.none": none, or not his to see. */
MUST_CHECK enum err breach_find(struct ctx *c, int64_t id, struct breach_case *ret);

struct breach_step {
    struct str move, to_state, role;
    struct str words; /* lines "label: value"; absent: none, or no key */
    struct str paper; /* A01, A02; absent: none, or no key */
    struct str hash;  /* of the paper, hex; it stands in the matter's record */
    struct day day;
    int64_t org, officer;
};
struct breach_steps {
    const struct breach_step *items;
    size_t n;
};
/* Of one that was found; the oldest first. */
MUST_CHECK enum err breach_steps(struct ctx *c, const struct breach_case *b,
                                 struct breach_steps *ret);
/* The steps he may take now. */
MUST_CHECK enum err breach_forms(struct ctx *c, const struct breach_case *b,
                                 struct move_form_list *ret);
/* The form by which one is recorded in a matter (AC1). */
MUST_CHECK enum err breach_record_form(struct ctx *c, int64_t matter, struct move_form *ret);

/*
 * Takes a step; q->matter is the breach, q->version 0 compares nothing.
 * ERR_NOT_FOUND "breach.none"; ERR_DENIED "move.role", "breach.not_bound" (explains and corrects:
 * the body itself), "breach.not_decider" (decides: the body above), "breach.both" (who explained,
 * proposed or agreed does not do this too); ERR_CONFLICT "move.state", "matter.moved_on";
 * ERR_INVALID fields: form.*, move.date_past, gravity and accountable "breach.order_first",
 * "breach.case_first", "breach.not_corrected".
 */
MUST_CHECK enum err breach_move(struct ctx *c, const struct move_request *q,
                                struct breach_case *ret);
/* By hand (AC1), by who has the matter in reach. ERR_NOT_FOUND "matter.none"; field breach_code
 * "breach.by_itself" for what the program records by itself. */
MUST_CHECK enum err breach_record_by_hand(struct ctx *c, int64_t matter,
                                          const struct move_field *fields, size_t n,
                                          int64_t *ret_id);

/* Decisions that were made public: no words, a county for a township, months for days. */
struct breach_public {
    int64_t org;
    struct str code, outcome;
    struct day month, published;
};
#define BREACH_PUBLIC_PAGE 50
struct breach_public_list {
    const struct breach_public *items;
    size_t n;
    bool more;
};
MUST_CHECK enum err breach_published(struct ctx *c, int64_t org, int64_t skip,
                                     struct breach_public_list *ret);

/* Inside: with its breach (clock.c). recorder 0: the system. */
MUST_CHECK enum err breach_case_open(struct ctx *c, int64_t id, int64_t org, int64_t recorder);
/* Once a day: D39 is over for those that nobody explained. In transactions of its own. */
MUST_CHECK enum err breach_day(struct ctx *c);

#endif
