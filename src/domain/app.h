/*
 * app.h - what is loaded once at start and only read afterwards (but the few things with a lock).
 *
 * Layer: domain
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

struct app {
    struct arena *arena;               /* lives as long as the program */
    const struct procedure *procedure;
    const struct region_tree *regions;
    const struct code_table *codes;
    const struct i18n *i18n;
    struct server_key key;             /* S1..S7 */
    struct blob_store *blobs;
    struct store *store;
    /* replaced whole when an operator changes them; take with app_law() */
    pthread_rwlock_t law_lock;
    const struct calendar *calendar;
    const struct parameter_table *parameters;
    const struct org_table *orgs;      /* all bodies: tree and names, small */
    struct str public_host;            /* https://… of the site, or absent */
    struct str origin;                 /* name of the public log, "ygxf.example/log" */
    bool simulated;                    /* the clock stands still (serve --simulate) */
    bool demo;                         /* all is invented: banner on every page */
};

/* Loads embedded data (procedure, codes, regions, catalogues, calendars, base parameters), opens the
 * store and reads bodies, parameters and imported years from it. f says what is wrong and where. */
MUST_CHECK enum err app_open(struct arena *a, const char *data_dir, const char *key_file,
                             struct fault *f, struct app **ret);
void app_close(struct app *app);
/* After bodies, parameters or calendar changed in the database (same or another process). */
MUST_CHECK enum err app_reload(struct ctx *c);

/* Term or switch of a body on a day: nearest ancestor with a row in force (domain 3.6). Asserts the
 * key exists in the base layer. */
struct parameter app_parameter(const struct ctx *c, int64_t org, struct str key, struct day on);
bool app_switch(const struct ctx *c, int64_t org, const char *key); /* in force today */

#endif
