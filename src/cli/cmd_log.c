/* cmd_log.c - the public log as its operator keeps it: its witnesses, its keys. */
#include <string.h>

#include "base/json.h"
#include "cli/cli.h"
#include "domain/log_rotate.h"
#include "domain/log_witness.h"

const char usage_log[] =
    "usage: yangguang log witness list --data DIR [--json]\n"
    "       yangguang log witness add VKEY URL --data DIR\n"
    "       yangguang log witness remove NAME --data DIR\n"
    "       yangguang log quorum N | majority | none --data DIR\n"
    "       yangguang log rotate-key --data DIR [--log-key FILE]\n"
    "       yangguang log keys --data DIR\n"
    "\n"
    "Witnesses sign that this log only grows. VKEY is the witness's verifier key, URL the address\n"
    "below which it answers add-checkpoint (c2sp.org/tlog-witness), http or https. With each\n"
    "change a new policy is published at /log/policy and its hash in the log. At first more than\n"
    "half of the witnesses must sign; `quorum` sets another number. They should be run by others:\n"
    "`yangguang witness` is one.\n"
    "`rotate-key` makes a new key for the log, which keeps its name. Both keys sign the handing\n"
    "over, published at /log/keys and in the log, and for a year each head. `keys` prints it.\n"
    "All of this may run beside the server, which follows within a batch.\n";

#define WORDS_MAX 4

static struct str time_text(struct arena *a, struct instant t)
{
    return t.ms ? instant_format(a, t) : S("never");
}

static void print_witness(struct cli *cli, struct json *j, const struct log_witness *w)
{
    json_open(j, '{');
    json_kstr(j, "name", w->key.name);
    json_kstr(j, "vkey", note_key_text(cli->arena, &w->key));
    json_kstr(j, "url", w->url);
    json_ki64(j, "seen", w->seen);
    json_kstr(j, "status", w->status);
    json_kstr(j, "asked", w->status_at.ms ? instant_format(cli->arena, w->status_at) : STR_NONE);
    json_kstr(j, "signed", w->signed_at.ms ? instant_format(cli->arena, w->signed_at) : STR_NONE);
    json_close(j, '}');
    if (!cli->json)
        fprintf(cli->out, "%.*s  %.*s\n  %.*s, has seen %lld, signed %.*s, asked %.*s\n",
                STR_ARG(w->key.name), STR_ARG(w->url), STR_ARG(w->status), (long long)w->seen,
                STR_ARG(time_text(cli->arena, w->signed_at)),
                STR_ARG(time_text(cli->arena, w->status_at)));
}

static enum err list(struct cli *cli, struct ctx *c)
{
    struct log_witnesses *all = arena_new_of(c->arena, struct log_witnesses);
    struct buf b = buf_new(cli->arena);
    struct json j = json_new(&b);
    int64_t quorum;
    TRY(log_witness_list(c, all));
    TRY(log_quorum(c, &quorum, NULL));
    json_open(&j, '{');
    json_ki64(&j, "quorum", quorum);
    json_key(&j, "witnesses");
    json_open(&j, '[');
    if (!cli->json)
        fprintf(cli->out, "%zu witnesses, %lld must sign\n", all->n, (long long)quorum);
    for (size_t i = 0; i < all->n; i++)
        print_witness(cli, &j, &all->items[i]);
    json_close(&j, ']');
    json_close(&j, '}');
    if (cli->json)
        fprintf(cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
    return ERR_OK;
}

static enum err set_quorum(struct ctx *c, struct str word)
{
    uint64_t n = 0;
    if (str_eq(word, S("majority")))
        return log_quorum_set(c, -1);
    if (!str_eq(word, S("none")) && (!str_u64(word, &n) || n > LOG_WITNESSES_MAX))
        return log_quorum_set(c, LOG_WITNESSES_MAX + 1); /* says which numbers there are */
    return log_quorum_set(c, (int64_t)n);
}

static enum err rotate(struct cli *cli, struct ctx *c, const char *key)
{
    struct log_paths p = log_paths_of(cli->arena, cli->data_dir);
    struct note_key k;
    p.key = key ? key : p.key;
    TRY(log_rotate(c, &p, &k));
    fprintf(cli->out, "%.*s\n", STR_ARG(note_key_text(cli->arena, &k)));
    return ERR_OK;
}

static enum err keys(struct cli *cli, struct ctx *c)
{
    struct str text;
    TRY(log_key_statements(c, &text));
    fprintf(cli->out, "%.*s", STR_ARG(text));
    return ERR_OK;
}

/* What is asked, as words; NULL where there are fewer. */
static enum err run(struct cli *cli, struct ctx *c, char *const w[WORDS_MAX], int n,
                    const char *key, bool *known)
{
    bool witness = n >= 2 && strcmp(w[0], "witness") == 0;
    *known = true;
    if (witness && n == 2 && strcmp(w[1], "list") == 0)
        return list(cli, c);
    if (witness && n == 4 && strcmp(w[1], "add") == 0)
        return log_witness_add(c, str_of(w[2]), str_of(w[3]));
    if (witness && n == 3 && strcmp(w[1], "remove") == 0)
        return log_witness_remove(c, str_of(w[2]));
    if (n == 2 && strcmp(w[0], "quorum") == 0)
        return set_quorum(c, str_of(w[1]));
    if (n == 1 && strcmp(w[0], "rotate-key") == 0)
        return rotate(cli, c, key);
    if (n == 1 && strcmp(w[0], "keys") == 0)
        return keys(cli, c);
    *known = false;
    return ERR_OK;
}

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    (void)cli;
    (void)code;
    *(const char **)u = value;
    return true;
}

int cmd_log(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "log-key", true, 'k' } };
    const struct cli_command cmd = { "log", cmd_log, usage_log };
    char *words[WORDS_MAX] = { 0 };
    const char *key = NULL;
    struct app *app;
    struct ctx c;
    bool known;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &key, &first);
    if (code != EX_OK)
        return code;
    int n = argc - first;
    for (int i = 0; i < n && i < WORDS_MAX; i++)
        words[i] = argv[first + i];
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    if (run(cli, &c, words, n, key, &known) != ERR_OK)
        code = cli_fault(cli, &c.fault, app);
    else if (!known)
        code = cli_complain(cli, EX_USAGE, "not understood; yangguang log --help tells");
    app_close(app);
    return code;
}
