#include "domain/calendar.h"

#include <assert.h>

#define YEARS (CALENDAR_YEAR_MAX - CALENDAR_YEAR_MIN + 1)

/* The longest break a notice ever made was 9 days; a month of days off would be a broken file. */
#define BREAK_DAYS_MAX 31

struct calendar {
    const struct calendar_year *years[YEARS]; /* NULL: no file */
};

static bool year_known(int64_t year)
{
    return year >= CALENDAR_YEAR_MIN && year <= CALENDAR_YEAR_MAX;
}

static enum err take_day(struct lines *l, struct fault *f, bool worked, struct str word,
                         struct calendar_year *y)
{
    struct day d;
    int year, month, dom;
    if (!day_parse(word, &d))
        return lines_fault(l, f, "no such date: %.*s", STR_ARG(word));
    day_to_ymd(d, &year, &month, &dom);
    if (y->year == 0)
        return lines_fault(l, f, "the line \"year\" must come before the first date");
    if (year != y->year)
        return lines_fault(l, f, "%.*s is not in %d", STR_ARG(word), y->year);
    signed char *kind = &y->kind[d.n - day_from_ymd(year, 1, 1).n];
    if (*kind != 0)
        return lines_fault(l, f, "%.*s stands twice", STR_ARG(word));
    *kind = worked ? 1 : -1;
    return ERR_OK;
}

static enum err take_line(struct arena *a, struct lines *l, struct fault *f,
                          struct calendar_year *y, bool *status)
{
    struct str rest = l->line;
    struct str word = lines_word(&rest);
    struct str value = lines_word(&rest);
    int64_t year;

    if (str_absent(value) || !str_empty(str_trim(rest)))
        return lines_fault(l, f, "two words are expected: \"%.*s\"", STR_ARG(l->line));
    if (str_eq(word, S("off")) || str_eq(word, S("work")))
        return take_day(l, f, str_eq(word, S("work")), value, y);
    if (str_eq(word, S("year"))) {
        if (y->year != 0 || !str_i64(value, &year) || !year_known(year))
            return lines_fault(l, f, "not a year, or a second one: %.*s", STR_ARG(value));
        y->year = (int)year;
        return ERR_OK;
    }
    if (str_eq(word, S("notice"))) {
        y->notice = str_dup(a, value);
        return ERR_OK;
    }
    if (str_eq(word, S("status"))) {
        *status = true;
        y->exact = str_eq(value, S("exact"));
        if (!y->exact && !str_eq(value, S("provisional")))
            return lines_fault(l, f, "status is exact or provisional, not %.*s", STR_ARG(value));
        return ERR_OK;
    }
    return lines_fault(l, f, "unknown word \"%.*s\"", STR_ARG(word));
}

/* Days off in a row by the file alone; weekends between them are in the file too. */
static int longest_break(const struct calendar_year *y)
{
    int longest = 0, row = 0;
    for (size_t i = 0; i < COUNT_OF(y->kind); i++) {
        row = y->kind[i] < 0 ? row + 1 : 0;
        if (row > longest)
            longest = row;
    }
    return longest;
}

enum err calendar_parse(struct arena *a, struct data_file file, struct fault *f,
                        struct calendar_year *ret)
{
    struct lines l = lines_of(file);
    struct calendar_year y = { 0 };
    bool status = false;

    while (lines_next(&l))
        TRY(take_line(a, &l, f, &y, &status));
    TRY(lines_end(&l, f));
    if (y.year == 0 || !status)
        return lines_fault(&l, f, "the lines \"year\" and \"status\" are needed");
    if (y.exact && str_empty(y.notice))
        return lines_fault(&l, f, "an exact year names its notice");
    if (longest_break(&y) > BREAK_DAYS_MAX - 4) /* a weekend may stand at both ends */
        return lines_fault(&l, f, "a break of more than %d days", BREAK_DAYS_MAX - 4);
    *ret = y;
    return ERR_OK;
}

const struct calendar *calendar_with_year(struct arena *a, const struct calendar *old,
                                          const struct calendar_year *year)
{
    assert(year_known(year->year));
    struct calendar *c = arena_new_of(a, struct calendar);
    struct calendar_year *copy = arena_new_of(a, struct calendar_year);
    *c = *old;
    *copy = *year;
    c->years[year->year - CALENDAR_YEAR_MIN] = copy;
    return c;
}

enum err calendar_load(struct arena *a, const struct data_file *files, size_t n, struct fault *f,
                       const struct calendar **ret)
{
    struct calendar *c = arena_new_of(a, struct calendar);

    if (n > YEARS)
        return FAULT(f, ERR_INVALID, "data.invalid", "more than %d calendar files", YEARS);
    for (size_t i = 0; i < n; i++) {
        struct calendar_year *y = arena_new_of(a, struct calendar_year);
        TRY(calendar_parse(a, files[i], f, y));
        const struct calendar_year **slot = &c->years[y->year - CALENDAR_YEAR_MIN];
        if (*slot)
            return FAULT(f, ERR_INVALID, "data.invalid", "%.*s: a second file for %d",
                         STR_ARG(files[i].name), y->year);
        *slot = y;
    }
    *ret = c;
    return ERR_OK;
}

const struct calendar_year *calendar_year_of(const struct calendar *c, int year)
{
    return year_known(year) ? c->years[year - CALENDAR_YEAR_MIN] : NULL;
}

/* New Year's day, labour day (two days since 2025), national days: the statutory holidays whose
 * date does not depend on the moon or the sun's course. */
static bool fixed_holiday(int year, int month, int dom)
{
    if (month == 1)
        return dom == 1;
    if (month == 5)
        return dom == 1 || (dom == 2 && year >= 2025);
    return month == 10 && dom <= 3;
}

bool calendar_is_workday(const struct calendar *c, struct day d)
{
    int year, month, dom;
    assert(!day_absent(d));
    day_to_ymd(d, &year, &month, &dom);
    const struct calendar_year *y = calendar_year_of(c, year);
    bool weekday = day_weekday(d) <= 5;

    if (!y)
        return weekday && !fixed_holiday(year, month, dom);
    signed char kind = y->kind[d.n - day_from_ymd(year, 1, 1).n];
    return kind != 0 ? kind > 0 : weekday;
}

bool calendar_is_exact(const struct calendar *c, struct day d)
{
    int year, month, dom;
    day_to_ymd(d, &year, &month, &dom);
    const struct calendar_year *y = calendar_year_of(c, year);
    return y && y->exact;
}

struct day calendar_roll(const struct calendar *c, struct day d)
{
    for (int i = 0; i < BREAK_DAYS_MAX && !calendar_is_workday(c, d); i++)
        d.n++;
    return d;
}
