/*
 * actor.h - who acts in this request, with what roles and what keys.
 *
 * Layer: domain    Memory: lives in the request's arena, wiped with it
 */
#ifndef YG_DOMAIN_ACTOR_H
#define YG_DOMAIN_ACTOR_H

#include "base/ctx.h"
#include "crypto/crypto.h"
#include "domain/role.h"

enum actor_kind { ACTOR_NOBODY, ACTOR_REPORTER, ACTOR_OFFICER, ACTOR_SYSTEM, ACTOR_PANEL };

#define ACTOR_DESKS_MAX 16

/* A desk this officer holds, in its present or an older generation, its secret opened at log-in. */
struct actor_desk {
    int64_t id;
    int64_t org;
    char kind[5]; /* po id cs pl dept arc */
    uint32_t generation;
    struct key_pair pair;
};

struct actor {
    enum actor_kind kind;
    uint32_t roles;            /* RO_* bits; reporter: RO_REPORTER; system: 0 */
    bool session_stale;        /* its idle limit has to be moved: a write (session_touch) */
    struct str session_cookie; /* the 32 bytes, raw; absent without session */
    struct instant session_until;
    bool
        must_change_password; /* one-time password: nothing else is allowed first; no keys either */
    struct instant last_login; /* the one before this; ms 0 = none */
    int64_t failures_before;   /* failed attempts between that one and this */

    /* officer */
    int64_t officer;
    uint32_t generation; /* of his key pair; part of what binds a grant to him */
    int64_t org;
    int64_t dept; /* 0 = none */
    struct str work_no, name;
    struct key_pair pair;
    struct actor_desk desks[ACTOR_DESKS_MAX];
    size_t desk_count;

    /* reporter */
    int64_t report;
    struct key kr, a;
    struct str report_no; /* 16 digits */

    /* who came by code (panel.h) */
    int64_t seat;
    struct key kd, share; /* of the copy without names; his part of a ballot's secret */
};

static inline bool actor_has(const struct ctx *c, uint32_t roles)
{
    return (c->actor->roles & roles) != 0;
}
struct actor *actor_nobody(struct arena *a);
struct actor *actor_system(struct arena *a); /* what time does: codes only, no key */

#endif
