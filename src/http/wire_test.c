#include <stdio.h>
#include <unistd.h>

#include "http/http_world.h"

/* Malformed requests as bytes on a socket, each with a sound one right behind it. Neither may reach
 * a handler: the second would be the smuggled one. */

#define HOST "Host: x\r\n"
#define SECOND "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n"
#define POST "POST /echo HTTP/1.1\r\n" HOST

static struct answer heard; /* too large for the stack; one test at a time */

struct bytes {
    const char *p;
    size_t n;
};

#define BYTES(lit)                                                                                 \
    {                                                                                              \
        lit SECOND, sizeof(lit SECOND) - 1                                                         \
    }

static const struct bytes malformed[] = {
    BYTES(POST "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    BYTES(POST "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
    BYTES(POST "Content-Length: 0\r\nContent-Length: 5\r\n\r\n"),
    BYTES(POST "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
    BYTES(POST "Content-Length: +0\r\n\r\n"),
    BYTES(POST "Content-Length: 0x0\r\n\r\n"),
    BYTES(POST "Content-Length: 00\r\n\r\n"),
    BYTES(POST "Content-Length: 0, 0\r\n\r\n"),
    BYTES(POST "Content-Length: 99999999999999999999\r\n\r\n"),
    BYTES(POST "Content-Length:\r\n\r\n"),
    BYTES(POST "Transfer-Encoding: identity\r\n\r\n"),
    BYTES(POST "Transfer-Encoding: chunked, identity\r\n\r\n"),
    BYTES(POST "Transfer-Encoding: \x0b"
               "chunked\r\n\r\n0\r\n\r\n"),
    BYTES(POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
    BYTES("GET /hello HTTP/1.1\r\n\r\n"),
    BYTES("GET /hello HTTP/1.1\r\n" HOST "Host: y\r\n\r\n"),
    BYTES("GET /hello HTTP/1.1\r\nHost : x\r\n\r\n"),
    BYTES("GET /hello HTTP/1.1\r\n" HOST "A: b\0c\r\n\r\n"),
    BYTES("GET /hello HTTP/1.1\r\n" HOST "A: b\rc\r\n\r\n"),
    BYTES("GET /hello HTTP/1.1\r\n" HOST "A: b\r\n c: d\r\n\r\n"),
    BYTES("GET /hello HTTP/1.1\r\n" HOST ": b\r\n\r\n"),
    BYTES("GET /hello HTTP/1.1\r\n" HOST "no colon\r\n\r\n"),
    BYTES("GET /hello HTTP/1.1\r\n" HOST "A\x01: b\r\n\r\n"),
    BYTES("G\x01T /hello HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("GET /hello HTTP/1.1\n" HOST "\r\n"),
    BYTES("GET /hello\0 HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("GET /hello HTTP/1.10\r\n" HOST "\r\n"),
    BYTES("GET /hello HTTP/2.0\r\n" HOST "\r\n"),
    BYTES("GET /hello\r\n" HOST "\r\n"),
    BYTES("GET  /hello HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("GET /hello%00 HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("GET /a/../hello HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("GET http://x/hello HTTP/1.1\r\n" HOST "\r\n"),
    BYTES("CONNECT x:80 HTTP/1.1\r\n" HOST "\r\n"),
    BYTES(POST "Transfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n"),
    BYTES(POST "Transfer-Encoding: chunked\r\n\r\n+5\r\nabcde\r\n0\r\n\r\n"),
    BYTES(POST "Transfer-Encoding: chunked\r\n\r\n5 \r\nabcde\r\n0\r\n\r\n"),
    BYTES(POST "Transfer-Encoding: chunked\r\n\r\n5\r\nabcdeX\r\n0\r\n\r\n"),
    BYTES(POST "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabcde\r\n0\r\n\r\n"),
    BYTES(POST "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nA: b\r\n\r\n"),
};

static void lets_no_malformed_request_through(void **state)
{
    struct http_options o = { .io_threads = 1 };
    struct world *w = world_start(&o);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(malformed); i++) {
        int fd = world_dial(w);
        world_say_bytes(fd, malformed[i].p, malformed[i].n);
        bool answered = world_hear(fd, 2000, &heard);
        if (answered && heard.status < 400)
            fail_msg("%zu answered %d: %s", i, heard.status, malformed[i].p);
        if (answered && !world_has_header(&heard, "connection: close"))
            fail_msg("%zu stays open: %s", i, malformed[i].p);
        (void)close(fd);
        if (w->handled != 0)
            fail_msg("%zu reached a handler: %s", i, malformed[i].p);
    }
    CHECK(world_status(w, SECOND) == 200);
    world_stop(w, 1000);
}

/* What the library's chunk decoder lets through is a body, and nothing behind it is read. */
static void reads_nothing_behind_a_chunked_body(void **state)
{
    static const struct bytes loose[] = {
        BYTES(POST "Transfer-Encoding: chunked\r\n\r\n5\nabcde\n0\n\n"),
        BYTES(POST "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"),
        BYTES(POST "Transfer-Encoding: chunked\r\n\r\n5;\nGET /x\r\nabcde\r\n0\r\n\r\n"),
    };
    struct http_options o = { .io_threads = 1 };
    struct world *w = world_start(&o);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(loose); i++) {
        int fd = world_dial(w);
        int before = w->handled;
        world_say_bytes(fd, loose[i].p, loose[i].n);
        if (world_hear(fd, 2000, &heard))
            CHECK(world_has_header(&heard, "connection: close"));
        CHECK(world_closed(fd, 2000));
        CHECK(w->handled - before <= 1);
        (void)close(fd);
    }
    world_stop(w, 1000);
}

/* The library would give up on these without an answer, were it to split the query itself. */
static void answers_a_query_of_many_pieces(void **state)
{
    struct http_options o = { .io_threads = 1 };
    struct world *w = world_start(&o);
    char text[6000] = "GET /where/x?";
    int fd = world_dial(w);

    (void)state;
    memset(text + strlen(text), '&', 5000);
    memcpy(text + strlen(text), " HTTP/1.1\r\n" HOST "\r\n", sizeof(" HTTP/1.1\r\n" HOST "\r\n"));
    world_say(fd, text);
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    world_say(fd, "GET /where/x?a=1&b HTTP/1.1\r\n" HOST "\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    CHECK_STR(str_bytes(heard.body, heard.body_n), S("/where/x ?2 c="));
    (void)close(fd);
    world_stop(w, 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lets_no_malformed_request_through),
        cmocka_unit_test(reads_nothing_behind_a_chunked_body),
        cmocka_unit_test(answers_a_query_of_many_pieces),
    };

    return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}
