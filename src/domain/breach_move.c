/* breach_move.c - the steps of accountability: checked by the rules, sealed, stored with their
 * event.
 */
#include "domain/breach_parts.h"
#include "domain/clock.h"
#include "domain/document_text.h"
#include "domain/move_parts.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/rowmac.h"
#include "domain/words.h"
#include "gen/embed.h"
#include "gen/queries.h"
#include "i18n/i18n.h"

#define GRANTS_MAX 64
#define PERSONS_MAX 20 /* of one body */

struct account {   /* one step under way */
    struct run *r; /* its fields and words; r->m is the breach's matter */
    struct breach_case b, after;
    int64_t step, seq;
    struct key kd;
    int64_t dossier; /* 0: no words */
    struct grant_row grants[GRANTS_MAX];
    size_t grant_count;
    struct str sealed_words, sealed_paper, hash;
    struct event_draft *event;
};

static bool is(const struct account *a, const char *move)
{
    return str_eq(a->r->step.move->id, str_of(move));
}

static bool of_bound(struct str move)
{
    return str_eq(move, S("AC2")) || str_eq(move, S("AC4"));
}

/* ---- who ---- */

/* The body itself explains and corrects; it never decides on itself. */
static enum err right_side(struct account *a, struct str move)
{
    struct ctx *c = a->r->c;

    if (of_bound(move) && !a->b.bound)
        return FAULT(&c->fault, ERR_DENIED, "breach.not_bound", "%.*s", STR_ARG(move));
    if (!of_bound(move) && !a->b.decides)
        return FAULT(&c->fault, ERR_DENIED, "breach.not_decider", "%.*s", STR_ARG(move));
    return ERR_OK;
}

/* Who spoke for the body decides nothing; who proposed does not agree; who did either does not
 * publish. */
static enum err another_person(struct account *a)
{
    struct ctx *c = a->r->c;
    struct breach_steps l;
    bool same = (is(a, "AC7") || is(a, "AC8")) && a->b.proposer == c->actor->officer;

    same = same || (is(a, "AC8") && a->b.approver == c->actor->officer);
    TRY(breach_steps(c, &a->b, &l));
    for (size_t i = 0; i < l.n; i++)
        same = same || (!of_bound(a->r->step.move->id) && of_bound(l.items[i].move) &&
                        l.items[i].officer == c->actor->officer);
    return same ? FAULT(&c->fault, ERR_DENIED, "breach.both", "one person, two parts") : ERR_OK;
}

/* ---- guards that look back ---- */

static enum err taken(struct account *a, const char *move, bool *ret)
{
    struct breach_steps l;

    *ret = false;
    TRY(breach_steps(a->r->c, &a->b, &l));
    for (size_t i = 0; i < l.n; i++)
        *ret = *ret || str_eq(l.items[i].move, str_of(move));
    return ERR_OK;
}

/* "责令改正" comes first; discipline needs a case (XF 42-46). */
static enum err outcome_fits(struct account *a)
{
    struct run *r = a->r;
    struct str outcome = run_field(r, "accountable");
    bool ordered, corrected, opened;

    TRY(taken(a, "AC3", &ordered));
    TRY(taken(a, "AC4", &corrected));
    TRY(taken(a, "AC5", &opened));
    if (str_eq(outcome, S("ACC_CORRECTED")) && !corrected)
        return run_mistake(r, "accountable", "breach.not_corrected");
    if (str_eq(outcome, S("ACC_DISCIPLINE")) && !opened)
        return run_mistake(r, "accountable", "breach.case_first");
    bool milder = str_eq(outcome, S("ACC_TALK")) || str_eq(outcome, S("ACC_NOTICE"));
    if (milder && !ordered && !opened)
        return run_mistake(r, "accountable", "breach.order_first");
    return ERR_OK;
}

static enum err guards(struct account *a)
{
    struct run *r = a->r;
    bool ordered;

    if (is(a, "AC6"))
        return outcome_fits(a);
    if (!is(a, "AC5") || !str_eq(run_field(r, "gravity"), S("not_corrected")))
        return ERR_OK;
    TRY(taken(a, "AC3", &ordered));
    return ordered ? ERR_OK : run_mistake(r, "gravity", "breach.order_first");
}

/* What the program sees by itself nobody writes down by hand. */
static enum err by_hand(struct run *r)
{
    static const char *const itself[] = { "V01", "V02", "V03", "V04", "V05", "V06", "V07", "V14" };
    struct str code = run_field(r, "breach_code");

    for (size_t i = 0; i < COUNT_OF(itself); i++) {
        if (str_eq(code, str_of(itself[i])))
            return run_mistake(r, "breach_code", "breach.by_itself");
    }
    return ERR_OK;
}

/* ---- keys of the words ---- */

static enum err to_desk(struct account *a, int64_t org, const char *kind)
{
    struct ctx *c = a->r->c;
    struct desk d;
    enum err e = desk_own(c, org, kind, 0, &d);

    if (e == ERR_NOT_FOUND) { /* nobody stands there */
        fault_clear(&c->fault);
        return ERR_OK;
    }
    TRY(e);
    return grant_seal_desk(c, OBJECT_KD, a->dossier, &a->kd, &d, &a->grants[a->grant_count++]);
}

static enum err to_persons(struct account *a, int64_t org, uint32_t roles)
{
    struct ctx *c = a->r->c;
    struct officer_list l;
    size_t given = 0;

    TRY(officer_list(c, org, roles, &l));
    for (size_t i = 0; i < l.n && given < PERSONS_MAX; i++) {
        if (!str_eq(l.items[i].state, S("ACTIVE")))
            continue;
        TRY(grant_seal_officer(c, OBJECT_KD, a->dossier, &a->kd, l.items[i].id,
                               &a->grants[a->grant_count++]));
        given++;
    }
    return ERR_OK;
}

/* Where it is about the body's own staff the petition office there hears nothing of it. */
static enum err keys_give(struct account *a)
{
    bool staff = str_eq(a->r->m.route, S("STAFF"));

    a->dossier = ctx_random_id(a->r->c);
    a->kd = key_random(a->r->c);
    TRY(to_desk(a, a->b.org, staff ? "cs" : "po"));
    TRY(to_desk(a, a->b.org, "pl"));
    TRY(to_persons(a, a->b.org, staff ? RO_DEPUTY : RO_DEPUTY | RO_HD_HEAD));
    if (a->b.decider == a->b.org)
        return to_desk(a, a->b.org, "cs");
    TRY(to_desk(a, a->b.decider, "cs"));
    TRY(to_desk(a, a->b.decider, "pl"));
    return to_persons(a, a->b.decider, RO_UPPER | RO_DEPUTY);
}

/* ---- papers ---- */

static struct str body_name(const struct account *a, int64_t org)
{
    const struct org *o = org_find(app_orgs(a->r->c->app), org);

    return o ? o->name : S("");
}

static struct str code_words(const struct account *a, struct str code)
{
    struct ctx *c = a->r->c;

    return i18n_text(c->app->i18n, LANG_ZH, word_key(c->arena, WORD_CODE, code));
}

static struct str long_day(const struct account *a, const char *field)
{
    struct day d;

    return day_parse(run_field(a->r, field), &d) ? document_day(a->r->c->arena, d) : S("");
}

static enum err paper_seal(struct account *a, const char *code)
{
    struct ctx *c = a->r->c;
    const char *file = str_z(c->arena, str_fmt(c->arena, "notices/%s.mustache", code));
    const struct document_value values[] = {
        { S("body_name"), body_name(a, a->b.decider) },
        { S("to_body"), body_name(a, a->b.org) },
        { S("breach"), code_words(a, a->b.code) },
        { S("found_on"), document_day(c->arena, a->b.day) },
        { S("date"), document_day(c->arena, ctx_today(c)) },
        { S("basis"), a->r->step.move->basis },
        { S("correction"), run_field(a->r, "correction") },
        { S("correct_by"), long_day(a, "correct_by") },
        { S("facts"), run_field(a->r, "facts") },
        { S("rule"), run_field(a->r, "rule") },
        { S("decision"), run_field(a->r, "decision_text") },
        { S("outcome"), code_words(a, run_field(a->r, "accountable")) },
    };
    struct document_value given[COUNT_OF(values)];
    struct buf b = buf_new(c->arena);
    struct str text, date;
    uint8_t salt[BREACH_SALT], hash[32];

    for (size_t i = 0; i < COUNT_OF(values); i++)
        given[i] = (struct document_value){ values[i].name,
                                            str_absent(values[i].value) ? S("") : values[i].value };
    TRY(document_text_render(c, str_of(code), embed_find(file), given, COUNT_OF(given), &text,
                             &date));
    ctx_random(c, salt, sizeof(salt));
    buf_bytes(&b, salt, sizeof(salt));
    buf_put(&b, text);
    sha256(buf_str(&b), hash);
    a->hash = str_hex(c->arena, hash, sizeof(hash));
    a->sealed_paper = record_seal(c, &a->kd, breach_place(a->b.id, a->step, 2), buf_str(&b), true);
    return ERR_OK;
}

/* The decision's paper is the one that was proposed. */
static enum err proposed_hash(struct account *a)
{
    struct breach_steps l;

    TRY(breach_steps(a->r->c, &a->b, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.items[i].move, S("AC6")))
            a->hash = l.items[i].hash;
    }
    if (str_absent(a->hash))
        return FAULT(&a->r->c->fault, ERR_DENIED, "vault.no_grant", "the paper proposed");
    return ERR_OK;
}

/* ---- prepared ---- */

static void after_of(struct account *a)
{
    struct run *r = a->r;
    struct breach_case *n = &a->after;
    bool decided = str_eq(r->step.to->id, S("AC_DECIDED"));

    *n = a->b;
    n->state = r->step.to->id;
    if (is(a, "AC3") && !day_parse(run_field(r, "correct_by"), &n->correct_by))
        n->correct_by = DAY_NONE;
    if (is(a, "AC6")) {
        n->outcome = run_field(r, "accountable");
        n->proposer = r->c->actor->officer;
    } else if (decided && is(a, "AC7")) {
        n->approver = r->c->actor->officer;
        n->decided = ctx_today(r->c);
    } else if (is(a, "AC7")) {
        n->outcome = STR_NONE;
        n->proposer = 0;
    } else if (is(a, "AC8")) {
        n->published = ctx_today(r->c);
    }
}

/* The words stay where they are; the matter's record knows that the step was taken, by whom, and
 * the hash of its paper. */
static enum err event_make(struct account *a)
{
    struct run *r = a->r;
    struct ctx *c = r->c;
    bool system = c->actor->kind == ACTOR_SYSTEM, decided = is(a, "AC7") && !str_absent(a->hash);
    struct event_new *n = arena_new_of(c->arena, struct event_new);
    struct buf codes = buf_new(c->arena);

    if (!str_absent(a->hash) && a->dossier)
        buf_fmt(&codes, "dossier=%lld ", (long long)a->dossier);
    buf_fmt(&codes, "breach=%.*s", STR_ARG(a->b.code));
    if (is(a, "AC3") || decided)
        buf_put(&codes, decided ? S(" doc=A02") : S(" doc=A01"));
    *n = (struct event_new){ .matter = a->b.matter,
                             .org = a->b.org,
                             .kind = str_z(c->arena, r->step.target->events.items[0]),
                             .move = str_z(c->arena, r->step.move->id),
                             .channel = r->m.channel,
                             .named = r->m.named,
                             .happened = ctx_today(c),
                             .outcome = decided ? a->b.outcome : STR_NONE,
                             .codes = buf_str(&codes),
                             .actor_role = system ? S("SYS") : r->act_role };
    if (!str_absent(a->hash) && a->dossier) {
        n->lines = str_fmt(c->arena, "doc %.*s\n", STR_ARG(a->hash));
        n->km = &a->kd;
    }
    return event_prepare(c, n, &a->event);
}

static enum err prepare(struct account *a)
{
    struct run *r = a->r;
    struct ctx *c = r->c;
    struct rows steps;

    TRY(store_run(c, Q_BREACH_STEP_LIST, &steps, INT(a->b.id)));
    a->seq = (int64_t)steps.n + 1;
    a->step = ctx_run_id(c);
    after_of(a);
    if (c->actor->kind == ACTOR_OFFICER && !is(a, "AC8")) {
        TRY(keys_give(a));
        a->sealed_words =
            record_seal(c, &a->kd, breach_place(a->b.id, a->step, 1), run_words(r), true);
        if (is(a, "AC3"))
            TRY(paper_seal(a, "A01"));
        if (is(a, "AC6"))
            TRY(paper_seal(a, "A02"));
        if (str_eq(r->step.to->id, S("AC_DECIDED")))
            TRY(proposed_hash(a));
    }
    /* by hand: written as a breach of its own, counted as those of the system are */
    return is(a, "AC1") ? ERR_OK : event_make(a);
}

/* ---- stored ---- */

/* Whose turn it is now. */
static enum err tasks(struct account *a)
{
    struct ctx *c = a->r->c;
    bool theirs = str_eq(a->after.state, S("AC_ORDERED"));
    bool open = !str_eq(a->after.state, S("AC_DECIDED")) &&
                !str_eq(a->after.state, S("AC_PUBLISHED")) && !str_eq(a->after.state, S("AC_CASE"));

    TRY(store_run(c, Q_BREACH_TASK_DONE, NULL, DAY(ctx_today(c)), INT(a->b.matter)));
    if (!open)
        return ERR_OK;
    if (theirs)
        return task_make(c, a->b.org, "RO_PO_HEAD", a->b.matter, "BREACH", a->after.correct_by);
    return task_make(c, a->b.decider, "RO_UPPER", a->b.matter, "BREACH", DAY_NONE);
}

static enum err step_store(struct account *a)
{
    struct ctx *c = a->r->c;
    bool officer = c->actor->kind == ACTOR_OFFICER;

    TRY(store_run(c, Q_BREACH_STEP_ADD, NULL, INT(a->step), INT(a->b.id), INT(a->seq),
                  TEXT(a->r->step.move->id), TEXT(a->r->step.to->id), DAY(ctx_today(c)),
                  INT(officer ? c->actor->org : a->b.org), ID(officer ? c->actor->officer : 0),
                  TEXT(officer ? a->r->act_role : S("SYS")), ID(a->dossier), BLOB(a->sealed_words),
                  BLOB(a->sealed_paper)));
    for (size_t i = 0; i < a->grant_count; i++)
        TRY(grant_store(c, &a->grants[i]));
    return ERR_OK;
}

static enum err moved(struct account *a)
{
    struct ctx *c = a->r->c;
    const struct breach_case *n = &a->after;
    struct rows done;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_BREACH_CASE_MOVE, &done, TEXT(n->state), DAY(n->correct_by),
                  TEXT(n->outcome), ID(n->proposer), ID(n->approver), DAY(n->decided),
                  DAY(n->published), INT(n->id), INT(a->b.version)));
    if (done.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "another step was faster");
    TRY(step_store(a));
    TRY(event_append(c, a->event, NULL));
    TRY(tasks(a));
    tx = NULL;
    return store_commit(c);
}

/* ---- doors ---- */

static enum err begin(struct ctx *c, int64_t matter, struct account **ret)
{
    struct account *a = arena_new_of(c->arena, struct account);
    struct rows row;

    a->r = run_new(c);
    TRY(store_run(c, Q_MATTER_BY_ID, &row, INT(matter)));
    if (row.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no such matter");
    a->r->m = matter_row(c, &row, 0);
    *ret = a;
    return ERR_OK;
}

/* The role by which he acts, as events name it. */
static struct str role_of(const struct ctx *c, const struct move *m)
{
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        if (c->actor->roles & m->act & ROLE_BIT(i))
            return role_name(ROLE_BIT(i));
    }
    return S("SYS");
}

static enum err step_checked(struct account *a, struct str from, const struct move_request *q)
{
    struct run *r = a->r;
    struct ctx *c = r->c;
    const struct move *m = procedure_move(c->app->procedure, q->move);

    if (!m || !m->of || !str_eq(m->of->id, S("SP_ACCOUNT"))) {
        fault_field(&c->fault, "move", "move.unknown", 0);
        return ERR_INVALID;
    }
    TRY(run_fields_read(r, m, q->fields, q->field_count));
    r->outcome = str_empty(q->outcome) ? r->outcome : q->outcome;
    TRY(procedure_next(c->app->procedure, from, q->move, r->outcome, c->actor->roles, &c->fault,
                       &r->step));
    r->act_role = role_of(c, m);
    return run_fields_check(r);
}

enum err breach_move(struct ctx *c, const struct move_request *q, struct breach_case *ret)
{
    struct breach_case b;
    struct account *a;

    TRY(breach_find(c, q->matter, &b));
    if (q->version != 0 && q->version != b.version)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "version %lld",
                     (long long)b.version);
    TRY(begin(c, b.matter, &a));
    a->b = b;
    enum err e = step_checked(a, b.state, q);
    if (a->r->step.move) {
        TRY(right_side(a, q->move));
        TRY(another_person(a));
    }
    TRY(e);
    TRY(guards(a));
    e = prepare(a);
    if (e == ERR_OK)
        e = moved(a);
    key_wipe(&a->kd);
    TRY(e);
    a->after.version = b.version + 1;
    *ret = a->after;
    return ERR_OK;
}

static enum err recorded(struct account *a)
{
    struct ctx *c = a->r->c;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    struct day found = ctx_today(c);
    (void)day_parse(run_field(a->r, "found_on"), &found); /* checked with the fields */
    const struct breach b = { a->b.id, a->b.matter, a->b.org, a->b.code, found };
    TRY(breach_record_found(c, &b, a->r->act_role));
    TRY(step_store(a));
    TRY(store_run(c, Q_BREACH_TASK_DONE, NULL, DAY(ctx_today(c)), INT(a->b.matter)));
    TRY(task_make(c, a->b.org, "RO_PO_HEAD", a->b.matter, "BREACH", DAY_NONE));
    tx = NULL;
    return store_commit(c);
}

enum err breach_record_by_hand(struct ctx *c, int64_t matter, const struct move_field *fields,
                               size_t n, int64_t *ret_id)
{
    const struct move_request q = {
        .matter = matter, .move = S("AC1"), .fields = fields, .field_count = n
    };
    struct account *a;
    struct matter m;

    TRY(matter_find(c, matter, &m));
    TRY(begin(c, matter, &a));
    TRY(step_checked(a, STR_NONE, &q));
    TRY(by_hand(a->r));
    int64_t above = org_parent(app_orgs(c->app), a->r->m.org);
    a->b = (struct breach_case){ .id = ctx_run_id(c),
                                 .matter = matter,
                                 .org = a->r->m.org,
                                 .decider = above ? above : a->r->m.org,
                                 .recorder = c->actor->officer,
                                 .code = run_field(a->r, "breach_code") };
    enum err e = prepare(a);
    if (e == ERR_OK)
        e = recorded(a);
    key_wipe(&a->kd);
    TRY(e);
    *ret_id = a->b.id;
    return ERR_OK;
}

/* ---- forms ---- */

enum err breach_forms(struct ctx *c, const struct breach_case *b, struct move_form_list *ret)
{
    const struct procedure *p = c->app->procedure;
    struct move_form *forms = arena_array(c->arena, struct move_form, SUBPROC_STATES_MAX);
    struct account *a;
    struct step step;
    const struct move *m;
    size_t n = 0;

    TRY(begin(c, b->matter, &a));
    a->b = *b;
    for (size_t i = 0; (m = procedure_move_at(p, i)) != NULL && n < SUBPROC_STATES_MAX; i++) {
        struct fault before = c->fault;
        if (!m->of || !str_eq(m->of->id, S("SP_ACCOUNT")) || m->creates)
            continue;
        struct str outcome = m->target_count > 1 ? m->targets[0].name : STR_NONE;
        a->r->step = (struct step){ 0 };
        enum err e = procedure_next(p, b->state, m->id, outcome, c->actor->roles, &c->fault, &step);
        a->r->step = step;
        if (e == ERR_OK)
            e = right_side(a, m->id);
        if (e == ERR_OK)
            e = another_person(a);
        c->fault = before;
        if (e == ERR_STORE)
            return e;
        if (e != ERR_OK)
            continue;
        TRY(form_bare(a->r, m, &forms[n]));
        forms[n++].version = b->version;
    }
    *ret = (struct move_form_list){ forms, n };
    return ERR_OK;
}

enum err breach_record_form(struct ctx *c, int64_t matter, struct move_form *ret)
{
    struct account *a;
    struct matter m;
    const struct move *move = procedure_move(c->app->procedure, S("AC1"));

    TRY(matter_find(c, matter, &m));
    if (!actor_has(c, move->act))
        return FAULT(&c->fault, ERR_DENIED, "move.role", "records no breach");
    TRY(begin(c, matter, &a));
    return form_bare(a->r, move, ret);
}

/* ---- time, and the system ---- */

enum err breach_case_open(struct ctx *c, int64_t id, int64_t org, int64_t recorder)
{
    struct parameter p = app_parameter(c, org, S("D39"), ctx_today(c));
    struct day due = deadline_due(app_calendar(c->app), ctx_today(c), parameter_term(&p)).day;
    int64_t above = org_parent(app_orgs(c->app), org);

    return store_run(c, Q_BREACH_CASE_OPEN, NULL, INT(id), INT(above ? above : org), ID(recorder),
                     DAY(due));
}

static enum err lapse_one(struct ctx *c, int64_t id)
{
    struct move_request q = { .matter = id, .move = S("AC2s") };
    struct account *a;
    struct rows r;

    TRY(store_run(c, Q_BREACH_CASE_BY_ID, &r, INT(id)));
    if (r.n == 0)
        return ERR_OK;
    struct breach_case b = breach_row(&r, 0);
    TRY(begin(c, b.matter, &a));
    a->b = b;
    TRY(procedure_next(c->app->procedure, b.state, q.move, STR_NONE, PROCEDURE_BY_SYSTEM, &c->fault,
                       &a->r->step));
    TRY(prepare(a));
    return moved(a);
}

enum err breach_day(struct ctx *c)
{
    struct rows r;

    TRY(store_run(c, Q_BREACH_UNHEARD, &r, DAY(ctx_today(c))));
    for (size_t i = 0; i < r.n; i++) {
        enum err e = lapse_one(c, cell(&r, i, 0)->i);
        if (e != ERR_OK && e != ERR_CONFLICT)
            return e;
        fault_clear(&c->fault); /* explained meanwhile */
    }
    return ERR_OK;
}
