#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "http/http_world.h"

#define HOST "Host: x\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define POST_EMPTY(path) "POST " path " HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"

static struct answer heard; /* too large for the stack; one test at a time */

static void pause_ms(int ms)
{
    (void)poll(NULL, 0, ms);
}

/* Waits until the condition holds, at most five seconds. */
#define AWAIT(x)                                                                                   \
    do {                                                                                           \
        for (int await_ = 0; await_ < 6000 && !(x); await_++)                                      \
            pause_ms(5);                                                                           \
        CHECK(x);                                                                                  \
    } while (0)

static void answers_503_at_once_when_the_queue_is_full(void **state)
{
    struct http_options o = { .io_threads = 2, .workers = 2, .queue_max = 3 };
    struct world *w = world_start(&o);
    int fds[5], one_more;
    int64_t began;

    (void)state;
    for (int i = 0; i < 5; i++) {
        fds[i] = world_dial(w);
        world_say(fds[i], GET("/wait"));
        if (i == 1)
            AWAIT(w->waiting == 2); /* both workers are taken: the others wait in the queue */
    }
    AWAIT(http_counts(w->server).queue == 3);
    one_more = world_dial(w);
    began = world_ms();
    world_say(one_more, GET("/wait"));
    CHECK(world_hear(one_more, 20000, &heard) && heard.status == 503);
    CHECK(world_ms() - began <= 1000); /* the gate is closed: it did not wait for a worker */
    CHECK(world_has_header(&heard, "retry-after: 1"));
    CHECK_STR(str_bytes(heard.body, heard.body_n), S("refused http.busy"));
    CHECK(http_counts(w->server).busy == 1);
    world_say(one_more, GET("/hello")); /* what needs no worker is served meanwhile */
    CHECK(world_hear(one_more, 20000, &heard) && heard.status == 200);
    w->gate = true;
    for (int i = 0; i < 5; i++) {
        CHECK(world_hear(fds[i], 5000, &heard) && heard.status == 200);
        (void)close(fds[i]);
    }
    (void)close(one_more);
    world_stop(w, 1000);
}

static void a_request_in_a_lane_costs_no_worker(void **state)
{
    struct http_options o = { .io_threads = 1, .workers = 1, .lane_threads = 1 };
    struct world *w = world_start(&o);
    int hash = world_dial(w), officer = world_dial(w), page = world_dial(w);
    int64_t began = world_ms();

    (void)state;
    world_say(hash, POST_EMPTY("/lane?ms=3000"));
    AWAIT(w->jobs == 1);
    world_say(officer, POST_EMPTY("/officer?ms=100")); /* officers do not wait for reporters */
    world_say(page, GET("/slow?ms=1"));                /* and the only worker is free */
    CHECK(world_hear(page, 2000, &heard) && heard.status == 200);
    CHECK(world_ms() - began < 2500);
    CHECK(world_hear(officer, 2000, &heard) && heard.status == 200);
    CHECK(world_ms() - began < 2900);
    CHECK(world_hear(hash, 20000, &heard) && heard.status == 200);
    CHECK(world_ms() - began >= 3000);
    CHECK(w->jobs == 2 && w->handled == 3);
    (void)close(hash);
    (void)close(officer);
    (void)close(page);
    world_stop(w, 1000);
}

static void a_lane_is_bounded_by_the_wait_it_would_mean(void **state)
{
    /* a job is thought to take 100 ms until one has been measured */
    struct http_options o = {
        .io_threads = 1, .workers = 4, .lane_threads = 1, .lane_age_ms = 350
    };
    struct world *w = world_start(&o);
    int fds[6], served = 0, refused = 0;
    int64_t began;

    (void)state;
    for (int i = 0; i < 6; i++) {
        fds[i] = world_dial(w);
        world_say(fds[i], POST_EMPTY("/lane?ms=400"));
        if (i == 0)
            AWAIT(w->jobs == 1);
    }
    began = world_ms();
    for (int i = 0; i < 6; i++) {
        CHECK(world_hear(fds[i], 5000, &heard));
        served += heard.status == 200;
        refused += heard.status == 503 && world_has_header(&heard, "retry-after: ");
        (void)close(fds[i]);
    }
    CHECK(served == 4 && refused == 2); /* one runs, three would wait 100, 200, 300 ms */
    CHECK(w->jobs == 4);
    CHECK(world_ms() - began < 30000);
    world_stop(w, 1000);
}

static void refuses_the_lane_at_once(void **state)
{
    struct http_options o = { .io_threads = 1, .workers = 2, .lane_threads = 1, .lane_age_ms = 50 };
    struct world *w = world_start(&o);
    int first = world_dial(w), second = world_dial(w);
    int64_t began;

    (void)state;
    world_say(first, POST_EMPTY("/lane?ms=3000"));
    AWAIT(w->jobs == 1);
    began = world_ms();
    world_say(second, POST_EMPTY("/lane?ms=300"));
    CHECK(world_hear(second, 2000, &heard) && heard.status == 503);
    CHECK(world_ms() - began <= 1500);
    CHECK(world_hear(first, 20000, &heard) && heard.status == 200);
    (void)close(first);
    (void)close(second);
    world_stop(w, 1000);
}

static void outlives_clients_that_go_while_parked(void **state)
{
    struct http_options o = { .io_threads = 2, .workers = 1, .lane_threads = 1 };
    struct world *w = world_start(&o);
    int fds[30];

    (void)state;
    for (int i = 0; i < 30; i++) {
        fds[i] = world_dial(w);
        world_say(fds[i], i % 3 == 0 ? POST_EMPTY("/lane?ms=20") : GET("/wait"));
    }
    AWAIT(w->waiting == 1);
    AWAIT(http_counts(w->server).queue + http_counts(w->server).lane_queue >= 20);
    for (int i = 0; i < 30; i++)
        (void)close(fds[i]);
    w->gate = true;
    AWAIT(http_counts(w->server).open == 0);
    CHECK(w->handled <= 3); /* nothing is begun for who has gone */
    CHECK(world_status(w, GET("/hello")) == 200);
    world_stop(w, 1000);
}

static void ends_what_runs_and_turns_away_what_waits(void **state)
{
    struct http_options o = { .io_threads = 2, .workers = 2, .lane_threads = 1 };
    struct world *w = world_start(&o);
    int fds[6];
    int64_t began;

    (void)state;
    for (int i = 0; i < 6; i++) {
        fds[i] = world_dial(w);
        /* two run on the workers, four wait for one */
        world_say(fds[i], i < 2 ? GET("/slow?ms=400") : GET("/slow?ms=1"));
        if (i == 1)
            pause_ms(50);
    }
    AWAIT(http_counts(w->server).queue == 4);
    began = world_ms();
    world_stop(w, 100);
    CHECK(world_ms() - began < 15000);
    for (int i = 0; i < 6; i++) {
        CHECK(world_hear(fds[i], 1000, &heard));
        CHECK(heard.status == (i < 2 ? 200 : 503));
        CHECK(world_has_header(&heard, "connection: close"));
        CHECK(world_closed(fds[i], 1000));
        (void)close(fds[i]);
    }
}

static void stops_at_once_when_nothing_runs(void **state)
{
    struct http_options o = { .io_threads = 2 };
    struct world *w = world_start(&o);
    int idle = world_dial(w), fresh = world_dial(w);
    int64_t began;

    (void)state;
    world_say(idle, GET("/hello"));
    CHECK(world_hear(idle, 1000, &heard));
    began = world_ms();
    world_stop(w, 5000);
    CHECK(world_ms() - began < 4000);
    CHECK(world_closed(idle, 1000) && world_closed(fresh, 1000));
    (void)close(idle);
    (void)close(fresh);
}

static void stops_while_requests_keep_coming(void **state)
{
    (void)state;
    for (int round = 0; round < 10; round++) {
        struct http_options o = { .io_threads = 2, .workers = 2, .lane_threads = 1 };
        struct world *w = world_start(&o);
        int fds[40];
        for (int i = 0; i < 40; i++) {
            static const char *const kinds[] = { GET("/slow?ms=3"), POST_EMPTY("/lane?ms=3"),
                                                 GET("/hello"), GET("/file"),
                                                 "POST /echo HTTP/1.1\r\n" HOST
                                                 "Content-Length: 9\r\n\r\nabc" };
            fds[i] = world_dial(w);
            world_say(fds[i], kinds[i % COUNT_OF(kinds)]);
            world_say(fds[i], GET("/slow?ms=2"));
        }
        pause_ms(round * 3);
        world_stop(w, round * 5);
        for (int i = 0; i < 40; i++)
            (void)close(fds[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_503_at_once_when_the_queue_is_full),
        cmocka_unit_test(a_request_in_a_lane_costs_no_worker),
        cmocka_unit_test(a_lane_is_bounded_by_the_wait_it_would_mean),
        cmocka_unit_test(refuses_the_lane_at_once),
        cmocka_unit_test(outlives_clients_that_go_while_parked),
        cmocka_unit_test(ends_what_runs_and_turns_away_what_waits),
        cmocka_unit_test(stops_at_once_when_nothing_runs),
        cmocka_unit_test(stops_while_requests_keep_coming),
    };

    return cmocka_run_group_tests_name("pool", tests, NULL, NULL);
}
