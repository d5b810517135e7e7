/* What comes back from another machine, whatever it does: a small server of our own that answers,
 * is silent, says too much, or is not there. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/test.h"
#include "net/fetch.h"

struct other {
    int fd, port;
    const char *answer; /* NULL: silence */
    size_t filler;      /* bytes after it */
    char asked[8192];
    pthread_t thread;
};

static void *serve(void *u)
{
    struct other *o = u;
    char some[4096] = { 'x' };
    int fd = accept(o->fd, NULL, NULL);
    size_t n = 0;
    if (fd < 0)
        return NULL;
    while (n + 1 < sizeof o->asked && !strstr(o->asked, "END")) { /* a piece each turn */
        ssize_t got = read(fd, o->asked + n, sizeof o->asked - 1 - n);
        if (got <= 0)
            break;
        n += (size_t)got;
        if (strstr(o->asked, "GET ") && strstr(o->asked, "\r\n\r\n"))
            break;
    }
    if (o->answer) {
        CHECK(write(fd, o->answer, strlen(o->answer)) > 0);
        for (size_t i = 0; i < o->filler; i += sizeof some)
            if (write(fd, some, sizeof some) < 0)
                break;
    } else {
        CHECK(read(fd, some, sizeof some) <= 0); /* until the other hangs up */
    }
    close(fd);
    return NULL;
}

static const char *begin(struct other *o, struct arena *a)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof at;
    o->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(bind(o->fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(o->fd, 4) == 0);
    CHECK(getsockname(o->fd, (struct sockaddr *)&at, &n) == 0);
    o->port = ntohs(at.sin_port);
    CHECK(pthread_create(&o->thread, NULL, serve, o) == 0);
    return str_fmt(a, "http://127.0.0.1:%d/w/add-checkpoint", o->port).p;
}

static void finish(struct other *o)
{
    pthread_join(o->thread, NULL);
    close(o->fd);
}

static void an_answer_comes_back_as_it_was(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct other o = { .answer = "HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\n"
                                 "Content-Length: 3\r\n\r\n17\n" };
    struct fetch f = { .url = begin(&o, a), .body = S("old 0\n\nnote\nEND") };
    fetch_all(a, &f, 1, 3000, NULL, NULL);
    finish(&o);
    assert_int_equal(f.status, 409);
    CHECK_STR(f.type, S("text/x.tlog.size"));
    CHECK_STR(f.answer, S("17\n"));
    CHECK(strstr(o.asked, "POST /w/add-checkpoint HTTP/1.1\r\n") != NULL);
    CHECK(strstr(o.asked, "\r\n\r\nold 0\n\nnote\nEND") != NULL);
}

static void silence_ends(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct other quiet = { 0 }, good = { .answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" };
    struct timespec from, to;
    struct fetch f[2] = { { .url = begin(&quiet, a) }, { .url = begin(&good, a) } };
    clock_gettime(CLOCK_MONOTONIC, &from);
    fetch_all(a, f, 2, 300, NULL, NULL);
    clock_gettime(CLOCK_MONOTONIC, &to);
    finish(&quiet);
    finish(&good);
    CHECK(f[0].status == 0);
    CHECK_STR(str_of(f[0].why), S("timeout"));
    CHECK(f[1].status == 200 && f[1].answer.n == 0);
    CHECK(to.tv_sec - from.tv_sec < 10);
}

static void too_much_is_cut_off(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct other o = { .answer = "HTTP/1.1 200 OK\r\n\r\n", .filler = 300000 };
    struct fetch f = { .url = begin(&o, a) };
    fetch_all(a, &f, 1, 3000, NULL, NULL);
    finish(&o);
    CHECK(f.status == 0);
    CHECK_STR(str_of(f.why), S("too_long"));
}

static void nobody_there(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct fetch f = { .url = "http://127.0.0.1:1/w" };
    fetch_all(a, &f, 1, 1000, NULL, NULL);
    CHECK(f.status == 0);
    CHECK_STR(str_of(f.why), S("unreachable"));
}

static void only_addresses_of_the_web(void **state)
{
    (void)state;
    CHECK(fetch_url_ok(S("https://witness.example/w")) && fetch_url_ok(S("http://127.0.0.1:1")));
    static const char *const bad[] = { "",          "ftp://a/b",       "file:///etc/passwd",
                                       "http:/a",   "http://",         "http:///a",
                                       "http://a b", "http://a\nb",    "-o/tmp/x",
                                       "http://a#b", "https://a?b=c" };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (fetch_url_ok(str_of(bad[i])))
            fail_msg("%s was taken", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_comes_back_as_it_was),
        cmocka_unit_test(silence_ends),
        cmocka_unit_test(too_much_is_cut_off),
        cmocka_unit_test(nobody_there),
        cmocka_unit_test(only_addresses_of_the_web),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
