/*
 * desk_list.c - /desk and its views: matters by urgency or by age, filtered by codes, paged by key.
 *
 * A list shows register number, channel, category, region, stage, owner and deadline; names and
 * content only after a matter is opened (design README, rule 6).
 */
#include "domain/app.h"
#include "domain/code.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "web/desk.h"

#define AREA_CHOICES_MAX 120
#define PEOPLE_MAX 400

struct list_tab {
    struct str tab_href, key;
    int64_t count;
    bool current, is_late, is_soon;
};
struct list_view {
    struct str action_href, next_href, view;
    struct list rows, tabs, channels, categories, states, areas, handlers;
    bool named_yes, named_no, has_tabs, has_filters, has_handlers, can_below, below;
    struct str late_note;
    int64_t n_late;
};

const struct field desk_row_fields[] = { F_STR(struct list_row, id),
                                         F_STR(struct list_row, reg_no),
                                         F_STR(struct list_row, channel),
                                         F_STR(struct list_row, category),
                                         F_STR(struct list_row, area),
                                         F_STR(struct list_row, state),
                                         F_STR(struct list_row, owner),
                                         F_STR(struct list_row, due),
                                         F_STR(struct list_row, left),
                                         F_STR(struct list_row, body),
                                         F_BOOL(struct list_row, late),
                                         F_BOOL(struct list_row, soon),
                                         F_BOOL(struct list_row, named),
                                         F_BOOL(struct list_row, unread),
                                         F_BOOL(struct list_row, has_due),
                                         F_BOOL(struct list_row, restricted),
                                         F_END };
static const struct field tab_fields[] = { F_STR(struct list_tab, tab_href),
                                           F_STR(struct list_tab, key),
                                           F_INT(struct list_tab, count),
                                           F_BOOL(struct list_tab, current),
                                           F_BOOL(struct list_tab, is_late),
                                           F_BOOL(struct list_tab, is_soon),
                                           F_END };
static const struct field list_fields[] = {
    F_STR(struct list_view, action_href),
    F_STR(struct list_view, next_href),
    F_STR(struct list_view, view),
    F_LIST(struct list_view, rows, struct list_row, desk_row_fields),
    F_LIST(struct list_view, tabs, struct list_tab, tab_fields),
    F_LIST(struct list_view, channels, struct choice, choice_fields),
    F_LIST(struct list_view, categories, struct choice, choice_fields),
    F_LIST(struct list_view, states, struct choice, choice_fields),
    F_LIST(struct list_view, areas, struct choice, choice_fields),
    F_LIST(struct list_view, handlers, struct choice, choice_fields),
    F_BOOL(struct list_view, named_yes),
    F_BOOL(struct list_view, named_no),
    F_BOOL(struct list_view, has_filters),
    F_BOOL(struct list_view, has_handlers),
    F_BOOL(struct list_view, can_below),
    F_BOOL(struct list_view, below),
    F_INT(struct list_view, n_late),
    F_END
};
const struct page_view web_desk_list_view = { "desk_list", list_fields };

struct list_page {
    const char *path;
    const char *view; /* NULL: by the query */
};
static const struct list_page page_todo = { "/desk", NULL }, page_all = { "/desk/all", "all" },
                              page_messages = { "/desk/messages", "messages" },
                              page_approve = { "/desk/approve", "approve" };

/* ---- people ---- */

enum err desk_people_load(struct ctx *c, struct desk_people *ret)
{
    TRY(officer_list(c, c->actor->org, 0, &ret->officers));
    return dept_list(c, c->actor->org, &ret->depts);
}

struct str desk_owner(struct ctx *c, const struct desk_people *p, const struct matter *m)
{
    struct str dept = STR_NONE, name = STR_NONE;

    for (size_t i = 0; i < p->officers.n; i++)
        if (m->handler && p->officers.items[i].id == m->handler)
            name = p->officers.items[i].name;
    for (size_t i = 0; i < p->depts.n; i++)
        if (m->dept && p->depts.items[i].id == m->dept)
            dept = p->depts.items[i].name;
    if (str_absent(name) || str_absent(dept))
        return str_absent(name) ? dept : name;
    return str_fmt(c->arena, "%.*s %.*s", STR_ARG(dept), STR_ARG(name));
}

struct str desk_area(struct ctx *c, int64_t area)
{
    const struct region *d = region_find(c->app->regions, area);

    return d ? d->name : STR_NONE;
}

/* ---- what is asked: codes only ---- */

static struct str known_code(struct ctx *c, struct req *r, const char *name, const char *list)
{
    struct str code = req_query(r, str_of(name));

    return code_known(c->app->codes, str_of(list), code) ? code : STR_NONE;
}

static struct str known_cursor(struct ctx *c, struct str typed)
{
    struct str rest = typed;
    int64_t id;

    (void)str_cut(&rest, '.');
    return id_read(c, rest, &id) ? typed : STR_NONE;
}

static bool is_view(struct str v)
{
    return str_eq(v, S("late")) || str_eq(v, S("soon")) || str_eq(v, S("waiting"));
}

static struct matter_filter filter_of(struct ctx *c, struct req *r, const struct list_page *p)
{
    struct str view = req_query(r, S("v")), state = req_query(r, S("st"));
    struct str named = req_query(r, S("nr"));
    uint64_t area = 0;
    struct matter_filter f = { .named = -1, .due_before = DAY_NONE };

    f.view = p->view ? str_of(p->view) : is_view(view) ? view : S("todo");
    f.channel = known_code(c, r, "ch", "CH");
    f.category = known_code(c, r, "cat", "CAT");
    if (procedure_state(c->app->procedure, state))
        f.state = state;
    if (str_eq(named, S("1")) || str_eq(named, S("0")))
        f.named = str_eq(named, S("1"));
    if (str_u64(req_query(r, S("area")), &area) && region_find(c->app->regions, (int64_t)area))
        f.area = (int64_t)area;
    (void)id_read(c, req_query(r, S("h")), &f.handler);
    if (str_eq(req_query(r, S("b")), S("1")) && actor_has(c, RO_UPPER))
        f.body = MATTER_BODIES_BELOW;
    f.cursor = known_cursor(c, req_query(r, S("c")));
    return f;
}

/* The same question with another view or page; only what was understood is repeated. */
static struct str address(struct ctx *c, const char *path, const struct matter_filter *f,
                          struct str view, struct str cursor)
{
    struct buf b = buf_new(c->arena);
    const struct {
        const char *name;
        struct str value;
    } parts[] = { { "v", view },
                  { "ch", f->channel },
                  { "cat", f->category },
                  { "st", f->state },
                  { "nr", f->named < 0 ? STR_NONE
                          : f->named   ? S("1")
                                       : S("0") },
                  { "area", f->area ? str_fmt(c->arena, "%lld", (long long)f->area) : STR_NONE },
                  { "h", f->handler ? id_text(c, f->handler) : STR_NONE },
                  { "b", f->body ? S("1") : STR_NONE },
                  { "c", cursor } };

    buf_put(&b, str_of(path));
    char sign = '?';
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (str_empty(parts[i].value))
            continue;
        buf_fmt(&b, "%c%s=%.*s", sign, parts[i].name, STR_ARG(parts[i].value));
        sign = '&';
    }
    return buf_str(&b);
}

/* ---- choices of the filters ---- */

static struct list code_choices(struct ctx *c, struct req *r, const char *list, struct str now)
{
    struct code_list l = code_list(c->app->codes, str_of(list));
    struct choice *items = arena_array(c->arena, struct choice, l.n);

    for (size_t i = 0; i < l.n; i++)
        items[i] = (struct choice){ l.items[i].code, desk_code(r, l.items[i].code),
                                    str_eq(l.items[i].code, now) };
    return (struct list){ items, l.n };
}

static struct list state_choices(struct ctx *c, struct req *r, struct str now)
{
    struct choice *items = arena_array(c->arena, struct choice, PROCEDURE_STATES_MAX);
    const struct state *s;
    size_t n = 0;

    while (n < PROCEDURE_STATES_MAX && (s = procedure_state_at(c->app->procedure, n)) != NULL) {
        items[n] = (struct choice){ s->id, desk_state(r, s->id), str_eq(s->id, now) };
        n++;
    }
    return (struct list){ items, n };
}

static struct list area_choices(struct ctx *c, int64_t now)
{
    struct choice *items = arena_array(c->arena, struct choice, AREA_CHOICES_MAX);
    const struct region_tree *t = c->app->regions;
    const struct region *own = region_find(t, c->actor->org);
    size_t n = 0;

    for (size_t i = 0; own && i < region_count(t) && n < AREA_CHOICES_MAX; i++) {
        const struct region *d = region_at(t, i);
        if (d->level <= own->level + 1 && region_is_within(t, d->code, own->code))
            items[n++] = (struct choice){ str_fmt(c->arena, "%lld", (long long)d->code), d->name,
                                          d->code == now };
    }
    return (struct list){ items, n };
}

static struct list handler_choices(struct ctx *c, const struct desk_people *p, int64_t now)
{
    struct choice *items = arena_array(c->arena, struct choice, p->officers.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < p->officers.n && n < PEOPLE_MAX; i++) {
        const struct officer *o = &p->officers.items[i];
        if (o->roles & RO_HANDLER)
            items[n++] = (struct choice){ id_text(c, o->id), o->name, o->id == now };
    }
    return (struct list){ items, n };
}

static void fill_filters(struct ctx *c, struct req *r, const struct matter_filter *f,
                         const struct desk_people *p, struct list_view *v)
{
    v->channels = code_choices(c, r, "CH", f->channel);
    v->categories = code_choices(c, r, "CAT", f->category);
    v->states = state_choices(c, r, f->state);
    v->areas = area_choices(c, f->area);
    v->handlers = handler_choices(c, p, f->handler);
    v->has_handlers = v->handlers.n > 0;
    v->named_yes = f->named == 1;
    v->named_no = f->named == 0;
    v->can_below = actor_has(c, RO_UPPER);
    v->below = f->body != 0;
}

/* ---- rows ---- */

static struct list_row row_of(struct ctx *c, struct req *r, const struct desk_people *p,
                              const struct matter *m)
{
    int lang = web_of(r)->lang;
    struct day today = ctx_today(c);
    int64_t days = (int64_t)m->due.n - today.n;
    struct list_row row = {
        .id = id_text(c, m->id),
        .reg_no = m->reg_no,
        .channel = m->channel,
        .category = m->category,
        .area = desk_area(c, m->area),
        .state = m->state,
        .owner = desk_owner(c, p, m),
        .named = m->named,
        .unread = m->unread > 0,
        .restricted = m->restricted,
        .has_due = !day_absent(m->due),
    };
    if (m->org != c->actor->org) {
        const struct org *o = org_find(app_orgs(c->app), m->org);
        row.body = o ? o->name : STR_NONE;
    }
    if (row.has_due) {
        row.due = i18n_day(c->arena, lang, m->due, today);
        row.left = i18n_days_left(c->app->i18n, c->arena, lang, days);
        row.late = days < 0;
        row.soon = days >= 0 && days <= 7;
    }
    return row;
}

struct list desk_rows(struct ctx *c, struct req *r, const struct desk_people *p,
                      const struct matter *items, size_t n)
{
    struct list_row *rows = arena_array(c->arena, struct list_row, n + 1);

    for (size_t i = 0; i < n; i++)
        rows[i] = row_of(c, r, p, &items[i]);
    return (struct list){ rows, n };
}

/* ---- the page ---- */

static void fill_tabs(struct ctx *c, struct req *r, const struct list_page *p,
                      const struct matter_filter *f, struct list_view *v)
{
    static const char *const views[] = { "todo", "late", "soon", "waiting" };
    const struct page *page = &web_of(r)->page;
    struct list_tab *tabs = arena_array(c->arena, struct list_tab, COUNT_OF(views));

    for (size_t i = 0; i < COUNT_OF(views); i++) {
        struct str view = str_of(views[i]);
        tabs[i] = (struct list_tab){
            .tab_href = address(c, p->path, f, i == 0 ? STR_NONE : view, STR_NONE),
            .key = view,
            .current = str_eq(view, f->view),
            .count = i == 0   ? page->n_todo
                     : i == 1 ? page->n_late
                     : i == 2 ? page->n_soon
                              : 0,
            .is_late = i == 1,
            .is_soon = i == 2,
        };
    }
    v->tabs = (struct list){ tabs, COUNT_OF(views) };
}

static void mark_side(struct req *r, const struct list_page *p)
{
    struct page *page = &web_of(r)->page;

    page->side_todo = p == &page_todo;
    page->side_all = p == &page_all;
    page->side_messages = p == &page_messages;
    page->side_approve = p == &page_approve;
}

static enum err list_page(struct ctx *c, struct req *r, struct resp *w, const struct list_page *p)
{
    struct matter_filter f = filter_of(c, r, p);
    struct list_view v = { .action_href = str_of(p->path) };
    struct matter_list list;
    struct desk_people people;

    TRY(matter_list(c, &f, &list));
    TRY(desk_people_load(c, &people));
    v.rows = desk_rows(c, r, &people, list.items, list.n);
    v.view = p->view || str_eq(f.view, S("todo")) ? STR_NONE : f.view;
    if (!str_absent(list.next))
        v.next_href = address(c, p->path, &f, v.view, list.next);
    v.has_filters = p == &page_todo || p == &page_all;
    if (v.has_filters)
        fill_filters(c, r, &f, &people, &v);
    if (p == &page_todo)
        fill_tabs(c, r, p, &f, &v);
    v.n_late = p == &page_todo ? web_of(r)->page.n_late : 0;
    mark_side(r, p);
    return web_render(r, w, "desk_list", (struct view){ list_fields, &v });
}

/* Everybody lands here after the log-in; who has no part in matters goes on to what he does. */
enum err web_desk(struct ctx *c, struct req *r, struct resp *w)
{
    if (actor_has(c, WEB_MATTERS))
        return list_page(c, r, w, &page_todo);
    return web_see_other(w, actor_has(c, RO_GRID) ? S("/desk/grid") : S("/desk/me"));
}

enum err web_desk_all(struct ctx *c, struct req *r, struct resp *w)
{
    return list_page(c, r, w, &page_all);
}

enum err web_desk_messages(struct ctx *c, struct req *r, struct resp *w)
{
    return list_page(c, r, w, &page_messages);
}

enum err web_desk_approve(struct ctx *c, struct req *r, struct resp *w)
{
    return list_page(c, r, w, &page_approve);
}
