/*
 * time.h - instants in ms UTC, days of Asia/Shanghai (UTC+8, no summer time since 1991).
 *
 * Layer:  base. No function here reads a clock: the time comes in through ctx.
 */
#ifndef YG_BASE_TIME_H
#define YG_BASE_TIME_H

#include "base/str.h"

struct instant {
    int64_t ms; /* since 1970-01-01T00:00:00Z; 0 = none */
};

struct day {
    int32_t n; /* days since 1970-01-01 on the calendar of Asia/Shanghai; DAY_NONE = none */
};

#define DAY_NONE ((struct day){ INT32_MIN })
#define DAY_MS INT64_C(86400000)
#define ZONE_MS INT64_C(28800000)

static inline bool day_absent(struct day d) { return d.n == INT32_MIN; }
struct day day_of(struct instant t); /* no instant: DAY_NONE */
struct instant day_start(struct day d); /* 00:00 +08:00; no day: none */
struct day day_from_ymd(int year, int month, int dom); /* DAY_NONE when no such day; years 1-9999 */
void day_to_ymd(struct day d, int *year, int *month, int *dom);
int day_weekday(struct day d); /* 1 Monday .. 7 Sunday */
/* The same number in that month, else the month's last day; DAY_NONE outside the years 1-9999. */
struct day day_add_months(struct day d, int months);
bool day_parse(struct str s, struct day *ret);       /* strict YYYY-MM-DD, years 1900-2200 */
struct str day_format(struct arena *a, struct day d); /* YYYY-MM-DD; none: "" */

/* RFC 3339: any offset, fraction of up to 9 digits (cut to ms), years 1900-2200. Leap seconds are
 * refused: ms UTC cannot hold them. So is 1970-01-01T00:00:00Z itself, which means "none" here. */
bool instant_parse(struct str s, struct instant *ret);
/* 2026-09-18T10:00:00+08:00; none: "" */
struct str instant_format(struct arena *a, struct instant t);

#endif
