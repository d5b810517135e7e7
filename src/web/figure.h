/*
 * figure.h - public figures as pages show them: windows of whole months, texts, bars, the region
 * tiles; and the figures of the newspaper article, which never stand among ours.
 *
 * Layer: web (only this room includes it)   Source: domain 1.2, 7; design/README.md "Chart"
 */
#ifndef YG_WEB_FIGURE_H
#define YG_WEB_FIGURE_H

#include "domain/org.h"
#include "web/public_cache.h"

struct window {
    struct day from, to; /* [from, to) */
    struct str text;     /* 2025年9月至2026年8月 */
    struct str code;     /* of a period in a path: 2026, 2026Q3, 2026-08; absent: twelve months */
};
/* The twelve whole months before today; of a township the whole year before this one. */
struct window figure_window(struct req *r, enum org_level level);
struct window figure_year(struct ctx *c, enum org_level level); /* the same, not in words */
/* The k-th whole month before this one, from 0. */
struct window figure_month(struct req *r, int k);
/* A period of a path; false: none, or not over yet, or for this level too short (a township's are
 * years). */
bool figure_period(struct req *r, struct str code, enum org_level level, struct window *ret);
/* The last whole quarters and years, newest first; of a township years alone. */
#define PERIODS_MAX 9
size_t figure_periods(struct req *r, enum org_level level, struct window ret[PERIODS_MAX]);
struct str month_text(struct req *r, struct day d); /* 2026年8月 / Aug 2026 */

struct figure_view {
    struct str id, name, text, n, of, more_href, csv_href;
    struct str bar; /* markup; absent for counts */
    bool rate, days, hidden, none;
};
extern const struct field figure_fields[];
/* What a row of statistic_list is called: "stat.S09", "stat.S09.part" words of the code. */
struct str figure_name(struct req *r, const struct statistic *s);
struct figure_view figure_of(struct req *r, const struct statistic *s);
/* Is it worth a row: not an empty part of a whole. */
bool figure_worth(const struct statistic *s);
int64_t web_province(const struct ctx *c); /* the body at the top */
const struct statistic *figure_find(const struct statistic_list *l, const char *id,
                                    struct str part);

/* ul.tiles with the rate S09 of each city, and the same as rows of a table. */
struct tile_view {
    struct str code, name, text, class_, n, of;
    bool empty, hidden;
};
extern const struct field tile_fields[];
struct tiles {
    struct tile_view cells[40], rows[20];
    size_t cell_count, row_count;
};
MUST_CHECK enum err figure_tiles(struct ctx *c, struct req *r, const char *id, struct window w,
                                 struct tiles *ret);

struct imported_view {
    struct str id, name, printed, window, gap, n_of, source;
};
extern const struct field imported_fields[];
MUST_CHECK enum err figure_imported(struct ctx *c, struct req *r, struct list *ret);
/* F01 "28%→49%" as two columns; absent when the article's line does not have that form. */
struct point_view {
    struct str label, text;
};
extern const struct field point_fields[];
struct chart_view {
    struct str svg, name;
    struct list points; /* struct point_view, the same numbers */
    struct str csv_href;
    bool has;
};
extern const struct field chart_fields[];
MUST_CHECK enum err figure_real_name_chart(struct ctx *c, struct req *r, struct chart_view *ret);

#endif
