/*
 * statistic.h - counts from facts: numerator, denominator, window; never a percentage stored.
 *
 * Layer: domain   Source: domain 1.2, 7
 */
#ifndef YG_DOMAIN_STATISTIC_H
#define YG_DOMAIN_STATISTIC_H
#include "base/ctx.h"

struct statistic {
    struct str id, part;            /* "S04", part "CH_WEB" or absent */
    int64_t numerator, denominator; /* denominator -1: a plain count */
    bool hidden;                    /* small cell: prints "<5" */
    struct str text;                /* as printed: "93.1 %", "12 / 19", "<5" */
    struct day from, to;            /* [from, to) */
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
