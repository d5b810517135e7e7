/*
 * tree.h - the Merkle tree of the public log: hashes, proofs, and what checks them.
 *
 * Layer:  tlog (pure computation)
 * Source: RFC 6962 2.1; RFC 9162 2.1.3.2 and 2.1.4.2 (loops); log.md 1.1
 * Limits: trees up to 2^63 - 1 leaves, so a proof has at most PROOF_MAX hashes.
 */
#ifndef YG_TLOG_TREE_H
#define YG_TLOG_TREE_H

#include "crypto/crypto.h"

#define HASH_BYTES 32
#define PROOF_MAX 63
#define TREE_SIZE_MAX ((uint64_t)INT64_MAX)

struct hash {
    uint8_t b[HASH_BYTES];
};

bool hash_eq(const struct hash *a, const struct hash *b);
struct hash tree_empty(void);            /* SHA-256("") */
struct hash tree_leaf(struct str entry); /* SHA-256(00 ‖ entry) */
struct hash tree_node(const struct hash *left, const struct hash *right); /* SHA-256(01 ‖ l ‖ r) */
/* MTH of 2^k hashes that stand beside one another: n is a power of two, at most 256. */
struct hash tree_full(const struct hash *h, size_t n);

struct proof {
    struct hash path[PROOF_MAX]; /* the leaf's sibling first */
    size_t n;
};

/* Is `leaf` the leaf hash at index in the tree of size leaves with this root? */
bool tree_inclusion_ok(uint64_t index, uint64_t size, const struct hash *leaf,
                       const struct hash *path, size_t path_n, const struct hash *root);
/* Is the tree of `to` leaves the one of `from` leaves, grown? */
bool tree_consistency_ok(uint64_t from, uint64_t to, const struct hash *from_root,
                         const struct hash *to_root, const struct hash *path, size_t path_n);

/* Where the hashes of full, aligned subtrees come from: leaves index·2^height up to
 * (index + 1)·2^height. False when it cannot be had; makers of proofs then give false too. */
struct tree_source {
    bool (*hash)(void *u, int height, uint64_t index, struct hash *ret);
    void *u;
};
/* MTH of the leaves from..to-1, where from is a multiple of the largest power of two that fits. */
MUST_CHECK bool tree_range(const struct tree_source *s, uint64_t from, uint64_t to,
                           struct hash *ret);
MUST_CHECK bool tree_root(const struct tree_source *s, uint64_t size, struct hash *ret);
/* index < size */
MUST_CHECK bool tree_inclusion(const struct tree_source *s, uint64_t index, uint64_t size,
                               struct proof *ret);
/* from <= to; empty when from is 0 or to */
MUST_CHECK bool tree_consistency(const struct tree_source *s, uint64_t from, uint64_t to,
                                 struct proof *ret);

#endif
