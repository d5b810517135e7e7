/* Serves one page of 2,058 bytes from memory on an I/O thread, and the same from a worker, until
 * its standard input ends: what http/ costs beside nginx, without anything of ours above it. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "http/http.h"

static char page[2058];

static void handle(struct req *r, struct resp *w)
{
    (void)r;
    resp_header(w, S("Content-Type"), S("text/html; charset=utf-8"));
    resp_header(w, S("Cache-Control"), S("max-age=60"));
    w->fixed = str_bytes(page, sizeof(page));
}

static enum err sink_begin(void *u, struct req *r, struct str field, struct str filename,
                           struct str type)
{
    (void)u, (void)r, (void)field, (void)filename, (void)type;
    return ERR_OK;
}

static enum err sink_data(void *u, struct req *r, const uint8_t *p, size_t n)
{
    (void)u, (void)r, (void)p, (void)n;
    return ERR_OK;
}

static enum err sink_end(void *u, struct req *r)
{
    (void)u, (void)r;
    return ERR_OK;
}

static void plan(void *u, struct req *r, struct http_plan *ret)
{
    (void)u;
    ret->handle = handle;
    if (str_eq(r->path, S("/worker")))
        ret->where = HTTP_WORKER;
    if (str_eq(r->path, S("/upload"))) {
        ret->body = HTTP_BODY_MULTIPART;
        ret->body_max = INT64_C(1) << 40;
        ret->sink = (struct http_sink){ .begin = sink_begin, .data = sink_data, .end = sink_end };
    }
}

static void refuse(void *u, struct req *r, int status, const char *key, struct resp *w)
{
    (void)u;
    (void)r;
    w->status = status;
    buf_put(&w->body, str_of(key));
}

static struct instant now(void *u)
{
    struct timespec t;

    (void)u;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (struct instant){ (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 };
}

int main(int argc, char **argv)
{
    struct http_options o = { .listen = "127.0.0.1:0", .io_threads = 1 };
    struct http_app app = { plan, refuse, now, NULL };
    struct http_server *s;
    struct fault f = { 0 };
    char c;

    if (argc > 1)
        o.listen = argv[1];
    memset(page, 'x', sizeof(page));
    if (http_start(&o, &app, &f, &s) != ERR_OK) {
        (void)fprintf(stderr, "%s\n", f.detail);
        return 1;
    }
    printf("%d\n", http_port(s));
    (void)fflush(stdout);
    while (read(STDIN_FILENO, &c, 1) > 0) {
    }
    http_stop(s, 1000);
    return 0;
}
