/*
 * desk.h - the officers' pages' own inside: days as typed, slips of what was taken
 * in.
 *
 * Layer: web (only this room includes it)
 */
#ifndef YG_WEB_DESK_H
#define YG_WEB_DESK_H

#include "domain/id.h"
#include "domain/matter.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "web/frame.h"

/* 1121, 11-21, 11.21, 20261121, 2026-11-21 → 2026-11-21; without a year the last such day. What is
 * none of these comes back as typed. */
struct str desk_day(struct arena *a, struct str typed, struct day today);
/* 0915, 9:15 → 09:15; else as typed. */
struct str desk_clock(struct arena *a, struct str typed);

/* Words of a code and of a state; absent when there are none. */
struct str desk_code(struct req *r, struct str code);
struct str desk_state(struct req *r, struct str state);
/* A date and a step as staff read them, where other words speak to the reporter. */
struct str desk_due(struct req *r, struct str clock);
struct str desk_event(struct req *r, struct str kind);

/* Officers and departments of the own body, for names beside ids. */
struct desk_people {
    struct officer_list officers;
    struct dept_list depts;
};
MUST_CHECK enum err desk_people_load(struct ctx *c, struct desk_people *ret);
/* "监督检查室 李国强"; absent when nobody has it. */
struct str desk_owner(struct ctx *c, const struct desk_people *p, const struct matter *m);
struct str desk_area(struct ctx *c, int64_t area); /* its name */
/* Rows of a work list (desk_rows.mustache). */
struct list_row {
    struct str id, reg_no, channel, category, area, state, owner, due, left, body;
    bool late, soon, named, unread, has_due, restricted;
};
extern const struct field desk_row_fields[];
struct list desk_rows(struct ctx *c, struct req *r, const struct desk_people *p,
                      const struct matter *items, size_t n);

/* ---- slips: what this clerk took in today, sealed under a cookie of his browser ---- */

#define SLIPS_MAX 20

struct slip {
    struct str channel, pieces;
    struct day received;
    struct report_receipt receipt; /* its password goes once it was shown */
};
/* Beside the slips the values that the next letter begins with. */
struct slips {
    struct str cookie;
    struct str arrived_on, postmark_on, area_code, receivers;
    struct slip items[SLIPS_MAX]; /* newest first */
    size_t n;
};
/* Empty when there are none, or another officer's. Errors: the store's. */
MUST_CHECK enum err slips_load(struct ctx *c, struct req *r, struct slips *ret);
MUST_CHECK enum err slips_save(struct ctx *c, struct req *r, struct slips *s);
MUST_CHECK enum err slips_drop(struct ctx *c, struct req *r); /* at log-out */
/* The slip to print; with its password, which goes from the record. */
/* Of one he may still take back: its id and until when. Untouched when he may not. */
MUST_CHECK enum err slip_undo(struct ctx *c, struct req *r, const struct slip *s,
                              struct str *ret_id, struct str *ret_until);
enum err slip_page(struct ctx *c, struct req *r, struct resp *w, const struct slip *s);

#endif
