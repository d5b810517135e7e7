/* cmd_init.c - a new installation: server key, data folder, database, all bodies of the province.
 */
#include "cli/cli.h"
#include "domain/actor.h"
#include "domain/backup.h"
#include "domain/org.h"
#include "domain/sequencer.h"

const char usage_init[] =
    "usage: yangguang init --data DIR [--key FILE] [--log-origin NAME]\n"
    "\n"
    "Makes the server key (FILE, default DIR.key, mode 0400; never inside DIR), the data folder, "
    "the\n"
    "database and all bodies of the province with their departments and desks. Print the key file\n"
    "twice and lay the two papers into two safes: with the file and both papers lost, nothing "
    "that\n"
    "was received can be read again. Officers come next: yangguang officer add --help.\n"
    "--log-origin names the public log for ever (host.example/log); without it the first start of\n"
    "the server does, by its --public-url.\n";

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    (void)cli;
    (void)code;
    *(const char **)u = value;
    return true;
}

int cmd_init(struct cli *cli, int argc, char **argv)
{
    const struct cli_command cmd = { "init", cmd_init, usage_init };
    struct app *app = NULL;
    static const struct cli_option own[] = { { "log-origin", true, 'o' } };
    const char *origin = NULL;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &origin, &first);
    if (code != EX_OK)
        return code;
    if (first < argc || !cli->data_dir)
        return cli_complain(cli, EX_USAGE, "--data DIR is needed, nothing else");
    if (!cli->key_file)
        cli->key_file = str_fmt(cli->arena, "%s.key", cli->data_dir).p;
    struct ctx c = { .arena = cli->arena,
                     .now = cli->now,
                     .chance = cli->chance,
                     .actor = actor_system(cli->arena) };
    if (data_dir_create(cli->data_dir, &c.fault) != ERR_OK ||
        server_key_create(&c, cli->key_file) != ERR_OK)
        return cli_fault(cli, &c.fault, NULL);
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    struct str secret = STR_NONE;
    enum err e = org_create_all(&c);
    if (e == ERR_OK)
        e = backup_key_make(&c, &secret);
    struct log_paths log = log_paths_of(cli->arena, cli->data_dir);
    if (e == ERR_OK && origin)
        e = log_make(&c, &log, str_of(origin));
    if (e == ERR_OK)
        fprintf(cli->out,
                "made %s and its key %s\nsecret of the backups, for paper, shown once: %.*s\n",
                cli->data_dir, cli->key_file, STR_ARG(secret));
    else
        code = cli_fault(cli, &c.fault, app);
    app_close(app);
    return code;
}
