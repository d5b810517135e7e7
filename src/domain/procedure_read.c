/* Reads states, events, documents, clocks and role pairs of the rules files; moves are read after
 * them by procedure_moves.c, so that the order of the files does not matter. */
#include "domain/procedure_parts.h"

struct reader {
    struct procedure *p;
    struct arena *a;
    struct lines l;
    struct fault *f;
    struct str rest;  /* of the line */
    struct str ahead; /* a word taken back */
};

static struct str next(struct reader *r)
{
    if (!str_absent(r->ahead)) {
        struct str word = r->ahead;
        r->ahead = STR_NONE;
        return word;
    }
    return lines_word(&r->rest);
}

#define WRONG(r, ...) lines_fault(&(r)->l, (r)->f, __VA_ARGS__)

static bool is_clock(struct str word)
{
    return word.n >= 2 && word.p[0] == 'D';
}

/* Words as long as they are clocks. */
static enum err take_clocks(struct reader *r, struct name_list *ret)
{
    for (struct str word = next(r); !str_absent(word); word = next(r)) {
        if (!is_clock(word)) {
            r->ahead = word;
            break;
        }
        if (ret->n == MOVE_LIST_MAX)
            return WRONG(r, "more than %d clocks", MOVE_LIST_MAX);
        ret->items[ret->n++] = word;
    }
    return ret->n > 0 ? ERR_OK : WRONG(r, "a clock is expected");
}

static enum err take_state_word(struct reader *r, struct str word, struct state *s)
{
    int64_t stage;
    if (str_eq(word, S("stage"))) {
        struct str v = next(r);
        if (str_eq(v, S("keep")))
            return ERR_OK;
        if (!str_i64(v, &stage) || stage < 1 || stage > 5)
            return WRONG(r, "stage is 1 to 5 or keep");
        s->stage = (int)stage;
        return ERR_OK;
    }
    if (str_eq(word, S("shown"))) {
        struct str id = next(r);
        s->shown = str_fmt(r->a, "shown.%.*s", STR_ARG(id));
        return ERR_OK;
    }
    if (str_eq(word, S("clock")))
        return take_clocks(r, &s->clocks);
    if (str_eq(word, S("terminal")))
        s->terminal = true;
    else if (str_eq(word, S("reopenable")))
        s->reopenable = true;
    else if (str_eq(word, S("unclocked")))
        s->unclocked = true;
    else
        return WRONG(r, "unknown word \"%.*s\"", STR_ARG(word));
    return ERR_OK;
}

static enum err take_state(struct reader *r)
{
    struct procedure *p = r->p;
    struct state s = { .id = next(r) };
    int64_t code;

    if (!str_starts(s.id, S("ST_")) || procedure_state(p, s.id))
        return WRONG(r, "not a new state: %.*s", STR_ARG(s.id));
    if (!str_i64(next(r), &code) || code < 0 || code > 99)
        return WRONG(r, "the code of %.*s is 00 to 99", STR_ARG(s.id));
    s.code = (int)code;
    for (struct str word = next(r); !str_absent(word); word = next(r))
        TRY(take_state_word(r, word, &s));
    if (str_absent(s.shown))
        return WRONG(r, "%.*s has no wording for the reporter", STR_ARG(s.id));
    if (!s.terminal && !s.unclocked && s.clocks.n == 0)
        return WRONG(r, "%.*s is open and has no clock", STR_ARG(s.id));
    if (p->state_count == PROCEDURE_STATES_MAX)
        return WRONG(r, "more than %d states", PROCEDURE_STATES_MAX);
    s.index = (unsigned)p->state_count;
    p->states[p->state_count++] = s;
    return ERR_OK;
}

static enum err take_event(struct reader *r)
{
    struct procedure *p = r->p;
    struct event_kind e = { .id = next(r) };
    struct str who = next(r);

    if (!str_starts(e.id, S("E_")) || procedure_event(p, e.id))
        return WRONG(r, "not a new kind of event: %.*s", STR_ARG(e.id));
    e.shown = str_eq(who, S("shown"));
    if ((!e.shown && !str_eq(who, S("internal"))) || !str_absent(next(r)))
        return WRONG(r, "an event is shown or internal");
    if (p->event_count == PROCEDURE_KINDS_MAX)
        return WRONG(r, "more than %d kinds of events", PROCEDURE_KINDS_MAX);
    p->events[p->event_count++] = e;
    return ERR_OK;
}

static bool take_name(struct str word, const char *const *names, size_t n, int *ret)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(word, str_of(names[i]))) {
            *ret = (int)i;
            return true;
        }
    }
    return false;
}

static enum err take_paper(struct reader *r)
{
    static const char *const whom[] = { "reporter", "body", "other", "file", "accused", "public" };
    struct procedure *p = r->p;
    struct paper d = { .id = next(r) };
    int to = 0;

    if (str_absent(d.id) || procedure_paper(p, d.id))
        return WRONG(r, "not a new document: %.*s", STR_ARG(d.id));
    if (!str_eq(next(r), S("to")) || !take_name(next(r), whom, COUNT_OF(whom), &to))
        return WRONG(r, "to whom goes %.*s?", STR_ARG(d.id));
    d.to = (enum paper_to)to;
    for (struct str word = next(r); !str_absent(word); word = next(r)) {
        if (str_eq(word, S("stop")))
            TRY(take_clocks(r, &d.stop));
        else if (str_eq(word, S("start")))
            TRY(take_clocks(r, &d.start));
        else
            return WRONG(r, "unknown word \"%.*s\"", STR_ARG(word));
    }
    if (p->paper_count == PROCEDURE_PAPERS_MAX)
        return WRONG(r, "more than %d documents", PROCEDURE_PAPERS_MAX);
    p->papers[p->paper_count++] = d;
    return ERR_OK;
}

static enum err take_clock_word(struct reader *r, struct str word, struct clock_rule *c)
{
    static const char *const binds[] = { "body", "citizen", "none" };
    static const char *const froms[] = { "receipt", "move", "ask" };
    int v = 0;

    bool *flag = str_eq(word, S("named"))   ? &c->named
                 : str_eq(word, S("told"))  ? &c->told
                 : str_eq(word, S("apart")) ? &c->apart
                                            : NULL;
    if (flag) {
        *flag = true;
        return ERR_OK;
    }
    struct str value = next(r);
    if (str_absent(value))
        return WRONG(r, "\"%.*s\" says nothing", STR_ARG(word));
    if (str_eq(word, S("binds")) && take_name(value, binds, COUNT_OF(binds), &v))
        c->binds = (enum clock_binds)v;
    else if (str_eq(word, S("from")) && take_name(value, froms, COUNT_OF(froms), &v))
        c->from = (enum clock_from)v;
    else if (str_eq(word, S("breach")) && value.p[0] == 'V')
        c->breach = value;
    else if (str_eq(word, S("only")))
        c->only = value;
    else if (str_eq(word, S("lapse")))
        c->lapse = value;
    else
        return WRONG(r, "unknown: %.*s %.*s", STR_ARG(word), STR_ARG(value));
    return ERR_OK;
}

static enum err take_clock(struct reader *r)
{
    struct procedure *p = r->p;
    struct clock_rule c = { .id = next(r) };
    bool binds = false, from = false;

    if (!is_clock(c.id))
        return WRONG(r, "not a clock: %.*s", STR_ARG(c.id));
    for (size_t i = 0; i < p->clock_count; i++) {
        if (str_eq(p->clocks[i].id, c.id))
            return WRONG(r, "%.*s stands twice", STR_ARG(c.id));
    }
    for (struct str word = next(r); !str_absent(word); word = next(r)) {
        binds |= str_eq(word, S("binds"));
        from |= str_eq(word, S("from"));
        TRY(take_clock_word(r, word, &c));
    }
    if (!binds || !from)
        return WRONG(r, "%.*s: whom it binds and from when is needed", STR_ARG(c.id));
    if (p->clock_count == PROCEDURE_CLOCKS_MAX)
        return WRONG(r, "more than %d clocks", PROCEDURE_CLOCKS_MAX);
    p->clocks[p->clock_count++] = c;
    return ERR_OK;
}

static void forbid(struct role_pairs *pairs, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (a & ROLE_BIT(i))
            pairs->with[i] |= b;
        if (b & ROLE_BIT(i))
            pairs->with[i] |= a;
    }
}

static enum err take_pairs(struct reader *r)
{
    uint32_t a, b, others = 0;
    struct str first = next(r);
    if (!role_parse(first, &a))
        return WRONG(r, "no such role: %.*s", STR_ARG(first));
    for (struct str word = next(r); !str_absent(word); word = next(r)) {
        if (str_eq(word, S("*")))
            b = ROLES_OFFICER & ~a;
        else if (!role_parse(word, &b) || b == a)
            return WRONG(r, "no such role: %.*s", STR_ARG(word));
        others |= b;
    }
    if (others == 0)
        return WRONG(r, "%.*s with whom?", STR_ARG(first));
    forbid(&r->p->pairs, a, others);
    return ERR_OK;
}

enum err procedure_read_basics(struct procedure *p, struct arena *a, struct data_file file,
                               struct fault *f)
{
    static const struct {
        struct str word;
        enum err (*take)(struct reader *r);
    } lines[] = {
        { { "state", 5 }, take_state },    { { "event", 5 }, take_event },
        { { "document", 8 }, take_paper }, { { "clock", 5 }, take_clock },
        { { "forbid", 6 }, take_pairs },
    };
    struct reader r = { .p = p, .a = a, .l = lines_of(file), .f = f };

    while (lines_next(&r.l)) {
        if (r.l.indented)
            continue; /* belongs to a move, or is told so when moves are read */
        r.rest = r.l.line;
        r.ahead = STR_NONE;
        struct str word = next(&r);
        bool known =
            str_eq(word, S("move")) || str_eq(word, S("subproc")) || str_eq(word, S("substate"));
        for (size_t i = 0; i < COUNT_OF(lines) && !known; i++) {
            if (!str_eq(word, lines[i].word))
                continue;
            known = true;
            TRY(lines[i].take(&r));
        }
        if (!known)
            return WRONG(&r, "unknown word \"%.*s\"", STR_ARG(word));
    }
    return lines_end(&r.l, f);
}
