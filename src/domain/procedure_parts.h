/*
 * procedure_parts.h - what procedure.c and procedure_read.c share; nobody else includes it.
 *
 * Layer:  domain
 */
#ifndef YG_DOMAIN_PROCEDURE_PARTS_H
#define YG_DOMAIN_PROCEDURE_PARTS_H

#include "domain/procedure.h"

struct procedure {
    struct state states[PROCEDURE_STATES_MAX];
    struct move moves[PROCEDURE_MOVES_MAX];
    struct event_kind events[PROCEDURE_KINDS_MAX];
    struct paper papers[PROCEDURE_PAPERS_MAX];
    struct clock_rule clocks[PROCEDURE_CLOCKS_MAX];
    struct subproc_rule subprocs[PROCEDURE_SUBPROCS_MAX];
    size_t subproc_count, state_count, move_count, event_count, paper_count, clock_count;
    struct role_pairs pairs;
};

/* Reads what follows "move" (and the indented lines after it) of one file. */
struct move_reader {
    struct procedure *p;
    struct arena *a;
    struct fault *f;
    struct lines *l;
    const struct str *guards;
    size_t guard_count;
    struct move *move;     /* the one that indented lines belong to; NULL before the first */
    struct target *target; /* the one that words belong to */
};

/* "A,B,C" into the list; false when too many or one is empty. */
bool name_list_split(struct str words, struct name_list *ret);
bool name_list_has(const struct name_list *list, struct str name);

/* procedure_read.c */
enum err procedure_read_basics(struct procedure *p, struct arena *a, struct data_file file,
                               struct fault *f);
/* procedure_subprocs.c: sub-procedures and their states, when the matter's states are known */
enum err procedure_read_subprocs(struct procedure *p, struct arena *a, struct data_file file,
                                 struct fault *f);
/* procedure_moves.c */
/* "ST_A,ST_B", "10-63" (open states only): NULL, or what is wrong with it */
const char *states_parse(const struct procedure *p, struct str names, uint64_t *ret,
                         struct str *ret_at);
enum err procedure_read_moves(struct move_reader *r, struct data_file file);

#endif
