/*
 * doctor.h - what may be wrong with an installation, seen from inside.
 *
 * Layer: domain (reads only, but for files that no row knows: those are swept)
 */
#ifndef YG_DOMAIN_DOCTOR_H
#define YG_DOMAIN_DOCTOR_H

#include "domain/file.h"

struct doctor {
    int64_t staffed;      /* bodies with officers */
    int64_t served;       /* of them: whose petition desk does not live; an ancestor serves */
    int64_t served_first; /* one of them */
    int64_t served_by;    /* the ancestor that serves it; 0 = nobody up to the root */
    int64_t unserved;     /* reports of these would be refused */
    int64_t thin;         /* keys with fewer than two living holders */
    int64_t provisional;  /* running clocks that end in a year without notice of days off */
    struct day provisional_from, provisional_to;
    struct instant job_due; /* of the next job; ms 0 none */
    struct blob_swept blobs;
};
MUST_CHECK enum err doctor_look(struct ctx *c, struct doctor *ret);

#endif
