#include "serve/witness_serve.h"

#include <pthread.h>
#include <signal.h>
#include <time.h>

#include "base/log.h"
#include "domain/witness_book.h"
#include "http/http.h"

#define STOP_GRACE_MS 2000
#define WORKERS 4
#define IO_THREADS 1
#define ADD S("/add-checkpoint")
#define LAST S("/checkpoint")

struct station {
    struct witness_book *book;
    pthread_mutex_t lock; /* held for a whole request: one state after the other */
};

static struct instant now(void *u)
{
    struct timespec t;
    (void)u;
    clock_gettime(CLOCK_REALTIME, &t);
    return (struct instant){ (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 };
}

static void answer(struct resp *w, int status, struct str type, struct str body)
{
    w->status = status;
    resp_header(w, S("Content-Type"), type);
    resp_header(w, S("Cache-Control"), S("no-store"));
    resp_header(w, S("X-Content-Type-Options"), S("nosniff"));
    buf_put(&w->body, body);
}

static void say(struct resp *w, int status, struct str body)
{
    answer(w, status, S("text/plain; charset=utf-8"), body);
}

static void add(struct req *r, struct resp *w)
{
    struct station *s = r->state;
    struct witness_answer a;
    w->body = buf_new(r->ctx->arena);
    pthread_mutex_lock(&s->lock);
    enum err e = witness_add_checkpoint(r->ctx, s->book, r->body, &a);
    pthread_mutex_unlock(&s->lock);
    if (e == ERR_OK) {
        answer(w, a.status, a.type, a.body);
        return;
    }
    log_event(LOG_ERROR, "witness.failed", "key=%s detail=\"%s\"", r->ctx->fault.key,
              r->ctx->fault.detail);
    say(w, 503, S("nothing was signed\n"));
}

static void last(struct req *r, struct resp *w)
{
    struct station *s = r->state;
    struct str note, hex = str_slice(r->path, 1, r->path.n - 1 - LAST.n);
    w->body = buf_new(r->ctx->arena);
    pthread_mutex_lock(&s->lock);
    enum err e = witness_last(r->ctx, s->book, hex, &note);
    pthread_mutex_unlock(&s->lock);
    if (e == ERR_OK)
        say(w, 200, note);
    else
        say(w, e == ERR_NOT_FOUND ? 404 : 503, S("nothing to show\n"));
}

static void none(struct req *r, struct resp *w)
{
    w->body = buf_new(r->ctx->arena);
    say(w, 404, S("POST /add-checkpoint\n"));
}

static void plan(void *u, struct req *r, struct http_plan *ret)
{
    r->state = u;
    *ret = (struct http_plan){ .body = HTTP_BODY_DROPPED, .handle = none };
    if (r->method == HTTP_POST && str_eq(r->path, ADD))
        *ret = (struct http_plan){ .body = HTTP_BODY_WHOLE,
                                   .where = HTTP_WORKER,
                                   .body_max = WITNESS_BODY_MAX,
                                   .handle = add };
    else if (r->method == HTTP_GET && r->path.n > LAST.n && str_ends(r->path, LAST))
        *ret = (struct http_plan){ .body = HTTP_BODY_NONE, .where = HTTP_WORKER, .handle = last };
}

static void refuse(void *u, struct req *r, int status, const char *key, struct resp *w)
{
    (void)u;
    w->body = buf_new(r->ctx->arena);
    say(w, status, str_fmt(r->ctx->arena, "%s\n", key));
}

static int run(struct cli *cli, struct station *s, const char *listen, const sigset_t *set)
{
    struct http_app door = { .plan = plan, .refuse = refuse, .now = now, .u = s };
    struct http_options o = { .listen = listen, .io_threads = IO_THREADS, .workers = WORKERS };
    struct http_server *server = NULL;
    struct fault f = { 0 };
    int sig = 0;
    crypto_serving();
    if (http_start(&o, &door, &f, &server) != ERR_OK)
        return cli_fault(cli, &f, NULL);
    log_event(LOG_INFO, "serve.ready", "listen=%s", listen);
    while (sigwait(set, &sig) != 0 || (sig != SIGTERM && sig != SIGINT)) {
    }
    http_stop(server, STOP_GRACE_MS);
    return EX_OK;
}

int witness_serve(struct cli *cli, const char *folder, const char *listen)
{
    struct station s = { 0 };
    struct ctx c = { .arena = cli->arena, .now = cli->now, .chance = cli->chance };
    sigset_t set;
    struct str at = str_of(listen);
    if (!str_starts(at, S("127.")) && !str_starts(at, S("[::1]:")) && !str_starts(at, S("unix:")))
        return cli_complain(cli, EX_USAGE,
                            "--listen %s: only loopback or unix:/path; put a TLS server in front",
                            listen);
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (witness_open(&c, cli->arena, folder, &s.book) != ERR_OK)
        return cli_fault(cli, &c.fault, NULL);
    pthread_mutex_init(&s.lock, NULL);
    int code = run(cli, &s, listen, &set);
    pthread_mutex_destroy(&s.lock);
    witness_close(s.book);
    return code;
}
