/*
 * checkpoint.c - writes the log back into the database, in a thread of its own.
 *
 * Inside the writer a checkpoint would make every commit of its time wait (p99 three to five times
 * as long). Its price: a log that is written to without pause never starts again from its
 * beginning. So past STORE_LOG_PAGES_MAX the holder of the writer stops for one RESTART.
 */
#include "store/driver.h"

#include <signal.h>
#include <time.h>

#include "base/log.h"

#define STORE_CHECKPOINT_PAGES 4000
#define STORE_LOG_PAGES_MAX 16000
#define STORE_RESTART_PAGES_AGAIN                                                                  \
    4000                           /* further pages before the next try when readers hold it       \
                                    */
#define STORE_RESTART_WAIT_MS 100  /* for readers of old pages; the writer is held meanwhile */
#define STORE_FORGET_AGAIN_MS 1000 /* when a reader holds the log that is to be cut */

static void checkpoint_count(struct store *s, int written_back)
{
    atomic_store_explicit(&s->checkpointer.written_back, written_back > 0 ? written_back : 0,
                          memory_order_relaxed);
    atomic_fetch_add_explicit(&s->checkpoints, 1, memory_order_relaxed);
}

static void checkpoint_passive(struct store *s)
{
    struct checkpointer *p = &s->checkpointer;
    int log_pages = 0, written_back = 0;
    pthread_mutex_lock(&p->busy);
    int rc = sqlite3_wal_checkpoint_v2(p->conn.db, NULL, SQLITE_CHECKPOINT_PASSIVE, &log_pages,
                                       &written_back);
    if (rc == SQLITE_OK)
        checkpoint_count(s, written_back);
    else if ((rc & 0xff) != SQLITE_BUSY) /* another process is at it */
        log_event(LOG_WARN, "store.checkpoint", "error=%s", sqlite3_errmsg(p->conn.db));
    pthread_mutex_unlock(&p->busy);
}

static struct timespec moment_after(int ms)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t); /* cannot fail for this clock */
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

/* The lock is held. */
static void forget_in(struct checkpointer *p, int ms)
{
    if (p->forget_at.tv_sec == 0)
        p->forget_at = moment_after(ms);
}

/* Nearly all is written back before; what comes meanwhile is little, so the writer waits little. */
static bool checkpoint_truncate(struct store *s)
{
    struct checkpointer *p = &s->checkpointer;
    checkpoint_passive(s);
    pthread_mutex_lock(&p->busy);
    sqlite3_busy_timeout(p->conn.db, STORE_RESTART_WAIT_MS);
    int rc = sqlite3_wal_checkpoint_v2(p->conn.db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(p->conn.db, STORE_BUSY_MS);
    if (rc == SQLITE_OK) {
        checkpoint_count(s, 0);
        atomic_store_explicit(&s->wal_pages, 0, memory_order_relaxed);
    } else if ((rc & 0xff) != SQLITE_BUSY) {
        log_event(LOG_WARN, "store.checkpoint", "error=%s", sqlite3_errmsg(p->conn.db));
    }
    pthread_mutex_unlock(&p->busy);
    return rc == SQLITE_OK;
}

static bool forget_is_due(struct checkpointer *p)
{
    const struct timespec now = moment_after(0);
    return p->forget_at.tv_sec != 0 &&
           (now.tv_sec > p->forget_at.tv_sec ||
            (now.tv_sec == p->forget_at.tv_sec && now.tv_nsec >= p->forget_at.tv_nsec));
}

/* The lock is held, and given back while it works. What is deleted meanwhile counts anew. */
static void checkpointer_work(struct store *s, bool forget)
{
    struct checkpointer *p = &s->checkpointer;
    bool again = false;
    p->wanted = false;
    if (forget)
        p->forget_at = (struct timespec){ 0 };
    pthread_mutex_unlock(&p->lock);
    if (forget)
        again = !checkpoint_truncate(s);
    else
        checkpoint_passive(s);
    pthread_mutex_lock(&p->lock);
    if (again) {
        p->forget_at = (struct timespec){ 0 };
        forget_in(p, STORE_FORGET_AGAIN_MS);
    }
}

static void *checkpointer_main(void *u)
{
    struct store *s = u;
    struct checkpointer *p = &s->checkpointer;
    pthread_mutex_lock(&p->lock);
    while (!p->stop) {
        bool forget = forget_is_due(p);
        if (p->wanted || forget)
            checkpointer_work(s, forget);
        else if (p->forget_at.tv_sec != 0) /* waking early does no harm */
            (void)pthread_cond_timedwait(&p->wake, &p->lock, &p->forget_at);
        else
            pthread_cond_wait(&p->wake, &p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return NULL;
}

void checkpointer_forget(struct store *s)
{
    struct checkpointer *p = &s->checkpointer;
    if (!p->running)
        return;
    pthread_mutex_lock(&p->lock);
    forget_in(p, s->options.forget_ms ? s->options.forget_ms : STORE_FORGET_MS);
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
}

static void writer_restart_log(struct store *s, int64_t pages)
{
    struct checkpointer *p = &s->checkpointer;
    sqlite3 *db = s->writer.conn.db;
    int log_pages = 0, written_back = 0;
    pthread_mutex_lock(&p->busy);
    sqlite3_busy_timeout(db, STORE_RESTART_WAIT_MS);
    int rc =
        sqlite3_wal_checkpoint_v2(db, NULL, SQLITE_CHECKPOINT_RESTART, &log_pages, &written_back);
    sqlite3_busy_timeout(db, STORE_BUSY_MS);
    if (rc == SQLITE_OK) {
        checkpoint_count(s, 0); /* the next commit writes the first page */
        atomic_store_explicit(&s->wal_pages, 0, memory_order_relaxed);
        s->writer.restart_at = STORE_LOG_PAGES_MAX;
    } else { /* a long reader: go on, the log grows */
        s->writer.restart_at = pages + STORE_RESTART_PAGES_AGAIN;
        log_event(LOG_WARN, "store.log_long", "pages=%lld", (long long)pages);
    }
    pthread_mutex_unlock(&p->busy);
}

void checkpointer_committed(struct store *s)
{
    struct checkpointer *p = &s->checkpointer;
    int64_t pages = atomic_load_explicit(&s->wal_pages, memory_order_relaxed);
    int64_t back = atomic_load_explicit(&p->written_back, memory_order_relaxed);
    if (!p->running)
        return;
    if (pages < STORE_LOG_PAGES_MAX)
        s->writer.restart_at = STORE_LOG_PAGES_MAX;
    else if (pages >= s->writer.restart_at) {
        writer_restart_log(s, pages);
        return;
    }
    if (pages < back) { /* the log began anew by itself */
        atomic_store_explicit(&p->written_back, 0, memory_order_relaxed);
        back = 0;
    }
    if (pages - back < STORE_CHECKPOINT_PAGES)
        return;
    pthread_mutex_lock(&p->lock);
    p->wanted = true;
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
}

enum err checkpointer_open(struct store *s, struct fault *f)
{
    struct checkpointer *p = &s->checkpointer;
    sigset_t all, before;
    pthread_condattr_t attr;
    pthread_mutex_init(&p->lock, NULL);
    pthread_mutex_init(&p->busy, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&p->wake, &attr);
    pthread_condattr_destroy(&attr);
    TRY(conn_open(s, CONN_CHECKPOINTER, &p->conn, f));
    /* the log to disk before its pages go into the database, and these before the log begins anew
     */
    TRY(conn_exec(p->conn.db, "PRAGMA synchronous=FULL", f));
    sigfillset(&all); /* signals are for the program's own thread */
    pthread_sigmask(SIG_SETMASK, &all, &before);
    p->running = pthread_create(&p->thread, NULL, checkpointer_main, s) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (!p->running)
        return FAULT(f, ERR_STORE, "store.open", "no thread for checkpoints");
    return ERR_OK;
}

void checkpointer_close(struct store *s)
{
    struct checkpointer *p = &s->checkpointer;
    if (p->running) {
        pthread_mutex_lock(&p->lock);
        p->stop = true;
        pthread_cond_signal(&p->wake);
        pthread_mutex_unlock(&p->lock);
        pthread_join(p->thread, NULL);
        p->running = false;
    }
    conn_close(s, &p->conn);
}
