/*
 * session_record.h - the actor as the bytes of a session's record and back.
 *
 * Layer: domain (session.c and its test only)
 */
#ifndef YG_DOMAIN_SESSION_RECORD_H
#define YG_DOMAIN_SESSION_RECORD_H

#include "domain/actor.h"

/* Everything but the cookie and the absolute end, which stand outside. */
struct str session_record_write(struct arena *a, const struct actor *actor);
/* False when the bytes are no such record; ret is then empty. Strings borrow from the record. */
bool session_record_read(struct str record, struct actor *ret);

#endif
