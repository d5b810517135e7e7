/*
 * statement.h - what this installation says to everybody, once and for ever: which keys and rules
 * it uses, what it published and counted, that its record of openings was not changed. Each is a
 * document with a leaf in the public log.
 *
 * Layer: domain   Source: log.md 1.8 (kinds 1-7), 2.5 S0; design 7.6; docs/formats/log.md
 * Texts of lines "key SP value LF" after a first line that names the kind. No word of a report, no
 * number of one, nothing by which a matter could be told.
 */
#ifndef YG_DOMAIN_STATEMENT_H
#define YG_DOMAIN_STATEMENT_H

#include "domain/public_leaf.h"
#include "domain/vault.h"

/* ---- in the transaction of what they speak of ---- */

/* A text that goes out (kind 1). hash: SHA-256 of salt, title and text, as its page shows it. */
MUST_CHECK enum err statement_published(struct ctx *c, int64_t publication, int64_t org,
                                        struct str form, struct str hash, struct day until);
/* It was taken down, and why: correct, withdrawn. */
MUST_CHECK enum err statement_taken_down(struct ctx *c, int64_t publication, int64_t org,
                                         bool correct);
/* subject of both */
struct str statement_publication_subject(struct ctx *c, int64_t publication);

/* Kind 2. */
MUST_CHECK enum err statement_desk_key(struct ctx *c, const struct desk *d);
/* Kind 4; those that begin with "log." show in the log by themselves and are not told. */
MUST_CHECK enum err statement_parameter(struct ctx *c, const struct parameter *row,
                                        struct str pilot);
MUST_CHECK enum err statement_calendar(struct ctx *c, const struct calendar_year *year,
                                       struct str text);
/* Kind 5: serials printed for slips that are handed out before anything is reported; 1 to 40
 * letters, digits, hyphens each. ERR_INVALID "slips.serial" fields first, last. */
MUST_CHECK enum err statement_slips(struct ctx *c, int64_t org, struct str first, struct str last);
/* Kind 6: the last checkpoint of the log before this one. ERR_INVALID "log.predecessor": no
 * checkpoint of another log. */
MUST_CHECK enum err statement_predecessor(struct ctx *c, struct str note);

/* ---- by time ---- */

/* At midnight, in transactions of its own: the heads of all audit chains as the day before ended
 * (kind 7), and what is not told yet of keys (2), rules and policy (4), figures of the quarter and
 * the year that closed (1). */
MUST_CHECK enum err statement_day(struct ctx *c);
/* Keys, rules and policy alone. */
MUST_CHECK enum err statement_standing(struct ctx *c);

/* The document of kind 7 for a day that is over. Not for everybody: two of them tell in which body
 * something was opened. subject: "heads DAY". */
MUST_CHECK enum err statement_heads_text(struct ctx *c, struct day day, struct str *ret);

/* ---- figures ---- */

/* "2026Q3" or "2025". False: no such period. to: the day after it. */
bool statement_period(struct str code, struct day *ret_from, struct day *ret_to);
struct str statement_figures_subject(struct ctx *c, int64_t org, struct str code);
/* Lines "S04 CH_WEB numerator denominator" (- when there is none, "S04 CH_WEB hidden"): the same
 * for the same figures, as the public sees them. */
struct statistic_list;
struct str statement_figure_lines(struct arena *a, const struct statistic_list *l);
/* The same part of a document; absent when it has none. */
struct str statement_figure_lines_of(struct str document);
/* The figures of one body and closed period as a document, with the log's head at this moment. */
MUST_CHECK enum err statement_figures(struct ctx *c, int64_t org, struct str code);

#endif
