/*
 * calendar.h - which days are working days, year by year, from data/calendar/YYYY.days.
 *
 * Layer:  domain                    Memory: a calendar lives in the arena it was loaded into and
 *                                   never changes; a year's notice makes a new one
 * Source: domain.md 8.1 (rule), 8.2 (years); 《全国年节及纪念日放假办法》 2024
 * Rule:   a day of the WORK list is worked, a day of the OFF list is not, else Monday to Friday.
 *         A year without a file is provisional: weekends and the holidays with a fixed date of the
 *         solar calendar. Whoever shows a date asks calendar_is_exact too, and says so.
 */
#ifndef YG_DOMAIN_CALENDAR_H
#define YG_DOMAIN_CALENDAR_H

#include "base/time.h"
#include "domain/lines.h"

#define CALENDAR_YEAR_MIN 1990
#define CALENDAR_YEAR_MAX 2199

struct calendar;

/* One notice (State Council's yearly arrangement) as read from a file. */
struct calendar_year {
    int year;
    bool exact;            /* status exact: the notice is out and every swap is in the file */
    struct str notice;     /* address or number of the notice */
    signed char kind[366]; /* by day of the year from 0: 1 worked, -1 off, 0 as the weekday says */
};

/*
 * Reads one file:  year 2026 / notice ADDRESS / status exact|provisional / off DATE / work DATE
 * ERR_INVALID (key "data.invalid") names the line: unknown word, no such date, date of another
 * year, a date twice, header missing.
 */
MUST_CHECK enum err calendar_parse(struct arena *a, struct data_file file, struct fault *f,
                                   struct calendar_year *ret);

/* All files of data/calendar; a year twice is ERR_INVALID. */
MUST_CHECK enum err calendar_load(struct arena *a, const struct data_file *files, size_t n,
                                  struct fault *f, const struct calendar **ret);

/* The same calendar with this year instead of its own one, if it had one. Running clocks are dated
 * anew by the caller. The result borrows from old: both live equally long. */
const struct calendar *calendar_with_year(struct arena *a, const struct calendar *old,
                                          const struct calendar_year *year);

bool calendar_is_workday(const struct calendar *c, struct day d);
/* Is the notice of this day's year in hand? */
bool calendar_is_exact(const struct calendar *c, struct day d);
/* The year as loaded; NULL when there is no file for it. */
const struct calendar_year *calendar_year_of(const struct calendar *c, int year);
/* d itself when worked, else the next working day. */
struct day calendar_roll(const struct calendar *c, struct day d);

#endif
