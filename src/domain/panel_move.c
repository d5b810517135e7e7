/* panel_move.c - what the steps of representation, consultation and hearing do to seats, copies,
 * notes and votes, and their guards (domain 3.5 MR, EC, HR). */
#include <assert.h>

#include "base/utf8.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/panel_parts.h"
#include "domain/pub_screen.h"
#include "domain/report_seal.h"
#include "domain/rowmac.h"
#include "domain/words.h"
#include "gen/queries.h"
#include "i18n/i18n.h"

#define NEW_SEATS_MAX 12 /* nine hearers, a chair, a recorder */

struct new_check {
    int64_t id, seat, report, org, desk;
    uint32_t generation;
    struct str sealed;
};
struct panel_run {
    struct panel p;
    bool found; /* it was begun before */
    bool seated;
    struct panel_seat seat; /* of who acts by code */
    struct panel_member member;
    struct key kd;
    struct grant_row grants[3];
    size_t grant_count;
    struct panel_seat fresh[NEW_SEATS_MAX];
    size_t fresh_count;
    struct new_check checks[EVENT_REPORTS_MAX];
    size_t check_count;
    struct str sealed; /* copy, record, vote or note */
    struct day until, seen;
    int64_t note, upper;
    struct panel_words words;
};

static bool is(const struct run *r, const char *move)
{
    return str_eq(r->step.move->id, str_of(move));
}

static bool any(const struct run *r, const char *const *moves, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (is(r, moves[i]))
            return true;
    }
    return false;
}

/* The panel of the sub-procedure at hand, and the seat of who acts. */
static enum err found(struct run *r)
{
    struct ctx *c = r->c;
    struct panel of;

    if (!r->panel)
        r->panel = arena_new_of(c->arena, struct panel_run);
    struct panel_run *x = r->panel;
    if (r->sub.id && x->p.subproc != r->sub.id) {
        *x = (struct panel_run){ .until = DAY_NONE };
        TRY(panel_find(c, r->sub.id, &x->p, &x->found));
        x->p.subproc = r->sub.id;
    }
    if (c->actor->kind == ACTOR_PANEL && !x->seated) {
        TRY(panel_own_seat(c, &x->seat, &of));
        x->seated = true;
    }
    return ERR_OK;
}

bool panel_secret_field(struct str name)
{
    return str_eq(name, S("vote"));
}

struct panel_words panel_words(const struct run *r)
{
    return r->panel ? r->panel->words : (struct panel_words){ 0 };
}

/* ---- guards ---- */

static enum err member_of(struct run *r, struct panel_member *ret)
{
    bool experts = str_eq(r->step.move->of->id, S("SP_CONSULT"));
    struct panel_member_list l;

    TRY(panel_members_serving(r->c, r->m.org, experts, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].id == r->member) {
            *ret = l.items[i];
            return ERR_OK;
        }
    }
    return run_mistake(r, "member", "form.option");
}

struct str panel_member_words(struct run *r, struct str value)
{
    struct fault before = r->c->fault;
    struct panel_member m;

    if (member_of(r, &m) != ERR_OK) {
        r->c->fault = before;
        return value;
    }
    return str_fmt(r->c->arena, "%.*s（%.*s）", STR_ARG(m.name), STR_ARG(m.unit));
}

/* From another village and unit than the accused and the place of the facts; not the accused. */
static enum err near_the_accused(struct run *r, const struct panel_member *m, bool *ret)
{
    struct arena *a = r->c->arena;

    *ret = false;
    TRY(run_keys(r));
    for (size_t i = 0; i < r->report_count && !*ret; i++) {
        TRY(run_report_view(r, &r->reports[i]));
        const struct report_form *f = &r->reports[i].view.form;
        *ret = panel_same_place(a, f->fact_place, m->unit);
        for (size_t k = 0; k < f->subject_count; k++)
            *ret = *ret || panel_same_place(a, f->subjects[k].unit, m->unit) ||
                   str_eq(utf8_squeezed(a, f->subjects[k].name), utf8_squeezed(a, m->name));
    }
    return ERR_OK;
}

enum err guard_panel_member(struct run *r)
{
    struct panel_member m;
    struct rows sits;
    bool near;

    if (!r->member)
        return ERR_OK; /* the field says so already */
    TRY(member_of(r, &m));
    TRY(store_run(r->c, Q_PANEL_SEATED, &sits, INT(r->m.id), INT(m.id)));
    if (sits.n)
        return run_mistake(r, "member", "guard.member_sits");
    TRY(near_the_accused(r, &m, &near));
    return near ? run_mistake(r, "member", "guard.member_near") : ERR_OK;
}

static const char *refusal_of(enum pub_hit_kind k)
{
    switch (k) {
    case PUB_HIT_REPORTER:
    case PUB_HIT_WITNESS:
    case PUB_HIT_NUMBER:
    case PUB_HIT_NAME:
        return T_KEY("guard.copy_names");
    case PUB_HIT_ID_NO:
    case PUB_HIT_BANK:
    case PUB_HIT_PHONE:
    case PUB_HIT_PLATE:
    case PUB_HIT_MAIL:
        return T_KEY("guard.copy_numbers");
    case PUB_HIT_WAY:
        return T_KEY("guard.copy_way");
    default:
        return NULL; /* units, places and words of the report are what they are called for */
    }
}

/* Names, numbers and the way it is handled may not stand in what goes outside (domain 4.2). */
static enum err copy_screened(struct run *r)
{
    struct pub_needle *needles = arena_array(r->c->arena, struct pub_needle, PUB_NEEDLES_MAX);
    struct pub_hits *hits = arena_new_of(r->c->arena, struct pub_hits);
    const struct pub_text t = { S(""), run_field(r, "copy"), false };
    size_t n = 0;

    TRY(run_keys(r));
    for (size_t i = 0; i < r->report_count; i++) {
        TRY(run_report_view(r, &r->reports[i]));
        const struct report_form *f = &r->reports[i].view.form;
        for (size_t k = 0; k < f->witness_count && n < PUB_NEEDLES_MAX; k++)
            needles[n++] = (struct pub_needle){ PUB_HIT_WITNESS, f->witnesses[k] };
        for (size_t k = 0; k < f->subject_count && n < PUB_NEEDLES_MAX; k++)
            needles[n++] = (struct pub_needle){ PUB_HIT_NAME, f->subjects[k].name };
        if (n < PUB_NEEDLES_MAX)
            needles[n++] = (struct pub_needle){ PUB_HIT_NUMBER, r->reports[i].view.number };
    }
    pub_screen(r->c->arena, &t, needles, n, NULL, 0, hits);
    for (size_t i = 0; i < hits->n; i++) {
        const char *why = refusal_of(hits->items[i].kind);
        if (why)
            return run_mistake(r, "copy", why);
    }
    return ERR_OK;
}

/* Nobody who is called lives where the reporter does. */
static enum err seats_compared(struct run *r)
{
    struct rows k;

    TRY(store_run(r->c, Q_PANEL_CHECK_OPEN, &k, INT(r->sub.id)));
    for (size_t i = 0; i < k.n; i++) {
        if (cell(&k, i, 0)->i == 0)
            continue; /* the copy itself: looked at when it is read */
        bool hit = str_eq(cell(&k, i, 1)->s, S("HIT"));
        return run_mistake(r, "move", hit ? "guard.check_hit" : "guard.check_waits");
    }
    return ERR_OK;
}

enum err guard_panel_copy(struct run *r)
{
    struct ctx *c = r->c;
    struct parameter days = app_parameter(c, r->m.org, S("panel.days"), ctx_today(c));
    struct day until;

    TRY(found(r));
    if (!r->panel->found || r->panel->p.seats.n == 0)
        return run_mistake(r, "move", "guard.nobody_called");
    TRY(seats_compared(r));
    if (str_empty(run_field(r, "copy")))
        return ERR_OK; /* told already */
    if (day_parse(run_field(r, "until_on"), &until) &&
        until.n > ctx_today(c).n + (int32_t)days.value) {
        fault_field(&c->fault, "until_on", "guard.copy_until", days.value);
        return ERR_INVALID;
    }
    return copy_screened(r);
}

static bool over(const struct panel_seat *s)
{
    return str_eq(s->state, S("DECLINED")) || str_eq(s->state, S("ENDED"));
}

/* All hearers, chair and recorder have pledged; of experts one at least, and nobody still thinks
 * about it. Nobody is heard about a file that he has not got. */
enum err guard_panel_seated(struct run *r)
{
    size_t pledged = 0, open = 0, declined = 0;
    bool hearing = str_eq(r->step.move->of->id, S("SP_HEARING"));

    TRY(found(r));
    const struct panel *p = &r->panel->p;
    for (size_t i = 0; i < p->seats.n; i++) {
        pledged += str_eq(p->seats.items[i].state, S("PLEDGED"));
        declined += over(&p->seats.items[i]);
        open += !over(&p->seats.items[i]) && !str_eq(p->seats.items[i].state, S("PLEDGED"));
    }
    if (hearing && declined)
        return run_mistake(r, "move", "guard.hearer_declined");
    if (open || pledged == 0)
        return run_mistake(r, "move", "guard.not_pledged");
    return day_absent(p->prepared) ? run_mistake(r, "move", "guard.no_copy") : ERR_OK;
}

static enum err own(struct run *r, const struct panel_seat **ret)
{
    TRY(found(r));
    *ret = &r->panel->seat;
    return ERR_OK;
}

enum err guard_panel_answer(struct run *r)
{
    const struct panel_seat *s;

    TRY(own(r, &s));
    return str_eq(s->state, S("INVITED")) ? ERR_OK : run_mistake(r, "move", "guard.answered");
}

enum err guard_panel_opinion(struct run *r)
{
    const struct panel_seat *s;

    TRY(own(r, &s));
    if (!str_eq(s->state, S("PLEDGED")) || day_absent(r->panel->p.prepared))
        return run_mistake(r, "move", "guard.no_copy");
    return day_absent(s->opinion) ? ERR_OK : run_mistake(r, "move", "guard.opinion_given");
}

enum err guard_panel_vote(struct run *r)
{
    const struct panel_seat *s;

    TRY(own(r, &s));
    if (!str_eq(s->state, S("PLEDGED")) || str_absent(r->panel->p.ballot_key))
        return run_mistake(r, "move", "guard.no_ballot");
    if (!day_absent(s->voted) || r->panel->p.counted)
        return run_mistake(r, "move", "guard.voted");
    return ERR_OK;
}

enum err guard_panel_sign(struct run *r)
{
    const struct panel_seat *s;

    TRY(own(r, &s));
    if (!str_eq(s->state, S("PLEDGED")))
        return run_mistake(r, "move", "guard.not_pledged");
    return day_absent(s->signed_on) ? ERR_OK : run_mistake(r, "move", "guard.signed");
}

/* All have voted, and all have signed the record. */
enum err guard_panel_counted(struct run *r)
{
    TRY(found(r));
    const struct panel *p = &r->panel->p;
    if (!p->counted)
        return run_mistake(r, "move", "guard.votes");
    for (size_t i = 0; i < p->seats.n; i++) {
        if (day_absent(p->seats.items[i].signed_on))
            return run_mistake(r, "move", "guard.unsigned");
    }
    return ERR_OK;
}

enum err guard_panel_opinions(struct run *r)
{
    size_t given = 0;

    TRY(found(r));
    const struct panel *p = &r->panel->p;
    for (size_t i = 0; i < p->seats.n; i++) {
        const struct panel_seat *s = &p->seats.items[i];
        if (over(s))
            continue;
        if (day_absent(s->opinion))
            return run_mistake(r, "move", "guard.opinions");
        given++;
    }
    return given ? ERR_OK : run_mistake(r, "move", "guard.opinions");
}

/* ---- it begins: a key of its own, for the petition office and the department ---- */

static enum err give_kd(struct run *r)
{
    struct ctx *c = r->c;
    struct panel_run *x = r->panel;
    struct desk d;

    TRY(desk_serving(c, r->m.org, "po", &d));
    TRY(grant_seal_desk(c, OBJECT_KD, r->sub.id, &x->kd, &d, &x->grants[x->grant_count++]));
    enum err e = r->m.dept ? desk_own(c, r->m.org, "dept", r->m.dept, &d) : ERR_NOT_FOUND;
    if (e == ERR_OK)
        TRY(grant_seal_desk(c, OBJECT_KD, r->sub.id, &x->kd, &d, &x->grants[x->grant_count++]));
    else if (e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    return grant_seal_officer(c, OBJECT_KD, r->sub.id, &x->kd, c->actor->officer,
                              &x->grants[x->grant_count++]);
}

static enum err kd_of(struct run *r)
{
    if (r->panel->found)
        return vault_open(r->c, OBJECT_KD, r->sub.id, &r->panel->kd);
    if (r->part.cadre) /* what is about staff stays with who looks after staff (domain 4.3) */
        return run_mistake(r, "move", "guard.panel_cadre");
    r->panel->kd = key_random(r->c);
    return give_kd(r);
}

static struct panel_seat *seat_new(struct run *r, const char *role, struct str name)
{
    struct panel_run *x = r->panel;

    assert(x->fresh_count < NEW_SEATS_MAX);
    struct panel_seat *s = &x->fresh[x->fresh_count++];
    *s = (struct panel_seat){ .id = ctx_random_id(r->c), .role = str_of(role), .name = name };
    return s;
}

/* Each reporter with a name is compared with who is called, or with the copy, by the custodian. */
static enum err check_new(struct run *r, int64_t seat, struct str text)
{
    struct panel_run *x = r->panel;

    for (size_t i = 0; i < r->report_count; i++) {
        struct report_row row;
        struct desk id;
        TRY(report_row_find(r->c, r->reports[i].row.report, &row));
        if (str_absent(row.sealed_identity))
            continue;
        TRY(desk_find(r->c, row.identity_desk, &id));
        struct new_check *k = &x->checks[x->check_count++];
        *k = (struct new_check){ .id = ctx_random_id(r->c),
                                 .seat = seat,
                                 .report = r->reports[i].row.report,
                                 .org = id.org,
                                 .desk = id.id,
                                 .generation = id.generation };
        if (seat)
            continue;
        k->sealed = payload_seal(r->c, &id.pk, panel_check_binding(k->report, id.id, id.generation),
                                 panel_check_place(r->sub.id, k->id), text);
        if (str_absent(k->sealed))
            return FAULT(&r->c->fault, ERR_STORE, "desk.broken", "a desk's key is no point");
    }
    return ERR_OK;
}

static struct str kind_label(struct run *r, struct str kind)
{
    return i18n_text(r->c->app->i18n, LANG_ZH, word_key(r->c->arena, WORD_CODE, kind));
}

/* The reporter reads who it is, so that he can refuse him. */
static void told_who(struct run *r, struct str kind, struct str name, struct str unit)
{
    struct str text = run_field(r, "text");
    struct str who =
        str_fmt(r->c->arena, "%.*s　%.*s（%.*s）%s%.*s", STR_ARG(kind_label(r, kind)),
                STR_ARG(name), STR_ARG(unit), str_empty(text) ? "" : "\n", STR_ARG(text));

    for (size_t i = 0; i < r->report_count; i++)
        r->reports[i].told = who;
}

static enum err call_member(struct run *r, const char *role)
{
    struct panel_run *x = r->panel;

    TRY(kd_of(r));
    TRY(member_of(r, &x->member));
    const struct panel_member *m = &x->member;
    struct panel_seat *s = seat_new(r, role, m->name);
    s->member = m->id;
    s->kind = m->kind;
    s->unit = m->unit;
    x->words.rep_kind = kind_label(r, m->kind);
    x->words.rep_name = m->name;
    x->words.rep_unit = m->unit;
    told_who(r, m->kind, m->name, m->unit);
    return check_new(r, s->id, STR_NONE);
}

static enum err call_officer(struct run *r, int64_t officer, const char *role)
{
    struct officer o;

    TRY(officer_find(r->c, officer, &o));
    (void)seat_new(r, role, o.name);
    return ERR_OK;
}

static enum err call_hearers(struct run *r)
{
    struct str rest = run_field(r, "hearers");

    TRY(kd_of(r));
    for (struct str name = run_next_name(&rest); name.n > 0; name = run_next_name(&rest))
        (void)seat_new(r, "RO_HEARER", name);
    TRY(call_officer(r, r->chair, "RO_CHAIR"));
    return call_officer(r, r->recorder, "RO_RECORDER");
}

/* ---- the copy, the record ---- */

static enum err copy(struct run *r)
{
    struct panel_run *x = r->panel;

    TRY(kd_of(r));
    if (!day_parse(run_field(r, "until_on"), &x->until))
        return run_mistake(r, "until_on", "form.date");
    x->sealed = record_seal(r->c, &x->kd, panel_place(r->sub.id, PANEL_TEXT, x->until),
                            run_field(r, "copy"), true);
    for (size_t i = 0; i < x->p.seats.n && is(r, "MR7"); i++) {
        const struct panel_seat *s = &x->p.seats.items[i];
        told_who(r, s->kind, s->name, s->unit);
    }
    return check_new(r, 0, run_field(r, "copy"));
}

static enum err record(struct run *r)
{
    TRY(kd_of(r));
    r->panel->sealed = record_seal(r->c, &r->panel->kd,
                                   panel_place(r->sub.id, PANEL_RECORD, DAY_NONE),
                                   run_field(r, "record"), true);
    return ERR_OK;
}

/* ---- what who came by code does ---- */

static struct str hex_hash(struct run *r, struct str bytes)
{
    uint8_t h[32];

    sha256(bytes, h);
    return str_hex(r->c->arena, h, sizeof h);
}

/* A key of its own, for the petition office and the one above; its hash stands in the event, so a
 * note that was taken away is missed. */
static enum err note(struct run *r, const char *field)
{
    struct ctx *c = r->c;
    struct panel_run *x = r->panel;
    struct key kn = key_random(c);
    int64_t above = org_parent(app_orgs(c->app), r->m.org);
    struct desk d;

    x->note = ctx_random_id(c);
    x->seen = ctx_today(c);
    if (!str_empty(run_field(r, "seen_on")) && !day_parse(run_field(r, "seen_on"), &x->seen))
        return run_mistake(r, "seen_on", "form.date");
    TRY(desk_serving(c, r->m.org, "po", &d));
    TRY(grant_seal_desk(c, OBJECT_KD, x->note, &kn, &d, &x->grants[x->grant_count++]));
    int64_t own_desk = d.id;
    if (above)
        TRY(desk_serving(c, above, "po", &d));
    x->upper = above ? d.org : 0;
    if (above && d.id != own_desk)
        TRY(grant_seal_desk(c, OBJECT_KD, x->note, &kn, &d, &x->grants[x->grant_count++]));
    x->sealed =
        record_seal(c, &kn, panel_note_place(r->sub.id, x->note), run_field(r, field), true);
    key_wipe(&kn);
    r->note_hash = hex_hash(r, x->sealed);
    return ERR_OK;
}

static enum err vote(struct run *r)
{
    struct panel_run *x = r->panel;
    bool yes = str_eq(run_field(r, "vote"), S("for"));

    return panel_vote_seal(r->c, &x->p, x->seat.id, yes, run_field(r, "note"), &x->sealed);
}

static enum err sign(struct run *r)
{
    struct panel_run *x = r->panel;
    struct str text;
    uint8_t h[32];

    if (!record_open(r->c->arena, &r->c->actor->kd,
                     panel_place(r->sub.id, PANEL_RECORD, DAY_NONE), x->p.sealed_record, true,
                     &text))
        return FAULT(&r->c->fault, ERR_STORE, "row.changed", "table panel");
    sha256(text, h);
    x->sealed = str_dup(r->c->arena, str_bytes(h, sizeof h));
    return ERR_OK;
}

/* ---- papers at the end ---- */

static enum err gather(struct run *r)
{
    struct panel_note_list l;
    struct buf b = buf_new(r->c->arena);

    TRY(panel_notes_of(r->c, r->sub.id, &l));
    for (size_t i = 0; i < l.n; i++) {
        const struct panel_note *n = &l.items[i];
        if (!n->opened)
            return FAULT(&r->c->fault, ERR_DENIED, "vault.no_grant", "a note");
        buf_fmt(&b, "%.*s　%.*s：%.*s\n",
                STR_ARG(i18n_day(r->c->arena, LANG_ZH, n->seen, DAY_NONE)), STR_ARG(n->name),
                STR_ARG(n->text));
    }
    r->panel->words.notes = buf_str(&b);
    for (size_t i = 0; i < r->panel->p.seats.n; i++) {
        r->panel->words.rep_name = r->panel->p.seats.items[i].name;
        r->panel->words.rep_unit = r->panel->p.seats.items[i].unit;
    }
    return ERR_OK;
}

static enum err counted(struct run *r)
{
    struct panel_run *x = r->panel;
    struct arena *a = r->c->arena;

    TRY(kd_of(r));
    x->words.votes_for = str_fmt(a, "%lld", (long long)x->p.votes_for);
    x->words.votes_against = str_fmt(a, "%lld", (long long)x->p.votes_against);
    if (!record_open(a, &x->kd, panel_place(r->sub.id, PANEL_REASONS, DAY_NONE),
                     x->p.sealed_reasons, true, &x->words.reasons))
        return FAULT(&r->c->fault, ERR_STORE, "row.changed", "table panel");
    return ERR_OK;
}

/* ---- all of them ---- */

static const char *const copies[] = { "HR7", "EC7", "MR7", "MR10" };
static const char *const answers[] = { "HR8", "EC6", "MR3", "MR6" };

enum err panel_prepare(struct run *r)
{
    if (!panel_kind(r->step.move->of->id))
        return ERR_OK;
    TRY(found(r));
    if (is(r, "MR1"))
        return call_member(r, "RO_MASS_REP");
    if (is(r, "EC5"))
        return call_member(r, "RO_EXPERT");
    if (is(r, "EC1"))
        return kd_of(r);
    if (is(r, "HR3"))
        return call_hearers(r);
    if (any(r, copies, COUNT_OF(copies)))
        return copy(r);
    if (is(r, "HR4"))
        return record(r);
    if (is(r, "MR4"))
        return note(r, "note");
    if (is(r, "MR5") || is(r, "EC8"))
        return note(r, "opinion");
    if (is(r, "HR9"))
        return vote(r);
    if (is(r, "HR10"))
        return sign(r);
    if (is(r, "MR8") || is(r, "EC9"))
        return gather(r);
    return is(r, "HR5") ? counted(r) : ERR_OK;
}

/* ---- inside ---- */

static enum err begin_store(struct run *r)
{
    struct panel_run *x = r->panel;

    if (!x->found)
        TRY(store_run(r->c, Q_PANEL_ADD, NULL, INT(r->sub.id), INT(r->m.id), INT(r->m.org)));
    for (size_t i = 0; i < x->grant_count; i++)
        TRY(grant_store(r->c, &x->grants[i]));
    return ERR_OK;
}

static enum err seats_store(struct run *r)
{
    struct panel_run *x = r->panel;

    for (size_t i = 0; i < x->fresh_count; i++) {
        const struct panel_seat *s = &x->fresh[i];
        TRY(store_run(r->c, Q_PANEL_SEAT_ADD, NULL, INT(s->id), INT(r->sub.id), INT(r->m.id),
                      INT(r->m.org), TEXT(s->role), ID(s->member), TEXT(s->kind), TEXT(s->name),
                      TEXT(s->unit)));
    }
    return ERR_OK;
}

static enum err checks_store(struct run *r)
{
    struct panel_run *x = r->panel;

    for (size_t i = 0; i < x->check_count; i++) {
        const struct new_check *k = &x->checks[i];
        TRY(store_run(r->c, Q_PANEL_CHECK_ADD, NULL, INT(k->id), INT(r->sub.id), ID(k->seat),
                      INT(k->report), INT(k->org), INT(k->desk), INT(k->generation),
                      BLOB(k->sealed), DAY(ctx_today(r->c))));
    }
    return ERR_OK;
}

/* A notice that was moved names its persons anew: the old seats and their codes open nothing. */
static enum err notice_store(struct run *r)
{
    TRY(begin_store(r));
    TRY(store_run(r->c, Q_PANEL_VOTES_DROP, NULL, INT(r->sub.id)));
    TRY(store_run(r->c, Q_PANEL_SEATS_DROP, NULL, INT(r->sub.id)));
    TRY(store_run(r->c, Q_PANEL_BALLOT, NULL, NONE, NONE, INT(r->sub.id)));
    return seats_store(r);
}

static enum err copy_store(struct run *r)
{
    struct panel_run *x = r->panel;

    TRY(store_run(r->c, Q_PANEL_CHECK_DROP, NULL, INT(r->sub.id)));
    TRY(checks_store(r));
    return store_run(r->c, Q_PANEL_COPY, NULL, DAY(x->until), BLOB(x->sealed),
                     DAY(ctx_today(r->c)), INT(r->sub.id));
}

static enum err answer_store(struct run *r)
{
    bool yes = str_eq(r->outcome, S("accepted")), pledged = is(r, "MR6") || (yes && !is(r, "MR3"));
    struct str state = pledged ? S("PLEDGED") : yes ? S("ACCEPTED") : S("DECLINED");

    return store_run(r->c, Q_PANEL_SEAT_STATE, NULL, TEXT(state),
                     DAY(pledged ? ctx_today(r->c) : DAY_NONE), INT(r->panel->seat.id));
}

static enum err note_store(struct run *r)
{
    struct ctx *c = r->c;
    struct panel_run *x = r->panel;
    bool opinion = !is(r, "MR4");

    for (size_t i = 0; i < x->grant_count; i++)
        TRY(grant_store(c, &x->grants[i]));
    if (opinion)
        TRY(store_run(c, Q_PANEL_SEAT_OPINION, NULL, DAY(ctx_today(c)), INT(x->seat.id)));
    return store_run(c, Q_PANEL_NOTE_ADD, NULL, INT(x->note), INT(x->seat.id), INT(r->sub.id),
                     INT(r->m.id), INT(r->m.org), ID(x->upper),
                     TEXT(opinion ? S("OPINION") : S("NOTE")), DAY(x->seen), DAY(ctx_today(c)),
                     BLOB(x->sealed));
}

static enum err vote_store(struct run *r)
{
    struct ctx *c = r->c;
    struct panel_run *x = r->panel;

    TRY(store_run(c, Q_PANEL_VOTE_ADD, NULL, INT(x->seat.id), INT(r->sub.id),
                  BLOB(str_bytes(c->actor->share.b, KEY_SIZE)), BLOB(x->sealed)));
    TRY(store_run(c, Q_PANEL_SEAT_VOTED, NULL, DAY(ctx_today(c)), INT(x->seat.id)));
    return panel_count(c, &x->p, &c->actor->kd);
}

/* At an end nobody sits any longer. */
static enum err end_store(struct run *r)
{
    struct panel_run *x = r->panel;

    for (size_t i = 0; i < x->p.seats.n && r->step.to->terminal; i++) {
        if (!over(&x->p.seats.items[i]))
            TRY(store_run(r->c, Q_PANEL_SEAT_STATE, NULL, TEXT(S("ENDED")), NONE,
                          INT(x->p.seats.items[i].id)));
    }
    return ERR_OK;
}

static enum err step_store(struct run *r)
{
    struct panel_run *x = r->panel;

    if (is(r, "HR3"))
        return notice_store(r);
    if (is(r, "MR1") || is(r, "EC1") || is(r, "EC5")) {
        TRY(begin_store(r));
        TRY(seats_store(r));
        return checks_store(r);
    }
    if (any(r, copies, COUNT_OF(copies)))
        return copy_store(r);
    if (is(r, "HR4"))
        return store_run(r->c, Q_PANEL_RECORD, NULL, BLOB(x->sealed), INT(r->sub.id));
    if (any(r, answers, COUNT_OF(answers)))
        return answer_store(r);
    if (x->note)
        return note_store(r);
    if (is(r, "HR9"))
        return vote_store(r);
    if (is(r, "HR10"))
        return store_run(r->c, Q_PANEL_SEAT_SIGNED, NULL, DAY(ctx_today(r->c)), BLOB(x->sealed),
                         INT(x->seat.id));
    return ERR_OK;
}

enum err panel_store(struct run *r)
{
    if (!r->panel)
        return ERR_OK;
    TRY(step_store(r));
    key_wipe(&r->panel->kd);
    return end_store(r);
}
