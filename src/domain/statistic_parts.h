/*
 * statistic_parts.h - what the files that count have in common: the collection, cells, texts.
 *
 * Layer: domain (only statistic*.c includes it)   Memory: in k->c->arena
 */
#ifndef YG_DOMAIN_STATISTIC_PARTS_H
#define YG_DOMAIN_STATISTIC_PARTS_H

#include "domain/app.h"
#include "domain/org.h"
#include "domain/statistic.h"

#define STATISTICS_MAX 400
#define CELLS_MAX 64
#define RATE_FROM 20 /* below, a per cent says more than is known (domain 1.2) */

struct collect {
    struct ctx *c;
    int64_t org;
    enum org_level level;
    struct day from, to;
    bool public_view;
    int64_t least; /* parameter stat.cell_min */
    struct statistic *items;
    size_t n;
};

/* Parts of a whole, by code. */
struct cells {
    struct str code[CELLS_MAX];
    int64_t n[CELLS_MAX];
    bool hidden[CELLS_MAX];
    size_t count;
    int64_t total;
    int64_t least; /* what is shown at all; fewer could point at a person (domain 7.3) */
};
size_t cell_at(struct cells *p, struct str code);
void cell_add(struct cells *p, struct str code, int64_t n);
/* Every code of a list stands in the partition, the empty ones too, in the order of the list. */
void cells_of_list(const struct ctx *c, struct cells *p, const char *list);
bool cell_small(int64_t n, int64_t least);
/* With a small one the smallest of the others goes too, else the total would give it away; when
 * all the others are empty, the empty ones go. all: the total itself is hidden. */
void cells_hide(struct cells *p, bool all);

/* What is added says itself when it is too small for the public; hidden: for another reason. */
void add_count(struct collect *k, const char *id, struct str part, int64_t n, bool hidden);
void add_rate(struct collect *k, const char *id, struct str part, int64_t numerator,
              int64_t denominator, bool hidden);
void add_parts(struct collect *k, const char *id, struct cells *p, bool all_hidden);
/* n: of how many it is the median; "-" for none. */
void add_days(struct collect *k, const char *id, struct str part, int64_t days, int64_t n);
/* total / n with two places. */
void add_mean(struct collect *k, const char *id, struct str part, int64_t total, int64_t n);

/* Of rows (value, count) in ascending order. The median of an even count is the mean of the middle
 * two, half up; the 95th per cent is the nearest rank. */
struct spread {
    int64_t n, median, p95;
};
struct spread spread_of(const struct rows *r);

/* What is counted in one go, and the ids that come of it. */
struct statistic_group {
    const char *ids; /* " S09 S09b S09c " */
    enum err (*count)(struct collect *k);
};
extern const struct statistic_group statistic_groups[];
extern const size_t statistic_group_count;

#endif
