#include <errno.h>
#include <sys/socket.h>
#include <time.h>

#include "http/server.h"

/* libmicrohttpd's own timeout counts silence only, so a client that sends a byte a second lives for
 * ever. Here each connection has one absolute moment; who passes it is cut off from outside, and
 * the I/O thread, which sees the socket end, closes it. */

int64_t http_clock_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t); /* cannot fail for this clock */
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void conn_deadline(struct conn *c, int64_t ms)
{
    int64_t at = ms > 0 ? http_clock_ms() + ms : 0;

    atomic_store_explicit(&c->deadline_ms, at, memory_order_relaxed);
}

void conn_credit(struct conn *c, int64_t n, int64_t rate, int64_t most_ms)
{
    int64_t now = http_clock_ms();
    int64_t at = atomic_load_explicit(&c->deadline_ms, memory_order_relaxed);

    if (at == 0) /* no deadline runs, or the connection has been cut already */
        return;
    c->thousandths += n * 1000; /* kept, so that many small pieces count as much as a large one */
    at += c->thousandths / rate;
    c->thousandths %= rate;
    if (at > now + most_ms)
        at = now + most_ms;
    atomic_store_explicit(&c->deadline_ms, at, memory_order_relaxed);
}

/* libmicrohttpd asks epoll for changes only, and takes a short read for "nothing more": an end that
 * arrived together with the last bytes is no change any more, and the body would be awaited until
 * its deadline. Seen twice, so that the I/O thread has had a whole round for what it read last. */
static bool hung_up(struct conn *c)
{
    bool before = c->hung_up;
    ssize_t n;
    char byte;

    c->hung_up = false;
    if (!atomic_load(&c->receiving))
        return false;
    n = recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    c->hung_up = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
    return before && c->hung_up;
}

/* s->lock is held: under it the slot of a connection is given up before its socket is closed, so
 * no number here can belong to somebody else. */
static void sweep(struct http_server *s)
{
    int64_t now = http_clock_ms();

    for (int i = 0; i < s->connections_max; i++) {
        struct conn *c = &s->conns[i];
        int64_t at = atomic_load_explicit(&c->deadline_ms, memory_order_relaxed);
        if (c->fd < 0 || at == 0)
            continue;
        bool late = now > at;
        if (!late && !hung_up(c))
            continue;
        atomic_store_explicit(&c->deadline_ms, 0, memory_order_relaxed);
        if (late && !atomic_load_explicit(&c->idle, memory_order_relaxed))
            atomic_fetch_add(&s->counts.timeouts, 1);
        (void)shutdown(c->fd, SHUT_RDWR); /* fails when the client was quicker */
    }
}

struct timespec http_clock_after(int ms)
{
    int64_t at = http_clock_ms() + ms;

    return (struct timespec){ .tv_sec = at / 1000, .tv_nsec = (long)(at % 1000) * 1000000 };
}

static void *sweeper_main(void *u)
{
    struct http_server *s = u;

    (void)pthread_mutex_lock(&s->lock);
    while (!s->sweep_end) {
        const struct timespec until = http_clock_after(HTTP_SWEEP_MS);
        /* waking early does no harm */
        (void)pthread_cond_timedwait(&s->sweep, &s->lock, &until);
        sweep(s);
        (void)pthread_mutex_unlock(&s->lock);
        linger_sweep(s, false);
        (void)pthread_mutex_lock(&s->lock);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return NULL;
}

enum err sweeper_start(struct http_server *s, struct fault *f)
{
    int err = pthread_create(&s->sweeper, NULL, sweeper_main, s);

    if (err != 0)
        return FAULT(f, ERR_IO, "http.threads", "sweeper: %s", strerror(err));
    (void)pthread_setname_np(s->sweeper, "yg-sweeper"); /* a comfort for the operator */
    s->sweeping = true;
    return ERR_OK;
}

void sweeper_stop(struct http_server *s)
{
    if (!s->sweeping)
        return;
    (void)pthread_mutex_lock(&s->lock);
    s->sweep_end = true;
    (void)pthread_cond_signal(&s->sweep);
    (void)pthread_mutex_unlock(&s->lock);
    (void)pthread_join(s->sweeper, NULL);
    s->sweeping = false;
}
