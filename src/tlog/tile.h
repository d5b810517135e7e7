/*
 * tile.h - the tree in tiles of 256 hashes: their names, what a tree of a given size has, its right
 * edge in memory, and proofs from tiles.
 *
 * Layer:  tlog (pure computation)
 * Source: c2sp.org/tlog-tiles; log.md 1.2
 * Tile (L, N) holds the hashes of the full subtrees of 256^L leaves number 256·N .. 256·N + 255.
 * Only full tiles are hashed upward. A partial tile is the first W hashes of what will be the full
 * one, so what is stored at the right edge gives every partial there ever was.
 */
#ifndef YG_TLOG_TILE_H
#define YG_TLOG_TILE_H

#include "tlog/tree.h"

#define TILE_WIDTH 256
#define TILE_BYTES (TILE_WIDTH * HASH_BYTES)
#define TILE_LEVELS 8     /* 256^8 leaves do not fit into 64 bits */
#define TILE_LEVEL_MAX 63 /* what may be asked for */
#define TILE_ENTRIES (-1) /* level of a bundle of entries */
#define ENTRY_BYTES_MAX 65535

struct tile {
    int level;  /* 0..63, or TILE_ENTRIES */
    uint64_t n; /* which one */
    int width;  /* 1..256; 256: the full one */
};

/* "0/x001/234", "entries/005.p/17": what stands after "tile/". Exactly one spelling each; false for
 * every other. */
bool tile_parse(struct str path, struct tile *ret);
struct str tile_path(struct arena *a, const struct tile *t);
/* Hashes (or entries) there are at this level in a tree of size leaves: size / 256^level. */
uint64_t tile_hashes(uint64_t size, int level);
/* Does a tree of this size have the tile, in this width or wider? */
bool tile_within(uint64_t size, const struct tile *t);

/* The tiles not yet full, one for each level. Zeroed: the edge of the empty tree. */
struct edge {
    uint64_t size;
    struct hash level[TILE_LEVELS][TILE_WIDTH];
};
/* Appends a leaf hash. full is called for each tile that became full, lower ones first; NULL when
 * nobody wants them. */
void edge_append(struct edge *e, const struct hash *leaf,
                 void (*full)(void *u, int level, uint64_t n, const struct hash tile[TILE_WIDTH]),
                 void *u);
struct hash edge_root(const struct edge *e);
/* Hashes now in the edge tile of that level, 0..255, and its number. */
int edge_width(const struct edge *e, int level);
uint64_t edge_tile(const struct edge *e, int level);

/* Hashes of subtrees from stored tiles. read gives the first width hashes of a tile at least that
 * wide. The last tile of each level is kept: walking along the edge reads each tile once. */
struct tile_reader {
    bool (*read)(void *u, const struct tile *t, struct hash *ret);
    void *u;
    struct tile have[TILE_LEVELS];
    struct hash kept[TILE_LEVELS][TILE_WIDTH];
};
/* size: of the tree the tiles belong to. */
struct tile_source {
    struct tile_reader *reader;
    uint64_t size;
};
struct tree_source tile_tree_source(struct tile_source *s);

/* A bundle: each entry with its length, u16be ‖ bytes. Asserts at most ENTRY_BYTES_MAX. */
void bundle_put(struct buf *b, struct str entry);
/* Takes the next entry off; false at the end or when it is cut short (*rest then tells: not empty).
 */
bool bundle_next(struct str *rest, struct str *ret);

#endif
