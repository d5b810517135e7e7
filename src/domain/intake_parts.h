/*
 * intake_parts.h - one intake under way, and its parts: keys, events, clocks, papers.
 *
 * Layer: domain (inside of report.c, report_change.c, intake_*.c)
 */
#ifndef YG_DOMAIN_INTAKE_PARTS_H
#define YG_DOMAIN_INTAKE_PARTS_H

#include "domain/clock.h"
#include "domain/intake.h"
#include "domain/repeat.h"
#include "domain/report_seal.h"

/* Grants of one Kr. */
struct report_grants {
    struct grant_row items[4];
    size_t n;
};

struct document_draft;

struct intake {
    const struct report_intake *in;
    const struct report_form *f;
    bool desk_intake; /* an officer takes it in; else the web */
    bool clerk;       /* ... and he is a clerk */
    bool registers;   /* T02 at once */
    bool tombstone;   /* paper that goes up sealed: the clerk keeps a stone */
    bool named;
    struct str channel;
    struct day received;
    struct route route;
    struct desk desk;
    int64_t report;
    struct key kr, a;
    char code[27];
    struct chain_new chain;
    struct report_grants grants;
    struct report_sealed sealed;
    struct matter_new matter, stone;
    struct event_draft *received_at_stone, *sealed_up; /* of the tombstone */
    struct event_draft *arrived, *registered;
    struct document_draft *slip, *up_paper; /* N05: of a tombstone */
    struct repeat_new repeat;               /* when it registers */
    struct report_receipt receipt;
};

/* ERR_DENIED "intake.national"; ERR_INVALID area_code "intake.outside". */
MUST_CHECK enum err report_route(struct ctx *c, const struct report_form *f, struct route *ret);
int64_t report_area_shown(const struct route *r, const struct report_form *f);
bool report_named(const struct report_form *f);
struct instant report_undo_end(struct ctx *c);
MUST_CHECK enum err report_keys(struct ctx *c, int64_t report, const struct key *kr,
                                const struct route *route, const struct desk *desk,
                                struct report_grants *g);
/* Inside: the local principal leader's task, when the route has one. */
MUST_CHECK enum err report_task_forward(struct ctx *c, int64_t matter, const struct route *r,
                                        struct day received);

/* E_RECEIVED of a matter as its reporter sees it (T01). */
struct event_new event_received(const struct matter_new *m, int64_t report, const struct key *kr,
                                const struct report_sealed *s, struct ctx *c);
MUST_CHECK enum err intake_events(struct ctx *c, struct intake *t);
MUST_CHECK enum err intake_events_append(struct ctx *c, struct intake *t);

/* Inside: D01-D04 from the arrival; fills the receipt's dates and the event's. */
MUST_CHECK enum err intake_clocks(struct ctx *c, struct intake *t);
/* Those of one matter; ret_due gets the lines for its event, receipt may be NULL. */
MUST_CHECK enum err matter_clocks(struct ctx *c, int64_t matter, int64_t org, struct str category,
                                  struct day from, bool waits, struct str *ret_due,
                                  struct report_receipt *receipt);
/* Those that wait for the local leader: from the day the upper body may act. */
MUST_CHECK enum err matter_clocks_begin(struct ctx *c, int64_t matter, int64_t org,
                                        struct str category, struct day from, struct str *ret_due);
/* The day by which the reporter is told about acceptance, as the clock will say: known before. */
struct day matter_day_told(struct ctx *c, int64_t org, struct str category, struct day from);
/* The receipt slip W01: before the transaction, its hash goes into the event; and inside. */
MUST_CHECK enum err intake_slip(struct ctx *c, struct intake *t);
MUST_CHECK enum err intake_slip_store(struct ctx *c, struct intake *t);
/* N05 of what goes up at once, for the upper body alone; and inside. */
MUST_CHECK enum err intake_up_paper(struct ctx *c, struct intake *t);
MUST_CHECK enum err intake_up_paper_store(struct ctx *c, struct intake *t);
/* D05 of paper that went up, from its arrival; and inside, when the matter made of it above (by) is
 * registered or goes further. */
MUST_CHECK enum err matter_clock_acknowledged(struct ctx *c, int64_t report, int64_t by);
MUST_CHECK enum err matter_clock_sent_up(struct ctx *c, int64_t matter, int64_t org,
                                         struct str category, struct day received);
/* Inside: releases what the local leaders let lie beyond D05. */
MUST_CHECK enum err forward_lapse(struct ctx *c, int64_t *ret_released);

#endif
