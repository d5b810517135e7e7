/* Reads sub-procedures and their states (domain 3.5). The form of their lines:
 *
 *   subproc ID  in STATES  [many] [switch KEY]
 *   substate ID of SUBPROC  [terminal]
 */
#include "domain/procedure_parts.h"

struct reader {
    struct procedure *p;
    struct arena *a;
    struct lines l;
    struct fault *f;
    struct str rest; /* of the line */
};

#define WRONG(r, ...) lines_fault(&(r)->l, (r)->f, __VA_ARGS__)

static struct str next(struct reader *r)
{
    return lines_word(&r->rest);
}

static enum err take_subproc(struct reader *r)
{
    struct procedure *p = r->p;
    struct subproc_rule s = { .id = next(r) };
    struct str at;

    if (!str_starts(s.id, S("SP_")) || procedure_subproc(p, s.id))
        return WRONG(r, "not a new sub-procedure: %.*s", STR_ARG(s.id));
    for (struct str word = next(r); !str_absent(word); word = next(r)) {
        const char *wrong = NULL;
        if (str_eq(word, S("many")))
            s.many = true;
        else if (str_eq(word, S("switch")))
            s.sw = str_dup(r->a, next(r)); /* app_switch takes a C string */
        else if (str_eq(word, S("in")))
            wrong = states_parse(p, next(r), &s.in, &at);
        else
            return WRONG(r, "unknown word \"%.*s\"", STR_ARG(word));
        if (wrong)
            return WRONG(r, "%s: %.*s", wrong, STR_ARG(at));
    }
    if (s.in == 0)
        return WRONG(r, "%.*s: in which states of the matter does it begin?", STR_ARG(s.id));
    if (p->subproc_count == PROCEDURE_SUBPROCS_MAX)
        return WRONG(r, "more than %d sub-procedures", PROCEDURE_SUBPROCS_MAX);
    p->subprocs[p->subproc_count++] = s;
    return ERR_OK;
}

static struct subproc_rule *rule_of(struct procedure *p, struct str id)
{
    for (size_t i = 0; i < p->subproc_count; i++) {
        if (str_eq(p->subprocs[i].id, id))
            return &p->subprocs[i];
    }
    return NULL;
}

static enum err take_substate(struct reader *r)
{
    struct state s = { .id = next(r) };
    struct subproc_rule *of;

    if (str_absent(s.id) || procedure_state(r->p, s.id) || procedure_substate(r->p, s.id))
        return WRONG(r, "not a new state: %.*s", STR_ARG(s.id));
    if (!str_eq(next(r), S("of")) || !(of = rule_of(r->p, next(r))))
        return WRONG(r, "%.*s: of which sub-procedure? It stands above its states", STR_ARG(s.id));
    for (struct str word = next(r); !str_absent(word); word = next(r)) {
        if (str_eq(word, S("terminal")))
            s.terminal = true;
        else
            return WRONG(r, "unknown word \"%.*s\"", STR_ARG(word));
    }
    if (of->state_count == SUBPROC_STATES_MAX)
        return WRONG(r, "more than %d states", SUBPROC_STATES_MAX);
    s.of = of;
    s.index = (unsigned)of->state_count;
    of->states[of->state_count++] = s;
    return ERR_OK;
}

enum err procedure_read_subprocs(struct procedure *p, struct arena *a, struct data_file file,
                                 struct fault *f)
{
    struct reader r = { .p = p, .a = a, .l = lines_of(file), .f = f };

    while (lines_next(&r.l)) {
        if (r.l.indented)
            continue;
        r.rest = r.l.line;
        struct str word = next(&r);
        if (str_eq(word, S("subproc")))
            TRY(take_subproc(&r));
        else if (str_eq(word, S("substate")))
            TRY(take_substate(&r));
    }
    return lines_end(&r.l, f);
}
