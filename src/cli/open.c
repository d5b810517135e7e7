/* open.c - the data folder opened for a command: as the system, no key but S. */
#include "cli/cli.h"
#include "domain/actor.h"

int cli_open(struct cli *cli, struct app **ret_app, struct ctx *ret_ctx)
{
    struct fault f = { 0 };
    if (!cli->data_dir)
        return cli_complain(cli, EX_USAGE, "--data DIR is needed");
    if (!cli->key_file)
        cli->key_file = str_fmt(cli->arena, "%s.key", cli->data_dir).p;
    if (app_open(cli->arena, cli->data_dir, cli->key_file, &f, ret_app) != ERR_OK)
        return cli_fault(cli, &f, NULL);
    *ret_ctx = (struct ctx){ .app = *ret_app,
                             .store = (*ret_app)->store,
                             .arena = cli->arena,
                             .now = cli->now,
                             .chance = cli->chance,
                             .actor = actor_system(cli->arena) };
    return EX_OK;
}
