/*
 * parameter.h - deadlines, switches and limits as dated rows per body; look-up and the one rule
 * about what a local row may do.
 *
 * Layer:  domain                    Memory: the table and its rows live in the table's arena
 * Source: domain.md 3.6 (deadlines), 3.7 (switches); base layer in data/parameters.tsv
 * Thread: a table is filled, then only read; a change makes a new table.
 *
 * Body 0 is the national base. A row of a body holds for everything below it until a nearer body
 * has one. The day that counts is the day on which the clock starts.
 */
#ifndef YG_DOMAIN_PARAMETER_H
#define YG_DOMAIN_PARAMETER_H

#include "domain/deadline.h"

#define PARAMETER_ORG_BASE 0
#define PARAMETER_ROWS_MAX 65536
#define PARAMETER_DEPTH_MAX 8 /* bodies above one another */
#define PARAMETER_KEY_BYTES_MAX 40

/* What a local row may do against the row above it. */
enum parameter_dir {
    DIR_SHORTER, /* binds the body: only less (a shorter term, a smaller number) */
    DIR_LONGER,  /* binds the citizen, or is a limit on him: only more */
    DIR_LAW,     /* nobody may change it locally */
    DIR_NONE     /* free */
};

struct parameter {
    int64_t org;    /* 0 = national base */
    struct str key; /* "D04.report", "sw_hearing_claim", "file.count_max" */
    int32_t value;  /* switches 0 or 1 */
    enum unit unit;
    bool roll, pause;       /* pause: the clock may be paused */
    enum parameter_dir dir; /* of the base row; local rows need not set it */
    struct day from, to;    /* first and last day in force; DAY_NONE = from ever, for ever */
    struct str basis;       /* "CC 26" */
    struct str note;
};

struct parameter_table;

/* Who is above a body; 0 = the base. u is handed back. */
struct parameter_tree {
    int64_t (*parent)(const void *u, int64_t org);
    const void *u;
};

/* Reads the base layer: tab-parted columns  org key value unit flags dir from to basis note.
 * ERR_INVALID "data.invalid" names the line. */
MUST_CHECK enum err parameter_load(struct arena *a, struct data_file file, struct fault *f,
                                   struct parameter_table **ret);
/* Adds a row (copied). ERR_INVALID when the base has no such key, or another kind of unit (a term
 * stays a term), or the value is out of range; ERR_LIMIT beyond PARAMETER_ROWS_MAX. Does not look
 * at dir: parameter_check_dir does, before a row is stored. */
MUST_CHECK enum err parameter_add(struct parameter_table *t, const struct parameter *row,
                                  struct fault *f);

/* The row in force: of the nearest body at or above org, among its rows the latest begun. NULL when
 * the base does not know the key. */
const struct parameter *parameter_find(const struct parameter_table *t, struct parameter_tree tree,
                                       int64_t org, struct str key, struct day on);
/* Row of CODE.variant, else of CODE: ("D04", "claim"). NULL when neither. */
const struct parameter *parameter_clock(const struct parameter_table *t, struct parameter_tree tree,
                                        int64_t org, struct str code, struct str variant,
                                        struct day on);
struct term parameter_term(const struct parameter *p); /* asserts a unit of time */
bool parameter_on(const struct parameter_table *t, struct parameter_tree tree, int64_t org,
                  struct str key, struct day on); /* a switch; asserts the key exists */

/* All keys of the base in the order of the file, for pages. */
size_t parameter_key_count(const struct parameter_table *t);
const struct parameter *parameter_base(const struct parameter_table *t, size_t i);
/* All rows of one body in the order they were added; NULL after the last. */
const struct parameter *parameter_row_of(const struct parameter_table *t, int64_t org, size_t i);

/*
 * May this row be stored? The one place that enforces dir:
 *   org 0                       ERR_DENIED  "parameter.base"   the base is not edited here
 *   dir law                     ERR_DENIED  "parameter.law"
 *   begins before today         ERR_INVALID field valid_from "parameter.past": running clocks and
 *                               past promises are not touched
 *   ends before it begins       ERR_INVALID field valid_to "parameter.dates"
 *   dir shorter, and it is not certainly at most what holds above, on some day of its validity
 *                               ERR_INVALID field value "parameter.shorter_only"
 *   dir longer, likewise        ERR_INVALID field value "parameter.longer_only"
 *   another unit that cannot be compared for certain (5 CD is at most 5 WD; 1 MO against WD is
 *   not)                        ERR_INVALID field unit "parameter.unit"
 */
MUST_CHECK enum err parameter_check_dir(const struct parameter_table *t, struct parameter_tree tree,
                                        const struct parameter *row, struct day today,
                                        struct fault *f);

#endif
