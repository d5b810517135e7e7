/*
 * doctor.h - what may be wrong with an installation, seen from inside.
 *
 * Layer: domain (reads only, but for files that no row knows: those are swept)
 */
#ifndef YG_DOMAIN_DOCTOR_H
#define YG_DOMAIN_DOCTOR_H

#include "domain/file.h"

/* Desks of one kind; a body without living holders is served by its nearest ancestor that has them
 * (design 7.2). */
#define DOCTOR_DESKS 4
struct doctor_desk {
    const char *kind;             /* po id cs pl */
    int64_t served, unserved;     /* bodies with officers */
    int64_t first, first_by;      /* one that is served, by whom */
    int64_t first_unserved;
};

struct doctor {
    struct doctor_desk desks[DOCTOR_DESKS];
    int64_t depts;        /* departments with people and nobody who can open their desk */
    int64_t changed;      /* bodies whose officers' rows were changed past the program */
    int64_t first_changed;
    int64_t derived;      /* columns that are not as the facts say */
    struct day last;      /* the latest day anything was entered */
    int64_t staffed;      /* bodies with officers */
    int64_t thin;         /* keys with fewer than two living holders */
    int64_t provisional;  /* running clocks that end in a year without notice of days off */
    struct day provisional_from, provisional_to;
    struct instant job_due; /* of the next job; ms 0 none */
    struct blob_swept blobs;
};
MUST_CHECK enum err doctor_look(struct ctx *c, struct doctor *ret);

#endif
