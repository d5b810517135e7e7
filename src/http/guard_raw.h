/*
 * guard_raw.h - cuts a raw head in place as libmicrohttpd 0.9.75 does, for the tests and the fuzzer
 * of the guard. Loose on purpose: it shows the guard what the library lets through.
 *
 * Layer:  http, tests only
 */
#ifndef YG_HTTP_GUARD_RAW_H
#define YG_HTTP_GUARD_RAW_H

#include "http/guard.h"

#define GUARD_RAW_MAX 65536

struct guard_raw {
    char bytes[GUARD_RAW_MAX + 1];
    size_t n;
    struct http_pair headers[GUARD_HEADERS_MAX + 8];
    char target[GUARD_RAW_MAX + 1];
    char folded[GUARD_RAW_MAX + 1]; /* where the library puts a line that goes on */
    struct guard_head head;
};

/* False: the library refuses the head itself, or it is not complete. At most GUARD_RAW_MAX bytes
 * are looked at. */
bool guard_raw_cut(struct guard_raw *g, const void *raw, size_t n);

#endif
