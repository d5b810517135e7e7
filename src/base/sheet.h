/*
 * sheet.h - one table for spreadsheets, as CSV (csv.h) or as an XLSX file.
 *
 * Layer:  base                      Memory: in the arena given; a file is finished in memory
 * An XLSX file is a zip of six small XML parts (ECMA-376), stored, without dates or names:
 * the same rows give the same bytes. Its texts are inline, so no cell is ever a formula.
 */
#ifndef YG_BASE_SHEET_H
#define YG_BASE_SHEET_H

#include "base/str.h"

#define SHEET_ROWS_MAX 100000
#define SHEET_COLUMNS_MAX 26

enum sheet_kind { SHEET_CSV, SHEET_XLSX };
struct sheet {
    struct arena *arena;
    enum sheet_kind kind;
    struct str name; /* of the tab; up to 31 characters, none of []:*?/\ */
    struct buf body;
    int row, column;
};
struct sheet sheet_begin(struct arena *a, enum sheet_kind kind, struct str name);
void sheet_text(struct sheet *s, struct str text); /* absent: an empty cell */
void sheet_number(struct sheet *s, int64_t n);
void sheet_end_row(struct sheet *s); /* the first row is the head: bold in XLSX */
/* The whole file. The sheet is used up. */
struct buf sheet_end(struct sheet *s);
const char *sheet_type(enum sheet_kind kind); /* media type */

#endif
