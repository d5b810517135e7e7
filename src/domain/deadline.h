/*
 * deadline.h - when a term ends, counted as the law counts: pure arithmetic over a calendar.
 *
 * Layer:  domain
 * Source: 《民法典》 201 (the start day is not counted), 202 (months end on the same number, else
 * on the last day), 203 (a last day that is a rest day moves to the next working day; the day ends
 * at 24:00); domain.md 3.6 and 8; design.md 6 (pauses, 60/80/100/150 % of a clock)
 */
#ifndef YG_DOMAIN_DEADLINE_H
#define YG_DOMAIN_DEADLINE_H

#include "domain/calendar.h"

#define TERM_N_MAX 9999

/* The first four count time for a clock; the others are units of parameters (parameter.h). */
enum unit {
    U_WD, /* working days */
    U_CD, /* calendar days */
    U_MO, /* calendar months */
    U_H,  /* hours */
    U_MIN,
    U_SWITCH,
    U_PERCENT,
    U_COUNT,
    U_MIB,
    U__COUNT
};

struct term {
    int n; /* 0 .. TERM_N_MAX; 0 = on the day itself, at once */
    enum unit unit;
    bool roll; /* a last day that is not worked moves to the next working day */
};

struct due {
    struct day day;       /* the last day on which it is in time */
    struct instant until; /* the first moment at which it is late: 00:00 after that day; H: exact */
    bool exact;           /* every year touched has its notice; else the date is provisional */
};

/* "15WD" "30CD" "3MO" "24H"; roll becomes true for CD and MO. False when not a term. */
bool term_parse(struct str s, struct term *ret);
struct str term_format(struct arena *a, struct term t);
bool unit_parse(struct str s, enum unit *ret); /* as in data: WD CD MO H MIN switch percent ... */
struct str unit_name(enum unit u);
/* A term with an extension of the same unit added: both are counted from the first start, so that
 * an extension never gains from a rolled end. Another unit, or beyond TERM_N_MAX: false. */
bool term_extend(struct term t, struct term ext, struct term *ret);

/* Due day of a term that began on start (not counted). The unit must count days (not H). */
struct due deadline_due(const struct calendar *c, struct day start, struct term t);
/* The same after pauses: moved = units spent in pauses (deadline_spent), days for MO. */
struct due deadline_due_moved(const struct calendar *c, struct day start, struct term t, int moved);
/* Any unit from a moment: H counts hours; the others begin on the moment's day. */
struct due deadline_due_at(const struct calendar *c, struct instant start, struct term t);

/* Units between two days, the first not counted, the last counted; 0 when to <= from.
 * WD counts working days; CD and MO count calendar days. This is what a pause moves a clock by. */
int deadline_spent(const struct calendar *c, struct day from, struct day to, enum unit unit);

/*
 * The moment at which percent of the clock is used up, for the ladder of domain.md 3.6. The share
 * is counted in the clock's own units and rounded up; it is reached at the beginning of its last
 * day. From 100 % on it is reached at 00:00 after the day, when it is late.
 */
struct instant deadline_share(const struct calendar *c, struct day start, struct term t, int moved,
                              int percent);
/* The same for a clock in hours. */
struct instant deadline_share_at(struct instant start, struct term t, int percent);

#endif
