/* main.c - the machine's clock and chance come in here; everything else gets them handed. */
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "base/log.h"
#include "cli/cli.h"
#include "crypto/secret.h"
#include "serve/serve.h"
#include "serve/witness_serve.h"

#define COMMAND_ARENA_MAX (512u * 1024 * 1024)
#define OPEN_FILES_WANTED 4096u /* 2000 connections, twice while they end, and the rest */

static struct instant clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (struct instant){ (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 };
}

/* As many open files as the server's connections need; what the system grants, if that is less. */
static void raise_file_limit(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= OPEN_FILES_WANTED)
        return;
    files.rlim_cur = files.rlim_max < OPEN_FILES_WANTED ? files.rlim_max : OPEN_FILES_WANTED;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0)
        log_event(LOG_WARN, "main.open_files", "errno=%d", errno);
}

int main(int argc, char **argv)
{
    /* words and keys of a running program must not reach the disk, nor another program */
    if (!secret_process_guard())
        log_event(LOG_WARN, "main.not_guarded", "errno=%d", errno);
    raise_file_limit();
    crypto_start();
    ARENA_AUTO arena = arena_new(COMMAND_ARENA_MAX);
    struct cli cli = {
        .out = stdout,
        .err = stderr,
        .arena = arena,
        .chance = chance_system(),
        .now = clock_now(),
        .serve_usage = usage_serve,
        .witness_serve = witness_serve,
    };
    if (argc > 1 && strcmp(argv[1], "serve") == 0) {
        cli.name = "serve";
        return serve_run(&cli, argc - 1, argv + 1, clock_now);
    }
    return cli_run(&cli, argc, argv);
}
