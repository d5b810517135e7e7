/* move_form.c - forms made from the rules for the moves open to an officer now. */
#include <assert.h>

#include "domain/id.h"
#include "domain/move_parts.h"
#include "domain/move_publish.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/panel_parts.h"
#include "domain/words.h"

#define FORMS_MAX 40
#define OPTIONS_MAX 200
#define MATTERS_SHOWN 50
#define REASON_MAX 2000

struct options {
    struct move_option items[OPTIONS_MAX];
    size_t n;
};

static void put(struct options *o, struct str name, struct str key, struct str label)
{
    if (o->n < OPTIONS_MAX)
        o->items[o->n++] = (struct move_option){ name, key, label };
}

/* ---- option lists ---- */

/* An extension is offered for what runs. */
static enum err put_choices(struct run *r, const struct form_field *f, struct options *o)
{
    bool clocks = str_eq(f->name, S("clock"));
    struct arena *a = r->c->arena;

    for (size_t i = 0; i < f->options.n; i++) {
        struct str v = f->options.items[i];
        struct clock k;
        bool runs = true;
        if (clocks)
            TRY(clock_running(r->c, r->m.id, v, &k, &runs));
        if (runs)
            put(o, v, word_option_key(a, f->name, v), STR_NONE);
    }
    if (f->options.n || str_empty(f->list))
        return ERR_OK;
    struct code_list codes = code_list(r->c->app->codes, f->list);
    for (size_t i = 0; i < codes.n; i++)
        put(o, codes.items[i].code, word_key(a, WORD_CODE, codes.items[i].code), STR_NONE);
    return ERR_OK;
}

static struct str dept_name(const struct dept_list *l, int64_t dept)
{
    for (size_t i = 0; i < l->n; i++) {
        if (l->items[i].id == dept)
            return l->items[i].name;
    }
    return S("");
}

static enum err put_officers(struct run *r, const struct form_field *f, struct options *o)
{
    struct ctx *c = r->c;
    bool handler = str_eq(f->name, S("handler"));
    struct officer_list l;
    struct dept_list depts;

    TRY(officer_list(c, r->m.org,
                     handler ? RO_HANDLER : ROLES_OFFICER & ~(RO_AUDITOR | RO_OPERATOR), &l));
    TRY(dept_list(c, r->m.org, &depts));
    for (size_t i = 0; i < l.n; i++) {
        const struct officer *x = &l.items[i];
        bool other = handler ? x->id != r->m.handler : x->id != c->actor->officer;
        if (!other || !str_eq(x->state, S("ACTIVE")) ||
            (handler && r->m.dept && x->dept != r->m.dept))
            continue;
        put(o, x->work_no, STR_NONE,
            str_fmt(c->arena, "%.*s %.*s", STR_ARG(x->name), STR_ARG(dept_name(&depts, x->dept))));
    }
    return ERR_OK;
}

static enum err put_depts(struct run *r, struct options *o)
{
    struct dept_list l;

    TRY(dept_list(r->c, r->m.org, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (!str_eq(l.items[i].kind, S("DEPT_PETITION")))
            put(o, l.items[i].kind, STR_NONE, l.items[i].name);
    }
    return ERR_OK;
}

/* Bodies directly below; those further down are taken too. */
static void put_bodies(struct run *r, struct options *o)
{
    struct org_list l = org_children(app_orgs(r->c->app), r->c->arena, r->m.org);

    for (size_t i = 0; i < l.n; i++)
        put(o, str_fmt(r->c->arena, "%lld", (long long)l.items[i]->id), STR_NONE, l.items[i]->name);
}

/* His newest ones that have a register number; others are typed. */
static enum err put_matters(struct run *r, struct options *o)
{
    struct matter_filter f = {
        .view = S("all"), .named = -1, .due_before = DAY_NONE, .limit = MATTERS_SHOWN
    };
    struct matter_list l;

    TRY(matter_list(r->c, &f, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].id != r->m.id && !str_absent(l.items[i].reg_no))
            put(o, id_text(r->c, l.items[i].id), STR_NONE, l.items[i].reg_no);
    }
    return ERR_OK;
}

/* Experts for a consultation, representatives for the rest. */
static enum err put_members(struct run *r, bool experts, struct options *o)
{
    struct panel_member_list l;

    TRY(panel_members_serving(r->c, r->m.org, experts, &l));
    for (size_t i = 0; i < l.n; i++) {
        const struct panel_member *m = &l.items[i];
        put(o, id_text(r->c, m->id), STR_NONE,
            str_fmt(r->c->arena, "%.*s %.*s", STR_ARG(m->name), STR_ARG(m->unit)));
    }
    return ERR_OK;
}

static enum err options_of(struct run *r, const struct form_field *f, struct options *o)
{
    switch (f->type) {
    case FORM_CHOICE:
    case FORM_LEADS:
        return put_choices(r, f, o);
    case FORM_OFFICER:
        return put_officers(r, f, o);
    case FORM_DEPT:
        return put_depts(r, o);
    case FORM_BODY:
        put_bodies(r, o);
        return ERR_OK;
    case FORM_MATTER:
        return put_matters(r, o);
    case FORM_MEMBER:
        return put_members(r, r->step.move && str_eq(r->step.move->of->id, S("SP_CONSULT")), o);
    default:
        return ERR_OK;
    }
}

/* ---- fields ---- */

/* The matter that the clerk held for the same thing when he took the letter in (ux 6): proposed for
 * T12, which two persons decide. Without the report's key there is no proposal. */
static struct str clerks_repeat(struct run *r)
{
    struct fault before = r->c->fault;
    int64_t id;

    if (run_keys(r) != ERR_OK || r->report_count == 0 ||
        run_report_view(r, &r->reports[0]) != ERR_OK ||
        !str_i64(r->reports[0].view.form.repeat_of, &id) || id == r->m.id) {
        r->c->fault = before;
        return STR_NONE;
    }
    return id_text(r->c, id);
}

static struct str value_now(struct run *r, const struct form_field *f)
{
    if (str_eq(f->name, S("lead_matter")))
        return clerks_repeat(r);
    if (str_eq(f->name, S("category")))
        return r->m.category;
    if (str_eq(f->name, S("topic")))
        return r->m.topic;
    if (str_eq(f->name, S("level")))
        return r->m.level;
    if (f->type == FORM_AREA)
        return str_fmt(r->c->arena, "%lld", (long long)r->m.area);
    return STR_NONE;
}

static struct str condition(struct arena *a, const struct form_field *f)
{
    struct buf b = buf_new(a);

    if (str_absent(f->when_field))
        return STR_NONE;
    buf_put(&b, f->when_field);
    for (size_t i = 0; i < f->when_values.n; i++) {
        buf_byte(&b, i ? ',' : '=');
        buf_put(&b, f->when_values.items[i]);
    }
    return buf_str(&b);
}

static const struct move_option *kept(struct arena *a, const struct options *o)
{
    struct move_option *items = arena_array(a, struct move_option, o->n + 1);

    memcpy(items, o->items, o->n * sizeof(items[0]));
    return items;
}

static enum err field_make(struct run *r, const struct form_field *f, struct move_form_field *ret)
{
    struct options o = { .n = 0 };
    struct arena *a = r->c->arena;

    TRY(options_of(r, f, &o));
    *ret = (struct move_form_field){
        .name = f->name,
        .type = form_type_name(f->type),
        .required = f->required && str_absent(f->when_field),
        .max = f->max,
        .options = kept(a, &o),
        .option_count = o.n,
        .value = value_now(r, f),
        .when = condition(a, f),
    };
    return ERR_OK;
}

static struct move_form_field choice_field(struct arena *a, struct str name, bool required,
                                           const struct str *values, size_t n)
{
    struct options o = { .n = 0 };

    for (size_t i = 0; i < n; i++)
        put(&o, values[i], word_option_key(a, name, values[i]), STR_NONE);
    return (struct move_form_field){ .name = name,
                                     .type = S("choice"),
                                     .required = required,
                                     .options = kept(a, &o),
                                     .option_count = n };
}

static const struct state *from_of(const struct run *r, const struct move *m)
{
    const struct procedure *p = r->c->app->procedure;

    if (m->creates)
        return m->targets[0].to;
    return m->of ? procedure_substate(p, r->sub.state) : procedure_state(p, r->m.state);
}

/* What the comparison found: a line for each, asked one by one. */
static enum err hits_make(struct run *r, const struct move *m, const struct form_field *f,
                          struct move_form_field *items, size_t *n)
{
    struct arena *a = r->c->arena;
    struct pub_hits *hits = arena_new_of(a, struct pub_hits);

    r->step = (struct step){ .move = m, .target = &m->targets[0], .from = from_of(r, m) };
    r->publish = NULL; /* of the sub-procedure at hand */
    TRY(publish_hits(r, hits));
    for (size_t i = 0; i < hits->n; i++)
        items[(*n)++] = (struct move_form_field){ .name = publish_hit_field(a, i),
                                                  .type = S("line"),
                                                  .max = f->max };
    return ERR_OK;
}

static enum err fields_make(struct run *r, const struct move *m, struct move_form *ret)
{
    struct arena *a = r->c->arena;
    struct move_form_field *items =
        arena_array(a, struct move_form_field, m->field_count + 1 + PUB_HITS_MAX);
    size_t n = 0;

    if (m->target_count > 1) {
        struct str names[MOVE_TARGETS_MAX];
        for (size_t i = 0; i < m->target_count; i++)
            names[i] = m->targets[i].name;
        items[n++] = choice_field(a, S("outcome"), true, names, m->target_count);
    }
    for (size_t i = 0; i < m->field_count; i++) {
        if (m->fields[i].type == FORM_HITS)
            TRY(hits_make(r, m, &m->fields[i], items, &n));
        else
            TRY(field_make(r, &m->fields[i], &items[n++]));
    }
    ret->fields = items;
    ret->field_count = n;
    return ERR_OK;
}

/* ---- which moves ---- */

/* Guards that ask no field, of the one way it goes; with several ways each has its own. */
static enum err open_now(struct run *r, const struct move *m, bool *ret)
{
    struct ctx *c = r->c;
    struct fault before = c->fault;

    *ret = true;
    if (m->target_count > 1)
        return ERR_OK;
    r->step = (struct step){ .move = m, .target = &m->targets[0], .from = from_of(r, m) };
    r->step.to = m->targets[0].to ? m->targets[0].to : r->step.from;
    if (r->leads.n == 0)
        TRY(lead_list_read(c, r->m.id, NULL, &r->leads));
    enum err e = run_guards(r, true);
    *ret = e == ERR_OK;
    c->fault = before;
    return e == ERR_INVALID ? ERR_OK : e;
}

static const struct proposal *waiting_for(const struct proposal_list *w, struct str move,
                                          int64_t subproc)
{
    for (size_t i = 0; i < w->n; i++) {
        if (str_eq(w->items[i].move, move) && w->items[i].subproc == subproc)
            return &w->items[i];
    }
    return NULL;
}

static enum err author(struct ctx *c, int64_t id, struct str *ret)
{
    struct officer o;

    *ret = STR_NONE;
    if (!id)
        return ERR_OK; /* the reporter */
    TRY(officer_find(c, id, &o));
    *ret = o.name;
    return ERR_OK;
}

static enum err form_proposed(struct run *r, const struct proposal *p, struct move_form *ret)
{
    ret->proposal = p->id;
    ret->proposed_day = p->day;
    return author(r->c, p->officer, &ret->proposed_by);
}

/* Nothing to choose from where one must: nobody else to give it to, no date to extend. */
static bool can_be_filled(const struct move *m, const struct move_form *form)
{
    size_t at = m->target_count > 1 ? 1 : 0;

    for (size_t i = 0; i < m->field_count && at < form->field_count; i++, at++) {
        const struct form_field *f = &m->fields[i];
        bool chosen = f->type == FORM_OFFICER || f->type == FORM_DEPT || f->type == FORM_BODY ||
                      f->type == FORM_CHOICE || f->type == FORM_MEMBER;
        if (f->type == FORM_HITS)
            return true; /* as many lines as were found; what follows asks for words */
        if (chosen && f->required && form->fields[at].option_count == 0)
            return false;
    }
    return true;
}

static struct move_form form_head(struct run *r, struct str move)
{
    struct arena *a = r->c->arena;
    const struct move *m = procedure_move(r->c->app->procedure, move);

    return (struct move_form){ .move = move,
                               .name_key = word_key(a, WORD_MOVE, move),
                               .subproc = r->sub.id,
                               .subproc_key =
                                   m->of ? word_key(a, WORD_SUBPROC, m->of->id) : STR_NONE,
                               .version = r->sub.id ? r->sub.version : r->m.version };
}

enum err form_bare(struct run *r, const struct move *m, struct move_form *ret)
{
    *ret = form_head(r, m->id);
    return fields_make(r, m, ret);
}

static enum err form_to_act(struct run *r, const struct move *m, const struct proposal_list *w,
                            struct move_form *ret, bool *ret_open)
{
    const struct proposal *p = waiting_for(w, m->id, r->sub.id);

    *ret_open = !p || p->officer == r->c->actor->officer;
    if (!*ret_open)
        return ERR_OK;
    TRY(open_now(r, m, ret_open));
    if (!*ret_open)
        return ERR_OK;
    *ret = form_head(r, m->id);
    if (p)
        TRY(form_proposed(r, p, ret));
    TRY(fields_make(r, m, ret));
    *ret_open = can_be_filled(m, ret);
    return ERR_OK;
}

/* What was proposed opens with the matter's key; who is asked has it. */
static enum err form_to_agree(const struct run *found, const struct proposal *p,
                              struct move_form *ret, bool *ret_open)
{
    struct ctx *c = found->c;
    struct run *r = run_new(c);
    static const struct str decisions[] = { { "approve", 7 }, { "refuse", 6 } };
    size_t part, left;
    bool his;

    r->m = found->m;
    r->part = found->part;
    r->roles = found->roles;
    *ret_open = false;
    if (p->subproc)
        TRY(subproc_find(c, r->m.id, p->subproc, &r->sub));
    if (p->officer && p->version != (r->sub.id ? r->sub.version : r->m.version))
        return ERR_OK;
    enum err e = proposal_load(r, p);
    if (e == ERR_DENIED || e == ERR_CONFLICT) {
        fault_clear(&c->fault);
        return ERR_OK;
    }
    TRY(e);
    TRY(proposal_turn(r, p, &part, &left, &his));
    *ret_open = his && part != SIZE_MAX;
    if (*ret_open &&
        run_check(r) != ERR_OK) /* reads the leads; what is wrong by now is told later */
        fault_clear(&c->fault);
    if (*ret_open) {
        struct move_form_field *items = arena_array(c->arena, struct move_form_field, 2);
        items[0] = choice_field(c->arena, S("decision"), true, decisions, COUNT_OF(decisions));
        items[1] = (struct move_form_field){ .name = S("decision_reason"),
                                             .type = S("text"),
                                             .max = REASON_MAX,
                                             .when = S("decision=refuse") };
        *ret = form_head(r, p->move);
        ret->approval = true;
        ret->proposed = run_words(r);
        ret->fields = items;
        ret->field_count = 2;
        TRY(form_proposed(r, p, ret));
    }
    run_wipe(r);
    return ERR_OK;
}

/* Steps of one sub-procedure that is open. */
static enum err steps_of(struct run *r, const struct subproc *s, const struct proposal_list *w,
                         struct move_form *forms, size_t *n)
{
    const struct procedure *p = r->c->app->procedure;
    const struct move *moves[FORMS_MAX];
    const struct state *from = procedure_substate(p, s->state);
    size_t count = from ? procedure_moves_from(p, from, r->roles, moves, FORMS_MAX) : 0;
    bool open;

    r->sub = *s;
    for (size_t i = 0; i < count && *n < FORMS_MAX; i++) {
        TRY(form_to_act(r, moves[i], w, &forms[*n], &open));
        *n += open;
    }
    r->sub = (struct subproc){ 0 };
    return ERR_OK;
}

static enum err subprocs_make(struct run *r, const struct proposal_list *w, struct move_form *forms,
                              size_t *n)
{
    const struct procedure *p = r->c->app->procedure;
    const struct state *now = procedure_state(p, r->m.state);
    const struct move *starts[FORMS_MAX];
    struct subproc_list l;
    bool open;

    TRY(subproc_list(r->c, r->m.id, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (day_absent(l.items[i].closed))
            TRY(steps_of(r, &l.items[i], w, forms, n));
    }
    size_t count = procedure_starts_in(p, now, r->roles, starts, FORMS_MAX);
    for (size_t i = 0; i < count && *n < FORMS_MAX; i++) {
        const char *hindrance;
        TRY(subproc_hindrance(r->c, &r->m, starts[i]->of, &hindrance));
        if (hindrance)
            continue;
        TRY(form_to_act(r, starts[i], w, &forms[*n], &open));
        *n += open;
    }
    return ERR_OK;
}

static enum err proposed_make(struct run *r, const struct proposal_list *w, bool beside,
                              struct move_form *forms, size_t *n)
{
    bool open;

    for (size_t i = 0; i < w->n && *n < FORMS_MAX; i++) {
        if ((w->items[i].subproc != 0) != beside)
            continue;
        TRY(form_to_agree(r, &w->items[i], &forms[*n], &open));
        *n += open;
    }
    return ERR_OK;
}

static enum err own_make(struct run *r, const struct proposal_list *w, struct move_form *forms,
                         size_t *n)
{
    const struct procedure *p = r->c->app->procedure;
    const struct state *from = procedure_state(p, r->m.state);
    const struct move *moves[FORMS_MAX];
    size_t count = procedure_moves_from(p, from, r->roles, moves, FORMS_MAX);
    bool open;

    for (size_t i = 0; i < count && *n < FORMS_MAX; i++) {
        TRY(form_to_act(r, moves[i], w, &forms[*n], &open));
        *n += open;
    }
    return ERR_OK;
}

static enum err forms_read(struct ctx *c, int64_t matter, bool beside, struct move_form_list *ret)
{
    struct run *r = run_new(c);
    struct move_form *forms = arena_array(c->arena, struct move_form, FORMS_MAX);
    struct proposal_list w;
    bool waits;
    size_t n = 0;

    TRY(matter_part_find(c, matter, &r->m, &r->part));
    r->roles = part_roles(c, &r->part);
    TRY(report_forward_waits(c, matter, &waits));
    /* merged: it moves with the other one */
    bool follows = r->m.lead_matter && !str_eq(r->m.state, S("ST_FILED_REPEAT"));
    if (!waits && !follows && r->roles) {
        TRY(proposals_waiting(c, matter, &w));
        TRY(proposed_make(r, &w, beside, forms, &n));
        TRY(beside ? subprocs_make(r, &w, forms, &n) : own_make(r, &w, forms, &n));
    }
    run_wipe(r);
    *ret = (struct move_form_list){ forms, n };
    return ERR_OK;
}

enum err move_forms(struct ctx *c, int64_t matter, struct move_form_list *ret)
{
    return forms_read(c, matter, false, ret);
}

enum err subproc_forms(struct ctx *c, int64_t matter, struct move_form_list *ret)
{
    return forms_read(c, matter, true, ret);
}

enum err panel_forms(struct ctx *c, const struct panel_seat *seat, struct move_form_list *ret)
{
    struct run *r = run_new(c);
    struct move_form *forms = arena_array(c->arena, struct move_form, FORMS_MAX);
    const struct proposal_list none = { .n = 0 };
    size_t n = 0;

    TRY(run_of_seat(r, seat));
    struct subproc own = r->sub;
    TRY(steps_of(r, &own, &none, forms, &n));
    run_wipe(r);
    *ret = (struct move_form_list){ forms, n };
    return ERR_OK;
}
