/*
 * witness_serve.h - `yangguang witness serve`: a witness of other logs, answering on loopback.
 *
 * Layer: serve
 */
#ifndef YG_SERVE_WITNESS_SERVE_H
#define YG_SERVE_WITNESS_SERVE_H

#include "cli/cli.h"

/* Ends with SIGTERM or SIGINT; an exit code of sysexits. */
int witness_serve(struct cli *cli, const char *folder, const char *listen);

#endif
