/*
 * officer.h - officers: who they are, their roles, how they log in, join, reset, leave.
 *
 * Layer: domain   Owns: officer, officer_role   Source: domain.md 4.1; design 7.2, 7.4
 *
 * Two persons: what the operator's command does (c->actor is ACTOR_SYSTEM) counts at once. What a
 * head does (RO_PRINCIPAL, RO_DEPUTY, RO_PO_HEAD of the body) counts when a second one confirmed it
 * with officer_confirm; until then the officer has no role in force, whatever he may log in with.
 * A reset, also the operator's, takes the confirmation away again: a reset alone opens nothing.
 */
#ifndef YG_DOMAIN_OFFICER_H
#define YG_DOMAIN_OFFICER_H

#include "domain/directory.h"
#include "domain/vault.h"

#define OFFICER_INVITE_DAYS 14
#define OFFICER_NAME_MAX 60
#define OFFICER_WORK_NO_MIN 3
#define OFFICER_WORK_NO_MAX 20
#define OFFICER_HEADS ((uint32_t)(RO_PRINCIPAL | RO_DEPUTY | RO_PO_HEAD))

struct officer {
    int64_t id, org, dept;
    struct str work_no, name, state; /* INVITED ACTIVE LEFT */
    uint32_t roles;                  /* in force today: given and confirmed */
    uint32_t roles_waiting;          /* given, wait for the second person */
};

struct officer_new {
    int64_t org, dept; /* dept 0 = petition office for PO roles, else by role */
    struct str work_no, name;
    uint32_t roles;
};

/* As typed → as stored: NFKC, capitals, without blanks and hyphens: " w330411-clerk" →
 * W330411CLERK. What is no work number comes back as it can (it will not be found). */
struct str officer_work_no(struct arena *a, struct str typed);

/* Adds an officer under a one-time password (returned once, 60 bits, groups of four; 14 days).
 * Mistakes: roles "officer.pair" (forbidden pair), "officer.no_roles", "officer.one_principal";
 * work_no "officer.work_no", "officer.taken"; name "officer.name"; org "officer.no_org"; dept
 * "officer.no_dept". Not system nor head of the body: ERR_DENIED "officer.not_head". Opens nothing:
 * keys come at the log-in after the first password was chosen, and by desk_holder_grant. Hashes a
 * password itself: call it on a worker. */
MUST_CHECK enum err officer_add(struct ctx *c, const struct officer_new *n,
                                struct str *ret_password);
/* The same around the hash lane, for who adds many: ret->password is the one-time password. The job
 * done opens his first log-in too (officer_login_finish); its key is the caller's to wipe. */
MUST_CHECK enum err officer_add_prepare(struct ctx *c, const struct officer_new *n,
                                        struct password_job *ret);
MUST_CHECK enum err officer_add_finish(struct ctx *c, const struct officer_new *n,
                                       const struct password_job *done);
/* The second person: another head of this body or one above, or the operator's command, not the one
 * who gave the roles: ERR_DENIED "officer.not_second". Nothing waits: ERR_CONFLICT
 * "officer.nothing_waits". */
MUST_CHECK enum err officer_confirm(struct ctx *c, int64_t officer);
/* New one-time password and key pair; desk secrets and grants made to the old pair are gone, roles
 * wait for confirmation, sessions end. */
MUST_CHECK enum err officer_reset(struct ctx *c, int64_t officer, struct str *ret_password);
/* Grants, desk secrets and sessions deleted. ERR_CONFLICT "vault.last_holder" when he alone holds a
 * desk that keys are sealed to: name another first. */
MUST_CHECK enum err officer_leave(struct ctx *c, int64_t officer);
/* The roles from today on; sessions end. Same mistakes as officer_add; taking the last holder off a
 * desk: ERR_CONFLICT "vault.last_holder". */
MUST_CHECK enum err officer_roles_set(struct ctx *c, int64_t officer, uint32_t roles);
MUST_CHECK enum err officer_find(struct ctx *c, int64_t id, struct officer *ret);
MUST_CHECK enum err officer_by_work_no(struct ctx *c, struct str work_no, struct officer *ret);
struct officer_list {
    const struct officer *items;
    size_t n;
};
/* Those who have not left. roles 0 = all */
MUST_CHECK enum err officer_list(struct ctx *c, int64_t org, uint32_t roles,
                                 struct officer_list *ret);

/* For sealing to an officer. ERR_CONFLICT "officer.not_active" before his first password (his pair
 * is made then) and after he left; ERR_NOT_FOUND. */
struct officer_key {
    struct public_key pk;
    uint32_t generation;
};
MUST_CHECK enum err officer_key_of(struct ctx *c, int64_t officer, struct officer_key *ret);

/*
 * Log-in in two steps around the hash lane. prepare is cheap: it checks the limits (ERR_LIMIT
 * "login.slow", retry_after) and reads the salt (an unknown number gets a salt of its own, same
 * cost). finish opens the secret and the desks, makes keys that are missing (first holder), grants
 * to those who wait for desks this officer holds, and writes the session; c->actor is the officer
 * then. Wrong number, wrong password: ERR_LOGIN "login.wrong", counted. One-time password over 14
 * days: ERR_LOGIN "login.one_time_over". No memory for the hash: ERR_BUSY "login.busy".
 *
 * An INVITED officer's session has must_change_password: officer_password_change comes first, he
 * has no keys before.
 */
MUST_CHECK enum err officer_login_prepare(struct ctx *c, struct str work_no, struct str password,
                                          struct password_job *ret);
MUST_CHECK enum err officer_login_finish(struct ctx *c, struct str work_no,
                                         const struct password_job *done, struct str *ret_cookie);
/* In a session. old: officer_login_prepare(c, c->actor->work_no, ...) makes its job. new: at least
 * 12 characters, not among the common ones, without the work number; mistakes on field
 * "new_password". old wrong: ERR_INVALID field "password" "login.wrong", counted. The same
 * again: "password.same". The first one makes the key pair; then desks are opened as at a log-in.
 * Other sessions end. */
MUST_CHECK enum err officer_password_prepare(struct ctx *c, struct str new_password,
                                             struct password_job *ret);
MUST_CHECK enum err officer_password_change(struct ctx *c, const struct password_job *old_done,
                                            const struct password_job *new_done);

#endif
