/*
 * copy.c - a copy of the running database.
 *
 * A connection of its own holds one read transaction over all steps: the copy is the state of one
 * moment, and writers neither wait for it nor make it begin again. The log cannot start anew
 * meanwhile; it grows by what is written during the copy.
 */
#include "store/driver.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define STORE_COPY_STEP_PAGES 256

/* One step after the other until all pages are over. */
static int copy_steps(sqlite3 *to, sqlite3 *from)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    int rc = SQLITE_OK;
    if (!b)
        return sqlite3_errcode(to);
    while (rc == SQLITE_OK) /* bounded by the pages of the database */
        rc = sqlite3_backup_step(b, STORE_COPY_STEP_PAGES);
    int end = sqlite3_backup_finish(b);
    return rc == SQLITE_DONE ? end : rc;
}

static enum err copy_between(struct store *s, struct conn *from, sqlite3 *to, struct fault *f)
{
    int64_t version = 0;
    /* the memory database is shared: nobody else may step on it */
    TRY(conn_exec(from->db, "BEGIN", f));
    enum err err = conn_int(from->db, "PRAGMA user_version", &version, f); /* now it reads */
    int rc = err ? SQLITE_OK : copy_steps(to, from->db);
    if (rc != SQLITE_OK)
        err = conn_fault(f, to, rc, "copy");
    TRY(conn_exec(from->db, "COMMIT", f));
    return err;
}

/* From a connection of our own; the memory database has but one. */
static enum err copy_from(struct ctx *c, sqlite3 *to)
{
    struct store *s = c->store;
    struct conn own = { 0 };
    if (s->memory) {
        pthread_mutex_lock(&s->writer.conn.lock);
        int rc = copy_steps(to, s->writer.conn.db);
        pthread_mutex_unlock(&s->writer.conn.lock);
        return rc == SQLITE_OK ? ERR_OK : conn_fault(&c->fault, to, rc, "copy");
    }
    enum err err = conn_open(s, CONN_READER, &own, &c->fault);
    if (err == ERR_OK)
        err = copy_between(s, &own, to, &c->fault);
    conn_close(s, &own);
    return err;
}

enum err store_copy(struct ctx *c, const char *path)
{
    assert(!c->tx);
    sqlite3 *to = NULL;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return FAULT(&c->fault, ERR_CONFLICT, "store.exists", "the copy's file is there already");
    if (fd < 0)
        return FAULT(&c->fault, ERR_STORE, "store.open", "cannot make the copy (errno %d)", errno);
    close(fd);
    int rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    enum err err = rc == SQLITE_OK ? copy_from(c, to) : conn_fault(&c->fault, to, rc, "copy");
    rc = sqlite3_close(to);
    if (err == ERR_OK && rc != SQLITE_OK)
        err = conn_fault(&c->fault, NULL, rc, "copy");
    if (err == ERR_OK)
        err = store_sync_folder(path, &c->fault);
    if (err)
        unlink(path);
    return err;
}

static enum err first_problem(struct arena *a, sqlite3 *db, struct fault *f, struct str *ret)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, "PRAGMA integrity_check(1)", -1, &st, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    if (rc != SQLITE_ROW) {
        enum err err = conn_fault(f, db, rc, "integrity_check");
        (void)sqlite3_finalize(st); /* repeats the error of step */
        return err;
    }
    struct str said = str_of((const char *)sqlite3_column_text(st, 0));
    *ret = str_eq(said, S("ok")) ? STR_NONE : str_dup(a, said);
    (void)sqlite3_finalize(st); /* it has run */
    return ERR_OK;
}

enum err store_integrity(struct ctx *c, struct str *ret_problem)
{
    struct store *s = c->store;
    struct conn own = { 0 };
    if (s->memory) {
        pthread_mutex_lock(&s->writer.conn.lock);
        enum err err = first_problem(c->arena, s->writer.conn.db, &c->fault, ret_problem);
        pthread_mutex_unlock(&s->writer.conn.lock);
        return err;
    }
    enum err err = conn_open(s, CONN_READER, &own, &c->fault);
    if (err == ERR_OK)
        err = first_problem(c->arena, own.db, &c->fault, ret_problem);
    conn_close(s, &own);
    return err;
}
