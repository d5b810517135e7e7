/*
 * world.h - a small province for tests: memory database, the shipped rules, officers of every role.
 *
 * Layer: domain (test library only)
 * Bodies: 330000 330100 330109 330400 330411 with one officer for every officer role each, and
 * WORLD_TOWNSHIP below 330411 with clerk, screener, petition head and principal. Each has the work
 * number W<code>-<role without RO_ and _> (W330411-POHEAD; stored without the hyphen, see
 * officer_work_no), the password WORLD_PASSWORD, and has logged in, so that all desks live and are
 * opened by all who stand at them.
 */
#ifndef YG_DOMAIN_WORLD_H
#define YG_DOMAIN_WORLD_H

#include "base/test.h"
#include "domain/app.h"
#include "domain/move.h"

#define WORLD_TOWNSHIP 330411104 /* 新塍镇 */
#define WORLD_PASSWORD "four sunny ducks in a row"
#define WORLD_OFFICERS_MAX 200

/* Stops the test, saying which fault, when err is not ERR_OK. */
#define WORLD_OK(c, expr) world_ok_((c), (expr), #expr, __FILE__, __LINE__)
void world_ok_(const struct ctx *c, enum err err, const char *what, const char *file, int line);

/* The call is refused so, for this reason. */
#define WORLD_FAULT(c, expr, wanted, wanted_key)                                                   \
    do {                                                                                           \
        fault_clear(&(c)->fault);                                                                  \
        assert_int_equal((expr), (wanted));                                                        \
        CHECK_STR(str_of((c)->fault.key), str_of(wanted_key));                                     \
    } while (0)
/* ERR_INVALID with this mistake on this field. */
#define WORLD_MISTAKE(c, expr, field, key)                                                         \
    do {                                                                                           \
        fault_clear(&(c)->fault);                                                                  \
        assert_int_equal((expr), ERR_INVALID);                                                     \
        world_mistake_((c), (field), (key), __FILE__, __LINE__);                                   \
    } while (0)
void world_mistake_(const struct ctx *c, const char *field, const char *key, const char *file,
                    int line);

struct world {
    struct ctx ctx; /* as nobody; use world_as */
    struct app *app;
    struct chance_seeded chance;
    char folder[32]; /* of blobs; empty: none */
    struct world_officer {
        int64_t org, id;
        uint32_t role;
        struct str cookie; /* of his last log-in */
    } officers[WORLD_OFFICERS_MAX];
    size_t officer_count;
};
/* 2026-09-18T10:00+08:00; password hashing cost lowered. */
struct world *world_new(void);
/* The same in a file; and such a file once more, its officers not yet known to this world. */
struct world *world_new_at(const char *path);
struct world *world_open(const char *path);
void world_free(struct world *w);
static inline void world_drop(struct world **w)
{
    world_free(*w);
}
#define WORLD_AUTO __attribute__((cleanup(world_drop))) struct world *
void world_time(struct world *w, const char *rfc3339); /* moves the clock and runs the jobs */
/* Acts as the officer of the body with that role (logged in again when his session is over), as a
 * reporter (logs in), nobody, or the system. The fault is cleared. */
struct ctx *world_as(struct world *w, int64_t org, uint32_t role);
struct ctx *world_as_reporter(struct world *w, struct str report_no, struct str password);
struct ctx *world_as_nobody(struct world *w);
struct ctx *world_as_system(struct world *w);

struct str world_work_no(struct world *w, int64_t org, uint32_t role);
int64_t world_officer(struct world *w, int64_t org, uint32_t role); /* his id */
/* One more officer of a body, invited, password returned; he has not logged in. */
int64_t world_invite(struct world *w, int64_t org, uint32_t roles, struct str work_no,
                     struct str *ret_password);
/* Log-in of anybody: what the doors do around the hash lane. c->actor is the officer then. */
MUST_CHECK enum err world_login(struct world *w, struct str work_no, struct str password,
                                struct str *ret_cookie);
/* In a session: a new password. */
MUST_CHECK enum err world_change_password(struct world *w, struct str old_password,
                                          struct str new_password);

/* Switches something on for a body from today, as a pilot of its own. */
void world_switch(struct world *w, int64_t org, const char *key);

/* A statement of world_test.sql that writes past the rules, in a transaction of its own. */
#define world_write(w, q, ...)                                                                     \
    world_write_n((w), (q), (int)(sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value)), \
                  (struct value[]){ __VA_ARGS__ })
void world_write_n(struct world *w, const struct query *q, int count, const struct value *values);

/* A folder for files, removed with the world: its path. */
const char *world_blobs(struct world *w);

/* The smallest picture sent by the reporter that c is, and its clean copy. */
void world_picture(struct world *w, struct ctx *c, int64_t *ret_raw, int64_t *ret_clean);

/* A valid form to change: real-name village cadre in 330411. */
struct report_form world_form(void);
struct report_receipt world_report(struct world *w, const struct report_form *f);
/* fields "a=1&b=2" */
struct move_result world_move(struct world *w, int64_t org, uint32_t role, int64_t matter,
                              const char *move, const char *fields);
/* The same as whoever c is; its fault tells. */
MUST_CHECK enum err world_move_try(struct ctx *c, int64_t matter, const char *move,
                                   const char *fields, struct move_result *ret);
MUST_CHECK enum err world_reporter_move(struct ctx *c, const char *move, const char *fields);

#endif
