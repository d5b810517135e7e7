/* power.c - see power.h. These functions come before libc's for all libraries of the program. */
/* They would turn the names below into others. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE
#include "power.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILES_MAX 16
#define DIRTY_MAX 200000 /* pieces written since the last sync */
#define PIECE 65536

struct piece {
    off_t at;
    size_t n;
};

struct watched {
    int copy; /* -1: nothing synced yet */
    char name[64];
    struct piece dirty[DIRTY_MAX];
    size_t dirty_count;
};

static char watched_folder[PATH_MAX], disk_folder[PATH_MAX];
static struct watched files[FILES_MAX];
static int file_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void power_watch(const char *folder, const char *disk)
{
    assert(realpath(folder, watched_folder) && realpath(disk, disk_folder));
}

/* Name of fd's file in the watched folder. Asked each time: after a deletion the next file may get
 * the number of the old one, of inode or descriptor. */
static bool name_of(int fd, char *ret, size_t n_max)
{
    char link[64], path[PATH_MAX];
    size_t folder = strlen(watched_folder);
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (folder == 0 || n <= (ssize_t)folder + 1)
        return false;
    path[n] = '\0';
    if (strncmp(path, watched_folder, folder) != 0 || path[folder] != '/' ||
        strstr(path + folder, "-shm") || strstr(path + folder, " (deleted)"))
        return false;
    return snprintf(ret, n_max, "%s", path + folder + 1) < (int)n_max;
}

/* Under lock. NULL for what is none of our business. */
static struct watched *find(int fd)
{
    char name[sizeof files[0].name];
    if (!name_of(fd, name, sizeof name))
        return NULL;
    for (int i = 0; i < file_count; i++)
        if (strcmp(files[i].name, name) == 0)
            return &files[i];
    assert(file_count < FILES_MAX);
    struct watched *w = &files[file_count++];
    w->copy = -1;
    memcpy(w->name, name, sizeof name);
    return w;
}

static void written(int fd, off_t at, ssize_t n)
{
    if (n <= 0)
        return;
    pthread_mutex_lock(&lock);
    struct watched *w = find(fd);
    if (w) {
        assert(w->dirty_count < DIRTY_MAX);
        w->dirty[w->dirty_count++] = (struct piece){ at, (size_t)n };
    }
    pthread_mutex_unlock(&lock);
}

/* Through the program's own descriptor: closing another one would drop SQLite's locks. */
static void copy_piece(int from, int to, struct piece p)
{
    static char bytes[PIECE]; /* under lock */
    while (p.n > 0) {
        ssize_t n = pread(from, bytes, p.n < PIECE ? p.n : PIECE, p.at);
        if (n <= 0) /* cut off meanwhile */
            return;
        assert(syscall(SYS_pwrite64, to, bytes, (size_t)n, p.at) == n);
        p.at += n;
        p.n -= (size_t)n;
    }
}

static void synced(int fd)
{
    struct stat st;
    pthread_mutex_lock(&lock);
    struct watched *w = find(fd);
    if (w && w->copy < 0) {
        char path[PATH_MAX + 80];
        snprintf(path, sizeof path, "%s/%s", disk_folder, w->name);
        w->copy = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        assert(w->copy >= 0);
    }
    if (w) {
        for (size_t i = 0; i < w->dirty_count; i++)
            copy_piece(fd, w->copy, w->dirty[i]);
        w->dirty_count = 0;
        assert(fstat(fd, &st) == 0 && ftruncate(w->copy, st.st_size) == 0);
    }
    pthread_mutex_unlock(&lock);
}

/* --- in place of libc's ------------------------------------------------------------------ */

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
    ssize_t done = syscall(SYS_pwrite64, fd, p, n, at);
    written(fd, at, done);
    return done;
}

ssize_t pwrite(int fd, const void *p, size_t n, off_t at)
{
    return pwrite64(fd, p, n, at);
}

/* The program's answers go out by it too; files of the database are written with pwrite. */
ssize_t write(int fd, const void *p, size_t n)
{
    off_t at = lseek(fd, 0, SEEK_CUR);
    ssize_t done = syscall(SYS_write, fd, p, n);
    if (at >= 0)
        written(fd, at, done);
    return done;
}

int fdatasync(int fd)
{
    synced(fd);
    return 0; /* nothing to wait for: the copy is our disk */
}

int fsync(int fd)
{
    return fdatasync(fd);
}
