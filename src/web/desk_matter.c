/*
 * desk_matter.c - one matter on one page: what was reported, its leads, its dates, what can be done
 * now. It shows what matter_open gives and nothing else (domain 4.2).
 */
#include "web/desk_matter.h"
#include "domain/app.h"
#include "domain/delivery.h"
#include "domain/message.h"
#include "domain/repeat.h"
#include "web/entry.h"

#define TOPICS_MAX REPORT_TOPICS_MAX

const struct field matter_head_fields[] = { F_BOOL(struct matter_head, can_messages),
                                            F_STR(struct matter_head, id),
                                            F_STR(struct matter_head, reg_no),
                                            F_STR(struct matter_head, state),
                                            F_STR(struct matter_head, category),
                                            F_STR(struct matter_head, channel),
                                            F_STR(struct matter_head, area),
                                            F_STR(struct matter_head, owner),
                                            F_STR(struct matter_head, body),
                                            F_STR(struct matter_head, due),
                                            F_STR(struct matter_head, left),
                                            F_STR(struct matter_head, received),
                                            F_STR(struct matter_head, topic),
                                            F_STR(struct matter_head, level),
                                            F_STR(struct matter_head, parent),
                                            F_BOOL(struct matter_head, named),
                                            F_BOOL(struct matter_head, late),
                                            F_BOOL(struct matter_head, soon),
                                            F_BOOL(struct matter_head, has_due),
                                            F_BOOL(struct matter_head, restricted),
                                            F_BOOL(struct matter_head, mass_interest),
                                            F_BOOL(struct matter_head, below),
                                            F_BOOL(struct matter_head, on_overview),
                                            F_BOOL(struct matter_head, on_messages),
                                            F_BOOL(struct matter_head, on_files),
                                            F_BOOL(struct matter_head, on_procedure),
                                            F_BOOL(struct matter_head, on_record),
                                            F_BOOL(struct matter_head, on_publication),
                                            F_BOOL(struct matter_head, can_repeats),
                                            F_BOOL(struct matter_head, on_repeats),
                                            F_END };

struct subject_row {
    struct str name, unit, post, level;
    bool organisation;
};
struct text_row {
    struct str text;
};
struct report_row {
    struct str number, received, channel, id_mode, identity_state, narrative, title, fact_time,
        fact_place, knowledge, wish, contact, pieces, postmark, receivers, visitor_count,
        call_start, call_end, protect_text;
    struct str id;
    bool can_read, confirmed, consent_open, consent_publication, protect, reissues;
    struct list subjects, topics, witnesses, prior;
};
struct lead_row {
    int64_t seq;
    struct str state, finding, disposal, outcome, subject, facts;
};
struct clock_row {
    struct str what, state, due, left;
    bool late, runs;
};
struct breach_row {
    struct str id, code, day;
};
struct matter_page_view {
    struct matter_head head;
    struct str reissue_href;
    struct list reports, leads, clocks, breaches, forms, kept, areas;
    bool has_leads, has_breaches, has_clocks, has_forms, has_kept, slip_waits, sees_breaches;
    struct str record_href; /* of a breach by hand; absent: not his to record */
    struct str note, today, deliver_href;
};

static const struct field subject_fields[] = {
    F_STR(struct subject_row, name),          F_STR(struct subject_row, unit),
    F_STR(struct subject_row, post),          F_STR(struct subject_row, level),
    F_BOOL(struct subject_row, organisation), F_END
};
static const struct field text_fields[] = { F_STR(struct text_row, text), F_END };
static const struct field report_fields[] = {
    F_STR(struct report_row, number),
    F_STR(struct report_row, received),
    F_STR(struct report_row, channel),
    F_STR(struct report_row, id_mode),
    F_STR(struct report_row, identity_state),
    F_STR(struct report_row, narrative),
    F_STR(struct report_row, title),
    F_STR(struct report_row, fact_time),
    F_STR(struct report_row, fact_place),
    F_STR(struct report_row, knowledge),
    F_STR(struct report_row, wish),
    F_STR(struct report_row, contact),
    F_STR(struct report_row, pieces),
    F_STR(struct report_row, postmark),
    F_STR(struct report_row, receivers),
    F_STR(struct report_row, visitor_count),
    F_STR(struct report_row, call_start),
    F_STR(struct report_row, call_end),
    F_STR(struct report_row, protect_text),
    F_STR(struct report_row, id),
    F_BOOL(struct report_row, reissues),
    F_BOOL(struct report_row, can_read),
    F_BOOL(struct report_row, confirmed),
    F_BOOL(struct report_row, consent_open),
    F_BOOL(struct report_row, consent_publication),
    F_BOOL(struct report_row, protect),
    F_LIST(struct report_row, subjects, struct subject_row, subject_fields),
    F_LIST(struct report_row, topics, struct text_row, text_fields),
    F_LIST(struct report_row, witnesses, struct text_row, text_fields),
    F_LIST(struct report_row, prior, struct text_row, text_fields),
    F_END
};
static const struct field lead_fields[] = {
    F_INT(struct lead_row, seq),     F_STR(struct lead_row, state),
    F_STR(struct lead_row, finding), F_STR(struct lead_row, disposal),
    F_STR(struct lead_row, outcome), F_STR(struct lead_row, subject),
    F_STR(struct lead_row, facts),   F_END
};
static const struct field clock_fields[] = { F_STR(struct clock_row, what),
                                             F_STR(struct clock_row, state),
                                             F_STR(struct clock_row, due),
                                             F_STR(struct clock_row, left),
                                             F_BOOL(struct clock_row, late),
                                             F_BOOL(struct clock_row, runs),
                                             F_END };
static const struct field breach_fields[] = { F_STR(struct breach_row, id),
                                              F_STR(struct breach_row, code),
                                              F_STR(struct breach_row, day), F_END };
static const struct field proposal_fields[] = { F_STR(struct entry_proposal, value), F_END };
static const struct field page_view_fields[] = {
    F_VIEW(struct matter_page_view, head, matter_head_fields),
    F_LIST(struct matter_page_view, reports, struct report_row, report_fields),
    F_LIST(struct matter_page_view, leads, struct lead_row, lead_fields),
    F_LIST(struct matter_page_view, clocks, struct clock_row, clock_fields),
    F_LIST(struct matter_page_view, breaches, struct breach_row, breach_fields),
    F_LIST(struct matter_page_view, forms, struct form_view, form_fields),
    F_LIST(struct matter_page_view, kept, struct kept_text, kept_fields),
    F_LIST(struct matter_page_view, areas, struct entry_proposal, proposal_fields),
    F_BOOL(struct matter_page_view, has_leads),
    F_BOOL(struct matter_page_view, has_breaches),
    F_BOOL(struct matter_page_view, sees_breaches),
    F_STR(struct matter_page_view, record_href),
    F_BOOL(struct matter_page_view, has_clocks),
    F_BOOL(struct matter_page_view, has_forms),
    F_BOOL(struct matter_page_view, has_kept),
    F_BOOL(struct matter_page_view, slip_waits),
    F_STR(struct matter_page_view, reissue_href),
    F_STR(struct matter_page_view, note),
    F_STR(struct matter_page_view, today),
    F_STR(struct matter_page_view, deliver_href),
    F_END
};
const struct page_view web_desk_matter_view = { "desk_matter", page_view_fields };

/* ---- head ---- */

enum err matter_of_path(struct ctx *c, struct req *r, int64_t *ret)
{
    if (!id_read(c, req_param(r, S("id")), ret))
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no id");
    return ERR_OK;
}

struct str matter_path(struct ctx *c, int64_t matter, const char *tail)
{
    return str_fmt(c->arena, "/desk/m/%.*s%s", STR_ARG(id_text(c, matter)), tail);
}

static struct str day_of_page(struct ctx *c, struct req *r, struct day d)
{
    return day_absent(d) ? STR_NONE : i18n_day(c->arena, web_of(r)->lang, d, ctx_today(c));
}

enum err matter_head_of(struct ctx *c, struct req *r, const struct matter *m, enum matter_tab tab,
                        struct matter_head *ret)
{
    struct desk_people people;
    const struct org *o = org_find(app_orgs(c->app), m->org);
    int64_t days = (int64_t)m->due.n - ctx_today(c).n;
    struct matter_head h = { .id = id_text(c, m->id),
                             .reg_no = m->reg_no,
                             .state = m->state,
                             .category = m->category,
                             .channel = m->channel,
                             .area = desk_area(c, m->area),
                             .topic = m->topic,
                             .level = m->level,
                             .received = day_of_page(c, r, m->received),
                             .named = m->named,
                             .restricted = m->restricted,
                             .mass_interest = m->mass_interest,
                             .below = m->below,
                             .can_messages = actor_has(c, MESSAGE_ROLES),
                             .can_repeats = actor_has(c, REPEAT_ROLES),
                             .on_repeats = tab == TAB_REPEATS,
                             .has_due = !day_absent(m->due),
                             .on_overview = tab == TAB_OVERVIEW,
                             .on_messages = tab == TAB_MESSAGES,
                             .on_files = tab == TAB_FILES,
                             .on_procedure = tab == TAB_PROCEDURE,
                             .on_record = tab == TAB_RECORD,
                             .on_publication = tab == TAB_PUBLICATION };

    TRY(desk_people_load(c, &people));
    h.owner = desk_owner(c, &people, m);
    if (m->org != c->actor->org && o)
        h.body = o->name;
    if (m->lead_matter)
        h.parent = id_text(c, m->lead_matter);
    if (h.has_due) {
        h.due = day_of_page(c, r, m->due);
        h.left = i18n_days_left(c->app->i18n, c->arena, web_of(r)->lang, days);
        h.late = days < 0;
        h.soon = days >= 0 && days <= 7;
    }
    *ret = h;
    return ERR_OK;
}

/* ---- what was reported ---- */

static struct list texts(struct ctx *c, const struct str *items, size_t n)
{
    struct text_row *rows = arena_array(c->arena, struct text_row, n + 1);

    for (size_t i = 0; i < n; i++)
        rows[i].text = items[i];
    return (struct list){ rows, n };
}

static struct list subjects_of(struct ctx *c, const struct report_form *f)
{
    struct subject_row *rows = arena_array(c->arena, struct subject_row, f->subject_count + 1);

    for (size_t i = 0; i < f->subject_count; i++) {
        const struct report_subject *s = &f->subjects[i];
        rows[i] = (struct subject_row){ s->name, s->unit, s->post, s->level,
                                        str_eq(s->kind, S("organisation")) };
    }
    return (struct list){ rows, f->subject_count };
}

static struct list topics_of(struct ctx *c, struct req *r, const struct report_form *f)
{
    struct str names[TOPICS_MAX];

    for (size_t i = 0; i < f->topic_count; i++)
        names[i] = desk_code(r, f->topics[i]);
    return texts(c, names, f->topic_count);
}

/* A choice of the form is a code; at the desk it may be words. */
static struct str code_or_words(struct req *r, struct str s)
{
    struct str words = str_empty(s) ? STR_NONE : desk_code(r, s);

    return str_absent(words) ? s : words;
}

static struct report_row report_of(struct ctx *c, struct req *r, const struct matter_report *m)
{
    const struct report_form *f = &m->view.form;
    struct report_row row = { .received = day_of_page(c, r, m->received),
                              .channel = m->channel,
                              .id_mode = m->id_mode,
                              .identity_state = m->identity_state,
                              .can_read = m->can_read };

    if (!m->can_read)
        return row;
    row.id = id_text(c, m->report);
    row.reissues = !str_eq(m->identity_state, S("RN_NONE")) &&
                   actor_has(c, RO_CLERK | RO_SCREENER | RO_PO_HEAD | RO_CADRE_SUP) &&
                   !actor_has(c, RO_CUSTODIAN);
    row.number = report_number_shown(c->arena, m->number);
    row.title = f->title;
    row.narrative = f->narrative;
    row.fact_time = f->fact_time;
    row.fact_place = f->fact_place;
    row.knowledge = code_or_words(r, f->knowledge);
    row.wish = f->wish;
    row.contact = code_or_words(r, f->contact_pref);
    row.pieces = f->pieces;
    row.postmark = f->postmark_on;
    row.receivers = f->receivers;
    row.visitor_count = f->visitor_count;
    row.call_start = f->call_start;
    row.call_end = f->call_end;
    row.confirmed = str_eq(f->note_confirmed, S("1"));
    row.consent_open = f->consent_open;
    row.consent_publication = f->consent_publication;
    row.protect = f->protect_req;
    row.protect_text = f->protect_text;
    row.subjects = subjects_of(c, f);
    row.topics = topics_of(c, r, f);
    row.witnesses = texts(c, f->witnesses, f->witness_count);
    row.prior = texts(c, f->prior, f->prior_count);
    return row;
}

/* ---- leads, dates ---- */

static struct list leads_of(struct ctx *c, const struct lead_list *l)
{
    struct lead_row *rows = arena_array(c->arena, struct lead_row, l->n + 1);

    for (size_t i = 0; i < l->n; i++) {
        const struct lead *x = &l->items[i];
        rows[i] = (struct lead_row){ x->seq,     x->state,   x->finding, x->disposal,
                                     x->outcome, x->subject, x->facts };
    }
    return (struct list){ rows, l->n };
}

static struct list clocks_of(struct ctx *c, struct req *r, const struct clock_list *l)
{
    struct clock_row *rows = arena_array(c->arena, struct clock_row, l->n + 1);

    for (size_t i = 0; i < l->n; i++) {
        const struct clock *k = &l->items[i];
        int64_t days = (int64_t)k->due.n - ctx_today(c).n;
        bool runs = str_eq(k->state, S("RUNNING"));
        rows[i] = (struct clock_row){ .what = desk_due(r, k->code),
                                      .state = k->state,
                                      .due = day_of_page(c, r, k->due),
                                      .runs = runs,
                                      .late = runs && days < 0 };
        if (runs)
            rows[i].left = i18n_days_left(c->app->i18n, c->arena, web_of(r)->lang, days);
    }
    return (struct list){ rows, l->n };
}

static struct list breaches_of(struct ctx *c, struct req *r, const struct breach_list *l)
{
    struct breach_row *rows = arena_array(c->arena, struct breach_row, l->n + 1);

    for (size_t i = 0; i < l->n; i++)
        rows[i] = (struct breach_row){ id_text(c, l->items[i].id), l->items[i].code,
                                       day_of_page(c, r, l->items[i].day) };
    return (struct list){ rows, l->n };
}

/* ---- the page ---- */

static enum err fill(struct ctx *c, struct req *r, const struct matter_view *m,
                     struct matter_page_view *v)
{
    struct report_row *reports = arena_array(c->arena, struct report_row, MATTER_REPORTS_MAX);
    int64_t slip;

    TRY(delivery_slip_waits(c, m->m.id, &slip));
    v->slip_waits = slip != 0;
    v->deliver_href = matter_path(c, m->m.id, "/delivery");
    v->reissue_href = matter_path(c, m->m.id, "/reissue");
    v->today = day_format(c->arena, ctx_today(c));
    TRY(matter_head_of(c, r, &m->m, TAB_OVERVIEW, &v->head));
    for (size_t i = 0; i < m->report_count; i++)
        reports[i] = report_of(c, r, &m->reports[i]);
    v->reports = (struct list){ reports, m->report_count };
    v->leads = leads_of(c, &m->leads);
    v->has_leads = m->leads.n > 0;
    v->clocks = clocks_of(c, r, &m->clocks);
    v->has_clocks = m->clocks.n > 0;
    v->breaches = breaches_of(c, r, &m->breaches);
    v->has_breaches = m->breaches.n > 0;
    v->sees_breaches = actor_has(c, BREACH_ROLES);
    if (actor_has(c, BREACH_RECORD_ROLES))
        v->record_href = matter_path(c, m->m.id, "/breach");
    v->note = m->note;
    v->areas = entry_areas(c);
    TRY(forms_of(c, r, m, false, &v->forms, &v->kept));
    v->has_forms = v->forms.n > 0;
    v->has_kept = v->kept.n > 0;
    return ERR_OK;
}

enum err matter_page(struct ctx *c, struct req *r, struct resp *w, int64_t id)
{
    struct fault fault = c->fault;
    struct matter_view *m = arena_new_of(c->arena, struct matter_view);
    struct matter_page_view v = { 0 };

    fault_clear(&c->fault);
    TRY(matter_open(c, id, m));
    c->fault = fault;
    TRY(fill(c, r, m, &v));
    web_of(r)->page.side_all = true;
    if (fault.err != ERR_OK)
        web_of(r)->label_of = move_label;
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_matter",
                         (struct view){ page_view_fields, &v });
}

enum err web_desk_matter(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    return matter_page(c, r, w, id);
}
