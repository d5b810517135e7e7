/*
 * csv.h - tables for spreadsheets: BOM, CRLF, every cell quoted, no cell a formula.
 *
 * Layer:  base                      Source: ux.md U20 (CWE-1236)
 */
#ifndef YG_BASE_CSV_H
#define YG_BASE_CSV_H

#include "base/str.h"

/* Begins a table with the byte order mark that spreadsheets want. */
struct buf csv_begin(struct arena *a);
/* A cell that a spreadsheet would run (= + - @ tab CR LF at its start) gets an apostrophe before;
 * a whole negative number is left alone. Absent: an empty cell. */
void csv_cell(struct buf *b, struct str text);
void csv_end_row(struct buf *b);

#endif
