/* matter_list.c - pages of matters: one statement for each part the officer has, put together. */
#include <assert.h>
#include <stdio.h>

#include "domain/app.h"
#include "domain/id.h"
#include "domain/org.h"
#include "domain/part.h"
#include "gen/queries.h"

#define LIST_DEFAULT 50
#define LIST_MOST 200
#define SOON_DAYS 7
#define FAR_DAY 1000000 /* later than every date of the calendar */
#define ARMS_MAX 8

enum order { ORDER_DUE, ORDER_NEW };

/* What a page takes, whoever asks. */
struct paging {
    enum order order;
    int64_t key_day, key_id; /* it begins behind this */
    int64_t latest;          /* due at the latest, 0 = any */
    bool unread;
    int limit;
    const struct matter_filter *f;
};

/* One part's statement with the ids that come first. */
struct arm {
    const struct query *q;
    int64_t ids[4];
    int id_count;
};

struct arms {
    struct arm items[ARMS_MAX];
    size_t n;
};

static void add(struct arms *a, const struct query *q, int n, const int64_t *ids)
{
    assert(a->n < ARMS_MAX);
    struct arm *x = &a->items[a->n++];
    x->q = q;
    x->id_count = n;
    for (int i = 0; i < n; i++)
        x->ids[i] = ids[i];
}

static void add_below(struct ctx *c, struct arms *a, int64_t upper, int64_t body, enum order order)
{
    const struct org *o = org_find(app_orgs(c->app), upper);

    /* nearly all bodies there are stand below a province */
    if (body == 0 && o && o->level == ORG_PROVINCE)
        add(a, order == ORDER_DUE ? Q_MATTER_LIST_WIDE_DUE : Q_MATTER_LIST_WIDE_NEW, 1, &upper);
    else
        add(a, order == ORDER_DUE ? Q_MATTER_LIST_BELOW_DUE : Q_MATTER_LIST_BELOW_NEW, 2,
            (const int64_t[]){ upper, body });
}

static void add_own(const struct ctx *c, const struct parts *me, const struct paging *p,
                    struct arms *a)
{
    bool due = p->order == ORDER_DUE;

    if (me->po || me->case_sup || me->leader)
        add(a,
            due         ? Q_MATTER_LIST_ORG_DUE
            : p->unread ? Q_MATTER_LIST_ORG_UNREAD
                        : Q_MATTER_LIST_ORG_NEW,
            4, (const int64_t[]){ c->actor->org, me->po, me->case_sup, me->leader });
    if (me->cadre)
        add(a, due ? Q_MATTER_LIST_STAFF_DUE : Q_MATTER_LIST_STAFF_NEW, 1, &me->cadre);
    if (me->dept)
        add(a, due ? Q_MATTER_LIST_DEPT_DUE : Q_MATTER_LIST_DEPT_NEW, 1, &me->dept);
    if (me->handler)
        add(a, due ? Q_MATTER_LIST_HANDLER_DUE : Q_MATTER_LIST_HANDLER_NEW, 1, &me->handler);
    if (me->clerk)
        add(a, due ? Q_MATTER_LIST_CLERK_DUE : Q_MATTER_LIST_CLERK_NEW, 1, &me->clerk);
}

/* Own body, or one below; who has no part in his own sees those below. */
static struct arms arms_of(struct ctx *c, const struct paging *p)
{
    struct parts me = parts_of(c);
    int64_t body = p->f->body;
    struct arms a = { .n = 0 };

    if (body == 0 || body == c->actor->org)
        add_own(c, &me, p, &a);
    if (me.upper && ((body == 0 && a.n == 0) || body == MATTER_BODIES_BELOW))
        add_below(c, &a, me.upper, 0, p->order);
    else if (me.upper && body > 0 && body != c->actor->org)
        add_below(c, &a, me.upper, body, p->order);
    return a;
}

static struct value text_or_any(struct str s)
{
    return str_empty(s) ? NONE : TEXT(s);
}
static struct value id_or_any(int64_t id)
{
    return id ? INT(id) : NONE;
}

static int filter_values(const struct paging *p, struct value *v)
{
    const struct matter_filter *f = p->f;
    int64_t latest = p->latest;

    if (!day_absent(f->due_before) && (latest == 0 || f->due_before.n - 1 < latest))
        latest = f->due_before.n - 1;
    if (p->order == ORDER_DUE)
        v[0] = INT(latest ? latest : FAR_DAY);
    else
        v[0] = latest ? INT(latest) : NONE;
    v[1] = text_or_any(f->state);
    v[2] = text_or_any(f->channel);
    v[3] = text_or_any(f->category);
    v[4] = id_or_any(f->area);
    v[5] = id_or_any(f->handler);
    v[6] = f->named < 0 ? NONE : INT(f->named != 0);
    v[7] = p->unread ? INT(1) : NONE;
    v[8] = INT(p->limit + 1); /* one more says that there is a next page */
    return 9;
}

static enum err run_arm(struct ctx *c, const struct paging *p, const struct arm *a,
                        struct rows *ret)
{
    struct value v[24];
    int n = 0;

    for (int i = 0; i < a->id_count; i++)
        v[n++] = INT(a->ids[i]);
    v[n++] = INT(p->key_day);
    v[n++] = INT(p->key_id);
    v[n++] = INT(c->now.ms);
    v[n++] = INT(c->actor->officer);
    n += filter_values(p, v + n);
    assert(n == a->q->params);
    return store_run_n(c, a->q, ret, n, v);
}

/* ---- putting pages together ---- */

struct page {
    struct matter *items;
    size_t n, most;
    enum order order;
};

static int64_t key_day_of(const struct page *p, const struct matter *m)
{
    return p->order == ORDER_DUE ? m->due.n : m->received.n;
}

/* < 0: a stands before b */
static int compare(const struct page *p, const struct matter *a, const struct matter *b)
{
    int64_t x = key_day_of(p, a), y = key_day_of(p, b);
    int sign = p->order == ORDER_DUE ? 1 : -1;

    if (x != y)
        return x < y ? -sign : sign;
    if (a->id != b->id)
        return a->id < b->id ? -sign : sign;
    return 0;
}

/* Keeps the page sorted and each matter once; what falls off the end is on a later page. */
static void page_put(struct page *p, const struct matter *m)
{
    size_t at = p->n;

    while (at > 0 && compare(p, m, &p->items[at - 1]) < 0)
        at--;
    if (at > 0 && compare(p, m, &p->items[at - 1]) == 0)
        return;
    if (at >= p->most)
        return;
    size_t tail = p->n < p->most ? p->n - at : p->most - 1 - at;
    memmove(&p->items[at + 1], &p->items[at], tail * sizeof(p->items[0]));
    p->items[at] = *m;
    if (p->n < p->most)
        p->n++;
}

static void page_put_rows(struct ctx *c, struct page *p, const struct rows *r, bool bare)
{
    for (size_t i = 0; i < r->n; i++) {
        struct matter m = matter_row(c, r, i);
        if (bare)
            matter_bare(&m);
        page_put(p, &m);
    }
}

static void page_give(struct ctx *c, struct page *p, int limit, struct matter_list *ret)
{
    *ret = (struct matter_list){ p->items, p->n, STR_NONE };
    if (p->n <= (size_t)limit)
        return;
    const struct matter *last = &p->items[limit - 1];
    ret->n = (size_t)limit;
    ret->next = str_fmt(c->arena, "%lld.%.*s", (long long)key_day_of(p, last),
                        STR_ARG(id_text(c, last->id)));
}

/* ---- reading what is asked ---- */

static bool cursor_read(struct ctx *c, struct str cursor, struct paging *p)
{
    struct str rest = cursor;
    struct str day = str_cut(&rest, '.');

    return str_i64(day, &p->key_day) && id_read(c, rest, &p->key_id) && p->key_day > -FAR_DAY &&
           p->key_day < FAR_DAY;
}

static bool view_read(struct ctx *c, const struct matter_filter *f, struct paging *p)
{
    struct str v = str_empty(f->view) ? S("todo") : f->view;
    int64_t today = ctx_today(c).n;

    p->order = ORDER_DUE;
    if (str_eq(v, S("todo"))) {
        /* everything that runs */
    } else if (str_eq(v, S("late"))) {
        p->latest = today - 1;
    } else if (str_eq(v, S("soon"))) {
        p->latest = today + SOON_DAYS;
        p->key_day = today - 1;
        p->key_id = INT64_MAX;
    } else {
        p->order = ORDER_NEW;
        p->key_day = FAR_DAY;
        p->unread = str_eq(v, S("messages"));
        return p->unread || str_eq(v, S("all")) || str_eq(v, S("approve")) ||
               str_eq(v, S("waiting"));
    }
    return true;
}

static enum err paging_read(struct ctx *c, const struct matter_filter *f, struct paging *p)
{
    *p = (struct paging){ .key_day = -FAR_DAY, .f = f };
    if (!view_read(c, f, p))
        fault_field(&c->fault, "view", "form.option", 0);
    if (!str_empty(f->cursor) && !cursor_read(c, f->cursor, p))
        fault_field(&c->fault, "cursor", "matter.cursor", 0);
    if (!str_empty(f->state) && !procedure_state(c->app->procedure, f->state))
        fault_field(&c->fault, "state", "form.option", 0);
    if (c->fault.field_count)
        return ERR_INVALID;
    p->limit = f->limit <= 0 ? LIST_DEFAULT : f->limit > LIST_MOST ? LIST_MOST : f->limit;
    return ERR_OK;
}

/* Proposals that wait for him, or his own that wait for others. */
static enum err list_proposed(struct ctx *c, const struct paging *p, bool own, struct page *page)
{
    struct parts me = parts_of(c);
    uint32_t staff =
        part_roles(c, &(struct part){ .cadre = me.cadre != 0, .dept = true, .leader = true });
    struct value v[25] = { INT(c->actor->org),   INT(own),        INT(me.officer),   INT(staff),
                           INT(c->actor->roles), INT(me.po),      INT(me.cadre),     INT(me.dept),
                           INT(me.handler),      INT(me.leader),  INT(me.complaint), INT(me.review),
                           INT(c->now.ms),       INT(p->key_day), INT(p->key_id) };
    struct rows r;
    int n = 15 + filter_values(p, v + 15);

    assert(n == Q_MATTER_LIST_PROPOSED->params);
    TRY(store_run_n(c, Q_MATTER_LIST_PROPOSED, &r, n, v));
    page_put_rows(c, page, &r, false);
    return ERR_OK;
}

enum err matter_list(struct ctx *c, const struct matter_filter *f, struct matter_list *ret)
{
    struct paging p;

    TRY(paging_read(c, f, &p));
    struct page page = { .items = arena_array(c->arena, struct matter, (size_t)p.limit + 1),
                         .most = (size_t)p.limit + 1,
                         .order = p.order };
    bool own = str_eq(f->view, S("waiting"));
    if (own || str_eq(f->view, S("approve"))) {
        TRY(list_proposed(c, &p, own, &page));
    } else {
        struct arms a = arms_of(c, &p);
        for (size_t i = 0; i < a.n; i++) {
            const struct query *q = a.items[i].q;
            bool above = q == Q_MATTER_LIST_WIDE_DUE || q == Q_MATTER_LIST_WIDE_NEW ||
                         q == Q_MATTER_LIST_BELOW_DUE || q == Q_MATTER_LIST_BELOW_NEW;
            struct rows r;
            TRY(run_arm(c, &p, &a.items[i], &r));
            page_put_rows(c, &page, &r, above);
        }
    }
    page_give(c, &page, p.limit, ret);
    return ERR_OK;
}

/* ---- counts ---- */

static enum err count(struct ctx *c, const struct query *q, const struct value *first, int n,
                      int64_t *ret)
{
    struct parts me = parts_of(c);
    struct value v[16];
    struct rows r;

    for (int i = 0; i < n; i++)
        v[i] = first[i];
    v[n++] = INT(c->now.ms);
    v[n++] = INT(me.officer);
    /* no part in the whole body: its rows are not even walked */
    v[n++] = INT(me.po || me.case_sup || me.leader ? c->actor->org : 0);
    v[n++] = INT(me.po);
    v[n++] = INT(me.case_sup);
    v[n++] = INT(me.leader);
    v[n++] = INT(me.cadre);
    v[n++] = INT(me.dept);
    v[n++] = INT(me.handler);
    v[n++] = INT(me.clerk);
    assert(n == q->params);
    TRY(store_run_n(c, q, &r, n, v));
    *ret = cell(&r, 0, 0)->i;
    return ERR_OK;
}

static enum err count_due(struct ctx *c, int64_t from, int64_t to, int64_t *ret)
{
    return count(c, Q_MATTER_COUNT_DUE, (struct value[]){ INT(from), INT(to) }, 2, ret);
}

static enum err count_approve(struct ctx *c, int64_t *ret)
{
    struct matter_filter f = {
        .view = S("approve"), .named = -1, .due_before = DAY_NONE, .limit = LIST_MOST
    };
    struct matter_list l;

    TRY(matter_list(c, &f, &l));
    *ret = (int64_t)l.n;
    return ERR_OK;
}

enum err matter_counts(struct ctx *c, struct matter_counts *ret)
{
    int64_t today = ctx_today(c).n;
    struct matter_counts n = { 0 };

    TRY(count_due(c, -FAR_DAY, FAR_DAY, &n.todo));
    TRY(count_due(c, -FAR_DAY, today - 1, &n.late));
    TRY(count_due(c, today, today + SOON_DAYS, &n.soon));
    TRY(count(c, Q_MATTER_COUNT_ALL, NULL, 0, &n.all));
    TRY(count(c, Q_MATTER_COUNT_UNREAD, NULL, 0, &n.messages));
    TRY(count_approve(c, &n.approve));
    *ret = n;
    return ERR_OK;
}
