#include "domain/blob.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/app.h"
#include "gen/queries.h"

#define FOLDERS 256
#define NAME_HEX (2 * BLOB_NAME_SIZE)
#define PATH_MAX_HERE 64
#define SWEEP_NAMES_MAX 1000000 /* in one folder */
#define SWEEP_PAGES_MAX 100000  /* of a thousand rows */

struct blob_store {
    int root;
};

static enum err io_fault(struct fault *f, const char *what)
{
    int e = errno;

    if (e == ENOSPC || e == EDQUOT || e == EFBIG)
        return FAULT(f, ERR_STORE, "file.disk_full", "%s: %s", what, strerrordesc_np(e));
    return FAULT(f, ERR_IO, "file.io", "%s: %s", what, strerrordesc_np(e));
}

/* ---- the folder ---- */

static enum err make_folders(int root, struct fault *f)
{
    char name[4];
    bool made = false;

    for (unsigned i = 0; i < FOLDERS; i++) {
        (void)snprintf(name, sizeof(name), "%02x", i);
        if (mkdirat(root, name, 0700) == 0)
            made = true;
        else if (errno != EEXIST)
            return io_fault(f, "folder");
    }
    if (made && fsync(root) != 0)
        return io_fault(f, "folder");
    return ERR_OK;
}

enum err blob_open(struct arena *a, const char *dir, struct fault *f, struct blob_store **ret)
{
    int root, data = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum err e;

    if (data < 0)
        return io_fault(f, "data folder");
    if (mkdirat(data, "blobs", 0700) != 0 && errno != EEXIST) {
        e = io_fault(f, "blobs");
        (void)close(data);
        return e;
    }
    root = openat(data, "blobs", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    e = root < 0 || fsync(data) != 0 ? io_fault(f, "blobs") : make_folders(root, f);
    (void)close(data);
    if (e != ERR_OK) {
        if (root >= 0)
            (void)close(root);
        return e;
    }
    *ret = arena_new_of(a, struct blob_store);
    (*ret)->root = root;
    return ERR_OK;
}

void blob_close(struct blob_store *b)
{
    if (b && b->root >= 0)
        (void)close(b->root);
    if (b)
        b->root = -1;
}

static void name_hex(const uint8_t name[BLOB_NAME_SIZE], const char *end, char *ret)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < BLOB_NAME_SIZE; i++) {
        ret[2 * i] = digits[name[i] >> 4];
        ret[2 * i + 1] = digits[name[i] & 15];
    }
    (void)snprintf(ret + NAME_HEX, 8, "%s", end);
}

/* "ab/abcdef…" below the root */
static void path_of(const uint8_t name[BLOB_NAME_SIZE], char ret[PATH_MAX_HERE])
{
    char hex[NAME_HEX + 8];

    name_hex(name, "", hex);
    (void)snprintf(ret, PATH_MAX_HERE, "%.2s/%s", hex, hex);
}

/* ---- writing ---- */

enum err blob_create(struct ctx *c, struct blob_writer *ret)
{
    struct blob_writer w = { .fd = -1, .folder = -1 };
    char hex[NAME_HEX + 8], folder[4];

    assert(c->app->blobs);
    *ret = w;
    ctx_random(c, w.name, sizeof(w.name));
    name_hex(w.name, ".part", hex);
    (void)snprintf(folder, sizeof(folder), "%.2s", hex);
    w.folder = openat(c->app->blobs->root, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (w.folder < 0)
        return io_fault(&c->fault, "folder");
    w.fd = openat(w.folder, hex, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (w.fd < 0) {
        enum err e = io_fault(&c->fault, "create");
        (void)close(w.folder);
        return e;
    }
    *ret = w;
    return ERR_OK;
}

/* Hands full steps to the disk, so that the sync at the end is short and dirty pages stay few. */
static void hand_over(struct blob_writer *w)
{
    while (w->written - w->handed >= BLOB_SYNC_BYTES) {
        (void)sync_file_range(w->fd, (off_t)w->handed, BLOB_SYNC_BYTES, SYNC_FILE_RANGE_WRITE);
        w->handed += BLOB_SYNC_BYTES;
    }
}

enum err blob_write(struct ctx *c, struct blob_writer *w, const uint8_t *p, size_t n)
{
    while (n > 0) {
        ssize_t k = write(w->fd, p, n);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return io_fault(&c->fault, "write");
        p += k;
        n -= (size_t)k;
        w->written += (uint64_t)k;
    }
    hand_over(w);
    return ERR_OK;
}

static void close_both(struct blob_writer *w)
{
    if (w->fd >= 0)
        (void)close(w->fd);
    if (w->folder >= 0)
        (void)close(w->folder);
    w->fd = w->folder = -1;
}

enum err blob_keep(struct ctx *c, struct blob_writer *w)
{
    static const struct timespec none[2] = { { 0, 0 }, { 0, 0 } };
    char part[NAME_HEX + 8], hex[NAME_HEX + 8];

    name_hex(w->name, ".part", part);
    name_hex(w->name, "", hex);
    /* the times go first: fsync, not fdatasync, so that they are on disk with the bytes */
    if (futimens(w->fd, none) != 0 || fsync(w->fd) != 0)
        return io_fault(&c->fault, "sync");
    if (renameat(w->folder, part, w->folder, hex) != 0)
        return io_fault(&c->fault, "rename");
    w->kept = true;
    if (fsync(w->folder) != 0)
        return io_fault(&c->fault, "sync of the folder");
    close_both(w);
    return ERR_OK;
}

void blob_take_back(const struct blob_store *b, struct blob_writer *w)
{
    char part[NAME_HEX + 8];

    if (w->kept)
        blob_remove(b, str_bytes(w->name, sizeof(w->name)));
    else if (w->folder >= 0) {
        name_hex(w->name, ".part", part);
        (void)unlinkat(w->folder, part, 0); /* not gone: the sweep takes it */
    }
    w->kept = false;
    close_both(w);
}

void blob_done(struct blob_writer *w)
{
    assert(w->kept);
    w->kept = false;
}

/* ---- reading, removing ---- */

enum err blob_read(struct ctx *c, struct str name, int *ret_fd, uint64_t *ret_size)
{
    char path[PATH_MAX_HERE];
    struct stat st;
    int fd;

    assert(name.n == BLOB_NAME_SIZE && c->app->blobs);
    path_of((const uint8_t *)name.p, path);
    fd = openat(c->app->blobs->root, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT)
        return FAULT(&c->fault, ERR_NOT_FOUND, "file.gone", "a row without its blob");
    if (fd < 0)
        return io_fault(&c->fault, "open");
    if (fstat(fd, &st) != 0 || st.st_size < 0) {
        enum err e = io_fault(&c->fault, "stat");
        (void)close(fd);
        return e;
    }
    *ret_fd = fd;
    *ret_size = (uint64_t)st.st_size;
    return ERR_OK;
}

void blob_remove(const struct blob_store *b, struct str name)
{
    char path[PATH_MAX_HERE];

    assert(name.n == BLOB_NAME_SIZE);
    path_of((const uint8_t *)name.p, path);
    (void)unlinkat(b->root, path, 0);
}

/* ---- the sweep ---- */

struct sweep {
    struct ctx *c;
    int64_t before_s; /* changed before this second of the file system's clock */
    struct blob_swept *swept;
};

/* The file system's own clock, so that a simulated day takes no file that is being written. */
static enum err disk_now(struct ctx *c, int64_t *ret_s)
{
    struct stat st;
    int root = c->app->blobs->root, fd;

    fd = openat(root, "sweep.part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return io_fault(&c->fault, "sweep");
    int bad = write(fd, "", 1) != 1 || fstat(fd, &st) != 0;
    enum err e = bad ? io_fault(&c->fault, "sweep") : ERR_OK;
    (void)close(fd);
    (void)unlinkat(root, "sweep.part", 0);
    if (e == ERR_OK)
        *ret_s = (int64_t)st.st_ctim.tv_sec;
    return e;
}

static bool name_read(const char *hex, uint8_t ret[BLOB_NAME_SIZE])
{
    for (size_t i = 0; i < NAME_HEX; i++) {
        int d = hex[i] >= '0' && hex[i] <= '9'   ? hex[i] - '0'
                : hex[i] >= 'a' && hex[i] <= 'f' ? hex[i] - 'a' + 10
                                                 : -1;
        if (d < 0)
            return false;
        ret[i / 2] = (uint8_t)(i % 2 ? ret[i / 2] | d : d << 4);
    }
    return true;
}

/* Ours and left over: a cut upload, or a blob whose row is gone or never came. */
static enum err is_orphan(struct sweep *s, int folder, const char *leaf, bool *ret)
{
    uint8_t name[BLOB_NAME_SIZE];
    struct stat st;
    struct rows r;

    *ret = false;
    if (fstatat(folder, leaf, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode) ||
        (int64_t)st.st_ctim.tv_sec >= s->before_s)
        return ERR_OK;
    if (strlen(leaf) < NAME_HEX || !name_read(leaf, name))
        return ERR_OK; /* not ours: left alone */
    if (strcmp(leaf + NAME_HEX, ".part") == 0) {
        *ret = true;
        return ERR_OK;
    }
    if (leaf[NAME_HEX] != 0)
        return ERR_OK;
    TRY(store_run(s->c, Q_FILE_BY_NAME, &r, BLOB(str_bytes(name, sizeof(name)))));
    *ret = r.n == 0;
    return ERR_OK;
}

static enum err sweep_entries(struct sweep *s, DIR *d)
{
    for (int i = 0; i < SWEEP_NAMES_MAX; i++) {
        struct dirent *entry = readdir(d);
        bool orphan;
        if (!entry)
            return ERR_OK;
        TRY(is_orphan(s, dirfd(d), entry->d_name, &orphan));
        if (orphan && unlinkat(dirfd(d), entry->d_name, 0) == 0)
            s->swept->removed++;
    }
    return ERR_OK;
}

static enum err sweep_folder(struct sweep *s, unsigned i)
{
    char name[4];

    (void)snprintf(name, sizeof(name), "%02x", i);
    int fd = openat(s->c->app->blobs->root, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);
    if (!d) {
        enum err e = io_fault(&s->c->fault, "sweep");
        if (fd >= 0)
            (void)close(fd);
        return e;
    }
    enum err e = sweep_entries(s, d);
    (void)closedir(d);
    return e;
}

/* Rows whose blob is not there: evidence that is lost, for the operator's list. */
static enum err count_missing(struct ctx *c, struct blob_swept *swept)
{
    int64_t after = 0;

    for (int page = 0; page < SWEEP_PAGES_MAX; page++) {
        struct rows r;
        TRY(store_run(c, Q_FILE_NAMES, &r, INT(after)));
        for (size_t i = 0; i < r.n; i++) {
            char path[PATH_MAX_HERE];
            struct str name = cell(&r, i, 1)->s;
            assert(name.n == BLOB_NAME_SIZE);
            path_of((const uint8_t *)name.p, path);
            after = cell(&r, i, 0)->i;
            swept->looked++;
            if (faccessat(c->app->blobs->root, path, F_OK, AT_SYMLINK_NOFOLLOW) != 0) {
                swept->missing++;
                swept->first_missing = swept->first_missing ? swept->first_missing : after;
            }
        }
        if (r.n == 0)
            break;
    }
    return ERR_OK;
}

enum err blob_sweep_older(struct ctx *c, int64_t age_s, struct blob_swept *ret)
{
    struct blob_swept swept = { 0 };
    struct sweep s = { .c = c, .swept = &swept };
    int64_t now_s = 0;

    TRY(disk_now(c, &now_s));
    s.before_s = now_s - age_s;
    for (unsigned i = 0; i < FOLDERS; i++)
        TRY(sweep_folder(&s, i));
    TRY(count_missing(c, &swept));
    *ret = swept;
    return ERR_OK;
}

enum err blob_sweep(struct ctx *c, struct blob_swept *ret)
{
    return blob_sweep_older(c, DAY_MS / 1000, ret);
}
