/* main.c - the machine's clock and chance come in here; everything else gets them handed. */
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "cli/cli.h"
#include "serve/serve.h"

#define COMMAND_ARENA_MAX (512u * 1024 * 1024)

static struct instant clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (struct instant){ (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 };
}

int main(int argc, char **argv)
{
    /* no core: words and keys of a running program must not reach the disk */
    setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
    crypto_start();
    ARENA_AUTO arena = arena_new(COMMAND_ARENA_MAX);
    struct cli cli = {
        .out = stdout, .err = stderr, .arena = arena, .chance = chance_system(), .now = clock_now()
    };
    if (argc > 1 && strcmp(argv[1], "serve") == 0) {
        cli.name = "serve";
        return serve_run(&cli, argc - 1, argv + 1, clock_now);
    }
    return cli_run(&cli, argc, argv);
}
