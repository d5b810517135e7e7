/*
 * statistic_world.h - a small province with bare facts, for counting by hand. Days are counted from
 * 1 September 2026.
 */
#ifndef YG_DOMAIN_STATISTIC_WORLD_H
#define YG_DOMAIN_STATISTIC_WORLD_H

#include "domain/statistic.h"

#include "domain/world.h"
#include "domain/world_queries.h"

#define COUNTY 330411
#define OTHER 330109 /* of another city */

struct small {
    struct world *w;
    int64_t next; /* of ids */
    int32_t zero; /* day number of 1 September 2026 */
};

static inline struct small small_new(void)
{
    struct small s = { .w = world_new(), .next = 1000 };
    struct day d;
    assert_true(day_parse(S("2026-09-01"), &d));
    s.zero = d.n;
    (void)world_as_system(s.w);
    world_time(s.w, "2027-03-01T10:00:00+08:00");
    return s;
}

static inline void small_drop(struct small *s)
{
    world_free(s->w);
}
#define SMALL_AUTO __attribute__((cleanup(small_drop))) struct small

/* day: of September 2026, 1 is the first */
static inline struct value on(const struct small *s, int day)
{
    return INT(s->zero + day - 1);
}

static inline struct value maybe(const struct small *s, int day)
{
    return day ? on(s, day) : NONE;
}

/* One report with its matter; both have the id that comes back. */
static inline int64_t report(struct small *s, int64_t org, const char *channel,
                             const char *category, int named, int day)
{
    int64_t id = s->next++;
    world_write(s->w, Q_TEST_STAT_REPORT, INT(id), INT(org), TEXT(str_of(channel)),
                TEXT(str_of(category)), INT(named), on(s, day), TEXT(S("OPEN")));
    world_write(s->w, Q_TEST_STAT_MATTER, INT(id), INT(org), TEXT(str_of(category)), NONE, NONE,
                INT(named), on(s, day), NONE);
    world_write(s->w, Q_TEST_STAT_LINK, INT(id), INT(0), INT(id));
    return id;
}

static inline void event(struct small *s, int64_t matter, int64_t org, const char *kind, int day,
                         int entered)
{
    int64_t id = s->next++;
    world_write(s->w, Q_TEST_STAT_EVENT, INT(id), INT(matter), INT(id), INT(org),
                TEXT(str_of(kind)), NONE, on(s, day), on(s, entered));
}

static inline void clock_of(struct small *s, int64_t matter, int64_t org, const char *code,
                            int start, int due, int stop)
{
    world_write(s->w, Q_TEST_STAT_CLOCK, INT(s->next++), INT(matter), INT(org), TEXT(str_of(code)),
                on(s, start), on(s, due), TEXT(stop ? S("STOPPED") : S("RUNNING")), INT(0),
                on(s, due), maybe(s, stop));
}

/* delivered 0: made, never delivered */
static inline void notice(struct small *s, int64_t matter, const char *code, int delivered)
{
    int64_t id = s->next++;
    world_write(s->w, Q_TEST_STAT_DOCUMENT, INT(id), INT(matter), INT(matter), TEXT(str_of(code)),
                on(s, 1));
    if (delivered)
        world_write(s->w, Q_TEST_STAT_DELIVERY, INT(s->next++), INT(id), on(s, delivered));
}

static inline struct statistic_list listed(struct small *s, int64_t org, int from, int to,
                                           bool public_)
{
    struct statistic_list l = { 0 };
    struct day a = { s->zero + from - 1 }, b = { s->zero + to - 1 };
    WORLD_OK(&s->w->ctx, statistic_list(&s->w->ctx, org, a, b, public_, &l));
    return l;
}

static inline const struct statistic *found(const struct statistic_list *l, const char *id,
                                            const char *part)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->items[i].id, str_of(id)) && str_eq(l->items[i].part, str_of(part)))
            return &l->items[i];
    fail_msg("no %s %s", id, part ? part : "");
    return NULL;
}

static inline void is(const struct statistic_list *l, const char *id, const char *part,
                      int64_t numerator, int64_t denominator)
{
    const struct statistic *s = found(l, id, part);
    if (s->numerator != numerator || s->denominator != denominator)
        fail_msg("%s %s: %lld of %lld, by hand %lld of %lld", id, part ? part : "",
                 (long long)s->numerator, (long long)s->denominator, (long long)numerator,
                 (long long)denominator);
}

/* An event with what it is counted by. matter has a row; from, to, codes, outcome NULL: none. */
struct fact {
    const char *kind, *move, *from, *to, *codes, *outcome, *role;
    int64_t lead, subproc, report;
};
static inline void fact(struct small *s, int64_t matter, int64_t org, int day, struct fact f)
{
    int64_t id = s->next++;
    world_write(s->w, Q_TEST_STAT_FACT, INT(id), INT(matter), INT(id),
                f.report ? INT(f.report) : NONE, f.lead ? INT(f.lead) : NONE, INT(org),
                TEXT(str_of(f.role ? f.role : "SYS")), TEXT(str_of(f.kind)), TEXT(str_of(f.move)),
                TEXT(str_of(f.from)), TEXT(str_of(f.to)), on(s, day), TEXT(str_of(f.outcome)),
                TEXT(str_of(f.codes)), f.subproc ? INT(f.subproc) : NONE);
}
#define FACT(s, matter, day, ...) fact(s, matter, COUNTY, day, (struct fact){ __VA_ARGS__ })

/* A matter of the county that is nobody's report. */
static inline int64_t matter(struct small *s, const char *level, int64_t lead_matter)
{
    int64_t id = s->next++;
    world_write(s->w, Q_TEST_STAT_MATTER, INT(id), INT(COUNTY), TEXT(S("CAT_REPORT")),
                TEXT(str_of(level)), NONE, INT(1), on(s, 1), lead_matter ? INT(lead_matter) : NONE);
    return id;
}

static inline int64_t lead(struct small *s, int64_t m, const char *finding)
{
    int64_t id = s->next++;
    world_write(s->w, Q_TEST_STAT_LEAD, INT(id), INT(m), INT(id), TEXT(str_of(finding)));
    return id;
}

#endif
