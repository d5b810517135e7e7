/* cli_test.h - a command run as an operator would, its output in memory; a folder for its files. */
#ifndef YG_CLI_CLI_TEST_H
#define YG_CLI_CLI_TEST_H

#include "cli/cli.h"
#include "domain/world.h"

struct run {
    struct arena *arena;
    char dir[64];
    const char *data, *key;
    int code;
    struct str out, err; /* of the last command */
    struct instant now;
};

void run_begin(struct run *r); /* a new folder; password hashing is lowered */
void run_end(struct run *r);   /* removes it with all in it */
/* yangguang WORDS…, NULL at the end; --data and --key are added after the first word. */
void run_command(struct run *r, const char *first, ...);
const char *run_path(struct run *r, const char *name);
/* The data folder opened as the domain does; close with app_close. */
struct app *run_open(struct run *r);

#endif
