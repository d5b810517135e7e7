/*
 * access.h - how a reporter gets in: number and password hashed together (design 7.2 "Access row").
 *
 * Layer: domain   Owns: access_row
 * h = Argon2id(password, salt from the number); the row is found by H(S2,"loc" ‖ h) and opened by
 * H(S2,"wrap" ‖ h), so wrong number and wrong password are the same miss at the same cost. A wrong
 * check digit is told at once (ERR_INVALID report_no "login.check_digit"), without hashing.
 */
#ifndef YG_DOMAIN_ACCESS_H
#define YG_DOMAIN_ACCESS_H

#include "domain/password.h"
#include "domain/session.h"

#define ACCESS_ONE_TIME_DAYS 14

/* "4170 2268-0135 8837", full-width digits too → 16 digits. ERR_INVALID field report_no
 * "login.number" (not 16 digits) or "login.check_digit". */
MUST_CHECK enum err access_number(struct ctx *c, struct str typed, struct str *ret_number);
/* Password rules of domain 2.3 (password_check_reporter), as it is hashed. field = form field to
 * blame. */
MUST_CHECK enum err access_password_check(struct ctx *c, struct str typed, const char *field,
                                          struct str *ret_nfkc);
/* The job that makes h. number: 16 digits; password: from access_password_check or one-time. */
void access_job(struct ctx *c, struct str number, struct str password_nfkc,
                struct password_job *ret);

/* Inside a transaction: the row for a report. one_time: 14 days, must be changed at first use.
 * ERR_CONFLICT "store.unique" when this number and password have a row already. */
MUST_CHECK enum err access_store(struct ctx *c, const struct key *h, int64_t report,
                                 const struct key *kr, const struct key *a, bool one_time);
/* Inside a transaction: all rows of the report this is the Kr of (re-issue, amend, undo, deletion).
 */
MUST_CHECK enum err access_remove_by_key(struct ctx *c, const struct key *kr);

/* Log-in: prepare checks digits and limits (ERR_LIMIT "login.slow"); finish opens the row and makes
 * the session, c->actor is the reporter then. A miss: ERR_LOGIN "login.wrong", counted. One-time
 * password over 14 days: ERR_LOGIN "login.one_time_over". No memory: ERR_BUSY "login.busy". After a
 * one-time password must_change_password holds and Kr opens nothing until access_change. */
MUST_CHECK enum err access_login_prepare(struct ctx *c, struct str typed_number,
                                         struct str password, struct password_job *ret);
MUST_CHECK enum err access_login_finish(struct ctx *c, struct str typed_number,
                                        const struct password_job *done, struct str *ret_cookie);
/* Change in a session: old (job of access_login_prepare) and new (access_job) hashes are done; new
 * row, old deleted, other sessions ended. Old wrong: ERR_INVALID field "password"
 * "login.wrong", counted; the same again: field "new_password" "password.same". */
MUST_CHECK enum err access_change(struct ctx *c, const struct key *old_h, const struct key *new_h);
/* Before something that needs the password again (change of a report): h opens a row of c->actor's
 * own report. ERR_INVALID on field "login.wrong", counted. */
MUST_CHECK enum err access_check(struct ctx *c, const struct key *h, const char *field);
/*
 * Codes of those who are called from outside lie in the same rows (design 7.2): seat ‖ Kd ‖ share,
 * found by the code alone, gone after their last day. The code is 80 random bits, so no number
 * stands beside it.
 */
struct access_code {
    int64_t seat;
    struct key kd, share;
};
void access_code_job(struct ctx *c, struct str code, struct password_job *ret);
/* Inside a transaction; the row of an older code of the seat goes, and its sessions end. */
MUST_CHECK enum err access_code_store(struct ctx *c, const struct key *h,
                                      const struct access_code *code, struct day until);
MUST_CHECK enum err access_code_find(struct ctx *c, const struct key *h, struct access_code *ret,
                                     bool *ret_found);
/* By which a seat's row and sessions are found by who has Kd. */
struct key access_seat_key(struct arena *a, const struct key *kd, int64_t seat);

/* Re-issue at the desk, inside a transaction, by an officer with Kr (ERR_DENIED "vault.no_grant"):
 * old rows go, a new A, a one-time row under new_h, the reporter's sessions end. The caller
 * appends E_REISSUED in the same transaction. */
MUST_CHECK enum err access_reissue(struct ctx *c, int64_t report, const struct key *new_h);
/* one-time password: 12 Crockford characters in groups of four */
struct str access_one_time_password(struct ctx *c);

#endif
