/* disk.c - small files that have to be whole and on disk. */
#include "domain/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool disk_write(int fd, struct str s)
{
    while (s.n > 0) { /* each turn writes at least a byte */
        ssize_t n = write(fd, s.p, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = str_slice(s, (size_t)n, s.n - (size_t)n);
    }
    return true;
}

bool disk_sync_folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct str folder = slash ? str_bytes(path, (size_t)(slash - path) + 1) : S(".");
    int fd = open(str_z(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    return close(fd) == 0 && ok;
}

bool disk_read_small(struct arena *a, const char *path, struct str *ret)
{
    char *p = arena_take(a, DISK_SMALL_MAX + 1);
    size_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    while (n <= DISK_SMALL_MAX) { /* each turn reads at least a byte or ends */
        ssize_t got = read(fd, p + n, DISK_SMALL_MAX + 1 - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            int why = got < 0 ? errno : 0;
            (void)close(fd); /* was only read */
            errno = why;
            *ret = str_bytes(p, n);
            return why == 0;
        }
        n += (size_t)got;
    }
    (void)close(fd); /* was only read */
    errno = EFBIG;
    return false;
}

bool disk_put(struct arena *a, const char *path, struct str bytes, mode_t mode)
{
    const char *part = str_fmt(a, "%s.part", path).p;
    (void)unlink(part); /* of a writer that was cut off */
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0)
        return false;
    bool ok = disk_write(fd, bytes) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    ok = ok && rename(part, path) == 0 && disk_sync_folder_of(a, path);
    int why = errno;
    if (!ok)
        (void)unlink(part); /* the failure is told by the caller */
    errno = why;
    return ok;
}
