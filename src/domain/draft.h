/*
 * draft.h - a report not yet sent, sealed on the server under a cookie key, 24 h (design 7.4).
 *
 * Layer: domain   Owns: draft
 */
#ifndef YG_DOMAIN_DRAFT_H
#define YG_DOMAIN_DRAFT_H

#include "domain/report.h"

/* Makes the cookie (43 base64url characters) when absent. text is any JSON of the page's own. */
MUST_CHECK enum err draft_save(struct ctx *c, struct str *cookie, struct str text);
MUST_CHECK enum err draft_load(struct ctx *c, struct str cookie, struct str *ret_text); /* NOT_FOUND "draft.none" */
MUST_CHECK enum err draft_drop(struct ctx *c, struct str cookie);
struct key draft_key(struct str cookie);                 /* H(c,"key"); wraps file keys meanwhile */
void draft_row_id(struct str cookie, uint8_t ret[16]);   /* H(c,"id")[16] */

#endif
