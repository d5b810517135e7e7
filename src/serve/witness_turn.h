/*
 * witness_turn.h - a thread that asks the log's witnesses about each new head. The sequencer and
 * every request go on without it.
 *
 * Layer: serve
 */
#ifndef YG_SERVE_WITNESS_TURN_H
#define YG_SERVE_WITNESS_TURN_H

#include "domain/log_witness.h"

struct witness_turn_options {
    struct app *app;
    struct chance *chance;
    struct instant (*now)(void *u); /* the program's clock */
    void *u;
};
struct witness_turn;
struct witness_turn *witness_turn_start(struct arena *a, const struct witness_turn_options *o);
void witness_turn_stop(struct witness_turn *t); /* after the request under way; NULL is allowed */

/* Other machines, by net/. */
const struct log_net *witness_net(void);

#endif
