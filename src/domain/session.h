/*
 * session.h - a cookie (or bearer) of 32 random bytes; its row is found by H(c,"id"), opened by
 * H(S6,c): a stolen table opens nothing (design 7.5).
 *
 * Layer: domain   Owns: session, attempt
 * The record holds the actor with his unwrapped keys; the absolute end is part of what is
 * authenticated, so a row whose end was moved does not open.
 */
#ifndef YG_DOMAIN_SESSION_H
#define YG_DOMAIN_SESSION_H

#include "domain/actor.h"

#define SESSION_OFFICER_MS (8 * 3600 * 1000)
#define SESSION_REPORTER_MS (3600 * 1000)
#define SESSION_IDLE_MS (20 * 60 * 1000)
#define SESSION_COOKIE_SIZE 43 /* base64url of 32 bytes */

/* Inside a transaction; cookie comes back as 43 base64url characters, a->session_cookie is set. */
MUST_CHECK enum err session_create(struct ctx *c, struct actor *a, struct str *ret_cookie);
/* Sets c->actor (nobody when absent). A dead or unknown one: ERR_LOGIN "session.over", c->actor is
 * nobody. Moves the idle limit at most once a minute (then needs a write: only when may_write). */
MUST_CHECK enum err session_open(struct ctx *c, struct str cookie, bool may_write);
/* Where session_open might not write and c->actor->session_stale says so: moves the idle limit. */
MUST_CHECK enum err session_touch(struct ctx *c);
/* Absent or unknown: no error. */
MUST_CHECK enum err session_end(struct ctx *c, struct str cookie);
/* Inside a transaction. but_cookie (43 characters; absent = none) stays. */
MUST_CHECK enum err session_end_all_officer(struct ctx *c, int64_t officer);
MUST_CHECK enum err session_end_others_officer(struct ctx *c, int64_t officer,
                                               struct str but_cookie);
MUST_CHECK enum err session_end_all_reporter(struct ctx *c, const struct key *kr,
                                             struct str but_cookie);
/* Rewrites the record of c->actor's own session after the actor changed (password set, desks
 * granted). In the running transaction, else in one of its own. ERR_LOGIN "session.over". */
MUST_CHECK enum err session_update(struct ctx *c);
/* The cookie of c->actor as the door knows it; absent without session. */
struct str session_cookie_text(struct ctx *c);
/* For the jobs: removes what is over, sessions and attempts. In a transaction. */
MUST_CHECK enum err session_sweep(struct ctx *c);

/* The time of the last log-in, sealed under a key of the person's own. Absent or not his: ms 0. */
struct str session_login_seal(struct ctx *c, const struct key *own, struct place at);
struct instant session_login_open(struct ctx *c, const struct key *own, struct place at,
                                  struct str sealed);

/* CSRF: masked H(c,"csrf")[16]; another mask each time. The cookie may be any of 43 base64url
 * characters: a session's, or for visitors the draft's. Absent or malformed: absent, and never ok.
 */
struct str session_csrf(struct ctx *c, struct str cookie);
bool session_csrf_ok(struct ctx *c, struct str cookie, struct str token);

/*
 * Limits before the hash queue: keyed by H(S7, typed), known and unknown numbers alike; slow, never
 * lock: 5 failures are free, then 30 s, doubling to 15 min; after 24 h they are forgotten.
 * typed is the number as normalised by access_number or officer_work_no.
 */
#define ATTEMPT_FREE 5
#define ATTEMPT_WAIT_S 30
#define ATTEMPT_WAIT_S_MAX (15 * 60)
/* ERR_LIMIT "login.slow" with retry_after_s. */
MUST_CHECK enum err attempt_check(struct ctx *c, struct str typed);
/* In the running transaction, else in one of its own. */
MUST_CHECK enum err attempt_failed(struct ctx *c, struct str typed);
/* Inside a transaction. */
MUST_CHECK enum err attempt_passed(struct ctx *c, struct str typed, int64_t *ret_failures_before);

#endif
