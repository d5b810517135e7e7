/*
 * log_omission.h - a file that shows a stranger that an answer was due and never came.
 *
 * Layer: domain   Source: log.md 2.3 no. 3; docs/formats/log.md
 * It holds the metadata of the report's events from the one that named the date to the last one,
 * opened, and the tag that the next event would have; never the chain's key, and no words. Whoever
 * has a copy of the log, cosigned after the date, finds the events in it and the tag nowhere.
 */
#ifndef YG_DOMAIN_LOG_OMISSION_H
#define YG_DOMAIN_LOG_OMISSION_H

#include "domain/log_check.h"
#include "domain/procedure.h"

#define OMISSION_BYTES_MAX (256 * 1024)
#define OMISSION_LEAVES_MAX 200
#define OMISSION_GRACE_MS INT64_C(3600000) /* after the end of the day due */

struct omission {
    struct str origin, step; /* "D04" */
    struct leaf_opening openings[OMISSION_LEAVES_MAX];
    uint8_t entries[OMISSION_LEAVES_MAX][LEAF_ENTRY];
    size_t n;
    uint8_t next[LEAF_HASH];
    struct day due; /* filled by omission_read_facts */
};

enum omission_verdict {
    OMISSION_SHOWN,
    /* no such file */
    OMISSION_NONE, /* another file */
    OMISSION_CUT,
    OMISSION_FORM, /* a line is wrong */
    /* says nothing about the office */
    OMISSION_STEP,      /* no opened event names a date for this step, or no such step */
    OMISSION_GAP,       /* the events do not follow one another */
    OMISSION_ANSWERED,  /* an opened event answers the step, or stops its clock */
    OMISSION_OTHER_LOG, /* of another log than the copy */
    OMISSION_UNLOGGED,  /* an opened event is not in the copy */
    OMISSION_WENT_ON,   /* a next event is there */
    OMISSION_EARLY,     /* the copy was seen before the date was over */
    OMISSION_UNTIMED,   /* nobody but the log says when the copy was taken */
    OMISSION__COUNT
};
const char *omission_key(enum omission_verdict v); /* "omission.gap" */
static inline bool omission_is_file(enum omission_verdict v)
{
    return v == OMISSION_SHOWN || v >= OMISSION_STEP;
}

/* The file read; OMISSION_SHOWN when it is one: then everything but due is filled in. */
enum omission_verdict omission_read(struct arena *a, struct str bytes, struct omission *ret);
struct str omission_text(struct arena *a, const struct omission *o);
/* What can be judged without the log: OMISSION_SHOWN, STEP, GAP, ANSWERED. Fills due. */
enum omission_verdict omission_facts(struct arena *a, const struct procedure *p,
                                     struct omission *o);
/* When the tree is old enough to tell. */
struct instant omission_ripe(const struct omission *o);

/* May the step's date be answered, moved or held up by an event of this kind? */
bool procedure_answers(const struct procedure *p, struct str kind, struct str clock);

/* ---- the reporter's own ---- */

#define OMISSION_STEPS_MAX 16
struct omission_step {
    struct str code;
    struct day due;
    bool ready; /* over, unanswered, and all its events are published */
};
struct omission_steps {
    struct omission_step items[OMISSION_STEPS_MAX];
    size_t n;
};
/* Steps that the body owes by a date, as his chain shows them. Errors as log_of_mine. */
MUST_CHECK enum err omission_steps(struct ctx *c, struct omission_steps *ret);
/* The file for one. ERR_NOT_FOUND "omission.no_step"; ERR_CONFLICT "omission.not_late". */
MUST_CHECK enum err omission_make(struct ctx *c, struct str code, struct str *ret);

/* A file checked against this log, whose server says what time it is. ERR_INVALID field "omission"
 * omission.nothing; ERR_NOT_FOUND "log.none". */
struct omission_checked {
    enum omission_verdict verdict;
    struct omission *o;
    uint64_t published;
};
MUST_CHECK enum err omission_check(struct ctx *c, struct str bytes, struct omission_checked *ret);

#endif
