/* cmd_verify.c - what outsiders need to verify the public log. */
#include "cli/cli.h"
#include "domain/public_log.h"

const char usage_verify[] =
    "usage: yangguang verify log --data DIR [--key FILE] --print-vkey | --print-checkpoint\n"
    "\n"
    "--print-vkey prints the verifier key of this installation's log (its name is the log's "
    "origin),\n"
    "--print-checkpoint the last signed head. Neither is secret: publish them.\n";

struct asked {
    bool vkey, checkpoint;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct asked *a = u;
    (void)cli;
    (void)value;
    *(code == 'v' ? &a->vkey : &a->checkpoint) = true;
    return true;
}

static enum err print(struct cli *cli, struct ctx *c, const struct asked *a)
{
    struct note_key k;
    struct str note;
    uint64_t size;
    if (a->vkey) {
        TRY(public_log_key(c, &k));
        fprintf(cli->out, "%.*s\n", STR_ARG(note_key_text(c->arena, &k)));
    } else {
        TRY(public_log_checkpoint(c, &note, &size));
        fprintf(cli->out, "%.*s", STR_ARG(note));
    }
    return ERR_OK;
}

int cmd_verify(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "print-vkey", false, 'v' },
                                             { "print-checkpoint", false, 'c' } };
    const struct cli_command cmd = { "verify", cmd_verify, usage_verify };
    struct asked a = { 0 };
    struct app *app;
    struct ctx c;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    if (first + 1 != argc || !str_eq(str_of(argv[first]), S("log")) || a.vkey == a.checkpoint)
        return cli_complain(cli, EX_USAGE,
                            "verify log, with either --print-vkey or --print-checkpoint");
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    if (print(cli, &c, &a) != ERR_OK)
        code = cli_fault(cli, &c.fault, app);
    app_close(app);
    return code;
}
