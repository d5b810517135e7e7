#include "cli/cli_test.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#define WORDS_MAX 32
#define OUTPUT_MAX (1u << 20)

void run_begin(struct run *r)
{
    memset(r, 0, sizeof *r);
    (void)snprintf(r->dir, sizeof r->dir, "/tmp/yg_cli_XXXXXX");
    if (!mkdtemp(r->dir))
        fail_msg("no folder to write in");
    crypto_start();
    password_cost_lowered_for_tests();
    r->arena = arena_new(1u << 30);
    r->data = run_path(r, "data");
    r->key = run_path(r, "data.key");
    assert_true(instant_parse(S("2026-09-18T10:00:00+08:00"), &r->now));
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *w)
{
    (void)st;
    (void)kind;
    (void)w;
    return remove(path);
}

void run_end(struct run *r)
{
    assert_int_equal(nftw(r->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
    arena_free(r->arena);
}

const char *run_path(struct run *r, const char *name)
{
    return str_z(r->arena, str_fmt(r->arena, "%s/%s", r->dir, name));
}

void run_command(struct run *r, const char *first, ...)
{
    char *argv[WORDS_MAX] = { (char *)"yangguang", (char *)first,   (char *)"--data",
                              (char *)r->data,     (char *)"--key", (char *)r->key };
    int argc = 6;
    va_list ap;
    va_start(ap, first);
    for (char *word; argc < WORDS_MAX - 1 && (word = va_arg(ap, char *));)
        argv[argc++] = word;
    va_end(ap);

    char *out = arena_take(r->arena, OUTPUT_MAX), *err = arena_take(r->arena, OUTPUT_MAX);
    struct cli cli = { .out = fmemopen(out, OUTPUT_MAX, "w"),
                       .err = fmemopen(err, OUTPUT_MAX, "w"),
                       .arena = r->arena,
                       .chance = chance_system(),
                       .now = r->now };
    r->code = cli_run(&cli, argc, argv);
    (void)fclose(cli.out);
    (void)fclose(cli.err);
    r->out = str_of(out);
    r->err = str_of(err);
}

struct app *run_open(struct run *r)
{
    struct app *app = NULL;
    struct fault f = { 0 };
    if (app_open(r->arena, r->data, r->key, &f, &app) != ERR_OK)
        fail_msg("app_open: %s (%s)", f.key, f.detail);
    return app;
}
