/*
 * serve.h - the program as a server: doors wired to the HTTP room, jobs running, stopped in peace.
 *
 * Layer: main
 */
#ifndef YG_SERVE_H
#define YG_SERVE_H

#include "cli/cli.h"

extern const char usage_serve[]; /* lines for --help */
/* argv[0] = "serve". clock: the machine's; replaced by a standing one under --simulate. Returns an
 * exit code of sysexits when the server has ended. */
int serve_run(struct cli *cli, int argc, char **argv, struct instant (*clock)(void));

#endif
