/*
 * session.h - a cookie (or bearer) of 32 random bytes; its row is found by H(c,"id"), opened by
 * H(S6,c): a stolen table opens nothing (design 7.5).
 *
 * Layer: domain   Owns: session, attempt
 */
#ifndef YG_DOMAIN_SESSION_H
#define YG_DOMAIN_SESSION_H

#include "domain/actor.h"

#define SESSION_OFFICER_MS (8 * 3600 * 1000)
#define SESSION_REPORTER_MS (3600 * 1000)
#define SESSION_IDLE_MS (20 * 60 * 1000)

/* Inside a transaction; cookie comes back as 43 base64url characters. */
MUST_CHECK enum err session_create(struct ctx *c, const struct actor *a, struct str *ret_cookie);
/* Sets c->actor (nobody when absent). A dead or unknown one: ERR_LOGIN "session.over". Moves the
 * idle limit at most once a minute (then needs a write: only when may_write). */
MUST_CHECK enum err session_open(struct ctx *c, struct str cookie, bool may_write);
MUST_CHECK enum err session_end(struct ctx *c, struct str cookie);
MUST_CHECK enum err session_end_all_officer(struct ctx *c, int64_t officer);   /* in a transaction */
MUST_CHECK enum err session_end_all_reporter(struct ctx *c, const struct key *a, struct str but_cookie);
/* Rewrites the record after its actor changed (password set, desks granted). */
MUST_CHECK enum err session_update(struct ctx *c);

/* CSRF: masked H(c,"csrf")[16]; another mask each time. For visitors without session: cookie absent,
 * then the draft cookie or nothing; see web. */
struct str session_csrf(struct ctx *c, struct str cookie);
bool session_csrf_ok(struct ctx *c, struct str cookie, struct str token);

/* Limits before the hash queue: keyed by H(S7, typed); slow, never lock. ERR_LIMIT "login.slow". */
MUST_CHECK enum err attempt_check(struct ctx *c, struct str typed);
MUST_CHECK enum err attempt_failed(struct ctx *c, struct str typed);
MUST_CHECK enum err attempt_passed(struct ctx *c, struct str typed, int64_t *ret_failures_before);

#endif
