#include "base/log.h"
#include "http/server.h"

/* Hands an answer over to libmicrohttpd. Bodies lie in the request's arena or in the program and
 * are not copied; header values are (its own copies, freed with the answer). */

static ssize_t stream_read(void *u, uint64_t offset, char *p, size_t n)
{
    struct call *c = u;
    int64_t got = c->resp.stream.read(c->resp.stream.u, offset, (uint8_t *)p, n);

    /* A body of known size passes through a buffer that the library allocates and frees as it is;
     * one of unknown size through the connection's memory, which it wipes itself. */
    if (c->resp.stream.size >= 0) {
        c->stream_at = p;
        if (n > c->stream_n)
            c->stream_n = n;
    }
    if (got == 0)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (got < 0 || (uint64_t)got > n)
        return MHD_CONTENT_READER_END_WITH_ERROR;
    conn_deadline(c->conn, HTTP_SEND_GRACE_MS + got * 1000 / HTTP_SEND_RATE_MIN);
    return (ssize_t)got;
}

static struct MHD_Response *make(struct call *c)
{
    struct str body = buf_str(&c->resp.body);

    conn_deadline(c->conn, HTTP_SEND_GRACE_MS);
    if (c->resp.stream.read) {
        uint64_t size = c->resp.stream.size < 0 ? MHD_SIZE_UNKNOWN : (uint64_t)c->resp.stream.size;
        return MHD_create_response_from_callback(size, HTTP_STREAM_BLOCK, stream_read, c, NULL);
    }
    if (!str_absent(c->resp.fixed))
        body = c->resp.fixed;
    conn_deadline(c->conn, HTTP_SEND_GRACE_MS + (int64_t)body.n * 1000 / HTTP_SEND_RATE_MIN);
    /* the library takes a pointer that is not const and does not write through it */
    return MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p,
                                           MHD_RESPMEM_PERSISTENT);
}

static bool has_header(const struct resp *w, struct str name)
{
    for (size_t i = 0; i < w->header_count; i++)
        if (guard_equal_nocase(w->headers[i].name, name))
            return true;
    return false;
}

/* A value with a line end would begin a header of its own: the library refuses it, and the answer
 * becomes a bare 500, for it is the program that made it. */
static bool add_headers(struct call *c, struct MHD_Response *r)
{
    for (size_t i = 0; i < c->resp.header_count; i++) {
        struct http_pair h = c->resp.headers[i];
        if (str_empty(h.value))
            continue;
        if (MHD_add_response_header(r, str_z(c->ctx.arena, h.name), str_z(c->ctx.arena, h.value)) ==
            MHD_NO)
            return false;
    }
    if ((c->framing.close || atomic_load(&c->server->stopping)) &&
        !has_header(&c->resp, S("connection")))
        return MHD_add_response_header(r, "Connection", "close") == MHD_YES;
    return true;
}

enum MHD_Result answer_send(struct call *c)
{
    unsigned status = c->resp.status ? (unsigned)c->resp.status : 200;
    struct MHD_Response *r;
    enum MHD_Result sent;

    c->stage = CALL_SENT;
    r = make(c);
    if (!r)
        return MHD_NO;
    if (!add_headers(c, r)) {
        log_event(LOG_ERROR, "http.header", "status=%u", status);
        MHD_destroy_response(r);
        r = MHD_create_response_from_buffer(0, (void *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
        if (!r)
            return MHD_NO;
        status = 500;
    }
    sent = MHD_queue_response(c->mhd, status, r);
    MHD_destroy_response(r);
    return sent;
}

void answer_over(struct call *c)
{
    /* the library's buffer is still there; it goes after this */
    if (c->stream_at)
        explicit_bzero((void *)(uintptr_t)c->stream_at, c->stream_n);
    c->stream_at = NULL;
    if (c->resp.stream.close)
        c->resp.stream.close(c->resp.stream.u);
    c->resp.stream = (struct http_stream){ 0 };
}
