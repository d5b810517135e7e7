/*
 * leaf.h - one event as it stands in the public log: tag, metadata, body, commitment, entry.
 *
 * Layer:  tlog (pure computation; knows no case, no database, no time)
 * Source: log.md 1.7 (vectors), 1.8 ("leaf v1"), 2.2 (case key from the check code)
 * The bytes made here are read by programs that are not ours: nothing in this file may change.
 */
#ifndef YG_TLOG_LEAF_H
#define YG_TLOG_LEAF_H

#include "crypto/crypto.h"

#define LEAF_HASH 32
#define LEAF_ENTRY 65 /* 01 ‖ tag ‖ commitment */
#define CASE_CODE 15  /* bytes behind the printed check code */

/* K_case of a report's chain = SHA-256("ygxf/case-key/v1\n" ‖ code). */
struct key leaf_case_key(const uint8_t code[CASE_CODE]);

/* T = HMAC-SHA256(K_case, "ygxf/tag/v1\n" ‖ u32be seq): who has K_case finds the event. */
void leaf_tag(const struct key *k_case, uint32_t seq, uint8_t ret[LEAF_HASH]);

/* r_m = HMAC-SHA256(K_open, "rm" ‖ u32be seq); r_b the same with "rb", for writers without the key
 * of the content (elsewhere r_b is random). */
void leaf_blind_meta(const struct key *k_open, uint32_t seq, uint8_t ret[LEAF_HASH]);
void leaf_blind_body(const struct key *k_open, uint32_t seq, uint8_t ret[LEAF_HASH]);

void leaf_meta_hash(const uint8_t r_m[LEAF_HASH], struct str meta, uint8_t ret[LEAF_HASH]); /* M */
void leaf_body_hash(const uint8_t r_b[LEAF_HASH], struct str body, uint8_t ret[LEAF_HASH]); /* B */
/* C = SHA-256("ygxf/leaf/v1\n" ‖ T ‖ M ‖ B) */
void leaf_commitment(const uint8_t tag[LEAF_HASH], const uint8_t m[LEAF_HASH],
                     const uint8_t b[LEAF_HASH], uint8_t ret[LEAF_HASH]);
void leaf_entry(const uint8_t tag[LEAF_HASH], const uint8_t c[LEAF_HASH], uint8_t ret[LEAF_ENTRY]);

/* Padding at an index (log.md 2.2): seed = HMAC(K_pad, "ygxf/pad/v1\n" ‖ u64be index) gives tag and
 * blinds; metadata "kind pad", no body. Who has the seed can open it, nobody else can tell it. */
struct key leaf_pad_seed(const struct key *k_pad, uint64_t index);
void leaf_pad(const struct key *seed, uint8_t ret[LEAF_ENTRY]);

/* What statistics and deadlines need of an event; absent values are left out. */
struct leaf_meta {
    uint32_t seq;
    struct str kind;  /* E_... */
    struct str chain; /* report | matter */
    struct str channel, unit;
    int named; /* 0, 1; -1 absent */
    struct day happened, entered;
    struct str due;      /* lines "D04 2026-10-15\n", in their order; absent none */
    const uint8_t *prev; /* C of the chain's last leaf; NULL for the first */
    struct str outcome;
};

#define LEAF_DUES_MAX 32

/* Lines "key SP value LF" in the order of log.md 1.8. Values hold no line feed (asserted). */
struct str leaf_meta_text(struct arena *a, const struct leaf_meta *m);

/* Which parts an opening shows; what stays closed appears as its hash. */
struct leaf_opening {
    const uint8_t *tag;
    const uint8_t *r_m; /* NULL: metadata stays closed, m holds its hash */
    struct str meta;
    const uint8_t *m;
    const uint8_t *r_b; /* NULL: body stays closed, b holds its hash */
    struct str body;
    const uint8_t *b;
};

/* 01 ‖ flags ‖ T ‖ (r_m ‖ u32be len ‖ meta, or M) ‖ (r_b ‖ u32be len ‖ body, or B) */
struct str leaf_opening_bytes(struct arena *a, const struct leaf_opening *o);
/* The same read back, borrowed from the bytes; false for anything else. */
bool leaf_opening_read(struct str bytes, struct leaf_opening *ret);
/* The entry that an opening belongs to: what is shown hashes into it. */
void leaf_opening_entry(const struct leaf_opening *o, uint8_t ret[LEAF_ENTRY]);

#endif
