/* open_test.c - whose file, which version, which mode; migrations; copies. */
#include "store/fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void check_not_opened(const struct store_options *o, const char *key)
{
    struct fault f = { 0 };
    struct store *s = NULL;
    CHECK(store_open(o, &f, &s) == ERR_STORE);
    CHECK_STR(str_of(f.key), str_of(key));
    CHECK(s == NULL);
}

static int mode_of(const char *path)
{
    struct stat st;
    CHECK(stat(path, &st) == 0);
    return (int)(st.st_mode & 0777);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK);
    CHECK(sqlite3_close(db) == SQLITE_OK);
}

static void only_the_owner_may_read_the_files(void **state)
{
    (void)state;
    struct fixture x;
    char log[96], shared[96];
    mode_t before = umask(0);
    fixture_new(&x, false);
    CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_OK);
    snprintf(log, sizeof log, "%s-wal", x.path);
    snprintf(shared, sizeof shared, "%s-shm", x.path);
    CHECK(mode_of(x.path) == 0600 && mode_of(log) == 0600 && mode_of(shared) == 0600);
    fixture_close(&x);
    CHECK(access(log, F_OK) != 0); /* written back and removed */
    CHECK(chmod(x.path, 0644) == 0);
    fixture_open(&x);
    CHECK(mode_of(x.path) == 0600 && thing_count(&x.ctx) == 1);
    fixture_free(&x);
    umask(before);
}

static void files_of_others_are_left_alone(void **state)
{
    (void)state;
    struct fixture x;
    char found[64] = { 0 };
    fixture_new(&x, false);
    fixture_close(&x);
    CHECK(unlink(x.path) == 0);

    write_file(x.path, "this is a letter and no database at all");
    check_not_opened(&x.options, "store.not_ours");
    FILE *f = fopen(x.path, "r");
    CHECK(f && fgets(found, sizeof found, f) && fclose(f) == 0);
    CHECK_STR(str_of(found), S("this is a letter and no database at all"));
    CHECK(unlink(x.path) == 0);

    run_sql(x.path, "CREATE TABLE song (id INTEGER PRIMARY KEY)");
    check_not_opened(&x.options, "store.not_ours");
    run_sql(x.path, "PRAGMA application_id=7");
    check_not_opened(&x.options, "store.not_ours");
    run_sql(x.path, "DROP TABLE song; SELECT 1");
    check_not_opened(&x.options, "store.not_ours");

    x.options.path = "/nowhere/at/all/db";
    check_not_opened(&x.options, "store.open");
    x.options.path = x.dir;
    check_not_opened(&x.options, "store.open");
    fixture_free(&x);
}

static void versions_are_kept_apart(void **state)
{
    (void)state;
    struct fixture x;
    fixture_new(&x, false);
    CHECK(store_schema_version(x.store) == 2);
    fixture_close(&x);

    x.options.migration_count = 1;
    check_not_opened(&x.options, "store.newer");
    x.options.read_only = true;
    check_not_opened(&x.options, "store.newer");
    CHECK(unlink(x.path) == 0);

    x.options.read_only = false;
    fixture_open(&x);
    CHECK(store_schema_version(x.store) == 1);
    CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_OK);
    fixture_close(&x);

    x.options.migration_count = 2;
    x.options.read_only = true;
    check_not_opened(&x.options, "store.older");
    x.options.read_only = false;
    fixture_open(&x); /* migrates, and keeps what was there */
    CHECK(store_schema_version(x.store) == 2 && thing_count(&x.ctx) == 1);
    CHECK(store_begin(&x.ctx) == ERR_OK);
    CHECK(store_run(&x.ctx, T_PART_ADD, NULL, INT(1), INT(1), NONE) == ERR_OK);
    CHECK(store_commit(&x.ctx) == ERR_OK);
    fixture_free(&x);
}

/* A bad step leaves the database as it was before it, and foreign keys are looked after. */
static void a_bad_migration_changes_nothing(void **state)
{
    (void)state;
    struct fixture x;
    fixture_new(&x, false);
    CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_OK);
    fixture_close(&x);
    struct migration steps[] = { test_migrations[0],
                                 test_migrations[1],
                                 { 3, "bad", "CREATE TABLE more (id INTEGER) STRICT; oh no;" } };
    x.options.migrations = steps;
    x.options.migration_count = 3;
    check_not_opened(&x.options, "store.migration");
    steps[2].sql = "INSERT INTO part (id, thing) VALUES (1, 99)";
    check_not_opened(&x.options, "store.migration");
    steps[2].sql = "CREATE TABLE more (id INTEGER) STRICT";
    fixture_open(&x);
    CHECK(store_schema_version(x.store) == 3 && thing_count(&x.ctx) == 1);
    CHECK(store_begin(&x.ctx) == ERR_OK); /* foreign keys are on again */
    CHECK(store_run(&x.ctx, T_PART_ADD, NULL, INT(1), INT(99), NONE) == ERR_CONFLICT);
    store_rollback(&x.ctx);
    fixture_free(&x);
}

static void a_store_can_be_opened_for_reading(void **state)
{
    (void)state;
    struct fixture x;
    fixture_new(&x, false);
    CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_OK);
    fixture_close(&x);
    x.options.read_only = true;
    fixture_open(&x);
    CHECK(thing_count(&x.ctx) == 1);
    CHECK(store_begin(&x.ctx) == ERR_STORE);
    CHECK_STR(str_of(x.ctx.fault.key), S("store.read_only"));
    fixture_free(&x);
}

static int64_t setting(struct conn *conn, const char *pragma)
{
    char sql[64];
    struct fault f = { 0 };
    int64_t value = -1;
    snprintf(sql, sizeof sql, "PRAGMA %s", pragma);
    CHECK(conn_int(conn->db, sql, &value, &f) == ERR_OK);
    return value;
}

static void check_guarded(struct conn *conn)
{
    struct fault f = { 0 };
    int64_t n;
    CHECK(setting(conn, "trusted_schema") == 0);
    CHECK(setting(conn, "cell_size_check") == 1);
    CHECK(setting(conn, "temp_store") == 2); /* memory: nothing spills into a file of its own */
    CHECK(conn_int(conn->db, "SELECT \"a text in the wrong quotes\"", &n, &f) != ERR_OK);
    CHECK(conn_int(conn->db, "SELECT load_extension('x')", &n, &f) != ERR_OK);
    CHECK(conn_exec(conn->db, "PRAGMA writable_schema=ON", &f) == ERR_OK);
    CHECK(conn_exec(conn->db, "DELETE FROM sqlite_schema WHERE 0", &f) != ERR_OK); /* DEFENSIVE */
}

static void connections_are_set_as_designed(void **state)
{
    (void)state;
    struct fixture x;
    fixture_new(&x, false);
    struct conn *writer = &x.store->writer.conn;
    check_guarded(writer);
    CHECK(setting(writer, "synchronous") == 2); /* FULL */
    CHECK(setting(writer, "foreign_keys") == 1);
    CHECK(setting(writer, "secure_delete") == 1);
    CHECK(setting(writer, "wal_autocheckpoint") == 0);
    CHECK(setting(writer, "journal_size_limit") == 64 << 20);
    CHECK(setting(writer, "application_id") == STORE_APPLICATION_ID);
    CHECK(setting(&x.store->checkpointer.conn, "synchronous") == 2);
    for (int i = 0; i < x.store->pool.count; i++) {
        check_guarded(&x.store->pool.conns[i]);
        CHECK(setting(&x.store->pool.conns[i], "query_only") == 1);
    }
    fixture_free(&x);
}

static void another_process_keeps_us_waiting_only_so_long(void **state)
{
    (void)state;
    struct fixture x;
    sqlite3 *other = NULL;
    fixture_new(&x, false);
    sqlite3_busy_timeout(x.store->writer.conn.db, 50);
    CHECK(sqlite3_open(x.path, &other) == SQLITE_OK);
    CHECK(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_STORE);
    CHECK_STR(str_of(x.ctx.fault.key), S("store.locked"));
    CHECK(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL) == SQLITE_OK);
    CHECK(sqlite3_close(other) == SQLITE_OK);
    CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_OK);
    fixture_free(&x);
}

/* --- copies ------------------------------------------------------------------------------ */

struct pair_writer {
    struct fixture *x;
    atomic_bool stop;
    int64_t pairs;
};

/* Things come in pairs, each in one transaction; a copy with an odd number is torn. */
static void *write_pairs(void *u)
{
    struct pair_writer *w = u;
    struct ctx c = fixture_ctx(w->x);
    char data[2000];
    memset(data, 'x', sizeof data);
    while (!atomic_load(&w->stop) && w->pairs < 20000) {
        int64_t id = 1000000 + 2 * w->pairs;
        struct value body = BLOB(str_bytes(data, sizeof data));
        arena_reset(c.arena);
        if (store_begin(&c) || store_run(&c, T_THING_FILL, NULL, INT(id), INT(id + 1), body) ||
            store_commit(&c))
            break;
        w->pairs++;
    }
    arena_free(c.arena);
    return NULL;
}

static void check_copy(struct fixture *x, const char *path)
{
    struct fixture copy = *x;
    struct fault f = { 0 };
    copy.options.path = path;
    copy.options.read_only = true;
    CHECK(store_open(&copy.options, &f, &copy.store) == ERR_OK);
    copy.ctx = fixture_ctx(&copy);
    int64_t n = thing_count(&copy.ctx), good = 0;
    CHECK(n >= 4000 && n % 2 == 0);
    CHECK(conn_int(copy.store->pool.conns[0].db,
                   "SELECT count(*) FROM pragma_integrity_check "
                   "WHERE integrity_check = 'ok'",
                   &good, &f) == ERR_OK);
    CHECK(good == 1);
    fixture_close(&copy);
}

static void a_copy_is_of_one_moment(void **state)
{
    (void)state;
    struct fixture x;
    char path[96];
    pthread_t thread;
    fixture_new(&x, false);
    char data[2000] = { 0 };
    CHECK(store_begin(&x.ctx) == ERR_OK); /* 8 MB, so that the copy takes many steps */
    CHECK(store_run(&x.ctx, T_THING_FILL, NULL, INT(1), INT(4000),
                    BLOB(str_bytes(data, sizeof data))) == ERR_OK);
    CHECK(store_commit(&x.ctx) == ERR_OK);
    struct pair_writer w = { .x = &x };
    CHECK(pthread_create(&thread, NULL, write_pairs, &w) == 0);
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/copy%d", x.dir, i);
        CHECK(store_copy(&x.ctx, path) == ERR_OK);
        CHECK(mode_of(path) == 0600);
        check_copy(&x, path);
    }
    atomic_store(&w.stop, true);
    pthread_join(thread, NULL);
    CHECK(w.pairs > 0 && thing_count(&x.ctx) == 4000 + 2 * w.pairs);

    CHECK(store_copy(&x.ctx, path) == ERR_CONFLICT);
    CHECK_STR(str_of(x.ctx.fault.key), S("store.exists"));
    CHECK(store_copy(&x.ctx, "/nowhere/at/all/copy") == ERR_STORE);
    fixture_free(&x);
}

/* No room for it: the limit on the size of files stands for a full disk. */
static void a_broken_copy_leaves_nothing(void **state)
{
    (void)state;
    struct fixture x;
    char path[96], data[2000] = { 0 };
    struct rlimit before, small;
    fixture_new(&x, false);
    CHECK(store_begin(&x.ctx) == ERR_OK);
    CHECK(store_run(&x.ctx, T_THING_FILL, NULL, INT(1), INT(1000),
                    BLOB(str_bytes(data, sizeof data))) == ERR_OK);
    CHECK(store_commit(&x.ctx) == ERR_OK);
    snprintf(path, sizeof path, "%s/copy", x.dir);
    CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
    small = (struct rlimit){ 200000, before.rlim_max };
    signal(SIGXFSZ, SIG_IGN);
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    enum err err = store_copy(&x.ctx, path);
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
    signal(SIGXFSZ, SIG_DFL);
    CHECK(err == ERR_STORE);
    CHECK(access(path, F_OK) != 0);
    CHECK(store_copy(&x.ctx, path) == ERR_OK);
    fixture_free(&x);
}

static void a_memory_store_can_be_copied(void **state)
{
    (void)state;
    struct fixture x;
    char path[96];
    fixture_new(&x, true);
    CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_OK);
    snprintf(path, sizeof path, "%s/copy", x.dir);
    CHECK(store_copy(&x.ctx, path) == ERR_OK);
    fixture_close(&x);
    x.options.path = path;
    fixture_open(&x);
    CHECK(thing_count(&x.ctx) == 1);
    fixture_free(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_owner_may_read_the_files),
        cmocka_unit_test(files_of_others_are_left_alone),
        cmocka_unit_test(versions_are_kept_apart),
        cmocka_unit_test(a_bad_migration_changes_nothing),
        cmocka_unit_test(a_store_can_be_opened_for_reading),
        cmocka_unit_test(connections_are_set_as_designed),
        cmocka_unit_test(another_process_keeps_us_waiting_only_so_long),
        cmocka_unit_test(a_copy_is_of_one_moment),
        cmocka_unit_test(a_broken_copy_leaves_nothing),
        cmocka_unit_test(a_memory_store_can_be_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
