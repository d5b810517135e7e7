/*
 * access.h - how a reporter gets in: number and password hashed together (design 7.2 "Access row").
 *
 * Layer: domain   Owns: access_row
 * Wrong number and wrong password are the same miss at the same cost. A wrong check digit is told at
 * once (ERR_INVALID report_no "login.check_digit"), without hashing.
 */
#ifndef YG_DOMAIN_ACCESS_H
#define YG_DOMAIN_ACCESS_H

#include "domain/session.h"

/* "4170 2268-0135 8837", full-width digits too → 16 digits */
MUST_CHECK enum err access_number(struct ctx *c, struct str typed, struct str *ret_number);
/* Password rules of domain 2.3 (>= 10 code points or 5 words), NFKC. field = form field to blame. */
MUST_CHECK enum err access_password_check(struct ctx *c, struct str typed, const char *field, struct str *ret_nfkc);
void access_job(struct ctx *c, struct str number, struct str password_nfkc, struct password_job *ret);

/* Inside a transaction: the row for a report. one_time: 14 days, must be changed at first use. */
MUST_CHECK enum err access_store(struct ctx *c, const struct key *h, int64_t report, const struct key *kr, const struct key *a, bool one_time);
MUST_CHECK enum err access_remove_by_key(struct ctx *c, const struct key *kr); /* re-issue, amend */

/* log-in: prepare checks digits and limits; finish opens the row, makes the session */
MUST_CHECK enum err access_login_prepare(struct ctx *c, struct str typed_number, struct str password, struct password_job *ret);
MUST_CHECK enum err access_login_finish(struct ctx *c, struct str typed_number, const struct password_job *done, struct str *ret_cookie);
/* change: old and new hashes done; new row, old deleted, other sessions ended */
MUST_CHECK enum err access_change(struct ctx *c, const struct key *old_h, const struct key *new_h);
/* re-issue at the desk: officer with Kr; new one-time password (60 bits), new A, event E_REISSUED */
MUST_CHECK enum err access_reissue(struct ctx *c, int64_t report, const struct key *new_h);
/* one-time password: 12 Crockford characters in groups of four */
struct str access_one_time_password(struct ctx *c);

#endif
