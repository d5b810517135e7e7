/*
 * http_world.h - for the tests of http/: a running server with a small application, and a client
 * that says bytes and hears answers.
 *
 * Layer:  http, tests only
 * Application: GET /hello inline; GET /slow?ms=N on a worker; GET /wait until the gate opens, on a
 *         worker; POST /echo whole body; POST /form and /upload answer what they were given;
 *         POST /lane?ms=N and /officer?ms=N hash in their lane; GET /file a stream of known size,
 *         /chunks one of unknown size; GET /none takes no body.
 */
#ifndef YG_HTTP_WORLD_H
#define YG_HTTP_WORLD_H

#include <stdatomic.h>

#include "base/test.h"
#include "http/http.h"

#define WORLD_ANSWER_MAX (256 * 1024)

struct world {
    struct http_server *server;
    struct http_options options;
    _Atomic int handled;               /* requests that reached a handler */
    _Atomic bool gate;                 /* GET /wait ends when it opens */
    _Atomic int waiting;               /* requests that wait at the gate */
    _Atomic int begun, ended, aborted; /* of the sink */
    _Atomic int64_t file_bytes;
    _Atomic int streams_closed;
    _Atomic int jobs; /* run in lanes */
};

struct answer {
    int status; /* 0: none */
    char head[8192];
    char body[WORLD_ANSWER_MAX];
    size_t body_n;
};

struct world *world_start(const struct http_options *o); /* listen NULL: 127.0.0.1:0 */
void world_stop(struct world *w, int grace_ms);
void world_app(struct world *w, struct http_app *ret);

int world_dial(struct world *w);
void world_say(int fd, const char *text);
void world_say_bytes(int fd, const void *p, size_t n);
/* Reads one whole answer; false when the connection ended or timeout_ms passed before it. */
bool world_hear(int fd, int timeout_ms, struct answer *ret);
bool world_closed(int fd, int timeout_ms); /* the other side has ended, nothing more to read */
bool world_has_header(const struct answer *a, const char *line); /* "Name: value", without case */
int64_t world_ms(void);
/* One request on a connection of its own. */
int world_status(struct world *w, const char *request);

#endif
