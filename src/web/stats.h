/*
 * stats.h - what the pages and the tables of figures have in common.
 *
 * Layer: web (only this room includes it)
 */
#ifndef YG_WEB_STATS_H
#define YG_WEB_STATS_H

#include "base/sheet.h"
#include "web/figure.h"

#define STATS_MONTHS 12

/* How /stats/CODE and /stats/CODE/PERIOD end: a page, or a table to save. */
enum stats_form { STATS_PAGE, STATS_CSV, STATS_XLSX };
enum stats_form stats_form_cut(struct str *path_end);

bool stats_known(struct str id);    /* a statistic there is */
bool stats_compared(struct str id); /* which may be set side by side for several bodies */
MUST_CHECK enum err stats_no_page(struct ctx *c);
/* The row that stands for a statistic over time: its first. */
const struct statistic *stats_main_row(const struct statistic_list *l, struct str id);
/* Twelve whole months of the province, oldest first. */
MUST_CHECK enum err stats_months(struct ctx *c, struct req *r, struct str id,
                                 const struct statistic *ret[STATS_MONTHS],
                                 struct str labels[STATS_MONTHS]);
struct str stats_definition(struct req *r, struct str id);

/* Bars of some rows in their order; a hidden one has no length. */
struct chart_view stats_chart(struct req *r, struct str name, const struct statistic *const *s,
                              const struct str *labels, size_t n, struct str csv_href);

/* Tables to save; win: of the page. */
MUST_CHECK enum err stats_body_sheet(struct ctx *c, struct req *r, struct resp *w,
                                     const struct org *o, struct window win, enum stats_form form);
MUST_CHECK enum err stats_one_sheet(struct ctx *c, struct req *r, struct resp *w, struct str id,
                                    enum stats_form form);
MUST_CHECK enum err stats_imported_sheet(struct ctx *c, struct req *r, struct resp *w,
                                         struct str id, enum stats_form form);
MUST_CHECK enum err stats_one_page(struct ctx *c, struct req *r, struct resp *w, struct str id);

#endif
