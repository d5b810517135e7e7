/*
 * id.h - an id of ours as people and programs outside see it, and back.
 *
 * Layer: domain (the one place; pages and API both use it)
 * Form:  11 characters of base64url of the 8 bytes, so never a run of 12 digits in an address, a
 *        link or a form (U8). One id has one text: what would decode to it otherwise is refused.
 */
#ifndef YG_DOMAIN_ID_H
#define YG_DOMAIN_ID_H

#include "base/ctx.h"

#define ID_TEXT_SIZE 11

/* Absent for 0 (none). In the arena of c. */
struct str id_text(struct ctx *c, int64_t id);
/* False, ret untouched: not one of ours, or written in another way. */
bool id_read(struct ctx *c, struct str s, int64_t *ret);

#endif
