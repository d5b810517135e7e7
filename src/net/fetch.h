/*
 * fetch.h - asks other machines over HTTP: a handful of small requests at once, each with an end.
 *
 * Layer:  net   Source: docs/adr/0010
 * The `curl` program does it, one child process for each request: TLS and its certificates, proxies
 * and name servers stay outside of this process and its memory. Nothing secret is ever sent.
 * Memory: answers lie in the arena. No redirects; http and https only.
 */
#ifndef YG_NET_FETCH_H
#define YG_NET_FETCH_H

#include "base/arena.h"

#define FETCH_MAX 16 /* requests at once */
#define FETCH_ANSWER_MAX (64 * 1024)
#define FETCH_URL_MAX 1024

struct fetch {
    const char *url;
    struct str body; /* absent: GET, else POST */
    /* the answer */
    int status;      /* 0: none came */
    struct str type; /* Content-Type as sent, may be empty */
    struct str answer;
    const char *why; /* status 0: "timeout", "unreachable", "too_long", "no_curl" */
};

/* "http://host…" or "https://host…", printable ASCII, no blank, no '#' or '?'. */
bool fetch_url_ok(struct str url);

/* All of them at once; returns when each has ended, after timeout_ms at the latest (and a moment
 * for the children). done (may be NULL) is called for each as it ends. */
void fetch_all(struct arena *a, struct fetch *all, size_t n, int timeout_ms,
               void (*done)(void *u, struct fetch *f), void *u);

#endif
