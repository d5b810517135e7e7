/*
 * exit.c - "立即离开": ends every session of this browser, tells it to forget, goes somewhere
 * harmless.
 *
 * The one GET that changes something: a link works without script and without a token, and ending a
 * session is never an attack worth a token (design 7.5).
 */
#include "web/wizard.h"

static enum err end_one(struct ctx *c, struct req *r, enum web_area area)
{
    struct str cookie = req_cookie(r, web_session_cookie_name(r, area));
    if (str_absent(cookie))
        return ERR_OK;
    web_cookie_session(r, area, STR_NONE);
    enum err e = session_end(c, cookie);
    if (e == ERR_LOGIN || e == ERR_NOT_FOUND) { /* over already: what was wanted */
        fault_clear(&c->fault);
        return ERR_OK;
    }
    return e;
}

/* The harmless page: this month's calendar, without the name of the site or any link. */
struct exit_day {
    int64_t number;
    bool off, today;
};
struct exit_week {
    struct list days;
};
struct exit_view {
    struct str month;
    struct list weeks;
};
static const struct field day_fields[] = { F_INT(struct exit_day, number),
                                           F_BOOL(struct exit_day, off),
                                           F_BOOL(struct exit_day, today), F_END };
static const struct field week_fields[] = {
    F_LIST(struct exit_week, days, struct exit_day, day_fields), F_END
};
static const struct field exit_fields[] = {
    F_STR(struct exit_view, month), F_LIST(struct exit_view, weeks, struct exit_week, week_fields),
    F_END
};
const struct page_view web_exit_view = { "exit", exit_fields };

#define WEEKS_MAX 6

static void month_of(struct ctx *c, struct exit_view *v)
{
    int year, month, dom;
    struct day today = ctx_today(c);
    day_to_ymd(today, &year, &month, &dom);
    struct day first = day_from_ymd(year, month, 1), next = day_add_months(first, 1);
    struct exit_week *weeks = arena_array(c->arena, struct exit_week, WEEKS_MAX);
    struct exit_day *days = arena_array(c->arena, struct exit_day, WEEKS_MAX * 7);
    int32_t at = first.n - (day_weekday(first) - 1);
    size_t n = 0;
    for (; n < WEEKS_MAX && at < next.n; n++) {
        for (int k = 0; k < 7; k++, at++) {
            struct exit_day *d = &days[n * 7 + (size_t)k];
            bool inside = at >= first.n && at < next.n;
            *d = (struct exit_day){ inside ? at - first.n + 1 : 0, k >= 5, at == today.n };
        }
        weeks[n].days = (struct list){ &days[n * 7], 7 };
    }
    v->weeks = (struct list){ weeks, n };
    v->month = str_fmt(c->arena, "%d-%02d", year, month);
}

enum err web_exit(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(end_one(c, r, AREA_MY));
    TRY(end_one(c, r, AREA_DESK));
    TRY(end_one(c, r, AREA_PANEL));
    if (!str_absent(web_of(r)->draft_cookie)) {
        if (wizard_forget(c, web_of(r)->draft_cookie) != ERR_OK)
            fault_clear(&c->fault); /* it dies of age within a day */
        web_cookie_draft(r, STR_NONE);
    }
    if (wizard_drop(c, r, &wizard_amend) != ERR_OK)
        fault_clear(&c->fault); /* its row opens nothing without the session */
    resp_header(w, S("Clear-Site-Data"), S("\"cache\", \"cookies\", \"storage\""));
    struct exit_view v = { 0 };
    month_of(c, &v);
    return web_render(r, w, "exit", (struct view){ exit_fields, &v });
}

enum err web_exit_beacon(struct ctx *c, struct req *r, struct resp *w)
{
    return web_exit(c, r, w);
}
