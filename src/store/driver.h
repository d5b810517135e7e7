/*
 * driver.h - the inside of the SQLite driver: connections, the writer and its group.
 *
 * Layer:  store; only the driver's files and its tests include this
 */
#ifndef YG_STORE_DRIVER_H
#define YG_STORE_DRIVER_H

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

#include "store/store.h"

#define STORE_APPLICATION_ID 0x59475846 /* "YGXF" */
#define STORE_COLUMNS_MAX 64
#define STORE_READERS_DEFAULT 4
#define STORE_READERS_MAX 64
#define STORE_GROUP_MAX 256
#define STORE_WAITING_MAX 1024
#define STORE_FORGET_MS 60000
#define STORE_PAGES_AT_HAND 64 /* 280 KB a connection, and given back with the rest */
#define STORE_BUSY_MS 5000     /* how long another process may hold the write lock */

struct conn {
    sqlite3 *db;
    sqlite3_stmt **stmts;      /* by query->index, prepared at first use */
    pthread_mutex_t lock;      /* the writer's; with ":memory:" readers come here too */
    struct conn *next_free;    /* in the pool */
    const struct ctx *holder;  /* whose statement runs */
    sqlite3_stmt *begin, *end; /* a reader's: one state for many reads */
    bool walking;              /* a reader's: inside a store_each */
};

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    struct conn conns[STORE_READERS_MAX];
    int count, wanted; /* open, and how many there may be */
    bool growing;      /* somebody opens conns[count] */
    struct conn *free; /* last used first: its cache is warm */
    int walking;       /* connections inside a store_each */
    pthread_cond_t walked;
};

/* Why a transaction or a group failed; kept to give the same answer again. */
struct failure {
    enum err err; /* ERR_OK: it did not */
    const char *key;
    char detail[160];
};

/* The members of one COMMIT. The one who closes it sets the outcome, then done. */
struct group {
    atomic_int refs;
    atomic_int done; /* futex: members sleep on it */
    int members;     /* by the holder of the writer only */
    struct failure outcome;
};

/* The open transaction. Only the holder of the writer has one, so there is only one. */
struct tx {
    struct store *store;
    struct failure failure;
    bool gone; /* SQLite rolled the whole group back: no savepoint left to go back to */
};

/* Somebody in line for the writer; lives on his stack. */
struct waiter {
    struct waiter *next;
    atomic_int granted; /* futex */
};

enum writer_sql {
    WRITER_BEGIN,
    WRITER_SAVEPOINT,
    WRITER_RELEASE,
    WRITER_UNDO, /* to the savepoint */
    WRITER_COMMIT,
    WRITER_ROLLBACK,
    WRITER_SQL__COUNT
};

struct writer {
    struct conn conn;
    sqlite3_stmt *sql[WRITER_SQL__COUNT];
    struct tx tx;
    struct group *group;  /* not NULL while a transaction is open; by the holder only */
    int64_t restart_at;   /* pages of log at which the holder restarts it */
    bool forgets;         /* the group deleted something; by the holder only */
    pthread_mutex_t lock; /* guards the line: */
    bool taken;
    int waiting;
    struct waiter *first, *last;
};

struct checkpointer {
    struct conn conn;
    pthread_t thread;
    bool running;
    pthread_mutex_t lock; /* guards wanted, stop, forget_at */
    pthread_cond_t wake;  /* by the monotonic clock */
    bool wanted, stop;
    struct timespec forget_at;    /* the log shall be cut then; 0: nothing was deleted */
    pthread_mutex_t busy;         /* held during a checkpoint of either thread */
    _Atomic int64_t written_back; /* pages of the log that already stand in the database */
};

struct store {
    struct store_options options;
    char *path;
    bool memory;
    int version;
    struct writer writer;
    struct pool pool;
    struct checkpointer checkpointer;
    _Atomic int64_t commits, members, checkpoints, reads, wal_pages;
};

/* sqlite.c: one connection */
enum conn_role { CONN_WRITER, CONN_READER, CONN_CHECKPOINTER };
MUST_CHECK enum err conn_open(struct store *s, enum conn_role role, struct conn *conn,
                              struct fault *f);
void conn_close(struct store *s, struct conn *conn);
MUST_CHECK enum err conn_exec(sqlite3 *db, const char *sql, struct fault *f);
MUST_CHECK enum err conn_int(sqlite3 *db, const char *sql, int64_t *ret, struct fault *f);
/* Turns a result code into our error; what names the statement. Never carries a value of a row. */
enum err conn_fault(struct fault *f, sqlite3 *db, int rc, const char *what);
MUST_CHECK enum err conn_run(struct conn *conn, struct ctx *c, const struct query *q,
                             struct rows *ret, const struct value *values);
MUST_CHECK enum err conn_each(struct conn *conn, struct ctx *c, const struct query *q,
                              bool (*each)(void *u, const struct rows *row), void *u,
                              const struct value *values);

/* readers.c */
MUST_CHECK enum err pool_open(struct store *s, struct fault *f);
void pool_close(struct store *s);
struct conn *pool_take(struct ctx *c);
void pool_give(struct ctx *c, struct conn *conn);

/* store.c */
MUST_CHECK enum err store_sync_folder(const char *path, struct fault *f);

/* group.c */
MUST_CHECK enum err writer_open(struct store *s, struct fault *f);
void writer_close(struct store *s);
void writer_give_back(struct store *s); /* its cached pages, unless it is at work */
/* Notes that a statement failed with c->fault; the transaction can only be rolled back now. */
void tx_fail(struct ctx *c);
enum err failure_repeat(const struct failure *failure, struct fault *f);

/* checkpoint.c */
MUST_CHECK enum err checkpointer_open(struct store *s, struct fault *f);
void checkpointer_close(struct store *s);
/* After a COMMIT, by the holder of the writer: wakes the checkpointer, or restarts a long log. */
void checkpointer_committed(struct store *s);
/* Something was deleted and is committed: the log that still shows it is to be cut. */
void checkpointer_forget(struct store *s);

/* migrate.c */
MUST_CHECK enum err migrate_check(struct store *s, sqlite3 *db, struct fault *f);
MUST_CHECK enum err migrate_apply(struct store *s, sqlite3 *db, struct fault *f);

extern const struct migration yg_migrations[]; /* gen/migrations.c */
extern const size_t yg_migration_count;

#endif
