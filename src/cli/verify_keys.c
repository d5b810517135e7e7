/* verify_keys.c - a log that changed its key: its statements followed from a believed key. */
#include <errno.h>

#include "cli/verify.h"

#define STATEMENTS_BYTES_MAX (KEY_STATEMENTS_MAX * KEY_STATEMENT_BYTES_MAX)

static bool is_believed(const struct verify *v, const struct note_key *k)
{
    for (size_t i = 0; i < v->policy.log_count; i++)
        if (str_eq(v->policy.logs[i].key.name, k->name) &&
            memcmp(v->policy.logs[i].key.public_key, k->public_key, sizeof k->public_key) == 0)
            return true;
    return false;
}

static void follow(struct verify *v, const struct key_statement *s)
{
    if (!is_believed(v, &s->from) || is_believed(v, &s->to) ||
        v->policy.log_count == POLICY_LOGS_MAX || v->handed_n == KEY_STATEMENTS_MAX)
        return;
    v->policy.logs[v->policy.log_count++] = (struct policy_log){ .key = s->to };
    v->handed[v->handed_n++].s = *s;
}

int verify_keys(struct verify *v)
{
    struct cli *cli = v->cli;
    struct str text, one;
    struct key_statement s;
    const char *path = v->keys;
    if (!path && v->copy)
        path = str_fmt(cli->arena, "%s/keys", v->copy).p;
    if (!path)
        return EX_OK;
    if (!verify_read_file(cli->arena, path, STATEMENTS_BYTES_MAX, &text))
        return v->keys || errno != ENOENT ? verify_complain_file(v, path) : EX_OK;
    while (!str_absent(one = key_statement_cut(&text))) { /* a statement each turn */
        if (!key_statement_parse(cli->arena, one, &s))
            return cli_complain(cli, EX_DATAERR,
                                "a statement in %s is not signed by both keys, or is none", path);
        follow(v, &s);
    }
    return EX_OK;
}

void verify_keys_look(struct verify *v, struct str entry)
{
    if (entry.n != 2 + sizeof v->handed[0].s.hash || entry.p[0] != 2 || entry.p[1] != 2)
        return;
    for (size_t i = 0; i < v->handed_n; i++)
        if (memcmp(entry.p + 2, v->handed[i].s.hash, sizeof v->handed[i].s.hash) == 0)
            v->handed[i].logged = true;
}

int verify_keys_logged(struct verify *v)
{
    for (size_t i = 0; i < v->handed_n; i++)
        if (!v->handed[i].logged)
            return cli_complain(v->cli, VERIFY_NOT,
                                "the statement that hands over to %.*s is not in the log: it was "
                                "not made openly",
                                STR_ARG(note_key_text(v->cli->arena, &v->handed[i].s.to)));
    return EX_OK;
}
