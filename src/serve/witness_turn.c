#include "serve/witness_turn.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "base/log.h"
#include "domain/actor.h"

#define TURN_ARENA_MAX (64u << 20)
#define TICK_MS 200

struct witness_turn {
    struct witness_turn_options o;
    struct log_pace pace;
    pthread_t thread;
    atomic_bool stopping;
};

static void ask(void *u, struct arena *a, struct fetch *all, size_t n, int timeout_ms,
                void (*done)(void *u, struct fetch *f), void *done_u)
{
    (void)u;
    fetch_all(a, all, n, timeout_ms, done, done_u);
}

const struct log_net *witness_net(void)
{
    static const struct log_net net = { .fetch = ask };
    return &net;
}

static int64_t monotonic_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void turn(struct witness_turn *t, struct arena *a)
{
    struct ctx c = { .app = t->o.app,
                     .store = t->o.app->store,
                     .arena = a,
                     .now = t->o.now(t->o.u),
                     .chance = t->o.chance,
                     .actor = actor_system(a) };
    if (log_witness_turn(&c, witness_net(), &t->pace, monotonic_ms()) != ERR_OK)
        log_event(LOG_ERROR, "log.not_asked", "key=%s detail=\"%s\"",
                  c.fault.key ? c.fault.key : "?", c.fault.detail);
    arena_reset(a);
}

static void *turns_main(void *u)
{
    struct witness_turn *t = u;
    ARENA_AUTO a = arena_new(TURN_ARENA_MAX);
    while (!atomic_load(&t->stopping)) {
        struct timespec tick = { 0, TICK_MS * 1000000L };
        nanosleep(&tick, NULL);
        if (!atomic_load(&t->stopping))
            turn(t, a);
    }
    return NULL;
}

struct witness_turn *witness_turn_start(struct arena *a, const struct witness_turn_options *o)
{
    struct witness_turn *t = arena_new_of(a, struct witness_turn);
    t->o = *o;
    return pthread_create(&t->thread, NULL, turns_main, t) == 0 ? t : NULL;
}

void witness_turn_stop(struct witness_turn *t)
{
    if (!t)
        return;
    atomic_store(&t->stopping, true);
    pthread_join(t->thread, NULL);
}
