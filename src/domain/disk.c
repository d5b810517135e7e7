/* disk.c - small files that have to be whole and on disk. */
#include "domain/disk.h"

#include <errno.h>
#include <fcntl.h>
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
