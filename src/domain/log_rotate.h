/*
 * log_rotate.h - the log's key hands over to a new one; both sign for a year.
 *
 * Layer: domain   Owns: log_key_former   Source: log.md 3.4
 * The statement is signed by both keys and its hash is a public leaf; the policy then names both,
 * so that receipts of either verify. First the new key lies in the key file, then the database
 * names it: a crash in between leaves a key that the next attempt takes.
 */
#ifndef YG_DOMAIN_LOG_ROTATE_H
#define YG_DOMAIN_LOG_ROTATE_H

#include "domain/log_key.h"
#include "domain/public_log.h"

#define LOG_BOTH_DAYS 365

/* ret: the new key. ERR_NOT_FOUND "log.none", "log.key_none"; ERR_IO "log.key_form",
 * "log.key_write"; ERR_LIMIT "log.key_many" (15 in the life of a log, four that sign at a time). */
MUST_CHECK enum err log_rotate(struct ctx *c, const struct log_paths *p, struct note_key *ret);
/* Every statement, oldest first, one after the other; empty before the first. */
MUST_CHECK enum err log_key_statements(struct ctx *c, struct str *ret);

#endif
