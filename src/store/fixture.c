/* fixture.c - see fixture.h */
#include "store/fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/log.h"

struct ctx fixture_ctx(struct fixture *x)
{
    return (struct ctx){ .store = x->store, .arena = arena_new(64 << 20) };
}

void fixture_open(struct fixture *x)
{
    struct fault f = { 0 };
    enum err err = store_open(&x->options, &f, &x->store);
    if (err)
        fail_msg("%s: %s", f.key, f.detail);
    x->ctx = fixture_ctx(x);
}

void fixture_close(struct fixture *x)
{
    store_close(x->store);
    arena_free(x->ctx.arena);
    x->store = NULL;
    x->ctx = (struct ctx){ 0 };
}

void fixture_new(struct fixture *x, bool memory)
{
    *x = (struct fixture){ .dir = "/tmp/yg_store_XXXXXX" };
    log_set_level(LOG_ERROR - 1); /* these tests provoke errors */
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

void fixture_free(struct fixture *x)
{
    if (x->store)
        fixture_close(x);
    DIR *d = opendir(x->dir);
    CHECK(d != NULL);
    for (struct dirent *e; (e = readdir(d));) /* a handful of files, no folders */
        if (e->d_name[0] != '.')
            CHECK(unlinkat(dirfd(d), e->d_name, 0) == 0);
    closedir(d);
    CHECK(rmdir(x->dir) == 0);
}

enum err thing_add(struct ctx *c, int64_t id, const char *name, int64_t size)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, T_THING_ADD, NULL, INT(id), TEXT(str_of(name)), INT(size), NONE));
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

int64_t thing_count(struct ctx *c)
{
    struct rows r;
    CHECK(store_run0(c, T_THING_COUNT, &r) == ERR_OK);
    CHECK(r.n == 1 && r.columns == 1);
    return cell(&r, 0, 0)->i;
}

bool thing_there(struct ctx *c, int64_t id)
{
    struct rows r;
    CHECK(store_run(c, T_THING_FIND, &r, INT(id)) == ERR_OK);
    return r.n == 1;
}

void wait_for_line(struct store *s, int waiting)
{
    for (int i = 0; i < 10000; i++) {
        pthread_mutex_lock(&s->writer.lock);
        int now = s->writer.waiting;
        pthread_mutex_unlock(&s->writer.lock);
        if (now >= waiting)
            return;
        usleep(1000);
    }
    fail_msg("%d never stood in line", waiting);
}
