/* store_test.c - values in and out, errors, transactions, opening, copies. */
#include "base/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/driver.h"
#include "store/store_test_sql.h"

extern const struct migration test_migrations[];
extern const size_t test_migration_count;

/* A store in a folder of its own, or in memory, with one context on it. */
struct fixture {
    char dir[64], path[80];
    struct store_options options;
    struct store *store;
    struct ctx ctx;
};

static void fixture_open(struct fixture *x)
{
    struct fault f = { 0 };
    CHECK(store_open(&x->options, &f, &x->store) == ERR_OK);
    x->ctx = (struct ctx){ .store = x->store, .arena = arena_new(64 << 20) };
}

static void fixture_close(struct fixture *x)
{
    store_close(x->store);
    arena_free(x->ctx.arena);
    x->store = NULL;
    x->ctx.arena = NULL;
}

static void fixture_new(struct fixture *x, bool memory)
{
    *x = (struct fixture){ .dir = "/tmp/yg_store_XXXXXX" };
    CHECK(mkdtemp(x->dir) != NULL);
    snprintf(x->path, sizeof x->path, "%s/db", x->dir);
    x->options = (struct store_options){ .path = memory ? ":memory:" : x->path,
                                         .queries = test_queries,
                                         .query_count = test_query_count,
                                         .readers = 2,
                                         .migrations = test_migrations,
                                         .migration_count = test_migration_count };
    fixture_open(x);
}

static void fixture_free(struct fixture *x)
{
    char command[128];
    if (x->store)
        fixture_close(x);
    snprintf(command, sizeof command, "rm -rf '%s'", x->dir);
    CHECK(system(command) == 0);
}

static enum err add(struct ctx *c, int64_t id, const char *name, int64_t size)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, T_THING_ADD, NULL, INT(id), TEXT(str_of(name)), INT(size), NONE));
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

static int64_t count(struct ctx *c)
{
    struct rows r;
    CHECK(store_run0(c, T_THING_COUNT, &r) == ERR_OK);
    CHECK(r.n == 1);
    return cell(&r, 0, 0)->i;
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back_as_they_went_in),
    };
    (void)add;
    (void)count;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
