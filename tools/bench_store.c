/*
 * bench_store.c - durable commits a second of 1, 16 and 64 threads, with p50 and p99.
 *
 * bench_store [FOLDER [SECONDS]]   a database is made in FOLDER (default /tmp) and removed again.
 * One commit is one row of 1 KB with a unique random tag of 16 bytes, as a message would be; once
 * with ascending, once with random ids. Random ids put each row on a page of its own, so that a
 * large group writes as many pages as rows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <pthread.h>

#include "base/log.h"
#include "store/store.h"

#define THREADS_MAX 64
#define SAMPLES_MAX 1000000 /* all threads of a run together */

static const struct migration migrations[] = {
    { 1, "bench",
      "CREATE TABLE message (id INTEGER PRIMARY KEY, tag BLOB NOT NULL UNIQUE, body BLOB NOT NULL)"
      " STRICT" },
};
static const struct query queries[] = {
    { "message_add", "INSERT INTO message (id, tag, body) VALUES ($1, $2, $3)", 3, 0, true },
};

struct worker {
    pthread_t thread;
    struct store *store;
    uint64_t seed;
    _Atomic int64_t *next_id; /* NULL: random ids */
    double until;
    float *samples; /* ms */
    size_t n, max;
};

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint64_t next_random(uint64_t *state) /* SplitMix64 */
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static enum err one_commit(struct ctx *c, struct worker *w, const char *body)
{
    uint64_t tag[2];
    tag[0] = next_random(&w->seed);
    tag[1] = next_random(&w->seed);
    int64_t id = w->next_id ? (*w->next_id)++ : (int64_t)(next_random(&w->seed) >> 1);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, &queries[0], NULL, INT(id), BLOB(str_bytes(tag, sizeof tag)),
                  BLOB(str_bytes(body, 1024))));
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

static void *work(void *u)
{
    struct worker *w = u;
    char body[1024];
    memset(body, 'x', sizeof body);
    struct ctx c = { .store = w->store, .arena = arena_new(1 << 20) };
    for (double t = now_s(); t < w->until && w->n < w->max;) {
        if (one_commit(&c, w, body) != ERR_OK) {
            fprintf(stderr, "commit: %s %s\n", c.fault.key, c.fault.detail);
            exit(1);
        }
        double end = now_s();
        w->samples[w->n++] = (float)((end - t) * 1e3);
        t = end;
    }
    arena_free(c.arena);
    return NULL;
}

static int by_size(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static void report(struct store *s, const char *ids, int threads, double seconds, float *all,
                   size_t n, struct store_counts before)
{
    struct store_counts after = store_counts(s);
    int64_t commits = after.commits - before.commits;
    qsort(all, n, sizeof *all, by_size);
    printf("ids=%s threads=%d commits_per_s=%.0f p50_ms=%.3f p99_ms=%.3f max_ms=%.1f group=%.1f "
           "checkpoints=%lld log_pages=%lld\n",
           ids, threads, (double)n / seconds, (double)all[n / 2], (double)all[n - 1 - n / 100],
           (double)all[n - 1], (double)(after.members - before.members) / (double)commits,
           (long long)(after.checkpoints - before.checkpoints), (long long)after.wal_pages);
}

static double run(struct store *s, int threads, double seconds, _Atomic int64_t *next_id)
{
    static struct worker workers[THREADS_MAX];
    static float samples[SAMPLES_MAX];
    size_t share = SAMPLES_MAX / (size_t)threads, n = 0;
    struct store_counts before = store_counts(s);
    double start = now_s();
    for (int i = 0; i < threads; i++) {
        workers[i] = (struct worker){ .store = s,
                                      .seed = (uint64_t)(start * 1e9) + (uint64_t)i * 7919,
                                      .next_id = next_id,
                                      .until = start + seconds,
                                      .samples = samples + (size_t)i * share,
                                      .max = share };
        pthread_create(&workers[i].thread, NULL, work, &workers[i]);
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(workers[i].thread, NULL);
        memmove(samples + n, workers[i].samples, workers[i].n * sizeof *samples);
        n += workers[i].n;
    }
    double took = now_s() - start;
    report(s, next_id ? "ascending" : "random", threads, took, samples, n, before);
    return (double)n / took;
}

/* A database of its own for each way of numbering. */
static int bench(const char *folder, double seconds, _Atomic int64_t *next_id)
{
    static const int threads[] = { 1, 16, 64 };
    char dir[256], path[300];
    double rate[COUNT_OF(threads)];
    struct fault f = { 0 };
    struct store *s = NULL;
    snprintf(dir, sizeof dir, "%s/bench_store_XXXXXX", folder);
    if (!mkdtemp(dir)) {
        perror(dir);
        return 1;
    }
    snprintf(path, sizeof path, "%s/db", dir);
    struct store_options o = { .path = path,
                               .queries = queries,
                               .query_count = COUNT_OF(queries),
                               .migrations = migrations,
                               .migration_count = COUNT_OF(migrations) };
    if (store_open(&o, &f, &s) != ERR_OK) {
        fprintf(stderr, "open: %s %s\n", f.key, f.detail);
        return 1;
    }
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        rate[i] = run(s, threads[i], seconds, next_id);
    printf("ids=%s ratio_64_to_1=%.2f\n", next_id ? "ascending" : "random", rate[2] / rate[0]);
    store_close(s); /* removes the log */
    return unlink(path) == 0 && rmdir(dir) == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "/tmp";
    double seconds = argc > 2 ? strtod(argv[2], NULL) : 2;
    _Atomic int64_t next_id = 1;
    log_set_level(LOG_WARN);
    return bench(folder, seconds, &next_id) + bench(folder, seconds, NULL);
}
