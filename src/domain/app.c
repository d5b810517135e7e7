#include "domain/app.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/heap.h"
#include "base/log.h"
#include "crypto/secret.h"
#include "domain/actor.h"
#include "domain/file.h"
#include "domain/guard.h"
#include "domain/org.h"
#include "domain/rowmac.h"
#include "domain/statement.h"
#include "gen/embed.h"
#include "gen/queries.h"

#define DATA_FILES_MAX 64
#define PARAMETER_PAGE 5000
#define KEY_CHECK "key_check"
#define DEMO_MARK "demo"

/* embedded data */

struct data_files {
    struct data_file items[DATA_FILES_MAX];
    size_t n;
};

static struct data_files files_in(const char *folder, const char *suffix)
{
    struct data_files found = { .n = 0 };
    for (size_t i = 0; i < embed_file_count && found.n < DATA_FILES_MAX; i++) {
        struct str name = str_of(embed_files[i].name);
        if (str_starts(name, str_of(folder)) && str_ends(name, str_of(suffix)))
            found.items[found.n++] =
                (struct data_file){ name, str_bytes(embed_files[i].p, embed_files[i].n) };
    }
    return found;
}

static struct data_file file_named(const char *name)
{
    return (struct data_file){ str_of(name), embed_find(name) };
}

enum err app_shipped_procedure(struct arena *a, struct fault *f, const struct procedure **ret)
{
    struct data_files rules = files_in("procedure/", ".rules");
    return procedure_load(a, rules.items, rules.n, guard_names, guard_count, f, ret);
}

static enum err load_embedded(struct app *app, struct fault *f)
{
    TRY(app_shipped_procedure(app->arena, f, &app->procedure));
    TRY(code_load(app->arena, file_named("codes.tsv"), f, &app->codes));
    TRY(region_load(app->arena, file_named("regions.tsv"), f, &app->regions));
    app->i18n = i18n_new(app->arena);
    return ERR_OK;
}

/* what an operator may change: read from the store, on top of what is embedded */

struct law {
    const struct calendar *calendar;
    const struct parameter_table *parameters;
    const struct org_table *orgs;
};

static struct value parameter_mac(struct ctx *c, int64_t id, const struct parameter *p,
                                  int64_t approved_by, struct str pilot)
{
    return row_mac(c, "parameter", INT(id), INT(p->org), TEXT(p->key), INT(p->value),
                   TEXT(unit_name(p->unit)), INT(p->roll), INT(p->pause), DAY(p->from), DAY(p->to),
                   TEXT(p->basis), ID(approved_by), TEXT(pilot));
}

static enum err add_parameters(struct ctx *c, const struct rows *r, struct parameter_table *t)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct value *v = cell(r, i, 0);
        struct parameter p = { .org = v[1].i,
                               .key = v[2].s,
                               .value = (int32_t)v[3].i,
                               .roll = v[5].i != 0,
                               .pause = v[6].i != 0,
                               .from = cell_day(r, i, 7),
                               .to = cell_day(r, i, 8),
                               .basis = v[9].s,
                               .note = S("") };
        if (!unit_parse(v[4].s, &p.unit) ||
            !str_eq(parameter_mac(c, v[0].i, &p, v[10].i, v[11].s).s, v[12].s))
            return FAULT(&c->fault, ERR_STORE, "row.changed", "table parameter");
        TRY(parameter_add(t, &p, &c->fault));
    }
    return ERR_OK;
}

static enum err load_parameters(struct ctx *c, struct arena *a, const struct parameter_table **ret)
{
    struct parameter_table *t;
    struct rows r;
    int64_t last = 0;
    TRY(parameter_load(a, file_named("parameters.tsv"), &c->fault, &t));
    for (int page = 0; page < PARAMETER_ROWS_MAX / PARAMETER_PAGE + 1; page++) {
        TRY(store_run(c, Q_PARAMETER_PAGE, &r, INT(last)));
        TRY(add_parameters(c, &r, t));
        if (r.n < PARAMETER_PAGE)
            break;
        last = cell(&r, r.n - 1, 0)->i;
    }
    *ret = t;
    return ERR_OK;
}

static enum err load_calendar(struct ctx *c, struct arena *a, const struct calendar **ret)
{
    struct data_files shipped = files_in("calendar/", ".days");
    const struct calendar *calendar;
    struct rows r;
    TRY(calendar_load(a, shipped.items, shipped.n, &c->fault, &calendar));
    TRY(store_run0(c, Q_CALENDAR_ALL, &r));
    for (size_t i = 0; i < r.n; i++) {
        const struct value *v = cell(&r, i, 0);
        struct calendar_year *year = arena_new_of(a, struct calendar_year);
        TRY(row_mac_check(c, v[5].s, "calendar_year", INT(v[0].i), TEXT(v[1].s), TEXT(v[2].s),
                          TEXT(v[3].s), INT(v[4].i)));
        struct data_file file = { S("calendar_year"), str_dup(a, v[3].s) };
        TRY(calendar_parse(a, file, &c->fault, year));
        calendar = calendar_with_year(a, calendar, year);
    }
    *ret = calendar;
    return ERR_OK;
}

static enum err load_law(struct ctx *c, struct law *ret)
{
    struct law law;
    struct arena *a = c->app->arena;
    TRY(load_parameters(c, a, &law.parameters));
    TRY(load_calendar(c, a, &law.calendar));
    TRY(org_table_load(c, a, &law.orgs));
    *ret = law;
    return ERR_OK;
}

enum err app_reload(struct ctx *c)
{
    struct law law;
    /* one at a time; nobody reads meanwhile, a change of the law is short and rare */
    (void)pthread_rwlock_wrlock(&c->app->law_lock); /* fails only for a thread that has it */
    enum err err = load_law(c, &law);
    if (err == ERR_OK) {
        c->app->parameters = law.parameters;
        c->app->calendar = law.calendar;
        c->app->orgs = law.orgs;
    }
    (void)pthread_rwlock_unlock(&c->app->law_lock);
    return err;
}

const struct calendar *app_calendar(struct app *app)
{
    (void)pthread_rwlock_rdlock(&app->law_lock); /* see app_reload */
    const struct calendar *calendar = app->calendar;
    (void)pthread_rwlock_unlock(&app->law_lock);
    return calendar;
}

const struct parameter_table *app_parameters(struct app *app)
{
    (void)pthread_rwlock_rdlock(&app->law_lock); /* see app_reload */
    const struct parameter_table *parameters = app->parameters;
    (void)pthread_rwlock_unlock(&app->law_lock);
    return parameters;
}

const struct org_table *app_orgs(struct app *app)
{
    (void)pthread_rwlock_rdlock(&app->law_lock); /* see app_reload */
    const struct org_table *orgs = app->orgs;
    (void)pthread_rwlock_unlock(&app->law_lock);
    return orgs;
}

/* opening */

/* A store and a key that do not belong together are told at once, not row by row. */
enum err app_shipped_calendar(struct arena *a, struct fault *f, const struct calendar **ret)
{
    struct data_files files = files_in("calendar/", ".days");
    return calendar_load(a, files.items, files.n, f, ret);
}

static enum err check_key(struct ctx *c)
{
    struct rows r;
    uint8_t tag[16];
    hash_keyed(&c->app->key->s[S_MAC], S(KEY_CHECK), tag, sizeof tag);
    struct str right = str_hex(c->arena, tag, sizeof tag);
    TRY(store_run(c, Q_SETTING_FIND, &r, TEXT(S(KEY_CHECK))));
    if (r.n > 0 && str_eq(cell(&r, 0, 0)->s, right))
        return ERR_OK;
    if (r.n > 0)
        return FAULT(&c->fault, ERR_IO, "app.wrong_key", "the store was made under another key");
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_SETTING_PUT, NULL, TEXT(S(KEY_CHECK)), TEXT(right)));
    tx = NULL;
    return store_commit(c);
}

enum err app_demo_mark(struct ctx *c)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_SETTING_PUT, NULL, TEXT(S(DEMO_MARK)), TEXT(S("1"))));
    tx = NULL;
    TRY(store_commit(c));
    c->app->demo = true;
    return ERR_OK;
}

static enum err read_demo_mark(struct ctx *c)
{
    struct rows r;
    TRY(store_run(c, Q_SETTING_FIND, &r, TEXT(S(DEMO_MARK))));
    c->app->demo = r.n > 0;
    return ERR_OK;
}

static enum err open_store(struct app *app, const struct app_options *o, struct fault *f)
{
    struct store_options options = { .path = o->database,
                                     .queries = o->queries ? o->queries : yg_queries,
                                     .query_count = o->queries ? o->query_count : yg_query_count };
    return store_open(&options, f, &app->store);
}

static enum err read_store(struct app *app, struct fault *f)
{
    ARENA_AUTO a = arena_new(APP_ARENA_MAX);
    struct ctx c = { .app = app,
                     .store = app->store,
                     .arena = a,
                     .chance = chance_system(),
                     .actor = actor_system(a) };
    enum err err = check_key(&c);
    if (err == ERR_OK)
        err = read_demo_mark(&c);
    if (err == ERR_OK)
        err = app_reload(&c);
    if (err != ERR_OK)
        *f = c.fault;
    return err;
}

/* S itself is needed no more once its subkeys are made. */
static void keep_key(struct app *app, const struct key *s)
{
    app->key_memory = secret_new(sizeof(struct server_key));
    server_key_of(s, secret_bytes(app->key_memory));
    secret_set_read_only(app->key_memory);
    app->key = secret_bytes(app->key_memory);
    if (!secret_locked(app->key_memory))
        log_event(LOG_WARN, "app.key_not_locked", "raise LimitMEMLOCK");
}

enum err app_open_with(struct arena *a, const struct app_options *o, struct fault *f,
                       struct app **ret)
{
    struct app *app = arena_new_of(a, struct app);
    app->arena = a;
    crypto_start();
    /* what it read of a report is wiped when it gives the memory back */
    json_set_alloc_funcs(heap_take, heap_give);
    keep_key(app, o->server_key);
    if (pthread_rwlock_init(&app->law_lock, NULL) != 0)
        return FAULT(f, ERR_IO, "app.lock", "no lock");
    enum err err = load_embedded(app, f);
    if (err == ERR_OK)
        err = open_store(app, o, f);
    if (err == ERR_OK)
        err = read_store(app, f);
    if (err != ERR_OK) {
        app_close(app);
        return err;
    }
    *ret = app;
    return ERR_OK;
}

static enum err check_paths(struct arena *a, const char *data_dir, const char *key_file,
                            struct fault *f)
{
    struct stat st;
    if (stat(data_dir, &st) != 0 || !S_ISDIR(st.st_mode))
        return FAULT(f, ERR_IO, "app.data_none", "%s: no such folder", data_dir);
    if (st.st_mode & 077)
        return FAULT(f, ERR_IO, "app.data_open_to_others", "%s: chmod 0700", data_dir);
    const char *database = str_z(a, str_fmt(a, "%s/" APP_DATABASE, data_dir));
    if (access(data_dir, W_OK) != 0)
        return FAULT(f, ERR_IO, "app.data_read_only", "%s: %s", data_dir, strerror(errno));
    if (access(database, W_OK) != 0 && errno != ENOENT)
        return FAULT(f, ERR_IO, "app.data_read_only", "%s: %s", database, strerror(errno));
    char dir[PATH_MAX], key[PATH_MAX];
    bool inside = realpath(data_dir, dir) && realpath(key_file, key) &&
                  str_starts(str_of(key), str_fmt(a, "%s/", dir));
    if (inside) /* else a copy of the folder would carry its key along */
        return FAULT(f, ERR_IO, "app.key_inside", "%s lies in the data folder", key_file);
    return ERR_OK;
}

enum err app_open(struct arena *a, const char *data_dir, const char *key_file, struct fault *f,
                  struct app **ret)
{
    struct key key;
    TRY(check_paths(a, data_dir, key_file, f));
    TRY(server_key_read(key_file, f, &key));
    const char *database = str_z(a, str_fmt(a, "%s/" APP_DATABASE, data_dir));
    struct app_options o = { .database = database, .server_key = &key };
    struct app *app = NULL;
    enum err err = app_open_with(a, &o, f, &app);
    key_wipe(&key);
    if (err == ERR_OK)
        err = blob_open(a, data_dir, f, &app->blobs);
    if (err != ERR_OK) {
        app_close(app);
        return err;
    }
    *ret = app;
    return ERR_OK;
}

void app_close(struct app *app)
{
    if (!app)
        return;
    if (app->store)
        store_close(app->store);
    app->store = NULL;
    blob_close(app->blobs);
    app->blobs = NULL;
    secret_free(app->key_memory);
    app->key_memory = NULL;
    app->key = NULL;
    (void)pthread_rwlock_destroy(&app->law_lock); /* nobody has it any more */
}

/* parameters */

static int64_t parent_of(const void *u, int64_t org)
{
    return org_parent(u, org);
}

struct parameter_tree app_parameter_tree(struct app *app)
{
    return (struct parameter_tree){ parent_of, app_orgs(app) };
}

struct parameter app_parameter(const struct ctx *c, int64_t org, struct str key, struct day on)
{
    const struct parameter *p =
        parameter_find(app_parameters(c->app), app_parameter_tree(c->app), org, key, on);
    assert(p);
    return *p;
}

struct parameter app_parameter_clock(const struct ctx *c, int64_t org, struct str code,
                                     struct str variant, struct day on)
{
    const struct parameter *p =
        parameter_clock(app_parameters(c->app), app_parameter_tree(c->app), org, code, variant, on);
    assert(p);
    return *p;
}

bool app_switch(const struct ctx *c, int64_t org, const char *key)
{
    return parameter_on(app_parameters(c->app), app_parameter_tree(c->app), org, str_of(key),
                        ctx_today(c));
}

enum err app_parameter_store(struct ctx *c, const struct parameter *row, int64_t approved_by,
                             struct str pilot)
{
    struct rows last;
    assert(c->tx);
    TRY(store_run0(c, Q_PARAMETER_LAST, &last));
    int64_t id = last.n ? cell(&last, 0, 0)->i + 1 : 1;
    TRY(statement_parameter(c, row, pilot));
    return store_run(c, Q_PARAMETER_PUT, NULL, INT(id), INT(row->org), TEXT(row->key),
                     INT(row->value), TEXT(unit_name(row->unit)), INT(row->roll), INT(row->pause),
                     DAY(row->from), DAY(row->to), TEXT(row->basis), ID(approved_by), TEXT(pilot),
                     parameter_mac(c, id, row, approved_by, pilot));
}

enum err app_calendar_store(struct ctx *c, const struct calendar_year *year, struct str text)
{
    struct value status = TEXT(year->exact ? S("exact") : S("provisional"));
    struct value today = DAY(ctx_today(c));
    assert(c->tx);
    TRY(statement_calendar(c, year, text));
    return store_run(c, Q_CALENDAR_PUT, NULL, INT(year->year), status, TEXT(year->notice),
                     TEXT(text), today,
                     row_mac(c, "calendar_year", INT(year->year), status, TEXT(year->notice),
                             TEXT(text), today));
}
