/* desk_record.c - the record of a matter: every event, in the order of its chain. */
#include "domain/event.h"
#include "i18n/i18n.h"
#include "web/desk_matter.h"

struct event_row {
    int64_t seq;
    struct str day, at, what, role, who, from, to, body;
};
struct record_view {
    struct matter_head head;
    struct list events;
    struct str work_no;
};
static const struct field event_fields[] = {
    F_INT(struct event_row, seq),  F_STR(struct event_row, day),
    F_STR(struct event_row, at),   F_STR(struct event_row, what),
    F_STR(struct event_row, role), F_STR(struct event_row, who),
    F_STR(struct event_row, from), F_STR(struct event_row, to),
    F_STR(struct event_row, body), F_END
};
static const struct field record_fields[] = { F_VIEW(struct record_view, head, matter_head_fields),
                                              F_LIST(struct record_view, events, struct event_row,
                                                     event_fields),
                                              F_STR(struct record_view, work_no), F_END };
const struct page_view web_desk_record_view = { "desk_record", record_fields };

static struct str name_of(const struct desk_people *p, int64_t officer)
{
    for (size_t i = 0; officer && i < p->officers.n; i++)
        if (p->officers.items[i].id == officer)
            return p->officers.items[i].name;
    return STR_NONE;
}

static struct event_row row_of(struct ctx *c, struct req *r, const struct desk_people *p,
                               const struct event_view *e)
{
    int lang = web_of(r)->lang;
    struct event_row row = { .seq = e->seq,
                             .day = i18n_day(c->arena, lang, e->happened, ctx_today(c)),
                             .what = desk_event(r, e->kind),
                             .who = name_of(p, e->officer),
                             .to = e->to_state,
                             .body = e->body };

    if (e->at.ms)
        row.at = i18n_time(c->arena, lang, e->at, ctx_today(c));
    if (str_starts(e->actor_role, S("RO_")))
        row.role = e->actor_role;
    return row;
}

enum err web_desk_record(struct ctx *c, struct req *r, struct resp *w)
{
    struct record_view v = { .work_no = c->actor->work_no };
    struct desk_people people;
    struct event_list l;
    struct matter m;
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    TRY(matter_find(c, id, &m));
    TRY(matter_head_of(c, r, &m, TAB_RECORD, &v.head));
    TRY(event_of_matter(c, id, &l));
    TRY(desk_people_load(c, &people));
    struct event_row *rows = arena_array(c->arena, struct event_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        rows[i] = row_of(c, r, &people, &l.items[i]);
    v.events = (struct list){ rows, l.n };
    return web_render(r, w, "desk_record", (struct view){ record_fields, &v });
}
