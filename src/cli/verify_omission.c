/* verify_omission.c - a step that was due and never came, from a file and a copy of the log. */
#include "cli/verify.h"
#include "domain/log_omission.h"

struct in_copy {
    const struct omission *o;
    size_t found; /* of its events */
    bool went_on;
};

static void look(void *u, uint64_t index, struct str entry)
{
    struct in_copy *k = u;

    (void)index;
    if (entry.n != LEAF_ENTRY || entry.p[0] != 0x01)
        return;
    k->went_on = k->went_on || memcmp(entry.p + 1, k->o->next, LEAF_HASH) == 0;
    for (size_t i = 0; i < k->o->n; i++)
        k->found += str_eq(entry, str_bytes(k->o->entries[i], LEAF_ENTRY));
}

/* Witnesses say when the tree was seen; the day of a copy that he fetched the user knows. */
static enum omission_verdict of_time(struct verify *v, const struct omission *o,
                                     struct instant latest)
{
    struct instant ripe = omission_ripe(o);
    struct day day;

    if (latest.ms >= ripe.ms)
        return OMISSION_SHOWN;
    if (v->fetched && day_parse(str_of(v->fetched), &day))
        return day.n > o->due.n + 1 ? OMISSION_SHOWN : OMISSION_EARLY;
    return latest.ms ? OMISSION_EARLY : OMISSION_UNTIMED;
}

static int told(struct verify *v, const char *file, enum omission_verdict o)
{
    return verify_say(v, omission_is_file(o) ? VERIFY_NOT : EX_DATAERR, file, omission_key(o));
}

static int against_copy(struct verify *v, const char *file, const struct omission *o)
{
    struct in_copy k = { .o = o };
    struct checkpoint c;
    struct note n;
    struct instant latest;
    int code = verify_walk(v, &c, &n, look, &k);

    if (code != EX_OK)
        return code;
    if (!str_eq(c.origin, o->origin))
        return told(v, file, OMISSION_OTHER_LOG);
    if (k.found != o->n)
        return told(v, file, OMISSION_UNLOGGED);
    if (k.went_on)
        return told(v, file, OMISSION_WENT_ON);
    verify_print_witnesses(v, &n, &latest);
    enum omission_verdict verdict = of_time(v, o, latest);
    if (verdict != OMISSION_SHOWN)
        return told(v, file, verdict);
    struct arena *a = v->cli->arena;
    fprintf(v->cli->out, "%.*s was due on %.*s; %llu entries of %.*s hold no answer\n",
            STR_ARG(o->step), STR_ARG(day_format(a, o->due)), (unsigned long long)c.size,
            STR_ARG(c.origin));
    for (size_t i = 0; i < o->n; i++)
        fprintf(v->cli->out, "event:\n%.*s", STR_ARG(o->openings[i].meta));
    fprintf(v->cli->out,
            "the body can rebut it only by opening an entry whose prev is\n%.*s\n",
            STR_ARG(str_hex(a, o->entries[o->n - 1] + 1 + LEAF_HASH, LEAF_HASH)));
    return EX_OK;
}

int verify_omission(struct verify *v, const char *file)
{
    struct omission *o = arena_new_of(v->cli->arena, struct omission);
    const struct procedure *p;
    struct fault f = { 0 };
    struct str bytes;
    struct day day;

    if (v->fetched && !day_parse(str_of(v->fetched), &day))
        return cli_complain(v->cli, EX_USAGE, "--fetched takes a day, 2026-10-16");
    if (!verify_read_file(v->cli->arena, file, OMISSION_BYTES_MAX, &bytes))
        return verify_complain_file(v, file);
    enum omission_verdict verdict = omission_read(v->cli->arena, bytes, o);
    if (verdict == OMISSION_SHOWN && app_shipped_procedure(v->cli->arena, &f, &p) != ERR_OK)
        return cli_fault(v->cli, &f, NULL);
    if (verdict == OMISSION_SHOWN)
        verdict = omission_facts(v->cli->arena, p, o);
    return verdict == OMISSION_SHOWN ? against_copy(v, file, o) : told(v, file, verdict);
}
