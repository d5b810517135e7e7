/*
 * log_turn.h - the public log's own thread: a batch each period of real time, also where the clock
 * of the program stands still.
 *
 * Layer: serve
 * What goes wrong is told to the operator and tried again at the next turn; intake never waits for
 * it. When another process took over, this one stops for good.
 */
#ifndef YG_SERVE_LOG_TURN_H
#define YG_SERVE_LOG_TURN_H

#include "domain/sequencer.h"

struct log_turn; /* opaque */

struct log_turn_options {
    struct app *app;
    struct log_paths paths;
    struct chance *chance;
    struct instant (*now)(void *u); /* the program's clock */
    void *u;
};
/* NULL: no thread could be started. The arena keeps it. */
struct log_turn *log_turn_start(struct arena *a, const struct log_turn_options *o);
void log_turn_stop(struct log_turn *t); /* waits for the turn that runs; NULL is allowed */

#endif
