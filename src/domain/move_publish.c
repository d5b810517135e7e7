/* move_publish.c - what the steps of SP_OPEN and SP_PUBLISH ask and do beyond their rules (domain
 * 6.3-6.5): the checks before a text goes out, and the rows of its way.
 */
#include <string.h>

#include "base/utf8.h"
#include "domain/move_publish.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/publication.h"
#include "domain/report_seal.h"
#include "domain/statement.h"
#include "gen/queries.h"

#define SOCIETY S("LY_SOCIETY")
#define REASON_MAX 200 /* as in publish.rules */

/* One report's part of a comparison. */
struct compared {
    int64_t report;
    struct str answer, identity, sealed_text, sealed_compare;
    int64_t desk;
    uint32_t generation;
};
struct publish {
    struct publication p;
    struct pub_draft d;
    struct str packed, sealed, hash;
    struct compared reports[EVENT_REPORTS_MAX];
    size_t report_count;
    const struct pub_consent *consents;
    size_t consent_count;
    bool opened;
};

static bool is(const struct run *r, const char *move)
{
    return str_eq(r->step.move->id, str_of(move));
}

static int64_t number_of(struct run *r, const char *field)
{
    int64_t n = 0;

    return str_i64(run_field(r, field), &n) ? n : 0;
}

static int64_t guess_min(struct run *r)
{
    return app_parameter(r->c, r->m.org, S("publish.guess_min"), ctx_today(r->c)).value;
}

/* The publication whose step this is, and its text when the file's key is at hand. */
static enum err found(struct run *r)
{
    struct ctx *c = r->c;
    struct publish *x = r->publish;

    if (!x) {
        x = arena_new_of(c->arena, struct publish);
        if (r->sub.id && !r->step.move->creates)
            TRY(publication_find(c, r->sub.id, &x->p));
        r->publish = x;
    }
    if (!x->p.draft || x->opened || c->actor->kind != ACTOR_OFFICER)
        return ERR_OK;
    TRY(run_keys(r));
    if (!r->has_km)
        return ERR_OK;
    TRY(publication_open(c, &r->km, &x->p, &x->d));
    x->opened = true;
    return ERR_OK;
}

/* ---- open handling ---- */

static enum err mode_allowed(struct run *r, const char *sw)
{
    if (!app_switch(r->c, r->m.org, sw))
        return run_mistake(r, "move", "guard.mode_off");
    if (!r->m.mass_interest)
        return run_mistake(r, "move", "guard.mode_interest");
    if (str_eq(r->m.state, S("ST_INVESTIGATE")))
        return run_mistake(r, "move", "guard.pub_filed");
    return ERR_OK;
}

enum err guard_mode(struct run *r)
{
    return mode_allowed(r, "sw_open_handling");
}

enum err guard_mode_i(struct run *r)
{
    return mode_allowed(r, "sw_open_investigation");
}

/* Where several have reported no single one speaks for all. */
enum err guard_mode_alone(struct run *r)
{
    struct matter_report_list l;

    TRY(matter_reports(r->c, r->m.id, &l));
    return l.n > 1 ? run_mistake(r, "move", "guard.mode_several") : ERR_OK;
}

/* Agreed to, or so many could have known it that nobody can guess who wrote. */
enum err guard_mode_consent(struct run *r)
{
    bool agreed = str_starts(r->sub.state, S("OH_AGREED"));

    if (agreed || number_of(r, "guess") >= guess_min(r))
        return ERR_OK;
    return run_mistake(r, "guess", "guard.mode_guess");
}

static enum err mode_is_on(struct run *r, bool investigation, bool *ret)
{
    struct subproc_list l;

    *ret = false;
    TRY(subproc_open_of(r->c, r->m.id, S("SP_OPEN"), &l));
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.items[i].state, S("OH_ON_I")) ||
            (!investigation && str_eq(l.items[i].state, S("OH_ON"))))
            *ret = true;
    }
    return ERR_OK;
}

/* ---- publication ---- */

/* A filed investigation is nobody's to publish (JCF 42). */
enum err guard_pub_open(struct run *r)
{
    return str_eq(r->m.state, S("ST_INVESTIGATE")) ? run_mistake(r, "move", "guard.pub_filed")
                                                   : ERR_OK;
}

static bool told_by_now(const struct run *r)
{
    const struct state *s = procedure_state(r->c->app->procedure, r->m.state);

    return s && s->code >= 61 && s->code < 90;
}

/* The mode is on; or nobody gave a name, many are concerned, and the body tries it (留坝). */
static enum err in_the_open(struct run *r, bool *ret)
{
    TRY(mode_is_on(r, false, ret));
    *ret = *ret || (!r->m.named && r->m.mass_interest &&
                    app_switch(r->c, r->m.org, "sw_anon_group_feedback"));
    return ERR_OK;
}

/* The text of the meeting at which the result will be told (T31) is planned before it is told. */
static enum err meeting_planned(struct run *r, bool *ret)
{
    *ret = false;
    if (!str_eq(r->m.state, S("ST_CONCLUDED")) ||
        !str_eq(run_field(r, "open_stage"), S("feedback")) ||
        !str_eq(run_field(r, "pub_form"), S("PF_MEETING")))
        return ERR_OK;
    return in_the_open(r, ret);
}

/* What each stage discloses to whom stands in domain 3.4. */
static enum err stage_open(struct run *r)
{
    struct str stage = run_field(r, "open_stage");
    bool on;

    TRY(meeting_planned(r, &on));
    if (on)
        return ERR_OK;
    if (str_eq(stage, S("feedback")) || str_eq(stage, S("remedy")))
        return told_by_now(r) ? ERR_OK : run_mistake(r, "open_stage", "guard.pub_not_told");
    TRY(mode_is_on(r, str_eq(stage, S("check")), &on));
    return on ? ERR_OK : run_mistake(r, "open_stage", "guard.pub_mode");
}

enum err guard_pub_plan(struct run *r)
{
    enum err e = stage_open(r);

    if (e != ERR_OK && e != ERR_INVALID)
        return e;
    TRY(guard_pub_open(r));
    if (!publication_form_fits(run_field(r, "pub_form"), run_field(r, "layer")))
        e = run_mistake(r, "pub_form", "guard.pub_form");
    return e;
}

/* The guess test (domain 6.3 no. 5). */
enum err guard_pub_text(struct run *r)
{
    TRY(found(r));
    if (str_contains(run_field(r, "pub_title"), S("\n")))
        return run_mistake(r, "pub_title", "form.too_long");
    if (str_eq(r->publish->p.layer, SOCIETY) && number_of(r, "guess") < guess_min(r)) {
        fault_field(&r->c->fault, "guess", "guard.pub_guess", guess_min(r));
        return ERR_INVALID;
    }
    return ERR_OK;
}

/* Only an anonymous matter told at a meeting of many (L:留坝), where that is switched on. */
enum err guard_pub_no_consent(struct run *r)
{
    bool named = r->m.named;

    TRY(found(r));
    TRY(run_keys(r));
    for (size_t i = 0; i < r->report_count; i++)
        named = named || r->reports[i].row.named;
    if (named || !app_switch(r->c, r->m.org, "sw_anon_group_feedback") ||
        str_eq(r->publish->p.layer, SOCIETY) || r->publish->d.guess < guess_min(r))
        return run_mistake(r, "outcome", "guard.pub_consent_needed");
    return ERR_OK;
}

static const struct pub_consent *consent_of(struct publish *x, int64_t report)
{
    for (size_t i = 0; i < x->p.consent_count; i++) {
        if (x->p.consents[i].report == report && x->p.consents[i].draft == x->p.draft)
            return &x->p.consents[i];
    }
    return NULL;
}

/* He answers to the text he saw, not to one that took its place. */
enum err guard_pub_hash(struct run *r)
{
    struct str hash = run_field(r, "hash");

    TRY(found(r));
    TRY(publication_consents(r->c, &r->publish->p));
    const struct pub_consent *own = consent_of(r->publish, r->own_report);
    if (!own || !str_eq(str_hex(r->c->arena, own->hash.p, own->hash.n), hash))
        return run_mistake(r, "hash", "publication.text_changed");
    return ERR_OK;
}

static enum err all_agreed(struct run *r)
{
    struct publish *x = r->publish;

    TRY(publication_consents(r->c, &x->p));
    TRY(run_keys(r));
    for (size_t i = 0; i < r->report_count; i++) {
        const struct pub_consent *k = consent_of(x, r->reports[i].row.report);
        bool asked = str_eq(r->sub.state, S("PB_CONSENT"));
        if (!k || !str_eq(k->answer, asked ? S("YES") : S("NONE")))
            return run_mistake(r, "move", "guard.pub_consent");
        if (str_eq(k->identity, S("WAITING")))
            return run_mistake(r, "move", "guard.pub_compare");
        if (str_eq(k->identity, S("HIT")))
            return run_mistake(r, "move", "guard.pub_reporter");
    }
    return ERR_OK;
}

/* The accused is named in the words of a bulletin, and only after a finding against him. */
static enum err finding_stands(struct run *r, bool *ret)
{
    struct lead_list leads;

    *ret = false;
    TRY(lead_list_read(r->c, r->m.id, NULL, &leads));
    for (size_t i = 0; i < leads.n; i++) {
        if (str_eq(leads.items[i].finding, S("FIND_TRUE")) ||
            str_eq(leads.items[i].finding, S("FIND_PART")))
            *ret = true;
    }
    return ERR_OK;
}

struct str publish_hit_field(struct arena *a, size_t i)
{
    return str_fmt(a, "cleared.%zu", i + 1);
}

/* One by one, each with its reason; what must never be public is not his to clear. */
static enum err hits_cleared(struct run *r)
{
    const struct pub_hits *h = &r->publish->d.hits;
    bool found_true;
    enum err e = ERR_OK;

    TRY(finding_stands(r, &found_true));
    if (h->more)
        return run_mistake(r, "move", "guard.pub_too_many");
    for (size_t i = 0; i < h->n; i++) {
        struct str field = publish_hit_field(r->c->arena, i);
        const char *name = str_z(r->c->arena, field);
        if (pub_hit_never(h->items[i].kind))
            e = run_mistake(r, name, "guard.pub_never");
        else if (h->items[i].kind == PUB_HIT_NAME && !found_true)
            e = run_mistake(r, name, "guard.pub_name");
        else if (utf8_count(str_trim(run_value(r, field))) < 2)
            e = run_mistake(r, name, "guard.pub_clear");
        else if (utf8_count(run_value(r, field)) > REASON_MAX)
            e = run_mistake(r, name, "form.too_long");
    }
    return e;
}

enum err guard_pub_approve(struct run *r)
{
    TRY(found(r));
    struct publish *x = r->publish;
    if (x->p.drafter == r->actor)
        return run_mistake(r, "move", "guard.pub_two");
    if (str_eq(x->p.layer, SOCIETY) && !(r->roles & (RO_DEPUTY | RO_PRINCIPAL)))
        return run_mistake(r, "move", "guard.pub_deputy");
    if (!x->p.checker || !x->opened)
        return run_mistake(r, "move", "guard.pub_compare");
    TRY(all_agreed(r));
    return hits_cleared(r);
}

static bool outside_page(struct str s)
{
    return str_starts(s, S("https://")) || str_starts(s, S("http://"));
}

enum err guard_pub_post(struct run *r)
{
    struct ctx *c = r->c;
    struct str address = run_field(r, "address");
    struct parameter least = app_parameter(c, r->m.org, S("D37.min"), ctx_today(c));
    struct day to;

    TRY(found(r));
    if (!publication_form_fits(run_field(r, "pub_form"), r->publish->p.layer))
        return run_mistake(r, "pub_form", "guard.pub_form");
    if (!str_empty(address) && !app_switch(c, r->m.org, "sw_ext_post"))
        return run_mistake(r, "address", "guard.pub_outside");
    if (!str_empty(address) && !outside_page(address))
        return run_mistake(r, "address", "guard.pub_address");
    if (day_parse(run_field(r, "to_on"), &to) &&
        to.n < deadline_due(app_calendar(c->app), ctx_today(c), parameter_term(&least)).day.n) {
        fault_field(&c->fault, "to_on", "guard.pub_days", least.value);
        return ERR_INVALID;
    }
    return ERR_OK;
}

enum err guard_pub_meeting(struct run *r)
{
    TRY(found(r));
    TRY(publication_postings(r->c, &r->publish->p));
    for (size_t i = 0; i < r->publish->p.posting_count; i++) {
        if (str_eq(r->publish->p.postings[i].form, S("PF_MEETING")))
            return ERR_OK;
    }
    return run_mistake(r, "move", "guard.pub_no_meeting");
}

/* ---- told at a meeting (T31) ---- */

enum err guard_open_handling(struct run *r)
{
    bool open;

    TRY(in_the_open(r, &open));
    return open ? ERR_OK : run_mistake(r, "move", "guard.open_handling");
}

static enum err posted_as_meeting(struct run *r, struct publication *p, bool *ret)
{
    *ret = false;
    if (!str_eq(p->state, S("LIVE")))
        return ERR_OK;
    TRY(publication_postings(r->c, p));
    for (size_t i = 0; i < p->posting_count; i++)
        *ret = *ret || str_eq(p->postings[i].form, S("PF_MEETING"));
    return ERR_OK;
}

/* Only a text that passed the ten checks is read out; the record of the meeting names it. */
enum err guard_open_meeting(struct run *r)
{
    struct publication_list l;

    TRY(publication_list(r->c, r->m.id, &l));
    for (size_t i = 0; i < l.n; i++) {
        struct publication p = l.items[i];
        bool meeting;
        TRY(posted_as_meeting(r, &p, &meeting));
        if (!meeting || !str_eq(p.stage, S("feedback")))
            continue;
        r->publish = arena_new_of(r->c->arena, struct publish);
        r->publish->p = p;
        r->publish->d = (struct pub_draft){ .title = p.title, .text = p.text };
        r->publish->opened = true;
        return ERR_OK;
    }
    return run_mistake(r, "move", "guard.open_meeting");
}

/* ---- compared with the report ---- */

struct needles {
    struct pub_needle items[PUB_NEEDLES_MAX];
    size_t n;
    struct str sources[PUB_SOURCES_MAX];
    size_t source_count;
};

static void needle(struct needles *l, enum pub_hit_kind kind, struct str value)
{
    if (!str_empty(value) && l->n < PUB_NEEDLES_MAX)
        l->items[l->n++] = (struct pub_needle){ kind, value };
}

static void source(struct needles *l, struct str value)
{
    if (!str_empty(value) && l->source_count < PUB_SOURCES_MAX)
        l->sources[l->source_count++] = value;
}

static void needles_of(struct needles *l, const struct report_view *v)
{
    const struct report_form *f = &v->form;

    for (size_t i = 0; i < f->witness_count; i++)
        needle(l, PUB_HIT_WITNESS, f->witnesses[i]);
    needle(l, PUB_HIT_NUMBER, v->number);
    for (size_t i = 0; i < f->subject_count; i++) {
        needle(l, PUB_HIT_NAME, f->subjects[i].name);
        needle(l, PUB_HIT_UNIT, f->subjects[i].unit);
        needle(l, PUB_HIT_POST, f->subjects[i].post);
    }
    needle(l, PUB_HIT_PLACE, f->fact_place);
    const struct str words[] = { f->narrative, f->title, f->knowledge, f->wish };
    for (size_t i = 0; i < COUNT_OF(words); i++)
        source(l, words[i]);
}

static enum err seal_for(struct run *r, struct run_report *rep, struct compared *k)
{
    struct publish *x = r->publish;
    struct report_row row;
    struct desk id;

    *k = (struct compared){ .report = rep->row.report,
                            .answer =
                                str_eq(r->step.target->name, S("ask")) ? S("WAITING") : S("NONE"),
                            .identity = S("NONE") };
    k->sealed_text =
        record_seal(r->c, &rep->kr, consent_place(x->p.id, k->report, x->p.draft), x->packed, true);
    TRY(report_row_find(r->c, k->report, &row));
    if (str_absent(row.sealed_identity))
        return ERR_OK;
    TRY(desk_find(r->c, row.identity_desk, &id));
    k->identity = S("WAITING");
    k->desk = id.id;
    k->generation = id.generation;
    return publication_seal_compare(r->c, x->p.id, k->report, x->p.draft, &id, x->packed,
                                    &k->sealed_compare);
}

/* What is shown to the reporter is the text alone, without what was found in it. */
static struct str packed_bare(struct run *r)
{
    struct pub_draft bare = r->publish->d;

    bare.hits = (struct pub_hits){ .n = 0 };
    return pub_draft_pack(r->c->arena, &bare);
}

static enum err publish_compared(struct run *r)
{
    struct ctx *c = r->c;
    struct needles *l = arena_new_of(c->arena, struct needles);
    struct lead_list leads;

    TRY(found(r));
    struct publish *x = r->publish;
    if (!x->opened)
        return FAULT(&c->fault, ERR_DENIED, "vault.no_grant", "the matter");
    TRY(lead_list_read(c, r->m.id, &r->km, &leads));
    for (size_t i = 0; i < leads.n; i++)
        source(l, leads.items[i].facts);
    for (size_t i = 0; i < r->report_count; i++) {
        TRY(run_report_view(r, &r->reports[i]));
        needles_of(l, &r->reports[i].view);
    }
    const struct pub_text t = { x->d.title, x->d.text, str_eq(x->p.layer, SOCIETY) };
    pub_screen(c->arena, &t, l->items, l->n, l->sources, l->source_count, &x->d.hits);
    x->packed = packed_bare(r);
    uint8_t h[32];
    pub_hash(c->arena, x->d.salt, x->d.title, x->d.text, h);
    x->hash = str_dup(c->arena, str_bytes((const char *)h, sizeof(h)));
    for (size_t i = 0; i < r->report_count; i++)
        TRY(seal_for(r, &r->reports[i], &x->reports[x->report_count++]));
    x->sealed = record_seal(c, &r->km, publication_place(&x->p, x->p.draft),
                            pub_draft_pack(c->arena, &x->d), true);
    return ERR_OK;
}

/* ---- prepared ---- */

static enum err publish_planned(struct run *r)
{
    TRY(found(r));
    r->publish->p.id = ctx_random_id(r->c);
    /* those who write and approve get the file's key, and no report's */
    TRY(grants_to_role_km(r, r->m.org, RO_PUBLISHER));
    TRY(grants_to_role_km(r, r->m.org, RO_PUB_APPROVER));
    return grants_to_role_km(r, r->m.org, RO_DEPUTY);
}

static enum err publish_drafted(struct run *r)
{
    struct ctx *c = r->c;

    TRY(found(r));
    struct publish *x = r->publish;
    uint8_t salt[PUBLICATION_SALT];
    ctx_random(c, salt, sizeof(salt));
    x->d =
        (struct pub_draft){ .salt = str_dup(c->arena, str_bytes((const char *)salt, sizeof(salt))),
                            .title = str_trim(run_field(r, "pub_title")),
                            .text = str_trim(run_field(r, "pub_text")),
                            .guess = number_of(r, "guess") };
    x->sealed = record_seal(c, &r->km, publication_place(&x->p, x->p.draft + 1),
                            pub_draft_pack(c->arena, &x->d), true);
    return ERR_OK;
}

static enum err publish_posted(struct run *r)
{
    uint8_t h[32];

    TRY(found(r));
    struct publish *x = r->publish;
    if (!x->opened)
        return FAULT(&r->c->fault, ERR_DENIED, "vault.no_grant", "the matter");
    pub_hash(r->c->arena, x->d.salt, x->d.title, x->d.text, h);
    x->hash = str_dup(r->c->arena, str_bytes((const char *)h, sizeof(h)));
    return ERR_OK;
}

/* Who came into the file to publish leaves it when nothing is being published any more. */
static enum err publishers_leave(struct run *r)
{
    const uint32_t stay = RO_DEPUTY | RO_PRINCIPAL | RO_HANDLER | RO_HD_HEAD | RO_PO_HEAD |
                          RO_SCREENER | RO_CADRE_SUP;
    struct subproc_list open;
    struct officer_list l;

    TRY(subproc_open_of(r->c, r->m.id, S("SP_PUBLISH"), &open));
    if (open.n > 1)
        return ERR_OK;
    TRY(officer_list(r->c, r->m.org, RO_PUBLISHER | RO_PUB_APPROVER, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (!(l.items[i].roles & stay))
            grants_from_officer(r, l.items[i].id);
    }
    return ERR_OK;
}

enum err publish_prepare(struct run *r)
{
    bool ends = r->step.to->terminal;

    if (is(r, "PB1"))
        return publish_planned(r);
    if (is(r, "PB2"))
        return publish_drafted(r);
    if (is(r, "PB3"))
        return publish_compared(r);
    if (is(r, "PB6"))
        return publish_posted(r);
    TRY(found(r));
    return ends ? publishers_leave(r) : ERR_OK;
}

void publish_paper_values(struct run *r, struct str *ret_title, struct str *ret_text)
{
    bool any = r->publish && r->publish->opened;

    *ret_title = any ? r->publish->d.title : S("");
    *ret_text = any ? r->publish->d.text : S("");
}

/* ---- stored ---- */

static enum err moved_on(struct ctx *c)
{
    return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "the text is another by now");
}

static enum err store_plan(struct run *r)
{
    struct day due = DAY_NONE;
    int64_t area = r->m.area > 999999 ? r->m.area / 1000 : r->m.area;
    bool must = str_eq(run_field(r, "must"), S("true"));

    if (must && !day_parse(run_field(r, "due_on"), &due))
        due = DAY_NONE;
    return store_run(r->c, Q_PUBLICATION_ADD, NULL, INT(r->publish->p.id), INT(r->sub.id),
                     INT(r->m.id), INT(r->m.org), INT(area), TEXT(run_field(r, "open_stage")),
                     TEXT(run_field(r, "open_what")), TEXT(run_field(r, "open_part")),
                     TEXT(run_field(r, "layer")), TEXT(run_field(r, "pub_form")), INT(must),
                     DAY(due));
}

static enum err store_draft(struct run *r)
{
    const struct publish *x = r->publish;
    struct rows done;

    TRY(store_run(r->c, Q_PUBLICATION_DRAFTED, &done, INT(x->p.draft + 1), INT(r->actor),
                  BLOB(x->sealed), INT(x->p.id), INT(x->p.draft)));
    return done.n ? ERR_OK : moved_on(r->c);
}

static enum err store_compared(struct run *r)
{
    const struct publish *x = r->publish;
    struct ctx *c = r->c;
    struct rows done;

    TRY(store_run(c, Q_PUBLICATION_COMPARED, &done, INT(r->actor), BLOB(x->sealed), INT(x->p.id),
                  INT(x->p.draft)));
    if (done.n == 0)
        return moved_on(c);
    for (size_t i = 0; i < x->report_count; i++) {
        const struct compared *k = &x->reports[i];
        TRY(store_run(c, Q_CONSENT_PUT, NULL, INT(x->p.id), INT(k->report), INT(x->p.draft),
                      BLOB(x->hash), TEXT(k->answer), DAY(ctx_today(c)), TEXT(k->identity),
                      k->desk ? INT(k->desk) : NONE, k->desk ? INT(k->generation) : NONE,
                      BLOB(k->sealed_text), BLOB(k->sealed_compare)));
    }
    return ERR_OK;
}

static enum err store_answer(struct run *r)
{
    const struct publish *x = r->publish;
    bool yes = str_eq(r->step.target->name, S("yes"));
    struct rows done;

    TRY(store_run(r->c, Q_CONSENT_ANSWERED, &done, TEXT(yes ? S("YES") : S("NO")),
                  DAY(ctx_today(r->c)), INT(x->p.id), INT(r->own_report), INT(x->p.draft)));
    return done.n ? ERR_OK : moved_on(r->c);
}

static enum err store_posting(struct run *r)
{
    const struct publish *x = r->publish;
    struct ctx *c = r->c;
    struct day to;
    struct str address = run_field(r, "address");

    if (!day_parse(run_field(r, "to_on"), &to))
        to = ctx_today(c);
    TRY(store_run(c, Q_PUBLICATION_MADE_LIVE, NULL, BLOB(x->hash), BLOB(x->d.salt),
                  TEXT(x->d.title), TEXT(x->d.text), DAY(ctx_today(c)), INT(x->p.id)));
    TRY(statement_published(c, x->p.id, r->m.org, run_field(r, "pub_form"), x->hash, to));
    return store_run(c, Q_POSTING_ADD, NULL, INT(ctx_random_id(c)), INT(x->p.id), INT(r->m.org),
                     TEXT(run_field(r, "pub_form")), TEXT(x->p.layer), TEXT(run_field(r, "place")),
                     str_empty(address) ? NONE : TEXT(address), DAY(ctx_today(c)), DAY(to));
}

static enum err store_taken_down(struct run *r)
{
    bool correct = str_eq(r->step.target->name, S("correct"));
    struct ctx *c = r->c;
    int64_t id = r->publish->p.id;

    TRY(store_run(c, Q_POSTING_END_ALL, NULL, DAY(ctx_today(c)), INT(id)));
    TRY(statement_taken_down(c, id, r->m.org, correct));
    return store_run(c, Q_PUBLICATION_TAKEN_DOWN, NULL, TEXT(correct ? S("PLAN") : S("WITHDRAWN")),
                     DAY(ctx_today(c)), INT(id));
}

enum err publish_store(struct run *r)
{
    struct ctx *c = r->c;

    if (is(r, "PB1"))
        return store_plan(r);
    if (is(r, "PB2"))
        return store_draft(r);
    if (is(r, "PB3"))
        return store_compared(r);
    if (is(r, "PB4"))
        return store_answer(r);
    if (is(r, "PB6"))
        return store_posting(r);
    if (is(r, "PB8"))
        return store_taken_down(r);
    if (is(r, "PB9"))
        return store_run(c, Q_PUBLICATION_EXPIRED, NULL, DAY(ctx_today(c)), INT(r->publish->p.id));
    if (is(r, "PB10"))
        return store_run(c, Q_PUBLICATION_DROPPED, NULL, DAY(ctx_today(c)), INT(r->publish->p.id));
    return ERR_OK;
}

/* How many hits the approver has to clear, for the form. */
enum err publish_hits(struct run *r, struct pub_hits *ret)
{
    *ret = (struct pub_hits){ .n = 0 };
    TRY(found(r));
    if (r->publish->opened)
        *ret = r->publish->d.hits;
    return ERR_OK;
}
