/* disk_test.c - a full or failing disk: nobody is told yes, and it goes on when there is room. */
#include "store/fixture.h"

#include "store/disk.h"

#define MEMBERS 3

/* Somebody whose transaction is in the same group; members enter one after the other. */
struct member {
    pthread_t thread;
    struct ctx ctx;
    int64_t id;
    size_t bytes;
    enum err err;
};

static enum err member_adds(struct member *m)
{
    char *data = arena_take(m->ctx.arena, m->bytes + 1);
    TRY(store_begin(&m->ctx));
    TX_AUTO tx = &m->ctx;
    TRY(store_run(&m->ctx, T_THING_ADD, NULL, INT(m->id),
                  TEXT(str_fmt(m->ctx.arena, "thing %lld", (long long)m->id)), INT(1),
                  BLOB(str_bytes(data, m->bytes))));
    TRY(store_commit(&m->ctx));
    tx = NULL;
    return ERR_OK;
}

static void *member_main(void *u)
{
    struct member *m = u;
    m->err = member_adds(m);
    return NULL;
}

/* Our own transaction first, with the others in line behind it, so that all are one group. */
static enum err group_of(struct fixture *x, struct member *m, size_t last_bytes, atomic_bool *fault)
{
    CHECK(store_begin(&x->ctx) == ERR_OK);
    CHECK(store_run(&x->ctx, T_THING_ADD, NULL, INT(1), TEXT(S("first")), INT(1), NONE) == ERR_OK);
    for (int i = 0; i < MEMBERS; i++) {
        m[i] = (struct member){ .ctx = fixture_ctx(x), .id = 100 + i };
        m[i].bytes = i == MEMBERS - 1 ? last_bytes : 10;
        CHECK(pthread_create(&m[i].thread, NULL, member_main, &m[i]) == 0);
        wait_for_line(x->store, i + 1);
    }
    if (fault)
        atomic_store(fault, true);
    enum err err = store_commit(&x->ctx);
    for (int i = 0; i < MEMBERS; i++)
        pthread_join(m[i].thread, NULL);
    if (fault)
        atomic_store(fault, false);
    return err;
}

static void check_all_failed(struct fixture *x, struct member *m, enum err err, const char *key)
{
    CHECK(err == ERR_STORE);
    CHECK_STR(str_of(x->ctx.fault.key), str_of(key));
    for (int i = 0; i < MEMBERS; i++) {
        CHECK(m[i].err == ERR_STORE);
        CHECK_STR(str_of(m[i].ctx.fault.key), str_of(key));
        arena_free(m[i].ctx.arena);
    }
    CHECK(thing_count(&x->ctx) == 0);
    CHECK(store_counts(x->store).commits == 0);
    CHECK(thing_add(&x->ctx, 2, "afterwards", 1) == ERR_OK); /* the writer goes on */
    fixture_close(x);
    fixture_open(x);
    CHECK(thing_count(&x->ctx) == 1);
}

static void a_group_is_one_commit(void **state)
{
    (void)state;
    struct fixture x;
    struct member m[MEMBERS];
    fixture_new(&x, false);
    CHECK(group_of(&x, m, 10, NULL) == ERR_OK);
    for (int i = 0; i < MEMBERS; i++) {
        CHECK(m[i].err == ERR_OK);
        arena_free(m[i].ctx.arena);
    }
    struct store_counts n = store_counts(x.store);
    CHECK(n.commits == 1 && n.members == MEMBERS + 1);
    CHECK(thing_count(&x.ctx) == MEMBERS + 1);
    fixture_free(&x);
}

static void a_disk_full_at_commit_fails_all(void **state)
{
    (void)state;
    struct fixture x;
    struct member m[MEMBERS];
    fixture_new(&x, false);
    enum err err = group_of(&x, m, 10, &disk_full);
    check_all_failed(&x, m, err, "store.full");
    fixture_free(&x);
}

static void a_disk_that_cannot_sync_fails_all(void **state)
{
    (void)state;
    struct fixture x;
    struct member m[MEMBERS];
    fixture_new(&x, false);
    enum err err = group_of(&x, m, 10, &disk_fails);
    check_all_failed(&x, m, err, "store.io");
    fixture_free(&x);
}

/* SQLite ends the whole transaction at such a statement, and with it those who had released. */
static void a_disk_full_at_a_statement_fails_all(void **state)
{
    (void)state;
    struct fixture x;
    struct member m[MEMBERS];
    struct fault f = { 0 };
    int64_t pages = 0;
    fixture_new(&x, false);
    sqlite3 *db = x.store->writer.conn.db;
    CHECK(conn_int(db, "PRAGMA page_count", &pages, &f) == ERR_OK);
    CHECK(pages < 40);
    CHECK(conn_exec(db, "PRAGMA max_page_count=40", &f) == ERR_OK);
    enum err err = group_of(&x, m, 400000, NULL);
    check_all_failed(&x, m, err, "store.full");
    fixture_free(&x);
}

/* A statement of many rows is undone alone: the transaction stands, its other members too. */
static void a_disk_full_at_a_long_statement_fails_one(void **state)
{
    (void)state;
    struct fixture x;
    struct fault f = { 0 };
    char data[2000] = { 0 };
    fixture_new(&x, false);
    CHECK(conn_exec(x.store->writer.conn.db, "PRAGMA max_page_count=100", &f) == ERR_OK);
    CHECK(store_begin(&x.ctx) == ERR_OK);
    CHECK(store_run(&x.ctx, T_THING_FILL, NULL, INT(1), INT(1000),
                    BLOB(str_bytes(data, sizeof data))) == ERR_STORE);
    CHECK_STR(str_of(x.ctx.fault.key), S("store.full"));
    CHECK(store_commit(&x.ctx) == ERR_STORE);
    CHECK(thing_count(&x.ctx) == 0);
    CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_OK);
    fixture_free(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_group_is_one_commit),
        cmocka_unit_test(a_disk_full_at_commit_fails_all),
        cmocka_unit_test(a_disk_that_cannot_sync_fails_all),
        cmocka_unit_test(a_disk_full_at_a_statement_fails_all),
        cmocka_unit_test(a_disk_full_at_a_long_statement_fails_one),
    };
    disk_install();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
