/*
 * draft.h - a report not yet sent, sealed on the server under a cookie key, 24 h (design 7.4).
 *
 * Layer: domain   Owns: draft
 * The cookie is 32 random bytes as 43 base64url characters. The row is found by H(c,"id")[16] and
 * opened by H(c,"key"): whoever has the table has neither.
 */
#ifndef YG_DOMAIN_DRAFT_H
#define YG_DOMAIN_DRAFT_H

#include "domain/report.h"

#define DRAFT_BYTES_MAX (512 * 1024) /* JSON of all answers, well above 20,000 characters */
#define DRAFT_COOKIE_SIZE 43

/* Makes the cookie when absent. text is any JSON of the page's own; over DRAFT_BYTES_MAX: ERR_LIMIT
 * "draft.large". A cookie that is none: ERR_NOT_FOUND "draft.none". Own transaction. */
MUST_CHECK enum err draft_save(struct ctx *c, struct str *cookie, struct str text);
MUST_CHECK enum err draft_load(struct ctx *c, struct str cookie,
                               struct str *ret_text); /* NOT_FOUND "draft.none" */
/* The text only; files of the draft stay until they are taken over, removed or old. Joins the
 * running transaction, else one of its own. None there: no error. */
MUST_CHECK enum err draft_drop(struct ctx *c, struct str cookie);
/* Both need a cookie that draft_cookie_ok says is one (asserted). */
struct key draft_key(struct str cookie);               /* H(c,"key"); wraps file keys meanwhile */
void draft_row_id(struct str cookie, uint8_t ret[16]); /* H(c,"id")[16] */
bool draft_cookie_ok(struct str cookie);
/* In a transaction: removes drafts whose day is over. At most a thousand a call. */
MUST_CHECK enum err draft_expire(struct ctx *c, int64_t *ret_removed);

#endif
