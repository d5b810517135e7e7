/* group_test.c - many writers at once: exactly what was acknowledged is there. */
#include "store/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define THREADS 64
#define EACH 200
#define SHARED_NAME "a name for one of us"

struct writer_thread {
    pthread_t thread;
    struct ctx ctx;
    int number;
    bool acknowledged[EACH];
    int conflicts; /* times the shared name was taken */
    int wrong;     /* answers that should not be */
};

/* What transaction k of a thread does: mostly commits; some change their mind, some collide. */
enum plan { PLAN_COMMIT, PLAN_ROLL_BACK, PLAN_DOUBLE, PLAN_SHARED };

static enum plan plan_of(int k)
{
    if (k == EACH / 2)
        return PLAN_SHARED;
    if (k % 10 == 3)
        return PLAN_ROLL_BACK;
    return k % 10 == 7 ? PLAN_DOUBLE : PLAN_COMMIT;
}

static int64_t id_of(const struct writer_thread *t, int k)
{
    return t->number * 1000 + k + 1;
}

static enum err one(struct writer_thread *t, int k)
{
    struct ctx *c = &t->ctx;
    enum plan plan = plan_of(k);
    int64_t id = id_of(t, k);
    struct str name = str_fmt(c->arena, "thing %lld", (long long)id);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, T_THING_ADD, NULL, INT(id), TEXT(plan == PLAN_SHARED ? S(SHARED_NAME) : name),
                  INT(t->number), NONE));
    if (plan == PLAN_ROLL_BACK)
        return FAULT(&c->fault, ERR_DENIED, "test.changed", "its mind");
    if (plan == PLAN_DOUBLE)
        TRY(store_run(c, T_THING_ADD, NULL, INT(id), TEXT(S("x")), INT(1), NONE));
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

static void *writer_main(void *u)
{
    struct writer_thread *t = u;
    static const enum err expected[] = {
        [PLAN_COMMIT] = ERR_OK, [PLAN_ROLL_BACK] = ERR_DENIED, [PLAN_DOUBLE] = ERR_CONFLICT
    };
    for (int k = 0; k < EACH; k++) {
        arena_reset(t->ctx.arena);
        enum err err = one(t, k);
        t->acknowledged[k] = err == ERR_OK;
        if (plan_of(k) == PLAN_SHARED) {
            t->conflicts += err == ERR_CONFLICT;
            t->wrong += err != ERR_OK && err != ERR_CONFLICT;
        } else {
            t->wrong += err != expected[plan_of(k)];
        }
    }
    return NULL;
}

static void check_thread(struct ctx *c, const struct writer_thread *t)
{
    CHECK(t->wrong == 0);
    for (int k = 0; k < EACH; k++) {
        struct rows r;
        CHECK(store_run(c, T_THING_FIND, &r, INT(id_of(t, k))) == ERR_OK);
        CHECK((r.n == 1) == t->acknowledged[k]);
        if (r.n == 1)
            CHECK(cell(&r, 0, 2)->i == t->number);
    }
}

static void check_many_writers(bool memory)
{
    static struct writer_thread t[THREADS];
    struct fixture x;
    int conflicts = 0, acknowledged = 0;
    fixture_new(&x, memory);
    for (int i = 0; i < THREADS; i++) {
        t[i] = (struct writer_thread){ .ctx = fixture_ctx(&x), .number = i };
        CHECK(pthread_create(&t[i].thread, NULL, writer_main, &t[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i].thread, NULL);
    struct store_counts n = store_counts(x.store);
    if (!memory) { /* what the disk holds, read anew */
        fixture_close(&x);
        fixture_open(&x);
    }
    for (int i = 0; i < THREADS; i++) {
        check_thread(&x.ctx, &t[i]);
        conflicts += t[i].conflicts;
        for (int k = 0; k < EACH; k++)
            acknowledged += t[i].acknowledged[k];
        arena_free(t[i].ctx.arena);
    }
    CHECK(conflicts == THREADS - 1); /* one had the name first, the others failed alone */
    CHECK(thing_count(&x.ctx) == acknowledged);
    CHECK(acknowledged > THREADS * EACH / 2);
    CHECK(n.members == acknowledged);
    CHECK(n.members > n.commits); /* groups of more than one */
    if (!memory)
        CHECK(n.members > 4 * n.commits);
    fixture_free(&x);
}

static void what_was_acknowledged_is_there(void **state)
{
    (void)state;
    check_many_writers(false);
    check_many_writers(true);
}

/* --- in turn ---------------------------------------------------------------------------- */

struct in_turn {
    pthread_t thread;
    struct ctx ctx;
    int number;
    bool roll_back;
    int *turn; /* shared; who holds the writer may touch it */
    int got;
};

static void *turn_main(void *u)
{
    struct in_turn *t = u;
    CHECK(store_begin(&t->ctx) == ERR_OK);
    t->got = (*t->turn)++;
    if (t->roll_back)
        store_rollback(&t->ctx);
    else
        CHECK(store_commit(&t->ctx) == ERR_OK);
    return NULL;
}

/* First come, first served; and nobody who rolls back keeps the writer or the others waiting. */
static void the_line_is_fair(void **state)
{
    (void)state;
    struct fixture x;
    struct in_turn t[20];
    int turn = 0;
    fixture_new(&x, false);
    CHECK(store_begin(&x.ctx) == ERR_OK);
    for (int i = 0; i < (int)COUNT_OF(t); i++) {
        t[i] = (struct in_turn){ .ctx = fixture_ctx(&x), .number = i, .turn = &turn };
        t[i].roll_back = i % 3 != 0; /* the last one too: it closes the group of the others */
        CHECK(pthread_create(&t[i].thread, NULL, turn_main, &t[i]) == 0);
        wait_for_line(x.store, i + 1);
    }
    store_rollback(&x.ctx);
    for (int i = 0; i < (int)COUNT_OF(t); i++) {
        pthread_join(t[i].thread, NULL);
        CHECK(t[i].got == i);
        arena_free(t[i].ctx.arena);
    }
    CHECK(store_counts(x.store).members == 7 && store_counts(x.store).commits == 1);
    CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_OK);
    fixture_free(&x);
}

/* A group has at most STORE_GROUP_MAX members, and the line at most STORE_WAITING_MAX. */
static void groups_and_the_line_have_bounds(void **state)
{
    (void)state;
    static struct in_turn t[STORE_WAITING_MAX];
    struct fixture x;
    int turn = 0;
    fixture_new(&x, false);
    struct ctx late = fixture_ctx(&x);
    CHECK(store_begin(&x.ctx) == ERR_OK);
    for (int i = 0; i < STORE_WAITING_MAX; i++) {
        t[i] = (struct in_turn){ .ctx = { .store = x.store }, .turn = &turn };
        CHECK(pthread_create(&t[i].thread, NULL, turn_main, &t[i]) == 0);
    }
    wait_for_line(x.store, STORE_WAITING_MAX);
    CHECK(store_begin(&late) == ERR_BUSY);
    CHECK_STR(str_of(late.fault.key), S("store.busy"));
    CHECK(late.fault.retry_after_s > 0);
    CHECK(store_commit(&x.ctx) == ERR_OK);
    for (int i = 0; i < STORE_WAITING_MAX; i++)
        pthread_join(t[i].thread, NULL);
    struct store_counts n = store_counts(x.store);
    CHECK(n.members == STORE_WAITING_MAX + 1);
    CHECK(n.commits == STORE_WAITING_MAX / STORE_GROUP_MAX + 1);
    CHECK(thing_add(&late, 1, "one", 1) == ERR_OK);
    arena_free(late.arena);
    fixture_free(&x);
}

/* --- what is read before it is on disk --------------------------------------------------- */

static void *read_and_roll_back(void *u)
{
    struct in_turn *t = u;
    CHECK(store_begin(&t->ctx) == ERR_OK);
    t->got = thing_there(&t->ctx, 1);
    store_rollback(&t->ctx);
    /* whoever answers now from what he read speaks of rows on disk */
    t->number = (int)store_counts(t->ctx.store).commits;
    return NULL;
}

static void a_rollback_waits_for_what_it_read(void **state)
{
    (void)state;
    struct fixture x;
    struct in_turn reader = { .number = -1 }, other = { .turn = &(int){ 0 } };
    fixture_new(&x, false);
    reader.ctx = fixture_ctx(&x);
    other.ctx = fixture_ctx(&x);
    CHECK(store_begin(&x.ctx) == ERR_OK);
    CHECK(store_run(&x.ctx, T_THING_ADD, NULL, INT(1), TEXT(S("one")), INT(1), NONE) == ERR_OK);
    CHECK(pthread_create(&reader.thread, NULL, read_and_roll_back, &reader) == 0);
    wait_for_line(x.store, 1);
    CHECK(pthread_create(&other.thread, NULL, turn_main, &other) == 0);
    wait_for_line(x.store, 2); /* so the group is not closed by the reader itself */
    CHECK(store_commit(&x.ctx) == ERR_OK);
    pthread_join(reader.thread, NULL);
    pthread_join(other.thread, NULL);
    CHECK(reader.got == 1);
    CHECK(reader.number == 1);
    arena_free(reader.ctx.arena);
    arena_free(other.ctx.arena);
    fixture_free(&x);
}

/* --- the log ------------------------------------------------------------------------------ */

static void fill_log(struct ctx *c, int64_t from)
{
    char data[3000];
    memset(data, 'x', sizeof data);
    CHECK(store_begin(c) == ERR_OK);
    CHECK(store_run(c, T_THING_FILL, NULL, INT(from), INT(from + 1999),
                    BLOB(str_bytes(data, sizeof data))) == ERR_OK);
    CHECK(store_commit(c) == ERR_OK);
}

/* 2,000 pages a time: the checkpointer wakes, and past 16,000 pages the log begins anew. */
static void the_log_does_not_grow_for_ever(void **state)
{
    (void)state;
    struct fixture x;
    int64_t most = 0;
    fixture_new(&x, false);
    for (int i = 0; i < 3; i++) /* 6,000 pages: past the 4,000 at which it wakes */
        fill_log(&x.ctx, 1000000 + i * 2000);
    for (int i = 0; i < 5000 && store_counts(x.store).checkpoints == 0; i++)
        usleep(1000);
    CHECK(store_counts(x.store).checkpoints > 0);
    CHECK(atomic_load(&x.store->checkpointer.written_back) > 1000);
    for (int i = 0; i < 20; i++) {
        fill_log(&x.ctx, 1 + i * 2000);
        int64_t pages = store_counts(x.store).wal_pages;
        most = pages > most ? pages : most;
    }
    CHECK(most < 16000 + 4 * 2000);
    fixture_free(&x);
}

static bool file_holds(const char *path, struct str what)
{
    static char bytes[1 << 22];
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    return n >= what.n && memmem(bytes, n, what.p, what.n) != NULL;
}

static bool store_holds(const struct fixture *x, struct str what)
{
    char log[100];
    snprintf(log, sizeof log, "%s-wal", x->path);
    return file_holds(x->path, what) || file_holds(log, what);
}

static bool soon_forgotten(const struct fixture *x, struct str what)
{
    for (int i = 0; i < 20000 && store_holds(x, what); i++)
        usleep(1000);
    return !store_holds(x, what);
}

static void drop(struct ctx *c, int64_t id)
{
    CHECK(store_begin(c) == ERR_OK);
    CHECK(store_run(c, T_THING_DROP, NULL, INT(id)) == ERR_OK);
    CHECK(store_commit(c) == ERR_OK);
}

/* Neither database nor log show what was deleted; a reader of old pages only puts it off. */
static void what_is_deleted_leaves_the_log(void **state)
{
    (void)state;
    struct fixture x;
    struct fault f = { 0 };
    int64_t n = 0;
    fixture_new(&x, false);
    fixture_close(&x);
    x.options.forget_ms = 300;
    fixture_open(&x);
    CHECK(thing_add(&x.ctx, 1, "the wrapped key of one", 1) == ERR_OK);
    CHECK(thing_add(&x.ctx, 2, "the wrapped key of two", 1) == ERR_OK);
    CHECK(store_holds(&x, S("the wrapped key of one")));
    drop(&x.ctx, 1);
    CHECK(soon_forgotten(&x, S("the wrapped key of one")));
    CHECK(store_holds(&x, S("the wrapped key of two")));

    sqlite3 *reader = x.store->pool.conns[0].db;
    CHECK(thing_add(&x.ctx, 3, "three", 1) == ERR_OK); /* so that it reads from the log */
    CHECK(conn_exec(reader, "BEGIN", &f) == ERR_OK);
    CHECK(conn_int(reader, "SELECT count(*) FROM thing", &n, &f) == ERR_OK);
    drop(&x.ctx, 2);
    usleep(1500 * 1000);
    CHECK(store_holds(&x, S("the wrapped key of two")));
    CHECK(thing_add(&x.ctx, 4, "four", 1) == ERR_OK); /* nobody waits for the reader */
    CHECK(conn_exec(reader, "COMMIT", &f) == ERR_OK);
    CHECK(soon_forgotten(&x, S("the wrapped key of two")));
    CHECK(thing_count(&x.ctx) == 2);
    fixture_free(&x);
}

/* A reader in the middle of a long search holds the log; the writer goes on, and tries later. */
static void a_long_reader_does_not_stop_the_writer(void **state)
{
    (void)state;
    struct fixture x;
    struct fault f = { 0 };
    fixture_new(&x, false);
    sqlite3 *reader = x.store->pool.conns[0].db;
    int64_t n = 0;
    CHECK(conn_exec(reader, "BEGIN", &f) == ERR_OK);
    CHECK(conn_int(reader, "SELECT count(*) FROM thing", &n, &f) == ERR_OK);
    for (int i = 0; i < 10; i++)
        fill_log(&x.ctx, 1 + i * 2000);
    CHECK(store_counts(x.store).wal_pages > 16000);
    CHECK(x.store->writer.restart_at > 16000); /* it was tried, and put off */
    CHECK(conn_exec(reader, "COMMIT", &f) == ERR_OK);
    for (int i = 10; i < 14; i++)
        fill_log(&x.ctx, 1 + i * 2000);
    CHECK(store_counts(x.store).wal_pages < 16000);
    CHECK(thing_count(&x.ctx) == 14 * 2000);
    fixture_free(&x);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_acknowledged_is_there),
        cmocka_unit_test(the_line_is_fair),
        cmocka_unit_test(groups_and_the_line_have_bounds),
        cmocka_unit_test(a_rollback_waits_for_what_it_read),
        cmocka_unit_test(the_log_does_not_grow_for_ever),
        cmocka_unit_test(what_is_deleted_leaves_the_log),
        cmocka_unit_test(a_long_reader_does_not_stop_the_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
