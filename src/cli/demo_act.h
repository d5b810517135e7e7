/*
 * demo_act.h - one line of a script done: by which officer or the reporter, with which fields.
 *
 * Layer: cli (inside of demo_*.c)
 */
#ifndef YG_CLI_DEMO_ACT_H
#define YG_CLI_DEMO_ACT_H

#include "cli/demo.h"

/* line: "+2 handler T16|analysis=…" */
MUST_CHECK enum err demo_act(struct demo *d, struct ctx *c, struct demo_story *s, struct str line);
/* After the intake: a report that was sealed past its body lies at another one; its matter is the
 * newest there. Nothing for others. */
MUST_CHECK enum err demo_find_sealed(struct demo *d, struct ctx *c, struct demo_story *s);

#endif
