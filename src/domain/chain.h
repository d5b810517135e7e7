/*
 * chain.h - inside of the log chains: one of each matter, one of each report; used by event.c.
 *
 * Layer: domain   Owns: chain, event_chain, leaf_pending (with event.h)   Source: design 7.6;
 * log.md 2.2 K_case and K_open lie under S4, so that time can write when nobody is logged in; so
 * does the chain's state (next seq and the last leaf's C): without S4 no leaf can be found from a
 * row.
 */
#ifndef YG_DOMAIN_CHAIN_H
#define YG_DOMAIN_CHAIN_H

#include "domain/event.h"
#include "tlog/leaf.h"

/* A chain as it stands now. */
struct chain {
    int64_t id, owner;
    bool report;
    struct key k_case, k_open;
    uint32_t seq;            /* of the next leaf */
    uint8_t prev[LEAF_HASH]; /* C of the last one; nothing when seq is 0 */
    int64_t version;
};

/* ERR_STORE "chain.none" when there is none or its records do not open. */
MUST_CHECK enum err chain_load(struct ctx *c, bool report, int64_t owner, struct chain *ret);

/* Text that goes into a leaf's body and, when its key is at hand, sealed into event_chain. */
struct chain_body {
    bool sealed_here;     /* r_b is random and lies in sealed; else r_b comes from K_open */
    uint8_t b[LEAF_HASH]; /* B, when sealed_here */
    struct str sealed;    /* r_b ‖ body under Kr or Km */
    struct str codes;     /* else: the body of codes */
};

/* Before the transaction: r_b, B and the sealed payload of one chain. */
void chain_body_seal(struct ctx *c, const struct key *k, int64_t owner, int64_t event,
                     struct str body, struct chain_body *ret);
/* Opens what chain_body_seal made: false when it is not this key's. r_b may be NULL. */
bool chain_body_open(struct ctx *c, const struct key *k, int64_t owner, int64_t event,
                     struct str sealed, uint8_t r_b[LEAF_HASH], struct str *ret_body);

/* A chain's next leaf, and the chain's state after it. */
struct leaf_rows {
    int64_t chain, version; /* it is the next one while the chain has this version */
    uint32_t seq;
    uint8_t b[LEAF_HASH], tag[LEAF_HASH], entry[LEAF_ENTRY];
    struct str sealed, state; /* payload; may be absent */
};

/* Makes the next leaf of ch and moves ch on; nothing is written. meta comes without seq, chain and
 * prev. */
void chain_leaf_make(struct ctx *c, struct chain *ch, const struct leaf_meta *meta,
                     const struct chain_body *body, struct leaf_rows *ret);
/* Inside the transaction: is it still the next one? */
MUST_CHECK enum err chain_leaf_is_next(struct ctx *c, const struct leaf_rows *leaf, bool *ret);
/* Inside the transaction, where the chain has leaf->version: the rows of the leaf. */
MUST_CHECK enum err chain_leaf_store(struct ctx *c, int64_t event, const struct leaf_rows *leaf);

#endif
