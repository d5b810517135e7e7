/*
 * region.h - the divisions of the province: province, cities, counties, townships.
 *
 * Layer:  domain                    Memory: lives in the arena of region_load, never changes
 * Source: GB/T 2260 codes; data/regions.tsv (data/SOURCES.md names where it came from)
 */
#ifndef YG_DOMAIN_REGION_H
#define YG_DOMAIN_REGION_H

#include "domain/lines.h"

#define REGIONS_MAX 4000
#define REGION_DEPTH_MAX 4

enum region_level { REGION_PROVINCE, REGION_CITY, REGION_COUNTY, REGION_TOWNSHIP };

struct region {
    int64_t code;   /* 330411, 330411001 */
    int64_t parent; /* 0 for the province */
    enum region_level level;
    struct str name;           /* 秀洲区 */
    int tile_row, tile_column; /* place in the tile map from 1; 0 = none */
};
struct region_tree;

/* Columns  code parent level name tile, in ascending order of the code. ERR_INVALID names the line:
 * not ascending, unknown parent, a level that does not fit its parent. */
MUST_CHECK enum err region_load(struct arena *a, struct data_file file, struct fault *f,
                                const struct region_tree **ret);

size_t region_count(const struct region_tree *t);
const struct region *region_at(const struct region_tree *t, size_t i); /* in order of the code */
const struct region *region_find(const struct region_tree *t, int64_t code); /* NULL: none */
const struct region *region_parent(const struct region_tree *t, const struct region *r);
bool region_is_within(const struct region_tree *t, int64_t code, int64_t above); /* itself counts */
/* Children in order of the code: first, then next until NULL. */
const struct region *region_first_child(const struct region_tree *t, const struct region *r);
const struct region *region_next(const struct region_tree *t, const struct region *r);
/* 嘉兴市秀洲区 (without the province, but for the province itself). */
struct str region_path(const struct region_tree *t, struct arena *a, const struct region *r);

/*
 * What a person typed into one field: a code; a code and words ("330411 秀洲区"); a name, also
 * without its last character (秀洲) or after names above it (嘉兴秀洲, 嘉兴市秀洲区). NULL when
 * nothing fits, or several do (*ret_several). within: code that the answer must lie in, 0 = any.
 */
const struct region *region_read(const struct region_tree *t, struct str typed, int64_t within,
                                 bool *ret_several);
/* Regions whose code or name begins with the words; at most max, lowest codes first. */
size_t region_search(const struct region_tree *t, struct str words, const struct region **ret,
                     size_t max);

#endif
