/* cmd_stats.c - the figures of a body and all below it, for the operator. */
#include "base/csv.h"
#include "base/json.h"
#include "cli/cli.h"
#include "domain/org.h"
#include "domain/statistic.h"
#include "domain/words.h"
#include "i18n/i18n.h"

const char usage_stats[] =
    "usage: yangguang stats --data DIR --org CODE --from YYYY-MM-DD --to YYYY-MM-DD\n"
    "                       [--public] [--json | --csv]\n"
    "\n"
    "Counts reports, notices and completion from --from on and before --to, of the body and all\n"
    "below it. --public hides what the public does not see: small numbers, and windows of less "
    "than\n"
    "whole months (of townships whole years) are widened. The figures that the newspaper article\n"
    "printed are not among them.\n";

struct asked {
    const char *org, *from, *to;
    bool public_view, csv;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct asked *a = (struct asked *)u;
    (void)cli;
    switch (code) {
    case 'o':
        a->org = value;
        break;
    case 'f':
        a->from = value;
        break;
    case 't':
        a->to = value;
        break;
    case 'p':
        a->public_view = true;
        break;
    default:
        a->csv = true;
    }
    return true;
}

static struct str name_of(struct cli *cli, const struct app *app, const struct statistic *s)
{
    struct arena *a = cli->arena;
    struct str key = str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("stat.")), STR_ARG(s->id));
    if (!str_absent(s->part))
        key = str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("stat.part.")), STR_ARG(s->part));
    struct str text = i18n_text(app->i18n, LANG_EN, key);
    if (str_absent(text) && !str_absent(s->part))
        text = i18n_text(app->i18n, LANG_EN, word_key(a, WORD_CODE, s->part));
    return str_absent(text) ? s->id : text;
}

static void number(struct json *j, const char *key, int64_t n, bool there)
{
    json_key(j, key);
    if (there)
        json_i64(j, n);
    else
        json_none(j);
}

static void print_json(struct cli *cli, struct app *app, const struct statistic_list *l)
{
    struct buf b = buf_new(cli->arena);
    struct json j = json_new(&b);
    json_open(&j, '[');
    for (size_t i = 0; i < l->n; i++) {
        const struct statistic *s = &l->items[i];
        json_open(&j, '{');
        json_kstr(&j, "id", s->id);
        json_kstr(&j, "part", s->part);
        json_kstr(&j, "name", name_of(cli, app, s));
        number(&j, "numerator", s->numerator, !s->hidden);
        number(&j, "denominator", s->denominator, !s->hidden && s->denominator >= 0);
        json_kbool(&j, "hidden", s->hidden);
        json_kstr(&j, "text", s->text);
        json_kstr(&j, "from", day_format(cli->arena, s->from));
        json_kstr(&j, "to", day_format(cli->arena, s->to));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    fprintf(cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
}

static void print_csv(struct cli *cli, struct app *app, const struct statistic_list *l)
{
    static const char *const heads[] = { "id", "part",      "name",        "from",
                                         "to", "numerator", "denominator", "text" };
    struct arena *a = cli->arena;
    struct buf b = csv_begin(a);
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        csv_cell(&b, str_of(heads[i]));
    csv_end_row(&b);
    for (size_t i = 0; i < l->n; i++) {
        const struct statistic *s = &l->items[i];
        bool of = !s->hidden && s->denominator >= 0;
        csv_cell(&b, s->id);
        csv_cell(&b, s->part);
        csv_cell(&b, name_of(cli, app, s));
        csv_cell(&b, day_format(a, s->from));
        csv_cell(&b, day_format(a, s->to));
        csv_cell(&b, s->hidden ? S("") : str_fmt(a, "%lld", (long long)s->numerator));
        csv_cell(&b, of ? str_fmt(a, "%lld", (long long)s->denominator) : S(""));
        csv_cell(&b, s->text);
        csv_end_row(&b);
    }
    fwrite(b.p, 1, b.n, cli->out);
}

static void print_text(struct cli *cli, struct app *app, const struct statistic_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct statistic *s = &l->items[i];
        struct str count = STR_NONE;
        if (str_eq(s->id, S("S04")) && s->numerator == 0 && !s->hidden)
            continue; /* an empty part of the whole */
        if (s->denominator >= 20)
            count = str_fmt(cli->arena, "%lld of %lld", (long long)s->numerator,
                            (long long)s->denominator);
        fprintf(cli->out, "%-5.*s %-46.*s %10.*s  %.*s\n", STR_ARG(s->id),
                STR_ARG(name_of(cli, app, s)), STR_ARG(s->text), STR_ARG(count));
    }
}

static int print(struct cli *cli, struct app *app, struct ctx *c, const struct asked *a,
                 int64_t org, struct day from, struct day to)
{
    struct statistic_list l;
    if (statistic_list(c, org, from, to, a->public_view, &l) != ERR_OK)
        return cli_fault(cli, &c->fault, app);
    if (a->csv)
        print_csv(cli, app, &l);
    else if (cli->json)
        print_json(cli, app, &l);
    else
        print_text(cli, app, &l);
    return EX_OK;
}

int cmd_stats(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "org", true, 'o' },
                                             { "from", true, 'f' },
                                             { "to", true, 't' },
                                             { "public", false, 'p' },
                                             { "csv", false, 'c' } };
    const struct cli_command cmd = { "stats", cmd_stats, usage_stats };
    struct asked a = { 0 };
    struct app *app;
    struct ctx c;
    struct day from, to;
    int64_t org = 0;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    if (first < argc)
        return cli_complain(cli, EX_USAGE, "takes options only");
    if (!a.org || !str_i64(str_of(a.org), &org))
        return cli_complain(cli, EX_USAGE, "--org CODE is needed");
    if (!a.from || !a.to || !day_parse(str_of(a.from), &from) || !day_parse(str_of(a.to), &to))
        return cli_complain(cli, EX_USAGE, "--from and --to take a day such as 2026-09-01");
    if (a.csv && cli->json)
        return cli_complain(cli, EX_USAGE, "--json or --csv, not both");
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    code = print(cli, app, &c, &a, org, from, to);
    app_close(app);
    return code;
}
