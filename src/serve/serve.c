/*
 * serve.c - options, start, signals, jobs, stop.
 *
 * Order of a stop: no new connections, running requests end, jobs end, group commit drained, log
 * truncated, exit 0. kill -9 at any moment loses nothing acknowledged (tests/crash).
 */
#include "serve/serve.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>

#include "api/api.h"
#include "base/heap.h"
#include "base/log.h"
#include "domain/job.h"
#include "http/http.h"
#include "serve/log_turn.h"
#include "serve/witness_turn.h"
#include "web/web.h"

#define STOP_GRACE_MS 5000
#define JOB_ARENA_MAX (64u * 1024 * 1024)
#define JOB_STEPS_MAX 1000 /* a tick; what is left waits for the next one */
#define TICK_S 1
#define FIGURES_AFTER_MS 15000 /* the start is for whoever comes first */

const char usage_serve[] =
    "usage: yangguang serve --data DIR [--key FILE] [--listen 127.0.0.1:8080 | unix:/path]\n"
    "                       [--public-url https://host] [--simulate 2026-09-01T08:00:00+08:00]\n"
    "                       [--log-origin NAME] [--log-key FILE] [--log-copy FILE]\n"
    "\n"
    "Serves pages and API. --listen takes a loopback address or a unix socket; TLS is the work of "
    "a\n"
    "server in front. --simulate: the clock starts there and stands still until it is moved by\n"
    "POST /api/v1/simulate/clock; refused unless listening on loopback.\n"
    "\n"
    "The public log gets its name at the first start, for ever: --log-origin, else the host of\n"
    "--public-url and /log. Its key (default DIR/log.key) is sealed under the server key; the "
    "second\n"
    "copy of its last checkpoint (default DIR.log.last) belongs on another volume. Without it "
    "nobody\n"
    "but witnesses can tell that a data folder was put back.\n";

struct serve {
    const char *listen, *public_url, *simulate, *log_origin;
    struct log_paths log;
    struct log_turn *turns;
    struct witness_turn *witnesses;
    struct app *app;
    struct web *web;
    struct api *api;
    struct instant (*clock)(void);
    struct chance *chance;
    atomic_bool stopping;
    pthread_t jobs;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct serve *s = (struct serve *)u;
    (void)cli;
    if (code == 'l')
        s->listen = value;
    else if (code == 'p')
        s->public_url = value;
    else if (code == 's')
        s->simulate = value;
    else if (code == 'o')
        s->log_origin = value;
    else
        *(code == 'k' ? &s->log.key : &s->log.copy) = value;
    return true;
}

static struct instant now(void *u)
{
    struct serve *s = (struct serve *)u;
    if (s->app->simulated)
        return (struct instant){ atomic_load(&s->app->simulated_ms) };
    return s->clock();
}

static bool is_api(struct str path)
{
    return str_starts(path, S("/api/")) || str_eq(path, S("/healthz")) ||
           str_eq(path, S("/readyz")) || str_eq(path, S("/metrics"));
}

static void plan(void *u, struct req *r, struct http_plan *ret)
{
    struct serve *s = (struct serve *)u;
    if (is_api(r->path))
        api_plan(s->api, r, ret);
    else
        web_plan(s->web, r, ret);
}

static void refuse(void *u, struct req *r, int status, const char *key, struct resp *w)
{
    struct serve *s = (struct serve *)u;
    if (is_api(r->path))
        api_refuse(s->api, r, status, key, w);
    else
        web_refuse(s->web, r, status, key, w);
}

/* What time does, once a second. Under --simulate the API moves the clock and runs the jobs. */
static void *jobs_main(void *u)
{
    struct serve *s = (struct serve *)u;
    ARENA_AUTO arena = arena_new(JOB_ARENA_MAX);
    const int64_t figures_from_ms = now(s).ms + FIGURES_AFTER_MS;
    while (!atomic_load(&s->stopping)) {
        struct timespec tick = { TICK_S, 0 };
        nanosleep(&tick, NULL);
        if (s->app->simulated || atomic_load(&s->stopping))
            continue;
        struct ctx c = { .app = s->app,
                         .store = s->app->store,
                         .arena = arena,
                         .now = now(s),
                         .chance = s->chance,
                         .actor = actor_system(arena) };
        int64_t steps = 0;
        if (job_run_until(&c, c.now, JOB_STEPS_MAX, &steps) != ERR_OK)
            log_event(LOG_ERROR, "job.failed", "key=%s detail=\"%s\"",
                      c.fault.key ? c.fault.key : "?", c.fault.detail);
        c.fault = (struct fault){ 0 };
        if (c.now.ms >= figures_from_ms && web_renew(s->web, &c) != ERR_OK)
            log_event(LOG_ERROR, "figures.failed", "key=%s", c.fault.key ? c.fault.key : "?");
        arena_reset(arena);
    }
    return NULL;
}

static bool listens_on_loopback(const char *listen)
{
    struct str l = str_of(listen);
    return str_starts(l, S("127.")) || str_starts(l, S("[::1]:")) || str_starts(l, S("unix:")) ||
           str_starts(l, S("localhost:"));
}

static int read_options(struct cli *cli, struct serve *s, int argc, char **argv)
{
    static const struct cli_option own[] = { { "listen", true, 'l' },   { "public-url", true, 'p' },
                                             { "simulate", true, 's' }, { "log-origin", true, 'o' },
                                             { "log-key", true, 'k' },  { "log-copy", true, 'c' } };
    const struct cli_command cmd = { "serve", NULL, usage_serve };
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, s, &first);
    if (code != EX_OK)
        return code;
    if (first < argc)
        return cli_complain(cli, EX_USAGE, "not understood: %s", argv[first]);
    if (!cli->data_dir)
        return cli_complain(cli, EX_USAGE, "--data DIR is needed");
    if (!listens_on_loopback(s->listen))
        return cli_complain(cli, EX_USAGE,
                            "--listen %s: only loopback or unix:/path; put a TLS server in front",
                            s->listen);
    return EX_OK;
}

/* "https://host" and "https://host/" become "host/log". */
static struct str log_origin(struct arena *a, const struct serve *s)
{
    struct str host = str_of(s->public_url ? s->public_url : "localhost"), rest = host;
    if (s->log_origin)
        return str_of(s->log_origin);
    (void)str_cut(&rest, ':');
    if (str_starts(rest, S("//")))
        host = str_slice(rest, 2, rest.n);
    return str_fmt(a, "%.*s%slog", STR_ARG(host), str_ends(host, S("/")) ? "" : "/");
}

/* The log has a name from the first start on; a log that cannot be made stops nobody's report. */
static void open_log(struct cli *cli, struct serve *s, struct ctx *c)
{
    struct log_paths usual = log_paths_of(cli->arena, cli->data_dir);
    struct note_key k;
    s->log.key = s->log.key ? s->log.key : usual.key;
    s->log.copy = s->log.copy ? s->log.copy : usual.copy;
    s->log.net = witness_net();
    enum err e = public_log_key(c, &k);
    if (e == ERR_NOT_FOUND)
        e = log_make(c, &s->log, log_origin(cli->arena, s));
    if (e == ERR_OK)
        e = public_log_key(c, &k);
    if (e != ERR_OK)
        log_event(LOG_ERROR, "log.not_made", "key=%s detail=\"%s\"",
                  c->fault.key ? c->fault.key : "?", c->fault.detail);
    else
        s->app->origin = k.name;
    if (e == ERR_OK && s->log_origin && !str_eq(k.name, str_of(s->log_origin)))
        log_event(LOG_WARN, "log.name", "is=%.*s; a log keeps its name", STR_ARG(k.name));
    fault_clear(&c->fault);
}

static int open_doors(struct cli *cli, struct serve *s)
{
    struct fault f = { 0 };
    struct ctx ctx;
    int code = cli_open(cli, &s->app, &ctx);
    if (code != EX_OK)
        return code;
    if (s->public_url)
        s->app->public_host = str_of(s->public_url);
    if (s->simulate) {
        struct instant t;
        if (!instant_parse(str_of(s->simulate), &t))
            return cli_complain(cli, EX_USAGE, "--simulate %s: write 2026-09-01T08:00:00+08:00",
                                s->simulate);
        s->app->simulated = true;
        atomic_store(&s->app->simulated_ms, t.ms);
        log_event(LOG_WARN, "serve.simulated", "THE CLOCK STANDS at %s; not for real reports",
                  s->simulate);
    }
    open_log(cli, s, &ctx);
    if (web_new(s->app, &f, &s->web) != ERR_OK || api_new(s->app, &f, &s->api) != ERR_OK)
        return cli_fault(cli, &f, s->app);
    return EX_OK;
}

static void wait_for_signal(const sigset_t *set)
{
    int sig = 0;
    while (sigwait(set, &sig) != 0 || (sig != SIGTERM && sig != SIGINT)) {
    }
    log_event(LOG_INFO, "serve.stopping", "signal=%d", sig);
}

static int run(struct cli *cli, struct serve *s, const sigset_t *set)
{
    struct http_app doors = { .plan = plan, .refuse = refuse, .now = now, .u = s };
    struct http_options o = { .listen = s->listen };
    struct http_server *server = NULL;
    struct fault f = { 0 };
    crypto_serving();
    if (http_start(&o, &doors, &f, &server) != ERR_OK)
        return cli_fault(cli, &f, s->app);
    struct log_turn_options turns = {
        .app = s->app, .paths = s->log, .chance = s->chance, .now = now, .u = s
    };
    s->turns = log_turn_start(cli->arena, &turns);
    if (!s->turns)
        log_event(LOG_ERROR, "serve.no_log", "errno=%d", errno);
    struct witness_turn_options asks = { .app = s->app, .chance = s->chance, .now = now, .u = s };
    s->witnesses = witness_turn_start(cli->arena, &asks);
    if (!s->witnesses)
        log_event(LOG_ERROR, "serve.no_witnesses", "errno=%d", errno);
    bool jobs = pthread_create(&s->jobs, NULL, jobs_main, s) == 0;
    if (!jobs)
        log_event(LOG_ERROR, "serve.no_jobs", "errno=%d", errno);
    store_give_back(s->app->store); /* migrations may have gone over every row */
    heap_started();
    log_event(LOG_INFO, "serve.ready", "listen=%s", s->listen);
    if (jobs)
        wait_for_signal(set);
    http_stop(server, STOP_GRACE_MS);
    atomic_store(&s->stopping, true);
    log_turn_stop(s->turns);
    witness_turn_stop(s->witnesses);
    if (jobs)
        pthread_join(s->jobs, NULL);
    return jobs ? EX_OK : EX_OSERR;
}

int serve_run(struct cli *cli, int argc, char **argv, struct instant (*clock)(void))
{
    struct serve s = { .listen = "127.0.0.1:8080", .clock = clock, .chance = cli->chance };
    sigset_t set;
    int code = read_options(cli, &s, argc, argv);
    if (code != EX_OK)
        return code < 0 ? EX_OK : code;
    /* signals go to sigwait in this thread, whatever threads the rooms start */
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    code = open_doors(cli, &s);
    if (code == EX_OK)
        code = run(cli, &s, &set);
    web_free(s.web);
    api_free(s.api);
    if (s.app)
        app_close(s.app);
    return code;
}
