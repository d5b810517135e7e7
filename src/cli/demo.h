/*
 * demo.h - the demo province: invented officers, leaders and matters, played through the domain's
 * own functions on a clock that moves.
 *
 * Layer: cli (inside of cmd_demo.c, demo_*.c)
 * Memory: struct demo and what its members point to live in demo.arena; each step has an arena of
 *         its own
 * The story is drawn from a seed and comes out the same each time; keys, numbers and ids are
 * random.
 */
#ifndef YG_CLI_DEMO_H
#define YG_CLI_DEMO_H

#include "cli/cli.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/report.h"

#define DEMO_OFFICERS_MAX 160
#define DEMO_STORIES_MAX 400
#define DEMO_DAYS 365 /* of history */
#define DEMO_STEP_ARENA_MAX (64u << 20)
#define DEMO_PASSWORD "sunny days in zhejiang"
#define DEMO_TOWNSHIP 330411104 /* 新塍镇 */

struct demo_officer {
    struct officer_new as; /* as he was added */
    struct password_job invite, own;
    struct actor *actor; /* with his keys, after the last log-in */
};

struct demo_code;
struct demo_story {
    const char *script;  /* lines of demo_scripts.c */
    const char *rest;    /* what of it is still to be played */
    int64_t org;         /* body of the area */
    int64_t at_org;      /* body that handles it now */
    int64_t matter;      /* there */
    int64_t lead;        /* number of the story it repeats, -1 none */
    struct instant next; /* time of its next step; ms 0 = over */
    int64_t clerk_org;   /* desk that takes it in; 0 = web */
    uint32_t clerk_role;
    struct report_intake intake;
    struct password_job job; /* the hash, kept to log the reporter in */
    struct report_receipt receipt;
    struct str state;    /* at the end; absent: nobody of the body may see it */
    struct demo_code *codes; /* demo_panel.c: of who is called from outside */
};

struct demo {
    struct cli *cli;
    struct app *app;
    struct arena *arena;
    struct instant at; /* the present of the demo */
    uint64_t seed;
    struct demo_officer officers[DEMO_OFFICERS_MAX];
    size_t officer_count;
    struct demo_story stories[DEMO_STORIES_MAX];
    size_t story_count;
    size_t stopped; /* stories that a refusal ended early; 0 unless rules and scripts differ */
};

/* demo_chance: the story's own, not for keys */
uint32_t demo_draw(struct demo *d, uint32_t below);

/* A context for one step. */
struct ctx demo_ctx(struct demo *d, struct arena *a, struct instant now, struct actor *as);
/* Runs hashes on two threads. */
void demo_hash(struct password_job *const *jobs, size_t n);

/* demo_people.c: officers of all bodies, all logged in, every desk living; leaders' directory. */
/* Where the offices of the bodies with officers are; invented too. */
MUST_CHECK enum err demo_offices(struct ctx *c);
MUST_CHECK enum err demo_people(struct demo *d, struct fault *f);
struct demo_officer *demo_officer(struct demo *d, int64_t org, uint32_t role); /* NULL: none */
struct str demo_person_name(struct demo *d, struct arena *a);
struct str demo_roles_text(struct arena *a, uint32_t roles);

/* demo_plan.c: who reports what where, and how it will go. */
void demo_plan(struct demo *d);

/* demo_story.c: everything that happened before d->at, in order of time. */
MUST_CHECK enum err demo_play(struct demo *d, struct fault *f);

#endif
