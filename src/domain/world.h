/*
 * world.h - a small province for tests: memory database, the shipped rules, officers of every role.
 *
 * Layer: domain (test library only)
 */
#ifndef YG_DOMAIN_WORLD_H
#define YG_DOMAIN_WORLD_H

#include "base/test.h"
#include "domain/app.h"
#include "domain/move.h"

struct world {
    struct ctx ctx;            /* as nobody; use world_as */
    struct app *app;
    struct chance_seeded chance;
};
/* 2026-09-18T10:00+08:00; bodies 330000 330400 330411 330411001… with officers w<code>-<role> of every
 * officer role, logged in once so that all desks live; password hashing cost lowered. */
struct world *world_new(void);
void world_free(struct world *w);
static inline void world_drop(struct world **w) { world_free(*w); }
#define WORLD_AUTO __attribute__((cleanup(world_drop))) struct world *
void world_time(struct world *w, const char *rfc3339);             /* moves the clock and runs the jobs */
/* Acts as the first officer of the body with that role (log-in done), as a reporter, or nobody. */
struct ctx *world_as(struct world *w, int64_t org, uint32_t role);
struct ctx *world_as_reporter(struct world *w, struct str report_no, struct str password);
struct ctx *world_as_nobody(struct world *w);
/* A valid form to change: real-name village cadre in 330411. */
struct report_form world_form(void);
struct report_receipt world_report(struct world *w, const struct report_form *f);
struct move_result world_move(struct world *w, int64_t org, uint32_t role, int64_t matter, const char *move, const char *fields /* "a=1&b=2" */);
#endif
