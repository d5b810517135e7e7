/*
 * routing.h - where a report goes, decided before it is stored (domain 4.3, design 6).
 *
 * Layer: domain
 */
#ifndef YG_DOMAIN_ROUTING_H
#define YG_DOMAIN_ROUTING_H

#include "domain/org.h"

enum route_kind {
    ROUTE_NORMAL,   /* the body of the area handles it */
    ROUTE_TOWNSHIP, /* somebody of the township's own body: county */
    ROUTE_STAFF,    /* other staff of this body: its cs desk */
    ROUTE_CADRE, /* managed by the upper body: matter exists only there; the local pl gets one task
                  */
    ROUTE_CLERK, /* of the petition office, or an operator: upper po */
    ROUTE_HEAD, /* the body's own principal leader (or a member of the leadership): upper po only */
    ROUTE_NATIONAL, /* 省部 or outside this system: a page names 12388, nothing is stored */
    ROUTE__COUNT
};

#define ROUTE_SUBJECTS_MAX 20

struct route_subject {
    struct str name, unit, post, level;
};
struct route_question {
    int64_t area; /* division code: 6 or 9 digits as a number */
    const struct route_subject *subjects;
    size_t subject_count;
    bool to_upper;    /* the reporter ticked 交上级 */
    int64_t desk_org; /* body of the desk that takes it in; 0: decided by the area */
};
struct route {
    enum route_kind kind;
    int64_t org;         /* the body whose desk gets the keys (a living one) */
    char desk_kind[5];   /* po, or cs */
    int64_t desk;        /* living desk */
    int64_t local_org;   /* the living body that handles what is ordinary here */
    int64_t pl_task_org; /* ROUTE_CADRE: whose pl gets the task; else 0 */
};

/* The strictest subject decides, in the order of enum route_kind; the body is the lowest one that
 * may handle all of them. Level unknown stays local unless name, post or unit hits; whoever ticked
 * "to the upper body" is not shown to the local leader either. No living holder up to the root:
 * ERR_BUSY "vault.nobody". ERR_INVALID area_code "area.unknown" for a code of the province that is
 * none. */
MUST_CHECK enum err route_decide(struct ctx *c, const struct route_question *q, struct route *ret);
struct str route_name(enum route_kind k);       /* NORMAL CADRE … as stored in matter.route */
enum route_kind route_kind_of(struct str name); /* ROUTE__COUNT when none */
/* Sent up past the local body: it finds no row of this, its reporter reads "sent to the upper
 * body". */
static inline bool route_is_sealed(enum route_kind k)
{
    return k == ROUTE_TOWNSHIP || k == ROUTE_CADRE || k == ROUTE_CLERK || k == ROUTE_HEAD;
}

/* The person behind a subject, when we know him as one of a body or of the directory. */
enum person_kind {
    PERSON_NONE,
    PERSON_CADRE,
    PERSON_STAFF,
    PERSON_CLERK,
    PERSON_LEADER,
    PERSON_HEAD
};
struct person {
    enum person_kind kind;
    int64_t org;        /* where he works */
    int64_t managed_by; /* PERSON_CADRE */
};
/* By the directory and the officers (name + unit, unit + leading post), else by how unit and post
 * read ("区纪委信访室"). */
MUST_CHECK enum err person_find(struct ctx *c, int64_t local, const struct route_subject *s,
                                struct person *ret);
/* How unit and post read alone; local is the body the reporter named the area of. */
struct person person_by_words(struct ctx *c, int64_t local, struct str unit, struct str post);

#endif
