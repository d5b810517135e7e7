/*
 * move_publish.h - guards and effects of the steps of SP_OPEN and SP_PUBLISH.
 *
 * Layer: domain (inside of move*.c)   Source: domain 6.3-6.5
 */
#ifndef YG_DOMAIN_MOVE_PUBLISH_H
#define YG_DOMAIN_MOVE_PUBLISH_H

#include "domain/move_parts.h"
#include "domain/pub_screen.h"

MUST_CHECK enum err guard_mode(struct run *r);
MUST_CHECK enum err guard_mode_i(struct run *r);
MUST_CHECK enum err guard_mode_alone(struct run *r);
MUST_CHECK enum err guard_mode_consent(struct run *r);
MUST_CHECK enum err guard_pub_open(struct run *r);
MUST_CHECK enum err guard_pub_plan(struct run *r);
MUST_CHECK enum err guard_pub_text(struct run *r);
MUST_CHECK enum err guard_pub_no_consent(struct run *r);
MUST_CHECK enum err guard_pub_hash(struct run *r);
MUST_CHECK enum err guard_pub_approve(struct run *r);
MUST_CHECK enum err guard_pub_post(struct run *r);
MUST_CHECK enum err guard_pub_meeting(struct run *r);
MUST_CHECK enum err guard_open_handling(struct run *r);
MUST_CHECK enum err guard_open_meeting(struct run *r);

/* Of a step of SP_PUBLISH. */
MUST_CHECK enum err publish_prepare(struct run *r);
MUST_CHECK enum err publish_store(struct run *r);
/* What papers say of it; "" when its text is not open. */
void publish_paper_values(struct run *r, struct str *ret_title, struct str *ret_text);
/* What the comparison found, each to be cleared by a field of its own: "cleared.1". */
MUST_CHECK enum err publish_hits(struct run *r, struct pub_hits *ret);
struct str publish_hit_field(struct arena *a, size_t i);

#endif
