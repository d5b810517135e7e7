/*
 * clock.h - legal clocks of a matter: started, stopped, paused, extended; warnings and breaches.
 *
 * Layer: domain   Owns: clock, breach   Source: domain 3.6, 3.8; design 6
 * All inside a transaction. Terms come from the parameters of the body on the day the clock starts.
 */
#ifndef YG_DOMAIN_CLOCK_H
#define YG_DOMAIN_CLOCK_H

#include "domain/deadline.h"
#include "domain/vault.h"

struct clock {
    int64_t id, matter, report, org;
    struct str code, state;
    struct day start, due, told, stop, first_due;
    struct instant due_at; /* H clocks */
    bool provisional;
    int64_t extensions;
};
struct clock_list {
    const struct clock *items;
    size_t n;
};

/* Category decides between the claim and the report term of D04. start_at only matters for H. Tells
 * the date when told is true (a promise). Returns the due day. */
MUST_CHECK enum err clock_start(struct ctx *c, int64_t matter, int64_t org, struct str code,
                                struct str category, struct day start, struct instant start_at,
                                bool told, struct clock *ret);
MUST_CHECK enum err clock_stop(struct ctx *c, int64_t matter, struct str code,
                               struct day on); /* none running: no error */
MUST_CHECK enum err clock_stop_all(struct ctx *c, int64_t matter, struct day on); /* closing */
MUST_CHECK enum err clock_pause(struct ctx *c, int64_t matter, struct str code, struct day on);
MUST_CHECK enum err clock_resume(struct ctx *c, int64_t matter, struct str code, struct day on);
/* T45: one extension by the parameter CODE.ext, at most as often as it allows; before the old date
 * only (ERR_CONFLICT "clock.too_late"). */
MUST_CHECK enum err clock_extend(struct ctx *c, int64_t matter, struct str code, struct clock *ret);
/* Category changed by staff: recomputed from the same start; a told date never moves later. */
MUST_CHECK enum err clock_recategorise(struct ctx *c, int64_t matter, struct str category);
MUST_CHECK enum err clock_of_matter(struct ctx *c, int64_t matter, struct clock_list *ret);
MUST_CHECK enum err clock_running(struct ctx *c, int64_t matter, struct str code, struct clock *ret,
                                  bool *ret_found);
/* After a year's notice was imported: re-dates running clocks of that year. Internal dates may come
 * earlier; a told date never later. In a transaction of its own per matter. */
MUST_CHECK enum err clock_redate_all(struct ctx *c, int64_t *ret_changed);

/* The ladder (60/80/100/150): what has to happen on this day for one clock; called by the jobs. */
MUST_CHECK enum err clock_ladder_step(struct ctx *c, int64_t clock);
MUST_CHECK enum err breach_record(struct ctx *c, int64_t matter, const char *code, int64_t clock,
                                  struct day on);

struct breach {
    int64_t id, matter, org;
    struct str code;
    struct day day;
};
struct breach_list {
    const struct breach *items;
    size_t n;
};
MUST_CHECK enum err breach_of_matter(struct ctx *c, int64_t matter, struct breach_list *ret);

#endif
