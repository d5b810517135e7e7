/* desk.c - small things of the officers' pages: days and times as clerks type them.
 */
#include "web/desk.h"

#include "i18n/i18n.h"

/* Numbers between anything that is no digit; at most three. False: something else stands there. */
static bool numbers_of(struct str s, int numbers[3], size_t digits[3], size_t *n)
{
    bool inside = false;

    *n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9') {
            if (!inside && (*n)++ == 3)
                return false;
            if (!inside)
                numbers[*n - 1] = 0, digits[*n - 1] = 0;
            inside = true;
            if (digits[*n - 1]++ == 8)
                return false;
            numbers[*n - 1] = numbers[*n - 1] * 10 + (s.p[i] - '0');
        } else if (strchr("-./ :", s.p[i])) {
            inside = false;
        } else {
            return false;
        }
    }
    return *n > 0;
}

/* A day of the year that is no later than today. */
static struct day last_such(int month, int dom, struct day today)
{
    int year, m, d;

    day_to_ymd(today, &year, &m, &d);
    struct day this_year = day_from_ymd(year, month, dom);
    if (!day_absent(this_year) && this_year.n <= today.n)
        return this_year;
    return day_from_ymd(year - 1, month, dom);
}

struct str desk_day(struct arena *a, struct str typed, struct day today)
{
    int v[3];
    size_t digits[3], n;
    struct day d = DAY_NONE;

    typed = str_trim(typed);
    if (!numbers_of(typed, v, digits, &n))
        return typed;
    if (n == 1 && digits[0] == 8)
        d = day_from_ymd(v[0] / 10000, v[0] / 100 % 100, v[0] % 100);
    else if (n == 1 && (digits[0] == 4 || digits[0] == 3))
        d = last_such(v[0] / 100, v[0] % 100, today);
    else if (n == 2)
        d = last_such(v[0], v[1], today);
    else if (n == 3 && digits[0] == 4)
        d = day_from_ymd(v[0], v[1], v[2]);
    return day_absent(d) ? typed : day_format(a, d);
}

struct str desk_clock(struct arena *a, struct str typed)
{
    int v[3];
    size_t digits[3], n;
    int hour = -1, minute = -1;

    typed = str_trim(typed);
    if (!numbers_of(typed, v, digits, &n))
        return typed;
    if (n == 1 && (digits[0] == 4 || digits[0] == 3))
        hour = v[0] / 100, minute = v[0] % 100;
    else if (n == 2 && digits[1] == 2)
        hour = v[0], minute = v[1];
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return typed;
    return str_fmt(a, "%02d:%02d", hour, minute);
}

static struct str word(struct req *r, struct str prefix, struct str code)
{
    struct web_req *wr = web_of(r);

    return i18n_text(wr->web->app->i18n, wr->lang,
                     str_fmt(r->ctx->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(code)));
}

struct str desk_code(struct req *r, struct str code)
{
    return word(r, T_PREFIX("code."), code);
}

struct str desk_state(struct req *r, struct str state)
{
    return word(r, T_PREFIX("state."), state);
}

struct str desk_due(struct req *r, struct str clock)
{
    struct str own = word(r, T_PREFIX("desk.clock."), clock);

    return str_absent(own) ? word(r, T_PREFIX("clock."), clock) : own;
}

struct str desk_event(struct req *r, struct str kind)
{
    struct str own = word(r, T_PREFIX("desk.event."), kind);

    return str_absent(own) ? word(r, T_PREFIX("event."), kind) : own;
}
