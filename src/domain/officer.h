/*
 * officer.h - officers: who they are, their roles, how they log in, join, reset, leave.
 *
 * Layer: domain   Owns: officer, officer_role, directory   Source: domain.md 4.1; design 7.2, 7.4
 */
#ifndef YG_DOMAIN_OFFICER_H
#define YG_DOMAIN_OFFICER_H

#include "domain/vault.h"

struct officer {
    int64_t id, org, dept;
    struct str work_no, name, state; /* INVITED ACTIVE LEFT */
    uint32_t roles;                  /* in force today */
};

struct officer_new {
    int64_t org, dept;          /* dept 0 = petition office for PO roles, else by role */
    struct str work_no, name;
    uint32_t roles;
};

/* Adds an officer under a one-time password (returned once, 60 bits, groups of four). Refuses
 * forbidden role pairs (ERR_INVALID roles "officer.pair"), a taken work number, unknown body.
 * Operator's command or a head with a second person (confirmed_by). Opens nothing: keys come at the
 * first log-in and by desk_holder_grant. */
MUST_CHECK enum err officer_add(struct ctx *c, const struct officer_new *n, struct str *ret_password);
MUST_CHECK enum err officer_reset(struct ctx *c, int64_t officer, struct str *ret_password);
MUST_CHECK enum err officer_leave(struct ctx *c, int64_t officer);
MUST_CHECK enum err officer_roles_set(struct ctx *c, int64_t officer, uint32_t roles);
MUST_CHECK enum err officer_find(struct ctx *c, int64_t id, struct officer *ret);
MUST_CHECK enum err officer_by_work_no(struct ctx *c, struct str work_no, struct officer *ret);
struct officer_list { const struct officer *items; size_t n; };
/* roles 0 = all */
MUST_CHECK enum err officer_list(struct ctx *c, int64_t org, uint32_t roles, struct officer_list *ret);

/*
 * Log-in in two steps around the hash lane. prepare is cheap: it checks the limits (ERR_LIMIT
 * "login.slow", retry_after) and reads the salt (an unknown number gets a salt of its own, same
 * cost). finish opens the secret and the desks, makes keys that are missing (first holder), writes
 * the session. Wrong number, wrong password: ERR_LOGIN "login.wrong", counted.
 * An INVITED officer's session has must_change_password: officer_password_change comes first.
 */
MUST_CHECK enum err officer_login_prepare(struct ctx *c, struct str work_no, struct str password, struct password_job *ret);
MUST_CHECK enum err officer_login_finish(struct ctx *c, struct str work_no, const struct password_job *done, struct str *ret_cookie);
/* password >= 12 code points, not among the common ones; old must be right (job of the old one). */
MUST_CHECK enum err officer_password_prepare(struct ctx *c, struct str new_password, struct password_job *ret);
MUST_CHECK enum err officer_password_change(struct ctx *c, const struct password_job *old_done, const struct password_job *new_done);

/* directory of leaders and officers, for sealed routing */
struct directory_row { int64_t id, org, managed_by; struct str kind, name, unit, post, level; };
MUST_CHECK enum err directory_add(struct ctx *c, const struct directory_row *r);
MUST_CHECK enum err directory_match(struct ctx *c, struct str name, struct str unit, struct str post, int64_t area, struct directory_row *ret, bool *ret_found);

#endif
