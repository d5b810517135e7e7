#include "http/http_world.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "http/router.h"

static struct world *the_world; /* handlers get no pointer of ours but this */

int64_t world_ms(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void pause_ms(int64_t ms)
{
    struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000 };

    (void)nanosleep(&t, NULL);
}

static int64_t asked_ms(struct req *r)
{
    int64_t ms = 0;

    return str_i64(req_query(r, S("ms")), &ms) ? ms : 0;
}

/* Handlers ----------------------------------------------------------------------------------- */

static void say_hello(struct req *r, struct resp *w)
{
    (void)r;
    atomic_fetch_add(&the_world->handled, 1);
    resp_header(w, S("Content-Type"), S("text/plain; charset=utf-8"));
    buf_put(&w->body, S("hello"));
}

static void say_slow(struct req *r, struct resp *w)
{
    pause_ms(asked_ms(r));
    say_hello(r, w);
}

static void say_wait(struct req *r, struct resp *w)
{
    atomic_fetch_add(&the_world->waiting, 1);
    for (int i = 0; i < 2000 && !atomic_load(&the_world->gate); i++)
        pause_ms(5);
    atomic_fetch_sub(&the_world->waiting, 1);
    say_hello(r, w);
}

static void say_echo(struct req *r, struct resp *w)
{
    atomic_fetch_add(&the_world->handled, 1);
    buf_put(&w->body, r->body);
}

static void say_form(struct req *r, struct resp *w)
{
    atomic_fetch_add(&the_world->handled, 1);
    for (size_t i = 0; i < r->form.n; i++)
        buf_fmt(&w->body, "%.*s=%.*s\n", STR_ARG(r->form.items[i].name),
                STR_ARG(r->form.items[i].value));
}

static void say_where(struct req *r, struct resp *w)
{
    atomic_fetch_add(&the_world->handled, 1);
    buf_fmt(&w->body, "%.*s ?%zu c=%.*s", STR_ARG(r->path), r->query.n,
            STR_ARG(req_cookie(r, S("c"))));
}

static int64_t file_read(void *u, uint64_t offset, uint8_t *p, size_t n)
{
    size_t size = 200000;

    (void)u;
    if (offset >= size)
        return 0;
    if (n > size - offset)
        n = size - offset;
    memset(p, 'f', n);
    return (int64_t)n;
}

static void file_close(void *u)
{
    (void)u;
    atomic_fetch_add(&the_world->streams_closed, 1);
}

static void say_file(struct req *r, struct resp *w)
{
    bool known = str_eq(r->path, S("/file"));

    atomic_fetch_add(&the_world->handled, 1);
    w->stream = (struct http_stream){ known ? 200000 : -1, file_read, file_close, NULL };
}

static void say_header(struct req *r, struct resp *w)
{
    atomic_fetch_add(&the_world->handled, 1);
    resp_header(w, S("X-Asked"), req_query(r, S("v")));
}

static void say_split_header(struct req *r, struct resp *w)
{
    say_header(r, w);
    resp_header(w, S("X-Split"), S("a\r\nSet-Cookie: b=c"));
    buf_put(&w->body, S("secret"));
}

static void say_not_found(struct req *r, struct resp *w)
{
    (void)r;
    atomic_fetch_add(&the_world->handled, 1);
    w->status = 404;
}

static void job_run(void *arg)
{
    struct req *r = arg;

    atomic_fetch_add(&the_world->jobs, 1);
    pause_ms(asked_ms(r));
}

static void prepare_reporter(struct req *r, struct http_job *ret)
{
    *ret = (struct http_job){ HTTP_LANE_REPORTER, job_run, r };
}

static void prepare_officer(struct req *r, struct http_job *ret)
{
    *ret = (struct http_job){ HTTP_LANE_OFFICER, job_run, r };
}

/* Sink: takes files only after the token --------------------------------------------------------
 */

static enum err sink_begin(void *u, struct req *r, struct str field, struct str filename,
                           struct str type)
{
    struct world *w = u;

    (void)field;
    (void)filename;
    (void)type;
    if (!str_eq(req_form(r, S("token")), S("good")))
        return ERR_DENIED;
    atomic_fetch_add(&w->begun, 1);
    return ERR_OK;
}

static enum err sink_data(void *u, struct req *r, const uint8_t *p, size_t n)
{
    struct world *w = u;

    (void)r;
    (void)p;
    atomic_fetch_add(&w->file_bytes, (int64_t)n);
    return ERR_OK;
}

static enum err sink_end(void *u, struct req *r)
{
    struct world *w = u;

    (void)r;
    atomic_fetch_add(&w->ended, 1);
    return ERR_OK;
}

static void sink_abort(void *u, struct req *r)
{
    struct world *w = u;

    (void)r;
    atomic_fetch_add(&w->aborted, 1);
}

/* The application ----------------------------------------------------------------------------- */

static const struct http_plan plans[] = {
    { .handle = say_hello },
    { .where = HTTP_WORKER, .handle = say_slow },
    { .where = HTTP_WORKER, .handle = say_wait },
    { .body = HTTP_BODY_WHOLE, .where = HTTP_WORKER, .body_max = 100000, .handle = say_echo },
    { .body = HTTP_BODY_FORM, .handle = say_form },
    { .body = HTTP_BODY_MULTIPART,
      .where = HTTP_WORKER,
      .body_max = 8 * 1024 * 1024,
      .handle = say_form },
    { .where = HTTP_WORKER, .prepare = prepare_reporter, .handle = say_hello },
    { .where = HTTP_WORKER, .prepare = prepare_officer, .handle = say_hello },
    { .handle = say_file },
    { .handle = say_where },
    { .handle = say_split_header },
};

static const struct http_route routes[] = {
    { HTTP_GET, { "/hello", 6 }, &plans[0] },         { HTTP_GET, { "/slow", 5 }, &plans[1] },
    { HTTP_GET, { "/wait", 5 }, &plans[2] },          { HTTP_POST, { "/echo", 5 }, &plans[3] },
    { HTTP_POST, { "/form", 5 }, &plans[4] },         { HTTP_POST, { "/upload", 7 }, &plans[5] },
    { HTTP_POST, { "/lane", 5 }, &plans[6] },         { HTTP_POST, { "/officer", 8 }, &plans[7] },
    { HTTP_GET, { "/file", 5 }, &plans[8] },          { HTTP_GET, { "/chunks", 7 }, &plans[8] },
    { HTTP_GET, { "/where/:rest*", 13 }, &plans[9] }, { HTTP_GET, { "/split", 6 }, &plans[10] },
};

static void app_plan(void *u, struct req *r, struct http_plan *ret)
{
    struct http_route_found found;

    http_route_find(routes, COUNT_OF(routes), r->method, r->path, r->ctx->arena, &found);
    if (!found.route) {
        *ret = (struct http_plan){ .body = HTTP_BODY_DROPPED, .handle = say_not_found };
        return;
    }
    r->params = found.params;
    memcpy(ret, found.route->data, sizeof(*ret));
    if (ret->body == HTTP_BODY_MULTIPART)
        ret->sink = (struct http_sink){ sink_begin, sink_data, sink_end, sink_abort, u };
}

static void app_refuse(void *u, struct req *r, int status, const char *key, struct resp *w)
{
    (void)u;
    (void)r;
    w->status = status;
    buf_fmt(&w->body, "refused %s", key);
}

static struct instant app_now(void *u)
{
    (void)u;
    return (struct instant){ INT64_C(1788220800000) };
}

void world_app(struct world *w, struct http_app *ret)
{
    *ret = (struct http_app){ app_plan, app_refuse, app_now, w };
}

struct world *world_start(const struct http_options *o)
{
    struct world *w = calloc(1, sizeof(*w));
    struct fault f = { 0 };
    struct http_app app;

    world_app(w, &app);
    assert_non_null(w);
    w->options = *o;
    if (!w->options.listen)
        w->options.listen = "127.0.0.1:0";
    if (!w->options.workers)
        w->options.workers = 4;
    the_world = w;
    if (http_start(&w->options, &app, &f, &w->server) != ERR_OK)
        fail_msg("%s", f.detail);
    return w;
}

void world_stop(struct world *w, int grace_ms)
{
    http_stop(w->server, grace_ms);
    free(w);
    the_world = NULL;
}

/* The client ---------------------------------------------------------------------------------- */

static int dial_unix(const char *path)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    assert_true(strlen(path) < sizeof(at.sun_path));
    memcpy(at.sun_path, path, strlen(path));
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    return fd;
}

int world_dial(struct world *w)
{
    struct sockaddr_in at = { .sin_family = AF_INET };
    int fd;

    if (strncmp(w->options.listen, "unix:", 5) == 0)
        return dial_unix(w->options.listen + 5);
    at.sin_port = htons((uint16_t)http_port(w->server));
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof(at)), 0);
    return fd;
}

void world_say_bytes(int fd, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0) {
        ssize_t sent = send(fd, at, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* the server hung up: the test sees it in the answer */
        at += sent;
        n -= (size_t)sent;
    }
}

void world_say(int fd, const char *text)
{
    world_say_bytes(fd, text, strlen(text));
}

/* One byte, or -1. */
static int hear_byte(int fd, int64_t until)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    int64_t left = until - world_ms();
    unsigned char c;

    if (left < 0 || poll(&p, 1, (int)left) != 1)
        return -1;
    return recv(fd, &c, 1, 0) == 1 ? c : -1;
}

static bool hear_bytes(int fd, int64_t until, size_t n, struct answer *ret)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };

    if (n > sizeof(ret->body) - ret->body_n)
        return false;
    while (n > 0) {
        int64_t left = until - world_ms();
        if (left < 0 || poll(&p, 1, (int)left) != 1)
            return false;
        ssize_t got = recv(fd, ret->body + ret->body_n, n, 0);
        if (got <= 0)
            return false;
        ret->body_n += (size_t)got;
        n -= (size_t)got;
    }
    return true;
}

static bool hear_chunks(int fd, int64_t until, struct answer *ret)
{
    for (int rounds = 0; rounds < 100000; rounds++) {
        char line[32];
        size_t n = 0;
        int c = 0;
        while (n + 1 < sizeof(line) && (c = hear_byte(fd, until)) >= 0 && c != '\n')
            line[n++] = (char)c;
        line[n] = '\0';
        size_t size = strtoul(line, NULL, 16);
        if (c < 0 || !hear_bytes(fd, until, size, ret))
            return false;
        (void)hear_byte(fd, until);
        (void)hear_byte(fd, until);
        if (size == 0)
            return true;
    }
    return false;
}

bool world_has_header(const struct answer *a, const char *line)
{
    return strcasestr(a->head, line) != NULL;
}

bool world_hear(int fd, int timeout_ms, struct answer *ret)
{
    int64_t until = world_ms() + timeout_ms;
    const char *length;
    size_t n = 0;

    memset(ret, 0, sizeof(*ret));
    while (n + 1 < sizeof(ret->head)) {
        int c = hear_byte(fd, until);
        if (c < 0)
            return false;
        ret->head[n++] = (char)c;
        if (n >= 4 && memcmp(ret->head + n - 4, "\r\n\r\n", 4) == 0)
            break;
    }
    if (sscanf(ret->head, "HTTP/1.1 %d", &ret->status) != 1)
        return false;
    if (ret->status == 100)
        return true;
    if (world_has_header(ret, "transfer-encoding: chunked"))
        return hear_chunks(fd, until, ret);
    length = strcasestr(ret->head, "content-length: ");
    return !length || hear_bytes(fd, until, strtoul(length + 16, NULL, 10), ret);
}

bool world_closed(int fd, int timeout_ms)
{
    struct pollfd p = { .fd = fd, .events = POLLIN };
    char c;

    if (poll(&p, 1, timeout_ms) != 1)
        return false;
    return recv(fd, &c, 1, 0) <= 0;
}

int world_status(struct world *w, const char *request)
{
    struct answer *a = calloc(1, sizeof(*a));
    int fd = world_dial(w), status;

    assert_non_null(a);
    world_say(fd, request);
    status = world_hear(fd, 5000, a) ? a->status : 0;
    (void)close(fd);
    free(a);
    return status;
}
