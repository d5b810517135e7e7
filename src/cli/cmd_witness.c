/* cmd_witness.c - a witness of other offices' logs: made, told of a log, shown, started. */
#include <string.h>

#include "cli/cli.h"
#include "domain/witness_book.h"

const char usage_witness[] =
    "usage: yangguang witness init --data DIR --name NAME\n"
    "       yangguang witness trust VKEY --data DIR\n"
    "       yangguang witness serve --data DIR [--listen 127.0.0.1:8090 | unix:/path]\n"
    "       yangguang witness print-vkey | list --data DIR\n"
    "\n"
    "A witness signs that a log has only grown since it looked last (c2sp.org/tlog-witness). It\n"
    "belongs to another office than the log, and needs neither database nor this office's keys.\n"
    "NAME is its address without scheme, witness.example/w1. `trust` takes the verifier key of a\n"
    "log; after a rotation the log's new key as well. DIR.seen is the second copy of what it has\n"
    "signed: put it on another volume (a symbolic link will do), and never put either back.\n"
    "`yangguang log witness add` at the log's office takes the printed key and the address.\n";

#define LISTEN "127.0.0.1:8090"

struct asked {
    const char *name, *listen;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct asked *a = u;
    (void)cli;
    *(code == 'n' ? &a->name : &a->listen) = value;
    return true;
}

static void print_key(struct cli *cli, const struct note_key *k)
{
    fprintf(cli->out, "%.*s\n", STR_ARG(note_key_text(cli->arena, k)));
}

static enum err list(struct cli *cli, struct ctx *c)
{
    struct witness_logs *logs = arena_new_of(c->arena, struct witness_logs);
    TRY(witness_logs(c, cli->data_dir, logs));
    for (size_t i = 0; i < logs->n; i++)
        print_key(cli, &logs->items[i]);
    return ERR_OK;
}

static int run(struct cli *cli, const struct asked *a, const char *verb, const char *vkey)
{
    struct ctx c = { .arena = cli->arena, .now = cli->now, .chance = cli->chance };
    struct note_key k;
    enum err e;
    if (strcmp(verb, "init") == 0 && !vkey && a->name) {
        e = witness_make(&c, cli->data_dir, str_of(a->name), &k);
        if (e == ERR_OK)
            print_key(cli, &k);
    } else if (strcmp(verb, "print-vkey") == 0 && !vkey) {
        e = witness_key(&c, cli->data_dir, &k);
        if (e == ERR_OK)
            print_key(cli, &k);
    } else if (strcmp(verb, "list") == 0 && !vkey) {
        e = list(cli, &c);
    } else if (strcmp(verb, "trust") == 0 && vkey) {
        e = witness_trust(&c, cli->data_dir, str_of(vkey));
    } else if (strcmp(verb, "serve") == 0 && !vkey && cli->witness_serve) {
        return cli->witness_serve(cli, cli->data_dir, a->listen ? a->listen : LISTEN);
    } else {
        return cli_complain(cli, EX_USAGE, "not understood; yangguang witness --help tells");
    }
    return e == ERR_OK ? EX_OK : cli_fault(cli, &c.fault, NULL);
}

int cmd_witness(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "name", true, 'n' }, { "listen", true, 'l' } };
    const struct cli_command cmd = { "witness", cmd_witness, usage_witness };
    struct asked a = { 0 };
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    if (first >= argc || first + 2 < argc || !cli->data_dir)
        return cli_complain(cli, EX_USAGE, "not understood; yangguang witness --help tells");
    return run(cli, &a, argv[first], first + 1 < argc ? argv[first + 1] : NULL);
}
