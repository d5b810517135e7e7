/* cli.c - the command table, common options, and faults turned into sentences and exit codes. */
#include "cli/cli.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define OPTIONS_MAX 24
#define VERSION "0.1.0"

struct named {
    const char *line;
    struct cli_command c;
};
#define COMMAND(name, line) { line, { #name, cmd_##name, usage_##name } },
static struct named commands[] = {
#include "cli/commands.def"
};
#undef COMMAND

#define SERVE_LINE "serves the pages and the API on a loopback address"

static void print_help(FILE *to)
{
    fprintf(to, "usage: yangguang COMMAND [options]\n\n");
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        fprintf(to, "  %-10s %s\n", commands[i].c.name, commands[i].line);
    fprintf(to, "  %-10s %s\n", "serve", SERVE_LINE);
    fprintf(to, "\nyangguang COMMAND --help tells more. yangguang --version tells the version.\n");
}

static void print_man(struct cli *cli)
{
    struct cli_entry all[COUNT_OF(commands) + 1];
    size_t n = 0;

    for (; n < COUNT_OF(commands); n++)
        all[n] = (struct cli_entry){ commands[n].c.name, commands[n].line, commands[n].c.usage };
    all[n++] = (struct cli_entry){ "serve", SERVE_LINE, cli->serve_usage };
    man_print(cli->out, VERSION, all, n);
}

int cli_complain(struct cli *cli, int code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(cli->err, "yangguang%s%s: ", cli->name ? " " : "", cli->name ? cli->name : "");
    vfprintf(cli->err, fmt, ap);
    fputc('\n', cli->err);
    va_end(ap);
    return code;
}

static const int exit_of[ERR__COUNT] = {
    [ERR_OK] = EX_OK,          [ERR_INVALID] = EX_DATAERR,   [ERR_LOGIN] = EX_NOPERM,
    [ERR_DENIED] = EX_NOPERM,  [ERR_NOT_FOUND] = EX_NOINPUT, [ERR_CONFLICT] = EX_DATAERR,
    [ERR_LIMIT] = EX_TEMPFAIL, [ERR_BUSY] = EX_TEMPFAIL,     [ERR_STORE] = EX_IOERR,
    [ERR_IO] = EX_IOERR,
};

static struct str sentence(const struct i18n *words, const char *key)
{
    struct str text = key ? i18n_text(words, LANG_ZH, str_of(key)) : STR_NONE;
    return str_absent(text) ? str_of(key ? key : "?") : text;
}

int cli_fault(struct cli *cli, const struct fault *f, struct app *app)
{
    /* what went wrong before anything was opened is said in words too */
    const struct i18n *words = app && app->i18n ? app->i18n : i18n_new(cli->arena);
    struct str s = sentence(words, f->key);
    cli_complain(cli, 0, "%.*s%s%s%s", STR_ARG(s), f->detail[0] ? " (" : "", f->detail,
                 f->detail[0] ? ")" : "");
    for (size_t i = 0; i < f->field_count; i++) {
        struct str why = sentence(words, f->fields[i].key);
        cli_complain(cli, 0, "  %s: %.*s", f->fields[i].field, STR_ARG(why));
    }
    return exit_of[f->err];
}

static const struct cli_option common[] = {
    { "data", true, 'D' }, { "key", true, 'K' }, { "json", false, 'J' }, { "help", false, 'H' }
};

static bool take_common(struct cli *cli, const struct cli_command *cmd, char code, bool *helped)
{
    switch (code) {
    case 'D':
        cli->data_dir = optarg;
        return true;
    case 'K':
        cli->key_file = optarg;
        return true;
    case 'J':
        cli->json = true;
        return true;
    case 'H':
        fprintf(cli->out, "%s", cmd->usage);
        *helped = true;
        return true;
    default:
        return false;
    }
}

int cli_options(struct cli *cli, const struct cli_command *cmd, int argc, char **argv,
                const struct cli_option *own, size_t own_count,
                bool (*take)(struct cli *cli, void *u, char code, const char *value), void *u,
                int *first)
{
    struct option list[OPTIONS_MAX + 1] = { 0 };
    size_t n = 0;
    for (size_t i = 0; i < COUNT_OF(common); i++, n++)
        list[n] = (struct option){ common[i].name, common[i].has_value, NULL, common[i].code };
    for (size_t i = 0; i < own_count && n < OPTIONS_MAX; i++, n++)
        list[n] = (struct option){ own[i].name, own[i].has_value, NULL, own[i].code };
    optind = 1;
    opterr = 0;
    for (int code; (code = getopt_long(argc, argv, "", list, NULL)) != -1;) {
        bool helped = false;
        if (code == '?')
            return cli_complain(cli, EX_USAGE,
                                "no such option, or its value is missing: %s; see --help",
                                argv[optind - 1]);
        if (take_common(cli, cmd, (char)code, &helped)) {
            if (helped)
                return -1;
        } else if (!take || !take(cli, u, (char)code, optarg)) {
            return EX_USAGE; /* take has said why */
        }
    }
    *first = optind;
    return EX_OK;
}

int cli_run(struct cli *cli, int argc, char **argv)
{
    if (argc == 3 && strcmp(argv[1], "help") == 0 && strcmp(argv[2], "--man") == 0) {
        print_man(cli);
        return EX_OK;
    }
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(argc < 2 ? cli->err : cli->out);
        return argc < 2 ? EX_USAGE : EX_OK;
    }
    if (strcmp(argv[1], "--version") == 0) {
        fprintf(cli->out, "yangguang " VERSION "\n");
        return EX_OK;
    }
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        if (strcmp(argv[1], commands[i].c.name) == 0) {
            cli->name = commands[i].c.name;
            int code = commands[i].c.run(cli, argc - 1, argv + 1);
            return code < 0 ? EX_OK : code;
        }
    }
    return cli_complain(cli, EX_USAGE, "no such command: %s (yangguang --help lists them)",
                        argv[1]);
}
