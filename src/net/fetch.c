#include "net/fetch.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CURL "/usr/bin/curl"
#define TAIL_MAX 256      /* what curl writes after the answer: status and type */
#define MOMENT_MS 500     /* beyond its own time-out a child is ended by us */
#define FIRST_CHILD_FD 3
#define CURL_TIMEOUT 28   /* curl(1), EXIT CODES */

struct child {
    struct fetch *f;
    pid_t pid; /* 0: not running */
    int out;
    char *bytes;
    size_t n;
};

static int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool fetch_url_ok(struct str url)
{
    struct str rest = url;
    if (url.n > FETCH_URL_MAX)
        return false;
    for (size_t i = 0; i < url.n; i++)
        if (url.p[i] <= ' ' || url.p[i] > '~' || url.p[i] == '#' || url.p[i] == '?')
            return false;
    struct str scheme = str_cut(&rest, ':');
    return (str_eq(scheme, S("http")) || str_eq(scheme, S("https"))) && rest.n > 2 &&
           str_starts(rest, S("//")) && rest.p[2] != '/';
}

/* ---- a child ---- */

/* The body as a file that nobody else has a name for. */
static int file_of(struct str body)
{
    int fd = memfd_create("yangguang-request", MFD_CLOEXEC);
    while (fd >= 0 && body.n > 0) { /* each turn writes at least a byte */
        ssize_t n = write(fd, body.p, body.n);
        if (n <= 0) {
            (void)close(fd); /* the failure is told by -1 */
            return -1;
        }
        body = str_slice(body, (size_t)n, body.n - (size_t)n);
    }
    if (fd >= 0 && lseek(fd, 0, SEEK_SET) != 0) {
        (void)close(fd); /* the failure is told by -1 */
        return -1;
    }
    return fd;
}

static bool spawn(struct child *k, int in, int out, int timeout_ms)
{
    extern char **environ;
    char seconds[32];
    (void)snprintf(seconds, sizeof seconds, "%d.%03d", timeout_ms / 1000, timeout_ms % 1000);
    const char *get[] = { CURL,         "-q",       "--silent",    "--globoff", "--max-redirs", "0",
                          "--proto",    "=http,https", "--max-time", seconds,  "--write-out",
                          "\n%{http_code} %{content_type}", "--url", k->f->url,
                          /* the rest for a body only */
                          "--header", "Content-Type: text/plain; charset=utf-8", "--header",
                          "Expect:", "--data-binary", "@-", NULL };
    if (str_absent(k->f->body))
        get[14] = NULL;
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, pipe_only;
    sigemptyset(&none);
    sigemptyset(&pipe_only);
    sigaddset(&pipe_only, SIGPIPE);
    if (posix_spawn_file_actions_init(&files) != 0 || posix_spawnattr_init(&attr) != 0)
        return false;
    bool ok = posix_spawn_file_actions_adddup2(&files, in, 0) == 0 &&
              posix_spawn_file_actions_adddup2(&files, out, 1) == 0 &&
              posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0) == 0 &&
              posix_spawn_file_actions_addclosefrom_np(&files, FIRST_CHILD_FD) == 0 &&
              posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) ==
                  0 &&
              posix_spawnattr_setsigmask(&attr, &none) == 0 &&
              posix_spawnattr_setsigdefault(&attr, &pipe_only) == 0 &&
              posix_spawn(&k->pid, CURL, &files, &attr, (char **)get, environ) == 0;
    (void)posix_spawnattr_destroy(&attr);           /* nothing to do about it */
    (void)posix_spawn_file_actions_destroy(&files); /* nothing to do about it */
    if (!ok)
        k->pid = 0;
    return ok;
}

static void start(struct arena *a, struct child *k, struct fetch *f, int timeout_ms)
{
    int ends[2] = { -1, -1 };
    *k = (struct child){ .f = f, .out = -1 };
    f->status = 0;
    f->why = "no_curl";
    assert(fetch_url_ok(str_of(f->url)));
    int in = str_absent(f->body) ? open("/dev/null", O_RDONLY | O_CLOEXEC) : file_of(f->body);
    if (in >= 0 && pipe2(ends, O_CLOEXEC) == 0 && spawn(k, in, ends[1], timeout_ms)) {
        k->out = ends[0];
        k->bytes = arena_take(a, FETCH_ANSWER_MAX + TAIL_MAX);
        (void)fcntl(k->out, F_SETFL, O_NONBLOCK); /* poll tells when; this only makes sure */
        ends[0] = -1;
    }
    for (int i = 0; i < 2; i++)
        if (ends[i] >= 0)
            (void)close(ends[i]); /* nothing was written here */
    if (in >= 0)
        (void)close(in); /* the child has it */
}

/* "…answer LF 200 text/plain": written by curl after what came. */
static void read_tail(struct child *k)
{
    struct fetch *f = k->f;
    size_t at = k->n;
    uint64_t status;
    while (at > 0 && k->bytes[at - 1] != '\n')
        at--;
    struct str tail = str_bytes(k->bytes + at, k->n - at), code = str_cut(&tail, ' ');
    if (at == 0 || !str_u64(code, &status) || status < 100 || status > 599)
        return;
    f->status = (int)status;
    f->type = str_absent(tail) ? S("") : tail;
    f->answer = str_bytes(k->bytes, at - 1);
    f->why = NULL;
}

static void end(struct child *k, bool read_all, const char *why)
{
    int how = 0;
    (void)close(k->out); /* was only read */
    k->out = -1;
    if (!read_all)
        (void)kill(k->pid, SIGKILL); /* it may have ended by itself */
    while (waitpid(k->pid, &how, 0) < 0 && errno == EINTR) {
    }
    k->pid = 0;
    k->f->why = why;
    if (!read_all)
        return;
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0)
        read_tail(k);
    else if (WIFEXITED(how) && WEXITSTATUS(how) == CURL_TIMEOUT)
        k->f->why = "timeout";
}

/* True when the child is through. */
static bool take_some(struct child *k)
{
    ssize_t got = read(k->out, k->bytes + k->n, FETCH_ANSWER_MAX + TAIL_MAX - k->n);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return false;
    if (got > 0) {
        k->n += (size_t)got;
        if (k->n < FETCH_ANSWER_MAX + TAIL_MAX)
            return false;
        end(k, false, "too_long");
        return true;
    }
    end(k, true, "unreachable");
    return true;
}

/* ---- all of them ---- */

static size_t wait_for_some(struct child *all, size_t n, int64_t end_ms, struct pollfd *p,
                            struct child **who)
{
    size_t running = 0;
    for (size_t i = 0; i < n; i++) {
        if (all[i].out < 0)
            continue;
        p[running] = (struct pollfd){ all[i].out, POLLIN, 0 };
        who[running++] = &all[i];
    }
    int64_t left = end_ms - clock_ms();
    if (running > 0 && poll(p, running, left > 0 ? (int)left : 0) < 0)
        for (size_t i = 0; i < running; i++)
            p[i].revents = 0; /* a signal: look again */
    return running;
}

void fetch_all(struct arena *a, struct fetch *all, size_t n, int timeout_ms,
               void (*done)(void *u, struct fetch *f), void *u)
{
    struct child children[FETCH_MAX];
    struct pollfd p[FETCH_MAX];
    struct child *who[FETCH_MAX];
    size_t running;
    const int64_t end_ms = clock_ms() + timeout_ms + MOMENT_MS;
    assert(n <= FETCH_MAX && timeout_ms > 0);
    for (size_t i = 0; i < n; i++) {
        start(a, &children[i], &all[i], timeout_ms);
        if (children[i].out < 0 && done)
            done(u, &all[i]);
    }
    while ((running = wait_for_some(children, n, end_ms, p, who)) > 0) { /* until end_ms */
        bool late = clock_ms() >= end_ms;
        for (size_t i = 0; i < running; i++) {
            bool through = p[i].revents && take_some(who[i]);
            if (!through && late)
                end(who[i], false, "timeout");
            if ((through || late) && done)
                done(u, who[i]->f);
        }
    }
}
