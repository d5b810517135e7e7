/*
 * http.h - from bytes on a socket to one call of the application, and back.
 *
 * Layer:  http (libmicrohttpd behind it: event loop, head parser, chunk decoder, sender only)
 * Threads: N I/O threads run inline handlers; a pool of workers (bounded queue) runs everything
 * that may wait; hash lanes run Argon2id. A request waiting for a lane costs no worker. Memory:
 * everything of a request lives in r->ctx->arena, wiped after the answer is sent. Limits: named
 * below; beyond them the answer is made here (400, 408, 413, 414, 431, 503).
 */
#ifndef YG_HTTP_HTTP_H
#define YG_HTTP_HTTP_H

#include "base/ctx.h"

#define HTTP_HEAD_MAX 16384
#define HTTP_FORM_FIELDS_MAX 200
#define HTTP_FORM_BODY_MAX (512 * 1024) /* default body limit of a form or JSON route */
#define HTTP_QUEUE_MAX 1024             /* requests waiting for a worker */
#define HTTP_LANE_AGE_MS 10000          /* oldest request waiting for a hash lane */

enum http_method {
    HTTP_GET,
    HTTP_HEAD,
    HTTP_POST,
    HTTP_PUT,
    HTTP_DELETE,
    HTTP_PATCH,
    HTTP_OPTIONS,
    HTTP_METHOD__COUNT
};

struct http_pair {
    struct str name, value;
};
struct http_pairs {
    const struct http_pair *items;
    size_t n;
};
struct str http_pair_get(const struct http_pairs *p, struct str name); /* first; absent when none */

struct req {
    enum http_method method;
    struct str path;           /* decoded, starts with '/', no dot segments (refused) */
    struct http_pairs query;   /* decoded; names and values valid UTF-8 */
    struct http_pairs headers; /* names lower case */
    struct http_pairs cookies;
    struct http_pairs params; /* ":id" of the matched route; filled by the router */
    struct str body;          /* whole body when the plan said HTTP_BODY_WHOLE */
    struct http_pairs form;   /* decoded form fields (urlencoded, or the text parts of multipart) */
    struct ctx *ctx;          /* arena, now, chance are set; the application fills the rest */
    void *state;              /* the application's own, kept from plan to handle */
};
struct str req_header(const struct req *r, struct str lower_name);
struct str req_cookie(const struct req *r, struct str name);
struct str req_query(const struct req *r, struct str name);
struct str req_param(const struct req *r, struct str name);
struct str req_form(const struct req *r, struct str name);

/* A body made piece by piece (file download, export). read() fills at most n bytes, returns the
 * count, 0 = end, -1 = failed (the connection is cut). close() always runs once. Runs on an I/O
 * thread; must not wait longer than one disk read. */
struct http_stream {
    int64_t size; /* -1 unknown: chunked */
    int64_t (*read)(void *u, uint64_t offset, uint8_t *p, size_t n);
    void (*close)(void *u);
    void *u;
};

#define HTTP_RESP_HEADERS_MAX 32
struct resp {
    int status; /* 0 = 200 */
    struct http_pair headers[HTTP_RESP_HEADERS_MAX];
    size_t header_count;
    struct buf body;  /* arena of the request */
    struct str fixed; /* instead of body: bytes that live as long as the program (assets) */
    struct http_stream stream; /* instead of body when read != NULL */
};
void resp_header(struct resp *w, struct str name, struct str value); /* borrows until sent */
void resp_redirect(struct resp *w, struct str location);             /* 303 */

/* A slow computation between plan and handle. */
enum http_lane { HTTP_LANE_NONE, HTTP_LANE_REPORTER, HTTP_LANE_OFFICER, HTTP_LANE__COUNT };
struct http_job {
    enum http_lane lane;
    void (*run)(void *arg);
    void *arg;
};

enum http_body {
    HTTP_BODY_NONE,
    HTTP_BODY_DROPPED /* whatever comes: handle answers at once, on the I/O thread (404, 405) */,
    HTTP_BODY_WHOLE /* into r->body */,
    HTTP_BODY_FORM /* into r->form */,
    HTTP_BODY_MULTIPART /* text parts into r->form, files to the sink */
};
enum http_where { HTTP_INLINE /* on the I/O thread: memory or one short read */, HTTP_WORKER };

/* Receives the files of a multipart body, on the I/O thread, in order. Errors: see http_multipart.
 */
struct http_sink {
    /* a file part begins: field name, file name as sent (untrusted), declared type. Fields that
     * came before stand in r->form already (the CSRF token is the first part). Not ERR_OK: this
     * part is skipped unread (the body goes on), its mistake is the sink's to remember. */
    enum err (*begin)(void *u, struct req *r, struct str field, struct str filename,
                      struct str type);
    enum err (*data)(void *u, struct req *r, const uint8_t *p, size_t n);
    enum err (*end)(void *u, struct req *r); /* the part is complete */
    /* After a begin that gave ERR_OK the request ends without its handler (cut off inside or after
     * the part, malformed, too large, queue full): drop what you hold. At most once a request, on
     * an I/O thread or a worker. */
    void (*abort)(void *u, struct req *r);
    void *u;
};

struct http_plan {
    enum http_body body;
    enum http_where where;
    int64_t body_max; /* bytes; refused by Content-Length before reading, and while reading */
    struct http_sink sink;
    /* After the body, before handle: may fill a job for a hash lane (cheap checks only). Runs on
     * the worker. lane NONE: go on. NULL: no job. */
    void (*prepare)(struct req *r, struct http_job *ret);
    void (*handle)(struct req *r, struct resp *w);
};

struct http_app {
    /* Head is complete and passed the guard: choose. Runs on the I/O thread. Never fails: unknown
     * routes get a plan whose handle answers 404. */
    void (*plan)(void *u, struct req *r, struct http_plan *ret);
    /* Makes the answer for what http refuses itself: status 400 413 414 415 431 500 501 503, key =
     * catalogue key of the sentence ("http.busy"); r->ctx->fault.retry_after_s where it makes sense
     * (the header is added here). r may be half filled: path empty, no headers, r->ctx->actor NULL
     * when plan has not run. Runs on an I/O thread or a worker. */
    void (*refuse)(void *u, struct req *r, int status, const char *key, struct resp *w);
    struct instant (*now)(void *u); /* the program's clock (real or simulated) */
    void *u;
};

struct http_options {
    const char *listen; /* "127.0.0.1:8080", "[::1]:8080", "unix:/path" */
    int io_threads;     /* 0 = cores */
    int workers;        /* 0 = 64 */
    int lane_threads; /* reporters' lane, 0 = max(1, cores/2); officers' lane has one of its own */
    int head_timeout_ms;        /* 0 = 10000, absolute */
    int body_rate_min;          /* bytes a second after the grace, 0 = 4096 */
    int body_grace_ms;          /* 0 = 5000 */
    int connections_max;        /* 0 = 2000 */
    int queue_max, lane_age_ms; /* 0 = the bounds above */
};

struct http_server;
MUST_CHECK enum err http_start(const struct http_options *o, const struct http_app *app,
                               struct fault *f, struct http_server **ret);
/* Graceful: stops accepting, lets running requests end (at most grace_ms), closes, frees. */
void http_stop(struct http_server *s, int grace_ms);
/* The port listened on (":0" picks a free one); 0 for a unix socket. */
int http_port(const struct http_server *s);
struct http_counts {
    int64_t requests, refused, busy, timeouts, open, queue, lane_queue;
};
struct http_counts http_counts(struct http_server *s);

#endif
