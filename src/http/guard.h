/*
 * guard.h - the strict reading of a request head that libmicrohttpd's parser read loosely.
 *
 * Layer:  http                      Memory: what is decoded lives in the arena; header values and
 *                                   the head's own bytes are borrowed from the connection
 * Source: RFC 9110, RFC 9112; measurements in docs of the parser's leniency (design 5)
 *
 * libmicrohttpd cuts the head in place: the blank after the method, the blank before the version,
 * each colon and each line end become NUL. So the parts it hands over must lie back to back, with
 * exactly the separators of a well-formed head between them, and end where its own count of the
 * head's bytes ends. Whatever it swallowed (a NUL, a folded line, a bare LF, doubled blanks) leaves
 * a gap in that chain, and a head with a gap is refused. Were a later version to copy the parts,
 * every request would be refused and the tests would say so.
 *
 * Known gaps, which only a parser of our own could close (nginx in front refuses or re-encodes
 * them): NULs and bare LFs that together take the place of a CR LF at a line's end; bare LF in
 * chunks.
 */
#ifndef YG_HTTP_GUARD_H
#define YG_HTTP_GUARD_H

#include "http/http.h"

#define GUARD_TARGET_MAX 8192 /* bytes of path and query as sent */
#define GUARD_HEADERS_MAX 100
#define GUARD_QUERY_MAX 64 /* pairs */

struct guard_head {
    const char *method;    /* NUL-terminated, where it lies in the head */
    const char *target_at; /* where the target lay; only compared, its bytes may be changed */
    struct str target;     /* as sent */
    const char *version;   /* NUL-terminated, where it lies in the head */
    size_t size;           /* bytes from method to the end of the head, as the parser counts */
    const struct http_pair *headers; /* as sent, in order, where they lie in the head */
    size_t header_count;
};

/* How the body is framed. */
struct guard_body {
    bool chunked;
    int64_t length; /* 0 when there is none */
    bool close;     /* the answer must end the connection */
};

struct guard_refusal {
    int status;      /* 400 414 431 501 */
    const char *key; /* catalogue key */
};

/*
 * Fills r->method, path, query, headers (names lower case, values trimmed) and *body. False: the
 * request must not be handled; *why says what to answer, and the connection must be closed.
 */
MUST_CHECK bool guard_check(struct arena *a, const struct guard_head *head, struct req *r,
                            struct guard_body *body, struct guard_refusal *why);

bool guard_is_token(struct str s);   /* RFC 9110 5.6.2 */
struct str guard_trim(struct str s); /* blanks and tabs at both ends */
struct str guard_lower(struct arena *a, struct str s);
bool guard_equal_nocase(struct str a, struct str b); /* ASCII */

#endif
