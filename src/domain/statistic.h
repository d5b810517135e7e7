/*
 * statistic.h - counts from facts: numerator, denominator, window; never a percentage stored.
 *
 * Layer: domain   Source: domain 1.2, 7
 */
#ifndef YG_DOMAIN_STATISTIC_H
#define YG_DOMAIN_STATISTIC_H
#include "base/ctx.h"

enum statistic_shape {
    STATISTIC_COUNT,
    STATISTIC_RATE,
    STATISTIC_SHARE, /* one part of a whole that is its denominator */
    STATISTIC_DAYS,  /* numerator: a number of days */
    STATISTIC_MEAN   /* numerator and denominator: sum and number of what it is the mean of */
};
struct statistic {
    struct str id, part;            /* "S04", part "CH_WEB" or absent */
    int64_t numerator, denominator; /* denominator -1: a plain count */
    bool hidden;                    /* small cell: prints "<5" */
    struct str text;                /* as printed: "93.1 %", "12 / 19", "<5" */
    struct day from, to;            /* [from, to) */
    enum statistic_shape shape;
};
struct statistic_list {
    const struct statistic *items;
    size_t n;
};
/* public_view: small cells 1-4 hidden with complementary suppression; townships yearly only. */
MUST_CHECK enum err statistic_list(struct ctx *c, int64_t org, struct day from, struct day to,
                                   bool public_view, struct statistic_list *ret);
/* The same, but only what is counted together with this id ("S09" comes with S09b and S09c);
 * absent: all. For pages that show one figure of many bodies or months. */
MUST_CHECK enum err statistic_of(struct ctx *c, int64_t org, struct str id, struct day from,
                                 struct day to, bool public_view, struct statistic_list *ret);
/* Every statistic in the order of the pages, and the section it stands in ("received"); only rates
 * of a body's own conduct may be compared between bodies (domain 7.3: no ranking by volume). */
struct statistic_kind {
    const char *id, *section;
    bool compared;
};
const struct statistic_kind *statistic_kinds(size_t *ret_n);
/* half up; two decimals when denominator >= 1,000, one 100-999, none below 100; < 20: "n / N" */
struct str percent_text(struct arena *a, int64_t numerator, int64_t denominator);
struct imported_figure {
    struct str id, name_key, printed, unit, window, source, gap_key;
    int64_t numerator, denominator;
};
struct imported_list {
    const struct imported_figure *items;
    size_t n;
};
MUST_CHECK enum err imported_figures(struct ctx *c, struct imported_list *ret);
#endif
