/*
 * matter.h - what one body handles: found within reach, listed by urgency, read, searched.
 *
 * Layer: domain   Owns: matter, lead
 * Reach stands in the SQL: own desk (po of the body, when not routed away or hidden), own
 * department, own assignment, own intake until screened, upper body's view of clocks and states
 * below (no content). What is not yours is not there: ERR_NOT_FOUND "matter.none". Recused officers
 * find nothing.
 */
#ifndef YG_DOMAIN_MATTER_H
#define YG_DOMAIN_MATTER_H

#include "domain/clock.h"
#include "domain/report.h"

struct matter {
    int64_t id, org, version;
    struct str state, channel, category, topic, level, route, round;
    int64_t area;
    bool named, mass_interest, restricted;
    struct day received, due, state_day;
    struct str due_code, reg_no;
    int64_t dept, handler, parent, lead_matter;
    int64_t stage, unread, explanations, referrals;
    bool below; /* seen from an upper body: clocks and state only */
};

#define MATTER_BODIES_BELOW (-1)

struct matter_filter {
    struct str state, channel, category;
    struct str view;       /* todo all late soon messages waiting approve */
    int64_t body;          /* 0 own; a body below; MATTER_BODIES_BELOW: all of them */
    int64_t area, handler; /* 0 any */
    int named;             /* -1 any */
    struct day due_before; /* DAY_NONE any */
    struct str cursor;     /* opaque; absent = first page */
    int limit;             /* 0 = 50, at most 200 */
};
struct matter_list {
    const struct matter *items;
    size_t n;
    struct str next; /* absent at the end */
};
/* todo (the default), late, soon (7 days): most urgent first; the others newest first. Who has no
 * part in his own body's matters, only in those below, sees these. ERR_INVALID view, state, cursor.
 */
MUST_CHECK enum err matter_list(struct ctx *c, const struct matter_filter *f,
                                struct matter_list *ret);
struct matter_counts {
    int64_t todo, all, late, soon, messages, approve;
};
/* Each at most 1000 (approve 200): more says nothing to a person, and counting it would cost. */
MUST_CHECK enum err matter_counts(struct ctx *c, struct matter_counts *ret);
MUST_CHECK enum err matter_find(struct ctx *c, int64_t id, struct matter *ret);

#define MATTER_REPORTS_MAX 20

struct lead {
    int64_t id, seq;
    struct str state, finding, disposal, outcome, subject, facts;
};
struct lead_list {
    const struct lead *items;
    size_t n;
};
struct matter_report {
    int64_t report;
    struct str number;
    struct day received;
    struct str channel, id_mode, identity_state;
    bool can_read;
    struct report_view view;
};
struct matter_view {
    struct matter m;
    struct matter_report reports[MATTER_REPORTS_MAX];
    size_t report_count;
    struct lead_list leads;
    struct clock_list clocks;
    struct breach_list breaches;
    struct str note; /* conclusion record in words; absent when none or not allowed */
};
/* What this officer may see (4.2); opening it is written to the audit chain. */
MUST_CHECK enum err matter_open(struct ctx *c, int64_t id, struct matter_view *ret);

/* Words never in a URL. Unwrap, decrypt, match within reach; also exact report number or reg_no.
 * At most 200 hits; budget of 100,000 matters a search (ERR_LIMIT "search.too_many" says how many
 * were read; narrow by year or state). */
MUST_CHECK enum err matter_search(struct ctx *c, struct str words, const struct matter_filter *f,
                                  struct matter_list *ret);

#endif
