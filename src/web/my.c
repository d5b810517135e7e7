/*
 * my.c - where the matter stands: the next promised date first, then what to do, then every step.
 *
 * Source: R014, domain 10 K2 (no silence), K14 (each date has its rule), ux "progress"
 */
#include "domain/mine.h"
#include "domain/procedure.h"
#include "i18n/i18n.h"
#include "web/desk.h"

#define STAGES 5
#define TODOS_MAX 8

struct stage_mark {
    int64_t number;
    bool done, now;
};
struct due_view {
    struct str what, day, left;
    bool late;
};
struct todo_view {
    struct str key, href; /* my.todo.<key> */
};
struct entry_view {
    struct str day, iso, what, words, basis, proof; /* proof: number of its log entry */
};
struct stage_view {
    int64_t number;
    bool done, now, todo, quiet; /* quiet: nothing to tell, what the step is for */
    struct list entries;
};
struct paper_view {
    struct str id, title, day;
};
struct my_view {
    struct str number, shown, org, undo_until, last_login, repeat_of;
    bool named, anonymous, has_due, promised, may_extend, has_dues, nothing, has_todos;
    int64_t unread, failures, stage, openings;
    struct due_view due;
    struct list stages, timeline, dues, todos, papers;
    struct str earlier_href; /* absent: the first step is shown */
    bool is_earlier;         /* a part of the timeline that is not the newest */
    bool may_message, may_files, may_supplement, may_objection, may_complaint, may_hearing,
        may_protect, may_veto, may_urge, may_withdraw, may_rate, may_confirm, may_consent,
        may_review, may_settled, may_remedy, logged, letter;
};
static const struct field mark_fields[] = { F_INT(struct stage_mark, number),
                                            F_BOOL(struct stage_mark, done),
                                            F_BOOL(struct stage_mark, now), F_END };
static const struct field due_fields[] = { F_STR(struct due_view, what),
                                           F_STR(struct due_view, day),
                                           F_STR(struct due_view, left),
                                           F_BOOL(struct due_view, late), F_END };
static const struct field todo_fields[] = { F_STR(struct todo_view, key),
                                            { "to_href", FIELD_STR,
                                              offsetof(struct todo_view, href), NULL, 0 },
                                            F_END };
static const struct field entry_fields[] = { F_STR(struct entry_view, day),
                                             F_STR(struct entry_view, iso),
                                             F_STR(struct entry_view, what),
                                             F_STR(struct entry_view, words),
                                             F_STR(struct entry_view, basis),
                                             F_STR(struct entry_view, proof),
                                             F_END };
static const struct field stage_fields[] = { F_INT(struct stage_view, number),
                                             F_BOOL(struct stage_view, done),
                                             F_BOOL(struct stage_view, now),
                                             F_BOOL(struct stage_view, todo),
                                             F_BOOL(struct stage_view, quiet),
                                             F_LIST(struct stage_view, entries, struct entry_view,
                                                    entry_fields),
                                             F_END };
static const struct field paper_fields[] = { F_STR(struct paper_view, id),
                                             F_STR(struct paper_view, title),
                                             F_STR(struct paper_view, day), F_END };
static const struct field my_fields[] = {
    F_STR(struct my_view, number),
    F_STR(struct my_view, shown),
    F_STR(struct my_view, org),
    F_STR(struct my_view, undo_until),
    F_STR(struct my_view, last_login),
    F_STR(struct my_view, repeat_of),
    F_BOOL(struct my_view, named),
    F_BOOL(struct my_view, anonymous),
    F_BOOL(struct my_view, has_due),
    F_BOOL(struct my_view, promised),
    F_BOOL(struct my_view, may_extend),
    F_BOOL(struct my_view, has_dues),
    F_BOOL(struct my_view, nothing),
    F_BOOL(struct my_view, has_todos),
    F_INT(struct my_view, unread),
    F_INT(struct my_view, failures),
    F_INT(struct my_view, stage),
    F_INT(struct my_view, openings),
    F_BOOL(struct my_view, letter),
    F_VIEW(struct my_view, due, due_fields),
    F_LIST(struct my_view, stages, struct stage_mark, mark_fields),
    F_LIST(struct my_view, timeline, struct stage_view, stage_fields),
    F_STR(struct my_view, earlier_href),
    F_BOOL(struct my_view, is_earlier),
    F_LIST(struct my_view, dues, struct due_view, due_fields),
    F_LIST(struct my_view, todos, struct todo_view, todo_fields),
    F_LIST(struct my_view, papers, struct paper_view, paper_fields),
    F_BOOL(struct my_view, may_message),
    F_BOOL(struct my_view, may_files),
    F_BOOL(struct my_view, may_supplement),
    F_BOOL(struct my_view, may_objection),
    F_BOOL(struct my_view, may_hearing),
    F_BOOL(struct my_view, may_protect),
    F_BOOL(struct my_view, may_veto),
    F_BOOL(struct my_view, may_complaint),
    F_BOOL(struct my_view, may_urge),
    F_BOOL(struct my_view, may_withdraw),
    F_BOOL(struct my_view, may_rate),
    F_BOOL(struct my_view, may_confirm),
    F_BOOL(struct my_view, may_consent),
    F_BOOL(struct my_view, may_review),
    F_BOOL(struct my_view, may_settled),
    F_BOOL(struct my_view, may_remedy),
    F_BOOL(struct my_view, logged),
    F_END
};
const struct page_view web_my_view = { "my", my_fields };

static struct str day_text(struct req *r, struct day d)
{
    return i18n_day(r->ctx->arena, web_of(r)->lang, d, ctx_today(r->ctx));
}

static struct str said(struct req *r, struct str prefix, struct str code)
{
    struct arena *a = r->ctx->arena;

    return web_text(r, str_z(a, str_fmt(a, "%.*s%.*s", STR_ARG(prefix), STR_ARG(code))));
}

/* ---- dates ---- */

static bool binds_body(struct ctx *c, struct str code)
{
    const struct clock_rule *rule = procedure_clock(c->app->procedure, code);

    return rule && rule->binds == CLOCK_BINDS_BODY;
}

/* What the office promised stands above what the citizen may still do; of these the earliest, but
 * a letter that may be signed never before a right that ends. */
static bool before(struct ctx *c, const struct mine_due *a, const struct mine_due *b)
{
    bool a_body = binds_body(c, a->code), b_body = binds_body(c, b->code);
    bool a_letter = str_eq(a->code, S("D28")), b_letter = str_eq(b->code, S("D28"));

    if (a_body != b_body)
        return a_body;
    return a_letter != b_letter ? b_letter : a->date.n < b->date.n;
}

static void fill_dues(struct ctx *c, struct req *r, const struct mine *m, struct my_view *v)
{
    struct due_view *list = arena_array(c->arena, struct due_view, REPORT_DUES_MAX);
    size_t first = m->due_count, n = 0; /* first: none yet */

    for (size_t i = 0; i < m->due_count; i++) {
        const struct mine_due *d = &m->due[i];
        if (first == m->due_count || before(c, d, &m->due[first]))
            first = i;
    }
    for (size_t i = 0; i < m->due_count; i++) {
        const struct mine_due *d = &m->due[i];
        struct due_view one = {
            said(r, T_PREFIX("clock."), d->code), day_text(r, d->date),
            i18n_days_left(c->app->i18n, c->arena, web_of(r)->lang, d->days_left), d->late
        };
        if (i == first)
            v->due = one;
        else
            list[n++] = one;
    }
    v->has_due = first < m->due_count;
    v->promised = v->has_due && binds_body(c, m->due[first].code);
    v->may_extend = v->promised && !v->due.late;
    v->dues = (struct list){ list, n };
    v->has_dues = n > 0;
}

/* ---- what to do ---- */

static void fill_todos(struct ctx *c, const struct mine *m, struct my_view *v)
{
    struct todo_view *t = arena_array(c->arena, struct todo_view, TODOS_MAX);
    size_t n = 0;

    if (m->actions[MINE_SUPPLEMENT])
        t[n++] = (struct todo_view){ S("supplement"), S("/my/supplement") };
    if (m->unread)
        t[n++] = (struct todo_view){ S("messages"), S("/my/messages") };
    if (m->actions[MINE_VETO])
        t[n++] = (struct todo_view){ S("veto"), S("/my/veto") };
    if (m->actions[MINE_PUBLISH])
        t[n++] = (struct todo_view){ S("publish"), S("/my/publish") };
    if (m->actions[MINE_OBJECTION])
        t[n++] = (struct todo_view){ S("objection"), S("/my/objection") };
    if (m->actions[MINE_RATING])
        t[n++] = (struct todo_view){ S("rating"), S("/my/rating") };
    if (m->actions[MINE_URGE])
        t[n++] = (struct todo_view){ S("late"), S("/my#remedies") };
    v->todos = (struct list){ t, n };
    v->nothing = n == 0 && v->promised;
    v->has_todos = n > 0;
}

static void fill_actions(const struct mine *m, struct my_view *v)
{
    v->may_message = m->actions[MINE_MESSAGE];
    v->may_files = m->actions[MINE_FILES];
    v->may_supplement = m->actions[MINE_SUPPLEMENT];
    v->may_objection = m->actions[MINE_OBJECTION];
    v->may_hearing = m->actions[MINE_HEARING];
    v->may_protect = m->actions[MINE_PROTECT];
    v->may_veto = m->actions[MINE_VETO];
    v->may_complaint = m->actions[MINE_COMPLAINT];
    v->may_urge = m->actions[MINE_URGE];
    v->may_withdraw = m->actions[MINE_WITHDRAWAL];
    v->may_rate = m->actions[MINE_RATING];
    v->may_confirm = m->actions[MINE_CONFIRM];
    v->may_consent = m->actions[MINE_CONSENT];
    v->may_review = m->actions[MINE_REVIEW];
    v->may_settled = m->actions[MINE_SETTLED];
    v->may_remedy = v->may_objection || v->may_complaint || v->may_urge || v->may_withdraw ||
                    v->may_rate || v->may_confirm || v->may_hearing || v->may_protect ||
                    v->may_veto || v->may_review || v->may_settled;
}

/* ---- the five stages ---- */

static void mark(const struct mine *m, int64_t number, bool *done, bool *now)
{
    *done = number < m->stage || (number == m->stage && m->stage_done);
    *now = number == m->stage && !m->stage_done;
}

/* The article a step rests on (K14): of the parts "CC 11, 14; A R028" the first that is a law we
 * read; what was written down from memory or is our own is not quoted here. */
static struct str basis_of(struct ctx *c, struct req *r, struct str basis)
{
    static const struct {
        const char *tag, *key;
    } laws[] = { { "CC", T_KEY("my.basis.CC") }, { "XF", T_KEY("my.basis.XF") } };

    while (basis.n) {
        struct str articles = str_trim(str_cut(&basis, ';')), tag = str_cut(&articles, ' ');
        if (str_absent(articles) || str_contains(articles, S("(M)")))
            continue;
        for (size_t i = 0; i < COUNT_OF(laws); i++) {
            struct i18n_arg n = { "n", articles };
            if (str_eq(tag, str_of(laws[i].tag)))
                return i18n_say(c->app->i18n, c->arena, web_of(r)->lang, str_of(laws[i].key), &n,
                                1);
        }
    }
    return STR_NONE;
}

static struct entry_view entry_of(struct ctx *c, struct req *r, const struct mine *m,
                                  const struct event_view *e)
{
    const struct move *move = procedure_move(c->app->procedure, e->move);
    struct entry_view v = { day_text(r, e->happened),
                            day_format(c->arena, e->happened),
                            said(r, T_PREFIX("event."), e->kind),
                            e->body,
                            move ? basis_of(c, r, move->basis) : STR_NONE,
                            m->logged ? str_fmt(c->arena, "%lld", (long long)e->seq) : STR_NONE };

    if (str_eq(e->kind, S("E_REPEAT"))) /* the number of his own earlier report, shown above */
        v.words = STR_NONE;
    return v;
}

/* The stage that an event led to; one that moved nothing belongs where the matter was. */
static size_t stage_after(struct ctx *c, const struct event_view *e, size_t before)
{
    const struct state *s =
        str_absent(e->to_state) ? NULL : procedure_state(c->app->procedure, e->to_state);

    return s && s->stage >= 1 && s->stage <= STAGES ? (size_t)s->stage : before;
}

/* Where the matter was before the first step shown: what it left with its next move, or, when it
 * has not moved since, where it is. */
static size_t stage_at_first(struct ctx *c, const struct mine *m)
{
    const struct state *s = NULL;

    if (!m->earlier)
        return 1;
    for (size_t i = 0; i < m->timeline.n && !s; i++)
        if (!m->timeline.items[i].subproc && !str_absent(m->timeline.items[i].from_state))
            s = procedure_state(c->app->procedure, m->timeline.items[i].from_state);
    if (s && s->stage >= 1 && s->stage <= STAGES)
        return (size_t)s->stage;
    return m->stage >= 1 && m->stage <= STAGES ? (size_t)m->stage : 1;
}

static void fill_timeline(struct ctx *c, struct req *r, const struct mine *m, struct my_view *v)
{
    struct stage_mark *marks = arena_array(c->arena, struct stage_mark, STAGES);
    struct stage_view *stages = arena_array(c->arena, struct stage_view, STAGES);
    const struct event_list *all = &m->timeline;
    struct entry_view *entries[STAGES];
    size_t at = stage_at_first(c, m);

    for (size_t i = 0; i < STAGES; i++) {
        entries[i] = arena_array(c->arena, struct entry_view, all->n + 1);
        stages[i].number = marks[i].number = (int64_t)i + 1;
        mark(m, (int64_t)i + 1, &stages[i].done, &stages[i].now);
        stages[i].todo = !stages[i].done && !stages[i].now;
        marks[i].done = stages[i].done;
        marks[i].now = stages[i].now;
    }
    for (size_t i = 0; i < all->n; i++) {
        at = stage_after(c, &all->items[i], at);
        struct list *to = &stages[at - 1].entries;
        entries[at - 1][to->n++] = entry_of(c, r, m, &all->items[i]);
    }
    for (size_t i = 0; i < STAGES; i++) {
        stages[i].entries.items = entries[i];
        /* what lies ahead is told only while something runs */
        stages[i].quiet = stages[i].entries.n == 0 && (stages[i].done || v->has_due);
    }
    v->stages = (struct list){ marks, STAGES };
    v->timeline = (struct list){ stages, STAGES };
    if (m->earlier)
        v->earlier_href = str_fmt(c->arena, "/my?before=%lld", (long long)m->earlier);
}

static void fill_papers(struct ctx *c, struct req *r, const struct mine *m, struct my_view *v)
{
    struct paper_view *list = arena_array(c->arena, struct paper_view, m->documents.n + 1);

    for (size_t i = 0; i < m->documents.n; i++) {
        const struct document_view *d = &m->documents.items[i];
        list[i] = (struct paper_view){ id_text(c, d->id), d->title, day_text(r, d->made) };
    }
    v->papers = (struct list){ list, m->documents.n };
}

enum err web_my(struct ctx *c, struct req *r, struct resp *w)
{
    struct mine *m = arena_new_of(c->arena, struct mine);
    struct my_view v = { 0 };
    int64_t before;

    if (!str_i64(req_query(r, S("before")), &before) || before < 1)
        before = 0;
    TRY(mine_read_before(c, before, m));
    v.is_earlier = before != 0;
    v.number = report_number_shown(c->arena, m->report_no);
    v.shown = web_text(r, str_z(c->arena, m->shown_key));
    v.org = m->org_name;
    if (!str_absent(m->repeat_of_no))
        v.repeat_of = report_number_shown(c->arena, m->repeat_of_no);
    v.named =
        str_eq(m->identity_state, S("RN_CLAIMED")) || str_eq(m->identity_state, S("RN_VERIFIED"));
    v.anonymous = !v.named;
    v.logged = m->logged;
    v.letter = !str_absent(m->letter);
    v.unread = m->unread;
    v.stage = m->stage;
    v.failures = m->failures_before;
    v.openings = (int64_t)m->opening_count;
    if (m->undo_until.ms)
        v.undo_until = i18n_time(c->arena, web_of(r)->lang, m->undo_until, ctx_today(c));
    if (m->last_login.ms)
        v.last_login = i18n_time(c->arena, web_of(r)->lang, m->last_login, ctx_today(c));
    fill_dues(c, r, m, &v);
    fill_todos(c, m, &v);
    fill_actions(m, &v);
    fill_timeline(c, r, m, &v);
    fill_papers(c, r, m, &v);
    web_of(r)->page.sub_progress = true;
    return web_render(r, w, "my", (struct view){ my_fields, &v });
}

enum err web_my_urge(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(message_urge(c));
    web_done(r, "done.urged");
    return web_see_other(w, S("/my"));
}
