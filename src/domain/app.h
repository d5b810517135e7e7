/*
 * app.h - what is loaded once at start and only read afterwards (but the few things with a lock).
 *
 * Layer: domain
 * Memory: everything lives in the arena handed to app_open; what app_reload replaces stays there
 *         too (an operator changes the law a few times a year), so borrowed pointers never dangle.
 */
#ifndef YG_DOMAIN_APP_H
#define YG_DOMAIN_APP_H

#include <pthread.h>

#include "crypto/crypto.h"
#include "domain/calendar.h"
#include "domain/code.h"
#include "domain/parameter.h"
#include "domain/procedure.h"
#include "domain/region.h"
#include "i18n/i18n.h"
#include "store/store.h"

struct blob_store;
struct secret;
struct org_table;

struct app {
    struct arena *arena; /* lives as long as the program */
    const struct procedure *procedure;
    const struct region_tree *regions;
    const struct code_table *codes;
    const struct i18n *i18n;
    struct secret *key_memory;    /* guarded, locked, not in core dumps, read-only */
    const struct server_key *key; /* S1..S7, in it */
    struct blob_store *blobs;
    struct store *store;
    /* replaced whole when an operator changes them; take with app_calendar, app_orgs ... */
    pthread_rwlock_t law_lock;
    const struct calendar *calendar;
    const struct parameter_table *parameters;
    const struct org_table *orgs; /* all bodies: tree and names, small */
    struct str public_host;       /* https://… of the site, or absent */
    struct str origin;            /* name of the public log, "ygxf.example/log" */
    bool simulated;               /* the clock stands still (serve --simulate) */
    _Atomic int64_t simulated_ms; /* where it stands; POST /api/v1/simulate/clock moves it */
    bool demo;                    /* all is invented: banner on every page */
};

#define APP_ARENA_MAX (256u << 20)  /* for the arena of app_open */
#define APP_DATABASE "yangguang.db" /* in the data folder */

/* `init`: makes a file of 64 hex digits, mode 0400, never over one that is there.
 * ERR_CONFLICT "app.key_exists"; ERR_IO "app.key_write". */
MUST_CHECK enum err server_key_create(struct ctx *c, const char *path);
/* 32 bytes, or 64 hex digits; nobody but the owner may read it. ERR_IO "app.key_none" (no such
 * file), "app.key_open_to_others", "app.key_form". */
MUST_CHECK enum err server_key_read(const char *path, struct fault *f, struct key *ret);
/* Makes the folder, mode 0700; one that is there already and empty is taken, its mode set.
 * ERR_CONFLICT "app.data_exists" when something lies in it; ERR_IO "app.data_write". */
MUST_CHECK enum err data_dir_create(const char *path, struct fault *f);

struct app_options {
    const char *database; /* path, or ":memory:" */
    const struct key *server_key;
    const struct query *queries; /* NULL: the program's */
    size_t query_count;
};
/*
 * Loads embedded data (procedure, codes, regions, catalogues, calendars, base parameters), opens
 * the store and reads bodies, parameters and imported years from it, each row checked against its
 * MAC (ERR_STORE "row.changed"). A store made under another server key: ERR_IO "app.wrong_key". f
 * says what is wrong and where.
 */
MUST_CHECK enum err app_open_with(struct arena *a, const struct app_options *o, struct fault *f,
                                  struct app **ret);
/* The same for DIR/yangguang.db and the key of a file that lies outside DIR (else ERR_IO
 * "app.key_inside"); DIR must be closed to others ("app.data_open_to_others"), and it and
 * the database must be writable ("app.data_read_only"). */
MUST_CHECK enum err app_open(struct arena *a, const char *data_dir, const char *key_file,
                             struct fault *f, struct app **ret);
/* The calendars inside the program, without a database. */
MUST_CHECK enum err app_shipped_calendar(struct arena *a, struct fault *f,
                                         const struct calendar **ret);
/* For `demo`: writes down that all of it is invented; app->demo holds from now on and whenever this
 * store is opened. A transaction of its own. */
MUST_CHECK enum err app_demo_mark(struct ctx *c);
void app_close(struct app *app); /* closes the store, wipes the keys; NULL is allowed */
/* After bodies, parameters or calendar changed in the database (same or another process). */
MUST_CHECK enum err app_reload(struct ctx *c);

/* The law of this moment. */
const struct calendar *app_calendar(struct app *app);
const struct parameter_table *app_parameters(struct app *app);
const struct org_table *app_orgs(struct app *app);
/* For parameter_find: who is above a body. */
struct parameter_tree app_parameter_tree(struct app *app);

/* The rules as they come with the program, for checks that need no installation. */
MUST_CHECK enum err app_shipped_procedure(struct arena *a, struct fault *f,
                                          const struct procedure **ret);

/* Term or switch of a body on a day: nearest ancestor with a row in force (domain 3.6). Asserts the
 * key exists in the base layer. */
struct parameter app_parameter(const struct ctx *c, int64_t org, struct str key, struct day on);
bool app_switch(const struct ctx *c, int64_t org, const char *key); /* in force today */
/* Row of CODE.variant, else of CODE ("D04", "claim"); asserts one of them exists. */
struct parameter app_parameter_clock(const struct ctx *c, int64_t org, struct str code,
                                     struct str variant, struct day on);
/* A local row that passed parameter_check_dir, with its MAC; in a transaction, app_reload
 * afterwards. */
MUST_CHECK enum err app_parameter_store(struct ctx *c, const struct parameter *row,
                                        int64_t approved_by, struct str pilot);
/* An imported year's notice (text of a .days file that calendar_parse took); likewise. */
MUST_CHECK enum err app_calendar_store(struct ctx *c, const struct calendar_year *year,
                                       struct str text);

#endif
