/*
 * server_key_file.c - the part of app.h that touches files: the server key and the data folder.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/app.h"
#include "domain/disk.h"

#define KEY_HEX (2 * KEY_SIZE)
#define KEY_FILE_MAX (KEY_HEX + 2)

enum err server_key_create(struct ctx *c, const char *path)
{
    struct key k = key_random(c);
    struct buf b = buf_new(c->arena);
    buf_put(&b, str_hex(c->arena, k.b, KEY_SIZE));
    buf_byte(&b, '\n');
    key_wipe(&k);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0400);
    if (fd < 0 && errno == EEXIST)
        return FAULT(&c->fault, ERR_CONFLICT, "app.key_exists", "%s is there already", path);
    if (fd < 0)
        return FAULT(&c->fault, ERR_IO, "app.key_write", "%s: %s", path, strerror(errno));
    bool ok = disk_write(fd, buf_str(&b)) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok && disk_sync_folder_of(c->arena, path);
    if (!ok) {
        (void)unlink(path); /* half a key helps nobody; the failure is told below */
        return FAULT(&c->fault, ERR_IO, "app.key_write", "%s: %s", path, strerror(errno));
    }
    return ERR_OK;
}

static int hex_value(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    if (ch >= 'a' && ch <= 'f')
        return ch - 'a' + 10;
    return ch >= 'A' && ch <= 'F' ? ch - 'A' + 10 : -1;
}

static bool key_parse(const char *p, size_t n, struct key *ret)
{
    if (n == KEY_SIZE) {
        memcpy(ret->b, p, KEY_SIZE);
        return true;
    }
    while (n > KEY_HEX && (p[n - 1] == '\n' || p[n - 1] == '\r'))
        n--;
    if (n != KEY_HEX)
        return false;
    for (size_t i = 0; i < KEY_SIZE; i++) {
        int high = hex_value(p[2 * i]), low = hex_value(p[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        ret->b[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* Reads at most max bytes; -1 when it cannot. */
static ssize_t read_up_to(int fd, char *p, size_t max)
{
    size_t n = 0;
    while (n < max) { /* each turn reads at least a byte or ends */
        ssize_t got = read(fd, p + n, max - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    return (ssize_t)n;
}

enum err server_key_read(const char *path, struct fault *f, struct key *ret)
{
    char text[KEY_FILE_MAX + 1] = { 0 };
    struct stat st;
    struct key k;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return FAULT(f, ERR_IO, "app.key_none", "%s: %s", path, strerror(errno));
    bool known = fstat(fd, &st) == 0;
    ssize_t n = read_up_to(fd, text, sizeof text);
    (void)close(fd); /* was only read */
    if (!known || n < 0)
        return FAULT(f, ERR_IO, "app.key_none", "%s: cannot be read", path);
    if (!S_ISREG(st.st_mode) || (st.st_mode & 077))
        return FAULT(f, ERR_IO, "app.key_open_to_others", "%s: chmod 0400", path);
    bool ok = key_parse(text, (size_t)n, &k);
    explicit_bzero(text, sizeof text);
    if (!ok)
        return FAULT(f, ERR_IO, "app.key_form", "%s: neither 32 bytes nor 64 hex digits", path);
    *ret = k;
    key_wipe(&k);
    return ERR_OK;
}

/* Whether nothing but . and .. lies in it. */
static bool is_empty_folder(const char *path)
{
    DIR *d = opendir(path);
    bool empty = d != NULL;
    for (int i = 0; empty && i < 3; i++) { /* a third name is one too many */
        struct dirent *e = readdir(d);
        if (!e)
            break;
        empty = strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0;
    }
    if (d)
        (void)closedir(d); /* was only read */
    return empty;
}

enum err data_dir_create(const char *path, struct fault *f)
{
    if (mkdir(path, 0700) == 0)
        return ERR_OK;
    if (errno != EEXIST)
        return FAULT(f, ERR_IO, "app.data_write", "%s: %s", path, strerror(errno));
    if (!is_empty_folder(path))
        return FAULT(f, ERR_CONFLICT, "app.data_exists", "%s is not an empty folder", path);
    if (chmod(path, 0700) != 0)
        return FAULT(f, ERR_IO, "app.data_write", "%s: %s", path, strerror(errno));
    return ERR_OK;
}
