/*
 * log_metrics.h - is the public log keeping up? What waits, what is signed, what others have seen.
 *
 * Layer: domain (reads only)   Source: log.md 3.5
 * Numbers of the whole log; nothing of a matter, a body or a person.
 */
#ifndef YG_DOMAIN_LOG_METRICS_H
#define YG_DOMAIN_LOG_METRICS_H

#include "domain/log_witness.h"

struct log_metrics {
    bool made;              /* else nothing below is filled */
    int64_t pending;        /* leaves of events that wait for their place */
    int64_t public_pending; /* and public ones */
    int64_t oldest_ms;      /* how long the oldest of all has waited; 0: none waits */
    uint64_t size;          /* of the tree */
    uint64_t signed_size;   /* of the last signed head */
    int64_t cosigned_size;  /* of the last head that the quorum signed; -1: none */
    struct instant seen;    /* when a witness last signed, by its own clock; ms 0: none did */
    struct log_witnesses witnesses;
};
MUST_CHECK enum err log_metrics_read(struct ctx *c, struct log_metrics *ret);
/* So many leaves has this witness not seen; -1: it never answered. */
int64_t log_metrics_lag(const struct log_metrics *m, const struct log_witness *w);
/* The text that Prometheus reads (version 0.0.4). */
struct str log_metrics_text(struct arena *a, const struct log_metrics *m, struct instant now);

#endif
