/*
 * walk.h - a whole log from a copy of its resources, checked entry by entry.
 *
 * Layer:  tlog (pure computation; the caller reads files or sockets)   Source: log.md 1.1, 1.2
 * Memory: a bundle and a tile at a time; the scratch arena is reset between them
 */
#ifndef YG_TLOG_WALK_H
#define YG_TLOG_WALK_H

#include "tlog/checkpoint.h"
#include "tlog/tile.h"

struct walk_source {
    /* The bytes of that very tile or bundle; false when it is not there. */
    bool (*read)(void *u, struct arena *a, const struct tile *t, struct str *ret);
    void *u;
};

enum walk_verdict {
    WALK_OK,
    WALK_MISSING, /* a tile or bundle is not there */
    WALK_FORM,    /* a bundle does not hold its entries, or a tile has another length */
    WALK_ENTRY,   /* an entry does not have the hash its tile says */
    WALK_TILE,    /* a tile is not made of the one below */
    WALK_ROOT     /* the entries have another root than the checkpoint says */
};
struct walk {
    enum walk_verdict verdict;
    struct tile at;    /* the tile or bundle it is about */
    uint64_t index;    /* WALK_ENTRY: which one */
    struct edge *edge; /* of all entries walked */
};

/* Everything that the checkpoint's size needs. each (may be NULL) sees the entries in their order,
 * those of a bundle after all of it fits its tile. */
struct walk walk_log(struct arena *a, struct arena *scratch, const struct walk_source *s,
                     const struct checkpoint *c,
                     void (*each)(void *u, uint64_t index, struct str entry), void *u);

#endif
