/*
 * log_world.h - a small log for tests: key and second copy in a folder that goes with the world.
 *
 * Layer: domain (test library only)
 */
#ifndef YG_DOMAIN_LOG_WORLD_H
#define YG_DOMAIN_LOG_WORLD_H

#include "domain/sequencer.h"
#include "domain/world.h"
#include "tlog/leaf.h"

#define LOG_WORLD_ORIGIN "log.example/ygxf"

struct log_paths log_world_paths(struct world *w);
/* log_make and sequencer_open; acts as the system from then on. */
struct sequencer *log_world(struct world *w, struct log_paths *paths);
/* A report at 330411, in the log or on its way to it, and a sequencer for it. */
struct log_story {
    struct world *w;
    struct sequencer *q;
    struct log_paths paths;
    struct report_receipt slip;
};
struct log_story log_story_new(void); /* taken in, nothing logged, past the minutes for changes */
void log_story_free(struct log_story *s);
#define LOG_STORY_AUTO __attribute__((cleanup(log_story_free))) struct log_story
struct ctx *log_story_reporter(struct log_story *s);
void log_story_register(struct log_story *s); /* registered and screened: T02, T04 */
void log_story_drain(struct log_story *s);    /* all that waits is logged */

/* n leaves of no case in the queue; their entries tell the number they were put in with. */
void log_world_wait(struct world *w, int n);
/* The stored entry of an index; absent when there is none. */
struct str log_world_entry(struct ctx *c, int64_t index);
/* The root of entries 0..size-1 by the definition of RFC 6962, knowing no tile. */
struct hash log_world_root(struct ctx *c, int64_t size);

#endif
