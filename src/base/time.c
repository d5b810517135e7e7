#include "base/time.h"

#include <stdio.h>

#include "base/arena.h"

#define YEAR_MIN 1
#define YEAR_MAX 9999
#define PARSE_YEAR_MIN 1900
#define PARSE_YEAR_MAX 2200
#define FRACTION_DIGITS_MAX 9

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

struct day day_of(struct instant t)
{
    return t.ms == 0 ? DAY_NONE : (struct day){ (int32_t)floor_div(t.ms + ZONE_MS, DAY_MS) };
}

struct instant day_start(struct day d)
{
    return (struct instant){ day_absent(d) ? 0 : (int64_t)d.n * DAY_MS - ZONE_MS };
}

static bool leap_year(int y)
{
    return y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
}

static int month_days(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && leap_year(year) ? 29 : days[month - 1];
}

/* Days between the calendar and the count: a year begins in March, so that the leap day is its
 * last, and 400 years have 146097 days (Hinnant, "chrono-compatible low-level date algorithms").
 * 719468 is the count from 0000-03-01 to 1970-01-01. */
struct day day_from_ymd(int year, int month, int dom)
{
    if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || dom < 1 ||
        dom > month_days(year, month))
        return DAY_NONE;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400, of_era = y % 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + dom - 1;
    return (struct day){ era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
                         719468 };
}

void day_to_ymd(struct day d, int *year, int *month, int *dom)
{
    int64_t z = (int64_t)d.n + 719468;
    int64_t era = floor_div(z, 146097);
    int left = (int)(z - era * 146097);
    int of_era = (left - left / 1460 + left / 36524 - left / 146096) / 365;
    int of_year = left - (365 * of_era + of_era / 4 - of_era / 100);
    int from_march = (5 * of_year + 2) / 153;
    *dom = of_year - (153 * from_march + 2) / 5 + 1;
    *month = from_march < 10 ? from_march + 3 : from_march - 9;
    *year = (int)(of_era + era * 400) + (*month <= 2);
}

int day_weekday(struct day d)
{
    int64_t since_monday = (int64_t)d.n + 3; /* 1970-01-01 was a Thursday */
    return (int)(since_monday - 7 * floor_div(since_monday, 7)) + 1;
}

struct day day_add_months(struct day d, int months)
{
    int year, month, dom;
    if (day_absent(d))
        return DAY_NONE;
    day_to_ymd(d, &year, &month, &dom);
    int64_t all = (int64_t)year * 12 + (month - 1) + months;
    int64_t to_year = floor_div(all, 12);
    if (to_year < YEAR_MIN || to_year > YEAR_MAX)
        return DAY_NONE;
    int to_month = (int)(all - to_year * 12) + 1, last = month_days((int)to_year, to_month);
    return day_from_ymd((int)to_year, to_month, dom < last ? dom : last);
}

/* Exactly n digits at the start of s, which moves on. */
static bool take_digits(struct str *s, size_t n, int *ret)
{
    uint64_t v;
    if (s->n < n || !str_u64(str_slice(*s, 0, n), &v))
        return false;
    *ret = (int)v;
    *s = str_slice(*s, n, s->n);
    return true;
}

static bool take_char(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_slice(*s, 1, s->n);
    return true;
}

static bool take_day(struct str *s, struct day *ret)
{
    int year, month, dom;
    if (!take_digits(s, 4, &year) || !take_char(s, '-') || !take_digits(s, 2, &month) ||
        !take_char(s, '-') || !take_digits(s, 2, &dom))
        return false;
    *ret = day_from_ymd(year, month, dom);
    return year >= PARSE_YEAR_MIN && year <= PARSE_YEAR_MAX && !day_absent(*ret);
}

bool day_parse(struct str s, struct day *ret)
{
    struct day d;
    if (!take_day(&s, &d) || s.n != 0)
        return false;
    *ret = d;
    return true;
}

struct str day_format(struct arena *a, struct day d)
{
    int year, month, dom;
    if (day_absent(d))
        return S("");
    day_to_ymd(d, &year, &month, &dom);
    return str_fmt(a, "%04d-%02d-%02d", year, month, dom);
}

/* ".123456" as ms; nothing there: 0 */
static bool take_fraction(struct str *s, int *ret_ms)
{
    int ms = 0, unit = 100, digits = 0;
    *ret_ms = 0;
    if (!take_char(s, '.'))
        return true;
    for (int digit; digits < FRACTION_DIGITS_MAX && take_digits(s, 1, &digit); digits++) {
        ms += digit * unit;
        unit /= 10;
    }
    *ret_ms = ms;
    return digits > 0;
}

/* "Z" or "+08:00" as minutes */
static bool take_offset(struct str *s, int *ret_min)
{
    int hour, min;
    *ret_min = 0;
    if (take_char(s, 'Z') || take_char(s, 'z'))
        return true;
    bool west = s->n && s->p[0] == '-';
    if (!take_char(s, '+') && !take_char(s, '-'))
        return false;
    if (!take_digits(s, 2, &hour) || !take_char(s, ':') || !take_digits(s, 2, &min) || hour > 23 ||
        min > 59)
        return false;
    *ret_min = (hour * 60 + min) * (west ? -1 : 1);
    return true;
}

bool instant_parse(struct str s, struct instant *ret)
{
    struct day d;
    int hour, min, sec, ms, offset_min;
    if (!take_day(&s, &d) || !(take_char(&s, 'T') || take_char(&s, 't')))
        return false;
    if (!take_digits(&s, 2, &hour) || !take_char(&s, ':') || !take_digits(&s, 2, &min) ||
        !take_char(&s, ':') || !take_digits(&s, 2, &sec) || hour > 23 || min > 59 || sec > 59)
        return false;
    if (!take_fraction(&s, &ms) || !take_offset(&s, &offset_min) || s.n != 0)
        return false;
    int64_t minutes = (int64_t)hour * 60 + min - offset_min;
    int64_t all = (int64_t)d.n * DAY_MS + minutes * 60000 + sec * 1000 + ms;
    if (all == 0)
        return false;
    ret->ms = all;
    return true;
}

struct str instant_format(struct arena *a, struct instant t)
{
    int year, month, dom;
    if (t.ms == 0)
        return S("");
    struct day d = day_of(t);
    int sec = (int)((t.ms - day_start(d).ms) / 1000);
    day_to_ymd(d, &year, &month, &dom);
    return str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02d+08:00", year, month, dom, sec / 3600,
                   sec / 60 % 60, sec % 60);
}
