/*
 * csv.h - tables for spreadsheets: BOM, CRLF, every cell quoted, no cell a formula.
 *
 * Layer: web (only this room includes it)   Source: ux.md U20
 */
#ifndef YG_WEB_CSV_H
#define YG_WEB_CSV_H

#include "web/frame.h"

struct buf csv_begin(struct arena *a);
/* A cell that a spreadsheet would run (= + - @ tab CR at its start) gets an apostrophe before it.
 */
void csv_cell(struct buf *b, struct str text);
void csv_end_row(struct buf *b);
/* Answers with it, to be saved under the name (letters, digits, point). */
enum err csv_send(struct req *r, struct resp *w, const struct buf *b, struct str name);

#endif
