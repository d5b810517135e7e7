#include "http/server.h"

#include <assert.h>
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log.h"
#include "http/cookie.h"

#define FILES_RESERVED 128 /* descriptors left to database, files and log */
#define CONNECTIONS_PER_ADDRESS 100
#define LAST_ANSWERS_MS 300 /* at the end of a stop, for answers that are being sent */

/* Arenas and slots ------------------------------------------------------------------------- */

static struct arena *take_arena(struct http_server *s)
{
    struct arena *a = NULL;

    (void)pthread_mutex_lock(&s->lock);
    s->active++;
    if (s->arena_count > 0)
        a = s->arenas[--s->arena_count];
    (void)pthread_mutex_unlock(&s->lock);
    return a ? a : arena_new(HTTP_ARENA_MAX);
}

/* Gives the call's memory back, wiped. */
static void give_arena(struct http_server *s, struct arena *a)
{
    arena_reset(a);
    (void)pthread_mutex_lock(&s->lock);
    if (s->arena_count < HTTP_ARENAS_KEPT) {
        s->arenas[s->arena_count++] = a;
        a = NULL;
    }
    s->active--;
    if (s->active == 0)
        (void)pthread_cond_broadcast(&s->idle);
    (void)pthread_mutex_unlock(&s->lock);
    arena_free(a);
}

static struct conn *take_slot(struct http_server *s, int fd)
{
    struct conn *c;

    (void)pthread_mutex_lock(&s->lock);
    c = s->free_conns;
    if (c) {
        s->free_conns = c->next_free;
        c->fd = fd;
        c->thousandths = 0;
        c->hung_up = false;
        atomic_store(&c->idle, false);
        atomic_store(&c->receiving, false);
        conn_deadline(c, s->head_timeout_ms);
    }
    (void)pthread_mutex_unlock(&s->lock);
    return c;
}

static void give_slot(struct http_server *s, struct conn *c)
{
    (void)pthread_mutex_lock(&s->lock);
    c->fd = -1;
    c->next_free = s->free_conns;
    s->free_conns = c;
    (void)pthread_mutex_unlock(&s->lock);
}

/* Called by libmicrohttpd on its I/O threads ------------------------------------------------ */

static void on_connection(void *u, struct MHD_Connection *mhd, void **slot,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_server *s = u;

    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
        *slot = take_slot(s, info->connect_fd);
        atomic_fetch_add(&s->counts.open, 1);
    } else {
        if (*slot)
            give_slot(s, *slot);
        *slot = NULL;
        atomic_fetch_sub(&s->counts.open, 1);
    }
}

/* The library is about to split the query into records in the connection's memory, and version
 * 0.9.75 leaves the client without an answer when that runs out. We read the query ourselves:
 * behind a NUL it finds none. The target lies in its read buffer, which is not constant. */
static void hide_query(const char *target)
{
    char *query = strchr((char *)(uintptr_t)target, '?');

    if (query && query[1] != '\0')
        query[1] = '\0';
}

/* The request line has been read: makes the call. */
static void *on_target(void *u, const char *target, struct MHD_Connection *mhd)
{
    struct http_server *s = u;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct conn *conn = info->socket_context;
    struct arena *a;
    struct call *c;

    if (!conn) /* more connections than slots, which the library's own limit prevents */
        return NULL;
    a = take_arena(s);
    c = arena_new_of(a, struct call);
    c->server = s;
    c->mhd = mhd;
    c->conn = conn;
    c->ctx = (struct ctx){ .arena = a, .now = s->app.now(s->app.u), .chance = chance_system() };
    c->req.ctx = &c->ctx;
    c->req.path = S("");
    c->target_at = target;
    c->target = str_dup(a, str_of(target));
    hide_query(target);
    if (atomic_exchange(&conn->idle, false))
        conn_deadline(conn, s->head_timeout_ms);
    atomic_fetch_add(&s->counts.requests, 1);
    return c;
}

static void on_over(void *u, struct MHD_Connection *mhd, void **call,
                    enum MHD_RequestTerminationCode why)
{
    struct http_server *s = u;
    struct call *c = *call;
    struct conn *conn;

    (void)mhd;
    (void)why;
    *call = NULL;
    if (!c)
        return;
    if (c->multipart)
        multipart_abort(c->multipart);
    answer_over(c);
    conn = c->conn;
    give_arena(s, c->ctx.arena); /* c lies in it */
    conn->thousandths = 0;
    atomic_store(&conn->receiving, false);
    conn_deadline(conn, HTTP_IDLE_MS);
    atomic_store(&conn->idle, true);
}

struct gathered {
    struct http_pair *items;
    size_t n, n_max;
};

static enum MHD_Result gather(void *u, enum MHD_ValueKind kind, const char *name, size_t name_n,
                              const char *value, size_t value_n)
{
    struct gathered *g = u;

    (void)kind;
    if (g->n < g->n_max)
        g->items[g->n] = (struct http_pair){ { name, name_n }, { value, value_n } };
    g->n++;
    return MHD_YES;
}

static bool guard(struct call *c, const char *method, const char *version)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(c->mhd, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct gathered g = { .n_max = GUARD_HEADERS_MAX };
    struct guard_head head = { .method = method, .version = version };

    g.items = arena_array(c->ctx.arena, struct http_pair, g.n_max);
    (void)MHD_get_connection_values_n(c->mhd, MHD_HEADER_KIND, gather, &g); /* their number */
    head.target_at = c->target_at;
    head.target = c->target;
    head.size = info->header_size;
    head.headers = g.items;
    head.header_count = g.n;
    return guard_check(c->ctx.arena, &head, &c->req, &c->framing, &c->refusal);
}

static enum MHD_Result refuse_now(struct call *c, int status, const char *key)
{
    if (c->stage == CALL_HEAD && body_announced(c))
        linger_keep(c->server, c->conn->fd);
    call_refuse(c, status, key, 0);
    return answer_send(c);
}

/* The head is complete. An answer sent here ends the connection: the library reads no further. */
static enum MHD_Result on_head(struct call *c, const char *method, const char *version)
{
    struct http_server *s = c->server;

    if (!guard(c, method, version))
        return refuse_now(c, c->refusal.status, c->refusal.key);
    c->req.cookies = cookie_parse(c->ctx.arena, req_header(&c->req, S("cookie")));
    s->app.plan(s->app.u, &c->req, &c->plan);
    assert(c->plan.handle && c->plan.body_max >= 0);
    if (c->plan.body == HTTP_BODY_DROPPED && body_announced(c)) {
        linger_keep(s, c->conn->fd);
        call_handle(c);
        return answer_send(c);
    }
    if (!body_plan(c))
        return refuse_now(c, c->refusal.status, c->refusal.key);
    c->stage = CALL_BODY;
    conn_deadline(c->conn, s->body_grace_ms);
    atomic_store(&c->conn->receiving, body_announced(c));
    return MHD_YES;
}

static bool has_trailers(struct call *c)
{
    return c->framing.chunked &&
           MHD_get_connection_values_n(c->mhd, MHD_FOOTER_KIND, NULL, NULL) > 0;
}

/* The request is complete: runs it here, or parks it. */
static enum MHD_Result on_complete(struct call *c)
{
    struct http_server *s = c->server;

    atomic_store(&c->conn->receiving, false);
    if (has_trailers(c)) /* nobody here reads them; to somebody else they may be a request */
        return refuse_now(c, 400, "http.bad_request");
    if (!body_end(c))
        return refuse_now(c, c->refusal.status, c->refusal.key);
    if (c->plan.where == HTTP_INLINE && !c->plan.prepare) {
        call_handle(c);
        return answer_send(c);
    }
    if (pool_park(s, c)) /* c belongs to the workers now */
        return MHD_YES;
    atomic_fetch_add(&s->counts.busy, 1);
    call_refuse(c, 503, "http.busy", 1);
    return answer_send(c);
}

static enum MHD_Result on_request(void *u, struct MHD_Connection *mhd, const char *target,
                                  const char *method, const char *version, const char *data,
                                  size_t *data_n, void **call)
{
    struct call *c = *call;

    (void)u;
    (void)mhd;
    (void)target;
    if (!c)
        return MHD_NO;
    switch (c->stage) {
    case CALL_HEAD:
        return on_head(c, method, version);
    case CALL_BODY:
        if (*data_n == 0)
            return on_complete(c);
        if (!body_piece(c, (const uint8_t *)data, *data_n))
            return MHD_NO;
        *data_n = 0;
        return MHD_YES;
    case CALL_READY:
        return answer_send(c);
    case CALL_SENT:
        break;
    }
    return MHD_NO;
}

/* The guard decodes targets itself; the library's decoding would only hide what was sent. */
static size_t on_unescape(void *u, struct MHD_Connection *mhd, char *s)
{
    (void)u;
    (void)mhd;
    return strlen(s);
}

/* Start and stop ----------------------------------------------------------------------------- */

static int or_default(int given, int otherwise)
{
    return given > 0 ? given : otherwise;
}

static void settle(struct http_server *s, const struct http_options *o)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int n = cores > 0 && cores < 64 ? (int)cores : 2;
    struct rlimit files;

    s->io_threads = or_default(o->io_threads, n);
    s->workers = or_default(o->workers, 64);
    s->lane_threads_wanted = or_default(o->lane_threads, n > 1 ? n / 2 : 1);
    s->head_timeout_ms = or_default(o->head_timeout_ms, 10000);
    s->body_rate_min = or_default(o->body_rate_min, 4096);
    s->body_grace_ms = or_default(o->body_grace_ms, 5000);
    s->connections_max = or_default(o->connections_max, 2000);
    s->lane_age_ms = or_default(o->lane_age_ms, HTTP_LANE_AGE_MS);
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur > 2 * FILES_RESERVED &&
        files.rlim_cur - FILES_RESERVED < (rlim_t)s->connections_max) {
        s->connections_max = (int)(files.rlim_cur - FILES_RESERVED);
        log_event(LOG_WARN, "http.connections", "limit=%d reason=open-files", s->connections_max);
    }
}

static void make_slots(struct http_server *s)
{
    s->conns = arena_array(s->arena, struct conn, s->connections_max);
    for (int i = 0; i < s->connections_max; i++) {
        s->conns[i].fd = -1;
        s->conns[i].next_free = s->free_conns;
        s->free_conns = &s->conns[i];
    }
}

static bool is_loopback(const char *listen)
{
    struct str at = str_of(listen);

    return str_starts(at, S("unix:")) || str_starts(at, S("127.")) || str_starts(at, S("[::1]:"));
}

static enum err start_daemon(struct http_server *s, const char *listen, struct fault *f)
{
    struct MHD_OptionItem more[] = {
        /* from this machine the front server makes all connections */
        { MHD_OPTION_PER_IP_CONNECTION_LIMIT, is_loopback(listen) ? 0 : CONNECTIONS_PER_ADDRESS,
          NULL },
        /* a pool begins at two */
        { s->io_threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, s->io_threads, NULL },
        { MHD_OPTION_END, 0, NULL },
    };

    s->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, s,
        MHD_OPTION_LISTEN_SOCKET, s->listen_fd, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)s->connections_max, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)HTTP_CONNECTION_MEMORY, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)(HTTP_IDLE_MS / 1000 + 1), MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, s, MHD_OPTION_NOTIFY_COMPLETED, on_over, s,
        MHD_OPTION_UNESCAPE_CALLBACK, on_unescape, s, MHD_OPTION_ARRAY, more, MHD_OPTION_END);
    if (!s->daemon)
        return FAULT(f, ERR_IO, "http.start", "libmicrohttpd does not start: %s", strerror(errno));
    return ERR_OK;
}

static enum err start_all(struct http_server *s, const struct http_options *o, struct fault *f)
{
    TRY(listen_open(s, o->listen, f));
    TRY(pool_start(s, f));
    TRY(sweeper_start(s, f));
    return start_daemon(s, o->listen, f);
}

static void init_locks(struct http_server *s)
{
    pthread_condattr_t attr;

    /* none of these fails with attributes that are known */
    (void)pthread_condattr_init(&attr);
    (void)pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    (void)pthread_mutex_init(&s->lock, NULL);
    (void)pthread_mutex_init(&s->linger_lock, NULL);
    (void)pthread_cond_init(&s->idle, &attr);
    (void)pthread_cond_init(&s->sweep, &attr);
    (void)pthread_condattr_destroy(&attr);
}

enum err http_start(const struct http_options *o, const struct http_app *app, struct fault *f,
                    struct http_server **ret)
{
    struct arena *a = arena_new(16u * 1024 * 1024);
    struct http_server *s = arena_new_of(a, struct http_server);
    enum err err;

    assert(app->plan && app->refuse && app->now);
    s->arena = a;
    s->app = *app;
    s->listen_fd = -1;
    init_locks(s);
    settle(s, o);
    make_slots(s);
    pool_init(s, or_default(o->queue_max, HTTP_QUEUE_MAX));
    err = start_all(s, o, f);
    if (err != ERR_OK) {
        http_stop(s, 0);
        return err;
    }
    log_event(LOG_INFO, "http.start", "listen=%s port=%d io=%d workers=%d lane=%d", o->listen,
              s->port, s->io_threads, s->workers, s->lane_threads_wanted);
    *ret = s;
    return ERR_OK;
}

/* Waits until no call is alive. */
static void await_idle(struct http_server *s, int ms)
{
    const struct timespec until = http_clock_after(ms);

    (void)pthread_mutex_lock(&s->lock);
    while (s->active > 0)
        if (pthread_cond_timedwait(&s->idle, &s->lock, &until) == ETIMEDOUT)
            break;
    (void)pthread_mutex_unlock(&s->lock);
}

void http_stop(struct http_server *s, int grace_ms)
{
    struct arena *a = s->arena;

    atomic_store(&s->stopping, true); /* answers end their connections from now on */
    if (s->daemon) {
        (void)MHD_quiesce_daemon(s->daemon); /* gives back the socket, which stays open for now */
        listen_quiet(s);
        await_idle(s, grace_ms);
    }
    pool_stop(s);
    if (s->daemon) {
        await_idle(s, LAST_ANSWERS_MS);
        MHD_stop_daemon(s->daemon); /* nothing is parked any more: it would not forgive that */
    }
    listen_close(s);
    sweeper_stop(s);
    linger_sweep(s, true);
    for (size_t i = 0; i < s->arena_count; i++)
        arena_free(s->arenas[i]);
    (void)pthread_cond_destroy(&s->idle);
    (void)pthread_cond_destroy(&s->sweep);
    (void)pthread_mutex_destroy(&s->lock);
    (void)pthread_mutex_destroy(&s->linger_lock);
    arena_free(a); /* s lies in it */
}

int http_port(const struct http_server *s)
{
    return s->port;
}

struct http_counts http_counts(struct http_server *s)
{
    struct http_counts n = {
        .requests = atomic_load(&s->counts.requests),
        .refused = atomic_load(&s->counts.refused),
        .busy = atomic_load(&s->counts.busy),
        .timeouts = atomic_load(&s->counts.timeouts),
        .open = atomic_load(&s->counts.open),
    };

    pool_counts(s, &n);
    return n;
}
