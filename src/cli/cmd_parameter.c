/* cmd_parameter.c - deadlines, switches and limits of a body: shown, and set for the future. */
#include "base/json.h"
#include "cli/cli.h"
#include "domain/parameter.h"

#include <string.h>

const char usage_parameter[] =
    "usage: yangguang parameter list --data DIR --org CODE [--on YYYY-MM-DD] [--json]\n"
    "       yangguang parameter set --data DIR --org CODE KEY VALUE --from YYYY-MM-DD\n"
    "                               --basis TEXT [--to YYYY-MM-DD] [--pilot NAME]\n"
    "\n"
    "VALUE is a term (10WD, 30CD, 2MO, 24H), a number, or 0 and 1 for a switch. A local row may "
    "only\n"
    "shorten what binds the body and only lengthen what binds the citizen; it begins today at the\n"
    "earliest, and clocks that run keep the term they were started with.\n";

struct asked {
    const char *org, *on, *from, *to, *basis, *pilot;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct asked *a = (struct asked *)u;
    (void)cli;
    switch (code) {
    case 'o':
        a->org = value;
        break;
    case 'n':
        a->on = value;
        break;
    case 'f':
        a->from = value;
        break;
    case 't':
        a->to = value;
        break;
    case 'b':
        a->basis = value;
        break;
    default:
        a->pilot = value;
    }
    return true;
}

static int list(struct cli *cli, struct app *app, struct ctx *c, int64_t org, struct day on)
{
    const struct parameter_table *table = app_parameters(app);
    struct buf b = buf_new(cli->arena);
    struct json j = json_new(&b);
    json_open(&j, '[');
    for (size_t i = 0; i < parameter_key_count(table); i++) {
        struct parameter p = app_parameter(c, org, parameter_base(table, i)->key, on);
        if (!cli->json)
            fprintf(cli->out, "%-24.*s %6d %-8.*s body %lld  %.*s\n", STR_ARG(p.key), p.value,
                    STR_ARG(unit_name(p.unit)), (long long)p.org, STR_ARG(p.basis));
        json_open(&j, '{');
        json_kstr(&j, "key", p.key);
        json_ki64(&j, "value", p.value);
        json_kstr(&j, "unit", unit_name(p.unit));
        json_ki64(&j, "body", p.org);
        json_kstr(&j, "basis", p.basis);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    if (cli->json)
        fprintf(cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
    return EX_OK;
}

static bool read_value(const struct parameter *base, struct str text, struct parameter *row)
{
    struct term term;
    uint64_t n = 0;
    row->unit = base->unit;
    row->roll = base->roll;
    row->pause = base->pause;
    if (base->unit <= U_H && term_parse(text, &term)) {
        row->value = term.n;
        row->unit = term.unit;
        row->roll = term.roll;
        return true;
    }
    if (!str_u64(text, &n) || n > INT32_MAX)
        return false;
    row->value = (int32_t)n;
    return true;
}

static int store_row(struct cli *cli, struct app *app, struct ctx *c, const struct parameter *row,
                     const char *pilot)
{
    if (parameter_check_dir(app_parameters(app), app_parameter_tree(app), row, ctx_today(c),
                            &c->fault) != ERR_OK ||
        store_begin(c) != ERR_OK)
        return cli_fault(cli, &c->fault, app);
    TX_AUTO tx = c;
    if (app_parameter_store(c, row, 0, str_of(pilot)) != ERR_OK)
        return cli_fault(cli, &c->fault, app);
    tx = NULL;
    return store_commit(c) == ERR_OK ? EX_OK : cli_fault(cli, &c->fault, app);
}

static int set(struct cli *cli, struct app *app, struct ctx *c, const struct asked *a, int64_t org,
               char **words)
{
    const struct parameter *base = parameter_find(app_parameters(app), app_parameter_tree(app), 0,
                                                  str_of(words[0]), ctx_today(c));
    struct parameter row = { .org = org, .key = str_of(words[0]), .to = DAY_NONE };
    if (!base)
        return cli_complain(cli, EX_DATAERR, "no such key: %s (parameter list shows all)",
                            words[0]);
    if (!read_value(base, str_of(words[1]), &row))
        return cli_complain(cli, EX_DATAERR, "%s is no value for %s", words[1], words[0]);
    if (!a->from || !day_parse(str_of(a->from), &row.from) ||
        (a->to && !day_parse(str_of(a->to), &row.to)))
        return cli_complain(cli, EX_USAGE, "--from (and --to) take a day such as 2027-01-01");
    if (!a->basis)
        return cli_complain(cli, EX_USAGE, "--basis is needed: which document says so");
    row.basis = str_of(a->basis);
    return store_row(cli, app, c, &row, a->pilot);
}

int cmd_parameter(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "org", true, 'o' },   { "on", true, 'n' },
                                             { "from", true, 'f' },  { "to", true, 't' },
                                             { "basis", true, 'b' }, { "pilot", true, 'p' } };
    const struct cli_command cmd = { "parameter", cmd_parameter, usage_parameter };
    struct asked a = { 0 };
    struct app *app;
    struct ctx c;
    int64_t org = 0;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    int words = argc - first;
    bool listing = words == 1 && strcmp(argv[first], "list") == 0;
    if (!listing && !(words == 3 && strcmp(argv[first], "set") == 0))
        return cli_complain(cli, EX_USAGE, "parameter list, or parameter set KEY VALUE");
    if (!a.org || !str_i64(str_of(a.org), &org))
        return cli_complain(cli, EX_USAGE, "--org CODE is needed");
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    struct day on = ctx_today(&c);
    if (a.on && !day_parse(str_of(a.on), &on))
        code = cli_complain(cli, EX_USAGE, "--on %s is no day", a.on);
    else
        code = listing ? list(cli, app, &c, org, on) : set(cli, app, &c, &a, org, argv + first + 1);
    app_close(app);
    return code;
}
