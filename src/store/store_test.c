/* store_test.c - values in and out, errors, transactions, what a programmer may not do. */
#include "store/fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void check_values(bool memory)
{
    struct fixture x;
    struct rows r;
    fixture_new(&x, memory);
    struct ctx *c = &x.ctx;
    CHECK(store_begin(c) == ERR_OK);
    CHECK(store_run(c, T_THING_ADD, NULL, INT(INT64_MIN), TEXT(S("举报")), NONE, BLOB(S("a\0b"))) ==
          ERR_OK);
    CHECK(store_run(c, T_THING_ADD, NULL, INT(2), TEXT(S("")), INT(INT64_MAX), BLOB(S(""))) ==
          ERR_OK);
    CHECK(store_commit(c) == ERR_OK);

    CHECK(store_run(c, T_THING_FIND, &r, INT(INT64_MIN)) == ERR_OK);
    CHECK(r.n == 1 && r.columns == 4);
    CHECK(cell(&r, 0, 0)->kind == VALUE_INT && cell(&r, 0, 0)->i == INT64_MIN);
    CHECK(cell(&r, 0, 1)->kind == VALUE_TEXT);
    CHECK_STR(cell(&r, 0, 1)->s, S("举报"));
    CHECK(cell(&r, 0, 2)->kind == VALUE_NULL && str_absent(cell(&r, 0, 2)->s));
    CHECK(cell(&r, 0, 3)->kind == VALUE_BLOB);
    CHECK_STR(cell(&r, 0, 3)->s, S("a\0b"));

    CHECK(store_run(c, T_THING_FIND, &r, INT(2)) == ERR_OK);
    CHECK(cell(&r, 0, 1)->kind == VALUE_TEXT && !str_absent(cell(&r, 0, 1)->s));
    CHECK(cell(&r, 0, 2)->i == INT64_MAX);
    CHECK(cell(&r, 0, 3)->kind == VALUE_BLOB && !str_absent(cell(&r, 0, 3)->s));
    CHECK(store_run(c, T_THING_FIND, &r, INT(3)) == ERR_OK);
    CHECK(r.n == 0);
    fixture_free(&x);
}

static void values_come_back_as_they_went_in(void **state)
{
    (void)state;
    check_values(true);
    check_values(false);
}

/* What a statement answers in a transaction of its own, and that nothing of it is kept. */
static void check_refused(struct ctx *c, enum err err, const char *key, const struct query *q,
                          const struct value *values)
{
    struct rows r = { .n = 77 };
    int64_t before = thing_count(c);
    CHECK(store_begin(c) == ERR_OK);
    CHECK(store_run(c, T_THING_ADD, NULL, INT(500), TEXT(S("with it")), INT(1), NONE) == ERR_OK);
    CHECK(store_run_n(c, q, &r, q->params, values) == err);
    CHECK_STR(str_of(c->fault.key), str_of(key));
    CHECK(r.n == 77); /* untouched */

    c->fault = (struct fault){ 0 };
    CHECK(store_run0(c, T_THING_COUNT, &r) == err); /* failed for good */
    CHECK_STR(str_of(c->fault.key), str_of(key));
    c->fault = (struct fault){ 0 };
    CHECK(store_commit(c) == err);
    CHECK_STR(str_of(c->fault.key), str_of(key));
    CHECK(!c->tx);
    store_rollback(c); /* as TX_AUTO does then */
    CHECK(thing_count(c) == before);
}

static void refusals_fail_the_transaction(void **state)
{
    (void)state;
    struct fixture x;
    fixture_new(&x, false);
    CHECK(thing_add(&x.ctx, 1, "first", 1) == ERR_OK);
    check_refused(&x.ctx, ERR_CONFLICT, "store.unique", T_THING_ADD, /* UNIQUE */
                  (struct value[]){ INT(2), TEXT(S("first")), INT(1), NONE });
    check_refused(&x.ctx, ERR_CONFLICT, "store.unique", T_THING_ADD, /* primary key */
                  (struct value[]){ INT(1), TEXT(S("other")), INT(1), NONE });
    check_refused(&x.ctx, ERR_CONFLICT, "store.rule", T_THING_ADD, /* CHECK */
                  (struct value[]){ INT(2), TEXT(S("other")), INT(-1), NONE });
    check_refused(&x.ctx, ERR_CONFLICT, "store.rule", T_THING_ADD, /* NOT NULL */
                  (struct value[]){ INT(2), NONE, INT(1), NONE });
    check_refused(&x.ctx, ERR_CONFLICT, "store.rule", T_THING_ADD, /* STRICT */
                  (struct value[]){ INT(2), TEXT(S("other")), TEXT(S("much")), NONE });
    check_refused(&x.ctx, ERR_CONFLICT, "store.rule", T_PART_ADD, /* foreign key */
                  (struct value[]){ INT(1), INT(99), NONE });
    check_refused(&x.ctx, ERR_INVALID, "store.text", T_THING_ADD,
                  (struct value[]){ INT(2), TEXT(S("a\0b")), INT(1), NONE });
    check_refused(&x.ctx, ERR_LIMIT, "store.too_many", T_THING_SERIES,
                  (struct value[]){ INT(1), INT(STORE_ROWS_MAX + 1) });
    CHECK(thing_add(&x.ctx, 500, "with it", 1) == ERR_OK);
    fixture_free(&x);
}

/* It shows only at the end, and would fail the COMMIT of everybody. */
static void a_deferred_key_is_checked_for_each_member(void **state)
{
    (void)state;
    struct fixture x;
    fixture_new(&x, false);
    struct ctx *c = &x.ctx;
    CHECK(thing_add(c, 1, "first", 1) == ERR_OK);
    CHECK(store_begin(c) == ERR_OK);
    CHECK(store_run(c, T_PART_ADD, NULL, INT(1), INT(1), INT(2)) == ERR_OK);
    CHECK(store_commit(c) == ERR_CONFLICT);
    CHECK_STR(str_of(c->fault.key), S("store.rule"));
    CHECK(store_begin(c) == ERR_OK);
    CHECK(store_run(c, T_PART_ADD, NULL, INT(1), INT(1), INT(2)) == ERR_OK);
    CHECK(store_run(c, T_THING_ADD, NULL, INT(2), TEXT(S("later")), INT(1), NONE) == ERR_OK);
    CHECK(store_commit(c) == ERR_OK);
    fixture_free(&x);
}

static enum err leaves_early(struct ctx *c)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, T_THING_ADD, NULL, INT(7), TEXT(S("seven")), INT(1), NONE));
    if (thing_count(c) == 1) /* it sees what it wrote */
        return FAULT(&c->fault, ERR_DENIED, "test.early", "not you");
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

static void every_way_out_rolls_back(void **state)
{
    (void)state;
    for (int memory = 0; memory < 2; memory++) {
        struct fixture x;
        fixture_new(&x, memory);
        CHECK(leaves_early(&x.ctx) == ERR_DENIED);
        CHECK_STR(str_of(x.ctx.fault.key), S("test.early"));
        CHECK(!x.ctx.tx && thing_count(&x.ctx) == 0);
        /* the write lock is free again, for other processes too */
        CHECK(sqlite3_get_autocommit(x.store->writer.conn.db));
        CHECK(thing_add(&x.ctx, 7, "seven", 1) == ERR_OK);
        fixture_free(&x);
    }
}

static void readers_see_what_is_committed(void **state)
{
    (void)state;
    struct fixture x;
    fixture_new(&x, false);
    struct ctx other = fixture_ctx(&x);
    CHECK(store_begin(&x.ctx) == ERR_OK);
    CHECK(store_run(&x.ctx, T_THING_ADD, NULL, INT(1), TEXT(S("one")), INT(1), NONE) == ERR_OK);
    CHECK(thing_count(&x.ctx) == 1);
    CHECK(thing_count(&other) == 0);
    CHECK(store_commit(&x.ctx) == ERR_OK);
    CHECK(thing_count(&other) == 1);
    arena_free(other.arena);
    fixture_free(&x);
}

static void changes_come_back_by_returning(void **state)
{
    (void)state;
    struct fixture x;
    struct rows r;
    fixture_new(&x, true);
    CHECK(thing_add(&x.ctx, 1, "one", 5) == ERR_OK);
    CHECK(store_begin(&x.ctx) == ERR_OK);
    CHECK(store_run(&x.ctx, T_THING_GROW, &r, INT(3), INT(1)) == ERR_OK);
    CHECK(r.n == 1 && cell(&r, 0, 0)->i == 8);
    CHECK(store_run(&x.ctx, T_THING_GROW, &r, INT(3), INT(2)) == ERR_OK);
    CHECK(r.n == 0);
    CHECK(store_commit(&x.ctx) == ERR_OK);
    fixture_free(&x);
}

static void many_rows_have_a_bound(void **state)
{
    (void)state;
    struct fixture x;
    struct rows r;
    fixture_new(&x, false);
    CHECK(store_run(&x.ctx, T_THING_SERIES, &r, INT(1), INT(STORE_ROWS_MAX)) == ERR_OK);
    CHECK(r.n == STORE_ROWS_MAX && cell(&r, r.n - 1, 0)->i == STORE_ROWS_MAX);
    CHECK(store_run(&x.ctx, T_THING_SERIES, &r, INT(1), INT(STORE_ROWS_MAX + 1)) == ERR_LIMIT);
    CHECK_STR(str_of(x.ctx.fault.key), S("store.too_many"));
    CHECK(store_run(&x.ctx, T_THING_SERIES, NULL, INT(1), INT(STORE_ROWS_MAX + 1)) == ERR_LIMIT);
    fixture_free(&x);
}

struct counted {
    int64_t rows, last, stop_at;
};

static bool count_row(void *u, const struct rows *row)
{
    struct counted *n = u;
    n->rows += (int64_t)row->n;
    n->last = cell(row, 0, 0)->i;
    return n->last != n->stop_at;
}

static void each_row_goes_by(void **state)
{
    (void)state;
    for (int memory = 0; memory < 2; memory++) {
        struct fixture x;
        fixture_new(&x, memory);
        size_t before = arena_used(x.ctx.arena);
        struct counted n = { 0 };
        struct value all[] = { INT(1), INT(5 * STORE_ROWS_MAX) };
        CHECK(store_each(&x.ctx, T_THING_SERIES, count_row, &n, 2, all) == ERR_OK);
        CHECK(n.rows == 5 * STORE_ROWS_MAX && n.last == n.rows);
        n = (struct counted){ .stop_at = 3 };
        CHECK(store_each(&x.ctx, T_THING_SERIES, count_row, &n, 2, all) == ERR_OK);
        CHECK(n.rows == 3);
        CHECK(arena_used(x.ctx.arena) == before);        /* nothing is kept */
        CHECK(thing_add(&x.ctx, 1, "one", 1) == ERR_OK); /* the statement is over */
        fixture_free(&x);
    }
}

/* A statement that says it only reads: the connection does not believe it. */
#define WALKERS 4 /* no fewer than there are readers */

struct walk {
    struct fixture *x;
    atomic_int *walking, *go_on;
};

static bool wait_in_each(void *u, const struct rows *row)
{
    struct walk *w = u;
    atomic_fetch_add(w->walking, 1);
    while (atomic_load(w->go_on) == 0)
        usleep(1000);
    return false;
}

static void *walk_main(void *u)
{
    struct walk *w = u;
    struct ctx c = fixture_ctx(w->x);
    struct value all[] = { INT(1), INT(2) };
    CHECK(store_each(&c, T_THING_SERIES, wait_in_each, w, 2, all) == ERR_OK);
    arena_free(c.arena);
    return NULL;
}

/* As many long searches as there are readers: everybody else reads on meanwhile. */
static void walks_leave_readers_to_others(void **state)
{
    struct fixture x;
    atomic_int walking = 0, go_on = 0;
    pthread_t threads[WALKERS];
    fixture_new(&x, false);
    struct walk w = { &x, &walking, &go_on };
    int most = x.store->pool.wanted / 2;
    CHECK(most > 0 && x.store->pool.wanted <= WALKERS);
    for (int i = 0; i < WALKERS; i++)
        CHECK(pthread_create(&threads[i], NULL, walk_main, &w) == 0);
    for (int i = 0; i < 10000 && atomic_load(&walking) < most; i++)
        usleep(1000);
    usleep(50000); /* time for one walk too many to begin */
    CHECK(atomic_load(&walking) == most);
    alarm(20); /* were no reader free, this would wait for ever */
    CHECK(thing_count(&x.ctx) == 0);
    alarm(0);
    atomic_store(&go_on, 1);
    for (int i = 0; i < WALKERS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(atomic_load(&walking) == WALKERS); /* those in line had their turn */
    fixture_free(&x);
}

/* One state for many reads, until they end or something is written. */
static void reads_together_see_one_state(void **state)
{
    (void)state;
    for (int memory = 0; memory < 2; memory++) {
        struct fixture x;
        fixture_new(&x, memory);
        struct ctx other = fixture_ctx(&x);
        struct ctx *reads = store_reads_begin(&x.ctx);
        CHECK((reads == NULL) == (memory == 1));  /* of a memory database: each alone */
        CHECK(store_reads_begin(&x.ctx) == NULL); /* it is begun */
        CHECK(thing_count(&x.ctx) == 0);
        CHECK(thing_add(&other, 1, "one", 1) == ERR_OK); /* nobody waits for him who reads */
        CHECK(thing_count(&other) == 1);
        CHECK(thing_count(&x.ctx) == memory);
        if (reads)
            store_reads_end(reads);
        CHECK(thing_count(&x.ctx) == 1);
        reads = store_reads_begin(&x.ctx);
        CHECK(thing_count(&x.ctx) == 1);
        CHECK(thing_add(&other, 2, "two", 1) == ERR_OK);
        CHECK(store_begin(&x.ctx) == ERR_OK); /* what is written rests on what is there now */
        CHECK(thing_count(&x.ctx) == 2);
        CHECK(store_reads_begin(&x.ctx) == NULL);
        store_rollback(&x.ctx);
        CHECK(thing_count(&x.ctx) == 2);
        if (reads)
            store_reads_end(reads); /* it is over */
        arena_free(other.arena);
        fixture_free(&x); /* no reader is missing */
    }
}

static int cache_bytes(const struct conn *conn)
{
    int now = 0, high = 0;
    CHECK(sqlite3_db_status(conn->db, SQLITE_DBSTATUS_CACHE_USED, &now, &high, 0) == SQLITE_OK);
    return now;
}

/* Readers come when they are needed, and what a walk has read or written is given back. */
static void a_store_at_rest_is_small(void **state)
{
    (void)state;
    struct fixture x;
    fixture_new(&x, false);
    const struct conn *reader = &x.store->pool.conns[0], *writer = &x.store->writer.conn;
    CHECK(x.store->pool.count == 1);
    CHECK(store_begin(&x.ctx) == ERR_OK);
    char data[1000] = { 1 };
    CHECK(store_run(&x.ctx, T_THING_FILL, NULL, INT(1), INT(1000),
                    BLOB(str_bytes(data, sizeof data))) == ERR_OK);
    CHECK(store_commit(&x.ctx) == ERR_OK);
    struct rows all;
    CHECK(store_run(&x.ctx, T_THING_LIST, &all, INT(1000)) == ERR_OK && all.n == 1000);
    int rest = 100000;
    CHECK(cache_bytes(reader) > rest && cache_bytes(writer) > rest);
    store_give_back(x.store);
    CHECK(cache_bytes(reader) < rest && cache_bytes(writer) < rest);
    CHECK(thing_add(&x.ctx, 1001, "after", 1) == ERR_OK && thing_count(&x.ctx) == 1001);
    CHECK(store_begin(&x.ctx) == ERR_OK); /* with the writer at work it just leaves it */
    store_give_back(x.store);
    CHECK(store_commit(&x.ctx) == ERR_OK);
    CHECK(x.store->pool.count == 1); /* one at a time needs one */
    fixture_free(&x);
}

static void readers_refuse_to_write(void **state)
{
    (void)state;
    static const struct query lying[] = {
        { "thing_lie", "INSERT INTO thing (id, name) VALUES (9, 'nine')", 0, 0, false },
    };
    for (int memory = 0; memory < 2; memory++) {
        struct fixture x;
        fixture_new(&x, memory);
        if (!memory)
            fixture_close(&x);
        struct store_options o = x.options;
        struct store *s = NULL;
        struct fault f = { 0 };
        o.queries = lying;
        o.query_count = 1;
        CHECK(store_open(&o, &f, &s) == ERR_OK);
        struct ctx c = { .store = s, .arena = arena_new(1 << 20) };
        CHECK(store_run0(&c, &lying[0], NULL) == ERR_STORE);
        CHECK_STR(str_of(c.fault.key), S("store.read_only"));
        store_close(s);
        arena_free(c.arena);
        fixture_free(&x);
    }
}

/* --- the programmer's mistakes end the program ------------------------------------------- */

static enum err writes_outside(struct ctx *c)
{
    return store_run(c, T_THING_ADD, NULL, INT(1), TEXT(S("one")), INT(1), NONE);
}
static enum err begins_twice(struct ctx *c)
{
    CHECK(store_begin(c) == ERR_OK);
    return store_begin(c);
}
static enum err gives_too_few(struct ctx *c)
{
    return store_run0(c, T_THING_FIND, NULL);
}
static enum err commits_nothing(struct ctx *c)
{
    return store_commit(c);
}
static bool ask_again(void *u, const struct rows *row)
{
    (void)row;
    return thing_count(u) > 0;
}
static enum err comes_back_from_each(struct ctx *c)
{
    return store_each(c, T_THING_SERIES, ask_again, c, 2, (struct value[]){ INT(1), INT(2) });
}

static bool ends_by_assert(enum err (*mistake)(struct ctx *c))
{
    struct fixture x;
    int status = 0;
    fixture_new(&x, false);
    fflush(NULL);
    fixture_close(&x); /* SQLite does not live through fork: the child opens it itself */
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, 2); /* the assert's words */
        signal(SIGABRT, SIG_DFL);
        fixture_open(&x);
        _exit((int)mistake(&x.ctx));
    }
    CHECK(waitpid(child, &status, 0) == child);
    fixture_free(&x);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void mistakes_of_programmers_are_asserted(void **state)
{
    (void)state;
    CHECK(ends_by_assert(writes_outside));
    CHECK(ends_by_assert(begins_twice));
    CHECK(ends_by_assert(gives_too_few));
    CHECK(ends_by_assert(commits_nothing));
    CHECK(ends_by_assert(comes_back_from_each));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back_as_they_went_in),
        cmocka_unit_test(refusals_fail_the_transaction),
        cmocka_unit_test(a_deferred_key_is_checked_for_each_member),
        cmocka_unit_test(every_way_out_rolls_back),
        cmocka_unit_test(readers_see_what_is_committed),
        cmocka_unit_test(changes_come_back_by_returning),
        cmocka_unit_test(many_rows_have_a_bound),
        cmocka_unit_test(each_row_goes_by),
        cmocka_unit_test(walks_leave_readers_to_others),
        cmocka_unit_test(reads_together_see_one_state),
        cmocka_unit_test(a_store_at_rest_is_small),
        cmocka_unit_test(readers_refuse_to_write),
        cmocka_unit_test(mistakes_of_programmers_are_asserted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
