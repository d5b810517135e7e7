/*
 * cli.h - the operator's commands: one line in commands.def, one file each.
 *
 * Layer: cli (a door)   Exit codes: sysexits.h. --help everywhere; --json where data is printed.
 * Output goes to out, complaints to err; a command never prints a number, a password or a word of a
 * report except the log-ins that `demo` and `officer` hand out once.
 */
#ifndef YG_CLI_CLI_H
#define YG_CLI_CLI_H

#include <stdio.h>
#include <sysexits.h>

#include "domain/app.h"

struct cli {
    FILE *out, *err;
    struct arena *arena; /* of the whole command */
    struct chance *chance;
    struct instant now; /* the machine's clock, read once by main */
    bool json;
    const char *data_dir;    /* --data */
    const char *key_file;    /* --key, default DATA.key */
    const char *name;        /* of the command, for messages */
    const char *serve_usage; /* of the one command that main.c runs itself; NULL in tests */
    /* `witness serve`, which needs the HTTP room; NULL in tests */
    int (*witness_serve)(struct cli *cli, const char *folder, const char *listen);
};

struct cli_command {
    const char *name;
    int (*run)(struct cli *cli, int argc, char **argv); /* argv[0] is the command's name */
    const char *usage;                                  /* lines for --help */
};

/* Reads --data --key --json --help common to most commands; what is left over stays in argv from
 * *first on, options of the command's own are read by own() (may be NULL; returns false on a wrong
 * value after a message). EX_OK, EX_USAGE, or -1 when help was printed. */
struct cli_option {
    const char *name;
    bool has_value;
    char code;
};
int cli_options(struct cli *cli, const struct cli_command *cmd, int argc, char **argv,
                const struct cli_option *own, size_t own_count,
                bool (*take)(struct cli *cli, void *u, char code, const char *value), void *u,
                int *first);

int cli_complain(struct cli *cli, int code, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* "yangguang NAME: sentence (detail)" and the exit code that fits the fault */
int cli_fault(struct cli *cli, const struct fault *f, struct app *app);

/* Opens the data folder and makes a context that acts as the system (operator's commands open no
 * content: no key but S). Messages and code on failure. */
int cli_open(struct cli *cli, struct app **ret_app, struct ctx *ret_ctx);

/* every command of commands.def */
#define COMMAND(name, line)                                                                        \
    int cmd_##name(struct cli *cli, int argc, char **argv);                                        \
    extern const char usage_##name[];
#include "cli/commands.def"
#undef COMMAND

/* What yangguang(1) is made of, as roff; from the same table as help. */
struct cli_entry {
    const char *name, *line, *usage;
};
void man_print(FILE *to, const char *version, const struct cli_entry *entries, size_t n);

int cli_run(struct cli *cli, int argc, char **argv); /* argv[0] program name */

#endif
