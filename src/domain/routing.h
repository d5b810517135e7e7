/*
 * routing.h - where a report goes, decided before it is stored (domain 4.3, design 6).
 *
 * Layer: domain
 */
#ifndef YG_DOMAIN_ROUTING_H
#define YG_DOMAIN_ROUTING_H

#include "domain/org.h"

enum route_kind {
    ROUTE_NORMAL,  /* the body of the area handles it */
    ROUTE_CADRE,   /* managed by the upper body: matter exists only there; the local pl gets one task */
    ROUTE_HEAD,    /* the body's own principal leader (or a member of the leadership): upper po only */
    ROUTE_STAFF,   /* other leaders or staff of this body: its cs desk */
    ROUTE_CLERK,   /* a petition clerk or operator: upper po */
    ROUTE_TOWNSHIP,/* the township discipline secretary: county */
    ROUTE_NATIONAL /* 省部 or outside this system: a page names 12388, nothing is stored */
};

struct route_subject { struct str name, unit, post, level; };
struct route_question {
    int64_t area;                       /* division code */
    const struct route_subject *subjects; size_t subject_count;
    bool to_upper;                      /* the reporter ticked 交上级 */
};
struct route {
    enum route_kind kind;
    int64_t org;        /* the body whose desk gets the keys (a living one) */
    char desk_kind[5];  /* po, or cs */
    int64_t desk;       /* living desk */
    int64_t local_org;  /* the body of the area */
    int64_t pl_task_org; /* ROUTE_CADRE: whose pl gets the task; else 0 */
};

/* The strictest subject decides (HEAD > CLERK > CADRE > STAFF > TOWNSHIP > NORMAL); level unknown
 * stays local unless name, post or unit hits the directory. No living holder up to the root:
 * ERR_BUSY "vault.nobody". */
MUST_CHECK enum err route_decide(struct ctx *c, const struct route_question *q, struct route *ret);
struct str route_name(enum route_kind k); /* NORMAL CADRE … as stored in matter.route */

#endif
