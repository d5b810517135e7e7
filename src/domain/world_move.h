/*
 * world_move.h - matters brought to a state by the moves themselves, and what tests ask of them.
 *
 * Layer: domain (test library only)
 */
#ifndef YG_DOMAIN_WORLD_MOVE_H
#define YG_DOMAIN_WORLD_MOVE_H

#include "domain/world.h"

#define WORLD_COUNTY 330411
#define WORLD_CITY 330400
#define WORLD_PROVINCE 330000

/* A web report whose undo time is over, ten minutes on. */
struct report_receipt world_received(struct world *w, const struct report_form *f);
/* As the system: the clock goes on and everything due by then is done. */
void world_runs_until(struct world *w, const char *rfc3339);

/* Step by step: 00 → 20, 20 → 30, 30 → 40, 40 → 51, 51 → 60, 60 → 61. All asserted. */
void world_screen(struct world *w, int64_t org, int64_t matter);
void world_accept(struct world *w, int64_t org, int64_t matter);
void world_assign(struct world *w, int64_t org, int64_t matter);
void world_verify(struct world *w, int64_t org, int64_t matter);
void world_conclude(struct world *w, int64_t org, int64_t matter);
void world_feedback(struct world *w, int64_t org, int64_t matter);
/* From 00 to one of ST_SCREENING ST_ACCEPTED ST_ASSIGNED ST_VERIFY ST_CONCLUDED ST_FEEDBACK. */
void world_bring(struct world *w, int64_t org, int64_t matter, const char *state);

/* One more officer of a body, invited and logged in; who stands at a desk has its key when one of
 * its holders logged in after him. c->actor is he; his cookie is returned. */
struct str world_joined(struct world *w, int64_t org, uint32_t roles, const char *work_no,
                        uint32_t granted_by);
struct ctx *world_as_cookie(struct world *w, struct str cookie);

void world_propose(struct world *w, int64_t org, uint32_t role, int64_t matter, const char *move,
                   const char *fields);
void world_agree(struct world *w, int64_t org, uint32_t role, int64_t matter, const char *move);
/* "handler=W330411HANDLER" and the like: %O is the work number of the role in the body. */
const char *world_named(struct world *w, int64_t org, const char *fields, uint32_t role);

/* Asserts. */
void world_state(struct world *w, int64_t matter, const char *state);
void world_clock(struct world *w, int64_t matter, const char *code, const char *state,
                 const char *due /* NULL: any */);
void world_clocks(struct world *w, int64_t matter, const char *codes /* running, "D10 D17" */);
void world_papers(struct world *w, int64_t matter, const char *wanted /* "N01:SYSTEM N09:-" */);
void world_breaches(struct world *w, int64_t matter, const char *wanted);
/* "E_ACCEPTED/T07/RO_PO_HEAD" of the last event. */
void world_last_event(struct world *w, int64_t matter, const char *wanted);

bool world_holds(struct world *w, const char *kind, int64_t object, int64_t officer_or_desk);
int64_t world_report_of(struct world *w, int64_t matter);
int64_t world_child_of(struct world *w, int64_t matter);
struct matter world_matter(struct world *w, int64_t matter); /* past all reach */

#endif
