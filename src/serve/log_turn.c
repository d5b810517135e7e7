#include "serve/log_turn.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "base/log.h"
#include "domain/actor.h"

#define TURN_ARENA_MAX (256u << 20) /* a batch of 65,536, read back */
#define KEPT_ARENA_MAX (1u << 20)
#define TICK_MS 100
#define PERIOD_MAX_S 3600

struct log_turn {
    struct log_turn_options o;
    pthread_t thread;
    atomic_bool stopping;
    struct arena *kept; /* of the sequencer */
    struct sequencer *sequencer;
    bool over; /* another process took over */
};

static int64_t monotonic_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t period_ms(struct ctx *c)
{
    int64_t s = app_parameter(c, LOG_ORG, S("log.period_s"), ctx_today(c)).value;
    return 1000 * (s < 1 ? 1 : s > PERIOD_MAX_S ? PERIOD_MAX_S : s);
}

static void drop(struct log_turn *t)
{
    sequencer_close(t->sequencer);
    t->sequencer = NULL;
    arena_reset(t->kept);
}

static enum err turn(struct log_turn *t, struct ctx *c, bool batch)
{
    if (!app_switch(c, LOG_ORG, "sw_tlog"))
        return ERR_OK;
    bool stale = false;
    if (t->sequencer)
        TRY(sequencer_is_stale(c, t->sequencer, &stale));
    if (stale)
        drop(t);
    if (!t->sequencer) {
        TRY(sequencer_open(c, t->kept, &t->o.paths, &t->sequencer));
        log_event(LOG_INFO, "log.open", "copy=%s", t->o.paths.copy);
    }
    return batch ? sequencer_turn(c, t->sequencer, monotonic_ms()) : ERR_OK;
}

/* One turn, and the time of the next. */
static int64_t turn_and_next(struct log_turn *t, struct arena *a, int64_t at, bool batch)
{
    struct ctx c = { .app = t->o.app,
                     .store = t->o.app->store,
                     .arena = a,
                     .now = t->o.now(t->o.u),
                     .chance = t->o.chance,
                     .actor = actor_system(a) };
    if (turn(t, &c, batch) != ERR_OK) {
        log_event(LOG_ERROR, "log.not_signed", "key=%s detail=\"%s\"",
                  c.fault.key ? c.fault.key : "?", c.fault.detail);
        t->over = c.fault.err == ERR_CONFLICT && str_eq(str_of(c.fault.key), S("log.lease"));
        drop(t); /* read everything anew the next time */
    }
    int64_t next = at + period_ms(&c), now = monotonic_ms();
    arena_reset(a);
    return next > now ? next : now + period_ms(&c);
}

static void *turns_main(void *u)
{
    struct log_turn *t = u;
    ARENA_AUTO a = arena_new(TURN_ARENA_MAX);
    int64_t next = turn_and_next(t, a, monotonic_ms(), false); /* what was left unsigned */
    while (!atomic_load(&t->stopping) && !t->over) {
        struct timespec tick = { 0, TICK_MS * 1000000L };
        nanosleep(&tick, NULL);
        if (monotonic_ms() >= next && !atomic_load(&t->stopping))
            next = turn_and_next(t, a, next, true);
    }
    return NULL;
}

struct log_turn *log_turn_start(struct arena *a, const struct log_turn_options *o)
{
    struct log_turn *t = arena_new_of(a, struct log_turn);
    t->o = *o;
    t->kept = arena_new(KEPT_ARENA_MAX);
    if (pthread_create(&t->thread, NULL, turns_main, t) == 0)
        return t;
    arena_free(t->kept);
    return NULL;
}

void log_turn_stop(struct log_turn *t)
{
    if (!t)
        return;
    atomic_store(&t->stopping, true);
    pthread_join(t->thread, NULL);
    drop(t);
    arena_free(t->kept);
}
