/* cmd_backup.c - backup and restore from the operator's chair. */
#include "domain/backup.h"

#include <stdio.h>

#include "cli/cli.h"
#include "domain/actor.h"

#define SECRET_LINE_MAX 256

const char usage_backup[] =
    "usage: yangguang backup --data DIR --to FILE [--key FILE] [--json]\n"
    "       yangguang backup --data DIR --new-key\n"
    "\n"
    "Writes everything but sessions, drafts and what waits to be sent into FILE, sealed to the\n"
    "backup key, while the server runs. --new-key makes another backup key and prints its secret\n"
    "once, for paper: earlier backups still open with the earlier one. A backup without the "
    "server\n"
    "key (its file, or one of the two papers) opens nothing.\n";
const char usage_restore[] =
    "usage: yangguang restore --from FILE --secret FILE --data DIR [--key FILE] [--json]\n"
    "\n"
    "Lays a backup down in DIR, which is made or empty. --secret is a file with the secret of the\n"
    "backup key as it stands on the paper (- reads it from standard input). The server key is\n"
    "needed as well, at DIR.key or --key. All sessions are over afterwards.\n";

struct asked {
    const char *to, *from, *secret;
    bool new_key;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct asked *a = u;
    (void)cli;
    if (code == 'n')
        a->new_key = true;
    else
        *(code == 't' ? &a->to : code == 'f' ? &a->from : &a->secret) = value;
    return true;
}

static void print_count(struct cli *cli, const char *what, const char *where,
                        const struct backup_count *n)
{
    if (cli->json)
        fprintf(cli->out, "{\"files\":%lld,\"bytes\":%lld,\"missing\":%lld}\n", (long long)n->files,
                (long long)n->bytes, (long long)n->missing);
    else
        fprintf(cli->out, "%s %s: %lld files, %lld bytes; %lld files missing\n", what, where,
                (long long)n->files, (long long)n->bytes, (long long)n->missing);
}

static int new_key(struct cli *cli, struct app *app, struct ctx *c)
{
    struct str secret;
    if (backup_key_make(c, &secret) != ERR_OK)
        return cli_fault(cli, &c->fault, app);
    fprintf(cli->out, "secret of the backups from now on, for paper, shown once: %.*s\n",
            STR_ARG(secret));
    return EX_OK;
}

int cmd_backup(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "to", true, 't' }, { "new-key", false, 'n' } };
    const struct cli_command cmd = { "backup", cmd_backup, usage_backup };
    struct asked a = { 0 };
    struct backup_count n;
    struct app *app;
    struct ctx c;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    if (first < argc || (a.to != NULL) == a.new_key)
        return cli_complain(cli, EX_USAGE, "--to FILE or --new-key is needed, nothing else");
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    if (a.new_key)
        code = new_key(cli, app, &c);
    else if (backup_write(&c, cli->data_dir, a.to, &n) != ERR_OK)
        code = cli_fault(cli, &c.fault, app);
    else
        print_count(cli, "wrote", a.to, &n);
    app_close(app);
    return code;
}

static bool read_secret(struct cli *cli, const char *path, struct key *ret)
{
    char line[SECRET_LINE_MAX] = "";
    bool standard = strcmp(path, "-") == 0;
    FILE *in = standard ? stdin : fopen(path, "re");
    bool ok = in && fgets(line, sizeof line, in) && backup_key_read(str_of(line), ret);
    if (in && !standard)
        (void)fclose(in); /* read only */
    explicit_bzero(line, sizeof line);
    if (!ok)
        cli_complain(cli, 0, "%s holds no secret: 64 hex digits", path);
    return ok;
}

/* What was laid down must open with the server key; else it is of no use and goes away again. */
static int settle(struct cli *cli, const char *from, const struct backup_count *n)
{
    struct app *app;
    struct ctx c;
    int code = cli_open(cli, &app, &c);
    if (code != EX_OK) {
        backup_discard(cli->data_dir);
        return code;
    }
    if (backup_settle(&c) != ERR_OK)
        code = cli_fault(cli, &c.fault, app);
    app_close(app);
    if (code == EX_OK)
        print_count(cli, "restored", from, n);
    return code;
}

int cmd_restore(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "from", true, 'f' }, { "secret", true, 's' } };
    const struct cli_command cmd = { "restore", cmd_restore, usage_restore };
    struct asked a = { 0 };
    struct backup_count n;
    struct key secret, server;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    if (first < argc || !a.from || !a.secret || !cli->data_dir)
        return cli_complain(cli, EX_USAGE, "--from, --secret and --data are needed");
    if (!cli->key_file)
        cli->key_file = str_fmt(cli->arena, "%s.key", cli->data_dir).p;
    struct ctx c = { .arena = cli->arena,
                     .now = cli->now,
                     .chance = cli->chance,
                     .actor = actor_system(cli->arena) };
    if (server_key_read(cli->key_file, &c.fault, &server) != ERR_OK)
        return cli_fault(cli, &c.fault, NULL);
    key_wipe(&server);
    if (!read_secret(cli, a.secret, &secret))
        return EX_DATAERR;
    enum err e = backup_restore(&c, a.from, &secret, cli->data_dir, &n);
    key_wipe(&secret);
    return e == ERR_OK ? settle(cli, a.from, &n) : cli_fault(cli, &c.fault, NULL);
}
