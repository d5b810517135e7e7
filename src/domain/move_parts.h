/*
 * move_parts.h - one move under way, and the parts that carry it: values, checks, guards, papers,
 * effects, proposals.
 *
 * Layer: domain (inside of move*.c, proposal.c)
 *
 * A move runs through three rooms: found and checked (nothing is written), prepared (keys opened,
 * papers and events sealed, grants made), stored (one transaction). What prepare finds out lies in
 * struct run; nothing else carries state.
 */
#ifndef YG_DOMAIN_MOVE_PARTS_H
#define YG_DOMAIN_MOVE_PARTS_H

#include "domain/app.h"
#include "domain/complaint.h"
#include "domain/document.h"
#include "domain/event.h"
#include "domain/intake.h"
#include "domain/move.h"
#include "domain/part.h"
#include "domain/repeat.h"
#include "domain/subproc.h"

#define RUN_FIELDS_MAX 80
#define RUN_EVENTS_MAX 3
#define RUN_PAPERS_MAX (2 * EVENT_REPORTS_MAX + 4)
#define RUN_OFFICERS_MAX 20 /* officers of one role that are asked to decide */

/* A report of the matter, with its key when c->actor can open it. */
struct run_report {
    struct matter_report_row row;
    bool open, read;
    struct key kr;
    struct report_view view;  /* read by run_report_view */
    struct str told;          /* what its reporter reads; absent: the move's own words */
    struct repeat_new repeat; /* T02 */
};

/* A paper about to be made, and how it reaches whom. */
struct run_paper {
    const struct paper *paper;
    int64_t report; /* 0: internal */
    const struct key *key;
    struct document_draft *draft;
    struct str form; /* absent: not delivered by this move */
    struct day day;
    int64_t second_officer;
    struct str detail;
};

struct run_grant { /* given in the transaction */
    struct grant_row row;
    struct run_grant *next;
};
struct run_removal { /* taken away in the transaction */
    enum object_kind kind;
    int64_t object;
    enum holder_kind holder_kind;
    int64_t holder;
    struct run_removal *next;
};

struct transfer; /* move_transfer.c: the matter made at another body */
struct publish;  /* move_publish.c: the publication whose step it is */
struct panel_run; /* panel_move.c: who is called from outside */
struct panel_seat;

struct run {
    struct ctx *c;
    struct matter m; /* as found */
    struct part part;
    uint32_t roles;      /* that c->actor has in it */
    int64_t actor;       /* officer who acted first: the proposer; 0 reporter or time */
    int64_t proposal;    /* carried out by this move, 0 none */
    struct str act_role; /* RO_* of who writes the event, or SYS */
    struct step step;    /* beginning a sub-procedure: from is to */
    struct subproc sub;  /* that moves; id 0: the matter itself, or it begins now */
    struct day day;      /* of the move: today, or the day it was told or held */

    struct move_field fields[RUN_FIELDS_MAX];
    size_t field_count;
    struct str outcome;

    /* found by the checks */
    int64_t dept, handler, second_officer, chair, recorder, to_body, area, member;
    struct matter other; /* lead_matter or other_matter */
    struct lead_list leads;
    struct str findings[LEADS_MAX];

    /* keys */
    bool has_km;
    struct key km;
    struct run_report *reports;
    size_t report_count;
    int64_t own_report; /* the reporter acts for this one alone, or the step is about it alone */
    bool keyless;       /* a step of who has no key of the file (move_beside) */
    struct str signs;   /* hash of the paper that this step signs; absent: none */
    struct str opened;  /* which fields of an identity this step opens; absent: none */

    /* the row afterwards */
    struct matter after;
    struct day closed; /* DAY_NONE: open */
    struct str sealed_note;

    struct run_paper papers[RUN_PAPERS_MAX];
    size_t paper_count;
    struct event_new events[RUN_EVENTS_MAX];
    struct event_draft *drafts[RUN_EVENTS_MAX];
    size_t event_count;
    struct run_grant *grants;
    struct run_removal *removals;
    struct str new_leads[LEADS_MAX]; /* sealed; their ids beside */
    int64_t new_lead_ids[LEADS_MAX];
    size_t new_lead_count;
    struct transfer *transfer;
    struct seal_up *seal_up;
    struct complaint *complaint; /* T48a: to the body above */
    struct publish *publish;     /* SP_PUBLISH */
    struct panel_run *panel;     /* SP_REPRESENT, SP_CONSULT, SP_HEARING */
    struct str note_hash;        /* of a note that is only ever added to; absent: none */
    struct run *then;            /* goes on by itself in the same transaction */
    struct run *beside;          /* the other matter of a merge */
    struct str repeat; /* T12: own, when each reporter is that of an earlier report; other */
    int64_t document;  /* the first one made */

    struct day asked;   /* what is decided now was asked for on this day; else today */
    struct day redo_by; /* T38: ordered, else DAY_NONE */
    struct str refusal; /* a request that is refused: why, for who asked */
    int64_t conclusion; /* seq of this one */
    struct str sealed_facts;
};

/* ---- move.c ---- */
struct run *run_new(struct ctx *c);
/* For who came by code: the matter, and the sub-procedure that he sits in. */
MUST_CHECK enum err run_of_seat(struct run *r, const struct panel_seat *seat);
void run_wipe(struct run *r);
/* The sub-procedure that a move is a step of: the one asked for, or the only open one of its kind.
 * Nothing for a move of the matter, or one that begins. ERR_CONFLICT "subproc.none",
 * "subproc.several". */
MUST_CHECK enum err run_subproc(struct run *r, const struct move *m, int64_t asked);
/* Is r->step one of a sub-procedure? */
static inline bool run_beside(const struct run *r)
{
    return r->step.move->of != NULL;
}
/* Which acts; "" roles: ERR_DENIED. Fills step. */
MUST_CHECK enum err run_step(struct run *r, struct str move, struct str outcome, uint32_t roles);
/* Fields, database, guards. */
MUST_CHECK enum err run_check(struct run *r);
/* Prepares and stores; the proposal carried out is settled in the same transaction. */
MUST_CHECK enum err run_carry_out(struct run *r, struct move_result *ret);

/* ---- move_field.c ---- */
struct str run_value(void *run, struct str name); /* a form_value */
static inline struct str run_field(struct run *r, const char *name)
{
    return run_value(r, str_of(name));
}
/* Cleans and keeps what was sent; ERR_INVALID for names that the move does not ask. */
MUST_CHECK enum err run_fields_read(struct run *r, const struct move *m,
                                    const struct move_field *fields, size_t n);
MUST_CHECK enum err run_fields_check(struct run *r);
/* A person's mistake on a field; returns ERR_INVALID. */
enum err run_mistake(struct run *r, const char *field, const char *key);
/* The fields as lines "label: value", for the file. */
struct str run_words(struct run *r);
/* A choice in Chinese as it stands in forms; anything else as typed. */
struct str run_value_label(struct run *r, const struct form_field *f, struct str value);

/* ---- move_guard.c ---- */
MUST_CHECK enum err run_guards(struct run *r, bool before_fields);
bool run_guard_holds(struct run *r, struct str name); /* clock_rule.only */

/* ---- subproc_guard.c ---- */
/* The next of names as one types them, parted by 、 ， ； , ; or blanks; empty: no more. */
struct str run_next_name(struct str *rest);
MUST_CHECK enum err guard_hearing_open(struct run *r);
MUST_CHECK enum err guard_hearing_form(struct run *r);
MUST_CHECK enum err guard_hearers(struct run *r);
MUST_CHECK enum err guard_protect_ends(struct run *r);
MUST_CHECK enum err guard_found_false(struct run *r);
MUST_CHECK enum err guard_city_approves(struct run *r);
MUST_CHECK enum err guard_named(struct run *r);

/* ---- realname.c ---- */
MUST_CHECK enum err guard_rn_desk(struct run *r);
MUST_CHECK enum err guard_rn_once(struct run *r);
MUST_CHECK enum err guard_rn_try(struct run *r);
MUST_CHECK enum err guard_rn_tries(struct run *r);
void realname_prepare(struct run *r);
MUST_CHECK enum err realname_store(struct run *r); /* inside */

/* ---- commitment.c ---- */
MUST_CHECK enum err commitment_offer(struct run *r, int64_t report); /* inside */
MUST_CHECK enum err commitment_prepare(struct run *r);
MUST_CHECK enum err commitment_store(struct run *r); /* inside */

/* ---- review_move.c ---- */
MUST_CHECK enum err guard_review_open(struct run *r);
MUST_CHECK enum err guard_review_term(struct run *r);
MUST_CHECK enum err guard_reviewer(struct run *r);
MUST_CHECK enum err guard_repeated(struct run *r);
MUST_CHECK enum err guard_ordered_redo(struct run *r);
MUST_CHECK enum err guard_other_officers(struct run *r);
MUST_CHECK enum err guard_ruling_redo(struct run *r);
MUST_CHECK enum err guard_ruling_stands(struct run *r);
MUST_CHECK enum err guard_not_settled(struct run *r);
MUST_CHECK enum err guard_new_opinion(struct run *r);
/* Keys for the body that is asked to review: its petition office, its reviewers that are free. */
MUST_CHECK enum err review_grants(struct run *r);
MUST_CHECK enum err review_prepare(struct run *r);
MUST_CHECK enum err review_store(struct run *r); /* inside */

/* ---- move_run.c: keys, clocks, papers, events ---- */
MUST_CHECK enum err run_keys(struct run *r);
MUST_CHECK enum err run_report_view(struct run *r, struct run_report *rep);
MUST_CHECK enum err run_prepare(struct run *r);
MUST_CHECK enum err run_store(struct run *r);
/* Whose term a clock of this move is. */
int64_t run_bound(const struct run *r, struct str clock);
/* The due day of a clock that this move starts or restarts. */
struct day run_due_planned(struct run *r, struct str code, enum clock_verb verb);

/* ---- move_paper.c ---- */
MUST_CHECK enum err papers_prepare(struct run *r);
MUST_CHECK enum err papers_store(struct run *r);

/* ---- move_grant.c ---- */
MUST_CHECK enum err grants_to_desk(struct run *r, const struct desk *d, bool with_km);
MUST_CHECK enum err grants_to_officer(struct run *r, int64_t officer, bool with_km);
/* All active officers of the body with one of these roles that are not recused. */
MUST_CHECK enum err grants_to_role(struct run *r, int64_t org, uint32_t role, bool with_km);
/* The same with the key of the file alone: no report opens for them. */
MUST_CHECK enum err grants_to_role_km(struct run *r, int64_t org, uint32_t role);
/* Handler and department of the matter as it is found. */
MUST_CHECK enum err grants_from_holders(struct run *r);
MUST_CHECK enum err grants_to_holders(struct run *r, int64_t dept, int64_t handler);
void grants_from_officer(struct run *r, int64_t officer);
MUST_CHECK enum err grants_store(struct run *r);

/* ---- move_lead.c ---- */
MUST_CHECK enum err leads_plan(struct run *r);  /* one accused × one body of facts, what is new */
MUST_CHECK enum err leads_store(struct run *r); /* new ones, disposal ways, findings */
struct str leads_text(struct run *r);           /* "1. 张某：属实" lines, for the file */
MUST_CHECK enum err leads_text_for(struct run *r, struct run_report *rep, struct str *ret);
struct str leads_outcome(struct run *r); /* one FIND_* for the whole */
int64_t run_four_form(struct run *r);    /* which of the four forms was chosen; 0 none */

/* ---- move_effect.c, move_transfer.c: what single moves do beyond their rules ---- */
MUST_CHECK enum err effects_prepare(struct run *r);
MUST_CHECK enum err effects_store(struct run *r);
MUST_CHECK enum err transfer_prepare(struct run *r, int64_t to_body);
MUST_CHECK enum err transfer_store(struct run *r);
/* A body that was sent a matter decided on it: the sender's key goes, its clock stops. */
MUST_CHECK enum err transfer_accept(struct run *r);

/* ---- move_form.c ---- */
/* Name and fields of a move, whoever may make it. */
MUST_CHECK enum err form_bare(struct run *r, const struct move *m, struct move_form *ret);

/* ---- proposal.c ---- */
struct proposal {
    int64_t id, version, officer, report;
    int64_t subproc; /* whose step it is; 0: the matter's move */
    int64_t org;     /* whose persons decide */
    struct str move, outcome, role;
    struct day day;
    struct str sealed_fields;
};
/* subproc 0: whichever */
MUST_CHECK enum err proposal_waiting(struct ctx *c, int64_t matter, struct str move,
                                     int64_t subproc, struct proposal *ret, bool *ret_found);
MUST_CHECK enum err proposal_make(struct run *r, const uint32_t *sets, size_t n);
/* approve or refuse; q holds decision and reason. */
MUST_CHECK enum err proposal_decide(struct run *r, const struct move_request *q,
                                    struct move_result *ret);
/* Inside: the one carried out, and all others of the matter, which moved on. */
MUST_CHECK enum err proposal_settle(struct run *r);
/* r->step and r->fields become the proposal's. ERR_DENIED "vault.no_grant" without its key. */
MUST_CHECK enum err proposal_load(struct run *r, const struct proposal *p);
#define PROPOSALS_MAX 50
struct proposal_list {
    const struct proposal *items;
    size_t n;
};
MUST_CHECK enum err proposals_waiting(struct ctx *c, int64_t matter, struct proposal_list *ret);
/* After proposal_load: the part of it that c->actor's roles may agree to (SIZE_MAX: none), how many
 * are left, and whether it is his turn at all: not his own, not agreed to before. */
MUST_CHECK enum err proposal_turn(struct run *r, const struct proposal *p, size_t *ret_part,
                                  size_t *ret_left, bool *ret_his);

#endif
