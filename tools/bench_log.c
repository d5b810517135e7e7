/*
 * bench_log.c - durable leaves of the public log a second: waiting leaves into the tree, by batches
 * that are one commit each, and signed at the end; beside them single commits of one leaf each.
 *
 * bench_log DATA COUNT BATCH
 *   DATA    a data folder with a log that no server has open; its key lies beside it
 *   COUNT   leaves, at most a million; they stay in the log
 *   BATCH   leaves of a batch; log.md 2.2 says what a server takes
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "domain/actor.h"
#include "domain/app.h"
#include "domain/log_key.h"
#include "domain/sequencer.h"
#include "gen/queries.h"
#include "tlog/leaf.h"

#define COUNT_MAX 1000000
#define SINGLE 2000 /* commits of one leaf each */
#define PER_COMMIT 1000
#define PER_MS 20 /* a busy minute: so many waiting leaves of one millisecond */
#define BENCH_ARENA (512u << 20)

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "bench_log: %s: %s\n", what, why);
    exit(1);
}

static void must(struct ctx *c, enum err e, const char *what)
{
    if (e != ERR_OK)
        fail(what, c->fault.key ? c->fault.key : "?");
}

static double seconds_of(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* As event_append leaves them: tag and commitment are random to whoever has no key. */
static void add_pending(struct ctx *c, int64_t count, int64_t per_commit)
{
    for (int64_t i = 0; i < count; i++) {
        uint8_t entry[LEAF_ENTRY] = { 1 };
        struct str tag = str_bytes(entry + 1, LEAF_HASH);
        ctx_random(c, entry + 1, sizeof entry - 1);
        if (i % per_commit == 0)
            must(c, store_begin(c), "begin");
        must(c,
             store_run(c, Q_LEAF_PENDING_ADD, NULL, BLOB(tag), INT(c->now.ms + i / PER_MS),
                       BLOB(str_bytes(entry, sizeof entry))),
             "leaf");
        if (i % per_commit == per_commit - 1 || i == count - 1)
            must(c, store_commit(c), "commit");
    }
}

static void measure(struct ctx *c, struct sequencer *s, int64_t count, int64_t batch)
{
    double begin = seconds_of(CLOCK_MONOTONIC);
    add_pending(c, SINGLE, 1);
    double single = seconds_of(CLOCK_MONOTONIC) - begin;
    must(c, sequencer_drain(c, s, SINGLE), "drain");
    add_pending(c, count, PER_COMMIT);
    begin = seconds_of(CLOCK_MONOTONIC);
    double cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    must(c, sequencer_drain(c, s, (size_t)batch), "drain");
    double took = seconds_of(CLOCK_MONOTONIC) - begin;
    cpu = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    printf("leaves %.0f a second, %.1f us CPU each; single commits %.0f a second\n",
           (double)count / took, cpu * 1e6 / (double)count, SINGLE / single);
}

int main(int argc, char **argv)
{
    struct fault f = { 0 };
    struct app *app = NULL;
    struct sequencer *s = NULL;
    struct timespec t;
    int64_t count = 0, batch = 0;
    if (argc != 4 || !str_i64(str_of(argv[2]), &count) || !str_i64(str_of(argv[3]), &batch) ||
        count < 1 || count > COUNT_MAX || batch < 1 || batch > SEQUENCER_BATCH_MAX) {
        fprintf(stderr, "usage: bench_log DATA COUNT BATCH\n");
        return 64;
    }
    log_set_level(LOG_WARN);
    crypto_start();
    struct arena *a = arena_new(BENCH_ARENA), *kept = arena_new(BENCH_ARENA);
    if (app_open(a, argv[1], str_fmt(a, "%s.key", argv[1]).p, &f, &app) != ERR_OK)
        fail(argv[1], f.key);
    clock_gettime(CLOCK_REALTIME, &t);
    struct ctx c = { .app = app,
                     .store = app->store,
                     .arena = arena_new(BENCH_ARENA),
                     .now = { (int64_t)t.tv_sec * 1000 },
                     .chance = chance_system(),
                     .actor = actor_nobody(a) };
    struct log_paths paths = log_paths_of(a, argv[1]);
    must(&c, sequencer_open(&c, kept, &paths, &s), "log");
    measure(&c, s, count, batch);
    sequencer_close(s);
    app_close(app);
    arena_free(c.arena);
    arena_free(kept);
    arena_free(a);
    return 0;
}
