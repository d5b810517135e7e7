/* Reads the moves of the rules files; states, events, documents and clocks are known by now. */
#include "domain/procedure_parts.h"

#define WRONG(r, ...) lines_fault((r)->l, (r)->f, __VA_ARGS__)

/* A line's words, with one word of looking ahead. */
struct words {
    struct str rest, ahead;
};

static struct str next(struct words *w)
{
    if (!str_absent(w->ahead)) {
        struct str word = w->ahead;
        w->ahead = STR_NONE;
        return word;
    }
    return lines_word(&w->rest);
}

/* --- the pieces --- */

static enum err take_roles(struct move_reader *r, struct str names, uint32_t *ret)
{
    uint32_t bit;
    if (str_empty(names))
        return WRONG(r, "a role is expected");
    while (!str_absent(names)) {
        struct str name = str_cut(&names, ',');
        if (!role_parse(name, &bit))
            return WRONG(r, "no such role: %.*s", STR_ARG(name));
        *ret |= bit;
    }
    return ERR_OK;
}

const char *states_parse(const struct procedure *p, struct str names, uint64_t *ret,
                         struct str *ret_at)
{
    *ret_at = names;
    while (!str_absent(names)) {
        struct str name = str_cut(&names, ',');
        const struct state *s = procedure_state(p, name);
        uint64_t first, last;
        struct str to = name, from = str_cut(&to, '-');
        *ret_at = name;
        if (s) {
            *ret |= UINT64_C(1) << s->index;
            continue;
        }
        if (!str_u64(from, &first) || !str_u64(to, &last) || first > last)
            return "no such state";
        for (size_t i = 0; i < p->state_count; i++) {
            uint64_t code = (uint64_t)p->states[i].code;
            if (code >= first && code <= last && !p->states[i].terminal)
                *ret |= UINT64_C(1) << i;
        }
    }
    return *ret != 0 ? NULL : "no open state in that range";
}

/* States of one sub-procedure: which one, the first says. */
static enum err take_substates(struct move_reader *r, struct str names, uint64_t *ret)
{
    while (!str_absent(names)) {
        struct str name = str_cut(&names, ',');
        const struct state *s = procedure_substate(r->p, name);
        if (!s || (r->move->of && r->move->of != s->of))
            return WRONG(r, "no such state of that sub-procedure: %.*s", STR_ARG(name));
        r->move->of = s->of;
        *ret |= UINT64_C(1) << s->index;
    }
    return ERR_OK;
}

static enum err take_states(struct move_reader *r, struct str names, uint64_t *ret)
{
    struct str rest = names, first = str_cut(&rest, ','), at;
    const char *wrong;

    if (str_empty(names))
        return WRONG(r, "a state is expected");
    if (procedure_substate(r->p, first))
        return take_substates(r, names, ret);
    wrong = states_parse(r->p, names, ret, &at);
    return wrong ? WRONG(r, "%s: %.*s", wrong, STR_ARG(at)) : ERR_OK;
}

/* Where a move or a target goes: a state of the same machine. */
static const struct state *state_to(struct move_reader *r, struct str name)
{
    const struct state *s = procedure_state(r->p, name);

    if (!s)
        s = procedure_substate(r->p, name);
    if (!s || (r->move->from && r->move->of != s->of))
        return NULL;
    r->move->of = s->of;
    return s;
}

/* field=a,b */
static enum err take_when(struct move_reader *r, struct str s, struct str *field,
                          struct name_list *values)
{
    *field = str_cut(&s, '=');
    if (str_empty(*field) || !name_list_split(s, values))
        return WRONG(r, "when FIELD=VALUE is expected");
    return ERR_OK;
}

static enum err take_events(struct move_reader *r, struct str names)
{
    struct name_list *list = &r->target->events;
    if (!name_list_split(names, list))
        return WRONG(r, "kinds of events are expected");
    for (size_t i = 0; i < list->n; i++) {
        if (!procedure_event(r->p, list->items[i]))
            return WRONG(r, "no such kind of event: %.*s", STR_ARG(list->items[i]));
    }
    return ERR_OK;
}

static enum err take_papers(struct move_reader *r, struct str names, struct name_list *list)
{
    if (!name_list_split(names, list))
        return WRONG(r, "documents are expected");
    for (size_t i = 0; i < list->n; i++) {
        if (!procedure_paper(r->p, list->items[i]))
            return WRONG(r, "no such document: %.*s", STR_ARG(list->items[i]));
    }
    return ERR_OK;
}

/* Guards go on as long as words begin with G_. */
static enum err take_guards(struct move_reader *r, struct words *w)
{
    struct name_list *list = &r->target->guards;
    for (struct str word = next(w); !str_absent(word); word = next(w)) {
        bool known = false;
        if (!str_starts(word, S("G_"))) {
            w->ahead = word;
            break;
        }
        for (size_t i = 0; i < r->guard_count; i++)
            known |= str_eq(r->guards[i], word);
        if (!known)
            return WRONG(r, "no such guard: %.*s", STR_ARG(word));
        if (list->n == MOVE_LIST_MAX)
            return WRONG(r, "more than %d guards", MOVE_LIST_MAX);
        list->items[list->n++] = word;
    }
    return list->n > 0 ? ERR_OK : WRONG(r, "a guard is expected");
}

static bool take_verb(struct str word, enum clock_verb *ret)
{
    static const char *const verbs[] = { "stop",   "start", "restart", "pause",
                                         "resume", "ask",   "extend" };
    for (size_t i = 0; i < COUNT_OF(verbs); i++) {
        if (str_eq(word, str_of(verbs[i]))) {
            *ret = (enum clock_verb)i;
            return true;
        }
    }
    return false;
}

static enum err add_act(struct move_reader *r, enum clock_verb verb, struct str clock)
{
    struct target *t = r->target;
    bool all = str_eq(clock, S("*"));
    if (all ? verb != CLOCK_STOP : !procedure_clock(r->p, clock))
        return WRONG(r, "no such clock: %.*s", STR_ARG(clock));
    if (t->act_count == MOVE_LIST_MAX)
        return WRONG(r, "more than %d clocks", MOVE_LIST_MAX);
    t->acts[t->act_count++] = (struct clock_act){ verb, all ? STR_NONE : clock };
    return ERR_OK;
}

/* stop D03 D04 start D10 ...: until a word that is neither verb nor clock. */
static enum err take_clocks(struct move_reader *r, struct words *w)
{
    enum clock_verb verb = CLOCK_STOP;
    bool have_verb = false;
    for (struct str word = next(w); !str_absent(word); word = next(w)) {
        if (take_verb(word, &verb)) {
            have_verb = true;
        } else if (word.p[0] == 'D' || str_eq(word, S("*"))) {
            if (!have_verb)
                return WRONG(r, "stop, start ... is expected before %.*s", STR_ARG(word));
            TRY(add_act(r, verb, word));
        } else {
            w->ahead = word;
            break;
        }
    }
    return r->target->act_count > 0 ? ERR_OK : WRONG(r, "a clock is expected");
}

static enum err take_told(struct move_reader *r, struct str word)
{
    if (str_eq(word, S("reporter")))
        r->target->told = TOLD_REPORTER;
    else if (str_eq(word, S("real-name")))
        r->target->told = TOLD_NAMED;
    else if (str_eq(word, S("none")))
        r->target->told = TOLD_NONE;
    else
        return WRONG(r, "told reporter, real-name or none");
    return ERR_OK;
}

static enum err take_actor(struct move_reader *r, struct str names)
{
    while (!str_empty(names)) {
        struct str name = str_cut(&names, ',');
        if (str_eq(name, S("reporter")))
            r->move->by_reporter = true;
        else if (str_eq(name, S("system")))
            r->move->by_system = true;
        else
            return WRONG(r, "actor reporter, system or both");
    }
    return ERR_OK;
}

static enum err take_approval(struct move_reader *r, struct words *w)
{
    struct move *m = r->move;
    if (m->approval_count == MOVE_APPROVALS_MAX)
        return WRONG(r, "more than %d approvals", MOVE_APPROVALS_MAX);
    struct approval *a = &m->approvals[m->approval_count++];
    TRY(take_roles(r, next(w), &a->roles));
    for (struct str word = next(w); !str_absent(word); word = next(w)) {
        if (str_eq(word, S("when"))) {
            TRY(take_when(r, next(w), &a->when_field, &a->when_values));
        } else if (str_eq(word, S("from"))) {
            TRY(take_states(r, next(w), &a->from));
        } else {
            w->ahead = word;
            break;
        }
    }
    if (a->from == 0)
        a->from = ~UINT64_C(0);
    return ERR_OK;
}

/* --- fields --- */

static enum err take_field_word(struct move_reader *r, struct words *w, struct str word,
                                struct form_field *field)
{
    int64_t max;
    if (str_eq(word, S("required"))) {
        field->required = true;
    } else if (str_eq(word, S("max"))) {
        if (!str_i64(next(w), &max) || max < 1 || max > INT32_MAX)
            return WRONG(r, "max is a number from 1 on");
        field->max = (int)max;
    } else if (str_eq(word, S("list"))) {
        field->list = next(w);
    } else if (str_eq(word, S("options"))) {
        if (!name_list_split(next(w), &field->options))
            return WRONG(r, "options a,b,c: at most %d", MOVE_LIST_MAX);
    } else if (str_eq(word, S("when"))) {
        field->required = true;
        return take_when(r, next(w), &field->when_field, &field->when_values);
    } else {
        return WRONG(r, "unknown word \"%.*s\"", STR_ARG(word));
    }
    return ERR_OK;
}

static enum err take_field(struct move_reader *r, struct words *w)
{
    struct move *m = r->move;
    struct form_field field = { .type = FORM__COUNT };
    /* a C string's end after the name: faults keep names as C strings */
    field.name = str_dup(r->a, next(w));
    struct str type = next(w);

    if (str_empty(field.name))
        return WRONG(r, "a field needs a name");
    for (size_t i = 0; i < m->field_count; i++) {
        if (str_eq(m->fields[i].name, field.name))
            return WRONG(r, "field %.*s stands twice", STR_ARG(field.name));
    }
    for (int t = 0; t < FORM__COUNT; t++) {
        if (str_eq(form_type_name((enum form_type)t), type))
            field.type = (enum form_type)t;
    }
    if (field.type == FORM__COUNT)
        return WRONG(r, "no such type of field: %.*s", STR_ARG(type));
    for (struct str word = next(w); !str_absent(word); word = next(w))
        TRY(take_field_word(r, w, word, &field));
    bool coded = field.type == FORM_CHOICE || field.type == FORM_LEADS;
    if (coded == (str_empty(field.list) && field.options.n == 0))
        return WRONG(r, "field %.*s: options go with choice and leads", STR_ARG(field.name));
    if (m->field_count == MOVE_FIELDS_MAX)
        return WRONG(r, "more than %d fields", MOVE_FIELDS_MAX);
    m->fields[m->field_count++] = field;
    return ERR_OK;
}

/* --- a move and its lines --- */

/* refused N16 E_REVIEW_REFUSED: paper and event */
static enum err take_refused(struct move_reader *r, struct words *w)
{
    r->move->refused = next(w);
    r->move->refused_event = next(w);
    if (!procedure_event(r->p, r->move->refused_event))
        return WRONG(r, "refused: a paper, then its event");
    return ERR_OK;
}

static enum err take_words(struct move_reader *r, struct words *w)
{
    for (struct str word = next(w); !str_absent(word); word = next(w)) {
        if (str_eq(word, S("act")))
            TRY(take_roles(r, next(w), &r->move->act));
        else if (str_eq(word, S("approve")))
            TRY(take_approval(r, w));
        else if (str_eq(word, S("actor")))
            TRY(take_actor(r, next(w)));
        else if (str_eq(word, S("event")))
            TRY(take_events(r, next(w)));
        else if (str_eq(word, S("doc")))
            TRY(take_papers(r, next(w), &r->target->papers));
        else if (str_eq(word, S("offer")))
            TRY(take_papers(r, next(w), &r->move->offers));
        else if (str_eq(word, S("refused")))
            TRY(take_refused(r, w));
        else if (str_eq(word, S("guard")))
            TRY(take_guards(r, w));
        else if (str_eq(word, S("clock")))
            TRY(take_clocks(r, w));
        else if (str_eq(word, S("told")))
            TRY(take_told(r, next(w)));
        else if (str_eq(word, S("basis")))
            r->move->basis = next(w);
        else if (str_eq(word, S("later")))
            r->move->later = true;
        else
            return WRONG(r, "unknown word \"%.*s\"", STR_ARG(word));
    }
    return ERR_OK;
}

/* target NAME STATE ...: the first replaces the open one of "?" and takes over what the move said
 */
static enum err take_target(struct move_reader *r, struct words *w)
{
    struct move *m = r->move;
    struct str name = next(w), to = next(w);
    const struct state *s = state_to(r, to);

    if (m->targets[0].to || m->target_count == MOVE_TARGETS_MAX)
        return WRONG(r, "a target goes with \"?\", at most %d", MOVE_TARGETS_MAX);
    if (str_empty(name) || !s)
        return WRONG(r, "no such state: %.*s", STR_ARG(to));
    /* targets[0] keeps what the move says for all; end_move drops it */
    struct target *t = &m->targets[m->target_count++];
    *t = m->targets[0];
    t->name = name;
    t->to = s;
    r->target = t;
    return take_words(r, w);
}

static enum err take_move(struct move_reader *r, struct words *w)
{
    struct procedure *p = r->p;
    struct str id = next(w), from = next(w), to = next(w);

    if (str_empty(id) || procedure_move(p, id))
        return WRONG(r, "not a new move: %.*s", STR_ARG(id));
    if (p->move_count == PROCEDURE_MOVES_MAX)
        return WRONG(r, "more than %d moves", PROCEDURE_MOVES_MAX);
    struct move *m = r->move = &p->moves[p->move_count++];
    r->target = &m->targets[0];
    *m = (struct move){ .id = id, .target_count = 1, .creates = str_eq(from, S("NEW")) };
    if (!m->creates)
        TRY(take_states(r, from, &m->from));
    if (!str_eq(to, S("=")) && !str_eq(to, S("?"))) {
        m->targets[0].to = state_to(r, to);
        if (!m->targets[0].to)
            return WRONG(r, "no such state: %.*s", STR_ARG(to));
    }
    m->targets[0].name = str_eq(to, S("?")) ? S("?") : STR_NONE;
    return take_words(r, w);
}

static enum err check_target(struct move_reader *r, const struct move *m, const struct target *t)
{
    if (t->events.n == 0)
        return WRONG(r, "%.*s, above: no move without an event", STR_ARG(m->id));
    for (size_t i = 0; t->told != TOLD_NONE && i < t->events.n; i++) {
        if (procedure_event(r->p, t->events.items[i])->shown)
            return ERR_OK;
    }
    if (t->told != TOLD_NONE)
        return WRONG(r, "%.*s, above: told, but by no event that is shown", STR_ARG(m->id));
    return ERR_OK;
}

/* Called when the move's last line is read. */
static enum err end_move(struct move_reader *r)
{
    struct move *m = r->move;
    if (!m)
        return ERR_OK;
    if (str_eq(m->targets[0].name, S("?"))) {
        for (size_t i = 1; i < m->target_count; i++)
            m->targets[i - 1] = m->targets[i];
        m->target_count--;
        if (m->target_count == 0)
            return WRONG(r, "%.*s, above: \"?\" needs targets", STR_ARG(m->id));
    }
    for (size_t i = 0; i < m->target_count; i++)
        TRY(check_target(r, m, &m->targets[i]));
    if (m->act == 0 && !m->by_reporter && !m->by_system)
        return WRONG(r, "%.*s, above: nobody acts", STR_ARG(m->id));
    if (!str_absent(m->refused) && !procedure_paper(r->p, m->refused))
        return WRONG(r, "no such document: %.*s", STR_ARG(m->refused));
    if (m->creates && m->of && m->approval_count)
        return WRONG(r, "%.*s, above: what begins a sub-procedure waits for nobody",
                     STR_ARG(m->id));
    if (str_empty(m->basis))
        return WRONG(r, "%.*s, above: no basis", STR_ARG(m->id));
    return ERR_OK;
}

static enum err take_line(struct move_reader *r)
{
    struct words w = { .rest = r->l->line };
    struct str word = next(&w);

    if (!r->l->indented) {
        TRY(end_move(r));
        r->move = NULL;
        return str_eq(word, S("move")) ? take_move(r, &w) : ERR_OK;
    }
    if (!r->move)
        return WRONG(r, "an indented line belongs to a move");
    if (str_eq(word, S("field")))
        return take_field(r, &w);
    if (str_eq(word, S("target")))
        return take_target(r, &w);
    w.ahead = word;
    return take_words(r, &w);
}

enum err procedure_read_moves(struct move_reader *r, struct data_file file)
{
    struct lines l = lines_of(file);
    r->l = &l;
    while (lines_next(&l))
        TRY(take_line(r));
    TRY(end_move(r));
    return lines_end(&l, r->f);
}
