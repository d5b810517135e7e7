/*
 * bench_repeat.c - how long it takes to look up what a report may repeat: its 32 bands among those
 * of many reports (domain/repeat.h).
 *
 * bench_repeat DATA REPORTS
 *   DATA      a data folder that no server has open; its key lies beside it. The bands stay in it
 *   REPORTS   at most two million, 32 bands each
 *
 * Bands are random numbers to whoever looks from outside; here they ascend evenly, so that a table
 * of a million reports is filled in a minute and lies in it as it would after years.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "domain/actor.h"
#include "domain/app.h"
#include "domain/sketch.h"
#include "gen/queries.h"

#define REPORTS_MAX 2000000
#define LOOKS 1000
#define ROWS_PER_COMMIT 1000000
#define BENCH_ARENA (256u << 20)

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "bench_repeat: %s: %s\n", what, why);
    exit(1);
}

static int64_t band_of(uint64_t row, uint64_t rows)
{
    return (int64_t)(UINT64_MAX / rows * row - (UINT64_MAX >> 1));
}

static void fill(const char *data, uint64_t rows)
{
    static const char *const add = "INSERT INTO sketch_band (band, report) VALUES (?1, ?2)";
    sqlite3 *db = NULL;
    sqlite3_stmt *st = NULL;
    char path[4096];

    (void)snprintf(path, sizeof path, "%s/%s", data, APP_DATABASE);
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA synchronous = OFF", NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(db, add, -1, &st, NULL) != SQLITE_OK)
        fail(path, sqlite3_errmsg(db));
    for (uint64_t i = 0; i < rows; i++) {
        if (i % ROWS_PER_COMMIT == 0)
            (void)sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
        sqlite3_bind_int64(st, 1, band_of(i, rows));
        sqlite3_bind_int64(st, 2, (int64_t)(i + 1));
        if (sqlite3_step(st) != SQLITE_DONE || sqlite3_reset(st) != SQLITE_OK)
            fail("insert", sqlite3_errmsg(db));
        if (i % ROWS_PER_COMMIT == ROWS_PER_COMMIT - 1 || i == rows - 1)
            (void)sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    }
    sqlite3_finalize(st);
    sqlite3_close(db);
}

static double ms_now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec * 1e-6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

static void measure(struct ctx *c, uint64_t rows)
{
    static double took[LOOKS];
    size_t found = 0;

    for (int n = 0; n < LOOKS; n++) {
        double begin = ms_now();
        for (int i = 0; i < SKETCH_BANDS; i++) {
            struct rows r;
            uint64_t row;
            ctx_random(c, &row, sizeof row);
            if (store_run(c, Q_SKETCH_BAND_FIND, &r, INT(band_of(row % rows, rows))) != ERR_OK)
                fail("look", c->fault.key);
            found += r.n;
        }
        took[n] = ms_now() - begin;
        arena_reset(c->arena);
    }
    qsort(took, LOOKS, sizeof(*took), by_size);
    if (found != (size_t)LOOKS * SKETCH_BANDS)
        fail("look", "not every band was found");
    printf("looks %d, median %.3f ms, p95 %.3f ms\n", LOOKS, took[LOOKS / 2],
           took[LOOKS * 95 / 100]);
}

int main(int argc, char **argv)
{
    struct fault f = { 0 };
    struct app *app = NULL;
    int64_t reports = 0;
    if (argc != 3 || !str_i64(str_of(argv[2]), &reports) || reports < 1 || reports > REPORTS_MAX) {
        fprintf(stderr, "usage: bench_repeat DATA REPORTS\n");
        return 64;
    }
    log_set_level(LOG_WARN);
    crypto_start();
    fill(argv[1], (uint64_t)reports * SKETCH_BANDS);
    struct arena *a = arena_new(BENCH_ARENA);
    if (app_open(a, argv[1], str_fmt(a, "%s.key", argv[1]).p, &f, &app) != ERR_OK)
        fail(argv[1], f.key);
    struct ctx c = { .app = app,
                     .store = app->store,
                     .arena = arena_new(BENCH_ARENA),
                     .chance = chance_system(),
                     .actor = actor_nobody(a) };
    measure(&c, (uint64_t)reports * SKETCH_BANDS);
    app_close(app);
    arena_free(c.arena);
    arena_free(a);
    return 0;
}
