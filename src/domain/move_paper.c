/* move_paper.c - papers of a move: who gets one, what stands in it, how it reached him. */
#include <assert.h>

#include "domain/id.h"
#include "domain/move_parts.h"
#include "domain/move_publish.h"
#include "domain/org.h"
#include "domain/panel_parts.h"
#include "domain/words.h"

#define VALUES_MAX 40

struct values {
    struct document_value items[VALUES_MAX];
    size_t n;
};

static void put(struct values *v, const char *name, struct str value)
{
    assert(v->n < VALUES_MAX);
    v->items[v->n++] = (struct document_value){ str_of(name), str_absent(value) ? S("") : value };
}

static struct str org_name(struct run *r, int64_t org)
{
    const struct org *o = org_find(app_orgs(r->c->app), org);

    return o ? o->name : S("");
}

/* The first date this move tells, and an extension's old one. */
static void put_dates(struct run *r, struct values *v)
{
    const struct target *t = r->step.target;
    struct str due = S(""), old = S("");
    struct clock k;
    bool runs = false;

    for (size_t i = 0; i < t->act_count && due.n == 0; i++) {
        const struct clock_act *a = &t->acts[i];
        bool starts = a->verb == CLOCK_START || a->verb == CLOCK_RESTART;
        const struct clock_rule *rule =
            starts ? procedure_clock(r->c->app->procedure, a->clock) : NULL;
        if (rule && rule->told)
            due = day_format(r->c->arena, run_due_planned(r, a->clock, a->verb));
    }
    struct str code = run_field(r, "clock");
    if (!str_empty(code) && clock_running(r->c, r->m.id, code, &k, &runs) == ERR_OK && runs) {
        struct term ext, term = k.term;
        struct parameter p = app_parameter_clock(
            r->c, r->m.org, str_fmt(r->c->arena, "%.*s.ext", STR_ARG(code)), S("report"), k.start);
        ext = parameter_term(&p);
        old = day_format(r->c->arena, k.due);
        if (term_extend(term, ext, &term))
            due =
                day_format(r->c->arena,
                           deadline_due_moved(app_calendar(r->c->app), k.start, term, k.moved).day);
    }
    put(v, "due", due);
    put(v, "old_due", old);
}

static struct str dept_name(struct run *r)
{
    struct dept_list l;

    if (!r->dept || dept_list(r->c, r->m.org, &l) != ERR_OK)
        return S("");
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].id == r->dept)
            return l.items[i].name;
    }
    return S("");
}

static struct str outcome_label(struct run *r)
{
    struct str key = word_option_key(r->c->arena, S("outcome"), r->outcome);

    return i18n_text(r->c->app->i18n, LANG_ZH, key);
}

static void put_panel(struct run *r, struct values *v)
{
    struct panel_words w = panel_words(r);

    if (!r->panel)
        return;
    put(v, "rep_kind", w.rep_kind);
    put(v, "rep_name", w.rep_name);
    put(v, "rep_unit", w.rep_unit);
    put(v, "notes", w.notes);
    put(v, "votes_for", w.votes_for);
    put(v, "votes_against", w.votes_against);
    put(v, "reasons", w.reasons);
}

/* Every field of the move by its name, choices in words, and what all papers may need. */
static void values_of(struct run *r, struct values *v)
{
    const struct move *m = r->step.move;
    struct ctx *c = r->c;

    put(v, "findings", leads_text(r));
    for (size_t i = 0; i < m->field_count; i++) {
        const struct form_field *f = &m->fields[i];
        struct str value = run_value(r, f->name);
        if (f->type == FORM_LEADS || f->type == FORM_OFFICER || f->type == FORM_BODY ||
            f->type == FORM_DEPT || f->type == FORM_MEMBER)
            continue;
        put(v, f->name.p, str_empty(value) ? S("") : run_value_label(r, f, value));
        if (f->type == FORM_CHOICE) /* for wording that depends on it */
            put(v, str_z(c->arena, str_fmt(c->arena, "%.*s_code", STR_ARG(f->name))), value);
    }
    int64_t to = r->seal_up ? seal_up_fresh(r->seal_up)->org : r->to_body;
    put(v, "to_body", to ? org_name(r, to) : S(""));
    put(v, "department", dept_name(r));
    put(v, "received_on", day_format(c->arena, r->m.received));
    put(v, "day", day_format(c->arena, r->day));
    put(v, "reg_no", r->m.reg_no);
    put(v, "basis", m->basis);
    put(v, "refusal", r->refusal);
    put(v, "asked_on", day_format(c->arena, r->asked));
    put(v, "officer_no", c->actor->work_no);
    put(v, "handling_body", org_name(r, r->m.org));
    put(v, "no_skip", app_switch(c, r->m.org, "sw_commitment_no_skip") ? S("1") : S(""));
    put(v, "claim", str_eq(r->m.category, S("CAT_PETITION")) ? S("1") : S(""));
    put_dates(r, v);
    if (r->publish) {
        struct str title, text;
        publish_paper_values(r, &title, &text);
        put(v, "title", title);
        put(v, "body_text", text);
        put(v, "done_how", str_absent(r->outcome) ? S("") : outcome_label(r));
    }
    put_panel(r, v);
    if (r->seal_up) {
        put(v, "stone", id_text(c, r->m.id));
        put(v, "envelope", id_text(c, seal_up_fresh(r->seal_up)->id));
        put(v, "sender", c->actor->work_no);
    }
}

static enum err paper_add(struct run *r, struct str code, int64_t report, const struct key *key,
                          const struct values *v, struct run_paper **ret)
{
    struct run_paper *p;
    /* what goes with sealed paper lies with the upper body: here nothing opens it */
    struct document_new n = { .matter = r->seal_up ? seal_up_fresh(r->seal_up)->id : r->m.id,
                              .report = report,
                              .org = r->seal_up ? r->m.org : 0,
                              .code = code,
                              .key = key,
                              .values = v->items,
                              .value_count = v->n };

    assert(r->paper_count < RUN_PAPERS_MAX);
    p = &r->papers[r->paper_count++];
    *p = (struct run_paper){ .paper = procedure_paper(r->c->app->procedure, code),
                             .report = report,
                             .key = key };
    assert(p->paper);
    TRY(document_prepare(r->c, &n, &p->draft));
    *ret = p;
    return ERR_OK;
}

/* Everybody who reported can log in: it lies there at once. Told by word of mouth or on paper, it
 * is recorded how (T30). */
static void deliver_to_reporter(struct run *r, const struct run_report *rep, struct run_paper *p)
{
    struct str form = run_field(r, "form");

    p->form = S("SYSTEM");
    p->day = ctx_today(r->c);
    if (str_empty(form) || !rep->row.named || str_eq(form, p->form))
        return;
    p->form = form;
    p->day = r->day;
    p->second_officer = r->second_officer;
    p->detail = run_field(r, "reaction");
}

static enum err to_reporters(struct run *r, struct str code, bool named_only,
                             const struct values *v)
{
    for (size_t i = 0; i < r->report_count; i++) {
        struct run_report *rep = &r->reports[i];
        struct values own = *v;
        struct run_paper *p;
        if (named_only && !rep->row.named)
            continue;
        if (!rep->open && r->part.review)
            continue; /* the body above answers who asked it; the others hear of it by the event */
        if (!rep->open)
            return FAULT(&r->c->fault, ERR_DENIED, "vault.no_grant", "a report of the matter");
        assert(str_eq(own.items[0].name, S("findings")));
        TRY(leads_text_for(r, rep, &own.items[0].value));
        TRY(paper_add(r, code, rep->row.report, &rep->kr, &own, &p));
        deliver_to_reporter(r, rep, p);
    }
    return ERR_OK;
}

/* Within this system it is there at once; other bodies get theirs by a way that is recorded later.
 */
static enum err to_file(struct run *r, const struct paper *paper, const struct values *v)
{
    struct run_paper *p;

    if (!r->has_km)
        return FAULT(&r->c->fault, ERR_DENIED, "vault.no_grant", "the matter");
    TRY(paper_add(r, paper->id, 0, r->seal_up ? &seal_up_fresh(r->seal_up)->km : &r->km, v, &p));
    if (r->transfer || r->seal_up) {
        p->form = S("SYSTEM");
        p->day = ctx_today(r->c);
    }
    return ERR_OK;
}

/* N02 is offered to who gave a name; signing it or not changes nothing. */
static enum err offers(struct run *r, const struct values *v)
{
    const struct name_list *l = &r->step.move->offers;

    for (size_t i = 0; i < l->n && app_switch(r->c, r->m.org, "sw_commitment"); i++)
        TRY(to_reporters(r, l->items[i], true, v));
    return ERR_OK;
}

enum err papers_prepare(struct run *r)
{
    const struct name_list *l = &r->step.target->papers;
    struct values v = { .n = 0 };

    if (l->n == 0 && r->step.move->offers.n == 0)
        return ERR_OK;
    values_of(r, &v);
    for (size_t i = 0; i < l->n; i++) {
        const struct paper *p = procedure_paper(r->c->app->procedure, l->items[i]);
        /* ordered to be handled anew: not the end of the way */
        if (str_eq(p->id, S("N19")) && str_eq(run_field(r, "ruling"), S("RV_REDO")))
            continue;
        if (p->to == PAPER_REPORTER)
            TRY(to_reporters(r, p->id, false, &v));
        else
            TRY(to_file(r, p, &v));
    }
    return offers(r, &v);
}

/* ---- inside ---- */

static enum err delivered(struct run *r, const struct run_paper *p, int64_t document)
{
    struct delivery_new n = { .document = document,
                              .form = p->form,
                              .day = p->day,
                              .second_officer = p->second_officer,
                              .detail = p->detail,
                              .key = p->key };

    TRY(delivery_store(r->c, &n));
    for (size_t i = 0; i < p->paper->stop.n; i++)
        TRY(clock_stop(r->c, r->m.id, p->paper->stop.items[i], p->day));
    for (size_t i = 0; i < p->paper->start.n; i++) {
        struct clock k;
        struct clock_start s = { .matter = r->m.id,
                                 .report = p->report,
                                 .org = r->m.org,
                                 .code = p->paper->start.items[i],
                                 .category = r->after.category,
                                 .start = p->day,
                                 .at = r->c->now };
        TRY(clock_start(r->c, &s, &k));
    }
    return str_eq(p->paper->id, S("N02")) ? commitment_offer(r, p->report) : ERR_OK;
}

enum err papers_store(struct run *r)
{
    for (size_t i = 0; i < r->paper_count; i++) {
        struct run_paper *p = &r->papers[i];
        struct str hash;
        int64_t id;
        TRY(document_store(r->c, p->draft, &id, &hash));
        if (!r->document)
            r->document = id;
        if (!str_absent(p->form))
            TRY(delivered(r, p, id));
    }
    return ERR_OK;
}
