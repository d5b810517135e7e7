/*
 * server.h - what the parts of http/ share about a running server. Included by http/ only.
 *
 * Layer:  http
 * Locks:  queue.lock, lane.lock and server.lock are never held together, except that a call is
 *         parked (a lock of libmicrohttpd's own) under queue.lock.
 * Life of a call: made when the request line is read (I/O thread), belongs to the I/O thread until
 *         it is parked, then to the queue, a worker or a lane, then to the I/O thread again; freed
 *         when libmicrohttpd says the request is over. Whoever resumes it must not touch it again.
 */
#ifndef YG_HTTP_SERVER_H
#define YG_HTTP_SERVER_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "http/guard.h"
#include "http/http.h"
#include "http/multipart.h"

/* Memory of one request; bodies and pages are bounded far below. */
#define HTTP_ARENA_MAX (64u * 1024 * 1024)
#define HTTP_ARENAS_KEPT 128 /* empty arenas waiting for a request */
/* Wiped after each request (12 % of a page's time), so not more; over 32 KiB it is mapped memory,
 * and freeing it wipes it as well. */
#define HTTP_CONNECTION_MEMORY (40 * 1024)
#define HTTP_IDLE_MS 75000        /* between an answer and the next head: over nginx's 60 s */
#define HTTP_BODY_CREDIT_MS 30000 /* a fast start may be followed by this much silence */
#define HTTP_SEND_GRACE_MS 30000
#define HTTP_SEND_RATE_MIN 4096
#define HTTP_SWALLOW_MAX (1024 * 1024) /* read and dropped beyond a bound before we hang up */
#define HTTP_LANE_MAX 256
#define HTTP_WORKER_STACK (256 * 1024)
#define HTTP_STREAM_BLOCK (64 * 1024)
#define HTTP_SWEEP_MS 200
#define HTTP_LINGER_MAX 64 /* sockets kept for a refused body */

struct conn {
    int fd;                      /* -1: slot is free */
    _Atomic int64_t deadline_ms; /* monotonic; 0 = none */
    _Atomic bool idle;           /* between two requests: being cut is no fault */
    _Atomic bool receiving;      /* a body is under way: who hangs up now has changed his mind */
    bool hung_up;                /* the sweeper saw the end of what was sent; under server.lock */
    int64_t thousandths;         /* of a byte, not yet credited */
    struct conn *next_free;
};

enum call_stage {
    CALL_HEAD,  /* head not yet complete */
    CALL_BODY,  /* reading the body */
    CALL_READY, /* resp is made, to be sent when the I/O thread comes by */
    CALL_SENT,
};

struct call {
    struct http_server *server;
    struct MHD_Connection *mhd;
    struct conn *conn;
    struct ctx ctx;
    struct req req;
    struct resp resp;
    struct http_plan plan;
    struct http_job job;
    enum call_stage stage;

    struct str target; /* as sent */
    const char *target_at;
    struct guard_body framing;
    int64_t body_n, body_max;
    struct buf body;
    struct multipart *multipart;
    struct guard_refusal refusal; /* status 0: none. Found while reading, told after the body */

    struct call *next; /* in a queue */
    int64_t queued_ms;
    bool hashed;           /* comes from a lane */
    const void *stream_at; /* the buffer that held pieces of a stream, to be wiped */
    size_t stream_n;
};

/* First in, first out, bounded. */
struct queue {
    pthread_mutex_t lock;
    pthread_cond_t more;
    struct call *head, *tail;
    int n, n_max;
    int idle;    /* threads that wait for a call */
    bool closed; /* takes nothing new */
    bool ended;  /* threads go home when it is empty */
};

struct lane {
    struct queue queue;
    struct http_server *server;
    int threads, running;
    int64_t job_ms; /* sliding mean of a job's time */
};

struct lingering {
    int fd;
    int64_t until_ms;
};

struct counts {
    _Atomic int64_t requests, refused, busy, timeouts, open;
};

struct http_server {
    struct arena *arena; /* this struct, slots and arrays */
    struct http_app app;
    struct MHD_Daemon *daemon;
    int listen_fd, port;
    const char *unlink_path; /* of a unix socket */
    int io_threads, workers, lane_threads_wanted, head_timeout_ms, body_rate_min, body_grace_ms,
        connections_max;
    int lane_age_ms;

    pthread_mutex_t lock; /* slots, arenas, active */
    pthread_cond_t idle;  /* active fell to 0 */
    pthread_cond_t sweep; /* the sweeper shall look */
    struct conn *conns, *free_conns;
    struct arena *arenas[HTTP_ARENAS_KEPT];
    size_t arena_count;
    int active; /* calls alive */

    pthread_mutex_t linger_lock;
    struct lingering lingers[HTTP_LINGER_MAX];
    int linger_count;

    struct queue queue;
    struct lane lanes[HTTP_LANE__COUNT];
    pthread_t *worker_threads, *lane_threads; /* those that run */
    int worker_count, lane_count;
    pthread_t sweeper;
    bool sweeping, sweep_end;
    _Atomic bool stopping;
    struct counts counts;
};

int64_t http_clock_ms(void); /* monotonic */
struct timespec http_clock_after(int ms);

/* listen.c */
MUST_CHECK enum err listen_open(struct http_server *s, const char *listen, struct fault *f);
void listen_quiet(struct http_server *s); /* refuses clients from now on; the number stays ours */
void listen_close(struct http_server *s);

/* pool.c: workers and lanes */
void pool_init(struct http_server *s, int queue_max);
MUST_CHECK enum err pool_start(struct http_server *s, struct fault *f);
/* Parks the call and queues it; false when the queue is full or closed (nothing was done). */
MUST_CHECK bool pool_park(struct http_server *s, struct call *c);
/* Waiting calls are answered 503; running ones end; threads are joined. */
void pool_stop(struct http_server *s);
void pool_counts(struct http_server *s, struct http_counts *ret); /* queue, lane_queue */

/* sweeper.c */
MUST_CHECK enum err sweeper_start(struct http_server *s, struct fault *f);
void sweeper_stop(struct http_server *s);
/* At the latest ms from now, else the connection is cut. 0: no deadline. */
void conn_deadline(struct conn *c, int64_t ms);
/* n bytes have come: credit after the minimal rate, at most most_ms ahead of now. */
void conn_credit(struct conn *c, int64_t n, int64_t rate, int64_t most_ms);

/* linger.c */
void linger_keep(struct http_server *s,
                 int fd); /* the body of this connection was refused unread */
void linger_sweep(struct http_server *s, bool all); /* all: at the end, whatever may come */

/* body.c */
bool body_announced(const struct call *c); /* by the head: a length or chunks */
MUST_CHECK bool body_plan(struct call *c); /* false: c->refusal is set, before reading */
MUST_CHECK bool body_piece(struct call *c, const uint8_t *p, size_t n); /* false: hang up */
MUST_CHECK bool body_end(struct call *c); /* false: c->refusal is set */

/* call.c */
void call_refuse(struct call *c, int status, const char *key, int retry_after_s);
void call_handle(struct call *c); /* the application's handler; stage READY afterwards */

/* answer.c: hands c->resp to libmicrohttpd */
MUST_CHECK enum MHD_Result answer_send(struct call *c);
void answer_over(struct call *c); /* closes a stream, wipes its last piece */

#endif
