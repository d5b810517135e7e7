/*
 * job.h - what time does: one named step after another, each at its own due time.
 *
 * Layer: domain (the server's ticker calls it; serve --simulate moves the clock through it)
 * Acts as the system: codes only, no key but S. Each step is a transaction of its own and leaves
 * the thing it was due for not due any more, so that a crash between two steps loses nothing.
 */
#ifndef YG_DOMAIN_JOB_H
#define YG_DOMAIN_JOB_H

#include "base/ctx.h"

#define JOB_SWEEP_MS (60 * 60 * 1000) /* dead sessions, drafts, answers are removed each hour */
#define JOB_ONE_TIME_PAGE 1000        /* as the statement job_one_time_over */
#define JOB_ONE_TIME_KEPT_DAYS 30     /* as long an old one-time password is told to be over */

/* Runs everything due at or before until, in order of due time, with c->now set to each due time
 * (never earlier than c->now). At most max steps (0 = all). c->now is until afterwards when all is
 * done. ret_steps may be NULL. */
MUST_CHECK enum err job_run_until(struct ctx *c, struct instant until, int64_t max,
                                  int64_t *ret_steps);
/* Due time of the next step; ms 0 = nothing waits. */
MUST_CHECK enum err job_next(struct ctx *c, struct instant *ret);

#endif
