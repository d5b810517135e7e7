/*
 * rebuild.h - what follows from facts, made again from them.
 *
 * Layer: domain   Source: design 6 "Facts and what follows from them"
 * From events: state, its day, stage, the day it was closed, explanations given, referrals, round.
 * From messages: how many wait for an answer. From clocks: the date a list shows. From finding and
 * disposal: a lead's state. From register numbers: the next one of a body and year. Clocks hold
 * facts of their own (pauses, told dates), and who handles a matter lies sealed in its file: these
 * are not made again here.
 */
#ifndef YG_DOMAIN_REBUILD_H
#define YG_DOMAIN_REBUILD_H

#include "base/ctx.h"

struct rebuild_find {
    int64_t matter;        /* of a counter: the body */
    const char *column;    /* "state" ... "lead.state" "counter.next" */
    struct str is, should; /* as text; codes and numbers only */
};
/* Looks at every matter; each() hears of everything that differs. mend: writes what should be, each
 * page of matters in a transaction of its own. ret_matters, ret_finds count. */
MUST_CHECK enum err rebuild_run(struct ctx *c, bool mend,
                                void (*each)(void *u, const struct rebuild_find *f), void *u,
                                int64_t *ret_matters, int64_t *ret_finds);

#endif
