/*
 * audit.h - who opened what: one hash chain per body.
 *
 * Layer: domain   Owns: audit   Source: domain 4.2 (access log); design 7.6
 * The head of a row is BLAKE2b-32(previous head ‖ row); a row changed, added between or taken out
 * breaks the chain from there on. Rows say who and what by ids and codes, never in words.
 */
#ifndef YG_DOMAIN_AUDIT_H
#define YG_DOMAIN_AUDIT_H

#include "domain/actor.h"

#define AUDIT_HEAD_SIZE 32

/* Inside a transaction, or makes one of its own when none runs. act is a stable word
 * ("matter.open"); matter, report 0 and detail absent when there is none. The chain is that of the
 * actor's body; 0, the system's, for whoever has none. */
MUST_CHECK enum err audit_write(struct ctx *c, const char *act, int64_t matter, int64_t report,
                                struct str detail);
/* Walks a body's chain; ret_ok false and the first bad seq when it does not hold (else 0). */
MUST_CHECK enum err audit_verify(struct ctx *c, int64_t org, bool *ret_ok, int64_t *ret_bad_seq);

#endif
