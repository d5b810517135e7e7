/*
 * desk_lead.c - the leader's page: three figures beside those of the year before, what is late by
 * department and by body below, the map; and an officer's own dates as a calendar.
 */
#include "domain/overview.h"
#include "web/desk.h"
#include "web/figure.h"

#define FIGURES 3
#define LINE_MAX 75 /* octets of a line of iCalendar (RFC 5545 3.1) */
#define LATE_SHOWN 10

struct figure_pair {
    struct figure_view now;
    struct str before;
};
struct late_view {
    struct str code, name;
    int64_t open, late;
    bool unassigned, some;
};
struct lead_view {
    struct str org, window, tiles_name, tiles_csv_href, up_href;
    struct list figures, depts, bodies, tiles, tile_rows, rows;
    bool has_bodies, has_tiles, has_rows;
};
static const struct field pair_fields[] = { F_VIEW(struct figure_pair, now, figure_fields),
                                            F_STR(struct figure_pair, before), F_END };
static const struct field late_fields[] = { F_STR(struct late_view, code),
                                            F_STR(struct late_view, name),
                                            F_INT(struct late_view, open),
                                            F_INT(struct late_view, late),
                                            F_BOOL(struct late_view, unassigned),
                                            F_BOOL(struct late_view, some),
                                            F_END };
static const struct field lead_fields[] = {
    F_STR(struct lead_view, org),
    F_STR(struct lead_view, window),
    F_STR(struct lead_view, tiles_name),
    F_STR(struct lead_view, tiles_csv_href),
    F_STR(struct lead_view, up_href),
    F_LIST(struct lead_view, figures, struct figure_pair, pair_fields),
    F_LIST(struct lead_view, depts, struct late_view, late_fields),
    F_LIST(struct lead_view, bodies, struct late_view, late_fields),
    F_LIST(struct lead_view, tiles, struct tile_view, tile_fields),
    F_LIST(struct lead_view, tile_rows, struct tile_view, tile_fields),
    F_LIST(struct lead_view, rows, struct list_row, desk_row_fields),
    F_BOOL(struct lead_view, has_bodies),
    F_BOOL(struct lead_view, has_tiles),
    F_BOOL(struct lead_view, has_rows),
    F_END
};
const struct page_view web_desk_lead_view = { "desk_lead", lead_fields };

static enum err figures(struct ctx *c, struct req *r, const struct org *o, struct lead_view *v)
{
    static const char *const ids[FIGURES] = { "S09", "S10", "S08" };
    struct window win = figure_window(r, o->level);
    struct statistic_list now, before;
    struct figure_pair *f = arena_array(c->arena, struct figure_pair, FIGURES);
    size_t n = 0;

    TRY(public_figures(c, web_of(r)->web, o->id, STR_NONE, win.from, win.to, &now));
    TRY(public_figures(c, web_of(r)->web, o->id, STR_NONE, day_add_months(win.from, -12), win.from,
                       &before));
    for (size_t i = 0; i < FIGURES; i++) {
        const struct statistic *s = figure_find(&now, ids[i], STR_NONE);
        const struct statistic *b = figure_find(&before, ids[i], STR_NONE);
        if (s)
            f[n++] = (struct figure_pair){ figure_of(r, s), b ? figure_of(r, b).text : STR_NONE };
    }
    v->figures = (struct list){ f, n };
    v->window = win.text;
    return ERR_OK;
}

static struct list late_of(struct ctx *c, const struct overview_rows *l)
{
    struct late_view *v = arena_array(c->arena, struct late_view, l->n + 1);

    for (size_t i = 0; i < l->n; i++)
        v[i] = (struct late_view){ str_fmt(c->arena, "%lld", (long long)l->items[i].id),
                                   l->items[i].name,
                                   l->items[i].open,
                                   l->items[i].late,
                                   l->items[i].id == 0,
                                   l->items[i].late > 0 };
    return (struct list){ v, l->n };
}

/* The most urgent ones of his own body; those below stay counts. */
static enum err late_rows(struct ctx *c, struct req *r, struct lead_view *v)
{
    struct matter_filter f = {
        .view = S("late"), .named = -1, .due_before = DAY_NONE, .limit = LATE_SHOWN
    };
    struct desk_people people;
    struct matter_list l;

    TRY(desk_people_load(c, &people));
    TRY(matter_list(c, &f, &l));
    v->rows = desk_rows(c, r, &people, l.items, l.n);
    v->has_rows = l.n > 0;
    return ERR_OK;
}

static enum err map(struct ctx *c, struct req *r, struct lead_view *v)
{
    struct tiles *t = arena_new_of(c->arena, struct tiles);

    TRY(figure_tiles(c, r, "S09", figure_window(r, ORG_PROVINCE), t));
    v->tiles = (struct list){ t->cells, t->cell_count };
    v->tile_rows = (struct list){ t->rows, t->row_count };
    v->tiles_name = web_text(r, T_KEY("home.map"));
    v->tiles_csv_href = S("/stats/S09.csv");
    v->has_tiles = t->row_count > 0;
    return ERR_OK;
}

static enum err show(struct ctx *c, struct req *r, struct resp *w, int64_t org)
{
    struct overview_rows depts, bodies;
    struct lead_view v = { 0 };

    TRY(overview_counts(c, org, &depts, &bodies));
    const struct org *o = org_find(app_orgs(c->app), org);
    v.org = o->name;
    TRY(figures(c, r, o, &v));
    v.depts = late_of(c, &depts);
    v.bodies = late_of(c, &bodies);
    v.has_bodies = bodies.n > 0;
    if (o->level == ORG_PROVINCE)
        TRY(map(c, r, &v));
    if (org == c->actor->org)
        TRY(late_rows(c, r, &v));
    else
        v.up_href = S("/desk/lead");
    web_of(r)->page.side_lead = true;
    return web_render(r, w, "desk_lead", (struct view){ lead_fields, &v });
}

enum err web_desk_lead(struct ctx *c, struct req *r, struct resp *w)
{
    return show(c, r, w, c->actor->org);
}

enum err web_desk_lead_of(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t org;

    if (!str_i64(req_param(r, S("code")), &org))
        return FAULT(&c->fault, ERR_NOT_FOUND, "lead.none", "no code");
    return show(c, r, w, org);
}

/* ---- an officer's own dates ---- */

/* Folded at 75 octets, never inside a character; commas, semicolons and backslashes escaped. */
static void ical_line(struct buf *b, const char *name, struct str value)
{
    struct buf line = { .arena = b->arena };
    size_t at = 0, room = LINE_MAX;

    buf_put(&line, str_of(name));
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == ',' || value.p[i] == ';' || value.p[i] == '\\')
            buf_byte(&line, '\\');
        buf_byte(&line, value.p[i] == '\n' ? ' ' : value.p[i]);
    }
    struct str all = buf_str(&line);
    while (all.n - at > room) {
        size_t end = at + room;
        while (((uint8_t)all.p[end] & 0xC0) == 0x80)
            end--;
        buf_put(b, str_slice(all, at, end - at));
        buf_put(b, S("\r\n "));
        at = end;
        room = LINE_MAX - 1;
    }
    buf_put(b, str_slice(all, at, all.n - at));
    buf_put(b, S("\r\n"));
}

static struct str ical_day(struct arena *a, struct day d)
{
    int y, m, dom;

    day_to_ymd(d, &y, &m, &dom);
    return str_fmt(a, "%04d%02d%02d", y, m, dom);
}

static void ical_event(struct ctx *c, struct req *r, struct buf *b, const struct deadline_line *d)
{
    struct str stamp = str_fmt(c->arena, "%.*sT000000Z", STR_ARG(ical_day(c->arena, ctx_today(c))));
    struct str number = str_absent(d->reg_no) ? web_text(r, T_KEY("list.no_number")) : d->reg_no;

    buf_put(b, S("BEGIN:VEVENT\r\n"));
    ical_line(
        b, "UID:",
        str_fmt(c->arena, "%.*s-%.*s@yangguang", STR_ARG(id_text(c, d->matter)), STR_ARG(d->code)));
    ical_line(b, "DTSTAMP:", stamp);
    ical_line(b, "DTSTART;VALUE=DATE:", ical_day(c->arena, d->due));
    ical_line(b, "DTEND;VALUE=DATE:", ical_day(c->arena, (struct day){ d->due.n + 1 }));
    ical_line(b, "SUMMARY:",
              str_fmt(c->arena, "%.*s %.*s", STR_ARG(number), STR_ARG(desk_due(r, d->code))));
    buf_put(b, S("TRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n"));
    ical_line(b, "DESCRIPTION:", number);
    buf_put(b, S("END:VALARM\r\nEND:VEVENT\r\n"));
}

enum err web_desk_deadlines(struct ctx *c, struct req *r, struct resp *w)
{
    struct deadline_lines l;
    struct buf b = buf_new(c->arena);

    TRY(deadlines_own(c, &l));
    buf_put(&b, S("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//yangguang//deadlines//ZH\r\n"
                  "CALSCALE:GREGORIAN\r\n"));
    ical_line(&b, "X-WR-CALNAME:", web_text(r, T_KEY("lead.calendar")));
    for (size_t i = 0; i < l.n; i++)
        ical_event(c, r, &b, &l.items[i]);
    buf_put(&b, S("END:VCALENDAR\r\n"));
    w->body = b;
    resp_header(w, S("Content-Type"), S("text/calendar; charset=utf-8"));
    resp_header(w, S("Content-Disposition"), S("attachment; filename=\"deadlines.ics\""));
    return ERR_OK;
}
