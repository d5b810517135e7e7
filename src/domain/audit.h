/*
 * audit.h - who opened what: one hash chain per body.   Layer: domain   Owns: audit
 */
#ifndef YG_DOMAIN_AUDIT_H
#define YG_DOMAIN_AUDIT_H
#include "domain/actor.h"

/* Inside a transaction, or makes one of its own when none runs. act is a stable word ("matter.open"). */
MUST_CHECK enum err audit_write(struct ctx *c, const char *act, int64_t matter, int64_t report, struct str detail);
/* Walks a body's chain; false and the first bad seq when it does not hold. */
MUST_CHECK enum err audit_verify(struct ctx *c, int64_t org, bool *ret_ok, int64_t *ret_bad_seq);
#endif
