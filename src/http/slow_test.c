#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/http_world.h"
#include "http/server.h"

#define SLOW_N 30
#define HEAD_TIMEOUT_MS 600

static struct answer heard; /* too large for the stack; one test at a time */

static bool gone(int fd)
{
    char c;

    return recv(fd, &c, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
}

/* Each client says one byte of its text every 50 ms, until all have been cut off. */
static int64_t trickle(int *fds, const char *text, size_t from, int at_most_ms, int *ret_cut)
{
    int64_t began = world_ms();
    size_t n = strlen(text), at = from;

    *ret_cut = 0;
    while (*ret_cut < SLOW_N && world_ms() - began < at_most_ms) {
        for (int i = 0; i < SLOW_N; i++) {
            if (fds[i] < 0)
                continue;
            if (gone(fds[i]) || send(fds[i], text + at % n, 1, MSG_NOSIGNAL) != 1) {
                (void)close(fds[i]);
                fds[i] = -1;
                (*ret_cut)++;
            }
        }
        at++;
        (void)poll(NULL, 0, 50);
    }
    return world_ms() - began;
}

static void cuts_off_slow_heads(void **state)
{
    struct http_options o = { .io_threads = 2, .head_timeout_ms = HEAD_TIMEOUT_MS };
    struct world *w = world_start(&o);
    int fds[SLOW_N], cut;
    int64_t took;

    (void)state;
    for (int i = 0; i < SLOW_N; i++)
        fds[i] = world_dial(w);
    took = trickle(fds,
                   "GET /hello HTTP/1.1\r\nHost: x\r\nA: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                   "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                   0, 15000, &cut);
    CHECK(cut == SLOW_N);
    CHECK(took >= HEAD_TIMEOUT_MS - 50 && took < HEAD_TIMEOUT_MS + 10000);
    CHECK(http_counts(w->server).timeouts == SLOW_N);
    CHECK(w->handled == 0);
    world_stop(w, 1000);
}

static void cuts_off_slow_bodies_and_serves_others_meanwhile(void **state)
{
    struct http_options o = { .io_threads = 2, .body_grace_ms = 2500 };
    struct world *w = world_start(&o);
    int fds[SLOW_N], cut;
    int64_t took;

    (void)state;
    for (int i = 0; i < SLOW_N; i++) {
        fds[i] = world_dial(w);
        world_say(fds[i], "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
    }
    int64_t asked = world_ms();
    CHECK(world_status(w, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n") == 200);
    CHECK(world_ms() - asked < 2000); /* long before those are cut off */
    took = trickle(fds, "b", 0, 15000, &cut);
    CHECK(cut == SLOW_N);
    CHECK(world_ms() - asked >= 2400 && took < 12000);
    CHECK(http_counts(w->server).timeouts == SLOW_N);
    CHECK(w->handled == 1);
    world_stop(w, 1000);
}

static void lets_idle_and_parked_connections_live(void **state)
{
    struct http_options o = { .io_threads = 1, .head_timeout_ms = 300 };
    struct world *w = world_start(&o);
    int idle = world_dial(w), parked = world_dial(w);

    (void)state;
    world_say(idle, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(world_hear(idle, 10000, &heard) && heard.status == 200);
    world_say(parked, "GET /slow?ms=900 HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(world_hear(parked, 20000, &heard) && heard.status == 200);
    world_say(idle, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(world_hear(idle, 10000, &heard) && heard.status == 200);
    CHECK(http_counts(w->server).timeouts == 0);
    (void)close(idle);
    (void)close(parked);
    world_stop(w, 1000);
}

static void takes_a_steady_body_however_long_it_lasts(void **state)
{
    struct http_options o = { .io_threads = 1, .body_rate_min = 2000, .body_grace_ms = 1000 };
    struct world *w = world_start(&o);
    int fd = world_dial(w);
    char piece[400];

    (void)state;
    memset(piece, 'x', sizeof(piece));
    world_say(fd, "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 16000\r\n\r\n");
    for (int i = 0; i < 40; i++) { /* 4,000 bytes a second, four times the grace long */
        world_say_bytes(fd, piece, sizeof(piece));
        (void)poll(NULL, 0, 100);
    }
    CHECK(world_hear(fd, 20000, &heard) && heard.status == 200 && heard.body_n == 16000);
    CHECK(http_counts(w->server).timeouts == 0);
    (void)close(fd);
    world_stop(w, 1000);
}

/* The end of what a client sends arrives together with its last bytes, or some time after them. */
static void forgets_a_body_when_its_client_hangs_up(void **state)
{
    struct http_options o = { .io_threads = 2, .body_grace_ms = 600000 };
    struct world *w = world_start(&o);
    int64_t began;
    char piece[3000];

    (void)state;
    memset(piece, 'x', sizeof(piece));
    for (int i = 0; i < SLOW_N; i++) {
        int fd = world_dial(w);
        world_say(fd, "POST /upload HTTP/1.1\r\nHost: x\r\n"
                      "Content-Type: multipart/form-data; boundary=b\r\n"
                      "Content-Length: 900000\r\n\r\n--b\r\nContent-Disposition: form-data; "
                      "name=\"token\"\r\n\r\ngood\r\n--b\r\nContent-Disposition: form-data; "
                      "name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n");
        for (int k = 0; k < 4; k++)
            world_say_bytes(fd, piece, sizeof(piece));
        if (i % 2)
            (void)poll(NULL, 0, 20);
        (void)close(fd);
    }
    began = world_ms();
    while (world_ms() - began < 20000 && (http_counts(w->server).open > 0 || w->aborted < SLOW_N))
        (void)poll(NULL, 0, 20);
    CHECK(http_counts(w->server).open == 0);
    CHECK(w->begun == SLOW_N && w->aborted == SLOW_N && w->ended == 0);
    CHECK(http_counts(w->server).timeouts == 0);
    world_stop(w, 1000);
}

static void gives_credit_for_bytes_but_not_for_ever(void **state)
{
    struct conn c = { .fd = -1 };
    int64_t now = http_clock_ms();

    (void)state;
    conn_credit(&c, 1000, 1000, 30000); /* no deadline runs, or it has passed: none begins */
    CHECK(c.deadline_ms == 0);
    conn_deadline(&c, 500);
    for (int i = 0; i < 2000; i++) /* small pieces count as much as one large one */
        conn_credit(&c, 1, 1000, 30000);
    CHECK(c.deadline_ms >= now + 2500 && c.deadline_ms < now + 3500);
    conn_credit(&c, 500000000, 1000, 30000);
    CHECK(c.deadline_ms >= now + 30000 && c.deadline_ms < now + 31000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_off_slow_heads),
        cmocka_unit_test(cuts_off_slow_bodies_and_serves_others_meanwhile),
        cmocka_unit_test(lets_idle_and_parked_connections_live),
        cmocka_unit_test(takes_a_steady_body_however_long_it_lasts),
        cmocka_unit_test(forgets_a_body_when_its_client_hangs_up),
        cmocka_unit_test(gives_credit_for_bytes_but_not_for_ever),
    };

    return cmocka_run_group_tests_name("slow", tests, NULL, NULL);
}
