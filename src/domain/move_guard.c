/* move_guard.c - the guards that the rules files name. Those that need no field are asked before a
 * form is shown. Each says ERR_OK, or ERR_INVALID with the field to blame ("move": none of them).
 */
#include <assert.h>

#include "base/utf8.h"
#include "domain/move_parts.h"
#include "domain/move_publish.h"
#include "domain/org.h"
#include "domain/panel_parts.h"
#include "gen/queries.h"

static bool claim(const struct run *r)
{
    return str_eq(r->m.category, S("CAT_PETITION"));
}

static enum err g_claim(struct run *r)
{
    return claim(r) ? ERR_OK : run_mistake(r, "move", "guard.claim");
}

static enum err g_not_claim(struct run *r)
{
    return claim(r) ? run_mistake(r, "move", "guard.not_claim") : ERR_OK;
}

/* Who came in person or called is told where to go; paper and the web are passed on (CC 13). */
static enum err g_channel_passes_on(struct run *r)
{
    static const char *const told[] = { "CH_VISIT", "CH_PHONE", "CH_LEADER_DAY" };

    for (size_t i = 0; i < COUNT_OF(told); i++) {
        if (str_eq(r->m.channel, str_of(told[i])))
            return run_mistake(r, "move", "guard.channel_passes_on");
    }
    return ERR_OK;
}

/* The screening is opened by another person than the one who registered it. */
static enum err g_other_person(struct run *r)
{
    struct rows last;

    TRY(store_run(r->c, Q_MOVE_LAST_OFFICER, &last, INT(r->m.id), TEXT(S("T02"))));
    if (last.n && cell(&last, 0, 0)->i == r->actor)
        return run_mistake(r, "move", "guard.other_person");
    return ERR_OK;
}

static enum err g_supplement_once(struct run *r)
{
    struct parameter p = app_parameter(r->c, r->m.org, S("supplement.times"), ctx_today(r->c));
    struct rows n;

    TRY(store_run(r->c, Q_MOVE_TIMES, &n, INT(r->m.id), TEXT(S("T05"))));
    if (cell(&n, 0, 0)->i >= p.value)
        return run_mistake(r, "move", "guard.supplement_once");
    return ERR_OK;
}

static enum err g_accused_above(struct run *r)
{
    if (org_parent(app_orgs(r->c->app), r->m.org) == 0)
        return run_mistake(r, "route", "guard.no_upper");
    return ERR_OK;
}

static enum err g_to_below(struct run *r)
{
    struct desk desk;

    if (!r->to_body)
        return ERR_OK; /* the field says so already */
    if (r->to_body == r->m.org || !org_is_within(app_orgs(r->c->app), r->to_body, r->m.org))
        return run_mistake(r, "to_body", "guard.to_below");
    enum err e = desk_own(r->c, r->to_body, "po", 0, &desk);
    if (e == ERR_NOT_FOUND) {
        fault_clear(&r->c->fault);
        return run_mistake(r, "to_body", "guard.not_living");
    }
    return e;
}

/* ---- never to the accused's own unit ---- */

#define UNIT_LIKE_MIN 4 /* characters: shorter names are part of too many */

static bool same_unit(struct ctx *c, struct str a, struct str b)
{
    struct str x = utf8_squeezed(c->arena, a), y = utf8_squeezed(c->arena, b);

    if (x.n == 0 || y.n == 0)
        return false;
    if (str_eq(x, y))
        return true;
    return (utf8_count(y) >= UNIT_LIKE_MIN && str_contains(x, y)) ||
           (utf8_count(x) >= UNIT_LIKE_MIN && str_contains(y, x));
}

static enum err subject_sits_there(struct run *r, const struct report_subject *s, bool *ret)
{
    struct route_subject who = { s->name, s->unit, s->post, s->level };
    struct person p;

    if (!r->to_body) {
        *ret = same_unit(r->c, s->unit, run_field(r, "right_body"));
        return ERR_OK;
    }
    const struct org *o = org_find(app_orgs(r->c->app), r->to_body);
    TRY(person_find(r->c, r->to_body, &who, &p));
    *ret = (p.kind != PERSON_NONE && p.kind != PERSON_CADRE && p.org == r->to_body) ||
           same_unit(r->c, s->unit, o->name);
    return ERR_OK;
}

static enum err g_to_not_accused(struct run *r)
{
    TRY(run_keys(r));
    for (size_t i = 0; i < r->report_count; i++) {
        TRY(run_report_view(r, &r->reports[i]));
        const struct report_form *f = &r->reports[i].view.form;
        for (size_t k = 0; k < f->subject_count; k++) {
            bool there;
            TRY(subject_sits_there(r, &f->subjects[k], &there));
            if (there)
                return run_mistake(r, r->to_body ? "to_body" : "right_body",
                                   "guard.to_not_accused");
        }
    }
    return ERR_OK;
}

/* ---- other matters ---- */

static bool handled_elsewhere(const struct matter *m)
{
    static const char *const states[] = { "ST_RECEIVED", "ST_REGISTERED", "ST_FILED_REPEAT",
                                          "ST_WITHDRAWN", "ST_TOMBSTONE" };

    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (str_eq(m->state, str_of(states[i])))
            return true;
    }
    return m->lead_matter != 0;
}

static enum err g_lead_matter(struct run *r)
{
    if (!r->other.id)
        return ERR_OK;
    if (r->other.id == r->m.id || handled_elsewhere(&r->other))
        return run_mistake(r, "lead_matter", "guard.lead_matter");
    return ERR_OK;
}

static enum err g_other_matter(struct run *r)
{
    struct rows merged;

    if (!r->other.id)
        return ERR_OK;
    if (str_eq(run_field(r, "way"), S("unmerge")))
        return r->other.lead_matter == r->m.id && !str_eq(r->other.state, S("ST_FILED_REPEAT"))
                   ? ERR_OK
                   : run_mistake(r, "other_matter", "guard.not_merged");
    const struct state *s = procedure_state(r->c->app->procedure, r->other.state);
    TRY(store_run(r->c, Q_MOVE_MERGED_INTO, &merged, INT(r->other.id)));
    if (r->other.id == r->m.id || handled_elsewhere(&r->other) || merged.n || s->terminal ||
        r->m.lead_matter)
        return run_mistake(r, "other_matter", "guard.other_matter");
    return ERR_OK;
}

/* ---- checks, findings, telling ---- */

static enum err g_second_officer(struct run *r)
{
    if (r->second_officer && r->second_officer == r->actor)
        return run_mistake(r, "second_officer", "guard.second_officer");
    return ERR_OK;
}

/* At the latest when the recheck is due anyway. */
static enum err g_recheck_date(struct run *r)
{
    struct day d;

    if (!day_parse(run_field(r, "recheck_on"), &d))
        return ERR_OK;
    return d.n <= run_due_planned(r, S("D14"), CLOCK_START).n
               ? ERR_OK
               : run_mistake(r, "recheck_on", "guard.recheck_date");
}

static enum err g_findings(struct run *r)
{
    return r->leads.n > 0 ? ERR_OK : run_mistake(r, "findings", "guard.findings");
}

static enum err g_delivery(struct run *r)
{
    struct str form = run_field(r, "form");
    bool system = str_eq(form, S("SYSTEM"));

    TRY(g_second_officer(r));
    if (!system && !r->m.named && !str_empty(form)) /* nobody knows whom to call */
        return run_mistake(r, "form", "guard.delivery_anonymous");
    return ERR_OK;
}

static enum err g_entrusted_told(struct run *r)
{
    struct rows child;

    TRY(store_run(r->c, Q_MOVE_CHILD_TOLD, &child, INT(r->m.id)));
    return child.n ? ERR_OK : run_mistake(r, "move", "guard.entrusted_told");
}

/* ---- remedies ---- */

static enum err g_not_handler(struct run *r)
{
    return r->actor != r->m.handler ? ERR_OK : run_mistake(r, "move", "guard.not_handler");
}

/* The end is final but for new facts (XF 36). */
static enum err g_reopen(struct run *r)
{
    struct str reason = run_field(r, "reason");

    if (str_eq(r->m.state, S("ST_FINAL")) && !str_empty(reason) && !str_eq(reason, S("new_facts")))
        return run_mistake(r, "reason", "guard.reopen");
    return ERR_OK;
}

static enum err g_extension(struct run *r)
{
    struct str code = run_field(r, "clock");
    struct clock k;
    bool found;

    if (str_empty(code))
        return ERR_OK;
    /* the panel extends its own term (BJ 50), the handling body its own */
    if ((str_eq(code, S("D21")) || str_eq(code, S("D23"))) != r->part.review)
        return run_mistake(r, "clock", "guard.extension_whose");
    TRY(clock_running(r->c, r->m.id, code, &k, &found));
    if (!found || !str_eq(k.state, S("RUNNING")))
        return run_mistake(r, "clock", "guard.extension_none");
    if (k.extensions > 0)
        return run_mistake(r, "clock", "guard.extension_twice");
    /* told before the old date is over (XF 34) */
    return ctx_today(r->c).n <= k.due.n ? ERR_OK : run_mistake(r, "clock", "guard.extension_late");
}

/* Of moves that are not offered yet, or not made here: report.c looks after the undo time. */
static enum err g_not_here(struct run *r)
{
    return run_mistake(r, "move", "move.later");
}

static const struct {
    const char *name;
    enum err (*check)(struct run *r);
    bool before_fields; /* asks no field: decides whether the form is offered */
} guards[] = {
    { "G_ACCUSED_ABOVE", g_accused_above, true },
    { "G_BREACH", g_not_here, true },
    { "G_CHANNEL_PASSES_ON", g_channel_passes_on, true },
    { "G_CLAIM", g_claim, true },
    { "G_DELIVERY", g_delivery, false },
    { "G_ENTRUSTED_TOLD", g_entrusted_told, true },
    { "G_CITY_APPROVES", guard_city_approves, false },
    { "G_EXTENSION", g_extension, false },
    { "G_FOUND_FALSE", guard_found_false, true },
    { "G_HEARERS", guard_hearers, false },
    { "G_HEARING_FORM", guard_hearing_form, false },
    { "G_HEARING_OPEN", guard_hearing_open, true },
    { "G_NAMED", guard_named, true },
    { "G_PROTECT_ENDS", guard_protect_ends, false },
    { "G_PANEL_ANSWER", guard_panel_answer, false },
    { "G_PANEL_COPY", guard_panel_copy, false },
    { "G_PANEL_COUNTED", guard_panel_counted, true },
    { "G_PANEL_MEMBER", guard_panel_member, false },
    { "G_PANEL_OPINION", guard_panel_opinion, true },
    { "G_PANEL_OPINIONS", guard_panel_opinions, true },
    { "G_PANEL_SEATED", guard_panel_seated, true },
    { "G_PANEL_SIGN", guard_panel_sign, true },
    { "G_PANEL_VOTE", guard_panel_vote, true },
    { "G_FINDINGS", g_findings, true },
    { "G_HELD", g_not_here, true },
    { "G_LEAD_MATTER", g_lead_matter, false },
    { "G_MATTER", g_not_here, true },
    { "G_MODE", guard_mode, true },
    { "G_MODE_ALONE", guard_mode_alone, true },
    { "G_MODE_CONSENT", guard_mode_consent, false },
    { "G_MODE_I", guard_mode_i, true },
    { "G_NOT_CLAIM", g_not_claim, true },
    { "G_NOT_HANDLER", g_not_handler, true },
    { "G_OPEN_HANDLING", guard_open_handling, true },
    { "G_OPEN_MEETING", guard_open_meeting, true },
    { "G_NEW_OPINION", guard_new_opinion, false },
    { "G_NOT_SETTLED", guard_not_settled, true },
    { "G_ORDERED_REDO", guard_ordered_redo, true },
    { "G_OTHER_MATTER", g_other_matter, false },
    { "G_OTHER_OFFICERS", guard_other_officers, false },
    { "G_OTHER_PERSON", g_other_person, true },
    { "G_PUB_APPROVE", guard_pub_approve, false },
    { "G_PUB_HASH", guard_pub_hash, false },
    { "G_PUB_MEETING", guard_pub_meeting, false },
    { "G_PUB_NO_CONSENT", guard_pub_no_consent, false },
    { "G_PUB_OPEN", guard_pub_open, true },
    { "G_PUB_PLAN", guard_pub_plan, false },
    { "G_PUB_POST", guard_pub_post, false },
    { "G_PUB_TEXT", guard_pub_text, false },
    { "G_RECHECK_DATE", g_recheck_date, false },
    { "G_REOPEN", g_reopen, false },
    { "G_REPEATED", guard_repeated, true },
    { "G_REVIEWER", guard_reviewer, true },
    { "G_REVIEW_OPEN", guard_review_open, true },
    { "G_REVIEW_TERM", guard_review_term, true },
    { "G_RN_DESK", guard_rn_desk, true },
    { "G_RN_ONCE", guard_rn_once, true },
    { "G_RN_TRIES", guard_rn_tries, true },
    { "G_RN_TRY", guard_rn_try, true },
    { "G_RULING_REDO", guard_ruling_redo, false },
    { "G_RULING_STANDS", guard_ruling_stands, false },
    { "G_SECOND_OFFICER", g_second_officer, false },
    { "G_SUPPLEMENT_ONCE", g_supplement_once, true },
    { "G_TO_BELOW", g_to_below, false },
    { "G_TO_NOT_ACCUSED", g_to_not_accused, false },
    { "G_WITHIN_UNDO", g_not_here, true },
};

static enum err guard_run(struct run *r, struct str name, bool before_fields)
{
    for (size_t i = 0; i < COUNT_OF(guards); i++) {
        if (!str_eq(str_of(guards[i].name), name))
            continue;
        if (before_fields && !guards[i].before_fields)
            return ERR_OK;
        return guards[i].check(r);
    }
    assert(!"guard.c names a guard that has no function here");
    return ERR_STORE;
}

enum err run_guards(struct run *r, bool before_fields)
{
    const struct name_list *names = &r->step.target->guards;

    for (size_t i = 0; i < names->n; i++)
        TRY(guard_run(r, names->items[i], before_fields));
    return ERR_OK;
}

bool run_guard_holds(struct run *r, struct str name)
{
    struct fault before = r->c->fault;
    enum err e = guard_run(r, name, false);

    r->c->fault = before;
    return e == ERR_OK;
}
