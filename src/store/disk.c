/* disk.c - see disk.h: SQLite's own files with two of their methods changed for the log. */
#include "store/disk.h"

#include <assert.h>
#include <sqlite3.h>
#include <stddef.h>

atomic_bool disk_full;
atomic_bool disk_fails;

static sqlite3_vfs disk_vfs;
static const sqlite3_io_methods *real_methods;
static sqlite3_io_methods log_methods;

static int log_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    return atomic_load(&disk_full) ? SQLITE_FULL : real_methods->xWrite(f, p, n, at);
}

static int log_sync(sqlite3_file *f, int flags)
{
    return atomic_load(&disk_fails) ? SQLITE_IOERR_FSYNC : real_methods->xSync(f, flags);
}

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out)
{
    sqlite3_vfs *real = vfs->pAppData;
    int rc = real->xOpen(real, name, f, flags, out);
    if (rc != SQLITE_OK || !(flags & SQLITE_OPEN_WAL))
        return rc;
    if (!real_methods) { /* the test's first log; all logs share one table */
        real_methods = f->pMethods;
        log_methods = *real_methods;
        log_methods.xWrite = log_write;
        log_methods.xSync = log_sync;
    }
    assert(f->pMethods == real_methods);
    f->pMethods = &log_methods;
    return rc;
}

void disk_install(void)
{
    sqlite3_vfs *real = sqlite3_vfs_find(NULL);
    disk_vfs = *real;
    disk_vfs.pNext = NULL;
    disk_vfs.zName = "disk";
    disk_vfs.pAppData = real;
    disk_vfs.xOpen = disk_open;
    assert(sqlite3_vfs_register(&disk_vfs, 1) == SQLITE_OK);
}
