/* readers.c - which connection runs a statement: a free reader, or the writer inside a transaction.
 */
#include "store/driver.h"

#include "base/heap.h"
#include "base/log.h"

static const char *const reader_settings[] = {
    "PRAGMA query_only=ON",      "PRAGMA cache_size=-2048",   "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON",
};

static enum err reader_prepare(sqlite3 *db, const char *sql, sqlite3_stmt **ret, struct fault *f)
{
    int rc = sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, ret, NULL);
    return rc == SQLITE_OK ? ERR_OK : conn_fault(f, db, rc, "prepare");
}

static enum err reader_open(struct store *s, struct conn *conn, struct fault *f)
{
    TRY(conn_open(s, CONN_READER, conn, f));
    for (size_t i = 0; i < COUNT_OF(reader_settings); i++)
        TRY(conn_exec(conn->db, reader_settings[i], f));
    TRY(reader_prepare(conn->db, "BEGIN", &conn->begin, f));
    return reader_prepare(conn->db, "COMMIT", &conn->end, f);
}

enum err pool_open(struct store *s, struct fault *f)
{
    struct pool *p = &s->pool;
    int wanted = s->options.readers ? s->options.readers : STORE_READERS_DEFAULT;
    assert(wanted > 0 && wanted <= STORE_READERS_MAX);
    p->wanted = wanted;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->freed, NULL);
    pthread_cond_init(&p->walked, NULL);
    if (s->memory) /* every connection to ":memory:" would be a database of its own */
        return ERR_OK;
    p->count = 1; /* each further one when the first time nobody is free: 200 KB apiece */
    p->free = &p->conns[0];
    return reader_open(s, p->free, f);
}

/* One reader more. The lock is held, and given up while the file is opened. When it cannot be had
 * (no descriptor left) those there are must do; the next one in need tries again. */
static bool pool_grow(struct store *s)
{
    struct pool *p = &s->pool;
    struct conn *conn = &p->conns[p->count];
    struct fault f = { 0 };
    p->growing = true;
    pthread_mutex_unlock(&p->lock);
    bool good = reader_open(s, conn, &f) == ERR_OK;
    if (!good)
        conn_close(s, conn);
    pthread_mutex_lock(&p->lock);
    p->growing = false;
    if (!good)
        return false;
    p->count++;
    conn->next_free = p->free;
    p->free = conn;
    return true;
}

void pool_close(struct store *s)
{
    for (int i = 0; i < s->pool.count; i++) {
        assert(!s->pool.conns[i].holder);
        conn_close(s, &s->pool.conns[i]);
    }
    pthread_cond_destroy(&s->pool.freed);
    pthread_cond_destroy(&s->pool.walked);
    pthread_mutex_destroy(&s->pool.lock);
}

/* Whoever is inside store_each with c and asks again would wait for himself in the end. */
static void assert_not_inside(const struct pool *p, const struct ctx *c)
{
    for (int i = 0; i < p->count; i++)
        assert(p->conns[i].holder != c);
}

struct conn *pool_take(struct ctx *c)
{
    struct pool *p = &c->store->pool;
    pthread_mutex_lock(&p->lock);
    assert_not_inside(p, c);
    for (bool may_grow = true; !p->free;) {
        if (may_grow && !p->growing && p->count < p->wanted)
            may_grow = pool_grow(c->store);
        else /* statements are short; the line is as long as there are threads */
            pthread_cond_wait(&p->freed, &p->lock);
    }
    struct conn *conn = p->free;
    p->free = conn->next_free;
    conn->holder = c;
    pthread_mutex_unlock(&p->lock);
    return conn;
}

void pool_give(struct ctx *c, struct conn *conn)
{
    struct pool *p = &c->store->pool;
    pthread_mutex_lock(&p->lock);
    conn->holder = NULL;
    conn->next_free = p->free;
    p->free = conn;
    pthread_cond_signal(&p->freed);
    pthread_mutex_unlock(&p->lock);
}

void store_give_back(struct store *s)
{
    struct pool *p = &s->pool;
    pthread_mutex_lock(&p->lock);
    for (struct conn *conn = p->free; conn; conn = conn->next_free)
        (void)sqlite3_db_release_memory(conn->db); /* SQLITE_OK always */
    pthread_mutex_unlock(&p->lock);
    writer_give_back(s);
    heap_trim();
}

/* A walk over a hundred thousand rows takes seconds. As many as there are readers would keep every
 * page waiting, so half of the readers never walk. */
static void walk_begin(struct ctx *c)
{
    struct pool *p = &c->store->pool;
    int most = p->wanted > 1 ? p->wanted / 2 : 1;
    if (c->store->memory)
        return;
    pthread_mutex_lock(&p->lock);
    while (p->walking >= most)
        pthread_cond_wait(&p->walked, &p->lock);
    p->walking++;
    pthread_mutex_unlock(&p->lock);
}

static void walk_end(struct ctx *c)
{
    struct pool *p = &c->store->pool;
    if (c->store->memory)
        return;
    pthread_mutex_lock(&p->lock);
    p->walking--;
    pthread_cond_signal(&p->walked);
    pthread_mutex_unlock(&p->lock);
}

static bool reader_step(sqlite3_stmt *st)
{
    int rc = sqlite3_step(st);
    (void)sqlite3_reset(st); /* repeats rc */
    return rc == SQLITE_DONE;
}

struct ctx *store_reads_begin(struct ctx *c)
{
    if (c->tx || c->reads || c->store->memory)
        return NULL;
    struct conn *conn = pool_take(c);
    if (!reader_step(conn->begin)) { /* out of memory: then one by one */
        pool_give(c, conn);
        return NULL;
    }
    c->reads = conn;
    return c;
}

void store_reads_end(struct ctx *c)
{
    struct conn *conn = c->reads;
    if (!conn) /* a store_begin came first */
        return;
    c->reads = NULL;
    /* an error of a read may have ended it by itself */
    if (!sqlite3_get_autocommit(conn->db) && !reader_step(conn->end))
        log_event(LOG_ERROR, "store.reads", "error=%s", sqlite3_errmsg(conn->db));
    pool_give(c, conn);
}

static struct conn *conn_take(struct ctx *c)
{
    struct conn *writer = &c->store->writer.conn;
    if (c->reads) {
        assert(!c->reads->walking);
        return c->reads;
    }
    if (!c->tx && !c->store->memory)
        return pool_take(c);
    pthread_mutex_lock(&writer->lock);
    writer->holder = c;
    return writer;
}

static void conn_give(struct ctx *c, struct conn *conn)
{
    if (conn == c->reads)
        return;
    if (conn != &c->store->writer.conn) {
        pool_give(c, conn);
        return;
    }
    conn->holder = NULL;
    pthread_mutex_unlock(&conn->lock);
}

static bool is_deletion(const struct query *q)
{
    return q->writes && strncmp(q->sql, "DELETE", 6) == 0;
}

enum err store_run_n(struct ctx *c, const struct query *q, struct rows *ret, int count,
                     const struct value *values)
{
    assert(count == q->params);
    assert(c->tx || !q->writes); /* a change needs a transaction, or nobody could undo it */
    if (c->tx && c->tx->failure.err)
        return failure_repeat(&c->tx->failure, &c->fault);

    struct conn *conn = conn_take(c);
    enum err err = conn_run(conn, c, q, ret, values);
    if (err && c->tx)
        tx_fail(c);
    else if (c->tx && is_deletion(q) && sqlite3_changes(conn->db) > 0)
        c->store->writer.forgets = true;
    conn_give(c, conn);
    if (!c->tx)
        atomic_fetch_add_explicit(&c->store->reads, 1, memory_order_relaxed);
    return err;
}

enum err store_each(struct ctx *c, const struct query *q,
                    bool (*each)(void *u, const struct rows *row), void *u, int count,
                    const struct value *values)
{
    assert(count == q->params);
    assert(!c->tx && !q->writes);
    walk_begin(c);
    struct conn *conn = conn_take(c);
    conn->walking = true;
    enum err err = conn_each(conn, c, q, each, u, values);
    conn->walking = false;
    conn_give(c, conn);
    walk_end(c);
    atomic_fetch_add_explicit(&c->store->reads, 1, memory_order_relaxed);
    return err;
}
