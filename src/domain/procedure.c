#include "domain/procedure.h"

#include "base/time.h"
#include "base/utf8.h"
#include "domain/procedure_parts.h"

#define FILES_MAX 32

bool name_list_split(struct str words, struct name_list *ret)
{
    *ret = (struct name_list){ .n = 0 };
    while (!str_absent(words)) {
        struct str word = str_cut(&words, ',');
        if (ret->n == MOVE_LIST_MAX || str_empty(word))
            return false;
        ret->items[ret->n++] = word;
    }
    return ret->n > 0;
}

bool name_list_has(const struct name_list *list, struct str name)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(list->items[i], name))
            return true;
    }
    return false;
}

/* Names that could not be looked up while reading, as the files come in any order. */
static enum err check_lapses(const struct procedure *p, struct fault *f)
{
    for (size_t i = 0; i < p->clock_count; i++) {
        const struct clock_rule *c = &p->clocks[i];
        const struct move *m = procedure_move(p, c->lapse);
        if (!str_absent(c->lapse) && (!m || !m->by_system))
            return FAULT(f, ERR_INVALID, "data.invalid", "clock %.*s: the system has no move %.*s",
                         STR_ARG(c->id), STR_ARG(c->lapse));
    }
    return ERR_OK;
}

enum err procedure_load(struct arena *a, const struct data_file *files, size_t n,
                        const struct str *guards, size_t guard_count, struct fault *f,
                        const struct procedure **ret)
{
    struct procedure *p = arena_new_of(a, struct procedure);

    if (n > FILES_MAX)
        return FAULT(f, ERR_INVALID, "data.invalid", "more than %d rules files", FILES_MAX);
    for (size_t i = 0; i < n; i++)
        TRY(procedure_read_basics(p, a, files[i], f));
    for (size_t i = 0; i < n; i++)
        TRY(procedure_read_subprocs(p, a, files[i], f));
    for (size_t i = 0; i < n; i++) {
        struct move_reader r = {
            .p = p, .a = a, .f = f, .guards = guards, .guard_count = guard_count
        };
        TRY(procedure_read_moves(&r, files[i]));
    }
    TRY(check_lapses(p, f));
    *ret = p;
    return ERR_OK;
}

#define FIND(array, count, name)                                                                   \
    do {                                                                                           \
        for (size_t i = 0; i < (count); i++) {                                                     \
            if (str_eq((array)[i].id, (name)))                                                     \
                return &(array)[i];                                                                \
        }                                                                                          \
        return NULL;                                                                               \
    } while (0)

const struct state *procedure_state(const struct procedure *p, struct str id)
{
    FIND(p->states, p->state_count, id);
}
const struct subproc_rule *procedure_subproc(const struct procedure *p, struct str id)
{
    FIND(p->subprocs, p->subproc_count, id);
}
static const struct state *state_of_subproc(const struct subproc_rule *s, struct str id)
{
    FIND(s->states, s->state_count, id);
}
const struct state *procedure_substate(const struct procedure *p, struct str id)
{
    const struct state *s = NULL;
    for (size_t i = 0; i < p->subproc_count && !s; i++)
        s = state_of_subproc(&p->subprocs[i], id);
    return s;
}
const struct move *procedure_move(const struct procedure *p, struct str id)
{
    FIND(p->moves, p->move_count, id);
}
const struct event_kind *procedure_event(const struct procedure *p, struct str id)
{
    FIND(p->events, p->event_count, id);
}
const struct paper *procedure_paper(const struct procedure *p, struct str id)
{
    FIND(p->papers, p->paper_count, id);
}
static const struct clock_rule *find_clock(const struct procedure *p, struct str id)
{
    FIND(p->clocks, p->clock_count, id);
}
const struct clock_rule *procedure_clock(const struct procedure *p, struct str id)
{
    const struct clock_rule *c = find_clock(p, id);
    struct str rest = id;
    return c ? c : find_clock(p, str_cut(&rest, '.'));
}
const struct role_pairs *procedure_role_pairs(const struct procedure *p)
{
    return &p->pairs;
}

const struct state *procedure_state_at(const struct procedure *p, size_t i)
{
    return i < p->state_count ? &p->states[i] : NULL;
}
const struct subproc_rule *procedure_subproc_at(const struct procedure *p, size_t i)
{
    return i < p->subproc_count ? &p->subprocs[i] : NULL;
}
const struct move *procedure_move_at(const struct procedure *p, size_t i)
{
    return i < p->move_count ? &p->moves[i] : NULL;
}
const struct event_kind *procedure_event_at(const struct procedure *p, size_t i)
{
    return i < p->event_count ? &p->events[i] : NULL;
}
const struct paper *procedure_paper_at(const struct procedure *p, size_t i)
{
    return i < p->paper_count ? &p->papers[i] : NULL;
}
const struct clock_rule *procedure_clock_at(const struct procedure *p, size_t i)
{
    return i < p->clock_count ? &p->clocks[i] : NULL;
}

/* --- moving --- */

static bool may_act(const struct move *m, uint32_t roles)
{
    return (m->act & roles) != 0 || (m->by_reporter && (roles & RO_REPORTER)) ||
           (m->by_system && (roles & PROCEDURE_BY_SYSTEM));
}

size_t procedure_moves_from(const struct procedure *p, const struct state *from, uint32_t roles,
                            const struct move **ret, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < p->move_count && n < max; i++) {
        const struct move *m = &p->moves[i];
        if (!m->later && !m->creates && move_leaves(m, from) && may_act(m, roles))
            ret[n++] = m;
    }
    return n;
}

size_t procedure_starts_in(const struct procedure *p, const struct state *matter, uint32_t roles,
                           const struct move **ret, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < p->move_count && n < max; i++) {
        const struct move *m = &p->moves[i];
        bool here = m->creates && m->of && ((m->of->in >> matter->index) & 1);
        if (here && !m->later && may_act(m, roles))
            ret[n++] = m;
    }
    return n;
}

static const struct target *find_target(const struct move *m, struct str outcome)
{
    if (m->target_count == 1 && str_empty(outcome))
        return &m->targets[0];
    for (size_t i = 0; i < m->target_count; i++) {
        if (!str_absent(m->targets[i].name) && str_eq(m->targets[i].name, outcome))
            return &m->targets[i];
    }
    return NULL;
}

enum err procedure_next(const struct procedure *p, struct str from, struct str move,
                        struct str outcome, uint32_t roles, struct fault *f, struct step *ret)
{
    const struct move *m = procedure_move(p, move);
    const struct state *s = procedure_state(p, from);

    if (!s)
        s = procedure_substate(p, from);
    if (!m) {
        fault_field(f, "move", "move.unknown", 0);
        return ERR_INVALID;
    }
    if (!may_act(m, roles))
        return FAULT(f, ERR_DENIED, "move.role", "%.*s", STR_ARG(m->id));
    if (m->later)
        return FAULT(f, ERR_CONFLICT, "move.later", "%.*s", STR_ARG(m->id));
    if (m->creates ? !str_absent(from) : !s || !move_leaves(m, s))
        return FAULT(f, ERR_CONFLICT, "move.state", "%.*s from %.*s", STR_ARG(m->id),
                     STR_ARG(from));
    const struct target *t = find_target(m, outcome);
    if (!t) {
        fault_field(f, "outcome", "form.option", 0);
        return ERR_INVALID;
    }
    *ret = (struct step){ .move = m, .target = t, .from = s, .to = t->to ? t->to : s };
    return ERR_OK;
}

static bool condition_holds(struct str field, const struct name_list *values, form_value value,
                            void *u)
{
    return str_absent(field) || name_list_has(values, value(u, field));
}

size_t procedure_approvals(const struct move *m, const struct state *from, form_value value,
                           void *u, uint32_t *ret_roles)
{
    size_t n = 0;
    for (size_t i = 0; i < m->approval_count; i++) {
        const struct approval *a = &m->approvals[i];
        bool here = !from || ((a->from >> from->index) & 1);
        if (here && condition_holds(a->when_field, &a->when_values, value, u))
            ret_roles[n++] = a->roles;
    }
    return n;
}

/* --- what the person entered --- */

static const char *const type_names[FORM__COUNT] = {
    [FORM_TEXT] = "text",       [FORM_LINE] = "line",     [FORM_DATE] = "date",
    [FORM_CHOICE] = "choice",   [FORM_NUMBER] = "number", [FORM_FLAG] = "flag",
    [FORM_OFFICER] = "officer", [FORM_DEPT] = "dept",     [FORM_BODY] = "body",
    [FORM_AREA] = "area",       [FORM_MATTER] = "matter", [FORM_LEADS] = "leads",
    [FORM_FILE] = "file",       [FORM_HITS] = "hits",     [FORM_MEMBER] = "member",
};

struct str form_type_name(enum form_type t)
{
    return str_of(type_names[t]);
}

bool form_field_asked(const struct form_field *field, form_value value, void *u)
{
    return condition_holds(field->when_field, &field->when_values, value, u);
}

static bool option_known(const struct form_field *field, struct str v,
                         bool (*known)(void *u, struct str list, struct str code), void *u)
{
    if (field->options.n > 0)
        return name_list_has(&field->options, v);
    return str_empty(field->list) || !known || known(u, field->list, v);
}

static bool flag_on(struct str v)
{
    return str_eq(v, S("true")) || str_eq(v, S("1")) || str_eq(v, S("on"));
}

/* The sentence that says what to change; NULL when the value will do. */
static const char *mistake(const struct form_field *field, struct str v,
                           bool (*known)(void *u, struct str list, struct str code), void *u)
{
    uint64_t number;
    struct day day;

    if (field->type == FORM_FLAG)
        return field->required && !flag_on(v) ? T_KEY("form.required") : NULL;
    if (str_empty(str_trim(v)))
        return field->required ? T_KEY("form.required") : NULL;
    switch (field->type) {
    case FORM_TEXT:
    case FORM_LINE:
        return field->max > 0 && utf8_count(v) > (size_t)field->max ? T_KEY("form.too_long") : NULL;
    case FORM_DATE:
        return day_parse(v, &day) ? NULL : T_KEY("form.date");
    case FORM_NUMBER:
        return str_u64(v, &number) && (field->max == 0 || number <= (uint64_t)field->max)
                   ? NULL
                   : T_KEY("form.number");
    case FORM_CHOICE:
        return option_known(field, v, known, u) ? NULL : "form.option";
    default: /* officers, departments, bodies, matters: the database knows */
        return NULL;
    }
}

enum err procedure_form_check(const struct move *m, form_value value,
                              bool (*known)(void *u, struct str list, struct str code), void *u,
                              struct fault *f)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < m->field_count; i++) {
        const struct form_field *field = &m->fields[i];
        if (field->type == FORM_LEADS || !form_field_asked(field, value, u))
            continue;
        const char *key = mistake(field, value(u, field->name), known, u);
        if (!key)
            continue;
        fault_field(f, field->name.p, key, field->max);
        err = ERR_INVALID;
    }
    return err;
}
