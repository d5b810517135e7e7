/*
 * task.h - reminders: what time, a reporter or a colleague wants an officer to look at.
 *
 * Layer: domain   Source: domain 3.6 (ladder), 4.4 (recusal), 3.5 EV
 * Written by task_make (clock.h).
 * A reminder goes by itself once its step is done: its clock has ended or has another date, what
 * was late is done, a complaint or an urging is answered, a recusal decided, a handler replaced.
 * A reminder about a matter is there for who finds that matter; others never hear of it. Sealed
 * files to forward and identities have pages of their own (intake.h, custody.h).
 */
#ifndef YG_DOMAIN_TASK_H
#define YG_DOMAIN_TASK_H

#include "domain/matter.h"

#define TASKS_MAX 300

struct task {
    int64_t id;
    struct str kind; /* catalogue key task.REMINDED */
    int64_t matter;  /* 0: none */
    struct str reg_no;
    struct day due, day; /* due DAY_NONE: none */
};
struct task_list {
    const struct task *items;
    size_t n;
};
/* Of the actor's body, for his roles; the newest first. */
MUST_CHECK enum err task_list(struct ctx *c, struct task_list *ret);
/* He has seen to it. ERR_NOT_FOUND "task.none": not his, or seen to already. */
MUST_CHECK enum err task_seen(struct ctx *c, int64_t task);
/* Job, once a day, inside a transaction: those whose step is done are put away for good. */
MUST_CHECK enum err task_sweep(struct ctx *c);
/* Inside transactions: the date of a clock has moved; the body has written to who urged. */
MUST_CHECK enum err task_redate(struct ctx *c, int64_t org, int64_t matter, struct day from,
                                struct day to);
MUST_CHECK enum err task_answered(struct ctx *c, int64_t org, int64_t matter);

#endif
