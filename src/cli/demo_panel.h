/*
 * demo_panel.h - registers, codes and who comes by code, in the demo's stories.
 *
 * Layer: cli (inside of demo_*.c)
 */
#ifndef YG_CLI_DEMO_PANEL_H
#define YG_CLI_DEMO_PANEL_H

#include "cli/demo.h"
#include "domain/panel.h"

/* By c->actor: kind, name, unit, field. Who stands in the register already stays. */
MUST_CHECK enum err demo_enrol(struct ctx *c, const struct move_field *f, size_t n);
/* The one of that kind who serves there, as a move takes him; "" none. */
struct str demo_member(struct ctx *c, int64_t org, struct str kind);
/* By c->actor: codes for the open sub-procedure of a kind, kept for this story. */
MUST_CHECK enum err demo_codes(struct demo *d, struct ctx *c, struct demo_story *s,
                               struct str kind);
/* All whom this step is for do it, one after another. */
MUST_CHECK enum err demo_by_code(struct ctx *c, const struct demo_story *s, struct str move,
                                 const struct move_field *f, size_t n);
/* The custodian compares whatever waits. */
MUST_CHECK enum err demo_checks(struct ctx *c);

#endif
