#include <errno.h>
#include <poll.h>

#include "base/log.h"
#include "http/server.h"

#if defined(__SANITIZE_ADDRESS__)
#define STACK_SIZE (8 * HTTP_WORKER_STACK) /* red zones make frames several times larger */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define STACK_SIZE (8 * HTTP_WORKER_STACK)
#endif
#endif
#ifndef STACK_SIZE
#define STACK_SIZE HTTP_WORKER_STACK
#endif

#define LANE_JOB_FIRST_MS 100 /* until the first job has been measured */
#define RETRY_AFTER_MAX_S 30

static void queue_init(struct queue *q, int n_max)
{
    (void)pthread_mutex_init(&q->lock, NULL); /* cannot fail with default attributes */
    (void)pthread_cond_init(&q->more, NULL);
    q->n_max = n_max;
}

/* The lock is held. */
static void append(struct queue *q, struct call *c)
{
    c->next = NULL;
    c->queued_ms = http_clock_ms();
    if (q->tail)
        q->tail->next = c;
    else
        q->head = c;
    q->tail = c;
    q->n++;
}

/* The lock is held. */
static struct call *take_first(struct queue *q)
{
    struct call *c = q->head;

    if (!c)
        return NULL;
    q->head = c->next;
    if (!q->head)
        q->tail = NULL;
    q->n--;
    c->next = NULL;
    return c;
}

/* Waits for a call with the lock held; NULL: go home. */
static struct call *await(struct queue *q)
{
    q->idle++;
    while (!q->head && !q->ended)
        (void)pthread_cond_wait(&q->more, &q->lock);
    q->idle--;
    return take_first(q);
}

static enum err start_thread(pthread_t *ret, void *(*run)(void *), void *u, const char *name,
                             struct fault *f)
{
    pthread_attr_t attr;
    int err = pthread_attr_init(&attr);

    if (err == 0)
        err = pthread_attr_setstacksize(&attr, STACK_SIZE);
    if (err == 0)
        err = pthread_create(ret, &attr, run, u);
    (void)pthread_attr_destroy(&attr);
    if (err != 0)
        return FAULT(f, ERR_IO, "http.threads", "%s: %s", name, strerror(err));
    (void)pthread_setname_np(*ret, name); /* a comfort for the operator */
    return ERR_OK;
}

static void *worker_main(void *u);

/* Most servers need few workers most of the time, so each one starts when there are more calls than
 * idle ones, up to the number wanted. The queue's lock is held: pool_stop ends all it finds. */
static void worker_for_call(struct http_server *s)
{
    struct fault f = { 0 };

    (void)pthread_cond_signal(&s->queue.more);
    if (s->queue.n <= s->queue.idle || s->worker_count >= s->workers || s->queue.ended)
        return;
    if (start_thread(&s->worker_threads[s->worker_count], worker_main, s, "yg-worker", &f) ==
        ERR_OK)
        s->worker_count++;
    else /* those that run do the work */
        log_event(LOG_WARN, "http.threads", "workers=%d %s", s->worker_count, f.detail);
}

bool pool_park(struct http_server *s, struct call *c)
{
    struct queue *q = &s->queue;
    bool taken;

    (void)pthread_mutex_lock(&q->lock);
    taken = !q->closed && q->n < q->n_max;
    if (taken) {
        conn_deadline(c->conn, 0);
        /* before any worker can see it, else it might be resumed before it was suspended */
        MHD_suspend_connection(c->mhd);
        append(q, c);
        worker_for_call(s);
    }
    (void)pthread_mutex_unlock(&q->lock);
    return taken;
}

/* A call that has paid for its hash goes first and is never turned away; lanes bound their number.
 */
static void put_hashed(struct http_server *s, struct call *c)
{
    struct queue *q = &s->queue;

    (void)pthread_mutex_lock(&q->lock);
    c->hashed = true;
    c->next = q->head;
    q->head = c;
    if (!q->tail)
        q->tail = c;
    q->n++;
    worker_for_call(s);
    (void)pthread_mutex_unlock(&q->lock);
}

/* The client has hung up: nothing was begun for it, and nobody would read the answer (a client that
 * only closed its sending side gets none from libmicrohttpd either, once parked). */
static bool peer_gone(const struct call *c)
{
    struct pollfd p = { .fd = c->conn->fd, .events = POLLRDHUP };

    return poll(&p, 1, 0) == 1 && (p.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

static void resume(struct call *c)
{
    MHD_resume_connection(c->mhd); /* from here on the I/O thread may free it */
}

static void drop_gone(struct call *c)
{
    c->resp = (struct resp){ .status = 503 };
    c->stage = CALL_READY;
    resume(c);
}

static void refuse_busy(struct http_server *s, struct call *c, int64_t wait_ms)
{
    int64_t wait_s = wait_ms / 1000;

    if (wait_s < 1)
        wait_s = 1;
    if (wait_s > RETRY_AFTER_MAX_S)
        wait_s = RETRY_AFTER_MAX_S;
    atomic_fetch_add(&s->counts.busy, 1);
    call_refuse(c, 503, "http.busy", (int)wait_s);
    resume(c);
}

/* How long a call that came now would wait. The lane's lock is held. */
static int64_t lane_wait_ms(const struct lane *l)
{
    int64_t wait, oldest = 0;

    if (l->running < l->threads && l->queue.n == 0)
        return 0;
    wait = l->job_ms * (l->queue.n + 1) / l->threads;
    if (l->queue.head)
        oldest = http_clock_ms() - l->queue.head->queued_ms;
    return wait > oldest ? wait : oldest;
}

static bool lane_put(struct http_server *s, struct call *c, int64_t *ret_wait_ms)
{
    struct lane *l = &s->lanes[c->job.lane];
    bool taken;

    (void)pthread_mutex_lock(&l->queue.lock);
    *ret_wait_ms = lane_wait_ms(l);
    taken = !l->queue.closed && l->queue.n < l->queue.n_max && *ret_wait_ms <= s->lane_age_ms;
    if (taken) {
        append(&l->queue, c);
        (void)pthread_cond_signal(&l->queue.more);
    }
    (void)pthread_mutex_unlock(&l->queue.lock);
    return taken;
}

static void run_call(struct http_server *s, struct call *c)
{
    int64_t wait_ms;

    if (!c->hashed && peer_gone(c)) {
        drop_gone(c);
        return;
    }
    if (!c->hashed && c->plan.prepare)
        c->plan.prepare(&c->req, &c->job);
    if (!c->hashed && c->job.lane != HTTP_LANE_NONE) {
        if (!lane_put(s, c, &wait_ms))
            refuse_busy(s, c, wait_ms);
        return;
    }
    call_handle(c);
    resume(c);
}

static void *worker_main(void *u)
{
    struct http_server *s = u;
    struct queue *q = &s->queue;

    for (;;) {
        (void)pthread_mutex_lock(&q->lock);
        struct call *c = await(q);
        (void)pthread_mutex_unlock(&q->lock);
        if (!c)
            return NULL;
        run_call(s, c);
    }
}

static void run_job(struct lane *l, struct call *c)
{
    int64_t began = http_clock_ms(), took;

    if (peer_gone(c)) {
        drop_gone(c);
        return;
    }
    c->job.run(c->job.arg);
    took = http_clock_ms() - began;
    (void)pthread_mutex_lock(&l->queue.lock);
    l->job_ms = (l->job_ms * 7 + took + 7) / 8;
    (void)pthread_mutex_unlock(&l->queue.lock);
    put_hashed(l->server, c);
}

static void *lane_main(void *u)
{
    struct lane *l = u;

    for (;;) {
        (void)pthread_mutex_lock(&l->queue.lock);
        struct call *c = await(&l->queue);
        l->running += c != NULL;
        (void)pthread_mutex_unlock(&l->queue.lock);
        if (!c)
            return NULL;
        run_job(l, c);
        (void)pthread_mutex_lock(&l->queue.lock);
        l->running--;
        (void)pthread_mutex_unlock(&l->queue.lock);
    }
}

static enum err start_lane(struct http_server *s, enum http_lane which, int threads,
                           struct fault *f)
{
    struct lane *l = &s->lanes[which];

    l->server = s;
    l->threads = threads;
    l->job_ms = LANE_JOB_FIRST_MS;
    for (int i = 0; i < threads; i++) {
        TRY(start_thread(&s->lane_threads[s->lane_count], lane_main, l, "yg-lane", f));
        s->lane_count++;
    }
    return ERR_OK;
}

void pool_init(struct http_server *s, int queue_max)
{
    queue_init(&s->queue, queue_max);
    for (int i = 0; i < HTTP_LANE__COUNT; i++)
        queue_init(&s->lanes[i].queue, HTTP_LANE_MAX);
}

enum err pool_start(struct http_server *s, struct fault *f)
{
    s->worker_threads = arena_array(s->arena, pthread_t, s->workers);
    s->lane_threads = arena_array(s->arena, pthread_t, s->lane_threads_wanted + 1);
    TRY(start_lane(s, HTTP_LANE_REPORTER, s->lane_threads_wanted, f));
    TRY(start_lane(s, HTTP_LANE_OFFICER, 1, f));
    TRY(start_thread(&s->worker_threads[0], worker_main, s, "yg-worker", f));
    s->worker_count = 1; /* the first; worker_for_call starts the others */
    return ERR_OK;
}

/* Closes a queue and answers those who wait in it. */
static void turn_away(struct http_server *s, struct queue *q)
{
    struct call *waiting;

    (void)pthread_mutex_lock(&q->lock);
    q->closed = true;
    waiting = q->head;
    q->head = q->tail = NULL;
    q->n = 0;
    (void)pthread_mutex_unlock(&q->lock);
    while (waiting) {
        struct call *next = waiting->next;
        refuse_busy(s, waiting, RETRY_AFTER_MAX_S * 1000);
        waiting = next;
    }
}

static void end(struct queue *q)
{
    (void)pthread_mutex_lock(&q->lock);
    q->closed = true;
    q->ended = true;
    (void)pthread_cond_broadcast(&q->more);
    (void)pthread_mutex_unlock(&q->lock);
}

void pool_stop(struct http_server *s)
{
    turn_away(s, &s->queue);
    for (int i = 0; i < HTTP_LANE__COUNT; i++) {
        turn_away(s, &s->lanes[i].queue);
        end(&s->lanes[i].queue);
    }
    /* lanes first: their last jobs still go to the workers */
    for (int i = 0; i < s->lane_count; i++)
        (void)pthread_join(s->lane_threads[i], NULL);
    end(&s->queue);
    for (int i = 0; i < s->worker_count; i++)
        (void)pthread_join(s->worker_threads[i], NULL);
    s->lane_count = s->worker_count = 0;
}

static int waiting(struct queue *q)
{
    int n;

    (void)pthread_mutex_lock(&q->lock);
    n = q->n;
    (void)pthread_mutex_unlock(&q->lock);
    return n;
}

void pool_counts(struct http_server *s, struct http_counts *ret)
{
    ret->queue = waiting(&s->queue);
    ret->lane_queue = 0;
    for (int i = 0; i < HTTP_LANE__COUNT; i++)
        ret->lane_queue += waiting(&s->lanes[i].queue);
}
