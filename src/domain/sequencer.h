/*
 * sequencer.h - gives waiting leaves their index, hashes them into the tree, signs the head.
 *
 * Layer: domain   Owns: leaf, log_tile, log_head, signed_head (only writer)
 * Source: log.md 2.2 (batches), 3.1 (append path), 3.2 (what may happen in between)
 *
 * Every batch has the same number of leaves, real ones first in the order of their arrival, padding
 * for the rest, shuffled. One transaction takes them from the queue, numbers them under the head's
 * row and writes tiles and head. What was committed is read back and hashed again by another way
 * before it is signed; what was signed lies in the second copy before it is published.
 */
#ifndef YG_DOMAIN_SEQUENCER_H
#define YG_DOMAIN_SEQUENCER_H

#include "domain/log_guard.h"

#define SEQUENCER_BATCH_MAX 65536
#define SEQUENCER_LATE_MS (5 * 60 * 1000)
#define SEQUENCER_PUBLIC_MAX 64 /* public leaves of one batch */
#define LOG_VKEY_SETTING "log_vkey"

/* Makes key, head and an empty tree under this name. A log that is there already under the same
 * name stays as it is. ERR_INVALID "log.origin"; ERR_CONFLICT "log.other" (another name). */
MUST_CHECK enum err log_make(struct ctx *c, const struct log_paths *p, struct str origin);

struct sequencer;
/* After the guard found nothing against it: takes the epoch (an earlier sequencer ends), signs what
 * is not signed yet. The arena keeps it. ERR_NOT_FOUND "log.none"; ERR_CONFLICT with the guard's
 * key. */
MUST_CHECK enum err sequencer_open(struct ctx *c, struct arena *a, const struct log_paths *p,
                                   struct sequencer **ret);
void sequencer_close(struct sequencer *s); /* wipes the keys; NULL is allowed */

/* One batch as the parameters say, then the signature. clock_ms: any clock that runs in real time,
 * to see how long leaves wait. ERR_CONFLICT "log.lease": another sequencer took over. */
MUST_CHECK enum err sequencer_turn(struct ctx *c, struct sequencer *s, int64_t clock_ms);
/* Batches of this size until nothing waits, then one signature. */
MUST_CHECK enum err sequencer_drain(struct ctx *c, struct sequencer *s, size_t batch);
/* A single batch of exactly this many leaves (0: public ones only), without a signature; ret_left:
 * leaves still waiting. */
MUST_CHECK enum err sequencer_batch(struct ctx *c, struct sequencer *s, size_t batch,
                                    int64_t *ret_left);
/* Has the log's key been rotated since it was opened? Then it is to be opened again. */
MUST_CHECK enum err sequencer_is_stale(struct ctx *c, const struct sequencer *s, bool *ret);
/* Signs the head, when it is not signed yet. */
MUST_CHECK enum err sequencer_sign(struct ctx *c, struct sequencer *s);

#endif
