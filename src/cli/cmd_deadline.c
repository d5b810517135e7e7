/* cmd_deadline.c - yangguang deadline --start 2026-09-18 --term 15WD prints 2026-10-15. */
#include "base/json.h"
#include "cli/cli.h"
#include "domain/deadline.h"

const char usage_deadline[] =
    "usage: yangguang deadline --start YYYY-MM-DD --term NWD|NCD|NMO [--data DIR] [--json]\n"
    "\n"
    "Prints the last day on which a term is kept. The start day is not counted. WD working days,\n"
    "CD calendar days, MO months; an end on a day off moves to the next working day (CD, MO).\n"
    "With --data, years imported there are used, else the shipped calendars. A date in a year\n"
    "without a notice is marked \"provisional\".\n";

struct asked {
    const char *start, *term;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct asked *a = (struct asked *)u;
    (void)cli;
    if (code == 's')
        a->start = value;
    else
        a->term = value;
    return true;
}

static int load(struct cli *cli, const struct calendar **ret)
{
    struct fault f = { 0 };
    if (!cli->data_dir) {
        if (app_shipped_calendar(cli->arena, &f, ret) != ERR_OK)
            return cli_fault(cli, &f, NULL);
        return EX_OK;
    }
    struct app *app;
    struct ctx ctx;
    int code = cli_open(cli, &app, &ctx);
    if (code == EX_OK)
        *ret = app_calendar(app);
    return code;
}

int cmd_deadline(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "start", true, 's' }, { "term", true, 't' } };
    const struct cli_command cmd = { "deadline", cmd_deadline, usage_deadline };
    struct asked a = { 0 };
    struct day start;
    struct term term;
    const struct calendar *cal = NULL;
    int first = 0, code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    if (first < argc || !a.start || !a.term)
        return cli_complain(cli, EX_USAGE, "--start and --term are needed, nothing else");
    if (!day_parse(str_of(a.start), &start))
        return cli_complain(cli, EX_DATAERR, "--start %s is no day; write 2026-09-18", a.start);
    if (!term_parse(str_of(a.term), &term) || term.unit == U_H)
        return cli_complain(cli, EX_DATAERR,
                            "--term %s is no term in days; write 15WD, 30CD or 3MO", a.term);
    code = load(cli, &cal);
    if (code != EX_OK)
        return code;
    struct due due = deadline_due(cal, start, term);
    struct str shown = day_format(cli->arena, due.day);
    if (cli->json) {
        struct buf b = buf_new(cli->arena);
        struct json j = json_new(&b);
        json_open(&j, '{');
        json_kstr(&j, "due", shown);
        json_kbool(&j, "provisional", !due.exact);
        json_close(&j, '}');
        fprintf(cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
    } else {
        fprintf(cli->out, "%.*s%s\n", STR_ARG(shown), due.exact ? "" : " provisional");
    }
    return EX_OK;
}
