/* backup_read.c - a backup opened piece by piece and laid down in an empty folder. */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/backup_parts.h"
#include "domain/blob.h"

#define ENTRIES_MAX 100000000 /* files of one backup */
#define BLOB_HEX (2 * BLOB_NAME_SIZE)

struct reader {
    struct ctx *c;
    int fd;
    struct key f;
    int64_t id;
    uint64_t index;
    bool last;
    size_t n, at; /* of plain */
    size_t ahead; /* bytes read into next already */
    uint8_t plain[PIECE_PLAIN], sealed[PIECE_SEALED], next[1];
};

static enum err cut_off(struct reader *r)
{
    return FAULT(&r->c->fault, ERR_IO, "backup.truncated", "piece %llu",
                 (unsigned long long)r->index);
}

/* As much as there is, at most n. */
static enum err read_some(struct reader *r, uint8_t *p, size_t n, size_t *ret)
{
    size_t got = 0;
    while (got < n) {
        ssize_t done = read(r->fd, p + got, n - got);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return backup_io(&r->c->fault, "read");
        if (done == 0)
            break;
        got += (size_t)done;
    }
    *ret = got;
    return ERR_OK;
}

/* The last piece is the one after which nothing comes: one byte is read ahead to know. */
static enum err next_piece(struct reader *r)
{
    size_t got = 0, more = 0;
    if (r->last)
        return cut_off(r);
    if (r->ahead)
        r->sealed[0] = r->next[0];
    TRY(read_some(r, r->sealed + r->ahead, PIECE_SEALED - r->ahead, &got));
    got += r->ahead;
    TRY(read_some(r, r->next, 1, &more));
    r->ahead = more;
    r->last = more == 0;
    if (!piece_open(&r->f, r->id, r->index, r->last, r->sealed, got, r->plain, &r->n))
        return cut_off(r);
    r->index++;
    r->at = 0;
    return ERR_OK;
}

static enum err take(struct reader *r, void *to, size_t n)
{
    uint8_t *p = to;
    while (n > 0) {
        if (r->at == r->n)
            TRY(next_piece(r));
        size_t some = n < r->n - r->at ? n : r->n - r->at;
        memcpy(p, r->plain + r->at, some);
        r->at += some;
        p += some;
        n -= some;
    }
    return ERR_OK;
}

/* ---- the head ---- */

static enum err read_head(struct reader *r, const struct key *secret)
{
    struct key_pair pair = key_pair_of(secret);
    uint8_t head[BACKUP_HEAD_SIZE], id[16];
    size_t got;
    TRY(read_some(r, head, sizeof head, &got));
    if (got < 8 || memcmp(head, BACKUP_MAGIC, 8) != 0)
        return FAULT(&r->c->fault, ERR_INVALID, "backup.not_ours", "no backup of this program");
    if (got < sizeof head)
        return cut_off(r);
    backup_key_id(&pair.pk, id);
    if (memcmp(head + 8, id, sizeof id) != 0)
        return FAULT(&r->c->fault, ERR_DENIED, "backup.other_key", "made for another key");
    uint64_t file = 0;
    for (int i = 0; i < 8; i++)
        file = file << 8 | head[24 + i];
    r->id = (int64_t)file;
    bool ok = key_unseal(&pair, backup_binding(r->id), str_bytes(head + 32, SEAL_SIZE), &r->f);
    key_wipe(&pair.sk);
    return ok ? ERR_OK : cut_off(r);
}

/* ---- entries ---- */

struct entry {
    char kind;
    char name[BACKUP_NAME_MAX + 1];
    uint64_t size;
};

static enum err take_entry(struct reader *r, struct entry *e)
{
    uint8_t head[BACKUP_ENTRY_HEAD];
    *e = (struct entry){ 0 };
    TRY(take(r, head, sizeof head));
    size_t n = (size_t)head[1] << 8 | head[2];
    e->kind = (char)head[0];
    for (int i = 0; i < 8; i++)
        e->size = e->size << 8 | head[3 + i];
    if (n > BACKUP_NAME_MAX)
        return cut_off(r);
    return take(r, e->name, n);
}

/* Never a name that leads elsewhere: 32 hex digits, or the database. */
static bool path_of_entry(struct reader *r, const struct entry *e, const char *dir,
                          const char **ret)
{
    struct str name = str_of(e->name);
    if (e->kind == BACKUP_DATABASE && str_eq(name, S(APP_DATABASE))) {
        *ret = str_z(r->c->arena, str_fmt(r->c->arena, "%s/%s", dir, e->name));
        return true;
    }
    if (e->kind != BACKUP_BLOB || name.n != BLOB_HEX)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        if (!strchr("0123456789abcdef", name.p[i]))
            return false;
    }
    *ret = str_z(r->c->arena, str_fmt(r->c->arena, "%s/blobs/%.2s/%s", dir, e->name, e->name));
    return true;
}

static enum err copy_out(struct reader *r, int fd, uint64_t size)
{
    uint8_t some[16384];
    while (size > 0) {
        size_t n = size < sizeof some ? (size_t)size : sizeof some;
        TRY(take(r, some, n));
        for (size_t at = 0; at < n;) {
            ssize_t done = write(fd, some + at, n - at);
            if (done < 0 && errno == EINTR)
                continue;
            if (done <= 0)
                return backup_io(&r->c->fault, "write");
            at += (size_t)done;
        }
        size -= n;
    }
    static const struct timespec zero[2]; /* blobs carry no time */
    if (futimens(fd, zero) != 0 || fsync(fd) != 0)
        return backup_io(&r->c->fault, "fsync");
    return ERR_OK;
}

static enum err lay_down(struct reader *r, const struct entry *e, const char *dir)
{
    const char *path;
    if (!path_of_entry(r, e, dir, &path))
        return cut_off(r);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return backup_io(&r->c->fault, "make");
    enum err err = copy_out(r, fd, e->size);
    if (close(fd) != 0 && err == ERR_OK)
        err = backup_io(&r->c->fault, "close");
    if (err != ERR_OK)
        (void)unlink(path);
    return err;
}

static enum err read_entries(struct reader *r, const char *dir, struct backup_count *n)
{
    bool database = false;
    for (int64_t i = 0; i < ENTRIES_MAX; i++) {
        struct entry e;
        TRY(take_entry(r, &e));
        if (e.kind == BACKUP_END)
            return r->last && r->at == r->n && database ? ERR_OK : cut_off(r);
        TRY(lay_down(r, &e, dir));
        database = database || e.kind == BACKUP_DATABASE;
        n->files += e.kind == BACKUP_BLOB;
        n->bytes += (int64_t)e.size;
    }
    return cut_off(r);
}

static int remove_below(const char *path, const struct stat *st, int kind, struct FTW *w)
{
    (void)st;
    (void)kind;
    return w->level > 0 ? remove(path) : 0;
}

void backup_discard(const char *data_dir)
{
    (void)nftw(data_dir, remove_below, 16, FTW_DEPTH | FTW_PHYS); /* what stays is seen next time */
}

enum err backup_restore(struct ctx *c, const char *from, const struct key *secret,
                        const char *data_dir, struct backup_count *ret)
{
    struct reader *r = arena_new_of(c->arena, struct reader);
    struct backup_count n = { 0 };
    struct blob_store *blobs = NULL;
    r->c = c;
    r->fd = open(from, O_RDONLY | O_CLOEXEC);
    if (r->fd < 0)
        return backup_io(&c->fault, from);
    enum err e = read_head(r, secret); /* nothing is made before the key fits */
    if (e == ERR_OK)
        e = data_dir_create(data_dir, &c->fault);
    if (e == ERR_OK) {
        e = blob_open(c->arena, data_dir, &c->fault, &blobs);
        if (e == ERR_OK)
            e = read_entries(r, data_dir, &n);
        blob_close(blobs);
        if (e != ERR_OK)
            backup_discard(data_dir);
    }
    key_wipe(&r->f);
    (void)close(r->fd); /* read only */
    if (e == ERR_OK)
        *ret = n;
    return e;
}
