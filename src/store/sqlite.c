/* sqlite.c - one SQLite connection: settings, prepared statements, rows, errors. */
#include "store/driver.h"

#include <limits.h>
#include <stdlib.h>

#include "base/log.h"

enum err conn_fault(struct fault *f, sqlite3 *db, int rc, const char *what)
{
    enum err err = ERR_STORE;
    const char *key = "store.broken";
    int full = db ? sqlite3_extended_errcode(db) : rc;
    if ((full & 0xff) != (rc & 0xff)) /* the connection has had another word since */
        full = rc;

    switch (rc & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        key = "store.locked";
        break;
    case SQLITE_FULL:
        key = "store.full";
        break;
    case SQLITE_READONLY:
        key = "store.read_only";
        break;
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
        key = "store.io";
        break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        key = "store.open";
        break;
    case SQLITE_NOTADB:
        key = "store.not_ours";
        break;
    case SQLITE_CONSTRAINT:
        err = ERR_CONFLICT;
        key = full == SQLITE_CONSTRAINT_UNIQUE || full == SQLITE_CONSTRAINT_PRIMARYKEY ||
                      full == SQLITE_CONSTRAINT_ROWID
                  ? "store.unique"
                  : "store.rule";
        break;
    default:
        break;
    }
    fault_set(f, err, key, "%s: %s (%d)", what, db ? sqlite3_errmsg(db) : sqlite3_errstr(rc), full);
    if (err == ERR_STORE)
        log_event(LOG_ERROR, "store.error", "key=%s %s", key, f->detail);
    return err;
}

enum err conn_exec(sqlite3 *db, const char *sql, struct fault *f)
{
    int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return rc == SQLITE_OK ? ERR_OK : conn_fault(f, db, rc, "setting");
}

/* The first column of the first row; no row: 0. */
enum err conn_int(sqlite3 *db, const char *sql, int64_t *ret, struct fault *f)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(st);
    if (rc == SQLITE_ROW || rc == SQLITE_DONE)
        *ret = rc == SQLITE_ROW ? sqlite3_column_int64(st, 0) : 0;
    enum err err =
        rc == SQLITE_ROW || rc == SQLITE_DONE ? ERR_OK : conn_fault(f, db, rc, "setting");
    sqlite3_finalize(st);
    return err;
}

static const struct {
    int option, value;
} db_options[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 }, { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 }, /* "x" is a name, never a text */
    { SQLITE_DBCONFIG_DQS_DML, 0 },   { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
};

enum err conn_open(struct store *s, enum conn_role role, struct conn *conn, struct fault *f)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                (role == CONN_READER ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    if (s->memory)
        flags |= SQLITE_OPEN_CREATE;
    pthread_mutex_init(&conn->lock, NULL);
    int rc = sqlite3_open_v2(s->path, &conn->db, flags, NULL);
    if (rc != SQLITE_OK)
        return conn_fault(f, conn->db, rc, "open");
    sqlite3_busy_timeout(conn->db, STORE_BUSY_MS);
    for (size_t i = 0; i < COUNT_OF(db_options); i++) {
        rc = sqlite3_db_config(conn->db, db_options[i].option, db_options[i].value, NULL);
        if (rc != SQLITE_OK)
            return conn_fault(f, conn->db, rc, "open");
    }
    conn->stmts = calloc(s->options.query_count + 1, sizeof(sqlite3_stmt *));
    return conn->stmts ? ERR_OK : conn_fault(f, NULL, SQLITE_NOMEM, "open");
}

void conn_close(struct store *s, struct conn *conn)
{
    for (size_t i = 0; conn->stmts && i < s->options.query_count; i++)
        sqlite3_finalize(conn->stmts[i]);
    free(conn->stmts);
    conn->stmts = NULL;
    sqlite3_finalize(conn->begin);
    sqlite3_finalize(conn->end);
    conn->begin = conn->end = NULL;
    int rc = sqlite3_close(conn->db);
    assert(rc == SQLITE_OK); /* BUSY: a statement of ours was left open */
    (void)rc;                /* unused when assert is off */
    if (conn->db)
        pthread_mutex_destroy(&conn->lock);
    conn->db = NULL;
}

static enum err conn_prepare(struct conn *conn, struct ctx *c, const struct query *q,
                             sqlite3_stmt **ret)
{
    const struct store_options *o = &c->store->options;
    assert(q->index >= 0 && (size_t)q->index < o->query_count && q == &o->queries[q->index]);
    sqlite3_stmt **st = &conn->stmts[q->index];
    if (!*st) {
        int rc = sqlite3_prepare_v3(conn->db, q->sql, -1, SQLITE_PREPARE_PERSISTENT, st, NULL);
        if (rc != SQLITE_OK)
            return conn_fault(&c->fault, conn->db, rc, q->name);
        assert(sqlite3_bind_parameter_count(*st) == q->params);
        assert(sqlite3_column_count(*st) <= STORE_COLUMNS_MAX);
    }
    /* A file's readers are query_only; the one connection of a memory database cannot be. */
    if (c->store->memory && !c->tx && !sqlite3_stmt_readonly(*st))
        return FAULT(&c->fault, ERR_STORE, "store.read_only", "%s: outside a transaction", q->name);
    *ret = *st;
    return ERR_OK;
}

static enum err bind_one(struct ctx *c, sqlite3_stmt *st, int n, const struct value *v,
                         const struct query *q)
{
    int rc = SQLITE_OK;
    assert(v->s.n <= INT_MAX);
    switch (v->kind) {
    case VALUE_NULL:
        rc = sqlite3_bind_null(st, n);
        break;
    case VALUE_INT:
        rc = sqlite3_bind_int64(st, n, v->i);
        break;
    case VALUE_TEXT:
        if (memchr(v->s.p, 0, v->s.n))
            return FAULT(&c->fault, ERR_INVALID, "store.text", "%s: NUL in $%d", q->name, n);
        rc = sqlite3_bind_text(st, n, v->s.p, (int)v->s.n, SQLITE_STATIC);
        break;
    case VALUE_BLOB:
        rc = sqlite3_bind_blob(st, n, v->s.p, (int)v->s.n, SQLITE_STATIC);
        break;
    }
    return rc == SQLITE_OK ? ERR_OK : conn_fault(&c->fault, sqlite3_db_handle(st), rc, q->name);
}

static enum err bind_all(struct ctx *c, sqlite3_stmt *st, const struct query *q,
                         const struct value *values)
{
    for (int i = 0; i < q->params; i++) /* bounded by sqlgen */
        TRY(bind_one(c, st, i + 1, &values[i], q));
    return ERR_OK;
}

/* Reads column k of the current row, without copying. */
static struct value column_value(sqlite3_stmt *st, int k)
{
    int type = sqlite3_column_type(st, k);
    if (type == SQLITE_INTEGER)
        return value_int(sqlite3_column_int64(st, k));
    if (type == SQLITE_NULL)
        return NONE;
    assert(type != SQLITE_FLOAT); /* a statistic is two counts, made a number when shown */
    const void *p =
        type == SQLITE_TEXT ? (const void *)sqlite3_column_text(st, k) : sqlite3_column_blob(st, k);
    size_t n = (size_t)sqlite3_column_bytes(st, k);
    struct str s = str_bytes(n > 0 ? p : "", n);
    return type == SQLITE_TEXT ? value_text(s) : value_blob(s);
}

struct gathered {
    struct value *cells;
    size_t n, room; /* rows */
    int columns;
};

static void gather_row(struct ctx *c, struct gathered *g, sqlite3_stmt *st)
{
    size_t columns = (size_t)g->columns;
    if (g->n == g->room) {
        size_t room = g->room ? g->room * 4 : 4;
        struct value *cells = arena_array(c->arena, struct value, room * columns);
        if (g->n)
            memcpy(cells, g->cells, g->n * columns * sizeof *cells);
        g->cells = cells;
        g->room = room;
    }
    for (int k = 0; k < g->columns; k++) {
        struct value v = column_value(st, k);
        v.s = v.s.p ? str_dup(c->arena, v.s) : v.s;
        g->cells[g->n * columns + (size_t)k] = v;
    }
    g->n++;
}

/* Steps to the end, keeping rows when ret is given. */
static enum err step_all(struct ctx *c, sqlite3_stmt *st, const struct query *q, struct rows *ret)
{
    struct gathered g = { .columns = sqlite3_column_count(st) };
    for (size_t n = 0; n <= STORE_ROWS_MAX; n++) {
        int rc = sqlite3_step(st);
        if (rc == SQLITE_DONE) {
            if (ret)
                *ret = (struct rows){ g.n, g.columns, g.cells };
            return ERR_OK;
        }
        if (rc != SQLITE_ROW)
            return conn_fault(&c->fault, sqlite3_db_handle(st), rc, q->name);
        if (ret && n < STORE_ROWS_MAX)
            gather_row(c, &g, st);
    }
    return FAULT(&c->fault, ERR_LIMIT, "store.too_many", "%s: over %d rows", q->name,
                 STORE_ROWS_MAX);
}

/* A statement keeps its read lock until reset, and pointers into the caller's memory until cleared.
 */
static void stmt_rest(sqlite3_stmt *st)
{
    (void)sqlite3_reset(st); /* repeats the error that step has told */
    (void)sqlite3_clear_bindings(st);
}

enum err conn_run(struct conn *conn, struct ctx *c, const struct query *q, struct rows *ret,
                  const struct value *values)
{
    sqlite3_stmt *st = NULL;
    TRY(conn_prepare(conn, c, q, &st));
    enum err err = bind_all(c, st, q, values);
    if (err == ERR_OK)
        err = step_all(c, st, q, ret);
    stmt_rest(st);
    return err;
}

static enum err each_all(struct ctx *c, sqlite3_stmt *st, const struct query *q,
                         bool (*each)(void *u, const struct rows *row), void *u)
{
    struct value cells[STORE_COLUMNS_MAX];
    struct rows row = { 1, sqlite3_column_count(st), cells };
    int rc;
    while ((rc = sqlite3_step(st)) == SQLITE_ROW) { /* bounded by the table, and by each() */
        for (int k = 0; k < row.columns; k++)
            cells[k] = column_value(st, k);
        if (!each(u, &row))
            return ERR_OK;
    }
    return rc == SQLITE_DONE ? ERR_OK : conn_fault(&c->fault, sqlite3_db_handle(st), rc, q->name);
}

enum err conn_each(struct conn *conn, struct ctx *c, const struct query *q,
                   bool (*each)(void *u, const struct rows *row), void *u,
                   const struct value *values)
{
    sqlite3_stmt *st = NULL;
    TRY(conn_prepare(conn, c, q, &st));
    enum err err = bind_all(c, st, q, values);
    if (err == ERR_OK)
        err = each_all(c, st, q, each, u);
    stmt_rest(st);
    return err;
}
