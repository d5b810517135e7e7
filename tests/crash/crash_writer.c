/*
 * crash_writer.c - commits numbered rows with 16 threads and prints each number acknowledged.
 *
 *   crash_writer write FOLDER DISK FIRST [SYNCHRONOUS]   until killed, at most 20 s
 *   crash_writer list FOLDER                             the numbers that are there
 *
 * FOLDER/db is the database, DISK what a power cut leaves (power.h; "-": none). Numbers ascend from
 * FIRST; a thread also adds -number and rolls it back, so a negative number must never be there.
 * SYNCHRONOUS other than FULL is for the control: the test must notice.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "power.h"
#include "store/driver.h"

#define THREADS 16
#define SECONDS 20

static const struct migration migrations[] = {
    { 1, "crash",
      "CREATE TABLE row (number INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT" },
};
enum { ADD, LIST };
static const struct query queries[] = {
    { "row_add", "INSERT INTO row (number, body) VALUES ($1, $2)", 2, ADD, true },
    { "row_list", "SELECT number FROM row ORDER BY number", 0, LIST, false },
};

static struct store *store;
static _Atomic int64_t next_number;

static enum err add(struct ctx *c, int64_t number)
{
    char body[200];
    memset(body, 'x', sizeof body);
    snprintf(body, sizeof body, "row %lld", (long long)number);
    body[strlen(body)] = ' ';
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, &queries[ADD], NULL, INT(number), TEXT(str_bytes(body, sizeof body))));
    if (number < 0)
        return ERR_OK; /* not committed */
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

static void *work(void *u)
{
    (void)u;
    struct ctx c = { .store = store, .arena = arena_new(1 << 20) };
    for (;;) { /* until killed: alarm() */
        char line[32];
        int64_t number = next_number++;
        if ((number % 5 == 0 && add(&c, -number)) || add(&c, number)) {
            fprintf(stderr, "%s: %s\n", c.fault.key, c.fault.detail);
            exit(1);
        }
        int n = snprintf(line, sizeof line, "%lld\n", (long long)number);
        if (write(1, line, (size_t)n) != n)
            exit(1);
    }
    return NULL;
}

static bool print_number(void *u, const struct rows *row)
{
    (void)u;
    printf("%lld\n", (long long)cell(row, 0, 0)->i);
    return true;
}

/* Has the control's setting reached the writer? */
static bool set_synchronous(const char *how)
{
    char sql[64];
    struct fault f = { 0 };
    snprintf(sql, sizeof sql, "PRAGMA synchronous=%s", how);
    return conn_exec(store->writer.conn.db, sql, &f) == ERR_OK;
}

static int open_store(const char *folder)
{
    char path[4096];
    struct fault f = { 0 };
    snprintf(path, sizeof path, "%s/db", folder);
    struct store_options o = { .path = path,
                               .queries = queries,
                               .query_count = COUNT_OF(queries),
                               .migrations = migrations,
                               .migration_count = COUNT_OF(migrations) };
    if (store_open(&o, &f, &store) == ERR_OK)
        return 0;
    fprintf(stderr, "%s: %s\n", f.key, f.detail);
    return 1;
}

static int write_rows(const char *folder, const char *disk, int64_t first, const char *synchronous)
{
    pthread_t threads[THREADS];
    if (strcmp(disk, "-") != 0)
        power_watch(folder, disk);
    alarm(SECONDS);
    if (open_store(folder) || (synchronous && !set_synchronous(synchronous)))
        return 1;
    next_number = first;
    for (int i = 0; i < THREADS; i++)
        if (pthread_create(&threads[i], NULL, work, NULL) != 0)
            return 1;
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return 1; /* the threads do not end */
}

static int list_rows(const char *folder)
{
    if (open_store(folder))
        return 1;
    struct ctx c = { .store = store, .arena = arena_new(1 << 20) };
    struct fault f = { 0 };
    int64_t whole = 0;
    enum err err = store_each(&c, &queries[LIST], print_number, NULL, 0, NULL);
    if (err == ERR_OK)
        err = conn_int(store->writer.conn.db,
                       "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'",
                       &whole, &f);
    store_close(store);
    arena_free(c.arena);
    return err == ERR_OK && whole == 1 ? 0 : 1;
}

int main(int argc, char **argv)
{
    int64_t first = 1;
    log_set_level(LOG_WARN);
    if (argc == 3 && strcmp(argv[1], "list") == 0)
        return list_rows(argv[2]);
    if ((argc == 5 || argc == 6) && strcmp(argv[1], "write") == 0 &&
        str_i64(str_of(argv[4]), &first))
        return write_rows(argv[2], argv[3], first, argc == 6 ? argv[5] : NULL);
    fprintf(stderr, "usage: crash_writer write FOLDER DISK FIRST [SYNCHRONOUS] | list FOLDER\n");
    return 64;
}
