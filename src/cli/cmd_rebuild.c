/* cmd_rebuild.c - derived columns made again from events and messages. */
#include "base/json.h"
#include "cli/cli.h"
#include "domain/rebuild.h"

const char usage_rebuild[] = "usage: yangguang rebuild --data DIR [--check] [--key FILE] [--json]\n"
                             "\n"
                             "Makes what follows from facts again: of every matter its state, "
                             "stage, days, date due, open\n"
                             "messages, explanations, referrals and round; the state of leads; the "
                             "next register numbers. It\n"
                             "lists what differed. --check changes nothing; its exit code is 1 "
                             "when something differs.\n";

#define EX_DIFFERS 1

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    (void)cli;
    (void)code;
    (void)value;
    *(bool *)u = true;
    return true;
}

/* The list goes to the screen as it is found; it can be long. */
static void print_find(void *u, const struct rebuild_find *f)
{
    const struct cli *cli = u;
    if (cli->json)
        fprintf(cli->out,
                "{\"matter\":\"%lld\",\"column\":\"%s\",\"is\":\"%.*s\",\"should\":\"%.*s\"}\n",
                (long long)f->matter, f->column, STR_ARG(f->is), STR_ARG(f->should));
    else
        fprintf(cli->out, "matter %lld: %s is %.*s, should be %.*s\n", (long long)f->matter,
                f->column, STR_ARG(f->is), STR_ARG(f->should));
}

int cmd_rebuild(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "check", false, 'c' } };
    const struct cli_command cmd = { "rebuild", cmd_rebuild, usage_rebuild };
    bool check = false;
    int64_t matters, finds;
    struct app *app;
    struct ctx c;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &check, &first);
    if (code != EX_OK)
        return code;
    if (first < argc)
        return cli_complain(cli, EX_USAGE, "--check, nothing else");
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    if (rebuild_run(&c, !check, print_find, cli, &matters, &finds) != ERR_OK)
        code = cli_fault(cli, &c.fault, app);
    else if (!cli->json)
        fprintf(cli->out, "%lld matters, %lld differences%s\n", (long long)matters,
                (long long)finds, finds && !check ? ", mended" : "");
    app_close(app);
    return code == EX_OK && check && finds ? EX_DIFFERS : code;
}
