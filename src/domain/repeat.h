/*
 * repeat.h - has this been reported before? Same accused by tokens, like words by sketches.
 *
 * Layer: domain   Owns: sketch, sketch_band   Source: domain 3.3 T02, T12; CC 14; design 7.3
 * Both are made when a report is registered, in a session of the petition office, under its desk's
 * keys: without that desk nobody can tell which reports are alike. What is found is shown to whom
 * it lies in reach, and a person decides (T12).
 */
#ifndef YG_DOMAIN_REPEAT_H
#define YG_DOMAIN_REPEAT_H

#include "domain/report.h"
#include "domain/vault.h"

#define REPEAT_ALIKE 25 /* percent; less is chance and turns of phrase */
#define REPEATS_MAX 20
#define REPEAT_ROLES (RO_CLERK | RO_SCREENER | RO_PO_HEAD) /* who stand at a po desk and screen */

struct repeat_new {
    bool made; /* else the text is too short, or none of his desks is that body's */
    int64_t desk;
    uint32_t generation;
    struct str bands, sealed;
};
/* Before the transaction: the sketch of this report under the actor's po desk of org, its rows
 * sealed under the matter's Km. */
MUST_CHECK enum err repeat_prepare(struct ctx *c, int64_t report, int64_t matter, int64_t org,
                                   const struct key *km, const struct report_form *f,
                                   struct repeat_new *ret);
/* Inside. */
MUST_CHECK enum err repeat_store(struct ctx *c, int64_t report, int64_t matter,
                                 const struct repeat_new *n);
/* Inside: under every desk. */
MUST_CHECK enum err repeat_drop(struct ctx *c, int64_t report);

/* Other matters in reach that this one may repeat, the most alike first; looking is written to the
 * audit chain. Each body's own only. ERR_NOT_FOUND "matter.none"; none for who does not read the
 * reports of the matter. */
MUST_CHECK enum err repeat_candidates(struct ctx *c, int64_t matter, struct repeat_list *ret);

#endif
