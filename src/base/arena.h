/*
 * arena.h - memory of one request: taken in order, zeroed and given back at once.
 *
 * Layer:  base                      Errors: none; out of memory ends the program (a fault of the
 *                                   machine that no caller can mend)
 * Limit:  an arena made with arena_new(max) that would grow beyond max bytes asserts; callers bound
 *         their input before.
 */
#ifndef YG_BASE_ARENA_H
#define YG_BASE_ARENA_H

#include "base/str.h"

struct arena; /* opaque */

struct arena *arena_new(size_t max_bytes);
/* Wipes every byte handed out (words of a report may lie there), then frees. NULL is allowed. */
void arena_free(struct arena *a);
/* Wipes and keeps one block of up to 64 KB, so that the next request hardly allocates. */
void arena_reset(struct arena *a);
/* Zeroed, aligned to 16. Never NULL. */
void *arena_take(struct arena *a, size_t n);
/* Lengthens the newest piece in place, from old to n bytes; the new ones are zero. False when p is
 * not the newest or its block is full: then take another and copy. */
bool arena_extend(struct arena *a, void *p, size_t old, size_t n);
size_t arena_used(const struct arena *a); /* bytes handed out, each piece rounded up to 16 */
size_t arena_left(const struct arena *a); /* bytes that may still be taken, as one piece */

#define arena_new_of(a, type) ((type *)arena_take((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_take((a), sizeof(type) * (size_t)(n)))

static inline void arena_drop(struct arena **a)
{
    arena_free(*a);
}
#define ARENA_AUTO __attribute__((cleanup(arena_drop))) struct arena *

#endif
