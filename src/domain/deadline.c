#include "domain/deadline.h"

#include <assert.h>

#define HOUR_MS INT64_C(3600000)

/* Days walked for a term in working days: no notice ever left fewer than one day in ten worked. */
#define WALK_DAYS_MAX ((TERM_N_MAX + TERM_N_MAX) * 10)

static const char *const unit_names[U__COUNT] = {
    [U_WD] = "WD",   [U_CD] = "CD",         [U_MO] = "MO",           [U_H] = "H",
    [U_MIN] = "MIN", [U_SWITCH] = "switch", [U_PERCENT] = "percent", [U_COUNT] = "count",
    [U_MIB] = "MiB",
};

struct str unit_name(enum unit u)
{
    return str_of(unit_names[u]);
}

bool unit_parse(struct str s, enum unit *ret)
{
    for (int u = 0; u < U__COUNT; u++) {
        if (str_eq(s, str_of(unit_names[u]))) {
            *ret = (enum unit)u;
            return true;
        }
    }
    return false;
}

static bool rolls(enum unit u)
{
    return u == U_CD || u == U_MO;
}

bool term_parse(struct str s, struct term *ret)
{
    size_t digits = 0;
    uint64_t n;
    enum unit unit;

    while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
        digits++;
    if (!str_u64(str_slice(s, 0, digits), &n) || n > TERM_N_MAX)
        return false;
    if (!unit_parse(str_slice(s, digits, s.n), &unit) || unit > U_H)
        return false;
    *ret = (struct term){ (int)n, unit, rolls(unit) };
    return true;
}

struct str term_format(struct arena *a, struct term t)
{
    return str_fmt(a, "%d%s", t.n, unit_names[t.unit]);
}

bool term_extend(struct term t, struct term ext, struct term *ret)
{
    if (t.unit != ext.unit || t.n + ext.n > TERM_N_MAX)
        return false;
    *ret = (struct term){ t.n + ext.n, t.unit, t.roll };
    return true;
}

/* The n-th working day after start. */
static struct day walk(const struct calendar *c, struct day start, int n)
{
    struct day d = start;
    for (int i = 0; n > 0; i++) {
        assert(i < WALK_DAYS_MAX);
        d.n++;
        if (calendar_is_workday(c, d))
            n--;
    }
    return d;
}

static bool exact_between(const struct calendar *c, struct day from, struct day to)
{
    int first, last, month, dom;
    day_to_ymd(from, &first, &month, &dom);
    day_to_ymd(to, &last, &month, &dom);
    for (int year = first; year <= last; year++) {
        if (!calendar_is_exact(c, day_from_ymd(year, 1, 1)))
            return false;
    }
    return true;
}

/* Where n units and the paused ones lead to. */
static struct day count(const struct calendar *c, struct day start, struct term t, int moved)
{
    if (t.unit == U_WD)
        return walk(c, start, t.n + moved);
    struct day d = t.unit == U_MO ? day_add_months(start, t.n) : (struct day){ start.n + t.n };
    d.n += moved;
    return t.roll && t.n > 0 ? calendar_roll(c, d) : d;
}

struct due deadline_due_moved(const struct calendar *c, struct day start, struct term t, int moved)
{
    assert(!day_absent(start) && t.unit <= U_MO && t.n >= 0 && t.n <= TERM_N_MAX);
    assert(moved >= 0 && moved <= TERM_N_MAX);
    struct due due = { .day = count(c, start, t, moved) };
    due.until = day_start((struct day){ due.day.n + 1 });
    due.exact = exact_between(c, start, due.day);
    return due;
}

struct due deadline_due(const struct calendar *c, struct day start, struct term t)
{
    return deadline_due_moved(c, start, t, 0);
}

struct due deadline_due_at(const struct calendar *c, struct instant start, struct term t)
{
    if (t.unit != U_H)
        return deadline_due(c, day_of(start), t);
    struct instant until = { start.ms + t.n * HOUR_MS };
    return (struct due){ .day = day_of(until), .until = until, .exact = true };
}

int deadline_spent(const struct calendar *c, struct day from, struct day to, enum unit unit)
{
    int spent = 0;
    if (to.n <= from.n)
        return 0;
    if (unit != U_WD)
        return to.n - from.n;
    for (struct day d = { from.n + 1 }; d.n <= to.n; d.n++)
        spent += calendar_is_workday(c, d);
    return spent;
}

static int share_units(int n, int percent)
{
    return (n * percent + 99) / 100;
}

struct instant deadline_share(const struct calendar *c, struct day start, struct term t, int moved,
                              int percent)
{
    assert(percent >= 0 && percent <= 1000);
    struct term part = t;
    part.n = share_units(t.n, percent);
    if (percent >= 100)
        return deadline_due_moved(c, start, part, moved).until;
    part.roll = false; /* a reminder may fall on a Sunday; an end may not */
    return day_start(count(c, start, part, moved));
}

struct instant deadline_share_at(struct instant start, struct term t, int percent)
{
    assert(t.unit == U_H && percent >= 0 && percent <= 1000);
    return (struct instant){ start.ms + t.n * HOUR_MS * percent / 100 };
}
