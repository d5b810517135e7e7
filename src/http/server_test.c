#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "http/http_world.h"

#define HOST "Host: localhost\r\n"

static struct answer heard; /* too large for the stack; one test at a time */

static struct world *start_plain(void)
{
    struct http_options o = { .io_threads = 2 };

    return world_start(&o);
}

static void check_body(const char *text)
{
    CHECK_STR(str_bytes(heard.body, heard.body_n), str_of(text));
}

static void keeps_connections_and_answers_pipelined_requests_in_order(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);

    (void)state;
    world_say(fd, "GET /hello HTTP/1.1\r\n" HOST "\r\n"
                  "GET /slow?ms=30 HTTP/1.1\r\n" HOST "\r\n"
                  "GET /where/a%E5%B7%9E?q=1&r=2 HTTP/1.1\r\n" HOST "Cookie: c=v1\r\n\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    check_body("hello");
    CHECK(!world_has_header(&heard, "connection: close"));
    CHECK(!world_has_header(&heard, "\nserver:"));
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    check_body("hello");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    check_body("/where/a\xe5\xb7\x9e ?2 c=v1");
    CHECK(http_counts(w->server).requests == 3);
    CHECK(http_counts(w->server).open == 1);
    (void)close(fd);
    world_stop(w, 1000);
}

static void answers_head_without_a_body(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);
    char rest[512];
    ssize_t n;

    (void)state;
    world_say(fd, "HEAD /hello HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
    n = recv(fd, rest, sizeof(rest) - 1, MSG_WAITALL);
    CHECK(n > 0);
    rest[n] = '\0';
    CHECK(strstr(rest, "Content-Length: 5\r\n") != NULL);
    CHECK(strcmp(rest + n - 4, "\r\n\r\n") == 0);
    (void)close(fd);
    world_stop(w, 1000);
}

static void reads_whole_and_chunked_bodies(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);

    (void)state;
    world_say(fd, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nabcde");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    check_body("abcde");
    world_say(fd, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
                  "3\r\nabc\r\n");
    world_say(fd, "A;x=y\r\n0123456789\r\n0\r\n\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    check_body("abc0123456789");
    CHECK(world_has_header(&heard, "connection: close"));
    CHECK(world_closed(fd, 2000));
    (void)close(fd);
    world_stop(w, 1000);
}

static void says_continue_only_to_what_it_will_read(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);

    (void)state;
    world_say(fd, "POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
                  "Content-Length: 2\r\n\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 100);
    world_say(fd, "ok");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    world_say(fd, "POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
                  "Content-Length: 200000\r\n\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 413);
    CHECK(world_closed(fd, 2000));
    CHECK(w->handled == 1);
    (void)close(fd);
    world_stop(w, 1000);
}

static void refuses_too_much_before_and_while_reading(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);
    char *chunk = calloc(1, 60001);

    (void)state;
    world_say(fd, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 100001\r\n\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 413);
    check_body("refused http.too_large");
    CHECK(world_closed(fd, 2000));
    (void)close(fd);

    fd = world_dial(w);
    memset(chunk, 'x', 60000);
    world_say(fd, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 2; i++) {
        world_say(fd, "EA60\r\n");
        world_say(fd, chunk);
        world_say(fd, "\r\n");
    }
    world_say(fd, "0\r\n\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 413);
    (void)close(fd);
    CHECK(world_status(w, "GET /hello HTTP/1.1\r\n" HOST "Content-Length: 1\r\n\r\nx") == 413);
    CHECK(w->handled == 0);
    CHECK(http_counts(w->server).refused == 3);
    free(chunk);
    world_stop(w, 1000);
}

/* Who misspells an address is told that, and not that his words were too long. */
static void says_no_such_page_whatever_is_sent_to_it(void **state)
{
    static const char *const heads[] = {
        "POST /nothing HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nok",
        "POST /nothing HTTP/1.1\r\n" HOST "Content-Length: 99999999999\r\n\r\n",
        "POST /nothing HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n",
        "POST /nothing HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n",
    };
    struct world *w = start_plain();

    (void)state;
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        int fd = world_dial(w);
        world_say(fd, heads[i]);
        CHECK(world_hear(fd, 2000, &heard) && heard.status == 404);
        (void)close(fd);
    }
    world_stop(w, 1000);
}

/* Closing at once would reset the connection under a client that is still sending. */
static void lets_a_sender_hear_why_its_body_was_refused(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);
    const size_t n = 8 * 1024 * 1024;
    char *body = calloc(1, n), rest;
    size_t sent = 0;

    (void)state;
    world_say(fd, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 8388608\r\n\r\n");
    while (sent < n) {
        ssize_t some = send(fd, body + sent, n - sent, MSG_NOSIGNAL);
        CHECK(some > 0);
        sent += (size_t)some;
    }
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 413);
    CHECK(recv(fd, &rest, 1, 0) == 0); /* an end, not a reset */
    (void)close(fd);
    free(body);
    world_stop(w, 1000);
}

static void hangs_up_on_an_endless_body(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);
    char *chunk = calloc(1, 60001);
    bool cut = false;

    (void)state;
    memset(chunk, 'x', 60000);
    world_say(fd, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 200 && !cut; i++) {
        char line[] = "EA60\r\n";
        cut = send(fd, line, 6, MSG_NOSIGNAL) < 0 || send(fd, chunk, 60000, MSG_NOSIGNAL) < 0 ||
              send(fd, "\r\n", 2, MSG_NOSIGNAL) < 0;
    }
    CHECK(cut);
    CHECK(w->handled == 0);
    (void)close(fd);
    free(chunk);
    world_stop(w, 1000);
}

static void reads_forms_and_refuses_other_types(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);

    (void)state;
    world_say(fd, "POST /form HTTP/1.1\r\n" HOST
                  "Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\n"
                  "Content-Length: 24\r\n\r\na=%E5%B7%9E+x&b=&a=2&c&&");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    check_body("a=\xe5\xb7\x9e x\nb=\na=2\nc=\n");
    world_say(fd,
              "POST /form HTTP/1.1\r\n" HOST "Content-Type: application/x-www-form-urlencoded\r\n"
              "Content-Length: 4\r\n\r\na=%0");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 400);
    world_say(fd, "POST /form HTTP/1.1\r\n" HOST "Content-Type: text/plain\r\n"
                  "Content-Length: 3\r\n\r\na=1");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 415);
    CHECK(world_status(w, "POST /form HTTP/1.1\r\n" HOST "Content-Length: 12\r\n"
                          "Content-Type: multipart/form-data; boundary=b\r\n\r\n"
                          "--b\r\n--b--\r\n") == 415);
    (void)close(fd);
    CHECK(w->handled == 1);
    world_stop(w, 1000);
}

static void post_upload(int fd, const char *token, const char *tail)
{
    char body[1024], head[512];
    int n = snprintf(body, sizeof(body),
                     "--bnd\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n%s\r\n"
                     "--bnd\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.jpg\"\r\n"
                     "Content-Type: image/jpeg\r\n\r\n0123456789%s",
                     token, tail);

    (void)snprintf(head, sizeof(head),
                   "POST /upload HTTP/1.1\r\n" HOST
                   "Content-Type: multipart/form-data; boundary=bnd\r\n"
                   "Content-Length: %d\r\n\r\n",
                   n);
    world_say(fd, head);
    world_say(fd, body);
}

static void gives_files_to_the_sink_after_the_token(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);

    (void)state;
    post_upload(fd, "good", "\r\n--bnd--\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    check_body("token=good\n");
    CHECK(w->begun == 1 && w->ended == 1 && w->file_bytes == 10);
    post_upload(fd, "bad", "\r\n--bnd--\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200);
    CHECK(w->begun == 1 && w->file_bytes == 10 && w->aborted == 0);
    post_upload(fd, "good", "\r\n--bnd-?\r\n"); /* malformed after the file was complete */
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 400);
    CHECK(w->begun == 2 && w->ended == 2 && w->aborted == 1);
    (void)close(fd);
    world_stop(w, 1000);
}

static void aborts_the_sink_when_the_client_goes(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);
    char head[] =
        "POST /upload HTTP/1.1\r\n" HOST "Content-Type: multipart/form-data; boundary=bnd\r\n"
        "Content-Length: 100000\r\n\r\n"
        "--bnd\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\ngood\r\n"
        "--bnd\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\nabc";

    (void)state;
    world_say(fd, head);
    for (int i = 0; i < 200 && w->file_bytes == 0; i++)
        (void)poll(NULL, 0, 5);
    CHECK(w->begun == 1 && w->file_bytes == 3);
    (void)close(fd);
    for (int i = 0; i < 200 && w->aborted == 0; i++)
        (void)poll(NULL, 0, 5);
    CHECK(w->aborted == 1 && w->ended == 0 && w->handled == 0);
    world_stop(w, 1000);
}

static void sends_streams_and_closes_them_once(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);

    (void)state;
    world_say(fd, "GET /file HTTP/1.1\r\n" HOST "\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200 && heard.body_n == 200000);
    CHECK(world_has_header(&heard, "content-length: 200000"));
    world_say(fd, "GET /chunks HTTP/1.1\r\n" HOST "\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 200 && heard.body_n == 200000);
    world_say(fd, "HEAD /file HTTP/1.1\r\n" HOST "\r\nGET /hello HTTP/1.1\r\n" HOST "\r\n");
    for (int i = 0; i < 400 && (w->handled < 4 || http_counts(w->server).open > 0); i++) {
        (void)poll(NULL, 0, 5);
        if (w->handled == 4 && fd >= 0) {
            (void)close(fd);
            fd = -1;
        }
    }
    CHECK(w->handled == 4 && w->streams_closed == 3);
    world_stop(w, 1000);
}

static void never_lets_a_header_value_become_a_header(void **state)
{
    struct world *w = start_plain();
    int fd = world_dial(w);

    (void)state;
    world_say(fd, "GET /split?v=1 HTTP/1.1\r\n" HOST "\r\n");
    CHECK(world_hear(fd, 2000, &heard) && heard.status == 500 && heard.body_n == 0);
    CHECK(!world_has_header(&heard, "set-cookie"));
    (void)close(fd);
    world_stop(w, 1000);
}

static void listens_on_a_unix_socket(void **state)
{
    char dir[] = "/tmp/yg-http-XXXXXX", listen[64];
    struct http_options o = { .io_threads = 1 };
    struct stat st;
    struct world *w;

    (void)state;
    assert_non_null(mkdtemp(dir));
    (void)snprintf(listen, sizeof(listen), "unix:%s/s", dir);
    o.listen = listen;
    for (int i = 0; i < 2; i++) {
        w = world_start(&o);
        CHECK(stat(listen + 5, &st) == 0 && (st.st_mode & 0777) == 0660);
        CHECK(world_status(w, "GET /hello HTTP/1.1\r\n" HOST "\r\n") == 200);
        world_stop(w, 1000);
        CHECK(stat(listen + 5, &st) != 0);
    }
    CHECK(rmdir(dir) == 0);
}

static void takes_over_a_socket_left_by_a_crash_but_not_a_live_one(void **state)
{
    char dir[] = "/tmp/yg-http-XXXXXX", listen_on[64];
    struct http_options o = { .io_threads = 1, .workers = 1 };
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    int left = socket(AF_UNIX, SOCK_STREAM, 0);
    struct http_server *second = NULL;
    struct fault f = { 0 };
    struct http_app app;
    struct world *w;

    (void)state;
    assert_non_null(mkdtemp(dir));
    (void)snprintf(listen_on, sizeof(listen_on), "unix:%s/s", dir);
    memcpy(at.sun_path, listen_on + 5, strlen(listen_on + 5));
    CHECK(bind(left, (struct sockaddr *)&at, sizeof(at)) == 0);
    (void)close(left); /* the file stays */
    o.listen = listen_on;
    w = world_start(&o);
    world_app(w, &app);
    CHECK(http_start(&o, &app, &f, &second) == ERR_IO);
    CHECK(world_status(w, "GET /hello HTTP/1.1\r\n" HOST "\r\n") == 200);
    world_stop(w, 1000);
    CHECK(rmdir(dir) == 0);
}

static void says_why_it_cannot_listen(void **state)
{
    static const char *const wrong[] = { "127.0.0.1",   "localhost:80", ":80",
                                         "127.0.0.1:x", "unix:",        "192.0.2.1:80" };
    struct world *running = start_plain(); /* its application serves the others too */

    (void)state;
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct http_options o = { .listen = wrong[i], .workers = 1 };
        struct http_app app = { 0 };
        struct http_server *s = NULL;
        struct fault f = { 0 };
        world_app(running, &app);
        CHECK(http_start(&o, &app, &f, &s) != ERR_OK);
        CHECK(f.detail[0] != '\0' && s == NULL);
    }
    world_stop(running, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_connections_and_answers_pipelined_requests_in_order),
        cmocka_unit_test(answers_head_without_a_body),
        cmocka_unit_test(reads_whole_and_chunked_bodies),
        cmocka_unit_test(says_continue_only_to_what_it_will_read),
        cmocka_unit_test(refuses_too_much_before_and_while_reading),
        cmocka_unit_test(says_no_such_page_whatever_is_sent_to_it),
        cmocka_unit_test(lets_a_sender_hear_why_its_body_was_refused),
        cmocka_unit_test(hangs_up_on_an_endless_body),
        cmocka_unit_test(reads_forms_and_refuses_other_types),
        cmocka_unit_test(gives_files_to_the_sink_after_the_token),
        cmocka_unit_test(aborts_the_sink_when_the_client_goes),
        cmocka_unit_test(sends_streams_and_closes_them_once),
        cmocka_unit_test(never_lets_a_header_value_become_a_header),
        cmocka_unit_test(listens_on_a_unix_socket),
        cmocka_unit_test(takes_over_a_socket_left_by_a_crash_but_not_a_live_one),
        cmocka_unit_test(says_why_it_cannot_listen),
    };

    return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
