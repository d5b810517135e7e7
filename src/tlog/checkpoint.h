/*
 * checkpoint.h - the head of a log as a signed note: origin, size, root. Nothing else.
 *
 * Layer:  tlog (pure computation)   Source: c2sp.org/tlog-checkpoint; log.md 1.3
 * Extension lines are neither written nor read: a cosignature of the later kind does not sign them.
 */
#ifndef YG_TLOG_CHECKPOINT_H
#define YG_TLOG_CHECKPOINT_H

#include "tlog/note.h"
#include "tlog/tree.h"

#define CHECKPOINT_BYTES_MAX 4096 /* of the text */

struct checkpoint {
    struct str origin;
    uint64_t size; /* at most TREE_SIZE_MAX */
    struct hash root;
};

/* origin LF size LF base64(root) LF */
struct str checkpoint_text(struct arena *a, const struct checkpoint *c);
/* The same read back; exactly one spelling. The empty tree has one root. */
bool checkpoint_parse(struct arena *a, struct str text, struct checkpoint *ret);
/* A note whose text is a checkpoint of this key's log, signed by it. note may be NULL. */
bool checkpoint_open(struct arena *a, struct str bytes, const struct note_key *log,
                     struct checkpoint *ret, struct note *note);
/* Decimal without leading zeros. */
bool checkpoint_number(struct str s, uint64_t *ret);
/* Base64 of exactly 32 bytes. */
bool checkpoint_hash(struct arena *a, struct str s, struct hash *ret);

#endif
