/*
 * fixture.h - for the driver's tests: a store of its own, with the tests' statements and schema.
 *
 * Layer:  store; tests only
 */
#ifndef YG_STORE_FIXTURE_H
#define YG_STORE_FIXTURE_H

#include "base/test.h"

#include "store/driver.h"
#include "store/store_test_sql.h"

extern const struct migration test_migrations[];
extern const size_t test_migration_count;

struct fixture {
    char dir[64], path[80];
    struct store_options options;
    struct store *store;
    struct ctx ctx;
};

void fixture_new(struct fixture *x, bool memory); /* a new folder, an open store */
void fixture_open(struct fixture *x);             /* again, with x->options */
void fixture_close(struct fixture *x);
void fixture_free(struct fixture *x); /* removes the folder */

struct ctx fixture_ctx(struct fixture *x); /* one for a thread; its arena is the thread's to free */

/* One transaction that adds a thing, and the number of things. */
enum err thing_add(struct ctx *c, int64_t id, const char *name, int64_t size);
int64_t thing_count(struct ctx *c);
bool thing_there(struct ctx *c, int64_t id);
/* Waits, at most 10 s, until so many stand in line for the writer. */
void wait_for_line(struct store *s, int waiting);

#endif
