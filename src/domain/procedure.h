/*
 * procedure.h - the life cycle of a matter as data: states, moves, who, papers, clocks, guards.
 *
 * Layer:  domain                    Memory: everything lives in the arena of procedure_load, and
 *                                   never changes; strings borrow from the files' text
 * Source: domain.md 3.2, 3.3, 5.1, 7.1; design.md 6; data/procedure/ *.rules (the form of a line is
 *         told at the head of intake.rules)
 * Words:  catalogue keys by convention: state.ST_X  shown.ST_X  move.T07  field.reason
 *         option.reason.2  code.FIND_TRUE  document.N01  clock.D04  event.E_ACCEPTED
 */
#ifndef YG_DOMAIN_PROCEDURE_H
#define YG_DOMAIN_PROCEDURE_H

#include "domain/lines.h"
#include "domain/role.h"

#define PROCEDURE_STATES_MAX 64 /* a set of states is one 64-bit word */
#define PROCEDURE_MOVES_MAX 192
#define PROCEDURE_SUBPROCS_MAX 24
#define SUBPROC_STATES_MAX 10
#define PROCEDURE_KINDS_MAX 128
#define PROCEDURE_PAPERS_MAX 64
#define PROCEDURE_CLOCKS_MAX 64
#define MOVE_FIELDS_MAX 10
#define MOVE_TARGETS_MAX 4
#define MOVE_APPROVALS_MAX 3
#define MOVE_LIST_MAX 8 /* clocks, papers, guards, options of one line */

struct name_list { /* of words: clocks, papers, guards, options */
    struct str items[MOVE_LIST_MAX];
    size_t n;
};

struct subproc_rule;

struct state {
    struct str id;    /* "ST_SCREENING"; of a sub-procedure: "HR_NOTICED" */
    int code;         /* 20 */
    int stage;        /* 1-5; 0 = the last stage stays (90, 99) */
    struct str shown; /* catalogue key "shown.ST_SCREENING": the only wording outsiders see */
    bool terminal;    /* nothing is owed here any more */
    bool reopenable;
    bool unclocked;                /* waits for another matter, the law or the system */
    struct name_list clocks;       /* that may run here */
    unsigned index;                /* its bit in sets of states */
    const struct subproc_rule *of; /* NULL: of a matter */
};

/* A procedure beside the matter's own course (domain 3.5): a small machine of its own. */
struct subproc_rule {
    struct str id; /* "SP_HEARING" */
    uint64_t in;   /* states of the matter in which it may begin */
    bool many;     /* several may be open in one matter at once */
    struct str sw; /* switch that has to be on to begin, or absent */
    struct state states[SUBPROC_STATES_MAX];
    size_t state_count;
};

struct event_kind {
    struct str id;
    bool shown; /* the reporter may see it */
};

enum paper_to { PAPER_REPORTER, PAPER_BODY, PAPER_OTHER, PAPER_FILE, PAPER_ACCUSED, PAPER_PUBLIC };
struct paper {
    struct str id; /* "N01" */
    enum paper_to to;
    struct name_list stop, start; /* what its delivery does to clocks */
};

enum clock_from { CLOCK_FROM_RECEIPT, CLOCK_FROM_MOVE, CLOCK_FROM_ASK };
enum clock_binds { CLOCK_BINDS_BODY, CLOCK_BINDS_CITIZEN, CLOCK_BINDS_NONE };
struct clock_rule {
    struct str id;          /* "D04": a key of the parameters, or its stem (D04.claim) */
    enum clock_binds binds; /* the ladder of warnings is for the body's clocks only */
    enum clock_from from;   /* the day it counts from when started */
    struct str breach;      /* "V03", or absent: missing it is no breach of its own */
    bool named;             /* the breach counts for real-name reports only */
    bool told;              /* the reporter sees the date */
    bool apart;             /* of a sub-procedure: "stop *" of the matter does not stop it */
    struct str only;        /* guard that must hold for it to run, or absent */
    struct str lapse;       /* move of the system when it ran out, or absent */
};

enum form_type {
    FORM_TEXT,
    FORM_LINE,
    FORM_DATE,
    FORM_CHOICE,
    FORM_NUMBER,
    FORM_FLAG,
    FORM_OFFICER,
    FORM_DEPT,
    FORM_BODY,
    FORM_AREA,
    FORM_MATTER,
    FORM_LEADS /* one code of list per lead */,
    FORM_FILE,
    FORM_HITS /* one line for each thing a comparison found */,
    FORM_MEMBER /* who stands in a register: panel.h */,
    FORM__COUNT
};
/* What a move asks of the person. */
struct form_field {
    struct str name;
    enum form_type type;
    bool required;            /* always; with when_field: asked and required only then */
    int max;                  /* characters, or the largest number; 0 = none given */
    struct str list;          /* code list of the options (code.h), or absent */
    struct name_list options; /* or these */
    struct str when_field;    /* absent: always asked; may be "outcome" */
    struct name_list when_values;
};

enum clock_verb {
    CLOCK_STOP,    /* no such clock runs: nothing happens */
    CLOCK_START,   /* one that runs already goes on */
    CLOCK_RESTART, /* counts anew from the day of the move, whatever clock_rule.from says */
    CLOCK_PAUSE,
    CLOCK_RESUME,
    CLOCK_ASK,   /* runs from the request until it is decided */
    CLOCK_EXTEND /* may be extended by this move */
};
struct clock_act {
    enum clock_verb verb;
    struct str clock; /* absent with CLOCK_STOP: all */
};

/* One outcome of a move with everything it does; a plain move has one, without a name. Carried out
 * in the order of acts. */
struct target {
    struct str name;         /* "satisfied"; absent for a plain move */
    const struct state *to;  /* NULL: the state stays */
    struct name_list events; /* the first is the main one */
    struct name_list papers;
    struct name_list guards;
    struct clock_act acts[MOVE_LIST_MAX];
    size_t act_count;
    enum told { TOLD_NONE, TOLD_REPORTER, TOLD_NAMED } told; /* TOLD_NAMED: real-name ones */
};

struct approval {
    uint32_t roles;        /* any one of them */
    struct str when_field; /* absent: always */
    struct name_list when_values;
    uint64_t from; /* states in which it is needed; all bits = any */
};

struct move {
    struct str id;                 /* "T07" */
    bool creates;                  /* from NEW: makes a matter, or begins a sub-procedure */
    uint64_t from;                 /* set of states, of the matter or of the sub-procedure */
    const struct subproc_rule *of; /* NULL: moves the matter itself */
    uint32_t act;                  /* any one of these roles; 0 = no officer */
    bool by_reporter, by_system;
    bool later; /* part of the law, not offered yet */
    struct approval approvals[MOVE_APPROVALS_MAX];
    size_t approval_count;
    struct name_list offers;  /* papers offered for signing (N02) */
    struct str refused;       /* paper when a reporter's request is refused, or absent */
    struct str refused_event; /* and its event */
    struct form_field fields[MOVE_FIELDS_MAX];
    size_t field_count;
    struct target targets[MOVE_TARGETS_MAX];
    size_t target_count;
    struct str basis; /* "CC 11, 14, 26" */
};

struct procedure;

/*
 * Reads all rules files; their order does not matter.
 *
 * guards   names the caller has functions for; another name in a file is an error
 * errors   ERR_INVALID "data.invalid": the detail names file, line and what is wrong
 */
MUST_CHECK enum err procedure_load(struct arena *a, const struct data_file *files, size_t n,
                                   const struct str *guards, size_t guard_count, struct fault *f,
                                   const struct procedure **ret);

/* NULL when there is none. */
const struct state *procedure_state(const struct procedure *p, struct str id);
const struct move *procedure_move(const struct procedure *p, struct str id);
const struct event_kind *procedure_event(const struct procedure *p, struct str id);
const struct paper *procedure_paper(const struct procedure *p, struct str id);
/* "D04.claim" finds D04 when it has no rule of its own. */
const struct clock_rule *procedure_clock(const struct procedure *p, struct str id);
const struct subproc_rule *procedure_subproc(const struct procedure *p, struct str id);
/* States of sub-procedures are not found by procedure_state. */
const struct state *procedure_substate(const struct procedure *p, struct str id);
const struct subproc_rule *procedure_subproc_at(const struct procedure *p, size_t i);
const struct role_pairs *procedure_role_pairs(const struct procedure *p);
/* All of a kind, by number from 0; NULL after the last. */
const struct state *procedure_state_at(const struct procedure *p, size_t i);
const struct move *procedure_move_at(const struct procedure *p, size_t i);
const struct event_kind *procedure_event_at(const struct procedure *p, size_t i);
const struct paper *procedure_paper_at(const struct procedure *p, size_t i);
const struct clock_rule *procedure_clock_at(const struct procedure *p, size_t i);

static inline bool move_leaves(const struct move *m, const struct state *s)
{
    return m->of == s->of && ((m->from >> s->index) & 1);
}

/* Moves offered to these roles in this state (act only; RO_REPORTER counts for actor reporter), in
 * the order of the files, without those marked later. Returns how many; at most max are written. */
size_t procedure_moves_from(const struct procedure *p, const struct state *from, uint32_t roles,
                            const struct move **ret, size_t max);

/* Moves that begin a sub-procedure in a matter in this state; the same otherwise. */
size_t procedure_starts_in(const struct procedure *p, const struct state *matter, uint32_t roles,
                           const struct move **ret, size_t max);

/* Who asks: roles of an officer, RO_REPORTER, or the system. */
#define PROCEDURE_BY_SYSTEM ((uint32_t)1 << 31)

struct step {
    const struct move *move;
    const struct target *target;
    const struct state *from; /* NULL for a move that creates */
    const struct state *to;   /* from when the state stays */
};
/*
 * What a move does from a state.
 *
 * from       absent for a move that makes a matter or begins a sub-procedure; of a sub-procedure,
 *            its own state
 * outcome    name of the target; may be absent when there is one
 * ERR_INVALID  field move "move.unknown", field outcome "form.option"
 * ERR_DENIED   "move.role": these roles never act in this move (told before the state)
 * ERR_CONFLICT "move.state": not from this state; "move.later": not offered yet
 */
MUST_CHECK enum err procedure_next(const struct procedure *p, struct str from, struct str move,
                                   struct str outcome, uint32_t roles, struct fault *f,
                                   struct step *ret);

/* Value of a field as sent; absent when not. "outcome" is asked too. */
typedef struct str (*form_value)(void *u, struct str name);

/* Sets of roles that have to agree before this move is done, each by one more person, in any
 * order; 0 = done at once. Writes at most MOVE_APPROVALS_MAX. */
size_t procedure_approvals(const struct move *m, const struct state *from, form_value value,
                           void *u, uint32_t *ret_roles);

/* Is the field asked, with these values of the others? */
bool form_field_asked(const struct form_field *field, form_value value, void *u);
/* Checks what can be checked without the database: required, length, number, date, option (known
 * says whether a code is in a list; NULL = not checked). Not the rows of FORM_LEADS. ERR_INVALID
 * with a field for each mistake: form.required, form.too_long, form.number, form.date, form.option.
 */
MUST_CHECK enum err procedure_form_check(const struct move *m, form_value value,
                                         bool (*known)(void *u, struct str list, struct str code),
                                         void *u, struct fault *f);
struct str form_type_name(enum form_type t); /* "text" "choice" ... as in the files */

#endif
