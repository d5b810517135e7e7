/* backup_write.c - a copy of the database without what is of the moment, then every blob. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/backup_parts.h"
#include "domain/blob.h"
#include "domain/disk.h"
#include "domain/log_guard.h"
#include "gen/queries.h"

#define PAGES_MAX 100000 /* of a thousand blobs */
#define COPY_NAME "backup.tmp"

enum err backup_io(struct fault *f, const char *what)
{
    return FAULT(f, ERR_IO, "backup.io", "%s: %s", what, strerrordesc_np(errno));
}

void backup_key_id(const struct public_key *pk, uint8_t ret[16])
{
    char text[9 + KEY_SIZE];
    memcpy(text, "yg/backup", 9);
    memcpy(text + 9, pk->b, KEY_SIZE);
    hash_plain(str_bytes(text, sizeof text), ret, 16);
}

struct binding backup_binding(int64_t file)
{
    return (struct binding){ .object_kind = BACKUP_OBJECT, .object = file };
}

/* ---- the key ---- */

static struct str setting_text(struct ctx *c, const struct public_key *pk)
{
    uint8_t tag[16];
    struct str hex = str_hex(c->arena, pk->b, sizeof pk->b);
    struct buf b = buf_new(c->arena);
    buf_put(&b, S(BACKUP_KEY_SETTING));
    buf_put(&b, hex);
    hash_keyed(&c->app->key->s[S_MAC], buf_str(&b), tag, sizeof tag);
    struct str mac = str_hex(c->arena, tag, sizeof tag);
    return str_fmt(c->arena, "%.*s %.*s", STR_ARG(hex), STR_ARG(mac));
}

enum err backup_key_make(struct ctx *c, struct str *ret_secret)
{
    struct key_pair pair = key_pair_random(c);
    struct str secret = str_hex(c->arena, pair.sk.b, sizeof pair.sk.b);
    struct str text = setting_text(c, &pair.pk);
    key_wipe(&pair.sk);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_SETTING_PUT, NULL, TEXT(S(BACKUP_KEY_SETTING)), TEXT(text)));
    tx = NULL;
    TRY(store_commit(c));
    *ret_secret = secret;
    return ERR_OK;
}

static int nibble(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    if (ch >= 'a' && ch <= 'f')
        return ch - 'a' + 10;
    return ch >= 'A' && ch <= 'F' ? ch - 'A' + 10 : -1;
}

bool backup_key_read(struct str text, struct key *ret)
{
    struct key k = { { 0 } };
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (strchr(" \t\r\n-", text.p[i]))
            continue;
        int v = nibble(text.p[i]);
        if (v < 0 || n == 2 * KEY_SIZE)
            return false;
        k.b[n / 2] = (uint8_t)(k.b[n / 2] << 4 | v);
        n++;
    }
    if (n != 2 * KEY_SIZE)
        return false;
    *ret = k;
    key_wipe(&k);
    return true;
}

static enum err key_of_setting(struct ctx *c, struct public_key *ret)
{
    struct rows r;
    struct key pk;
    TRY(store_run(c, Q_SETTING_FIND, &r, TEXT(S(BACKUP_KEY_SETTING))));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "backup.no_key", "no backup key was made");
    struct str text = cell(&r, 0, 0)->s, rest = text, hex = str_cut(&rest, ' ');
    if (!backup_key_read(hex, &pk))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "setting backup_key");
    memcpy(ret->b, pk.b, sizeof ret->b);
    if (!str_eq(text, setting_text(c, ret))) /* else a stranger's key could be slipped in */
        return FAULT(&c->fault, ERR_STORE, "row.changed", "setting backup_key");
    return ERR_OK;
}

/* ---- the stream ---- */

struct writer {
    struct ctx *c;
    int fd;
    struct key f;
    int64_t id;
    uint64_t index;
    size_t n;
    uint8_t plain[PIECE_PLAIN], sealed[PIECE_SEALED];
};

static enum err write_all(struct ctx *c, int fd, const uint8_t *p, size_t n)
{
    return disk_write(fd, str_bytes(p, n)) ? ERR_OK : backup_io(&c->fault, "write");
}

static enum err flush(struct writer *w, bool last)
{
    size_t n = piece_seal(w->c, &w->f, w->id, w->index++, last, w->plain, w->n, w->sealed);
    w->n = 0;
    return write_all(w->c, w->fd, w->sealed, n);
}

/* A full piece waits until more comes: only the last may be short, and one is the last. */
static enum err put(struct writer *w, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    while (n > 0) {
        if (w->n == PIECE_PLAIN)
            TRY(flush(w, false));
        size_t some = n < PIECE_PLAIN - w->n ? n : PIECE_PLAIN - w->n;
        memcpy(w->plain + w->n, p, some);
        w->n += some;
        p += some;
        n -= some;
    }
    return ERR_OK;
}

static enum err put_head(struct writer *w, char kind, struct str name, uint64_t size)
{
    uint8_t head[BACKUP_ENTRY_HEAD] = { (uint8_t)kind, (uint8_t)(name.n >> 8), (uint8_t)name.n };
    for (int i = 0; i < 8; i++)
        head[3 + i] = (uint8_t)(size >> (56 - 8 * i));
    TRY(put(w, head, sizeof head));
    return put(w, name.p, name.n);
}

/* Exactly size bytes: a blob never changes, and the copy is ours. */
static enum err put_file(struct writer *w, int fd, uint64_t size)
{
    uint8_t some[16384];
    while (size > 0) {
        ssize_t n = read(fd, some, size < sizeof some ? (size_t)size : sizeof some);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return backup_io(&w->c->fault, "read");
        TRY(put(w, some, (size_t)n));
        size -= (uint64_t)n;
    }
    return ERR_OK;
}

static enum err put_blob(struct writer *w, struct str name, struct backup_count *n)
{
    int fd;
    uint64_t size;
    enum err e = blob_read(w->c, name, &fd, &size);
    if (e == ERR_NOT_FOUND) { /* lost before, or removed since the copy was made */
        fault_clear(&w->c->fault);
        n->missing++;
        return ERR_OK;
    }
    TRY(e);
    e = put_head(w, BACKUP_BLOB, str_hex(w->c->arena, (const uint8_t *)name.p, name.n), size);
    if (e == ERR_OK)
        e = put_file(w, fd, size);
    (void)close(fd); /* read only */
    n->files++;
    n->bytes += (int64_t)size;
    return e;
}

static enum err put_blobs(struct writer *w, struct ctx *copy, struct backup_count *n)
{
    struct rows r;
    int64_t last = 0;
    for (int page = 0; page < PAGES_MAX; page++) {
        TRY(store_run(copy, Q_BACKUP_BLOBS, &r, INT(last)));
        for (size_t i = 0; i < r.n; i++)
            TRY(put_blob(w, cell(&r, i, 1)->s, n));
        if (r.n < 1000)
            break;
        last = cell(&r, r.n - 1, 0)->i;
    }
    return ERR_OK;
}

/* ---- the copy ---- */

enum err backup_settle(struct ctx *c)
{
    static const struct query *const drops[] = { Q_BACKUP_DROP_SESSIONS, Q_BACKUP_DROP_ATTEMPTS,
                                                 Q_BACKUP_DROP_DRAFTS,   Q_BACKUP_DROP_DRAFT_FILES,
                                                 Q_BACKUP_DROP_ANSWERS,  Q_BACKUP_DROP_OUTBOX };
    TRY(store_begin(c));
    TX_AUTO tx = c;
    for (size_t i = 0; i < COUNT_OF(drops); i++)
        TRY(store_run0(c, drops[i], NULL));
    TRY(log_guard_restored(c)); /* the world may have seen more of the log than this copy holds */
    tx = NULL;
    return store_commit(c);
}

static enum err write_stream(struct writer *w, struct ctx *copy, const char *path,
                             struct backup_count *n)
{
    struct stat st;
    TRY(put_blobs(w, copy, n));
    store_close(copy->store); /* its log goes into the file */
    copy->store = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return backup_io(&w->c->fault, "copy");
    enum err e = fstat(fd, &st) == 0 ? ERR_OK : backup_io(&w->c->fault, "copy");
    if (e == ERR_OK)
        e = put_head(w, BACKUP_DATABASE, S(APP_DATABASE), (uint64_t)st.st_size);
    if (e == ERR_OK)
        e = put_file(w, fd, (uint64_t)st.st_size);
    (void)close(fd); /* read only */
    n->bytes += (int64_t)st.st_size;
    TRY(e);
    TRY(put_head(w, BACKUP_END, S(""), 0));
    TRY(flush(w, true));
    return fsync(w->fd) == 0 ? ERR_OK : backup_io(&w->c->fault, "fsync");
}

static enum err write_from_copy(struct writer *w, const char *path, struct backup_count *n)
{
    struct ctx copy = *w->c;
    struct store_options o = { .path = path, .queries = yg_queries, .query_count = yg_query_count };
    TRY(store_open(&o, &w->c->fault, &copy.store));
    enum err e = backup_settle(&copy);
    if (e == ERR_OK)
        e = write_stream(w, &copy, path, n);
    if (copy.store)
        store_close(copy.store);
    if (e != ERR_OK && w->c->fault.err == ERR_OK)
        w->c->fault = copy.fault;
    return e;
}

static enum err write_file_head(struct writer *w, const struct public_key *pk)
{
    uint8_t head[BACKUP_HEAD_SIZE];
    struct str seal = key_seal(w->c, pk, backup_binding(w->id), &w->f);
    if (str_absent(seal))
        return FAULT(&w->c->fault, ERR_STORE, "row.changed", "setting backup_key");
    memcpy(head, BACKUP_MAGIC, 8);
    backup_key_id(pk, head + 8);
    for (int i = 0; i < 8; i++)
        head[24 + i] = (uint8_t)((uint64_t)w->id >> (56 - 8 * i));
    memcpy(head + 32, seal.p, SEAL_SIZE);
    return write_all(w->c, w->fd, head, sizeof head);
}

enum err backup_write(struct ctx *c, const char *data_dir, const char *to, struct backup_count *ret)
{
    struct public_key pk;
    struct backup_count n = { 0 };
    const char *path = str_z(c->arena, str_fmt(c->arena, "%s/" COPY_NAME, data_dir));
    struct writer *w = arena_new_of(c->arena, struct writer);
    TRY(key_of_setting(c, &pk));
    *w = (struct writer){ .c = c, .f = key_random(c), .id = ctx_random_id(c) };
    w->fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (w->fd < 0 && errno == EEXIST)
        return FAULT(&c->fault, ERR_CONFLICT, "backup.exists", "%s is there already", to);
    if (w->fd < 0)
        return backup_io(&c->fault, to);
    (void)unlink(path); /* of a backup that was cut off */
    enum err e = write_file_head(w, &pk);
    if (e == ERR_OK)
        e = store_copy(c, path);
    if (e == ERR_OK)
        e = write_from_copy(w, path, &n);
    (void)unlink(path); /* not there when the copy failed */
    key_wipe(&w->f);
    if (close(w->fd) != 0 && e == ERR_OK)
        e = backup_io(&c->fault, to);
    if (e != ERR_OK)
        (void)unlink(to);
    else
        *ret = n;
    return e;
}
