/*
 * migrate.c - whose file this is, which version, and the steps to the newest.
 *
 * application_id names the program, user_version the last migration applied; both change in the
 * transaction of the migration, so that a crash leaves a whole version behind.
 */
#include "store/driver.h"

#include <stdio.h>

#include "base/log.h"

static int newest(const struct store *s)
{
    return (int)s->options.migration_count;
}

/* A file without a table and without a name is a new one. */
static enum err read_identity(sqlite3 *db, bool *ret_new, int64_t *ret_application,
                              int64_t *ret_version, struct fault *f)
{
    int64_t tables = 0;
    TRY(conn_int(db, "PRAGMA application_id", ret_application, f));
    TRY(conn_int(db, "PRAGMA user_version", ret_version, f));
    TRY(conn_int(db, "SELECT count(*) FROM sqlite_schema", &tables, f));
    *ret_new = tables == 0 && *ret_application == 0 && *ret_version == 0;
    return ERR_OK;
}

enum err migrate_check(struct store *s, sqlite3 *db, struct fault *f)
{
    bool is_new = false;
    int64_t application = 0, version = 0;
    for (int i = 0; i < newest(s); i++)
        assert(s->options.migrations[i].version == i + 1);
    TRY(read_identity(db, &is_new, &application, &version, f));
    if (is_new ? s->options.read_only : application != STORE_APPLICATION_ID)
        return FAULT(f, ERR_STORE, "store.not_ours", "application_id %lld", (long long)application);
    if (version > newest(s))
        return FAULT(f, ERR_STORE, "store.newer", "version %lld, this program knows %d",
                     (long long)version, newest(s));
    if (s->options.read_only && version < newest(s))
        return FAULT(f, ERR_STORE, "store.older", "version %lld of %d", (long long)version,
                     newest(s));
    s->version = (int)version;
    return ERR_OK;
}

/* The step itself and its marks. Foreign keys are off while tables are rebuilt, and checked at the
 * end. Another process may have done it since we looked. */
static enum err apply_inside(sqlite3 *db, const struct migration *m, struct fault *f)
{
    char marks[96];
    int64_t version = 0, broken = 0;
    TRY(conn_int(db, "PRAGMA user_version", &version, f));
    if (version >= m->version)
        return ERR_OK;
    int rc = sqlite3_exec(db, m->sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK) {
        (void)conn_fault(f, db, rc, m->name);
        return FAULT(f, ERR_STORE, "store.migration", "%04d_%s: %s", m->version, m->name,
                     sqlite3_errmsg(db));
    }
    TRY(conn_int(db, "SELECT count(*) FROM pragma_foreign_key_check", &broken, f));
    if (broken)
        return FAULT(f, ERR_STORE, "store.migration", "%04d_%s: %lld broken foreign keys",
                     m->version, m->name, (long long)broken);
    snprintf(marks, sizeof marks, "PRAGMA application_id=%d; PRAGMA user_version=%d",
             STORE_APPLICATION_ID, m->version);
    return conn_exec(db, marks, f);
}

static enum err apply_one(sqlite3 *db, const struct migration *m, struct fault *f)
{
    TRY(conn_exec(db, "BEGIN IMMEDIATE", f));
    enum err err = apply_inside(db, m, f);
    if (err == ERR_OK)
        err = conn_exec(db, "COMMIT", f);
    if (err && !sqlite3_get_autocommit(db))
        (void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL); /* f tells the first error */
    return err;
}

enum err migrate_apply(struct store *s, sqlite3 *db, struct fault *f)
{
    enum err err = ERR_OK;
    if (s->version == newest(s))
        return ERR_OK;
    TRY(conn_exec(db, "PRAGMA foreign_keys=OFF", f));
    for (int i = s->version; i < newest(s) && err == ERR_OK; i++) {
        err = apply_one(db, &s->options.migrations[i], f);
        if (err == ERR_OK) {
            s->version = i + 1;
            log_event(LOG_INFO, "store.migrated", "version=%d", s->version);
        }
    }
    if (err)
        return err;
    return conn_exec(db, "PRAGMA foreign_keys=ON", f);
}
