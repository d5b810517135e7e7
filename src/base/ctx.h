/*
 * ctx.h - what one request carries through the rooms. Time and chance come in here and only here.
 *
 * Layer:  base (knows the upper things by pointer only)
 */
#ifndef YG_BASE_CTX_H
#define YG_BASE_CTX_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/time.h"

struct app;   /* domain/app.h: loaded data (procedure, calendar, parameters), server key */
struct store; /* store/store.h */
struct idempotency;
struct actor; /* domain/actor.h: who acts, with what roles and keys */
struct tx;    /* store/store.h: the open transaction of this request, else NULL */
struct conn;  /* store/driver.h: what all its reads go to, between store_reads_begin and _end */

/* Random bytes; the doors hand in the system's, tests a seeded one. */
struct chance {
    void (*fill)(struct chance *self, void *p, size_t n);
    _Atomic int64_t run; /* the last id of ctx_run_id; 0 before the first */
};

struct ctx {
    struct app *app;
    struct store *store;
    struct tx *tx;
    struct conn *reads;
    struct arena *arena;
    struct instant now; /* fixed for the whole request */
    struct chance *chance;
    struct actor *actor; /* never NULL; nobody logged in = an actor without roles */
    struct fault fault;
    struct idempotency *once; /* domain/idempotency.h: it may be sent twice; NULL: not asked */
};

static inline void ctx_random(struct ctx *c, void *p, size_t n)
{
    c->chance->fill(c->chance, p, n);
}
int64_t ctx_random_id(struct ctx *c); /* 63 bits, never 0: ids are random, made before sealing */
/* The same for rows whose id is never named outside (events, clocks, chains): it counts on from the
 * last one, with a new random beginning after CTX_RUN ids, so that rows written together lie
 * together (docs/adr/0007). Two ids seen side by side would tell how much lies between them: what
 * stands in a URL or an answer takes ctx_random_id. */
#define CTX_RUN 65536
int64_t ctx_run_id(struct ctx *c);
static inline struct day ctx_today(const struct ctx *c)
{
    return day_of(c->now);
}

/* The system's random source (getrandom); for doors only. */
struct chance *chance_system(void);

#endif
