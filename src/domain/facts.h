/*
 * facts.h - what statistics are counted from, row by row, for a count by another program.
 *
 * Layer: domain   Source: domain 7.3 "an outsider with the export can recompute it"
 * Codes, days and opaque ids only: no word, number, name or key. It is still about single matters,
 * so it is for auditors, never for the public. Format: docs/formats/facts.md.
 */
#ifndef YG_DOMAIN_FACTS_H
#define YG_DOMAIN_FACTS_H

#include "base/ctx.h"

/* One line, "event\t12\t…\n"; an absent value is an empty cell. Borrowed until it returns. */
typedef void facts_line(void *u, struct str line);
MUST_CHECK enum err facts_write(struct ctx *c, facts_line *line, void *u);

#endif
