#include "domain/log_omission.h"

#define FIRST_LINE "ygxf/omission/v1"

static const char *const keys[OMISSION__COUNT] = {
    [OMISSION_SHOWN] = T_KEY("omission.shown"),
    [OMISSION_NONE] = T_KEY("omission.none"),
    [OMISSION_CUT] = T_KEY("omission.cut"),
    [OMISSION_FORM] = T_KEY("omission.form"),
    [OMISSION_STEP] = T_KEY("omission.step"),
    [OMISSION_GAP] = T_KEY("omission.gap"),
    [OMISSION_ANSWERED] = T_KEY("omission.answered"),
    [OMISSION_OTHER_LOG] = T_KEY("omission.other_log"),
    [OMISSION_UNLOGGED] = T_KEY("omission.unlogged"),
    [OMISSION_WENT_ON] = T_KEY("omission.went_on"),
    [OMISSION_EARLY] = T_KEY("omission.early"),
    [OMISSION_UNTIMED] = T_KEY("omission.untimed"),
};

const char *omission_key(enum omission_verdict v)
{
    return keys[v];
}

/* ---- the file ---- */

struct str omission_text(struct arena *a, const struct omission *o)
{
    struct buf b = buf_new(a);

    buf_fmt(&b, FIRST_LINE "\norigin %.*s\nstep %.*s\n", STR_ARG(o->origin), STR_ARG(o->step));
    for (size_t i = 0; i < o->n; i++) {
        struct str bytes = leaf_opening_bytes(a, &o->openings[i]);
        buf_fmt(&b, "open %.*s\n", STR_ARG(str_base64(a, bytes.p, bytes.n)));
    }
    buf_fmt(&b, "next %.*s\n", STR_ARG(str_hex(a, o->next, LEAF_HASH)));
    return buf_str(&b);
}

static bool word_of(struct str line, const char *name, struct str *ret)
{
    struct str first = str_cut(&line, ' ');

    *ret = line;
    return str_eq(first, str_of(name)) && !str_absent(line) && line.n > 0;
}

static bool read_opening(struct arena *a, struct str base64, struct omission *o)
{
    struct str bytes;

    if (o->n == OMISSION_LEAVES_MAX || !str_unbase64(a, base64, &bytes) ||
        !leaf_opening_read(bytes, &o->openings[o->n]) || !o->openings[o->n].r_m)
        return false;
    leaf_opening_entry(&o->openings[o->n], o->entries[o->n]);
    o->n++;
    return true;
}

enum omission_verdict omission_read(struct arena *a, struct str bytes, struct omission *ret)
{
    struct str rest = bytes, word, hex;
    struct omission *o = ret;

    o->n = 0;
    if (bytes.n > OMISSION_BYTES_MAX || !str_eq(str_cut(&rest, '\n'), S(FIRST_LINE)))
        return OMISSION_NONE;
    /* the last line tells whether it is all there */
    bool whole = bytes.p[bytes.n - 1] == '\n' && str_contains(bytes, S("\nnext "));
    enum omission_verdict bad = whole ? OMISSION_FORM : OMISSION_CUT;
    if (!word_of(str_cut(&rest, '\n'), "origin", &o->origin) ||
        !word_of(str_cut(&rest, '\n'), "step", &o->step))
        return bad;
    struct str line = str_cut(&rest, '\n');
    for (; word_of(line, "open", &word); line = str_cut(&rest, '\n'))
        if (!read_opening(a, word, o))
            return bad;
    if (o->n == 0 || !word_of(line, "next", &word) || !str_unhex(a, word, &hex) ||
        hex.n != LEAF_HASH || rest.n > 0 || str_absent(rest))
        return bad;
    memcpy(o->next, hex.p, LEAF_HASH);
    return OMISSION_SHOWN;
}

/* ---- what it says ---- */

/* Value of the first line with that name; of "due" the date for this code. */
static struct str meta_value(struct str meta, const char *name)
{
    struct str rest = meta, value;

    while (!str_empty(rest)) { /* a line each turn */
        if (word_of(str_cut(&rest, '\n'), name, &value))
            return value;
    }
    return STR_NONE;
}

static bool meta_due(struct str meta, struct str code, struct day *ret)
{
    struct str rest = meta, value;

    while (!str_empty(rest)) { /* a line each turn */
        if (!word_of(str_cut(&rest, '\n'), "due", &value) || !str_eq(str_cut(&value, ' '), code))
            continue;
        return day_parse(str_slice(value, 0, 10), ret); /* an hour may follow a T */
    }
    return false;
}

static bool acts_on(const struct target *t, struct str clock)
{
    for (size_t i = 0; i < t->act_count; i++) {
        const struct clock_act *act = &t->acts[i];
        bool ends = act->verb == CLOCK_STOP || act->verb == CLOCK_PAUSE ||
                    act->verb == CLOCK_RESTART || act->verb == CLOCK_EXTEND;
        if (ends && (str_absent(act->clock) || str_eq(act->clock, clock)))
            return true;
    }
    return false;
}

static bool has_word(const struct name_list *l, struct str word)
{
    for (size_t i = 0; i < l->n; i++)
        if (str_eq(l->items[i], word))
            return true;
    return false;
}

bool procedure_answers(const struct procedure *p, struct str kind, struct str clock)
{
    const struct move *m;
    const struct paper *paper;

    if (str_eq(kind, S("E_UNDONE")) || str_eq(kind, S("E_CLOSED")) ||
        str_eq(kind, S("E_SEALED_UP")))
        return true; /* by itself, without a move of the tables */
    for (size_t i = 0; (m = procedure_move_at(p, i)) != NULL; i++)
        for (size_t t = 0; t < m->target_count; t++)
            if (has_word(&m->targets[t].events, kind) && acts_on(&m->targets[t], clock))
                return true;
    if (!str_eq(kind, S("E_DOC_DELIVERED")))
        return false;
    for (size_t i = 0; (paper = procedure_paper_at(p, i)) != NULL; i++)
        if (has_word(&paper->stop, clock))
            return true;
    return false;
}

/* Numbers that follow one another, each with the commitment before it. */
static bool follows(struct arena *a, const struct omission *o, size_t i)
{
    uint64_t before, now;
    struct str prev = meta_value(o->openings[i].meta, "prev");

    return str_u64(meta_value(o->openings[i - 1].meta, "seq"), &before) &&
           str_u64(meta_value(o->openings[i].meta, "seq"), &now) && now == before + 1 &&
           str_eq(prev, str_hex(a, o->entries[i - 1] + 1 + LEAF_HASH, LEAF_HASH));
}

enum omission_verdict omission_facts(struct arena *a, const struct procedure *p,
                                     struct omission *o)
{
    const struct clock_rule *rule = procedure_clock(p, o->step);
    size_t named = o->n; /* the last event that names the date */

    if (!rule || rule->binds != CLOCK_BINDS_BODY)
        return OMISSION_STEP;
    for (size_t i = 0; i < o->n; i++) {
        if (i > 0 && !follows(a, o, i))
            return OMISSION_GAP;
        if (meta_due(o->openings[i].meta, o->step, &o->due))
            named = i;
    }
    if (named == o->n)
        return OMISSION_STEP;
    for (size_t i = named + 1; i < o->n; i++)
        if (procedure_answers(p, meta_value(o->openings[i].meta, "kind"), o->step))
            return OMISSION_ANSWERED;
    return OMISSION_SHOWN;
}

struct instant omission_ripe(const struct omission *o)
{
    return (struct instant){ day_start((struct day){ o->due.n + 1 }).ms + OMISSION_GRACE_MS };
}

/* ---- the reporter's own ---- */

/* From the last leaf that names the date to the last one. */
static bool collect(struct ctx *c, const struct chain_leaves *all, struct str code,
                    struct omission *o)
{
    size_t from = all->n;
    struct day due;
    struct note_key k;

    for (size_t i = 0; i < all->n; i++)
        if (meta_due(all->items[i].meta, code, &due))
            from = i;
    if (from == all->n || all->n - from > OMISSION_LEAVES_MAX || public_log_key(c, &k) != ERR_OK)
        return false;
    o->origin = k.name;
    o->step = code;
    o->n = 0;
    for (size_t i = from; i < all->n; i++) {
        const struct chain_leaf *l = &all->items[i];
        o->openings[o->n] = (struct leaf_opening){
            .tag = l->tag, .r_m = l->r_m, .meta = l->meta, .b = l->b
        };
        leaf_entry(l->tag, l->c, o->entries[o->n++]);
    }
    memcpy(o->next, all->next, LEAF_HASH);
    return true;
}

static bool is_published(const struct chain_leaves *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->items[i].place.state != LEAF_PUBLISHED)
            return false;
    return true;
}

static bool is_ready(struct ctx *c, const struct chain_leaves *all, struct omission *o)
{
    return omission_facts(c->arena, c->app->procedure, o) == OMISSION_SHOWN &&
           c->now.ms >= omission_ripe(o).ms && is_published(all);
}

static void add_step(struct ctx *c, const struct chain_leaves *all, struct str code,
                     struct omission *o, struct omission_steps *s)
{
    const struct clock_rule *rule = procedure_clock(c->app->procedure, code);

    for (size_t i = 0; i < s->n; i++)
        if (str_eq(s->items[i].code, code))
            return;
    if (s->n == OMISSION_STEPS_MAX || !rule || rule->binds != CLOCK_BINDS_BODY || !rule->told ||
        !collect(c, all, code, o))
        return;
    bool ready = is_ready(c, all, o);
    if (omission_facts(c->arena, c->app->procedure, o) == OMISSION_SHOWN)
        s->items[s->n++] = (struct omission_step){ code, o->due, ready };
}

enum err omission_steps(struct ctx *c, struct omission_steps *ret)
{
    struct chain_leaves all;
    struct omission *o = arena_new_of(c->arena, struct omission);

    *ret = (struct omission_steps){ 0 };
    TRY(log_of_mine(c, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct str rest = all.items[i].due;
        while (!str_empty(rest)) { /* a line each turn */
            struct str line = str_cut(&rest, '\n');
            add_step(c, &all, str_cut(&line, ' '), o, ret);
        }
    }
    return ERR_OK;
}

enum err omission_make(struct ctx *c, struct str code, struct str *ret)
{
    struct chain_leaves all;
    struct omission *o = arena_new_of(c->arena, struct omission);

    TRY(log_of_mine(c, &all));
    if (!collect(c, &all, code, o))
        return FAULT(&c->fault, ERR_NOT_FOUND, "omission.no_step", "no such step");
    if (!is_ready(c, &all, o))
        return FAULT(&c->fault, ERR_CONFLICT, "omission.not_late", "answered, or not over yet");
    *ret = omission_text(c->arena, o);
    return ERR_OK;
}

/* ---- against this log ---- */

static enum err look(struct ctx *c, struct omission_checked *k)
{
    struct leaf_place place;

    for (size_t i = 0; i < k->o->n; i++) {
        const uint8_t *entry = k->o->entries[i];
        TRY(leaf_place(c, entry + 1, &place));
        if (place.state != LEAF_PUBLISHED || !str_eq(place.entry, str_bytes(entry, LEAF_ENTRY))) {
            k->verdict = OMISSION_UNLOGGED;
            return ERR_OK;
        }
    }
    TRY(leaf_place(c, k->o->next, &place));
    if (place.state != LEAF_LOST)
        k->verdict = OMISSION_WENT_ON;
    else if (c->now.ms < omission_ripe(k->o).ms)
        k->verdict = OMISSION_EARLY;
    return ERR_OK;
}

enum err omission_check(struct ctx *c, struct str bytes, struct omission_checked *ret)
{
    struct note_key own;
    struct str note;

    *ret = (struct omission_checked){ .o = arena_new_of(c->arena, struct omission) };
    TRY(public_log_key(c, &own));
    bytes = judge_pasted(c->arena, bytes);
    if (str_empty(bytes)) {
        fault_field(&c->fault, "omission", T_KEY("omission.nothing"), 0);
        return ERR_INVALID;
    }
    enum err e = public_log_checkpoint(c, &note, &ret->published);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    ret->verdict = omission_read(c->arena, bytes, ret->o);
    if (ret->verdict == OMISSION_SHOWN)
        ret->verdict = omission_facts(c->arena, c->app->procedure, ret->o);
    if (ret->verdict != OMISSION_SHOWN)
        return ERR_OK;
    if (!str_eq(ret->o->origin, own.name)) {
        ret->verdict = OMISSION_OTHER_LOG;
        return ERR_OK;
    }
    return look(c, ret);
}
