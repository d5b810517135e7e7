/* cmd_facts.c - what the figures are counted from, for a count by another program. */
#include "cli/cli.h"
#include "domain/facts.h"

const char usage_facts[] =
    "usage: yangguang facts --data DIR [--key FILE]\n"
    "\n"
    "Prints every fact the figures are counted from, a line each: bodies, reports, matters, "
    "events,\n"
    "clocks, papers, leads, messages and ratings, as codes, days and opaque ids; no word, name or\n"
    "number of a report is in it. An auditor counts the figures again from it. It tells of single\n"
    "matters, so it is not for the public. The format stands in docs/formats/facts.md.\n";

static void print(void *u, struct str line)
{
    fwrite(line.p, 1, line.n, u);
}

int cmd_facts(struct cli *cli, int argc, char **argv)
{
    const struct cli_command cmd = { "facts", cmd_facts, usage_facts };
    struct app *app;
    struct ctx c;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, NULL, 0, NULL, NULL, &first);
    if (code != EX_OK)
        return code;
    if (first < argc)
        return cli_complain(cli, EX_USAGE, "takes options only");
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    if (facts_write(&c, print, cli->out) != ERR_OK)
        code = cli_fault(cli, &c.fault, app);
    app_close(app);
    return code;
}
