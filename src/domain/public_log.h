/*
 * public_log.h - what the public log holds and has published: its name, its head, checkpoint, tiles
 * and bundles as others fetch them.
 *
 * Layer: domain   Owns: leaf, log_tile, log_head, signed_head; setting log_vkey
 * Source: log.md 1.2, 3.1   Written by sequencer.c alone.
 */
#ifndef YG_DOMAIN_PUBLIC_LOG_H
#define YG_DOMAIN_PUBLIC_LOG_H

#include "domain/app.h"
#include "tlog/checkpoint.h"
#include "tlog/tile.h"

/* One log for all bodies: the others' traffic is what hides a township's (log.md 2.2). Its
 * parameters are the province's. */
#define LOG_ORG 330000

/* The log's verifier key; its name is the origin. ERR_NOT_FOUND "log.none". */
MUST_CHECK enum err public_log_key(struct ctx *c, struct note_key *ret);
/* Is there a log? For pages that only ask this. */
MUST_CHECK enum err public_log_made(struct ctx *c, bool *ret);

/* Every key that has signed heads of this log, the present one first. */
#define LOG_KEYS_MAX 16
struct log_keys {
    struct note_key all[LOG_KEYS_MAX];
    struct day until[LOG_KEYS_MAX]; /* last day on which it signs; the present one: none */
    size_t n;
};
MUST_CHECK enum err public_log_keys(struct ctx *c, struct log_keys *ret);
/* checkpoint_open by any of them. */
bool log_keys_open(struct arena *a, const struct log_keys *k, struct str bytes,
                   struct checkpoint *ret, struct note *note);

/* As stored, signed or not. ERR_NOT_FOUND "log.none". */
struct log_head {
    int64_t epoch;
    uint64_t size;
    struct hash root;
    int64_t batch;
    struct day batch_day;
    struct str sealed_pad;
};
MUST_CHECK enum err log_head_read(struct ctx *c, struct log_head *ret);

/* The last checkpoint that is shown, with the cosignatures it has by now, and its size.
 * ERR_NOT_FOUND "log.unpublished". */
MUST_CHECK enum err public_log_checkpoint(struct ctx *c, struct str *ret_note, uint64_t *ret_size);
/* The last one that was signed, as it was signed; it may wait for its witnesses still (ret_shown,
 * may be NULL). ERR_NOT_FOUND "log.unpublished". */
MUST_CHECK enum err public_log_signed(struct ctx *c, struct str *ret_note, uint64_t *ret_size,
                                      bool *ret_shown);
/* A signed note with the cosignatures of that size after its own lines. */
MUST_CHECK enum err public_log_cosigned(struct ctx *c, uint64_t size, struct str *note);
/* Exactly the bytes of a tile or bundle: the first t->width hashes or entries. The caller knows
 * that what is published holds it (tile_within). ERR_STORE "log.tile_lost" when it is not there. */
MUST_CHECK enum err public_log_tile(struct ctx *c, const struct tile *t, struct str *ret);

/* The tree of the stored tiles, for roots and proofs. Lives as long as the context's arena. */
struct tree_source public_log_source(struct ctx *c, uint64_t size);

/* A leaf that everybody may read (log.md 1.8): 02 ‖ kind ‖ SHA-256(document). In a transaction.
 * public_leaf.h keeps the document. */
enum public_leaf {
    PUBLIC_STATISTICS = 1,
    PUBLIC_KEY,
    PUBLIC_AUDIT,
    PUBLIC_POLICY,
    PUBLIC_SLIPS,
    PUBLIC_PREDECESSOR,
    PUBLIC_HEADS
};
MUST_CHECK enum err public_log_append(struct ctx *c, enum public_leaf kind, struct str document);

#endif
