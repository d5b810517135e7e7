/*
 * svg.h - charts without script: small SVG pictures written by C, for FIELD_RAW of a page.
 *
 * Layer:  html                      Source: ux.md 3 "A chart without script", design/home.html
 * Errors: none. Limits are the caller's to keep (assert): SVG_POINTS_MAX points, values 0 to
 *         SVG_VALUE_MAX.
 *
 * Every picture is 380 units wide, so that its 15-unit text stays readable on a phone of 360 px;
 * the axis begins at zero; lengths are attributes (the policy of our pages forbids style=); the
 * whole series stands in aria-label, and the page shows the same numbers as a table beside it. At
 * most one point carries the accent. All text is escaped here.
 */
#ifndef YG_HTML_SVG_H
#define YG_HTML_SVG_H

#include "base/str.h"

#define SVG_POINTS_MAX 60
#define SVG_COLUMNS_MAX 12 /* more texts do not fit side by side */
#define SVG_VALUE_MAX INT64_C(1000000000000)
#define SVG_NO_ACCENT SIZE_MAX

struct svg_point {
    struct str label; /* "2012" */
    struct str text;  /* "49%", as people read the value */
    int64_t value;    /* its length, in any unit that is the same for all points */
};

struct svg_series {
    struct str name; /* "实名举报占比" */
    const struct svg_point *points;
    size_t n;
    size_t accent; /* index of the one point in the accent colour, or SVG_NO_ACCENT */
    bool ascii;    /* spoken text with ": " and ", " (English), else with the Chinese marks */
};

/* Upright bars, values above, labels below; at most SVG_COLUMNS_MAX. */
void svg_columns(struct buf *out, const struct svg_series *s);
/* Lying bars, each under its label and value; for long names. */
void svg_rows(struct buf *out, const struct svg_series *s);
/* A line with a dot for each point; values are written at the ends, the top and the accent, labels
 * at the ends and in the middle. */
void svg_line(struct buf *out, const struct svg_series *s);

/* The thin bar of a figure (.figs): part of whole; decoration, the number stands beside it. */
void svg_bar(struct buf *out, int64_t part, int64_t whole);

#endif
