/*
 * job.h - what time does: one named job after another, each at its own due time.
 *
 * Layer: domain (the jobs door calls it; serve --simulate moves the clock through it)
 */
#ifndef YG_DOMAIN_JOB_H
#define YG_DOMAIN_JOB_H
#include "base/ctx.h"

/* Runs everything due at or before until, in order of due time, with c->now set to each due time.
 * Acts as the system: codes only, no key but S. Bounded: at most max steps (0 = all). */
MUST_CHECK enum err job_run_until(struct ctx *c, struct instant until, int64_t max,
                                  int64_t *ret_steps);
/* Due time of the next step; ms 0 = nothing waits. */
MUST_CHECK enum err job_next(struct ctx *c, struct instant *ret);
#endif
