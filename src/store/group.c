/*
 * group.c - the one writer: a fair line before it, a savepoint for each member, one COMMIT for all.
 *
 * The holder of the writer opens a savepoint in the running transaction (the first of a group
 * begins it), works, releases the savepoint and hands the writer to the next in line; then he
 * sleeps until the group is closed. The last one, when nobody waits or the group is full, closes
 * it: COMMIT, once, and wakes all. So the group grows with the load, and a lone writer waits for
 * nobody.
 */
#include "store/driver.h"

#include <limits.h>
#include <linux/futex.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log.h"

static const char *const writer_sql[WRITER_SQL__COUNT] = {
    [WRITER_BEGIN] = "BEGIN IMMEDIATE",  [WRITER_SAVEPOINT] = "SAVEPOINT member",
    [WRITER_RELEASE] = "RELEASE member", [WRITER_UNDO] = "ROLLBACK TO member",
    [WRITER_COMMIT] = "COMMIT",          [WRITER_ROLLBACK] = "ROLLBACK",
};

/* synchronous=FULL: a COMMIT that returned is on disk, also after a power cut (tests/crash). */
static const char *const writer_settings[] = {
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA wal_autocheckpoint=0", /* checkpoint.c does it, beside the writer */
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA cache_size=-16384",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
};

/* --- sleeping --------------------------------------------------------------------------- */

static void futex_sleep(atomic_int *word)
{
    while (atomic_load_explicit(word, memory_order_acquire) == 0)
        (void)syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0); /* woken or EAGAIN */
}

/* The word may be gone by the time of the call; the kernel then wakes nobody, or somebody who looks
 * at his own word again. */
static void futex_wake(atomic_int *word, int most)
{
    (void)syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, most, NULL, NULL, 0);
}

/* --- failures --------------------------------------------------------------------------- */

enum err failure_repeat(const struct failure *failure, struct fault *f)
{
    return FAULT(f, failure->err, failure->key, "%s", failure->detail);
}

static struct failure failure_of(const struct fault *f)
{
    struct failure failure = { .err = f->err, .key = f->key };
    memcpy(failure.detail, f->detail, sizeof failure.detail);
    return failure;
}

/* --- groups ----------------------------------------------------------------------------- */

static struct group *group_ref(struct group *g)
{
    atomic_fetch_add_explicit(&g->refs, 1, memory_order_relaxed);
    return g;
}

static void group_unref(struct group *g)
{
    if (atomic_fetch_sub_explicit(&g->refs, 1, memory_order_acq_rel) == 1)
        free(g);
}

static struct group *group_new(void)
{
    struct group *g = calloc(1, sizeof *g);
    if (!g)
        abort(); /* as arenas do: nothing below can mend a machine without memory */
    atomic_init(&g->refs, 1);
    return g;
}

/* Tells the members of the writer's group what became of it; the writer has no group then. */
static void group_settle(struct writer *w, const struct failure *outcome)
{
    struct group *g = w->group;
    w->group = NULL;
    g->outcome = *outcome;
    atomic_store_explicit(&g->done, 1, memory_order_release);
    futex_wake(&g->done, INT_MAX);
    group_unref(g);
}

static enum err group_wait(struct group *g, struct fault *f)
{
    futex_sleep(&g->done);
    enum err err = g->outcome.err;
    if (err && f)
        failure_repeat(&g->outcome, f);
    group_unref(g);
    return err;
}

/* --- statements of the writer ----------------------------------------------------------- */

static int writer_step(struct writer *w, enum writer_sql which)
{
    pthread_mutex_lock(&w->conn.lock);
    int rc = sqlite3_step(w->sql[which]);
    (void)sqlite3_reset(w->sql[which]); /* repeats rc */
    pthread_mutex_unlock(&w->conn.lock);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* What a failed transaction means to the others of its group: the store refuses. */
static struct failure failure_for_all(const struct fault *f)
{
    struct failure failure = failure_of(f);
    if (failure.err != ERR_STORE) {
        failure.err = ERR_STORE;
        failure.key = "store.broken";
    }
    return failure;
}

/* Ends the whole transaction without a trace and fails its group. */
static void writer_abandon(struct writer *w, const struct fault *why)
{
    struct failure failure = failure_for_all(why);
    if (!sqlite3_get_autocommit(w->conn.db) && writer_step(w, WRITER_ROLLBACK) != SQLITE_OK)
        log_event(LOG_ERROR, "store.rollback", "error=%s", sqlite3_errmsg(w->conn.db));
    if (w->group)
        group_settle(w, &failure);
}

/* Opens the transaction if none runs, and this member's savepoint. */
static enum err writer_enter(struct writer *w, struct fault *f)
{
    int rc = SQLITE_OK;
    if (!w->group) {
        if (!sqlite3_get_autocommit(w->conn.db))   /* an earlier ROLLBACK failed: try again */
            (void)writer_step(w, WRITER_ROLLBACK); /* BEGIN tells if it fails once more */
        rc = writer_step(w, WRITER_BEGIN);
        if (rc != SQLITE_OK)
            return conn_fault(f, w->conn.db, rc, "begin");
        w->group = group_new();
    }
    rc = writer_step(w, WRITER_SAVEPOINT);
    if (rc == SQLITE_OK)
        return ERR_OK;
    enum err err = conn_fault(f, w->conn.db, rc, "savepoint");
    if (sqlite3_get_autocommit(w->conn.db))
        writer_abandon(w, f);
    return err;
}

/* One COMMIT for all members. */
static void writer_close_group(struct store *s)
{
    struct writer *w = &s->writer;
    struct failure good = { .err = ERR_OK };
    struct fault why = { 0 };
    if (!w->group)
        return;
    if (w->group->members == 0) { /* all rolled back: nothing to keep */
        fault_set(&why, ERR_STORE, "store.broken", "group without members");
        writer_abandon(w, &why);
        return;
    }
    int rc = writer_step(w, WRITER_COMMIT);
    if (rc != SQLITE_OK) {
        conn_fault(&why, w->conn.db, rc, "commit");
        writer_abandon(w, &why);
        return;
    }
    atomic_fetch_add_explicit(&s->commits, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&s->members, w->group->members, memory_order_relaxed);
    group_settle(w, &good);
    if (w->forgets)
        checkpointer_forget(s);
    w->forgets = false;
    checkpointer_committed(s);
}

/* --- the line --------------------------------------------------------------------------- */

static enum err writer_take(struct writer *w, struct fault *f)
{
    struct waiter me = { 0 };
    pthread_mutex_lock(&w->lock);
    if (!w->taken) {
        w->taken = true;
        pthread_mutex_unlock(&w->lock);
        return ERR_OK;
    }
    if (w->waiting >= STORE_WAITING_MAX) {
        pthread_mutex_unlock(&w->lock);
        f->retry_after_s = 1;
        return FAULT(f, ERR_BUSY, "store.busy", "%d wait for the writer", STORE_WAITING_MAX);
    }
    if (w->last)
        w->last->next = &me;
    else
        w->first = &me;
    w->last = &me;
    w->waiting++;
    pthread_mutex_unlock(&w->lock);
    futex_sleep(&me.granted); /* he who gives us the writer leaves taken set */
    return ERR_OK;
}

/* Gives the writer to the first in line; false when there is none, and the writer is still ours. */
static bool writer_pass(struct writer *w, bool free_it)
{
    pthread_mutex_lock(&w->lock);
    struct waiter *next = w->first;
    if (next) {
        w->first = next->next;
        if (!w->first)
            w->last = NULL;
        w->waiting--;
    } else if (free_it) {
        w->taken = false;
    }
    pthread_mutex_unlock(&w->lock);
    if (next) {
        atomic_store_explicit(&next->granted, 1, memory_order_release);
        futex_wake(&next->granted, 1);
    }
    return next != NULL;
}

/* The holder's last act: hand on the open group, or close it and let go. */
static void writer_leave(struct store *s)
{
    struct writer *w = &s->writer;
    bool full = w->group && w->group->members >= STORE_GROUP_MAX;
    if (w->group && !full && writer_pass(w, false))
        return;
    writer_close_group(s);
    (void)writer_pass(w, true); /* either way the writer is no longer ours */
}

/* --- transactions ----------------------------------------------------------------------- */

enum err store_begin(struct ctx *c)
{
    struct store *s = c->store;
    assert(!c->tx); /* not nestable */
    if (s->options.read_only)
        return FAULT(&c->fault, ERR_STORE, "store.read_only", "opened read-only");
    store_reads_end(c); /* what is read from here on is what this transaction sees */
    TRY(writer_take(&s->writer, &c->fault));
    enum err err = writer_enter(&s->writer, &c->fault);
    if (err) {
        writer_leave(s);
        return err;
    }
    s->writer.tx = (struct tx){ .store = s };
    c->tx = &s->writer.tx;
    return ERR_OK;
}

void tx_fail(struct ctx *c)
{
    struct writer *w = &c->store->writer;
    struct tx *tx = c->tx;
    tx->failure = failure_of(&c->fault);
    /* Disk full, I/O error: SQLite has undone the whole group by itself. */
    if (sqlite3_get_autocommit(w->conn.db)) {
        tx->gone = true;
        struct failure all = failure_for_all(&c->fault);
        group_settle(w, &all);
    }
}

/* Deferred foreign keys would fail the COMMIT of all; they must hold for each member alone. */
static enum err tx_check_deferred(struct ctx *c)
{
    int open = 0, high = 0;
    sqlite3 *db = c->store->writer.conn.db;
    int rc = sqlite3_db_status(db, SQLITE_DBSTATUS_DEFERRED_FKS, &open, &high, 0);
    if (rc != SQLITE_OK)
        return conn_fault(&c->fault, db, rc, "deferred keys");
    if (open)
        return FAULT(&c->fault, ERR_CONFLICT, "store.rule", "deferred foreign key");
    return ERR_OK;
}

static enum err tx_release(struct ctx *c)
{
    struct writer *w = &c->store->writer;
    if (c->tx->failure.err)
        return failure_repeat(&c->tx->failure, &c->fault);
    TRY(tx_check_deferred(c));
    int rc = writer_step(w, WRITER_RELEASE);
    return rc == SQLITE_OK ? ERR_OK : conn_fault(&c->fault, w->conn.db, rc, "release");
}

enum err store_commit(struct ctx *c)
{
    struct store *s = c->store;
    assert(c->tx);
    enum err err = tx_release(c);
    if (err) {
        if (!c->tx->failure.err)
            tx_fail(c);
        store_rollback(c);
        return err;
    }
    struct group *g = group_ref(s->writer.group);
    g->members++;
    c->tx = NULL;
    writer_leave(s);
    return group_wait(g, &c->fault);
}

/* Back to the savepoint; the members before keep what they did. */
static void tx_undo(struct writer *w)
{
    int rc = writer_step(w, WRITER_UNDO);
    if (rc == SQLITE_OK)
        rc = writer_step(w, WRITER_RELEASE);
    if (rc == SQLITE_OK)
        return;
    struct fault why = { 0 };
    conn_fault(&why, w->conn.db, rc, "rollback");
    writer_abandon(w, &why);
}

void store_rollback(struct ctx *c)
{
    if (!c->tx)
        return;
    struct store *s = c->store;
    struct group *read_from = NULL;
    if (!c->tx->gone)
        tx_undo(&s->writer);
    if (s->writer.group && s->writer.group->members > 0)
        read_from = group_ref(s->writer.group);
    c->tx = NULL;
    writer_leave(s);
    if (read_from)
        (void)group_wait(read_from, NULL); /* the caller has an error of his own to tell */
}

void writer_give_back(struct store *s)
{
    struct writer *w = &s->writer;
    if (!w->conn.db) /* opened to read only */
        return;
    pthread_mutex_lock(&w->lock);
    bool mine = !w->taken;
    w->taken = true;
    pthread_mutex_unlock(&w->lock);
    if (!mine)
        return;
    pthread_mutex_lock(&w->conn.lock);
    (void)sqlite3_db_release_memory(w->conn.db); /* SQLITE_OK always */
    pthread_mutex_unlock(&w->conn.lock);
    writer_leave(s);
}

/* --- opening ---------------------------------------------------------------------------- */

static int note_log_pages(void *u, sqlite3 *db, const char *name, int pages)
{
    struct store *s = u;
    (void)db;
    (void)name;
    atomic_store_explicit(&s->wal_pages, pages, memory_order_relaxed);
    return SQLITE_OK;
}

static enum err writer_log_mode(struct store *s, sqlite3 *db, struct fault *f)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, "PRAGMA journal_mode=WAL", -1, &st, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    bool wal =
        rc == SQLITE_ROW && str_eq(str_of((const char *)sqlite3_column_text(st, 0)), S("wal"));
    enum err err = rc == SQLITE_ROW ? ERR_OK : conn_fault(f, db, rc, "journal_mode");
    sqlite3_finalize(st);
    if (err == ERR_OK && !wal && !s->memory) /* a file system without shared memory */
        return FAULT(f, ERR_STORE, "store.open", "no write-ahead log here");
    return err;
}

enum err writer_open(struct store *s, struct fault *f)
{
    struct writer *w = &s->writer;
    pthread_mutex_init(&w->lock, NULL);
    w->restart_at = 0;
    TRY(conn_open(s, CONN_WRITER, &w->conn, f));
    sqlite3 *db = w->conn.db;
    TRY(migrate_check(s, db, f)); /* before anything is written: it may be another's file */
    TRY(writer_log_mode(s, db, f));
    for (size_t i = 0; i < COUNT_OF(writer_settings); i++)
        TRY(conn_exec(db, writer_settings[i], f));
    sqlite3_wal_hook(db, note_log_pages, s);
    TRY(migrate_apply(s, db, f));
    for (int i = 0; i < WRITER_SQL__COUNT; i++) {
        int rc =
            sqlite3_prepare_v3(db, writer_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &w->sql[i], NULL);
        if (rc != SQLITE_OK)
            return conn_fault(f, db, rc, "prepare");
    }
    return ERR_OK;
}

void writer_close(struct store *s)
{
    struct writer *w = &s->writer;
    assert(!w->taken && !w->waiting && !w->group); /* every request is over */
    for (int i = 0; i < WRITER_SQL__COUNT; i++)
        sqlite3_finalize(w->sql[i]);
    conn_close(s, &w->conn);
    pthread_mutex_destroy(&w->lock);
}
