/*
 * clock.h - legal clocks of a matter: started, stopped, paused, extended; warnings and breaches.
 *
 * Layer: domain   Owns: clock, breach   Source: domain 3.6, 3.8; design 6;
 * data/procedure/papers.rules All but the readers run inside a transaction. A term is the parameter
 * of the body in force on the day the clock starts (parameter.h); what it binds, whether the
 * reporter is told and which breach missing it makes is a clock_rule (procedure.h).
 */
#ifndef YG_DOMAIN_CLOCK_H
#define YG_DOMAIN_CLOCK_H

#include "domain/app.h"
#include "domain/deadline.h"
#include "domain/procedure.h"

#define CLOCKS_OF_MATTER_MAX 200

struct clock {
    int64_t id, matter, report, org;
    struct str code, state; /* RUNNING PAUSED STOPPED LAPSED */
    struct term term;
    struct day start, due, told, stop, first_due, paused;
    struct instant started_at, due_at; /* H clocks only, else ms 0 */
    int moved;                         /* units spent in pauses */
    int64_t extensions, warned;
    struct day next;
    bool provisional; /* a year without its notice was counted */
};
struct clock_list {
    const struct clock *items;
    size_t n;
};

/* What a clock is started for. */
struct clock_start {
    int64_t matter, report; /* report 0: of the matter as a whole */
    int64_t org;            /* whose parameters, whose breach */
    struct str code;
    struct str category; /* CAT_PETITION takes the claim's term of a code that has two */
    struct day start;
    struct instant at;  /* the moment, for H clocks */
    struct day ordered; /* day 0: by the parameter; else due on this day, as a body above ordered */
};
/* One of that code running already: it goes on, and comes back. The date is a promise (told) when
 * its rule says so. A term of 0 is met at once: no clock, ret->due = start, ret->id = 0. */
MUST_CHECK enum err clock_start(struct ctx *c, const struct clock_start *s, struct clock *ret);
/* None running: no error. Stopped later than due and not yet on record (a letter entered after its
 * date): the breach is recorded here. */
MUST_CHECK enum err clock_stop(struct ctx *c, int64_t matter, struct str code, struct day on);
/* All that run or pause, but not those named in keep (absent names allowed). */
MUST_CHECK enum err clock_stop_all(struct ctx *c, int64_t matter, struct day on,
                                   const struct name_list *keep);
MUST_CHECK enum err clock_pause(struct ctx *c, int64_t matter, struct str code, struct day on);
/* The due date moves by the units that passed, at most by CODE.pause_max where there is one. */
MUST_CHECK enum err clock_resume(struct ctx *c, int64_t matter, struct str code, struct day on);
/* T45: by CODE.ext, once, and only while the date has not passed: ERR_CONFLICT "clock.too_late",
 * "clock.extended", "clock.no_extension", "clock.not_running". ret: with the new date. */
MUST_CHECK enum err clock_extend(struct ctx *c, int64_t matter, struct str code, struct clock *ret);
/* Category changed by staff: recomputed from the same start; a told date never moves later. */
MUST_CHECK enum err clock_recategorise(struct ctx *c, int64_t matter, struct str category);
MUST_CHECK enum err clock_of_matter(struct ctx *c, int64_t matter, struct clock_list *ret);
MUST_CHECK enum err clock_running(struct ctx *c, int64_t matter, struct str code, struct clock *ret,
                                  bool *ret_found);
/* The date a list shows for a matter: of its running clocks that bind the body, the earliest. It
 * stands in the matter's row and is made again by rebuild. */
struct clock_due {
    struct day day; /* DAY_NONE: none runs */
    struct str code;
    struct instant at; /* H clocks only, else ms 0 */
};
MUST_CHECK enum err clock_matter_due(struct ctx *c, int64_t matter, struct clock_due *ret);
/* After a year's notice was imported (app_reload done): re-dates every open clock. A date may come
 * earlier or later inside; a told date never later. Opens transactions of its own. */
MUST_CHECK enum err clock_redate_all(struct ctx *c, int64_t *ret_changed);

/*
 * The ladder (domain 3.6): one rung of one clock, on c->now's day, inside a transaction. 60 %: the
 * officer, 80 %: the head, 100 %: breach record and the upper petition office, 150 %: the deputy
 * leader of the upper body; both with an event of the system. A clock that runs out for the citizen
 * has one rung: it lapses. Where its rule names a move of the system (lapse) and no other clock of
 * that move runs, nothing is written yet: the caller makes the move, which stops the clock, or ends
 * it by clock_lapse.
 */
struct clock_rung {
    int64_t matter, org;
    struct str code;
    int64_t percent;
    struct str lapse;
    bool escalated;
};
MUST_CHECK enum err clock_ladder_step(struct ctx *c, int64_t clock, struct clock_rung *ret);
MUST_CHECK enum err clock_lapse(struct ctx *c,
                                int64_t clock); /* in a transaction; ended already: no error */
/* The clock whose rung is due first, at most on this day; id 0 = none. */
MUST_CHECK enum err clock_ladder_due(struct ctx *c, struct day until, int64_t *ret_clock,
                                     struct day *ret_day);
MUST_CHECK enum err clock_ladder_next(struct ctx *c, struct day *ret); /* DAY_NONE: none */

/* With its event; recorded before: nothing happens. */
MUST_CHECK enum err breach_record(struct ctx *c, int64_t matter, int64_t org, struct str code,
                                  int64_t clock, struct day on);
struct breach {
    int64_t id, matter, org;
    struct str code;
    struct day day;
};
/* The same by an officer (AC1), a breach of its own each time; its id is b->id. */
MUST_CHECK enum err breach_record_found(struct ctx *c, const struct breach *b, struct str role);
struct breach_list {
    const struct breach *items;
    size_t n;
};
MUST_CHECK enum err breach_of_matter(struct ctx *c, int64_t matter, struct breach_list *ret);

/* Something for a role of a body to do that is no state of a matter; inside a transaction. */
MUST_CHECK enum err task_make(struct ctx *c, int64_t org, const char *role, int64_t matter,
                              const char *kind, struct day due);

#endif
