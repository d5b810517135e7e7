/* store.c - opening and closing, counters. */
#include "store/driver.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

/* A new file is only there after a power cut when its folder is on disk too. */
enum err store_sync_folder(const char *path, struct fault *f)
{
    char *copy = strdup(path);
    int fd = copy ? open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool good = fd >= 0 && fsync(fd) == 0;
    int why = errno;
    if (fd >= 0)
        close(fd);
    free(copy);
    return good ? ERR_OK
                : FAULT(f, ERR_STORE, "store.io", "folder of the database (errno %d)", why);
}

/*
 * Makes the file with its mode before SQLite would with a wider one; the log takes the mode of the
 * database. An existing file is not opened here: closing it again would drop the locks SQLite holds
 * on it in this process.
 */
static enum err make_private(const char *path, struct fault *f)
{
    struct stat st;
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0) {
        close(fd);
        return store_sync_folder(path, f);
    }
    if (errno != EEXIST || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return FAULT(f, ERR_STORE, "store.open", "cannot make the file (errno %d)", errno);
    if ((st.st_mode & 077) && chmod(path, 0600) != 0)
        return FAULT(f, ERR_STORE, "store.open", "others may read it, and chmod fails");
    return ERR_OK;
}

static enum err open_all(struct store *s, struct fault *f)
{
    if (s->options.read_only) {
        TRY(pool_open(s, f));
        return migrate_check(s, s->pool.conns[0].db, f);
    }
    if (!s->memory)
        TRY(make_private(s->path, f));
    TRY(writer_open(s, f));
    TRY(pool_open(s, f));
    return s->memory ? ERR_OK : checkpointer_open(s, f);
}

enum err store_open(const struct store_options *o, struct fault *f, struct store **ret)
{
    assert(o->path && (o->queries || !o->query_count));
    /* Spares a lock around every allocation. Later than the first use of SQLite it is refused,
     * which changes nothing but speed. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    /* A commit empties the caches of all readers. Their first pages come in one piece, else each
     * read after it would ask the heap for every page again. */
    (void)sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, STORE_PAGES_AT_HAND);
    struct store *s = calloc(1, sizeof *s);
    char *path = strdup(o->path);
    if (!s || !path) {
        free(s);
        free(path);
        return FAULT(f, ERR_STORE, "store.open", "no memory");
    }
    s->options = *o;
    s->path = path;
    s->memory = strcmp(path, ":memory:") == 0;
    assert(!s->memory || !o->read_only);
    if (!o->migrations) {
        s->options.migrations = yg_migrations;
        s->options.migration_count = yg_migration_count;
    }
    enum err err = open_all(s, f);
    if (err) {
        store_close(s);
        return err;
    }
    *ret = s;
    return ERR_OK;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    checkpointer_close(s);
    pool_close(s);
    writer_close(s); /* the last connection: SQLite writes the log back and removes it */
    free(s->path);
    free(s);
}

int store_schema_version(struct store *s)
{
    return s->version;
}

struct store_counts store_counts(struct store *s)
{
    return (struct store_counts){
        .commits = atomic_load(&s->commits),
        .members = atomic_load(&s->members),
        .checkpoints = atomic_load(&s->checkpoints),
        .reads = atomic_load(&s->reads),
        .wal_pages = atomic_load(&s->wal_pages),
    };
}
