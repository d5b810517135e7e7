/*
 * guard.h - the names of guards that the rules files may use; their functions belong to move.c.
 *
 * Layer: domain   Source: data/procedure
 */
#ifndef YG_DOMAIN_GUARD_H
#define YG_DOMAIN_GUARD_H

#include "base/str.h"

/* A name in a rules file that is not here stops the program at start. */
extern const struct str guard_names[];
extern const size_t guard_count;

#endif
