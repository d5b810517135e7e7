/*
 * custody.h - what the identity custodian does for others: hands an identity on, checks a person.
 *
 * Layer: domain   Owns: identity_opening; tasks IDENTITY_MOVE, IDENTITY_CHECK
 * Source: domain 2.4, 4.1 RO_CUSTODIAN; design 7.4 "identity only by the custodian (own task, own
 * event)", "re-issue: officer with Kr + identity check by id"
 * An identity is sealed to the id desk of the body that took the report in. When the matter goes to
 * another body, the desk there cannot open it until the custodian here has handed it on.
 */
#ifndef YG_DOMAIN_CUSTODY_H
#define YG_DOMAIN_CUSTODY_H

#include "domain/report.h"

#define CUSTODY_TASKS_MAX 200

struct custody_task {
    int64_t id, report, matter;
    bool check;     /* of a person at the counter; else to be handed on */
    int64_t to_org; /* whose custodian gets it; 0 for a check */
    struct day day, due;
};
struct custody_list {
    const struct custody_task *items;
    size_t n;
};
/* Inside: the matter left for a body whose id desk is another; no identity, or the same desk: no
 * task. matter: the one it left from. */
MUST_CHECK enum err custody_task_move(struct ctx *c, int64_t report, int64_t matter,
                                      int64_t to_org);

/* Open tasks of the actor's id desk, the oldest first; none for who is no custodian. */
MUST_CHECK enum err custody_list(struct ctx *c, struct custody_list *ret);
/* Seals it to the id desk of the body that has the matter now; here nobody opens it any more.
 * ERR_NOT_FOUND "task.none"; ERR_BUSY when nobody there can hold it. */
MUST_CHECK enum err custody_move(struct ctx *c, int64_t task);
/* Shows whom the report names, to compare with the person at the counter: on record, and the
 * reporter sees that it was opened. */
MUST_CHECK enum err custody_look(struct ctx *c, int64_t task, struct report_identity *ret);
/* same: the person is the one; else the task ends and nothing is re-issued. */
MUST_CHECK enum err custody_decide(struct ctx *c, int64_t task, bool same);

/*
 * A new one-time password at the counter, for who lost his: by the petition office with Kr, after
 * the custodian has checked on the same day that this is the person. Anonymous: never (domain 2.3).
 * prepare: without such a check the custodian is asked (asked: the job is empty). finish: old rows
 * go, a new A, E_REISSUED, in one transaction.
 * ERR_NOT_FOUND "matter.none"; ERR_DENIED "reissue.role", "vault.no_grant"; ERR_CONFLICT
 * "reissue.anonymous", "reissue.several" (the file holds more than one report: which?),
 * "reissue.waits" (the custodian was asked, and has not answered).
 */
struct reissue {
    int64_t matter, report, task;
    bool asked;
    struct str number, password;
    struct password_job job;
};
MUST_CHECK enum err reissue_prepare(struct ctx *c, int64_t matter, int64_t report,
                                    struct reissue *ret);
MUST_CHECK enum err reissue_finish(struct ctx *c, struct reissue *r);

#endif
